//! The main process's end of a mini-program that runs in another one. What comes from there is hostile; a process that is gone, or
//! does not end when it is told to, is over all the same, and is killed.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use banchan_formats::code::AppId;
use serde_json::Value;

use super::{Beginning, Order, Processes, ToMain, ToSlot, cut, reason as shortened, said, short};
use crate::api::{self, Action, Outcome};
use crate::broker::wire::{FarEnd, Wire};
use crate::host::{EndReason, HostError, View};
use crate::permission::Slot;
use crate::session::{Assets, Event, HostEvent, Note, Opening, Place, REOPEN_WITHIN, Referrer, Start, Watcher};
use crate::superapp::programs::{Program, Started};

/// After this time a process that was told to end its session is killed.
const KILL_AFTER: Duration = Duration::from_secs(4);

/// A mini-program in another process.
pub(in crate::superapp) struct Away {
    slot: Slot,
    app_id: AppId,
    far: FarEnd,
    processes: Arc<dyn Processes>,
    view: Arc<dyn View>,
    watcher: Arc<dyn Watcher>,
    last: AtomicU64,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    opening: Option<Sender<Opening>>,
    reopening: HashMap<u64, Sender<Result<bool, String>>>,
    dying: Option<(EndReason, Instant)>,
    /// Its end is being told.
    ending: bool,
    /// All who have to know of the end do.
    over: bool,
}

/// Where the shell puts what a mini-program's process sends.
#[derive(Clone)]
pub struct Inbox(Weak<Away>);

impl Inbox {
    /// Takes a frame, in order. May take as long as a disk. After the end it does nothing.
    pub fn receive(&self, frame: &[u8]) {
        let Some(away) = self.0.upgrade() else { return };
        away.far.receive(frame);
        if away.far.is_gone() {
            away.lost();
        }
    }

    /// The process is gone, whatever it said last.
    pub fn gone(&self) {
        if let Some(away) = self.0.upgrade() {
            away.lost();
        }
    }
}

struct Carried {
    processes: Arc<dyn Processes>,
    slot: Slot,
}

impl Wire for Carried {
    fn send(&self, frame: Vec<u8>) {
        self.processes.send(self.slot, frame);
    }
}

