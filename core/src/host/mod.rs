//! Everything that core asks of the phone: traits, each with an implementation beside it for a host that has no such thing.
//!
//! A guarded method takes a [`Pass`], which only the gate's permits give, so a call that nobody checked does not
//! compile. Methods without `async` must return at once: they only put the order into the shell's queue, in the order in
//! which they were called, and never wait for the shell's user-interface thread. No method decides anything.

mod bridge;
mod camera;
mod contacts;
mod device;
mod facts;
pub mod fake;
mod fake_body;
mod fake_media;
mod identity;
mod media;
mod messages;
mod neighbours;
mod own;
mod payment;
mod pictures;
mod places;
mod questions;
mod recorder;
mod regions;
mod screen;
mod sensors;
mod sound;
mod tiles;
mod ui;
mod view;
mod window;
mod world;

use std::sync::Arc;

pub use crate::permission::{Answer, Consent, ConsentAsk, NullConsent, Pass};
pub use bridge::{Bridge, DOCUMENTS, origin_label};
pub use camera::{Camera, CameraAsk, NullCamera, Shot, ShotAsk};
pub use contacts::{ChosenContact, Contacts, NewContact, NullContacts};
pub use device::{
    Clipboard, Location, LocationAsk, NullClipboard, NullLocation, NullPhone, NullScanner, NullVibration, Phone, Position, ScanAsk,
    Scanned, Scanner, Vibration, VibrationKind,
};
pub use facts::{Battery, DeviceFacts, FactsCell, NetworkType, Rect, Theme};
pub use identity::{Address, AddressAnswer, Identity, NullIdentity, PersonAsk, Profile};
pub use media::{Keep, Media, MediaAsk, MediaKind, MediaPlace, NullMedia, Picked, Preview, PreviewItem};
pub use messages::{Messages, NullMessages, SubscribeAnswer, SubscribeAsk};
pub use neighbours::{Neighbours, NullNeighbours, Visit};
pub use own::{OwnApi, OwnApis, OwnCaller, OwnError, OwnSpec};
pub use payment::{NullPayment, PayOrder, Payment};
pub use pictures::{Pictures, camera_element};
pub use places::{NullPlaces, Place, Places, Point};
pub use questions::Questions;
pub use recorder::{NullRecorder, RecordAsk, Recorder, RecorderOrder, Recording};
pub use regions::{Regions, RegionsError};
pub use screen::{NullScreen, Screen, ScreenWish};
pub use sensors::{NullSensors, Report, Reports, SensorKind, Sensors};
pub use sound::{NullSound, Sound, SoundMoment, SoundOrder, SoundSetting, SoundState};
pub use tiles::{TileSource, TileSourceError};
pub use ui::{
    ActionSheet, GrantSetting, Loading, Modal, ModalAnswer, NavigationBar, NullUi, Orientation, SettingsPage, ShareCard, ShareKind,
    ShareWays, TabBar, TabItem, Toast, ToastIcon, Ui,
};
pub use view::{EndReason, NewPage, NullView, PageId, Transition, View};
pub use window::{Sizes, Window};
pub use world::{Clock, Folders, MemoryPressure, Random, SystemClock, SystemRandom};

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
    /// Pictures, videos and files of the user.
    pub media: Arc<dyn Media>,
    /// The loudspeaker.
    pub sound: Arc<dyn Sound>,
    /// The camera inside of pages.
    pub camera: Arc<dyn Camera>,
    /// The screen itself.
    pub screen: Arc<dyn Screen>,
    /// What it feels.
    pub sensors: Arc<dyn Sensors>,
    /// The address book.
    pub contacts: Arc<dyn Contacts>,
    /// The microphone.
    pub recorder: Arc<dyn Recorder>,
    /// Screens with a map.
    pub places: Arc<dyn Places>,
    /// The vibration motor.
    pub vibration: Arc<dyn Vibration>,
    /// Who uses the phone.
    pub identity: Arc<dyn Identity>,
    /// Paying.
    pub payment: Arc<dyn Payment>,
    /// Messages that may come later.
    pub messages: Arc<dyn Messages>,
    /// The other mini-programs.
    pub neighbours: Arc<dyn Neighbours>,
    /// Members of the integrator's own.
    pub own: OwnApis,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
    /// What the phone is; the shell writes into it whenever something changes.
    pub facts: FactsCell,
    /// Where the pictures under maps come from.
    pub tiles: Option<TileSource>,
    /// What `picker mode=region` offers.
    pub regions: Regions,
}

impl Hosts {
    /// What `Math.random` begins with. Without randomness it is still a number: nothing that must be secret is made from it.
    pub(crate) fn number(&self) -> u64 {
        let mut bytes = [0; 8];
        let _ = self.random.fill(&mut bytes);
        u64::from_le_bytes(bytes)
    }

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
            places: Arc::new(NullPlaces),
            vibration: Arc::new(NullVibration),
            identity: Arc::new(NullIdentity),
            payment: Arc::new(NullPayment),
            messages: Arc::new(NullMessages),
            media: Arc::new(NullMedia),
            sound: Arc::new(NullSound),
            camera: Arc::new(NullCamera),
            screen: Arc::new(NullScreen),
            sensors: Arc::new(NullSensors),
            contacts: Arc::new(NullContacts),
            recorder: Arc::new(NullRecorder),
            neighbours: Arc::new(NullNeighbours),
            own: OwnApis::default(),
            clock: Arc::new(SystemClock),
            random: Arc::new(SystemRandom),
            facts: FactsCell::default(),
            tiles: None,
            regions: Regions::default(),
        }
    }
}
