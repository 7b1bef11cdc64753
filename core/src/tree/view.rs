//! What the view has: the numbers of its nodes, which of them to compare again, and what a node's children are once
//! virtual nodes and slots are taken out. It makes no HTML.

use std::rc::Rc;

use banchan_formats::template::{BindKind, NodeKind};

use super::Tree;
use super::node::{Kind, NIL, NodeId, Payload};
use super::ops;
use super::value::Value;

/// What the view of one page has.
#[derive(Default)]
pub(super) struct PageView {
    /// By number; 0 is the page itself.
    pub(super) nodes: Vec<Seen>,
    /// How many are there, the page not counted.
    pub(super) live: u32,
    /// Whether HTML was made: before that, changes need not be told.
    pub(super) made: bool,
    /// Nodes whose children are to be compared.
    pub(super) containers: Vec<NodeId>,
    pub(super) texts: Vec<NodeId>,
    /// Nodes and the binding that changed.
    pub(super) attrs: Vec<(NodeId, u16)>,
    /// Number of the patch being made.
    pub(super) patch: u32,
    /// How many changes may wait before those that are the same are counted as one.
    pub(super) compact_at: usize,
}

/// Changes that may wait before anybody looks for repeated ones.
const COMPACT: usize = 1 << 16;

/// Numbers that are given before a view is taken to be worn.
const WORN: usize = 2 << 20;

/// A node as the view has it.
#[derive(Clone, Copy, Default)]
pub(super) struct Seen {
    /// Our node; 0 when it is gone.
    pub(super) node: NodeId,
    pub(super) parent: u32,
    pub(super) first: u32,
    pub(super) last: u32,
    pub(super) next: u32,
    /// Last patch that gave it a place.
    pub(super) placed: u32,
}

impl PageView {
    /// Counts changes of the same thing as one: a view that never listens must not fill the memory.
    fn compact(&mut self) {
        let waiting = |view: &PageView| view.texts.len() + view.attrs.len() + view.containers.len();
        if waiting(self) < self.compact_at.max(COMPACT) {
            return;
        }
        self.texts.sort_unstable();
        self.texts.dedup();
        self.attrs.sort_unstable();
        self.attrs.dedup();
        let mut known = std::collections::HashSet::new();
        self.containers.retain(|node| known.insert(*node));
        self.compact_at = 2 * waiting(self);
    }

    /// Whether nearly all numbers are of nodes that are gone. Numbers are never given twice, so a page that replaces
    /// its nodes all the time needs a new view now and then.
    pub(super) fn is_worn(&self) -> bool {
        self.nodes.len() > WORN && self.nodes.len() / 4 > self.live as usize
    }

    /// Adds a node at the end of a parent.
    pub(super) fn append(&mut self, node: NodeId, parent: u32) -> u32 {
        let id = self.nodes.len() as u32;
        self.nodes.push(Seen { node, parent, placed: self.patch, ..Seen::default() });
        self.live += 1;
        self.link(id, parent);
        id
    }

    /// Puts a node at the end of a parent's list.
    pub(super) fn link(&mut self, id: u32, parent: u32) {
        let last = self.nodes.get(parent as usize).map_or(0, |seen| seen.last);
        if let Some(seen) = self.nodes.get_mut(id as usize) {
            seen.parent = parent;
            seen.next = 0;
        }
        if last != 0
            && let Some(seen) = self.nodes.get_mut(last as usize)
        {
            seen.next = id;
        }
        if let Some(parent) = self.nodes.get_mut(parent as usize) {
            if last == 0 {
                parent.first = id;
            }
            parent.last = id;
        }
    }

    /// Takes a node that goes elsewhere out of its old parent's list.
    pub(super) fn cut(&mut self, id: u32, to: u32) {
        let Some(from) = self.nodes.get(id as usize).map(|seen| seen.parent).filter(|from| *from != to) else { return };
        let rest: Vec<u32> = self.children(from).into_iter().filter(|child| *child != id).collect();
        if let Some(parent) = self.nodes.get_mut(from as usize) {
            parent.first = 0;
            parent.last = 0;
        }
        for child in rest {
            self.link(child, from);
        }
    }

    /// The children of a node, in order.
    pub(super) fn children(&self, id: u32) -> Vec<u32> {
        let mut found = Vec::new();
        let mut at = self.nodes.get(id as usize).map_or(0, |seen| seen.first);
        while at != 0 {
            found.push(at);
            at = self.nodes.get(at as usize).map_or(0, |seen| seen.next);
        }
        found
    }
}

/// What of a component's content goes into one slot.
#[derive(Clone)]
enum Pick {
    All,
    Named(Rc<str>),
}

impl Tree {
    fn page_view(&mut self, node: NodeId) -> Option<&mut PageView> {
        let comp = self.arena.get(node).comp;
        let page = self.comps.get(comp)?.page;
        self.views.get_mut(&page).filter(|view| view.made)
    }

