//! The end in a mini-program's own process: one session, begun with what the main process hands over. It has no store, no registry and
//! no network: whatever the program wants of the phone is asked there.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use banchan_formats::bundle::{Files, Limits as BundleLimits};
use banchan_formats::manifest::Manifest;
use serde_json::Value;

use super::{Beginning, Order, ToMain, ToSlot, cut, reason as shortened, said, short};
use crate::broker::wire::{RemoteBroker, Wire};
use crate::host::{Bridge, EndReason, Hosts, NewPage, PageId, Transition, View};
use crate::logic::Limits;
use crate::permission::Slot;
use crate::session::{Note, Opening, Session, Start, Watcher};
use crate::superapp::Programs;
use crate::superapp::watchdog;

/// What a mini-program's process holds.
pub struct SlotApp {
    inner: Arc<Inner>,
    // `None` only while it is being shut down.
    runtime: Option<tokio::runtime::Runtime>,
}

struct Inner {
    hosts: Hosts,
    broker: Arc<RemoteBroker>,
    programs: Arc<Programs>,
    handle: tokio::runtime::Handle,
    limits: Limits,
    files: Mutex<Vec<(String, Vec<u8>)>>,
    begun: AtomicBool,
}

impl SlotApp {
    /// Ready for what the main process says, which comes to [`SlotApp::receive`]; frames for it go over `wire`. Of `hosts`, only what a
    /// session asks in its own process is ever asked: pages, what is drawn around them, sound, facts, time, randomness.
    ///
    /// # Errors
    /// When the system gives no threads.
    pub fn new(hosts: Hosts, bridge: Bridge, limits: Limits, wire: Box<dyn Wire>) -> std::io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).thread_name("banchan").enable_time().build()?;
        let programs = Arc::new(Programs::new(bridge, limits.clone()));
        // While the main process still sends what is to run.
        programs.spares().fill();
        runtime.spawn(watchdog::watch(programs.clone()));
        let inner = Arc::new_cyclic(|weak: &Weak<Inner>| {
            let heard = weak.clone();
            let hear = move |said, bytes| {
                if let Some(inner) = heard.upgrade() {
                    inner.hear(said, bytes);
                }
            };
            let broker = Arc::new(RemoteBroker::new(wire).hearing(Box::new(hear)));
            let view = Arc::new(Ending { view: hosts.view.clone(), broker: broker.clone() });
            Inner {
                hosts: Hosts { view, ..hosts },
                broker,
                programs,
                handle: runtime.handle().clone(),
                limits,
                files: Mutex::default(),
                begun: AtomicBool::new(false),
            }
        });
        Ok(Self { inner, runtime: Some(runtime) })
    }

    /// Takes a frame of the main process, in order. Returns at once.
    pub fn receive(&self, frame: &[u8]) {
        self.inner.broker.receive(frame);
    }

    /// What runs, for the shell's screens.
    pub fn programs(&self) -> &Arc<Programs> {
        &self.inner.programs
    }

    /// Ends what runs; waits for nothing.
    pub fn shutdown(mut self) {
        self.let_go();
    }

    fn let_go(&mut self) {
        self.inner.programs.abandon();
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Drop for SlotApp {
    fn drop(&mut self) {
        self.let_go();
    }
}

impl Inner {
    fn hear(self: Arc<Self>, said: Value, bytes: Vec<u8>) {
        match serde_json::from_value(said) {
            Ok(ToSlot::File { path }) => self.files.lock().unwrap_or_else(PoisonError::into_inner).push((path, bytes)),
            Ok(ToSlot::Start(beginning)) => {
                // A process serves one session, and is killed after it.
                if !self.begun.swap(true, Ordering::AcqRel) {
                    self.at_leisure(move |inner| inner.begin(*beginning));
                }
            }
            Ok(ToSlot::Reopen { ticket, place, scene, referrer }) => self.at_leisure(move |inner| {
                let session = inner.only();
                let taken = session.map_or(Ok(false), |session| session.reopen(place, scene, referrer)).map_err(cut);
                inner.say(&ToMain::Reopened { ticket, taken });
            }),
            Ok(ToSlot::Stop { reason }) => match self.only() {
                Some(session) => session.stop(reason),
                None => self.say(&ToMain::Ended { reason }),
            },
            Ok(ToSlot::Order(order)) => self.order(order),
            // The main process says nothing else; if it does, there is nobody to be told.
            Err(_) => {}
        }
    }

    fn order(&self, order: Order) {
        let Some(session) = self.only() else { return };
        session.send(order.into());
    }

    fn only(&self) -> Option<Arc<dyn crate::superapp::programs::Program>> {
        self.programs.lock().values().next().cloned()
    }

    /// Frames must go on meanwhile: what is begun asks the main process.
    fn at_leisure(self: Arc<Self>, act: impl FnOnce(&Arc<Self>) + Send + 'static) {
        self.handle.clone().spawn_blocking(move || act(&self));
    }

    fn say(&self, message: &ToMain) {
        self.broker.say(said(message));
    }

    fn begin(self: &Arc<Self>, beginning: Beginning) {
        let slot = beginning.slot;
        let opening = self.start(beginning);
        let failed = opening.is_err();
        self.say(&ToMain::Opened(opening.clone().map_err(cut)));
        if let (true, None, Err(text)) = (failed, self.only(), opening) {
            // There is no session that would say so.
            self.hosts.view.ended(slot, EndReason::Failed { text });
        }
    }

    fn start(self: &Arc<Self>, beginning: Beginning) -> Opening {
        let entries = std::mem::take(&mut *self.files.lock().unwrap_or_else(PoisonError::into_inner));
        let files = Arc::new(Files::from_entries(entries, &BundleLimits::default()).map_err(|why| why.to_string())?);
        let (manifest, found) = Manifest::from_files(&files).map_err(|why| why.to_string())?;
        for spec in &beginning.own {
            // Declared in the main process already, by the same rules.
            let _ = crate::api::own::declare(spec);
        }
        let start = Start {
            slot: beginning.slot,
            app_id: beginning.app_id,
            version: beginning.version,
            name: beginning.name,
            files,
            manifest,
            found,
            place: beginning.place,
            scene: beginning.scene,
            referrer: beginning.referrer,
            hosts: Hosts { tiles: beginning.tiles, ..self.hosts.clone() },
            broker: self.broker.clone(),
            runtime: self.handle.clone(),
            watcher: Arc::new(Telling(self.broker.clone())),
            bridge: self.programs.bridge().clone(),
            page_ids: Arc::default(),
            limits: self.limits.clone(),
        };
        let spare = self.programs.spares().take();
        self.programs.spares().never();
        let (session, opening) = Session::start(start, spare).map_err(|error| format!("no thread could be started: {error}"))?;
        self.programs.lock().insert(beginning.slot, Arc::new(session));
        opening.recv().unwrap_or_else(|_| Err("an internal error ended this mini-program".into()))
    }
}

/// Tells the main process what developers and the log of use are told.
struct Telling(Arc<RemoteBroker>);

impl Watcher for Telling {
    fn note(&self, _slot: Slot, note: Note) {
        self.0.say(said(&ToMain::Note(short(note))));
    }
}

/// The shell's pages, and the main process for their end.
struct Ending {
    view: Arc<dyn View>,
    broker: Arc<RemoteBroker>,
}

impl View for Ending {
    fn create_page(&self, page: NewPage) {
        self.view.create_page(page);
    }
    fn show_page(&self, page: PageId, transition: Transition) {
        self.view.show_page(page, transition);
    }
    fn close_page(&self, page: PageId) {
        self.view.close_page(page);
    }
    fn reload_page(&self, page: PageId) {
        self.view.reload_page(page);
    }
    fn free_page(&self, page: PageId) {
        self.view.free_page(page);
    }
    fn post(&self, page: PageId, text: String) {
        self.view.post(page, text);
    }
    fn ended(&self, slot: Slot, reason: EndReason) {
        self.view.ended(slot, reason.clone());
        self.broker.say(said(&ToMain::Ended { reason: shortened(reason) }));
    }
}
