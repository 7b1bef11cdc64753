//! One QuickJS runtime with its budgets: memory, stack, time of a turn, micro tasks. Knows nothing of components; what
//! runs in it comes from `bridge` and `core/js`.
//!
//! Stack: the engine counts native stack from where the runtime was made, so [`Engine::new`] must run near the bottom of
//! the session's thread. It may use [`Limits::stack_bytes`]; the thread needs 768 KiB beyond that, because some native
//! functions look only when they are entered. Session threads have 8 MiB.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use rquickjs::context::{EvalOptions, intrinsic};
use rquickjs::{Context, Ctx, Function, Object, Persistent, Runtime, Value};

use super::script_error::{self, Origin};
use super::setup::{Death, Limits, LogicError};
use super::stopper::Stopper;

/// What the language has here; `Performance` and `DOMException` are not part of the platform.
type Intrinsics = (
    intrinsic::Date,
    intrinsic::Eval,
    intrinsic::RegExpCompiler,
    intrinsic::RegExp,
    intrinsic::Json,
    intrinsic::Proxy,
    intrinsic::MapSet,
    intrinsic::TypedArrays,
    intrinsic::Promise,
    intrinsic::WeakRef,
);

type Rejection = (Persistent<Value<'static>>, Persistent<Value<'static>>);

/// Our own scripts, by the name that they `require` each other with.
macro_rules! scripts {
    ($($name:literal),* $(,)?) => { &[$((concat!("./", $name), include_str!(concat!("../../js/", $name)))),*] };
}

const SCRIPTS: &[(&str, &str)] = scripts![
    "guard.js",
    "path.js",
    "data.js",
    "report.js",
    "definition.js",
    "update.js",
    "loop.js",
    "events.js",
    "animation.js",
    "query.js",
    "bytes.js",
    "relations.js",
    "instance.js",
    "modules.js",
    "component.js",
    "page.js",
    "timers.js",
    "console.js",
    "calls.js",
    "facts.js",
    "wx.js",
    "wxs.js",
    "entry.js",
];

/// Prefix of the file names of our own scripts in stacks.
pub(super) const OWN: &str = "banchan:";

/// A runtime, its main realm and why it ended.
pub(super) struct Engine {
    context: Context,
    runtime: Runtime,
    limits: Limits,
    stopper: Stopper,
    interrupted: Rc<Cell<bool>>,
    death: Cell<Option<Death>>,
    rejections: Rc<RefCell<Vec<Rejection>>>,
    /// Set once memory ran out: freeing the runtime could abort the process then, so it is left behind.
    leak: Rc<Cell<bool>>,
    depth: Cell<u32>,
}

impl Engine {
    pub(super) fn new(limits: Limits) -> Result<Engine, LogicError> {
        let start = |error: rquickjs::Error| LogicError::Start(error.to_string());
        let runtime = Runtime::new().map_err(start)?;
        runtime.set_memory_limit(limits.memory_bytes.max(1 << 20));
        runtime.set_max_stack_size(limits.stack_bytes.clamp(64 << 10, 4 << 20));
        // The default of 256 KiB collects many times while a first screen is made.
        runtime.set_gc_threshold(4 << 20);
        let stopper = Stopper::new();
        let interrupted = Rc::new(Cell::new(false));
        runtime.set_interrupt_handler(Some(Box::new({
            let (stopper, interrupted) = (stopper.clone(), Rc::clone(&interrupted));
            move || {
                let end = stopper.must_end();
                if end {
                    interrupted.set(true);
                }
                end
            }
        })));
        let rejections: Rc<RefCell<Vec<Rejection>>> = Rc::default();
        runtime.set_host_promise_rejection_tracker(Some(Box::new({
            let rejections = Rc::clone(&rejections);
            move |ctx, promise, reason, handled| {
                let promise = Persistent::save(&ctx, promise);
                let mut list = rejections.borrow_mut();
                if handled {
                    list.retain(|(_, known)| *known != promise);
                } else if list.len() < 1_000 {
                    list.push((Persistent::save(&ctx, reason), promise));
                }
            }
        })));
        let context = Context::custom::<Intrinsics>(&runtime).map_err(start)?;
        Ok(Engine {
            context,
            runtime,
            limits,
            stopper,
            interrupted,
            death: Cell::new(None),
            rejections,
            leak: Rc::new(Cell::new(false)),
            depth: Cell::new(0),
        })
    }

    /// A second realm of the same runtime, with globals of its own (for WXS).
    pub(super) fn realm(&self) -> Result<Context, LogicError> {
        Context::custom::<Intrinsics>(&self.runtime).map_err(|error| LogicError::Start(error.to_string()))
    }

    pub(super) fn stopper(&self) -> Stopper {
        self.stopper.clone()
    }

    pub(super) fn death(&self) -> Option<Death> {
        self.death.get()
    }

    pub(super) fn leak_flag(&self) -> Rc<Cell<bool>> {
        Rc::clone(&self.leak)
    }

    pub(super) fn heap_bytes(&self) -> usize {
        usize::try_from(self.runtime.memory_usage().memory_used_size).unwrap_or(0)
    }

    pub(super) fn collect_garbage(&self) {
        self.runtime.run_gc();
    }

