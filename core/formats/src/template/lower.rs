//! Nodes of the syntax tree to our own. It must not evaluate, and must not recurse deeper than [`TAG_DEPTH`].

use std::collections::HashMap;
use std::rc::Rc;

use glass_easel_template_compiler::parse::TemplateStructure;
use glass_easel_template_compiler::parse::tag::{
    self, ClassAttribute, CommonElementAttributes, ElementKind, Node as Parsed, NormalAttributePrefix, StyleAttribute, Value,
};

use super::axml::SLOT;
use super::deps::{Deps, scope_bit};
use super::expr::Pools;
use super::ir::{
    Bind, BindKind, Binding, Const, Definition, Element, EventFlags, Key, Link, ModelSeg, Node, NodeIdx, NodeKind, Place, Script,
    ScriptSource, Span, Template,
};
use super::lower_axml;
use super::parse::place;
use super::{TAG_DEPTH, resolve};
use crate::Diagnostic;

/// Turns a syntax tree into a template. `axml`: the file is AXML (rewritten), and this says which tags are components.
pub(super) fn lower(path: &str, tree: &tag::Template, axml: Option<&dyn Fn(&str) -> bool>) -> (Template, Vec<Diagnostic>) {
    let mut lower = Lower {
        path,
        axml,
        pools: Pools::default(),
        nodes: Vec::new(),
        children: Vec::new(),
        found: Vec::new(),
        scopes: 0,
        names: Vec::new(),
        visible: Vec::new(),
        room: Room { variables: MOST_SHARED, conditions: MOST_SHARED },
        handlers: false,
    };
    let scripts = lower.scripts(tree);
    lower.pools.scripts = scripts.len() as u32;
    let content = lower.list(&tree.content, TAG_DEPTH).0;
    let mut definitions = Vec::new();
    for definition in &tree.globals.sub_templates {
        let name = Rc::from(definition.name.name.as_str());
        definitions.push(Definition { name, content: lower.list(&definition.content, TAG_DEPTH).0 });
    }
    let link = |src: &str, at: Place| Link { path: Rc::from(link_path(path, src)), place: at };
    let imports = tree.globals.imports.iter().map(|import| link(&import.src.name, place(import.src_location.start))).collect();
    let includes = tree.globals.includes.iter().map(|include| link(&include.src.name, place(include.src_location.start))).collect();
    for at in std::mem::take(&mut lower.pools.too_deep) {
        let found = Diagnostic::error(path, at.line, at.column, "this expression nests too deep and is left out");
        lower.found.push(found.with_help("move the work into a wxs function"));
    }
    let template = Template {
        path: Rc::from(path),
        nodes: lower.nodes,
        children: lower.children,
        content,
        definitions,
        imports,
        includes,
        scripts,
        handlers: lower.handlers,
        fields: lower.pools.fields.list,
        strings: lower.pools.strings.list,
        paths: lower.pools.paths,
        codes: lower.pools.codes,
        ops: lower.pools.ops,
    };
    (template, lower.found)
}

/// Root-relative path without extension of a linked template.
fn link_path(from: &str, src: &str) -> String {
    let path = resolve(from, src);
    match path.strip_suffix(".wxml").or_else(|| path.strip_suffix(".axml")) {
        Some(bare) => bare.to_owned(),
        None => path,
    }
}

/// Names of scope variables with their numbers, as an include sees them.
type Visible = Rc<[(Rc<str>, u32)]>;

pub(super) struct Lower<'a> {
    path: &'a str,
    pub(super) axml: Option<&'a dyn Fn(&str) -> bool>,
    pub(super) pools: Pools,
    nodes: Vec<Node>,
    pub(super) children: Vec<NodeIdx>,
    found: Vec<Diagnostic>,
    /// Scope variables around the node at hand, WXS modules not counted.
    scopes: u32,
    /// Their names.
    names: Vec<Rc<str>>,
    /// What includes saw at some numbers of names, for the next one at the same place.
    visible: Vec<(usize, Visible)>,
    pub(super) room: Room,
    /// See [`Template::handlers`].
    handlers: bool,
}

/// What may be copied from around a node into it: a list of names for each include, a condition for each slot that it fills.
const MOST_SHARED: usize = 1 << 20;

/// What is left of that.
pub(super) struct Room {
    pub(super) variables: usize,
    /// Operations of conditions.
    pub(super) conditions: usize,
}

