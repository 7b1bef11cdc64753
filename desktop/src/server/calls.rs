//! What the phone page may ask for, one arm each. Core carries it out; nothing is decided here.

use std::sync::Arc;
use std::time::{Duration, Instant};

use banchan_core::host::{PageId, Report, ShareKind, SoundState};
use banchan_core::permission::{Scope, Slot};
use banchan_core::session::Place;
use banchan_core::superapp::{OpenError, Opened, SuperApp, scene};
use banchan_formats::code::{AppId, OpenTarget};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Shell, apps, dev};
use crate::host::PageFacts;

/// Longest wait for a mini-program to end before it is started again.
const END_WITHIN: Duration = Duration::from_secs(3);

/// Why a wish was not granted: a word for the page's own sentence, and core's sentence.
pub(super) struct Fault {
    pub(super) kind: &'static str,
    pub(super) say: String,
}

impl From<OpenError> for Fault {
    fn from(error: OpenError) -> Self {
        Self { kind: error.kind(), say: error.to_string() }
    }
}

fn failed(error: impl std::fmt::Display) -> Fault {
    Fault { kind: "failed", say: error.to_string() }
}

/// The fields that wishes have.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Args {
    q: String,
    app: Option<String>,
    text: String,
    from: String,
    slot: u64,
    page: u64,
    path: String,
    scope: String,
    kind: String,
    near: Option<(f64, f64)>,
    visit: Option<u64>,
    leave: Option<u64>,
    allowed: bool,
}

/// A page connected and says what it looks like: it gets everything that is on.
pub(super) fn welcome(shell: &Arc<Shell>, facts: &PageFacts) {
    let Some(core) = shell.app() else { return };
    shell.facts.set(facts.to_device());
    shell
        .link
        .order("hello", json!({ "tiles": shell.tiles, "settings": shell.settings.get(), "dev": shell.dev.as_ref().map(|dev| json!({ "folder": dev.shown() })) }));
    for (op, fields) in shell.stages.retell() {
        shell.link.order(op, fields);
    }
    if let Some((slot, app)) = shell.stages.front().and_then(|slot| Some((slot, shell.stages.app(slot)?))) {
        shell.link.order("front", json!({ "slot": slot.0, "app": shell.card(core, &app) }));
    }
    // Their documents are of another time: core makes them again, and each is loaded when it is ready.
    for page in shell.stages.pages() {
        core.view_lost(page);
    }
}

/// What the page tells without wanting an answer.
pub(super) fn told(shell: &Arc<Shell>, op: &str, args: Value) {
    let Some(core) = shell.app() else { return };
    match op {
        "settings" => return shell.settings.set(args),
        "facts" => return new_facts(shell, core, args),
        "sound" => return heard(core, args),
        "report" => return reported(shell, args),
        _ => {}
    }
    let args: Args = serde_json::from_value(args).unwrap_or_default();
    let slot = Slot(args.slot);
    match op {
        "back" => core.back(slot),
        "first" => core.home(slot),
        "tab" => core.tab(slot, &args.path),
        "captured" => core.captured(slot),
        "share" => {
            let kind = if args.kind == "timeline" { ShareKind::Timeline } else { ShareKind::Message };
            core.share(slot, kind);
        }
        "reload" => {
            let shell = shell.clone();
            tokio::task::spawn_blocking(move || dev::load(&shell));
        }
        "leave" => {
            shell.stages.set_front(None);
            core.background(slot);
        }
        _ => eprintln!("The phone page told something unknown ({op}). Reload it."),
    }
}

/// What the page tells of a sound.
#[derive(Deserialize)]
struct Heard {
    slot: u64,
    sound: u32,
    state: SoundState,
}

/// What the page tells of a question that is under way.
#[derive(Deserialize)]
struct Reported {
    question: u64,
    report: Report,
}

fn reported(shell: &Shell, args: Value) {
    if let Ok(told) = serde_json::from_value::<Reported>(args) {
        shell.link.report(told.question, told.report);
    }
}

fn heard(core: &SuperApp, args: Value) {
    if let Ok(heard) = serde_json::from_value::<Heard>(args) {
        core.on_sound(Slot(heard.slot), heard.sound, heard.state);
    }
}

fn new_facts(shell: &Arc<Shell>, core: &SuperApp, args: Value) {
    let Ok(facts) = serde_json::from_value::<PageFacts>(args) else { return };
    let (before, now) = (shell.facts.get(), facts.to_device());
    if *before != now {
        shell.facts.set(now);
        core.facts_changed();
    }
    // Names are in the user's language, which the page knows only now.
    shell.refresh_home();
    let first = shell.open_first.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
    let shell = shell.clone();
    if let Some(text) = first {
        shell.link.order("open", json!({ "text": text }));
    } else if let Some(dev) = &shell.dev
        && dev.begin()
    {
        tokio::task::spawn_blocking(move || dev::load(&shell));
    }
}

