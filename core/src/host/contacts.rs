//! The address book, which a mini-program never reads: the person chooses one entry, or saves one that is shown.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use super::{HostError, Pass};

/// An entry to be saved, as far as most books have it, and whole as a vCard.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct NewContact {
    /// The whole name.
    pub name: String,
    /// Telephone numbers, the mobile one first.
    pub phones: Vec<String>,
    /// Mail address.
    pub mail: String,
    /// Where the person works.
    pub organization: String,
    /// As what.
    pub title: String,
    /// Where the person lives or works, in one line.
    pub address: String,
    /// A remark.
    pub note: String,
    /// All of it as a vCard 3.0, in UTF-8.
    pub card: String,
}

/// The entry that the person chose.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct ChosenContact {
    /// The name.
    pub name: String,
    /// Telephone numbers; the first is the one that was chosen.
    pub phones: Vec<String>,
}

/// The address book.
#[async_trait]
pub trait Contacts: Send + Sync {
    /// Shows the entry, to be saved by the person.
    ///
    /// # Errors
    /// [`HostError::Cancelled`] when it is not saved.
    async fn add(&self, pass: Pass, contact: NewContact) -> Result<(), HostError>;

    /// Lets the person choose one entry.
    ///
    /// # Errors
    /// [`HostError::Cancelled`] when none is chosen.
    async fn choose(&self, pass: Pass) -> Result<ChosenContact, HostError>;
}

/// No address book.
#[derive(Clone, Copy, Debug, Default)]
pub struct NullContacts;

#[async_trait]
impl Contacts for NullContacts {
    async fn add(&self, _pass: Pass, _contact: NewContact) -> Result<(), HostError> {
        Err(HostError::Unsupported)
    }

    async fn choose(&self, _pass: Pass) -> Result<ChosenContact, HostError> {
        Err(HostError::Unsupported)
    }
}
