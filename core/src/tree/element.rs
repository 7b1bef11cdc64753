//! Elements and components: their values, the making of instances, and what changes of values lead to.

use std::collections::HashMap;
use std::rc::Rc;

use banchan_formats::template::{Bind, BindKind, Binding, Element, Op, Template};

use super::build::{Turn, wait};
use super::comp::{Comp, Def, Stage};
use super::eval::{Await, Flow, Frame, ListFrame};
use super::node::{Kind, NIL, NodeId, Payload};
use super::step::Step;
use super::value::Value;
use super::{CompId, DefId, Tree};

/// Values are not known yet.
const VALUES: u32 = 0;
/// Values are known; the tag is to be resolved, perhaps after its script ran.
const TAG: u32 = 1;
/// JavaScript made the instance.
const CREATED: u32 = 2;
/// JavaScript knows of the changed properties.
const PROPS: u32 = 3;
/// The component is done; what the owner put into it follows.
const LIGHT: u32 = 4;

/// `my-prop` is `myProp`.
pub(super) fn camel(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut upper = false;
    for c in name.chars() {
        if c == '-' {
            upper = true;
        } else if std::mem::take(&mut upper) {
            out.push(c.to_ascii_uppercase());
        } else {
            out.push(c);
        }
    }
    out
}

/// The attribute that a binding is, `class`, `style` and `id` among them; `None` for events and the like.
pub(super) fn attribute(binding: &Binding) -> Option<&str> {
    Some(match binding.kind {
        BindKind::Attr | BindKind::Model => &binding.name,
        BindKind::Class => "class",
        BindKind::Style => "style",
        BindKind::Id => "id",
        _ => return None,
    })
}

impl Def {
    /// The property that a binding sets.
    pub(super) fn prop(&self, binding: &Binding) -> Option<u32> {
        let name = attribute(binding)?;
        match self.props.get(name) {
            Some(prop) => Some(*prop),
            None if name.contains('-') => self.props.get(&*camel(name)).copied(),
            None => None,
        }
    }
}

impl Tree {
    pub(super) fn element(&mut self, template: &Rc<Template>, index: u32, element: &Element, frame: ListFrame) -> Turn {
        if frame.build { self.build_element(template, index, element, frame) } else { self.update_element(template, element, frame) }
    }

    fn build_element(&mut self, template: &Rc<Template>, index: u32, element: &Element, mut frame: ListFrame) -> Turn {
        match frame.stage {
            VALUES => {
                frame.vals.reserve_exact(element.dynamic.len().saturating_sub(frame.vals.len()));
                while let Some(at) = element.dynamic.get(frame.vals.len()) {
                    let Some(binding) = element.bindings.get(*at as usize) else { break };
                    let value = wait!(self, frame, self.bind(template, &binding.value));
                    frame.vals.push(value);
                }
                frame.stage = TAG;
                self.build_tag(template, index, element, frame)
            }
            TAG => self.build_tag(template, index, element, frame),
            CREATED => {
                let comp = self.comp_of(frame.node);
                frame.stage = LIGHT;
                self.frames.push(Frame::List(frame));
                if let Some(comp) = comp {
                    self.push_comp(comp);
                }
                Err(Flow::Go)
            }
            _ => {
                let node = frame.node;
                if self.is_dynamic(node) {
                    self.advance_list(&mut frame);
                    return Ok(frame);
                }
                self.enter(frame, element.children, node, true)
            }
        }
    }