impl Lower<'_> {
    fn scripts(&mut self, tree: &tag::Template) -> Vec<Script> {
        let scripts = tree.globals.scripts.iter();
        scripts
            .map(|script| {
                let name = Rc::from(script.module_name().name.as_str());
                let source = match script {
                    tag::Script::Inline { content, content_location, .. } => {
                        ScriptSource::Inline { text: Rc::from(content.as_str()), line: place(content_location.start).line }
                    }
                    tag::Script::GlobalRef { src, .. } => {
                        let path = resolve(self.path, &src.name);
                        let ending = if self.axml.is_some() { ".sjs" } else { ".wxs" };
                        ScriptSource::File(Rc::from(if path.ends_with(ending) { path } else { format!("{path}{ending}") }))
                    }
                    _ => ScriptSource::Inline { text: Rc::from(""), line: 1 },
                };
                Script { name, source }
            })
            .collect()
    }

    pub(super) fn list(&mut self, nodes: &[Parsed], depth: u32) -> (Span, Deps) {
        let mut deps = Deps::default();
        let mut made = Vec::new();
        let Some(depth) = depth.checked_sub(1) else {
            if let Some(first) = nodes.first() {
                let at = start_of(first);
                let found = Diagnostic::error(
                    self.path,
                    at.line,
                    at.column,
                    format!("tags nest deeper than {TAG_DEPTH} levels; what is inside is left out"),
                );
                self.found.push(found.with_help("split the page into components"));
            }
            return (Span::default(), deps);
        };
        for node in nodes {
            let index = match node {
                Parsed::Text(value) => {
                    let at = place(value.location_start());
                    let bind = self.value(value);
                    let own = self.pools.deps(&bind).cloned().unwrap_or_default();
                    self.add(NodeKind::Text(bind), own, at)
                }
                Parsed::Element(element) => self.element(element, depth),
                _ => continue,
            };
            if let Some(node) = self.nodes.get(index as usize) {
                deps.union(&node.deps);
            }
            made.push(index);
        }
        let start = self.children.len() as u32;
        self.children.extend(made);
        (Span { start, end: self.children.len() as u32 }, deps)
    }

    pub(super) fn add(&mut self, kind: NodeKind, deps: Deps, place: Place) -> NodeIdx {
        self.nodes.push(Node { kind, deps, place });
        self.nodes.len() as u32 - 1
    }

    pub(super) fn value(&mut self, value: &Value) -> Bind {
        match value {
            Value::Static { value, .. } => Bind::Static(Const::Str(self.pools.strings.text(value))),
            Value::Dynamic { expression, .. } => self.pools.bind(expression),
            _ => Bind::Static(Const::Undefined),
        }
    }

    /// An attribute without a value is `true`.
    fn optional(&mut self, value: Option<&Value>) -> Bind {
        value.map_or(Bind::Static(Const::Bool(true)), |value| self.value(value))
    }

    pub(super) fn need(&self, deps: &mut Deps, bind: &Bind) {
        if let Some(own) = self.pools.deps(bind) {
            deps.union(own);
        }
    }

    /// Each kind has a function of its own: what recursion keeps on the stack stays small.
    fn element(&mut self, element: &tag::Element, depth: u32) -> NodeIdx {
        let at = place(element.tag_location.start.0.start);
        match &element.kind {
            ElementKind::Normal { common, let_vars, .. } => {
                self.with_lets(&common.slot_value_refs, let_vars, at, |lower| lower.normal(element, at, depth))
            }
            ElementKind::Pure { children, let_vars, slot, slot_value_refs, .. } => self
                .with_lets(slot_value_refs, let_vars, at, |lower| lower.block(children, slot.as_ref().map(|(_, value)| value), at, depth)),
            ElementKind::For { .. } => self.repeat(element, at, depth),
            ElementKind::If { branches, else_branch, .. } => {
                let mut deps = Deps::default();
                let mut made = Vec::new();
                for (_, condition, content) in branches {
                    self.branch(Some(condition), content, &mut made, &mut deps, depth);
                }
                if let Some((_, content)) = else_branch {
                    self.branch(None, content, &mut made, &mut deps, depth);
                }
                self.add(NodeKind::If { branches: made }, deps, at)
            }
            ElementKind::TemplateRef { target, data, .. } => {
                let mut deps = Deps::default();
                let is = self.value(&target.1);
                self.need(&mut deps, &is);
                let data = match &data.1 {
                    Value::Dynamic { expression, .. } => Some(self.pools.bind(expression)),
                    _ => None,
                };
                if let Some(data) = &data {
                    self.need(&mut deps, data);
                }
                self.add(NodeKind::TemplateRef { is, data }, deps, at)
            }
            ElementKind::Include { path, .. } => {
                let kind = NodeKind::Include { path: Rc::from(link_path(self.path, &path.1.name)), scopes: self.visible(at) };
                self.add(kind, Deps { any: true, ..Deps::default() }, at)
            }
            ElementKind::Slot { name, values, common, .. } => self.slot(&name.1, values, common, at),
            _ => {
                self.found.push(Diagnostic::error(self.path, at.line, at.column, "this element is not known and left out"));
                self.add(NodeKind::Block { slot: None, children: Span::default() }, Deps::default(), at)
            }
        }
    }

    fn block(&mut self, children: &[Parsed], slot: Option<&Value>, at: Place, depth: u32) -> NodeIdx {
        let slot = slot.map(|value| self.value(value));
        let (children, mut deps) = self.list(children, depth);
        if let Some(slot) = &slot {
            self.need(&mut deps, slot);
        }
        self.add(NodeKind::Block { slot, children }, deps, at)
    }

    fn repeat(&mut self, element: &tag::Element, at: Place, depth: u32) -> NodeIdx {
        let ElementKind::For { list, item_name, index_name, key, children, .. } = &element.kind else { return 0 };
        let bind = self.value(&list.1);
        let model = match &list.1 {
            Value::Dynamic { expression, .. } => self.pools.model(expression),
            _ => None,
        };
        let key = for_key(&key.1.name, &item_name.1.name, &index_name.1.name, |name| self.pools.strings.text(name));
        let outer = self.scopes;
        self.scopes += 2;
        let names = [&item_name.1.name, &index_name.1.name].map(|name| self.pools.strings.text(name));
        self.names.extend(names);
        let (children, mut deps) = self.list(children, depth);
        self.scopes = outer;
        self.leave(outer);
        let inner = deps.clone();
        deps.scopes &= outside(outer);
        self.need(&mut deps, &bind);
        self.add(NodeKind::For { list: bind, key, children, inner, model }, deps, at)
    }

    fn branch(&mut self, condition: Option<&Value>, content: &[Parsed], made: &mut Vec<(Option<Bind>, Span)>, deps: &mut Deps, depth: u32) {
        let condition = condition.map(|condition| self.value(condition));
        if let Some(condition) = &condition {
            self.need(deps, condition);
        }
        let (span, inner) = self.list(content, depth);
        deps.union(&inner);
        made.push((condition, span));
    }

    fn slot(&mut self, name: &Value, values: &[tag::Attribute], common: &CommonElementAttributes, at: Place) -> NodeIdx {
        let mut deps = Deps::default();
        let name = self.value(name);
        self.need(&mut deps, &name);
        let slot = common.slot.as_ref().map(|(_, value)| self.value(value));
        if let Some(slot) = &slot {
            self.need(&mut deps, slot);
        }
        let mut made = Vec::new();
        for attribute in values {
            let bind = self.optional(attribute.value.as_ref());
            self.need(&mut deps, &bind);
            made.push((self.pools.strings.text(&attribute.name.name), bind));
        }
        self.add(NodeKind::Slot { name, slot, values: made }, deps, at)
    }

    /// The scope variables around the node at hand; of those with the same name, the inner one.
    fn visible(&mut self, at: Place) -> Rc<[(Rc<str>, u32)]> {
        if let Some(known) = self.visible.last().filter(|(count, _)| *count == self.names.len()) {
            return Rc::clone(&known.1);
        }
        if self.names.len() > self.room.variables {
            let text = "too many variables are around the includes of this template; this one and those after it see none of them";
            self.left_out(at, text);
            return Rc::from([]);
        }
        self.room.variables -= self.names.len();
        let inner: HashMap<&Rc<str>, usize> = self.names.iter().enumerate().map(|(at, name)| (name, at)).collect();
        let shown = self.names.iter().enumerate().filter(|(at, name)| inner.get(name) == Some(at));
        let shown: Rc<[(Rc<str>, u32)]> = shown.map(|(at, name)| (Rc::clone(name), at as u32)).collect();
        self.visible.push((self.names.len(), Rc::clone(&shown)));
        shown
    }

    /// Variables that are no longer around.
    fn leave(&mut self, count: u32) {
        self.names.truncate(count as usize);
        while self.visible.last().is_some_and(|(known, _)| *known > self.names.len()) {
            self.visible.pop();
        }
    }

    /// Tells once that a limit of the template is reached.
    pub(super) fn left_out(&mut self, at: Place, text: &str) {
        if !self.found.iter().any(|found| found.text == text) {
            self.found.push(Diagnostic::error(self.path, at.line, at.column, text).with_help("split it into several components"));
        }
    }

    /// Puts a node into `let:` and `slot:` variables, if there are any.
    fn with_lets(
        &mut self,
        slots: &[tag::StaticAttribute],
        lets: &[tag::Attribute],
        at: Place,
        inner: impl FnOnce(&mut Self) -> NodeIdx,
    ) -> NodeIdx {
        let count = (slots.len() + lets.len()) as u32;
        if count == 0 {
            return inner(self);
        }
        let outer = self.scopes;
        let mut own = Deps::default();
        let mut values = vec![Bind::Static(Const::Undefined); slots.len()];
        self.scopes += count;
        let names = slots.iter().map(|slot| slot.value.name.as_str()).chain(lets.iter().map(|value| value.name.name.as_str()));
        let names: Vec<Rc<str>> = names.map(|name| self.pools.strings.text(name)).collect();
        self.names.extend(names);
        let slots: Vec<Rc<str>> = slots.iter().map(|slot| self.pools.strings.text(&slot.name.name)).collect();
        for value in lets {
            let bind = value.value.as_ref().map_or(Bind::Static(Const::Undefined), |value| self.value(value));
            self.need(&mut own, &bind);
            values.push(bind);
        }
        let node = inner(self);
        self.scopes = outer;
        self.leave(outer);
        if let Some(node) = self.nodes.get(node as usize) {
            own.union(&node.deps);
        }
        // What a slot gives changes without anything around it.
        own.any |= !slots.is_empty();
        own.scopes &= outside(outer);
        let start = self.children.len() as u32;
        self.children.push(node);
        self.add(NodeKind::Let { values, slots, children: Span { start, end: start + 1 } }, own, at)
    }

    fn normal(&mut self, element: &tag::Element, at: Place, depth: u32) -> NodeIdx {
        let ElementKind::Normal { children, tag_name, .. } = &element.kind else { return 0 };
        if tag_name.name == SLOT && self.axml.is_some() {
            return self.axml_slot(element, at, depth);
        }
        let mut made = match self.is_axml_component(&tag_name.name) {
            true => self.axml_component(element, at),
            false => self.bindings(element),
        };
        let (children, deps) = self.list(children, depth);
        made.element.children = children;
        made.deps.union(&deps);
        self.add(NodeKind::Element(made.element), made.deps, at)
    }

    fn bindings(&mut self, element: &tag::Element) -> Bindings {
        let mut made = Bindings::default();
        let ElementKind::Normal { tag_name, attributes, class, style, change_attributes, generics, common, .. } = &element.kind else {
            return made;
        };
        if let Some((_, value)) = &common.id {
            made.push(self, BindKind::Id, "", Some(value));
        }
        if let Some((_, value)) = &common.slot {
            made.push(self, BindKind::Slot, "", Some(value));
        }
        match class {
            ClassAttribute::String(_, value) => made.push(self, BindKind::Class, "", Some(value)),
            ClassAttribute::Multiple(parts) => {
                for (_, name, value) in parts {
                    made.push(self, BindKind::ClassToggle, &name.name, value.as_ref());
                }
            }
            _ => {}
        }
        match style {
            StyleAttribute::String(_, value) => made.push(self, BindKind::Style, "", Some(value)),
            StyleAttribute::Multiple(parts) => {
                for (_, name, value) in parts {
                    made.push(self, BindKind::StyleProp, &name.name, Some(value));
                }
            }
            _ => {}
        }
        for attribute in attributes {
            let name = attribute.name.name.as_str();
            if let NormalAttributePrefix::Model(_) = attribute.prefix {
                made.push(self, BindKind::Model, name, attribute.value.as_ref());
                if let (Some(binding), Some(Value::Dynamic { expression, .. })) = (made.element.bindings.last_mut(), &attribute.value) {
                    binding.model = self.pools.model(expression);
                }
            } else if self.axml.is_some() {
                match lower_axml::event(name) {
                    Some((flags, event)) => made.event(self, flags, &event, attribute.value.as_ref()),
                    None => made.push(self, BindKind::Attr, &lower_axml::kebab(name), attribute.value.as_ref()),
                }
            } else if let Some((flags, event)) = event_name(name) {
                made.event(self, flags, event, attribute.value.as_ref());
            } else {
                made.push(self, BindKind::Attr, name, attribute.value.as_ref());
            }
        }
        for data in &common.data {
            made.push(self, BindKind::Data, &data.name.name, data.value.as_ref());
        }
        for mark in &common.marks {
            made.push(self, BindKind::Mark, &mark.name.name, mark.value.as_ref());
        }
        for event in &common.event_bindings {
            let flags = EventFlags { catch: event.is_catch, exclusive: event.is_mut, capture: event.is_capture };
            made.event(self, flags, &event.name.name, event.value.as_ref());
        }
        for change in change_attributes {
            made.push(self, BindKind::Change, &change.name.name, change.value.as_ref());
        }
        let generics = generics.iter();
        made.element.generics =
            generics.map(|pair| (self.pools.strings.text(&pair.name.name), self.pools.strings.text(&pair.value.name))).collect();
        made.element.tag = self.pools.strings.text(&tag_name.name);
        made
    }
}

