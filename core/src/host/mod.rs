//! Everything that core asks of the phone: traits, each with an implementation beside it for a host that has no such thing.
//!
//! A guarded method takes a [`Pass`], which only the gate's permits give, so a call that nobody checked does not
//! compile. Methods without `async` must return at once: they only put the order into the shell's queue, in the order in
//! which they were called, and never wait for the shell's user-interface thread. No method decides anything.

mod device;
mod facts;
pub mod fake;
mod ui;
mod view;
mod world;

use std::sync::Arc;

pub use crate::permission::{Answer, Consent, ConsentAsk, NullConsent, Pass};
pub use device::{
    Clipboard, Location, LocationAsk, NullClipboard, NullLocation, NullPhone, NullScanner, NullVibration, Phone, Position, ScanAsk,
    Scanned, Scanner, Vibration, VibrationKind,
};
pub use facts::{DeviceFacts, FactsCell, NetworkType, Rect, Theme};
pub use ui::{
    ActionSheet, GrantSetting, Loading, Modal, ModalAnswer, NavigationBar, NullUi, SettingsPage, TabBar, TabItem, Toast, ToastIcon, Ui,
};
pub use view::{EndReason, NewPage, NullView, PageId, Transition, View};
pub use world::{Clock, Folders, Random, SystemClock, SystemRandom};

/// Why the phone did not do it. Outwards there are only these three: a mini-program acts differently on each.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HostError {
    /// This host has no such thing.
    #[error("this host does not support it")]
    Unsupported,
    /// The user ended it.
    #[error("cancelled")]
    Cancelled,
    /// It was tried.
    #[error("{reason}")]
    Failed {
        /// What went wrong, in plain words.
        reason: String,
    },
}

impl HostError {
    /// A failure with its reason.
    pub fn failed(reason: impl Into<String>) -> Self {
        Self::Failed { reason: reason.into() }
    }
}

/// All that a shell hands in. A field that is not set is served by the null implementation.
#[derive(Clone)]
pub struct Hosts {
    /// Asks the user for permissions.
    pub consent: Arc<dyn Consent>,
    /// Where the phone is.
    pub location: Arc<dyn Location>,
    /// Toasts, dialogs, bars.
    pub ui: Arc<dyn Ui>,
    /// Pages.
    pub view: Arc<dyn View>,
    /// The code scanner.
    pub scanner: Arc<dyn Scanner>,
    /// The dialler.
    pub phone: Arc<dyn Phone>,
    /// The clipboard.
    pub clipboard: Arc<dyn Clipboard>,
    /// The vibration motor.
    pub vibration: Arc<dyn Vibration>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
    /// What the phone is; the shell writes into it whenever something changes.
    pub facts: FactsCell,
}

impl Hosts {
    /// A host that can do nothing but tell the time: the start of every other one.
    #[must_use]
    pub fn null() -> Self {
        Self {
            consent: Arc::new(NullConsent),
            location: Arc::new(NullLocation),
            ui: Arc::new(NullUi),
            view: Arc::new(NullView),
            scanner: Arc::new(NullScanner),
            phone: Arc::new(NullPhone),
            clipboard: Arc::new(NullClipboard),
            vibration: Arc::new(NullVibration),
            clock: Arc::new(SystemClock),
            random: Arc::new(SystemRandom),
            facts: FactsCell::default(),
        }
    }
}
