//! The facade that a shell holds: open, search, recents, scan, close. It owns the runtime, the store, the broker and
//! the sessions; every rule lives below it.
//!
//! A shell calls these methods from any thread. Those that may take long (`open`, `scan_image`, `search`) say so: call
//! them off the thread that draws.

mod apart;
mod aside;
mod check;
mod dev;
mod error;
mod known;
mod lan;
mod programs;
mod removal;
mod serve;
mod spares;
mod turns;
mod update;
mod used;
mod user;
mod visit;
mod watchdog;

use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

use banchan_formats::code::{self, AppId, Code, CodeError, OpenTarget};
use banchan_formats::manifest::Manifest;
use banchan_formats::scan::{self, Found, ScanError};

use crate::broker::{Broker, LocalBroker, SlotState};
use crate::host::{Bridge, EndReason, Folders, Hosts, OwnApi, OwnError};
use crate::logic::Limits;
use crate::permission::{Declarations, NetPolicy, Slot, SlotInfo, User};
use crate::session::{Place, Referrer, Session, Start, Watcher};
use crate::store::{Bundle, Registry, Store};

use apart::Away;
pub use apart::{Inbox, Processes, SlotApp};
pub use aside::aside;
pub use check::{MissingApi, Report};
pub use dev::DevOptions;
pub use error::{OpenError, SetupError};
pub use known::{AppCard, RecentCard};
pub use programs::Programs;
use programs::{Program, Started};
use turns::Turns;
pub use used::Used;
use used::{UseLog, Writer};

/// WeChat's numbers for ways in, as `onLaunch` gets them.
pub mod scene {
    /// From the list of mini-programs.
    pub const LIST: u32 = 1001;
    /// By search.
    pub const SEARCH: u32 = 1005;
    /// From another mini-program.
    pub const APP: u32 = 1037;
    /// Back from another mini-program.
    pub const BACK_FROM_APP: u32 = 1038;
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

/// How long calls that are under way may go on after the end.
const LET_GO_WITHIN: Duration = Duration::from_secs(2);

/// What a super-app is made of.
pub struct Config {
    /// The phone.
    pub hosts: Hosts,
    /// Where to keep things.
    pub folders: Folders,
    /// Where mini-programs come from, verified; the first that knows one serves it.
    pub registries: Vec<Registry>,
    /// How the shell's pages talk with the core.
    pub bridge: Bridge,
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
    programs: Arc<Programs>,
    processes: Option<Arc<dyn Processes>>,
    turns: Arc<Turns>,
    page_ids: Arc<AtomicU64>,
    watcher: Arc<dyn Watcher>,
    used: Arc<UseLog>,
    limits: Limits,
    developer_mode: lan::DeveloperMode,
    handle: tokio::runtime::Handle,
    // Dropped last: everything above may still be using it. `None` only while it is being shut down.
    runtime: Option<tokio::runtime::Runtime>,
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
        let programs = Arc::new(Programs::new(config.bridge, config.limits.clone()));
        runtime.spawn(watchdog::watch(programs.clone()));
        Ok(SuperApp {
            store,
            broker,
            hosts: config.hosts,
            programs,
            processes: None,
            turns: Arc::default(),
            page_ids: Arc::default(),
            watcher: config.watcher,
            used: Arc::default(),
            limits: config.limits,
            developer_mode: lan::DeveloperMode::default(),
            handle: runtime.handle().clone(),
            runtime: Some(runtime),
        })
    }

    /// From now on each mini-program runs in a process of its own, which the shell begins and ends.
    pub fn set_processes(&mut self, processes: Arc<dyn Processes>) {
        self.processes = Some(processes);
        self.programs.spares().never();
    }

    /// The runtime, for a shell that has work of its own to wait for: a process has one runtime.
    pub fn runtime(&self) -> &tokio::runtime::Handle {
        &self.handle
    }

