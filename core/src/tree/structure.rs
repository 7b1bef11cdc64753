//! What a page shows, as data: for tests that compare it and for tools. The same form as `tests/oracle/outline.mjs`
//! makes of another framework. It changes nothing.

use std::collections::BTreeMap;

use banchan_formats::template::{BindKind, Binding, Element};
use serde_json::{Map, Number, Value as Json, json};

use super::node::{Kind, NodeId, Payload};
use super::value::Value;
use super::{CompId, Tree};

/// Levels of a value; what lies deeper is `{"$": "deep"}`.
const DEPTH: u32 = 60;
/// Levels of external classes handed on from component to component.
const HANDED_ON: u32 = 20;

/// A part of what a page shows.
#[derive(Clone, Debug, PartialEq)]
pub enum Shown {
    /// Text. Neighbours are one; empty ones are left out.
    Text(String),
    /// An element or a component.
    Element(Box<ShownElement>),
}

/// An element that a page shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ShownElement {
    /// Its number in the view, 0 before [`Tree::html`].
    pub view: u32,
    /// The component that it is the host of.
    pub comp: Option<CompId>,
    /// Its tag as it is written.
    pub tag: String,
    /// The component's path.
    pub is: Option<String>,
    /// `id`, or empty.
    pub id: String,
    /// Class names as their owners wrote them, external classes replaced by what they stand for.
    pub class: Vec<String>,
    /// `style`, or empty.
    pub style: String,
    /// Attributes of a built-in element, with their values as data; none for components.
    pub attrs: BTreeMap<String, Json>,
    /// `data-` values.
    pub data: BTreeMap<String, Json>,
    /// `mark:` values.
    pub mark: BTreeMap<String, Json>,
    /// Handlers by how they are bound: `bind:tap`, `capture-catch:tap`, `mut-bind:tap`.
    pub on: BTreeMap<String, String>,
    /// What is shown inside: content of components and of slots where it appears.
    pub inside: Vec<Shown>,
}

impl Shown {
    /// The form that is compared; numbers of the view are not in it.
    #[must_use]
    pub fn json(&self) -> Json {
        let element = match self {
            Self::Text(text) => return Json::from(text.as_str()),
            Self::Element(element) => element,
        };
        let mut made = Map::new();
        made.insert("tag".into(), json!(element.tag));
        let mut put = |name: &str, value: Json, empty: bool| {
            if !empty {
                made.insert(name.into(), value);
            }
        };
        put("is", json!(element.is), element.is.is_none());
        put("id", json!(element.id), element.id.is_empty());
        put("class", json!(element.class), element.class.is_empty());
        put("style", json!(element.style), element.style.is_empty());
        put("attrs", json!(element.attrs), element.attrs.is_empty());
        put("data", json!(element.data), element.data.is_empty());
        put("mark", json!(element.mark), element.mark.is_empty());
        put("on", json!(element.on), element.on.is_empty());
        put("in", Json::from_iter(element.inside.iter().map(Self::json)), element.inside.is_empty());
        Json::Object(made)
    }

    /// The elements in the order of the outline: each before what is inside it.
    pub fn elements<'a>(shown: &'a [Self], found: &mut Vec<&'a ShownElement>) {
        for part in shown {
            if let Self::Element(element) = part {
                found.push(element);
                Self::elements(&element.inside, found);
            }
        }
    }
}

impl Tree {
    /// What a page shows.
    #[must_use]
    pub fn structure(&self, page: CompId) -> Vec<Shown> {
        self.comps.get(page.0).map(|comp| self.shown_parts(comp.host)).unwrap_or_default()
    }

    fn shown_parts(&self, node: NodeId) -> Vec<Shown> {
        let mut found: Vec<Shown> = Vec::new();
        for child in self.shown_in(node) {
            match (&self.arena.get(child).payload, found.last_mut()) {
                (Payload::Text(text), _) if text.is_empty() => {}
                (Payload::Text(text), Some(Shown::Text(before))) => before.push_str(text),
                (Payload::Text(text), _) => found.push(Shown::Text(text.to_string())),
                _ => found.push(Shown::Element(Box::new(self.shown_element(child)))),
            }
        }
        found
    }

