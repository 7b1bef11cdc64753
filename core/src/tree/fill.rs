//! Dynamic slots: each slot of a component gets content of its own, evaluated where the component stands, with the values
//! that the slot gives. Nothing of this runs for components without the option.

use std::collections::HashMap;
use std::rc::Rc;

use banchan_formats::template::{BindKind, Element, FieldSet, NodeKind, Template};

use super::Tree;
use super::build::Turn;
use super::element::bound;
use super::eval::{Ctx, Flow, Frame, ListFrame, Root, ScopeVar};
use super::node::{Kind, NIL, NodeId, Payload};
use super::ops;
use super::value::{Object, Value};

/// The content of a component's dynamic slots.
#[derive(Default)]
pub(super) struct Fills {
    /// What each slot gives at the moment.
    given: HashMap<NodeId, Rc<Object>>,
    /// The `Fill` that each slot shows.
    pub(super) shown: HashMap<NodeId, NodeId>,
}

/// Whether a template has a use for dynamic slots: slots that give something, or that a list may repeat.
pub(super) fn wants(template: &Template) -> bool {
    let any = |is: fn(&NodeKind) -> bool| template.nodes.iter().any(|node| is(&node.kind));
    any(|kind| matches!(kind, NodeKind::Slot { values, .. } if !values.is_empty()))
        || (any(|kind| matches!(kind, NodeKind::Slot { .. })) && any(|kind| matches!(kind, NodeKind::For { .. })))
}

impl Tree {
    pub(super) fn is_dynamic(&self, host: NodeId) -> bool {
        self.comp_of(host).and_then(|comp| self.comps.get(comp)).is_some_and(|comp| comp.dynamic.is_some())
    }

    /// Notes what a slot gives; its content follows when its component is done.
    pub(super) fn slot_gives(&mut self, slot: NodeId, values: Vec<(Rc<str>, Value)>) {
        let comp = self.arena.get(slot).comp;
        if let Some(fills) = self.comps.get_mut(comp).and_then(|comp| comp.dynamic.as_mut()) {
            fills.given.insert(slot, Rc::new(Object::new(values)));
        }
    }

    /// The slot that a node is content of, when it is a dynamic one, and what the slot gives.
    pub(super) fn fill_of(&self, node: NodeId) -> Option<(NodeId, Rc<Object>)> {
        let mut at = node;
        while at != NIL {
            match &self.arena.get(at).payload {
                Payload::Fill(slot, values) => return Some((*slot, Rc::clone(values))),
                Payload::Host { .. } if at != node => return None,
                _ => at = self.arena.get(at).parent,
            }
        }
        None
    }

    pub(super) fn slot_value(&self, parent: NodeId, name: &str) -> Value {
        self.fill_of(parent).and_then(|(_, values)| values.get(name).cloned()).unwrap_or_default()
    }

    /// Whether an element that is made as content of one slot goes to another: then it is made there only.
    pub(super) fn goes_elsewhere(&self, parent: NodeId, element: &Element, vals: &[Value]) -> bool {
        let mut at = parent;
        let mut around = None;
        while at != NIL && !self.arena.get(at).kind.is_element() && self.arena.get(at).kind != Kind::Root {
            around = self.block_slot(at).or(around);
            if let Payload::Fill(slot, _) = &self.arena.get(at).payload {
                let Payload::Slot(name, _) = &self.arena.get(*slot).payload else { return false };
                if let Some(around) = around {
                    return around != *name;
                }
                let written = element.bindings.iter().find(|binding| binding.kind == BindKind::Slot);
                return written.map_or_else(|| Rc::from(""), |binding| ops::shown(&bound(binding, vals))) != *name;
            }
            at = self.arena.get(at).parent;
        }
        false
    }

    /// Updates what stands in an element's tags.
    pub(super) fn update_light(&mut self, element: &Element, node: NodeId, mut frame: ListFrame) -> Turn {
        if !self.is_dynamic(node) {
            return self.enter(frame, element.children, node, false);
        }
        self.advance_list(&mut frame);
        self.frames.push(Frame::List(frame));
        let fills: Vec<NodeId> = self.arena.children(node).collect();
        for fill in fills.into_iter().rev() {
            let first = self.arena.get(fill).first;
            self.frames.push(Frame::List(ListFrame::update(element.children, fill, first)));
        }
        Err(Flow::Go)
    }

