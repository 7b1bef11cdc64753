//! The other mini-programs of this phone: going to one and coming back. Core opens them; the host asks the person, and
//! brings the right one to the front.

use async_trait::async_trait;
use banchan_formats::code::AppId;
use serde::{Deserialize, Serialize};

use super::{HostError, Pass};

/// A wish to go to another mini-program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Visit {
    /// Its number, for `SuperApp::visit`.
    pub id: u64,
    /// Who wants to go.
    pub app_id: AppId,
    /// Its name.
    pub app_name: String,
    /// Where to.
    pub target: AppId,
    /// The name of that one.
    pub target_name: String,
    /// Whether it is the way back to the one that was left before.
    pub back: bool,
}

/// Goes from one mini-program to another.
#[async_trait]
pub trait Neighbours: Send + Sync {
    /// Asks the person. Dropping the future must take the question away. Nobody is asked about the way back.
    ///
    /// # Errors
    /// [`HostError::Cancelled`] when the person stays.
    async fn visit(&self, pass: Pass, visit: Visit) -> Result<(), HostError>;

    /// The person agreed, or it is the way back: the shell has `SuperApp::visit` open it and brings it to the front. An order:
    /// it returns at once.
    fn go(&self, _visit: Visit) {}
}

/// A phone with one mini-program.
#[derive(Clone, Copy, Debug, Default)]
pub struct NullNeighbours;

#[async_trait]
impl Neighbours for NullNeighbours {
    async fn visit(&self, _pass: Pass, _visit: Visit) -> Result<(), HostError> {
        Err(HostError::Unsupported)
    }
}