#[derive(Default)]
pub(super) struct Bindings {
    pub(super) element: Box<Element>,
    deps: Deps,
}

impl Bindings {
    pub(super) fn push(&mut self, lower: &mut Lower<'_>, kind: BindKind, name: &str, value: Option<&Value>) {
        let bind = lower.optional(value);
        self.add(lower, kind, name, bind);
    }

    /// An event without a handler is still caught, so an absent value is an empty name.
    fn event(&mut self, lower: &mut Lower<'_>, flags: EventFlags, name: &str, value: Option<&Value>) {
        let bind = match value {
            Some(value) => lower.value(value),
            None => Bind::Static(Const::Str(lower.pools.strings.text(""))),
        };
        self.add(lower, BindKind::Event(flags), name, bind);
    }

    pub(super) fn add(&mut self, lower: &mut Lower<'_>, kind: BindKind, name: &str, value: Bind) {
        let Ok(index) = u16::try_from(self.element.bindings.len()) else { return };
        let name = lower.pools.strings.text(name);
        let mut slot = u16::MAX;
        if let Bind::Dynamic(code) = value {
            lower.handlers |= matches!(kind, BindKind::Event(_) | BindKind::Change) && lower.pools.reads_wxs(code);
            slot = self.element.dynamic.len() as u16;
            self.element.dynamic.push(index);
        }
        lower.need(&mut self.deps, &value);
        self.element.bindings.push(Binding { kind, name, value, slot, model: None::<Box<[ModelSeg]>> });
    }
}

