//! AXML, Alipay's template language, as WXML: the names of tags and attributes that WeChat's parser would refuse are
//! replaced in the text, and where that moves a column is remembered. What the rest means (properties of components,
//! events, slots with content of their own) is `lower_axml`'s business.

use super::ir::{Place, Template};
use crate::Diagnostic;

/// What `<slot>` is called until it is lowered: WeChat's slots can't have content, Alipay's show theirs when nothing is put in.
pub(super) const SLOT: &str = "axml-slot";

/// The one value that a slot hands to its content: an object of what is written on it.
pub(super) const SCOPE: &str = "scope";

/// A text as WXML, and how to find the way back.
pub(super) struct Rewritten {
    pub(super) text: String,
    moved: Vec<Move>,
}

/// From this column of the rewritten line on, columns are this many more than the author's.
struct Move {
    line: u32,
    column: u32,
    by: i64,
}

/// Replaces Alipay's names by WeChat's.
pub(super) fn rewrite(source: &str) -> Rewritten {
    let mut writer = Writer { source, text: String::with_capacity(source.len() + 64), done: 0, edits: Vec::new() };
    let mut at = 0;
    while let Some(found) = source.get(at..).and_then(|rest| rest.find(['<', '{'])) {
        at += found;
        let rest = source.get(at..).unwrap_or_default();
        at += if rest.starts_with("{{") {
            rest.find("}}").map_or(rest.len(), |end| end + 2)
        } else if rest.starts_with("<!--") {
            rest.find("-->").map_or(rest.len(), |end| end + 3)
        } else if let Some(name) = rest.strip_prefix("</").map(name_of) {
            writer.replace(at + 2, name, tag(name));
            2 + name.len()
        } else if let Some(name) = rest.strip_prefix('<').map(name_of).filter(|name| !name.is_empty()) {
            writer.replace(at + 1, name, tag(name));
            1 + name.len() + attributes(&mut writer, at + 1 + name.len(), name)
        } else {
            1
        };
    }
    writer.finish()
}

fn tag(name: &str) -> &str {
    match name {
        "slot" => SLOT,
        "import-sjs" => "wxs",
        name => name,
    }
}

fn name_of(text: &str) -> &str {
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/' | '<' | '"' | '\'')).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// Goes through the attributes of a tag; answers how long they are.
fn attributes(writer: &mut Writer<'_>, start: usize, tag: &str) -> usize {
    let source = writer.source;
    let mut at = start;
    let mut keys = Vec::new();
    let mut repeats = false;
    while let Some(rest) = source.get(at..).filter(|rest| !rest.is_empty()) {
        let blanks = rest.len() - rest.trim_start().len();
        at += blanks;
        let rest = rest.get(blanks..).unwrap_or_default();
        if rest.is_empty() || rest.starts_with(['>', '<']) {
            break;
        }
        let name = name_of(rest);
        if name.is_empty() {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        }
        repeats |= name == "a:for";
        if let Some(new) = attribute(tag, name) {
            writer.replace(at, name, &new);
        }
        at += name.len();
        let value = source.get(at..).unwrap_or_default();
        let length = value_len(value);
        if matches!(name, "key" | "a:key") {
            keys.push((name, at, value.get(..length).unwrap_or_default()));
        }
        at += length;
    }
    for (name, at, value) in keys.into_iter().filter(|(name, ..)| repeats || *name == "a:key") {
        if name == "key" {
            writer.replace(at - name.len(), name, "wx:key");
        }
        // A key is an expression there and a name here.
        if let (Some(open), Some(close)) = (value.find("{{"), value.rfind("}}")) {
            writer.replace(at + open, "{{", "");
            writer.replace(at + close, "}}", "");
        }
    }
    at - start
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    Some(match (tag, name) {
        ("import-sjs", "name") => "module".into(),
        ("import-sjs", "from") => "src".into(),
        (_, "slot-scope") => format!("slot:{SCOPE}"),
        (_, name) => format!("wx:{}", name.strip_prefix("a:")?),
    })
}

/// `= "…"` after a name, blanks included.
fn value_len(rest: &str) -> usize {
    let Some(value) = rest.trim_start().strip_prefix('=').map(str::trim_start) else { return 0 };
    let before = rest.len() - value.len();
    let quoted = |quote: char| value.get(1..).and_then(|inside| inside.find(quote)).map_or(value.len(), |end| end + 2);
    before
        + match value.chars().next() {
            Some(quote @ ('"' | '\'')) => quoted(quote),
            _ if value.starts_with("{{") => value.find("}}").map_or(value.len(), |end| end + 2),
            _ => value.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(value.len()),
        }
}

struct Writer<'a> {
    source: &'a str,
    text: String,
    done: usize,
    /// Offset, length, new text.
    edits: Vec<(usize, usize, String)>,
}

