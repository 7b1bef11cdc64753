//! `cargo xtask bench`: the page of the design's first measurement, 1,000 items with a component, a WXS call, a `wx:if`
//! and an observer each, in our logic layer and tree and, in the same QuickJS, in npm glass-easel. Prints ratios; it
//! checks that both show the same text, and judges nothing else.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;
use std::time::{Duration, Instant};

use banchan_core::logic::{Limits, Logic, LogicHost, ScriptError, ScriptSource, Setup, SourceError};
use banchan_core::tree::{CompId, ComponentFile, TemplateSource, Tree, TreeLimits};
use banchan_formats::template::{self, Template};

const ROUNDS: usize = 7;
const UPDATES: [&str; 6] = ["one", "all", "same", "append", "delete", "other"];
const VERSION: &str = "0.12.1";

/// Why there are no figures.
#[derive(Debug, thiserror::Error)]
pub enum BenchError {
    /// npm or node failed.
    #[error("{0} failed; the benchmark needs node and npm")]
    Tool(String),
    /// A file can't be read or written.
    #[error("{path}: {why}")]
    File {
        /// Which file.
        path: String,
        /// What the system says.
        why: std::io::Error,
    },
    /// A script of the benchmark threw.
    #[error("{0}")]
    Script(String),
    /// The two do not show the same.
    #[error("after `{after}` the frameworks show different text: ours ...{ours}..., glass-easel ...{theirs}...")]
    Different {
        /// After which operation.
        after: String,
        /// Ours, from the first difference.
        ours: String,
        /// Theirs, from there.
        theirs: String,
    },
}

/// The program in memory.
struct Program(HashMap<String, Rc<str>>);

impl ScriptSource for Program {
    fn script(&self, path: &str) -> Result<Rc<str>, SourceError> {
        self.0.get(path).cloned().ok_or_else(|| SourceError::Missing(path.to_string()))
    }

    fn script_beside(&self, path: &str) -> Option<String> {
        Some(format!("{path}.js")).filter(|name| self.0.contains_key(name))
    }

    fn wxs(&self, path: &str) -> Result<Rc<str>, SourceError> {
        self.script(path)
    }

    fn resolve(&self, _from: &str, spec: &str) -> Option<String> {
        Some(spec.trim_start_matches("./").to_string())
    }

    fn component_json(&self, path: &str) -> String {
        format!("{{\"component\":{}}}", path == "card")
    }

    fn resolve_component(&self, _from: &str, spec: &str) -> Option<String> {
        Some(spec.to_string())
    }
}

impl TemplateSource for Program {
    fn template(&self, path: &str) -> Option<Rc<Template>> {
        let name = format!("{}.wxml", path.trim_end_matches(".wxml"));
        Some(Rc::new(template::compile(&name, self.0.get(&name)?).0))
    }

    fn component(&self, _path: &str) -> Option<Rc<ComponentFile>> {
        let using = HashMap::from([(Rc::from("card"), Rc::from("card"))]);
        Some(Rc::new(ComponentFile { using, ..ComponentFile::default() }))
    }
}

#[derive(Default)]
struct Host {
    said: RefCell<String>,
    error: RefCell<Option<ScriptError>>,
}

impl LogicHost for Host {
    fn invoke(&self, _name: &str, _args_json: &str, _call: u32) -> Option<String> {
        None
    }

    fn console(&self, _level: &str, text: &str) {
        self.said.borrow_mut().push_str(text);
    }

    fn now_ms(&self) -> f64 {
        0.0
    }

    fn random(&self) -> u64 {
        0
    }

    fn script_error(&self, error: ScriptError) {
        self.error.borrow_mut().get_or_insert(error);
    }
}

/// How long something took: logic and tree alone, and with what leaves for the view.
#[derive(Clone, Copy)]
pub(crate) struct Took {
    pub(crate) work: Duration,
    pub(crate) all: Duration,
}

/// One framework with the page in it.
pub(crate) struct Side {
    logic: Logic,
    host: Rc<Host>,
    page: Option<CompId>,
    ours: bool,
    /// What left for the view last: HTML or a patch.
    pub(crate) sent: String,
}

