//! `wx:for`: items are matched by key, moved rather than made again, and passed over when nothing of them changed.

use std::collections::HashMap;
use std::rc::Rc;

use banchan_formats::template::{Bind, Deps, Key, Span, Template};

use super::Tree;
use super::build::{Turn, wait};
use super::change;
use super::eval::{Flow, Frame, ListFrame, ScopeVar};
use super::node::{Kind, NIL, NodeId, Payload};
use super::ops;
use super::value::Value;

/// Items of one list.
const ITEMS: f64 = 1_000_000.0;

/// A list at work.
pub(super) struct ForFrame {
    pub(super) node: NodeId,
    children: Span,
    at: u32,
    total: u32,
    list: Value,
    /// For an update: the node of each place and what changed about it.
    plan: Option<Vec<Place>>,
    /// The list before.
    old: Value,
    build: bool,
    /// Something around the list changed that its content reads.
    outer: bool,
    /// Variables of the item before are on the stack.
    open: bool,
    changed: u64,
    bits: (u64, u64),
    next: NodeId,
}

#[derive(Clone, Copy)]
struct Place {
    node: NodeId,
    /// Where its item was.
    source: u32,
    fresh: bool,
    item: bool,
    index: bool,
}

/// What `wx:for` goes over: arrays and objects as they are; a text by its characters, a number up to it.
fn normal(value: Value) -> Value {
    match value {
        Value::Arr(_) | Value::Obj(_) => value,
        Value::Str(text) => Value::arr(text.chars().map(|c| Value::str(c.encode_utf8(&mut [0; 4]))).collect()),
        Value::Num(number) if number >= 1.0 => Value::arr((0..number.min(ITEMS) as u32).map(|at| Value::Num(f64::from(at))).collect()),
        _ => Value::Undefined,
    }
}

fn len(list: &Value) -> usize {
    match list {
        Value::Arr(items) => items.len(),
        Value::Obj(object) => object.len(),
        _ => 0,
    }
}

pub(super) fn item(list: &Value, at: usize) -> &Value {
    match list {
        Value::Arr(items) => items.get(at),
        Value::Obj(object) => object.entries().get(at).map(|(_, value)| value),
        _ => None,
    }
    .unwrap_or(&Value::Undefined)
}

pub(super) fn index(list: &Value, at: usize) -> Value {
    match list {
        Value::Obj(object) => object.entries().get(at).map(|(name, _)| Value::Str(Rc::clone(name))).unwrap_or_default(),
        _ => Value::Num(at as f64),
    }
}

/// What tells an item apart. Missing keys are all alike, which makes the place decide.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Tag {
    None,
    Num(u64),
    Str(Rc<str>),
}

fn tag(key: &Key, list: &Value, at: usize) -> Tag {
    let value = match (key, list) {
        // The fields of an object are told apart by their names.
        (Key::None, Value::Obj(_)) => index(list, at),
        (Key::None, _) => return Tag::None,
        (Key::This, _) => item(list, at).clone(),
        (Key::Field(name), _) => ops::member(item(list, at), name),
    };
    match value {
        Value::Undefined | Value::Null => Tag::None,
        Value::Num(number) => Tag::Num((number + 0.0).to_bits()),
        Value::Str(text) => Tag::Str(text),
        other => Tag::Str(Rc::from(&*ops::text(&other))),
    }
}

