//! What is bound to an element, and what handlers see of it. On which way an event comes there is said in `walk`.

use std::rc::Rc;

use banchan_formats::template::{Bind, BindKind, Binding, Const, Element, ModelSeg, NodeKind};

use super::node::{Kind, NIL, NodeId, Payload};
use super::{CompId, Path, Seg, Tree, Value};

/// An event before it is sent on its way.
#[derive(Clone, Debug)]
pub struct EventInit {
    /// Its type, such as `tap`.
    pub name: Rc<str>,
    /// Whether elements above the target hear it.
    pub bubbles: bool,
    /// Whether it crosses the border of the component that it happened in.
    pub composed: bool,
    /// Whether `capture-bind` and `capture-catch` hear it.
    pub capture_phase: bool,
    /// Where a handler in the view said that it goes no further: the number of its element, and whether on the way down.
    pub stop: Option<(u32, bool)>,
}

impl EventInit {
    /// An event of the view: touches, taps and animations bubble and cross borders; what a built-in element tells of
    /// itself (`input`, `scroll`...) is for that element alone.
    pub fn view(name: &str) -> Self {
        let bubbles = BUBBLING.contains(&name);
        Self { name: Rc::from(name), bubbles, composed: bubbles, capture_phase: bubbles, stop: None }
    }
}

/// An element as handlers see it.
#[derive(Clone, Debug)]
pub struct Target {
    /// Its `id` attribute, or empty.
    pub id: Rc<str>,
    /// Its `data-` values, an object.
    pub dataset: Value,
    /// Its number in the view, 0 when it has none.
    pub view: u32,
    /// The component that it is the host of.
    pub comp: Option<CompId>,
}

/// One handler to call.
#[derive(Clone, Debug)]
pub struct HandlerCall {
    /// The component or page whose method it is.
    pub comp: CompId,
    /// Name of the method.
    pub handler: Rc<str>,
    /// Where the event happened, as this component may see it.
    pub target: Target,
    /// The element that the handler is bound to.
    pub current: Target,
    /// `mark:` values from the target up to the root, an object.
    pub mark: Value,
}

/// Events of the view that go up from where they happened; all others are for one element alone.
const BUBBLING: &[&str] = &[
    "tap",
    "longpress",
    "longtap",
    "touchstart",
    "touchmove",
    "touchend",
    "touchcancel",
    "touchforcechange",
    "transitionend",
    "animationstart",
    "animationiteration",
    "animationend",
];

/// Where a `model:` binding writes a new value to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelWrite {
    /// The component or page whose data it is.
    pub comp: CompId,
    /// The place in it.
    pub path: Path,
}

/// Elements that one event may pass.
pub(super) const HANDLERS: usize = 10_000;

/// A handler of an element.
pub(super) struct Bound {
    /// Name of the method; empty where the event is only caught.
    pub(super) handler: Rc<str>,
    /// Whether the event goes no further.
    pub(super) catch: bool,
    /// Whether it is a `mut-bind`: one of them hears of an event.
    pub(super) exclusive: bool,
}

/// The events by which an element with `model:` bindings tells its new value.
pub(super) fn model_events(element: &Element) -> impl Iterator<Item = &'static str> + '_ {
    let has = element.bindings.iter().any(|binding| binding.kind == BindKind::Model && binding.model.is_some());
    let name = match &*element.tag {
        "input" | "textarea" => "input",
        _ => "change",
    };
    has.then_some(name).into_iter()
}

impl Tree {
    /// The method bound to an event; empty where it is only caught, `None` where nothing is bound at the moment.
    pub(super) fn handler(&self, node: NodeId, binding: &Binding) -> Option<Rc<str>> {
        match &binding.value {
            Bind::Static(Const::Str(name)) => Some(Rc::clone(name)),
            Bind::Static(Const::Bool(true)) => Some(Rc::from("")),
            Bind::Static(_) => None,
            Bind::Dynamic(_) => match self.value_on(node, binding) {
                Value::Str(name) if !name.is_empty() => Some(name),
                Value::Bool(true) => Some(Rc::from("")),
                // A WXS function: the view calls it. Here it only counts as bound.
                Value::Opaque(opaque) if opaque.is_function() => Some(Rc::from("")),
                _ => None,
            },
        }
    }

    /// Whether a handler in the view stopped the event here.
    pub(super) fn stops(&self, node: NodeId, event: &EventInit, capture: bool) -> bool {
        event.stop.is_some_and(|(view, at)| at == capture && view != 0 && self.arena.get(node).view == view)
    }

    /// The handlers of one element for an event.
    pub(super) fn bound_to(&self, node: NodeId, event: &EventInit, capture: bool) -> Vec<Bound> {
        let Some((_, element)) = self.written(node) else { return Vec::new() };
        let mut found = Vec::new();
        for binding in &element.bindings {
            let BindKind::Event(flags) = binding.kind else { continue };
            if flags.capture == capture
                && binding.name == event.name
                && let Some(handler) = self.handler(node, binding)
            {
                found.push(Bound { handler, catch: flags.catch, exclusive: flags.exclusive });
            }
        }
        found
    }

    pub(super) fn is_page(&self, host: NodeId) -> bool {
        self.comp_of(host).is_some_and(|comp| self.comps.get(comp).is_some_and(|instance| instance.page == comp))
    }

