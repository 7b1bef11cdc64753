//! Hosts with prepared answers that write down what they were asked: for tests of core and for whoever embeds it.
//! Nothing here may be used to serve a user.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use banchan_formats::code::AppId;

use super::{
    Address, AddressAnswer, Answer, ChosenContact, Clipboard, Clock, Consent, ConsentAsk, HostError, Hosts, Identity, Location,
    LocationAsk, Messages, Neighbours, Pass, PayOrder, Payment, PersonAsk, Phone, Picked, Place, Places, Point, Position, Profile, Random,
    Report, ScanAsk, Scanned, Scanner, SubscribeAnswer, SubscribeAsk, Vibration, VibrationKind, Visit,
};
use crate::permission::Scope;

/// One prepared phone. Change its fields before or between calls.
#[derive(Debug)]
pub struct FakePhone {
    /// What the user answers to every permission sheet.
    pub answer: Mutex<Answer>,
    /// How long the user thinks.
    pub thinking: Mutex<Duration>,
    /// Whether the system lets the host use anything.
    pub system_allows: Mutex<bool>,
    /// Where the phone is; `None` for a receiver that finds nothing.
    pub position: Mutex<Option<Position>>,
    /// What the next scan reads; `None` for a user who closes the scanner.
    pub code: Mutex<Option<String>>,
    /// What the user chooses on the next map; `None` for one who closes it.
    pub place: Mutex<Option<Place>>,
    /// What is in the clipboard.
    pub clipboard: Mutex<String>,
    /// Who uses it; `None` for somebody who says nothing.
    pub person: Mutex<Option<Profile>>,
    /// Whether the person pays, and goes where a program leads.
    pub pays: Mutex<bool>,
    /// What the person says to messages; `None` for somebody who closes the sheet.
    pub messages: Mutex<Option<SubscribeAnswer>>,
    /// What the person does with the book of addresses; `None` for somebody who closes it.
    pub addresses: Mutex<Option<AddressAnswer>>,
    /// What the user chooses; `None` for one who closes the choice.
    pub pictures: Mutex<Option<Vec<Picked>>>,
    /// What the camera takes; `None` for no camera.
    pub shot: Mutex<Option<Vec<u8>>>,
    /// What a sensor tells, one after the other; `None` for no sensor.
    pub readings: Mutex<Option<Vec<Report>>>,
    /// Whom the user chooses from the address book; `None` for one who closes it.
    pub contact: Mutex<Option<ChosenContact>>,
    /// What the microphone hears; `None` for none.
    pub heard: Mutex<Option<Vec<u8>>>,
    /// Tells a recording to end.
    pub(super) stop: tokio::sync::Notify,
    /// Whether it can vibrate.
    pub motor: Mutex<bool>,
    /// The time, in milliseconds since 1970.
    pub now_ms: AtomicU64,
    log: Mutex<Vec<String>>,
}

impl Default for FakePhone {
    fn default() -> Self {
        Self {
            answer: Mutex::new(Answer::Allow),
            thinking: Mutex::new(Duration::ZERO),
            system_allows: Mutex::new(true),
            position: Mutex::new(Some(Position {
                latitude: 37.5665,
                longitude: 126.978,
                speed: -1.0,
                accuracy: 20.0,
                ..Position::default()
            })),
            code: Mutex::new(None),
            place: Mutex::new(None),
            clipboard: Mutex::default(),
            person: Mutex::new(Some(Profile { nick_name: "Han".into(), avatar_url: "data:,".into() })),
            pays: Mutex::new(true),
            messages: Mutex::default(),
            addresses: Mutex::default(),
            pictures: Mutex::default(),
            shot: Mutex::default(),
            readings: Mutex::default(),
            contact: Mutex::default(),
            heard: Mutex::default(),
            stop: tokio::sync::Notify::new(),
            motor: Mutex::default(),
            now_ms: AtomicU64::new(1_700_000_000_000),
            log: Mutex::default(),
        }
    }
}

