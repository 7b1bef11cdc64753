//! A page's document as the view reads it: its nodes in the order of their numbers, with what they listen to. It must
//! not run anything, and trusts the document, which the core made.

use std::collections::BTreeMap;

/// One element or text below `wx-page`, numbered from 1.
#[derive(Clone, Debug, Default)]
pub(super) struct Node {
    /// Its tag with the `wx-` in front; empty for a text.
    pub(super) tag: String,
    /// Its attributes, unescaped.
    pub(super) attributes: BTreeMap<String, String>,
    /// Its own text.
    pub(super) text: String,
    /// Index of the element that it lies in.
    pub(super) parent: Option<usize>,
}

/// What an element listens to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Listener {
    /// Number of the element.
    pub(super) node: usize,
    /// Type of the event.
    pub(super) event: String,
}

/// What a page shows.
#[derive(Clone, Debug, Default)]
pub(super) struct Screen {
    /// In the order of their numbers: the first is number 1.
    pub(super) nodes: Vec<Node>,
    /// Whether it only says that the page can't be shown.
    pub(super) is_broken: bool,
}

/// Elements that show something of their own; all others only hold what is in them.
const SHOWING: &[&str] = &[
    "ad",
    "ad-custom",
    "audio",
    "button",
    "camera",
    "canvas",
    "channel-live",
    "channel-video",
    "checkbox",
    "cover-image",
    "editor",
    "icon",
    "image",
    "input",
    "live-player",
    "live-pusher",
    "map",
    "official-account",
    "open-data",
    "picker-view",
    "progress",
    "radio",
    "rich-text",
    "slider",
    "snapshot",
    "switch",
    "textarea",
    "video",
    "voip-room",
    "web-view",
];

/// The others that are documented.
const HOLDING: &[&str] = &[
    "block",
    "checkbox-group",
    "cover-view",
    "form",
    "grid-view",
    "keyboard-accessory",
    "label",
    "list-view",
    "match-media",
    "movable-area",
    "movable-view",
    "navigation-bar",
    "navigator",
    "open-container",
    "page-container",
    "page-meta",
    "picker",
    "picker-view-column",
    "radio-group",
    "root-portal",
    "scroll-view",
    "share-element",
    "sticky-header",
    "sticky-section",
    "swiper",
    "swiper-item",
    "text",
    "view",
];

impl Screen {
    /// Reads a document.
    pub(super) fn read(document: &str) -> Self {
        let inside = document.split_once("<wx-page").and_then(|(_, rest)| rest.split_once('>'));
        let inside = inside.and_then(|(_, rest)| rest.rsplit_once("</wx-page>")).map_or("", |(inside, _)| inside);
        let mut nodes: Vec<Node> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        let mut rest = inside;
        while !rest.is_empty() {
            if let Some(comment) = rest.strip_prefix("<!--") {
                let (text, after) = comment.split_once("-->").unwrap_or((comment, ""));
                if text == "t" {
                    nodes.push(Node { parent: open.last().copied(), ..Node::default() });
                }
                rest = after;
            } else if let Some(tag) = rest.strip_prefix("</") {
                open.pop();
                rest = tag.split_once('>').map_or("", |(_, after)| after);
            } else if let Some(tag) = rest.strip_prefix('<') {
                // The core escapes `>` in attributes.
                let (tag, after) = tag.split_once('>').unwrap_or((tag, ""));
                let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
                nodes.push(Node {
                    tag: name.into(),
                    attributes: attributes_of(attributes),
                    parent: open.last().copied(),
                    ..Node::default()
                });
                open.push(nodes.len() - 1);
                rest = after;
            } else {
                let (text, after) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
                nodes.push(Node { text: unescape(text), parent: open.last().copied(), ..Node::default() });
                rest = after;
            }
        }
        let is_broken = nodes.first().is_some_and(|node| node.attributes.get("class").is_some_and(|class| class == "banchan-broken"));
        Self { nodes, is_broken }
    }

    /// How many elements it has.
    pub(super) fn elements(&self) -> usize {
        self.nodes.iter().filter(|node| !node.tag.is_empty()).count()
    }

    /// How many texts with a visible character it has.
    pub(super) fn texts(&self) -> usize {
        self.nodes.iter().filter(|node| !node.text.trim().is_empty()).count()
    }

