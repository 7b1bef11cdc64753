//! What runs, and what a shell tells it: the same whether its session lives in this process or in one of its own. It must not open
//! anything.

use std::collections::HashMap;
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use banchan_formats::code::AppId;

use super::Opened;
use super::spares::Spares;
use crate::host::{Bridge, EndReason, MemoryPressure, PageId, ShareKind, SoundState};
use crate::logic::Limits;
use crate::permission::Slot;
use crate::session::{Asset, Assets, Event, HostEvent, Opening, Place, Referrer, Session};

/// One running mini-program, held from outside: from any thread.
pub(super) trait Program: Send + Sync {
    /// Its number at the broker.
    fn slot(&self) -> Slot;
    /// Which it is.
    fn app_id(&self) -> &AppId;
    /// Whether it is over: nothing of it acts any more, and the shell was told.
    fn is_over(&self) -> bool;
    /// See [`Session::reopen`].
    fn reopen(&self, place: Option<Place>, scene: u32, referrer: Option<Referrer>) -> Result<bool, String>;
    /// Ends it. The first reason counts.
    fn stop(&self, reason: EndReason);
    /// It did not end in time: whatever can be taken from it by force is, also while somebody still holds it.
    fn give_up(&self) {}
    /// See [`Session::look_after`].
    fn look_after(&self) -> bool;
    /// Puts an event into its queue.
    fn send(&self, event: Event);
    /// What its pages load, where they are in this process.
    fn assets(&self) -> Option<&Arc<Assets>>;
    /// The host shows it, or does not any more: known here for one in a process of its own, which can't be asked.
    fn set_shown(&self, _shown: bool) {}
}

/// One that was started, and what becomes of its opening.
pub(super) type Started = (Arc<dyn Program>, Receiver<Opening>);

impl Program for Session {
    fn slot(&self) -> Slot {
        self.slot()
    }
    fn app_id(&self) -> &AppId {
        self.app_id()
    }
    fn is_over(&self) -> bool {
        self.is_over()
    }
    fn reopen(&self, place: Option<Place>, scene: u32, referrer: Option<Referrer>) -> Result<bool, String> {
        self.reopen(place, scene, referrer)
    }
    fn stop(&self, reason: EndReason) {
        self.stop(reason);
    }
    fn look_after(&self) -> bool {
        self.look_after()
    }
    fn send(&self, event: Event) {
        self.send(event);
    }
    fn assets(&self) -> Option<&Arc<Assets>> {
        Some(self.assets())
    }
}

/// All that run.
pub struct Programs {
    sessions: Mutex<HashMap<Slot, Arc<dyn Program>>>,
    bridge: Bridge,
    spares: Spares,
}

impl Programs {
    pub(super) fn new(bridge: Bridge, limits: Limits) -> Self {
        Self { sessions: Mutex::default(), bridge, spares: Spares::new(limits) }
    }

