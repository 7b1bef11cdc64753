//! What the view must know of elements whose template has handlers of WXS: whose they are, their data sets, which
//! functions are bound to what. Elements of all other templates carry none of it.

use std::fmt::Write as _;

use banchan_formats::template::{BindKind, Binding, Element};

use super::attrs;
use super::comp::Def;
use super::element::{attribute, camel};
use super::html::Attr;
use super::node::NodeId;
use super::value::{Value, WxsFunction};
use super::{CompId, Tree};

/// An element of the view as an order of WXS names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The component that it is the host of.
    pub host: Option<CompId>,
    /// The component whose template it stands in.
    pub owner: CompId,
}

impl Tree {
    fn wxs_def(&self, comp: u32) -> Option<&Def> {
        self.comps.get(comp).and_then(|comp| self.defs.get(comp.def as usize)).filter(|def| def.wxs)
    }

    /// Writes `o` (number, class prefix and whether plain names count, of the component whose template it stands in), `h`
    /// (number of the component that it is the host of) and `w`.
    pub(super) fn wxs_attrs(&self, node: NodeId, element: &Element, mut put: impl FnMut(&str, &str)) {
        let owner = self.arena.get(node).comp;
        let hosts = self.comp_of(node).filter(|comp| self.wxs_def(*comp).is_some());
        if hosts.is_none() && self.wxs_def(owner).is_none() {
            return;
        }
        if let Some(def) = self.comps.get(owner).and_then(|comp| self.defs.get(comp.def as usize)) {
            put("o", &format!("{owner}:{}:{}", def.scope, u8::from(def.plain)));
        }
        if let Some(comp) = hosts {
            put("h", &comp.to_string());
        }
        if let Some(text) = self.wxs_text(node, element) {
            put("w", &text);
        }
    }

    /// Whether a binding has its part in `w`.
    pub(super) fn wxs_attr_of(&self, node: NodeId, element: &Element, binding: &Binding) -> Option<Attr> {
        let told = match binding.kind {
            BindKind::Event(_) | BindKind::Change | BindKind::Data | BindKind::Mark => true,
            BindKind::Attr | BindKind::Model | BindKind::Id | BindKind::Class | BindKind::Style => {
                element.bindings.iter().any(|other| other.kind == BindKind::Change && names(other, binding))
            }
            _ => false,
        };
        let known =
            || self.wxs_def(self.arena.get(node).comp).is_some() || self.comp_of(node).is_some_and(|comp| self.wxs_def(comp).is_some());
        (told && known()).then_some(Attr::Wxs)
    }

    /// `w`: `d` data set, `m` marks, `e` events as `[type, flags, module, path]`, `p` watched values as `[name, module,
    /// path, value]`. `None` when there is nothing to say.
    pub(super) fn wxs_text(&self, node: NodeId, element: &Element) -> Option<String> {
        let mut out = String::from("{");
        for (name, kind) in [("d", BindKind::Data), ("m", BindKind::Mark)] {
            let found = element.bindings.iter().filter(|binding| binding.kind == kind);
            let found = Value::obj(found.map(|binding| (binding.name.clone(), self.value_on(node, binding))));
            if matches!(&found, Value::Obj(object) if !object.is_empty()) {
                let _ = write!(out, "{}\"{name}\":{}", comma(&out), attrs::json(&found));
            }
        }
        let mut events = String::new();
        let mut watched = String::new();
        for binding in &element.bindings {
            let value = match binding.kind {
                BindKind::Event(_) | BindKind::Change => self.value_on(node, binding),
                _ => continue,
            };
            let Some(function) = value.as_wxs() else { continue };
            match binding.kind {
                BindKind::Event(flags) => {
                    let capture = if flags.capture { "^" } else { "" };
                    let list = [Value::Str(binding.name.clone()), Value::str(&format!("{capture}{}", if flags.catch { "!" } else { "" }))];
                    item(&mut events, list, function, None);
                }
                _ => {
                    let given = element.bindings.iter().find(|other| other.kind != BindKind::Change && names(binding, other));
                    let given = given.map(|given| self.value_on(node, given)).unwrap_or_default();
                    item(&mut watched, [Value::Str(binding.name.clone())], function, Some(given));
                }
            }
        }
        for (name, list) in [("e", events), ("p", watched)] {
            if !list.is_empty() {
                let _ = write!(out, "{}\"{name}\":[{list}]", comma(&out));
            }
        }
        out.push('}');
        (out.len() > 2).then_some(out)
    }

    /// What a node of a page's view is; `None` for unknown nodes.
    pub fn place(&self, page: CompId, view_node: u32) -> Option<Place> {
        let node = self.views.get(&page.0)?.nodes.get(view_node as usize).map(|seen| seen.node).filter(|node| *node != 0)?;
        Some(Place { host: self.comp_of(node).map(CompId), owner: CompId(self.arena.get(node).comp) })
    }
}

/// Whether `change:` watches this attribute.
fn names(change: &Binding, other: &Binding) -> bool {
    attribute(other).is_some_and(|name| *change.name == *name || camel(&change.name) == camel(name))
}

fn comma(out: &str) -> &'static str {
    if out.ends_with(['{', '[']) || out.is_empty() { "" } else { "," }
}

fn item<const N: usize>(out: &mut String, head: [Value; N], function: &WxsFunction, value: Option<Value>) {
    let mut list: Vec<Value> = head.into();
    list.push(Value::str(&function.module.key()));
    list.push(Value::arr(function.path.iter().cloned().map(Value::Str).collect()));
    // JSON has no word for `undefined`.
    list.extend(value.filter(|value| !matches!(value, Value::Undefined)));
    let _ = write!(out, "{}{}", comma(out), attrs::json(&Value::arr(list)));
}
