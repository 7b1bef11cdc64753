//! One running mini-program: its thread, event loop, page stack, life cycle and bridge. It reaches the store, the gate
//! and the network only through the [`Broker`], and draws nothing: the shell does, told through `host`.
//!
//! A session has one thread; JavaScript, tree and page stack live on it and nothing there is locked. Everything that
//! makes it work comes in as an [`Event`]. What must not wait for it (assets, stopping) does not go through it.

pub mod assets;
pub mod bridge;
pub mod document;
pub mod stack;

mod actions;
mod fate;
mod inspect;
mod life;
mod navigate;
mod outside;
mod page;
mod query;
mod running;
mod sources;
mod watch;

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use banchan_formats::Diagnostic;
use banchan_formats::bundle::Files;
use banchan_formats::code::AppId;
use banchan_formats::manifest::Manifest;

use crate::broker::Broker;
use crate::host::{EndReason, Hosts, PageId};
use crate::logic::Limits;
use crate::permission::Slot;
use fate::Fate;

pub use assets::{Asset, Assets};
pub use inspect::{Inspection, inspect};
pub use outside::Missing;
pub use running::Opening;
pub use stack::Place;
pub use watch::{Note, NullWatcher, Watcher};

/// Native stack of a session's thread: the engine's limit with ample room for our own frames.
pub const STACK_BYTES: usize = 8 << 20;

/// Every cause of work of a session.
#[derive(Debug)]
pub enum Event {
    /// The shell or the host wants something.
    Host(HostEvent),
    /// A view says something, unread.
    View {
        /// Whose port it arrived on.
        page: PageId,
        /// The message.
        text: String,
    },
    /// A call is answered: an outcome as JSON.
    Resolve {
        /// Number of the call.
        call: u32,
        /// `{"ok": bool, "res": ...}`
        outcome: String,
    },
    /// The end was asked for: only wakes the thread, what counts is kept beside the queue.
    Stop,
}

/// What the shell or the host may want of a session.
#[derive(Debug)]
pub enum HostEvent {
    /// Opened again while it lives: by a code (then with a place), or from recents.
    Reopen {
        /// Where to go; `None` stays where it was.
        place: Option<Place>,
        /// WeChat's number for the way in.
        scene: u32,
        /// Told when it was done, or why not; dropped unheard when the session ended before.
        taken: Sender<Result<(), String>>,
    },
    /// It left the screen.
    Background,
    /// The way back: the shell's back button or gesture.
    Back,
    /// To the first page.
    Home,
    /// A tab was tapped.
    Tab {
        /// Its page.
        path: String,
    },
    /// The page was pulled down and let go, or the like: `DeviceFacts` changed.
    FactsChanged,
    /// A view's renderer was lost.
    ViewLost {
        /// Its page.
        page: PageId,
    },
}

/// What a session is started with.
pub struct Start {
    /// Its number at the broker.
    pub slot: Slot,
    /// Which mini-program.
    pub app_id: AppId,
    /// Its name in the user's language, for titles of last resort.
    pub name: String,
    /// Its files.
    pub files: Arc<Files>,
    /// Its manifest, already read from them.
    pub manifest: Manifest,
    /// What was found while it was read.
    pub found: Vec<Diagnostic>,
    /// Where it opens; `None` is its entry page.
    pub place: Option<Place>,
    /// WeChat's number for the way in: 1011 for a code, 1001 for the list, 1089 for recents.
    pub scene: u32,
    /// The phone.
    pub hosts: Hosts,
    /// The door to everything guarded.
    pub broker: Arc<dyn Broker>,
    /// Runs what waits for the user.
    pub runtime: tokio::runtime::Handle,
    /// Told what a developer wants to see.
    pub watcher: Arc<dyn Watcher>,
    /// Origin of the shell's page, which hands a page its port; empty where the bridge is another.
    pub shell_origin: String,
    /// Source of page numbers, shared by all sessions.
    pub page_ids: Arc<AtomicU64>,
    /// Budgets of its JavaScript.
    pub limits: Limits,
}

/// How long an opening waits for a busy session to come back.
const REOPEN_WITHIN: Duration = Duration::from_secs(2);

/// How a running session is held from outside: from any thread.
pub struct Session {
    events: Sender<Event>,
    assets: Arc<Assets>,
    fate: Arc<Fate>,
    app_id: AppId,
}

impl Session {
    /// Starts the thread. The receiver gets the first page, or why there is none.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(start: Start) -> std::io::Result<(Session, Receiver<Opening>)> {
        let (events, inbox) = mpsc::channel();
        let (opened, opening) = mpsc::channel();
        let fate = Arc::new(Fate::new(start.slot, start.broker.clone(), start.hosts.view.clone()));
        let session = Session {
            events: events.clone(),
            assets: Arc::new(Assets::new(start.files.clone())),
            fate: fate.clone(),
            app_id: start.app_id.clone(),
        };
        let assets = session.assets.clone();
        std::thread::Builder::new().name(format!("session-{}", start.slot.0)).stack_size(STACK_BYTES).spawn(move || {
            let work = std::panic::AssertUnwindSafe(|| running::run(start, events, inbox, opened, assets, fate.clone()));
            if std::panic::catch_unwind(work).is_err() {
                let text = "an internal error ended this mini-program; nothing else is affected".into();
                fate.doom(EndReason::Failed { text });
            }
            fate.end();
        })?;
        Ok((session, opening))
    }

    /// Puts an event into its queue. Events for a session that is over vanish; a flood of a view's messages is cut, and
    /// the developer hears of it.
    pub fn send(&self, event: Event) {
        if let Event::View { text, .. } = &event
            && !self.fate.admit(text.len())
        {
            return;
        }
        let _ = self.events.send(event);
    }

    /// Brings it back with a new way in. `false`: it is ending, and another has to be started.
    ///
    /// # Errors
    /// A sentence when it has no such page; it goes on as it was.
    pub fn reopen(&self, place: Option<Place>, scene: u32) -> Result<bool, String> {
        if self.is_ending() {
            return Ok(false);
        }
        let (taken, answer) = mpsc::channel();
        self.send(Event::Host(HostEvent::Reopen { place, scene, taken }));
        match answer.recv_timeout(REOPEN_WITHIN) {
            Ok(taken) => taken.map(|()| true),
            // One that is only busy comes back when it is done.
            Err(RecvTimeoutError::Timeout) => Ok(true),
            Err(RecvTimeoutError::Disconnected) => Ok(false),
        }
    }

    /// What its pages load.
    pub fn assets(&self) -> &Arc<Assets> {
        &self.assets
    }

    /// Its number at the broker.
    pub fn slot(&self) -> Slot {
        self.fate.slot()
    }

    /// Which mini-program it runs.
    pub fn app_id(&self) -> &AppId {
        &self.app_id
    }

    /// Whether its end was asked for, or it ended.
    pub fn is_ending(&self) -> bool {
        self.fate.reason().is_some()
    }

    /// Whether it is over: nothing of it acts any more, and the shell was told.
    pub fn is_over(&self) -> bool {
        self.fate.is_over()
    }

    /// Ends it: JavaScript stops at its next chance, then the thread does. The first reason counts.
    pub fn stop(&self, reason: EndReason) {
        self.fate.doom(reason);
        self.fate.halt_if_busy_for(Duration::from_millis(500));
        let _ = self.events.send(Event::Stop);
    }

    /// What a watchdog does every now and then: cuts short what goes on after the end was asked for, and gives up what
    /// nothing can stop. `false` when there is nothing left to look after.
    pub fn look_after(&self) -> bool {
        self.fate.look_after()
    }
}
