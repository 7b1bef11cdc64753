//! Between a session and everything shared: store, gate, network, phone. A session reaches them only through
//! [`Broker`], in plain messages, so that on Android the two sides can be two processes. Who is calling comes from the
//! slot, which the connection stands for; a message never says it. Nothing here draws or runs programs.

mod device;
mod gcj02;
mod local;
mod request;
mod storage;
mod tasks;

use serde::{Deserialize, Serialize};

use crate::api::Outcome;
pub use crate::permission::{Slot, SlotState};
pub use local::LocalBroker;

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

    /// Tells where the session is in its life. Closing ends all its calls without an answer.
    fn session_state(&self, slot: Slot, state: SlotState);
}

#[cfg(test)]
mod tests;
