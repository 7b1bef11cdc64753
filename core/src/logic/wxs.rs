//! WXS modules: a realm of their own, without the mini-program's globals, where each module is run when an expression
//! first needs it. One bad module fails its own expressions only.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use banchan_formats::script;
use rquickjs::{Coerced, Context, Ctx, Function, Object, Persistent, Value as Js};

use crate::tree::{Opaque, Value, WxsFunction, WxsModule};

use super::bridge::{Shared, throw_broken};
use super::engine::{self, Compiled, Engine};
use super::script_error;
use super::setup::{LogicError, SourceError};

/// Text around a module's code, on its first line.
const PREFIX: &str = "(function(module,exports,require,getRegExp,getDate,Date,RegExp,globalThis,Promise,Proxy,Reflect,Symbol,Map,Set,\
WeakMap,WeakSet,Function){\"use strict\";";
const SUFFIX: &str = "\n})";

/// The realm and what was loaded into it. Empty until the first expression that needs WXS.
#[derive(Default)]
pub(super) struct Wxs {
    realm: RefCell<Option<Realm>>,
    /// Made at start, because a realm can't be made while JavaScript runs.
    spare: RefCell<Option<Context>>,
    modules: RefCell<HashMap<String, Result<Persistent<Js<'static>>, String>>>,
    /// Text of modules that are written inside templates.
    inline: RefCell<HashMap<String, Inline>>,
}

struct Inline {
    source: Rc<str>,
    template: Rc<str>,
    line: u32,
}

struct Realm {
    /// `exports` of `wxs.js` in its own realm.
    exports: Persistent<Object<'static>>,
}

impl Wxs {
    /// Makes the realm.
    pub(super) fn prepare(&self, engine: &Engine, shared: &Rc<Shared>) -> Result<(), LogicError> {
        let context = engine.realm()?;
        let made = context.with(|ctx| start(&ctx, shared));
        match made {
            Ok(realm) => {
                *self.realm.borrow_mut() = Some(realm);
                *self.spare.borrow_mut() = Some(context);
                Ok(())
            }
            Err(error) => Err(LogicError::Start(format!("wxs: {error}: {}", context.with(|ctx| engine::caught(&ctx, "wxs"))))),
        }
    }

    /// Lets go of everything that belongs to the runtime.
    pub(super) fn clear(&self) {
        self.modules.take();
        self.realm.take();
        self.spare.take();
    }

