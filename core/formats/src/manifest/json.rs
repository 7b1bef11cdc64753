//! JSON as programs write it: a byte order mark, comments and trailing commas are taken. Places for diagnostics are
//! found only when something is wrong. It must not know any key.

use jsonc_parser::ParseOptions;
use jsonc_parser::ast::Value as Node;
use jsonc_parser::common::Ranged;
use serde_json::Value;

use crate::bundle::Files;
use crate::diag::Diagnostic;

/// One JSON file of the program with what it says.
pub(super) struct Json<'a> {
    pub(super) path: &'a str,
    pub(super) text: String,
    pub(super) value: Value,
}

/// Loose, but not JSON5: a file that WeChat's own tools refuse should not pass as right.
fn options() -> ParseOptions {
    ParseOptions {
        allow_comments: true,
        allow_trailing_commas: true,
        allow_loose_object_property_names: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    }
}

/// A step towards a value: a key or a position.
#[derive(Clone, Copy)]
pub(super) enum At<'a> {
    Key(&'a str),
    Item(usize),
}

impl<'a> Json<'a> {
    /// Reads a file; `None` when there is none of that name.
    pub(super) fn read(files: &Files, path: &'a str) -> Option<Result<Self, Diagnostic>> {
        let text = files.text(path)?.into_owned();
        Some(match parse(&text) {
            Ok(value) => Ok(Self { path, text, value }),
            Err(found) => Err(found.into_diagnostic(path)),
        })
    }

    /// A warning at a value (or at its nearest parent that exists).
    pub(super) fn warning(&self, place: &[At<'_>], text: impl Into<String>) -> Diagnostic {
        let (line, column) = self.place(place);
        Diagnostic::warning(self.path, line, column, text)
    }

    /// An error at a value (or at its nearest parent that exists).
    pub(super) fn error(&self, place: &[At<'_>], text: impl Into<String>) -> Diagnostic {
        let (line, column) = self.place(place);
        Diagnostic::error(self.path, line, column, text)
    }

    /// Where a value (or its nearest parent) begins.
    pub(super) fn place(&self, place: &[At<'_>]) -> (u32, u32) {
        let parsed = jsonc_parser::parse_to_ast(&self.text, &Default::default(), &options());
        let Ok(Some(root)) = parsed.map(|result| result.value) else { return (1, 1) };
        let mut node = &root;
        let mut start = root.start();
        for step in place {
            let next = match (node, step) {
                (Node::Object(object), At::Key(key)) => object.get(key).map(|property| (property.start(), &property.value)),
                (Node::Array(array), At::Item(index)) => array.elements.get(*index).map(|item| (item.start(), item)),
                _ => None,
            };
            let Some(next) = next else { break };
            (start, node) = next;
        }
        line_and_column(&self.text, start)
    }
}

/// What is wrong with a text that is no JSON.
pub(super) struct Broken {
    line: u32,
    column: u32,
    text: String,
}

impl Broken {
    fn into_diagnostic(self, path: &str) -> Diagnostic {
        Diagnostic::error(path, self.line, self.column, self.text)
            .with_help("the file must be JSON; comments and a comma at the end are accepted")
    }
}

/// A text as a JSON value. An empty text is an empty object, as WeChat takes it.
pub(super) fn parse(text: &str) -> Result<Value, Broken> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if let Ok(value) = serde_json::from_str(text) {
        return Ok(value);
    }
    let broken = |offset: usize, kind: String| {
        let (line, column) = line_and_column(text, offset);
        Broken { line, column, text: format!("this is not JSON: {kind}") }
    };
    // The tree reader knows places, the other one values.
    match jsonc_parser::parse_to_ast(text, &Default::default(), &options()) {
        Ok(parsed) if parsed.value.is_none() => Ok(Value::Object(serde_json::Map::new())),
        Ok(_) => {
            jsonc_parser::parse_to_serde_value(text, &options()).map_err(|error| broken(error.range().start, error.kind().to_string()))
        }
        Err(error) => Err(broken(error.range().start, error.kind().to_string())),
    }
}

/// A JSON file as the text of a script that exports its value, for `require("./x.json")`.
///
/// # Errors
/// What is wrong with the file, with its place.
pub fn json_module(path: &str, text: &str) -> Result<String, Diagnostic> {
    let value = parse(text).map_err(|found| found.into_diagnostic(path))?;
    // In JavaScript a key `__proto__` would set the prototype; parsed, it is a key like any other.
    let literal = Value::String(value.to_string()).to_string().replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
    Ok(format!("module.exports=JSON.parse({literal});"))
}

/// Line and column (UTF-16), both from 1, of a byte offset.
fn line_and_column(text: &str, offset: usize) -> (u32, u32) {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let before = text.get(..at).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = before.bytes().filter(|b| *b == b'\n').count() + 1;
    let column = before.get(line_start..).unwrap_or_default().encode_utf16().count() + 1;
    (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
}