    /// What the next one is begun with.
    pub(super) fn spares(&self) -> &Spares {
        &self.spares
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, HashMap<Slot, Arc<dyn Program>>> {
        // Sessions are only inserted and removed whole, so what a failed thread left is whole.
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn bridge(&self) -> &Bridge {
        &self.bridge
    }

    pub(super) fn get(&self, slot: Slot) -> Option<Arc<dyn Program>> {
        self.lock().get(&slot).cloned()
    }

    /// A handle of what runs in a slot, for a shell that heard of its pages only.
    pub fn opened(&self, slot: Slot) -> Option<Opened> {
        self.get(slot).map(|session| Opened { slot, app_id: session.app_id().clone(), resumed: false })
    }

    /// The one of a mini-program that is not over.
    pub(super) fn of(&self, app: &AppId) -> Option<Arc<dyn Program>> {
        self.lock().values().find(|session| session.app_id() == app && !session.is_over()).cloned()
    }

    pub(super) fn with(&self, page: PageId) -> Option<Arc<dyn Program>> {
        self.lock().values().find(|session| session.assets().is_some_and(|assets| assets.has(page))).cloned()
    }

    /// All of them; telling one calls out to the shell, so the list is not locked meanwhile.
    fn all(&self) -> Vec<Arc<dyn Program>> {
        self.lock().values().cloned().collect()
    }

    /// What a watchdog does every now and then: forgets what is over, gives up what nothing can stop.
    pub(super) fn look_after(&self) {
        for session in self.all() {
            if !session.look_after() {
                self.lock().remove(&session.slot());
            }
        }
    }

    /// A message of a page, passed on unread.
    pub fn on_view_message(&self, page: PageId, text: &str) {
        if let Some(session) = self.with(page) {
            session.send(Event::View { page, text: text.into() });
        }
    }

    /// What a page loads: its document (`path` empty), our script and style, pictures of its bundle. `None`: not there,
    /// or not for pages. Never waits for a mini-program.
    pub fn read_asset(&self, page: PageId, path: &str) -> Option<Asset> {
        self.with(page)?.assets()?.read(page, path)
    }

    /// As [`Programs::read_asset`] for what is the same on all pages of a mini-program: everything but documents.
    pub fn read_app_asset(&self, slot: Slot, path: &str) -> Option<Asset> {
        self.get(slot)?.assets()?.read_file(path)
    }

    fn tell(&self, slot: Slot, event: HostEvent) {
        if let Some(session) = self.get(slot) {
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

    /// The person shares what is seen: the page is asked as what, and the shell gets a card (`host::Ui::share`).
    pub fn share(&self, slot: Slot, kind: ShareKind) {
        self.tell(slot, HostEvent::Share { kind });
    }

    /// The mini-program left the screen. It rests after five seconds and ends after five minutes.
    pub fn background(&self, slot: Slot) {
        self.tell(slot, HostEvent::Background);
    }

    /// It is on screen again, in its own process: brought back as the person left it. Elsewhere [`SuperApp::open`](super::SuperApp::open)
    /// does it, which also starts it anew when it has ended meanwhile.
    pub fn resume(&self, slot: Slot) {
        let (taken, _) = std::sync::mpsc::channel();
        self.tell(slot, HostEvent::Reopen { place: None, scene: super::scene::RECENT, referrer: None, taken });
    }

    /// The shell's keyboard covers `height` CSS pixels of the page on screen (0: it is gone). For shells where a page can't see
    /// that by its visual viewport; a shell that never calls this leaves it to the page.
    pub fn keyboard(&self, slot: Slot, height: Option<f64>) {
        self.tell(
            slot,
            HostEvent::Keyboard { height: height.filter(|height| height.is_finite()).map(|height| height.clamp(0.0, 10_000.0)) },
        );
    }

    /// The person took a picture of the screen while the mini-program was on it.
    pub fn captured(&self, slot: Slot) {
        self.tell(slot, HostEvent::Captured);
    }

    /// What became of a sound that the shell plays for a mini-program.
    pub fn on_sound(&self, slot: Slot, sound: u32, state: SoundState) {
        self.tell(slot, HostEvent::Sound { sound, state });
    }

    /// Ends a mini-program.
    pub fn close(&self, slot: Slot) {
        if let Some(session) = self.get(slot) {
            session.stop(EndReason::Closed);
        }
    }

    /// The host shows a mini-program that has a process of its own, or does not any more: what only works in front works for it only
    /// while the host says so. One in this process tells by itself.
    pub fn set_shown(&self, slot: Slot, shown: bool) {
        if let Some(session) = self.get(slot) {
            session.set_shown(shown);
        }
    }

    /// A page's renderer was lost: it is made again as it was.
    pub fn view_lost(&self, page: PageId) {
        if let Some(session) = self.with(page) {
            session.send(Event::Host(HostEvent::ViewLost { page }));
        }
    }

    /// The shell wrote new `DeviceFacts`: theme, language, network, size.
    pub fn facts_changed(&self) {
        for session in self.all() {
            session.send(Event::Host(HostEvent::FactsChanged));
        }
    }

    /// The phone needs memory: each mini-program is told, and what is not on screen ends where it is needed badly.
    pub fn memory_pressure(&self, pressure: MemoryPressure) {
        self.spares.let_go();
        for session in self.all() {
            session.send(Event::Host(HostEvent::Memory { pressure }));
        }
    }

    /// Ends all that is left, and waits for nothing.
    pub(super) fn abandon(&self) {
        for session in self.lock().drain().map(|(_, session)| session).collect::<Vec<_>>() {
            session.stop(EndReason::Closed);
        }
    }
}
