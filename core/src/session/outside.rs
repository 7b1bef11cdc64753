//! What JavaScript may ask for, as the engine sees it: each call goes to the session's own list or to the broker. It
//! runs while JavaScript does, so it must return at once and must not touch the engine.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::mpsc::Sender;

use banchan_formats::manifest::Dialect;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Value as Json, json};
use tokio::sync::Semaphore;

use super::canvas::Canvases;
use super::now::Now;
use super::watch::{Note, Watcher};
use super::{Event, Slot, Start};
use crate::api::{self, Action, Args, Counters, Kind, Outcome, Row, SessionAction};
use crate::broker::{Broker, BrokerCall, MAX_ANSWERS, MAX_ARGS, Weight, Weights};
use crate::host::Hosts;
use crate::logic::{LogicHost, ScriptError};

/// A call that the session itself does, once JavaScript has come to rest.
pub(super) struct Queued {
    pub call: u32,
    pub row: &'static Row,
    pub action: SessionAction,
    pub args: Args,
    /// Given back when the call is done.
    pub _weight: Weight,
}

/// Most bytes of the arguments of one call, see [`MAX_ARGS`], for a call that the session does itself.
const MAX_SESSION_ARGS: usize = 1 << 20;
/// Most calls that wait for the session at once.
const MAX_QUEUED: usize = 10_000;

/// A name that was used and is not there, with how often.
pub type Missing = (String, u64);

/// The outside of one logic layer.
pub(super) struct Outside {
    pub slot: Slot,
    pub dialect: Dialect,
    pub broker: Arc<dyn Broker>,
    pub hosts: Hosts,
    pub watcher: Arc<dyn Watcher>,
    pub events: Sender<Event>,
    pub queue: RefCell<VecDeque<Queued>>,
    pub counters: RefCell<Counters>,
    pub canvases: RefCell<Canvases>,
    weights: Weights,
    /// Room for answers.
    answers: Arc<Semaphore>,
}

impl Outside {
    /// The outside of the session that `start` describes; answers arrive at `events`.
    pub fn new(start: &Start, events: Sender<Event>, now: Arc<Now>) -> Self {
        Self {
            slot: start.slot,
            dialect: start.manifest.dialect,
            broker: start.broker.clone(),
            hosts: start.hosts.clone(),
            watcher: start.watcher.clone(),
            events,
            queue: RefCell::default(),
            counters: RefCell::default(),
            canvases: RefCell::new(Canvases::new(start.hosts.view.clone(), now)),
            weights: Weights::default(),
            answers: Arc::new(Semaphore::new(MAX_ANSWERS)),
        }
    }

    /// Tells the developer of a call that ended.
    pub fn note_api(&self, name: &str, outcome: &Outcome) {
        note_api(self.watcher.as_ref(), self.slot, name, outcome);
    }

    /// Tells the developer of something wrong in a file.
    pub fn note_error(&self, text: &str, path: &str, line: u32, column: u32, during: &str, warning: bool) {
        let note = Note::Error { text: text.into(), path: path.into(), line, column, during: during.into(), warning };
        self.watcher.note(self.slot, note);
    }

    fn begin(&self, name: &str, args_json: &str, call: u32) -> Result<Option<Outcome>, Outcome> {
        let row = api::dispatch(name, &mut self.counters.borrow_mut()).map_err(|why| Outcome::fail(name, &why))?;
        match row.action {
            // The names that scripts answer by themselves come here only by mistake of ours.
            Action::None | Action::Js => Err(Outcome::fail(name, &api::Failure::NotSupported)),
            Action::Session(SessionAction::CanIUse) => {
                let args = api::arguments(row, args_json).map_err(|why| Outcome::fail(name, &why.into()))?;
                let schema = args.text("schema").unwrap_or_default();
                Ok(Some(Outcome { ok: true, res: json!(api::can_i_use(self.dialect, &schema)) }))
            }
            Action::Session(action) => {
                if self.queue.borrow().len() >= MAX_QUEUED {
                    return Err(Outcome::fail(name, &api::Failure::TooManyTasks));
                }
                // What a worker is told may hold whole buffers.
                let most = if action == SessionAction::Worker { MAX_ARGS } else { MAX_SESSION_ARGS };
                let weight = self.weights.add(args_json.len(), most).map_err(|why| Outcome::fail(name, &why))?;
                let args = api::arguments(row, args_json).map_err(|why| Outcome::fail(name, &why.into()))?;
                self.queue.borrow_mut().push_back(Queued { call, row, action, args, _weight: weight });
                Ok(None)
            }
            Action::Broker(_) => Ok(self.to_broker(row, args_json, call)),
        }
    }

