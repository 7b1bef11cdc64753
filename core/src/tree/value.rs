//! Data as templates see it: immutable, structurally shared values. It must not know a JavaScript engine.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use super::step::WxsModule;

/// One JavaScript value, frozen. Cloning is cheap (a reference count).
#[derive(Clone, Debug, Default)]
pub enum Value {
    /// `undefined`, also what a missing field reads as.
    #[default]
    Undefined,
    /// `null`.
    Null,
    /// `true`, `false`.
    Bool(bool),
    /// A number.
    Num(f64),
    /// A string; lone surrogates were replaced on the way in.
    Str(Rc<str>),
    /// An array.
    Arr(Rc<Vec<Value>>),
    /// A plain object.
    Obj(Rc<Object>),
    /// Something only JavaScript can hold (a function, a class instance): identity kept.
    Opaque(Opaque),
}

impl Value {
    /// A string value.
    pub fn str(text: &str) -> Self {
        Self::Str(Rc::from(text))
    }

    /// An array value.
    pub fn arr(items: Vec<Value>) -> Self {
        Self::Arr(Rc::new(items))
    }

    /// An object value from its entries, in order.
    pub fn obj<K: Into<Rc<str>>>(entries: impl IntoIterator<Item = (K, Value)>) -> Self {
        Self::Obj(Rc::new(Object::new(entries.into_iter().map(|(k, v)| (k.into(), v)).collect())))
    }

    /// True for `undefined` and `null`.
    pub fn is_nullish(&self) -> bool {
        matches!(self, Self::Undefined | Self::Null)
    }

    /// The text of a string value.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Str(text) => Some(text),
            _ => None,
        }
    }

    /// The function of WXS that it is.
    pub fn as_wxs(&self) -> Option<&WxsFunction> {
        match self {
            Self::Opaque(opaque) => opaque.as_wxs(),
            _ => None,
        }
    }

    /// Same scalar, or the very same object: what decides that nothing has to be looked at again.
    pub fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Undefined, Self::Undefined) | (Self::Null, Self::Null) => true,
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::Num(a), Self::Num(b)) => a == b || (a.is_nan() && b.is_nan()),
            (Self::Str(a), Self::Str(b)) => Rc::ptr_eq(a, b) || a == b,
            (Self::Arr(a), Self::Arr(b)) => Rc::ptr_eq(a, b),
            (Self::Obj(a), Self::Obj(b)) => Rc::ptr_eq(a, b),
            (Self::Opaque(a), Self::Opaque(b)) => a == b,
            _ => false,
        }
    }
}

/// How many entries an [`Object`] has before it keeps an index of its names.
const INDEX_FROM: usize = 12;

/// The entries of a plain object, in JavaScript's order. Names are unique.
#[derive(Debug, Default)]
pub struct Object {
    entries: Vec<(Rc<str>, Value)>,
    index: OnceCell<HashMap<Rc<str>, u32>>,
}

impl Object {
    /// An object of these entries. A name that comes twice keeps its first place and its last value.
    pub fn new(entries: Vec<(Rc<str>, Value)>) -> Self {
        let mut object = Self { entries: Vec::new(), index: OnceCell::new() };
        if entries.len() < INDEX_FROM {
            object.entries.reserve_exact(entries.len());
            for (name, value) in entries {
                match object.entries.iter().position(|(known, _)| *known == name) {
                    Some(at) => object.entries[at].1 = value,
                    None => object.entries.push((name, value)),
                }
            }
            return object;
        }
        let mut index: HashMap<Rc<str>, u32> = HashMap::with_capacity(entries.len());
        for (name, value) in entries {
            match index.get(&name).and_then(|at| object.entries.get_mut(*at as usize)) {
                Some(entry) => entry.1 = value,
                None => {
                    index.insert(name.clone(), object.entries.len() as u32);
                    object.entries.push((name, value));
                }
            }
        }
        let _ = object.index.set(index);
        object
    }

    /// The value of a field.
    pub fn get(&self, name: &str) -> Option<&Value> {
        if self.entries.len() < INDEX_FROM {
            return self.entries.iter().find(|(known, _)| &**known == name).map(|(_, value)| value);
        }
        let index = self.index.get_or_init(|| self.entries.iter().enumerate().map(|(at, (name, _))| (name.clone(), at as u32)).collect());
        index.get(name).and_then(|at| self.entries.get(*at as usize)).map(|(_, value)| value)
    }

