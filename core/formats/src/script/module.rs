//! ES modules to CommonJS by edits of the text: what is not an import, an export or a use of an import stays byte for byte.
//!
//! Lines are kept, and columns but for the first line and for uses of imports. Exports are getters, installed before anything is
//! required, so that cycles and live bindings work; a binding not yet initialised reads as `undefined`, as WeChat's own tools have it.

use std::collections::HashMap;
use std::fmt::Write;

use oxc_ast::ast::{
    BindingPattern, Declaration, ExportDefaultDeclarationKind, ExportSpecifier, ImportDeclarationSpecifier, ModuleExportName, Program,
    Statement,
};
use oxc_semantic::{Scoping, SymbolId};
use oxc_span::{GetSpan, Span};

use super::edits::{Edits, blank, text};
use super::names::Uses;
use super::positions::Shift;
use crate::diag::{Diagnostic, unused_name};

/// What the uses of an imported (or renamed) binding become.
#[derive(Clone, Debug)]
pub(super) enum Target {
    /// A member of a module: `_$0.x`. A call of it must not pass the module as `this`.
    Member(String),
    /// Another name.
    Name(String),
}

/// A module as it was rewritten.
pub(super) struct Rewritten {
    pub code: String,
    pub prologue: String,
    pub shifts: Vec<Shift>,
}

pub(super) struct Rewriter<'s> {
    path: &'s str,
    source: &'s str,
    /// Starts every name made here; the source does not contain it.
    prefix: String,
    edits: Edits,
    /// Module specifiers in order of first mention, and what is made of each.
    modules: Vec<Module>,
    by_specifier: HashMap<String, usize>,
    exports: Vec<(String, String)>,
    targets: HashMap<SymbolId, Target>,
    default_value: bool,
}

#[derive(Default)]
struct Module {
    specifier: String,
    default: bool,
    /// Names of variables that hold the namespace.
    namespaces: Vec<String>,
    star: bool,
}

impl<'s> Rewriter<'s> {
    pub(super) fn new(path: &'s str, source: &'s str) -> Option<Self> {
        Some(Self {
            path,
            source,
            prefix: unused_name(source, "_$")?,
            edits: Edits::default(),
            modules: Vec::new(),
            by_specifier: HashMap::new(),
            exports: Vec::new(),
            targets: HashMap::new(),
            default_value: false,
        })
    }

    /// Rewrites a program that parsed without errors.
    ///
    /// # Errors
    /// What a module may do and a mini-program's may not: `import.meta`, `await` at the top.
    pub(super) fn run(mut self, program: &Program<'_>, scoping: &Scoping, module: bool) -> Result<Rewritten, Vec<Diagnostic>> {
        if module {
            self.rename_reserved(scoping);
        }
        for statement in &program.body {
            self.imports(statement);
        }
        for statement in &program.body {
            self.statement(statement, scoping);
        }
        let mut uses = Uses::new(self.path, self.source, &self.prefix, &self.targets, scoping);
        uses.read(program);
        let (dynamic, errors) = (uses.dynamic_imports, std::mem::take(&mut uses.errors));
        if !errors.is_empty() {
            return Err(errors);
        }
        let more = uses.edits;
        self.edits.extend(more);
        if self.edits.overflowed() {
            return Err(vec![
                Diagnostic::error(self.path, 1, 1, "an imported name is too long for how often it is used")
                    .with_help("import it under a short name"),
            ]);
        }
        let prologue = self.prologue(module, dynamic);
        let (code, shifts) = self.edits.apply(self.source, &prologue);
        Ok(Rewritten { code, prologue, shifts })
    }

    /// A module may call its own bindings `exports`, `require` or `module`; the code made here needs the real ones.
    fn rename_reserved(&mut self, scoping: &Scoping) {
        for name in ["exports", "require"] {
            if let Some(symbol) = scoping.get_root_binding(name.into()) {
                self.targets.insert(symbol, Target::Name(format!("{}{name}", self.prefix)));
            }
        }
    }

    fn module(&mut self, specifier: &str) -> usize {
        if let Some(index) = self.by_specifier.get(specifier) {
            return *index;
        }
        let index = self.modules.len();
        self.modules.push(Module { specifier: specifier.to_owned(), ..Module::default() });
        self.by_specifier.insert(specifier.to_owned(), index);
        index
    }

    /// An expression that reads `name` of a module.
    fn member(&mut self, index: usize, name: &str) -> String {
        let p = &self.prefix;
        if name == "default" {
            if let Some(module) = self.modules.get_mut(index) {
                module.default = true;
            }
            return format!("{p}{index}d.default");
        }
        match is_identifier(name) {
            true => format!("{p}{index}.{name}"),
            false => format!("{p}{index}[{}]", quoted(name)),
        }
    }

