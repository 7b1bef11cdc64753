//! Coming and going of components: who is told what, in which order, and how nodes are let go.

use super::comp::Stage;
use super::eval::{Await, Flow, Frame};
use super::node::{Kind, NIL, NodeId};
use super::step::{Life, Step};
use super::{CompId, Tree};

/// A walk over new components: owners before what their templates contain.
pub(super) struct AttachFrame {
    stack: Vec<Visit>,
    /// Told `Attached`; what it contains comes next.
    expand: Option<u32>,
    ready: Vec<(u32, Life)>,
    hold: bool,
    /// The page, when it is a whole page that comes.
    page: Option<u32>,
}

enum Visit {
    Enter(u32),
    Exit(u32),
}

impl Tree {
    /// Pushes the attaching of a page with all that is on it. `hold` keeps `Ready` back.
    pub(super) fn push_attach_page(&mut self, id: u32, hold: bool) {
        self.frames.push(Frame::Attach(AttachFrame {
            stack: vec![Visit::Enter(id)],
            expand: None,
            ready: Vec::new(),
            hold,
            page: Some(id),
        }));
    }

    /// Pushes the attaching of what is new in an attached component.
    pub(super) fn push_attach(&mut self, id: u32) {
        let page = self.comps.get(id).map_or(0, |comp| comp.page);
        let hold = !self.comps.get(page).is_some_and(|page| page.ready);
        self.frames.push(Frame::Attach(AttachFrame { stack: Vec::new(), expand: Some(id), ready: Vec::new(), hold, page: None }));
    }

    pub(super) fn run_attach(&mut self, mut frame: AttachFrame) -> Flow {
        loop {
            if let Some(id) = frame.expand.take() {
                let inside = self.comps_in(id);
                frame.stack.extend(inside.into_iter().rev().map(Visit::Enter));
            }
            match frame.stack.pop() {
                None => {
                    match frame.page {
                        _ if frame.hold => {}
                        // While it was attached, more components may have come than this walk saw.
                        Some(page) => self.push_ready(page),
                        None if frame.ready.is_empty() => {}
                        None => self.frames.push(Frame::Lives { list: frame.ready, at: 0 }),
                    }
                    return Flow::Go;
                }
                Some(Visit::Exit(id)) => frame.ready.push((id, Life::Ready)),
                Some(Visit::Enter(id)) => {
                    let Some(comp) = self.comps.get_mut(id) else { continue };
                    if comp.attached || comp.stage != Stage::Live {
                        continue;
                    }
                    comp.attached = true;
                    comp.grown = false;
                    let def = comp.def;
                    frame.stack.push(Visit::Exit(id));
                    frame.expand = Some(id);
                    if self.defs.get(def as usize).is_some_and(|def| def.def.life.attached) {
                        self.frames.push(Frame::Attach(frame));
                        return Flow::Ask(Step::Life { comp: CompId(id), life: Life::Attached }, Await::Nothing);
                    }
                }
            }
        }
    }

    /// Pushes `Ready` for all on a page that was held back.
    pub(super) fn push_ready(&mut self, page: u32) {
        let mut list = Vec::new();
        let mut stack = vec![Visit::Enter(page)];
        while let Some(visit) = stack.pop() {
            match visit {
                Visit::Exit(id) => list.push((id, Life::Ready)),
                Visit::Enter(id) => {
                    stack.push(Visit::Exit(id));
                    stack.extend(self.comps_in(id).into_iter().rev().map(Visit::Enter));
                }
            }
        }
        self.frames.push(Frame::Lives { list, at: 0 });
    }

    /// The components that a component's template contains, in tree order.
    pub(super) fn comps_in(&self, id: u32) -> Vec<u32> {
        let Some(root) = self.comps.get(id).map(|comp| comp.root).filter(|root| *root != NIL) else { return Vec::new() };
        let mut found = Vec::new();
        let mut at = self.arena.next_in(root, root, true);
        while at != NIL {
            found.extend(self.comp_of(at));
            at = self.arena.next_in(at, root, true);
        }
        found
    }