impl Tree {
    #[allow(clippy::too_many_arguments)]
    pub(super) fn repeat(
        &mut self,
        template: &Rc<Template>,
        at: u32,
        list: &Bind,
        key: &Key,
        children: Span,
        inner: &Deps,
        mut frame: ListFrame,
    ) -> Turn {
        let old = match &self.arena.get(frame.cur).payload {
            Payload::List(list) if !frame.build => list.clone(),
            _ => Value::Undefined,
        };
        let value = if frame.build || self.arrived.is_some() || self.touched(template, list) {
            normal(wait!(self, frame, self.bind(template, list)))
        } else {
            old.clone()
        };
        let first_bit = self.next_scope_bit();
        let bits = (first_bit, if first_bit == 1 << 63 { first_bit } else { first_bit << 1 });
        let (changed, dirty) = self.ctxs.last().map(|ctx| (ctx.scopes, &ctx.dirty)).map_or((0, None), |(s, d)| (s, Some(d)));
        let outer = !frame.build && dirty.is_some_and(|dirty| inner.meets(dirty, changed & !(bits.0 | bits.1)));
        let build = frame.build;
        let node = if build { self.add(&frame, Kind::For, at) } else { frame.cur };
        let total = len(&value) as u32;
        self.advance_list(&mut frame);
        if build && (total == 0 || !self.has_room(node)) {
            self.arena.get_mut(node).payload = Payload::List(value);
            return Ok(frame);
        }
        let mut work = ForFrame {
            node,
            children,
            at: 0,
            total,
            list: value.clone(),
            plan: None,
            old: Value::Undefined,
            build,
            outer,
            open: false,
            changed,
            bits,
            next: self.arena.get(node).first,
        };
        if build {
            self.arena.get_mut(node).payload = Payload::List(value);
            self.frames.push(Frame::List(frame));
            self.frames.push(Frame::For(work));
            return Err(Flow::Go);
        }
        if old.same(&value) {
            if !outer {
                return Ok(frame);
            }
            self.frames.push(Frame::List(frame));
            self.frames.push(Frame::For(work));
            return Err(Flow::Go);
        }
        self.frames.push(Frame::List(frame));
        let (plan, gone, moved) = self.plan(node, &old, &value, key);
        let touched = plan.iter().any(|place| place.fresh || place.item || place.index);
        self.arena.get_mut(node).payload = Payload::List(value);
        if touched || outer {
            work.plan = Some(plan);
            work.old = old;
            self.frames.push(Frame::For(work));
        }
        if !moved.is_empty() {
            self.push_moved(&moved);
        }
        self.remove_all(&gone);
        Err(Flow::Go)
    }

    /// Matches old and new items, brings the item nodes into the new order, and says what happened to each place. The
    /// nodes of items that are gone are cut off and returned; so are those that changed their order.
    fn plan(&mut self, node: NodeId, old: &Value, new: &Value, key: &Key) -> (Vec<Place>, Vec<NodeId>, Vec<NodeId>) {
        let nodes: Vec<NodeId> = self.arena.children(node).collect();
        let (old_len, new_len) = (nodes.len().min(len(old)), len(new));
        let mut from = vec![u32::MAX; new_len];
        let mut start = 0;
        while start < old_len.min(new_len) && (item(old, start).same(item(new, start)) || tag(key, old, start) == tag(key, new, start)) {
            from[start] = start as u32;
            start += 1;
        }
        let (mut old_end, mut new_end) = (old_len, new_len);
        while old_end > start && new_end > start && *key != Key::None && tag(key, old, old_end - 1) == tag(key, new, new_end - 1) {
            old_end -= 1;
            new_end -= 1;
            from[new_end] = old_end as u32;
        }
        if start < old_end && start < new_end {
            // Items with the same key are taken in order.
            let mut heads: HashMap<Tag, (u32, u32)> = HashMap::with_capacity(old_end - start);
            let mut nexts = vec![u32::MAX; old_end - start];
            for at in start..old_end {
                let at32 = at as u32;
                heads
                    .entry(tag(key, old, at))
                    .and_modify(|(_, last)| {
                        nexts[*last as usize - start] = at32;
                        *last = at32;
                    })
                    .or_insert((at32, at32));
            }
            for (at, source) in from.iter_mut().enumerate().take(new_end).skip(start) {
                if let Some((head, _)) = heads.get_mut(&tag(key, new, at))
                    && *head != u32::MAX
                {
                    *source = *head;
                    *head = nexts[*head as usize - start];
                }
            }
        }
        let mut used = vec![false; nodes.len()];
        from.iter().filter(|at| **at != u32::MAX).for_each(|at| used[*at as usize] = true);
        let gone: Vec<NodeId> = nodes.iter().zip(&used).filter(|(_, used)| !**used).map(|(node, _)| *node).collect();
        let stay = rising(&from);
        let (comp, unit, tpl) = {
            let node = self.arena.get(node);
            (node.comp, node.unit, node.tpl)
        };
        let mut changed = !gone.is_empty();
        for id in &gone {
            self.arena.unlink(*id);
        }
        let mut moved = Vec::new();
        let mut plan = Vec::with_capacity(new_len);
        let mut cursor = self.arena.get(node).first;
        for (at, source) in from.iter().enumerate() {
            let place = if *source == u32::MAX {
                let id = self.arena.make(Kind::Item, comp, unit, tpl);
                self.arena.insert(id, node, cursor);
                changed = true;
                Place { node: id, source: u32::MAX, fresh: true, item: true, index: true }
            } else {
                let id = nodes[*source as usize];
                if stay[at] {
                    // Everything between was or will be moved away; step over this one.
                    while cursor != id && cursor != NIL {
                        cursor = self.arena.get(cursor).next;
                    }
                    cursor = self.arena.get(id).next;
                } else {
                    if cursor == id {
                        cursor = self.arena.get(id).next;
                    }
                    self.arena.unlink(id);
                    self.arena.insert(id, node, cursor);
                    moved.push(id);
                    changed = true;
                }
                let index_same = index(old, *source as usize).same(&index(new, at));
                let (before, after) = (item(old, *source as usize), item(new, at));
                // Values at the same place were compared when they were set.
                let same = before.same(after) || (*source != at as u32 && change::reconcile_with(before, after.clone()).same(before));
                Place { node: id, source: *source, fresh: false, item: !same, index: !index_same }
            };
            plan.push(place);
        }
        if changed {
            self.changed_children(node);
        }
        (plan, gone, moved)
    }

