//! One page of a session: what the shell must know of it, and what it is still owed. It must not touch the engine.

use std::collections::HashSet;
use std::rc::Rc;

use banchan_formats::manifest::Window;

use super::stack::Place;
use crate::host::{NavigationBar, PageId, ShareWays};
use crate::tree::CompId;

/// A page that lives.
#[derive(Debug)]
pub(super) struct Page {
    pub id: PageId,
    /// Its instance; `None` when its script could not run.
    pub comp: Option<CompId>,
    pub path: String,
    /// As it was opened with.
    pub query: String,
    /// The bar above it, as the shell knows it.
    pub bar: NavigationBar,
    pub background: String,
    /// How it may be shared.
    pub share: ShareWays,
    pub reach_bottom: u32,
    pub pull: bool,
    /// Whether the dots of refreshing are light.
    pub pull_light: bool,
    pub fixed: bool,
    /// Whether its view listens: until then patches wait in the tree.
    pub ready: bool,
    /// Messages for the view that is not there yet.
    pub kept: Vec<String>,
    /// Whether `onReady` was told.
    pub told_ready: bool,
    /// Number of the last event of its view that was handled, so that the view can drop what is older than its user.
    pub seq: u64,
    /// What its view last said of itself, to be given to the next one.
    pub state: String,
    /// How often its view was made again because it did not show what the tree holds.
    pub remade: u32,
    /// How often its renderer was lost since `lost_since`, in milliseconds.
    pub lost: u32,
    pub lost_since: f64,
    /// Panels that are open over it, the uppermost last.
    pub panels: Vec<u32>,
    /// What is asked before it is left.
    pub question: Option<super::unload::Question>,
    /// What the page in its web-view left.
    pub web: super::web::Letters,
    /// Components whose styles the view has.
    pub styled: HashSet<Rc<str>>,
}

impl Page {
    /// A new page; `first` is whether nothing lies under it, `is_home` whether it is where the mini-program begins.
    pub fn new(id: PageId, comp: Option<CompId>, place: &Place, window: &Window, first: bool, is_home: bool) -> Self {
        let white = window.navigation_bar_text_style.as_deref().unwrap_or("white") != "black";
        let bar = NavigationBar {
            title: window.navigation_bar_title_text.clone().unwrap_or_default(),
            front_color: if white { "#ffffff" } else { "#000000" }.into(),
            background_color: window.navigation_bar_background_color.clone().unwrap_or_else(|| "#000000".into()),
            animation_ms: 0,
            loading: false,
            back_button: !first,
            home_button: first && !is_home,
            custom: window.navigation_style.as_deref() == Some("custom"),
        };
        Self {
            id,
            comp,
            path: place.path.clone(),
            query: place.query.clone(),
            bar,
            share: ShareWays::default(),
            background: window.background_color_content.clone().or_else(|| window.background_color.clone()).unwrap_or_default(),
            reach_bottom: window.on_reach_bottom_distance.unwrap_or(50),
            pull: window.enable_pull_down_refresh.unwrap_or(false),
            pull_light: window.background_text_style.as_deref() == Some("light"),
            fixed: window.disable_scroll.unwrap_or(false),
            ready: false,
            kept: Vec::new(),
            told_ready: false,
            seq: 0,
            state: String::new(),
            remade: 0,
            lost: 0,
            lost_since: 0.0,
            panels: Vec::new(),
            question: None,
            web: super::web::Letters::default(),
            styled: HashSet::new(),
        }
    }

    /// Where it is.
    pub fn place(&self) -> Place {
        Place { path: self.path.clone(), query: self.query.clone() }
    }
}

/// A raw query as the object that `onLoad` gets. Values stay as they were written, as in WeChat, whose programs decode
/// them on their own; the last of a name wins, and 100 names are enough.
pub(super) fn query_json(query: &str) -> String {
    let mut object = serde_json::Map::new();
    for part in query.split('&').filter(|part| !part.is_empty()).take(100) {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        object.insert(name.to_string(), value.into());
    }
    serde_json::Value::Object(object).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_handed_over_as_written() {
        assert_eq!(query_json("id=B1024&q=%E8%BD%A6&x&id=2"), r#"{"id":"2","q":"%E8%BD%A6","x":""}"#);
        assert_eq!(query_json(""), "{}");
    }
}
