//! WXS modules: strict, and with only the names that WXS has. What passes here may run beside the page's elements.

use std::collections::BTreeSet;

use oxc_allocator::Allocator;
use oxc_ast::ast::{Argument, BinaryExpression, BinaryOperator, CallExpression, Expression, IdentifierReference};
use oxc_semantic::Scoping;
use oxc_span::{GetSpan, SourceType};

use super::edits::Edits;
use super::walk::{Node, Reads, Way, walk};
use super::{Positions, Script, diagnostics, nesting, parse, scoping};
use crate::diag::{Diagnostic, clipped, place};

/// Nobody reads more.
const MOST_ERRORS: usize = 20;

/// The globals of WXS, with `require`, `module` and `exports` of its module system.
const GLOBALS: &[&str] = &[
    "Infinity",
    "JSON",
    "Math",
    "NaN",
    "Number",
    "Array",
    "Boolean",
    "Date",
    "Object",
    "String",
    "arguments",
    "console",
    "decodeURI",
    "decodeURIComponent",
    "encodeURI",
    "encodeURIComponent",
    "exports",
    "getDate",
    "getRegExp",
    "isFinite",
    "isNaN",
    "module",
    "parseFloat",
    "parseInt",
    "require",
    "undefined",
];

/// Checks a WXS (or SJS) module: it must be strict and may name only the globals of WXS. Comes back as a CommonJS function body that is
/// strict; its lines are those of the source.
///
/// # Errors
/// Syntax errors, and every name that WXS does not have.
pub fn wxs(path: &str, source: &str) -> Result<Script, Vec<Diagnostic>> {
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    // SJS is written as an ES module; templates see what it exports by default.
    if path.ends_with(".sjs") {
        let script = super::to_commonjs(path, source)?;
        let checked = nesting::with_stack(path, &script.code, || check(path, &script.code)).unwrap_or_else(|error| Err(vec![error]))?;
        let default = if script.module { "\n;if(\"default\" in exports)module.exports=exports.default;" } else { "" };
        return Ok(Script { code: format!("{}{default}", checked.code), positions: script.positions, module: script.module });
    }
    nesting::with_stack(path, source, || check(path, source)).unwrap_or_else(|error| Err(vec![error]))
}

fn check(path: &str, source: &str) -> Result<Script, Vec<Diagnostic>> {
    let allocator = Allocator::default();
    // A module is strict, and HTML comments are not comments in it: the code made here is both.
    let parsed = parse(&allocator, source, SourceType::mjs());
    if parsed.panicked || parsed.diagnostics.has_errors() {
        return Err(diagnostics(path, source, parsed.diagnostics.iter()));
    }
    if parsed.module_record.has_module_syntax {
        return Err(vec![
            Diagnostic::error(path, 1, 1, "WXS has no import and export").with_help("use require(\"./other.wxs\") and module.exports"),
        ]);
    }
    let program = allocator.alloc(parsed.program);
    let (scoping, errors) = scoping(program);
    if errors.has_errors() {
        return Err(diagnostics(path, source, errors.iter()));
    }
    let mut unknown = Unknown {
        scoping: &scoping,
        source,
        refused: Vec::new(),
        found: Vec::new(),
        assigned: BTreeSet::new(),
        patterns: Vec::new(),
        inside: 0,
    };
    walk(program, &mut unknown);
    let Unknown { mut found, assigned, patterns, refused, .. } = unknown;
    if let Some((text, at)) = refused.first() {
        let (line, column) = place(source, *at);
        return Err(vec![Diagnostic::error(path, line, column, *text).with_help("write it another way")]);
    }
    found.retain(|(name, _)| !assigned.contains(name));
    match found.is_empty() {
        true => {
            // A forgotten `var` is common and works in WeChat: the name becomes the module's own.
            let own: Vec<_> = assigned.into_iter().collect();
            let own = if own.is_empty() { String::new() } else { format!("var {};", own.join(",")) };
            let (code, shifts) = with_patterns(source, &patterns).apply(source, &format!("\"use strict\";{own}"));
            Ok(Script { code, positions: Positions::of_shifts(shifts), module: false })
        }
        false => {
            let told = found.into_iter().take(MOST_ERRORS).map(|(name, at)| {
                let (line, column) = place(source, at);
                Diagnostic::error(path, line, column, format!("{} is not a name of WXS", clipped(&name)))
                    .with_help("declare it, or compute the value in the page's script")
            });
            Err(told.collect())
        }
    }
}

