//! The logic layer of one mini-program: one QuickJS runtime, its guards and budgets, and the framework in `core/js`.
//!
//! The only module that names `rquickjs`. Templates and the element tree live in `tree`; here live component instances,
//! `App`, `Page`, timers and the `wx` object. It has no page stack and grants nothing: it asks [`LogicHost`].
//!
//! Every call is one turn: it begins a deadline, runs JavaScript, then its micro tasks, and reports promises that nobody
//! caught. A turn that overruns its budget ends the mini-program ([`Death`]); after that every call does nothing.

mod bridge;
mod convert;
mod engine;
mod script_error;
mod setup;
mod stopper;
#[cfg(test)]
mod tests;
mod wxs;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use rquickjs::function::IntoArgs;
use rquickjs::{Ctx, FromJs, Function, Object, Persistent, Value as Js};

pub use setup::{AppLife, Death, Limits, LogicError, LogicHost, PageLife, ScriptError, ScriptSource, Setup, SourceError};
pub use stopper::Stopper;

use crate::tree::{CompId, EventInit, Tree};
use bridge::Shared;
use engine::{Compiled, Engine};
use script_error::Origin;

/// An engine with our own scripts compiled, which knows no mini-program yet: most of what there is to do before the first line of one
/// runs. It stays on the thread that made it.
pub struct Prepared(Engine);

impl Prepared {
    /// Makes one.
    ///
    /// # Errors
    /// [`LogicError::Start`] when the engine does not start, or our own scripts do not compile.
    pub fn new(limits: Limits) -> Result<Prepared, LogicError> {
        let engine = Engine::new(limits)?;
        let compiled = engine.with(|ctx| {
            engine.compiled().fill(ctx).map_err(|error| LogicError::Start(format!("{error}: {}", engine::caught(ctx, "compile"))))
        });
        compiled.map(|()| Prepared(engine))
    }
}

/// One mini-program's JavaScript and its tree. Lives on its session's thread; see `engine` for the stack it needs.
pub struct Logic {
    engine: Engine,
    shared: Rc<Shared>,
    entry: Option<Persistent<Object<'static>>>,
}

impl Logic {
    /// Starts the engine and our own scripts; runs nothing of the mini-program yet.
    ///
    /// # Errors
    /// [`LogicError::Start`] when the engine or our own scripts do not start.
    pub fn new(source: Rc<dyn ScriptSource>, tree: Rc<RefCell<Tree>>, host: Rc<dyn LogicHost>, setup: Setup) -> Result<Logic, LogicError> {
        Logic::prepared(Prepared(Engine::new(setup.limits.clone())?), source, tree, host, setup)
    }

    /// [`Logic::new`] on an engine that was made before, with the limits of `setup`.
    ///
    /// # Errors
    /// As [`Logic::new`].
    pub fn prepared(
        Prepared(engine): Prepared,
        source: Rc<dyn ScriptSource>,
        tree: Rc<RefCell<Tree>>,
        host: Rc<dyn LogicHost>,
        setup: Setup,
    ) -> Result<Logic, LogicError> {
        let shared = Rc::new(Shared {
            tree,
            source,
            host,
            convert: convert::Converter::new(setup.limits.clone()),
            wxs: wxs::Wxs::default(),
            next_timer: Cell::new(f64::INFINITY),
            panicked: Cell::new(false),
            leak: engine.leak_flag(),
        });
        let mut logic = Logic { engine, shared, entry: None };
        let entry = logic.engine.with(|ctx| {
            let compiled = logic.engine.compiled();
            start(ctx, &logic.shared, &setup, compiled)
                .map_err(|error| LogicError::Start(format!("{error}: {}", engine::caught(ctx, "start"))))
        })?;
        logic.entry = Some(entry);
        logic.shared.wxs.prepare(&logic.engine, &logic.shared)?;
        Ok(logic)
    }