    fn shown_element(&self, node: NodeId) -> ShownElement {
        let comp = self.comp_of(node);
        let mut made = ShownElement {
            view: self.arena.get(node).view,
            comp: comp.map(CompId),
            is: comp.and_then(|comp| self.comp_path(comp)).map(|path| path.to_string()),
            inside: self.shown_parts(node),
            ..ShownElement::default()
        };
        let Some((_, element)) = self.written(node) else { return made };
        made.tag = element.tag.to_string();
        let owner = self.arena.get(node).comp;
        self.class_names(node, |name| self.given_class(owner, name, &mut made.class, HANDED_ON));
        made.style = self.written_style(node, element);
        for binding in &element.bindings {
            match binding.kind {
                BindKind::Id => made.id = self.text_on(node, binding).into_owned(),
                BindKind::Attr | BindKind::Model if self.arena.get(node).kind == Kind::Element => {
                    self.shown_value(node, binding, &mut made.attrs);
                }
                BindKind::Data => self.shown_value(node, binding, &mut made.data),
                BindKind::Mark => self.shown_value(node, binding, &mut made.mark),
                BindKind::Event(flags) => {
                    let how = match (flags.catch, flags.exclusive) {
                        (true, _) => "catch",
                        (false, true) => "mut-bind",
                        (false, false) => "bind",
                    };
                    let how = format!("{}{how}:{}", if flags.capture { "capture-" } else { "" }, binding.name);
                    let handler = match self.value_on(node, binding) {
                        Value::Opaque(opaque) if opaque.is_function() => "()".to_owned(),
                        Value::Bool(true) => "true".to_owned(),
                        _ => self.handler(node, binding).unwrap_or_default().to_string(),
                    };
                    if !handler.is_empty() {
                        made.on.insert(how, handler);
                    }
                }
                _ => {}
            }
        }
        made
    }

    fn shown_value(&self, node: NodeId, binding: &Binding, found: &mut BTreeMap<String, Json>) {
        let value = self.value_on(node, binding);
        if !matches!(value, Value::Undefined) {
            found.insert(binding.name.to_string(), plain(&value, DEPTH));
        }
    }

    fn given_class(&self, comp: u32, name: &str, found: &mut Vec<String>, depth: u32) {
        let (Some(instance), Some(depth)) = (self.comps.get(comp), depth.checked_sub(1)) else { return };
        let external =
            self.defs.get(instance.def as usize).is_some_and(|def| def.def.external_classes.iter().any(|known| &**known == name));
        if !external {
            found.push(name.to_owned());
        } else if instance.owner != comp {
            for name in super::style::names_in(&self.external_given(instance.host, name)) {
                self.given_class(instance.owner, name, found, depth);
            }
        }
    }

    fn written_style(&self, node: NodeId, element: &Element) -> String {
        let mut found = String::new();
        for binding in &element.bindings {
            match binding.kind {
                BindKind::Style => found.push_str(&self.text_on(node, binding)),
                BindKind::StyleProp => {
                    if !found.is_empty() && !found.ends_with(';') {
                        found.push(';');
                    }
                    found.push_str(&format!("{}:{}", binding.name, self.text_on(node, binding)));
                }
                _ => {}
            }
        }
        found
    }
}

/// A value with a word for what JSON has none for.
#[must_use]
pub fn plain_json(value: &Value) -> Json {
    plain(value, DEPTH)
}

fn plain(value: &Value, depth: u32) -> Json {
    match value {
        Value::Undefined => json!({ "$": "undefined" }),
        Value::Null => Json::Null,
        Value::Bool(flag) => Json::Bool(*flag),
        Value::Num(number) if !number.is_finite() => json!({ "$": super::ops::number_text(*number) }),
        // Whole numbers read alike, whoever wrote them.
        Value::Num(number) if number.fract() == 0.0 && number.abs() < 9e15 => json!(*number as i64),
        Value::Num(number) => Number::from_f64(*number).map_or(Json::Null, Json::Number),
        Value::Str(text) => Json::from(&**text),
        Value::Opaque(opaque) => json!({ "$": if opaque.is_function() { "function" } else { "object" } }),
        Value::Arr(_) | Value::Obj(_) if depth == 0 => json!({ "$": "deep" }),
        Value::Arr(items) => Json::from_iter(items.iter().map(|item| plain(item, depth - 1))),
        Value::Obj(object) => {
            Json::Object(object.entries().iter().map(|(name, value)| (name.to_string(), plain(value, depth - 1))).collect())
        }
    }
}
