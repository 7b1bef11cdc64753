//! One QuickJS runtime with its budgets: memory, stack, time of a turn, micro tasks. Knows nothing of components; what
//! runs in it comes from `bridge` and `core/js`.
//!
//! Stack: the engine counts native stack from where the runtime was made, so [`Engine::new`] must run near the bottom of
//! the session's thread. It may use [`Limits::stack_bytes`]; the thread needs 768 KiB beyond that, because some native
//! functions look only when they are entered. Session threads have 8 MiB.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use rquickjs::context::{EvalOptions, intrinsic};
use rquickjs::{Context, Ctx, Function, Object, Persistent, Runtime, Value};

use super::script_error::{self, Origin};
use super::setup::{Death, Limits, LogicError};
use super::stopper::Stopper;
use crate::packed::{Packed, carried};

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
    ($($name:literal),* $(,)?) => { &[$((concat!("./", $name), carried!(concat!("js/", $name)))),*] };
}

/// What every program needs, for a program in WeChat's dialect.
const FIRST: &[(&str, Packed)] = scripts![
    "guard.js",
    "path.js",
    "data.js",
    "report.js",
    "definition.js",
    "wechat.js",
    "renamed.js",
    "update.js",
    "loop.js",
    "events.js",
    "animation.js",
    "files.js",
    "socket.js",
    "element.js",
    "media.js",
    "sensors.js",
    "recorder.js",
    "update-manager.js",
    "observe.js",
    "query.js",
    "bytes.js",
    "relations.js",
    "router.js",
    "instance.js",
    "regexp.js",
    "modules.js",
    "component.js",
    "page.js",
    "timers.js",
    "console.js",
    "calls.js",
    "missing.js",
    "canvas-view.js",
    "canvas-image.js",
    "image-info.js",
    "facts.js",
    "worker.js",
    "developer.js",
    "wx.js",
    "entry.js",
];

/// What only some ask for.
const LATER: &[(&str, Packed)] = scripts![
    "alipay/props.js",
    "alipay/life.js",
    "alipay/spec.js",
    "alipay/model.js",
    "canvas-values.js",
    "canvas-text.js",
    "canvas-path.js",
    "canvas-2d.js",
    "canvas.js",
    "canvas-old.js",
    "builder.js",
    "webgl-words.js",
    "webgl-table.js",
    "webgl-extensions.js",
    "webgl-objects.js",
    "webgl-programs.js",
    "webgl-state.js",
    "webgl-inner.js",
    "webgl.js",
    "wxs-types.js",
    "wxs.js",
    "worker-entry.js",
];

/// Prefix of the file names of our own scripts in stacks.
pub(super) const OWN: &str = "banchan:";

/// Our own scripts that are compiled and did not run yet, by name.
#[derive(Clone, Default)]
pub(super) struct Compiled(Rc<RefCell<HashMap<&'static str, Persistent<Function<'static>>>>>, #[cfg(test)] Rc<RefCell<Vec<String>>>);

impl Compiled {
    /// Compiles what every program needs.
    pub(super) fn fill(&self, ctx: &Ctx<'_>) -> rquickjs::Result<()> {
        for (name, source) in FIRST {
            let function = compile(ctx, name, &source.text())?;
            self.0.borrow_mut().insert(name, Persistent::save(ctx, function));
        }
        Ok(())
    }

    fn take<'js>(&self, ctx: &Ctx<'js>, name: &str) -> Option<Function<'js>> {
        self.0.borrow_mut().remove(name).and_then(|function| function.restore(ctx).ok())
    }

    /// What is left is let go of: it must be gone before its runtime is.
    pub(super) fn clear(&self) {
        self.0.take();
    }

    /// What nobody took.
    #[cfg(test)]
    pub(super) fn left(&self) -> Vec<&'static str> {
        self.0.borrow().keys().copied().collect()
    }

    /// What was asked for and had to be compiled then.
    #[cfg(test)]
    pub(super) fn missed(&self) -> Vec<String> {
        self.1.borrow().clone()
    }
}

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
    compiled: Compiled,
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
            compiled: Compiled::default(),
        })
    }

    /// What of our own scripts is compiled in the main realm.
    pub(super) fn compiled(&self) -> &Compiled {
        &self.compiled
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

    /// Bytes of the heap that stay when this is dropped: where memory ran out, or nearly did, freeing could abort the process.
    pub(super) fn left_behind(&self) -> usize {
        let bytes = self.heap_bytes();
        if self.leak.get() || bytes > self.limits.memory_bytes / 2 { bytes } else { 0 }
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
        self.compiled.clear();
        if self.left_behind() > 0 {
            // One more reference each, never given back.
            std::mem::forget((self.context.clone(), self.runtime.clone()));
        }
    }
}

/// Loads our own scripts into a realm, each when first required, and returns what `entry` exports. `compiled` is of that realm.
pub(super) fn load_own<'js>(ctx: &Ctx<'js>, entry: &'static str, compiled: &Compiled) -> rquickjs::Result<Object<'js>> {
    let loader: Function = eval(ctx, &format!("{OWN}loader"), LOADER)?;
    let compiled = compiled.clone();
    let find = Function::new(ctx.clone(), move |ctx: Ctx<'js>, name: String| -> rquickjs::Result<Function<'js>> {
        if let Some(function) = compiled.take(&ctx, &name) {
            return Ok(function);
        }
        #[cfg(test)]
        compiled.1.borrow_mut().push(name.clone());
        let source = script(&name).ok_or_else(|| rquickjs::Exception::throw_message(&ctx, &format!("no script {name}")))?;
        compile(&ctx, &name, &source)
    })?;
    loader.call((find, entry))
}

fn compile<'js>(ctx: &Ctx<'js>, name: &str, source: &str) -> rquickjs::Result<Function<'js>> {
    let file = format!("{OWN}{}", name.trim_start_matches("./"));
    eval(ctx, &file, &format!("(function(exports,require,module){{{source}\n}})"))
}

fn script(name: &str) -> Option<String> {
    // Tests may take the scripts from a folder: a change to one needs no build then.
    #[cfg(test)]
    if let Some(text) =
        std::env::var_os("BANCHAN_JS").and_then(|folder| std::fs::read_to_string(std::path::Path::new(&folder).join(name)).ok())
    {
        return Some(text);
    }
    FIRST.iter().chain(LATER).find(|(known, _)| *known == name).map(|(_, source)| source.text())
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
    script_error::describe(&value, &Origin::own(during))
}
