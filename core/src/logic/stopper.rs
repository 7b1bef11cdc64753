//! How another thread stops JavaScript: a flag and a deadline that the engine's interrupt handler reads. Names no
//! engine. It cannot stop native loops that never ask (see the list in `guard.js`); for those it tells a watchdog that it was ignored.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

#[derive(Debug)]
struct Shared {
    born: Instant,
    stop: AtomicBool,
    /// Milliseconds after `born` at which the running turn must end; 0 between turns.
    deadline: AtomicU64,
    /// Milliseconds after `born` (plus 1) at which the running turn began; 0 between turns.
    began: AtomicU64,
    /// Milliseconds after `born` (plus 1) at which `stop` was first called; 0 before.
    asked: AtomicU64,
}

/// A handle to stop one mini-program's JavaScript from any thread.
#[derive(Debug, Clone)]
pub struct Stopper(Arc<Shared>);

impl Stopper {
    pub(super) fn new() -> Self {
        Stopper(Arc::new(Shared {
            born: Instant::now(),
            stop: AtomicBool::new(false),
            deadline: AtomicU64::new(0),
            began: AtomicU64::new(0),
            asked: AtomicU64::new(0),
        }))
    }

    fn now(&self) -> u64 {
        u64::try_from(self.0.born.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// Ends the running turn as soon as the engine asks, and every later one before it begins.
    pub fn stop(&self) {
        let _ = self.0.asked.compare_exchange(0, self.now() + 1, Ordering::Relaxed, Ordering::Relaxed);
        self.0.stop.store(true, Ordering::Release);
    }

    /// Whether [`Stopper::stop`] was called.
    pub fn is_stopped(&self) -> bool {
        self.0.stop.load(Ordering::Acquire)
    }

    /// Gives the running turn more time ("wait" of "wait or close"). Nothing happens between turns.
    pub fn extend(&self, more: Duration) {
        let more = u64::try_from(more.as_millis()).unwrap_or(u64::MAX);
        if self.0.deadline.load(Ordering::Relaxed) != 0 {
            self.0.deadline.store(self.now().saturating_add(more).max(1), Ordering::Relaxed);
        }
    }

    /// How long the running turn has taken; `None` between turns.
    pub fn busy_for(&self) -> Option<Duration> {
        match self.0.began.load(Ordering::Relaxed) {
            0 => None,
            began => Some(Duration::from_millis(self.now().saturating_sub(began - 1))),
        }
    }

    /// For a watchdog: how long a turn has gone on after it was told to end, by [`Stopper::stop`] or by its deadline.
    /// Over a second or two, a native loop is running that nothing can stop: mark the session dead and leave its thread.
    pub fn ignored_for(&self) -> Option<Duration> {
        self.busy_for()?;
        let now = self.now();
        let asked = match self.0.asked.load(Ordering::Relaxed) {
            0 => u64::MAX,
            at => at - 1,
        };
        let due = match self.0.deadline.load(Ordering::Relaxed) {
            0 => u64::MAX,
            at => at,
        };
        let since = asked.min(due);
        (now > since).then(|| Duration::from_millis(now - since))
    }

    pub(super) fn begin(&self, turn_ms: u64) {
        let now = self.now();
        self.0.began.store(now + 1, Ordering::Relaxed);
        self.0.deadline.store(now.saturating_add(turn_ms).max(1), Ordering::Relaxed);
    }

    pub(super) fn end(&self) {
        self.0.deadline.store(0, Ordering::Relaxed);
        self.0.began.store(0, Ordering::Relaxed);
    }

    pub(super) fn over_deadline(&self) -> bool {
        let deadline = self.0.deadline.load(Ordering::Relaxed);
        deadline != 0 && self.now() > deadline
    }

    /// What the interrupt handler asks.
    pub(super) fn must_end(&self) -> bool {
        self.is_stopped() || self.over_deadline()
    }
}
