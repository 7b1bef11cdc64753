//! What AXML means where WXML has no word for it: everything written on a component is one property, an object; events
//! are attributes that begin with `on` or `catch`; a slot shows its own content when nothing is put into it. Nothing
//! of this reaches the tree: it sees attributes, events, branches and slots.

use std::collections::HashSet;
use std::rc::Rc;

use glass_easel_template_compiler::parse::tag::{self, ElementKind, Node as Parsed, Value};
use indexmap::IndexMap;

use super::TAG_DEPTH;
use super::axml::{SCOPE, SLOT};
use super::deps::Deps;
use super::ir::{Bind, BindKind, Const, EventFlags, NodeIdx, NodeKind, Op, Place, Span, Unary};
use super::lower::{Bindings, Lower};

/// The property that holds all properties. `core/js/alipay` takes it apart.
pub(super) const PROPS: &str = "$props";
/// The field that says which slots were filled: in the properties, and in a component's template.
const SLOTS: &str = "$slots";
/// The name there of the slot without one.
const DEFAULT: &str = "$default";

/// Elements of Alipay, `slot` and `block` not counted: every other tag is a component.
#[rustfmt::skip]
const ELEMENTS: &[&str] = &[
    "button", "canvas", "checkbox", "checkbox-group", "contact-button", "cover-image", "cover-view", "error-view", "form", "icon", "image",
    "input", "label", "lifestyle", "live-player", "live-pusher", "lottie", "map", "match-media", "movable-area", "movable-view",
    "navigator", "page-container", "page-meta", "picker", "picker-view", "picker-view-column", "progress", "radio", "radio-group",
    "rich-text", "root-portal", "scroll-view", "slider", "swiper", "swiper-item", "switch", "text", "textarea", "video", "view", "web-view",
];

/// Whether a tag is an element of the platform, unless the program has a component of that name.
pub(super) fn is_element(tag: &str) -> bool {
    tag == SLOT || ELEMENTS.binary_search(&tag).is_ok()
}

