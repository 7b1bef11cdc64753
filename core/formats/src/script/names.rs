//! Walks a module for uses of names that changed their place, and for what a module may not do here.

use std::collections::{HashMap, HashSet};

use oxc_ast::ast::{
    ArrowFunctionExpression, AssignmentTargetPropertyIdentifier, AwaitExpression, BindingIdentifier, BindingPattern, BindingProperty,
    CallExpression, ExportAllDeclaration, ExportFromDeclaration, ExportNamedDeclaration, Expression, ForOfStatement, Function,
    IdentifierReference, ImportDeclaration, ImportExpression, ImportMeta, ObjectProperty, Program, Statement, TaggedTemplateExpression,
};
use oxc_ast_visit::{Visit, walk};
use oxc_semantic::{Scoping, SymbolId};
use oxc_span::Span;
use oxc_syntax::scope::ScopeFlags;

use super::edits::Edits;
use super::module::Target;
use crate::diag::{Diagnostic, place};

/// Nobody reads more.
const MOST_ERRORS: usize = 20;

pub(super) struct Uses<'s> {
    path: &'s str,
    source: &'s str,
    prefix: &'s str,
    targets: &'s HashMap<SymbolId, Target>,
    scoping: &'s Scoping,
    /// Starts of expression statements in a list: there, a bracket would go on with the line before.
    statements: HashSet<u32>,
    /// Starts of names that are called.
    called: HashSet<u32>,
    functions: usize,
    pub edits: Edits,
    pub errors: Vec<Diagnostic>,
    pub dynamic_imports: bool,
}

impl<'s> Uses<'s> {
    pub(super) fn new(
        path: &'s str,
        source: &'s str,
        prefix: &'s str,
        targets: &'s HashMap<SymbolId, Target>,
        scoping: &'s Scoping,
    ) -> Self {
        Self {
            path,
            source,
            prefix,
            targets,
            scoping,
            statements: HashSet::new(),
            called: HashSet::new(),
            functions: 0,
            edits: Edits::default(),
            errors: Vec::new(),
            dynamic_imports: false,
        }
    }

    pub(super) fn read(&mut self, program: &Program<'_>) {
        self.visit_program(program);
    }

    fn error(&mut self, span: Span, text: &str, help: &str) {
        if self.errors.len() >= MOST_ERRORS {
            return;
        }
        let (line, column) = place(self.source, span.start as usize);
        self.errors.push(Diagnostic::error(self.path, line, column, text).with_help(help));
    }