    pub(super) fn run_for(&mut self, mut frame: ForFrame) -> Flow {
        if frame.open {
            self.close_item(&mut frame);
        }
        while frame.at < frame.total {
            let at = frame.at as usize;
            frame.at += 1;
            let (id, build, item_changed, index_changed, source) = if frame.build {
                let (comp, unit, tpl) = {
                    let node = self.arena.get(frame.node);
                    (node.comp, node.unit, node.tpl)
                };
                let id = self.arena.make(Kind::Item, comp, unit, tpl);
                self.arena.insert(id, frame.node, NIL);
                (id, true, true, true, u32::MAX)
            } else if let Some(plan) = &frame.plan {
                let Some(place) = plan.get(at) else { break };
                (place.node, place.fresh, place.item, place.index, place.source)
            } else {
                let id = frame.next;
                frame.next = self.arena.get(id).next;
                (id, false, false, false, u32::MAX)
            };
            if id == NIL {
                break;
            }
            if !build && !item_changed && !index_changed && !frame.outer {
                continue;
            }
            if build && self.arena.len() >= self.limits.nodes as usize {
                self.too_many();
                continue;
            }
            if let Some(ctx) = self.ctxs.last_mut() {
                let mut bits = 0;
                if item_changed {
                    bits |= frame.bits.0;
                }
                if index_changed {
                    bits |= frame.bits.1;
                }
                ctx.scopes = (frame.changed & !(frame.bits.0 | frame.bits.1)) | bits;
            }
            let value = item(&frame.list, at).clone();
            let before = match (build, item_changed) {
                (true, _) => None,
                (false, true) => Some(item(&frame.old, source as usize).clone()),
                (false, false) => Some(value.clone()),
            };
            self.scopes.push(ScopeVar { value, before });
            self.scopes.push(ScopeVar { value: index(&frame.list, at), before: None });
            let first = self.arena.get(id).first;
            let children = frame.children;
            frame.open = true;
            self.frames.push(Frame::For(frame));
            self.frames.push(Frame::List(if build { ListFrame::build(children, id) } else { ListFrame::update(children, id, first) }));
            return Flow::Go;
        }
        if let Some(ctx) = self.ctxs.last_mut() {
            ctx.scopes = frame.changed;
        }
        Flow::Go
    }

    fn close_item(&mut self, frame: &mut ForFrame) {
        let height = self.scopes.len().saturating_sub(2);
        self.scopes.truncate(height);
        frame.open = false;
    }
}

/// Which places can stay where they are: a longest run of rising sources.
pub(super) fn rising(from: &[u32]) -> Vec<bool> {
    let mut stay = vec![false; from.len()];
    // The usual case: nothing changed its order.
    let known = || from.iter().enumerate().filter(|(_, source)| **source != u32::MAX);
    if known().zip(known().skip(1)).all(|((_, a), (_, b))| a < b) {
        known().for_each(|(at, _)| stay[at] = true);
        return stay;
    }
    let mut tails: Vec<usize> = Vec::new();
    let mut before = vec![usize::MAX; from.len()];
    for (at, source) in known() {
        let place = tails.partition_point(|tail| from[*tail] < *source);
        if let Some(last) = place.checked_sub(1) {
            before[at] = tails[last];
        }
        match tails.get_mut(place) {
            Some(tail) => *tail = at,
            None => tails.push(at),
        }
    }
    let mut at = tails.last().copied().unwrap_or(usize::MAX);
    while at != usize::MAX {
        stay[at] = true;
        at = before[at];
    }
    stay
}

#[cfg(test)]
mod tests {
    use super::rising;

    #[test]
    fn as_many_as_possible_stay() {
        let count = |from: &[u32]| rising(from).iter().filter(|stay| **stay).count();
        assert_eq!(count(&[0, 1, 2, 3]), 4);
        assert_eq!(count(&[3, 0, 1, 2]), 3);
        assert_eq!(count(&[3, 2, 1, 0]), 1);
        assert_eq!(count(&[u32::MAX, 1, u32::MAX, 0, 2]), 2);
    }
}
