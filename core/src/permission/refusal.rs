//! Why something was refused, for people. The words that a mini-program sees come from the table of `api`.

use super::{Scope, Slot};

/// Why a call may not reach the phone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The manifest does not say that it wants this.
    #[error("{scope} is not declared: add permission[\"{scope}\"].desc to app.json, with the reason that the user will see")]
    Undeclared {
        /// What was wanted.
        scope: Scope,
    },
    /// The user said no, now or earlier.
    #[error("the user refused {scope}; it can be changed in the mini-program's settings")]
    Denied {
        /// What was wanted.
        scope: Scope,
    },
    /// The phone says no to the host itself.
    #[error("the phone does not let this app use {scope}; it can be changed in the phone's settings")]
    SystemDenied {
        /// What was wanted.
        scope: Scope,
    },
    /// It went out of sight before the call could be made.
    #[error("the mini-program is not on screen")]
    Background,
    /// The right was taken back between the question and the call.
    #[error("{scope} was taken back")]
    Revoked {
        /// What was taken back.
        scope: Scope,
    },
    /// There is no such running mini-program (any more).
    #[error("the mini-program in slot {} is closed", .slot.0)]
    Closed {
        /// Which.
        slot: Slot,
    },
    /// The user could not be asked, or the answer not be looked up.
    #[error("{scope} could not be decided: {reason}")]
    Undecided {
        /// What was wanted.
        scope: Scope,
        /// What went wrong.
        reason: String,
    },
    /// The address is not one that it may talk to.
    #[error(transparent)]
    Url(#[from] UrlRefusal),
}

/// Why an address may not be contacted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UrlRefusal {
    /// Not an address at all, or one with hidden characters.
    #[error("this is not a web address: {reason}")]
    Malformed {
        /// What is wrong with it.
        reason: String,
    },
    /// Not encrypted.
    #[error("{scheme} is not allowed here: use {wanted}")]
    Scheme {
        /// The scheme that was used.
        scheme: String,
        /// The scheme that is needed.
        wanted: &'static str,
    },
    /// A name or password inside the address.
    #[error("the address carries a user name or password: send them in a header")]
    UserInfo,
    /// Not in the signed list of the release.
    #[error("{host} is not in the domain list of this mini-program: its publisher has to add it under \"domains\" in banchan.json")]
    NotListed {
        /// The host, with its port when it is not the usual one.
        host: String,
    },
    /// It leads into the user's own network or machine.
    #[error("{host} is a private address: mini-programs reach public servers only")]
    Private {
        /// The host.
        host: String,
    },
}
