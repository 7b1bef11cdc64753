//! The thread of a session, and one that is made before anybody opens anything: its engine has compiled our own scripts, which is
//! most of the time that an opening takes. It must know nothing of a mini-program before one is given to it.

use std::io;
use std::sync::mpsc::{self, Sender};

use super::STACK_BYTES;
use crate::logic::{Limits, LogicError, Prepared};

type Work = Box<dyn FnOnce(Result<Prepared, LogicError>) + Send>;

/// A thread with an engine of its own that waits for its mini-program. Let go of, it ends.
pub struct Spare(Sender<Work>);

impl Spare {
    /// Makes the thread, and does not wait for its engine.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn new(limits: Limits) -> io::Result<Spare> {
        let (work, inbox) = mpsc::channel::<Work>();
        std::thread::Builder::new().name("session".into()).stack_size(STACK_BYTES).spawn(move || {
            let prepared = Prepared::new(limits);
            if let Ok(work) = inbox.recv() {
                work(prepared);
            }
        })?;
        Ok(Spare(work))
    }

    /// Runs this on the thread, with its engine or why there is none.
    ///
    /// # Errors
    /// When the thread is gone.
    pub(super) fn run(self, work: impl FnOnce(Result<Prepared, LogicError>) + Send + 'static) -> io::Result<()> {
        self.0.send(Box::new(work)).map_err(|_| io::Error::other("the thread that was made for it is gone"))
    }
}