    /// All fields in order.
    pub fn entries(&self) -> &[(Rc<str>, Value)] {
        &self.entries
    }

    /// Number of fields.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// True when there is no field.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// A copy with one field set.
    #[must_use]
    pub fn with(&self, name: &Rc<str>, value: Value) -> Self {
        let mut entries = self.entries.clone();
        match entries.iter_mut().find(|(known, _)| known == name) {
            Some(entry) => entry.1 = value,
            None => entries.push((name.clone(), value)),
        }
        Self { entries, index: OnceCell::new() }
    }
}

/// A value that stays in JavaScript, known here by its place in the owner's table. The last clone that is dropped puts
/// the place on the list that [`Opaques::take_freed`] hands out.
#[derive(Clone, Debug)]
pub struct Opaque(Rc<Handle>);

#[derive(Debug)]
enum Handle {
    Held {
        id: u32,
        function: bool,
        freed: Rc<RefCell<Vec<u32>>>,
    },
    /// Nobody holds a function of WXS: it is found again by its name.
    Wxs(WxsFunction),
}

/// A function of a WXS module, by its name.
#[derive(Clone, Debug)]
pub struct WxsFunction {
    /// The module.
    pub module: WxsModule,
    /// Names from the module's exports to the function.
    pub path: Rc<[Rc<str>]>,
}

impl Drop for Handle {
    fn drop(&mut self) {
        if let Handle::Held { id, freed, .. } = self
            && let Ok(mut freed) = freed.try_borrow_mut()
        {
            freed.push(*id);
        }
    }
}

impl Opaque {
    /// A function of a WXS module: the view can call it, JavaScript of the mini-program can't.
    pub fn wxs(function: WxsFunction) -> Self {
        Self(Rc::new(Handle::Wxs(function)))
    }

    /// The function of WXS that it is.
    pub fn as_wxs(&self) -> Option<&WxsFunction> {
        match &*self.0 {
            Handle::Wxs(function) => Some(function),
            Handle::Held { .. } => None,
        }
    }

    /// Its place in the table of whoever made it; a function of WXS has none there.
    pub fn id(&self) -> u32 {
        match &*self.0 {
            Handle::Held { id, .. } => *id,
            Handle::Wxs(_) => u32::MAX,
        }
    }

    /// Whether it can be called (`typeof` says `function`).
    pub fn is_function(&self) -> bool {
        match &*self.0 {
            Handle::Held { function, .. } => *function,
            Handle::Wxs(_) => true,
        }
    }
}

impl PartialEq for Opaque {
    fn eq(&self, other: &Self) -> bool {
        match (&*self.0, &*other.0) {
            (Handle::Held { id, freed, .. }, Handle::Held { id: other_id, freed: other_freed, .. }) => {
                id == other_id && Rc::ptr_eq(freed, other_freed)
            }
            (Handle::Wxs(a), Handle::Wxs(b)) => a.path == b.path && a.module.same(&b.module),
            _ => false,
        }
    }
}

/// Makes [`Opaque`]s for one JavaScript runtime and collects the places that nobody holds any more.
#[derive(Clone, Debug, Default)]
pub struct Opaques {
    freed: Rc<RefCell<Vec<u32>>>,
}

impl Opaques {
    /// A new, empty list.
    pub fn new() -> Self {
        Self::default()
    }

    /// A handle for the value at `id` of the caller's table; the caller gives each live `id` to one handle only.
    pub fn handle(&self, id: u32, function: bool) -> Opaque {
        Opaque(Rc::new(Handle::Held { id, function, freed: Rc::clone(&self.freed) }))
    }

    /// The places whose last handle is gone since the last call.
    pub fn take_freed(&self) -> Vec<u32> {
        self.freed.take()
    }
}

/// One step of a path into data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seg {
    /// `.name`, or `['name']`.
    Key(Rc<str>),
    /// `[3]`.
    Index(u32),
}

/// Where in a component's data a change goes; the first step is a field name.
pub type Path = Vec<Seg>;
