//! Less to WXSS by less.js, which runs in the same sandbox as a mini-program: it sees the program's files and nothing else. Its code is not
//! part of this repository; `cargo xtask examples` fetches it, and `build.rs` embeds it.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::mpsc;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use banchan_core::logic::{Limits, Logic, LogicHost, ScriptError, ScriptSource, Setup, SourceError};
use banchan_core::tree::{ComponentFile, TemplateSource, Tree, TreeLimits};
use banchan_formats::Diagnostic;
use banchan_formats::bundle::Files;
use banchan_formats::template::Template;
use serde::Deserialize;

mod embedded {
    include!(concat!(env!("OUT_DIR"), "/less.rs"));
}

/// What is run around less.js.
const RUNNER: &str = include_str!("less.js");
/// Native stack of its thread, in bytes; the engine uses a part of it.
const STACK: usize = 32 << 20;
/// What one sheet may take.
const TURN_MS: u64 = 60_000;

/// The compiler.
#[derive(Debug, Default)]
pub(super) struct Less {
    told: bool,
}

/// What `less.js` answers.
#[derive(Deserialize)]
struct Answer {
    css: Option<String>,
    #[serde(default)]
    text: String,
    #[serde(default)]
    file: String,
    #[serde(default)]
    line: u32,
    #[serde(default)]
    column: u32,
}

impl Less {
    /// Compiles the sheet `path` of `files`.
    ///
    /// # Errors
    /// What is wrong with the sheet, or that this program was built without less.js (said in full once).
    pub(super) fn compile(&mut self, path: &str, files: &Files) -> Result<String, Diagnostic> {
        let Some(code) = embedded::LESS else {
            let found = Diagnostic::error(path, 0, 0, "Less can't be compiled: this program was built without less.js");
            let help = if self.told { "" } else { "run `cargo xtask examples`, which fetches it, and build again" };
            self.told = true;
            return Err(found.with_help(help));
        };
        let (answer, wait) = mpsc::channel();
        let (name, files) = (path.to_owned(), files.clone());
        let thread = std::thread::Builder::new().name("less".into()).stack_size(STACK).spawn(move || {
            let _ = answer.send(run(code, &name, files));
        });
        let failed = |why: &str| Diagnostic::error(path, 1, 1, format!("the Less compiler failed: {why}"));
        if let Err(error) = thread {
            return Err(failed(&error.to_string()));
        }
        let told = wait.recv().map_err(|_| failed("it stopped"))?.map_err(|why| failed(&why))?;
        let answer: Answer = serde_json::from_str(&told).map_err(|error| failed(&error.to_string()))?;
        match answer.css {
            Some(css) => Ok(css),
            None => {
                let file = if answer.file.is_empty() { path } else { &answer.file };
                Err(Diagnostic::error(file, answer.line.max(1), answer.column.max(1), answer.text))
            }
        }
    }
}

/// Runs the compiler; answers what it answers.
fn run(code: &'static str, path: &str, files: Files) -> Result<String, String> {
    let world = Rc::new(World { code, path: path.to_owned(), files, said: RefCell::default(), broken: RefCell::default() });
    let limits = Limits { memory_bytes: 512 << 20, stack_bytes: 4 << 20, turn_ms: TURN_MS, ..Limits::default() };
    let setup = Setup { dialect_global: "wx".into(), members_json: "[]".into(), env_json: "{}".into(), limits, ..Setup::default() };
    let tree = Rc::new(RefCell::new(Tree::new(world.clone(), TreeLimits::default())));
    let mut logic = Logic::new(world.clone(), tree, world.clone(), setup).map_err(|error| error.to_string())?;
    logic.launch("{}").map_err(|error| error.to_string())?;
    let said = world.said.take();
    match (said.is_empty(), world.broken.take()) {
        (false, _) => Ok(said),
        (true, Some(error)) => Err(error.to_string()),
        (true, None) => Err("it said nothing".into()),
    }
}

/// The compiler as a mini-program: `app.js` runs it and says its answer.
struct World {
    code: &'static str,
    path: String,
    files: Files,
    said: RefCell<String>,
    broken: RefCell<Option<ScriptError>>,
}

impl World {
    fn json(text: &str) -> Rc<str> {
        format!("module.exports={}", serde_json::Value::from(text)).into()
    }
}

impl ScriptSource for World {
    fn script(&self, path: &str) -> Result<Rc<str>, SourceError> {
        match path.split_once(':') {
            None if path == "app.js" => Ok(RUNNER.into()),
            None if path == "less-node" => Ok(self.code.into()),
            None if path == "sheet" => Ok(Self::json(&self.path)),
            // The text of a file; one that is not there has no text.
            Some(("text", name)) => {
                Ok(self.files.text(name).map_or_else(|| "".into(), |text| Self::json(text.trim_start_matches('\u{feff}'))))
            }
            // What less.js asks of Node.js: `app.js` has what it needs.
            _ => Ok("module.exports=global.nodeParts[module.id]".into()),
        }
    }

    fn script_beside(&self, path: &str) -> Option<String> {
        (path == "app").then(|| "app.js".into())
    }

    fn wxs(&self, path: &str) -> Result<Rc<str>, SourceError> {
        Err(SourceError::Missing(path.into()))
    }

    fn resolve(&self, _from: &str, spec: &str) -> Option<String> {
        Some(spec.into()).filter(|spec: &String| spec.split_once(':').is_none_or(|(_, name)| self.files.contains(name)))
    }

    fn component_json(&self, _path: &str) -> String {
        "{}".into()
    }

    fn resolve_component(&self, _from: &str, _spec: &str) -> Option<String> {
        None
    }
}

impl LogicHost for World {
    fn invoke(&self, _name: &str, _args_json: &str, _call: u32) -> Option<String> {
        None
    }

    fn console(&self, level: &str, text: &str) {
        // The console cuts long lines, so the answer comes in pieces.
        if level == "debug" {
            self.said.borrow_mut().push_str(text);
        }
    }

    fn now_ms(&self) -> f64 {
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64() * 1_000.0)
    }

    fn random(&self) -> u64 {
        u64::from(Instant::now().elapsed().subsec_nanos())
    }

    fn script_error(&self, error: ScriptError) {
        self.broken.borrow_mut().get_or_insert(error);
    }
}

impl TemplateSource for World {
    fn template(&self, _path: &str) -> Option<Rc<Template>> {
        None
    }

    fn component(&self, _path: &str) -> Option<Rc<ComponentFile>> {
        None
    }
}
