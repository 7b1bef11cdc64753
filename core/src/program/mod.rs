//! One opened mini-program: its files, and what was compiled from them, each when it is first asked for. It must not
//! run anything, and must not know who asks: session gives its parts to tree and logic.

mod style;

use std::cell::{OnceCell, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::sync::Arc;

use banchan_formats::bundle::Files;
use banchan_formats::manifest::{self, Dialect, Manifest, ManifestError, PageConfig};
use banchan_formats::template::{self, Template};
use banchan_formats::{Diagnostic, script};

/// A component or page: its JSON with the names in it resolved to files.
#[derive(Debug)]
pub struct ComponentFile {
    /// Root-relative path without ending.
    pub path: Rc<str>,
    /// What its JSON says.
    pub config: PageConfig,
    /// Tag -> root-relative path of a component, those of `app.json` included.
    pub using: HashMap<Rc<str>, Rc<str>>,
    /// Generic tag -> path of its default component.
    pub generics: HashMap<Rc<str>, Option<Rc<str>>>,
}

/// Why a script can't be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScriptProblem {
    /// No such file.
    #[error("there is no file {0}")]
    Missing(String),
    /// It does not parse.
    #[error("{0}")]
    Broken(Diagnostic),
}

type Cache<T> = RefCell<HashMap<String, T>>;

/// An opened mini-program. Lives on its session's thread; only `files` is shared.
pub struct Program {
    files: Arc<Files>,
    manifest: Manifest,
    templates: Cache<Option<Rc<Template>>>,
    components: Cache<Option<Rc<ComponentFile>>>,
    scripts: Cache<Result<Rc<str>, ScriptProblem>>,
    styles: Cache<Rc<str>>,
    styled_data: OnceCell<HashSet<String>>,
    found: RefCell<Vec<Diagnostic>>,
}

impl Program {
    /// Reads the manifest; everything else waits until it is asked for.
    ///
    /// # Errors
    /// [`ManifestError`] when there is no manifest that names a page.
    pub fn open(files: Arc<Files>) -> Result<Program, ManifestError> {
        let (manifest, found) = Manifest::from_files(&files)?;
        Ok(Self::from_manifest(files, manifest, found))
    }

    /// As [`Program::open`], with a manifest that was read before and what was found then.
    pub fn from_manifest(files: Arc<Files>, manifest: Manifest, found: Vec<Diagnostic>) -> Program {
        Program {
            files,
            manifest,
            templates: RefCell::default(),
            components: RefCell::default(),
            scripts: RefCell::default(),
            styles: RefCell::default(),
            styled_data: OnceCell::new(),
            found: RefCell::new(found),
        }
    }

    /// The files themselves.
    pub fn files(&self) -> &Arc<Files> {
        &self.files
    }

    /// What `app.json` says.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// What was found wrong since the last call, in the order in which files were compiled.
    pub fn take_diagnostics(&self) -> Vec<Diagnostic> {
        self.found.take()
    }

