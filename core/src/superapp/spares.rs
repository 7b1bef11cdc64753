//! One session's thread ahead of the next opening: made when nothing waits for a first screen, and let go of when the phone needs
//! memory (it takes about a megabyte). It must not know what will be opened.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::logic::Limits;
use crate::session::Spare;

/// After one was taken: its mini-program is at its first screens then, and the engine of the next must not take the processor from it.
const AFTER_OPENING: Duration = Duration::from_secs(2);

/// After the phone needed memory.
const AFTER_PRESSURE: Duration = Duration::from_secs(60);

/// Where the one that is ready is kept.
pub(super) struct Spares {
    limits: Limits,
    kept: Mutex<Kept>,
}

struct Kept {
    ready: Option<Spare>,
    not_before: Option<Instant>,
}

impl Spares {
    pub(super) fn new(limits: Limits) -> Self {
        Self { limits, kept: Mutex::new(Kept { ready: None, not_before: Some(Instant::now()) }) }
    }

    /// The one that is ready, if one is: it has to be made on the way otherwise.
    pub(super) fn take(&self) -> Option<Spare> {
        let mut kept = self.lock();
        kept.wait(AFTER_OPENING);
        kept.ready.take()
    }

    /// Makes one, if it is time and there is none.
    pub(super) fn fill(&self) {
        let mut kept = self.lock();
        if kept.ready.is_none() && kept.not_before.is_some_and(|time| time <= Instant::now()) {
            kept.ready = Spare::new(self.limits.clone()).ok();
        }
    }

    /// The phone needs memory: for a while there is none.
    pub(super) fn let_go(&self) {
        let mut kept = self.lock();
        kept.ready = None;
        kept.wait(AFTER_PRESSURE);
    }

    /// From now on there is none: sessions have processes of their own.
    pub(super) fn never(&self) {
        *self.lock() = Kept { ready: None, not_before: None };
    }

    /// Whether one is ready.
    #[cfg(test)]
    pub(super) fn is_ready(&self) -> bool {
        self.lock().ready.is_some()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Kept> {
        // Each of its two is only replaced whole.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn wait(&mut self, long: Duration) {
        self.not_before = self.not_before.map(|time| time.max(Instant::now() + long));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ready() -> Spares {
        let spares = Spares::new(Limits::default());
        spares.fill();
        assert!(spares.is_ready());
        spares
    }

    #[test]
    fn one_is_ready_and_the_next_is_not_made_while_a_first_screen_is() {
        let spares = ready();
        assert!(spares.take().is_some());
        spares.fill();
        assert!(!spares.is_ready() && spares.take().is_none());
    }

    #[test]
    fn there_is_none_while_the_phone_needs_memory_nor_where_sessions_have_processes_of_their_own() {
        for gone in [Spares::let_go, Spares::never] {
            let spares = ready();
            gone(&spares);
            spares.fill();
            assert!(!spares.is_ready() && spares.take().is_none());
        }
    }

    #[test]
    fn a_first_one_is_made_at_once_and_another_when_its_time_came() {
        let spares = ready();
        drop(spares.take());
        spares.lock().not_before = Some(Instant::now());
        spares.fill();
        assert!(spares.is_ready());
    }
}
