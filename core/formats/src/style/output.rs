//! Runs WeChat's parser over a sheet and finishes its output: imports become parts, selectors and `url()` get their final form.
//!
//! The output is regular (comments gone, brackets paired, strings quoted), so one flat walk over it is enough; nothing here recurses.

use std::borrow::Cow;

use glass_easel_stylesheet_compiler::error::ParseErrorKind;
use glass_easel_stylesheet_compiler::{StyleSheetOptions, StyleSheetTransformer};

use super::selector::{self, Names};
use super::{Part, StyleOptions, Stylesheet, import, resolve, scan};
use crate::diag::{Diagnostic, clipped, unused_name};

/// What the braces of a block hold.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Block {
    /// Rules: the prelude of each is a selector.
    Rules,
    /// Declarations.
    Body,
    /// Frames of an animation, or the value of a custom property: nothing in it is a selector.
    Raw,
}

/// Compiles a sheet whose nesting was checked.
pub(super) fn compile(path: &str, source: &str, options: &StyleOptions<'_>) -> (Stylesheet, Vec<Diagnostic>) {
    let Some(sign) = unused_name(source, "import:") else {
        let told = Diagnostic::error(path, 1, 1, "the sheet leaves no name free").with_help("it was left out");
        return (Stylesheet::default(), vec![told]);
    };
    let settings = StyleSheetOptions { import_sign: Some(sign.clone()), ..StyleSheetOptions::default() };
    let mut transformer = StyleSheetTransformer::from_css(path, &import::named_by_strings(source), settings);
    let mut found = Vec::new();
    for warning in transformer.take_warnings() {
        let place = warning.location.start;
        let (line, column) = (place.line + 1, place.utf16_col + 1);
        match warning.kind {
            // WXSS has always taken imports anywhere.
            ParseErrorKind::IllegalImportPosition => {}
            ParseErrorKind::UnexpectedCharacter => found.push(
                Diagnostic::warning(path, line, column, "this @import is not understood and was left out")
                    .with_help("write @import \"./file.wxss\";"),
            ),
            other => found.push(Diagnostic::warning(path, line, column, other.to_string())),
        }
    }
    let mut css = String::new();
    if transformer.output().write_str(&mut css).is_err() {
        found.push(Diagnostic::error(path, 1, 1, "the sheet could not be written").with_help("it was left out"));
        return (Stylesheet::default(), found);
    }
    let mut walk = Walk { path, sign: &sign, names: Names::new(options), css: &css, out: String::new(), parts: Vec::new(), found };
    walk.run();
    (Stylesheet { parts: walk.parts }, walk.found)
}

struct Walk<'a> {
    path: &'a str,
    sign: &'a str,
    names: Names<'a>,
    css: &'a str,
    out: String,
    parts: Vec<Part>,
    found: Vec<Diagnostic>,
}

