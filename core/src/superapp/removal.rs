//! What a person takes off the phone: what a mini-program keeps there, or the mini-program with all of it. It must not start any, nor
//! touch what is another person's.

use banchan_formats::code::AppId;

use super::SuperApp;
use super::programs::Program;
use crate::broker::{Broker as _, SlotState};
use crate::store::StoreError;

impl SuperApp {
    /// Ends a mini-program and forgets what it stored, its files and what it was allowed, for the one who uses the phone. While a
    /// source folder of that id runs, what is forgotten is the folder's.
    ///
    /// # Errors
    /// [`StoreError`] when the store can't be written.
    pub fn clear_data(&self, app: &AppId) -> Result<(), StoreError> {
        let _turn = self.turns.take(app);
        let Some(session) = self.programs.of(app) else { return self.broker.forget_installed(app) };
        let from_folder = self.broker.is_source_folder(session.slot());
        self.end_for_good(session.as_ref());
        // A source folder that borrows the id of an installed mini-program has no say over what is that one's.
        if from_folder { self.broker.forget_source_folder(app) } else { self.broker.forget_installed(app) }
    }

    /// Removes an installed mini-program: ends it when it runs, and forgets for the one who uses the phone what it stored, its files,
    /// what it was allowed and that it was used. It leaves the disk as well unless another person of this phone uses it. It can be
    /// opened again while a registry offers it, and begins anew then. Removing what is not there does nothing; a source folder of
    /// that id goes on with what is its own.
    ///
    /// # Errors
    /// [`StoreError`] when the store can't be written.
    pub fn remove(&self, app: &AppId) -> Result<(), StoreError> {
        let _turn = self.turns.take(app);
        if let Some(session) = self.programs.of(app).filter(|session| !self.broker.is_source_folder(session.slot())) {
            self.end_for_good(session.as_ref());
        }
        self.broker.remove_installed(app)
    }

    /// Ends one whose data goes: its last methods must not write again what is forgotten then.
    fn end_for_good(&self, session: &dyn Program) {
        session.stop(crate::host::EndReason::Closed);
        self.broker.session_state(session.slot(), SlotState::Closed);
        self.wait_for_end(session);
        session.give_up();
    }
}