    /// The `mark:` values of a node and of what is around it in its own template.
    pub(super) fn marks(&self, node: NodeId) -> Value {
        let mut found: Vec<(Rc<str>, Value)> = Vec::new();
        let mut at = node;
        while at != NIL && self.arena.get(at).kind != Kind::Root {
            self.named(at, BindKind::Mark, &mut found);
            at = self.arena.get(at).parent;
        }
        Value::obj(found)
    }

    /// Adds an element's values of one kind; those that are there already stay.
    fn named(&self, node: NodeId, kind: BindKind, found: &mut Vec<(Rc<str>, Value)>) {
        let Some((_, element)) = self.written(node) else { return };
        for binding in element.bindings.iter().filter(|binding| binding.kind == kind) {
            if !found.iter().any(|(name, _)| *name == binding.name) {
                found.push((Rc::clone(&binding.name), self.value_on(node, binding)));
            }
        }
    }

    /// An element as handlers see it.
    pub(super) fn target(&self, node: NodeId) -> Target {
        let mut dataset = Vec::new();
        self.named(node, BindKind::Data, &mut dataset);
        let id = self.written(node).and_then(|(_, element)| element.bindings.iter().find(|binding| binding.kind == BindKind::Id));
        let id = id.map(|binding| Rc::from(&*self.text_on(node, binding))).unwrap_or_default();
        Target { id, dataset: Value::obj(dataset), view: self.arena.get(node).view, comp: self.comp_of(node).map(CompId) }
    }

    /// Data set and marks of a node of the view, as JSON objects: what queries ask for. `None` for unknown nodes.
    pub fn told_of(&self, page: CompId, view_node: u32) -> Option<(String, String)> {
        let node = self.views.get(&page.0)?.nodes.get(view_node as usize).map(|seen| seen.node).filter(|node| *node != NIL)?;
        Some((super::attrs::json(&self.target(node).dataset), super::attrs::json(&self.marks(node))))
    }

    /// See [`Tree::model_writes`].
    pub(super) fn writes_of(&self, node: NodeId, event: &str) -> Vec<ModelWrite> {
        let Some((_, element)) = self.written(node) else { return Vec::new() };
        if !model_events(element).any(|name| name == event) {
            return Vec::new();
        }
        let bound = element.bindings.iter().filter_map(|binding| binding.model.as_deref());
        bound.filter_map(|model| self.model_write(node, model)).collect()
    }

    pub(super) fn model_write(&self, node: NodeId, model: &[ModelSeg]) -> Option<ModelWrite> {
        Some(ModelWrite { comp: CompId(self.arena.get(node).comp), path: self.model_path(node, model)? })
    }

    /// The place in data that a `model:` expression means on a node; `None` when there is none. Within a `<template name>`
    /// names mean the data that was handed over: as in WeChat's framework, the component's fields of these names are written.
    fn model_path(&self, node: NodeId, model: &[ModelSeg]) -> Option<Path> {
        // From the inside out: the first step may be a variable of a list, whose own place may be one again.
        let mut tail: Vec<Seg> = Vec::new();
        let mut model = model.to_vec();
        let mut at = node;
        for _ in 0..HANDLERS {
            for seg in model.iter().skip(1).rev() {
                tail.push(match seg {
                    ModelSeg::Field(name) => Seg::Key(Rc::clone(name)),
                    ModelSeg::Index(index) => Seg::Index(*index),
                    ModelSeg::Scope(_) => return None,
                });
            }
            match model.first()? {
                ModelSeg::Field(name) => {
                    tail.push(Seg::Key(Rc::clone(name)));
                    tail.reverse();
                    return Some(tail);
                }
                ModelSeg::Index(_) => return None,
                ModelSeg::Scope(scope) => {
                    let (list, item) = self.introduced(at).into_iter().nth(*scope as usize)??;
                    let place = self.arena.children(list).position(|child| child == item)?;
                    tail.push(match &self.arena.get(list).payload {
                        Payload::List(Value::Obj(object)) => Seg::Key(Rc::clone(&object.entries().get(place)?.0)),
                        _ => Seg::Index(u32::try_from(place).ok()?),
                    });
                    let made = self.arena.get(list);
                    let NodeKind::For { model: Some(outer), .. } = &self.units.get(made.unit as usize)?.nodes.get(made.tpl as usize)?.kind
                    else {
                        return None;
                    };
                    model = outer.to_vec();
                    at = list;
                }
            }
        }
        None
    }

    /// The scope variables around a node, outermost first: list and item for those that are a list's item.
    fn introduced(&self, node: NodeId) -> Vec<Option<(NodeId, NodeId)>> {
        let mut found = Vec::new();
        let mut item = node;
        let mut at = self.arena.get(node).parent;
        while at != NIL && self.arena.get(at).kind != Kind::Root {
            let current = self.arena.get(at);
            match current.kind {
                Kind::Template | Kind::Include => break,
                // Its index comes after its item.
                Kind::For => found.extend([None, Some((at, item))]),
                Kind::Block => {
                    if let Some(NodeKind::Let { values, .. }) =
                        self.units.get(current.unit as usize).and_then(|unit| unit.nodes.get(current.tpl as usize)).map(|node| &node.kind)
                    {
                        found.extend(values.iter().map(|_| None));
                    }
                }
                _ => {}
            }
            item = at;
            at = self.arena.get(at).parent;
        }
        found.reverse();
        found
    }
}
