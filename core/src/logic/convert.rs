//! Values between JavaScript and the tree. Iterative, with caps on depth, count and text: what comes in is hostile.
//!
//! Plain objects and arrays are copied; functions and other things only JavaScript can hold become handles into
//! [`Handles`]. Getters and proxies may run code of the mini-program, so no borrow of the tree may be held meanwhile.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use rquickjs::object::Filter;
use rquickjs::{Array, Atom, Ctx, Exception, Function, IntoJs, Object, Persistent, Result, Value as Js};

use crate::tree::{Object as TreeObject, Opaques, Path, Seg, Value};

use super::setup::Limits;

/// The table behind [`Value::Opaque`].
#[derive(Default)]
pub(super) struct Handles {
    opaques: Opaques,
    table: RefCell<Vec<Option<Persistent<Js<'static>>>>>,
    free: RefCell<Vec<u32>>,
}

impl Handles {
    fn keep<'js>(&self, ctx: &Ctx<'js>, value: Js<'js>) -> Value {
        let function = value.is_function();
        let kept = Some(Persistent::save(ctx, value));
        let mut table = self.table.borrow_mut();
        let id = match self.free.borrow_mut().pop() {
            Some(id) => id,
            None => {
                table.push(None);
                u32::try_from(table.len() - 1).unwrap_or(u32::MAX)
            }
        };
        if let Some(place) = table.get_mut(id as usize) {
            *place = kept;
        }
        Value::Opaque(self.opaques.handle(id, function))
    }

    fn get<'js>(&self, ctx: &Ctx<'js>, id: u32) -> Result<Js<'js>> {
        let kept = self.table.borrow().get(id as usize).cloned().flatten();
        match kept {
            Some(value) => value.restore(ctx),
            None => Ok(Js::new_undefined(ctx.clone())),
        }
    }

    /// Forgets what the tree no longer holds.
    pub(super) fn sweep(&self) {
        for id in self.opaques.take_freed() {
            let old = self.table.borrow_mut().get_mut(id as usize).and_then(Option::take);
            drop(old);
            self.free.borrow_mut().push(id);
        }
    }

    /// Forgets everything: before the runtime ends.
    pub(super) fn clear(&self) {
        let old = self.table.take();
        drop(old);
        self.free.borrow_mut().clear();
    }
}

/// Converts for one runtime.
pub(super) struct Converter {
    pub(super) handles: Handles,
    limits: Limits,
    /// `String.prototype.toWellFormed`, as a function of one argument.
    well_formed: RefCell<Option<Persistent<Function<'static>>>>,
    /// Tells whether an object whose prototype is not `Object.prototype` is one that is copied all the same.
    copied: RefCell<Option<Persistent<Function<'static>>>>,
}

/// An array or object whose items are being read.
enum Open<'js> {
    Arr { from: Array<'js>, at: usize, len: usize, out: Vec<Value> },
    Obj { from: Object<'js>, keys: std::vec::IntoIter<Atom<'js>>, key: Rc<str>, out: Vec<(Rc<str>, Value)> },
}

impl Open<'_> {
    fn put(&mut self, value: Value) {
        match self {
            Open::Arr { out, .. } => out.push(value),
            Open::Obj { out, key, .. } => out.push((Rc::clone(key), value)),
        }
    }
}

impl Converter {
    pub(super) fn new(limits: Limits) -> Self {
        Converter { handles: Handles::default(), limits, well_formed: RefCell::new(None), copied: RefCell::new(None) }
    }

    /// Takes the helpers that are written in JavaScript; before any code of the mini-program runs.
    pub(super) fn prepare(&self, ctx: &Ctx<'_>) -> Result<()> {
        let well_formed: Function =
            ctx.eval("(() => { const f = String.prototype.toWellFormed, call = Reflect.apply; return (s) => call(f, s, []); })()")?;
        *self.well_formed.borrow_mut() = Some(Persistent::save(ctx, well_formed));
        let copied: Function = ctx.eval(
            "(() => { const tag = Object.prototype.toString, call = Reflect.apply, exotic = [Date, Map, Set, WeakMap, WeakSet, RegExp, \
             Promise, ArrayBuffer, Error].map((c) => c.prototype), is = Object.prototype.isPrototypeOf; \
             return (o) => !ArrayBuffer.isView(o) && call(tag, o, []) === '[object Object]' && !exotic.some((p) => call(is, p, [o])); })()",
        )?;
        *self.copied.borrow_mut() = Some(Persistent::save(ctx, copied));
        Ok(())
    }

