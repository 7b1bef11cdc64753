//! Each name that programs use on the built-in elements stands on a page of the gallery and has a test in a browser, or a
//! reason why it does nothing here. What the test asserts is proved by `tests/browser/elements-without.mjs`.

use std::collections::BTreeMap;

use banchan_tests::elements::{document, missing, names};
use banchan_tests::tidy::root;

/// The files of a folder whose names end so, by the part before.
fn texts(folder: &str, ending: &str) -> BTreeMap<String, String> {
    let files = std::fs::read_dir(root().join(folder)).unwrap().filter_map(Result::ok);
    let named = files.filter_map(|file| Some((file.file_name().to_str()?.strip_suffix(ending)?.to_owned(), file.path())));
    named.map(|(name, path)| (name, std::fs::read_to_string(path).unwrap())).collect()
}

#[test]
fn each_name_is_on_a_page_and_has_a_test_or_a_reason() {
    let table = std::fs::read_to_string(root().join("tests/elements.tsv")).unwrap();
    let (names, bare) = names(&table).unwrap();
    assert_eq!(names.len(), 216, "the names that programs use");
    let (pages, tests) = (texts("examples/gallery/elements/cases", ".wxml"), texts("tests/browser", ".test.mjs"));
    let mut found = missing(&names, &pages, &tests);
    found.extend(
        bare.iter()
            .filter(|element| !pages.values().any(|page| page.contains(&format!("<{element}"))))
            .map(|one| format!("{one}: no page")),
    );
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_document_agrees_with_the_table() {
    let table = std::fs::read_to_string(root().join("tests/elements.tsv")).unwrap();
    let (names, bare) = names(&table).unwrap();
    let (path, wanted) = (root().join("docs/element-coverage.md"), document(&names, &bare));
    if std::env::var_os("BANCHAN_BLESS").is_some() {
        std::fs::write(&path, &wanted).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(found == wanted, "docs/element-coverage.md is out of date: run BANCHAN_BLESS=1 cargo test -p banchan-tests --test elements");
}
