//! The end of a wire in the host's main process: does what one slot's session asks of the real broker. The other process ran a
//! mini-program, so everything that comes from it is hostile; what is no message of ours closes the slot.

use std::any::Any;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use serde_json::Value;

use super::frames::{Broken, MAX_HEAD, MAX_MESSAGE, Receiver, Sender};
use super::{Ask, Hear, Tell, Wire};
use crate::api::{self, Action, Failure, Kind, Outcome};
use crate::broker::{Broker, BrokerCall, MAX_ARGS, News, Slot, SlotState, Weights};

/// Most bytes of a file that cross at once.
const MAX_FILE: u64 = 32 << 20;

/// Hears of each call that ended: its name and what came of it. It must return at once.
pub type Used = Box<dyn Fn(&str, &Outcome) + Send + Sync>;

/// One slot's end.
pub struct FarEnd {
    broker: Arc<dyn Broker>,
    slot: Slot,
    shared: Arc<Shared>,
    frames: Receiver,
    hear: Hear,
    weights: Weights,
    /// Its calls are over.
    closed: AtomicBool,
    /// Nothing is heard any more.
    over: AtomicBool,
    front: Mutex<Front>,
}

/// Whether the slot is in front: the host must show it, and its session must say so.
struct Front {
    shown: bool,
    said: SlotState,
}

/// What answers and news need, from any thread.
struct Shared {
    out: Sender,
    last: AtomicU64,
    held: Mutex<HashMap<u64, Box<dyn Any + Send + Sync>>>,
    used: OnceLock<Used>,
}

fn too_large(api: &str) -> Outcome {
    Outcome::fail(api, &Failure::Other("the answer is too large".into()))
}

impl Shared {
    /// Of a name that no broker knows, nobody is told: whatever a process sends would be read as something it used.
    fn used(&self, api: &str, outcome: &Outcome) {
        let known = || api::wire(api).is_some_and(|row| matches!(row.action, Action::Broker(_)));
        if let Some(used) = self.used.get().filter(|_| known()) {
            used(api, outcome);
        }
    }

    fn held(&self) -> MutexGuard<'_, HashMap<u64, Box<dyn Any + Send + Sync>>> {
        // Rooms go in and out whole.
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn news(&self, news: News) {
        let held = news.held.map(|room| {
            let number = self.last.fetch_add(1, Ordering::Relaxed);
            self.held().insert(number, room);
            number
        });
        let sent = self.out.send(&Tell::News { task: news.task, event: news.event.into_owned(), value: news.value, held }, &[]);
        if let Some(number) = held.filter(|_| !sent) {
            // Nobody will say that it was taken.
            drop(self.held().remove(&number));
        }
    }
}

impl FarEnd {
    /// The end for one slot, which the host shows; frames for its session go over `wire`.
    pub fn new(broker: Arc<dyn Broker>, slot: Slot, wire: Box<dyn Wire>) -> Self {
        let out = Sender::new(wire, MAX_MESSAGE);
        let shared = Shared { out, last: AtomicU64::new(1), held: Mutex::default(), used: OnceLock::new() };
        Self {
            broker,
            slot,
            shared: Arc::new(shared),
            frames: Receiver::new(MAX_HEAD),
            hear: Box::new(|_, _| ()),
            weights: Weights::default(),
            closed: AtomicBool::new(false),
            over: AtomicBool::new(false),
            front: Mutex::new(Front { shown: true, said: SlotState::Foreground }),
        }
    }

    /// The same, with somebody for what the layer above says in the session's process.
    #[must_use]
    pub fn hearing(self, hear: Hear) -> Self {
        Self { hear, ..self }
    }

    /// The same, with somebody who writes down what the mini-program used. What its own process says of that is not to be believed.
    #[must_use]
    pub fn telling(self, used: Used) -> Self {
        // There was nobody: it is told once, where this end is made.
        let _ = self.shared.used.set(used);
        self
    }

    /// Says something to the layer above in the session's process; `false` when it is too large.
    pub fn say(&self, said: Value, bytes: &[u8]) -> bool {
        self.shared.out.send(&Tell::Say(said), bytes)
    }

    /// Takes a frame of the session's process, in order. May take as long as a disk.
    pub fn receive(&self, frame: &[u8]) {
        if self.over.load(Ordering::Acquire) {
            return;
        }
        match self.frames.take(frame) {
            // What a session says last comes after the end of its calls.
            Ok(Some((Ask::Say(said), bytes))) => (self.hear)(said, bytes),
            Ok(Some(_)) if self.closed.load(Ordering::Acquire) => {}
            Ok(Some((ask, bytes))) => self.act(ask, bytes),
            Ok(None) => {}
            Err(Broken) => self.gone(),
        }
    }

