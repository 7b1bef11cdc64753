//! One walk over a program for whoever reads one. The library's walk is generic, so that each reader would get a copy of all of it:
//! 15 KB and more in a phone's library. It knows nothing of what is looked for.

use oxc_ast::ast::{
    ArrowFunctionExpression, AssignmentTargetPropertyIdentifier, AwaitExpression, BinaryExpression, BindingIdentifier, BindingProperty,
    CallExpression, ComputedMemberExpression, ExportAllDeclaration, ExportFromDeclaration, ExportNamedDeclaration, Expression,
    ForOfStatement, Function, IdentifierReference, ImportDeclaration, ImportExpression, ImportMeta, ObjectProperty, Program, Statement,
    StaticMemberExpression, TSEnumDeclaration, TSExternalModuleReference, TaggedTemplateExpression, VariableDeclarator,
};
use oxc_ast_visit::{Visit, walk};
use oxc_syntax::scope::ScopeFlags;

/// What is told of a program.
pub(super) enum Node<'n, 'a> {
    AssignedProperty(&'n AssignmentTargetPropertyIdentifier<'a>),
    Await(&'n AwaitExpression<'a>),
    Binary(&'n BinaryExpression<'a>),
    BindingIdentifier(&'n BindingIdentifier<'a>),
    BindingProperty(&'n BindingProperty<'a>),
    Call(&'n CallExpression<'a>),
    ComputedMember(&'n ComputedMemberExpression<'a>),
    Enum(&'n TSEnumDeclaration<'a>),
    ExportAll(&'n ExportAllDeclaration<'a>),
    ExportFrom(&'n ExportFromDeclaration<'a>),
    ExportNamed,
    ExternalModule(&'n TSExternalModuleReference<'a>),
    ForOf(&'n ForOfStatement<'a>),
    /// With arrows.
    Function,
    Identifier(&'n IdentifierReference<'a>),
    Import(&'n ImportDeclaration<'a>),
    ImportExpression(&'n ImportExpression<'a>),
    ImportMeta(&'n ImportMeta),
    ObjectProperty(&'n ObjectProperty<'a>),
    Statements(&'n [Statement<'a>]),
    StaticMember(&'n StaticMemberExpression<'a>),
    TaggedTemplate(&'n TaggedTemplateExpression<'a>),
    Variable(&'n VariableDeclarator<'a>),
}

/// Where the walk goes on.
pub(super) enum Way<'n, 'a> {
    In,
    Past,
    /// Into this part only.
    Only(&'n Expression<'a>),
}

/// Who reads a program.
pub(super) trait Reads {
    /// The walk comes to something.
    fn enter<'n, 'a>(&mut self, node: &Node<'n, 'a>) -> Way<'n, 'a>;

    /// The walk was inside of a function, and leaves it.
    fn leave_function(&mut self) {}
}

/// Tells a reader of a program, from its beginning to its end.
pub(super) fn walk(program: &Program<'_>, reader: &mut dyn Reads) {
    Walk(reader).visit_program(program);
}

struct Walk<'r>(&'r mut dyn Reads);

impl Walk<'_> {
    /// Whether to go in.
    fn goes_in(&mut self, node: &Node<'_, '_>) -> bool {
        match self.0.enter(node) {
            Way::In => true,
            Way::Past => false,
            Way::Only(part) => {
                self.visit_expression(part);
                false
            }
        }
    }
}

/// Methods of the walk that tell of what they are called for, and go on as the library does.
macro_rules! told {
    ($($visit:ident, $walk:ident, $node:ident, $type:ty;)*) => {
        $(fn $visit(&mut self, it: &$type) {
            if self.goes_in(&Node::$node(it)) {
                walk::$walk(self, it);
            }
        })*
    };
}

impl<'a> Visit<'a> for Walk<'_> {
    told! {
        visit_assignment_target_property_identifier, walk_assignment_target_property_identifier, AssignedProperty,
            AssignmentTargetPropertyIdentifier<'a>;
        visit_await_expression, walk_await_expression, Await, AwaitExpression<'a>;
        visit_binary_expression, walk_binary_expression, Binary, BinaryExpression<'a>;
        visit_binding_identifier, walk_binding_identifier, BindingIdentifier, BindingIdentifier<'a>;
        visit_binding_property, walk_binding_property, BindingProperty, BindingProperty<'a>;
        visit_call_expression, walk_call_expression, Call, CallExpression<'a>;
        visit_computed_member_expression, walk_computed_member_expression, ComputedMember, ComputedMemberExpression<'a>;
        visit_ts_enum_declaration, walk_ts_enum_declaration, Enum, TSEnumDeclaration<'a>;
        visit_export_all_declaration, walk_export_all_declaration, ExportAll, ExportAllDeclaration<'a>;
        visit_export_from_declaration, walk_export_from_declaration, ExportFrom, ExportFromDeclaration<'a>;
        visit_ts_external_module_reference, walk_ts_external_module_reference, ExternalModule, TSExternalModuleReference<'a>;
        visit_for_of_statement, walk_for_of_statement, ForOf, ForOfStatement<'a>;
        visit_identifier_reference, walk_identifier_reference, Identifier, IdentifierReference<'a>;
        visit_import_declaration, walk_import_declaration, Import, ImportDeclaration<'a>;
        visit_import_expression, walk_import_expression, ImportExpression, ImportExpression<'a>;
        visit_import_meta, walk_import_meta, ImportMeta, ImportMeta;
        visit_object_property, walk_object_property, ObjectProperty, ObjectProperty<'a>;
        visit_static_member_expression, walk_static_member_expression, StaticMember, StaticMemberExpression<'a>;
        visit_tagged_template_expression, walk_tagged_template_expression, TaggedTemplate, TaggedTemplateExpression<'a>;
        visit_variable_declarator, walk_variable_declarator, Variable, VariableDeclarator<'a>;
    }

    fn visit_export_named_declaration(&mut self, export: &ExportNamedDeclaration<'a>) {
        if self.goes_in(&Node::ExportNamed) {
            walk::walk_export_named_declaration(self, export);
        }
    }

    fn visit_statements(&mut self, list: &oxc_allocator::ArenaVec<'a, Statement<'a>>) {
        if self.goes_in(&Node::Statements(list)) {
            walk::walk_statements(self, list);
        }
    }

    fn visit_function(&mut self, function: &Function<'a>, flags: ScopeFlags) {
        if self.goes_in(&Node::Function) {
            walk::walk_function(self, function, flags);
            self.0.leave_function();
        }
    }

    fn visit_arrow_function_expression(&mut self, arrow: &ArrowFunctionExpression<'a>) {
        if self.goes_in(&Node::Function) {
            walk::walk_arrow_function_expression(self, arrow);
            self.0.leave_function();
        }
    }
}
