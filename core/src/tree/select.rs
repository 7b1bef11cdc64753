//! Selectors over a component's template: ids, classes, tags, descendants, children, and `>>>` into components.

use banchan_formats::template::BindKind;

use super::node::{Kind, NIL, NodeId};
use super::{CompId, Hit, Tree};

/// Parts of one selector.
const PARTS: usize = 32;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// `a b`
    Inside,
    /// `a > b`
    Child,
    /// `a >>> b`
    Deep,
}

#[derive(Debug, Default)]
struct Part<'a> {
    tag: Option<&'a str>,
    id: Option<&'a str>,
    classes: Vec<&'a str>,
}

/// A selector: parts, and how each is reached from the one before.
struct Selector<'a> {
    parts: Vec<(Way, Part<'a>)>,
}

fn parse(text: &str) -> Vec<Selector<'_>> {
    text.split(',').filter_map(parse_one).collect()
}

fn parse_one(text: &str) -> Option<Selector<'_>> {
    let mut parts = Vec::new();
    let mut way = Way::Inside;
    let mut rest = text.trim();
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix(">>>") {
            way = Way::Deep;
            rest = after.trim_start();
            continue;
        }
        if let Some(after) = rest.strip_prefix('>') {
            way = Way::Child;
            rest = after.trim_start();
            continue;
        }
        let end = rest.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        parts.push((std::mem::replace(&mut way, Way::Inside), part(word)?));
        rest = after.trim_start();
        if parts.len() > PARTS {
            return None;
        }
    }
    (!parts.is_empty()).then_some(Selector { parts })
}

fn part(word: &str) -> Option<Part<'_>> {
    let mut part = Part::default();
    let mut rest = word;
    while !rest.is_empty() {
        let sign = rest.chars().next().filter(|c| matches!(c, '#' | '.'));
        let from = sign.map_or(0, char::len_utf8);
        let body = &rest[from..];
        let end = body.find(['#', '.', '[', ':']).unwrap_or(body.len());
        let name = &body[..end];
        if name.is_empty() || body[end..].starts_with(['[', ':']) {
            return None;
        }
        match sign {
            Some('#') => part.id = Some(name),
            Some(_) => part.classes.push(name),
            None if name == "*" => {}
            None => part.tag = Some(name),
        }
        rest = &body[end..];
    }
    Some(part)
}

impl Tree {
    /// See [`Tree::select`] and [`Tree::select_all`].
    pub(super) fn find(&self, comp: CompId, selector: &str, all: bool) -> Vec<Hit> {
        let selectors = parse(selector);
        let Some(top) = self.comps.get(comp.0).map(|comp| comp.root).filter(|root| *root != NIL) else { return Vec::new() };
        let deep = selectors.iter().any(|selector| selector.parts.iter().any(|(way, _)| *way == Way::Deep));
        let mut found = Vec::new();
        let mut stack = vec![self.arena.get(top).first];
        while let Some(at) = stack.pop() {
            if at == NIL {
                continue;
            }
            let node = self.arena.get(at);
            if node.kind.is_element() && selectors.iter().any(|selector| self.matches(at, selector, selector.parts.len(), comp.0)) {
                found.push(Hit { view: node.view, comp: self.comp_of(at).map(CompId) });
                if !all {
                    return found;
                }
            }
            stack.push(node.next);
            stack.push(node.first);
            if deep && let Some(inner) = self.comp_of(at).and_then(|inner| self.comps.get(inner)).filter(|inner| inner.root != NIL) {
                stack.push(self.arena.get(inner.root).first);
            }
        }
        found
    }

    /// See [`Tree::canvas_at`].
    pub(super) fn is_canvas(&self, node: NodeId) -> bool {
        node != NIL
            && self.arena.get(node).kind == Kind::Element
            && self.written(node).is_some_and(|(_, element)| &*element.tag == "canvas")
    }

    /// See [`Tree::canvas`].
    pub(super) fn find_canvas(&self, comp: CompId, name: &str) -> NodeId {
        let Some(top) = self.comps.get(comp.0).map(|comp| comp.root).filter(|root| *root != NIL) else { return NIL };
        let mut at = self.arena.get(top).first;
        while at != NIL {
            if self.is_canvas(at) && self.arena.get(at).comp == comp.0 {
                let bindings = self.written(at).map(|(_, element)| element.bindings.as_slice()).unwrap_or_default();
                let own = bindings.iter().find(|binding| binding.kind == BindKind::Attr && &*binding.name == "canvas-id");
                if own.is_some_and(|binding| self.text_on(at, binding) == name) {
                    return at;
                }
            }
            at = self.arena.next_in(at, top, true);
        }
        NIL
    }

    /// Whether a node fits the first `count` parts, the last of them being itself.
    fn matches(&self, node: NodeId, selector: &Selector<'_>, count: usize, scope: u32) -> bool {
        // Depth of this recursion is the number of parts.
        let Some((way, part)) = count.checked_sub(1).and_then(|at| selector.parts.get(at)) else { return false };
        if !self.fits(node, part) {
            return false;
        }
        if count == 1 {
            return self.arena.get(node).comp == scope || *way == Way::Deep;
        }
        let mut at = self.above(node, *way == Way::Deep);
        let mut crossed = *way != Way::Deep;
        while at != NIL {
            crossed |= self.arena.get(at).comp != self.arena.get(node).comp;
            if crossed && self.matches(at, selector, count - 1, scope) {
                return true;
            }
            if *way == Way::Child {
                return false;
            }
            at = self.above(at, *way == Way::Deep);
        }
        false
    }

    /// The element around a node, within its template or also out of it.
    fn above(&self, node: NodeId, out: bool) -> NodeId {
        let mut at = self.arena.get(node).parent;
        while at != NIL {
            match self.arena.get(at).kind {
                Kind::Root if !out => return NIL,
                kind if kind.is_element() => return at,
                _ => at = self.arena.get(at).parent,
            }
        }
        NIL
    }

    fn fits(&self, node: NodeId, part: &Part<'_>) -> bool {
        let Some((_, element)) = self.written(node) else { return false };
        if part.tag.is_some_and(|tag| tag != &*element.tag) {
            return false;
        }
        if let Some(id) = part.id {
            let own = element.bindings.iter().find(|binding| binding.kind == BindKind::Id);
            if own.is_none_or(|binding| self.text_on(node, binding) != id) {
                return false;
            }
        }
        if part.classes.is_empty() {
            return true;
        }
        let mut left = part.classes.len();
        let mut seen = vec![false; left];
        self.class_names(node, |name| {
            for (class, seen) in part.classes.iter().zip(&mut seen) {
                if *class == name && !std::mem::replace(seen, true) {
                    left -= 1;
                }
            }
        });
        left == 0
    }
}
