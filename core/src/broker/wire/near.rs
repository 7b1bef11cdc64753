//! The end of a wire in a session's process: a broker that asks the one in the main process. It must not decide or keep anything.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::Value;

use super::frames::{MAX_HEAD, MAX_MESSAGE, Receiver, Sender};
use super::{Ask, Hear, Tell, Wire};
use crate::api::{Failure, Outcome};
use crate::broker::{Broker, BrokerCall, Listener, News, Reply, Slot, SlotState};

/// Longest wait for what is answered at once.
const WITHIN: Duration = Duration::from_secs(10);

/// Whoever waits for an answer, and the bytes that follow it.
type Waiting = SyncSender<(Tell, Vec<u8>)>;

/// The broker of one session, which is the only one in its process.
pub struct RemoteBroker {
    out: Arc<Sender>,
    frames: Receiver,
    last: AtomicU64,
    replies: Mutex<HashMap<u32, Reply>>,
    waiting: Mutex<HashMap<u64, Waiting>>,
    listener: Mutex<Option<Listener>>,
    hear: Hear,
}

fn locked<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    // Whole values go in and out, so what a failed thread left is whole.
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

impl RemoteBroker {
    /// Over `wire`; what comes back is given to [`RemoteBroker::receive`].
    pub fn new(wire: Box<dyn Wire>) -> Self {
        Self {
            out: Arc::new(Sender::new(wire, MAX_HEAD)),
            frames: Receiver::new(MAX_MESSAGE),
            last: AtomicU64::new(1),
            replies: Mutex::default(),
            waiting: Mutex::default(),
            listener: Mutex::default(),
            hear: Box::new(|_, _| ()),
        }
    }

    /// The same, with somebody for what the layer above says in the main process.
    #[must_use]
    pub fn hearing(self, hear: Hear) -> Self {
        Self { hear, ..self }
    }

    /// Says something to the layer above in the main process; `false` when it is too large.
    pub fn say(&self, said: Value) -> bool {
        self.out.send(&Ask::Say(said), &[])
    }

    /// Takes a frame of the main process, in order. Returns at once.
    pub fn receive(&self, frame: &[u8]) {
        // The main process sends nothing else; if it does, there is nobody to be told.
        let Ok(Some((tell, bytes))) = self.frames.take::<Tell>(frame) else { return };
        match tell {
            Tell::Say(said) => (self.hear)(said, bytes),
            Tell::Reply { id, ok, res } => {
                let reply = locked(&self.replies).remove(&id);
                if let Some(reply) = reply {
                    reply(Outcome { ok, res });
                }
            }
            Tell::News { task, event, value, held } => {
                let held = held.map(|number| Box::new(Held { number, out: self.out.clone() }) as _);
                if let Some(listener) = locked(&self.listener).as_ref() {
                    listener(News { task, event: event.into(), value, held });
                }
            }
            Tell::Now { ticket, .. } | Tell::File { ticket, .. } | Tell::Origins { ticket, .. } => {
                let waiting = locked(&self.waiting).remove(&ticket);
                if let Some(waiting) = waiting {
                    // Nobody waits any more after the time is over.
                    let _ = waiting.try_send((tell, bytes));
                }
            }
        }
    }

    /// Asks and waits.
    fn ask(&self, ask: impl FnOnce(u64) -> Ask, bytes: &[u8]) -> Option<(Tell, Vec<u8>)> {
        let ticket = self.last.fetch_add(1, Ordering::Relaxed);
        let (give, take) = sync_channel(1);
        locked(&self.waiting).insert(ticket, give);
        let answer = if self.out.send(&ask(ticket), bytes) { take.recv_timeout(WITHIN).ok() } else { None };
        locked(&self.waiting).remove(&ticket);
        answer
    }
}

/// Room of a sender in the main process, which goes on when the session took the news and drops this.
struct Held {
    number: u64,
    out: Arc<Sender>,
}

impl Drop for Held {
    fn drop(&mut self) {
        self.out.send(&Ask::Taken { held: self.number }, &[]);
    }
}

/// The other process did not answer.
fn lost() -> Failure {
    Failure::Other("the host does not answer".into())
}

impl Broker for RemoteBroker {
    fn call(&self, _slot: Slot, call: BrokerCall, reply: Reply) {
        let BrokerCall { id, api, args } = call;
        locked(&self.replies).insert(id, reply);
        if !self.out.send(&Ask::Call { id, api: api.clone() }, args.as_bytes())
            && let Some(reply) = locked(&self.replies).remove(&id)
        {
            reply(Outcome::fail(&api, &Failure::Other("the arguments are too large".into())));
        }
    }

    fn call_now(&self, _slot: Slot, call: BrokerCall) -> Outcome {
        let BrokerCall { id, api, args } = call;
        match self.ask(|ticket| Ask::Now { ticket, id, api: api.clone() }, args.as_bytes()) {
            Some((Tell::Now { ok, res, .. }, _)) => Outcome { ok, res },
            _ => Outcome::fail(&api, &lost()),
        }
    }

    fn abort(&self, _slot: Slot, id: u32) {
        self.out.send(&Ask::Abort { id }, &[]);
    }

    fn listen(&self, _slot: Slot, listener: Listener) {
        *locked(&self.listener) = Some(listener);
        self.out.send(&Ask::Listen, &[]);
    }

    fn make_temp_file(&self, _slot: Slot, bytes: &[u8], ending: &str) -> Result<String, Failure> {
        match self.ask(|ticket| Ask::TempFile { ticket, ending: ending.into() }, bytes) {
            Some((Tell::File { answer, .. }, _)) => answer.map_err(Failure::from),
            _ => Err(lost()),
        }
    }

    fn read_file(&self, _slot: Slot, path: &str, most: u64) -> Result<Vec<u8>, Failure> {
        match self.ask(|ticket| Ask::ReadFile { ticket, path: path.into(), most }, &[]) {
            Some((Tell::File { answer, .. }, bytes)) => answer.map(|_| bytes).map_err(Failure::from),
            _ => Err(lost()),
        }
    }

    fn web_origins(&self, _slot: Slot) -> Vec<String> {
        match self.ask(|ticket| Ask::WebOrigins { ticket }, &[]) {
            Some((Tell::Origins { list, .. }, _)) => list,
            _ => Vec::new(),
        }
    }

    fn session_state(&self, _slot: Slot, state: SlotState) {
        self.out.send(&Ask::State(state), &[]);
        if state == SlotState::Closed {
            locked(&self.replies).clear();
        }
    }
}
