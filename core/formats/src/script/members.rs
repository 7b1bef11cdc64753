//! What a script names: the modules it requires and the members of `wx` it uses. It reads and reports; it changes nothing.

use std::collections::HashSet;

use oxc_allocator::Allocator;
use oxc_ast::ast::{
    Argument, BindingPattern, CallExpression, ComputedMemberExpression, ExportAllDeclaration, ExportFromDeclaration, Expression,
    IdentifierReference, ImportDeclaration, Program, StaticMemberExpression, StringLiteral, VariableDeclarator,
};
use oxc_ast_visit::{Visit, walk};
use oxc_semantic::Scoping;
use oxc_span::{GetSpan, SourceType};

use super::{MemberUse, Require, has_word, nesting, parse, scoping};
use crate::diag::Places;

/// The modules that a script names by string: `require("./a")`, `import … from "./a"`, `export … from "./a"`. In source order.
/// A script that does not parse names none.
pub fn requires(path: &str, source: &str) -> Vec<Require> {
    if !["require", "import", "export"].into_iter().any(|word| has_word(source, word)) {
        return Vec::new();
    }
    let mut places = Places::new(source);
    read(path, source, "require")
        .requires
        .into_iter()
        .map(|(specifier, at)| {
            let (line, column) = places.of(at);
            Require { specifier, line, column }
        })
        .collect()
}

/// Where a script uses members of the global `object` (`wx`, `my`): `wx.login`, `wx["login"]`, `const { login } = wx`. In source order.
/// A local variable of that name is not the global. A script that does not parse uses none.
pub fn members_used(path: &str, source: &str, object: &str) -> Vec<MemberUse> {
    if !has_word(source, object) {
        return Vec::new();
    }
    let mut places = Places::new(source);
    read(path, source, object)
        .members
        .into_iter()
        .map(|(name, at)| {
            let (line, column) = places.of(at);
            MemberUse { name, line, column }
        })
        .collect()
}

#[derive(Default)]
struct Found {
    requires: Vec<(String, usize)>,
    members: Vec<(String, usize)>,
}

fn read(path: &str, source: &str, object: &str) -> Found {
    nesting::with_stack(path, source, || read_inner(source, object)).unwrap_or_default()
}

fn read_inner(source: &str, object: &str) -> Found {
    let allocator = Allocator::default();
    let mut parsed = parse(&allocator, source, SourceType::unambiguous());
    if parsed.panicked || parsed.diagnostics.has_errors() {
        parsed = parse(&allocator, source, SourceType::cjs());
    }
    let program: &Program<'_> = allocator.alloc(parsed.program);
    let (scoping, _) = scoping(program);
    let mut reader = Reader { scoping: &scoping, object, found: Found::default(), seen: HashSet::new() };
    reader.visit_program(program);
    let mut found = reader.found;
    found.members.sort_by_key(|(_, at)| *at);
    found.requires.sort_by_key(|(_, at)| *at);
    found
}

struct Reader<'s> {
    scoping: &'s Scoping,
    object: &'s str,
    found: Found,
    seen: HashSet<usize>,
}

impl Reader<'_> {
    fn is_global(&self, id: &IdentifierReference<'_>) -> bool {
        id.reference_id.get().is_some_and(|reference| self.scoping.get_reference(reference).symbol_id().is_none())
    }

    fn is_object(&self, expression: &Expression<'_>) -> bool {
        matches!(expression, Expression::Identifier(id) if id.name == self.object && self.is_global(id))
    }

    fn required(&mut self, literal: &StringLiteral<'_>) {
        let at = literal.span.start as usize;
        if self.seen.insert(at) {
            self.found.requires.push((literal.value.to_string(), at));
        }
    }
}

impl<'a> Visit<'a> for Reader<'_> {
    fn visit_import_declaration(&mut self, import: &ImportDeclaration<'a>) {
        self.required(&import.source);
    }

    fn visit_export_from_declaration(&mut self, export: &ExportFromDeclaration<'a>) {
        self.required(&export.source);
    }

    fn visit_export_all_declaration(&mut self, export: &ExportAllDeclaration<'a>) {
        self.required(&export.source);
    }

    fn visit_call_expression(&mut self, call: &CallExpression<'a>) {
        if let (Expression::Identifier(id), Some(Argument::StringLiteral(literal))) = (&call.callee, call.arguments.first())
            && id.name == "require"
            && self.is_global(id)
        {
            self.required(literal);
        }
        walk::walk_call_expression(self, call);
    }

    fn visit_static_member_expression(&mut self, member: &StaticMemberExpression<'a>) {
        if self.is_object(&member.object) {
            self.found.members.push((member.property.name.to_string(), member.object.span().start as usize));
        }
        walk::walk_static_member_expression(self, member);
    }

    fn visit_computed_member_expression(&mut self, member: &ComputedMemberExpression<'a>) {
        if let Expression::StringLiteral(name) = &member.expression
            && self.is_object(&member.object)
        {
            self.found.members.push((name.value.to_string(), member.object.span().start as usize));
        }
        walk::walk_computed_member_expression(self, member);
    }

    fn visit_variable_declarator(&mut self, variable: &VariableDeclarator<'a>) {
        if let (BindingPattern::ObjectPattern(pattern), Some(value)) = (&variable.id, &variable.init)
            && self.is_object(value)
        {
            for property in &pattern.properties {
                if let Some(name) = property.key.name() {
                    self.found.members.push((name.to_string(), property.span.start as usize));
                }
            }
        }
        walk::walk_variable_declarator(self, variable);
    }
}
