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
mod inspect;
mod life;
mod navigate;
mod outside;
mod page;
mod query;
mod running;
mod sources;
mod watch;

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use banchan_formats::Diagnostic;
use banchan_formats::bundle::Files;
use banchan_formats::code::AppId;
use banchan_formats::manifest::Manifest;

use crate::broker::Broker;
use crate::host::{EndReason, Hosts, PageId};
use crate::logic::{Limits, Stopper};
use crate::permission::{Slot, SlotState};

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
    /// The end, for this reason.
    Stop(EndReason),
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

/// How a running session is held from outside: from any thread.
pub struct Session {
    events: Sender<Event>,
    assets: Arc<Assets>,
    stopper: Arc<OnceLock<Stopper>>,
    over: Arc<AtomicBool>,
    slot: Slot,
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
        let session = Session {
            events: events.clone(),
            assets: Arc::new(Assets::new(start.files.clone())),
            stopper: Arc::default(),
            over: Arc::default(),
            slot: start.slot,
            app_id: start.app_id.clone(),
        };
        let (assets, stopper, over) = (session.assets.clone(), session.stopper.clone(), session.over.clone());
        let (view, slot, broker) = (start.hosts.view.clone(), start.slot, start.broker.clone());
        std::thread::Builder::new().name(format!("session-{}", start.slot.0)).stack_size(STACK_BYTES).spawn(move || {
            let run = std::panic::AssertUnwindSafe(|| running::run(start, events, inbox, opened, assets, stopper));
            let reason = std::panic::catch_unwind(run).unwrap_or_else(|_| EndReason::Failed {
                text: "an internal error ended this mini-program; nothing else is affected".into(),
            });
            over.store(true, Ordering::Release);
            broker.session_state(slot, SlotState::Closed);
            view.ended(slot, reason);
        })?;
        Ok((session, opening))
    }

    /// Puts an event into its queue. Events for a session that is over vanish.
    pub fn send(&self, event: Event) {
        let _ = self.events.send(event);
    }

    /// What its pages load.
    pub fn assets(&self) -> &Arc<Assets> {
        &self.assets
    }

    /// Its number at the broker.
    pub fn slot(&self) -> Slot {
        self.slot
    }

    /// Which mini-program it runs.
    pub fn app_id(&self) -> &AppId {
        &self.app_id
    }

    /// Whether its thread has ended.
    pub fn is_over(&self) -> bool {
        self.over.load(Ordering::Acquire)
    }

    /// Ends it: JavaScript stops at its next chance, then the thread does.
    pub fn stop(&self, reason: EndReason) {
        if let Some(stopper) = self.stopper.get() {
            // A turn under way is cut short; one that is idle still hears of its end.
            if stopper.busy_for().is_some_and(|busy| busy > Duration::from_millis(500)) {
                stopper.stop();
            }
        }
        self.send(Event::Stop(reason));
    }

    /// How long JavaScript has ignored that its time is over. Past a few seconds nothing can stop it any more: its
    /// thread has to be left behind.
    pub fn ignored_for(&self) -> Option<Duration> {
        self.stopper.get()?.ignored_for()
    }
}