impl Side {
    pub(crate) fn start(files: &HashMap<String, Rc<str>>, ours: bool) -> Result<Side, BenchError> {
        let mut files = files.clone();
        if !ours {
            let app = files.get("glass-easel.js").cloned().unwrap_or_default();
            files.insert("app.js".into(), app);
        }
        let program = Rc::new(Program(files));
        let host = Rc::new(Host::default());
        let templates: Rc<dyn TemplateSource> = Rc::clone(&program) as Rc<dyn TemplateSource>;
        let tree = Rc::new(RefCell::new(Tree::new(templates, TreeLimits::default())));
        let setup = Setup {
            entry: "",
            dialect_global: "wx".into(),
            model: "",
            members_json: r#"[["onBench","event-on","done"]]"#.into(),
            env_json: String::new(),
            limits: Limits { turn_ms: 60_000, ..Limits::default() },
        };
        let mut logic = Logic::new(program, tree, Rc::clone(&host) as Rc<dyn LogicHost>, setup).map_err(told)?;
        logic.launch("{}").map_err(told)?;
        Ok(Side { logic, host, page: None, ours, sent: String::new() })
    }

    fn check(&self) -> Result<(), BenchError> {
        match self.host.error.borrow_mut().take() {
            Some(error) => Err(BenchError::Script(format!("{error}\n{}", error.stack))),
            None => Ok(()),
        }
    }

    /// First render, and with the HTML that ours makes of it.
    pub(crate) fn open(&mut self) -> Result<Took, BenchError> {
        let begun = Instant::now();
        if self.ours {
            let page = self.logic.open_page("page", "{}").map_err(told)?;
            self.page = Some(page);
            let work = begun.elapsed();
            let html = self.logic.tree().borrow_mut().html(page);
            self.sent = html.as_str().to_owned();
            self.check()?;
            return Ok(Took { work, all: begun.elapsed() });
        }
        self.logic.emit("onBench", r#"{"what":"open"}"#);
        let work = begun.elapsed();
        self.check()?;
        Ok(Took { work, all: work })
    }

    /// One update, its data made before, and with the patch's JSON that ours makes of it.
    pub(crate) fn update(&mut self, what: &str) -> Result<Took, BenchError> {
        self.logic.emit("onBench", &format!("{{\"what\":\"{what}\"}}"));
        let begun = Instant::now();
        self.go();
        let work = begun.elapsed();
        if let Some(page) = self.page {
            let patch = self.logic.tree().borrow_mut().take_patch(page);
            self.sent = patch.map(|patch| patch.to_json()).unwrap_or_default();
        }
        let all = begun.elapsed();
        self.check()?;
        Ok(Took { work, all })
    }

    /// What is measured; a function of its own for profilers.
    #[inline(never)]
    fn go(&mut self) {
        self.logic.emit("onBench", r#"{"what":"go"}"#);
    }

    /// All text on the page, without white space.
    fn text(&mut self) -> String {
        let text = match self.page {
            Some(page) => {
                let html = self.logic.tree().borrow_mut().html(page);
                html.as_str().split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect()
            }
            None => {
                self.logic.emit("onBench", r#"{"what":"text"}"#);
                self.host.said.take()
            }
        };
        text.split_whitespace().collect()
    }

    fn memory(&mut self) -> (usize, usize) {
        self.logic.collect_garbage();
        (self.logic.heap_bytes(), self.logic.tree().borrow().counts().bytes)
    }
}

fn told(error: impl std::fmt::Display) -> BenchError {
    BenchError::Script(error.to_string())
}

pub(crate) fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times.get(times.len() / 2).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
}

fn run_tool(command: &mut Command, name: &str) -> Result<Vec<u8>, BenchError> {
    let output = command.output().map_err(|_| BenchError::Tool(name.to_string()))?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        Err(BenchError::Tool(format!("{name} ({})", String::from_utf8_lossy(&output.stderr).trim())))
    }
}

fn read(path: &Path) -> Result<Rc<str>, BenchError> {
    std::fs::read_to_string(path).map(Rc::from).map_err(|why| BenchError::File { path: path.display().to_string(), why })
}

/// The folder that has glass-easel: `BANCHAN_NODE_MODULES`, or `target/npm` filled by npm.
fn node_modules(root: &Path) -> Result<PathBuf, BenchError> {
    if let Some(given) = std::env::var_os("BANCHAN_NODE_MODULES") {
        return Ok(PathBuf::from(given));
    }
    let folder = root.join("target/npm");
    let modules = folder.join("node_modules");
    if !modules.join("glass-easel-template-compiler").is_dir() {
        std::fs::create_dir_all(&folder).map_err(|why| BenchError::File { path: folder.display().to_string(), why })?;
        let packages = [format!("glass-easel@{VERSION}"), format!("glass-easel-template-compiler@{VERSION}")];
        run_tool(Command::new("npm").args(["install", "--no-audit", "--no-fund", "--prefix"]).arg(&folder).args(packages), "npm install")?;
    }
    Ok(modules)
}

/// The page and the framework beside ours, which npm brings.
pub(crate) fn files() -> Result<HashMap<String, Rc<str>>, BenchError> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."));
    let bench = root.join("xtask/bench");
    let modules = node_modules(root)?;
    let mut files = HashMap::new();
    for name in ["app.js", "list.js", "page.js", "page.wxml", "card.js", "card.wxml", "glass-easel.js"] {
        files.insert(name.to_string(), read(&bench.join(name))?);
    }
    files.insert("glass_easel.all.js".into(), read(&modules.join("glass-easel/dist/glass_easel.all.js"))?);
    let (page, card) = (bench.join("page.wxml"), bench.join("card.wxml"));
    let templates = run_tool(Command::new("node").arg(bench.join("compile.js")).arg(&modules).arg(page).arg(card), "node compile.js")?;
    files.insert("templates.js".into(), Rc::from(String::from_utf8_lossy(&templates).as_ref()));
    Ok(files)
}

