//! Which of several people uses the phone. It must not know who that is: only that two names are not the same.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

/// Somebody whose files, storage, answers and recents are nobody else's. [`User::default`] is whoever uses an app that knows
/// no accounts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct User(String);

impl User {
    /// The user whom the host knows by this name, such as the id of an account; no name is [`User::default`]. The name itself
    /// is not kept, only its digest: whoever knows or guesses a name can still recognise it.
    #[must_use]
    pub fn named(name: &str) -> Self {
        let mut key = String::new();
        if !name.is_empty() {
            for byte in Sha256::digest(name.as_bytes()).iter().take(16) {
                let _ = write!(key, "{byte:02x}");
            }
        }
        Self(key)
    }

    /// A text that is this user's alone: hexadecimal digits, none for [`User::default`].
    #[must_use]
    pub fn key(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_apart_and_not_kept() {
        assert_eq!(User::named(""), User::default());
        assert_eq!(User::default().key(), "");
        assert_ne!(User::named("mina"), User::named("Mina"));
        assert!(!User::named("mina@shop.example").key().contains("mina"));
        assert_eq!(User::named(&"x".repeat(1 << 20)).key().len(), 32);
        assert!(User::named("../etc").key().bytes().all(|byte| byte.is_ascii_hexdigit()));
    }
}