/// What the page asks for. May take as long as a first screen.
pub(super) fn called(shell: &Arc<Shell>, op: &str, args: &Value) -> Result<Value, Fault> {
    let core = shell.app().ok_or_else(|| failed("banchan is still starting"))?;
    let args: Args = Args::deserialize(args).map_err(failed)?;
    match op {
        "search" => Ok(json!({ "apps": core.search(&args.q).map_err(failed)?.iter().map(apps::card).collect::<Vec<_>>() })),
        "places" => Ok(json!({ "places": shell.places.search(&args.q, &shell.facts.get().language, args.near) })),
        "open" => open(shell, core, &args),
        "menu" => menu(shell, core, Slot(args.slot)),
        "grant" => {
            let app = app_in(shell, Slot(args.slot))?;
            let scope = Scope::parse(&args.scope).ok_or_else(|| failed("there is no such permission"))?;
            core.set_grant(&app, scope, Some(args.allowed)).map_err(failed)?;
            Ok(Value::Null)
        }
        "clear" => {
            core.clear_data(&app_in(shell, Slot(args.slot))?).map_err(failed)?;
            Ok(Value::Null)
        }
        "remove" => {
            core.remove(&AppId::parse(&args.app.unwrap_or_default()).map_err(failed)?).map_err(failed)?;
            shell.refresh_home();
            Ok(Value::Null)
        }
        "restart" => restart(shell, core, Slot(args.slot)),
        "lost" => {
            core.view_lost(PageId(args.page));
            Ok(Value::Null)
        }
        other => Err(failed(format!("the phone page asked for something unknown ({other}); reload it"))),
    }
}

fn app_in(shell: &Shell, slot: Slot) -> Result<AppId, Fault> {
    shell.stages.app(slot).ok_or_else(|| failed("this mini-program has ended"))
}

fn open(shell: &Arc<Shell>, core: &SuperApp, args: &Args) -> Result<Value, Fault> {
    if let Some(id) = args.visit {
        let from = shell.stages.front().and_then(|slot| shell.stages.app(slot));
        if let Some(slot) = shell.stages.front() {
            core.background(slot);
        }
        let opened = core.visit(id)?;
        let mut value = opened_value(shell, core, &opened.0);
        value["origin"] = json!(from.filter(|_| !opened.1));
        return Ok(value);
    }
    if let Some(slot) = args.leave {
        let opened = core.leave_visit(Slot(slot)).ok_or_else(|| failed("there is no way back"))??;
        return Ok(opened_value(shell, core, &opened));
    }
    let (target, scene) = match &args.app {
        Some(id) => {
            let app_id = AppId::parse(id).map_err(OpenError::from)?;
            let scene = match args.from.as_str() {
                "search" => scene::SEARCH,
                "recent" => scene::RECENT,
                _ => scene::LIST,
            };
            (OpenTarget { app_id, path: None, query: String::new() }, scene)
        }
        None => (core.target(&args.text)?, scene::CODE),
    };
    // The store knows nothing of a source folder: one that has ended is read again.
    if let Some(dev) = &shell.dev
        && dev.slot_of(&target.app_id).is_some_and(|slot| shell.stages.app(slot).is_none())
    {
        let place = target.path.map(|path| Place { path, query: target.query });
        let opened = dev::run(shell, dev, |_| place).map_err(failed)?;
        return Ok(opened_value(shell, core, &opened));
    }
    Ok(opened_value(shell, core, &core.open(&target, scene)?))
}

fn opened_value(shell: &Arc<Shell>, core: &SuperApp, opened: &Opened) -> Value {
    shell.stages.set_front(Some(opened.slot));
    shell.refresh_home();
    json!({ "slot": opened.slot.0, "app": shell.card(core, &opened.app_id) })
}

fn restart(shell: &Arc<Shell>, core: &SuperApp, slot: Slot) -> Result<Value, Fault> {
    if shell.dev.as_ref().is_some_and(|dev| dev.slot() == Some(slot)) {
        dev::load(shell);
        return Ok(json!({ "dev": true }));
    }
    let app_id = shell.stages.app(slot).or_else(|| shell.stages.last_app(slot)).ok_or_else(|| failed("this mini-program has ended"))?;
    core.close(slot);
    let begun = Instant::now();
    while shell.stages.app(slot).is_some() && begun.elapsed() < END_WITHIN {
        std::thread::sleep(Duration::from_millis(10));
    }
    let opened = core.open(&OpenTarget { app_id, path: None, query: String::new() }, scene::LIST)?;
    Ok(opened_value(shell, core, &opened))
}

fn menu(shell: &Arc<Shell>, core: &SuperApp, slot: Slot) -> Result<Value, Fault> {
    let app = app_in(shell, slot)?;
    let grants = core.grants(&app).map_err(failed)?;
    let grants = grants.iter().map(|grant| json!({ "scope": grant.scope.name(), "prompt": grant.scope.title(), "allowed": grant.allowed }));
    Ok(json!({
        "app": shell.card(core, &app), "grants": grants.collect::<Vec<_>>(), "share": shell.stages.ways(slot),
    }))
}

impl Shell {
    /// The card of a mini-program, also of the source folder that is run.
    fn card(&self, core: &SuperApp, app: &AppId) -> Value {
        self.dev
            .as_ref()
            .filter(|dev| dev.slot_of(app).is_some())
            .and_then(|dev| dev.card(&self.facts.get().language))
            .unwrap_or_else(|| apps::card_of(core, app))
    }
}