    fn to_broker(&self, row: &'static Row, args_json: &str, call: u32) -> Option<Outcome> {
        let weight = match self.weights.add(args_json.len(), MAX_ARGS) {
            Ok(weight) => weight,
            Err(why) => return Some(Outcome::fail(row.name, &why)),
        };
        let message = BrokerCall { id: call, api: row.name.into(), args: args_json.into() };
        if row.kind == Kind::Sync {
            return Some(self.broker.call_now(self.slot, message));
        }
        let (events, watcher, slot, room) = (self.events.clone(), self.watcher.clone(), self.slot, self.answers.clone());
        let reply = Box::new(move |outcome: Outcome| {
            drop(weight);
            let text = outcome.to_json();
            let (outcome, text, held) = match room.try_acquire_many_owned(text.len().min(MAX_ANSWERS) as u32) {
                Ok(held) => (outcome, text, Some(held)),
                Err(_) => {
                    let full = Outcome::fail(row.name, &api::Failure::TooManyTasks);
                    let text = full.to_json();
                    (full, text, None)
                }
            };
            note_api(watcher.as_ref(), slot, row.name, &outcome);
            let _ = events.send(Event::Resolve { call, outcome: text, held });
        });
        self.broker.call(slot, message, reply);
        None
    }
}

fn note_api(watcher: &dyn Watcher, slot: Slot, name: &str, outcome: &Outcome) {
    if !name.starts_with("__") {
        watcher.note(slot, Note::Api { name: name.into(), ok: outcome.ok, text: outcome.err_msg().into() });
    }
}

impl LogicHost for Outside {
    fn invoke(&self, name: &str, args_json: &str, call: u32) -> Option<String> {
        let outcome = match self.begin(name, args_json, call) {
            Ok(None) => return None,
            Ok(Some(outcome)) => outcome,
            Err(outcome) => {
                self.note_api(name, &outcome);
                outcome
            }
        };
        Some(outcome.to_json())
    }

    fn draw(&self, page: u32, batch: &str) -> bool {
        self.canvases.borrow_mut().draw(page, batch)
    }

    fn ask_view(&self, page: u32, question: &str) -> Option<String> {
        self.canvases.borrow_mut().ask(page, question)
    }

    fn temp_file(&self, bytes: &str, ending: &str) -> String {
        let made = match BASE64.decode(bytes) {
            Ok(bytes) => self.broker.make_temp_file(self.slot, &bytes, ending),
            Err(_) => Err(api::Failure::Other("the picture can't be read".into())),
        };
        let outcome = match made {
            Ok(path) => Outcome { ok: true, res: json!({ "tempFilePath": path }) },
            Err(why) => Outcome::fail("canvasToTempFilePath", &why),
        };
        outcome.to_json()
    }

    fn console(&self, level: &str, text: &str) {
        self.watcher.note(self.slot, Note::Console { level: level.into(), text: text.into() });
    }

    fn now_ms(&self) -> f64 {
        self.hosts.clock.now_ms()
    }

    fn random(&self) -> u64 {
        self.hosts.number()
    }

    fn script_error(&self, error: ScriptError) {
        self.note_error(&error.text, &error.path, error.line, error.column, &error.during, error.failed_call);
    }
}

/// An outcome for a call of the session.
pub(super) fn outcome(row: &Row, result: Result<Json, api::Failure>) -> Outcome {
    Outcome::of(row, result)
}
