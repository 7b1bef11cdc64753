//! Openings of the same mini-program go one after the other, so that two codes scanned at once never make two sessions
//! with one storage. Others are not held up. It must not know what an opening does.

use std::collections::HashSet;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use banchan_formats::code::AppId;

/// Whose turn it is.
#[derive(Default)]
pub(super) struct Turns {
    busy: Mutex<HashSet<AppId>>,
    freed: Condvar,
}

/// The right to open one mini-program, until it is dropped.
pub(super) struct Turn<'a> {
    turns: &'a Turns,
    app: AppId,
}

impl Turns {
    fn busy(&self) -> MutexGuard<'_, HashSet<AppId>> {
        // One name goes in or out at a time, so what a failed thread left is whole.
        self.busy.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until nobody else opens `app`.
    pub fn take(&self, app: &AppId) -> Turn<'_> {
        let mut busy = self.busy();
        while !busy.insert(app.clone()) {
            busy = self.freed.wait(busy).unwrap_or_else(PoisonError::into_inner);
        }
        Turn { turns: self, app: app.clone() }
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.turns.busy().remove(&self.app);
        self.turns.freed.notify_all();
    }
}
