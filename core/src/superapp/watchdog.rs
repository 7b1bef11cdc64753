//! Looks after sessions from outside: forgets those that are over, and gives up those that nothing can stop. It must
//! not touch what runs in them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::permission::Slot;
use crate::session::Session;

/// How often it looks.
const EVERY: Duration = Duration::from_millis(500);

/// Runs as long as the runtime does.
pub(super) async fn watch(sessions: Arc<Mutex<HashMap<Slot, Arc<Session>>>>) {
    loop {
        tokio::time::sleep(EVERY).await;
        // Looking after one calls out to the shell, so the list is not locked meanwhile.
        let all: Vec<Arc<Session>> = sessions.lock().unwrap_or_else(PoisonError::into_inner).values().cloned().collect();
        for session in all {
            if !session.look_after() {
                sessions.lock().unwrap_or_else(PoisonError::into_inner).remove(&session.slot());
            }
        }
    }
}
