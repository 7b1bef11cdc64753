//! One message <-> frames that fit through a phone's way between processes. It must not know what a message says.

use std::sync::{Mutex, PoisonError};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Wire;

/// Most bytes of a frame: Android's Binder carries a megabyte for all that is under way in a process.
pub const MAX_FRAME: usize = 200 << 10;
/// Most bytes of a message: the largest text of a socket is 8 MB, and six times that in JSON when it is all control characters.
pub(super) const MAX_MESSAGE: usize = 50 << 20;

/// Most bytes of what an ask says, or the layer above: what may be long follows it as bytes.
pub(super) const MAX_HEAD: usize = 64 << 10;

const MORE: u8 = 0;
const LAST: u8 = 1;

/// Sends messages over a wire, each whole before the next one.
pub(super) struct Sender {
    wire: Box<dyn Wire>,
    most: usize,
    turn: Mutex<()>,
}

impl Sender {
    /// For messages whose own words take `most` bytes.
    pub fn new(wire: Box<dyn Wire>, most: usize) -> Self {
        Self { wire, most, turn: Mutex::new(()) }
    }

    /// Sends a message and the bytes that follow it; `false` when it is too large to be sent.
    pub fn send(&self, message: &impl Serialize, bytes: &[u8]) -> bool {
        let Ok(head) = serde_json::to_vec(message) else { return false };
        let fits = head.len() <= self.most && head.len().saturating_add(bytes.len()) <= MAX_MESSAGE - 4;
        let (Ok(length), true) = (u32::try_from(head.len()), fits) else { return false };
        let whole = [&length.to_le_bytes(), head.as_slice(), bytes].concat();
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let mut parts = whole.chunks(MAX_FRAME - 1).peekable();
        while let Some(part) = parts.next() {
            let mark = if parts.peek().is_some() { MORE } else { LAST };
            self.wire.send([&[mark], part].concat());
        }
        true
    }
}

/// What came is none of our messages: the other side is not to be trusted with anything more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Broken;

/// Puts messages together again.
pub(super) struct Receiver {
    most: usize,
    half: Mutex<Vec<u8>>,
}

impl Receiver {
    /// For messages whose own words take `most` bytes.
    pub fn new(most: usize) -> Self {
        Self { most, half: Mutex::default() }
    }

    /// Takes a frame; answers a message when it is whole, and the bytes that follow it.
    pub fn take<M: DeserializeOwned>(&self, frame: &[u8]) -> Result<Option<(M, Vec<u8>)>, Broken> {
        let (mark, part) = frame.split_first().ok_or(Broken)?;
        let mut half = self.half.lock().unwrap_or_else(PoisonError::into_inner);
        if frame.len() > MAX_FRAME || half.len().saturating_add(part.len()) > MAX_MESSAGE {
            return Err(Broken);
        }
        half.extend_from_slice(part);
        // Known long before the message is whole.
        if half.first_chunk::<4>().is_some_and(|length| u32::from_le_bytes(*length) as usize > self.most) {
            return Err(Broken);
        }
        match *mark {
            MORE => return Ok(None),
            LAST => {}
            _ => return Err(Broken),
        }
        let whole = std::mem::take(&mut *half);
        let (length, rest) = whole.split_first_chunk::<4>().ok_or(Broken)?;
        let (head, bytes) = rest.split_at_checked(u32::from_le_bytes(*length) as usize).ok_or(Broken)?;
        let message = serde_json::from_slice(head).map_err(|_| Broken)?;
        Ok(Some((message, bytes.to_vec())))
    }
}
