//! Tests of the logic layer with small programs in memory.

mod canvas;
mod framework;
mod sandbox;
mod traces;
mod webgl;
mod wx;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use banchan_formats::template::{self, Template};
use serde_json::{Value as Json, json};

use crate::tree::{ComponentFile, TemplateSource, Tree, TreeLimits};

use super::*;

/// A program in memory: path to text.
#[derive(Default)]
pub struct Files {
    files: HashMap<String, String>,
    using: HashMap<Rc<str>, Rc<str>>,
}

impl Files {
    fn new(files: &[(&str, &str)]) -> Rc<Files> {
        let mut made = Files::default();
        for (path, text) in files {
            made.files.insert((*path).to_string(), (*text).to_string());
            // Every component of a test can use every other by its last name.
            if let Some(path) = path.strip_suffix(".wxml") {
                let tag = path.rsplit('/').next().unwrap_or(path);
                made.using.insert(Rc::from(tag), Rc::from(path));
            }
        }
        Rc::new(made)
    }
}

fn join(from: &str, spec: &str) -> String {
    let mut parts: Vec<&str> = if spec.starts_with('/') { Vec::new() } else { from.split('/').collect() };
    if !spec.starts_with('/') {
        parts.pop();
    }
    for part in spec.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

impl ScriptSource for Files {
    fn script(&self, path: &str) -> Result<Rc<str>, SourceError> {
        self.files.get(path).map(|text| Rc::from(text.as_str())).ok_or_else(|| SourceError::Missing(path.to_string()))
    }

    fn wxs(&self, path: &str) -> Result<Rc<str>, SourceError> {
        self.script(path)
    }

    fn resolve(&self, from: &str, spec: &str) -> Option<String> {
        let path = join(from, spec);
        [path.clone(), format!("{path}.js"), format!("{path}/index.js")].into_iter().find(|path| self.files.contains_key(path))
    }

    fn component_json(&self, path: &str) -> String {
        self.files.get(&format!("{path}.json")).cloned().unwrap_or_else(|| "{}".into())
    }

    fn resolve_component(&self, from: &str, spec: &str) -> Option<String> {
        Some(join(from, spec))
    }
}

impl TemplateSource for Files {
    fn template(&self, path: &str) -> Option<Rc<Template>> {
        let bare = path.strip_suffix(".wxml").unwrap_or(path);
        let name = format!("{bare}.wxml");
        let (template, _) = template::compile(&name, self.files.get(&name)?);
        Some(Rc::new(template))
    }

    fn component(&self, _path: &str) -> Option<Rc<ComponentFile>> {
        Some(Rc::new(ComponentFile { using: self.using.clone(), ..ComponentFile::default() }))
    }
}

/// Remembers everything and answers what a test gave it.
#[derive(Default)]
pub struct Host {
    pub log: RefCell<Vec<String>>,
    pub errors: RefCell<Vec<ScriptError>>,
    pub calls: RefCell<Vec<(String, Json, u32)>>,
    pub answers: RefCell<HashMap<String, String>>,
    pub clock: Cell<f64>,
    /// What was drawn: the page and its batch.
    pub drawn: RefCell<Vec<(u32, String)>>,
    /// Questions to a view, which all get the same answer.
    pub asked: RefCell<Vec<String>>,
    pub view_says: RefCell<Option<String>>,
    /// Whether errors stand in the log too, where they happened.
    pub tells_errors: Cell<bool>,
}

impl LogicHost for Host {
    fn invoke(&self, name: &str, args_json: &str, call: u32) -> Option<String> {
        let args = serde_json::from_str(args_json).unwrap_or(Json::Null);
        self.calls.borrow_mut().push((name.to_string(), args, call));
        self.answers.borrow().get(name).cloned()
    }

    fn draw(&self, page: u32, batch: &str) -> bool {
        self.drawn.borrow_mut().push((page, batch.to_string()));
        true
    }

    fn ask_view(&self, _page: u32, question: &str) -> Option<String> {
        self.asked.borrow_mut().push(question.to_string());
        self.view_says.borrow().clone()
    }

    fn temp_file(&self, bytes: &str, ending: &str) -> String {
        json!({ "ok": true, "res": { "tempFilePath": format!("wxfile://tmp_{}.{ending}", bytes.len()) } }).to_string()
    }

    fn console(&self, level: &str, text: &str) {
        let text = if level == "log" { text.to_string() } else { format!("{level}: {text}") };
        self.log.borrow_mut().push(text);
    }

    fn now_ms(&self) -> f64 {
        self.clock.get()
    }

    fn random(&self) -> u64 {
        1 << 63
    }

    fn script_error(&self, error: ScriptError) {
        if self.tells_errors.get() {
            let place = if error.path.is_empty() { String::new() } else { format!(" ({}:{})", error.path, error.line) };
            self.log.borrow_mut().push(format!("error: {}{place} during {}", error.text, error.during));
        }
        self.errors.borrow_mut().push(error);
    }
}

/// A running program.
pub struct Run {
    pub logic: Logic,
    pub host: Rc<Host>,
}

pub fn members() -> String {
    json!([
        ["request", "async-task", "done"],
        ["getLocation", "async", "done"],
        ["login", "async", "missing"],
        ["navigateTo", "async", "done"],
        ["redirectTo", "async", "done"],
        ["switchTab", "async", "done"],
        ["reLaunch", "async", "done"],
        ["navigateBack", "async", "done"],
        ["getStorageSync", "sync", "done"],
        ["setStorageSync", "sync", "done"],
        ["getSystemInfoSync", "sync", "done"],
        ["canIUse", "sync", "done"],
        ["nextTick", "sync", "done"],
        ["onNetworkStatusChange", "event-on", "done"],
        ["offNetworkStatusChange", "event-off", "done"],
        ["onUnhandledRejection", "event-on", "done"],
        ["onError", "event-on", "done"],
        ["createMediaAudioPlayer", "manager", "missing", ["play", "onPlay", "src"]],
        ["createInterstitialAd", "manager", "missing", ["show"]],
        ["createCacheManager", "manager", "missing", ["match"]],
        ["createUDPSocket", "manager", "missing", ["bind"]],
        ["getFileSystemManager", "manager", "missing", ["readFileSync"]],
        ["createOffscreenCanvas", "manager", "done"],
        ["createCanvasContext", "manager", "done"],
        ["canvasToTempFilePath", "async", "done"],
        ["getImageInfo", "async", "done"],
        ["canvasGetImageData", "async", "done"],
        ["canvasPutImageData", "async", "done"],
        ["createContext", "manager", "missing"],
        ["getExptInfoSync", "sync", "missing"],
        ["isVKSupport", "sync", "missing"],
        ["createVKSession", "manager", "missing", ["start", "stop", "hitTest", "getVKFrame", "on"]],
        ["createSelectorQuery", "manager", "done"],
        ["arrayBufferToBase64", "sync", "done"],
        ["base64ToArrayBuffer", "sync", "done"],
        ["env", "property", "done"],
        ["onThemeChange", "event-on", "absent"],
    ])
    .to_string()
}

impl Run {
    pub fn with_limits(files: &[(&str, &str)], limits: Limits) -> Run {
        let files = Files::new(files);
        let host = Rc::new(Host { clock: Cell::new(1_000_000.0), ..Host::default() });
        let templates: Rc<dyn TemplateSource> = Rc::clone(&files) as Rc<dyn TemplateSource>;
        let tree = Rc::new(RefCell::new(Tree::new(templates, TreeLimits::default())));
        let setup = Setup {
            entry: "",
            dialect_global: "wx".into(),
            model: "",
            members_json: members(),
            env_json: json!({ "device": { "brand": "test", "model": "phone" }, "window": { "windowWidth": 375 } }).to_string(),
            limits,
        };
        // As sessions begin.
        let engine = Prepared::new(setup.limits.clone()).expect("an engine starts");
        let logic = Logic::prepared(engine, files, tree, Rc::clone(&host) as Rc<dyn LogicHost>, setup).expect("the logic layer starts");
        Run { logic, host }
    }

    pub fn new(files: &[(&str, &str)]) -> Run {
        Run::with_limits(files, Limits::default())
    }

    /// A program of one `app.js`, launched.
    pub fn app(code: &str) -> Run {
        let mut run = Run::new(&[("app.js", code)]);
        run.launch();
        run
    }

    /// A program of one page with this in its `onLoad`, opened.
    pub fn loading(code: &str) -> Run {
        let script = format!("Page({{ onLoad() {{ {code} }} }})");
        let mut run = Run::new(&[("app.js", ""), ("p/a.js", &script), ("p/a.wxml", "<view/>")]);
        run.launch();
        run.open("p/a");
        run
    }

    /// The orders for canvases of all batches that crossed.
    pub fn drawn(&self) -> Vec<Json> {
        let drawn = self.host.drawn.borrow();
        let batches = drawn.iter().filter_map(|(_, batch)| serde_json::from_str::<Vec<Json>>(batch).ok()).flatten();
        batches.filter(|item| item[0] == "d").flat_map(|item| item[2].as_array().cloned().unwrap_or_default()).collect()
    }

    pub fn launch(&mut self) {
        if let Err(error) = self.logic.launch("{}") {
            panic!("launch: {error} {:?}", self.host.errors.borrow());
        }
    }

    pub fn open(&mut self, path: &str) -> CompId {
        match self.logic.open_page(path, "{}") {
            Ok(page) => page,
            Err(error) => panic!("open {path}: {error} {:?}", self.host.errors.borrow()),
        }
    }

    /// The console so far, one line each.
    pub fn log(&self) -> String {
        self.host.log.borrow().join("\n")
    }

    pub fn no_errors(&self) {
        let errors = self.host.errors.borrow();
        assert!(errors.is_empty(), "{}", errors.iter().map(|error| format!("{error}\n{}", error.stack)).collect::<String>());
    }
}
