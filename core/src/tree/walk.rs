//! An event on its way through the elements: which handler is next is asked after each, so that what a handler changed
//! counts for those behind it. It calls no handler itself.
//!
//! As in WeChat's framework: names of handlers, `id`, `data-` and `mark:` are as they are when the event comes to them; one that
//! an element's removal has cut off goes on inside of what was removed, and not above it.

use std::collections::VecDeque;
use std::rc::Rc;

use banchan_formats::template::BindKind;

use super::events::{Bound, EventInit, HANDLERS, HandlerCall, Target};
use super::node::{Kind, NIL, NodeId};
use super::{CompId, Tree, TreeError, Value};

/// Most events that are on their way inside of one another.
const WALKS: usize = 1_000;

/// Removed components that are remembered, and most of one removal.
const LEFT: usize = 200;
const LEFT_AT_ONCE: usize = 50;

/// A component that was removed. What it still triggers reaches the handlers that were bound to it, and no others.
pub(super) struct Left {
    comp: CompId,
    owner: CompId,
    /// With the names of their events.
    bound: Vec<(Rc<str>, Bound)>,
    target: Target,
    mark: Value,
}

/// An event on its way.
pub(super) struct Walk {
    id: u32,
    event: EventInit,
    begun: bool,
    levels: Vec<Level>,
    /// Elements to come on the way down, the next one last.
    down: Vec<Stop>,
    up: Up,
    /// A `mut-bind` was called.
    mutated: bool,
    /// Calls of the element that it is at.
    ready: VecDeque<HandlerCall>,
}

/// The elements of one template that it passes: what lies inside other components is hidden from them.
struct Level {
    comp: u32,
    /// The first of them, or the slot that it came through.
    target: Held,
    mark: Value,
}

enum Held {
    Here(NodeId),
    /// As it was when it was removed.
    Gone(Target),
}

enum Stop {
    At(NodeId),
    Gone(Here),
}

/// Where it is on the way up.
enum Up {
    /// This element is next.
    At(NodeId),
    /// This one was called.
    Above(NodeId),
    /// These were removed together, as they were then.
    Gone(VecDeque<Here>),
    Done,
}

/// What an element does with an event that has come to it.
#[derive(Default)]
struct Here {
    /// For each handler, whether it is a `mut-bind`; none where it has no name.
    calls: Vec<(bool, Option<HandlerCall>)>,
    /// It goes no further.
    ends: bool,
}

impl Walk {
    fn take(&mut self, here: Here) {
        for (exclusive, call) in here.calls {
            if !(exclusive && std::mem::replace(&mut self.mutated, true)) {
                self.ready.extend(call);
            }
        }
        if here.ends {
            self.down.clear();
            self.up = Up::Done;
        }
    }
}

impl Tree {
    /// Sends an event on its way from a node; the number of the walk.
    pub(super) fn begin_walk(&mut self, node: NodeId, event: &EventInit) -> Option<u32> {
        self.begin_at(Up::At(node), false, event)
    }

    /// The same for a component that was removed.
    pub(super) fn begin_walk_of_left(&mut self, comp: CompId, event: &EventInit) -> Option<u32> {
        let left = self.left.iter().find(|left| left.comp == comp)?;
        let heard = left.bound.iter().filter(|(name, _)| *name == event.name);
        let calls: Vec<(bool, Option<HandlerCall>)> = heard
            .map(|(_, bound)| {
                let call = HandlerCall {
                    comp: left.owner,
                    handler: Rc::clone(&bound.handler),
                    target: left.target.clone(),
                    current: left.target.clone(),
                    mark: left.mark.clone(),
                };
                (bound.exclusive, (!bound.handler.is_empty()).then_some(call))
            })
            .collect();
        let here = Here { calls, ends: true };
        self.begin_at(Up::Gone(VecDeque::from([here])), true, event)
    }

