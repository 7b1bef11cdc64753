//! HTML from the kept tree: the only maker of [`Html`]. It evaluates nothing.

use banchan_formats::template::{BindKind, Binding, Element};

use super::attrs::{self, Write};
use super::node::{Kind, NIL, NodeId, Payload};
use super::ops;
use super::view::PageView;
use super::{CompId, Tree};

/// Levels of elements in the view: Chromium flattens what is deeper than 512.
const VIEW_DEPTH: usize = 500;

/// HTML that only this module can make: our own tags, known attributes, everything escaped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(pub(super) String);

impl Html {
    /// The markup.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The markup, owned.
    pub fn into_string(self) -> String {
        self.0
    }
}

/// Which attribute of the view a binding decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Attr {
    Id,
    Class,
    Style,
    Events,
    /// What handlers of WXS need: see `wxs`.
    Wxs,
    /// That it is what a scroll-view shows while it is pulled.
    Refresher,
    /// One of the allow-listed.
    Named(Box<str>),
}

impl Attr {
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Id => "id",
            Self::Class => "class",
            Self::Style => "style",
            Self::Events => "b",
            Self::Wxs => "w",
            Self::Refresher => "slot",
            Self::Named(name) => name,
        }
    }
}

impl Tree {
    pub(super) fn make_html(&mut self, page: CompId) -> Html {
        let Some(host) = self.comps.get(page.0).map(|comp| comp.host) else { return Html::default() };
        let old = self.views.remove(&page.0).unwrap_or_default();
        for seen in old.nodes.iter().skip(1).filter(|seen| seen.node != 0) {
            self.arena.get_mut(seen.node).view = 0;
        }
        for container in old.containers {
            self.arena.get_mut(container).dirty = false;
        }
        let mut view = PageView { made: true, ..PageView::default() };
        view.nodes.push(super::view::Seen { node: host, ..super::view::Seen::default() });
        let mut out = String::new();
        let shown = self.shown_in(host);
        self.emit(&shown, 0, &mut view, &mut out);
        self.views.insert(page.0, view);
        Html(out)
    }

    /// Appends nodes with all in them, numbering as it goes.
    pub(super) fn emit(&mut self, nodes: &[NodeId], parent: u32, view: &mut PageView, out: &mut String) {
        struct Open {
            nodes: Vec<NodeId>,
            at: usize,
            view: u32,
            /// The element that is closed after its last node.
            element: NodeId,
            /// The last one was a text that the next must not run into.
            text: bool,
        }
        let mut stack = vec![Open { nodes: nodes.to_vec(), at: 0, view: parent, element: 0, text: false }];
        while let Some(open) = stack.last_mut() {
            let Some(node) = open.nodes.get(open.at).copied() else {
                let element = open.element;
                stack.pop();
                if element != 0 {
                    out.push_str("</");
                    self.push_tag(element, out);
                    out.push('>');
                }
                continue;
            };
            open.at += 1;
            let before = self.arena.get(node).view;
            if let Some(seen) = view.nodes.get_mut(before as usize).filter(|seen| before != 0 && seen.node == node) {
                // It was somewhere else: there it is taken away.
                seen.node = 0;
            }
            let id = view.append(node, open.view);
            let parent_text = std::mem::take(&mut open.text);
            self.arena.get_mut(node).view = id;
            self.arena.get_mut(node).dirty = false;
            if let Payload::Text(text) = &self.arena.get(node).payload {
                if text.is_empty() {
                    out.push_str("<!--t-->");
                } else {
                    if parent_text {
                        out.push_str("<!---->");
                    }
                    attrs::escape_text(text, out);
                    open.text = true;
                }
                continue;
            }
            out.push('<');
            self.push_tag(node, out);
            self.push_attrs(node, out);
            out.push('>');
            let inside = if stack.len() < VIEW_DEPTH { self.shown_in(node) } else { Vec::new() };
            if inside.is_empty() {
                out.push_str("</");
                self.push_tag(node, out);
                out.push('>');
            } else {
                stack.push(Open { nodes: inside, at: 0, view: id, element: node, text: false });
            }
        }
    }

    fn push_tag(&self, node: NodeId, out: &mut String) {
        let component = matches!(self.arena.get(node).kind, Kind::Host | Kind::Failed);
        attrs::tag(self.written(node).map_or("x", |(_, element)| &element.tag), component, out);
    }

    fn push_attrs(&self, node: NodeId, out: &mut String) {
        let Some((_, element)) = self.written(node) else { return };
        let mut text = String::new();
        let put = |name: &str, value: &str, out: &mut String| {
            out.push(' ');
            out.push_str(name);
            out.push_str("=\"");
            attrs::escape_attr(value, out);
            out.push('"');
        };
        if let Some(path) = self.comp_of(node).and_then(|comp| self.comp_path(comp)) {
            put("is", &path, out);
        }
        if self.is_canvas(node) {
            put("k", &node.to_string(), out);
        }
        // Each of these is made of several bindings and written once.
        let (mut class, mut style, mut events) = (false, false, false);
        for binding in &element.bindings {
            match self.attr_of(node, binding) {
                None => {}
                Some(Attr::Class) if std::mem::replace(&mut class, true) => {}
                Some(Attr::Style) if std::mem::replace(&mut style, true) => {}
                Some(Attr::Events) if std::mem::replace(&mut events, true) => {}
                Some(Attr::Class) => {
                    text.clear();
                    self.class_text(node, &mut text);
                    if !text.is_empty() {
                        put("class", &text, out);
                    }
                }
                Some(attr) => {
                    if let Some(value) = self.attr_text(node, element, &attr, binding) {
                        put(attr.name(), &value, out);
                    }
                }
            }
        }
        if !events
            && super::events::model_events(element).next().is_some()
            && let Some(value) = self.events_text(node, element)
        {
            put("b", &value, out);
        }
        self.wxs_attrs(node, element, |name, value| put(name, value, out));
    }

