//! Looks after sessions from outside: forgets those that are over, and gives up those that nothing can stop. It must
//! not touch what runs in them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::broker::{Broker, LocalBroker, SlotState};
use crate::host::{EndReason, View};
use crate::permission::Slot;
use crate::session::Session;

/// How often it looks.
const EVERY: Duration = Duration::from_millis(500);

/// After this time a turn that was told to end is taken to be unstoppable.
const GIVE_UP_AFTER: Duration = Duration::from_secs(3);

/// Runs as long as the runtime does.
pub(super) async fn watch(sessions: Arc<Mutex<HashMap<Slot, Arc<Session>>>>, view: Arc<dyn View>, broker: Arc<LocalBroker>) {
    loop {
        tokio::time::sleep(EVERY).await;
        let mut lost = Vec::new();
        {
            let mut sessions = sessions.lock().unwrap_or_else(PoisonError::into_inner);
            sessions.retain(|slot, session| {
                let ignored = session.ignored_for().is_some_and(|time| time > GIVE_UP_AFTER);
                if ignored {
                    lost.push(*slot);
                }
                !ignored && !session.is_over()
            });
        }
        for slot in lost {
            // Its thread is left behind: a native loop in it cannot be ended without ending the process.
            broker.session_state(slot, SlotState::Closed);
            let text = "this mini-program stopped answering and was ended; nothing else is affected".into();
            view.ended(slot, EndReason::Failed { text });
        }
    }
}
