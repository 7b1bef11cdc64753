//! `docs/configuration.md` says what the table says, and the table leaves out no key that real programs write.

use banchan_formats::manifest::{Effect, KEYS, configuration};

/// Keys that stand in at least one of 25 real code bases, by section.
const SEEN: &[(&str, &str)] = &[
    (
        "window",
        "navigationBarBackgroundColor navigationBarTextStyle navigationBarTitleText navigationStyle backgroundColor backgroundTextStyle \
         backgroundColorTop backgroundColorBottom enablePullDownRefresh onReachBottomDistance pageOrientation navigationBarHideCloseButton \
         navigationBarHideMoreButton",
    ),
    ("page", "disableScroll usingComponents styleIsolation componentPlaceholder tabBar"),
    ("app.tabBar", "color selectedColor backgroundColor borderStyle list custom box-shadow"),
    (
        "app",
        "entryPagePath pages window tabBar networkTimeout debug subpackages requiredBackgroundModes requiredPrivateInfos plugins preloadRule \
         resizable usingComponents permission sitemapLocation style useExtendedLib darkmode themeLocation lazyCodeLoading renderer \
         rendererOptions componentFramework __usePrivacyCheck__",
    ),
    ("component", "component componentGenerics"),
];

#[test]
fn no_key_that_real_programs_write_is_left_out() {
    for (section, names) in SEEN {
        for name in names.split_whitespace() {
            assert!(KEYS.iter().any(|key| key.section == *section && key.name == name), "{section}.{name} is not in the table");
        }
    }
}

#[test]
fn a_key_without_effect_has_its_reason_and_none_stands_twice() {
    for (at, key) in KEYS.iter().enumerate() {
        assert!(key.effect == Effect::Works || !key.note.is_empty(), "{} needs a reason", key.name);
        assert!(!KEYS[..at].iter().any(|other| (other.section, other.name) == (key.section, key.name)), "{} stands twice", key.name);
    }
}

#[test]
fn the_document_agrees_with_the_table() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/configuration.md");
    let wanted = configuration();
    if std::env::var_os("BANCHAN_BLESS").is_some() {
        std::fs::write(&path, &wanted).expect("docs can be written");
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == wanted,
        "docs/configuration.md is out of date: run BANCHAN_BLESS=1 cargo test -p banchan-formats --test configuration"
    );
}
