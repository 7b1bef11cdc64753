//! Bad input of the language, through the whole core: a page with something broken, endless or huge in it says what is
//! wrong and where, and shows the rest. Each test is named for its guarantee; docs/bad-input.md lists them.

mod common;

use std::time::{Duration, Instant};

use banchan_core::session::Inspection;
use banchan_formats::bundle::{self, Files};
use common::Bench;

/// Levels of the deep inputs.
const DEEP: usize = 10_000;
/// Longest that one page may take in a debug build on a busy machine.
const PATIENCE: Duration = Duration::from_secs(40);

fn open(entries: &[(&str, &[u8])]) -> Inspection {
    let mut all = vec![("app.json".to_string(), br#"{"pages":["p/p"]}"#.to_vec()), ("p/p.js".to_string(), b"Page({data:{a:1}})".to_vec())];
    for (name, bytes) in entries {
        all.retain(|(known, _)| known != name);
        all.push((name.to_string(), bytes.to_vec()));
    }
    let files = Files::from_entries(all, &bundle::Limits::default()).unwrap_or_else(|error| panic!("{error}"));
    let began = Instant::now();
    let seen = Bench::new().app.inspect_files(&files, None).unwrap_or_else(|error| panic!("{error}"));
    assert!(began.elapsed() < PATIENCE, "{:?}", began.elapsed());
    seen
}

/// The page `wxml`, which must tell something with `said` in it, at `line` of a file that ends so, and still show `after`.
#[track_caller]
fn told(entries: &[(&str, &[u8])], said: &str, at: (&str, u32)) -> Inspection {
    let seen = open(entries);
    let found: Vec<_> = seen.errors.iter().chain(&seen.warnings).collect();
    let fits = found.iter().any(|d| d.text.contains(said) && d.path.ends_with(at.0) && (at.1 == 0 || d.line == at.1));
    let short: Vec<String> = found.iter().map(|d| d.to_string().chars().take(300).collect()).collect();
    assert!(fits, "{said:?} at {at:?} was not told: {short:#?}");
    assert!(seen.html.contains("after"), "the rest is not shown: {}", seen.html.chars().take(2_000).collect::<String>());
    seen
}

#[track_caller]
fn told_in_page(wxml: &str, said: &str, line: u32) -> Inspection {
    told(&[("p/p.wxml", format!("{wxml}\n<text>after</text>").as_bytes())], said, ("p/p.wxml", line))
}

/// Shows the rest, whatever it tells.
#[track_caller]
fn survives(entries: &[(&str, &[u8])]) -> Inspection {
    let seen = open(entries);
    assert!(seen.html.contains("after"), "{:?}\n{}", seen.errors, seen.html.chars().take(2_000).collect::<String>());
    seen
}

fn nested(open: &str, inner: &str, close: &str) -> String {
    format!("{}{inner}{}", open.repeat(DEEP), close.repeat(DEEP))
}

#[test]
fn elements_ten_thousand_deep_are_told_and_the_rest_is_shown() {
    let seen = told_in_page(&nested("<view>", "x", "</view>"), "tags nest deeper", 1);
    assert!(seen.elements > 300, "what fits is shown: {}", seen.elements);
    told_in_page(&nested("<block>", "x", "</block>"), "tags nest deeper", 1);
    told_in_page(&nested("<view wx:if=\"{{a}}\">", "x", "</view>"), "tags nest deeper", 1);
    told_in_page(&nested("<view wx:for=\"{{1}}\">", "x", "</view>"), "tags nest deeper", 1);
}

#[test]
fn expressions_ten_thousand_deep_are_told_and_the_rest_is_shown() {
    for (open, inner, close) in [("[", "1", "]"), ("(", "a", ")"), ("{a:", "1", "}"), ("!", "a", ""), ("a?", "1", ":2"), ("a[", "a", "]")] {
        let page = format!("<view>{{{{ {} }}}}</view>\n<text>after</text>", nested(open, inner, close));
        let seen = survives(&[("p/p.wxml", page.as_bytes())]);
        // Told, but for brackets that mean nothing: those are read.
        assert!(open == "(" || seen.errors.iter().any(|error| error.path == "p/p.wxml" && error.line == 1), "{open}: {:?}", seen.errors);
    }
    // Chains are no nesting.
    let seen = survives(&[("p/p.wxml", format!("<view>{{{{ a{} }}}}</view>after", "+a".repeat(DEEP)).as_bytes())]);
    assert!(seen.html.contains("10001"), "{:?}", seen.errors);
}

#[test]
fn json_ten_thousand_deep_is_told_and_the_page_is_shown() {
    let json = format!("{{\"x\":{}}}", nested("[", "", "]"));
    told(&[("p/p.json", json.as_bytes()), ("p/p.wxml", b"after")], "", ("p/p.json", 0));
}

#[test]
fn styles_ten_thousand_deep_are_told_and_the_page_is_shown() {
    for style in
        [nested("@media screen{", ".a{color:red}", "}"), nested(".a{", "", "}"), format!(".a{{width:{}}}", nested("calc(", "1px", ")"))]
    {
        let bench = Bench::new();
        let (_, page, _) =
            bench.page(&[("app.json", r#"{"pages":["p/p"]}"#), ("p/p.js", "Page({})"), ("p/p.wxml", "after"), ("p/p.wxss", &style)]);
        assert!(bench.document(page).contains("after"));
        let found = bench
            .shell
            .told()
            .into_iter()
            .any(|told| matches!(told, common::Told::Note(banchan_core::session::Note::Error { path, .. }) if path == "p/p.wxss"));
        assert!(found, "{}", style.chars().take(30).collect::<String>());
    }
}

#[test]
fn scripts_and_types_ten_thousand_deep_are_told_and_never_end_the_process() {
    for script in [nested("[", "", "]"), nested("(function(){return ", "1", "})"), format!("import './x';{}", nested("(", "1", ")"))] {
        let seen = open(&[("p/p.js", script.as_bytes()), ("p/p.wxml", b"after")]);
        assert!(!seen.errors.is_empty());
    }
    let types = format!("let x: {}; Page({{}})", nested("Array<", "number", ">"));
    survives_or_tells(&[("p/p.ts", types.as_bytes())]);
    let types = format!("type T = {}; Page({{}})", nested("{a:", "1", "}"));
    survives_or_tells(&[("p/p.ts", types.as_bytes())]);
    let wxs = format!("<wxs module=\"m\">module.exports={{f:{}}}</wxs>{{{{m.f}}}}after", nested("[", "", "]"));
    survives(&[("p/p.wxml", wxs.as_bytes())]);
}

fn survives_or_tells(entries: &[(&str, &[u8])]) {
    let mut all = vec![("p/p.wxml", &b"after"[..])];
    all.extend_from_slice(entries);
    let files: Vec<(String, Vec<u8>)> =
        [("app.json", &br#"{"pages":["p/p"]}"#[..])].iter().chain(&all).map(|(n, b)| (n.to_string(), b.to_vec())).collect();
    let files = Files::from_entries(files, &bundle::Limits::default()).unwrap();
    let seen = Bench::new().app.inspect_files(&files, None).unwrap();
    assert!(seen.html.contains("after") || !seen.errors.is_empty());
}

#[test]
fn a_megabyte_in_one_attribute_or_text_is_shown() {
    let long = "x".repeat(1 << 20);
    let seen =
        survives(&[("p/p.wxml", format!("<view data-x=\"{long}\" class=\"{long}\" style=\"color:{long}\">{long}</view>after").as_bytes())]);
    assert!(seen.html.len() > 1 << 20);
    let data = "Page({data:{long:'x'.repeat(1<<20)}})";
    let seen = survives(&[("p/p.js", data.as_bytes()), ("p/p.wxml", b"<view id=\"{{long}}\">{{long}}</view>after")]);
    assert!(seen.html.len() > 1 << 20);
}

#[test]
fn a_hundred_thousand_attributes_are_taken_or_told() {
    let many: String = (0..100_000).map(|at| format!(" a{at}=\"{{{{a}}}}\"")).collect();
    survives(&[("p/p.wxml", format!("<view{many}/>after").as_bytes())]);
    survives(&[("p/p.wxml", format!("<view{}/>after", " a=\"1\"".repeat(100_000)).as_bytes())]);
    let classes: String = (0..100_000).map(|at| format!("c{at} ")).collect();
    survives(&[("p/p.wxml", format!("<view class=\"{classes}\"/>after").as_bytes())]);
}

#[test]
fn components_that_contain_one_another_are_told_by_name() {
    let component: (&[u8], &[u8]) = (br#"{"component":true,"usingComponents":{"a":"/c/a","b":"/c/b"}}"#, b"Component({})");
    let entries: Vec<(&str, &[u8])> = vec![
        ("p/p.json", br#"{"usingComponents":{"a":"/c/a"}}"#),
        ("p/p.wxml", b"<a/>after"),
        ("c/a.json", component.0),
        ("c/a.js", component.1),
        ("c/a.wxml", b"<b/>"),
        ("c/b.json", component.0),
        ("c/b.js", component.1),
        ("c/b.wxml", b"<view><a/></view>"),
    ];
    told(&entries, "Does it contain itself?", ("", 0));
}

#[test]
fn files_that_import_one_another_end() {
    told(&[("p/p.wxml", b"<include src=\"q\"/>after"), ("p/q.wxml", b"<include src=\"p\"/>")], "", ("", 0));
    survives(&[
        ("p/p.wxml", b"<import src=\"q\"/><template is=\"t\"/>after"),
        ("p/q.wxml", b"<import src=\"p\"/><template name=\"t\">t</template>"),
    ]);
    survives(&[
        ("p/p.wxml", b"<wxs module=\"m\" src=\"a.wxs\"/>{{m.x}}after"),
        ("p/a.wxs", b"var b = require('./b.wxs'); module.exports = { x: b.y };"),
        ("p/b.wxs", b"var a = require('./a.wxs'); module.exports = { y: a.x };"),
    ]);
    let page = b"<template name=\"t\"><view><template is=\"t\"/></view></template><template is=\"t\"/>after";
    told(&[("p/p.wxml", page)], "deeper than", ("p/p", 0));
}

#[test]
fn a_list_of_a_million_is_cut_and_told() {
    let seen = open(&[("p/p.wxml", b"<text wx:for=\"{{1000000}}\">x</text>after")]);
    assert!(seen.errors.iter().any(|error| error.text.contains("the rest is left out")), "{:?}", seen.errors);
    let data = b"Page({data:{list:Array.from({length:1000000},()=>1)}})";
    let seen = open(&[("p/p.js", data), ("p/p.wxml", b"<block wx:for=\"{{list}}\"><text>{{item}}</text></block>")]);
    assert!(seen.elements > 1_000 && !seen.errors.is_empty(), "{} {:?}", seen.elements, seen.errors);
    survives(&[("p/p.wxml", b"after<text wx:for=\"{{1e300}}\">x</text>")]);
    survives(&[("p/p.wxml", b"<text wx:for=\"{{-1}}\">x</text><text wx:for=\"{{0/0}}\">x</text><text wx:for=\"{{1.5}}\">x</text>after")]);
}

#[test]
fn ids_and_keys_that_come_twice_are_all_shown() {
    let seen = survives(&[(
        "p/p.wxml",
        b"<view id=\"x\">1</view><view id=\"x\">2</view><text wx:for=\"{{[1,1,1]}}\" wx:key=\"*this\">{{item}}</text>after",
    )]);
    assert!(seen.html.matches("id=\"x\"").count() == 2 && seen.html.matches("<wx-text").count() == 3, "{}", seen.html);
}

#[test]
fn wxs_that_never_ends_ends_its_own_session_only() {
    let limits = banchan_core::logic::Limits { turn_ms: 500, ..Default::default() };
    let bench = Bench::with_limits(limits);
    let page = "<wxs module=\"m\">module.exports = { f: function () { while (true) {} } }</wxs>{{m.f()}}";
    let files = common::files(&[("app.json", r#"{"pages":["p/p"]}"#), ("p/p.js", "Page({})"), ("p/p.wxml", page)]);
    let seen = bench.app.inspect_files(&files, None).unwrap();
    assert!(seen.errors.iter().any(|error| error.text.contains("too long")), "{:?}", seen.errors);
    let fine = common::files(&[("app.json", r#"{"pages":["p/p"]}"#), ("p/p.js", "Page({})"), ("p/p.wxml", "after")]);
    assert!(bench.app.inspect_files(&fine, None).unwrap().html.contains("after"));
}

#[test]
fn a_wxs_module_that_throws_breaks_only_its_users() {
    let seen = told_in_page("<wxs module=\"m\">null.x; module.exports = { f: 1 }</wxs>\n<view>{{m.f}}</view>", "", 0);
    assert!(!seen.errors.is_empty());
}
