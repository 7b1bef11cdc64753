//! What a script names: the modules it requires and the members of `wx` it uses. It reads and reports; it changes nothing.

use std::collections::HashSet;

use oxc_allocator::Allocator;
use oxc_ast::ast::{Argument, BindingPattern, CallExpression, Expression, IdentifierReference, Program, StringLiteral, VariableDeclarator};
use oxc_semantic::Scoping;
use oxc_span::{GetSpan, SourceType};

use super::walk::{Node, Reads, Way, walk};
use super::{MemberUse, Require, has_word, is_typescript, nesting, parse, scoping};
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
    let typed = is_typescript(path);
    nesting::with_stack(path, source, || read_inner(source, object, typed)).unwrap_or_default()
}

fn read_inner(source: &str, object: &str, typed: bool) -> Found {
    let allocator = Allocator::default();
    let mut parsed = parse(&allocator, source, SourceType::unambiguous().with_typescript(typed));
    if !typed && (parsed.panicked || parsed.diagnostics.has_errors()) {
        parsed = parse(&allocator, source, SourceType::cjs());
    }
    let program: &Program<'_> = allocator.alloc(parsed.program);
    let (scoping, _) = scoping(program);
    let mut reader = Reader { scoping: &scoping, object, found: Found::default(), seen: HashSet::new() };
    walk(program, &mut reader);
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
    fn call(&mut self, call: &CallExpression<'_>) {
        if let (Expression::Identifier(id), Some(Argument::StringLiteral(literal))) = (&call.callee, call.arguments.first())
            && id.name == "require"
            && self.is_global(id)
        {
            self.required(literal);
        }
    }

    fn member(&mut self, object: &Expression<'_>, name: &str) {
        if self.is_object(object) {
            self.found.members.push((name.to_owned(), object.span().start as usize));
        }
    }

    fn variable(&mut self, variable: &VariableDeclarator<'_>) {
        let (BindingPattern::ObjectPattern(pattern), Some(value)) = (&variable.id, &variable.init) else { return };
        if !self.is_object(value) {
            return;
        }
        for property in &pattern.properties {
            if let Some(name) = property.key.name() {
                self.found.members.push((name.to_string(), property.span.start as usize));
            }
        }
    }
}

impl Reads for Reader<'_> {
    fn enter<'n, 'a>(&mut self, node: &Node<'n, 'a>) -> Way<'n, 'a> {
        // Types alone bring no module in.
        let from = match node {
            Node::Import(import) => Some((import.import_kind, &import.source)),
            Node::ExportFrom(export) => Some((export.export_kind, &export.source)),
            Node::ExportAll(export) => Some((export.export_kind, &export.source)),
            _ => None,
        };
        if let Some((kind, source)) = from {
            if kind.is_value() {
                self.required(source);
            }
            return Way::Past;
        }
        match node {
            Node::ExternalModule(module) => {
                self.required(&module.expression);
                return Way::Past;
            }
            Node::Call(call) => self.call(call),
            Node::StaticMember(member) => self.member(&member.object, member.property.name.as_str()),
            Node::ComputedMember(member) => {
                if let Expression::StringLiteral(name) = &member.expression {
                    self.member(&member.object, name.value.as_str());
                }
            }
            Node::Variable(variable) => self.variable(variable),
            _ => {}
        }
        Way::In
    }
}
