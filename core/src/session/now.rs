//! Answers that JavaScript waits for: what a canvas shows, how wide a text is. The session's thread sleeps until the view
//! has answered or the time is up; the answer comes on the shell's thread and passes no queue, since nobody would take it
//! from there. It must not wait without a limit, and must not keep what nobody waits for.

use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::host::PageId;

/// How such an answer begins: nothing else of a view does.
const PREFIX: &str = "{\"t\":\"now\",\"id\":";

/// Longest answer, in bytes; a view sends longer ones in parts.
pub(super) const MAX_ANSWER: usize = 6 << 20;

/// What the session waits for.
#[derive(Debug)]
struct Waiting {
    page: PageId,
    id: u32,
    answer: Option<String>,
}

/// The place where a view's answer and the session meet.
#[derive(Debug, Default)]
pub(super) struct Now {
    waiting: Mutex<Option<Waiting>>,
    answered: Condvar,
}

impl Now {
    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Waiting>> {
        // Each change is one assignment, so what a failed thread left is whole.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a view's message that is such an answer, waited for or not. `false`: it is another message.
    pub fn take(&self, page: PageId, text: &str) -> bool {
        let Some(rest) = text.strip_prefix(PREFIX) else { return false };
        let Some((id, value)) =
            rest.split_once(",\"v\":").and_then(|(id, value)| Some((id.parse::<u32>().ok()?, value.strip_suffix('}')?)))
        else {
            return true;
        };
        let mut waiting = self.lock();
        if let Some(waiting) = waiting.as_mut().filter(|waiting| waiting.page == page && waiting.id == id && value.len() <= MAX_ANSWER) {
            waiting.answer = Some(value.to_string());
            self.answered.notify_all();
        }
        true
    }

    /// Says what is waited for, before it is asked.
    pub fn expect(&self, page: PageId, id: u32) {
        *self.lock() = Some(Waiting { page, id, answer: None });
    }

    /// The answer as JSON that nobody has read, or `None` when there is none in time.
    pub fn wait(&self, most: Duration) -> Option<String> {
        let until = Instant::now() + most;
        let mut waiting = self.lock();
        loop {
            if let Some(answer) = waiting.as_mut().and_then(|waiting| waiting.answer.take()) {
                *waiting = None;
                return Some(answer);
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                *waiting = None;
                return None;
            }
            waiting = self.answered.wait_timeout(waiting, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    #[test]
    fn an_answer_reaches_whoever_waits_and_no_other_message_is_taken() {
        let now = Arc::new(Now::default());
        assert!(!now.take(PageId(1), r#"{"t":"event","n":1,"type":"tap"}"#));
        assert!(now.take(PageId(1), r#"{"t":"now","id":1,"v":1}"#), "nobody waits: it goes nowhere, also not into the queue");
        now.expect(PageId(1), 2);
        let other = now.clone();
        let thread = std::thread::spawn(move || {
            for (page, text) in
                [(2, r#"{"t":"now","id":2,"v":"other page"}"#), (1, r#"{"t":"now","id":1,"v":"old"}"#), (1, r#"{"t":"now","id":"#)]
            {
                assert!(other.take(PageId(page), text));
            }
            assert!(other.take(PageId(1), r#"{"t":"now","id":2,"v":{"width":7}}"#));
        });
        assert_eq!(now.wait(Duration::from_secs(5)).as_deref(), Some(r#"{"width":7}"#));
        thread.join().unwrap();
        now.expect(PageId(1), 3);
        assert_eq!(now.wait(Duration::from_millis(1)), None, "no answer");
    }
}
