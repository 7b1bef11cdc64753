//! Who uses the phone: signing in, a name and a picture, a number, addresses. A mini-program gets none of it without the
//! person, except a code by which its own server knows the person again.

use async_trait::async_trait;
use banchan_formats::code::AppId;
use serde::{Deserialize, Serialize};

use super::{HostError, Pass};

/// Which mini-program asks, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PersonAsk {
    /// Which mini-program.
    pub app_id: AppId,
    /// Its name.
    pub app_name: String,
    /// Its own words for what it is needed; empty for none.
    pub reason: String,
}

/// What a mini-program may know of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Profile {
    /// The name.
    pub nick_name: String,
    /// A picture, as an address that a page may show.
    pub avatar_url: String,
}

/// Where something is sent, with WeChat's names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Address {
    /// Who gets it.
    pub user_name: String,
    /// Their telephone.
    pub tel_number: String,
    /// Post code.
    pub postal_code: String,
    /// Code of the region; empty when unknown.
    pub national_code: String,
    /// Province, state or land.
    pub province_name: String,
    /// City.
    pub city_name: String,
    /// District or county.
    pub county_name: String,
    /// Street of the address, where it is known by itself.
    pub street_name: String,
    /// Street, number and door.
    pub detail_info: String,
}

/// How choosing an address ended.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct AddressAnswer {
    /// The book as the person left it.
    pub book: Vec<Address>,
    /// Which of them was chosen; `None` for none.
    pub chosen: Option<usize>,
}

/// Who uses the phone.
#[async_trait]
pub trait Identity: Send + Sync {
    /// A code, good once and for a few minutes, by which the server of this mini-program learns who the person is to it.
    ///
    /// # Errors
    /// [`HostError`].
    async fn login(&self, pass: Pass, app: AppId) -> Result<String, HostError>;
    /// Whether the last sign-in still holds.
    ///
    /// # Errors
    /// [`HostError`].
    async fn signed_in(&self, pass: Pass, app: AppId) -> Result<bool, HostError>;
    /// Asks the person for name and picture.
    ///
    /// # Errors
    /// [`HostError::Cancelled`] when the person does not want to.
    async fn profile(&self, pass: Pass, ask: PersonAsk) -> Result<Profile, HostError>;
    /// Asks the person for the telephone number; answers a code like that of [`Identity::login`], never the number.
    ///
    /// # Errors
    /// [`HostError::Cancelled`] when the person does not want to.
    async fn phone_code(&self, pass: Pass, ask: PersonAsk) -> Result<String, HostError>;
    /// Lets the person choose a picture for this mini-program.
    ///
    /// # Errors
    /// [`HostError::Cancelled`].
    async fn avatar(&self, pass: Pass, ask: PersonAsk) -> Result<String, HostError>;
    /// Shows the person's addresses, to choose one, add and remove. Core keeps the book.
    ///
    /// # Errors
    /// [`HostError`].
    async fn address(&self, pass: Pass, ask: PersonAsk, book: Vec<Address>) -> Result<AddressAnswer, HostError>;
}

/// Nobody.
#[derive(Clone, Copy, Debug, Default)]
pub struct NullIdentity;

#[async_trait]
impl Identity for NullIdentity {
    async fn login(&self, _pass: Pass, _app: AppId) -> Result<String, HostError> {
        Err(HostError::Unsupported)
    }
    async fn signed_in(&self, _pass: Pass, _app: AppId) -> Result<bool, HostError> {
        Err(HostError::Unsupported)
    }
    async fn profile(&self, _pass: Pass, _ask: PersonAsk) -> Result<Profile, HostError> {
        Err(HostError::Unsupported)
    }
    async fn phone_code(&self, _pass: Pass, _ask: PersonAsk) -> Result<String, HostError> {
        Err(HostError::Unsupported)
    }
    async fn avatar(&self, _pass: Pass, _ask: PersonAsk) -> Result<String, HostError> {
        Err(HostError::Unsupported)
    }
    async fn address(&self, _pass: Pass, _ask: PersonAsk, _book: Vec<Address>) -> Result<AddressAnswer, HostError> {
        Err(HostError::Unsupported)
    }
}
