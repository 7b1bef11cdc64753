//! What every format says about a source: one shape for errors and warnings. It must not know any format.

use serde::{Deserialize, Serialize};

/// How bad a [`Diagnostic`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A part of the source was left out.
    Error,
    /// The source was understood, but probably not as it was meant.
    Warning,
}

/// One finding about a source file, for the person who wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// Path of the file within the bundle, without a leading slash.
    pub path: String,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1, in UTF-16 units as editors count them.
    pub column: u32,
    /// What is wrong.
    pub text: String,
    /// What to do about it; empty when there is nothing to add.
    pub help: String,
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(path: &str, line: u32, column: u32, text: impl Into<String>) -> Self {
        Self { severity: Severity::Error, path: path.into(), line, column, text: text.into(), help: String::new() }
    }

    /// A warning at a place.
    pub fn warning(path: &str, line: u32, column: u32, text: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(path, line, column, text) }
    }

    /// The same finding with an advice.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }
}

/// Line and column (both from 1, the column in UTF-16 units) of a byte offset. An offset past the end is the end.
pub fn place(source: &str, offset: usize) -> (u32, u32) {
    let mut end = offset.min(source.len());
    while !source.is_char_boundary(end) {
        end -= 1;
    }
    let before = source.get(..end).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let column = before.get(line_start..).unwrap_or_default().encode_utf16().count() + 1;
    (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
}

/// Lines and columns of many offsets of one text: each is found from the one before, so rising offsets cost one walk together.
pub struct Places<'s> {
    source: &'s str,
    at: usize,
    line: u32,
    column: u32,
}

impl<'s> Places<'s> {
    /// Of this text.
    pub fn new(source: &'s str) -> Self {
        Self { source, at: 0, line: 1, column: 1 }
    }

    /// As [`place`].
    pub fn of(&mut self, offset: usize) -> (u32, u32) {
        if offset < self.at {
            *self = Self::new(self.source);
        }
        for c in self.source.get(self.at..).unwrap_or_default().chars() {
            let next = self.at + c.len_utf8();
            if next > offset {
                break;
            }
            self.at = next;
            if c == '\n' {
                (self.line, self.column) = (self.line.saturating_add(1), 1);
            } else {
                self.column = self.column.saturating_add(if c.len_utf16() == 2 { 2 } else { 1 });
            }
        }
        (self.line, self.column)
    }
}

/// The start of a name made by someone else, short enough for a sentence.
pub(crate) fn clipped(text: &str) -> String {
    const MOST: usize = 80;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// A name that does not occur in a text: `first`, or that with a number. The number comes from the text itself, so that nobody can write a text
/// with all the names that would be tried.
pub(crate) fn unused_name(source: &str, first: &str) -> Option<String> {
    use std::hash::{DefaultHasher, Hash, Hasher};
    if !source.contains(first) {
        return Some(first.to_owned());
    }
    let mut hasher = DefaultHasher::new();
    source.hash(&mut hasher);
    let seed = hasher.finish();
    (0..4_u64).map(|more| format!("{first}{:x}_", seed.wrapping_add(more))).find(|name| !source.contains(name.as_str()))
}

impl std::fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let kind = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(f, "{}:{}:{}: {kind}: {}", self.path, self.line, self.column, self.text)?;
        if !self.help.is_empty() {
            write!(f, " ({})", self.help)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_agree_one_by_one_and_together() {
        let source = "a\n中😀b\r\n\nc";
        let mut places = Places::new(source);
        for offset in (0..=source.len() + 1).chain([0, 3]) {
            assert_eq!(places.of(offset), place(source, offset), "{offset}");
        }
        assert_eq!(place(source, source.find('b').unwrap_or(0)), (2, 4));
    }

    #[test]
    fn a_name_is_unused_even_when_the_text_is_made_of_it() {
        assert_eq!(unused_name("a", "_$"), Some("_$".into()));
        let source = "_$".to_owned() + &"$".repeat(1_000_000);
        let name = unused_name(&source, "_$").unwrap_or_default();
        assert!(!name.is_empty() && name.len() < 30 && !source.contains(&name));
    }
}
