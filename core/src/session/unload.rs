//! The question before a page is left (`enableAlertBeforeUnload`): asked at the way back, once at a time. It must not hold anybody who leaves
//! the mini-program as a whole: the capsule, the system and the first page's way out lead out at once.

use super::Event;
use super::actions::MAX_DIALOGS;
use super::running::Running;
use crate::api::{Args, Failure};
use crate::host::{Modal, PageId};

/// Longest question, in characters.
const MAX_QUESTION: usize = 500;

/// What a page asks before it is left.
#[derive(Debug)]
pub(super) struct Question {
    text: String,
    /// Whether it is on the screen.
    asked: bool,
}

impl Running {
    /// `enableAlertBeforeUnload`, `disableAlertBeforeUnload`: of the page on top.
    pub(super) fn alert_before_unload(&mut self, on: bool, args: &Args) -> Result<(), Failure> {
        let text = if on { Some(args.string("message")?.chars().take(MAX_QUESTION).collect()) } else { None };
        let page = self.stack.top().and_then(|top| self.pages.get_mut(&top)).ok_or_else(|| Failure::Other("no page is open".into()))?;
        // One that is on the screen stays there.
        let asked = page.question.as_ref().is_some_and(|question| question.asked);
        page.question = text.map(|text| Question { text, asked });
        Ok(())
    }

    /// Whether the page on top is asked about first, and not left yet.
    pub(super) fn asks_before_back(&mut self, delta: usize) -> bool {
        while self.dialogs.try_join_next().is_some() {}
        if self.stack.len() < 2 || self.dialogs.len() >= MAX_DIALOGS {
            return false;
        }
        let Some((page, question)) = self.stack.top().and_then(|top| Some((top, self.pages.get_mut(&top)?.question.as_mut()?))) else {
            return false;
        };
        if std::mem::replace(&mut question.asked, true) {
            return true;
        }
        let modal = Modal { content: question.text.clone(), show_cancel: true, ..Modal::default() };
        let (ui, slot, events) = (self.start.hosts.ui.clone(), self.start.slot, self.outside.events.clone());
        let asking = async move {
            let leaves = ui.show_modal(slot, modal).await.is_ok_and(|answer| answer.confirm);
            let _ = events.send(Event::Leave { page, delta, leaves });
        };
        self.dialogs.spawn_on(asking, &self.start.runtime);
        true
    }

    /// The person answered.
    pub(super) fn answered_before_back(&mut self, page: PageId, delta: usize, leaves: bool) {
        if let Some(question) = self.pages.get_mut(&page).and_then(|page| page.question.as_mut()) {
            question.asked = false;
        }
        // It may have been left by another way meanwhile.
        if leaves && self.stack.top() == Some(page) {
            self.back(delta);
        }
    }
}
