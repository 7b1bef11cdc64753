//! `docs/api-coverage.md` says what the table says.

#[test]
fn the_document_agrees_with_the_table() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/api-coverage.md");
    let wanted = banchan_core::api::coverage();
    if std::env::var_os("BANCHAN_BLESS").is_some() {
        std::fs::write(&path, &wanted).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(found == wanted, "docs/api-coverage.md is out of date: run BANCHAN_BLESS=1 cargo test -p banchan-core --test coverage");
}
