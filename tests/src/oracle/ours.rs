//! A program in our own logic layer and tree, step by step. The clock is virtual; calls of `wx` are answered from
//! `facts.json`, as in `wx.mjs`.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use banchan_core::api;
use banchan_core::logic::{Limits, Logic, LogicHost, PageLife, ScriptError, Setup};
use banchan_core::program::Program;
use banchan_core::session::Sources;
use banchan_core::tree::{CompId, Shown, Tree, TreeLimits};
use banchan_formats::Severity;
use banchan_formats::bundle::{Files, Limits as FileLimits};
use banchan_formats::manifest::Dialect;
use serde_json::{Value as Json, json};

use super::{Case, Seen, Step, touches};

/// Virtual milliseconds that pass after each step; as in `program.mjs`.
const SETTLE: f64 = 1000.0;
/// Device and window; `rect` answers every selector query, `answers` are those of calls that succeed. The oracle has the same.
const FACTS: &str = include_str!("../../oracle/facts.json");

struct Host {
    now: Cell<f64>,
    said: RefCell<Vec<String>>,
    errors: RefCell<Vec<String>>,
    warned: RefCell<Vec<String>>,
    /// Selector queries to answer: the call, and for each of its questions whether it is for one node.
    asked: RefCell<Vec<(u32, Vec<bool>)>>,
    facts: Json,
}

/// The table of members, with the one by which cases are told of their steps.
///
/// # Errors
/// The table is none.
pub(super) fn members(dialect: Dialect) -> Result<Json, String> {
    let mut members: Vec<Json> = serde_json::from_str(&api::members_json(dialect)).map_err(|error| error.to_string())?;
    members.push(json!(["onOracle", "event-on", "done"]));
    Ok(members.into())
}

impl LogicHost for Host {
    fn invoke(&self, name: &str, args_json: &str, call: u32) -> Option<String> {
        if name == "__selectorQuery" {
            let args: Json = serde_json::from_str(args_json).unwrap_or_default();
            let queue = args.get("queue").and_then(Json::as_array).cloned().unwrap_or_default();
            let singles = queue.iter().map(|one| one.get("single") == Some(&json!(true))).collect();
            self.asked.borrow_mut().push((call, singles));
            return None;
        }
        if call == 0 {
            return Some(r#"{"ok":true,"res":{}}"#.to_owned());
        }
        let outcome = match self.facts.get("answers").and_then(|answers| answers.get(name)) {
            Some(answer) => json!({ "ok": true, "res": answer }),
            None => json!({ "ok": false, "res": { "errMsg": format!("{name}:fail not supported") } }),
        };
        Some(outcome.to_string())
    }

    fn console(&self, level: &str, text: &str) {
        match level {
            "log" => self.said.borrow_mut().push(text.to_owned()),
            "warn" => self.warned.borrow_mut().push(text.to_owned()),
            _ => {}
        }
    }

    fn now_ms(&self) -> f64 {
        self.now.get()
    }

    fn random(&self) -> u64 {
        0
    }

    fn script_error(&self, error: ScriptError) {
        self.errors.borrow_mut().push(error.to_string());
    }
}

/// A program that runs here.
pub struct Ours {
    logic: Logic,
    program: Rc<Program>,
    host: Rc<Host>,
    page: CompId,
}

/// The program of a case, unstarted.
///
/// # Errors
/// Its files or its manifest are refused.
pub(super) fn program(case: &Case) -> Result<Program, String> {
    let files = case.all_files().into_iter().map(|(path, text)| (path, text.into_bytes()));
    let files = Files::from_entries(files, &FileLimits::default()).map_err(|error| error.to_string())?;
    Program::open(Arc::new(files)).map_err(|error| error.to_string())
}

impl Ours {
    /// Runs a case to its end. Call it on a thread with 8 MiB of stack.
    ///
    /// # Errors
    /// The program could not be opened.
    pub fn run(case: &Case) -> Result<Seen, String> {
        let mut ours = Self::open(program(case)?, &case.page)?;
        let mut seen = vec![ours.look()];
        for step in &case.steps {
            ours.step(step);
            seen.push(ours.look());
        }
        Ok(Seen { seen, errors: ours.errors() })
    }