impl Writer<'_> {
    fn replace(&mut self, at: usize, old: &str, new: &str) {
        if old != new {
            self.edits.push((at, old.len(), new.to_owned()));
        }
    }

    fn finish(mut self) -> Rewritten {
        let mut edits = std::mem::take(&mut self.edits);
        edits.sort_by_key(|edit| edit.0);
        let mut moved = Vec::new();
        let (mut line, mut column, mut by) = (1u32, 1u32, 0i64);
        for (at, length, new) in edits {
            let kept = self.source.get(self.done..at).unwrap_or_default();
            let lines = kept.bytes().filter(|byte| *byte == b'\n').count() as u32;
            let tail = kept.rsplit('\n').next().unwrap_or_default().encode_utf16().count() as u32;
            (line, column, by) = if lines > 0 { (line + lines, 1 + tail, 0) } else { (line, column + tail, by) };
            column += new.len() as u32;
            by += new.len() as i64 - length as i64;
            moved.push(Move { line, column, by });
            self.text.push_str(kept);
            self.text.push_str(&new);
            self.done = at + length;
        }
        self.text.push_str(self.source.get(self.done..).unwrap_or_default());
        Rewritten { text: self.text, moved }
    }
}

impl Rewritten {
    /// Gives everything that was found and made the author's columns.
    pub(super) fn restore(&self, template: &mut Template, found: &mut [Diagnostic]) {
        for node in &mut template.nodes {
            self.fix(&mut node.place);
        }
        for code in &mut template.codes {
            self.fix(&mut code.place);
        }
        for link in template.imports.iter_mut().chain(&mut template.includes) {
            self.fix(&mut link.place);
        }
        for finding in found {
            let mut place = Place { line: finding.line, column: finding.column };
            self.fix(&mut place);
            finding.column = place.column;
        }
    }

    fn fix(&self, place: &mut Place) {
        let after = self.moved.partition_point(|m| (m.line, m.column) <= (place.line, place.column));
        let Some(last) = after.checked_sub(1).and_then(|at| self.moved.get(at)).filter(|m| m.line == place.line) else { return };
        place.column = (i64::from(place.column) - last.by).max(1) as u32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_replaced_and_texts_are_not() {
        let made = |source| rewrite(source).text;
        assert_eq!(
            made("<view a:if=\"{{a:if}}\" a:else>a:if {{'<slot>'}}</view>"),
            "<view wx:if=\"{{a:if}}\" wx:else>a:if {{'<slot>'}}</view>"
        );
        assert_eq!(made("<import-sjs name='u' from='./u.sjs'></import-sjs>"), "<wxs module='u' src='./u.sjs'></wxs>");
        assert_eq!(
            made("<a slot-scope='x' name='n'/><slot name=\"y\">z</slot>"),
            "<a slot:scope='x' name='n'/><axml-slot name=\"y\">z</axml-slot>"
        );
        assert_eq!(made("<b key='{{k}}' a:for='{{l}}'/><c key='{{k}}'/>"), "<b wx:key='k' wx:for='{{l}}'/><c key='{{k}}'/>");
        assert_eq!(made("<!-- <slot/> --><x y='<slot'"), "<!-- <slot/> --><x y='<slot'");
        for odd in ["<", "</", "<a", "<a b", "<a b=", "<a b='", "<a {{", "<a =", "<é ü='ö'", "{{", "<!--", "<a/<slot"] {
            rewrite(odd);
        }
    }

    #[test]
    fn columns_are_the_authors() {
        let rewritten = rewrite("<slot/>\n<view a:if='x' bad></view><view a:else>");
        let fixed = |line, column| {
            let mut place = Place { line, column };
            rewritten.fix(&mut place);
            place.column
        };
        assert_eq!(fixed(1, 11), 6);
        assert_eq!((fixed(2, 2), fixed(2, 18), fixed(2, 40)), (2, 17, 39));
    }
}
