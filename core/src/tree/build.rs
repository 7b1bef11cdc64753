//! Template nodes that are not elements: text, branches, blocks, variables, template references, includes, slots.

use std::rc::Rc;

use banchan_formats::template::{Bind, Code, FieldSet, NodeKind, Span, Template};

use super::Tree;
use super::eval::{Ctx, Flow, Frame, ListFrame, Root, ScopeVar};
use super::node::{Kind, NIL, NodeId, Payload, TemplateUse};
use super::ops;
use super::value::{Object, Value};

/// Levels of nodes, virtual ones included: what stops a template that shows itself.
const LEVELS: u16 = 3000;

/// Evaluates; when JavaScript has to be asked, puts the frame back and leaves.
macro_rules! wait {
    ($tree:expr, $frame:expr, $value:expr) => {
        match $value {
            Ok(value) => value,
            Err(flow) => {
                $tree.frames.push($crate::tree::eval::Frame::List($frame));
                return Err(flow);
            }
        }
    };
}
pub(super) use wait;

/// The frame goes on here, or it was put back and the stack decides.
pub(super) type Turn = Result<ListFrame, Flow>;

impl Tree {
    pub(super) fn run_list(&mut self, mut frame: ListFrame) -> Flow {
        let Some(template) = self.ctxs.last().map(|ctx| Rc::clone(&ctx.template)) else { return Flow::Go };
        while frame.span.start < frame.span.end {
            let Some(index) = template.children.get(frame.span.start as usize).copied() else { return Flow::Go };
            let Some(node) = template.nodes.get(index as usize) else { return Flow::Go };
            if !frame.build {
                if frame.cur == NIL {
                    return Flow::Go;
                }
                let skip = self.ctxs.last().is_none_or(|ctx| !node.deps.meets(&ctx.dirty, ctx.scopes));
                if skip && frame.stage == 0 && frame.vals.is_empty() {
                    self.advance_list(&mut frame);
                    continue;
                }
            } else if self.arena.len() >= self.limits.nodes as usize {
                self.too_many();
                return Flow::Go;
            }
            let turn = match &node.kind {
                NodeKind::Text(bind) => self.text(&template, index, bind, frame),
                NodeKind::Element(element) => self.element(&template, index, element, frame),
                NodeKind::If { branches } => self.branches(&template, index, branches, frame),
                NodeKind::For { list, key, children, inner, .. } => self.repeat(&template, index, list, key, *children, inner, frame),
                NodeKind::Block { slot, children } => self.block(&template, index, slot.as_ref(), *children, frame),
                NodeKind::Let { values, slots, children } => self.lets(&template, index, values, slots, *children, frame),
                NodeKind::TemplateRef { is, data } => self.template_ref(&template, index, is, data.as_ref(), frame),
                NodeKind::Include { path, scopes } => self.include(&template, index, path, scopes, frame),
                NodeKind::Slot { name, slot, values } => self.slot(&template, index, name, slot.as_ref(), values, frame),
            };
            match turn {
                Ok(next) => frame = next,
                Err(flow) => return flow,
            }
        }
        Flow::Go
    }

    pub(super) fn advance_list(&self, frame: &mut ListFrame) {
        frame.span.start += 1;
        if !frame.build {
            frame.cur = self.arena.get(frame.cur).next;
        }
        frame.stage = 0;
        frame.vals = Vec::new();
        frame.node = NIL;
    }

    /// Makes a node at the end of the frame's parent.
    pub(super) fn add(&mut self, frame: &ListFrame, kind: Kind, index: u32) -> NodeId {
        let (comp, unit) = self.ctxs.last().map(|ctx| (ctx.comp, ctx.unit)).unwrap_or_default();
        let id = self.arena.make(kind, comp, unit, index);
        self.arena.insert(id, frame.parent, NIL);
        id
    }

    /// Leaves the frame for what stands in `parent`, and comes back to it for the next node.
    pub(super) fn enter(&mut self, mut frame: ListFrame, span: Span, parent: NodeId, build: bool) -> Turn {
        let first = self.arena.get(parent).first;
        self.advance_list(&mut frame);
        if span.start == span.end || (build && !self.has_room(parent)) {
            return Ok(frame);
        }
        self.frames.push(Frame::List(frame));
        self.frames.push(Frame::List(if build { ListFrame::build(span, parent) } else { ListFrame::update(span, parent, first) }));
        Err(Flow::Go)
    }