struct Unknown<'s> {
    scoping: &'s Scoping,
    source: &'s str,
    /// What has no place in WXS, and where it stands.
    refused: Vec<(&'static str, usize)>,
    found: Vec<(String, usize)>,
    /// Free names that are assigned to.
    assigned: BTreeSet<String>,
    /// Where the patterns of `getRegExp` stand, with their quotes.
    patterns: Vec<(usize, usize)>,
    /// How many functions are around the place at hand.
    inside: u32,
}

/// In WXS a backslash in a pattern reaches the regular expression: libraries write `getRegExp('^\d+$')`, where JavaScript
/// would read a plain `d`. What is doubled already, a quote, and the end of a line keep JavaScript's meaning.
fn with_patterns(source: &str, patterns: &[(usize, usize)]) -> Edits {
    let mut edits = Edits::default();
    for &(start, end) in patterns {
        let Some(pattern) = source.get(start..end) else { continue };
        let mut letters = pattern.char_indices();
        while let Some((at, letter)) = letters.next() {
            if letter == '\\'
                && let Some((_, escaped)) = letters.next()
                && !matches!(escaped, '\\' | '\'' | '"' | '\n' | '\r')
            {
                let at = u32::try_from(start + at).unwrap_or(u32::MAX);
                edits.replace(at, at, "\\".into());
            }
        }
    }
    edits
}

impl Unknown<'_> {
    fn call(&mut self, call: &CallExpression<'_>) {
        if let (Expression::Identifier(name), Some(Argument::StringLiteral(pattern))) = (&call.callee, call.arguments.first())
            && name.name == "getRegExp"
        {
            self.patterns.push((pattern.span.start as usize, pattern.span.end as usize));
        }
    }

    /// `a<!--b` compares in a module, and begins a comment in a script: what was checked must be what runs.
    fn compared(&mut self, compared: &BinaryExpression<'_>) {
        let at = compared.right.span().start as usize;
        let glued = |from: usize| self.source.get(from..).is_some_and(|rest| rest.starts_with("<!--"));
        if compared.operator == BinaryOperator::LessThan && at.checked_sub(1).is_some_and(glued) {
            self.refused.push(("WXS has no HTML comments", at - 1));
        }
    }

    fn named(&mut self, id: &IdentifierReference<'_>) {
        let Some(reference) = id.reference_id.get().map(|reference| self.scoping.get_reference(reference)) else { return };
        if reference.symbol_id().is_some() || GLOBALS.contains(&id.name.as_str()) {
            return;
        }
        if reference.is_write() {
            self.assigned.insert(id.name.to_string());
        }
        self.found.push((id.name.to_string(), id.span.start as usize));
    }
}

impl Reads for Unknown<'_> {
    fn enter<'n, 'a>(&mut self, node: &Node<'n, 'a>) -> Way<'n, 'a> {
        match node {
            Node::Call(call) => self.call(call),
            Node::Function => self.inside += 1,
            // Outside of functions only a module waits: in the function that is made here, `await` is a name, and the slash behind it
            // divides where a module reads a regular expression whose text nobody looks into.
            Node::Await(waited) if self.inside == 0 => {
                self.refused.push(("WXS has no await outside of a function", waited.span.start as usize));
            }
            Node::ImportExpression(import) => {
                self.refused.push(("WXS has no import()", import.span.start as usize));
                return Way::Past;
            }
            Node::ImportMeta(meta) => self.refused.push(("WXS has no import.meta", meta.span.start as usize)),
            Node::Binary(compared) => self.compared(compared),
            Node::Identifier(id) => self.named(id),
            _ => {}
        }
        Way::In
    }

    fn leave_function(&mut self) {
        self.inside -= 1;
    }
}
