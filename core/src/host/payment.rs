//! Paying. Core reads what a program asks for and hands it on; whether money moves, and whose, is the host's business.

use async_trait::async_trait;
use banchan_formats::code::AppId;
use serde::{Deserialize, Serialize};

use super::{HostError, Pass};

/// One order, as its merchant's server prepared it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PayOrder {
    /// Which mini-program asks.
    pub app_id: AppId,
    /// Its name, for the person who pays.
    pub app_name: String,
    /// The merchant's number for the order.
    pub prepay_id: String,
    /// How much, in the smallest unit of the currency; `None` when only the merchant's server knows.
    pub amount: Option<u64>,
    /// Three letters, such as `CNY`.
    pub currency: String,
    /// What is bought, in a few words; may be empty.
    pub goods: String,
    /// When the order was prepared, as the merchant's server wrote it.
    pub time_stamp: String,
    /// The merchant's random text.
    pub nonce: String,
    /// How it is signed, such as `RSA`.
    pub sign_type: String,
    /// The signature.
    pub sign: String,
}

/// Pays.
#[async_trait]
pub trait Payment: Send + Sync {
    /// Shows the order and pays it when the person agrees. Dropping the future must take the order away.
    ///
    /// # Errors
    /// [`HostError::Cancelled`] when the person does not want to.
    async fn pay(&self, pass: Pass, order: PayOrder) -> Result<(), HostError>;
}

/// Nothing to pay with.
#[derive(Clone, Copy, Debug, Default)]
pub struct NullPayment;

#[async_trait]
impl Payment for NullPayment {
    async fn pay(&self, _pass: Pass, _order: PayOrder) -> Result<(), HostError> {
        Err(HostError::Unsupported)
    }
}
