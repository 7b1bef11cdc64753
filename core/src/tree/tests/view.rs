//! A stand-in for the view: reads our HTML, numbers it as the view does, applies patches.

use std::collections::HashMap;

use super::*;

#[derive(Clone, Default)]
struct Node {
    open: String,
    text: Option<String>,
    children: Vec<u32>,
    parent: u32,
}

/// What the view has.
#[derive(Clone)]
pub(super) struct Dom {
    nodes: HashMap<u32, Node>,
}

impl Dom {
    pub(super) fn parse(html: &str) -> Self {
        let mut dom = Self { nodes: HashMap::from([(0, Node::default())]) };
        let mut next = 1;
        let made = dom.read(html, &mut next);
        dom.put(&made, 0, 0);
        dom
    }

    /// Reads markup into nodes without a parent; returns the outermost.
    fn read(&mut self, html: &str, next: &mut u32) -> Vec<u32> {
        let mut top = Vec::new();
        let mut open: Vec<u32> = Vec::new();
        let mut rest = html;
        while !rest.is_empty() {
            if let Some(after) = rest.strip_prefix("<!---->") {
                rest = after;
                continue;
            }
            if rest.starts_with("</") {
                open.pop();
                rest = &rest[rest.find('>').unwrap() + 1..];
                continue;
            }
            let id = *next;
            *next += 1;
            let parent = open.last().copied();
            match parent {
                Some(parent) => self.nodes.get_mut(&parent).unwrap().children.push(id),
                None => top.push(id),
            }
            let mut node = Node { parent: parent.unwrap_or(0), ..Node::default() };
            if let Some(after) = rest.strip_prefix("<!--t-->") {
                node.text = Some(String::new());
                rest = after;
            } else if rest.starts_with('<') {
                let end = rest.find('>').unwrap();
                node.open = rest[1..end].to_owned();
                rest = &rest[end + 1..];
                open.push(id);
            } else {
                let end = rest.find('<').unwrap_or(rest.len());
                node.text = Some(rest[..end].to_owned());
                rest = &rest[end..];
            }
            self.nodes.insert(id, node);
        }
        assert!(open.is_empty());
        top
    }

    fn put(&mut self, ids: &[u32], parent: u32, before: u32) {
        let list = &mut self.nodes.get_mut(&parent).unwrap().children;
        let at = if before == 0 { list.len() } else { list.iter().position(|id| *id == before).expect("the sibling is there") };
        list.splice(at..at, ids.iter().copied());
        ids.iter().for_each(|id| self.nodes.get_mut(id).unwrap().parent = parent);
    }

    pub(super) fn apply(&mut self, patch: &Patch) {
        for op in &patch.ops {
            match op {
                Op::Insert { parent, before, first, count, html } => {
                    let mut next = *first;
                    let made = self.read(html.as_str(), &mut next);
                    assert_eq!(next - first, *count);
                    self.put(&made, *parent, *before);
                }
                Op::Remove(id) => {
                    let mut stack = vec![*id];
                    let parent = self.nodes[id].parent;
                    self.nodes.get_mut(&parent).unwrap().children.retain(|child| child != id);
                    while let Some(at) = stack.pop() {
                        stack.extend(self.nodes.remove(&at).expect("what is removed is there").children);
                    }
                }
                Op::Move { node, parent, before } => {
                    let old = self.nodes[node].parent;
                    self.nodes.get_mut(&old).unwrap().children.retain(|child| child != node);
                    self.put(&[*node], *parent, *before);
                }
                Op::Text(id, text) => self.nodes.get_mut(id).unwrap().text = Some(text.clone()),
                Op::Attr(id, name, value) => {
                    let node = self.nodes.get_mut(id).expect("its element is there");
                    let start = node.open.find(&format!(" {name}=\""));
                    if let Some(start) = start {
                        let end = start + name.len() + 3 + node.open[start + name.len() + 3..].find('"').unwrap() + 1;
                        node.open.replace_range(start..end, "");
                    }
                    if let Some(value) = value.as_ref().filter(|value| !(value.is_empty() && name == "class")) {
                        node.open.push_str(&format!(" {name}=\"{value}\""));
                    }
                }
            }
        }
    }

    pub(super) fn count(&self) -> u32 {
        self.nodes.len() as u32 - 1
    }

    pub(super) fn html(&self) -> String {
        let mut out = String::new();
        self.write(0, &mut out);
        out
    }

    fn write(&self, id: u32, out: &mut String) {
        for child in &self.nodes[&id].children {
            let node = &self.nodes[child];
            match &node.text {
                Some(text) => out.push_str(text),
                None => {
                    out.push_str(&format!("<{}>", node.open));
                    self.write(*child, out);
                    out.push_str(&format!("</{}>", node.open.split(' ').next().unwrap()));
                }
            }
        }
    }
}

#[test]
fn neighbouring_and_empty_texts_keep_their_own_nodes() {
    let mut world = World::new("<view>{{a}}<block wx:if='{{on}}'>{{b}}</block>{{c}}</view>");
    let page = world.open(&[("a", text("x")), ("b", text("")), ("c", text("z")), ("on", Value::Bool(true))]);
    assert_eq!(world.html(page), "<wx-view>x<!--t-->z</wx-view>");
    world.set(page, &[("b", text("y"))]);
    assert_eq!(world.patch(page), "[[\"t\",3,\"y\"]]");
    assert_eq!(world.html(page), "<wx-view>x<!---->y<!---->z</wx-view>");
    assert_eq!(world.tree.view_nodes(page), 4);
}

