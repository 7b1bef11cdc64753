//! Random markup: elements, components, lists, branches, templates, included files.

use std::collections::BTreeMap;

use super::Random;
use super::expr::{self, Variable};
use super::parts::INLINE;

/// Nodes of one file.
const NODES: u32 = 40;

/// A page's markup in the making, with the files that it refers to.
pub(super) struct Markup<'a> {
    random: &'a mut Random,
    files: BTreeMap<String, String>,
    left: u32,
    /// Attributes that give handlers need names that differ.
    ids: u32,
    /// Within a `<template name>`, or an included file: neither may refer to others.
    inner: bool,
}

impl<'a> Markup<'a> {
    pub(super) fn new(random: &'a mut Random) -> Self {
        Self { random, files: BTreeMap::new(), left: NODES, ids: 0, inner: false }
    }

    /// The page itself.
    pub(super) fn page(&mut self) -> String {
        let mut out = String::from(INLINE);
        out.push_str("<import src=`../t/t.wxml`/>\n");
        let own = self.definition("own");
        let imported = self.definition("imported");
        self.files.insert("t/t.wxml".into(), format!("{INLINE}{imported}"));
        let scope = Vec::new();
        let included = self.inside(|markup| markup.nodes(&scope, 2));
        self.files.insert("t/part.wxml".into(), format!("{INLINE}{included}"));
        out.push_str(&own);
        self.left = NODES;
        let body = self.nodes(&scope, 4);
        out.push_str(&body);
        out
    }

    pub(super) fn finish(self) -> BTreeMap<String, String> {
        self.files
    }

    fn inside(&mut self, make: impl FnOnce(&mut Self) -> String) -> String {
        let before = (std::mem::replace(&mut self.inner, true), std::mem::replace(&mut self.left, 8));
        let made = make(self);
        (self.inner, self.left) = before;
        made
    }

    fn definition(&mut self, name: &str) -> String {
        let content = self.inside(|markup| markup.nodes(&[], 2));
        format!("<template name=`{name}`>{{{{v}}}}{content}</template>\n")
    }

    fn nodes(&mut self, scope: &[Variable], depth: u32) -> String {
        let count = 1 + self.random.below(4);
        let mut out = String::new();
        for _ in 0..count {
            if self.left == 0 {
                break;
            }
            self.left -= 1;
            let made = self.node(scope, depth);
            out.push_str(&made);
        }
        out
    }

    fn node(&mut self, scope: &[Variable], depth: u32) -> String {
        let Some(depth) = depth.checked_sub(1) else { return self.text(scope) };
        match self.random.below(16) {
            0..=2 => self.text(scope),
            3..=6 => self.element("", scope, depth),
            7 | 8 => self.repeat(scope, depth),
            9 | 10 => self.branches(scope, depth),
            11 => format!("<block>{}</block>", self.nodes(scope, depth)),
            12 if !self.inner => self.reference(scope),
            13 if !self.inner => "<include src=`../t/part.wxml`/>".to_owned(),
            _ => self.component(scope, depth),
        }
    }

    fn expr(&mut self, scope: &[Variable]) -> String {
        expr::any(self.random, scope, 2)
    }

    fn text(&mut self, scope: &[Variable]) -> String {
        match self.random.below(5) {
            0 => "plain &lt;text&gt; ".to_owned(),
            1 => format!("a{{{{{}}}}}b{{{{{}}}}}", self.expr(scope), self.expr(scope)),
            _ => format!("{{{{ {} }}}}", self.expr(scope)),
        }
    }

    /// Attributes that any element may have.
    fn attributes(&mut self, scope: &[Variable]) -> String {
        let mut out = String::new();
        self.ids += 1;
        match self.random.below(4) {
            0 => out.push_str(&format!(" id=`e{}`", self.ids)),
            1 => {
                let (id, value) = (self.ids, self.expr(scope));
                out.push_str(&format!(" id=`e{id}-{{{{{value}}}}}`"));
            }
            _ => {}
        }
        if self.random.once_in(3) {
            // WeChat's frameworks do not agree about what else stands between names: see the list of differences.
            let value = *self.random.pick(&["", "two", "{{b0 ? 'on' : 'off'}}", "{{n0 > 1 && 'many'}} end", "x{{l1[0]}}", "{{missing}}"]);
            out.push_str(&format!(" class=`one {value}`"));
        }
        if self.random.once_in(4) {
            out.push_str(&format!(" style=`color: red; width: {{{{{}}}}}px`", self.expr(scope)));
        }
        if self.random.once_in(3) {
            let name = *self.random.pick(&["k", "some-name", "camelName"]);
            out.push_str(&format!(" data-{name}=`{{{{{}}}}}`", self.expr(scope)));
        }
        if self.random.once_in(5) {
            out.push_str(&format!(" mark:m{}=`{{{{{}}}}}`", self.random.below(2), self.expr(scope)));
        }
        for _ in 0..self.random.below(3) {
            let event = *self.random.pick(&["tap", "tap", "tap", "touchstart", "custom", "input"]);
            let how = *self.random.pick(&[
                "bind",
                "bind:",
                "catch",
                "catch:",
                "mut-bind:",
                "capture-bind:",
                "capture-catch:",
                "capture-mut-bind:",
            ]);
            let attribute = format!(" {how}{event}=");
            // One element listens once in each phase: of what is written without a colon, only the last counts there.
            let capture = how.starts_with("capture");
            if !out.split(' ').any(|other| other.replace(':', "").contains(&format!("{event}=")) && other.starts_with("capture") == capture)
            {
                out.push_str(&format!("{attribute}'h{}'", self.random.below(4)));
            }
        }
        out
    }

