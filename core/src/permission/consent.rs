//! The two things the gate needs from above: somebody who asks the user, and a place that remembers the answer.
//! Neither decides anything.

use std::collections::BTreeMap;
use std::sync::Mutex;

use async_trait::async_trait;
use banchan_formats::code::AppId;
use serde::{Deserialize, Serialize};

use super::{Scope, Slot};

/// What a permission sheet shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConsentAsk {
    /// The running mini-program, so that the sheet lies over its pages.
    pub slot: Slot,
    /// Which mini-program asks; also the key to its icon.
    pub app_id: AppId,
    /// Its name, in the user's language.
    pub app_name: String,
    /// What it asks for.
    pub scope: Scope,
    /// The same in plain English, for a shell without words of its own.
    pub title: String,
    /// Why, in the publisher's words; empty when the manifest gives no reason.
    pub reason: String,
}

/// What the user said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Answer {
    /// Yes; remembered until it is taken back.
    Allow,
    /// No; remembered until it is changed in the settings.
    Deny,
    /// The sheet went away without an answer: no for now, and not asked again while this session lasts.
    Dismissed,
}

/// Asks the user, and the phone. Implemented by the shell.
#[async_trait]
pub trait Consent: Send + Sync {
    /// Shows the permission sheet and waits. When the future is dropped, the sheet must go away.
    ///
    /// # Errors
    /// A plain sentence when nobody can be asked; the call is then refused and nothing is remembered.
    async fn ask(&self, ask: ConsentAsk) -> Result<Answer, String>;

    /// Whether the phone itself lets the host use this; asks the phone's own question when it has not been asked yet.
    /// A shell whose system has no such question keeps the default, which is yes.
    async fn system_allows(&self, scope: Scope) -> bool {
        let _ = scope;
        true
    }
}

/// Nobody to ask: every question goes unanswered, so every guarded call is refused.
#[derive(Clone, Copy, Debug, Default)]
pub struct NullConsent;

#[async_trait]
impl Consent for NullConsent {
    async fn ask(&self, _ask: ConsentAsk) -> Result<Answer, String> {
        Err("this host has no permission sheet".into())
    }
}

/// A stored answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GrantRecord {
    /// For what.
    pub scope: Scope,
    /// In words for the person, see [`Scope::title`].
    pub title: String,
    /// Whether it was allowed.
    pub allowed: bool,
    /// When it was answered, in milliseconds since 1970.
    pub at_ms: i64,
}

/// Stored answers could not be read or written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the stored permissions can't be used: {reason}")]
pub struct GrantsError {
    /// What went wrong, for a log.
    pub reason: String,
}

/// Remembers answers. Implemented by the store.
pub trait Grants: Send + Sync {
    /// The stored answer; `None` when the user was never asked.
    ///
    /// # Errors
    /// [`GrantsError`] when the store can't be read: the caller must refuse.
    fn get(&self, app: &AppId, scope: Scope) -> Result<Option<bool>, GrantsError>;

    /// Stores an answer; `None` forgets it, so that the user is asked again.
    ///
    /// # Errors
    /// [`GrantsError`] when the store can't be written.
    fn set(&self, app: &AppId, scope: Scope, allowed: Option<bool>) -> Result<(), GrantsError>;

    /// All answers for one mini-program.
    ///
    /// # Errors
    /// [`GrantsError`] when the store can't be read.
    fn list(&self, app: &AppId) -> Result<Vec<GrantRecord>, GrantsError>;
}

type Answers = BTreeMap<(String, Scope), bool>;

/// Answers that last as long as the process: for source folders opened by a developer, and for tests.
#[derive(Debug, Default)]
pub struct MemoryGrants {
    answers: Mutex<Answers>,
}

impl MemoryGrants {
    fn lock(&self) -> Result<std::sync::MutexGuard<'_, Answers>, GrantsError> {
        self.answers.lock().map_err(|_| GrantsError { reason: "another thread failed while it wrote them".into() })
    }
}

impl Grants for MemoryGrants {
    fn get(&self, app: &AppId, scope: Scope) -> Result<Option<bool>, GrantsError> {
        Ok(self.lock()?.get(&(app.to_string(), scope)).copied())
    }

    fn set(&self, app: &AppId, scope: Scope, allowed: Option<bool>) -> Result<(), GrantsError> {
        let key = (app.to_string(), scope);
        let mut answers = self.lock()?;
        match allowed {
            Some(allowed) => answers.insert(key, allowed),
            None => answers.remove(&key),
        };
        Ok(())
    }

    fn list(&self, app: &AppId) -> Result<Vec<GrantRecord>, GrantsError> {
        let answers = self.lock()?;
        let of_app = answers.iter().filter(|((id, _), _)| *id == app.to_string());
        Ok(of_app
            .map(|((_, scope), allowed)| GrantRecord { scope: *scope, title: scope.title().into(), allowed: *allowed, at_ms: 0 })
            .collect())
    }
}
