//! Messages that a mini-program may send later. The person says yes or no to each kind; core remembers.

use async_trait::async_trait;
use banchan_formats::code::AppId;
use serde::{Deserialize, Serialize};

use super::{HostError, Pass};

/// What a mini-program wants to send.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SubscribeAsk {
    /// Which mini-program asks.
    pub app_id: AppId,
    /// Its name.
    pub app_name: String,
    /// The kinds of messages, by the publisher's names for them; at least one.
    pub templates: Vec<String>,
}

/// What the person said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct SubscribeAnswer {
    /// The kinds that may come; the others may not.
    pub accepted: Vec<String>,
    /// Whether the answer holds for every later question too.
    pub always: bool,
}

/// Asks about messages.
#[async_trait]
pub trait Messages: Send + Sync {
    /// Shows the kinds and waits for the answer. Dropping the future must take the question away.
    ///
    /// # Errors
    /// [`HostError::Cancelled`] when it was closed: nothing may come.
    async fn subscribe(&self, pass: Pass, ask: SubscribeAsk) -> Result<SubscribeAnswer, HostError>;
}

/// Nobody to ask.
#[derive(Clone, Copy, Debug, Default)]
pub struct NullMessages;

#[async_trait]
impl Messages for NullMessages {
    async fn subscribe(&self, _pass: Pass, _ask: SubscribeAsk) -> Result<SubscribeAnswer, HostError> {
        Err(HostError::Unsupported)
    }
}
