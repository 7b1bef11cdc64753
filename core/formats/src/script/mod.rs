//! Scripts of mini-programs: ES modules rewritten to CommonJS in place, WXS checked for what it may name.
//!
//! Nothing is run here and nothing is minified. Every script comes with its [`Positions`], so that an error's position is the author's.

use oxc_allocator::Allocator;
use oxc_diagnostics::{Diagnostics, OxcDiagnostic};
use oxc_parser::{ParseOptions, Parser, ParserReturn};
use oxc_semantic::{Scoping, SemanticBuilder};
use oxc_span::SourceType;

use crate::diag::{Diagnostic, place};

mod edits;
mod enums;
mod members;
mod module;
mod names;
mod nesting;
mod positions;
mod typescript;
mod walk;
mod wxs;

pub use members::{members_used, requires};
pub use positions::Positions;
pub use wxs::wxs;

/// A script as the module system of the logic layer takes it: a function body with `require`, `module` and `exports` in scope.
///
/// Put it into two functions, `(function (require, module, exports, …) { return function () { CODE\n} })`: so a file's own top-level
/// `const module` or `let window` shadows the parameter instead of colliding with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    /// The text. Its lines are those of the source, unless that is TypeScript.
    pub code: String,
    /// Where its places were in the source.
    pub positions: Positions,
    /// True when the source is an ES module (which is strict).
    pub module: bool,
}

/// A module named by a string in a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Require {
    /// The string as written: `./a`, `/utils/b`, `lodash`.
    pub specifier: String,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1, in UTF-16 units.
    pub column: u32,
}

/// A use of a member of a global object: `wx.login`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberUse {
    /// The member: `login`.
    pub name: String,
    /// Line, from 1.
    pub line: u32,
    /// Column of the object, from 1, in UTF-16 units.
    pub column: u32,
}

/// Turns a script into CommonJS. JavaScript without `import` and `export` comes back untouched (and stays sloppy); TypeScript (`.ts`)
/// loses its types first.
///
/// # Errors
/// The syntax errors of an ES module or of TypeScript, each with its place.
pub fn to_commonjs(path: &str, source: &str) -> Result<Script, Vec<Diagnostic>> {
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    if !is_typescript(path) {
        return to_commonjs_plain(path, source);
    }
    let stripped = nesting::with_stack(path, source, || typescript::strip(path, source)).unwrap_or_else(|error| Err(vec![error]))?;
    let script = to_commonjs_plain(path, &stripped.code).map_err(|found| {
        let back = Positions::default().with_tokens(stripped.tokens.clone());
        let moved = found.into_iter().map(|mut one| {
            (one.line, one.column) = back.source(one.line, one.column);
            one
        });
        moved.collect::<Vec<_>>()
    })?;
    Ok(Script { positions: script.positions.with_tokens(stripped.tokens), ..script })
}

/// Whether a file is TypeScript, by its name.
pub fn is_typescript(path: &str) -> bool {
    path.ends_with(".ts") || path.ends_with(".mts") || path.ends_with(".cts")
}

fn to_commonjs_plain(path: &str, source: &str) -> Result<Script, Vec<Diagnostic>> {
    if !has_word(source, "import") && !has_word(source, "export") {
        return Ok(untouched(source));
    }
    nesting::with_stack(path, source, || rewrite(path, source)).unwrap_or_else(|error| Err(vec![error]))
}

fn rewrite(path: &str, source: &str) -> Result<Script, Vec<Diagnostic>> {
    let allocator = Allocator::default();
    // First as a module or script, whichever it turns out to be; a sloppy script with the words in a comment needs the second try.
    let first = parse(&allocator, source, SourceType::unambiguous());
    if !first.module_record.has_module_syntax && !first.diagnostics.is_empty() {
        let second = parse(&allocator, source, SourceType::cjs());
        // What no parser reads is an error of the first reading when it looks like a module, else the engine's to report.
        if second.diagnostics.has_errors() {
            return Err(diagnostics(path, source, first.diagnostics.iter()));
        }
        return Ok(untouched(source));
    }
    if first.panicked || first.diagnostics.has_errors() {
        return Err(diagnostics(path, source, first.diagnostics.iter()));
    }
    let module = first.module_record.has_module_syntax;
    let program = allocator.alloc(first.program);
    let (scoping, errors) = scoping(program);
    if module && errors.has_errors() {
        return Err(diagnostics(path, source, errors.iter()));
    }
    let rewriter = module::Rewriter::new(path, source)
        .ok_or_else(|| vec![Diagnostic::error(path, 1, 1, "the file leaves no name free").with_help("rename what starts with _$")])?;
    let rewritten = rewriter.run(program, &scoping, module)?;
    Ok(Script {
        code: without_hashbang(&rewritten.code, rewritten.prologue.len()),
        positions: Positions::of_shifts(rewritten.shifts),
        module,
    })
}

fn untouched(source: &str) -> Script {
    Script { code: without_hashbang(source, 0), positions: Positions::default(), module: false }
}

/// A `#!` line is only allowed where a file starts, and this text goes into a function: it becomes a comment of the same width.
fn without_hashbang(code: &str, at: usize) -> String {
    match code.get(at..) {
        Some(rest) if rest.starts_with("#!") => format!("{}//{}", code.get(..at).unwrap_or_default(), rest.get(2..).unwrap_or_default()),
        _ => code.to_owned(),
    }
}

fn parse<'a>(allocator: &'a Allocator, source: &'a str, kind: SourceType) -> ParserReturn<'a> {
    // A bundle's file is a function body, so it may return. Brackets are not kept: they would hide that `(x)()` calls x.
    let options = ParseOptions { allow_return_outside_function: true, preserve_parens: false, ..ParseOptions::default() };
    Parser::new(allocator, source, kind).with_options(options).parse()
}

fn scoping<'a>(program: &'a oxc_ast::ast::Program<'a>) -> (Scoping, Diagnostics) {
    let built = SemanticBuilder::new_compiler().build(program);
    (built.semantic.into_scoping(), built.diagnostics)
}

/// True when `word` occurs outside of a longer name (it may be in a comment or string: this only saves a parse).
fn has_word(source: &str, word: &str) -> bool {
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$');
    let bytes = source.as_bytes();
    source.match_indices(word).any(|(at, _)| {
        let before = at.checked_sub(1).and_then(|i| bytes.get(i));
        let after = bytes.get(at + word.len());
        !before.is_some_and(|b| is_name(b) || *b == b'.') && !after.is_some_and(is_name)
    })
}

fn diagnostics<'e>(path: &str, source: &str, errors: impl Iterator<Item = &'e OxcDiagnostic>) -> Vec<Diagnostic> {
    // After the first few, errors of a parser are consequences.
    let found = errors.take(5).map(|error| {
        let at = error.labels.first().map_or(0, |label| label.offset() as usize);
        let (line, column) = place(source, at);
        Diagnostic::error(path, line, column, error.message.to_string()).with_help(error.help.as_deref().unwrap_or_default())
    });
    let found: Vec<_> = found.collect();
    if found.is_empty() { vec![Diagnostic::error(path, 1, 1, "the script is not valid JavaScript")] } else { found }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod typescript_tests;
