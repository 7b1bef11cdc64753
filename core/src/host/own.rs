//! Members of the integrator's own: `acme.pay` is `wx.acme.pay` to a mini-program. It is the same kind of row as every
//! other one: a scope that the user is asked for, the same gate, counting and logs.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use async_trait::async_trait;
use banchan_formats::code::AppId;
use serde::{Deserialize, Serialize};

use super::{HostError, Pass};
use crate::permission::Slot;

/// What a member of the integrator's own is called, and what the user is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnSpec {
    /// Two to four words with dots between them, such as `acme.pay`; the first must not be a member of `wx`.
    pub name: String,
    /// What must be granted, such as `scope.acme.pay`. There is no member without.
    pub scope: String,
    /// In plain English, to complete "... wants to use ...".
    pub prompt: String,
}

/// Who calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnCaller {
    /// The running mini-program.
    pub slot: Slot,
    /// Which.
    pub app_id: AppId,
    /// Its name.
    pub app_name: String,
    /// Its release; 0 for a source folder.
    pub version: u64,
}

/// Why a member can't be added.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{name} can't be added: {reason}")]
pub struct OwnError {
    /// Its name.
    pub name: String,
    /// What is wrong, and how it should be.
    pub reason: &'static str,
}

/// One member of the integrator's own.
#[async_trait]
pub trait OwnApi: Send + Sync {
    /// What it is called. Asked once.
    fn spec(&self) -> OwnSpec;

    /// Does it. `args` is the JSON object that the mini-program gave, the answer a JSON object. Dropping the future ends it.
    ///
    /// # Errors
    /// [`HostError`].
    async fn call(&self, pass: Pass, caller: OwnCaller, args: String) -> Result<String, HostError>;
}

/// Those that were added.
#[derive(Clone, Default)]
pub struct OwnApis {
    apis: Arc<RwLock<BTreeMap<String, Arc<dyn OwnApi>>>>,
}

impl OwnApis {
    /// Adds one under its declared name; a second one of the same name replaces the first.
    pub(crate) fn insert(&self, name: String, api: Arc<dyn OwnApi>) {
        self.apis.write().unwrap_or_else(PoisonError::into_inner).insert(name, api);
    }

    /// What each is called, and what the user is asked for.
    pub(crate) fn specs(&self) -> Vec<OwnSpec> {
        self.apis.read().unwrap_or_else(PoisonError::into_inner).values().map(|api| api.spec()).collect()
    }

    /// The one of a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Arc<dyn OwnApi>> {
        self.apis.read().unwrap_or_else(PoisonError::into_inner).get(name).cloned()
    }
}