    /// Waits until a session that is ending is gone, so that nothing of it writes what the next one reads.
    fn wait_for_end(&self, session: &dyn Program) {
        let begun = Instant::now();
        while !session.is_over() && begun.elapsed() < GONE_WITHIN {
            std::thread::sleep(Duration::from_millis(5));
        }
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

    /// The codes in the luma plane of a camera frame, whose rows begin `stride` bytes after one another.
    ///
    /// # Errors
    /// [`ScanError`].
    pub fn scan_luma(&self, width: u32, height: u32, stride: u32, luma: &[u8]) -> Result<Vec<Found>, ScanError> {
        let (row, step) = (width as usize, stride.max(width).max(1) as usize);
        if row == step {
            return scan::decode_luma(width, height, luma);
        }
        let packed: Vec<u8> = luma.chunks(step).take(height as usize).flat_map(|line| line.iter().take(row).copied()).collect();
        scan::decode_luma(width, height, &packed)
    }

    /// Opens what a text or link names.
    ///
    /// # Errors
    /// [`OpenError`]; [`OpenError::NotMiniProgram`] tells what it is instead.
    pub fn open_text(&self, text: &str) -> Result<Opened, OpenError> {
        self.open(&self.target(text)?, scene::CODE)
    }

    /// What a text or link wants opened. Nothing is fetched.
    ///
    /// # Errors
    /// [`OpenError::NotMiniProgram`] tells what it is instead.
    pub fn target(&self, text: &str) -> Result<OpenTarget, OpenError> {
        match self.route(text)? {
            Code::MiniProgram(target) => Ok(target),
            other => Err(OpenError::NotMiniProgram { code: Box::new(other) }),
        }
    }

    /// Opens a mini-program: brings it back when it runs, else verifies (or installs) its bundle and starts it. The shell
    /// hears of its pages through `host::View` before this returns. Takes as long as its first screen.
    ///
    /// # Errors
    /// [`OpenError`], in plain sentences; nothing of a bundle that was refused has run.
    pub fn open(&self, target: &OpenTarget, scene: u32) -> Result<Opened, OpenError> {
        self.open_from(target, scene, None)
    }

    fn open_from(&self, target: &OpenTarget, scene: u32, referrer: Option<Referrer>) -> Result<Opened, OpenError> {
        let _turn = self.turns.take(&target.app_id);
        let place = target.path.as_ref().map(|path| Place { path: path.clone(), query: target.query.clone() });
        if let Some(session) = self.programs.of(&target.app_id) {
            if self.is_of_user(session.slot())
                && session.reopen(place.clone(), scene, referrer.clone()).map_err(|text| OpenError::Failed { text })?
            {
                self.remember(session.slot(), place.as_ref());
                return Ok(Opened { slot: session.slot(), app_id: target.app_id.clone(), resumed: true });
            }
            // One in another process may say no and live on.
            session.stop(EndReason::Closed);
            self.wait_for_end(session.as_ref());
        }
        let bundle = self.store.open_app(&target.app_id)?;
        let opened = self.start(&bundle, place.clone(), scene, referrer)?;
        self.remember(opened.slot, place.as_ref());
        Ok(opened)
    }

    fn start(&self, bundle: &Bundle, place: Option<Place>, scene: u32, referrer: Option<Referrer>) -> Result<Opened, OpenError> {
        let info = bundle.info();
        let language = &self.hosts.facts.get().language;
        let name = info.name(language).to_string();
        let (manifest, found) = Manifest::from_files(bundle.files())?;
        let slot = self.broker.open(SlotInfo {
            user: User::default(),
            app_id: info.id.clone(),
            version: bundle.version(),
            name: name.clone(),
            declarations: Declarations::from(&manifest).for_reader(info, language),
            domains: info.domains.clone(),
            policy: NetPolicy::Release,
        });
        self.run(Start {
            slot,
            app_id: info.id.clone(),
            version: bundle.version(),
            name,
            files: bundle.files().clone(),
            manifest,
            found,
            place,
            scene,
            referrer,
            hosts: self.hosts.clone(),
            broker: self.broker.clone(),
            runtime: self.handle.clone(),
            watcher: self.watcher.clone(),
            bridge: self.programs.bridge().clone(),
            page_ids: self.page_ids.clone(),
            limits: self.limits.clone(),
        })
    }

    fn run(&self, mut start: Start) -> Result<Opened, OpenError> {
        start.watcher = Arc::new(Writer {
            log: self.used.clone(),
            user: self.broker.gate().info(start.slot).map(|info| info.user.clone()).unwrap_or_default(),
            app_id: start.app_id.clone(),
            app_name: start.name.clone(),
            clock: self.hosts.clock.clone(),
            next: start.watcher,
        });
        let (slot, app_id, version) = (start.slot, start.app_id.clone(), start.version);
        self.broker.lend_files(slot, start.files.clone());
        let (session, opening) = self.begin(start).map_err(|text| {
            self.broker.session_state(slot, SlotState::Closed);
            OpenError::Failed { text }
        })?;
        self.programs.lock().insert(slot, session.clone());
        if !self.is_of_user(slot) {
            // Whoever changed the user looked for what runs before this one was there.
            session.stop(EndReason::Closed);
        }
        match opening.recv_timeout(OPEN_WITHIN) {
            Ok(Ok(_)) => {
                self.look_for_update(&session, version);
                Ok(Opened { slot, app_id, resumed: false })
            }
            Ok(Err(text)) => Err(OpenError::Failed { text }),
            Err(RecvTimeoutError::Disconnected) => Err(OpenError::Failed { text: "an internal error ended this mini-program".into() }),
            Err(RecvTimeoutError::Timeout) => {
                session.stop(EndReason::Failed { text: "it took too long to open".into() });
                Err(OpenError::TooSlow)
            }
        }
    }

    /// Starts a session, here or in a process of its own.
    fn begin(&self, start: Start) -> Result<Started, String> {
        if let Some(processes) = &self.processes {
            return Away::start(processes, start).map_err(|error| format!("no process could be started for it: {error}"));
        }
        let (session, opening) =
            Session::start(start, self.programs.spares().take()).map_err(|error| format!("no thread could be started: {error}"))?;
        Ok((Arc::new(session), opening))
    }

    /// Behind the first screen, which must not wait for it.
    fn look_for_update(&self, session: &Arc<dyn Program>, version: u64) {
        if version == 0 {
            return update::none(session.as_ref());
        }
        let (store, turns, session) = (self.store.clone(), self.turns.clone(), session.clone());
        self.runtime().spawn_blocking(move || update::look(&store, &turns, session.as_ref(), version));
    }

    /// Adds a member of the integrator's own, `wx.acme.pay` for `acme.pay`; mini-programs that run already do not see it.
    ///
    /// # Errors
    /// [`OwnError`] when its name or scope can't be used.
    pub fn register(&self, api: Arc<dyn OwnApi>) -> Result<(), OwnError> {
        let spec = api.spec();
        crate::api::own::declare(&spec)?;
        self.hosts.own.insert(spec.name, api);
        Ok(())
    }

    /// As [`SuperApp::shutdown`] for one that threads of the shell may still hold: their calls end by themselves, and what they still
    /// opened is ended too. The last to let go of it frees it.
    pub fn shutdown_shared(mut shared: Arc<Self>) {
        let begun = Instant::now();
        while begun.elapsed() < LET_GO_WITHIN {
            shared.end_all();
            match Arc::try_unwrap(shared) {
                Ok(whole) => return whole.shutdown(),
                Err(still) => shared = still,
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// [`SuperApp::end_all`], and then everything else.
    pub fn shutdown(mut self) {
        self.end_all();
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_timeout(Duration::from_secs(1));
        }
    }
}

/// What a shell tells running mini-programs.
impl Deref for SuperApp {
    type Target = Programs;

    fn deref(&self) -> &Programs {
        &self.programs
    }
}

impl Drop for SuperApp {
    /// Waits for nothing, since whoever lets go of it last may be a thread that must not wait. What was opened while it was
    /// shut down ends by itself.
    fn drop(&mut self) {
        self.programs.abandon();
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