    /// Whether something may be put into a node; tells who nests too deep.
    pub(super) fn has_room(&mut self, parent: NodeId) -> bool {
        let (level, depth) = {
            let node = self.arena.get(parent);
            (node.level, node.depth)
        };
        if level < LEVELS && u32::from(depth) < self.limits.depth {
            return true;
        }
        let path = self.ctxs.last().and_then(|ctx| self.comp_path(ctx.comp)).unwrap_or_default();
        let text = format!(
            "elements nest deeper than {} levels in the component {path}; what is inside is left out. Does it contain itself?",
            self.limits.depth
        );
        if self.errors.last().is_none_or(|last| last.text != text) {
            self.report(&path, 0, 0, text);
        }
        false
    }

    pub(super) fn too_many(&mut self) {
        let text = format!("the pages hold more than {} nodes; the rest is left out. Show long lists in parts", self.limits.nodes);
        if self.errors.last().is_none_or(|last| last.text != text) {
            let path = self.ctxs.last().and_then(|ctx| self.comp_path(ctx.comp)).unwrap_or_default();
            self.report(&path, 0, 0, text);
        }
    }

    fn text(&mut self, template: &Rc<Template>, index: u32, bind: &Bind, mut frame: ListFrame) -> Turn {
        if !frame.build && self.arrived.is_none() && !self.touched(template, bind) {
            self.advance_list(&mut frame);
            return Ok(frame);
        }
        let value = wait!(self, frame, self.bind(template, bind));
        let shown = ops::shown(&value);
        if frame.build {
            let id = self.add(&frame, Kind::Text, index);
            self.arena.get_mut(id).payload = Payload::Text(shown);
        } else {
            let id = frame.cur;
            let node = self.arena.get_mut(id);
            if !matches!(&node.payload, Payload::Text(old) if *old == shown) {
                node.payload = Payload::Text(shown);
                self.changed_text(id);
            }
        }
        self.advance_list(&mut frame);
        Ok(frame)
    }

    fn branches(&mut self, template: &Rc<Template>, index: u32, branches: &[(Option<Bind>, Span)], mut frame: ListFrame) -> Turn {
        let old = match &self.arena.get(frame.cur).payload {
            Payload::Branch(branch) if !frame.build => *branch,
            _ => u32::MAX,
        };
        let chosen = if !frame.build && frame.stage == 0 && self.arrived.is_none() && !self.touches(template, branches) {
            old
        } else {
            loop {
                let at = frame.stage as usize;
                match branches.get(at) {
                    None => break u32::MAX,
                    Some((None, _)) => break at as u32,
                    Some((Some(condition), _)) => {
                        let value = wait!(self, frame, self.bind(template, condition));
                        if ops::truthy(&value) {
                            break at as u32;
                        }
                        frame.stage += 1;
                    }
                }
            }
        };
        let span = branches.get(chosen as usize).map(|(_, span)| *span).unwrap_or_default();
        if frame.build {
            let id = self.add(&frame, Kind::If, index);
            self.arena.get_mut(id).payload = Payload::Branch(chosen);
            return self.enter(frame, span, id, true);
        }
        let id = frame.cur;
        if chosen == old {
            return self.enter(frame, span, id, false);
        }
        self.arena.get_mut(id).payload = Payload::Branch(chosen);
        self.changed_children(id);
        // The frame goes back first: what the removed components are told comes before the rest of the list.
        self.advance_list(&mut frame);
        self.frames.push(Frame::List(frame));
        if self.has_room(id) {
            self.frames.push(Frame::List(ListFrame::build(span, id)));
        }
        self.clear(id);
        Err(Flow::Go)
    }

    fn touches(&self, template: &Rc<Template>, branches: &[(Option<Bind>, Span)]) -> bool {
        branches.iter().any(|(condition, _)| condition.as_ref().is_some_and(|bind| self.touched(template, bind)))
    }

    /// Whether what changed can change a value.
    pub(super) fn touched(&self, template: &Rc<Template>, bind: &Bind) -> bool {
        let Bind::Dynamic(code) = bind else { return false };
        match (template.codes.get(*code as usize), self.ctxs.last()) {
            (Some(code), Some(ctx)) => code.deps.meets(&ctx.dirty, ctx.scopes) && !self.reads_the_same(template, code, ctx),
            _ => false,
        }
    }

    /// Whether a variable changed, but nothing that the expression reads of it: most changes of a list are to one field of an item.
    fn reads_the_same(&self, template: &Template, code: &Code, ctx: &Ctx) -> bool {
        let Some(members) = &code.members else { return false };
        if code.deps.any || code.deps.fields.meets(&ctx.dirty) {
            return false;
        }
        members.iter().all(|(scope, name)| match (self.scopes.get(ctx.base + *scope as usize), template.strings.get(*name as usize)) {
            (Some(ScopeVar { value, before: Some(before) }), Some(name)) => ops::member(before, name).same(&ops::member(value, name)),
            _ => false,
        })
    }

