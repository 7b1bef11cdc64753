//! The thread of a session: takes one event after the other, lets JavaScript act, sends what changed to the views.
//! It must not decide what a navigation or a call does: `navigate`, `actions` and `life` do.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use banchan_formats::manifest::Dialect;
use serde_json::json;
use tokio::task::JoinSet;

use super::bridge::{self, ViewMessage};
use super::fate::Fate;
use super::life::{Due, Life};
use super::outside::Outside;
use super::page::Page;
use super::query::{Asked, Question};
use super::sources::Sources;
use super::stack::{Navigation, PageStack, Place};
use super::{Assets, Event, HostEvent, Note, Start};
use crate::api;
use crate::host::{EndReason, NetworkType, PageId, TabBar, Theme};
use crate::logic::{AppLife, Logic, PageLife, Setup};
use crate::program::Program;
use crate::tree::{Tree, TreeLimits};

/// What became of an opening: the first page, or a sentence that says why there is none.
pub type Opening = Result<PageId, String>;

/// Most calls of the session that are done in one turn before views and the queue have their turn again.
const ACTIONS_A_TURN: usize = 1_000;

pub(super) struct Running {
    pub start: Start,
    pub program: Rc<Program>,
    pub logic: Logic,
    pub outside: Rc<Outside>,
    pub assets: Arc<Assets>,
    pub stack: PageStack,
    pub pages: HashMap<PageId, Page>,
    pub tab_bar: Option<TabBar>,
    pub questions: HashMap<u32, Question>,
    /// Questions to views that are not sent yet.
    pub asked: Vec<Asked>,
    pub next_question: u32,
    pub life: Life,
    /// Dialogs that wait for the user; they leave the screen with the session.
    pub dialogs: JoinSet<()>,
    /// When and how it ends.
    pub fate: Arc<Fate>,
}

/// Runs a session to its end.
pub(super) fn run(
    mut start: Start,
    events: Sender<Event>,
    inbox: Receiver<Event>,
    opened: Sender<Opening>,
    assets: Arc<Assets>,
    fate: Arc<Fate>,
) {
    let place = start.place.take();
    let mut running = match Running::new(start, events, assets, fate.clone()) {
        Ok(running) => running,
        Err(text) => {
            let _ = opened.send(Err(text.clone()));
            return fate.doom(EndReason::Failed { text });
        }
    };
    fate.arm(running.logic.stopper());
    let first = running.launch(place);
    let failed = first.as_ref().err().cloned();
    let _ = opened.send(first);
    if let Some(text) = failed {
        running.end(EndReason::Failed { text });
    }
    while !running.has_ended() {
        match inbox.recv_timeout(running.patience()) {
            Ok(event) => running.take(event),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => running.end(EndReason::Closed),
        }
        running.settle();
        // Also when events never cease: a program that keeps itself busy still has timers, and is still suspended.
        if running.idle() {
            running.settle();
        }
    }
    running.close_pages();
}

impl Running {
    fn new(start: Start, events: Sender<Event>, assets: Arc<Assets>, fate: Arc<Fate>) -> Result<Running, String> {
        let program = Rc::new(Program::from_manifest(start.files.clone(), start.manifest.clone(), start.found.clone()));
        let outside = Rc::new(Outside::new(&start, events));
        let setup = Setup {
            dialect_global: global_name(start.manifest.dialect).into(),
            members_json: api::members_json(start.manifest.dialect),
            env_json: env_json(&start),
            limits: start.limits.clone(),
        };
        let sources = Rc::new(Sources(program.clone()));
        let tree = Rc::new(RefCell::new(Tree::new(sources.clone(), TreeLimits::default())));
        let logic = Logic::new(sources, tree, outside.clone(), setup).map_err(|why| format!("this mini-program could not start: {why}"))?;
        let tab_bar = super::navigate::tab_bar(&start.manifest, start.hosts.facts.get().theme == Theme::Dark);
        Ok(Running {
            program,
            logic,
            outside,
            assets,
            stack: PageStack::default(),
            pages: HashMap::new(),
            tab_bar,
            questions: HashMap::new(),
            asked: Vec::new(),
            next_question: 1,
            life: Life::new(start.hosts.clock.now_ms()),
            dialogs: JoinSet::new(),
            fate,
            start,
        })
    }

