//! How a session ends: who asked for it and why, and that the shell and the broker hear of it exactly once, whether its
//! thread ends by itself or has to be left behind. Shared by all threads; it must not know what runs in the session.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use crate::broker::Broker;
use crate::host::{EndReason, View};
use crate::logic::Stopper;
use crate::permission::{Slot, SlotState};

/// Time that the last methods of a program have once its end was asked for.
const GRACE: Duration = Duration::from_secs(1);

/// After this time a turn that was told to end, or a session that was, is taken to be unstoppable.
const GIVE_UP_AFTER: Duration = Duration::from_secs(3);

/// Bytes of a view's messages that may wait: a busy program must not let them fill the memory.
const MAX_BACKLOG: usize = 8 << 20;

/// What one waiting message takes beside its text.
const MESSAGE: usize = 128;

/// The end of one session, and what waits for it until then.
pub(super) struct Fate {
    slot: Slot,
    broker: Arc<dyn Broker>,
    view: Arc<dyn View>,
    stopper: OnceLock<Stopper>,
    reason: OnceLock<(EndReason, Instant)>,
    told: AtomicBool,
    over: AtomicBool,
    backlog: AtomicUsize,
    refused: AtomicU64,
}

impl Fate {
    pub fn new(slot: Slot, broker: Arc<dyn Broker>, view: Arc<dyn View>) -> Self {
        Self {
            slot,
            broker,
            view,
            stopper: OnceLock::new(),
            reason: OnceLock::new(),
            told: AtomicBool::new(false),
            over: AtomicBool::new(false),
            backlog: AtomicUsize::new(0),
            refused: AtomicU64::new(0),
        }
    }

    pub fn slot(&self) -> Slot {
        self.slot
    }

    /// Sets how its JavaScript is stopped.
    pub fn arm(&self, stopper: Stopper) {
        let _ = self.stopper.set(stopper);
    }

    /// It is to end, for this reason unless there is one already.
    pub fn doom(&self, reason: EndReason) {
        let _ = self.reason.set((reason, Instant::now()));
    }

    /// Why it is to end, once it is.
    pub fn reason(&self) -> Option<&EndReason> {
        self.reason.get().map(|(reason, _)| reason)
    }

    /// Stops JavaScript that has run for longer than `time`; a shorter turn may still end by itself.
    pub fn halt_if_busy_for(&self, time: Duration) {
        if let Some(stopper) = self.stopper.get()
            && stopper.busy_for().is_some_and(|busy| busy > time)
        {
            stopper.stop();
        }
    }

    /// Tells the broker, then the shell, unless they were told.
    fn tell(&self, reason: EndReason) {
        if !self.told.swap(true, Ordering::AcqRel) {
            self.broker.session_state(self.slot, SlotState::Closed);
            self.view.ended(self.slot, reason);
        }
    }

    /// Its thread has nothing more to do.
    pub fn end(&self) {
        self.doom(EndReason::Closed);
        self.tell(self.reason().cloned().unwrap_or(EndReason::Closed));
        self.over.store(true, Ordering::Release);
    }

    /// Whether nothing of it acts any more. One that was left behind counts: its slot is closed.
    pub fn is_over(&self) -> bool {
        self.over.load(Ordering::Acquire)
    }

    /// See [`super::Session::look_after`].
    pub fn look_after(&self) -> bool {
        if self.is_over() {
            return false;
        }
        let dying = self.reason.get().map(|(_, since)| since.elapsed());
        if let Some(stopper) = self.stopper.get().filter(|_| dying.is_some_and(|time| time > GRACE)) {
            stopper.stop();
        }
        let ignored = self.stopper.get().and_then(Stopper::ignored_for);
        if ignored.max(dying.map(|time| time.saturating_sub(GRACE))).is_none_or(|time| time < GIVE_UP_AFTER) {
            return true;
        }
        // Its thread is left behind: a native loop in it cannot be ended without ending the process.
        let text = "this mini-program stopped answering and was ended; nothing else is affected".into();
        self.doom(EndReason::Failed { text });
        self.end();
        false
    }

    /// Whether one more message of a view may wait.
    pub fn admit(&self, bytes: usize) -> bool {
        let bytes = bytes + MESSAGE;
        let fits = self
            .backlog
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, |held| held.checked_add(bytes).filter(|sum| *sum <= MAX_BACKLOG));
        if fits.is_err() {
            self.refused.fetch_add(1, Ordering::AcqRel);
        }
        fits.is_ok()
    }

    /// A message was taken out of the queue.
    pub fn taken(&self, bytes: usize) {
        let _ = self.backlog.fetch_update(Ordering::AcqRel, Ordering::Acquire, |held| Some(held.saturating_sub(bytes + MESSAGE)));
    }

    /// How many messages were refused since this was asked last.
    pub fn take_refused(&self) -> u64 {
        self.refused.swap(0, Ordering::AcqRel)
    }
}
