//! Templates of every shape, and what a hostile one may not do.

use std::rc::Rc;

use super::*;
use crate::Severity;

fn clean(source: &str) -> Template {
    let (template, found) = compile("pages/a/a.wxml", source);
    assert_eq!(found, [], "{source}");
    template
}

fn errors(source: &str) -> Vec<crate::Diagnostic> {
    compile("pages/a/a.wxml", source).1.into_iter().filter(|d| d.severity == Severity::Error).collect()
}

fn elements(template: &Template) -> Vec<&Element> {
    let nodes = template.nodes.iter();
    nodes.filter_map(|node| if let NodeKind::Element(element) = &node.kind { Some(&**element) } else { None }).collect()
}

#[test]
fn events_with_and_without_a_colon_are_the_same() {
    let template = clean("<view bindtap='a' catch:tap='b' capture-bind:x='c' mut-bind:y='{{d}}' capture-catchz catchtouchmove/>");
    let events: Vec<_> = elements(&template)[0].bindings.iter().map(|b| (b.kind, &*b.name)).collect();
    let flags = |catch, exclusive, capture| BindKind::Event(EventFlags { catch, exclusive, capture });
    assert!(events.contains(&(flags(false, false, false), "tap")));
    assert!(events.contains(&(flags(true, false, false), "tap")));
    assert!(events.contains(&(flags(false, false, true), "x")));
    assert!(events.contains(&(flags(false, true, false), "y")));
    assert!(events.contains(&(flags(true, false, true), "z")));
    assert!(events.contains(&(flags(true, false, false), "touchmove")));
}

#[test]
fn dataset_names_are_camel_case_as_wechat_makes_them() {
    let template = clean("<view data-a-b='1' data:cD='2'/>");
    let names: Vec<_> = elements(&template)[0].bindings.iter().map(|b| &*b.name).collect();
    assert_eq!(names, ["aB", "cD"]);
    let (template, _) = compile("a.wxml", "<view data-aB='1'/>");
    assert_eq!(&*elements(&template)[0].bindings[0].name, "ab");
}

#[test]
fn nodes_know_what_they_read_and_hide_their_own_variables() {
    let template = clean("<view wx:for='{{list}}'>{{item.a + b}}<text wx:if='{{index}}'>{{c}}</text></view>");
    let node = &template.nodes[template.list(template.content)[0] as usize];
    assert_eq!(node.deps.scopes, 0);
    let read: Vec<_> =
        template.fields.iter().enumerate().filter(|(i, _)| node.deps.fields.contains(*i as u32)).map(|(_, n)| &**n).collect();
    assert_eq!(read.len(), 3);
    assert!(["list", "b", "c"].iter().all(|name| read.contains(name)));
    let NodeKind::For { children, .. } = &node.kind else { panic!() };
    let view = &template.nodes[template.list(*children)[0] as usize];
    assert_eq!(view.deps.scopes, 0b11);
}

#[test]
fn wxs_modules_are_called_by_their_path_of_names() {
    let template = clean("<wxs module='m' src='../u.wxs'/><wxs module='n'>exports.a=1</wxs><view>{{m.f.g(n.a, x)}}</view>");
    assert!(matches!(&template.scripts[0].source, ScriptSource::File(path) if &**path == "pages/u.wxs"));
    assert!(template.ops.iter().any(|op| matches!(op, Op::Wxs { script: 0, args: Some(2), .. })));
    assert!(template.ops.iter().any(|op| matches!(op, Op::Wxs { script: 1, args: None, .. })));
    assert_eq!(template.fields.len(), 1, "module names are not fields");
}

#[test]
fn keys_as_people_write_them() {
    for (written, key) in
        [("id", Key::Field("id".into())), ("*this", Key::This), ("index", Key::None), ("item.id", Key::Field("id".into()))]
    {
        let template = clean(&format!("<view wx:for='{{{{l}}}}' wx:key='{written}'/>"));
        assert!(template.nodes.iter().any(|n| matches!(&n.kind, NodeKind::For { key: k, .. } if *k == key)), "{written}");
    }
}

#[test]
fn links_are_resolved_against_the_file() {
    let template = clean("<import src='../t/t.wxml'/><include src='/x/y.wxml'/><include src='../../../../z'/>");
    assert_eq!(&*template.imports[0].path, "pages/t/t");
    assert_eq!(template.includes.iter().map(|l| &*l.path).collect::<Vec<_>>(), ["x/y", "z"]);
}

#[test]
fn a_bad_expression_is_told_with_its_place_and_the_rest_lives() {
    let source = "<view>\n  <text>{{ a + }}</text><image src='{{b}}'/>\n</view>";
    let found = errors(source);
    assert_eq!((found[0].line, found[0].path.as_str()), (2, "pages/a/a.wxml"));
    assert_eq!(elements(&compile("pages/a/a.wxml", source).0).len(), 3);
}

#[test]
fn ten_thousand_nested_tags_do_not_overflow_the_stack() {
    for source in ["<view>".repeat(10_000), format!("{}{}", "<view>".repeat(10_000), "</view>".repeat(10_000))] {
        let (template, found) = compile("a.wxml", &source);
        assert!(found.iter().any(|d| d.text.contains("deeper")));
        assert!(elements(&template).len() <= TAG_DEPTH as usize);
    }
}

