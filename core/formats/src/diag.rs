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
