//! The facade that a shell holds: open, search, recents, scan, close. It owns the runtime, the store, the broker and
//! the sessions; every rule lives below it.
//!
//! A shell calls these methods from any thread. Those that may take long (`open`, `scan_image`, `search`) say so: call
//! them off the thread that draws.

mod check;
mod dev;
mod error;
mod known;
mod turns;
mod watchdog;

use std::collections::HashMap;
use std::sync::atomic::AtomicU64;
use std::sync::mpsc::RecvTimeoutError;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use banchan_formats::code::{self, AppId, Code, CodeError, OpenTarget};
use banchan_formats::manifest::Manifest;
use banchan_formats::scan::{self, Found, ScanError};

use crate::broker::{Broker, LocalBroker, SlotState};
use crate::host::{EndReason, Folders, Hosts, PageId};
use crate::logic::Limits;
use crate::permission::{Declarations, NetPolicy, Slot, SlotInfo};
use crate::session::{Asset, Event, HostEvent, Place, Session, Start, Watcher};
use crate::store::{Bundle, Registry, Store};

pub use check::{MissingApi, Report};
pub use dev::DevOptions;
pub use error::{OpenError, SetupError};
pub use known::{AppCard, RecentCard};
use turns::Turns;

/// WeChat's numbers for ways in, as `onLaunch` gets them.
pub mod scene {
    /// From the list of mini-programs.
    pub const LIST: u32 = 1001;
    /// By search.
    pub const SEARCH: u32 = 1005;
    /// By a scanned code.
    pub const CODE: u32 = 1011;
    /// From recents.
    pub const RECENT: u32 = 1089;
}

/// Longest wait for a first screen.
const OPEN_WITHIN: Duration = Duration::from_secs(20);

/// Longest wait for a session to be gone before another one of the same mini-program starts. The watchdog gives up
/// earlier, so this is only for one that it does not see.
const GONE_WITHIN: Duration = Duration::from_secs(6);

/// What a super-app is made of.
pub struct Config {
    /// The phone.
    pub hosts: Hosts,
    /// Where to keep things.
    pub folders: Folders,
    /// Where mini-programs come from, verified; the first that knows one serves it.
    pub registries: Vec<Registry>,
    /// Origin of the shell's own page (`http://127.0.0.1:8080`), which hands each page its port; empty where a page's
    /// bridge is another one.
    pub shell_origin: String,
    /// Told what a developer wants to see.
    pub watcher: Arc<dyn Watcher>,
    /// Budgets of each mini-program's JavaScript.
    pub limits: Limits,
}

/// A mini-program that was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// Its number while it runs.
    pub slot: Slot,
    /// Which it is.
    pub app_id: AppId,
    /// Whether it ran already and was only brought back.
    pub resumed: bool,
}

/// The super-app.
pub struct SuperApp {
    store: Arc<Store>,
    broker: Arc<LocalBroker>,
    hosts: Hosts,
    sessions: Arc<Mutex<HashMap<Slot, Arc<Session>>>>,
    turns: Turns,
    page_ids: Arc<AtomicU64>,
    shell_origin: String,
    watcher: Arc<dyn Watcher>,
    limits: Limits,
    // Dropped last: everything above may still be using it.
    runtime: tokio::runtime::Runtime,
}