/// Runs the benchmark and prints its table; `profile OPERATION TIMES` repeats one operation of ours instead.
///
/// # Errors
/// [`BenchError`] when node or npm is missing, a script throws, or the two show different text.
pub fn run(args: &[String]) -> Result<(), BenchError> {
    let files = files()?;
    if let [word, what, rounds] = args
        && word == "profile"
    {
        return profile(&files, what, rounds.parse().unwrap_or(100));
    }
    let mut times: HashMap<(&str, bool), Vec<Took>> = HashMap::new();
    let mut memory = [(0, 0), (0, 0)];
    for _ in 0..ROUNDS {
        let mut sides = [Side::start(&files, true)?, Side::start(&files, false)?];
        for side in &mut sides {
            let took = side.open()?;
            times.entry(("first render", side.ours)).or_default().push(took);
            if let Some(place) = memory.get_mut(usize::from(!side.ours)) {
                *place = side.memory();
            }
        }
        same_text(&mut sides, "first render")?;
        for what in UPDATES {
            for _ in 0..3 {
                for side in &mut sides {
                    let took = side.update(what)?;
                    times.entry((what, side.ours)).or_default().push(took);
                }
            }
            same_text(&mut sides, what)?;
        }
    }
    print(&times, memory);
    Ok(())
}

/// One operation of ours, over and over: something for a profiler to look at.
fn profile(files: &HashMap<String, Rc<str>>, what: &str, rounds: u32) -> Result<(), BenchError> {
    let mut side = Side::start(files, true)?;
    side.open()?;
    let mut times = Vec::new();
    for _ in 0..rounds {
        times.push(side.update(what)?.work);
    }
    println!("{what}: median {:.2} ms of {rounds}", median(times));
    Ok(())
}

fn same_text(sides: &mut [Side; 2], after: &str) -> Result<(), BenchError> {
    let [ours, theirs] = sides;
    let (ours, theirs) = (ours.text(), theirs.text());
    if ours == theirs && !ours.is_empty() {
        return Ok(());
    }
    let same = ours.chars().zip(theirs.chars()).take_while(|(a, b)| a == b).count();
    let part = |text: &str| text.chars().skip(same).take(60).collect();
    Err(BenchError::Different { after: after.to_string(), ours: part(&ours), theirs: part(&theirs) })
}

fn print(times: &HashMap<(&str, bool), Vec<Took>>, memory: [(usize, usize); 2]) {
    if cfg!(debug_assertions) {
        println!("A debug build: the ratios mean little. Use cargo run --release -p xtask -- bench.");
    }
    println!(
        "1,000 items; median of {ROUNDS} rounds, milliseconds. glass-easel {VERSION} has its empty backend: nothing leaves for a view."
    );
    println!("{:<14}{:>14}{:>8}{:>20}{:>13}{:>8}", "", "logic + tree", "times", "with HTML or patch", "glass-easel", "times");
    for what in std::iter::once("first render").chain(UPDATES) {
        let of = |ours, part: fn(&Took) -> Duration| times.get(&(what, ours)).map_or(0.0, |times| median(times.iter().map(part).collect()));
        let (work, all, theirs) = (of(true, |took| took.work), of(true, |took| took.all), of(false, |took| took.all));
        println!("{what:<14}{work:>14.2}{:>8.1}{all:>20.2}{theirs:>13.2}{:>8.1}", theirs / work, theirs / all);
    }
    let [(heap, tree), (other, _)] = memory;
    let mib = |bytes: usize| bytes as f64 / f64::from(1 << 20);
    println!(
        "memory: heap {:.1} MiB + tree {:.1} MiB, glass-easel's heap {:.1} MiB: {:.1} times less",
        mib(heap),
        mib(tree),
        mib(other),
        mib(other) / (mib(heap) + mib(tree))
    );
}