    fn launch(&mut self, place: Option<Place>) -> Opening {
        let place = place.unwrap_or_else(|| self.entry());
        let options = launch_json(&place, self.start.scene);
        if let Err(why) = self.logic.launch(&options) {
            // As in WeChat, a page may still work although app.js threw; whoever develops it must hear of it.
            self.outside.note_error(&why.to_string(), "app.js", 0, 0, "App.onLaunch", false);
        }
        if let Some(death) = self.logic.death() {
            return Err(death.to_string());
        }
        let known = self.program.manifest().has_page(&place.path);
        if !known {
            self.logic.app_life(AppLife::PageNotFound, &launch_json(&place, self.start.scene));
            self.settle();
        }
        // onPageNotFound may have gone elsewhere by itself.
        if self.stack.is_empty() {
            if !known {
                return Err(no_page(&place.path));
            }
            self.navigate(Navigation::ReLaunch, place).map_err(|why| why.to_string())?;
        }
        self.settle();
        match (self.logic.death(), self.stack.top()) {
            (Some(death), _) => Err(death.to_string()),
            (None, Some(page)) => Ok(page),
            (None, None) => Err("this mini-program opened no page".into()),
        }
    }

    /// The page that opens when nothing else is said.
    pub fn entry(&self) -> Place {
        Place { path: self.program.manifest().entry.clone(), query: String::new() }
    }

    /// How long to wait for an event.
    fn patience(&self) -> Duration {
        if !self.outside.queue.borrow().is_empty() {
            return Duration::ZERO;
        }
        let now = self.start.hosts.clock.now_ms();
        let timer = self.life.runs_timers().then(|| self.logic.next_timer()).flatten();
        let due = [timer, self.life.next_due()].into_iter().flatten().fold(f64::INFINITY, f64::min);
        // Woken at least once an hour, so that a clock that was set is noticed.
        Duration::from_secs_f64(((due - now) / 1000.0).clamp(0.0, 3600.0))
    }

    /// What is due by the clock; whether JavaScript ran.
    fn idle(&mut self) -> bool {
        if self.has_ended() {
            return false;
        }
        let now = self.start.hosts.clock.now_ms();
        match self.life.due(now) {
            Due::Nothing => {}
            Due::Suspend => self.suspend(),
            Due::Destroy => self.end(EndReason::Closed),
        }
        let due = self.life.runs_timers() && self.logic.next_timer().is_some_and(|due| due <= now);
        if due {
            self.logic.run_timers();
        }
        due
    }

    fn take(&mut self, event: Event) {
        if let Event::View { text, .. } = &event {
            self.fate.taken(text.len());
        }
        if self.has_ended() {
            return;
        }
        match event {
            Event::Stop => {}
            Event::View { page, text } => self.view(page, &text),
            Event::Resolve { call, outcome } => match self.life.holds() {
                true => self.life.hold(call, outcome),
                false => self.logic.resolve(call, &outcome),
            },
            Event::Host(event) => self.host(event),
        }
    }

    fn host(&mut self, event: HostEvent) {
        match event {
            HostEvent::Reopen { place, scene, taken } => {
                let _ = taken.send(self.reopen(place, scene));
            }
            HostEvent::Background => self.background(),
            HostEvent::Back => self.back(1),
            HostEvent::Home => {
                let entry = self.entry();
                self.report(Navigation::ReLaunch, entry);
            }
            HostEvent::Tab { path } => self.tab(path),
            HostEvent::FactsChanged => self.facts_changed(),
            HostEvent::ViewLost { page } => self.view_lost(page),
        }
    }

