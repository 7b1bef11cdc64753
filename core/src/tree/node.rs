//! The arena of nodes: links, kinds and what each keeps. It evaluates nothing and makes no HTML.

use std::rc::Rc;

use super::Value;

/// Index of a node; 0 is none.
pub(super) type NodeId = u32;
/// No node.
pub(super) const NIL: NodeId = 0;

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A free place.
    Free,
    /// Text.
    Text,
    /// A built-in element.
    Element,
    /// The host element of a component, or of a page.
    Host,
    /// Where a component should be that could not be loaded.
    Failed,
    /// The top of what a component's template made; its parent is the host.
    Root,
    /// `wx:if` and its branches; its children are those of the chosen one.
    If,
    /// `wx:for`; its children are `Item`s.
    For,
    /// One item of a list.
    Item,
    /// `block`, `let:`.
    Block,
    /// `<template is>`.
    Template,
    /// `<include>`.
    Include,
    /// `<slot>`.
    Slot,
    /// Content for one slot of a component with dynamic slots.
    Fill,
}

impl Kind {
    /// Whether handlers can be bound to it.
    pub(super) fn is_element(self) -> bool {
        matches!(self, Self::Element | Self::Host | Self::Failed)
    }
}

/// What a node keeps besides its links.
#[derive(Debug)]
pub(super) enum Payload {
    None,
    /// A text's content.
    Text(Rc<str>),
    /// Values of the dynamic bindings of an element, `let:` variables, or of a block's slot.
    Vals(Box<[Value]>),
    /// A host's component and its values.
    Host {
        comp: u32,
        vals: Box<[Value]>,
    },
    /// The chosen branch; `u32::MAX` is none.
    Branch(u32),
    /// A list's value.
    List(Value),
    /// A template reference.
    Template(Box<TemplateUse>),
    /// The slot that a `Fill` is for, and the values that it gives.
    Fill(NodeId, Rc<super::value::Object>),
    /// A slot's name and the slot that it fills itself.
    Slot(Rc<str>, Option<Rc<str>>),
}

/// What a `<template is>` shows at the moment.
#[derive(Debug)]
pub(super) struct TemplateUse {
    pub(super) name: Rc<str>,
    /// File of the definition; `u32::MAX` when there is none of that name.
    pub(super) unit: u32,
    pub(super) data: Value,
}

/// A node.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) parent: NodeId,
    pub(super) first: NodeId,
    pub(super) last: NodeId,
    pub(super) prev: NodeId,
    pub(super) next: NodeId,
    /// Whose template it was made from.
    pub(super) comp: u32,
    /// Which file, and which node of it.
    pub(super) unit: u32,
    pub(super) tpl: u32,
    /// Its number in the view; 0 is none.
    pub(super) view: u32,
    /// Levels of nodes and of elements above it.
    pub(super) level: u16,
    pub(super) depth: u16,
    pub(super) kind: Kind,
    /// Its children in the view are to be compared at the next patch.
    pub(super) dirty: bool,
    pub(super) payload: Payload,
}

/// All nodes of all pages.
pub(super) struct Arena {
    nodes: Vec<Node>,
    free: Vec<NodeId>,
}

fn blank() -> Node {
    Node {
        parent: NIL,
        first: NIL,
        last: NIL,
        prev: NIL,
        next: NIL,
        comp: 0,
        unit: 0,
        tpl: 0,
        view: 0,
        level: 0,
        depth: 0,
        kind: Kind::Free,
        dirty: false,
        payload: Payload::None,
    }
}

impl Arena {
    pub(super) fn new() -> Self {
        Self { nodes: vec![blank()], free: Vec::new() }
    }

    /// Number of nodes in use.
    pub(super) fn len(&self) -> usize {
        self.nodes.len() - 1 - self.free.len()
    }

    /// Bytes of the arena itself.
    pub(super) fn bytes(&self) -> usize {
        self.nodes.capacity() * size_of::<Node>() + self.free.capacity() * size_of::<NodeId>()
    }

    /// The node; place 0 for a number that does not exist.
    pub(super) fn get(&self, id: NodeId) -> &Node {
        &self.nodes[if (id as usize) < self.nodes.len() { id as usize } else { 0 }]
    }

    pub(super) fn get_mut(&mut self, id: NodeId) -> &mut Node {
        let at = if (id as usize) < self.nodes.len() { id as usize } else { 0 };
        &mut self.nodes[at]
    }

    /// All nodes in use.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Node> {
        self.nodes.iter().filter(|node| node.kind != Kind::Free)
    }

    /// A new node without a parent.
    pub(super) fn make(&mut self, kind: Kind, comp: u32, unit: u32, tpl: u32) -> NodeId {
        let node = Node { comp, unit, tpl, kind, ..blank() };
        match self.free.pop() {
            Some(id) => {
                *self.get_mut(id) = node;
                id
            }
            None => {
                self.nodes.push(node);
                (self.nodes.len() - 1) as NodeId
            }
        }
    }

    /// Gives a node's place back; its links must have been cut.
    pub(super) fn release(&mut self, id: NodeId) {
        if id != NIL && self.get(id).kind != Kind::Free {
            *self.get_mut(id) = blank();
            self.free.push(id);
        }
    }

    /// Puts a node under a parent, before a sibling or (for [`NIL`]) at the end.
    pub(super) fn insert(&mut self, id: NodeId, parent: NodeId, before: NodeId) {
        let prev = if before == NIL { self.get(parent).last } else { self.get(before).prev };
        let (level, depth) = {
            let above = self.get(parent);
            (above.level, above.depth + u16::from(above.kind.is_element()))
        };
        {
            let node = self.get_mut(id);
            node.parent = parent;
            node.prev = prev;
            node.next = before;
            node.level = level.saturating_add(1);
            node.depth = depth;
        }
        match prev {
            NIL => self.get_mut(parent).first = id,
            prev => self.get_mut(prev).next = id,
        }
        match before {
            NIL => self.get_mut(parent).last = id,
            before => self.get_mut(before).prev = id,
        }
    }

    /// Takes a node out of its parent's children.
    pub(super) fn unlink(&mut self, id: NodeId) {
        let (parent, prev, next) = {
            let node = self.get(id);
            (node.parent, node.prev, node.next)
        };
        match prev {
            NIL => self.get_mut(parent).first = next,
            prev => self.get_mut(prev).next = next,
        }
        match next {
            NIL => self.get_mut(parent).last = prev,
            next => self.get_mut(next).prev = prev,
        }
        let node = self.get_mut(id);
        node.parent = NIL;
        node.prev = NIL;
        node.next = NIL;
    }

    /// The children of a node, in order.
    pub(super) fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let mut at = self.get(id).first;
        std::iter::from_fn(move || {
            let found = at;
            at = self.get(found).next;
            (found != NIL).then_some(found)
        })
    }

    /// The node after this one in a walk over `top`'s children and theirs (shadow trees not entered).
    pub(super) fn next_in(&self, id: NodeId, top: NodeId, enter: bool) -> NodeId {
        if enter && self.get(id).first != NIL {
            return self.get(id).first;
        }
        let mut at = id;
        while at != top && at != NIL {
            let node = self.get(at);
            if node.next != NIL {
                return node.next;
            }
            at = node.parent;
        }
        NIL
    }
}