impl Away {
    /// Starts a session in a process of its own, with everything that it needs to know.
    ///
    /// # Errors
    /// [`HostError`] when the shell has no process for it.
    pub fn start(processes: &Arc<dyn Processes>, start: Start) -> Result<Started, HostError> {
        let (give, opening) = channel();
        let (slot, app_id) = (start.slot, start.app_id);
        let away = Arc::new_cyclic(|weak: &Weak<Self>| {
            let wire = Carried { processes: processes.clone(), slot };
            let heard = weak.clone();
            let hear = move |said, _| {
                if let Some(away) = heard.upgrade() {
                    away.hear(said);
                }
            };
            let heard = weak.clone();
            let used = move |api: &str, outcome: &Outcome| {
                if let Some(away) = heard.upgrade() {
                    away.used(api, outcome);
                }
            };
            Self {
                slot,
                app_id: app_id.clone(),
                far: FarEnd::new(start.broker, slot, Box::new(wire)).hearing(Box::new(hear)).telling(Box::new(used)),
                processes: processes.clone(),
                view: start.hosts.view.clone(),
                watcher: start.watcher,
                last: AtomicU64::new(1),
                state: Mutex::new(State { opening: Some(give), ..State::default() }),
            }
        });
        if let Err(error) = processes.begin(slot, &app_id, Inbox(Arc::downgrade(&away))) {
            // Nobody was told of it, so nobody is told of its end.
            let mut state = away.state();
            (state.ending, state.over) = (true, true);
            drop(state);
            return Err(error);
        }
        for path in start.files.paths() {
            // One that can't be read is missing there as it would be here.
            if let Some(bytes) = start.files.copy(path) {
                away.far.say(said(&ToSlot::File { path: path.to_string() }), &bytes);
            }
        }
        away.say(&ToSlot::Start(Box::new(Beginning {
            slot,
            app_id,
            version: start.version,
            name: start.name,
            place: start.place,
            scene: start.scene,
            referrer: start.referrer,
            tiles: start.hosts.tiles,
            own: start.hosts.own.specs(),
        })));
        Ok((away, opening))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Whole values go in and out, so what a failed thread left is whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn say(&self, message: &ToSlot) {
        self.far.say(said(message), &[]);
    }

    fn hear(&self, said: Value) {
        match serde_json::from_value(said) {
            Ok(ToMain::Opened(opening)) => {
                let told = self.state().opening.take();
                if let Some(told) = told {
                    let _ = told.send(opening.map_err(cut));
                }
            }
            Ok(ToMain::Reopened { ticket, taken }) => {
                let told = self.state().reopening.remove(&ticket);
                if let Some(told) = told {
                    let _ = told.send(taken.map_err(cut));
                }
            }
            // What was asked of the broker was seen there, and this one may say that it worked when it did not, or never was.
            Ok(ToMain::Note(Note::Api { name, .. })) if !is_done_there(&name) => {}
            Ok(ToMain::Note(said)) => self.note(said),
            Ok(ToMain::Ended { reason }) => self.end(shortened(reason)),
            // It is no process of ours any more.
            Err(_) => self.lost(),
        }
    }

    fn note(&self, note: Note) {
        if !self.state().ending {
            self.watcher.note(self.slot, short(note));
        }
    }

    /// A call ended here, at the broker.
    fn used(&self, api: &str, outcome: &Outcome) {
        // Ours, which no script knows.
        if !api.starts_with("__") {
            self.note(Note::Api { name: api.into(), ok: outcome.ok, text: outcome.err_msg().into() });
        }
    }

    /// The process is gone without a word, or said what ours does not say.
    fn lost(&self) {
        let asked = self.state().dying.as_ref().map(|(reason, _)| reason.clone());
        let text = || "this mini-program broke and was ended; nothing else is affected".into();
        self.end(asked.unwrap_or_else(|| EndReason::Failed { text: text() }));
    }

    /// It is over: broker, shell and whoever waits hear of it, once.
    fn end(&self, reason: EndReason) {
        let waiting = {
            let mut state = self.state();
            if std::mem::replace(&mut state.ending, true) {
                return;
            }
            state.reopening.clear();
            state.opening.take()
        };
        self.far.gone();
        if let Some(waiting) = waiting {
            let text = if let EndReason::Failed { text } = &reason { text.clone() } else { "it was ended while it opened".into() };
            let _ = waiting.send(Err(text));
        }
        self.view.ended(self.slot, reason);
        self.processes.end(self.slot);
        // Who waits for this begins another one, whose process must not be the one that was killed just now.
        self.state().over = true;
    }
}

impl Program for Away {
    fn slot(&self) -> Slot {
        self.slot
    }
    fn app_id(&self) -> &AppId {
        &self.app_id
    }
    fn is_over(&self) -> bool {
        self.state().over
    }
    fn reopen(&self, place: Option<Place>, scene: u32, referrer: Option<Referrer>) -> Result<bool, String> {
        let ticket = self.last.fetch_add(1, Ordering::Relaxed);
        let (taken, answer) = channel();
        {
            let mut state = self.state();
            if state.ending || state.dying.is_some() {
                return Ok(false);
            }
            state.reopening.insert(ticket, taken);
        }
        self.say(&ToSlot::Reopen { ticket, place, scene, referrer });
        let answer = answer.recv_timeout(REOPEN_WITHIN);
        self.state().reopening.remove(&ticket);
        match answer {
            Ok(taken) => taken,
            // One that is only busy comes back when it is done.
            Err(RecvTimeoutError::Timeout) => Ok(true),
            Err(RecvTimeoutError::Disconnected) => Ok(false),
        }
    }
    fn stop(&self, reason: EndReason) {
        {
            let mut state = self.state();
            if state.ending || state.dying.is_some() {
                return;
            }
            state.dying = Some((reason.clone(), Instant::now()));
        }
        self.say(&ToSlot::Stop { reason });
    }
    fn look_after(&self) -> bool {
        let late = self.state().dying.as_ref().filter(|(_, since)| since.elapsed() > KILL_AFTER).map(|(reason, _)| reason.clone());
        if let Some(reason) = late {
            self.end(reason);
        }
        !self.is_over()
    }
    fn send(&self, event: Event) {
        if let Some(order) = Order::of(event) {
            self.say(&ToSlot::Order(order));
        }
    }
    fn give_up(&self) {
        self.end(EndReason::Closed);
    }
    fn assets(&self) -> Option<&Arc<Assets>> {
        None
    }
    fn set_shown(&self, shown: bool) {
        self.far.set_shown(shown);
        if !shown {
            self.send(Event::Host(HostEvent::Background));
        }
    }
}

impl Drop for Away {
    /// Nobody looks after it any more.
    fn drop(&mut self) {
        self.end(EndReason::Closed);
    }
}

/// Whether a name is a member's, and what it means is not done by the broker: only then its process knows what came of it.
fn is_done_there(name: &str) -> bool {
    api::wire(name).is_some_and(|row| !matches!(row.action, Action::Broker(_)))
}