    fn value(&mut self, scope: &[Variable]) -> String {
        match self.random.below(3) {
            0 => "fixed".to_owned(),
            _ => format!("{{{{{}}}}}", self.expr(scope)),
        }
    }

    fn element(&mut self, more: &str, scope: &[Variable], depth: u32) -> String {
        let attributes = self.attributes(scope);
        match self.random.below(6) {
            0 => format!("<image{attributes}{more} src=`{}` mode=`fit` lazy-load/>", self.value(scope)),
            1 => format!(
                "<button{attributes}{more} disabled=`{{{{{}}}}}` hidden=`{{{{{}}}}}`>{}</button>",
                self.expr(scope),
                self.expr(scope),
                self.text(scope)
            ),
            2 => format!("<text{attributes}{more} user-select>{}</text>", self.text(scope)),
            _ => format!("<view{attributes}{more}>{}</view>", self.nodes(scope, depth)),
        }
    }

    fn branches(&mut self, scope: &[Variable], depth: u32) -> String {
        let mut out = String::new();
        let forms = ["wx:if", "wx:elif", "wx:elif"];
        for form in forms.iter().take(1 + self.random.below(3) as usize) {
            let condition = format!(" {form}=`{{{{{}}}}}`", self.expr(scope));
            let made = self.branch(&condition, scope, depth);
            out.push_str(&made);
        }
        if self.random.once_in(2) {
            let made = self.branch(" wx:else", scope, depth);
            out.push_str(&made);
        }
        out
    }

    fn branch(&mut self, condition: &str, scope: &[Variable], depth: u32) -> String {
        match self.random.once_in(2) {
            true => format!("<block{condition}>{}</block>", self.nodes(scope, depth)),
            false => self.element(condition, scope, depth),
        }
    }

    fn repeat(&mut self, scope: &[Variable], depth: u32) -> String {
        let mut inner = scope.to_vec();
        let items: Vec<String> = scope.iter().filter(|variable| !variable.index).map(|variable| variable.name.clone()).collect();
        let (list, key) = match self.random.below(7) {
            0 => ("l1".to_owned(), "*this"),
            1 => ("l2".to_owned(), ""),
            2 => ("[1, n0, s0]".to_owned(), ""),
            3 if !items.is_empty() => (format!("{}.sub", self.random.pick(&items)), "k"),
            4 => ("3".to_owned(), ""),
            _ => ("l0".to_owned(), if self.random.once_in(4) { "" } else { "id" }),
        };
        let mut attributes = format!(" wx:for=`{{{{{list}}}}}`");
        if !key.is_empty() {
            attributes.push_str(&format!(" wx:key=`{key}`"));
        }
        let mut name = |default: &str, word: &str, markup: &mut Self| {
            if markup.random.once_in(2) {
                return default.to_owned();
            }
            markup.ids += 1;
            let name = format!("{default}{}", markup.ids);
            attributes.push_str(&format!(" wx:for-{word}=`{name}`"));
            name
        };
        let (item, index) = (name("item", "item", self), name("index", "index", self));
        inner.retain(|variable| variable.name != item && variable.name != index);
        inner.push(Variable { name: item, index: false });
        inner.push(Variable { name: index, index: true });
        match self.random.below(3) {
            0 => self.element(&attributes, &inner, depth),
            _ => format!("<block{attributes}>{}</block>", self.nodes(&inner, depth)),
        }
    }

    fn reference(&mut self, scope: &[Variable]) -> String {
        let is = match self.random.below(4) {
            0 => "own".to_owned(),
            1 => "imported".to_owned(),
            2 => "{{b0 ? 'own' : 'imported'}}".to_owned(),
            _ => "{{b1 ? 'own' : ''}}".to_owned(),
        };
        let data = match self.random.below(5) {
            0 => String::new(),
            1 => " data=`{{...o0, l0, n0}}`".to_owned(),
            2 => " data=`{{l0, s0, v: x0}}`".to_owned(),
            _ => format!(" data=`{{{}}}`", expr::object(self.random, scope, 1)),
        };
        format!("<template is=`{is}`{data}/>")
    }

    fn component(&mut self, scope: &[Variable], depth: u32) -> String {
        let attributes = self.attributes(scope);
        let mut value = self.value(scope);
        if self.random.once_in(6) {
            // Heard in the view; here it must change nothing.
            value.push_str("` change:p=`{{m.changed}}");
        }
        match self.random.below(7) {
            0 | 1 => format!(
                "<card{attributes} p=`{value}` label=`{}` ext=`given` show=`{{{{{}}}}}`>{}</card>",
                self.value(scope),
                self.expr(scope),
                self.nodes(scope, depth)
            ),
            2 => {
                let slots = ["head", "foot", "other", "{{b0 ? 'head' : 'foot'}}"];
                let slot = *self.random.pick(&slots);
                let block = format!("<block slot=`head`>{}</block>", self.text(scope));
                format!(
                    "<many{attributes} foot=`{{{{{}}}}}` which=`{{{{b1 ? 'other' : 'foot'}}}}`>{}<view slot=`{slot}`>{}</view>{}</many>",
                    self.expr(scope),
                    self.text(scope),
                    self.nodes(scope, depth),
                    if self.random.once_in(2) { block } else { String::new() },
                )
            }
            3 => format!("<thin p=`{value}`>{}</thin>", self.nodes(scope, depth)),
            4 => format!("<field model:value=`{{{{{}}}}}`/>", *self.random.pick(&["s0", "o0.b.c", "n0"])),
            5 => format!("<frame items=`{{{{l0}}}}`{}>{}</frame>", *self.random.pick(&["", " generic:part=`card`"]), self.text(scope)),
            _ => format!("<wrap{attributes} p=`{value}` outer=`out`>{}</wrap>", self.nodes(scope, depth)),
        }
    }
}
