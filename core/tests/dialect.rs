//! A second dialect as a guard: a program in Alipay's formats runs through the same tree and the same logic layer.

mod common;

use banchan_formats::bundle::{self, Files};
use common::{Bench, Told};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/dialects/alipay");

/// The program without the components that npm brings, and with `page` in the place of its template.
fn program(page: &str) -> Files {
    let mut entries = Vec::new();
    for name in [
        "app.json",
        "app.js",
        "app.acss",
        "lib/count.sjs",
        "lib/words.sjs",
        "components/row/row.json",
        "components/row/row.js",
        "components/row/row.axml",
        "components/row/row.acss",
        "pages/index/index.js",
        "pages/index/index.acss",
    ] {
        entries.push((name.to_string(), std::fs::read(format!("{FOLDER}/{name}")).unwrap()));
    }
    entries.push(("pages/index/index.json".into(), br#"{"usingComponents":{"row":"/components/row/row"}}"#.to_vec()));
    entries.push(("pages/index/index.axml".into(), page.as_bytes().to_vec()));
    Files::from_entries(entries, &bundle::Limits::default()).unwrap()
}

/// The part of the program's own page that needs no package.
fn own_part() -> String {
    let page = std::fs::read_to_string(format!("{FOLDER}/pages/index/index.axml")).unwrap();
    let (sjs, rest) = page.split_once("<ant-notice>").unwrap();
    let (_, rest) = rest.split_once("</ant-notice>").unwrap();
    let (sheet, _) = rest.split_once("<view class=\"sheet\">\n  <view class=\"tools\">").unwrap();
    format!("{sjs}{sheet}<view onTap='add'>one more</view>")
}

fn errors(bench: &Bench) -> Vec<Told> {
    bench.shell.told().into_iter().filter(|told| matches!(told, Told::Note(banchan_core::session::Note::Error { .. }))).collect()
}

#[test]
fn a_program_of_the_second_dialect_runs_through_the_same_tree() {
    let bench = Bench::new();
    let (_, page, _) = bench.page_of(&program(&own_part()));
    let document = bench.document(page);
    // SJS that imports SJS; a slot that is filled, a slot that shows its own content, and a condition in between.
    for text in ["3 things to bring", "rug (0)", "bread (0)", "the green one", "nothing to add", "tap a row"] {
        assert!(document.contains(text), "{text}: {document}");
    }
    assert_eq!(document.matches("nothing to add").count(), 2, "{document}");
    // Components have no element of their own, and built-in ones are those of the view.
    assert!(!document.contains("wx-row") && document.contains("<wx-view"), "{document}");
    let at = bench.console(0, "component2 true true false");
    let at = bench.console(at, "mounted rug:true:components/row/row bread:true:components/row/row tea:true:components/row/row");
    bench.console(at, "kept rug");
    bench.console(at, "pay 1 ");
    assert_eq!(errors(&bench), []);
}

#[test]
fn handlers_of_the_second_dialect_are_functions_among_the_properties() {
    let bench = Bench::new();
    let (_, page, at) = bench.page_of(&program(&own_part()));
    bench.tap(page, "rug");
    let at = bench.console(at, "toggled rug tap");
    // deriveDataFromProps saw the old properties, and didUpdate told its owner.
    let at = bench.patched(at, page, "rug (1)");
    bench.patched(at.saturating_sub(1), page, "rug false true");
    bench.tap(page, "one more");
    bench.patched(at, page, "cup 3");
    assert_eq!(errors(&bench), []);
}

#[test]
fn content_of_a_slot_gets_what_the_slot_hands_over() {
    let files = common::files(&[
        ("app.json", r#"{"pages":["p/p"]}"#),
        ("p/p.json", r#"{"usingComponents":{"shelf":"/c/shelf"}}"#),
        ("p/p.axml", "<shelf list='{{list}}'><view slot='one' slot-scope='it'>{{it.index}}={{it.thing}}</view></shelf>"),
        ("p/p.js", "Page({ data: { list: ['tea', 'cup'] } })"),
        ("c/shelf.json", r#"{"component":true}"#),
        ("c/shelf.axml", "<view a:for='{{list}}'><slot name='one' thing='{{item}}' index='{{index}}'>bare shelf</slot></view>"),
        ("c/shelf.js", "Component({ props: { list: [] } })"),
    ]);
    let bench = Bench::new();
    let (_, page, _) = bench.page_of(&files);
    let document = bench.document(page);
    assert!(document.contains("0=tea") && document.contains("1=cup") && !document.contains("bare shelf"), "{document}");
    assert_eq!(errors(&bench), []);
}