    fn build_tag(&mut self, _template: &Rc<Template>, index: u32, element: &Element, mut frame: ListFrame) -> Turn {
        if self.dynamic && self.goes_elsewhere(frame.parent, element, &frame.vals) {
            let node = self.add(&frame, Kind::Block, index);
            let vals = std::mem::take(&mut frame.vals).into_boxed_slice();
            self.arena.get_mut(node).payload = Payload::Vals(vals);
            self.advance_list(&mut frame);
            return Ok(frame);
        }
        let owner = self.ctxs.last().map_or(0, |ctx| ctx.comp);
        let Some(path) = self.stand_in(owner, &element.tag) else {
            let node = self.add(&frame, Kind::Element, index);
            let vals = std::mem::take(&mut frame.vals).into_boxed_slice();
            self.arena.get_mut(node).payload = Payload::Vals(vals);
            return self.enter(frame, element.children, node, true);
        };
        let Some(def) = self.by_path.get(&path).copied() else {
            if self.failed.contains(&path) {
                let node = self.add(&frame, Kind::Failed, index);
                let vals = std::mem::take(&mut frame.vals).into_boxed_slice();
                self.arena.get_mut(node).payload = Payload::Vals(vals);
                self.advance_list(&mut frame);
                return Ok(frame);
            }
            self.frames.push(Frame::List(frame));
            return Err(Flow::Ask(Step::Load { path: Rc::clone(&path) }, Await::Load(path)));
        };
        if !self.has_room(frame.parent) {
            self.advance_list(&mut frame);
            return Ok(frame);
        }
        let vals = std::mem::take(&mut frame.vals).into_boxed_slice();
        let node = self.add(&frame, Kind::Host, index);
        let page = self.comps.get(owner).map_or(0, |owner| owner.page);
        let Some(known) = self.defs.get(def as usize) else { return Ok(frame) };
        let mut data: Box<[Value]> = known.defaults.clone().into_boxed_slice();
        let (mut props, mut models) = (Vec::new(), Vec::new());
        for binding in &element.bindings {
            let Some(prop) = known.prop(binding) else { continue };
            let value = bound(binding, &vals);
            if let Some(place) = known.prop_fields.get(prop as usize).copied().flatten().and_then(|field| data.get_mut(field as usize)) {
                *place = value.clone();
            }
            props.push((prop, value));
            if binding.model.is_some() {
                models.push(prop);
            }
        }
        let mut comp = Comp::new(def, owner, page, node, data);
        if !element.generics.is_empty() {
            let chosen = element.generics.iter().filter_map(|(name, tag)| Some((Rc::clone(name), self.resolve(owner, tag)?)));
            comp.generics = Some(Rc::new(chosen.collect::<HashMap<_, _>>()));
        }
        comp.dynamic = known.dynamic.then(Box::default);
        let id = self.comps.add(comp);
        if let Some(owner) = self.comps.get_mut(owner) {
            owner.grown = true;
        }
        self.arena.get_mut(node).payload = Payload::Host { comp: id, vals };
        frame.stage = CREATED;
        frame.node = node;
        self.frames.push(Frame::List(frame));
        Err(Flow::Ask(Step::Create { comp: CompId(id), def: DefId(def), owner: CompId(owner), props, models }, Await::Create(id)))
    }

    /// As [`Tree::resolve`]; where that component could not be loaded, its `componentPlaceholder`.
    fn stand_in(&self, comp: u32, tag: &str) -> Option<Rc<str>> {
        let path = self.resolve(comp, tag)?;
        if self.failed.is_empty() || !self.failed.contains(&path) {
            return Some(path);
        }
        let def = self.comps.get(comp).and_then(|comp| self.defs.get(comp.def as usize));
        match def.and_then(|def| def.file.as_ref()).and_then(|file| file.placeholder.get(tag)) {
            Some(other) => self.resolve(comp, other),
            None => Some(path),
        }
    }

    /// The component path of a tag in a component's template; `None` for a built-in element.
    pub(super) fn resolve(&self, comp: u32, tag: &str) -> Option<Rc<str>> {
        let comp = self.comps.get(comp)?;
        let file = self.defs.get(comp.def as usize)?.file.as_ref()?;
        if let Some(path) = file.using.get(tag) {
            return Some(Rc::clone(path));
        }
        let default = file.generics.get(tag)?;
        comp.generics.as_ref().and_then(|chosen| chosen.get(tag)).or(default.as_ref()).map(Rc::clone)
    }

    /// The component that a node is the host of.
    pub(super) fn comp_of(&self, node: NodeId) -> Option<u32> {
        match &self.arena.get(node).payload {
            Payload::Host { comp, .. } => Some(*comp),
            _ => None,
        }
    }

    /// The values of an element's dynamic bindings.
    pub(super) fn vals(&self, node: NodeId) -> &[Value] {
        match &self.arena.get(node).payload {
            Payload::Host { vals, .. } | Payload::Vals(vals) => vals,
            _ => &[],
        }
    }

    pub(super) fn make_root(&mut self, id: u32) -> NodeId {
        let host = self.comps.get(id).map_or(NIL, |comp| comp.host);
        let root = self.arena.make(Kind::Root, id, u32::MAX, 0);
        let (level, depth) = {
            let host = self.arena.get(host);
            (host.level, host.depth)
        };
        let node = self.arena.get_mut(root);
        node.parent = host;
        node.level = level.saturating_add(1);
        node.depth = depth.saturating_add(1);
        if let Some(comp) = self.comps.get_mut(id) {
            comp.root = root;
        }
        root
    }

