//! How many of our objects live, for whoever looks for leaks. Nothing may depend on it.

use std::sync::atomic::{AtomicU64, Ordering};

static COUNTS: [AtomicU64; 3] = [const { AtomicU64::new(0) }; 3];

#[derive(Clone, Copy)]
pub(crate) enum Kind {
    SuperApp,
    Session,
    Host,
}

/// Counts as one for as long as it lives.
pub(crate) struct Alive(Kind);

impl Alive {
    pub(crate) fn new(kind: Kind) -> Self {
        COUNTS[kind as usize].fetch_add(1, Ordering::Relaxed);
        Self(kind)
    }
}

impl Drop for Alive {
    fn drop(&mut self) {
        COUNTS[self.0 as usize].fetch_sub(1, Ordering::Relaxed);
    }
}

/// How many objects of this library live in this process.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
#[allow(missing_docs)] // super-apps, handles of mini-programs, hosts that a shell handed in and that are still held
pub struct MiniCounts {
    pub super_apps: u64,
    pub sessions: u64,
    pub hosts: u64,
}

/// How many objects of this library live in this process: all three are 0 once everything was shut down and let go.
#[uniffi::export]
#[must_use]
pub fn mini_counts() -> MiniCounts {
    let count = |kind: Kind| COUNTS[kind as usize].load(Ordering::Relaxed);
    MiniCounts { super_apps: count(Kind::SuperApp), sessions: count(Kind::Session), hosts: count(Kind::Host) }
}