    /// Remembers a component that is about to be let go, when something is bound to it.
    pub(super) fn remember(&self, host: NodeId, comp: u32, found: &mut Vec<Left>) {
        if found.len() >= LEFT_AT_ONCE {
            return;
        }
        let Some((_, element)) = self.written(host) else { return };
        let bound: Vec<_> = element
            .bindings
            .iter()
            .filter_map(|binding| match binding.kind {
                BindKind::Event(flags) if !flags.capture => {
                    let handler = self.handler(host, binding)?;
                    Some((Rc::clone(&binding.name), Bound { handler, catch: flags.catch, exclusive: flags.exclusive }))
                }
                _ => None,
            })
            .collect();
        if !bound.is_empty() {
            let owner = CompId(self.arena.get(host).comp);
            found.push(Left { comp: CompId(comp), owner, bound, target: self.target(host), mark: self.marks(host) });
        }
    }

    pub(super) fn keep_left(&mut self, found: Vec<Left>) {
        self.left.extend(found);
        let over = self.left.len().saturating_sub(LEFT);
        self.left.drain(..over);
    }

    fn begin_at(&mut self, up: Up, begun: bool, event: &EventInit) -> Option<u32> {
        if self.walks.len() >= WALKS {
            let text = format!("{} was not sent on its way: {WALKS} events are under way inside of one another", event.name);
            self.errors.push(TreeError { component: "".into(), line: 0, column: 0, text });
            return None;
        }
        self.last_walk = self.last_walk.wrapping_add(1);
        let (id, event) = (self.last_walk, event.clone());
        let (levels, down, ready) = (Vec::new(), Vec::new(), VecDeque::new());
        self.walks.push(Walk { id, event, begun, levels, down, up, mutated: false, ready });
        Some(id)
    }

    /// The next handler of an event; after `None` it has arrived. Events that began later are over by now.
    pub fn next_call(&mut self, walk: u32) -> Option<HandlerCall> {
        let at = self.walks.iter().rposition(|known| known.id == walk)?;
        self.walks.truncate(at + 1);
        let mut walk = self.walks.pop()?;
        let call = self.advance_walk(&mut walk)?;
        self.walks.push(walk);
        Some(call)
    }

    /// Nobody will ask for more handlers of this event.
    pub fn end_walk(&mut self, walk: u32) {
        if let Some(at) = self.walks.iter().rposition(|known| known.id == walk) {
            self.walks.truncate(at);
        }
    }

    fn advance_walk(&self, walk: &mut Walk) -> Option<HandlerCall> {
        if !std::mem::replace(&mut walk.begun, true) && walk.event.capture_phase {
            self.plan_down(walk);
        }
        for _ in 0..4 * HANDLERS {
            if let Some(call) = walk.ready.pop_front() {
                return Some(call);
            }
            if let Some(stop) = walk.down.pop() {
                let here = match stop {
                    Stop::At(node) => self.here(&walk.levels, node, &walk.event, true),
                    Stop::Gone(here) => here,
                };
                walk.take(here);
                if walk.down.is_empty() {
                    // On the way up all is looked at anew.
                    walk.levels.clear();
                }
                continue;
            }
            match std::mem::replace(&mut walk.up, Up::Done) {
                Up::Done => return None,
                Up::At(node) => {
                    self.enter_level(&mut walk.levels, node);
                    let here = self.here(&walk.levels, node, &walk.event, false);
                    walk.up = if walk.event.bubbles { Up::Above(node) } else { Up::Done };
                    walk.take(here);
                }
                Up::Above(node) => {
                    if let Some(next) = self.next_up(node, &walk.event, |slot| self.enter_level(&mut walk.levels, slot)) {
                        walk.up = Up::At(next);
                    }
                }
                Up::Gone(mut rest) => {
                    if let Some(here) = rest.pop_front() {
                        walk.up = Up::Gone(rest);
                        walk.take(here);
                    }
                }
            }
        }
        None
    }

    /// The way down is fixed when it begins.
    fn plan_down(&self, walk: &mut Walk) {
        let Up::At(node) = walk.up else { return };
        let mut at = Some(node);
        while let Some(node) = at.filter(|_| walk.down.len() < HANDLERS) {
            self.enter_level(&mut walk.levels, node);
            walk.down.push(Stop::At(node));
            at = self.next_up(node, &walk.event, |slot| self.enter_level(&mut walk.levels, slot));
        }
    }

