//! `X.json` beside a page or component. It must not decide where a component lies: `resolve` does.

use indexmap::IndexMap;
use serde::Serialize;
use serde_json::{Map, Value};

use super::json::{At, Json};
use super::window::{self, Window};
use crate::bundle::Files;
use crate::diag::Diagnostic;

/// How far styles reach into and out of a component.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StyleIsolation {
    /// Neither in nor out (the default of components).
    Isolated,
    /// Styles of the page reach in.
    ApplyShared,
    /// In and out (the default of pages).
    Shared,
    /// As `ApplyShared`, and `app.wxss` does not reach in. Pages only.
    PageIsolated,
    /// Pages only.
    PageApplyShared,
    /// Pages only.
    PageShared,
}

impl StyleIsolation {
    /// The word of the configuration.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "isolated" => Self::Isolated,
            "apply-shared" => Self::ApplyShared,
            "shared" => Self::Shared,
            "page-isolated" => Self::PageIsolated,
            "page-apply-shared" => Self::PageApplyShared,
            "page-shared" => Self::PageShared,
            _ => return None,
        })
    }
}

/// What a page or component says about itself.
#[derive(Clone, Debug, Default)]
pub struct PageConfig {
    /// Whether it is a component.
    pub component: bool,
    /// Tag -> where, as written: `Manifest::resolve_component` finds the file.
    pub using_components: IndexMap<String, String>,
    /// Tag -> the tag shown until it can be.
    pub component_placeholder: IndexMap<String, String>,
    /// Name of a generic -> its default component, as written.
    pub component_generics: IndexMap<String, Option<String>>,
    /// Style isolation, when said here.
    pub style_isolation: Option<StyleIsolation>,
    /// Keys of the window that are set here.
    pub window: Window,
    /// The whole file, for what has no field here; null when there is none.
    pub raw: Value,
}

/// Reads `path.json` (`path`: a page or component without its ending). No file is no error: everything is default then.
#[must_use]
pub fn page_config(files: &Files, path: &str) -> (PageConfig, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let mut config = PageConfig::default();
    let name = format!("{path}.json");
    let json = match Json::read(files, &name) {
        None => return (config, found),
        Some(Err(broken)) => {
            found.push(broken);
            return (config, found);
        }
        Some(Ok(json)) => json,
    };
    let Value::Object(map) = &json.value else {
        found.push(json.error(&[], "this file must be an object: { ... }; its settings are not used"));
        return (config, found);
    };
    config.component = match map.get("component") {
        None | Some(Value::Null) => false,
        Some(Value::Bool(flag)) => *flag,
        Some(Value::String(text)) => text == "true",
        Some(_) => {
            found.push(json.warning(&[At::Key("component")], "component must be true or false"));
            false
        }
    };
    config.using_components = texts(&json, map, "usingComponents", &mut found);
    config.component_placeholder = texts(&json, map, "componentPlaceholder", &mut found);
    config.component_generics = generics(&json, map, &mut found);
    config.style_isolation = style_isolation(&json, map, &mut found);
    let mut wrong = Vec::new();
    config.window = window::window(map, &mut |key, kind| wrong.push((key.to_string(), kind)));
    if let Some(Value::Object(inner)) = map.get("window") {
        // A common slip: WeChat's own tools take it in a page's file.
        found.push(json.warning(&[At::Key("window")], "a page's settings stand at the top of its file, not in \"window\""));
        config.window = config.window.over(&window::window(inner, &mut |_, _| {}));
    }
    for (key, kind) in wrong {
        found.push(json.warning(&[At::Key(&key)], format!("{key} must be {kind}")));
    }
    config.raw = json.value;
    (config, found)
}

/// Line and column (from 1, UTF-16) of a key in a JSON file of the program, such as `["usingComponents", "my-tag"]`; its
/// nearest parent that is there, else the file's start. Reads the file again: for findings only.
#[must_use]
pub fn place_of(files: &Files, path: &str, keys: &[&str]) -> (u32, u32) {
    let steps: Vec<At<'_>> = keys.iter().map(|key| At::Key(key)).collect();
    match Json::read(files, path) {
        Some(Ok(json)) => json.place(&steps),
        _ => (1, 1),
    }
}

fn texts(json: &Json<'_>, map: &Map<String, Value>, key: &str, found: &mut Vec<Diagnostic>) -> IndexMap<String, String> {
    let mut texts = IndexMap::new();
    match map.get(key) {
        None | Some(Value::Null) => {}
        Some(Value::Object(entries)) => {
            for (name, value) in entries {
                // The second of a pair is for another renderer.
                let text = value.as_str().or_else(|| value.get(0).and_then(Value::as_str));
                match text {
                    Some(text) => drop(texts.insert(name.clone(), text.to_string())),
                    None => found.push(json.error(&[At::Key(key), At::Key(name)], format!("{name} in {key} must be a path"))),
                }
            }
        }
        Some(_) => found.push(json.error(&[At::Key(key)], format!("{key} must be an object"))),
    }
    texts
}

fn generics(json: &Json<'_>, map: &Map<String, Value>, found: &mut Vec<Diagnostic>) -> IndexMap<String, Option<String>> {
    let mut generics = IndexMap::new();
    match map.get("componentGenerics") {
        None | Some(Value::Null) => {}
        Some(Value::Object(entries)) => {
            for (name, value) in entries {
                generics.insert(name.clone(), value.get("default").and_then(Value::as_str).map(ToString::to_string));
            }
        }
        Some(_) => found.push(json.error(&[At::Key("componentGenerics")], "componentGenerics must be an object")),
    }
    generics
}

fn style_isolation(json: &Json<'_>, map: &Map<String, Value>, found: &mut Vec<Diagnostic>) -> Option<StyleIsolation> {
    let value = map.get("styleIsolation")?;
    let isolation = value.as_str().and_then(StyleIsolation::parse);
    if isolation.is_none() {
        found.push(json.warning(
            &[At::Key("styleIsolation")],
            "styleIsolation must be isolated, apply-shared or shared, for a page also page-isolated, page-apply-shared or page-shared",
        ));
    }
    isolation
}
