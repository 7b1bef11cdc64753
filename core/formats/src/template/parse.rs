//! The one door to WeChat's parser: gives it room on the stack, catches its panics, words its findings. Nothing else
//! may call it, and nothing of it leaves this folder.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use glass_easel_template_compiler::parse::{self, ParseError, ParseErrorKind, ParseErrorLevel, tag};

use super::ir::Place;
use crate::{Diagnostic, Severity};

/// Stack that one open tag may take in the parser, in bytes (measured 7 KiB).
const TAG_ROOM: usize = 16 << 10;
/// Stack that one open bracket or prefix operator may take (measured 3 KiB).
const OPENER_ROOM: usize = 8 << 10;
/// Stack that one link of an operator chain may take when the syntax tree is walked or dropped.
const LINK_ROOM: usize = 1 << 10;
/// Sources that need less than this are parsed where they are.
const SMALL: usize = 384 << 10;
/// Sources that need more than this are refused.
const LARGE: usize = 768 << 20;

/// Parses a source and hands the syntax tree to `lower`, which must not follow it to any depth: it runs on the
/// caller's stack. Whatever the tree's depth, it is dropped where there is room for it.
pub(super) fn parse<T>(path: &str, source: &str, lower: impl FnOnce(&tag::Template) -> T) -> (Option<T>, Vec<Diagnostic>) {
    let room = room(source);
    if room <= SMALL {
        let (tree, found) = guarded(path, source);
        return (tree.map(|tree| lower(&tree)), found);
    }
    if room > LARGE {
        let found = Diagnostic::error(path, 1, 1, "this template has too many tags and brackets to be read")
            .with_help("split it into several files with <include>");
        return (None, vec![found]);
    }
    let Some((tree, found)) = with_room(room, || guarded(path, source)) else {
        return (None, vec![Diagnostic::error(path, 1, 1, "there is not enough memory to read this template")]);
    };
    let lowered = tree.map(|tree| {
        let lowered = lower(&tree);
        let mut keep = Some(tree);
        if with_room(room, || drop(keep.take())).is_none() {
            // No thread to drop it in: leaking it is better than overflowing the stack.
            std::mem::forget(keep.take());
        }
        lowered
    });
    (lowered, found)
}

fn with_room<T: Send>(room: usize, work: impl FnOnce() -> T + Send) -> Option<T> {
    thread::scope(|scope| {
        let thread = thread::Builder::new().name("template".into()).stack_size(room + (2 << 20)).spawn_scoped(scope, work).ok()?;
        thread.join().ok()
    })
}

fn guarded(path: &str, source: &str) -> (Option<tag::Template>, Vec<Diagnostic>) {
    let attempt = catch_unwind(AssertUnwindSafe(|| {
        let source = plain_blanks(source);
        let (template, mut state) = parse::parse(path, &source);
        let found = state.take_warnings().iter().filter_map(|warning| finding(path, warning)).collect::<Vec<_>>();
        (Some(template), found)
    }));
    attempt.unwrap_or_else(|_| {
        let found = Diagnostic::error(path, 1, 1, "this template can't be read: the parser gave up on it")
            .with_help("look for a broken number or escape in a {{ }} expression");
        (None, vec![found])
    })
}

