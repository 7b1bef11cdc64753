//! The broker's messages as bytes, for a session in a process of its own: what is shared stays in the host's main process. A shell
//! carries frames between the two, in order and unread. Who is calling is known by the wire that a frame came on; no message says it.

mod far;
mod frames;
mod near;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::SlotState;
use crate::api::{Failure, FileWords};

pub use far::{FarEnd, Used};
pub use frames::MAX_FRAME;
pub use near::RemoteBroker;

/// Carries frames to the other process.
pub trait Wire: Send + Sync {
    /// Sends a frame, at most [`MAX_FRAME`] bytes, behind those before it. Returns at once; where the other process is gone, it does
    /// nothing.
    fn send(&self, frame: Vec<u8>);
}

impl<W: Wire + ?Sized> Wire for std::sync::Arc<W> {
    fn send(&self, frame: Vec<u8>) {
        (**self).send(frame);
    }
}

/// Hears what the layer above says over a wire, which nobody here reads, and the bytes that follow it. It must return at once.
pub type Hear = Box<dyn Fn(Value, Vec<u8>) + Send + Sync>;

/// From the session.
#[derive(Debug, Serialize, Deserialize)]
enum Ask {
    Say(Value),
    /// The arguments follow.
    Call {
        id: u32,
        api: String,
    },
    /// The arguments follow.
    Now {
        ticket: u64,
        id: u32,
        api: String,
    },
    Abort {
        id: u32,
    },
    Listen,
    /// The bytes follow.
    TempFile {
        ticket: u64,
        ending: String,
    },
    ReadFile {
        ticket: u64,
        path: String,
        most: u64,
    },
    WebOrigins {
        ticket: u64,
    },
    State(SlotState),
    /// News were taken: their sender may go on.
    Taken {
        held: u64,
    },
}

/// To the session.
#[derive(Debug, Serialize, Deserialize)]
enum Tell {
    /// Bytes may follow.
    Say(Value),
    Reply {
        id: u32,
        ok: bool,
        res: Value,
    },
    Now {
        ticket: u64,
        ok: bool,
        res: Value,
    },
    /// For a file that was read, its bytes follow.
    File {
        ticket: u64,
        answer: Result<String, Words>,
    },
    Origins {
        ticket: u64,
        list: Vec<String>,
    },
    News {
        task: u32,
        event: String,
        value: Value,
        held: Option<u64>,
    },
}

/// A failure as a program is told of it.
#[derive(Debug, Serialize, Deserialize)]
struct Words {
    text: String,
    errno: Option<u32>,
}

impl From<Failure> for Words {
    fn from(failure: Failure) -> Self {
        Self { text: failure.to_string(), errno: failure.errno() }
    }
}

impl From<Words> for Failure {
    fn from(words: Words) -> Self {
        match words.errno {
            Some(errno) => Failure::File(FileWords { text: words.text, errno }),
            None => Failure::Other(words.text),
        }
    }
}

#[cfg(test)]
mod tests;