    /// Lets go of everything that belongs to the runtime.
    pub(super) fn clear(&self) {
        self.handles.clear();
        self.well_formed.borrow_mut().take();
        self.copied.borrow_mut().take();
    }

    /// The text of a JavaScript string. Lone surrogates become U+FFFD.
    pub(super) fn text<'js>(&self, ctx: &Ctx<'js>, value: &rquickjs::String<'js>) -> Result<String> {
        let text = match value.to_string() {
            Ok(text) => text,
            Err(_) => {
                let fix = self.well_formed.borrow().clone();
                let Some(fix) = fix else { return Err(Exception::throw_message(ctx, "a text is not well-formed")) };
                fix.restore(ctx)?.call::<_, rquickjs::String>((value.clone(),))?.to_string()?
            }
        };
        if text.len() > self.limits.string_bytes {
            return Err(Exception::throw_range(ctx, "a text is too long to leave the script"));
        }
        Ok(text)
    }

    fn copies<'js>(&self, ctx: &Ctx<'js>, object: &Object<'js>, plain: &Object<'js>) -> Result<bool> {
        match object.get_prototype() {
            Some(proto) if proto == *plain => Ok(true),
            None => Ok(true),
            Some(_) => {
                let ask = self.copied.borrow().clone();
                match ask {
                    Some(ask) => ask.restore(ctx)?.call((object.clone(),)),
                    None => Ok(true),
                }
            }
        }
    }

    /// A JavaScript value as the tree keeps it.
    ///
    /// # Errors
    /// Throws in JavaScript when a cap is passed, when the value contains itself, or when a getter throws.
    pub(super) fn take<'js>(&self, ctx: &Ctx<'js>, value: Js<'js>) -> Result<Value> {
        let mut names: HashMap<Atom<'js>, Rc<str>> = HashMap::new();
        self.take_with(ctx, value, &mut names)
    }

    fn take_with<'js>(&self, ctx: &Ctx<'js>, value: Js<'js>, names: &mut HashMap<Atom<'js>, Rc<str>>) -> Result<Value> {
        if !value.is_object() {
            return self.leaf(ctx, value);
        }
        let plain: Option<Object<'js>> = Object::new(ctx.clone())?.get_prototype();
        let Some(plain) = plain else { return Ok(Value::Undefined) };
        let mut open: Vec<Open<'js>> = Vec::new();
        let mut nodes = 0usize;
        let mut next = Some(value);
        loop {
            // Either a value that is to be read, or the next item of the innermost open container.
            let done = match next.take() {
                Some(value) => {
                    nodes += 1;
                    if nodes > self.limits.value_nodes {
                        return Err(Exception::throw_range(ctx, "the data is too large: send less of it at once"));
                    }
                    match self.begin(ctx, value, &plain, &open, nodes)? {
                        Begun::Done(value) => Some(value),
                        Begun::Open(container) => {
                            open.push(container);
                            None
                        }
                    }
                }
                None => match open.pop() {
                    Some(Open::Arr { out, .. }) => Some(Value::arr(out)),
                    Some(Open::Obj { out, .. }) => Some(Value::Obj(Rc::new(TreeObject::new(out)))),
                    None => return Ok(Value::Undefined),
                },
            };
            if let Some(value) = done {
                match open.last_mut() {
                    Some(container) => container.put(value),
                    None => return Ok(value),
                }
            }
            if let Some(container) = open.last_mut() {
                next = self.advance(ctx, container, names)?;
            }
        }
    }

    fn advance<'js>(&self, ctx: &Ctx<'js>, container: &mut Open<'js>, names: &mut HashMap<Atom<'js>, Rc<str>>) -> Result<Option<Js<'js>>> {
        match container {
            Open::Arr { from, at, len, .. } => {
                if *at >= *len {
                    return Ok(None);
                }
                *at += 1;
                Ok(Some(from.get(*at - 1)?))
            }
            Open::Obj { from, keys, key, .. } => {
                let Some(atom) = keys.next() else { return Ok(None) };
                *key = match names.get(&atom) {
                    Some(name) => Rc::clone(name),
                    None => {
                        let name: Rc<str> = Rc::from(self.text(ctx, &atom.to_js_string()?)?);
                        names.insert(atom.clone(), Rc::clone(&name));
                        name
                    }
                };
                Ok(Some(from.get(atom)?))
            }
        }
    }

    /// A value that is no object.
    fn leaf<'js>(&self, ctx: &Ctx<'js>, value: Js<'js>) -> Result<Value> {
        if let Some(text) = value.as_string() {
            return Ok(Value::Str(Rc::from(self.text(ctx, text)?)));
        }
        if let Some(number) = value.as_number() {
            return Ok(Value::Num(number));
        }
        if let Some(flag) = value.as_bool() {
            return Ok(Value::Bool(flag));
        }
        if value.is_null() {
            return Ok(Value::Null);
        }
        // Symbols and big integers have no place in a template.
        Ok(if value.is_undefined() { Value::Undefined } else { self.handles.keep(ctx, value) })
    }

    fn begin<'js>(&self, ctx: &Ctx<'js>, value: Js<'js>, plain: &Object<'js>, open: &[Open<'js>], nodes: usize) -> Result<Begun<'js>> {
        if !value.is_object() {
            return Ok(Begun::Done(self.leaf(ctx, value)?));
        }
        if value.is_function() {
            return Ok(Begun::Done(self.handles.keep(ctx, value)));
        }
        if open.len() >= self.limits.value_depth {
            return Err(Exception::throw_range(ctx, too_deep(&value, open)));
        }
        if value.is_array() {
            let Some(from) = value.into_array() else { return Ok(Begun::Done(Value::Undefined)) };
            // Asked for as a number: an array's own answer panics where a length does not fit into 31 bits.
            let len = from.as_object().get::<_, f64>("length")? as usize;
            if nodes.saturating_add(len) > self.limits.value_nodes {
                return Err(Exception::throw_range(ctx, "an array is too long: send less of it at once"));
            }
            return Ok(Begun::Open(Open::Arr { from, at: 0, len, out: Vec::with_capacity(len) }));
        }
        let Some(from) = value.as_object().cloned() else { return Ok(Begun::Done(Value::Undefined)) };
        if !self.copies(ctx, &from, plain)? {
            return Ok(Begun::Done(self.handles.keep(ctx, value)));
        }
        let keys: Vec<Atom<'js>> = from.own_keys::<Atom>(Filter::new().string().enum_only()).collect::<Result<_>>()?;
        let out = Vec::with_capacity(keys.len());
        Ok(Begun::Open(Open::Obj { from, keys: keys.into_iter(), key: Rc::from(""), out }))
    }

    /// The result of a WXS expression: functions and the like are nothing there.
    pub(super) fn take_wxs<'js>(&self, ctx: &Ctx<'js>, value: Js<'js>) -> Result<Value> {
        if value.is_function() {
            return Ok(Value::Undefined);
        }
        self.take(ctx, value)
    }

    /// A tree value for JavaScript: a copy of its own, functions as they were.
    pub(super) fn give<'js>(&self, ctx: &Ctx<'js>, value: &Value) -> Result<Js<'js>> {
        self.give_with(ctx, value, true)
    }

    /// The same for WXS, which must not get functions of the main realm.
    pub(super) fn give_plain<'js>(&self, ctx: &Ctx<'js>, value: &Value) -> Result<Js<'js>> {
        self.give_with(ctx, value, false)
    }

    fn give_with<'js>(&self, ctx: &Ctx<'js>, value: &Value, handles: bool) -> Result<Js<'js>> {
        let leaf = |value: &Value| -> Result<Option<Js<'js>>> {
            Ok(Some(match value {
                Value::Undefined => Js::new_undefined(ctx.clone()),
                Value::Null => Js::new_null(ctx.clone()),
                Value::Bool(flag) => Js::new_bool(ctx.clone(), *flag),
                Value::Num(number) => Js::new_number(ctx.clone(), *number),
                Value::Str(text) => (&**text).into_js(ctx)?,
                Value::Opaque(handle) if handles => self.handles.get(ctx, handle.id())?,
                Value::Opaque(_) => Js::new_undefined(ctx.clone()),
                Value::Arr(_) | Value::Obj(_) => return Ok(None),
            }))
        };
        if let Some(done) = leaf(value)? {
            return Ok(done);
        }
        // Containers being filled: source, next item, target.
        let mut open: Vec<(&Value, usize, Js<'js>)> = vec![(value, 0, container(ctx, value)?)];
        loop {
            let Some((from, at, into)) = open.last_mut() else { return Ok(Js::new_undefined(ctx.clone())) };
            let item = match from {
                Value::Arr(items) => items.get(*at).map(|item| (None, item)),
                Value::Obj(object) => object.entries().get(*at).map(|(name, item)| (Some(name), item)),
                _ => None,
            };
            let Some((name, item)) = item else {
                let Some((_, _, done)) = open.pop() else { return Ok(Js::new_undefined(ctx.clone())) };
                if open.is_empty() {
                    return Ok(done);
                }
                continue;
            };
            let place = *at;
            *at += 1;
            let (made, inner) = match leaf(item)? {
                Some(done) => (done, false),
                None => (container(ctx, item)?, true),
            };
            match name {
                None => {
                    if let Some(array) = into.as_array() {
                        array.set(place, made.clone())?;
                    }
                }
                Some(name) => set_field(into, name, made.clone())?,
            }
            if inner {
                open.push((item, 0, made));
            }
        }
    }

    /// `[path, value, path, value...]`, a path being a field's number or a list of names and numbers, as changes of a component's data.
    pub(super) fn changes<'js>(&self, ctx: &Ctx<'js>, flat: &Array<'js>) -> Result<Vec<(Path, Value)>> {
        let mut names: HashMap<Atom<'js>, Rc<str>> = HashMap::new();
        let mut changes = Vec::with_capacity(flat.len() / 2);
        for at in (0..flat.len()).step_by(2) {
            let keys: Js = flat.get(at)?;
            if let Some(field) = keys.as_int().and_then(|field| u32::try_from(field).ok()) {
                changes.push((vec![Seg::Index(field)], self.take_with(ctx, flat.get(at + 1)?, &mut names)?));
                continue;
            }
            let Some(keys) = keys.into_array() else { return Err(Exception::throw_type(ctx, "a data path is a field's number or a list")) };
            // A path that is cut short would write somewhere else.
            if keys.len() > self.limits.value_depth {
                return Err(Exception::throw_range(ctx, "a data path has too many steps"));
            }
            let mut path = Path::with_capacity(keys.len());
            for key in 0..keys.len() {
                let key: Js = keys.get(key)?;
                path.push(match key.as_number() {
                    Some(index) => Seg::Index(index as u32),
                    None => match key.as_string() {
                        Some(name) => Seg::Key(Rc::from(self.text(ctx, name)?)),
                        None => return Err(Exception::throw_type(ctx, "a data path is made of names and whole numbers")),
                    },
                });
            }
            let value: Js = flat.get(at + 1)?;
            changes.push((path, self.take_with(ctx, value, &mut names)?));
        }
        Ok(changes)
    }
}

enum Begun<'js> {
    Done(Value),
    Open(Open<'js>),
}

fn container<'js>(ctx: &Ctx<'js>, value: &Value) -> Result<Js<'js>> {
    Ok(match value {
        Value::Arr(_) => Array::new(ctx.clone())?.into_value(),
        _ => Object::new(ctx.clone())?.into_value(),
    })
}

fn set_field<'js>(into: &Js<'js>, name: &Rc<str>, value: Js<'js>) -> Result<()> {
    let Some(object) = into.as_object() else { return Ok(()) };
    if &**name == "__proto__" {
        // As a plain assignment it would change the prototype.
        return object.prop(&**name, rquickjs::object::Property::from(value).writable().enumerable().configurable());
    }
    object.set(&**name, value)
}

fn too_deep<'js>(value: &Js<'js>, open: &[Open<'js>]) -> &'static str {
    let holds = |container: &Open<'js>| match container {
        Open::Arr { from, .. } => from.as_value() == value,
        Open::Obj { from, .. } => from.as_value() == value,
    };
    if open.iter().any(holds) { "the data contains itself: a screen can't show that" } else { "the data is nested too deeply" }
}