    fn template_endings(&self) -> &'static [&'static str] {
        match self.manifest.dialect {
            Dialect::Alipay => &["axml", "wxml"],
            _ => &["wxml", "axml"],
        }
    }

    /// The compiled template of a page, component or imported file; `path` with or without its ending.
    pub fn template(&self, path: &str) -> Option<Rc<Template>> {
        if let Some(known) = self.templates.borrow().get(path) {
            return known.clone();
        }
        let bare = self.template_endings().iter().find_map(|ending| path.strip_suffix(ending)?.strip_suffix('.')).unwrap_or(path);
        let compiled = self.template_endings().iter().find_map(|ending| {
            let name = format!("{bare}.{ending}");
            let source = self.files.text(&name)?;
            let (template, found) = template::compile(&name, &source);
            self.found.borrow_mut().extend(found);
            Some(Rc::new(template))
        });
        self.templates.borrow_mut().insert(path.to_string(), compiled.clone());
        compiled
    }

    /// The JSON side of a component or page. `None` when there is no file of that name at all.
    pub fn component(&self, path: &str) -> Option<Rc<ComponentFile>> {
        if let Some(known) = self.components.borrow().get(path) {
            return known.clone();
        }
        let exists = ["json", "js", "ts", "wxml", "axml"].iter().any(|ending| self.files.contains(format!("{path}.{ending}")));
        let component = exists.then(|| Rc::new(self.read_component(path)));
        self.components.borrow_mut().insert(path.to_string(), component.clone());
        component
    }

    fn read_component(&self, path: &str) -> ComponentFile {
        let (config, found) = manifest::page_config(&self.files, path);
        self.found.borrow_mut().extend(found);
        let mut using = HashMap::new();
        let all = self.manifest.using_components.iter().map(|(tag, spec)| ("app", tag, spec));
        for (from, tag, spec) in all.chain(config.using_components.iter().map(|(tag, spec)| (path, tag, spec))) {
            match self.resolve_component(from, spec) {
                Some(target) => drop(using.insert(Rc::from(tag.as_str()), Rc::from(target))),
                None if from == "app" => {}
                None => {
                    let name = format!("{path}.json");
                    let (line, column) = manifest::place_of(&self.files, &name, &["usingComponents", tag]);
                    self.found.borrow_mut().push(
                        Diagnostic::error(&name, line, column, format!("the component {spec} of <{tag}> is not there"))
                            .with_help("check its path, or add the package that has it"),
                    );
                }
            }
        }
        let default_of = |spec: &Option<String>| spec.as_ref().and_then(|spec| self.resolve_component(path, spec)).map(Rc::from);
        let generics = config.component_generics.iter().map(|(tag, spec)| (Rc::from(tag.as_str()), default_of(spec))).collect();
        ComponentFile { path: Rc::from(path), config, using, generics }
    }

    /// The component that `spec` means in the file `from`: root-relative, without ending.
    pub fn resolve_component(&self, from: &str, spec: &str) -> Option<String> {
        self.manifest.resolve_component(&self.files, from, spec)
    }

    /// The script that `require(spec)` means in the file `from`: root-relative, with its ending.
    pub fn resolve_script(&self, from: &str, spec: &str) -> Option<String> {
        match from.ends_with(".wxs") || from.contains(".wxml#") {
            true => self.manifest.resolve_file(&self.files, from.split('#').next().unwrap_or(from), spec, "wxs"),
            false => self.manifest.resolve_module(&self.files, from, spec),
        }
    }

    /// A script as CommonJS, lines kept. A `.json` file becomes a module of its value.
    ///
    /// # Errors
    /// [`ScriptProblem`].
    pub fn script(&self, path: &str) -> Result<Rc<str>, ScriptProblem> {
        self.cached_script(path, |path, source| match path.ends_with(".json") {
            true => Ok(format!("module.exports = {source};")),
            false => script::to_commonjs(path, source).map(|script| script.code),
        })
    }

    /// A WXS file, checked: strict, and nothing but WXS's own names.
    ///
    /// # Errors
    /// [`ScriptProblem`].
    pub fn wxs(&self, path: &str) -> Result<Rc<str>, ScriptProblem> {
        self.cached_script(path, script::wxs)
    }

    /// A WXS module written inside a template, checked as [`Program::wxs`]. `name` is only for messages.
    ///
    /// # Errors
    /// [`ScriptProblem::Broken`].
    pub fn wxs_inline(&self, name: &str, source: &str) -> Result<Rc<str>, ScriptProblem> {
        script::wxs(name, source).map(Rc::from).map_err(|found| self.broken(name, found))
    }

    fn cached_script(&self, path: &str, compile: impl Fn(&str, &str) -> Result<String, Vec<Diagnostic>>) -> Result<Rc<str>, ScriptProblem> {
        if let Some(known) = self.scripts.borrow().get(path) {
            return known.clone();
        }
        let script = match self.files.text(path) {
            None => Err(ScriptProblem::Missing(path.to_string())),
            Some(source) => compile(path, &source).map(Rc::from).map_err(|found| self.broken(path, found)),
        };
        self.scripts.borrow_mut().insert(path.to_string(), script.clone());
        script
    }

    fn broken(&self, path: &str, found: Vec<Diagnostic>) -> ScriptProblem {
        let first = found.first().cloned().unwrap_or_else(|| Diagnostic::error(path, 1, 1, "this script can't be read"));
        self.found.borrow_mut().extend(found);
        ScriptProblem::Broken(first)
    }
}

#[cfg(test)]
mod tests;
