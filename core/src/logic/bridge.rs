//! The functions that our own JavaScript may call: leaves that borrow the tree, work and return. None calls back into
//! JavaScript while the tree is borrowed, and a panic in one ends the mini-program, not the process.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use rquickjs::function::{IntoJsFunc, Opt};
use rquickjs::{Array, ArrayBuffer, Ctx, Exception, Function, Object, Result, Value as Js};

use crate::tree::{
    Answer, CompId, ComponentDef, DefId, EventInit, HandlerCall, Isolation, Life, LifeSet, ModelWrite, Seg, Step, Target, Tree, Value,
};

use super::convert::Converter;
use super::engine;
use super::script_error::{self, Origin, PREFIX, SUFFIX};
use super::setup::{LogicHost, ScriptSource, SourceError};
use super::wxs::Wxs;

/// What the host functions share.
pub(super) struct Shared {
    pub(super) tree: Rc<RefCell<Tree>>,
    pub(super) source: Rc<dyn ScriptSource>,
    pub(super) host: Rc<dyn LogicHost>,
    pub(super) convert: Converter,
    pub(super) wxs: Wxs,
    /// When the next timer is due; infinite when there is none.
    pub(super) next_timer: Cell<f64>,
    pub(super) panicked: Cell<bool>,
    pub(super) leak: Rc<Cell<bool>>,
}

// What answers and steps are called in `loop.js`.
const DONE: i32 = 0;
const FAILED: i32 = 1;
const VALUE: i32 = 2;
const WRITES: i32 = 3;
const LOAD: i32 = 0;
const CREATE: i32 = 1;
const PROPS: i32 = 2;
const LIFE: i32 = 3;
const DROP: i32 = 4;
const CALL: i32 = 5;

