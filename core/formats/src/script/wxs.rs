//! WXS modules: strict, and with only the names that WXS has. What passes here may run beside the page's elements.

use std::collections::BTreeSet;

use oxc_allocator::Allocator;
use oxc_ast::ast::{Argument, CallExpression, Expression, IdentifierReference};
use oxc_ast_visit::{Visit, walk};
use oxc_semantic::Scoping;
use oxc_span::SourceType;

use super::{diagnostics, nesting, parse, scoping};
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
/// strict; its lines are those of the source, and only the first is shifted (by the directive).
///
/// # Errors
/// Syntax errors, and every name that WXS does not have.
pub fn wxs(path: &str, source: &str) -> Result<String, Vec<Diagnostic>> {
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    nesting::with_stack(path, source, || check(path, source)).unwrap_or_else(|error| Err(vec![error]))
}

fn check(path: &str, source: &str) -> Result<String, Vec<Diagnostic>> {
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
    let mut unknown = Unknown { scoping: &scoping, found: Vec::new(), assigned: BTreeSet::new(), patterns: Vec::new() };
    unknown.visit_program(program);
    let Unknown { mut found, assigned, patterns, .. } = unknown;
    found.retain(|(name, _)| !assigned.contains(name));
    match found.is_empty() {
        true => {
            // A forgotten `var` is common and works in WeChat: the name becomes the module's own.
            let own: Vec<_> = assigned.into_iter().collect();
            let own = if own.is_empty() { String::new() } else { format!("var {};", own.join(",")) };
            Ok(format!("\"use strict\";{own}{}", with_patterns(source, &patterns)))
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
    found: Vec<(String, usize)>,
    /// Free names that are assigned to.
    assigned: BTreeSet<String>,
    /// Where the patterns of `getRegExp` stand, with their quotes.
    patterns: Vec<(usize, usize)>,
}

/// In WXS a backslash in a pattern reaches the regular expression: libraries write `getRegExp('^\d+$')`, where JavaScript
/// would read a plain `d`. What is doubled already, a quote, and the end of a line keep JavaScript's meaning.
fn with_patterns(source: &str, patterns: &[(usize, usize)]) -> String {
    let mut text = String::with_capacity(source.len() + 16);
    let mut done = 0;
    for &(start, end) in patterns {
        let (Some(before), Some(pattern)) = (source.get(done..start), source.get(start..end)) else { continue };
        text.push_str(before);
        let mut letters = pattern.chars();
        while let Some(letter) = letters.next() {
            text.push(letter);
            if letter == '\\' {
                let escaped = letters.next();
                if escaped.is_some_and(|next| !matches!(next, '\\' | '\'' | '"' | '\n' | '\r')) {
                    text.push('\\');
                }
                text.extend(escaped);
            }
        }
        done = end;
    }
    text.push_str(source.get(done..).unwrap_or_default());
    text
}

impl<'a> Visit<'a> for Unknown<'_> {
    fn visit_call_expression(&mut self, call: &CallExpression<'a>) {
        if let (Expression::Identifier(name), Some(Argument::StringLiteral(pattern))) = (&call.callee, call.arguments.first())
            && name.name == "getRegExp"
        {
            self.patterns.push((pattern.span.start as usize, pattern.span.end as usize));
        }
        walk::walk_call_expression(self, call);
    }

    fn visit_identifier_reference(&mut self, id: &IdentifierReference<'a>) {
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
