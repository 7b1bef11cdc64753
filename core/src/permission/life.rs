//! The life of one running mini-program as far as rights depend on it. It must not know what the rights are for.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use super::Scope;

/// One running mini-program, as the broker numbers them. Whoever holds the connection of a slot is that slot: a message never says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Slot(pub u64);

/// Where a mini-program is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SlotState {
    /// On screen.
    Foreground,
    /// Alive, not on screen.
    Background,
    /// Alive, and its program rests: nothing of it goes on.
    Suspended,
    /// Over. Nothing comes after this.
    Closed,
}

/// What a proof compares itself with when it is used.
#[derive(Clone, Debug)]
pub(super) struct Moment {
    pub state: SlotState,
    /// Counts how often the foreground was left.
    pub epoch: u64,
    /// Counts per scope how often it was taken back.
    pub revoked: BTreeMap<Scope, u64>,
}

/// The moving state of a slot, shared with every proof made for it.
#[derive(Clone, Debug)]
pub(super) struct Life {
    pub now: Arc<watch::Sender<Moment>>,
}

impl Life {
    pub fn new() -> Self {
        let moment = Moment { state: SlotState::Foreground, epoch: 0, revoked: BTreeMap::new() };
        Self { now: Arc::new(watch::Sender::new(moment)) }
    }

    pub fn set_state(&self, state: SlotState) {
        self.now.send_modify(|now| {
            if now.state == SlotState::Closed {
                return;
            }
            if now.state == SlotState::Foreground && state != SlotState::Foreground {
                now.epoch += 1;
            }
            now.state = state;
        });
    }

    pub fn revoke(&self, scope: Scope) {
        self.now.send_modify(|now| *now.revoked.entry(scope).or_default() += 1);
    }

    pub fn state(&self) -> SlotState {
        self.now.borrow().state
    }
}
