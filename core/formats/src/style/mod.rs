//! WXSS to CSS: `rpx`, tag names, classes of a component's own scope, `:host`, and files beside the sheet.
//!
//! The parser is WeChat's own; what it does not do (tags after the first, `:host` in combinations, `url()`) is done here on its output.
//! Nothing is read: imports are listed, the caller splices them.

mod calc;
mod import;
mod inline;
mod output;
mod sass;
mod scan;
mod selector;

use crate::Diagnostic;

pub use inline::inline;
pub use sass::sass;

/// How a sheet is compiled.
#[derive(Clone, Copy, Debug, Default)]
pub struct StyleOptions<'a> {
    /// Prefix of the classes of a component with a style scope of its own: `.a` becomes `.<scope>--a`. `None`: classes stay.
    pub scope: Option<&'a str>,
    /// Path of the component, as in the `is` attribute of its host element: what `:host` means. `None`: `:host` is the page's root.
    pub host: Option<&'a str>,
}

/// A compiled sheet, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stylesheet {
    /// Concatenate the texts, with what each import compiles to in its place (inside `@media`, an import stands within the block).
    pub parts: Vec<Part>,
}

/// A piece of a [`Stylesheet`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// CSS text. It cannot close a `<style>` element.
    Css(String),
    /// The path of an imported sheet, from the root of the bundle, without a leading slash. It may not exist.
    Import(String),
}

/// Deeper than any sheet that a person wrote; the parser recurses once per level.
const MAX_DEPTH: usize = 200;

/// Compiles one WXSS file. What cannot be understood is left out and reported; the rest is kept.
pub fn compile(path: &str, source: &str, options: &StyleOptions<'_>) -> (Stylesheet, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    let nesting = scan::nesting(source);
    if nesting.depth > MAX_DEPTH {
        found.push(
            Diagnostic::error(path, nesting.line, nesting.column, format!("brackets are nested deeper than {MAX_DEPTH}"))
                .with_help("the sheet was left out; close the brackets"),
        );
        return (Stylesheet::default(), found);
    }
    if nesting.open > 0 {
        found.push(Diagnostic::warning(path, nesting.line, nesting.column, "a bracket is never closed").with_help("close it with }"));
    }
    // The parser is not ours: whatever it does to a hostile sheet, it must not take the session down.
    let compiled = std::panic::catch_unwind(|| output::compile(path, &calc::brackets(source), options));
    match compiled {
        Ok((sheet, more)) => {
            found.extend(more);
            (sheet, found)
        }
        Err(_) => {
            found.push(Diagnostic::error(path, 1, 1, "the sheet could not be compiled").with_help("it was left out"));
            (Stylesheet::default(), found)
        }
    }
}

/// Joins a path as written in `from` with the folder of `from`; the result is relative to the root. A leading slash means the root,
/// and `..` above the root stays at the root.
fn resolve(from: &str, written: &str) -> String {
    let mut parts: Vec<&str> = match written.starts_with('/') {
        true => Vec::new(),
        false => from.split('/').collect(),
    };
    parts.pop();
    for part in written.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    parts.retain(|part| !part.is_empty());
    parts.join("/")
}

#[cfg(test)]
mod tests;