    /// Whether a user would see nothing: neither words nor an element that shows something of its own.
    pub(super) fn is_empty(&self) -> bool {
        let shows =
            |node: &Node| node.tag.strip_prefix("wx-").is_some_and(|tag| SHOWING.contains(&tag)) && !node.attributes.contains_key("is");
        // Coloured boxes are made of elements with a class and nothing in them; one alone is rather a place for something.
        let holds: std::collections::HashSet<usize> = self.nodes.iter().filter_map(|node| node.parent).collect();
        let is_box = |(at, node): &(usize, &Node)| {
            !node.tag.is_empty() && !holds.contains(at) && ["class", "style"].iter().any(|name| node.attributes.contains_key(*name))
        };
        let is_painted = |node: &Node| node.attributes.get("style").is_some_and(|style| style.contains("background"));
        self.texts() == 0
            && !self.nodes.iter().any(|node| shows(node) || is_painted(node))
            && self.nodes.iter().enumerate().filter(is_box).count() < 2
    }

    /// Everything that is listened to, once a type and element, in the order of the document. An event of a component's
    /// own making is left out: only its code knows when it comes, and with what.
    pub(super) fn listeners(&self) -> Vec<Listener> {
        let mut found: Vec<Listener> = Vec::new();
        for (at, node) in self.nodes.iter().enumerate() {
            let Some(flags) = node.attributes.get("b") else { continue };
            let is_component = node.attributes.contains_key("is") || !is_known(&node.tag);
            for word in flags.split(' ') {
                let event = word.trim_matches(['^', '!']);
                let one = Listener { node: at + 1, event: event.into() };
                if !event.is_empty() && (!is_component || is_touch(event)) && !found.contains(&one) {
                    found.push(one);
                }
            }
        }
        found
    }

    /// The elements below one, by its number.
    pub(super) fn below(&self, node: usize) -> impl Iterator<Item = &Node> {
        let top = node.wrapping_sub(1);
        let is_below = move |at: usize| {
            let mut above = self.nodes.get(at).and_then(|node| node.parent);
            while let Some(up) = above {
                if up == top {
                    return true;
                }
                above = self.nodes.get(up).and_then(|node| node.parent);
            }
            false
        };
        (0..self.nodes.len()).filter(move |at| is_below(*at)).filter_map(|at| self.nodes.get(at))
    }
}

/// Whether a finger makes it, wherever it happens.
pub(super) fn is_touch(event: &str) -> bool {
    matches!(event, "tap" | "longpress" | "longtap" | "touchstart" | "touchmove" | "touchend" | "touchcancel")
}

/// Whether WeChat documents such an element; nobody knows what any other one tells.
fn is_known(tag: &str) -> bool {
    tag.strip_prefix("wx-").is_some_and(|tag| SHOWING.contains(&tag) || HOLDING.contains(&tag))
}

fn attributes_of(text: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut rest = text;
    while let Some((name, after)) = rest.split_once("=\"") {
        let (value, after) = after.split_once('"').unwrap_or((after, ""));
        found.insert(name.trim().to_string(), unescape(value));
        rest = after;
    }
    found
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &str = "<body><wx-page data-x><wx-view class=\"a\" b=\"tap ^touchstart!\"><!--t-->one<!----> two &lt;3</wx-view>\
        <wx-card is=\"c/card\" b=\"close tap\"><wx-input b=\"input\"></wx-input></wx-card></wx-page></body>";

    #[test]
    fn nodes_are_numbered_as_the_view_numbers_them() {
        let screen = Screen::read(DOCUMENT);
        let shown: Vec<&str> =
            screen.nodes.iter().map(|node| if node.tag.is_empty() { &node.text } else { &node.tag }).map(String::as_str).collect();
        assert_eq!(shown, ["wx-view", "", "one", " two <3", "wx-card", "wx-input"]);
        assert_eq!((screen.elements(), screen.texts(), screen.is_empty()), (3, 2, false));
        assert_eq!(screen.below(5).map(|node| node.tag.as_str()).collect::<Vec<_>>(), ["wx-input"]);
    }

    #[test]
    fn what_a_component_tells_by_itself_is_not_made_up() {
        let listeners: Vec<(usize, String)> = Screen::read(DOCUMENT).listeners().into_iter().map(|one| (one.node, one.event)).collect();
        assert_eq!(listeners, [(1, "tap".into()), (1, "touchstart".into()), (5, "tap".into()), (6, "input".into())]);
    }

    #[test]
    fn containers_alone_are_an_empty_page() {
        let page = |inside: &str| Screen::read(&format!("<wx-page>{inside}</wx-page>")).is_empty();
        assert!(page("") && page("<wx-view> <wx-text></wx-text></wx-view>") && page("<wx-card is=\"c\"></wx-card>"));
        assert!(!page("<wx-view>a</wx-view>") && !page("<wx-image></wx-image>"));
        let one = "<wx-view class=\"box\"></wx-view>";
        assert!(page(one) && !page(&format!("{one}{one}")));
    }
}