    /// First pass: what each imported name stands for. Imports count wherever they are written.
    fn imports(&mut self, statement: &Statement<'_>) {
        let Statement::ImportDeclaration(import) = statement else { return };
        let index = self.module(&import.source.value);
        for specifier in import.specifiers.iter().flatten() {
            let (local, target) = match specifier {
                ImportDeclarationSpecifier::ImportSpecifier(named) => {
                    (&named.local, Target::Member(self.member(index, &named.imported.name())))
                }
                ImportDeclarationSpecifier::ImportDefaultSpecifier(default) => {
                    (&default.local, Target::Member(self.member(index, "default")))
                }
                ImportDeclarationSpecifier::ImportNamespaceSpecifier(all) => {
                    // The namespace object keeps its name, so its uses stay as they are.
                    let name = self.value(all.local.symbol_id.get(), &all.local.name);
                    if let Some(module) = self.modules.get_mut(index) {
                        module.namespaces.push(name);
                    }
                    continue;
                }
            };
            if let Some(symbol) = local.symbol_id.get() {
                self.targets.insert(symbol, target);
            }
        }
    }

    /// Second pass: imports and exports leave the text.
    fn statement(&mut self, statement: &Statement<'_>, scoping: &Scoping) {
        match statement {
            Statement::ImportDeclaration(import) => self.remove(import.span),
            Statement::ExportAllDeclaration(all) => {
                let index = self.module(&all.source.value);
                match &all.exported {
                    Some(name) => {
                        let variable =
                            format!("{}{index}n{}", self.prefix, self.modules.get(index).map_or(0, |module| module.namespaces.len()));
                        if let Some(module) = self.modules.get_mut(index) {
                            module.namespaces.push(variable.clone());
                        }
                        self.exports.push((name.name().to_string(), variable));
                    }
                    None => {
                        if let Some(module) = self.modules.get_mut(index) {
                            module.star = true;
                        }
                    }
                }
                self.remove(all.span);
            }
            Statement::ExportFromDeclaration(from) => {
                let index = self.module(&from.source.value);
                for specifier in &from.specifiers {
                    let value = self.member(index, &specifier.local.name());
                    self.exports.push((specifier.exported.name().to_string(), value));
                }
                self.remove(from.span);
            }
            Statement::ExportNamedDeclaration(named) => {
                for specifier in &named.specifiers {
                    let value = self.local(specifier, scoping);
                    self.exports.push((specifier.exported.name().to_string(), value));
                }
                self.remove(named.span);
            }
            Statement::ExportDeclaration(export) => {
                let start = export.declaration.span().start;
                let blanked = blank(text(self.source, export.span.start, start));
                self.edits.replace(export.span.start, start, blanked);
                self.declared(&export.declaration);
            }
            Statement::ExportDefaultDeclaration(export) => self.default(export.span, &export.declaration),
            _ => {}
        }
    }

    /// A removed statement leaves a semicolon, so that the lines around it do not join.
    fn remove(&mut self, span: Span) {
        let blanked = blank(text(self.source, span.start, span.end));
        self.edits.replace(span.start, span.end, format!(";{}", blanked.get(1..).unwrap_or_default()));
    }

    /// The value of `export { local as … }`.
    fn local(&self, specifier: &ExportSpecifier<'_>, scoping: &Scoping) -> String {
        let name = specifier.local.name();
        let symbol = match &specifier.local {
            ModuleExportName::IdentifierReference(reference) => {
                reference.reference_id.get().and_then(|id| scoping.get_reference(id).symbol_id())
            }
            _ => scoping.get_root_binding(name.as_str().into()),
        };
        self.value(symbol, &name)
    }

    fn value(&self, symbol: Option<SymbolId>, name: &str) -> String {
        match symbol.and_then(|symbol| self.targets.get(&symbol)) {
            Some(Target::Member(text) | Target::Name(text)) => text.clone(),
            None => name.to_owned(),
        }
    }

    fn declared(&mut self, declaration: &Declaration<'_>) {
        let mut names = Vec::new();
        match declaration {
            Declaration::VariableDeclaration(variables) => {
                for variable in &variables.declarations {
                    bound(&variable.id, &mut names);
                }
            }
            Declaration::FunctionDeclaration(function) => {
                names.extend(function.id.iter().map(|id| (id.name.to_string(), id.symbol_id.get())))
            }
            Declaration::ClassDeclaration(class) => names.extend(class.id.iter().map(|id| (id.name.to_string(), id.symbol_id.get()))),
            _ => {}
        }
        for (name, symbol) in names {
            let value = self.value(symbol, &name);
            self.exports.push((name, value));
        }
    }

    fn default(&mut self, span: Span, declaration: &ExportDefaultDeclarationKind<'_>) {
        let keyword_end = default_end(self.source, span.start);
        let blanked = blank(text(self.source, span.start, keyword_end));
        let own = format!("{}d", self.prefix);
        match declaration {
            // A function is hoisted: it stays a declaration and gets a name if it has none.
            ExportDefaultDeclarationKind::FunctionDeclaration(function) => {
                self.edits.replace(span.start, keyword_end, blanked);
                let value = match &function.id {
                    Some(id) => self.value(id.symbol_id.get(), &id.name),
                    None => {
                        let at = function.params.span.start;
                        self.edits.replace(at, at, format!(" {own}"));
                        own
                    }
                };
                self.exports.push(("default".into(), value));
            }
            ExportDefaultDeclarationKind::ClassDeclaration(class) if class.id.is_some() => {
                self.edits.replace(span.start, keyword_end, blanked);
                if let Some(id) = &class.id {
                    let value = self.value(id.symbol_id.get(), &id.name);
                    self.exports.push(("default".into(), value));
                }
            }
            _ => {
                self.default_value = true;
                let assignment = format!("{own}=");
                let rest = blanked.get(assignment.len()..).unwrap_or_default();
                // A line break within `export default` is kept even when there is no room for it.
                let rest = if blanked.contains('\n') && !rest.contains('\n') { "\n" } else { rest };
                self.edits.replace(span.start, keyword_end, format!("{assignment}{rest}"));
                if matches!(declaration, ExportDefaultDeclarationKind::ClassDeclaration(_)) {
                    self.edits.replace(span.end, span.end, ";".into());
                }
                self.exports.push(("default".into(), own));
            }
        }
    }

