//! AXML: what it becomes, and what a broken one may not do.

use super::*;

fn compiled(source: &str) -> Template {
    let (template, found) = compile_file("pages/a/a.axml", source, &|tag| tag == "radio");
    assert_eq!(found, [], "{source}");
    template
}

fn elements(template: &Template) -> Vec<&Element> {
    template.nodes.iter().filter_map(|node| if let NodeKind::Element(element) = &node.kind { Some(&**element) } else { None }).collect()
}

fn kinds(template: &Template) -> Vec<&'static str> {
    let kind = |node: &Node| match node.kind {
        NodeKind::Text(_) => "text",
        NodeKind::Element(_) => "element",
        NodeKind::If { .. } => "if",
        NodeKind::For { .. } => "for",
        NodeKind::Block { .. } => "block",
        NodeKind::Slot { .. } => "slot",
        _ => "other",
    };
    template.nodes.iter().map(kind).collect()
}

#[test]
fn branches_and_lists_are_those_of_wxml() {
    let template = compiled(
        "<view a:if='{{a}}'/><view a:elif='{{b}}'/><view a:else/><block a:for='{{l}}' a:for-item='x' key=\"{{x['id']}}\">{{x}}</block>",
    );
    assert!(template.nodes.iter().any(|node| matches!(&node.kind, NodeKind::If { branches } if branches.len() == 3)));
    assert!(template.nodes.iter().any(|node| matches!(&node.kind, NodeKind::For { key: Key::Field(name), .. } if &**name == "id")));
}

#[test]
fn events_of_elements_are_events_and_attributes_are_in_kebab_case() {
    let template = compiled("<button onTap='a' catchTouchMove='{{b}}' hoverClass='c' on-x='d' onLongTap='e'/>");
    let made: Vec<_> = elements(&template)[0].bindings.iter().map(|b| (b.kind, &*b.name)).collect();
    let event = |catch| BindKind::Event(EventFlags { catch, ..EventFlags::default() });
    assert_eq!(
        made,
        [
            (event(false), "tap"),
            (event(true), "touchmove"),
            (BindKind::Attr, "hover-class"),
            (BindKind::Attr, "on-x"),
            (event(false), "longpress")
        ]
    );
}

#[test]
fn components_get_one_property() {
    let template = compiled("<my-card title='{{t}}' onTap='a' data-a-b='1' slot='s' id='i'/><radio onChange='c'/><view onTap='d'/>");
    let made = |at: usize| elements(&template)[at].bindings.iter().map(|b| (b.kind, &*b.name)).collect::<Vec<_>>();
    assert_eq!(made(0), [(BindKind::Id, ""), (BindKind::Slot, ""), (BindKind::Attr, "$props")]);
    assert_eq!(made(1), [(BindKind::Attr, "$props")]);
    assert!(matches!(made(2)[..], [(BindKind::Event(_), "tap")]));
    for name in ["title", "onTap", "data-a-b", "id"] {
        assert!(template.strings.iter().any(|text| &**text == name), "{name}");
    }
}

#[test]
fn a_slot_with_content_is_a_branch() {
    assert_eq!(kinds(&compiled("<slot/>")), ["slot"]);
    assert_eq!(kinds(&compiled("<slot name='a'> </slot>")), ["slot"]);
    let template = compiled("<slot name='a' item='{{i}}'>none</slot>");
    assert_eq!(kinds(&template), ["slot", "text", "block", "if"]);
    assert!(template.fields.iter().any(|field| &**field == "$slots"));
    assert!(template.nodes.iter().any(|node| matches!(&node.kind, NodeKind::Slot { values, .. } if &*values[0].0 == "scope")));
}

#[test]
fn sjs_files_keep_their_ending() {
    let template = compiled("<import-sjs from='./u.sjs' name='u'></import-sjs><import-sjs from='/v' name='v'/>{{u.f(1) + v.x}}");
    let paths: Vec<_> =
        template.scripts.iter().map(|script| if let ScriptSource::File(path) = &script.source { &**path } else { "" }).collect();
    assert_eq!(paths, ["pages/a/u.sjs", "v.sjs"]);
}

#[test]
fn findings_are_at_the_authors_columns() {
    let (_, found) = compile_file("a.axml", "<view a:if='{{x}}' b:c='1'/>", &|_| false);
    assert_eq!(found.iter().map(|d| (d.line, d.column)).collect::<Vec<_>>(), [(1, 20)]);
}

#[test]
fn a_condition_around_many_slots_is_not_copied_without_end() {
    let condition = format!("[a{}]", ", a".repeat(20_000));
    let slots: String = (0..2_000).map(|at| format!("<view slot='s{at}'/>")).collect();
    let source = format!("<radio><block a:if=\"{{{{{condition}}}}}\">{slots}</block></radio>");
    let (template, found) = compile_file("pages/a/a.axml", &source, &|tag| tag == "radio");
    assert!(template.ops.len() < 2 << 20, "{}", template.ops.len());
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].text.contains("too long for so many slots"), "{}", found[0]);
}

#[test]
fn many_elements_in_one_slot_ask_their_condition_once() {
    let many = "<view/>".repeat(5_000);
    let template = compiled(&format!("<radio><block a:if=\"{{{{a + b}}}}\">{many}</block></radio>"));
    assert!(template.ops.len() < 100, "{}", template.ops.len());
}
