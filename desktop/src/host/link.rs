//! The way to the phone page: orders, and questions that it answers. One page at a time has the phone; a newer one takes
//! it over. It must not look into what passes.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use banchan_core::host::{HostError, Report, Reports};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::sync::{mpsc, oneshot};

/// What goes out on the socket.
#[derive(Debug)]
pub enum Outgoing {
    /// A message.
    Text(Waiting),
    /// Another page has taken the phone: close.
    Taken,
}

/// Most bytes that wait for a page which does not take them, such as one in a tab that the browser has frozen.
const MAX_WAITING: usize = 64 << 20;

/// A message on its way, counted until it is taken.
#[derive(Debug)]
pub struct Waiting {
    text: String,
    all: Arc<AtomicUsize>,
}

impl Waiting {
    /// The message, which does not wait any more.
    #[must_use]
    pub fn take(self) -> String {
        self.all.fetch_sub(self.text.len(), Ordering::AcqRel);
        self.text
    }
}

/// The page's answer to a question.
#[derive(Debug)]
pub enum Reply {
    /// It was answered.
    Value(Value),
    /// The user closed it.
    Cancelled,
    /// The browser has no such thing.
    Unsupported,
    /// It was tried.
    Failed(String),
}

/// The connected page.
struct Page {
    /// Number of its connection.
    number: u64,
    queue: mpsc::UnboundedSender<Outgoing>,
    /// Bytes in the queue.
    waiting: Arc<AtomicUsize>,
}

#[derive(Default)]
struct State {
    page: Option<Page>,
    connections: u64,
    questions: u64,
    waiting: HashMap<u64, (oneshot::Sender<Reply>, Option<Reports>)>,
}

/// The way to the page.
#[derive(Default)]
pub struct Link {
    state: Mutex<State>,
}

impl Link {
    fn state(&self) -> MutexGuard<'_, State> {
        // Each change below is one statement, so what a failed thread left is whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A page connected: it has the phone now. Returns the number of the connection and its queue.
    pub fn connect(&self) -> (u64, mpsc::UnboundedReceiver<Outgoing>) {
        let (sender, receiver) = mpsc::unbounded_channel();
        let mut state = self.state();
        state.connections += 1;
        let number = state.connections;
        if let Some(before) = state.page.replace(Page { number, queue: sender, waiting: Arc::default() }) {
            let _ = before.queue.send(Outgoing::Taken);
        }
        state.waiting.clear();
        (number, receiver)
    }

    /// A connection ended. Its questions end without an answer.
    pub fn disconnect(&self, number: u64) {
        let mut state = self.state();
        if state.page.as_ref().is_some_and(|page| page.number == number) {
            state.page = None;
            state.waiting.clear();
        }
    }

    /// Whether `number` is the connection that has the phone.
    pub fn has_phone(&self, number: u64) -> bool {
        self.state().page.as_ref().is_some_and(|page| page.number == number)
    }

    /// Sends a message; without a page it is lost, and the page that comes next is told everything.
    pub fn send(&self, message: &Value) {
        self.send_text(message.to_string());
    }

    fn send_text(&self, text: String) {
        let mut state = self.state();
        let Some(page) = &state.page else { return };
        let fits = |sum: usize| sum.checked_add(text.len()).filter(|sum| *sum <= MAX_WAITING);
        if page.waiting.fetch_update(Ordering::AcqRel, Ordering::Acquire, fits).is_err() {
            // Its connection ends when it has taken what it was sent; it comes again then, and is told everything anew.
            state.page = None;
            state.waiting.clear();
            return;
        }
        let _ = page.queue.send(Outgoing::Text(Waiting { text, all: page.waiting.clone() }));
    }

    /// Sends an order: `op` and its fields.
    pub fn order(&self, op: &str, mut fields: Value) {
        if let Some(fields) = fields.as_object_mut() {
            fields.insert("t".into(), "do".into());
            fields.insert("op".into(), op.into());
        }
        self.send(&fields);
    }

    /// Asks the page and waits. Dropping the future takes the question away from the page.
    ///
    /// # Errors
    /// [`HostError`]: no page is there, the user closed it, or the browser can't.
    pub async fn ask<T: DeserializeOwned>(self: &Arc<Self>, op: &str, args: Value) -> Result<T, HostError> {
        self.ask_telling(op, args, None).await
    }