    /// Calls a function that `entry.js` returned, as one turn. `Ok(None)` never means failure of the call itself.
    fn call<A, R>(&self, name: &str, during: &str, args: impl for<'js> FnOnce(&Ctx<'js>) -> rquickjs::Result<A>) -> Result<R, LogicError>
    where
        A: for<'js> IntoArgs<'js>,
        R: for<'js> FromJs<'js>,
    {
        self.turn(during, |ctx, entry| {
            let function: Function = entry.get(name)?;
            function.call(args(ctx)?)
        })
    }

    fn turn<R>(&self, during: &str, work: impl for<'js> FnOnce(&Ctx<'js>, &Object<'js>) -> rquickjs::Result<R>) -> Result<R, LogicError> {
        self.shared.convert.handles.sweep();
        let Some(entry) = self.entry.clone() else { return Err(LogicError::Start("it did not start".into())) };
        let on_reject = entry.clone();
        let shared = &self.shared;
        let result = self.engine.turn(
            |ctx| {
                let entry = entry.restore(ctx).map_err(|error| LogicError::Start(error.to_string()))?;
                work(ctx, &entry).map_err(|error| {
                    if !ctx.has_exception() {
                        return LogicError::Start(error.to_string());
                    }
                    let thrown = ctx.catch();
                    if script_error::is_out_of_memory(&thrown) {
                        shared.leak.set(true);
                    }
                    LogicError::Script(script_error::describe(&thrown, &Origin::new(during, &*shared.source)))
                })
            },
            |ctx, reason, promise| {
                let told = on_reject.clone().restore(ctx).and_then(|entry| {
                    let rejected: Function = entry.get("rejected")?;
                    rejected.call::<_, ()>((reason.clone(), promise))
                });
                if told.is_err() {
                    shared.report(&ctx.catch(), "onUnhandledRejection");
                }
            },
        );
        if self.shared.panicked.get() {
            self.engine.end(Death::Panic);
        }
        match (self.death(), result) {
            (Some(death), _) => Err(LogicError::Dead(death)),
            (None, Some(result)) => result,
            (None, None) => Err(LogicError::Start("a call came while another was running".into())),
        }
    }

    /// For calls whose failure is only reported.
    fn tell<A>(&self, name: &str, args: impl for<'js> FnOnce(&Ctx<'js>) -> rquickjs::Result<A>)
    where
        A: for<'js> IntoArgs<'js>,
    {
        if let Err(LogicError::Script(error)) = self.call::<A, ()>(name, name, args) {
            self.shared.host.script_error(error);
        }
    }

    /// Runs `app.js`, `App.onLaunch` and `App.onShow`. `launch_json`: `{"path","query":{},"scene","referrerInfo":{}}`.
    ///
    /// # Errors
    /// [`LogicError::Script`] when `app.js` itself throws; what life-cycle methods throw is reported to the host.
    pub fn launch(&mut self, launch_json: &str) -> Result<(), LogicError> {
        self.call("launch", "app.js", |_| Ok((launch_json,)))
    }

    /// Makes a page and runs it through `onLoad` and `onShow`: its first screen is then in the tree. `query_json` is an
    /// object of decoded strings.
    ///
    /// # Errors
    /// [`LogicError::Script`] when the page's script does not run.
    pub fn open_page(&mut self, path: &str, query_json: &str) -> Result<CompId, LogicError> {
        self.open_page_again(path, query_json, None)
    }

    /// The same for a page that comes back: `exit_json` is what its `onSaveExitState` kept.
    ///
    /// # Errors
    /// As for [`Logic::open_page`].
    pub fn open_page_again(&mut self, path: &str, query_json: &str, exit_json: Option<&str>) -> Result<CompId, LogicError> {
        self.call("openPage", "opening a page", |_| Ok((path, query_json, exit_json.unwrap_or_default()))).map(CompId)
    }

    /// Something happened to a page; `json` is the argument of its method, or empty. Returns the object that the method
    /// returned, as JSON (`onShareAppMessage`).
    pub fn page_life(&mut self, page: CompId, life: PageLife, json: &str) -> Option<String> {
        let scroll;
        let json = match life {
            PageLife::PageScroll(top) if json.is_empty() => {
                scroll = serde_json::json!({ "scrollTop": top }).to_string();
                &scroll
            }
            _ => json,
        };
        match self.call("pageLife", life.name(), |_| Ok((page.0, life.name(), json))) {
            Ok(result) => result,
            Err(LogicError::Script(error)) => {
                self.shared.host.script_error(error);
                None
            }
            Err(_) => None,
        }
    }

    /// Whether a page has a method, such as `onPullDownRefresh`.
    pub fn page_has(&self, page: CompId, method: &str) -> bool {
        self.call("pageHas", "pageHas", |_| Ok((page.0, method))).unwrap_or(false)
    }

    /// Tells what `getCurrentPages` answers: the page stack, the lowest first. Without it, the pages in the order they
    /// were opened.
    pub fn set_stack(&mut self, pages: &[CompId]) {
        let ids: Vec<u32> = pages.iter().map(|page| page.0).collect();
        self.tell("setStack", |_| Ok((ids,)));
    }

    /// Something happened to the mini-program; `json` is the argument, or empty. `Show` also sets the enter options.
    pub fn app_life(&mut self, life: AppLife, json: &str) {
        self.tell("appLife", |_| Ok((life.name(), json)));
    }

    /// The view reports an event on a node: `{"type","detail","touches","changedTouches","ts"}`. Unknown nodes are ignored.
    /// A handler that throws does not stop the others.
    pub fn view_event(&mut self, page: CompId, node: u32, event_json: &str) {
        let Ok(event) = serde_json::from_str::<serde_json::Value>(event_json) else { return };
        let Some(name) = event.get("type").and_then(serde_json::Value::as_str) else { return };
        let stop = event.get("stop").and_then(|stop| Some((u32::try_from(stop.get(0)?.as_u64()?).ok()?, stop.get(1)?.as_bool()?)));
        let mut tree = self.shared.tree.borrow_mut();
        let writes = tree.model_writes(page, node, name);
        let Some(walk) = tree.dispatch(page, node, &EventInit { stop, ..EventInit::view(name) }) else { return };
        // What is written to data may change who hears of it.
        let first = if writes.is_empty() { tree.next_call(walk) } else { None };
        if first.is_none() && writes.is_empty() {
            return;
        }
        // A form's values are also those of components that are fields (`wx://form-field`).
        let fields: Vec<u32> = match name {
            "submit" => tree.shown_components(page, node).iter().map(|comp| comp.0).collect(),
            _ => Vec::new(),
        };
        drop(tree);
        let shared = Rc::clone(&self.shared);
        let result = self.turn(name, |ctx, entry| {
            let first = first.map(|call| shared.call(ctx, &call)).transpose()?;
            let models = shared.models(ctx, &writes)?;
            entry.get::<_, Function>("viewEvent")?.call::<_, ()>((walk, first, event_json, models, fields))
        });
        if let Err(LogicError::Script(error)) = result {
            self.shared.host.script_error(error);
        }
    }

    /// WXS in the view calls a method of a component (`callMethod`); `args_json` is its argument, or empty.
    pub fn call_method(&mut self, comp: CompId, method: &str, args_json: &str) {
        self.tell("callMethod", |_| Ok((comp.0, method, args_json)));
    }

    /// WXS in the view triggers an event of a component; `options_json` as `triggerEvent` takes them.
    pub fn trigger_event(&mut self, comp: CompId, name: &str, detail_json: &str, options_json: &str) {
        self.tell("triggerEvent", |_| Ok((comp.0, name, detail_json, options_json)));
    }

    /// Answers a call made by [`LogicHost::invoke`]: `{"ok":true|false,"res":{...,"errMsg":...}}`.
    pub fn resolve(&mut self, call: u32, outcome_json: &str) {
        self.tell("resolve", |_| Ok((call, outcome_json)));
    }

    /// Calls what `wx.onXxx` registered. `listener` is the member's name (`onNetworkStatusChange`).
    pub fn emit(&mut self, listener: &str, json: &str) {
        self.tell("emit", |_| Ok((listener, json)));
    }

    /// An event of a task that a call returned: `Progress`-like names without `on` (`ProgressUpdate`, `HeadersReceived`).
    pub fn emit_task(&mut self, call: u32, event: &str, json: &str) {
        self.tell("emitTask", |_| Ok((call, event, json)));
    }

    /// A watch that a page's view keeps told of a change (`json`, an object); `node` is what was watched, 0 for no element.
    pub fn watched(&mut self, call: u32, page: CompId, node: u32, json: &str) {
        let target = self.shared.tree.borrow().seen(page, node);
        let shared = Rc::clone(&self.shared);
        let result = self.turn("a watch", |ctx, entry| {
            let target = target.as_ref().map(|target| shared.target(ctx, target)).transpose()?;
            entry.get::<_, Function>("watched")?.call::<_, ()>((call, json, target))
        });
        if let Err(LogicError::Script(error)) = result {
            self.shared.host.script_error(error);
        }
    }

    /// A page's view listens: also one that was made again, and has nothing of what was drawn.
    pub fn canvas_ready(&mut self, page: CompId) {
        self.tell("canvasReady", |_| Ok((page.0,)));
    }

    /// A page is over.
    pub fn canvas_gone(&mut self, page: CompId) {
        self.tell("canvasGone", |_| Ok((page.0,)));
    }

    /// A view answers what a canvas asked without waiting.
    pub fn canvas_told(&mut self, question: u32, json: &str) {
        self.tell("canvasTold", |_| Ok((question, json)));
    }

    /// Asks a page what it is shared as (`onShareAppMessage`, `onShareTimeline`); the answer comes as the call `__shared`.
    /// `node` is the button that was tapped, 0 for the shell's own menu.
    pub fn share(&mut self, page: CompId, kind: &str, node: u32, web: &str) {
        let target = self.shared.tree.borrow().seen(page, node);
        let shared = Rc::clone(&self.shared);
        let result = self.turn(kind, |ctx, entry| {
            let target = target.as_ref().map(|target| shared.target(ctx, target)).transpose()?;
            entry.get::<_, Function>("share")?.call::<_, ()>((page.0, kind, target, web))
        });
        if let Err(LogicError::Script(error)) = result {
            self.shared.host.script_error(error);
        }
    }

    /// Replaces facts that synchronous members answer from; keys as in `core/js/facts.js`.
    pub fn set_facts(&mut self, json: &str) {
        self.tell("setFacts", |_| Ok((json,)));
    }

    /// When the next timer is due, in milliseconds since 1970 by the host's clock.
    pub fn next_timer(&self) -> Option<f64> {
        let due = self.shared.next_timer.get();
        (due.is_finite() && self.death().is_none()).then_some(due)
    }

    /// Runs the timers that are due now, each as a turn of its own.
    pub fn run_timers(&mut self) {
        let now = self.shared.host.now_ms();
        // A timer of 0 ms that sets itself again must not keep this going.
        for _ in 0..1_000 {
            if self.next_timer().is_none_or(|due| due > now) {
                return;
            }
            match self.call::<_, bool>("runTimer", "a timer", |_| Ok((now,))) {
                Ok(true) => {}
                Ok(false) => return,
                Err(LogicError::Script(error)) => self.shared.host.script_error(error),
                Err(_) => return,
            }
        }
    }

    /// Runs micro tasks. Every call above ends with it.
    pub fn pump(&mut self) {
        let _ = self.turn("micro tasks", |_, _| Ok(()));
    }

    /// The tree that this logic layer fills. Never borrowed between calls.
    pub fn tree(&self) -> &RefCell<Tree> {
        &self.shared.tree
    }

    /// The handle that stops this logic layer from another thread.
    pub fn stopper(&self) -> Stopper {
        self.engine.stopper()
    }

    /// Bytes that the JavaScript heap uses. Walks the heap: not for every turn.
    pub fn heap_bytes(&self) -> usize {
        self.engine.heap_bytes()
    }

    /// Bytes that stay in memory when this is dropped; none, unless its memory ran out or nearly did.
    pub fn left_behind(&self) -> usize {
        self.engine.left_behind()
    }

    /// Frees what only cycles keep: on memory pressure, or when the session goes to the background.
    pub fn collect_garbage(&mut self) {
        self.shared.convert.handles.sweep();
        self.engine.collect_garbage();
    }

    /// Why it can't go on, once it can't.
    pub fn death(&self) -> Option<Death> {
        self.engine.death()
    }
}

impl Drop for Logic {
    fn drop(&mut self) {
        // Kept values must be gone before the runtime is.
        self.entry = None;
        self.shared.wxs.clear();
        self.shared.convert.clear();
    }
}

fn start<'js>(ctx: &Ctx<'js>, shared: &Rc<Shared>, setup: &Setup, compiled: &Compiled) -> rquickjs::Result<Persistent<Object<'static>>> {
    shared.convert.prepare(ctx)?;
    let host = bridge::install(ctx, shared)?;
    // First, so that our own scripts too see `Function` and `Date` as the mini-program does.
    let guard: Function = engine::load_own(ctx, "./guard.js", compiled)?.get("install")?;
    guard.call::<_, ()>((host.clone(),))?;
    let entry = if setup.entry.is_empty() { "./entry.js" } else { setup.entry };
    let exports = engine::load_own(ctx, entry, compiled)?;
    let start: Function = exports.get("start")?;
    let entry: Js = start.call((host, setup.dialect_global.as_str(), setup.members_json.as_str(), setup.env_json.as_str(), setup.model))?;
    Ok(Persistent::save(ctx, Object::from_js(ctx, entry)?))
}
