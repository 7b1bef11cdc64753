//! Which handlers an event reaches, in which order.

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
}

impl EventInit {
    /// An event of the view: touches, taps and animations bubble and cross borders; what a built-in element tells of
    /// itself (`input`, `scroll`...) is for that element alone.
    pub fn view(name: &str) -> Self {
        let bubbles = BUBBLING.contains(&name);
        Self { name: Rc::from(name), bubbles, composed: bubbles, capture_phase: bubbles }
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

/// Handlers that one event may reach.
const HANDLERS: usize = 10_000;

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

    /// See [`Tree::dispatch`].
    pub(super) fn dispatch_from(&self, node: NodeId, event: &EventInit) -> Vec<HandlerCall> {
        let path = self.path_up(node, event);
        let mut calls = Vec::new();
        let mut exclusive = false;
        if event.capture_phase {
            for at in path.iter().rev() {
                if self.call_bound(*at, &path, event, true, &mut exclusive, &mut calls) {
                    return calls;
                }
            }
        }
        for at in &path {
            if self.call_bound(*at, &path, event, false, &mut exclusive, &mut calls) || !event.bubbles {
                break;
            }
        }
        calls
    }

    /// Adds the calls of one element; true when the event goes no further.
    fn call_bound(
        &self,
        node: NodeId,
        path: &[NodeId],
        event: &EventInit,
        capture: bool,
        exclusive: &mut bool,
        calls: &mut Vec<HandlerCall>,
    ) -> bool {
        let Some((_, element)) = self.written(node) else { return false };
        let mut caught = false;
        for binding in &element.bindings {
            let BindKind::Event(flags) = binding.kind else { continue };
            if flags.capture != capture || binding.name != event.name {
                continue;
            }
            let Some(handler) = self.handler(node, binding) else { continue };
            caught |= flags.catch;
            if flags.exclusive && std::mem::replace(exclusive, true) {
                continue;
            }
            if handler.is_empty() || calls.len() >= HANDLERS {
                continue;
            }
            let comp = self.arena.get(node).comp;
            // What lies inside other components is hidden: the target is the first that this one's template has.
            let scope = || path.iter().copied().filter(|at| self.arena.get(*at).comp == comp);
            let target = scope().next().unwrap_or(node);
            let mark = self.marks(scope());
            calls.push(HandlerCall { comp: CompId(comp), handler, target: self.target(target), current: self.target(node), mark });
        }
        caught
    }

    /// The elements that an event passes, from where it happened to the top.
    fn path_up(&self, node: NodeId, event: &EventInit) -> Vec<NodeId> {
        let mut path = Vec::new();
        let mut at = node;
        while at != NIL && path.len() < HANDLERS {
            let current = self.arena.get(at);
            if current.kind.is_element() && !(current.parent == NIL && self.is_page(at)) {
                path.push(at);
            }
            let mut up = current.parent;
            let child = at;
            while up != NIL && !self.arena.get(up).kind.is_element() && self.arena.get(up).kind != Kind::Root {
                up = self.arena.get(up).parent;
            }
            at = match self.arena.get(up).kind {
                Kind::Root if !event.composed => NIL,
                Kind::Root => self.arena.get(up).parent,
                // The way leads through the component's own content around the slot, then to its host.
                Kind::Host if event.composed => self.slot_for(up, child).unwrap_or(up),
                _ => up,
            };
        }
        path
    }

    fn is_page(&self, host: NodeId) -> bool {
        self.comp_of(host).is_some_and(|comp| self.comps.get(comp).is_some_and(|instance| instance.page == comp))
    }

    fn marks(&self, nodes: impl Iterator<Item = NodeId>) -> Value {
        let mut found: Vec<(Rc<str>, Value)> = Vec::new();
        for node in nodes {
            self.named(node, BindKind::Mark, &mut found);
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

    /// See [`Tree::model_writes`].
    pub(super) fn writes_of(&self, node: NodeId, event: &str) -> Vec<ModelWrite> {
        let Some((_, element)) = self.written(node) else { return Vec::new() };
        if !model_events(element).any(|name| name == event) {
            return Vec::new();
        }
        let comp = CompId(self.arena.get(node).comp);
        let bound = element.bindings.iter().filter_map(|binding| binding.model.as_deref());
        bound.filter_map(|model| Some(ModelWrite { comp, path: self.model_path(node, model)? })).collect()
    }

    /// The place in data that a `model:` expression means on a node; `None` when it is not the component's own data.
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
                    // Within a <template name>, names mean the data that was handed over.
                    self.introduced(at)?;
                    tail.push(Seg::Key(Rc::clone(name)));
                    tail.reverse();
                    return Some(tail);
                }
                ModelSeg::Index(_) => return None,
                ModelSeg::Scope(scope) => {
                    let (list, item) = self.introduced(at)?.into_iter().nth(*scope as usize)??;
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

    /// The scope variables around a node, outermost first: list and item for those that are a list's item. `None` within a
    /// template definition.
    fn introduced(&self, node: NodeId) -> Option<Vec<Option<(NodeId, NodeId)>>> {
        let mut found = Vec::new();
        let mut item = node;
        let mut at = self.arena.get(node).parent;
        while at != NIL && self.arena.get(at).kind != Kind::Root {
            let current = self.arena.get(at);
            match current.kind {
                Kind::Template => return None,
                Kind::Include => break,
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
        Some(found)
    }
}
