//! What the tree keeps of definitions and of instances. It evaluates nothing.

use std::collections::HashMap;
use std::rc::Rc;

use banchan_formats::template::FieldSet;

use super::def::{ComponentDef, ComponentFile};
use super::node::{NIL, NodeId};
use super::value::Value;

/// A definition, made ready for evaluation.
pub(super) struct Def {
    pub(super) def: ComponentDef,
    /// Its template's number; `u32::MAX` when it has none.
    pub(super) unit: u32,
    /// Number of each root field: those of its own template first, in the template's order; then those of included files.
    pub(super) field_index: HashMap<Rc<str>, u32>,
    /// Initial data, by field.
    pub(super) defaults: Vec<Value>,
    /// Property index by name.
    pub(super) props: HashMap<Rc<str>, u32>,
    /// Field of each property, if the template reads it.
    pub(super) prop_fields: Vec<Option<u32>>,
    pub(super) file: Option<Rc<ComponentFile>>,
    /// What its classes are prefixed with; empty for none.
    pub(super) scope: Rc<str>,
    /// Whether its classes also come without the prefix.
    pub(super) plain: bool,
    /// Whether its template has handlers of WXS: the view then has to know more of its elements.
    pub(super) wxs: bool,
    /// Its slots are dynamic, and it makes use of that.
    pub(super) dynamic: bool,
    /// Fields of included files as numbers of ours, by file.
    pub(super) maps: HashMap<u32, Rc<[u32]>>,
}

impl Def {
    pub(super) fn new(def: ComponentDef, unit: u32, fields: Vec<Rc<str>>, file: Option<Rc<ComponentFile>>, wxs: bool) -> Self {
        let field_index: HashMap<Rc<str>, u32> = fields.iter().enumerate().map(|(at, name)| (Rc::clone(name), at as u32)).collect();
        let mut defaults = vec![Value::Undefined; fields.len()];
        for (name, value) in &def.data {
            if let Some(place) = field_index.get(name).and_then(|at| defaults.get_mut(*at as usize)) {
                *place = value.clone();
            }
        }
        let props = def.properties.iter().enumerate().map(|(at, name)| (Rc::clone(name), at as u32)).collect();
        let prop_fields = def.properties.iter().map(|name| field_index.get(name).copied()).collect();
        let (prefixed, plain) = def.isolation.classes(def.page);
        let scope = if prefixed { Rc::from(scope_name(&def.path)) } else { Rc::from("") };
        Self { def, unit, field_index, defaults, props, prop_fields, file, scope, plain, wxs, dynamic: false, maps: HashMap::new() }
    }
}

impl Def {
    /// The property that a field holds.
    pub(super) fn prop_of(&self, field: u32) -> Option<u32> {
        self.prop_fields.iter().position(|known| *known == Some(field)).and_then(|at| u32::try_from(at).ok())
    }
}

/// The prefix of a component's classes: its style sheet is compiled with the same one (`.a` is `.<scope>--a`).
pub fn scope_name(path: &str) -> String {
    // FNV-1a: short, the same everywhere, and nothing depends on it being hard to collide.
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    for byte in path.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    let mut name = String::from("s");
    let mut rest = (hash >> 24) ^ (hash & 0xff_ffff);
    for _ in 0..6 {
        name.push(char::from_digit((rest % 36) as u32, 36).unwrap_or('0'));
        rest /= 36;
    }
    name
}

/// Where an instance is in its making.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// JavaScript is making it; its content does not exist yet.
    Creating,
    /// Its content exists.
    Live,
    /// JavaScript could not make it.
    Failed,
}

/// An instance.
pub(super) struct Comp {
    pub(super) def: u32,
    pub(super) owner: u32,
    pub(super) page: u32,
    pub(super) host: NodeId,
    pub(super) root: NodeId,
    /// Data by field of the definition.
    pub(super) data: Box<[Value]>,
    /// Properties that it set itself since its owner did: the owner's next value counts, also when it is the one before.
    pub(super) overridden: Vec<u32>,
    /// Fields changed since its content was evaluated.
    pub(super) dirty: FieldSet,
    /// Those of them that were set as a whole, be it to what they were.
    pub(super) whole: FieldSet,
    pub(super) stage: Stage,
    /// Its content is being evaluated, or is about to be: changes wait.
    pub(super) busy: bool,
    pub(super) attached: bool,
    pub(super) ready: bool,
    /// Its content got new components that are not attached yet.
    pub(super) grown: bool,
    /// With dynamic slots: what each slot gives and shows.
    pub(super) dynamic: Option<Box<super::fill::Fills>>,
    /// Its slots.
    pub(super) slots: Vec<NodeId>,
    /// `generic:` choices: name to path.
    pub(super) generics: Option<Rc<HashMap<Rc<str>, Rc<str>>>>,
}

impl Comp {
    pub(super) fn new(def: u32, owner: u32, page: u32, host: NodeId, data: Box<[Value]>) -> Self {
        Self {
            def,
            owner,
            page,
            host,
            root: NIL,
            data,
            overridden: Vec::new(),
            dirty: FieldSet::default(),
            whole: FieldSet::default(),
            stage: Stage::Creating,
            busy: false,
            attached: false,
            ready: false,
            grown: false,
            dynamic: None,
            slots: Vec::new(),
            generics: None,
        }
    }
}

/// Instances by number. Numbers are never used twice, so old ones are remembered as gone by absence.
#[derive(Default)]
pub(super) struct Comps {
    list: HashMap<u32, Box<Comp>, std::hash::BuildHasherDefault<NumberHash>>,
    last: u32,
}

/// Numbers in a row need no hashing.
#[derive(Default)]
pub(super) struct NumberHash(u64);

impl std::hash::Hasher for NumberHash {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 << 8) | u64::from(*byte);
        }
    }

    fn write_u32(&mut self, number: u32) {
        // Spread over the high bits too: the table takes its tags from there.
        self.0 = u64::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

impl Comps {
    pub(super) fn add(&mut self, comp: Comp) -> u32 {
        self.last += 1;
        self.list.insert(self.last, Box::new(comp));
        self.last
    }

    /// The number that the next instance gets.
    pub(super) fn next(&self) -> u32 {
        self.last + 1
    }

    pub(super) fn get(&self, id: u32) -> Option<&Comp> {
        self.list.get(&id).map(|comp| &**comp)
    }

    pub(super) fn get_mut(&mut self, id: u32) -> Option<&mut Comp> {
        self.list.get_mut(&id).map(|comp| &mut **comp)
    }

    pub(super) fn remove(&mut self, id: u32) -> Option<Box<Comp>> {
        self.list.remove(&id)
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &Comp)> {
        self.list.iter().map(|(id, comp)| (*id, &**comp))
    }
}