    /// Ends the logic layer for a reason found outside.
    pub(super) fn end(&self, death: Death) {
        self.die(death);
    }

    fn die(&self, death: Death) {
        if self.death.get().is_none() {
            self.death.set(Some(death));
        }
        if matches!(death, Death::OutOfMemory | Death::Panic) {
            self.leak.set(true);
        }
    }

    /// Runs `work` in the main realm as one turn, then micro tasks until there are none, then `rejected` for each promise
    /// that was rejected and not caught. `None` when the logic layer is dead, before or by this.
    pub(super) fn turn<R>(
        &self,
        work: impl for<'js> FnOnce(&Ctx<'js>) -> R,
        rejected: impl for<'js> Fn(&Ctx<'js>, Value<'js>, Value<'js>),
    ) -> Option<R> {
        if self.death.get().is_none() && self.stopper.is_stopped() {
            self.die(Death::Stopped);
        }
        if self.death.get().is_some() || self.depth.get() > 0 {
            return None;
        }
        self.depth.set(1);
        self.stopper.begin(self.limits.turn_ms);
        let result = catch_unwind(AssertUnwindSafe(|| {
            let result = self.context.with(|ctx| {
                let result = work(&ctx);
                self.after_call(&ctx);
                result
            });
            self.pump(&rejected);
            result
        }));
        if result.is_err() {
            self.die(Death::Panic);
        }
        if self.interrupted.get() {
            self.die(if self.stopper.is_stopped() { Death::Stopped } else { Death::Deadline });
        }
        self.stopper.end();
        self.depth.set(0);
        match self.death.get() {
            None => result.ok(),
            Some(_) => None,
        }
    }

    /// An exception that nobody took must not meet the next call.
    fn after_call(&self, ctx: &Ctx<'_>) {
        if ctx.has_exception() {
            let left = ctx.catch();
            if script_error::is_out_of_memory(&left) {
                self.leak.set(true);
            }
        }
    }

    fn pump(&self, rejected: &impl for<'js> Fn(&Ctx<'js>, Value<'js>, Value<'js>)) {
        let mut left = self.limits.jobs_per_turn;
        loop {
            loop {
                if self.interrupted.get() {
                    return;
                }
                match self.runtime.execute_pending_job() {
                    Ok(false) => break,
                    Ok(true) => {}
                    Err(_) => self.context.with(|ctx| self.after_call(&ctx)),
                }
                left = left.saturating_sub(1);
                if left == 0 {
                    self.die(Death::JobFlood);
                    return;
                }
            }
            let list = self.rejections.take();
            if list.is_empty() {
                return;
            }
            self.context.with(|ctx| {
                for (reason, promise) in list {
                    if let (Ok(reason), Ok(promise)) = (reason.restore(&ctx), promise.restore(&ctx)) {
                        rejected(&ctx, reason, promise);
                        self.after_call(&ctx);
                    }
                }
            });
        }
    }

    /// Runs work in the main realm outside of any turn: for starting up.
    pub(super) fn with<R>(&self, work: impl for<'js> FnOnce(&Ctx<'js>) -> R) -> R {
        self.context.with(|ctx| work(&ctx))
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.rejections.borrow_mut().clear();
        let full = self.heap_bytes() > self.limits.memory_bytes / 2;
        if self.leak.get() || full {
            // One more reference each, never given back.
            std::mem::forget((self.context.clone(), self.runtime.clone()));
        }
    }
}

/// Loads our own scripts into a realm, each when first required, and returns what `entry` exports.
pub(super) fn load_own<'js>(ctx: &Ctx<'js>, entry: &'static str) -> rquickjs::Result<Object<'js>> {
    let loader: Function = eval(ctx, &format!("{OWN}loader"), LOADER)?;
    let compile = Function::new(ctx.clone(), |ctx: Ctx<'js>, name: String| -> rquickjs::Result<Function<'js>> {
        let (_, source) = SCRIPTS
            .iter()
            .find(|(known, _)| *known == name)
            .ok_or_else(|| rquickjs::Exception::throw_message(&ctx, &format!("no script {name}")))?;
        let file = format!("{OWN}{}", name.trim_start_matches("./"));
        eval(&ctx, &file, &format!("(function(exports,require,module){{{source}\n}})"))
    })?;
    loader.call((compile, entry))
}

const LOADER: &str = "((compile, entry) => { const known = new Map(); const require = (name) => { let module = known.get(name); \
if (!module) { module = { exports: {} }; known.set(name, module); compile(name)(module.exports, require, module); } \
return module.exports; }; return require(entry); })";

/// Evaluates a script under a file name, in sloppy mode (its own directives count).
pub(super) fn eval<'js, V: rquickjs::FromJs<'js>>(ctx: &Ctx<'js>, file: &str, source: &str) -> rquickjs::Result<V> {
    let mut options = EvalOptions::default();
    options.strict = false;
    options.filename = Some(file.to_string());
    ctx.eval_with_options(source, options)
}

/// The place and words of what was thrown, for tests and starting up.
pub(super) fn caught(ctx: &Ctx<'_>, during: &str) -> super::ScriptError {
    let value = ctx.catch();
    script_error::describe(&value, &Origin::new(during))
}