    /// Opens a page; its first screen is there, and time has passed.
    ///
    /// # Errors
    /// The page could not be opened.
    pub fn open(program: Program, page: &str) -> Result<Self, String> {
        let program = Rc::new(program);
        let host = Rc::new(Host {
            now: Cell::new(1.7e12),
            said: RefCell::default(),
            errors: RefCell::default(),
            warned: RefCell::default(),
            asked: RefCell::default(),
            facts: serde_json::from_str(FACTS).unwrap_or_default(),
        });
        let sources = Rc::new(Sources(Rc::clone(&program)));
        let tree = Rc::new(RefCell::new(Tree::new(sources.clone(), TreeLimits::default())));
        let dialect = program.manifest().dialect;
        let setup = Setup {
            entry: "",
            dialect_global: "wx".into(),
            model: "",
            members_json: members(dialect)?.to_string(),
            env_json: FACTS.to_owned(),
            limits: Limits { turn_ms: 60_000, ..Limits::default() },
        };
        let mut logic = Logic::new(sources, tree, host.clone(), setup).map_err(|error| error.to_string())?;
        if let Err(error) = logic.launch("{}") {
            host.errors.borrow_mut().push(error.to_string());
        }
        let page = logic.open_page(page, "{}").map_err(|error| error.to_string())?;
        // What the view is told later starts from here.
        logic.tree().borrow_mut().html(page);
        logic.page_life(page, PageLife::Ready, "{}");
        let mut ours = Self { logic, program, host, page };
        ours.settle();
        Ok(ours)
    }

    /// The outline and what was said since the last look.
    pub fn look(&mut self) -> Json {
        self.logic.tree().borrow_mut().take_patch(self.page);
        let shown = Json::from_iter(self.shown().iter().map(Shown::json));
        json!({ "shown": shown, "said": self.host.said.take() })
    }

    /// What the page shows.
    #[must_use]
    pub fn shown(&self) -> Vec<Shown> {
        self.logic.tree().borrow().structure(self.page)
    }

    /// The number in the view of the element at a place in the outline.
    fn view_of(&self, at: usize) -> u32 {
        let shown = self.shown();
        let mut elements = Vec::new();
        Shown::elements(&shown, &mut elements);
        elements.get(at % elements.len().max(1)).map_or(0, |element| element.view)
    }

    /// Whether the page has a method.
    #[must_use]
    pub fn page_has(&self, method: &str) -> bool {
        self.logic.page_has(self.page, method)
    }

    /// Lets something happen, and then time pass.
    pub fn step(&mut self, step: &Step) {
        match step {
            Step::Emit(what) => self.logic.emit("onOracle", &what.to_string()),
            Step::Event { at, name, detail } => self.event(*at, name, detail),
            Step::Call { name } => self.logic.call_method(self.page, name, &super::nowhere().to_string()),
            Step::Model { at, event, value, .. } => self.event(*at, event, &json!({ "value": value })),
        }
        self.settle();
    }

    fn event(&mut self, at: usize, name: &str, detail: &Json) {
        let event = json!({ "type": name, "detail": detail, "touches": touches(name), "changedTouches": touches(name), "ts": 0 });
        self.logic.view_event(self.page, self.view_of(at), &event.to_string());
    }

    fn settle(&mut self) {
        let end = self.host.now.get() + SETTLE;
        for _ in 0..500 {
            if self.answer() {
                continue;
            }
            match self.logic.next_timer().filter(|due| *due <= end) {
                Some(due) => self.host.now.set(due.max(self.host.now.get())),
                None => break,
            }
            self.logic.run_timers();
        }
        self.host.now.set(end);
    }

    /// Answers selector queries; whether there were some. Answers may ask more.
    fn answer(&mut self) -> bool {
        let rect = self.host.facts.get("rect").cloned().unwrap_or_default();
        let asked = self.host.asked.take();
        let some = !asked.is_empty();
        for (call, singles) in asked {
            let answers: Vec<Json> = singles.iter().map(|single| if *single { rect.clone() } else { json!([rect]) }).collect();
            self.logic.resolve(call, &json!({ "ok": true, "res": answers }).to_string());
        }
        some
    }

    /// Warnings since the last call: among them, handlers that do not exist.
    pub fn warned(&self) -> Vec<String> {
        self.host.warned.take()
    }

    /// What went wrong so far: of scripts, of files, of the tree.
    #[must_use]
    pub fn errors(&self) -> Vec<String> {
        let mut found = self.host.errors.borrow().clone();
        let told = self.program.take_diagnostics();
        found.extend(told.iter().filter(|one| one.severity == Severity::Error).map(ToString::to_string));
        found.extend(self.logic.tree().borrow_mut().take_errors().into_iter().map(|error| error.text));
        found
    }
}
