//! Gives a program's parts to tree and logic in the forms that they ask for. Adapters only.

use std::rc::Rc;

use banchan_formats::template::Template;

use crate::logic::{ScriptSource, SourceError};
use crate::program::{Program, ScriptProblem};
use crate::tree::{ComponentFile, TemplateSource};

/// A program as tree and logic see it.
pub struct Sources(pub Rc<Program>);

impl TemplateSource for Sources {
    fn template(&self, path: &str) -> Option<Rc<Template>> {
        self.0.template(path)
    }

    fn component(&self, path: &str) -> Option<Rc<ComponentFile>> {
        let file = self.0.component(path)?;
        let placeholder = file.config.component_placeholder.iter().map(|(tag, with)| (tag.as_str().into(), with.as_str().into())).collect();
        Some(Rc::new(ComponentFile { using: file.using.clone(), generics: file.generics.clone(), placeholder }))
    }

    fn styled_data(&self, name: &str) -> bool {
        self.0.styled_data(name)
    }
}

fn problem(problem: ScriptProblem) -> SourceError {
    match problem {
        ScriptProblem::Missing(path) => SourceError::Missing(path),
        ScriptProblem::Broken(found) => SourceError::Broken { path: found.path, line: found.line, column: found.column, text: found.text },
    }
}

impl ScriptSource for Sources {
    fn script(&self, path: &str) -> Result<Rc<str>, SourceError> {
        self.0.script(path).map_err(problem)
    }

    fn position(&self, path: &str, line: u32, column: u32) -> (u32, u32) {
        self.0.position(path, line, column)
    }

    fn script_beside(&self, path: &str) -> Option<String> {
        self.0.script_beside(path)
    }

    fn wxs(&self, path: &str) -> Result<Rc<str>, SourceError> {
        self.0.wxs(path).map_err(problem)
    }

    fn resolve(&self, from: &str, spec: &str) -> Option<String> {
        self.0.resolve_script(from, spec)
    }

    fn component_json(&self, path: &str) -> String {
        match self.0.component(path) {
            Some(file) if file.config.raw.is_object() => file.config.raw.to_string(),
            _ => "{}".into(),
        }
    }

    fn resolve_component(&self, from: &str, spec: &str) -> Option<String> {
        self.0.resolve_component(from, spec)
    }
}