impl Walk<'_> {
    fn run(&mut self) {
        let bytes = self.css.as_bytes();
        let mut blocks = vec![Block::Rules];
        // `start`: from where text is not yet emitted. `depth`: round and square brackets open since then.
        let (mut start, mut at, mut depth) = (0, 0, 0_usize);
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'"' | b'\'' => {
                    at = scan::string_end(bytes, at);
                    continue;
                }
                b'\\' => at += 1,
                b'(' if scan::is_raw_url(bytes, at) => at = scan::raw_url_end(bytes, at + 1),
                b'(' | b'[' => depth += 1,
                b')' | b']' => depth = depth.saturating_sub(1),
                b'/' if bytes.get(at + 1) == Some(&b'*') => {
                    self.value(start, at);
                    let end = self.css.get(at..).and_then(|rest| rest.find("*/")).map_or(bytes.len(), |length| at + length);
                    self.import(self.css.get(at + 2..end).unwrap_or_default());
                    at = end + 2;
                    start = at;
                    continue;
                }
                b'{' if depth == 0 => {
                    let inside = self.prelude(start, at, blocks.last().copied().unwrap_or(Block::Raw));
                    blocks.push(inside);
                    self.out.push('{');
                    start = at + 1;
                }
                b'}' if depth == 0 => {
                    self.value(start, at);
                    self.out.push('}');
                    if blocks.len() > 1 {
                        blocks.pop();
                    }
                    start = at + 1;
                }
                b';' if depth == 0 => {
                    self.value(start, at + 1);
                    start = at + 1;
                }
                _ => {}
            }
            at += 1;
        }
        self.value(start, bytes.len());
        self.flush();
    }

    /// Emits what stands before a `{` and says what the block holds.
    fn prelude(&mut self, start: usize, end: usize, outside: Block) -> Block {
        let text = self.css.get(start..end).unwrap_or_default();
        let trimmed = text.trim_start();
        if let Some(rest) = trimmed.strip_prefix('@') {
            let name: String = rest.chars().take_while(|c| c.is_ascii_alphabetic() || *c == '-').collect::<String>().to_ascii_lowercase();
            self.out.push_str(text);
            return match name.as_str() {
                "media" | "supports" | "document" | "-moz-document" | "layer" | "container" | "scope" | "starting-style" => outside,
                _ if name.ends_with("keyframes") => Block::Raw,
                _ => Block::Body,
            };
        }
        match outside {
            Block::Rules => {
                let selector = selector::rewrite(text, &self.names);
                self.out.push_str(&selector);
                Block::Body
            }
            Block::Body if !trimmed.starts_with("--") => {
                self.found.push(
                    Diagnostic::warning(self.path, 1, 1, format!("the rule {:?} stands inside another rule", clipped(trimmed)))
                        .with_help("WXSS has no nested rules: write the whole selector at the top"),
                );
                let selector = selector::rewrite(text, &self.names);
                self.out.push_str(&selector);
                Block::Body
            }
            Block::Body | Block::Raw => {
                self.out.push_str(text);
                Block::Raw
            }
        }
    }

    /// Emits declarations or anything else that is not a prelude; paths in `url()` become absolute.
    fn value(&mut self, start: usize, end: usize) {
        let text = self.css.get(start..end).unwrap_or_default();
        let bytes = text.as_bytes();
        let (mut copied, mut at) = (0, 0);
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'"' | b'\'' => at = scan::string_end(bytes, at),
                b'\\' => at += 2,
                b'(' if is_url(bytes, at) => {
                    let (from, to) = match bytes.get(at + 1) {
                        Some(b'"' | b'\'') => (at + 2, scan::string_end(bytes, at + 1).saturating_sub(1)),
                        _ => (at + 1, scan::raw_url_end(bytes, at + 1)),
                    };
                    if let Some(absolute) = text.get(from..to).and_then(|written| absolute(self.path, written)) {
                        self.out.push_str(text.get(copied..from).unwrap_or_default());
                        self.out.push_str(&absolute);
                        copied = to;
                    }
                    at = to.max(at + 1);
                }
                _ => at += 1,
            }
        }
        self.out.push_str(text.get(copied..).unwrap_or_default());
    }

    /// A comment of the output: only our own sign is one.
    fn import(&mut self, comment: &str) {
        let Some(written) = comment.strip_prefix(self.sign).map(str::trim_start) else { return };
        let written = percent_decoded(written);
        if has_scheme(&written) || written.starts_with("//") {
            let text = format!("@import of {:?} was left out", clipped(&written));
            self.found
                .push(Diagnostic::warning(self.path, 1, 1, text).with_help("put the sheet into the bundle; remote sheets are not loaded"));
            return;
        }
        let mut path = resolve(self.path, &written);
        if !path.rsplit('/').next().unwrap_or_default().contains('.') {
            path.push('.');
            path.push_str(self.path.rsplit_once('.').map_or("wxss", |(_, extension)| extension));
        }
        self.flush();
        self.parts.push(Part::Import(path));
    }

    fn flush(&mut self) {
        if !self.out.is_empty() {
            // In a string `\/` is `/`; anywhere else `</` is no CSS at all. So no sheet can close the element that holds it.
            let css = std::mem::take(&mut self.out);
            self.parts.push(Part::Css(if css.contains("</") { css.replace("</", "<\\/") } else { css }));
        }
    }
}

/// True when the bracket at `at` opens a `url(`, quoted or not.
fn is_url(bytes: &[u8], at: usize) -> bool {
    at.checked_sub(3).and_then(|start| bytes.get(start..at)).is_some_and(|name| name.eq_ignore_ascii_case(b"url"))
}

/// The root-absolute form of a path beside the sheet, and the https form of an address without a scheme (the page's own
/// scheme is none that reaches the network); `None` for what is neither.
fn absolute(from: &str, written: &str) -> Option<String> {
    let plain = written.trim();
    if plain.starts_with("//") {
        return Some(format!("https:{plain}"));
    }
    let elsewhere = plain.is_empty() || plain.starts_with(['/', '#', '\\']) || has_scheme(plain);
    (!elsewhere).then(|| format!("/{}", resolve(from, plain)))
}

fn has_scheme(text: &str) -> bool {
    let Some((scheme, _)) = text.split_once(':') else { return false };
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

/// Undoes the percent-encoding that the parser puts around an import.
fn percent_decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let pair = text.get(at + 1..at + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (byte, pair) {
            (b'%', Some(value)) => {
                out.push(value);
                at += 3;
            }
            _ => {
                out.push(byte);
                at += 1;
            }
        }
    }
    Cow::Owned(String::from_utf8_lossy(&out).into_owned())
}
