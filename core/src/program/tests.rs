//! Tests of `program`.

use super::*;
use banchan_formats::bundle::Limits;

fn program(entries: &[(&str, &str)]) -> Program {
    let entries = entries.iter().map(|(name, text)| (name.to_string(), text.as_bytes().to_vec()));
    Program::open(Arc::new(Files::from_entries(entries, &Limits::default()).unwrap())).unwrap()
}

#[test]
fn components_of_app_and_page_are_resolved_and_missing_ones_are_told() {
    let program = program(&[
        ("app.json", r#"{"pages":["p/p"],"usingComponents":{"a":"/c/a"}}"#),
        ("p/p.json", r#"{"usingComponents":{"b":"../c/b","none":"./none"}}"#),
        ("p/p.wxml", "<a/><b/>"),
        ("c/a.json", r#"{"component":true}"#),
        ("c/b.json", r#"{"component":true}"#),
    ]);
    let page = program.component("p/p").unwrap();
    assert_eq!(page.using.get("a").map(|p| &**p), Some("c/a"));
    assert_eq!(page.using.get("b").map(|p| &**p), Some("c/b"));
    let found = program.take_diagnostics();
    assert!(found.iter().any(|d| d.path == "p/p.json" && d.text.contains("./none")), "{found:?}");
    assert!(program.component("c/none").is_none());
}

#[test]
fn style_sheets_that_import_one_another_end() {
    let program = program(&[
        ("app.json", r#"{"pages":["p/p"]}"#),
        ("p/p.wxml", ""),
        ("p/p.wxss", "@import './b.wxss'; .a{color:red}"),
        ("p/b.wxss", "@import './p.wxss'; @import './gone.wxss'; .b{color:blue}"),
    ]);
    let css = program.style("p/p", None);
    assert!(css.contains(".a") && css.contains(".b"), "{css}");
    assert_eq!(program.take_diagnostics().len(), 2);
}

#[test]
fn style_sheets_that_multiply_end() {
    let mut entries = vec![("app.json".to_string(), r#"{"pages":["p/p"]}"#.to_string()), ("p/p.wxml".into(), String::new())];
    for level in 0..15 {
        let name = if level == 0 { "p/p.wxss".into() } else { format!("p/{level}.wxss") };
        entries.push((name, format!("@import './{}.wxss';", level + 1).repeat(10)));
    }
    let entries: Vec<_> = entries.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let program = program(&entries);
    assert_eq!(&*program.style("p/p", None), "");
    assert!(program.take_diagnostics().iter().any(|found| found.text.contains("more than 16 MB")));
}

#[test]
fn a_missing_script_is_told_as_missing() {
    let program = program(&[("app.json", r#"{"pages":["p/p"]}"#), ("p/p.wxml", ""), ("data.json", "{\"a\":1}")]);
    assert_eq!(program.script("p/p.js"), Err(ScriptProblem::Missing("p/p.js".into())));
    assert_eq!(&*program.script("data.json").unwrap(), "module.exports=JSON.parse(\"{\\\"a\\\":1}\");");
}

#[test]
fn data_attributes_reach_the_view_where_a_style_selects_by_them() {
    let program = program(&[
        ("app.json", r#"{"pages":["p/p"]}"#),
        ("p/p.wxml", ""),
        ("c/c.wxss", "[data-weui-theme=\"dark\"] .a{color:red} .b[data-on]{} .c{background:url(data:image/png;base64,AA)}"),
    ]);
    assert!(program.styled_data("weui-theme") && program.styled_data("on"));
    assert!(!program.styled_data("id") && !program.styled_data("image"));
}

#[test]
fn the_look_of_an_extended_library_comes_before_the_apps_own() {
    const WEUI: (&str, &str) = ("miniprogram_npm/weui-miniprogram/weui-wxss/dist/style/weui.wxss", ".weui-cell{color:red}");
    let style = |config| program(&[("app.json", config), ("app.wxss", ".own{color:blue}"), WEUI]).style("app", None);
    let css = style(r#"{"pages":["p/p"],"useExtendedLib":{"weui":"latest"}}"#);
    assert!(css.find("weui-cell").is_some_and(|at| css.find(".own").is_some_and(|own| at < own)), "{css}");
    assert!(!style(r#"{"pages":["p/p"]}"#).contains("weui-cell"), "only who asks for it");
}
