//! The logic layer of one mini-program: one QuickJS runtime, its guards and budgets, and the framework in `core/js`.
//!
//! The only module that names `rquickjs`. Templates and the element tree live in `tree`; here live component instances,
//! `App`, `Page`, timers and the `wx` object. It has no page stack and grants nothing: it asks `LogicHost`.

mod setup;
mod stopper;

use std::rc::Rc;

pub use setup::{AppLife, Death, Limits, LogicError, LogicHost, PageLife, ScriptError, ScriptSource, Setup, SourceError};
pub use stopper::Stopper;

/// Id of a component instance in the tree; never reused in a session.
pub type CompId = u32;

/// One mini-program's JavaScript and tree. Lives on its session's thread.
pub struct Logic {
    stopper: Stopper,
}

#[allow(unused_variables)]
impl Logic {
    /// Starts the engine and our own scripts; runs nothing of the mini-program yet.
    pub fn new(source: Rc<dyn ScriptSource>, host: Rc<dyn LogicHost>, setup: Setup) -> Result<Logic, LogicError> {
        Ok(Logic { stopper: Stopper::new() })
    }

    /// Runs `app.js`, `App.onLaunch` and `App.onShow`. `launch_json`: `{"path","query","scene","referrerInfo"}`.
    pub fn launch(&mut self, launch_json: &str) -> Result<(), LogicError> {
        Err(LogicError::Start("in work".into()))
    }

    /// Makes a page and runs it up to `onShow`: its first screen is then in the tree.
    pub fn open_page(&mut self, path: &str, query_json: &str) -> Result<CompId, LogicError> {
        Err(LogicError::Start("in work".into()))
    }

    /// Something happened to a page. Returns what the page's method returned, as JSON (`onShareAppMessage`).
    pub fn page_life(&mut self, page: CompId, life: PageLife, json: &str) -> Option<String> {
        None
    }

    /// Something happened to the mini-program.
    pub fn app_life(&mut self, life: AppLife, json: &str) {}

    /// The view reports an event on a node. Unknown nodes are ignored.
    pub fn view_event(&mut self, page: CompId, node: u32, event_json: &str) {}

    /// Answers a call made by `LogicHost::invoke`.
    pub fn resolve(&mut self, call: u32, outcome_json: &str) {}

    /// Calls what `wx.onXxx` registered. `listener` is the member's name (`onNetworkStatusChange`).
    pub fn emit(&mut self, listener: &str, json: &str) {}

    /// An event of a task or manager that a call returned (`request` progress, sockets).
    pub fn emit_task(&mut self, call: u32, event: &str, json: &str) {}

    /// When the next timer is due, in milliseconds since 1970 by the host's clock.
    pub fn next_timer(&self) -> Option<f64> {
        None
    }

    /// Runs the timers that are due.
    pub fn run_timers(&mut self) {}

    /// Runs micro tasks. Every call above ends with it; here for the session's idle time.
    pub fn pump(&mut self) {}

    /// The handle that stops this logic layer from another thread.
    pub fn stopper(&self) -> Stopper {
        self.stopper.clone()
    }

    /// Bytes of the JavaScript heap.
    pub fn heap_bytes(&self) -> usize {
        0
    }

    /// Why it can't go on, once it can't.
    pub fn death(&self) -> Option<Death> {
        None
    }
}
