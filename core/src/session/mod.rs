//! One running mini-program: its thread, event loop, page stack, life cycle and bridge. It reaches the store, the gate
//! and the network only through the [`Broker`], and draws nothing: the shell does, told through `host`.
//!
//! A session has one thread; JavaScript, tree and page stack live on it and nothing there is locked. Everything that
//! makes it work comes in as an [`Event`]. What must not wait for it (assets, stopping) does not go through it.

pub mod assets;
pub mod bridge;
mod button;
pub mod document;
pub mod stack;

mod actions;
mod ahead;
mod canvas;
mod element;
mod exit;
mod fate;
mod fonts;
mod inspect;
mod life;
mod media;
mod navigate;
mod now;
mod observe;
mod outside;
mod page;
mod query;
mod route;
mod running;
mod screen;
mod serve;
mod share;
mod sound_talk;
mod sources;
mod spare;
mod unload;
mod views;
mod watch;
mod web;
mod worker;
mod wxs;

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use banchan_formats::Diagnostic;
use banchan_formats::bundle::Files;
use banchan_formats::code::AppId;
use banchan_formats::manifest::Manifest;
use serde::{Deserialize, Serialize};
use tokio::sync::OwnedSemaphorePermit;

use crate::broker::{Broker, News};
use crate::host::{Bridge, EndReason, Hosts, MemoryPressure, PageId, ShareKind, SoundState};
use crate::logic::Limits;
use crate::permission::Slot;
use fate::Fate;

pub use assets::{Asset, Assets, Greeting};
pub use inspect::{Inspection, inspect};
pub use outside::Missing;
pub use running::Opening;
pub use serve::{Cut, Header, PageReply, RELAY_SCRIPT, cut, decoded};
pub(crate) use serve::{Wanted, wanted};
pub use sources::Sources;
pub use spare::Spare;
pub use stack::Place;
pub use watch::{Note, NullWatcher, Watcher};

/// Native stack of a session's thread: the engine's limit with ample room for our own frames.
pub const STACK_BYTES: usize = 8 << 20;

/// The number that news of updates have in the place of a call's: [`crate::superapp`] tells them.
pub const UPDATE_TASK: u32 = 0;

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
        /// Its share of what may wait: given back when JavaScript has it.
        held: Option<OwnedSemaphorePermit>,
    },
    /// What an element of a view wanted is answered: an outcome as JSON.
    Given {
        /// Number of the want.
        want: u32,
        /// `{"ok": bool, "res": ...}`
        outcome: String,
    },
    /// Something happened to a task of the program's: progress, a message of a socket.
    Task(News),
    /// What came of the tap on a button that asks the person for something.
    Button {
        /// The page of the button.
        page: PageId,
        /// The button.
        node: u32,
        /// The event that it hears.
        event: &'static str,
        /// Its detail.
        detail: serde_json::Value,
    },
    /// The person was asked whether to leave a page.
    Leave {
        /// Which.
        page: PageId,
        /// How many pages back.
        delta: usize,
        /// Whether it is left.
        leaves: bool,
    },
    /// The end was asked for: only wakes the thread, what counts is kept beside the queue.
    Stop,
}

/// Who opened a mini-program, and what it hands over: `referrerInfo` of `onLaunch` and `onShow`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Referrer {
    /// Which mini-program.
    pub app_id: AppId,
    /// An object.
    pub extra_data: serde_json::Value,
    /// Whether leaving by the first page leads there, so that this page shows a way back.
    pub leads_back: bool,
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
        /// From which other one, with what.
        referrer: Option<Referrer>,
        /// Told when it was done, or why not; dropped unheard when the session ended before.
        taken: Sender<Result<(), String>>,
    },
    /// The person shares what is seen.
    Share {
        /// As what.
        kind: ShareKind,
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
    /// The shell's keyboard came, went or changed.
    Keyboard {
        /// How much of the page it covers, in CSS pixels; `None` when the view can see that by itself.
        height: Option<f64>,
    },
    /// The person took a picture of the screen.
    Captured,
    /// The phone needs memory.
    Memory {
        /// How badly.
        pressure: MemoryPressure,
    },
    /// What became of a sound.
    Sound {
        /// Which.
        sound: u32,
        /// Where it stands.
        state: SoundState,
    },
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
    /// Its release; 0 for a source folder.
    pub version: u64,
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
    /// From which other mini-program, with what.
    pub referrer: Option<Referrer>,
    /// The phone.
    pub hosts: Hosts,
    /// The door to everything guarded.
    pub broker: Arc<dyn Broker>,
    /// Runs what waits for the user.
    pub runtime: tokio::runtime::Handle,
    /// Told what a developer wants to see.
    pub watcher: Arc<dyn Watcher>,
    /// How its pages talk with us.
    pub bridge: Bridge,
    /// Source of page numbers, shared by all sessions.
    pub page_ids: Arc<AtomicU64>,
    /// Budgets of its JavaScript.
    pub limits: Limits,
}

/// How long an opening waits for a busy session to come back.
pub(crate) const REOPEN_WITHIN: Duration = Duration::from_secs(2);

/// How a running session is held from outside: from any thread.
pub struct Session {
    events: Sender<Event>,
    assets: Arc<Assets>,
    fate: Arc<Fate>,
    now: Arc<now::Now>,
    app_id: AppId,
}

impl Session {
    /// Starts it, on the thread that waits for one when there is. The receiver gets the first page, or why there is none.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(start: Start, spare: Option<Spare>) -> std::io::Result<(Session, Receiver<Opening>)> {
        let (events, inbox) = mpsc::channel();
        let (opened, opening) = mpsc::channel();
        let fate = Arc::new(Fate::new(start.slot, start.broker.clone(), start.hosts.view.clone()));
        let session = Session {
            events: events.clone(),
            assets: Arc::new(Assets::new(start.files.clone(), start.slot, start.broker.clone())),
            fate: fate.clone(),
            now: Arc::default(),
            app_id: start.app_id.clone(),
        };
        let (assets, now) = (session.assets.clone(), session.now.clone());
        let spare = match spare {
            Some(spare) => spare,
            None => Spare::new(start.limits.clone())?,
        };
        spare.run(move |engine| {
            let work = std::panic::AssertUnwindSafe(|| running::run(start, engine, (events, inbox), opened, assets, fate.clone(), now));
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
        // What JavaScript waits for right now can't go through the queue.
        if let Event::View { page, text } = &event
            && (self.now.take(*page, text) || !self.fate.admit(text.len()))
        {
            return;
        }
        let _ = self.events.send(event);
    }

    /// Brings it back with a new way in. `false`: it is ending, and another has to be started.
    ///
    /// # Errors
    /// A sentence when it has no such page; it goes on as it was.
    pub fn reopen(&self, place: Option<Place>, scene: u32, referrer: Option<Referrer>) -> Result<bool, String> {
        if self.is_ending() {
            return Ok(false);
        }
        let (taken, answer) = mpsc::channel();
        self.send(Event::Host(HostEvent::Reopen { place, scene, referrer, taken }));
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