    fn block(&mut self, template: &Rc<Template>, index: u32, slot: Option<&Bind>, children: Span, frame: ListFrame) -> Turn {
        let value = match slot {
            Some(bind) => Some(wait!(self, frame, self.bind(template, bind))),
            None => None,
        };
        if frame.build {
            let id = self.add(&frame, Kind::Block, index);
            if let Some(value) = value {
                self.arena.get_mut(id).payload = Payload::Vals(Box::new([value]));
            }
            return self.enter(frame, children, id, true);
        }
        let id = frame.cur;
        if let Some(value) = value {
            let old = std::mem::replace(&mut self.arena.get_mut(id).payload, Payload::Vals(Box::new([value.clone()])));
            if !matches!(&old, Payload::Vals(old) if old.first().is_some_and(|old| old.same(&value))) {
                self.changed_slot_of(id);
            }
        }
        self.enter(frame, children, id, false)
    }

    fn lets(
        &mut self,
        template: &Rc<Template>,
        index: u32,
        values: &[Bind],
        slots: &[Rc<str>],
        children: Span,
        mut frame: ListFrame,
    ) -> Turn {
        let height = match frame.stage {
            0 => self.scopes.len(),
            stage => stage as usize - 1,
        };
        let before = self.ctxs.last().map_or(0, |ctx| ctx.scopes);
        let (build, cur) = (frame.build, frame.cur);
        let old = move |tree: &Self, at: usize| match &tree.arena.get(cur).payload {
            Payload::Vals(vals) if !build => vals.get(at).cloned(),
            _ => None,
        };
        // Later variables see earlier ones, so each is pushed as soon as it is known.
        while let Some(bind) = values.get(frame.vals.len()) {
            frame.stage = height as u32 + 1;
            let value = match slots.get(frame.vals.len()) {
                Some(name) => self.slot_value(frame.parent, name),
                None => wait!(self, frame, self.bind(template, bind)),
            };
            let changed = old(self, frame.vals.len()).is_none_or(|old| !old.same(&value));
            let bit = self.next_scope_bit();
            if let Some(ctx) = self.ctxs.last_mut() {
                ctx.scopes = if changed { ctx.scopes | bit } else { ctx.scopes & !bit };
            }
            self.scopes.push(ScopeVar { value: value.clone(), before: None });
            frame.vals.push(value);
        }
        let vals = std::mem::take(&mut frame.vals).into_boxed_slice();
        let id = if build { self.add(&frame, Kind::Block, index) } else { cur };
        self.arena.get_mut(id).payload = Payload::Vals(vals);
        let first = self.arena.get(id).first;
        self.advance_list(&mut frame);
        self.frames.push(Frame::List(frame));
        self.frames.push(Frame::EndScopes { height, changed: before });
        self.frames.push(Frame::List(if build { ListFrame::build(children, id) } else { ListFrame::update(children, id, first) }));
        Err(Flow::Go)
    }