    /// Notes the template that an element or a slot is from, when it is the first of it.
    fn enter_level(&self, levels: &mut Vec<Level>, node: NodeId) {
        let comp = self.arena.get(node).comp;
        if !levels.iter().any(|level| level.comp == comp) {
            levels.push(Level { comp, target: Held::Here(node), mark: self.marks(node) });
        }
    }

    fn here(&self, levels: &[Level], node: NodeId, event: &EventInit, capture: bool) -> Here {
        let bound = self.bound_to(node, event, capture);
        let mut here = Here { calls: Vec::new(), ends: bound.iter().any(|bound| bound.catch) || self.stops(node, event, capture) };
        let comp = self.arena.get(node).comp;
        let level = levels.iter().find(|level| level.comp == comp);
        for bound in bound {
            let call = (!bound.handler.is_empty()).then(|| HandlerCall {
                comp: CompId(comp),
                handler: bound.handler,
                target: match level.map(|level| &level.target) {
                    Some(Held::Here(target)) => self.target(*target),
                    Some(Held::Gone(target)) => target.clone(),
                    None => self.target(node),
                },
                current: self.target(node),
                mark: level.map(|level| level.mark.clone()).unwrap_or_default(),
            });
            here.calls.push((bound.exclusive, call));
        }
        here
    }

    /// Nodes that were cut off are about to be let go: what events on their way still need of them is kept.
    pub(super) fn keep_for_walks(&mut self, cut: &[NodeId]) {
        let mut walks = std::mem::take(&mut self.walks);
        for walk in &mut walks {
            self.keep_for(walk, cut);
        }
        self.walks = walks;
    }

    fn keep_for(&self, walk: &mut Walk, cut: &[NodeId]) {
        let within = |node: NodeId| cut.contains(&self.top_of(node));
        for stop in &mut walk.down {
            if let Stop::At(node) = *stop
                && within(node)
            {
                *stop = Stop::Gone(self.here(&walk.levels, node, &walk.event, true));
            }
        }
        let (mut at, mut rest) = match walk.up {
            Up::At(node) if within(node) => {
                self.enter_level(&mut walk.levels, node);
                (node, VecDeque::from([self.here(&walk.levels, node, &walk.event, false)]))
            }
            Up::Above(node) if within(node) => (node, VecDeque::new()),
            _ => (NIL, VecDeque::new()),
        };
        if at != NIL {
            while walk.event.bubbles
                && rest.len() < HANDLERS
                && let Some(next) =
                    self.next_up(at, &walk.event, |slot| self.enter_level(&mut walk.levels, slot)).filter(|next| within(*next))
            {
                self.enter_level(&mut walk.levels, next);
                rest.push_back(self.here(&walk.levels, next, &walk.event, false));
                at = next;
            }
            walk.up = Up::Gone(rest);
        }
        for level in &mut walk.levels {
            if let Held::Here(node) = level.target
                && within(node)
            {
                level.target = Held::Gone(self.target(node));
            }
        }
    }

    /// The topmost node above this one.
    fn top_of(&self, node: NodeId) -> NodeId {
        let mut at = node;
        while self.arena.get(at).parent != NIL {
            at = self.arena.get(at).parent;
        }
        at
    }

    /// The element that an event comes to after this one, and the slots on the way there.
    pub(super) fn next_up(&self, from: NodeId, event: &EventInit, mut through: impl FnMut(NodeId)) -> Option<NodeId> {
        let mut at = from;
        for _ in 0..HANDLERS {
            let child = at;
            let mut up = self.arena.get(at).parent;
            while up != NIL && !self.arena.get(up).kind.is_element() && self.arena.get(up).kind != Kind::Root {
                up = self.arena.get(up).parent;
            }
            at = match self.arena.get(up).kind {
                Kind::Root if !event.composed => NIL,
                Kind::Root => self.arena.get(up).parent,
                // The way leads through the component's own content around the slot, then to its host.
                Kind::Host if event.composed => match self.slot_for(up, child) {
                    Some(slot) => {
                        through(slot);
                        slot
                    }
                    None => up,
                },
                _ => up,
            };
            if at == NIL || (self.arena.get(at).parent == NIL && self.is_page(at)) {
                return None;
            }
            if self.arena.get(at).kind.is_element() {
                return Some(at);
            }
        }
        None
    }
}