    fn compile<'js>(&self, ctx: &Ctx<'js>, shared: &Shared, key: &str) -> rquickjs::Result<Function<'js>> {
        let inline = self.inline.borrow().get(key).map(|inline| (Rc::clone(&inline.source), Rc::clone(&inline.template), inline.line));
        let code: Rc<str> = match inline {
            Some((source, template, line)) => match script::wxs(&template, &source) {
                // Empty lines before it make the engine's lines those of the template.
                Ok(script) => Rc::from(format!("{}{}", "\n".repeat(line.saturating_sub(1).min(100_000) as usize), script.code)),
                Err(found) => {
                    let first = found.first();
                    let (at, column) = first.map_or((0, 0), |found| (found.line, found.column));
                    let text = first.map_or("this WXS does not compile", |found| found.text.as_str());
                    return Err(throw_broken(ctx, &template, line.saturating_sub(1) + at, column, text));
                }
            },
            None => match shared.source.wxs(key) {
                Ok(code) => code,
                Err(SourceError::Missing(path)) => {
                    return Err(rquickjs::Exception::throw_message(ctx, &format!("there is no file {path}")));
                }
                Err(SourceError::Broken { path, line, column, text }) => return Err(throw_broken(ctx, &path, line, column, &text)),
            },
        };
        let file = key.split('#').next().unwrap_or(key);
        // As wide as what scripts have before them: columns of line 1 are counted behind that.
        let width = script_error::PREFIX.len();
        engine::eval(ctx, file, &format!("{PREFIX:<width$}{code}{SUFFIX}"))
    }

    /// Reads or calls something of a module for an expression.
    ///
    /// # Errors
    /// What went wrong in words; it was reported already.
    pub(super) fn run<'js>(
        &self,
        main: &Ctx<'js>,
        shared: &Shared,
        module: &WxsModule,
        path: &[Rc<str>],
        args: Option<Vec<Value>>,
    ) -> Result<Value, String> {
        let realm = self.realm.borrow().as_ref().map(|realm| realm.exports.clone());
        let entry = realm.and_then(|realm| realm.restore(main).ok()).ok_or("WXS is not ready")?;
        // Kept values remember the realm that they were made in.
        let ctx = entry.ctx().clone();
        let key = module.key();
        let result = self.module(&ctx, &entry, shared, module, &key).and_then(|exports| {
            self.read(&ctx, shared, exports, module, path, args).map_err(|error| {
                let thrown = ctx.catch();
                shared.report(&thrown, "WXS");
                words(&thrown, &error)
            })
        });
        result.map_err(|text| format!("{key}: {text}"))
    }

    fn module<'js>(&self, ctx: &Ctx<'js>, entry: &Object<'js>, shared: &Shared, module: &WxsModule, key: &str) -> Result<Js<'js>, String> {
        if let Some(known) = self.modules.borrow().get(key) {
            return match known {
                Ok(exports) => exports.clone().restore(ctx).map_err(|error| error.to_string()),
                Err(text) => Err(text.clone()),
            };
        }
        if let WxsModule::Inline { template, source, line, .. } = module {
            let inline = Inline { source: Rc::clone(source), template: Rc::clone(template), line: *line };
            self.inline.borrow_mut().insert(key.to_string(), inline);
        }
        let loaded = entry.get::<_, Function>("load").and_then(|load| load.call::<_, Js>((key,)));
        let result = loaded.map_err(|error| {
            let thrown = ctx.catch();
            shared.report(&thrown, "loading WXS");
            words(&thrown, &error)
        });
        let kept = result.as_ref().map(|exports| Persistent::save(ctx, exports.clone())).map_err(Clone::clone);
        self.modules.borrow_mut().insert(key.to_string(), kept);
        result
    }

    fn read<'js>(
        &self,
        ctx: &Ctx<'js>,
        shared: &Shared,
        exports: Js<'js>,
        module: &WxsModule,
        path: &[Rc<str>],
        args: Option<Vec<Value>>,
    ) -> rquickjs::Result<Value> {
        let mut holder = Js::new_undefined(ctx.clone());
        let mut value = exports;
        for name in path {
            let Some(object) = value.as_object() else {
                // As in templates, reading through nothing gives nothing.
                value = Js::new_undefined(ctx.clone());
                break;
            };
            let next: Js = object.get(&**name)?;
            holder = std::mem::replace(&mut value, next);
        }
        let Some(args) = args else {
            if value.is_function() {
                // A handler: the view calls it, and finds it by its name.
                return Ok(Value::Opaque(Opaque::wxs(WxsFunction { module: module.clone(), path: Rc::from(path) })));
            }
            return shared.convert.take_wxs(ctx, value);
        };
        let Some(function) = value.as_function() else { return Ok(Value::Undefined) };
        let mut list = rquickjs::function::Args::new(ctx.clone(), args.len());
        list.this(holder)?;
        for arg in &args {
            list.push_arg(shared.convert.give_plain(ctx, arg)?)?;
        }
        let result: Js = function.call_arg(list)?;
        shared.convert.take_wxs(ctx, result)
    }
}

fn start<'js>(ctx: &Ctx<'js>, shared: &Rc<Shared>) -> rquickjs::Result<Realm> {
    let exports = engine::load_own(ctx, "./wxs.js", &Compiled::default())?;
    let start: Function = exports.get("start")?;
    let s = Rc::downgrade(shared);
    let compile = Function::new(ctx.clone(), move |ctx: Ctx<'js>, key: Js<'js>| match s.upgrade() {
        Some(shared) => shared.wxs.compile(&ctx, &shared, &shared.text(&ctx, &key)?),
        None => Err(rquickjs::Exception::throw_message(&ctx, "the mini-program has ended")),
    })?;
    let s = Rc::downgrade(shared);
    let log = Function::new(ctx.clone(), move |ctx: Ctx<'js>, text: Js<'js>| -> rquickjs::Result<()> {
        if let Some(shared) = s.upgrade() {
            shared.host.console("log", &shared.text(&ctx, &text)?);
        }
        Ok(())
    })?;
    let s = Rc::downgrade(shared);
    let now = Function::new(ctx.clone(), move || s.upgrade().map_or(0.0, |shared| shared.host.now_ms()))?;
    let s = Rc::downgrade(shared);
    let random = Function::new(ctx.clone(), move || s.upgrade().map_or(0.0, |shared| shared.random()))?;
    let entry: Object = start.call((compile, log, now, random))?;
    Ok(Realm { exports: Persistent::save(ctx, entry) })
}

fn words(thrown: &Js<'_>, error: &rquickjs::Error) -> String {
    match thrown.get::<Coerced<String>>() {
        Ok(text) if !thrown.is_null() => text.0,
        _ => error.to_string(),
    }
}