    /// What must run before the module's first line, without a line break.
    fn prologue(&self, module: bool, dynamic: bool) -> String {
        let p = &self.prefix;
        let mut out = String::new();
        let default = self.modules.iter().any(|module| module.default);
        let namespace = dynamic || self.modules.iter().any(|module| !module.namespaces.is_empty());
        if module {
            out.push_str("\"use strict\";Object.defineProperty(exports,\"__esModule\",{value:true});");
        }
        if !self.exports.is_empty() || self.modules.iter().any(|module| module.star) {
            let _ = write!(
                out,
                "var {p}e=function(k,g){{Object.defineProperty(exports,k,{{enumerable:true,configurable:true,get:function(){{try{{return g()}}catch(e){{}}}},set:function(v){{Object.defineProperty(exports,k,{{value:v,writable:true,enumerable:true,configurable:true}})}}}})}};"
            );
        }
        if default {
            let _ = write!(out, "var {p}i=function(m){{return m&&m.__esModule?m:{{default:m}}}};");
        }
        if namespace {
            let _ = write!(
                out,
                "var {p}n=function(m){{if(m&&m.__esModule)return m;var n={{}};if(m!=null)for(var k in m)n[k]=m[k];n.default=m;return n}};"
            );
        }
        if dynamic {
            let _ = write!(out, "var {p}m=function(s){{return new Promise(function(r){{r({p}n(require(s)))}})}};");
        }
        if self.default_value {
            let _ = write!(out, "var {p}d;");
        }
        for (name, value) in &self.exports {
            let _ = write!(out, "{p}e({},function(){{return {value}}});", quoted(name));
        }
        for (index, module) in self.modules.iter().enumerate() {
            let _ = write!(out, "var {p}{index}=require({});", quoted(&module.specifier));
            if module.default {
                let _ = write!(out, "var {p}{index}d={p}i({p}{index});");
            }
            for name in &module.namespaces {
                let _ = write!(out, "var {name}={p}n({p}{index});");
            }
            if module.star {
                let _ = write!(
                    out,
                    "Object.keys(Object({p}{index})).forEach(function(k){{if(k!==\"default\"&&!Object.prototype.hasOwnProperty.call(exports,k)){p}e(k,function(){{return {p}{index}[k]}})}});"
                );
            }
        }
        out
    }
}

/// The names that a pattern binds.
fn bound(pattern: &BindingPattern<'_>, names: &mut Vec<(String, Option<SymbolId>)>) {
    let mut waiting = vec![pattern];
    while let Some(pattern) = waiting.pop() {
        match pattern {
            BindingPattern::BindingIdentifier(id) => names.push((id.name.to_string(), id.symbol_id.get())),
            BindingPattern::ObjectPattern(object) => {
                waiting.extend(object.properties.iter().map(|property| &property.value));
                waiting.extend(object.rest.iter().map(|rest| &rest.argument));
            }
            BindingPattern::ArrayPattern(array) => {
                waiting.extend(array.elements.iter().flatten());
                waiting.extend(array.rest.iter().map(|rest| &rest.argument));
            }
            BindingPattern::AssignmentPattern(default) => waiting.push(&default.left),
        }
    }
}

/// The offset behind `default` in a statement that starts with `export default`; comments may stand between.
fn default_end(source: &str, start: u32) -> u32 {
    let rest = text(source, start, u32::MAX);
    let mut at = "export".len();
    loop {
        let tail = rest.get(at..).unwrap_or_default();
        let blanks = tail.len() - tail.trim_start().len();
        let tail = tail.trim_start();
        at += blanks;
        if let Some(comment) = tail.strip_prefix("/*") {
            at += 2 + comment.find("*/").map_or(comment.len(), |end| end + 2);
        } else if tail.starts_with("//") {
            at += tail.find(['\n', '\r', '\u{2028}', '\u{2029}']).unwrap_or(tail.len());
        } else {
            let end = at + "default".len();
            return start + u32::try_from(end.min(rest.len())).unwrap_or(0);
        }
    }
}

fn is_identifier(name: &str) -> bool {
    oxc_syntax::identifier::is_identifier_name(name)
}

/// A JavaScript string literal on one line.
fn quoted(text: &str) -> String {
    let json = serde_json::to_string(text).unwrap_or_else(|_| "\"\"".into());
    json.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}
