//! One phone, several people: who uses it now, and that nothing of one is seen by another. It must not know who they are.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::SuperApp;
use super::programs::Program;
use crate::broker::{Broker as _, SlotState};
use crate::host::EndReason;
use crate::permission::{Slot, User};
use crate::store::StoreError;

/// Longest wait for what runs to store its last.
const ENDS_WITHIN: Duration = Duration::from_secs(2);

impl SuperApp {
    /// Who uses the phone; [`User::default`] until [`SuperApp::set_user`] says otherwise.
    #[must_use]
    pub fn user(&self) -> User {
        self.broker.user()
    }

    /// Somebody else uses the phone now, as after signing in or out of the host's own account: every mini-program that runs is
    /// ended (`View::ended`), and from here on files, storage, answers to permission sheets, addresses and recents are this user's.
    /// What is the earlier one's stays, unseen, until that one comes back; installed mini-programs are everybody's;
    /// developer mode is off. The same user again changes nothing. Not remembered: a host says it after each start, before it opens anything.
    ///
    /// Waits until what runs has stored its last, two seconds at most: call it off the thread that draws.
    pub fn set_user(&self, user: User) {
        if self.broker.set_user(user) {
            self.end_all();
            // What ended may have said a last word, to be led somewhere.
            self.broker.forget_visits();
            self.clear_uses();
            // Who trusts a developer's computer says so for oneself.
            self.set_developer_mode(false);
        }
    }

    /// Forgets everything that is kept for a user: an account was removed. When that is the one who uses the phone, what runs ends
    /// first.
    ///
    /// # Errors
    /// [`StoreError`] when the store or the files can't be written.
    pub fn forget_user(&self, user: &User) -> Result<(), StoreError> {
        if self.user() == *user {
            self.end_all();
            self.clear_uses();
        }
        self.broker.forget_user(user)
    }

    /// Ends every mini-program and waits until what is stored is safe, two seconds at most. Another one can be opened after it.
    pub fn end_all(&self) {
        let sessions: Vec<Arc<dyn Program>> = self.programs.lock().drain().map(|(_, session)| session).collect();
        for session in &sessions {
            session.stop(EndReason::Closed);
        }
        let begun = Instant::now();
        while begun.elapsed() < ENDS_WITHIN && !sessions.iter().all(|session| session.is_over()) {
            std::thread::sleep(Duration::from_millis(5));
        }
        for session in sessions.iter().filter(|session| !session.is_over()) {
            // It hangs: what it still does reaches neither the store nor the phone.
            self.broker.session_state(session.slot(), SlotState::Closed);
            session.give_up();
        }
    }

    /// Whether what runs in a slot was begun by the one who uses the phone now.
    pub(super) fn is_of_user(&self, slot: Slot) -> bool {
        self.broker.gate().info(slot).is_ok_and(|info| info.user == self.broker.user())
    }
}
