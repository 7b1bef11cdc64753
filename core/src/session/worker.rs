//! `wx.createWorker`: a second logic layer of the same program, on a thread of its own, with the same guards and no way to anything but
//! messages. One at a time. It has no pages, no `wx` and no broker; what waits between the two is bounded, and it ends with its session.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use banchan_formats::bundle::Files;
use banchan_formats::manifest::Manifest;
use serde_json::{Value as Json, json};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::running::Running;
use super::sources::Sources;
use super::watch::{Note, Watcher};
use super::{Event, STACK_BYTES};
use crate::api::{Args, Failure};
use crate::broker::News;
use crate::host::Hosts;
use crate::logic::{Limits, Logic, LogicError, LogicHost, ScriptError, ScriptSource, Setup, SourceError, Stopper};
use crate::permission::Slot;
use crate::program::Program;
use crate::tree::{Tree, TreeLimits};

/// Bytes of messages that may wait in each direction; more fail.
const ROOM: usize = 16 << 20;
/// What one waiting message takes beside its text.
const MESSAGE: usize = 256;
/// Longest turn of a worker in milliseconds: it is there for what takes long, and nobody waits for it.
const TURN_MS: u64 = 60_000;

/// Threads of workers that were told to end and did not yet: a program that starts and ends them in turn must not gather any.
const MAX_ENDING: usize = 4;
/// Bytes that workers whose memory ran out may leave behind; after that there are no more.
const MAX_LEFT: usize = 128 << 20;

/// The workers of one program.
#[derive(Default)]
pub(super) struct Workers {
    current: Option<Worker>,
    /// All that may still have a thread.
    threads: Vec<Arc<Stop>>,
    left: Arc<AtomicUsize>,
}

/// What a worker is told.
enum Order {
    Message { json: String, _held: OwnedSemaphorePermit },
    End,
}

/// A worker that was started.
struct Worker {
    number: u32,
    orders: Sender<Order>,
    room: Arc<Semaphore>,
    stop: Arc<Stop>,
}

/// How a worker is stopped from the session's thread, also before its engine is there, and whether its thread is over.
#[derive(Default)]
struct Stop {
    stopper: OnceLock<Stopper>,
    wanted: AtomicBool,
    over: AtomicBool,
}

impl Stop {
    fn now(&self) {
        self.wanted.store(true, Ordering::Release);
        if let Some(stopper) = self.stopper.get() {
            stopper.stop();
        }
    }

    fn arm(&self, stopper: Stopper) {
        let _ = self.stopper.set(stopper);
        if self.wanted.load(Ordering::Acquire) {
            self.now();
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.stop.now();
        let _ = self.orders.send(Order::End);
    }
}

impl Worker {
    fn post(&self, json: String) -> Result<(), Failure> {
        let held = held(&self.room, json.len()).ok_or(Failure::TooManyTasks)?;
        let gone = |_| Failure::Other("the worker has ended".into());
        self.orders.send(Order::Message { json, _held: held }).map_err(gone)
    }
}

fn held(room: &Arc<Semaphore>, bytes: usize) -> Option<OwnedSemaphorePermit> {
    let bytes = u32::try_from(bytes.saturating_add(MESSAGE)).ok()?;
    room.clone().try_acquire_many_owned(bytes).ok()
}

impl Running {
    /// `__worker`: start, post, stop, kill.
    pub(super) fn order_worker(&mut self, call: u32, args: &Args) -> Result<(), Failure> {
        let number = args.opt_number("$task")?.unwrap_or_default() as u32;
        match args.string("do")?.as_str() {
            "start" => self.start_worker(call, &args.string("path")?),
            "post" => {
                let worker = self.workers.current.as_ref().filter(|worker| worker.number == number);
                let worker = worker.ok_or_else(|| Failure::Other("the worker has ended".into()))?;
                worker.post(args.value("data").unwrap_or(&Json::Null).to_string())
            }
            what => {
                if self.workers.current.as_ref().is_some_and(|worker| worker.number == number) {
                    match what {
                        "kill" => self.kill_worker(),
                        _ => self.workers.current = None,
                    }
                }
                Ok(())
            }
        }
    }