/// Events written without a colon: `bindtap`, `catchtap`, `capture-bindtap`...
fn event_name(name: &str) -> Option<(EventFlags, &str)> {
    let forms = [
        ("capture-mut-bind", EventFlags { catch: false, exclusive: true, capture: true }),
        ("capture-bind", EventFlags { catch: false, exclusive: false, capture: true }),
        ("capture-catch", EventFlags { catch: true, exclusive: false, capture: true }),
        ("mut-bind", EventFlags { catch: false, exclusive: true, capture: false }),
        ("bind", EventFlags::default()),
        ("catch", EventFlags { catch: true, exclusive: false, capture: false }),
    ];
    forms.into_iter().find_map(|(prefix, flags)| name.strip_prefix(prefix).filter(|rest| !rest.is_empty()).map(|event| (flags, event)))
}

/// Scope variables that stand outside of one with this number; the shared last bit always counts as outside.
fn outside(scopes: u32) -> u64 {
    if scopes >= 63 { u64::MAX } else { (scope_bit(scopes) - 1) | (1 << 63) }
}

/// What `wx:key` means. `{{item.id}}` and `item.id`, though not the language, are what people write when they mean `id`.
fn for_key(key: &str, item: &str, index: &str, text: impl FnOnce(&str) -> Rc<str>) -> Key {
    let key = key.trim();
    let key = key.strip_prefix("{{").and_then(|key| key.strip_suffix("}}")).map_or(key, str::trim);
    let own = key.strip_prefix(item).unwrap_or(key);
    let key = own.strip_prefix('.').or_else(|| own.strip_prefix("['")?.strip_suffix("']")).unwrap_or(key);
    match key {
        "" => Key::None,
        "*this" => Key::This,
        key if key == index => Key::None,
        key if key == item => Key::This,
        key => Key::Field(text(key)),
    }
}

fn start_of(node: &Parsed) -> Place {
    match node {
        Parsed::Text(value) => place(value.location_start()),
        Parsed::Element(element) => place(element.tag_location.start.0.start),
        Parsed::Comment(comment) => place(comment.location.start),
        _ => Place { line: 1, column: 1 },
    }
}
