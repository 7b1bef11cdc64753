//! Orders to one element of a page, as `createMapContext` and the like give them, and what an element wants of the phone
//! in return. Orders leave behind the patch of their turn, like questions; wants go through the broker, so through the
//! gate, as if the program had called. It must not know what any element does.

use std::collections::HashMap;

use serde_json::{Value as Json, json};

use super::Event;
use super::query::comp_of;
use super::running::Running;
use crate::api::{Args, Failure, Outcome};
use crate::broker::{BrokerCall, Reply};
use crate::host::PageId;
use crate::tree::CompId;

/// Most orders that wait, to be sent or for an answer.
const MAX_ORDERS: usize = 1_000;

/// Most text in the selectors and arguments of all of them, in bytes.
const MAX_HELD: usize = 8 << 20;

/// Longest name of an order.
const MAX_NAME: usize = 60;

/// Most wants of a mini-program's pages at once.
const MAX_WANTS: usize = 20;

/// Numbers of the broker's calls that begin here are wants: the engine counts its own from one.
const FIRST_WANT: u32 = 0x8000_0000;

/// Orders and wants that are under way.
#[derive(Default)]
pub(super) struct Elements {
    /// Not sent yet.
    orders: Vec<Order>,
    /// Sent, by the number of the question.
    sent: HashMap<u32, Order>,
    /// Calls at the broker that were made for a view: whose, and its own number.
    wants: HashMap<u32, (PageId, u32)>,
    last_want: u32,
}

struct Order {
    call: u32,
    page: PageId,
    comp: Option<CompId>,
    selector: String,
    method: String,
    args: Json,
    /// Of its selector and of its arguments as text.
    bytes: usize,
}

/// What an element may want, by name, with the member of `wx` that does it.
const WANTS: &[(&str, &str)] = &[("location", "getLocation"), ("camera", "__cameraShow"), ("web", "__webOpen")];

impl Running {
    /// `__element`: `{comp, selector, method, args}`.
    ///
    /// # Errors
    /// When there is no page, or an argument is no text. That there are too many is told as the order's own failure.
    pub(super) fn order_element(&mut self, call: u32, args: &Args) -> Result<(), Failure> {
        let comp = args.value("comp").and_then(|comp| comp_of(&json!({ "comp": comp })));
        let page = self.page_of(comp).ok_or_else(|| Failure::Other("no page is open".into()))?;
        let method: String = args.string("method")?.chars().take(MAX_NAME).collect();
        let given = args.value("args").cloned().unwrap_or(Json::Null);
        let selector = args.string("selector")?;
        let order = Order { call, page, comp, bytes: selector.len() + given.to_string().len(), selector, method, args: given };
        let all = self.elements.orders.iter().chain(self.elements.sent.values());
        let (count, held) = all.fold((0, 0), |(count, held), order| (count + 1, held + order.bytes));
        if count >= MAX_ORDERS || held + order.bytes > MAX_HELD {
            // In the words of the order: a program knows nothing of the call that carries it.
            self.fail_order(&order, &Failure::TooManyTasks.to_string());
        } else {
            self.elements.orders.push(order);
        }
        Ok(())
    }

    /// Sends what is new, behind the patches of this turn. What belongs to a view that does not listen yet waits.
    pub(super) fn post_elements(&mut self) {
        for order in std::mem::take(&mut self.elements.orders) {
            match self.pages.get(&order.page).map(|page| (page.ready, page.comp)) {
                Some((true, Some(root))) => self.send_order_to_element(order, root),
                Some((false, Some(_))) => self.elements.orders.push(order),
                _ => self.fail_order(&order, "the page is closed"),
            }
        }
    }

    fn send_order_to_element(&mut self, order: Order, root: CompId) {
        let hit = self.logic.tree().borrow().select(order.comp.unwrap_or(root), &order.selector).map(|hit| hit.view);
        let Some(node) = hit.filter(|view| *view != 0) else {
            return self.fail_order(&order, &format!("there is no element \"{}\"", order.selector));
        };
        let number = self.next_question;
        self.next_question = self.next_question.wrapping_add(1).max(1);
        let text = json!({ "t": "call", "id": number, "op": "element", "n": node, "method": order.method, "args": order.args }).to_string();
        self.start.hosts.view.post(order.page, text);
        self.elements.sent.insert(number, order);
    }