    pub(super) fn run_lives(&mut self, list: Vec<(u32, Life)>, mut at: usize) -> Flow {
        while let Some((id, life)) = list.get(at).copied() {
            at += 1;
            let wanted = match life {
                // It is no longer among the living; only those that want to hear it are on the list.
                Life::Detached => true,
                Life::Attached => false,
                Life::Moved => self.comps.get(id).is_some_and(|comp| comp.attached),
                Life::Ready => {
                    let def = self
                        .comps
                        .get_mut(id)
                        .and_then(|comp| (comp.attached && !std::mem::replace(&mut comp.ready, true)).then_some(comp.def));
                    def.and_then(|def| self.defs.get(def as usize)).is_some_and(|def| def.def.life.ready)
                }
            };
            if wanted {
                self.frames.push(Frame::Lives { list, at });
                return Flow::Ask(Step::Life { comp: CompId(id), life }, Await::Nothing);
            }
        }
        Flow::Go
    }

    /// Pushes `Moved` for the components in nodes that changed their order.
    pub(super) fn push_moved(&mut self, nodes: &[NodeId]) {
        let mut list = Vec::new();
        for node in nodes {
            let mut stack = vec![*node];
            let mut found = Vec::new();
            while let Some(at) = stack.pop() {
                if let Some(id) = self.comp_of(at)
                    && let Some(comp) = self.comps.get(id)
                {
                    if self.defs.get(comp.def as usize).is_some_and(|def| def.def.life.moved) {
                        found.push((id, Life::Moved));
                    }
                    if comp.root != NIL {
                        stack.push(comp.root);
                    }
                }
                stack.extend(self.arena.children(at));
            }
            list.extend(found.into_iter().rev());
        }
        if !list.is_empty() {
            self.frames.push(Frame::Lives { list, at: 0 });
        }
    }

    /// Lets go of everything in a node.
    pub(super) fn clear(&mut self, node: NodeId) {
        let children: Vec<NodeId> = self.arena.children(node).collect();
        for child in &children {
            self.arena.unlink(*child);
        }
        self.remove_all(&children);
    }

    /// Lets go of nodes that were cut off. What was put into a component goes before its own content, and that before
    /// itself; JavaScript hears of it in that order.
    pub(super) fn remove_all(&mut self, nodes: &[NodeId]) {
        if !self.walks.is_empty() {
            self.keep_for_walks(nodes);
        }
        let mut lives = Vec::new();
        let mut gone = Vec::new();
        let mut left = Vec::new();
        // With a page goes whoever could hear.
        let page = nodes.iter().any(|node| self.is_page(*node));
        let mut stack: Vec<(NodeId, bool)> = nodes.iter().rev().map(|node| (*node, false)).collect();
        while let Some((id, done)) = stack.pop() {
            if !done {
                stack.push((id, true));
                if let Some(root) = self.comp_of(id).and_then(|comp| self.comps.get(comp)).map(|comp| comp.root).filter(|root| *root != NIL)
                {
                    stack.push((root, false));
                }
                let mark = stack.len();
                stack.extend(self.arena.children(id).map(|child| (child, false)));
                if let Some(children) = stack.get_mut(mark..) {
                    children.reverse();
                }
                continue;
            }
            self.forget_view(id);
            if self.arena.get(id).kind == Kind::Slot {
                let comp_id = self.arena.get(id).comp;
                if let Some(comp) = self.comps.get_mut(comp_id) {
                    comp.slots.retain(|slot| *slot != id);
                    self.changed_slots(comp_id);
                }
            }
            if let Some(comp) = self.comp_of(id) {
                if !page {
                    self.remember(id, comp, &mut left);
                }
                if let Some(removed) = self.comps.remove(comp) {
                    if removed.attached && self.defs.get(removed.def as usize).is_some_and(|def| def.def.life.detached) {
                        lives.push((comp, Life::Detached));
                    }
                    self.unwind |= removed.busy || removed.stage == Stage::Creating;
                }
                gone.push(CompId(comp));
            }
            self.arena.release(id);
        }
        if !left.is_empty() {
            self.keep_left(left);
        }
        if !gone.is_empty() {
            self.frames.push(Frame::Drop(gone));
        }
        if !lives.is_empty() {
            self.frames.push(Frame::Lives { list: lives, at: 0 });
        }
    }
}
