//! Questions to the host that are under way, and what becomes of orders that it fails at.

use std::sync::Arc;

use banchan_core::host::{HostError, Questions, Reports};

use crate::errors::MiniHostError;
use crate::hosts::MiniLogHost;
use crate::records::{MiniScope, MiniSlot};

/// Who asks, and under which number.
#[derive(Clone, Debug, uniffi::Record)]
pub struct MiniCall {
    /// Its number, for `SuperApp::cancel`. Never used twice.
    pub id: u64,
    /// The mini-program.
    pub slot: MiniSlot,
    /// What the user allowed; `None` when the mini-program only had to be on screen.
    pub scope: Option<MiniScope>,
}

/// The questions of one super-app. Complaints about hosts go to its log.
#[derive(Default)]
pub(crate) struct Calls {
    pub(crate) questions: Questions,
    pub(crate) log: Option<Arc<dyn MiniLogHost>>,
}

impl Calls {
    /// Asks the host for a mini-program; when core drops it, the language cancels its own task.
    pub(crate) async fn ask<T, F: Future<Output = Result<T, MiniHostError>>>(
        &self,
        slot: MiniSlot,
        scope: Option<MiniScope>,
        reports: Option<Reports>,
        question: impl FnOnce(MiniCall) -> F,
    ) -> Result<T, HostError> {
        self.questions.ask(reports, |id| question(MiniCall { id, slot, scope })).await
    }

    /// An order can't fail for core: what the host threw is told to its log.
    pub(crate) fn told(&self, order: &str, done: Result<(), MiniHostError>) {
        if let Err(error) = done {
            self.complain(&format!("the host failed at {order}: {error}"));
        }
    }

    pub(crate) fn complain(&self, text: &str) {
        // A log that fails has nobody to be told to.
        let _ = self.log.as_ref().map(|log| log.complaint(text.into()));
    }
}
