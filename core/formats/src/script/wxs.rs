//! WXS modules: strict, and with only the names that WXS has. What passes here may run beside the page's elements.

use std::collections::BTreeSet;

use oxc_allocator::Allocator;
use oxc_ast::ast::IdentifierReference;
use oxc_ast_visit::Visit;
use oxc_semantic::Scoping;
use oxc_span::SourceType;

use super::{diagnostics, nesting, parse, scoping};
use crate::diag::{Diagnostic, place};

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
    let mut unknown = Unknown { path, source, scoping: &scoping, found: Vec::new(), assigned: BTreeSet::new() };
    unknown.visit_program(program);
    let Unknown { mut found, assigned, .. } = unknown;
    found.retain(|(name, _)| !assigned.contains(name));
    match found.is_empty() {
        true => {
            // A forgotten `var` is common and works in WeChat: the name becomes the module's own.
            let own: Vec<_> = assigned.into_iter().collect();
            let own = if own.is_empty() { String::new() } else { format!("var {};", own.join(",")) };
            Ok(format!("\"use strict\";{own}{source}"))
        }
        false => Err(found.into_iter().map(|(_, diagnostic)| diagnostic).collect()),
    }
}

struct Unknown<'s> {
    path: &'s str,
    source: &'s str,
    scoping: &'s Scoping,
    found: Vec<(String, Diagnostic)>,
    /// Free names that are assigned to.
    assigned: BTreeSet<String>,
}

impl<'a> Visit<'a> for Unknown<'_> {
    fn visit_identifier_reference(&mut self, id: &IdentifierReference<'a>) {
        let Some(reference) = id.reference_id.get().map(|reference| self.scoping.get_reference(reference)) else { return };
        if reference.symbol_id().is_some() || GLOBALS.contains(&id.name.as_str()) {
            return;
        }
        if reference.is_write() {
            self.assigned.insert(id.name.to_string());
        }
        let (line, column) = place(self.source, id.span.start as usize);
        let diagnostic = Diagnostic::error(self.path, line, column, format!("{} is not a name of WXS", id.name))
            .with_help("declare it, or compute the value in the page's script");
        self.found.push((id.name.to_string(), diagnostic));
    }
}