    /// A view answered; whether it was about an order.
    pub(super) fn element_answered(&mut self, page: PageId, number: u32, value: &Json) -> bool {
        if self.elements.sent.get(&number).is_none_or(|order| order.page != page) {
            return false;
        }
        let Some(order) = self.elements.sent.remove(&number) else { return false };
        match value.get("ok") {
            Some(Json::Object(fields)) => {
                let mut res = fields.clone();
                res.insert("errMsg".into(), format!("{}:ok", order.method).into());
                self.logic.resolve(order.call, &Outcome { ok: true, res: res.into() }.to_json());
            }
            _ => {
                let why: String = value.get("fail").and_then(Json::as_str).unwrap_or_default().chars().take(500).collect();
                self.fail_order(&order, &why);
            }
        }
        true
    }

    fn fail_order(&mut self, order: &Order, why: &str) {
        let outcome = Outcome { ok: false, res: json!({ "errMsg": format!("{}:fail {why}", order.method).trim_end() }) };
        self.outside.note_api(&order.method, &outcome);
        self.logic.resolve(order.call, &outcome.to_json());
    }

    /// A page is gone or its view was lost: nobody will answer.
    pub(super) fn forget_elements(&mut self, page: PageId) {
        let lost: Vec<u32> = self.elements.sent.iter().filter(|(_, order)| order.page == page).map(|(number, _)| *number).collect();
        for order in lost.into_iter().filter_map(|number| self.elements.sent.remove(&number)).collect::<Vec<_>>() {
            self.fail_order(&order, "the page is closed");
        }
        for (number, _) in self.elements.wants.extract_if(|_, (of, _)| *of == page) {
            self.start.broker.abort(self.start.slot, number);
        }
    }

    /// An element of a page wants something of the phone, for itself and not for the program.
    pub(super) fn want(&mut self, page: PageId, id: u32, what: &str, args: &Json) {
        if what == "regions" {
            // A list for everybody: nothing of the phone, so nothing for the gate.
            let list = self.start.hosts.regions.to_json();
            return self.give(page, id, format!("{{\"ok\":true,\"res\":{{\"list\":{list}}}}}"));
        }
        let api = WANTS.iter().find(|(name, _)| *name == what).map(|(_, api)| *api);
        let (Some(api), true) = (api, self.elements.wants.len() < MAX_WANTS) else {
            let outcome = Outcome::fail(what, &if api.is_none() { Failure::NotSupported } else { Failure::TooManyTasks });
            return self.give(page, id, outcome.to_json());
        };
        let number = self.next_want();
        self.elements.wants.insert(number, (page, id));
        let reply = self.given_later(number);
        let mut args = args.clone();
        if let Some(fields) = args.as_object_mut() {
            // Which page it is, a view does not say: it is the one that its message came from.
            fields.insert("page".into(), page.0.into());
        }
        self.start.broker.call(self.start.slot, BrokerCall { id: number, api: api.into(), args: args.to_string() }, reply);
    }

    /// A number for a call at the broker that no script makes.
    pub(super) fn next_want(&mut self) -> u32 {
        self.elements.last_want = self.elements.last_want.wrapping_add(1) % FIRST_WANT;
        FIRST_WANT + self.elements.last_want
    }

    /// Its answer comes as an event.
    pub(super) fn given_later(&self, want: u32) -> Reply {
        let events = self.outside.events.clone();
        Box::new(move |outcome: Outcome| drop(events.send(Event::Given { want, outcome: outcome.to_json() })))
    }

    /// An element needs no more what it wanted.
    pub(super) fn unwant(&mut self, page: PageId, id: u32) {
        for (number, _) in self.elements.wants.extract_if(|_, known| *known == (page, id)) {
            self.start.broker.abort(self.start.slot, number);
        }
    }

    /// The broker answered a want.
    pub(super) fn given(&mut self, want: u32, outcome: String) {
        if let Some((page, id)) = self.elements.wants.remove(&want) {
            self.give(page, id, outcome);
        }
    }

    fn give(&self, page: PageId, id: u32, outcome: String) {
        // The outcome is JSON already.
        self.start.hosts.view.post(page, format!("{{\"t\":\"given\",\"id\":{id},\"v\":{outcome}}}"));
    }
}