#[test]
fn booleans_numbers_and_data_as_attributes() {
    let source = "<scroll-view scroll-y scroll-x='{{false}}' scroll-top='{{12.5}}' style='{{s}}'/><picker range='{{r}}' value='{{u}}' onclick='x' srcdoc='y' foo='z' aria-label='<'/>";
    let data = [("r", list([text("a\"b"), num(1.0)])), ("s", text("width:{{}}"))];
    assert_eq!(
        shows(source, &data),
        "<wx-scroll-view style=\"width:{{}}\" scroll-y=\"\" scroll-x=\"false\" scroll-top=\"12.5\"></wx-scroll-view><wx-picker range=\"[&quot;a\\&quot;b&quot;,1]\" aria-label=\"&lt;\"></wx-picker>"
    );
}

#[test]
fn a_lost_view_is_made_again_from_the_tree() {
    let mut world = World::new("<view wx:for='{{l}}'>{{item}}</view>");
    let page = world.open(&[("l", list([text("a")]))]);
    assert_eq!(world.patch(page), "", "nothing is told before there is HTML");
    world.html(page);
    world.set(page, &[("l", list([text("a"), text("b")]))]);
    let html = world.html(page);
    assert_eq!(html, "<wx-view>a</wx-view><wx-view>b</wx-view>");
    assert_eq!((world.patch(page).as_str(), world.tree.view_nodes(page)), ("", 4));
    world.set(page, &[("l[1]", text("c"))]);
    assert_eq!(world.patch(page), "[[\"t\",4,\"c\"]]");
}

#[test]
fn patches_give_what_a_fresh_page_gives() {
    let source = "<view class='{{a}}' wx:if='{{a}}'>{{b}}</view><box><text slot='{{b}}' wx:for='{{l}}' wx:key='*this'>{{item}}{{a}}</text><block wx:if='{{b}}'>{{a}}</block>{{b}}</box>";
    let mut world = World::new(source);
    world.component("box", "<view wx:if='{{open}}'><slot/></view><slot wx:else/><slot name='s'/>{{n}}", |def| def.multiple_slots = true);
    let page = world.open(&[("a", text("x")), ("b", text("s")), ("l", list([text("1")]))]);
    let inner = world.tree.select(page, "box").unwrap().comp.unwrap();
    let mut dom = Dom::parse(&world.html(page));
    let mut seed = 3u32;
    let mut random = |below: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 8) % below
    };
    for round in 0..500 {
        match random(5) {
            0 => world.set(page, &[("a", text(["", "x", "y"][random(3) as usize]))]),
            1 => world.set(page, &[("b", text(["", "s", "none"][random(3) as usize]))]),
            2 => {
                let count = random(5);
                let items = (0..count).map(|_| num(f64::from(random(6)))).collect();
                world.set(page, &[("l", Value::arr(items))]);
            }
            3 => world.set(inner, &[("open", Value::Bool(random(2) == 0))]),
            _ => world.set(inner, &[("n", num(f64::from(random(4))))]),
        }
        if random(3) > 0 {
            if let Some(patch) = world.tree.take_patch(page) {
                dom.apply(&patch);
            }
            assert_eq!(dom.count(), world.tree.view_nodes(page), "round {round}");
            // Numbering anew would hide mistakes of later patches, so the comparison uses a copy of the outline.
            let fresh = Dom::parse(&fresh_html(&mut world, page));
            assert_eq!(dom.html(), fresh.html(), "round {round}");
        }
    }
}

/// The page's HTML without touching its numbers.
fn fresh_html(world: &mut World, page: CompId) -> String {
    world.tree.peek_html(page)
}

#[test]
fn classes_carry_the_scope_of_the_template_they_are_written_in() {
    let mut world = World::new("<view class='p'/><card class='own' t-class='given {{g}}'/>");
    world.component("card", "<view class='a t-class'/><tag t-class='b t-class'/>", |def| def.external_classes = vec!["t-class".into()]);
    world.component("tag", "<text class='t-class t'/>", |def| {
        def.external_classes = vec!["t-class".into()];
        def.isolation = Isolation::ApplyShared;
    });
    let page = world.open(&[("g", text("g1"))]);
    let (card, tag) = (scope_name("card"), scope_name("tag"));
    assert_eq!(
        world.html(page),
        format!(
            "<wx-view class=\"p\"></wx-view><wx-card is=\"card\" class=\"own\"><wx-view class=\"{card}--a given g1\"></wx-view>\
             <wx-tag is=\"tag\"><wx-text class=\"{card}--b given g1 {tag}--t t\"></wx-text></wx-tag></wx-card>"
        )
    );
    world.set(page, &[("g", text("g2"))]);
    let patch = world.patch(page);
    assert!(patch.contains(&format!("[\"a\",3,\"class\",\"{card}--a given g2\"]")), "{patch}");
    assert!(patch.contains(&format!("[\"a\",5,\"class\",\"{card}--b given g2 {tag}--t t\"]")), "{patch}");
}

#[test]
fn an_outline_for_people() {
    let mut world = World::new("<view class='a' bindtap='t'>  hello\n  you </view><card><image src='x.png'/></card>");
    world.component("card", "<view id='c'><slot/></view>", |_| {});
    let page = world.open(&[]);
    assert_eq!(world.tree.outline(page), "view.a bind:tap\n  \"hello you\"\ncard\n  view#c\n    image src=\"x.png\"\n");
}
