//! Walks a module for uses of names that changed their place, and for what a module may not do here.

use std::collections::{HashMap, HashSet};

use oxc_ast::ast::{
    BindingIdentifier, BindingPattern, BindingProperty, Expression, IdentifierReference, ImportExpression, Program, Statement,
};
use oxc_semantic::{Scoping, SymbolId};
use oxc_span::Span;

use super::edits::Edits;
use super::module::Target;
use super::walk::{Node, Reads, Way, walk};
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
        walk(program, self);
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
    fn named(&mut self, id: &IdentifierReference<'_>) {
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

    fn bound<'n, 'a>(&mut self, property: &'n BindingProperty<'a>) -> Way<'n, 'a> {
        if !property.shorthand {
            return Way::In;
        }
        let (value, default) = match &property.value {
            BindingPattern::AssignmentPattern(default) => (&default.left, Some(&default.right)),
            value => (value, None),
        };
        let BindingPattern::BindingIdentifier(id) = value else { return Way::In };
        let Some(name) = self.declared(id) else { return Way::In };
        self.edits.replace(id.span.start, id.span.end, format!("{}:{name}", id.name));
        default.map_or(Way::Past, Way::Only)
    }

    fn outside_of_functions(&mut self, span: Span, text: &str) {
        if self.functions == 0 {
            self.error(span, text, "put it into an async function and call that");
        }
    }

    fn imported<'n, 'a>(&mut self, import: &'n ImportExpression<'a>) -> Way<'n, 'a> {
        self.dynamic_imports = true;
        let start = import.span.start;
        // Only the keyword changes: `import(x)` becomes a call of the same shape.
        let end = start + u32::try_from("import".len()).unwrap_or(0);
        self.edits.replace(start, end, format!("{}m", self.prefix));
        Way::Only(&import.source)
    }
}

impl Reads for Uses<'_> {
    fn enter<'n, 'a>(&mut self, node: &Node<'n, 'a>) -> Way<'n, 'a> {
        match node {
            // Their names are gone with the statement.
            Node::Import(_) | Node::ExportNamed | Node::ExportFrom(_) | Node::ExportAll(_) => return Way::Past,
            Node::Statements(list) => {
                for statement in *list {
                    if let Statement::ExpressionStatement(expression) = statement {
                        self.statements.insert(expression.span.start);
                    }
                }
            }
            Node::Identifier(id) => self.named(id),
            Node::BindingIdentifier(id) => {
                if let Some(name) = self.declared(id) {
                    self.edits.replace(id.span.start, id.span.end, name.to_owned());
                }
            }
            Node::BindingProperty(property) => return self.bound(property),
            Node::ObjectProperty(property) => {
                if let (true, Expression::Identifier(id)) = (property.shorthand, &property.value) {
                    self.shorthand(id);
                    return Way::Past;
                }
            }
            Node::AssignedProperty(property) => {
                self.shorthand(&property.binding);
                return property.init.as_ref().map_or(Way::Past, Way::Only);
            }
            Node::Call(call) => self.called(&call.callee),
            Node::TaggedTemplate(template) => self.called(&template.tag),
            Node::Function => self.functions += 1,
            Node::Await(awaited) => self.outside_of_functions(awaited.span, "await stands outside a function"),
            Node::ForOf(statement) if statement.r#await => {
                self.outside_of_functions(statement.span, "for await stands outside a function");
            }
            Node::ImportMeta(meta) => {
                self.error(meta.span, "import.meta does not exist in a mini-program", "use a path from the root of the program")
            }
            Node::ImportExpression(import) => return self.imported(import),
            _ => {}
        }
        Way::In
    }

    fn leave_function(&mut self) {
        self.functions -= 1;
    }
}
