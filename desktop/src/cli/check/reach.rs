//! Every file that a page reaches, compiled: what its first screen does not show (a branch, a dialog) is read as well.
//! Nothing is run.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use banchan_core::program::Program;
use banchan_formats::Diagnostic;
use banchan_formats::bundle::Files;
use banchan_formats::manifest::{ManifestError, place_of};
use banchan_formats::script::{self, MemberUse};
use banchan_formats::style::{self, Part, StyleOptions};
use banchan_formats::template::{ScriptSource, Template};

/// More files than one page can reach.
const MAX_FILES: usize = 5_000;

/// What a source folder says without running it.
pub(in crate::cli) struct Sources {
    /// Each page with the files that it reaches, in the order of the manifest.
    pub(in crate::cli) pages: Vec<(String, BTreeSet<String>)>,
    /// Findings, each once.
    pub(in crate::cli) found: Vec<Diagnostic>,
    /// Uses of the global object, by file.
    pub(in crate::cli) uses: BTreeMap<String, Vec<MemberUse>>,
    /// Whose global object: `wx` or `my`.
    pub(in crate::cli) program: Program,
}

impl Sources {
    /// Reads everything that the pages reach. `progress` hears each page.
    pub(in crate::cli) fn read(files: Arc<Files>, mut progress: impl FnMut(&str)) -> Result<Self, ManifestError> {
        let program = Program::open(files)?;
        let mut sources = Self { pages: Vec::new(), found: Vec::new(), uses: BTreeMap::new(), program };
        let mut app = BTreeSet::from(["app.json".to_string(), "banchan.json".to_string()]);
        for ending in ["js", "ts"] {
            sources.script(&format!("app.{ending}"), &mut app);
        }
        sources.style("app", &mut app);
        sources.components_of_app();
        for path in sources.program.manifest().pages.clone() {
            progress(&path);
            let mut reached = app.clone();
            sources.component(&path, true, &mut reached);
            sources.pages.push((path, reached));
        }
        let mut found = sources.program.take_diagnostics();
        found.append(&mut sources.found);
        for one in found {
            if !sources.found.contains(&one) {
                sources.found.push(one);
            }
        }
        Ok(sources)
    }