    pub(super) fn changed_text(&mut self, node: NodeId) {
        if self.arena.get(node).view != 0
            && let Some(view) = self.page_view(node)
        {
            view.texts.push(node);
            view.compact();
        }
    }

    /// A binding of an element changed that the view can see. A host's may also reach into its component.
    pub(super) fn changed_attr(&mut self, node: NodeId, binding: u16) {
        if self.arena.get(node).view != 0
            && let Some(view) = self.page_view(node)
        {
            view.attrs.push((node, binding));
            view.compact();
        }
        if let Some(comp) = self.comp_of(node) {
            let inside = self.elements_with_external(comp);
            if let Some(view) = self.page_view(node) {
                view.attrs.extend(inside);
                view.compact();
            }
        }
    }

    /// The children of a node changed: the elements that show them are compared at the next patch.
    pub(super) fn changed_children(&mut self, node: NodeId) {
        if self.page_view(node).is_none() {
            return;
        }
        let mut stack = vec![node];
        while let Some(at) = stack.pop() {
            let (kind, parent, comp) = {
                let node = self.arena.get(at);
                (node.kind, node.parent, node.comp)
            };
            match kind {
                Kind::Free => {}
                Kind::Element | Kind::Failed => self.mark(at),
                Kind::Host => {
                    let slots = self.comp_of(at).and_then(|comp| self.comps.get(comp)).map(|comp| comp.slots.clone()).unwrap_or_default();
                    stack.extend(slots.iter().map(|slot| self.arena.get(*slot).parent));
                }
                Kind::Root => {
                    let page = self.comps.get(comp).is_some_and(|instance| instance.page == comp);
                    if !page && self.is_virtual(parent) {
                        stack.push(self.arena.get(parent).parent);
                    } else {
                        self.mark(parent);
                    }
                }
                _ => stack.push(parent),
            }
        }
    }

    fn mark(&mut self, node: NodeId) {
        if !std::mem::replace(&mut self.arena.get_mut(node).dirty, true)
            && let Some(view) = self.page_view(node)
        {
            view.containers.push(node);
            view.compact();
        }
    }

    /// A node goes to another slot of the component that it was put into.
    pub(super) fn changed_slot_of(&mut self, node: NodeId) {
        let mut at = self.arena.get(node).parent;
        while at != NIL && !matches!(self.arena.get(at).kind, Kind::Host | Kind::Root | Kind::Element) {
            at = self.arena.get(at).parent;
        }
        if self.arena.get(at).kind == Kind::Host {
            self.changed_children(at);
        }
    }

    /// A node is let go: the view will be told when its parent is compared.
    pub(super) fn forget_view(&mut self, node: NodeId) {
        let view = self.arena.get(node).view;
        if view != 0
            && let Some(page) = self.page_view(node)
            && let Some(seen) = page.nodes.get_mut(view as usize)
        {
            seen.node = NIL;
        }
    }

    /// The nodes that the view shows directly inside an element (or a page's host).
    pub(super) fn shown_in(&self, container: NodeId) -> Vec<NodeId> {
        let mut found = Vec::new();
        let first = match self.comp_of(container) {
            Some(comp) => self.comps.get(comp).map_or(NIL, |comp| self.arena.get(comp.root).first),
            None => self.arena.get(container).first,
        };
        self.collect(first, Pick::All, &mut found);
        found
    }

    fn collect(&self, first: NodeId, pick: Pick, found: &mut Vec<NodeId>) {
        let mut stack = vec![(first, pick)];
        while let Some((at, pick)) = stack.pop() {
            if at == NIL {
                continue;
            }
            let node = self.arena.get(at);
            stack.push((node.next, pick.clone()));
            let inner = match (&pick, node.kind) {
                (Pick::All, _) => Pick::All,
                (Pick::Named(name), Kind::Text | Kind::Element | Kind::Host | Kind::Failed | Kind::Slot) => {
                    if *self.slot_of(at) != **name {
                        continue;
                    }
                    Pick::All
                }
                (Pick::Named(name), Kind::Block) if self.block_slot(at).is_some() => {
                    if self.block_slot(at).is_none_or(|slot| slot != *name) {
                        continue;
                    }
                    Pick::All
                }
                (pick, _) => (*pick).clone(),
            };
            match node.kind {
                Kind::Free => {}
                Kind::Text | Kind::Element | Kind::Failed => found.push(at),
                Kind::Host if self.is_virtual(at) => {
                    let root = self.comp_of(at).and_then(|comp| self.comps.get(comp)).map_or(NIL, |comp| comp.root);
                    stack.push((self.arena.get(root).first, Pick::All));
                }
                Kind::Host => found.push(at),
                Kind::Slot => {
                    if let Some((first, pick)) = self.slot_content(at) {
                        stack.push((first, pick));
                    }
                }
                _ => stack.push((node.first, inner)),
            }
        }
    }