    /// The same for a question about which the page tells something before its answer.
    ///
    /// # Errors
    /// As [`Link::ask`].
    pub async fn ask_telling<T: DeserializeOwned>(
        self: &Arc<Self>,
        op: &str,
        args: Value,
        reports: Option<Reports>,
    ) -> Result<T, HostError> {
        let (sender, receiver) = oneshot::channel();
        let number = {
            let mut state = self.state();
            if state.page.is_none() {
                return Err(HostError::failed("the phone page is not open in a browser"));
            }
            state.questions += 1;
            let number = state.questions;
            state.waiting.insert(number, (sender, reports));
            number
        };
        let _away = Unask { link: self, number };
        self.send(&json!({ "t": "ask", "n": number, "op": op, "args": args }));
        match receiver.await {
            Ok(Reply::Value(value)) => serde_json::from_value(value)
                .map_err(|error| HostError::failed(format!("the phone page answered something unexpected: {error}"))),
            Ok(Reply::Cancelled) | Err(_) => Err(HostError::Cancelled),
            Ok(Reply::Unsupported) => Err(HostError::Unsupported),
            Ok(Reply::Failed(reason)) => Err(HostError::Failed { reason }),
        }
    }

    /// The page answered question `number`.
    pub fn answer(&self, number: u64, reply: Reply) {
        let waiting = self.state().waiting.remove(&number);
        if let Some((waiting, _)) = waiting {
            let _ = waiting.send(reply);
        }
    }

    /// The page tells something about question `number`; nobody hears it when that is over.
    pub fn report(&self, number: u64, report: Report) {
        let reports = self.state().waiting.get(&number).and_then(|(_, reports)| reports.clone());
        if let Some(reports) = reports {
            reports.tell(report);
        }
    }
}

/// Takes a question away when nobody waits for it any more.
struct Unask<'a> {
    link: &'a Link,
    number: u64,
}

impl Drop for Unask<'_> {
    fn drop(&mut self) {
        if self.link.state().waiting.remove(&self.number).is_some() {
            self.link.send(&json!({ "t": "unask", "n": self.number }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(out: Outgoing) -> String {
        match out {
            Outgoing::Text(text) => text.take(),
            Outgoing::Taken => "taken".into(),
        }
    }

    #[tokio::test]
    async fn a_question_is_answered_once_and_by_its_number() {
        let link = Arc::new(Link::default());
        let (_, mut queue) = link.connect();
        let asking = tokio::spawn({
            let link = link.clone();
            async move { link.ask::<u32>("modal", json!({})).await }
        });
        let sent = text(queue.recv().await.unwrap());
        assert!(sent.contains("\"op\":\"modal\""), "{sent}");
        link.answer(9, Reply::Value(json!(1)));
        link.answer(1, Reply::Value(json!(7)));
        assert_eq!(asking.await.unwrap(), Ok(7));
    }

    #[tokio::test]
    async fn a_question_that_nobody_waits_for_leaves_the_page() {
        let link = Arc::new(Link::default());
        let (_, mut queue) = link.connect();
        let waiting = tokio::time::timeout(std::time::Duration::from_millis(10), link.ask::<u32>("modal", json!({}))).await;
        assert!(waiting.is_err());
        assert!(text(queue.recv().await.unwrap()).contains("\"ask\""));
        assert!(text(queue.recv().await.unwrap()).contains("\"unask\""));
    }

    #[tokio::test]
    async fn a_page_that_takes_nothing_is_given_up_before_it_fills_the_memory() {
        let link = Arc::new(Link::default());
        let (number, mut queue) = link.connect();
        let large = json!("x".repeat(MAX_WAITING / 4));
        for _ in 0..3 {
            link.send(&large);
        }
        assert!(link.has_phone(number));
        assert!(text(queue.recv().await.unwrap()).len() > MAX_WAITING / 4);
        link.send(&large);
        assert!(link.has_phone(number), "what was taken makes room");
        link.send(&large);
        link.send(&large);
        assert!(!link.has_phone(number));
        for _ in 0..3 {
            assert!(queue.recv().await.is_some());
        }
        assert!(queue.recv().await.is_none(), "its connection ends then");
    }

    #[tokio::test]
    async fn a_newer_page_takes_the_phone_and_open_questions_end() {
        let link = Arc::new(Link::default());
        assert!(matches!(link.ask::<u32>("modal", json!({})).await, Err(HostError::Failed { .. })), "nobody is there");
        let (first, mut queue) = link.connect();
        let asking = tokio::spawn({
            let link = link.clone();
            async move { link.ask::<u32>("modal", json!({})).await }
        });
        assert!(text(queue.recv().await.unwrap()).contains("ask"));
        let (second, _queue) = link.connect();
        assert_eq!(text(queue.recv().await.unwrap()), "taken");
        assert_eq!(asking.await.unwrap(), Err(HostError::Cancelled));
        link.disconnect(first);
        assert!(link.has_phone(second));
    }
}