    /// The global object that programs of this dialect use.
    pub(in crate::cli) fn global(&self) -> &'static str {
        banchan_core::api::dialect(self.program.manifest().dialect).global
    }

    /// Components that `app.json` offers to every page: those that are not there are told once, and not at each page.
    fn components_of_app(&mut self) {
        let using = self.program.manifest().using_components.clone();
        for (tag, spec) in using.iter().filter(|(_, spec)| self.program.resolve_component("app", spec).is_none()) {
            let (line, column) = place_of(self.program.files(), "app.json", &["usingComponents", tag]);
            let text = format!("the component {spec} of <{tag}> is not there");
            self.found.push(Diagnostic::error("app.json", line, column, text).with_help("check its path, or add the package that has it"));
        }
    }

    /// A page or component with everything that it uses. The work list keeps deep nesting off the stack.
    fn component(&mut self, path: &str, is_page: bool, reached: &mut BTreeSet<String>) {
        let mut open = vec![path.to_string()];
        let mut seen: BTreeSet<String> = open.iter().cloned().collect();
        while let Some(path) = open.pop() {
            if reached.len() > MAX_FILES {
                break;
            }
            let Some(component) = self.program.component(&path) else {
                if is_page {
                    // Told at the file that should be there, so that it is this page's error and no other's.
                    let name = format!("{path}.wxml");
                    let found = Diagnostic::error(&name, 0, 0, "this page has no files")
                        .with_help("add them, or take the page out of pages in app.json");
                    self.found.push(found);
                    reached.insert(name);
                }
                continue;
            };
            reached.insert(format!("{path}.json"));
            self.template(&path, reached);
            for ending in ["js", "ts"] {
                self.script(&format!("{path}.{ending}"), reached);
            }
            self.style(&path, reached);
            let defaults = component.generics.values().flatten();
            for used in component.using.values().chain(defaults) {
                if seen.insert(used.to_string()) {
                    open.push(used.to_string());
                }
            }
        }
    }

    fn template(&mut self, path: &str, reached: &mut BTreeSet<String>) {
        let mut open = vec![path.to_string()];
        while let Some(path) = open.pop() {
            let Some(template) = self.program.template(&path) else { continue };
            if !reached.insert(template.path.to_string()) {
                continue;
            }
            self.wxs_of(&template, reached);
            for link in template.imports.iter().chain(&template.includes) {
                if self.program.template(&link.path).is_none() {
                    let text = format!("the template {} is not there", link.path);
                    self.found.push(Diagnostic::error(&template.path, link.place.line, link.place.column, text));
                } else {
                    open.push(link.path.to_string());
                }
            }
        }
    }

    fn wxs_of(&mut self, template: &Template, reached: &mut BTreeSet<String>) {
        for module in &template.scripts {
            match &module.source {
                // Findings are kept by the program; the text is not needed here.
                ScriptSource::Inline { text, .. } => drop(self.program.wxs_inline(&template.path, text)),
                ScriptSource::File(path) => self.wxs(path, &template.path, reached),
            }
        }
    }

    fn wxs(&mut self, path: &str, from: &str, reached: &mut BTreeSet<String>) {
        let mut open = vec![(path.to_string(), from.to_string())];
        while let Some((path, from)) = open.pop() {
            let Some(source) = self.program.files().text(&path).map(|text| text.into_owned()) else {
                self.found.push(Diagnostic::error(&from, 1, 1, format!("the WXS file {path} is not there")));
                continue;
            };
            if !reached.insert(path.clone()) {
                continue;
            }
            drop(self.program.wxs(&path));
            for require in script::requires(&path, &source) {
                match self.program.resolve_script(&path, &require.specifier) {
                    Some(target) => open.push((target, path.clone())),
                    None => self.missing_module(&path, &require),
                }
            }
        }
    }

    fn script(&mut self, path: &str, reached: &mut BTreeSet<String>) {
        let mut open = vec![path.to_string()];
        while let Some(path) = open.pop() {
            if !self.program.files().contains(&path) || !reached.insert(path.clone()) || path.ends_with(".json") {
                continue;
            }
            let Some(source) = self.program.files().text(&path).map(|text| text.into_owned()) else { continue };
            if !self.uses.contains_key(&path) {
                drop(self.program.script(&path));
                self.uses.insert(path.clone(), script::members_used(&path, &source, self.global()));
            }
            for require in script::requires(&path, &source) {
                match self.program.resolve_script(&path, &require.specifier) {
                    Some(target) => open.push(target),
                    None => self.missing_module(&path, &require),
                }
            }
        }
    }

    /// Only a warning: programs ask for optional modules inside `try`.
    fn missing_module(&mut self, path: &str, require: &script::Require) {
        let text = format!("the module {} is not there", require.specifier);
        let help = if require.specifier.starts_with(['.', '/']) { "check its path" } else { "run npm install, or check its name" };
        self.found.push(Diagnostic::warning(path, require.line, require.column, text).with_help(help));
    }

    fn style(&mut self, path: &str, reached: &mut BTreeSet<String>) {
        // The program splices imports and keeps what it finds; the list of files comes from the sheets themselves.
        let mut open: Vec<String> =
            ["wxss", "acss"].iter().map(|ending| format!("{path}.{ending}")).filter(|name| self.program.files().contains(name)).collect();
        if !open.is_empty() {
            drop(self.program.style(path, None));
        }
        while let Some(name) = open.pop() {
            let Some(source) = self.program.files().text(&name).map(|text| text.into_owned()) else { continue };
            if reached.insert(name.clone()) {
                let (sheet, _) = style::compile(&name, &source, &StyleOptions { scope: None, host: None });
                open.extend(sheet.parts.into_iter().filter_map(|part| match part {
                    Part::Import(target) => Some(target),
                    Part::Css(_) => None,
                }));
            }
        }
    }
}
