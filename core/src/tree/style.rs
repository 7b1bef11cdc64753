//! Class names with the prefix of whose style reaches them, external classes, inline styles. It makes no HTML.

use std::borrow::Cow;

use banchan_formats::template::{Bind, BindKind, Binding, Element, NodeKind};

use super::Tree;
use super::element::bound;
use super::node::{Kind, NIL, NodeId};
use super::ops;
use super::value::Value;
use crate::files::{OWN_SCHEME, SERVED_AT};

/// External classes handed on from component to component.
const HANDED_ON: u32 = 20;

/// Class names written in one text. Commas part them too: libraries give lists of names, and a list is text with commas.
pub(super) fn names_in(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_ascii_whitespace() || c == ',').filter(|name| !name.is_empty())
}

/// An inline style as the view takes it: lengths in CSS units, files of the mini-program's own where it loads them from.
pub(super) fn inline(style: &str) -> Cow<'_, str> {
    let text = banchan_formats::style::inline(style);
    if text.contains(OWN_SCHEME) { Cow::Owned(text.replace(OWN_SCHEME, SERVED_AT)) } else { text }
}

impl Tree {
    /// The element that a node was made from.
    pub(super) fn written(&self, node: NodeId) -> Option<(&banchan_formats::template::Template, &Element)> {
        let node = self.arena.get(node);
        let template = self.units.get(node.unit as usize)?;
        match &template.nodes.get(node.tpl as usize)?.kind {
            NodeKind::Element(element) => Some((template, element)),
            _ => None,
        }
    }

    /// The value of a binding on a node.
    pub(super) fn value_on(&self, node: NodeId, binding: &Binding) -> Value {
        bound(binding, self.vals(node))
    }

    /// Text of a binding without copying it where it is known.
    pub(super) fn text_on<'a>(&'a self, node: NodeId, binding: &'a Binding) -> Cow<'a, str> {
        let value: &Value = match &binding.value {
            Bind::Static(banchan_formats::template::Const::Str(text)) => return Cow::Borrowed(text),
            Bind::Static(value) => return Cow::Owned(ops::shown(&super::vm::constant(value)).to_string()),
            Bind::Dynamic(_) => self.vals(node).get(binding.slot as usize).unwrap_or(&Value::Undefined),
        };
        match value {
            Value::Undefined | Value::Null => Cow::Borrowed(""),
            // A list of classes.
            Value::Arr(items) => Cow::Owned(items.iter().map(ops::text).collect::<Vec<_>>().join(" ")),
            value => ops::text(value),
        }
    }

    /// Calls back for each class name of an element, as it is written.
    pub(super) fn class_names(&self, node: NodeId, mut each: impl FnMut(&str)) {
        let Some((_, element)) = self.written(node) else { return };
        for binding in &element.bindings {
            match binding.kind {
                BindKind::Class => names_in(&self.text_on(node, binding)).for_each(&mut each),
                BindKind::ClassToggle if ops::truthy(&self.value_on(node, binding)) => each(&binding.name),
                _ => {}
            }
        }
    }

    /// Appends the view's class names for what an element has; nothing when it has none.
    pub(super) fn class_text(&self, node: NodeId, out: &mut String) {
        let comp = self.arena.get(node).comp;
        self.class_names(node, |name| self.scoped(comp, name, out, HANDED_ON));
    }

    /// Appends the view's names for class names written in a component's template.
    pub(super) fn scoped_all(&self, comp: u32, names: &str, out: &mut String) {
        names_in(names).for_each(|name| self.scoped(comp, name, out, HANDED_ON));
    }