    /// A component with dynamic slots is done: makes, changes and removes the content of its slots.
    pub(super) fn fill_slots(&mut self, id: u32) {
        let Some(comp) = self.comps.get_mut(id) else { return };
        let Some(fills) = comp.dynamic.as_mut() else { return };
        let (host, owner) = (comp.host, comp.owner);
        fills.given.retain(|slot, _| comp.slots.contains(slot));
        let gone: Vec<NodeId> = fills.shown.iter().filter(|(slot, _)| !comp.slots.contains(slot)).map(|(_, fill)| *fill).collect();
        fills.shown.retain(|slot, _| comp.slots.contains(slot));
        let wanted: Vec<(NodeId, Rc<Object>, Option<NodeId>)> = comp
            .slots
            .iter()
            .map(|slot| (*slot, fills.given.get(slot).cloned().unwrap_or_default(), fills.shown.get(slot).copied()))
            .collect();
        let Some(children) = self.written(host).map(|(_, element)| element.children) else { return };
        let Some((ctx, scopes)) = self.ctx_at(host) else { return };
        let mut work = Vec::new();
        for (slot, values, fill) in wanted {
            match fill {
                Some(fill) => {
                    if !matches!(&self.arena.get(fill).payload, Payload::Fill(_, old) if same(old, &values)) {
                        self.arena.get_mut(fill).payload = Payload::Fill(slot, values);
                        let first = self.arena.get(fill).first;
                        work.push(ListFrame::update(children, fill, first));
                    }
                }
                None => {
                    let (comp, unit, tpl) = {
                        let host = self.arena.get(host);
                        (host.comp, host.unit, host.tpl)
                    };
                    let fill = self.arena.make(Kind::Fill, comp, unit, tpl);
                    self.arena.insert(fill, host, NIL);
                    self.arena.get_mut(fill).payload = Payload::Fill(slot, values);
                    if let Some(fills) = self.comps.get_mut(id).and_then(|comp| comp.dynamic.as_mut()) {
                        fills.shown.insert(slot, fill);
                    }
                    work.push(ListFrame::build(children, fill));
                }
            }
        }
        if !gone.is_empty() || !work.is_empty() {
            self.changed_children(host);
        }
        if !work.is_empty() {
            self.frames.push(Frame::Grown(owner));
            self.frames.push(Frame::EndCtx);
            self.scopes.extend(scopes);
            self.ctxs.push(ctx);
            self.frames.extend(work.into_iter().rev().map(Frame::List));
        }
        for fill in &gone {
            self.arena.unlink(*fill);
        }
        self.remove_all(&gone);
    }

    pub(super) fn run_grown(&mut self, id: u32) -> Flow {
        let active = self.active.iter().any(|(active, _)| *active == id);
        if !active && self.comps.get_mut(id).is_some_and(|comp| comp.attached && std::mem::take(&mut comp.grown)) {
            self.push_attach(id);
        }
        Flow::Go
    }

    /// Where a node's template is evaluated: as it was when the node was made, with nothing changed.
    fn ctx_at(&mut self, node: NodeId) -> Option<(Ctx, Vec<ScopeVar>)> {
        let (comp, unit) = (self.arena.get(node).comp, self.arena.get(node).unit);
        let template = self.unit(unit)?;
        let mut root = Root::Comp(None);
        let mut scopes: Vec<Value> = Vec::new();
        let mut at = node;
        while at != NIL && self.arena.get(at).kind != Kind::Root {
            let current = self.arena.get(at);
            let above = current.parent;
            match (current.kind, &current.payload, &self.arena.get(above).payload) {
                (Kind::Item, _, Payload::List(list)) => {
                    let place = self.arena.children(above).position(|child| child == at).unwrap_or(0);
                    // From the inside out: the index comes after its item.
                    scopes.push(super::list::index(list, place));
                    scopes.push(super::list::item(list, place).clone());
                }
                (Kind::Block, Payload::Vals(vals), _) if self.is_let(at) => scopes.extend(vals.iter().rev().cloned()),
                (Kind::Template, Payload::Template(used), _) => {
                    root = Root::Data(match &used.data {
                        Value::Obj(object) => Rc::clone(object),
                        _ => Rc::default(),
                    });
                    break;
                }
                (Kind::Include, ..) => {
                    root = Root::Comp(Some(self.field_map(comp, unit, &template)));
                    break;
                }
                _ => {}
            }
            at = above;
        }
        scopes.reverse();
        let base = self.scopes.len();
        let dirty = FieldSet::default();
        let ctx = Ctx { comp, unit, template, root, dirty, whole: FieldSet::default(), scopes: 0, base, included: false };
        Some((ctx, scopes.into_iter().map(|value| ScopeVar { value, before: None }).collect()))
    }

    fn is_let(&self, node: NodeId) -> bool {
        let at = self.arena.get(node);
        let kind = self.units.get(at.unit as usize).and_then(|unit| unit.nodes.get(at.tpl as usize)).map(|node| &node.kind);
        matches!(kind, Some(NodeKind::Let { .. }))
    }
}

fn same(a: &Object, b: &Object) -> bool {
    a.len() == b.len() && a.entries().iter().zip(b.entries()).all(|((n, v), (m, w))| n == m && v.same(w))
}