    /// The session's process is gone, whatever it said last: its calls end without an answer.
    pub fn gone(&self) {
        self.over.store(true, Ordering::Release);
        self.close();
    }

    /// Whether nothing is heard of it any more: its process is gone, or said what no session says.
    pub fn is_gone(&self) -> bool {
        self.over.load(Ordering::Acquire)
    }

    fn close(&self) {
        if !self.closed.swap(true, Ordering::AcqRel) {
            self.broker.session_state(self.slot, SlotState::Closed);
            self.shared.held().clear();
        }
    }

    /// The host shows the slot, or does not any more. A process that was taken over would say of itself that it is in front, and what
    /// only works there, such as the camera, would work for it from behind.
    pub fn set_shown(&self, shown: bool) {
        self.put(|front| front.shown = shown);
    }

    fn put(&self, change: impl FnOnce(&mut Front)) {
        let mut front = self.front.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut front);
        if !self.closed.load(Ordering::Acquire) {
            let state = if front.shown || front.said != SlotState::Foreground { front.said } else { SlotState::Background };
            self.broker.session_state(self.slot, state);
        }
    }

    /// Does a call unless it is too large, or too much is under way: its own process counts too, and may have been taken over.
    fn call(&self, id: u32, api: String, args: Vec<u8>) {
        let shared = self.shared.clone();
        let tell = move |api: &str, outcome: Outcome| {
            shared.used(api, &outcome);
            let told = |outcome: Outcome| shared.out.send(&Tell::Reply { id, ok: outcome.ok, res: outcome.res }, &[]);
            if !told(outcome) {
                told(too_large(api));
            }
        };
        let weight = match self.weights.add(args.len(), MAX_ARGS) {
            Ok(weight) => weight,
            Err(why) => return tell(&api, Outcome::fail(&api, &why)),
        };
        let Ok(args) = String::from_utf8(args) else { return self.gone() };
        let name = api.clone();
        let reply = Box::new(move |outcome: Outcome| {
            drop(weight);
            tell(&name, outcome);
        });
        self.broker.call(self.slot, BrokerCall { id, api, args }, reply);
    }

    fn call_now(&self, ticket: u64, id: u32, api: String, args: Vec<u8>) {
        let outcome = match self.weights.add(args.len(), MAX_ARGS) {
            Ok(_weight) => {
                let Ok(args) = String::from_utf8(args) else { return self.gone() };
                self.broker.call_now(self.slot, BrokerCall { id, api: api.clone(), args })
            }
            Err(why) => Outcome::fail(&api, &why),
        };
        // Of the synchronous ones nobody is told in one process either: they are storage and files, and many.
        if api::wire(&api).is_none_or(|row| row.kind != Kind::Sync) {
            self.shared.used(&api, &outcome);
        }
        let told = |outcome: Outcome| self.shared.out.send(&Tell::Now { ticket, ok: outcome.ok, res: outcome.res }, &[]);
        if !told(outcome) {
            told(too_large(&api));
        }
    }

    fn act(&self, ask: Ask, bytes: Vec<u8>) {
        let shared = self.shared.clone();
        let file = |ticket, answer: Result<String, _>| Tell::File { ticket, answer: answer.map_err(super::Words::from) };
        match ask {
            Ask::Call { id, api } => self.call(id, api, bytes),
            Ask::Now { ticket, id, api } => self.call_now(ticket, id, api, bytes),
            Ask::Abort { id } => self.broker.abort(self.slot, id),
            Ask::Listen => self.broker.listen(self.slot, Box::new(move |news| shared.news(news))),
            Ask::TempFile { ticket, ending } => {
                let answer = self.broker.make_temp_file(self.slot, &bytes, &ending);
                shared.out.send(&file(ticket, answer), &[]);
            }
            Ask::ReadFile { ticket, path, most } => {
                let (answer, read) = match self.broker.read_file(self.slot, &path, most.min(MAX_FILE)) {
                    Ok(read) => (Ok(String::new()), read),
                    Err(failure) => (Err(failure), Vec::new()),
                };
                shared.out.send(&file(ticket, answer), &read);
            }
            Ask::WebOrigins { ticket } => {
                shared.out.send(&Tell::Origins { ticket, list: self.broker.web_origins(self.slot) }, &[]);
            }
            Ask::State(SlotState::Closed) => self.close(),
            Ask::State(state) => self.put(|front| front.said = state),
            Ask::Taken { held } => drop(shared.held().remove(&held)),
            // Heard before it comes here.
            Ask::Say(_) => {}
        }
    }
}