    /// Ends the worker as the phone does that needs its power elsewhere; the program hears of it.
    pub(super) fn kill_worker(&mut self) {
        if let Some(worker) = self.workers.current.take() {
            self.logic.emit_task(worker.number, "ProcessKilled", "{}");
        }
    }

    fn start_worker(&mut self, number: u32, path: &str) -> Result<(), Failure> {
        self.workers.threads.retain(|stop| !stop.over.load(Ordering::Acquire));
        let alive = |worker: &Worker| !worker.stop.over.load(Ordering::Acquire);
        if self.workers.current.as_ref().is_some_and(alive) || self.workers.threads.len() >= MAX_ENDING {
            return Err(Failure::Other("exceed max concurrent workers limit".into()));
        }
        if self.workers.left.load(Ordering::Acquire) > MAX_LEFT {
            return Err(Failure::Other("earlier workers used up the memory".into()));
        }
        let folder = folder(self.program.manifest()).ok_or_else(|| Failure::Other("app.json names no folder in \"workers\"".into()))?;
        let inside = |path: &String| path.starts_with(&folder);
        let spec = format!("/{}", path.trim_start_matches('/'));
        let script = self.program.resolve_script("app.js", &spec).filter(inside);
        let script = script.ok_or_else(|| {
            let path = crate::api::shown(path);
            Failure::Other(format!("there is no script {path} in the folder {folder}, which \"workers\" of app.json names"))
        })?;
        let (orders, inbox) = mpsc::channel();
        let stop = Arc::new(Stop::default());
        let voice = Voice {
            number,
            slot: self.start.slot,
            hosts: self.start.hosts.clone(),
            watcher: self.start.watcher.clone(),
            events: self.outside.events.clone(),
            room: Arc::new(Semaphore::new(ROOM)),
        };
        let limits = Limits { turn_ms: TURN_MS, ..self.start.limits.clone() };
        let inside = Inside {
            files: self.start.files.clone(),
            manifest: self.start.manifest.clone(),
            folder,
            script,
            limits,
            left: self.workers.left.clone(),
        };
        let ending = stop.clone();
        let name = format!("worker-{}", self.start.slot.0);
        let spawned = std::thread::Builder::new().name(name).stack_size(STACK_BYTES).spawn(move || {
            let last = voice.clone();
            let work = std::panic::AssertUnwindSafe(|| run(inside, voice, &inbox, &ending));
            let why = std::panic::catch_unwind(work).unwrap_or_else(|_| Some("an internal error ended the worker".into()));
            ending.over.store(true, Ordering::Release);
            if let Some(why) = why {
                last.tell("Error", json!({ "message": why }));
                last.tell("ProcessKilled", json!({}));
            }
        });
        spawned.map_err(|_| Failure::Other("the system gave no thread".into()))?;
        self.workers.threads.push(stop.clone());
        self.workers.current = Some(Worker { number, orders, room: Arc::new(Semaphore::new(ROOM)), stop });
        Ok(())
    }
}

/// The folder of the workers' scripts, with a slash at its end.
fn folder(manifest: &Manifest) -> Option<String> {
    let named = manifest.raw.get("workers")?;
    let name = named.as_str().or_else(|| named.get("path")?.as_str())?;
    let name = name.trim_start_matches("./").trim_matches('/');
    (!name.is_empty()).then(|| format!("{name}/"))
}

/// What a worker's thread is given.
struct Inside {
    files: Arc<Files>,
    manifest: Manifest,
    folder: String,
    script: String,
    limits: Limits,
    /// Where it adds what it leaves behind.
    left: Arc<AtomicUsize>,
}

/// Runs a worker to its end; answers why it ended where nobody asked for it.
fn run(inside: Inside, voice: Voice, inbox: &Receiver<Order>, stop: &Stop) -> Option<String> {
    let program = Rc::new(Program::from_manifest(inside.files, inside.manifest, Vec::new()));
    let sources = Rc::new(Sources(program));
    // It has no pages; the engine's glue holds a tree all the same.
    let tree = Rc::new(RefCell::new(Tree::new(sources.clone(), TreeLimits::default())));
    let setup = Setup {
        entry: "./worker-entry.js",
        env_json: json!({ "USER_DATA_PATH": crate::files::USER_ROOT }).to_string(),
        limits: inside.limits,
        ..Setup::default()
    };
    let voice = Rc::new(voice);
    let within = Rc::new(Within { sources, folder: inside.folder });
    let mut logic = match Logic::new(within, tree, voice.clone(), setup) {
        Ok(logic) => logic,
        Err(why) => return Some(why.to_string()),
    };
    stop.arm(logic.stopper());
    if let Err(LogicError::Script(error)) = logic.launch(&inside.script) {
        voice.script_error(error);
    }
    while logic.death().is_none() && !stop.wanted.load(Ordering::Acquire) {
        let now = voice.now_ms();
        let wait = logic.next_timer().map_or(3600.0, |due| ((due - now) / 1000.0).clamp(0.0, 3600.0));
        match inbox.recv_timeout(Duration::from_secs_f64(wait)) {
            Ok(Order::Message { json, _held }) => logic.emit("message", &json),
            Ok(Order::End) | Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => {}
        }
        logic.run_timers();
    }
    inside.left.fetch_add(logic.left_behind(), Ordering::AcqRel);
    let asked = stop.wanted.load(Ordering::Acquire);
    logic.death().filter(|_| !asked).map(|death| death.to_string())
}

/// What a worker can reach: its session's queue and the developer.
#[derive(Clone)]
struct Voice {
    number: u32,
    slot: Slot,
    hosts: Hosts,
    watcher: Arc<dyn Watcher>,
    events: Sender<Event>,
    room: Arc<Semaphore>,
}

impl Voice {
    /// Whether there was room for it.
    fn tell(&self, event: &'static str, value: Json) -> bool {
        let Some(held) = held(&self.room, value.to_string().len()) else { return false };
        let news = News { task: self.number, event: event.into(), value, held: Some(Box::new(held)) };
        let _ = self.events.send(Event::Task(news));
        true
    }
}

impl LogicHost for Voice {
    fn invoke(&self, _name: &str, args_json: &str, _call: u32) -> Option<String> {
        let why = match serde_json::from_str(args_json).map(|value| self.tell("Message", value)) {
            Ok(true) => return Some(r#"{"ok":true,"res":{}}"#.into()),
            Ok(false) => "too many messages wait",
            Err(_) => "the message can't be copied",
        };
        Some(json!({ "ok": false, "res": { "errMsg": format!("postMessage:fail {why}") } }).to_string())
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
        let told = json!({ "message": error.text, "filename": error.path, "lineno": error.line, "colno": error.column });
        self.tell("Error", told);
        let (text, path, line, column) = (error.text, error.path, error.line, error.column);
        self.watcher.note(self.slot, Note::Error { text, path, line, column, during: error.during, warning: error.failed_call });
    }
}

/// The program's scripts, as far as workers have them: those in their folder.
struct Within {
    sources: Rc<Sources>,
    folder: String,
}

impl ScriptSource for Within {
    fn script(&self, path: &str) -> Result<Rc<str>, SourceError> {
        self.sources.script(path)
    }

    fn position(&self, path: &str, line: u32, column: u32) -> (u32, u32) {
        self.sources.position(path, line, column)
    }

    fn wxs(&self, path: &str) -> Result<Rc<str>, SourceError> {
        Err(SourceError::Missing(path.into()))
    }

    fn resolve(&self, from: &str, spec: &str) -> Option<String> {
        self.sources.resolve(from, spec).filter(|path| path.starts_with(&self.folder))
    }

    fn component_json(&self, _path: &str) -> String {
        "{}".into()
    }

    fn resolve_component(&self, _from: &str, _spec: &str) -> Option<String> {
        None
    }
}