    fn update_element(&mut self, template: &Rc<Template>, element: &Element, mut frame: ListFrame) -> Turn {
        let node = frame.cur;
        match frame.stage {
            VALUES => {}
            PROPS => {
                frame.stage = LIGHT;
                self.frames.push(Frame::List(frame));
                // One that is being evaluated further down the stack sees the change when that round ends.
                if let Some(id) = self.comp_of(node)
                    && !self.active.iter().any(|(active, _)| *active == id)
                    && let Some(comp) = self.comps.get_mut(id)
                {
                    if comp.dirty.is_empty() {
                        comp.busy = false;
                    } else {
                        self.push_comp(id);
                    }
                }
                return Err(Flow::Go);
            }
            _ => return self.update_light(element, node, frame),
        }
        // Remembers which values changed, in the frame's stead; most elements change a few of many.
        let mut changed = std::mem::take(&mut frame.vals);
        let mut at = changed.len();
        while let Some(binding) = element.dynamic.get(at).and_then(|index| element.bindings.get(*index as usize)) {
            if self.arrived.is_some() || self.touched(template, &binding.value) {
                match self.bind(template, &binding.value) {
                    Ok(value) => changed.push(value),
                    Err(flow) => {
                        frame.vals = changed;
                        self.frames.push(Frame::List(frame));
                        return Err(flow);
                    }
                }
            } else {
                changed.push(self.vals(node).get(at).cloned().unwrap_or_default());
            }
            at += 1;
        }
        let props = self.apply(template, element, node, changed);
        if props.is_empty() {
            return self.update_light(element, node, frame);
        }
        let Some(id) = self.comp_of(node) else { return self.enter(frame, element.children, node, false) };
        frame.stage = PROPS;
        self.frames.push(Frame::List(frame));
        Err(Flow::Ask(Step::Props { comp: CompId(id), props }, Await::Props(id)))
    }

    /// Writes new values to a node, notes what the view must hear, and returns what the component must hear.
    fn apply(&mut self, template: &Rc<Template>, element: &Element, node: NodeId, new: Vec<Value>) -> Vec<(u32, Value)> {
        let comp = self.comp_of(node);
        let def = comp.and_then(|id| self.comps.get(id)).filter(|comp| comp.stage == Stage::Live).map(|comp| comp.def);
        let mut props = Vec::new();
        let mut slot = false;
        for (at, value) in new.iter().enumerate() {
            let Some((index, binding)) = element.dynamic.get(at).and_then(|index| Some((*index, element.bindings.get(*index as usize)?)))
            else {
                break;
            };
            let same = self.vals(node).get(at).is_some_and(|old| old.same(value));
            let prop = def.and_then(|def| self.defs.get(def as usize)).and_then(|def| def.prop(binding));
            if let Some(prop) = prop {
                // A field handed on as a whole counts as set again, even to what it was: observers rely on it. So do all
                // values made of a field that was set as a whole, and what the component changed by itself meanwhile.
                let overridden = comp.and_then(|id| self.comps.get(id)).is_some_and(|comp| comp.overridden.contains(&prop));
                let again = (overridden || self.is_set_again(template, &binding.value)) && self.touched(template, &binding.value);
                if !same || again {
                    props.push((prop, value.clone()));
                    if self.wxs_attr_of(node, element, binding).is_some() {
                        self.changed_attr(node, index);
                    }
                }
                continue;
            }
            if same {
                continue;
            }
            match binding.kind {
                BindKind::Data if self.styled_data(binding).is_some() => self.changed_attr(node, index),
                BindKind::Data | BindKind::Mark | BindKind::Change if self.wxs_attr_of(node, element, binding).is_some() => {
                    self.changed_attr(node, index);
                }
                BindKind::Data | BindKind::Mark | BindKind::Change => {}
                BindKind::Slot => slot = true,
                _ => self.changed_attr(node, index),
            }
        }
        match &mut self.arena.get_mut(node).payload {
            Payload::Host { vals, .. } | Payload::Vals(vals) => *vals = new.into_boxed_slice(),
            _ => {}
        }
        if slot {
            self.changed_slot_of(node);
        }
        if let (Some(id), Some(def)) = (comp, def)
            && !props.is_empty()
            && let (Some(comp), Some(def)) = (self.comps.get_mut(id), self.defs.get(def as usize))
        {
            comp.busy = true;
            for (prop, value) in &props {
                comp.overridden.retain(|known| known != prop);
                let Some(field) = def.prop_fields.get(*prop as usize).copied().flatten() else { continue };
                if let Some(place) = comp.data.get_mut(field as usize) {
                    *place = value.clone();
                    comp.dirty.insert(field);
                    comp.whole.insert(field);
                }
            }
        }
        props
    }

    fn is_set_again(&self, template: &Template, bind: &Bind) -> bool {
        let Bind::Dynamic(code) = bind else { return false };
        let Some(code) = template.codes.get(*code as usize) else { return false };
        let is_field = code.end - code.start == 1 && matches!(template.ops.get(code.start as usize), Some(Op::Field(_)));
        is_field || self.ctxs.last().is_some_and(|ctx| code.deps.fields.meets(&ctx.whole))
    }
}

/// A binding's value on a node with these kept values.
pub(super) fn bound(binding: &Binding, vals: &[Value]) -> Value {
    match &binding.value {
        Bind::Static(value) => super::vm::constant(value),
        Bind::Dynamic(_) => vals.get(binding.slot as usize).cloned().unwrap_or_default(),
    }
}
