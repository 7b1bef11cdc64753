//! What a shell hands in: one trait a capability. A shell leaves out what its phone does not have; core then answers
//! mini-programs that it is not supported. Nothing here decides: each method passes a value on.
//!
//! Orders (plain methods) come from threads of ours, in order, and must return at once: put the work into a queue.
//! Questions (async methods) may take as long as a person thinks. A question that nobody waits for any more is
//! cancelled as the language does it: a coroutine or task of its own is cancelled. Whatever a method throws ends that
//! call only.

/// A shell's trait, and a trait of core on top of it: `order` is told and forgotten, `pass` and `slot` are questions, for which the gate
/// gave a pass or not, and `tells` one about which the shell tells something before it answers (`SuperApp::report`). One line a method: what core calls, the shell's method for it, and its words for the shell.
macro_rules! host {
    ($about:literal $shell:ident for $core:ident {
        $(order $order:ident($($o_arg:ident: $o_type:ty),*) = $told:ident, $o_words:literal;)*
        $(pass $ask:ident($($arg:ident: $type:ty),*) -> $answer:ty = $asked:ident, $words:literal;)*
        $(slot $s_ask:ident($($s_arg:ident: $s_type:ty),*) -> $s_answer:ty = $s_asked:ident, $s_words:literal;)*
        $(tells $t_ask:ident($($t_arg:ident: $t_type:ty),*) -> $t_answer:ty = $t_asked:ident, $t_words:literal;)*
    }) => {
        #[doc = $about]
        #[uniffi::export(with_foreign)]
        #[async_trait]
        pub trait $shell: Send + Sync {
            $(#[doc = $o_words]
            fn $told(&self, $($o_arg: $o_type),*) -> Result<(), MiniHostError>;)*
            $(#[doc = $words]
            async fn $asked(&self, call: MiniCall, $($arg: $type),*) -> Result<$answer, MiniHostError>;)*
            $(#[doc = $s_words]
            async fn $s_asked(&self, call: MiniCall, $($s_arg: $s_type),*) -> Result<$s_answer, MiniHostError>;)*
            $(#[doc = $t_words]
            async fn $t_asked(&self, call: MiniCall, $($t_arg: $t_type),*) -> Result<$t_answer, MiniHostError>;)*
        }
        #[async_trait]
        impl $core for Of<dyn $shell> {
            $(fn $order(&self, $($o_arg: $o_type),*) {
                self.calls.told(stringify!($told), self.host.$told($($o_arg),*));
            })*
            $(async fn $ask(&self, pass: Pass, $($arg: $type),*) -> Result<$answer, HostError> {
                self.calls.ask(pass.slot(), pass.scope(), None, |call| self.host.$asked(call, $($arg),*)).await
            })*
            $(async fn $s_ask(&self, slot: Slot, $($s_arg: $s_type),*) -> Result<$s_answer, HostError> {
                self.calls.ask(slot, None, None, |call| self.host.$s_asked(call, $($s_arg),*)).await
            })*
            $(async fn $t_ask(&self, pass: Pass, $($t_arg: $t_type,)* reports: Reports) -> Result<$t_answer, HostError> {
                self.calls.ask(pass.slot(), pass.scope(), Some(reports), |call| self.host.$t_asked(call, $($t_arg),*)).await
            })*
        }
    };
}

mod apart;
mod device;
mod media;
mod own;
mod person;
mod screen;
mod world;

use std::sync::Arc;

use banchan_core::host::{FactsCell, Hosts, TileSource};

use crate::alive::{Alive, Kind};
use crate::calls::Calls;

pub use {apart::*, device::*, media::*, own::*, person::*, screen::*, world::*};

macro_rules! hosts {
    ($($words:literal $name:ident: $host:ident,)*) => {
        /// The phone, as far as the shell has it.
        #[derive(Clone, Default, uniffi::Record)]
        pub struct MiniHosts {
            $(#[doc = $words]
            #[uniffi(default = None)]
            pub $name: Option<Arc<dyn $host>>,)*
            /// What a developer may see, and complaints about hosts.
            #[uniffi(default = None)]
            pub log: Option<Arc<dyn MiniLogHost>>,
            /// Processes for mini-programs. Without it, all of them run in this one.
            #[uniffi(default = None)]
            pub processes: Option<Arc<dyn MiniProcessHost>>,
        }

        /// The shell's hosts in place of the null implementations.
        pub(crate) fn of(given: &MiniHosts, calls: &Arc<Calls>, facts: &FactsCell, tiles: Option<TileSource>) -> Hosts {
            let mut hosts = Hosts { facts: facts.clone(), tiles, ..Hosts::null() };
            $(if let Some(host) = &given.$name {
                hosts.$name = Of::new(host.clone(), calls);
            })*
            hosts
        }
    };
}
hosts! {
    "Pages." view: MiniViewHost,
    "Toasts, dialogs, bars." ui: MiniUiHost,
    "Asks the user for permissions. Without it, everything that needs one is refused." consent: MiniConsentHost,
    "Where the phone is." location: MiniLocationHost,
    "The code scanner." scanner: MiniScannerHost,
    "The dialler." phone: MiniPhoneHost,
    "The clipboard." clipboard: MiniClipboardHost,
    "The vibration motor." vibration: MiniVibrationHost,
    "Screens with a map." places: MiniPlacesHost,
    "Pictures, videos and files of the user." media: MiniMediaHost,
    "The loudspeaker." sound: MiniSoundHost,
    "The camera inside of pages." camera: MiniCameraHost,
    "The screen itself." screen: MiniScreenHost,
    "What the phone feels." sensors: MiniSensorsHost,
    "The address book." contacts: MiniContactsHost,
    "The microphone." recorder: MiniRecorderHost,
    "Who uses the phone." identity: MiniIdentityHost,
    "Paying." payment: MiniPaymentHost,
    "Messages that may come later." messages: MiniMessagesHost,
    "The other mini-programs." neighbours: MiniNeighboursHost,
    "The time; the system's where there is none." clock: MiniClockHost,
    "Randomness; the system's where there is none." random: MiniRandomHost,
}

/// One host of the shell, as core sees it.
pub(crate) struct Of<H: ?Sized> {
    host: Arc<H>,
    calls: Arc<Calls>,
    _alive: Alive,
}

impl<H: ?Sized> Of<H> {
    pub(crate) fn new(host: Arc<H>, calls: &Arc<Calls>) -> Arc<Self> {
        Arc::new(Self { host, calls: calls.clone(), _alive: Alive::new(Kind::Host) })
    }
}
