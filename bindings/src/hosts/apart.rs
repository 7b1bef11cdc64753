//! Processes of their own for mini-programs, and the frames between them and the main one.

use std::sync::Arc;

use async_trait::async_trait;
use banchan_core::broker::wire::Wire;
use banchan_core::host::HostError;
use banchan_core::permission::Slot;
use banchan_core::superapp::{Inbox, Processes};
use banchan_formats::code::AppId;

use super::Of;
use crate::errors::MiniHostError;
use crate::records::{MiniAppId, MiniSlot};

/// The shell's processes, in the main one; see `superapp::Processes`.
#[uniffi::export(with_foreign)]
pub trait MiniProcessHost: Send + Sync {
    /// Readies a process in which nothing ran before; what it sends goes into `inbox`, in order. May wait for it.
    fn begin_process(&self, slot: MiniSlot, app: MiniAppId, inbox: Arc<MiniInbox>) -> Result<(), MiniHostError>;
    /// Carries a frame to it, behind those before. Returns at once.
    fn send_to_process(&self, slot: MiniSlot, frame: Vec<u8>) -> Result<(), MiniHostError>;
    /// The mini-program is over: the process is to be killed before it serves another one.
    fn end_process(&self, slot: MiniSlot) -> Result<(), MiniHostError>;
}
impl Processes for Of<dyn MiniProcessHost> {
    fn begin(&self, slot: Slot, app: &AppId, inbox: Inbox) -> Result<(), HostError> {
        Ok(self.host.begin_process(slot, app.clone(), Arc::new(MiniInbox(inbox)))?)
    }
    fn send(&self, slot: Slot, frame: Vec<u8>) {
        self.calls.told("send_to_process", self.host.send_to_process(slot, frame));
    }
    fn end(&self, slot: Slot) {
        self.calls.told("end_process", self.host.end_process(slot));
    }
}

/// Where what a mini-program's process sends goes.
#[derive(uniffi::Object)]
pub struct MiniInbox(Inbox);

#[uniffi::export]
impl MiniInbox {
    /// Takes a frame, in order. May take as long as a disk.
    pub fn feed(&self, frame: Vec<u8>) {
        self.0.receive(&frame);
    }
    /// The process is gone, whatever it said last.
    pub fn gone(&self) {
        self.0.gone();
    }
}

host! { "The way to the main process, in a mini-program's own."
MiniWireHost for Wire {
    order send(frame: Vec<u8>) = send_frame, "Carries a frame to it, behind those before. Returns at once.";
} }