pub(super) fn read<T: Clone>(cell: &Mutex<T>) -> T {
    cell.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// Sets a field of a [`FakePhone`].
pub fn set<T>(cell: &Mutex<T>, value: T) {
    *cell.lock().unwrap_or_else(PoisonError::into_inner) = value;
}

impl FakePhone {
    /// What was asked so far, one line a call.
    #[must_use]
    pub fn log(&self) -> Vec<String> {
        read(&self.log)
    }

    /// How many lines of the log start so.
    #[must_use]
    pub fn count(&self, start: &str) -> usize {
        self.log().iter().filter(|line| line.starts_with(start)).count()
    }

    pub(super) fn note(&self, line: String) {
        self.log.lock().unwrap_or_else(PoisonError::into_inner).push(line);
    }

    /// A set of hosts that all are this phone.
    #[must_use]
    pub fn hosts(self: &Arc<Self>) -> Hosts {
        Hosts {
            consent: self.clone(),
            location: self.clone(),
            scanner: self.clone(),
            phone: self.clone(),
            vibration: self.clone(),
            places: self.clone(),
            clipboard: self.clone(),
            identity: self.clone(),
            payment: self.clone(),
            messages: self.clone(),
            media: self.clone(),
            sound: self.clone(),
            camera: self.clone(),
            screen: self.clone(),
            sensors: self.clone(),
            contacts: self.clone(),
            recorder: self.clone(),
            neighbours: self.clone(),
            clock: self.clone(),
            random: Arc::new(FakeRandom::default()),
            ..Hosts::null()
        }
    }
}

#[async_trait]
impl Consent for FakePhone {
    async fn ask(&self, ask: ConsentAsk) -> Result<Answer, String> {
        self.note(format!("ask {} for {}: {}", ask.app_id, ask.scope, ask.reason));
        let thinking = read(&self.thinking);
        tokio::time::sleep(thinking).await;
        Ok(read(&self.answer))
    }

    async fn system_allows(&self, _scope: Scope) -> bool {
        read(&self.system_allows)
    }
}

#[async_trait]
impl Location for FakePhone {
    async fn get(&self, pass: Pass, ask: LocationAsk) -> Result<Position, HostError> {
        self.note(format!("locate for slot {} precise {}", pass.slot().0, ask.precise));
        read(&self.position).ok_or_else(|| HostError::failed("no satellites"))
    }
}

#[async_trait]
impl Scanner for FakePhone {
    async fn scan(&self, pass: Pass, _ask: ScanAsk) -> Result<Scanned, HostError> {
        self.note(format!("scan for slot {}", pass.slot().0));
        let text = read(&self.code).ok_or(HostError::Cancelled)?;
        Ok(Scanned { text, scan_type: "QR_CODE".into() })
    }
}

#[async_trait]
impl Places for FakePhone {
    async fn choose(&self, pass: Pass, center: Option<Point>) -> Result<Place, HostError> {
        self.note(format!("choose a place for slot {} near {:?}", pass.slot().0, center.map(|at| (at.latitude, at.longitude))));
        read(&self.place).ok_or(HostError::Cancelled)
    }

    async fn open(&self, _pass: Pass, place: Place) -> Result<(), HostError> {
        self.note(format!("show {} at {}, {} scale {}", place.name, place.latitude, place.longitude, place.scale));
        Ok(())
    }
}

#[async_trait]
impl Phone for FakePhone {
    async fn call(&self, _pass: Pass, number: String) -> Result<(), HostError> {
        self.note(format!("call {number}"));
        Ok(())
    }
}

#[async_trait]
impl Vibration for FakePhone {
    async fn vibrate(&self, _pass: Pass, kind: VibrationKind) -> Result<(), HostError> {
        if !read(&self.motor) {
            return Err(HostError::Unsupported);
        }
        self.note(format!("vibrate {kind:?}"));
        Ok(())
    }
}

#[async_trait]
impl Clipboard for FakePhone {
    async fn get(&self, _pass: Pass) -> Result<String, HostError> {
        self.note("read clipboard".into());
        Ok(read(&self.clipboard))
    }

    async fn set(&self, _pass: Pass, text: String) -> Result<(), HostError> {
        self.note("write clipboard".into());
        set(&self.clipboard, text);
        Ok(())
    }
}

#[async_trait]
impl Payment for FakePhone {
    async fn pay(&self, _pass: Pass, order: PayOrder) -> Result<(), HostError> {
        self.note(format!("pay {:?} {} for {} to {} ({})", order.amount, order.currency, order.goods, order.app_name, order.prepay_id));
        if read(&self.pays) { Ok(()) } else { Err(HostError::Cancelled) }
    }
}

#[async_trait]
impl Messages for FakePhone {
    async fn subscribe(&self, _pass: Pass, ask: SubscribeAsk) -> Result<SubscribeAnswer, HostError> {
        self.note(format!("subscribe {}", ask.templates.join(" ")));
        read(&self.messages).ok_or(HostError::Cancelled)
    }
}

#[async_trait]
impl Identity for FakePhone {
    async fn login(&self, _pass: Pass, app: AppId) -> Result<String, HostError> {
        if read(&self.person).is_none() {
            return Err(HostError::failed("nobody is signed in"));
        }
        self.note(format!("login {app}"));
        Ok(format!("code-of-{app}"))
    }
    async fn signed_in(&self, _pass: Pass, app: AppId) -> Result<bool, HostError> {
        Ok(self.count(&format!("login {app}")) > 0)
    }
    async fn profile(&self, _pass: Pass, ask: PersonAsk) -> Result<Profile, HostError> {
        self.note(format!("profile for {}: {}", ask.app_name, ask.reason));
        read(&self.person).ok_or(HostError::Cancelled)
    }
    async fn phone_code(&self, _pass: Pass, ask: PersonAsk) -> Result<String, HostError> {
        self.note(format!("number for {}", ask.app_name));
        read(&self.person).map(|_| "code-of-number".into()).ok_or(HostError::Cancelled)
    }
    async fn avatar(&self, _pass: Pass, _ask: PersonAsk) -> Result<String, HostError> {
        read(&self.person).map(|person| person.avatar_url).ok_or(HostError::Cancelled)
    }
    async fn address(&self, _pass: Pass, _ask: PersonAsk, book: Vec<Address>) -> Result<AddressAnswer, HostError> {
        self.note(format!("addresses {}", book.len()));
        read(&self.addresses).ok_or(HostError::Cancelled)
    }
}

#[async_trait]
impl Neighbours for FakePhone {
    async fn visit(&self, _pass: Pass, visit: Visit) -> Result<(), HostError> {
        self.note(format!("visit {} {} from {}", visit.id, visit.target, visit.app_name));
        if read(&self.pays) { Ok(()) } else { Err(HostError::Cancelled) }
    }
    fn go(&self, visit: Visit) {
        self.note(format!("go {} {} back {}", visit.id, visit.target, visit.back));
    }
}

impl Clock for FakePhone {
    fn now_ms(&self) -> f64 {
        self.now_ms.load(Ordering::Relaxed) as f64
    }
}

/// The same bytes in every run.
#[derive(Debug, Default)]
pub struct FakeRandom {
    state: AtomicU64,
}

impl Random for FakeRandom {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), HostError> {
        for byte in buffer {
            let state = self.state.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
            *byte = (state ^ (state >> 29)).to_le_bytes()[3];
        }
        Ok(())
    }
}
