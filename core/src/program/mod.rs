//! One opened mini-program: its files, and what was compiled from them, each when it is first asked for. It must not
//! run anything, and must not know who asks: session gives its parts to tree and logic.

mod style;

use std::cell::{OnceCell, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::sync::Arc;

use banchan_formats::Diagnostic;
use banchan_formats::bundle::Files;
use banchan_formats::manifest::{self, Manifest, ManifestError, PageConfig};
use banchan_formats::script::{self, Positions, Script};
use banchan_formats::template::{self, Template};

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

/// Where a program's own tab bar lies.
const CUSTOM_TAB_BAR: &str = "custom-tab-bar/index";
/// Tag and id of that component on each page of the tab bar; `core/js/instance.js` finds it by this id.
const TAB_BAR: &str = "banchan-tab-bar";

type Cache<T> = RefCell<HashMap<String, T>>;

/// An opened mini-program. Lives on its session's thread; only `files` is shared.
pub struct Program {
    files: Arc<Files>,
    manifest: Manifest,
    templates: Cache<Option<Rc<Template>>>,
    components: Cache<Option<Rc<ComponentFile>>>,
    scripts: Cache<Result<Rc<str>, ScriptProblem>>,
    /// Where the places of compiled scripts were in their sources, for those whose places moved.
    positions: Cache<Positions>,
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
            positions: RefCell::default(),
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
        self.manifest.dialect.files().templates
    }

    /// The component that draws the tab bar on the page `path`: that of the program itself, if it has one and the page is a tab.
    pub fn custom_tab_bar(&self, path: &str) -> Option<&'static str> {
        let is_custom = self.manifest.tab_bar.as_ref().is_some_and(|bar| bar.custom);
        let exists = || ["json", "wxml", "axml"].iter().any(|ending| self.files.contains(format!("{CUSTOM_TAB_BAR}.{ending}")));
        (is_custom && self.manifest.is_tab(path) && exists()).then_some(CUSTOM_TAB_BAR)
    }

    /// The compiled template of a page, component or imported file; `path` with or without its ending.
    pub fn template(&self, path: &str) -> Option<Rc<Template>> {
        if let Some(known) = self.templates.borrow().get(path) {
            return known.clone();
        }
        let bare = self.template_endings().iter().find_map(|ending| path.strip_suffix(ending)?.strip_suffix('.')).unwrap_or(path);
        let compiled = self.template_endings().iter().find_map(|ending| {
            let name = format!("{bare}.{ending}");
            let mut source = self.files.text(&name)?;
            self.found.borrow_mut().extend(self.files.not_text(&name));
            if path == bare && self.custom_tab_bar(path).is_some() {
                // On the last line, so that no place of the page's own moves.
                source.to_mut().push_str(&format!("<{TAB_BAR} id=\"{TAB_BAR}\"/>"));
            }
            let uses = |tag: &str| self.component(bare).is_some_and(|file| file.using.contains_key(tag));
            let (template, found) = template::compile_file(&name, &source, &uses);
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
        self.found.borrow_mut().extend(self.files.not_text(&format!("{path}.json")));
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
                    let why = match spec.strip_prefix("plugin://").map(|rest| rest.split('/').next().unwrap_or(rest)) {
                        Some(plugin) => Diagnostic::error(
                            &name,
                            line,
                            column,
                            format!("<{tag}> is of the plugin {plugin}, which lies on WeChat's servers"),
                        )
                        .with_help("nothing is shown in its place; use a component of a package instead"),
                        None => Diagnostic::error(&name, line, column, format!("the component {spec} of <{tag}> is not there"))
                            .with_help("check its path, or add the package that has it"),
                    };
                    self.found.borrow_mut().push(why);
                }
            }
        }
        if let Some(bar) = self.custom_tab_bar(path) {
            using.insert(Rc::from(TAB_BAR), Rc::from(bar));
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
        let of_template = [".wxs", ".sjs"].iter().any(|ending| from.ends_with(ending)) || from.contains('#');
        match of_template {
            true => {
                let ending = self.manifest.dialect.files().template_script;
                self.manifest.resolve_file(&self.files, from.split('#').next().unwrap_or(from), spec, ending)
            }
            false => self.manifest.resolve_module(&self.files, from, spec),
        }
    }

    /// The script beside a page or component (`path` without ending; `app` for the whole): its JavaScript, else its TypeScript.
    pub fn script_beside(&self, path: &str) -> Option<String> {
        ["js", "ts"].iter().map(|ending| format!("{path}.{ending}")).find(|name| self.files.contains(name))
    }

    /// A script as CommonJS. A `.json` file becomes a module of its value.
    ///
    /// # Errors
    /// [`ScriptProblem`].
    pub fn script(&self, path: &str) -> Result<Rc<str>, ScriptProblem> {
        self.cached_script(path, |path, source| match path.ends_with(".json") {
            true => manifest::json_module(path, source)
                .map(|code| Script { code, positions: Positions::default(), module: false })
                .map_err(|found| vec![found]),
            false => script::to_commonjs(path, source),
        })
    }

    /// Where a line and column (from 1) of a compiled script or WXS file stand in its source.
    pub fn position(&self, path: &str, line: u32, column: u32) -> (u32, u32) {
        self.positions.borrow().get(path).map_or((line, column), |positions| positions.source(line, column))
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
        script::wxs(name, source).map(|script| Rc::from(script.code)).map_err(|found| self.broken(name, found))
    }

    fn cached_script(&self, path: &str, compile: impl Fn(&str, &str) -> Result<Script, Vec<Diagnostic>>) -> Result<Rc<str>, ScriptProblem> {
        if let Some(known) = self.scripts.borrow().get(path) {
            return known.clone();
        }
        self.found.borrow_mut().extend(self.files.not_text(path));
        let script = match self.files.text(path) {
            None => Err(ScriptProblem::Missing(path.to_string())),
            // The engine takes no zero byte.
            Some(source) => compile(path, &source.replace('\0', "\u{fffd}")).map_err(|found| self.broken(path, found)),
        };
        let script = script.map(|script| {
            if !script.positions.is_empty() {
                self.positions.borrow_mut().insert(path.to_string(), script.positions);
            }
            Rc::from(script.code)
        });
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
