//! What a view watches and plays for components: intersections, media queries, animations. Selectors resolve in the
//! tree, geometry and time in the view. Orders leave behind the patch of their turn, like questions.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Value as Json, json};

use super::query::{NO_NODE, comp_of};
use super::running::Running;
use crate::api::{Args, Failure, Outcome};
use crate::host::PageId;
use crate::tree::CompId;

/// Most watches of one mini-program, and most animations that wait for their end.
const MAX_WATCHES: usize = 1_000;
/// Most nodes of one watch or animation.
const MAX_NODES: usize = 2_000;

/// Most text in the arguments of all of them, in bytes: as data it takes many times that, outside of the engine's limit.
const MAX_HELD: usize = 4 << 20;

/// Everything that views watch or play.
#[derive(Default)]
pub(super) struct Observing {
    watches: BTreeMap<u32, Watch>,
    orders: Vec<Order>,
    /// The call behind each question about an animation.
    playing: HashMap<u32, (u32, PageId)>,
}

struct Watch {
    page: PageId,
    args: Json,
    /// Of its arguments as text.
    bytes: usize,
    /// Whether the page's view has it.
    sent: bool,
}

struct Order {
    call: u32,
    page: PageId,
    animate: bool,
    args: Json,
    /// Of its arguments as text.
    bytes: usize,
}

impl Observing {
    /// Whether there is room for arguments of that many bytes.
    fn has_room(&self, bytes: usize) -> bool {
        let watches = self.watches.values().map(|watch| watch.bytes);
        bytes + watches.chain(self.orders.iter().map(|order| order.bytes)).sum::<usize>() <= MAX_HELD
    }
}

impl Running {
    /// `__watch`, answered when it ends: `{kind, comp, selector, all, relativeTo: [{selector, margins}], thresholds, initialRatio}`, or `{kind: "media", query}`.
    ///
    /// # Errors
    /// When there is no page, or there are too many already.
    pub(super) fn watch(&mut self, call: u32, args: &Args) -> Result<(), Failure> {
        let args = collect(args, &["kind", "comp", "selector", "all", "relativeTo", "thresholds", "initialRatio", "query"]);
        let page = self.page_of(comp_of(&args)).ok_or_else(|| Failure::Other("no page is open".into()))?;
        let bytes = args.to_string().len();
        if self.observing.watches.len() >= MAX_WATCHES || !self.observing.has_room(bytes) {
            return Err(Failure::TooManyTasks);
        }
        self.observing.watches.insert(call, Watch { page, args, bytes, sent: false });
        Ok(())
    }

    pub(super) fn unwatch(&mut self, call: u32) {
        let Some(watch) = self.observing.watches.remove(&call) else { return };
        self.done(call);
        if watch.sent {
            self.start.hosts.view.post(watch.page, json!({ "t": "unwatch", "id": call }).to_string());
        }
    }

    /// `__animate`: `{comp, selector, keyframes, duration, timeline}`, `__clearAnimation`: `{comp, selector, props}`.
    pub(super) fn animate(&mut self, call: u32, animate: bool, args: &Args) {
        let args = collect(args, &["comp", "selector", "keyframes", "duration", "timeline", "props"]);
        let bytes = args.to_string().len();
        let few = self.observing.orders.len() + self.observing.playing.len() < MAX_WATCHES;
        match self.page_of(comp_of(&args)) {
            Some(page) if few && self.observing.has_room(bytes) => {
                self.observing.orders.push(Order { call, page, animate, args, bytes });
            }
            _ => self.done(call),
        }
    }

    /// Sends what is new, behind the patches of this turn. What belongs to a view that does not listen yet waits.
    pub(super) fn post_observing(&mut self) {
        let ready = |running: &Running, page: &PageId| running.pages.get(page).filter(|page| page.ready).and_then(|page| page.comp);
        let new: Vec<u32> = self.observing.watches.iter().filter(|(_, watch)| !watch.sent).map(|(call, _)| *call).collect();
        for call in new {
            let Some(watch) = self.observing.watches.get(&call) else { continue };
            let Some(root) = ready(self, &watch.page) else { continue };
            let (page, message) = (watch.page, self.watch_message(call, watch, root));
            if let Some(watch) = self.observing.watches.get_mut(&call) {
                watch.sent = true;
            }
            self.start.hosts.view.post(page, message.to_string());
        }
        for order in std::mem::take(&mut self.observing.orders) {
            match ready(self, &order.page) {
                Some(root) => self.send_order(&order, root),
                None if self.pages.contains_key(&order.page) => self.observing.orders.push(order),
                None => self.done(order.call),
            }
        }
    }