    fn view(&mut self, page: PageId, text: &str) {
        let live: Vec<PageId> = self.pages.keys().copied().collect();
        let (page, message) = match bridge::read(page, &live, text) {
            Ok(read) => read,
            // Counted by the watcher; a page that is closing may still talk.
            Err(bridge::BadMessage::NoSuchPage(_)) => return,
            Err(why) => return self.outside.note_error(&why.to_string(), "", 0, 0, "view", true),
        };
        let id = page.id();
        let Some(comp) = self.pages.get(&id).and_then(|page| page.comp) else { return };
        match message {
            ViewMessage::Ready { nodes } => self.view_ready(id, nodes),
            ViewMessage::Event { n, seq, raw, .. } => {
                if let Some(page) = self.pages.get_mut(&id) {
                    page.seq = seq;
                }
                self.logic.view_event(comp, n, raw);
            }
            ViewMessage::Navigate { url, open_type, delta } => self.navigator(&url, &open_type, delta),
            ViewMessage::Page { r#type, scroll_top, size } => match r#type.as_str() {
                "scroll" => drop(self.logic.page_life(comp, PageLife::PageScroll(scroll_top), "")),
                "reachBottom" => drop(self.logic.page_life(comp, PageLife::ReachBottom, "")),
                "pullDown" => drop(self.logic.page_life(comp, PageLife::PullDownRefresh, "")),
                "resize" => drop(self.logic.page_life(comp, PageLife::Resize, &json!({ "size": size }).to_string())),
                _ => {}
            },
            ViewMessage::Answer { id: question, v } => self.answered(id, question, v),
            ViewMessage::State { v } => {
                if let Some(page) = self.pages.get_mut(&id) {
                    page.state = v.to_string();
                }
            }
            ViewMessage::Error { text } => self.outside.note_error(&text, "", 0, 0, "view", true),
        }
    }

    fn view_ready(&mut self, id: PageId, nodes: u32) {
        let Some(page) = self.pages.get_mut(&id) else { return };
        let Some(comp) = page.comp else { return };
        let wanted = self.logic.tree().borrow().view_nodes(comp);
        if page.ready && nodes != wanted {
            return; // a late word of a document that was replaced
        }
        if nodes != wanted {
            let text = format!("the view counted {nodes} nodes where the tree has {wanted}: the page was made again");
            page.remade += 1;
            let again = page.remade <= 1;
            self.outside.note_error(&text, &page.path.clone(), 0, 0, "view", true);
            if again {
                return self.remake(id);
            }
        }
        let Some(page) = self.pages.get_mut(&id) else { return };
        page.ready = true;
        page.seq = 0;
        if !std::mem::replace(&mut page.told_ready, true) {
            self.logic.page_life(comp, PageLife::Ready, "");
        }
    }

    /// After each event: calls of the session that JavaScript queued, what went wrong, what the views must show.
    pub fn settle(&mut self) {
        for _ in 0..ACTIONS_A_TURN {
            if self.has_ended() {
                break;
            }
            let Some(queued) = self.outside.queue.borrow_mut().pop_front() else { break };
            self.act(queued);
        }
        self.tell_problems();
        if let Some(death) = self.logic.death() {
            return self.end(EndReason::Failed { text: death.to_string() });
        }
        self.flush();
    }

    fn tell_problems(&mut self) {
        let refused = self.fate.take_refused();
        if refused > 0 {
            let text = format!("{refused} messages of a page came faster than the program took them, and were dropped");
            self.outside.note_error(&text, "", 0, 0, "view", true);
        }
        for found in self.program.take_diagnostics() {
            let warning = found.severity == banchan_formats::Severity::Warning;
            self.outside.note_error(&found.text, &found.path, found.line, found.column, "", warning);
        }
        let errors = self.logic.tree().borrow_mut().take_errors();
        for error in errors {
            self.outside.note_error(&error.text, &error.component, error.line, error.column, "template", false);
        }
    }

    /// Sends what changed, one patch a page.
    fn flush(&mut self) {
        let ready: Vec<(PageId, crate::tree::CompId, u64)> =
            self.pages.values().filter(|page| page.ready).filter_map(|page| Some((page.id, page.comp?, page.seq))).collect();
        for (id, comp, seq) in ready {
            if self.logic.tree().borrow().is_view_worn(comp) {
                self.remake(id);
                continue;
            }
            let patch = self.logic.tree().borrow_mut().take_patch(comp);
            let Some(patch) = patch else { continue };
            if let Some(css) = self.new_styles(id) {
                self.start.hosts.view.post(id, json!({ "t": "css", "css": css }).to_string());
            }
            self.start.hosts.view.post(id, format!("{{\"t\":\"patch\",\"ops\":{},\"ack\":{seq}}}", patch.to_json()));
        }
        self.post_questions();
    }