    fn scoped(&self, comp: u32, name: &str, out: &mut String, depth: u32) {
        let Some(instance) = self.comps.get(comp) else { return };
        let Some(def) = self.defs.get(instance.def as usize) else { return };
        if def.def.external_classes.iter().any(|external| &**external == name) {
            let Some(depth) = depth.checked_sub(1) else { return };
            let host = instance.host;
            let owner = instance.owner;
            if owner == comp {
                return;
            }
            for name in names_in(&self.external_given(host, name)) {
                self.scoped(owner, name, out, depth);
            }
            return;
        }
        if !def.scope.is_empty() {
            space(out);
            out.push_str(&def.scope);
            out.push_str("--");
            out.push_str(name);
        }
        if def.plain {
            space(out);
            out.push_str(name);
        }
    }

    /// What a component's owner gives for one of its external classes.
    pub(super) fn external_given(&self, host: NodeId, name: &str) -> Cow<'_, str> {
        let Some((_, element)) = self.written(host) else { return Cow::Borrowed("") };
        let given = element.bindings.iter().find(|binding| match binding.kind {
            BindKind::Attr => &*binding.name == name || super::element::camel(&binding.name) == super::element::camel(name),
            BindKind::Class => name == "class",
            _ => false,
        });
        given.map_or(Cow::Borrowed(""), |given| self.text_on(host, given))
    }

    /// An element's inline style, in CSS units.
    pub(super) fn style_text(&self, node: NodeId) -> Option<String> {
        let (_, element) = self.written(node)?;
        let mut found: Option<String> = None;
        for binding in &element.bindings {
            match binding.kind {
                BindKind::Style => {
                    let text = self.text_on(node, binding);
                    found.get_or_insert_default().push_str(&inline(&text));
                }
                BindKind::StyleProp => {
                    let text = self.text_on(node, binding);
                    let style = found.get_or_insert_default();
                    if !style.is_empty() && !style.ends_with(';') {
                        style.push(';');
                    }
                    // A value that closes the declaration would be another property.
                    let text = inline(&text).replace(';', "");
                    style.push_str(&binding.name);
                    style.push(':');
                    style.push_str(&text);
                }
                _ => {}
            }
        }
        found.filter(|style| !style.is_empty())
    }

    /// The elements of a component whose classes come from outside, also through components inside it: to be told again
    /// when those change.
    pub(super) fn elements_with_external(&self, comp: u32) -> Vec<(NodeId, u16)> {
        let mut found = Vec::new();
        self.add_external(comp, &mut found, HANDED_ON);
        found
    }

    fn add_external(&self, comp: u32, found: &mut Vec<(NodeId, u16)>, depth: u32) {
        let (Some(instance), Some(depth)) = (self.comps.get(comp), depth.checked_sub(1)) else { return };
        let Some(def) = self.defs.get(instance.def as usize) else { return };
        if def.def.external_classes.is_empty() || instance.root == NIL {
            return;
        }
        let given = |names: &str| names_in(names).any(|name| def.def.external_classes.iter().any(|known| &**known == name));
        let mut at = instance.root;
        while at != NIL {
            if let Some((_, element)) = self.written(at) {
                let inner = self.comp_of(at);
                let mut handed = false;
                for (index, binding) in element.bindings.iter().enumerate() {
                    match binding.kind {
                        BindKind::Class if given(&self.text_on(at, binding)) => found.push((at, index as u16)),
                        BindKind::Attr if inner.is_some() => handed |= given(&self.text_on(at, binding)),
                        _ => {}
                    }
                }
                if let (Some(inner), true) = (inner, handed) {
                    self.add_external(inner, found, depth);
                }
            }
            at = self.arena.next_in(at, instance.root, true);
        }
    }

    /// Whether a host has no element of its own.
    pub(super) fn is_virtual(&self, node: NodeId) -> bool {
        let node_ref = self.arena.get(node);
        node_ref.kind == Kind::Host
            && self
                .comp_of(node)
                .and_then(|comp| self.comps.get(comp))
                .and_then(|comp| self.defs.get(comp.def as usize))
                .is_some_and(|def| def.def.virtual_host)
    }
}

fn space(out: &mut String) {
    if !out.is_empty() {
        out.push(' ');
    }
}