impl SuperApp {
    /// Opens the store and makes everything ready; no mini-program runs yet.
    ///
    /// # Errors
    /// [`SetupError`] when the folders can't be used, or a registry is older than one that was seen.
    pub fn new(config: Config) -> Result<SuperApp, SetupError> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).thread_name("banchan").enable_all().build()?;
        let store = Arc::new(Store::open(&config.folders, config.hosts.clock.clone())?);
        for registry in config.registries {
            store.add_registry(registry)?;
        }
        let broker = Arc::new(LocalBroker::new(config.hosts.clone(), store.clone(), runtime.handle().clone()));
        let sessions: Arc<Mutex<HashMap<Slot, Arc<Session>>>> = Arc::default();
        runtime.spawn(watchdog::watch(sessions.clone()));
        Ok(SuperApp {
            store,
            broker,
            hosts: config.hosts,
            sessions,
            turns: Turns::default(),
            page_ids: Arc::default(),
            shell_origin: config.shell_origin,
            watcher: config.watcher,
            limits: config.limits,
            runtime,
        })
    }

    /// The runtime, for a shell that has work of its own to wait for: a process has one runtime.
    pub fn runtime(&self) -> &tokio::runtime::Handle {
        self.runtime.handle()
    }

    fn sessions(&self) -> MutexGuard<'_, HashMap<Slot, Arc<Session>>> {
        // Sessions are only inserted and removed whole, so what a failed thread left is whole.
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn session(&self, slot: Slot) -> Option<Arc<Session>> {
        self.sessions().get(&slot).cloned()
    }

    fn session_of(&self, app: &AppId) -> Option<Arc<Session>> {
        self.sessions().values().find(|session| session.app_id() == app && !session.is_over()).cloned()
    }

    /// Waits until a session that is ending is gone, so that nothing of it writes what the next one reads.
    fn wait_for_end(&self, session: &Session) {
        let begun = Instant::now();
        while !session.is_over() && begun.elapsed() < GONE_WITHIN {
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn session_with(&self, page: PageId) -> Option<Arc<Session>> {
        self.sessions().values().find(|session| session.assets().has(page)).cloned()
    }

    /// What a scanned text or link means. Nothing is fetched.
    ///
    /// # Errors
    /// [`CodeError`], in plain sentences.
    pub fn route(&self, text: &str) -> Result<Code, CodeError> {
        code::route(text, &self.store.link_rules().unwrap_or_default())
    }

    /// The codes in a picture file. Takes up to a second.
    ///
    /// # Errors
    /// [`ScanError`]: not a picture, or no code in it.
    pub fn scan_image(&self, bytes: &[u8]) -> Result<Vec<Found>, ScanError> {
        scan::decode(bytes)
    }

    /// The codes in the luma plane of a camera frame, `width * height` bytes.
    ///
    /// # Errors
    /// [`ScanError`].
    pub fn scan_luma(&self, width: u32, height: u32, luma: &[u8]) -> Result<Vec<Found>, ScanError> {
        scan::decode_luma(width, height, luma)
    }

    /// Opens what a text or link names.
    ///
    /// # Errors
    /// [`OpenError`]; [`OpenError::NotMiniProgram`] tells what it is instead.
    pub fn open_text(&self, text: &str) -> Result<Opened, OpenError> {
        match self.route(text)? {
            Code::MiniProgram(target) => self.open(&target, scene::CODE),
            other => Err(OpenError::NotMiniProgram { code: Box::new(other) }),
        }
    }

    /// Opens a mini-program: brings it back when it runs, else verifies (or installs) its bundle and starts it. The shell
    /// hears of its pages through `host::View` before this returns. Takes as long as its first screen.
    ///
    /// # Errors
    /// [`OpenError`], in plain sentences; nothing of a bundle that was refused has run.
    pub fn open(&self, target: &OpenTarget, scene: u32) -> Result<Opened, OpenError> {
        let _turn = self.turns.take(&target.app_id);
        let place = target.path.as_ref().map(|path| Place { path: path.clone(), query: target.query.clone() });
        if let Some(session) = self.session_of(&target.app_id) {
            if session.reopen(place.clone(), scene).map_err(|text| OpenError::Failed { text })? {
                self.remember(&target.app_id, place.as_ref());
                return Ok(Opened { slot: session.slot(), app_id: target.app_id.clone(), resumed: true });
            }
            self.wait_for_end(&session);
        }
        let bundle = self.store.open_app(&target.app_id)?;
        let opened = self.start(&bundle, place.clone(), scene)?;
        self.remember(&target.app_id, place.as_ref());
        Ok(opened)
    }

    fn start(&self, bundle: &Bundle, place: Option<Place>, scene: u32) -> Result<Opened, OpenError> {
        let info = bundle.info();
        let name = info.name(&self.hosts.facts.get().language).to_string();
        let (manifest, found) = Manifest::from_files(bundle.files())?;
        let slot = self.broker.open(SlotInfo {
            app_id: info.id.clone(),
            version: bundle.version(),
            name: name.clone(),
            declarations: Declarations::from(&manifest),
            domains: info.domains.clone(),
            policy: NetPolicy::Release,
        });
        self.run(Start {
            slot,
            app_id: info.id.clone(),
            name,
            files: bundle.files().clone(),
            manifest,
            found,
            place,
            scene,
            hosts: self.hosts.clone(),
            broker: self.broker.clone(),
            runtime: self.runtime.handle().clone(),
            watcher: self.watcher.clone(),
            shell_origin: self.shell_origin.clone(),
            page_ids: self.page_ids.clone(),
            limits: self.limits.clone(),
        })
    }

    fn run(&self, start: Start) -> Result<Opened, OpenError> {
        let (slot, app_id) = (start.slot, start.app_id.clone());
        let (session, opening) = Session::start(start).map_err(|error| {
            self.broker.session_state(slot, SlotState::Closed);
            OpenError::Failed { text: format!("no thread could be started: {error}") }
        })?;
        let session = Arc::new(session);
        self.sessions().insert(slot, session.clone());
        match opening.recv_timeout(OPEN_WITHIN) {
            Ok(Ok(_)) => Ok(Opened { slot, app_id, resumed: false }),
            Ok(Err(text)) => Err(OpenError::Failed { text }),
            Err(RecvTimeoutError::Disconnected) => Err(OpenError::Failed { text: "an internal error ended this mini-program".into() }),
            Err(RecvTimeoutError::Timeout) => {
                session.stop(EndReason::Failed { text: "it took too long to open".into() });
                Err(OpenError::TooSlow)
            }
        }
    }

    /// A message of a page, passed on unread.
    pub fn on_view_message(&self, page: PageId, text: &str) {
        if let Some(session) = self.session_with(page) {
            session.send(Event::View { page, text: text.into() });
        }
    }

    /// What a page loads: its document (`path` empty), our script and style, pictures of its bundle. `None`: not there,
    /// or not for pages. Never waits for a mini-program.
    pub fn read_asset(&self, page: PageId, path: &str) -> Option<Asset> {
        self.session_with(page)?.assets().read(page, path)
    }

    /// As [`SuperApp::read_asset`] for what is the same on all pages of a mini-program: everything but documents.
    pub fn read_app_asset(&self, slot: Slot, path: &str) -> Option<Asset> {
        self.session(slot)?.assets().read_file(path)
    }

    fn tell(&self, slot: Slot, event: HostEvent) {
        if let Some(session) = self.session(slot) {
            session.send(Event::Host(event));
        }
    }

    /// The way back: a page, or at the first one out of the mini-program (`View::ended`).
    pub fn back(&self, slot: Slot) {
        self.tell(slot, HostEvent::Back);
    }

    /// To the mini-program's first page.
    pub fn home(&self, slot: Slot) {
        self.tell(slot, HostEvent::Home);
    }

    /// A tab was tapped; `path` is the entry's page.
    pub fn tab(&self, slot: Slot, path: &str) {
        self.tell(slot, HostEvent::Tab { path: path.into() });
    }

    /// The mini-program left the screen. It rests after five seconds and ends after five minutes.
    pub fn background(&self, slot: Slot) {
        self.tell(slot, HostEvent::Background);
    }

    /// Ends a mini-program.
    pub fn close(&self, slot: Slot) {
        if let Some(session) = self.session(slot) {
            session.stop(EndReason::Closed);
        }
    }

    /// A page's renderer was lost: it is made again as it was.
    pub fn view_lost(&self, page: PageId) {
        if let Some(session) = self.session_with(page) {
            session.send(Event::Host(HostEvent::ViewLost { page }));
        }
    }

    /// The shell wrote new `DeviceFacts`: theme, language, network, size.
    pub fn facts_changed(&self) {
        for session in self.sessions().values() {
            session.send(Event::Host(HostEvent::FactsChanged));
        }
    }

    /// Ends every mini-program and waits until what is stored is safe, two seconds at most.
    pub fn shutdown(self) {
        let sessions: Vec<Arc<Session>> = self.sessions().drain().map(|(_, session)| session).collect();
        for session in &sessions {
            session.stop(EndReason::Closed);
        }
        for _ in 0..40 {
            if sessions.iter().all(|session| session.is_over()) {
                break;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        self.runtime.shutdown_timeout(Duration::from_secs(1));
    }
}