    fn watch_message(&self, call: u32, watch: &Watch, root: CompId) -> Json {
        let args = &watch.args;
        if args["kind"] == "media" {
            return json!({ "t": "watch", "id": call, "kind": "media", "query": args["query"] });
        }
        let areas = args["relativeTo"].as_array().map(Vec::as_slice).unwrap_or_default().iter().take(50);
        let relative: Vec<Json> = areas
            .map(|area| {
                let n = match area["selector"].as_str() {
                    None => json!(-1),
                    Some(selector) => json!(self.nodes(args, root, selector, false).first().copied().unwrap_or(NO_NODE)),
                };
                json!({ "n": n, "margins": area["margins"] })
            })
            .collect();
        let nodes = self.nodes(args, root, args["selector"].as_str().unwrap_or_default(), args["all"] == true);
        json!({ "t": "watch", "id": call, "kind": "intersection", "nodes": nodes, "relativeTo": relative,
            "thresholds": args["thresholds"], "initialRatio": args["initialRatio"] })
    }

    fn send_order(&mut self, order: &Order, root: CompId) {
        let args = &order.args;
        let nodes = self.nodes(args, root, args["selector"].as_str().unwrap_or_default(), true);
        if nodes.is_empty() {
            return self.done(order.call);
        }
        let number = self.next_question;
        self.next_question = self.next_question.wrapping_add(1).max(1);
        let message = if order.animate {
            let mut timeline = args["timeline"].clone();
            if let Some(fields) = timeline.as_object_mut() {
                let selector = fields.remove("scrollSource");
                let selector = selector.as_ref().and_then(Json::as_str).unwrap_or_default();
                fields.insert("source".into(), json!(self.nodes(args, root, selector, false).first().copied().unwrap_or(NO_NODE)));
            }
            json!({ "t": "call", "id": number, "op": "animate", "nodes": nodes, "keyframes": args["keyframes"],
                "duration": args["duration"], "timeline": timeline })
        } else {
            json!({ "t": "call", "id": number, "op": "clearAnimation", "nodes": nodes, "props": args["props"] })
        };
        self.observing.playing.insert(number, (order.call, order.page));
        self.start.hosts.view.post(order.page, message.to_string());
    }

    /// Numbers of the elements that a selector means in the component of `args`.
    fn nodes(&self, args: &Json, root: CompId, selector: &str, all: bool) -> Vec<u32> {
        let comp = comp_of(args).unwrap_or(root);
        let tree = self.logic.tree().borrow();
        let hits = if all { tree.select_all(comp, selector) } else { tree.select(comp, selector).into_iter().collect() };
        hits.iter().map(|hit| hit.view).filter(|view| *view != 0).take(MAX_NODES).collect()
    }

    /// A view answered; whether it was about an animation.
    pub(super) fn played(&mut self, page: PageId, number: u32) -> bool {
        match self.observing.playing.get(&number) {
            Some((call, of)) if *of == page => {
                let call = *call;
                self.observing.playing.remove(&number);
                self.done(call);
                true
            }
            _ => false,
        }
    }

    fn done(&mut self, call: u32) {
        self.logic.resolve(call, &Outcome { ok: true, res: Json::Null }.to_json());
    }

    /// A view told of what it watches.
    pub(super) fn watched(&mut self, page: PageId, id: u32, node: u32, value: &Json) {
        let known = self.observing.watches.get(&id).is_some_and(|watch| watch.page == page && watch.sent);
        let comp = self.pages.get(&page).and_then(|page| page.comp);
        if let (true, Some(comp), true) = (known, comp, value.is_object()) {
            self.logic.watched(id, comp, node, &value.to_string());
        }
    }

    /// A page's view is gone: what it watched is watched again by the next one, unless the page is `over`. What it
    /// played has ended.
    pub(super) fn forget_observing(&mut self, page: PageId, over: bool) {
        if over {
            let ended: Vec<u32> = self.observing.watches.iter().filter(|(_, watch)| watch.page == page).map(|(call, _)| *call).collect();
            for call in ended {
                self.observing.watches.remove(&call);
                self.done(call);
            }
        } else {
            self.observing.watches.values_mut().filter(|watch| watch.page == page).for_each(|watch| watch.sent = false);
        }
        let ended: Vec<u32> = self.observing.playing.iter().filter(|(_, (_, of))| *of == page).map(|(number, _)| *number).collect();
        for number in ended {
            self.played(page, number);
        }
    }
}

/// The named arguments as one object.
fn collect(args: &Args, names: &[&str]) -> Json {
    names.iter().filter_map(|name| Some(((*name).to_string(), args.value(name)?.clone()))).collect::<serde_json::Map<_, _>>().into()
}