    fn template_ref(&mut self, template: &Rc<Template>, index: u32, is: &Bind, data: Option<&Bind>, mut frame: ListFrame) -> Turn {
        if frame.vals.is_empty() {
            let value = wait!(self, frame, self.bind(template, is));
            frame.vals.push(value);
        }
        let data = match data {
            Some(bind) => wait!(self, frame, self.bind(template, bind)),
            None => Value::Undefined,
        };
        let name = ops::shown(frame.vals.first().unwrap_or(&Value::Undefined));
        let object = match &data {
            Value::Obj(object) => Rc::clone(object),
            _ => Rc::new(Object::default()),
        };
        let unit = self.ctxs.last().map_or(u32::MAX, |ctx| ctx.unit);
        let id = if frame.build { self.add(&frame, Kind::Template, index) } else { frame.cur };
        let (old_name, old_unit, old_data) = match &mut self.arena.get_mut(id).payload {
            Payload::Template(used) => {
                (Some(Rc::clone(&used.name)), used.unit, std::mem::replace(&mut used.data, Value::Obj(Rc::clone(&object))))
            }
            _ => (None, u32::MAX, Value::Undefined),
        };
        self.advance_list(&mut frame);
        self.frames.push(Frame::List(frame));
        if old_name.as_ref() == Some(&name) {
            let Some(inner) = self.unit(old_unit) else { return Err(Flow::Go) };
            let mut dirty = FieldSet::default();
            for (at, field) in inner.fields.iter().enumerate() {
                let old = match &old_data {
                    Value::Obj(old) => old.get(field).cloned().unwrap_or_default(),
                    _ => Value::Undefined,
                };
                if !old.same(&object.get(field).cloned().unwrap_or_default()) {
                    dirty.insert(at as u32);
                }
            }
            let Some(span) = inner.definition(&name).map(|definition| definition.content) else { return Err(Flow::Go) };
            if dirty.is_empty() {
                return Err(Flow::Go);
            }
            let first = self.arena.get(id).first;
            self.push_ctx(old_unit, inner, Root::Data(object), dirty);
            self.frames.push(Frame::List(ListFrame::update(span, id, first)));
            return Err(Flow::Go);
        }
        let found = if name.is_empty() { None } else { self.definition(unit, &name) };
        if found.is_none() && !name.is_empty() {
            let place = template.nodes.get(index as usize).map(|node| node.place).unwrap_or_default();
            let text = format!(
                "{}:{}:{}: there is no <template name=\"{name}\"> here; check the name and the <import>",
                template.path, place.line, place.column
            );
            let path = self.ctxs.last().and_then(|ctx| self.comp_path(ctx.comp)).unwrap_or_default();
            self.report(&path, place.line, place.column, text);
        }
        let new_unit = found.as_ref().map_or(u32::MAX, |found| found.0);
        self.arena.get_mut(id).payload =
            Payload::Template(Box::new(TemplateUse { name, unit: new_unit, data: Value::Obj(Rc::clone(&object)) }));
        if let Some((unit, inner, span)) = found
            && self.has_room(id)
        {
            self.push_ctx(unit, inner, Root::Data(object), FieldSet::default());
            self.frames.push(Frame::List(ListFrame::build(span, id)));
        }
        if old_name.is_some() {
            self.changed_children(id);
            self.clear(id);
        }
        Err(Flow::Go)
    }

    fn push_ctx(&mut self, unit: u32, template: Rc<Template>, root: Root, dirty: FieldSet) {
        let comp = self.ctxs.last().map_or(0, |ctx| ctx.comp);
        self.ctxs.push(Ctx {
            comp,
            unit,
            template,
            root,
            dirty,
            whole: FieldSet::default(),
            scopes: 0,
            base: self.scopes.len(),
            included: false,
        });
        self.frames.push(Frame::EndCtx);
    }

    fn slot(
        &mut self,
        template: &Rc<Template>,
        index: u32,
        name: &Bind,
        slot: Option<&Bind>,
        values: &[(Rc<str>, Bind)],
        mut frame: ListFrame,
    ) -> Turn {
        if frame.vals.is_empty() {
            let value = wait!(self, frame, self.bind(template, name));
            frame.vals.push(value);
        }
        if frame.vals.len() == 1 {
            let value = match slot {
                Some(bind) => wait!(self, frame, self.bind(template, bind)),
                None => Value::Undefined,
            };
            frame.vals.push(value);
        }
        let own = slot.and(frame.vals.get(1)).map(ops::shown);
        // A component without dynamic slots gives its content nothing.
        let dynamic = self.ctxs.last().is_some_and(|ctx| self.comps.get(ctx.comp).is_some_and(|comp| comp.dynamic.is_some()));
        while dynamic && let Some((_, bind)) = values.get(frame.vals.len() - 2) {
            let value = wait!(self, frame, self.bind(template, bind));
            frame.vals.push(value);
        }
        let given = frame.vals.split_off(2);
        let name = ops::shown(frame.vals.first().unwrap_or(&Value::Undefined));
        let id = if frame.build { self.add(&frame, Kind::Slot, index) } else { frame.cur };
        let payload = Payload::Slot(name, own);
        if frame.build {
            let comp = self.arena.get(id).comp;
            self.arena.get_mut(id).payload = payload;
            if let Some(known) = self.comps.get_mut(comp) {
                known.slots.push(id);
                if known.slots.len() > 1 {
                    self.changed_slots(comp);
                }
            }
        } else if !matches!((&self.arena.get(id).payload, &payload), (Payload::Slot(a, b), Payload::Slot(c, d)) if a == c && b == d) {
            self.arena.get_mut(id).payload = payload;
            self.changed_slots(self.arena.get(id).comp);
            self.changed_slot_of(id);
        }
        if dynamic {
            self.slot_gives(id, values.iter().map(|(name, _)| Rc::clone(name)).zip(given).collect());
        }
        self.advance_list(&mut frame);
        Ok(frame)
    }
}
