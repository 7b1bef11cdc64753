//! What changed, as operations for the view: the children of touched elements are compared with what the view has.

use std::fmt::Write as _;

use super::attrs;
use super::html::Attr;
use super::node::{NodeId, Payload};
use super::view::PageView;
use super::{CompId, Tree};

/// One operation for the view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Op {
    /// Put nodes made of `html` (numbered in preorder from `first`, `count` of them) into `parent` before `before` (0: at the end).
    Insert {
        /// Number of the parent; 0 is the page.
        parent: u32,
        /// Number of the sibling that follows, or 0.
        before: u32,
        /// Number of the first new node.
        first: u32,
        /// How many nodes are new.
        count: u32,
        /// The markup.
        html: super::Html,
    },
    /// Take a node away with all in it.
    Remove(u32),
    /// Put an existing node elsewhere.
    Move {
        /// The node.
        node: u32,
        /// Its parent, old or new.
        parent: u32,
        /// The sibling that follows, or 0.
        before: u32,
    },
    /// Set a text.
    Text(u32, String),
    /// Set or (for `None`) remove an attribute.
    Attr(u32, String, Option<String>),
}

/// Changes for one page's view, in the order they must be applied.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Patch {
    /// The operations.
    pub ops: Vec<Op>,
}

impl Patch {
    /// The `ops` array of the view's protocol as JSON text.
    pub fn to_json(&self) -> String {
        let mut out = String::from("[");
        for (at, op) in self.ops.iter().enumerate() {
            if at > 0 {
                out.push(',');
            }
            match op {
                Op::Insert { parent, before, first, count, html } => {
                    let _ = write!(out, "[\"i\",{parent},{before},{first},{count},");
                    attrs::json_text(html.as_str(), &mut out);
                }
                Op::Remove(node) => {
                    let _ = write!(out, "[\"r\",{node}");
                }
                Op::Move { node, parent, before } => {
                    let _ = write!(out, "[\"m\",{node},{parent},{before}");
                }
                Op::Text(node, text) => {
                    let _ = write!(out, "[\"t\",{node},");
                    attrs::json_text(text, &mut out);
                }
                Op::Attr(node, name, value) => {
                    let _ = write!(out, "[\"a\",{node},");
                    attrs::json_text(name, &mut out);
                    out.push(',');
                    match value {
                        Some(value) => attrs::json_text(value, &mut out),
                        None => out.push_str("null"),
                    }
                }
            }
            out.push(']');
        }
        out.push(']');
        out
    }
}

/// An element whose children are compared.
struct Container {
    view: u32,
    new: Vec<NodeId>,
    old: Vec<u32>,
}

impl Tree {
    pub(super) fn make_patch(&mut self, page: CompId) -> Option<Patch> {
        let mut view = self.views.remove(&page.0)?;
        let patch = if view.made { self.compare(&mut view) } else { Patch::default() };
        self.views.insert(page.0, view);
        (!patch.ops.is_empty()).then_some(patch)
    }

    fn compare(&mut self, view: &mut PageView) -> Patch {
        let mut ops = Vec::new();
        view.patch += 1;
        let first_new = view.nodes.len() as u32;
        let host = view.nodes.first().map_or(0, |seen| seen.node);
        // Where each node is to stand is settled before anything moves: a node may go from one element to another.
        let mut containers = Vec::new();
        for node in std::mem::take(&mut view.containers) {
            self.arena.get_mut(node).dirty = false;
            let id = self.arena.get(node).view;
            if node != host && (id == 0 || view.nodes.get(id as usize).is_none_or(|seen| seen.node != node)) {
                continue;
            }
            let new = self.shown_in(node);
            for child in &new {
                let child_view = self.arena.get(*child).view;
                if child_view != 0
                    && let Some(seen) = view.nodes.get_mut(child_view as usize).filter(|seen| seen.node == *child)
                {
                    seen.placed = view.patch;
                }
            }
            containers.push(Container { view: id, new, old: view.children(id) });
        }
        for container in &containers {
            self.arrange(container, view, &mut ops);
        }
        for container in containers {
            for id in container.old {
                let gone = view.nodes.get(id as usize).is_some_and(|seen| seen.node == 0 || seen.placed != view.patch);
                if gone {
                    ops.push(Op::Remove(id));
                    self.forget_seen(id, view);
                }
            }
        }
        self.settle(view, first_new, &mut ops);
        Patch { ops }
    }

