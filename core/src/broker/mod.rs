//! Between a session and everything shared: store, gate, network, phone. A session reaches them only through
//! [`Broker`], in plain messages, so that on Android the two sides can be two processes. Who is calling comes from the
//! slot, which the connection stands for; a message never says it. Nothing here draws or runs programs.

mod camera;
mod contacts;
mod device;
mod documents;
mod encoding;
mod files;
mod fonts;
mod gcj02;
mod hops;
mod local;
mod media;
mod news;
mod own;
mod payment;
mod person;
mod pictures;
mod places;
mod random;
mod recorder;
mod request;
mod sensors;
mod sockets;
mod storage;
mod subscribe;
mod tasks;
mod transfers;
mod visits;
mod web;
mod weight;
pub mod wire;
mod zips;

use serde::{Deserialize, Serialize};

use crate::api::{Failure, Outcome};
pub use crate::permission::{Slot, SlotState};
pub use local::LocalBroker;
pub use news::{Listener, News};
pub(crate) use weight::{MAX_ANSWERS, MAX_ARGS, Weight, Weights};

/// One call of a mini-program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrokerCall {
    /// The session's own number of the call, for [`Broker::abort`]. Calls of one slot that run at the same time have
    /// different numbers.
    pub id: u32,
    /// WeChat's name of the member, the key of a row in the table of `api`.
    pub api: String,
    /// The arguments as JSON: an object of options or an array of positions.
    pub args: String,
}

/// Where the answer goes. Called once, from any thread; it must only put the answer into a queue.
pub type Reply = Box<dyn FnOnce(Outcome) + Send>;

/// The way from a session to what is shared.
pub trait Broker: Send + Sync {
    /// Does a call and answers later; always answers, unless the slot is closed meanwhile.
    fn call(&self, slot: Slot, call: BrokerCall, reply: Reply);

    /// Does a call of the storage and answers at once; anything else is refused.
    fn call_now(&self, slot: Slot, call: BrokerCall) -> Outcome;

    /// Ends a call that is under way; its answer is then `fail abort`.
    fn abort(&self, slot: Slot, id: u32);

    /// Who hears what happens to the tasks of a slot: progress, messages of sockets. A second one replaces the first.
    fn listen(&self, _slot: Slot, _listener: Listener) {}

    /// Keeps bytes that the session or the phone made as a temporary file of the mini-program, and answers its path
    /// (`wxfile://tmp_….png`). The ending may be empty: pictures, sound and video get theirs by their first bytes.
    ///
    /// # Errors
    /// [`Failure`] in WeChat's words: no more room, or the disk failed.
    fn make_temp_file(&self, slot: Slot, bytes: &[u8], ending: &str) -> Result<String, Failure>;

    /// A file of the mini-program by the path that it wrote: temporary, saved, its own, or of its bundle.
    ///
    /// # Errors
    /// [`Failure`] in WeChat's words.
    fn read_file(&self, slot: Slot, path: &str, most: u64) -> Result<Vec<u8>, Failure>;

    /// The origins whose pages a `web-view` may show, as a content security policy names them.
    fn web_origins(&self, _slot: Slot) -> Vec<String> {
        Vec::new()
    }

    /// Tells where the session is in its life. Closing ends all its calls without an answer.
    fn session_state(&self, slot: Slot, state: SlotState);
}

/// Nothing is there: the start of every other one.
#[derive(Clone, Copy, Debug, Default)]
pub struct NullBroker;

impl Broker for NullBroker {
    fn call(&self, _slot: Slot, call: BrokerCall, reply: Reply) {
        reply(Outcome::fail(&call.api, &Failure::NotSupported));
    }

    fn call_now(&self, _slot: Slot, call: BrokerCall) -> Outcome {
        Outcome::fail(&call.api, &Failure::NotSupported)
    }

    fn abort(&self, _slot: Slot, _id: u32) {}

    fn make_temp_file(&self, _slot: Slot, _bytes: &[u8], _ending: &str) -> Result<String, Failure> {
        Err(Failure::NotSupported)
    }

    fn read_file(&self, _slot: Slot, _path: &str, _most: u64) -> Result<Vec<u8>, Failure> {
        Err(Failure::NotSupported)
    }

    fn session_state(&self, _slot: Slot, _state: SlotState) {}
}

#[cfg(test)]
mod tests;
