//! `cargo xtask bench-open`: from the text of a code to the document of the first screen, the bundle being installed,
//! beside the start of an empty engine with our own scripts. Prints the ratio and judges nothing.

use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use banchan_core::api;
use banchan_core::host::{EndReason, Folders, Hosts, NewPage, PageId, Transition, View};
use banchan_core::logic::{Limits, Logic, LogicHost, ScriptError, ScriptSource, Setup, SourceError};
use banchan_core::permission::Slot;
use banchan_core::session::NullWatcher;
use banchan_core::store::{FolderSource, PublicKey, Registry};
use banchan_core::superapp::{Config, SuperApp};
use banchan_core::tree::{ComponentFile, TemplateSource, Tree, TreeLimits};
use banchan_formats::manifest::Dialect;
use banchan_formats::template::Template;

const ROUNDS: usize = 40;

/// Rounds that begin as a person does: at home for longer than it takes until an engine is ready again.
const AT_LEISURE: usize = 5;
const LEISURE: Duration = Duration::from_secs(3);

/// The code of a single bike, as printed by `cargo xtask examples`.
const CODE: &str = "https://banchan.link/m/bike.banchan.example/pages/bike/bike?id=B1024";

/// Nothing to load and nobody to ask.
struct Empty;

impl ScriptSource for Empty {
    fn script(&self, path: &str) -> Result<Rc<str>, SourceError> {
        Err(SourceError::Missing(path.into()))
    }
    fn script_beside(&self, _path: &str) -> Option<String> {
        None
    }

    fn wxs(&self, path: &str) -> Result<Rc<str>, SourceError> {
        self.script(path)
    }
    fn resolve(&self, _from: &str, _spec: &str) -> Option<String> {
        None
    }
    fn component_json(&self, _path: &str) -> String {
        "{}".into()
    }
    fn resolve_component(&self, _from: &str, _spec: &str) -> Option<String> {
        None
    }
}

impl TemplateSource for Empty {
    fn template(&self, _path: &str) -> Option<Rc<Template>> {
        None
    }
    fn component(&self, _path: &str) -> Option<Rc<ComponentFile>> {
        None
    }
}

impl LogicHost for Empty {
    fn invoke(&self, _name: &str, _args_json: &str, _call: u32) -> Option<String> {
        None
    }
    fn console(&self, _level: &str, _text: &str) {}
    fn now_ms(&self) -> f64 {
        0.0
    }
    fn random(&self) -> u64 {
        0
    }
    fn script_error(&self, _error: ScriptError) {}
}

/// Remembers the page that was made last.
#[derive(Default)]
struct Screen(Mutex<Option<PageId>>);

impl View for Screen {
    fn create_page(&self, page: NewPage) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(page.page);
    }
    fn show_page(&self, _page: PageId, _transition: Transition) {}
    fn close_page(&self, _page: PageId) {}
    fn reload_page(&self, _page: PageId) {}
    fn post(&self, _page: PageId, _text: String) {}
    fn ended(&self, _slot: Slot, _reason: EndReason) {}
}

fn empty_engine() -> Result<Duration, String> {
    let setup = Setup {
        entry: "",
        dialect_global: "wx".into(),
        model: "",
        members_json: api::members_json(Dialect::Wechat),
        env_json: "{}".into(),
        limits: Limits::default(),
    };
    let begun = Instant::now();
    let tree = Rc::new(RefCell::new(Tree::new(Rc::new(Empty), TreeLimits::default())));
    let logic = Logic::new(Rc::new(Empty), tree, Rc::new(Empty), setup).map_err(|error| error.to_string())?;
    let took = begun.elapsed();
    drop(logic);
    Ok(took)
}

fn open_code(app: &SuperApp, screen: &Screen) -> Result<(Duration, usize), String> {
    let begun = Instant::now();
    let opened = app.open_text(CODE).map_err(|error| error.to_string())?;
    let page = screen.0.lock().unwrap_or_else(PoisonError::into_inner).ok_or("no page was made")?;
    let document = app.read_asset(page, "").ok_or("the page has no document")?;
    let took = begun.elapsed();
    if !String::from_utf8_lossy(&document.bytes).contains("B1024") {
        return Err("the first screen does not show the bike of the code".into());
    }
    app.close(opened.slot);
    // The next round must start a session of its own.
    for _ in 0..200 {
        if app.read_asset(page, "").is_none() {
            break;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    Ok((took, document.bytes.len()))
}

/// Runs the benchmark and prints its lines.
///
/// # Errors
/// A sentence when the examples were not packed, or do not open.
pub fn run() -> Result<(), String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."));
    let folder = root.join("target/registry");
    let key =
        std::fs::read_to_string(folder.join("key.pub")).map_err(|_| "run `cargo xtask examples` first: target/registry is not there")?;
    let key = PublicKey::parse(key.trim()).map_err(|error| error.to_string())?;
    let registry = Registry::open(Arc::new(FolderSource::new(&folder)), &[key]).map_err(|error| error.to_string())?;
    let home = root.join("target/bench-home");
    let _ = std::fs::remove_dir_all(&home);
    let screen = Arc::new(Screen::default());
    let app = SuperApp::new(Config {
        hosts: Hosts { view: screen.clone(), ..Hosts::null() },
        folders: Folders::under(&home),
        registries: vec![registry],
        bridge: banchan_core::host::Bridge::None,
        watcher: Arc::new(NullWatcher),
        limits: Limits::default(),
    })
    .map_err(|error| error.to_string())?;
    open_code(&app, &screen)?; // installs
    let (mut empty, mut open, mut bytes) = (Vec::new(), Vec::new(), 0);
    for _ in 0..ROUNDS {
        empty.push(empty_engine()?);
        let (took, size) = open_code(&app, &screen)?;
        open.push(took);
        bytes = size;
    }
    let mut ready = Vec::new();
    for _ in 0..AT_LEISURE {
        std::thread::sleep(LEISURE);
        ready.push(open_code(&app, &screen)?.0);
    }
    app.shutdown();
    let (empty, open, ready) = (median(empty), median(open), median(ready));
    if cfg!(debug_assertions) {
        println!("A debug build: the ratio means little. Use cargo run --release -p xtask -- bench-open.");
    }
    println!("text of a code to the document of the first screen ({bytes} bytes), bundle installed: {open:.2} ms");
    println!("an empty engine with our own scripts: {empty:.2} ms");
    println!("ratio: {:.2}", open / empty);
    println!("the same after {} s at home, where an engine is ready: {ready:.2} ms, ratio {:.2}", LEISURE.as_secs(), ready / empty);
    Ok(())
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times.get(times.len() / 2).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
}
