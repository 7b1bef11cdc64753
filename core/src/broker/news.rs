//! What happens to a task between its call and its end: headers, progress, messages of a socket. It must not wait for
//! whoever listens.

use std::any::Any;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;
use tokio::sync::OwnedSemaphorePermit;

use crate::permission::Slot;

/// Something that happened to a task.
#[derive(Debug)]
pub struct News {
    /// Number of the call that began it.
    pub task: u32,
    /// WeChat's name without its `on`: `ProgressUpdate`.
    pub event: Cow<'static, str>,
    /// What listeners get.
    pub value: Value,
    /// Room of a sender that goes on when this was taken: dropped with the news.
    pub held: Option<Box<dyn Any + Send + Sync>>,
}

/// Who hears the news of one slot; called from any thread, it must only put them into a queue.
pub type Listener = Box<dyn Fn(News) + Send + Sync>;

/// Who hears what.
#[derive(Default)]
pub(super) struct Newsroom {
    listeners: Mutex<HashMap<Slot, Arc<Listener>>>,
}

impl Newsroom {
    fn lock(&self) -> MutexGuard<'_, HashMap<Slot, Arc<Listener>>> {
        // Listeners are put in and taken out whole.
        self.listeners.lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[cfg(test)]
    pub fn len(&self) -> usize {
        self.lock().len()
    }

    pub fn listen(&self, slot: Slot, listener: Listener) {
        self.lock().insert(slot, Arc::new(listener));
    }

    pub fn close(&self, slot: Slot) {
        self.lock().remove(&slot);
    }

    /// Tells whoever listens; nobody is no error.
    pub fn tell(&self, slot: Slot, task: u32, event: &'static str, value: Value, held: Option<OwnedSemaphorePermit>) {
        let listener = self.lock().get(&slot).cloned();
        if let Some(listener) = listener {
            listener(News { task, event: event.into(), value, held: held.map(|permit| Box::new(permit) as _) });
        }
    }
}