    /// Brings one element's children into order, from the last to the first.
    fn arrange(&mut self, container: &Container, view: &mut PageView, ops: &mut Vec<Op>) {
        let ids: Vec<u32> = container.new.iter().map(|node| self.known(*node, view)).collect();
        let order: std::collections::HashMap<u32, u32> = container.old.iter().enumerate().map(|(at, id)| (*id, at as u32)).collect();
        let from: Vec<u32> = ids.iter().map(|id| order.get(id).copied().filter(|_| *id != 0).unwrap_or(u32::MAX)).collect();
        let stay = super::list::rising(&from);
        let mut before = 0;
        let mut placed: Vec<u32> = vec![0; ids.len()];
        let mut at = ids.len();
        while at > 0 {
            at -= 1;
            let id = ids[at];
            if id != 0 {
                if !stay[at] {
                    view.cut(id, container.view);
                    ops.push(Op::Move { node: id, parent: container.view, before });
                }
                placed[at] = id;
                before = id;
                continue;
            }
            // New neighbours go in one piece.
            let end = at + 1;
            while at > 0 && ids[at - 1] == 0 {
                at -= 1;
            }
            let first = view.nodes.len() as u32;
            // Linked below, with the others.
            let mut html = String::new();
            self.emit(&container.new[at..end], u32::MAX, view, &mut html);
            let count = view.nodes.len() as u32 - first;
            ops.push(Op::Insert { parent: container.view, before, first, count, html: super::Html(html) });
            for (place, node) in placed[at..end].iter_mut().zip(&container.new[at..end]) {
                *place = self.arena.get(*node).view;
            }
            before = placed[at];
        }
        if let Some(seen) = view.nodes.get_mut(container.view as usize) {
            seen.first = 0;
            seen.last = 0;
        }
        for id in placed {
            view.link(id, container.view);
        }
    }

    /// A node's number, if the view has it.
    fn known(&self, node: NodeId, view: &PageView) -> u32 {
        let id = self.arena.get(node).view;
        if view.nodes.get(id as usize).is_some_and(|seen| seen.node == node) { id } else { 0 }
    }

    /// Forgets a node of the view with all that still stands in it.
    fn forget_seen(&mut self, id: u32, view: &mut PageView) {
        let mut stack = vec![id];
        while let Some(at) = stack.pop() {
            stack.extend(view.children(at));
            let Some(seen) = view.nodes.get_mut(at as usize) else { continue };
            let node = std::mem::take(&mut seen.node);
            seen.first = 0;
            seen.last = 0;
            view.live = view.live.saturating_sub(1);
            if node != 0 && self.arena.get(node).view == at {
                self.arena.get_mut(node).view = 0;
            }
        }
    }

    /// Texts and attributes of nodes that the view had before this patch.
    fn settle(&mut self, view: &mut PageView, first_new: u32, ops: &mut Vec<Op>) {
        let mut texts = std::mem::take(&mut view.texts);
        texts.sort_unstable();
        texts.dedup();
        for node in texts {
            let id = self.known(node, view);
            if id != 0
                && id < first_new
                && let Payload::Text(text) = &self.arena.get(node).payload
            {
                ops.push(Op::Text(id, text.to_string()));
            }
        }
        let mut attrs = std::mem::take(&mut view.attrs);
        attrs.sort_unstable();
        attrs.dedup();
        let mut done: Vec<Attr> = Vec::new();
        let mut last = 0;
        for (node, index) in attrs {
            let id = self.known(node, view);
            if id == 0 || id >= first_new || !self.arena.get(node).kind.is_element() {
                continue;
            }
            if node != last {
                done.clear();
                last = node;
            }
            let Some((_, element)) = self.written(node) else { continue };
            let Some(binding) = element.bindings.get(index as usize) else { continue };
            for attr in [self.attr_of(node, binding), self.wxs_attr_of(node, element, binding)].into_iter().flatten() {
                if !done.contains(&attr) {
                    ops.push(Op::Attr(id, attr.name().to_owned(), self.attr_text(node, element, &attr, binding)));
                    done.push(attr);
                }
            }
        }
    }
}