/// When something is put into a slot.
#[derive(Clone, Copy)]
enum When<'t> {
    Always,
    /// Under this condition.
    If(&'t Value),
    /// When the slot of this name, of the component whose template it is, was filled.
    Filled(Option<&'t Value>),
}

/// `onTap`, `catchTap`: the event and how it is listened to.
pub(super) fn event(name: &str) -> Option<(EventFlags, String)> {
    let forms = [("on", false), ("catch", true)];
    let (rest, catch) = forms.into_iter().find_map(|(prefix, catch)| Some((name.strip_prefix(prefix)?, catch)))?;
    if !rest.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let event = match rest {
        "LongTap" => "longpress".to_owned(),
        rest => rest.to_ascii_lowercase(),
    };
    Some((EventFlags { catch, ..EventFlags::default() }, event))
}

/// `hoverClass` as `hover-class`: built-in elements know both in Alipay, one here.
pub(super) fn kebab(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    for c in name.chars() {
        if c.is_ascii_uppercase() {
            out.push('-');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

fn is_blank(node: &Parsed) -> bool {
    match node {
        Parsed::Text(Value::Static { value, .. }) => value.trim().is_empty(),
        Parsed::Text(_) | Parsed::Element(_) => false,
        _ => true,
    }
}

fn attribute<'t>(attributes: &'t [tag::NormalAttribute], name: &str) -> Option<&'t Value> {
    attributes.iter().find(|attribute| attribute.name.name == name)?.value.as_ref()
}

impl Lower<'_> {
    /// Whether a tag of an AXML file is a component.
    pub(super) fn is_axml_component(&self, tag: &str) -> bool {
        self.axml.is_some_and(|is_component| is_component(tag))
    }

    /// A component: one property, and what the tree itself looks at.
    pub(super) fn axml_component(&mut self, element: &tag::Element, at: Place) -> Bindings {
        let mut made = Bindings::default();
        let ElementKind::Normal { tag_name, attributes, class, style, children, common, .. } = &element.kind else { return made };
        if let Some((_, value)) = &common.id {
            made.push(self, BindKind::Id, "", Some(value));
        }
        if let Some((_, value)) = &common.slot {
            made.push(self, BindKind::Slot, "", Some(value));
        }
        let mut deps = Deps::default();
        let start = self.pools.ops.len() as u32;
        self.pools.ops.push(Op::ObjBegin);
        if let Some((_, value)) = &common.id {
            self.field("id", Some(value), &mut deps);
        }
        if let tag::ClassAttribute::String(_, value) = class {
            self.field("class", Some(value), &mut deps);
        }
        if let tag::StyleAttribute::String(_, value) = style {
            self.field("style", Some(value), &mut deps);
        }
        for attribute in attributes {
            self.field(&attribute.name.name, attribute.value.as_ref(), &mut deps);
        }
        for data in &common.data {
            self.field(&format!("data-{}", kebab(&data.name.name)), data.value.as_ref(), &mut deps);
        }
        self.given_slots(children, &mut deps, at);
        self.pools.ops.push(Op::ObjEnd);
        let bind = self.code(start, deps, at);
        made.add(self, BindKind::Attr, PROPS, bind);
        made.element.tag = self.pools.strings.text(&tag_name.name);
        made
    }

    fn code(&mut self, start: u32, deps: Deps, place: Place) -> Bind {
        Bind::Dynamic(self.pools.code(start as usize, deps, place))
    }

    fn field(&mut self, name: &str, value: Option<&Value>, deps: &mut Deps) {
        self.operand(value, deps);
        let name = self.pools.strings.index(name);
        self.pools.ops.push(Op::ObjField(name));
    }

    /// An attribute's value on the stack; one without a value is `true`.
    fn operand(&mut self, value: Option<&Value>, deps: &mut Deps) {
        match value {
            None => self.pools.ops.push(Op::Bool(true)),
            Some(Value::Static { value, .. }) => {
                let text = self.pools.strings.index(value);
                self.pools.ops.push(Op::Str(text));
            }
            Some(Value::Dynamic { expression, .. }) => self.pools.inline(expression, deps),
            Some(_) => self.pools.ops.push(Op::Undefined),
        }
    }

    /// `$slots`: a truth value for each slot that the content of a component goes to.
    fn given_slots(&mut self, children: &[Parsed], deps: &mut Deps, at: Place) {
        let mut given: Vec<(&str, When<'_>)> = Vec::new();
        collect(children, None, When::Always, TAG_DEPTH, &mut given);
        if given.is_empty() {
            return;
        }
        self.pools.ops.push(Op::ObjBegin);
        let mut slots: IndexMap<&str, Vec<When<'_>>> = IndexMap::new();
        let mut known: HashSet<(&str, *const Value)> = HashSet::new();
        for (name, when) in given {
            let conditions = slots.entry(name).or_default();
            // All that stands in one branch has its condition.
            if let When::If(condition) = when
                && !known.insert((name, std::ptr::from_ref(condition)))
            {
                continue;
            }
            if !matches!((when, conditions.last()), (When::Always, Some(When::Always))) {
                conditions.push(when);
            }
        }
        for (name, conditions) in slots {
            let mut ends = Vec::new();
            for when in conditions {
                match when {
                    When::Always => self.pools.ops.push(Op::Bool(true)),
                    When::If(condition) => self.condition(condition, deps, at),
                    When::Filled(slot) => self.filled(slot, deps),
                }
                ends.push(self.pools.ops.len());
                self.pools.ops.push(Op::Or(0));
            }
            // Nothing was truthy.
            self.pools.ops.push(Op::Bool(false));
            let end = self.pools.ops.len() as u32;
            for at in ends {
                if let Some(op) = self.pools.ops.get_mut(at) {
                    *op = Op::Or(end);
                }
            }
            self.pools.ops.extend([Op::Unary(Unary::Not), Op::Unary(Unary::Not)]);
            let name = self.pools.strings.index(name);
            self.pools.ops.push(Op::ObjField(name));
        }
        self.pools.ops.push(Op::ObjEnd);
        let slots = self.pools.strings.index(SLOTS);
        self.pools.ops.push(Op::ObjField(slots));
    }

    /// The condition of a branch on the stack, again for each slot that the branch goes to.
    fn condition(&mut self, condition: &Value, deps: &mut Deps, at: Place) {
        if self.room.conditions == 0 {
            self.left_out(at, "the conditions around what goes to slots are too long for so many slots; the last slots count as filled");
            return self.pools.ops.push(Op::Bool(true));
        }
        let (before, too_deep) = (self.pools.ops.len(), self.pools.too_deep.len());
        self.operand(Some(condition), deps);
        let used = self.pools.ops.len() - before;
        // One that is left out was read all the same, and is told once for each slot.
        self.room.conditions = if self.pools.too_deep.len() > too_deep { 0 } else { self.room.conditions.saturating_sub(used) };
    }

    /// `$slots[name]` on the stack.
    fn filled(&mut self, name: Option<&Value>, deps: &mut Deps) {
        let field = self.pools.fields.index(SLOTS);
        deps.fields.insert(field);
        self.pools.ops.push(Op::Field(field));
        match name {
            Some(value @ Value::Dynamic { .. }) => self.operand(Some(value), deps),
            Some(Value::Static { value, .. }) if !value.is_empty() => {
                let name = self.pools.strings.index(value);
                self.pools.ops.push(Op::Str(name));
            }
            _ => {
                let name = self.pools.strings.index(DEFAULT);
                self.pools.ops.push(Op::Str(name));
            }
        }
        self.pools.ops.push(Op::Index);
    }

    /// `<slot>`: a slot, or a branch between it and its own content.
    pub(super) fn axml_slot(&mut self, element: &tag::Element, at: Place, depth: u32) -> NodeIdx {
        let ElementKind::Normal { attributes, children, common, .. } = &element.kind else { return 0 };
        let written = attribute(attributes, "name");
        let mut deps = Deps::default();
        let name = written.map_or(Bind::Static(Const::Str(Rc::from(""))), |value| self.value(value));
        self.need(&mut deps, &name);
        let slot = common.slot.as_ref().map(|(_, value)| self.value(value));
        if let Some(slot) = &slot {
            self.need(&mut deps, slot);
        }
        let mut values = Vec::new();
        let handed = || attributes.iter().filter(|attribute| attribute.name.name != "name");
        if handed().next().is_some() || !common.data.is_empty() {
            let mut own = Deps::default();
            let start = self.pools.ops.len() as u32;
            self.pools.ops.push(Op::ObjBegin);
            for attribute in handed() {
                self.field(&attribute.name.name, attribute.value.as_ref(), &mut own);
            }
            for data in &common.data {
                self.field(&format!("data-{}", kebab(&data.name.name)), data.value.as_ref(), &mut own);
            }
            self.pools.ops.push(Op::ObjEnd);
            deps.union(&own);
            let bind = self.code(start, own, at);
            values.push((self.pools.strings.text(SCOPE), bind));
        }
        let node = self.add(NodeKind::Slot { name, slot: slot.clone(), values }, deps.clone(), at);
        if children.iter().all(is_blank) {
            return node;
        }
        let mut needs = Deps::default();
        let start = self.pools.ops.len() as u32;
        self.filled(written, &mut needs);
        let condition = self.code(start, needs.clone(), at);
        needs.union(&deps);
        let (children, inner) = self.list(children, depth);
        needs.union(&inner);
        let mut content = inner;
        content.union(&deps);
        let own = self.add(NodeKind::Block { slot, children }, content, at);
        let branches = vec![(Some(condition), self.only(node)), (None, self.only(own))];
        self.add(NodeKind::If { branches }, needs, at)
    }

    fn only(&mut self, node: NodeIdx) -> Span {
        let start = self.children.len() as u32;
        self.children.push(node);
        Span { start, end: start + 1 }
    }
}

/// The slots that nodes go to, and when.
fn collect<'t>(nodes: &'t [Parsed], outer: Option<&'t str>, when: When<'t>, depth: u32, out: &mut Vec<(&'t str, When<'t>)>) {
    let Some(depth) = depth.checked_sub(1) else { return };
    let own = |slot: Option<&'t Value>| match slot {
        Some(Value::Static { value, .. }) if !value.is_empty() => Some(value.as_str()),
        _ => outer,
    };
    for node in nodes.iter().filter(|node| !is_blank(node)) {
        let Parsed::Element(element) = node else {
            out.push((outer.unwrap_or(DEFAULT), when));
            continue;
        };
        match &element.kind {
            ElementKind::Normal { tag_name, attributes, children, common, .. } => {
                let name = own(common.slot.as_ref().map(|(_, value)| value)).unwrap_or(DEFAULT);
                let forwards = tag_name.name == SLOT && children.iter().all(is_blank) && matches!(when, When::Always);
                out.push((name, if forwards { When::Filled(attribute(attributes, "name")) } else { when }));
            }
            ElementKind::Pure { children, slot, .. } => {
                collect(children, own(slot.as_ref().map(|(_, value)| value)), when, depth, out);
            }
            ElementKind::For { children, .. } => collect(children, outer, when, depth, out),
            ElementKind::If { branches, else_branch, .. } => {
                for (_, condition, content) in branches {
                    collect(content, outer, When::If(condition), depth, out);
                }
                if let Some((_, content)) = else_branch {
                    collect(content, outer, When::Always, depth, out);
                }
            }
            _ => out.push((outer.unwrap_or(DEFAULT), when)),
        }
    }
}