    /// Where a slot's content begins and what of it is meant.
    fn slot_content(&self, slot: NodeId) -> Option<(NodeId, Pick)> {
        let comp = self.comps.get(self.arena.get(slot).comp)?;
        let def = self.defs.get(comp.def as usize)?;
        if def.def.page {
            return None;
        }
        if let Some(fills) = &comp.dynamic {
            let Payload::Slot(name, _) = &self.arena.get(slot).payload else { return None };
            let fill = fills.shown.get(&slot).copied()?;
            return Some((self.arena.get(fill).first, Pick::Named(Rc::clone(name))));
        }
        let first = self.arena.get(comp.host).first;
        if !def.def.multiple_slots {
            return (self.first_slot(comp) == slot).then_some((first, Pick::All));
        }
        match &self.arena.get(slot).payload {
            Payload::Slot(name, _) if self.named_slot(comp, name) == Some(slot) => Some((first, Pick::Named(Rc::clone(name)))),
            _ => None,
        }
    }

    /// The slot of a name; of several with the same name, the first in the template gets everything.
    fn named_slot(&self, comp: &super::comp::Comp, name: &str) -> Option<NodeId> {
        let is = |slot: NodeId| matches!(&self.arena.get(slot).payload, Payload::Slot(known, _) if **known == *name);
        let mut all = comp.slots.iter().copied().filter(|slot| is(*slot));
        let found = all.next()?;
        if all.next().is_none() {
            return Some(found);
        }
        let mut at = comp.root;
        while at != NIL {
            if self.arena.get(at).kind == Kind::Slot && is(at) {
                return Some(at);
            }
            at = self.arena.next_in(at, comp.root, true);
        }
        Some(found)
    }

    /// A slot came or went: what it shows may come from another slot, or go to one.
    pub(super) fn changed_slots(&mut self, comp: u32) {
        let Some(slots) = self.comps.get(comp).map(|comp| comp.slots.clone()).filter(|slots| !slots.is_empty()) else { return };
        for slot in slots {
            let parent = self.arena.get(slot).parent;
            self.changed_children(parent);
        }
    }

    /// Without `multipleSlots`, the first slot in the template gets everything.
    fn first_slot(&self, comp: &super::comp::Comp) -> NodeId {
        if let [only] = comp.slots.as_slice() {
            return *only;
        }
        let mut at = comp.root;
        while at != NIL {
            if self.arena.get(at).kind == Kind::Slot {
                return at;
            }
            at = self.arena.next_in(at, comp.root, true);
        }
        NIL
    }

    /// The slot that a node put into a component goes to.
    pub(super) fn slot_of(&self, node: NodeId) -> Rc<str> {
        if let Payload::Slot(_, own) = &self.arena.get(node).payload {
            return own.clone().unwrap_or_default();
        }
        let binding = self.written(node).and_then(|(_, element)| element.bindings.iter().find(|binding| binding.kind == BindKind::Slot));
        binding.map(|binding| ops::shown(&self.value_on(node, binding))).unwrap_or_default()
    }

    /// The slot that a `block` with `slot=` goes to; `None` for other blocks.
    pub(super) fn block_slot(&self, node: NodeId) -> Option<Rc<str>> {
        let at = self.arena.get(node);
        let template = self.units.get(at.unit as usize)?;
        match &template.nodes.get(at.tpl as usize)?.kind {
            NodeKind::Block { slot: Some(_), .. } => match &at.payload {
                Payload::Vals(vals) => Some(ops::shown(vals.first().unwrap_or(&Value::Undefined))),
                _ => None,
            },
            _ => None,
        }
    }

    /// The slot node that shows what was put into a component.
    pub(super) fn slot_for(&self, host: NodeId, child: NodeId) -> Option<NodeId> {
        let comp = self.comp_of(host).and_then(|comp| self.comps.get(comp))?;
        let def = self.defs.get(comp.def as usize)?;
        if comp.dynamic.is_some() {
            return self.fill_of(child).map(|(slot, _)| slot);
        }
        if !def.def.multiple_slots {
            return Some(self.first_slot(comp)).filter(|slot| *slot != NIL);
        }
        // The nearest thing between the child and the host that says where it goes.
        let mut name = Rc::from("");
        let mut at = child;
        while at != host && at != NIL {
            match self.arena.get(at).kind {
                Kind::Block => {
                    if let Some(slot) = self.block_slot(at) {
                        name = slot;
                    }
                }
                Kind::Element | Kind::Host | Kind::Failed | Kind::Slot => name = self.slot_of(at),
                _ => {}
            }
            at = self.arena.get(at).parent;
        }
        self.named_slot(comp, &name)
    }
}
