//! The registry that is part of the program: the examples, so that the shell works without a network. `build.rs` lists
//! the files; whether they are genuine is the store's to say.

use banchan_core::store::{EmbeddedSource, PublicKey};

mod list {
    include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
}

/// The file of the registry that holds its public key. It is as much a part of the program as this line, so it can be
/// trusted where a registry from elsewhere needs a key that was pinned by hand.
const KEY: &str = "key.pub";

/// The embedded registry and the key that signed it; `None` when the program was built without the examples.
#[must_use]
pub fn registry() -> Option<(EmbeddedSource, PublicKey)> {
    let key = list::FILES.iter().find(|(name, _)| *name == KEY)?.1;
    let key = PublicKey::parse(std::str::from_utf8(key).ok()?).ok()?;
    Some((EmbeddedSource::new(list::FILES), key))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use banchan_core::store::Registry;

    #[test]
    fn the_embedded_registry_is_verified_like_any_other() {
        let Some((source, key)) = super::registry() else {
            eprintln!("left out: built without the examples (cargo xtask examples)");
            return;
        };
        let registry = Registry::open(Arc::new(source), &[key]).expect("a registry that its own key opens");
        assert!(registry.refused().is_empty(), "{:?}", registry.refused());
        assert!(registry.releases().count() > 0);
    }
}