/// The source without wide or unusual blanks: where the parser looks for an attribute it steps over no others than
/// plain ones and would wait there for ever. Texts and values get them back as entities; expressions and scripts, which
/// know no entities, get plain spaces. A guess that goes wrong changes what is shown, never whether the parser ends.
fn plain_blanks(source: &str) -> Cow<'_, str> {
    let odd = |c: char| c.is_whitespace() && !matches!(c, ' ' | '\t' | '\n' | '\r');
    if !source.contains(odd) {
        return Cow::Borrowed(source);
    }
    let mut out = String::with_capacity(source.len() + 64);
    let mut in_code = false;
    for (at, c) in source.char_indices() {
        let rest = &source[at..];
        if rest.starts_with("{{") || rest.starts_with("<wxs") {
            in_code = true;
        } else if rest.starts_with("}}") || rest.starts_with("</wxs") {
            in_code = false;
        }
        match odd(c) {
            true if in_code => out.push(' '),
            true => out.push_str(&format!("&#{};", u32::from(c))),
            false => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// The most stack that reading, walking and dropping this source can take. It counts signs wherever they stand, so it
/// can't be misled by quotes.
fn room(source: &str) -> usize {
    let bytes = source.as_bytes();
    let mut tags = 0usize;
    let mut openers = 0usize;
    let mut links = 0usize;
    let expressions = source.find("{{").unwrap_or(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let next = bytes.get(at + 1).copied().unwrap_or(0);
        match bytes[at] {
            b'<' if next.is_ascii_alphabetic() || next == b'_' => tags += 1,
            _ if at < expressions => {}
            // The pair that begins an expression; a pair within one is not valid.
            b'{' if next == b'{' => {
                links += 1;
                at += 1;
            }
            b'(' | b'[' | b'{' | b'!' | b'~' | b'+' | b'-' | b'?' => openers += 1,
            b't' if bytes[at..].starts_with(b"typeof") => openers += 1,
            b'v' if bytes[at..].starts_with(b"void") => openers += 1,
            b'.' | b'*' | b'/' | b'%' | b'&' | b'|' | b'^' | b'=' | b'<' | b'>' | b'i' => links += 1,
            _ => {}
        }
        at += 1;
    }
    tags * TAG_ROOM + openers * OPENER_ROOM + links * LINK_ROOM
}

/// The place of one of the parser's positions.
pub(super) fn place(position: parse::Position) -> Place {
    Place { line: position.line.saturating_add(1), column: position.utf16_col.saturating_add(1) }
}

fn finding(path: &str, warning: &ParseError) -> Option<Diagnostic> {
    use ParseErrorKind as K;
    let severity = match warning.level() {
        ParseErrorLevel::Fatal | ParseErrorLevel::Error => Severity::Error,
        ParseErrorLevel::Warn => Severity::Warning,
        ParseErrorLevel::Note => match warning.kind {
            K::DataBindingNotAllowed | K::InvalidScopeName | K::DuplicatedName | K::AvoidUppercaseLetters | K::UnexpectedWhitespace => {
                Severity::Warning
            }
            _ => return None,
        },
    };
    let (text, help) = match warning.kind {
        K::UnexpectedCharacter => ("a character that can't stand here", ""),
        K::UnexpectedExpressionCharacter => ("a character that can't stand in this expression", "the whole {{ }} is left out"),
        K::MissingExpressionEnd => ("this {{ has no }}", "close it with }}"),
        K::IllegalEntity => ("an unknown character entity", "write & as &amp;"),
        K::IncompleteTag => ("this tag has no end", "close it with >"),
        K::MissingEndTag => ("this tag is never closed", "add its end tag, or close it with />"),
        K::InvalidEndTag => ("this end tag closes nothing", "remove it, or check which tag was left open"),
        K::IllegalNamePrefix => ("a tag's name has no prefix", "remove what stands before the colon"),
        K::InvalidAttributePrefix => {
            ("an unknown attribute prefix", "known are wx: bind: catch: mark: data: model: change: generic: and some more")
        }
        K::InvalidAttributeName => ("this is no attribute name", ""),
        K::InvalidAttribute => ("this attribute has no meaning here", "remove it"),
        K::DuplicatedAttribute => ("this attribute comes twice", "the first one counts"),
        K::UnexpectedWhitespace => ("there is white space here, where WeChat's compiler takes none", "write name=\"value\" without it"),
        K::DuplicatedName => ("this name comes twice", "the first one counts"),
        K::DataBindingNotAllowed => ("{{ }} has no meaning in this attribute", "write plain text"),
        K::InvalidIdentifier => ("a name is missing after the dot", ""),
        K::InvalidScopeName => ("this can't be the name of a variable", "use letters, digits, _ and $"),
        K::ChildNodesNotAllowed => ("this element can't have content", ""),
        K::IllegalEscapeSequence => ("an unknown escape in a string", ""),
        K::IncompleteConditionExpression => ("a condition a ? b : c is not complete", ""),
        K::UnmatchedBracket => ("a bracket is not closed", "add ]"),
        K::UnmatchedParenthesis => ("a parenthesis is not closed", "add )"),
        K::MissingModuleName => ("this element needs a name", "add module=, name= or is="),
        K::MissingSourcePath => ("this element needs a file", "add src="),
        K::UnsupportedSyntax => ("this syntax is not supported", ""),
        K::ShouldQuoted => ("this value should stand in quotes", "add quotes"),
        K::EmptyExpression => ("this expression is empty", "remove the {{ }}"),
        K::DeprecatedAttribute => ("this attribute is out of date", "write wx:for"),
        K::IncompatibleWithWxAttribute => ("this attribute can't stand beside wx:if or wx:for", "put a <block> around the element"),
        K::UninitializedScope => ("this variable has no value yet here", "order the let: attributes"),
        K::InvalidClassNames => ("class holds something that is no class name", ""),
        K::DuplicatedClassNames => ("a class comes both in class and in class:", ""),
        K::IncompatibleWithClassColonAttributes => ("class with {{ }} can't stand beside class:", ""),
        K::InvalidInlineStyleString => ("style is not a list of name: value", ""),
        K::DuplicatedStylePropertyNames => ("a property comes both in style and in style:", ""),
        K::IncompatibleWithStyleColonAttributes => ("style with {{ }} can't stand beside style:", ""),
        K::AvoidUppercaseLetters => ("capital letters in a name", "write small letters with hyphens"),
        _ => ("something is odd here", ""),
    };
    let place = place(warning.location.start);
    Some(Diagnostic { severity, path: path.into(), line: place.line, column: place.column, text: text.into(), help: help.into() })
}