    /// Ends the session, unless it is ending already; the loop stops after this.
    pub fn end(&mut self, reason: EndReason) {
        self.fate.doom(reason);
    }

    fn has_ended(&self) -> bool {
        self.fate.reason().is_some()
    }

    fn close_pages(&mut self) {
        let mut pages = self.stack.all();
        pages.reverse();
        for id in pages {
            self.unload(id);
        }
    }

    /// Gives the logic layer the facts as they are now.
    pub fn facts_changed(&mut self) {
        let facts = self.start.hosts.facts.get();
        let dark = facts.theme == Theme::Dark && self.program.manifest().dark_mode;
        self.logic.set_facts(&env_json(&self.start));
        self.logic.app_life(AppLife::ThemeChange, &json!({ "theme": facts.theme }).to_string());
        let connected = facts.network_type != NetworkType::Offline;
        self.logic.emit("onNetworkStatusChange", &json!({ "isConnected": connected, "networkType": facts.network_type }).to_string());
        self.tab_bar = super::navigate::tab_bar(self.program.manifest(), dark);
        let theme = json!({ "t": "theme", "v": if dark { "dark" } else { "light" } }).to_string();
        let pages: Vec<PageId> = self.pages.keys().copied().collect();
        for page in pages {
            self.start.hosts.view.post(page, theme.clone());
            self.retheme(page, dark);
        }
        self.show_tab_bar(false);
    }

    /// Tells the developer which page was opened.
    pub fn note_page(&self, path: &str) {
        self.start.watcher.note(self.start.slot, Note::Page { path: path.into() });
    }

    /// A fresh page number.
    pub fn next_page(&self) -> PageId {
        PageId(self.start.page_ids.fetch_add(1, Ordering::Relaxed) + 1)
    }
}

/// For the person who scanned a code that leads nowhere.
pub(super) fn no_page(path: &str) -> String {
    format!("this mini-program has no page \"{path}\". The code may be old; open its first page instead")
}

/// What `onLaunch` and `onShow` get.
pub(super) fn launch_json(place: &Place, scene: u32) -> String {
    let query: serde_json::Value = serde_json::from_str(&super::page::query_json(&place.query)).unwrap_or_default();
    json!({ "path": place.path, "query": query, "scene": scene, "referrerInfo": {}, "shareTicket": null }).to_string()
}

/// Name of the global object of a dialect's API.
pub(super) fn global_name(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Alipay => "my",
        _ => "wx",
    }
}

/// Facts for the synchronous members of `wx`; the keys are those of `core/js/facts.js`.
pub(super) fn env_json(start: &Start) -> String {
    let facts = start.hosts.facts.get();
    let theme = if start.manifest.dark_mode { facts.theme } else { Theme::Light };
    json!({
        "device": {
            "brand": facts.brand, "model": facts.model, "system": facts.system, "platform": facts.platform,
            "abi": "", "benchmarkLevel": -1, "memorySize": 0, "cpuType": "",
        },
        "window": {
            "pixelRatio": facts.pixel_ratio, "screenWidth": facts.screen_width, "screenHeight": facts.screen_height,
            "windowWidth": facts.window_width, "windowHeight": facts.window_height, "statusBarHeight": facts.status_bar_height,
            "safeArea": facts.safe_area, "screenTop": facts.screen_height - facts.window_height,
        },
        "appBase": {
            "language": facts.language, "version": facts.version, "SDKVersion": "3.6.0", "theme": theme,
            "enableDebug": false, "fontSizeSetting": facts.font_size_setting, "host": { "env": "Banchan" },
        },
        "setting": {
            "bluetoothEnabled": facts.bluetooth_enabled, "locationEnabled": facts.location_enabled,
            "wifiEnabled": facts.wifi_enabled, "deviceOrientation": facts.device_orientation,
        },
        "authorize": {},
        "account": { "miniProgram": { "appId": start.app_id, "envVersion": "release", "version": "" } },
        "menuButton": facts.menu_button,
        "env": { "USER_DATA_PATH": "http://usr" },
    })
    .to_string()
}
