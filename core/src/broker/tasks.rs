//! Calls under way: each answers exactly once, whatever happens to the task that works on it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::task::AbortHandle;

use super::Reply;
use crate::api::{Failure, Outcome};
use crate::permission::Slot;

/// The answer of one call: whoever takes it first gives it.
#[derive(Clone)]
pub(super) struct Answer {
    name: &'static str,
    reply: Arc<Mutex<Option<Reply>>>,
}

impl Answer {
    pub fn new(name: &'static str, reply: Reply) -> Self {
        Self { name, reply: Arc::new(Mutex::new(Some(reply))) }
    }

    fn take(&self) -> Option<Reply> {
        self.reply.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Gives the answer, unless one was given.
    pub fn give(&self, outcome: Outcome) {
        if let Some(reply) = self.take() {
            reply(outcome);
        }
    }

    /// Makes sure that no answer is given any more.
    fn discard(&self) {
        drop(self.take());
    }
}

struct Task {
    answer: Answer,
    handle: AbortHandle,
}

/// Held by the task: when it dies without an answer (it panicked, or the runtime ended), the program still gets one,
/// and nothing of it stays in the list.
pub(super) struct LastWord {
    pub tasks: Arc<Tasks>,
    pub slot: Slot,
    pub id: u32,
    pub answer: Answer,
}

impl Drop for LastWord {
    fn drop(&mut self) {
        let failure = Failure::Other("internal error".into());
        self.answer.give(Outcome::fail(self.answer.name, &failure));
        self.tasks.finish(self.slot, self.id, &self.answer);
    }
}

/// All calls under way.
#[derive(Default)]
pub(super) struct Tasks {
    tasks: Mutex<HashMap<(Slot, u32), Task>>,
}

impl Tasks {
    fn lock(&self) -> MutexGuard<'_, HashMap<(Slot, u32), Task>> {
        self.tasks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[cfg(test)]
    pub fn len(&self) -> usize {
        self.lock().len()
    }

    /// Whether a call with this number is under way.
    pub fn has(&self, slot: Slot, id: u32) -> bool {
        self.lock().contains_key(&(slot, id))
    }

    /// How many a slot has.
    pub fn count(&self, slot: Slot) -> usize {
        self.lock().keys().filter(|(of, _)| *of == slot).count()
    }

    /// Takes in a call. `spawn` starts its task while the list is locked, so that a task which ends at once still
    /// finds itself in the list.
    pub fn start(&self, slot: Slot, id: u32, answer: Answer, spawn: impl FnOnce() -> AbortHandle) {
        let mut tasks = self.lock();
        tasks.insert((slot, id), Task { answer, handle: spawn() });
    }

    /// Forgets a call that ended. A process that was taken over may have given its number to another one meanwhile.
    fn finish(&self, slot: Slot, id: u32, answer: &Answer) {
        let mut tasks = self.lock();
        if tasks.get(&(slot, id)).is_some_and(|task| Arc::ptr_eq(&task.answer.reply, &answer.reply)) {
            tasks.remove(&(slot, id));
        }
    }

    /// Ends one call; its answer is `fail abort`.
    pub fn abort(&self, slot: Slot, id: u32) {
        let task = self.lock().remove(&(slot, id));
        if let Some(task) = task {
            task.answer.give(Outcome::fail(task.answer.name, &Failure::Abort));
            task.handle.abort();
        }
    }

    /// Ends all calls of a slot without an answer.
    pub fn close(&self, slot: Slot) {
        let ended: Vec<Task> = self.lock().extract_if(|(of, _), _| *of == slot).map(|(_, task)| task).collect();
        for task in ended {
            task.answer.discard();
            task.handle.abort();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_older_call_of_the_same_number_leaves_the_newer_one() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let tasks = Arc::new(Tasks::default());
        let start = || {
            let answer = Answer::new("downloadFile", Box::new(|_| ()));
            tasks.start(Slot(1), 5, answer.clone(), || runtime.spawn(std::future::pending::<()>()).abort_handle());
            LastWord { tasks: tasks.clone(), slot: Slot(1), id: 5, answer }
        };
        let older = start();
        tasks.abort(Slot(1), 5);
        let newer = start();
        drop(older);
        assert!(tasks.has(Slot(1), 5), "nothing could end it any more");
        drop(newer);
        assert_eq!(tasks.len(), 0);
    }
}
