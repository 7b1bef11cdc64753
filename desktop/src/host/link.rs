//! The way to the phone page: orders, and questions that it answers. One page at a time has the phone; a newer one takes
//! it over. It must not look into what passes.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use banchan_core::host::HostError;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::sync::{mpsc, oneshot};

/// What goes out on the socket.
#[derive(Debug)]
pub enum Outgoing {
    /// A message.
    Text(String),
    /// Another page has taken the phone: close.
    Taken,
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

#[derive(Default)]
struct State {
    /// The connected page: number of its connection, and its queue.
    page: Option<(u64, mpsc::UnboundedSender<Outgoing>)>,
    connections: u64,
    questions: u64,
    waiting: HashMap<u64, oneshot::Sender<Reply>>,
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
        if let Some((_, before)) = state.page.replace((number, sender)) {
            let _ = before.send(Outgoing::Taken);
        }
        state.waiting.clear();
        (number, receiver)
    }

    /// A connection ended. Its questions end without an answer.
    pub fn disconnect(&self, number: u64) {
        let mut state = self.state();
        if state.page.as_ref().is_some_and(|page| page.0 == number) {
            state.page = None;
            state.waiting.clear();
        }
    }

    /// Whether `number` is the connection that has the phone.
    pub fn has_phone(&self, number: u64) -> bool {
        self.state().page.as_ref().is_some_and(|page| page.0 == number)
    }

    /// Sends a message; without a page it is lost, and the page that comes next is told everything.
    pub fn send(&self, message: &Value) {
        self.send_text(message.to_string());
    }

    fn send_text(&self, text: String) {
        if let Some((_, queue)) = &self.state().page {
            let _ = queue.send(Outgoing::Text(text));
        }
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
        let (sender, receiver) = oneshot::channel();
        let number = {
            let mut state = self.state();
            if state.page.is_none() {
                return Err(HostError::failed("the phone page is not open in a browser"));
            }
            state.questions += 1;
            let number = state.questions;
            state.waiting.insert(number, sender);
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
        if let Some(waiting) = waiting {
            let _ = waiting.send(reply);
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
            Outgoing::Text(text) => text,
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