#[test]
fn deep_expressions_do_not_overflow_the_stack() {
    for (open, close) in
        [("(", ")"), ("[", "]"), ("!", ""), ("-", ""), ("a?b:", ""), ("a[", "]"), ("f(", ")"), ("{a:", "}"), ("typeof ", "")]
    {
        let n = 10_000;
        let source = format!("<view a='{{{{ {}a{} }}}}'>x</view>", open.repeat(n), close.repeat(n));
        let (template, found) = compile("a.wxml", &source);
        assert!(!found.is_empty() || open == "(", "{open}");
        assert_eq!(elements(&template).len(), 1, "{open}");
    }
    for chain in ["+a", ".a", "[0]", "||a", "?.a", "()"] {
        let (template, _) = compile("a.wxml", &format!("<view>{{{{ a{} }}}}</view>", chain.repeat(20_000)));
        assert_eq!(elements(&template).len(), 1, "{chain}");
    }
    compile("a.wxml", &format!("<view>{}</view>", "{{a}}".repeat(20_000)));
}

#[test]
fn quotes_in_expressions_hide_no_nesting() {
    let source = format!("<x a=\"{{{{ '}}}}\" ' }}}}\">{}", "<a b=\"</\">".repeat(10_000));
    compile("a.wxml", &source);
}

#[test]
fn a_megabyte_in_an_attribute_is_fine() {
    let (template, found) = compile("a.wxml", &format!("<image src='{}'/>", "a+/(".repeat(250_000)));
    assert_eq!(found, []);
    assert_eq!(elements(&template).len(), 1);
}

#[test]
fn a_panic_of_the_parser_becomes_a_finding() {
    let found = errors("<view a='{{ 0xg }}'/>");
    assert_eq!(found.len(), 1);
    assert!(found[0].text.contains("gave up"));
}

#[test]
fn broken_sources_never_panic() {
    let seed = "<view wx:if='{{a}}' bind:tap='x'><block wx:for=\"{{[1,2,...b]}}\">{{ {a:1} }}</block></view><wxs module='m'>a</wxs><template name='t'/>";
    for cut in 0..seed.len() {
        compile("a.wxml", &seed[..cut]);
        compile("a.wxml", &seed[cut..]);
        compile("a.wxml", &format!("{}\u{0}<é{{{{{}", &seed[..cut], &seed[cut..]));
    }
}

#[test]
fn wide_and_unusual_blanks_between_attributes_do_not_stop_the_reader() {
    for blank in ['\u{3000}', '\u{a0}', '\u{2028}', '\u{2029}', '\u{85}', '\u{b}', '\u{c}', '\u{1680}', '\u{2003}', '\u{202f}', '\u{205f}']
    {
        for source in
            [format!("<view{blank}id=\"a\" c{blank}lass=\"b\">x</view{blank}>"), format!("<view {blank}/>{blank}<b a={blank}1 />")]
        {
            drop(compile("a.wxml", &source));
        }
        drop(compile("a.wxml", &format!("<a class=\"b=\"{{{{c}}}}\" d=\"e\" s{blank}rc=\"f\" />")));
    }
    let (template, _) = compile("a.wxml", "<text>a\u{3000}b</text>");
    assert!(format!("{template:?}").contains(r"a\u{3000}b"), "{template:?}");
}

#[test]
fn includes_share_the_names_around_them() {
    let (open, close) = ("<block wx:for='{{a}}' wx:for-item='i{}' wx:for-index='j{}'>", "</block>");
    let around = |inside: &str| {
        let opened: String = (0..100).map(|at| open.replace("{}", &at.to_string())).collect();
        format!("{opened}{inside}{}", close.repeat(100))
    };
    let scopes = |template: &Template| {
        let scopes = template.nodes.iter().filter_map(|node| match &node.kind {
            NodeKind::Include { scopes, .. } => Some(Rc::clone(scopes)),
            _ => None,
        });
        scopes.collect::<Vec<_>>()
    };
    let (template, found) = compile("p.wxml", &around(&"<include src='b'/>".repeat(1_000)));
    let seen = scopes(&template);
    assert_eq!((found.len(), seen.len(), seen[0].len()), (0, 1_000, 200));
    assert!(seen.iter().all(|one| Rc::ptr_eq(one, &seen[0])));
    // Where each is another list, there is an end to what they take.
    let each = "<block wx:for='{{a}}'><include src='b'/></block>".repeat(10_000);
    let (template, found) = compile("p.wxml", &around(&each));
    let taken: usize = scopes(&template).iter().map(|one| one.len()).sum();
    assert!(taken <= 1 << 20, "{taken}");
    assert!(found.len() == 1 && found[0].text.contains("too many variables"), "{found:?}");
}

#[test]
fn white_space_around_the_sign_of_an_attribute_is_told_and_the_attribute_is_there() {
    let (template, found) = compile("p/a.wxml", "<view\n  data-on = \"{{a}}\"/>");
    assert!(!found.is_empty() && found.iter().all(|one| one.line == 2 && one.text.contains("white space")), "{found:?}");
    assert_eq!(template.fields.len(), 1);
}