impl Shared {
    /// Runs a host function's body; a panic becomes an exception and ends the mini-program after this turn.
    fn guard<'js, R>(&self, ctx: &Ctx<'js>, body: impl FnOnce() -> Result<R>) -> Result<R> {
        match catch_unwind(AssertUnwindSafe(body)) {
            Ok(result) => result,
            Err(_) => {
                self.panicked.set(true);
                Err(Exception::throw_internal(ctx, "an internal error happened; please report it"))
            }
        }
    }

    /// Tells the host what was thrown.
    pub(super) fn report(&self, value: &Js<'_>, during: &str) {
        if script_error::is_out_of_memory(value) {
            self.leak.set(true);
        }
        self.host.script_error(script_error::describe(value, &Origin::new(during, &*self.source)));
    }

    /// A fraction from 0 to 1 with 53 random bits.
    pub(super) fn random(&self) -> f64 {
        (self.host.random() >> 11) as f64 / (1u64 << 53) as f64
    }

    pub(super) fn text<'js>(&self, ctx: &Ctx<'js>, value: &Js<'js>) -> Result<String> {
        match value.as_string() {
            Some(text) => self.convert.text(ctx, text),
            None => Err(Exception::throw_type(ctx, "a text is needed")),
        }
    }

    fn step<'js>(&self, ctx: &Ctx<'js>, kind: i32, value: Js<'js>) -> Result<Js<'js>> {
        let mut answer = match kind {
            FAILED => Answer::Failed(self.text(ctx, &value)?),
            VALUE => Answer::Value(self.convert.take(ctx, value)?),
            WRITES => match value.as_array() {
                Some(flat) => Answer::Writes(self.convert.changes(ctx, flat)?),
                None => Answer::Done,
            },
            _ => Answer::Done,
        };
        loop {
            let step = self.tree.borrow_mut().step(answer);
            answer = match step {
                Step::Done => return Ok(Js::new_undefined(ctx.clone())),
                Step::Wxs { module, path, args } => match self.wxs.run(ctx, self, &module, &path, args) {
                    Ok(value) => Answer::Value(value),
                    Err(text) => Answer::Failed(text),
                },
                other => return self.step_to_js(ctx, other),
            };
        }
    }

    fn step_to_js<'js>(&self, ctx: &Ctx<'js>, step: Step) -> Result<Js<'js>> {
        let op = Array::new(ctx.clone())?;
        match step {
            Step::Load { path } => {
                op.set(0, LOAD)?;
                op.set(1, &*path)?;
            }
            Step::Create { comp, def, owner, props, models } => {
                op.set(0, CREATE)?;
                op.set(1, comp.0)?;
                op.set(2, def.0)?;
                op.set(3, owner.0)?;
                self.props(ctx, &op, 4, &props)?;
                if !models.is_empty() {
                    op.as_object().set("models", models)?;
                }
            }
            Step::Props { comp, props } => {
                op.set(0, PROPS)?;
                op.set(1, comp.0)?;
                self.props(ctx, &op, 2, &props)?;
            }
            Step::Life { comp, life } => {
                op.set(0, LIFE)?;
                op.set(1, comp.0)?;
                let number = match life {
                    Life::Attached => 0,
                    Life::Ready => 1,
                    Life::Moved => 2,
                    Life::Detached => 3,
                };
                op.set(2, number)?;
            }
            Step::Drop { comps } => {
                let ids = Array::new(ctx.clone())?;
                for (at, comp) in comps.iter().enumerate() {
                    ids.set(at, comp.0)?;
                }
                op.set(0, DROP)?;
                op.set(1, ids)?;
            }
            Step::Call { func, args } => {
                let list = Array::new(ctx.clone())?;
                for (at, arg) in args.iter().enumerate() {
                    list.set(at, self.convert.give(ctx, arg)?)?;
                }
                op.set(0, CALL)?;
                op.set(1, self.convert.give(ctx, &func)?)?;
                op.set(2, list)?;
            }
            Step::Wxs { .. } | Step::Done => return Ok(Js::new_undefined(ctx.clone())),
        }
        Ok(op.into_value())
    }

    /// Puts properties at the end of a step: index, value, index, value...
    fn props<'js>(&self, ctx: &Ctx<'js>, op: &Array<'js>, from: usize, props: &[(u32, Value)]) -> Result<()> {
        for (at, (index, value)) in props.iter().enumerate() {
            op.set(from + at * 2, *index)?;
            op.set(from + at * 2 + 1, self.convert.give(ctx, value)?)?;
        }
        Ok(())
    }

    pub(super) fn target<'js>(&self, ctx: &Ctx<'js>, target: &Target) -> Result<Object<'js>> {
        let object = Object::new(ctx.clone())?;
        object.set("id", &*target.id)?;
        object.set("dataset", self.object(ctx, &target.dataset)?)?;
        Ok(object)
    }

    /// A value that must be an object.
    fn object<'js>(&self, ctx: &Ctx<'js>, value: &Value) -> Result<Js<'js>> {
        match value {
            Value::Obj(_) => self.convert.give(ctx, value),
            _ => Ok(Object::new(ctx.clone())?.into_value()),
        }
    }

    /// A handler as `events.js` takes it: `[comp, method, target, current, mark]`.
    pub(super) fn call<'js>(&self, ctx: &Ctx<'js>, call: &HandlerCall) -> Result<Array<'js>> {
        let entry = Array::new(ctx.clone())?;
        entry.set(0, call.comp.0)?;
        entry.set(1, &*call.handler)?;
        entry.set(2, self.target(ctx, &call.target)?)?;
        entry.set(3, self.target(ctx, &call.current)?)?;
        entry.set(4, self.object(ctx, &call.mark)?)?;
        Ok(entry)
    }

    /// Places that an event writes to as `events.js` takes them: `[comp, path]` each.
    pub(super) fn models<'js>(&self, ctx: &Ctx<'js>, writes: &[ModelWrite]) -> Result<Array<'js>> {
        let list = Array::new(ctx.clone())?;
        for (at, write) in writes.iter().enumerate() {
            let path = write.path.iter().enumerate().map(|(at, seg)| match seg {
                Seg::Key(name) if at == 0 => name.to_string(),
                Seg::Key(name) => format!(".{name}"),
                Seg::Index(index) => format!("[{index}]"),
            });
            let entry = Array::new(ctx.clone())?;
            entry.set(0, write.comp.0)?;
            entry.set(1, path.collect::<String>())?;
            list.set(at, entry)?;
        }
        Ok(list)
    }

    fn define<'js>(&self, ctx: &Ctx<'js>, spec: &Object<'js>) -> Result<u32> {
        let names = |key: &str| -> Result<Vec<Rc<str>>> {
            let list: Array = spec.get(key)?;
            let mut names = Vec::new();
            for at in 0..list.len().min(10_000) {
                names.push(Rc::from(self.text(ctx, &list.get(at)?)?));
            }
            Ok(names)
        };
        let life: Array = spec.get("life")?;
        let data = match self.convert.take(ctx, spec.get("data")?)? {
            Value::Obj(object) => object.entries().to_vec(),
            _ => Vec::new(),
        };
        let def = ComponentDef {
            path: Rc::from(self.text(ctx, &spec.get("path")?)?),
            data,
            properties: names("properties")?,
            external_classes: names("externalClasses")?,
            multiple_slots: spec.get("multipleSlots")?,
            dynamic_slots: spec.get("dynamicSlots")?,
            virtual_host: spec.get("virtualHost")?,
            isolation: Isolation::parse(&self.text(ctx, &spec.get("isolation")?)?).unwrap_or_default(),
            page: spec.get("page")?,
            life: LifeSet { attached: life.get(0)?, ready: life.get(1)?, moved: life.get(2)?, detached: life.get(3)? },
        };
        Ok(self.tree.borrow_mut().define(def).0)
    }

    fn compile<'js>(&self, ctx: &Ctx<'js>, path: &str) -> Result<Function<'js>> {
        match self.source.script(path) {
            Ok(code) => engine::eval(ctx, path, &format!("{PREFIX}{code}{SUFFIX}")),
            Err(SourceError::Missing(path)) => Err(Exception::throw_message(ctx, &format!("there is no file {path}"))),
            Err(SourceError::Broken { path, line, column, text }) => Err(throw_broken(ctx, &path, line, column, &text)),
        }
    }
}