    /// A page's HTML as it would be made now, its numbers left alone.
    #[cfg(test)]
    pub(super) fn peek_html(&mut self, page: CompId) -> String {
        let view = self.views.remove(&page.0).unwrap_or_default();
        let numbers: Vec<(NodeId, u32)> =
            view.nodes.iter().enumerate().map(|(at, seen)| (seen.node, at as u32)).filter(|(node, at)| *node != 0 && *at != 0).collect();
        let html = self.make_html(page).0;
        let made = self.views.insert(page.0, view).unwrap_or_default();
        made.nodes.iter().skip(1).for_each(|seen| self.arena.get_mut(seen.node).view = 0);
        numbers.into_iter().for_each(|(node, at)| self.arena.get_mut(node).view = at);
        html
    }

    /// Which attribute of the view a binding of this node decides; none for properties of components and what the view
    /// need not know.
    pub(super) fn attr_of(&self, node: NodeId, binding: &Binding) -> Option<Attr> {
        let comp = self.comp_of(node);
        let def = comp.and_then(|comp| self.comps.get(comp)).and_then(|comp| self.defs.get(comp.def as usize));
        match binding.kind {
            BindKind::Id => Some(Attr::Id),
            BindKind::Class | BindKind::ClassToggle => Some(Attr::Class),
            BindKind::Style | BindKind::StyleProp => Some(Attr::Style),
            BindKind::Event(_) => Some(Attr::Events),
            BindKind::Data => self.styled_data(binding).map(Attr::Named),
            BindKind::Slot => self.in_scroll_view(node).then_some(Attr::Refresher),
            BindKind::Mark | BindKind::Change => None,
            BindKind::Attr | BindKind::Model => {
                let component = matches!(self.arena.get(node).kind, Kind::Host | Kind::Failed);
                let property = def.is_some_and(|def| def.prop(binding).is_some());
                // Of a component, only what every element understands reaches the view.
                let common = &*binding.name == "hidden" || binding.name.starts_with("aria-");
                if property || (component && !common) || attrs::write(&binding.name).is_none() {
                    return None;
                }
                Some(Attr::Named(Box::from(&*binding.name)))
            }
        }
    }

    /// Whether it was written right into a scroll-view, the only built-in element with a slot of its own.
    fn in_scroll_view(&self, node: NodeId) -> bool {
        let mut at = self.arena.get(node).parent;
        while at != NIL {
            if let Some((_, element)) = self.written(at) {
                return &*element.tag == "scroll-view";
            }
            at = self.arena.get(at).parent;
        }
        false
    }

    /// The attribute of a `data-` binding that the program's styles select by.
    pub(super) fn styled_data(&self, binding: &Binding) -> Option<Box<str>> {
        let mut name = String::from("data-");
        for letter in binding.name.chars() {
            if letter.is_ascii_uppercase() {
                name.push('-');
            }
            name.push(letter.to_ascii_lowercase());
        }
        let wanted = attrs::write(&name).is_some() && self.source.styled_data(name.get(5..).unwrap_or_default());
        wanted.then(|| name.into_boxed_str())
    }

    /// An attribute's text; `None` when it is absent.
    pub(super) fn attr_text(&self, node: NodeId, element: &Element, attr: &Attr, binding: &Binding) -> Option<String> {
        match attr {
            Attr::Id => Some(self.text_on(node, binding).into_owned()).filter(|id| !id.is_empty()),
            Attr::Class => {
                let mut text = String::new();
                self.class_text(node, &mut text);
                Some(text)
            }
            Attr::Style => self.style_text(node),
            Attr::Events => self.events_text(node, element),
            Attr::Wxs => self.wxs_text(node, element),
            Attr::Refresher => Some(self.text_on(node, binding).into_owned()).filter(|slot| slot == "refresher"),
            Attr::Named(name) => match attrs::write(name)? {
                Write::Class => {
                    let mut text = String::new();
                    self.scoped_all(self.arena.get(node).comp, &self.text_on(node, binding), &mut text);
                    Some(text)
                }
                Write::Style => Some(super::style::inline(&self.text_on(node, binding)).into_owned()),
                // Styles ask for `[disabled]`, as there is no such attribute in WeChat while it is false.
                Write::Flag if matches!(&**name, "hidden" | "disabled") => ops::truthy(&self.value_on(node, binding)).then(String::new),
                how => attrs::value_text(how, &self.value_on(node, binding)),
            },
        }
    }

    /// What `b` says: the events that an element listens to, `!` where it catches, `^` where it captures.
    fn events_text(&self, node: NodeId, element: &Element) -> Option<String> {
        let mut words: Vec<String> = Vec::new();
        for binding in &element.bindings {
            let BindKind::Event(flags) = binding.kind else { continue };
            let plain = binding.name.bytes().all(|c| c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_' | b'.' | b':'));
            if !plain || binding.name.len() > 100 || self.handler(node, binding).is_none() {
                continue;
            }
            // Only the view calls it: nothing crosses.
            if !flags.catch && self.value_on(node, binding).as_wxs().is_some() {
                continue;
            }
            let word = format!("{}{}{}", if flags.capture { "^" } else { "" }, binding.name, if flags.catch { "!" } else { "" });
            if !words.contains(&word) {
                words.push(word);
            }
        }
        for name in super::events::model_events(element) {
            if !words.iter().any(|word| word.trim_matches(['^', '!']) == name) {
                words.push(name.to_owned());
            }
        }
        (!words.is_empty()).then(|| words.join(" "))
    }
}