    fn target(&self, id: &IdentifierReference<'_>) -> Option<&'s Target> {
        let symbol = self.scoping.get_reference(id.reference_id.get()?).symbol_id()?;
        self.targets.get(&symbol)
    }

    fn declared(&self, id: &BindingIdentifier<'_>) -> Option<&'s str> {
        match self.targets.get(&id.symbol_id.get()?)? {
            Target::Name(name) => Some(name),
            Target::Member(_) => None,
        }
    }

    /// A name that stands for a property, too: `{ x }` becomes `{ x: … }`.
    fn shorthand(&mut self, id: &IdentifierReference<'_>) {
        if let Some(Target::Member(text) | Target::Name(text)) = self.target(id) {
            self.edits.replace(id.span.start, id.span.end, format!("{}:{text}", id.name));
        }
    }

    fn called(&mut self, callee: &Expression<'_>) {
        if let Expression::Identifier(id) = callee {
            self.called.insert(id.span.start);
        }
    }
}

impl<'a> Visit<'a> for Uses<'_> {
    // Their names are gone with the statement.
    fn visit_import_declaration(&mut self, _: &ImportDeclaration<'a>) {}
    fn visit_export_named_declaration(&mut self, _: &ExportNamedDeclaration<'a>) {}
    fn visit_export_from_declaration(&mut self, _: &ExportFromDeclaration<'a>) {}
    fn visit_export_all_declaration(&mut self, _: &ExportAllDeclaration<'a>) {}

    fn visit_statements(&mut self, list: &oxc_allocator::ArenaVec<'a, Statement<'a>>) {
        for statement in list {
            if let Statement::ExpressionStatement(expression) = statement {
                self.statements.insert(expression.span.start);
            }
        }
        walk::walk_statements(self, list);
    }

    fn visit_identifier_reference(&mut self, id: &IdentifierReference<'a>) {
        let start = id.span.start;
        match self.target(id) {
            Some(Target::Member(text)) if self.called.contains(&start) => {
                let semicolon = if self.statements.contains(&start) { ";" } else { "" };
                self.edits.replace(start, id.span.end, format!("{semicolon}(0,{text})"));
            }
            Some(Target::Member(text) | Target::Name(text)) => self.edits.replace(start, id.span.end, text.clone()),
            None => {}
        }
    }

    fn visit_binding_identifier(&mut self, id: &BindingIdentifier<'a>) {
        if let Some(name) = self.declared(id) {
            self.edits.replace(id.span.start, id.span.end, name.to_owned());
        }
    }

    fn visit_binding_property(&mut self, property: &BindingProperty<'a>) {
        if property.shorthand {
            let id = match &property.value {
                BindingPattern::BindingIdentifier(id) => Some(id),
                BindingPattern::AssignmentPattern(default) => match &default.left {
                    BindingPattern::BindingIdentifier(id) => Some(id),
                    _ => None,
                },
                _ => None,
            };
            if let Some((id, name)) = id.and_then(|id| Some((id, self.declared(id)?))) {
                self.edits.replace(id.span.start, id.span.end, format!("{}:{name}", id.name));
                if let BindingPattern::AssignmentPattern(default) = &property.value {
                    self.visit_expression(&default.right);
                }
                return;
            }
        }
        walk::walk_binding_property(self, property);
    }

    fn visit_object_property(&mut self, property: &ObjectProperty<'a>) {
        match &property.value {
            Expression::Identifier(id) if property.shorthand => self.shorthand(id),
            _ => walk::walk_object_property(self, property),
        }
    }

    fn visit_assignment_target_property_identifier(&mut self, property: &AssignmentTargetPropertyIdentifier<'a>) {
        self.shorthand(&property.binding);
        if let Some(default) = &property.init {
            self.visit_expression(default);
        }
    }

    fn visit_call_expression(&mut self, call: &CallExpression<'a>) {
        self.called(&call.callee);
        walk::walk_call_expression(self, call);
    }

    fn visit_tagged_template_expression(&mut self, template: &TaggedTemplateExpression<'a>) {
        self.called(&template.tag);
        walk::walk_tagged_template_expression(self, template);
    }

    fn visit_function(&mut self, function: &Function<'a>, flags: ScopeFlags) {
        self.functions += 1;
        walk::walk_function(self, function, flags);
        self.functions -= 1;
    }

    fn visit_arrow_function_expression(&mut self, arrow: &ArrowFunctionExpression<'a>) {
        self.functions += 1;
        walk::walk_arrow_function_expression(self, arrow);
        self.functions -= 1;
    }

    fn visit_await_expression(&mut self, awaited: &AwaitExpression<'a>) {
        if self.functions == 0 {
            self.error(awaited.span, "await stands outside a function", "put it into an async function and call that");
        }
        walk::walk_await_expression(self, awaited);
    }

    fn visit_for_of_statement(&mut self, statement: &ForOfStatement<'a>) {
        if statement.r#await && self.functions == 0 {
            self.error(statement.span, "for await stands outside a function", "put it into an async function and call that");
        }
        walk::walk_for_of_statement(self, statement);
    }

    fn visit_import_meta(&mut self, meta: &ImportMeta) {
        self.error(meta.span, "import.meta does not exist in a mini-program", "use a path from the root of the program");
    }

    fn visit_import_expression(&mut self, import: &ImportExpression<'a>) {
        self.dynamic_imports = true;
        let start = import.span.start;
        // Only the keyword changes: `import(x)` becomes a call of the same shape.
        let end = start + u32::try_from("import".len()).unwrap_or(0);
        self.edits.replace(start, end, format!("{}m", self.prefix));
        self.visit_expression(&import.source);
    }
}