/// A syntax error found before the engine saw the code, with its place as the engine would tell it.
pub(super) fn throw_broken(ctx: &Ctx<'_>, path: &str, line: u32, column: u32, text: &str) -> rquickjs::Error {
    let error = Exception::throw_syntax(ctx, text);
    let thrown = ctx.catch();
    let column = if line == 1 { column + u32::try_from(PREFIX.len()).unwrap_or(0) } else { column };
    if let Some(object) = thrown.as_object() {
        let _ = object.set("stack", format!("    at {path}:{line}:{column}\n"));
        let _ = object.set("message", text);
    }
    ctx.throw(thrown);
    error
}

/// Puts functions on an object.
struct Maker<'js> {
    ctx: Ctx<'js>,
    object: Object<'js>,
}

impl<'js> Maker<'js> {
    fn new(ctx: &Ctx<'js>) -> Result<Self> {
        Ok(Maker { ctx: ctx.clone(), object: Object::new(ctx.clone())? })
    }

    fn add<P>(&self, name: &str, function: impl IntoJsFunc<'js, P> + 'js) -> Result<()> {
        self.object.set(name, Function::new(self.ctx.clone(), function)?.with_name(name)?)
    }
}

/// The host object that `entry.js` gets.
pub(super) fn install<'js>(ctx: &Ctx<'js>, shared: &Rc<Shared>) -> Result<Object<'js>> {
    let host = Maker::new(ctx)?;
    host.object.set("tree", tree_functions(ctx, shared)?)?;
    host.object.set("started", shared.host.now_ms())?;
    let s = Rc::clone(shared);
    host.add("invoke", move |ctx: Ctx<'js>, name: Js<'js>, args: Js<'js>, call: u32| {
        s.guard(&ctx, || {
            let (name, args) = (s.text(&ctx, &name)?, s.text(&ctx, &args)?);
            Ok(s.host.invoke(&name, &args, call))
        })
    })?;
    let s = Rc::clone(shared);
    host.add("draw", move |ctx: Ctx<'js>, page: u32, batch: Js<'js>| s.guard(&ctx, || Ok(s.host.draw(page, &s.text(&ctx, &batch)?))))?;
    let s = Rc::clone(shared);
    host.add("askView", move |ctx: Ctx<'js>, page: u32, question: Js<'js>| {
        s.guard(&ctx, || Ok(s.host.ask_view(page, &s.text(&ctx, &question)?)))
    })?;
    let s = Rc::clone(shared);
    host.add("tempFile", move |ctx: Ctx<'js>, bytes: Js<'js>, ending: Js<'js>| {
        s.guard(&ctx, || Ok(s.host.temp_file(&s.text(&ctx, &bytes)?, &s.text(&ctx, &ending)?)))
    })?;
    let s = Rc::clone(shared);
    // Of a text with a letter for each byte.
    host.add("base64", move |ctx: Ctx<'js>, text: Js<'js>| {
        s.guard(&ctx, || Ok(BASE64.encode(s.text(&ctx, &text)?.chars().map(|letter| letter as u8).collect::<Vec<u8>>())))
    })?;
    let s = Rc::clone(shared);
    host.add("bytes", move |ctx: Ctx<'js>, text: Js<'js>| {
        s.guard(&ctx, || match BASE64.decode(s.text(&ctx, &text)?.as_bytes()) {
            Ok(bytes) => ArrayBuffer::new_copy(ctx.clone(), &bytes),
            Err(_) => Err(Exception::throw_message(&ctx, "the text is not base64")),
        })
    })?;
    let s = Rc::clone(shared);
    host.add("console", move |ctx: Ctx<'js>, level: Js<'js>, text: Js<'js>| {
        s.guard(&ctx, || {
            let (level, text) = (s.text(&ctx, &level)?, s.text(&ctx, &text)?);
            s.host.console(&level, &text);
            Ok(())
        })
    })?;
    let s = Rc::clone(shared);
    host.add("now", move || s.host.now_ms())?;
    let s = Rc::clone(shared);
    host.add("random", move || s.random())?;
    let s = Rc::clone(shared);
    host.add("report", move |ctx: Ctx<'js>, error: Js<'js>, during: Js<'js>| {
        s.guard(&ctx, || {
            s.report(&error, &s.text(&ctx, &during)?);
            Ok(())
        })
    })?;
    let s = Rc::clone(shared);
    host.add("compile", move |ctx: Ctx<'js>, path: Js<'js>| s.guard(&ctx, || s.compile(&ctx, &s.text(&ctx, &path)?)))?;
    let s = Rc::clone(shared);
    host.add("mentions", move |ctx: Ctx<'js>, path: Js<'js>, word: Js<'js>| {
        s.guard(&ctx, || {
            Ok(s.source.script(&s.text(&ctx, &path)?).is_ok_and(|code| s.text(&ctx, &word).is_ok_and(|word| code.contains(&word))))
        })
    })?;
    let s = Rc::clone(shared);
    host.add("scriptBeside", move |ctx: Ctx<'js>, path: Js<'js>| s.guard(&ctx, || Ok(s.source.script_beside(&s.text(&ctx, &path)?))))?;
    let s = Rc::clone(shared);
    host.add("stack", move |ctx: Ctx<'js>, text: Js<'js>| s.guard(&ctx, || Ok(Origin::new("", &*s.source).stack(&s.text(&ctx, &text)?))))?;
    let s = Rc::clone(shared);
    host.add("resolve", move |ctx: Ctx<'js>, from: Js<'js>, spec: Js<'js>| {
        s.guard(&ctx, || Ok(s.source.resolve(&s.text(&ctx, &from)?, &s.text(&ctx, &spec)?)))
    })?;
    let s = Rc::clone(shared);
    host.add("resolveComponent", move |ctx: Ctx<'js>, from: Js<'js>, spec: Js<'js>| {
        s.guard(&ctx, || Ok(s.source.resolve_component(&s.text(&ctx, &from)?, &s.text(&ctx, &spec)?)))
    })?;
    let s = Rc::clone(shared);
    host.add("componentJson", move |ctx: Ctx<'js>, path: Js<'js>| s.guard(&ctx, || Ok(s.source.component_json(&s.text(&ctx, &path)?))))?;
    let s = Rc::clone(shared);
    host.add("setNextTimer", move |due: f64| s.next_timer.set(due))?;
    Ok(host.object)
}

fn tree_functions<'js>(ctx: &Ctx<'js>, shared: &Rc<Shared>) -> Result<Object<'js>> {
    let tree = Maker::new(ctx)?;
    let s = Rc::clone(shared);
    tree.add("define", move |ctx: Ctx<'js>, spec: Object<'js>| s.guard(&ctx, || s.define(&ctx, &spec)))?;
    let s = Rc::clone(shared);
    tree.add("fieldsRead", move |ctx: Ctx<'js>, path: Js<'js>| {
        s.guard(&ctx, || {
            let path = s.text(&ctx, &path)?;
            let fields = s.tree.borrow_mut().fields_read(&path);
            Ok(fields.iter().map(|field| field.to_string()).collect::<Vec<String>>())
        })
    })?;
    let s = Rc::clone(shared);
    tree.add("createPage", move |ctx: Ctx<'js>, def: u32| s.guard(&ctx, || Ok(s.tree.borrow_mut().create_page(DefId(def)).0)))?;
    let s = Rc::clone(shared);
    tree.add("destroyPage", move |ctx: Ctx<'js>, page: u32| {
        s.guard(&ctx, || {
            s.tree.borrow_mut().destroy_page(CompId(page));
            Ok(())
        })
    })?;
    let s = Rc::clone(shared);
    tree.add("setData", move |ctx: Ctx<'js>, comp: u32, flat: Array<'js>| {
        s.guard(&ctx, || {
            let changes = s.convert.changes(&ctx, &flat)?;
            s.tree.borrow_mut().set_data(CompId(comp), changes);
            // The first step with it: most changes need no other.
            s.step(&ctx, DONE, Js::new_undefined(ctx.clone()))
        })
    })?;
    let s = Rc::clone(shared);
    tree.add("step", move |ctx: Ctx<'js>, kind: i32, value: Opt<Js<'js>>| {
        let value = value.0.unwrap_or_else(|| Js::new_undefined(ctx.clone()));
        s.guard(&ctx, || s.step(&ctx, kind, value))
    })?;
    let s = Rc::clone(shared);
    tree.add("trigger", move |ctx: Ctx<'js>, comp: u32, name: Js<'js>, bubbles: bool, composed: bool, capture: bool| {
        s.guard(&ctx, || {
            let event = EventInit { name: Rc::from(s.text(&ctx, &name)?), bubbles, composed, capture_phase: capture, stop: None };
            Ok(s.tree.borrow_mut().trigger(CompId(comp), &event))
        })
    })?;
    let s = Rc::clone(shared);
    tree.add("nextCall", move |ctx: Ctx<'js>, walk: u32| {
        s.guard(&ctx, || {
            let call = s.tree.borrow_mut().next_call(walk);
            call.map(|call| s.call(&ctx, &call)).transpose()
        })
    })?;
    let s = Rc::clone(shared);
    tree.add("endWalk", move |walk: u32| s.tree.borrow_mut().end_walk(walk))?;
    let s = Rc::clone(shared);
    tree.add("select", move |ctx: Ctx<'js>, comp: u32, selector: Js<'js>| {
        s.guard(&ctx, || {
            let selector = s.text(&ctx, &selector)?;
            Ok(s.tree.borrow().select(CompId(comp), &selector).and_then(|hit| hit.comp).map(|comp| comp.0))
        })
    })?;
    let s = Rc::clone(shared);
    tree.add("selectAll", move |ctx: Ctx<'js>, comp: u32, selector: Js<'js>| {
        s.guard(&ctx, || {
            let selector = s.text(&ctx, &selector)?;
            let hits = s.tree.borrow().select_all(CompId(comp), &selector);
            Ok(hits.iter().filter_map(|hit| hit.comp).map(|comp| comp.0).collect::<Vec<u32>>())
        })
    })?;
    let s = Rc::clone(shared);
    tree.add("canvas", move |ctx: Ctx<'js>, comp: u32, name: Js<'js>| {
        s.guard(&ctx, || {
            let name = s.text(&ctx, &name)?;
            Ok(s.tree.borrow().canvas(CompId(comp), &name))
        })
    })?;
    let s = Rc::clone(shared);
    tree.add("modelOf", move |ctx: Ctx<'js>, comp: u32, property: u32| {
        s.guard(&ctx, || {
            let write = s.tree.borrow().model_of(CompId(comp), property);
            s.models(&ctx, write.as_slice())
        })
    })?;
    let s = Rc::clone(shared);
    tree.add("makeContent", move |ctx: Ctx<'js>, comp: u32| s.guard(&ctx, || Ok(s.tree.borrow_mut().make_content(CompId(comp)))))?;
    let s = Rc::clone(shared);
    tree.add("owner", move |ctx: Ctx<'js>, comp: u32| s.guard(&ctx, || Ok(s.tree.borrow().owner(CompId(comp)).map(|comp| comp.0))))?;
    let s = Rc::clone(shared);
    tree.add("parent", move |ctx: Ctx<'js>, comp: u32| s.guard(&ctx, || Ok(s.tree.borrow().parent(CompId(comp)).map(|comp| comp.0))))?;
    let s = Rc::clone(shared);
    tree.add("within", move |ctx: Ctx<'js>, comp: u32| {
        s.guard(&ctx, || Ok(s.tree.borrow().within(CompId(comp)).iter().map(|comp| comp.0).collect::<Vec<u32>>()))
    })?;
    let s = Rc::clone(shared);
    tree.add("pageOf", move |ctx: Ctx<'js>, comp: u32| s.guard(&ctx, || Ok(s.tree.borrow().page_of(CompId(comp)).map(|comp| comp.0))))?;
    let s = Rc::clone(shared);
    tree.add("host", move |ctx: Ctx<'js>, comp: u32| {
        s.guard(&ctx, || {
            let target = s.tree.borrow().host(CompId(comp));
            target.map(|target| s.target(&ctx, &target)).transpose()
        })
    })?;
    Ok(tree.object)
}
