//! The thread of a session: takes one event after the other, lets JavaScript act, sends what changed to the views.
//! It must not decide what a navigation or a call does: `navigate`, `actions` and `life` do.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use serde_json::json;
use tokio::task::JoinSet;

use super::ahead::Ahead;
use super::bridge::{self, ViewMessage};
use super::element::Elements;
use super::fate::Fate;
use super::fonts::Fonts;
use super::life::{Due, Life};
use super::media::Sounds;
use super::now::Now;
use super::observe::Observing;
use super::outside::Outside;
use super::page::Page;
use super::query::{Asked, Question};
use super::sources::Sources;
use super::stack::{Navigation, PageStack, Place};
use super::views::Views;
use super::worker::Workers;
use super::{Assets, Event, HostEvent, Note, Referrer, Start, UPDATE_TASK};
use crate::api;
use crate::host::{DeviceFacts, EndReason, NetworkType, PageId, ScreenWish, TabBar, Theme};
use crate::logic::{AppLife, Logic, LogicError, PageLife, Prepared, Setup};
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
    /// Which pages keep a view.
    pub views: Views,
    pub questions: HashMap<u32, Question>,
    /// Questions to views that are not sent yet.
    pub asked: Vec<Asked>,
    pub next_question: u32,
    /// How many calls buttons made.
    pub button_calls: u32,
    pub observing: Observing,
    pub elements: Elements,
    pub sounds: Sounds,
    pub wish: ScreenWish,
    pub fonts: Fonts,
    /// Whether a newer version is installed.
    pub update_ready: bool,
    /// The theme that the program knows.
    pub theme: Cell<Theme>,
    /// The phone as the program knows it.
    pub facts: Arc<DeviceFacts>,
    pub life: Life,
    /// Dialogs that wait for the user; they leave the screen with the session.
    pub dialogs: JoinSet<()>,
    /// When and how it ends.
    pub fate: Arc<Fate>,
    /// What `onSaveExitState` kept, for the first page that opens.
    pub exit_state: Option<String>,
    pub ahead: Ahead,
    /// What works beside it.
    pub workers: Workers,
    /// The route whose page cannot be seen yet, as its listeners hear of it.
    pub route: Option<(PageId, String)>,
}

/// Runs a session to its end.
pub(super) fn run(
    mut start: Start,
    engine: Result<Prepared, LogicError>,
    (events, inbox): (Sender<Event>, Receiver<Event>),
    opened: Sender<Opening>,
    assets: Arc<Assets>,
    fate: Arc<Fate>,
    now: Arc<Now>,
) {
    let place = start.place.take();
    let mut running = match Running::new(start, engine, events, assets, fate.clone(), now) {
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
            Err(RecvTimeoutError::Timeout) if running.works_ahead() => running.work_ahead(),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => running.end(EndReason::Closed),
        }
        running.settle();
        // Also when events never cease: a program that keeps itself busy still has timers, and is still suspended.
        if running.idle() {
            running.settle();
        }
    }
    if matches!(running.fate.reason(), Some(EndReason::Left | EndReason::Closed)) && !running.life.is_behind() {
        running.save_exit();
    }
    running.close_sounds();
    running.wish_again(false);
    running.close_pages();
}

impl Running {
    fn new(
        start: Start,
        engine: Result<Prepared, LogicError>,
        events: Sender<Event>,
        assets: Arc<Assets>,
        fate: Arc<Fate>,
        now: Arc<Now>,
    ) -> Result<Running, String> {
        let program = Rc::new(Program::from_manifest(start.files.clone(), start.manifest.clone(), start.found.clone()));
        let told = events.clone();
        let listener = Box::new(move |news| drop(told.send(Event::Task(news))));
        start.broker.listen(start.slot, listener);
        let outside = Rc::new(Outside::new(&start, events, now));
        let setup = Setup {
            dialect_global: api::dialect(start.manifest.dialect).global.into(),
            entry: "",
            model: api::dialect(start.manifest.dialect).model,
            members_json: api::members_json(start.manifest.dialect),
            env_json: env_json(&start),
            limits: start.limits.clone(),
        };
        let sources = Rc::new(Sources(program.clone()));
        let tree = Rc::new(RefCell::new(Tree::new(sources.clone(), TreeLimits::default())));
        let logic = engine.and_then(|engine| Logic::prepared(engine, sources, tree, outside.clone(), setup));
        let logic = logic.map_err(|why| format!("this mini-program could not start: {why}"))?;
        let start_facts = start.hosts.facts.get();
        let theme = start_facts.theme;
        let tab_bar = super::navigate::tab_bar(&start.manifest, theme == Theme::Dark);
        Ok(Running {
            program,
            logic,
            outside,
            assets,
            stack: PageStack::default(),
            pages: HashMap::new(),
            tab_bar,
            views: Views::new(start.bridge.views()),
            questions: HashMap::new(),
            asked: Vec::new(),
            next_question: 1,
            button_calls: 0,
            observing: Observing::default(),
            elements: Elements::default(),
            sounds: Sounds::default(),
            fonts: Fonts::default(),
            update_ready: false,
            theme: Cell::new(theme),
            facts: start_facts,
            wish: ScreenWish::default(),
            life: Life::new(start.hosts.clock.now_ms(), start.referrer.as_ref().is_some_and(|referrer| referrer.leads_back)),
            dialogs: JoinSet::new(),
            fate,
            exit_state: None,
            ahead: Ahead::default(),
            workers: Workers::default(),
            route: None,
            start,
        })
    }

    fn launch(&mut self, place: Option<Place>) -> Opening {
        let left = self.left_at(place.is_some());
        let place = place.or(left).unwrap_or_else(|| self.entry());
        let options = launch_json(&place, self.start.scene, self.start.referrer.as_ref());
        if let Err(why) = self.logic.launch(&options) {
            // As in WeChat, a page may still work although app.js threw; whoever develops it must hear of it.
            self.outside.note_error(&why.to_string(), "app.js", 0, 0, "App.onLaunch", false);
        }
        if let Some(death) = self.logic.death() {
            return Err(death.to_string());
        }
        let known = self.program.manifest().has_page(&place.path);
        if !known {
            self.logic.app_life(AppLife::PageNotFound, &launch_json(&place, self.start.scene, self.start.referrer.as_ref()));
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
        if !self.outside.queue.borrow().is_empty() || self.works_ahead() {
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
            Event::Task(news) => {
                self.update_ready |= news.task == UPDATE_TASK && news.event == "UpdateReady";
                match self.life.holds() {
                    true => self.life.hold_news(news),
                    false => self.news(&news),
                }
            }
            Event::Resolve { call, outcome, held } => match self.life.holds() {
                true => self.life.hold(call, outcome, held),
                false => self.logic.resolve(call, &outcome),
            },
            Event::Given { want, outcome } => {
                if !self.font_given(want, &outcome) {
                    self.given(want, outcome);
                }
            }
            Event::Leave { page, delta, leaves } => self.answered_before_back(page, delta, leaves),
            Event::Button { page, node, event, detail } => self.button_told(page, node, event, &detail),
            Event::Host(event) => self.host(event),
        }
    }

    /// Tells the program what happened to one of its tasks.
    pub fn news(&mut self, news: &crate::broker::News) {
        self.logic.emit_task(news.task, &news.event, &news.value.to_string());
    }

    fn host(&mut self, event: HostEvent) {
        match event {
            HostEvent::Reopen { place, scene, referrer, taken } => {
                let _ = taken.send(self.reopen(place, scene, referrer.as_ref()));
            }
            HostEvent::Share { kind } => self.share(kind, 0),
            HostEvent::Background => self.background(),
            HostEvent::Back => {
                if !self.close_panel() && !self.asks_before_back(1) {
                    self.back(1);
                }
            }
            HostEvent::Home => {
                let entry = self.entry();
                self.report(Navigation::ReLaunch, entry);
            }
            HostEvent::Tab { path } => self.tab(path),
            HostEvent::Keyboard { height } => {
                let text = json!({ "t": "call", "id": 0, "op": "keyboard", "height": height }).to_string();
                self.pages.values().filter(|page| page.ready).for_each(|page| self.start.hosts.view.post(page.id, text.clone()));
            }
            HostEvent::FactsChanged => self.facts_changed(),
            HostEvent::Captured if self.life.runs_timers() => self.logic.emit("onUserCaptureScreen", ""),
            HostEvent::Captured => {}
            HostEvent::Memory { pressure } => self.memory(pressure),
            HostEvent::Sound { sound, state } => self.on_sound(sound, &state),
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
        self.outside.canvases.borrow_mut().heard(comp.0);
        match message {
            ViewMessage::Ready { nodes } => self.view_ready(id, nodes),
            ViewMessage::Event { n, seq, raw, .. } => {
                if let Some(page) = self.pages.get_mut(&id) {
                    page.seq = seq;
                }
                self.logic.view_event(comp, n, raw);
            }
            ViewMessage::OpenType { n, kind, lang } => self.open_type(&page, n, &kind, &lang),
            ViewMessage::Navigate { n, target, app_id, path, extra_data, .. } if target == "miniProgram" => {
                self.visit_from(id, n, &app_id, &path, extra_data);
            }
            ViewMessage::Navigate { url, open_type, delta, .. } => self.navigator(&url, &open_type, delta),
            ViewMessage::Panel { n, on } => self.panel(id, n, on),
            ViewMessage::Page { r#type, scroll_top, size, height } => match r#type.as_str() {
                "scroll" => drop(self.logic.page_life(comp, PageLife::PageScroll(scroll_top), "")),
                "reachBottom" => drop(self.logic.page_life(comp, PageLife::ReachBottom, "")),
                "keyboard" => self.logic.emit("onKeyboardHeightChange", &json!({ "height": height.clamp(0.0, 10_000.0) }).to_string()),
                "pullDown" => drop(self.logic.page_life(comp, PageLife::PullDownRefresh, "")),
                "resize" => {
                    let told = json!({ "size": size }).to_string();
                    self.logic.page_life(comp, PageLife::Resize, &told);
                    if self.stack.top() == Some(id) {
                        self.logic.emit("onWindowResize", &told);
                    }
                }
                _ => {}
            },
            ViewMessage::Answer { id: question, v } => {
                if !self.played(id, question) && !self.element_answered(id, question, &v) && !self.font_answered(id, question, &v) {
                    self.answered(id, question, v);
                }
            }
            ViewMessage::Watched { id: watch, n, v } => self.watched(id, watch, n, &v),
            ViewMessage::Want { id: want, what, v } => self.want(id, want, &what, &v),
            ViewMessage::Unwant { id: want } => self.unwant(id, want),
            ViewMessage::Fullscreen { on } => self.start.hosts.ui.full_screen(id, on),
            ViewMessage::Wxs { c, n, r#do, name, v, options } => self.wxs_order(comp, (c, n), &r#do, &name, v, options),
            ViewMessage::Web { n, src, v } => self.heard_web(id, n, src, v),
            ViewMessage::Drawn { id: asked, v } => self.logic.canvas_told(asked, &v.to_string()),
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
        for text in std::mem::take(&mut page.kept) {
            self.start.hosts.view.post(id, text);
        }
        self.outside.canvases.borrow_mut().ready(comp.0);
        self.logic.canvas_ready(comp);
        self.fonts_again(id);
        let Some(page) = self.pages.get_mut(&id) else { return };
        if !std::mem::replace(&mut page.told_ready, true) {
            self.logic.page_life(comp, PageLife::Ready, "");
            // The shells tell no end of their transitions: a page that can be seen has arrived.
            self.logic.page_life(comp, PageLife::RouteDone, "");
            self.end_route(id);
            self.plan_ahead(id);
        }
    }

    /// Whether there is something to compile ahead, and nobody who would wait for it.
    fn works_ahead(&self) -> bool {
        self.ahead.waits() && !self.life.is_behind() && self.outside.queue.borrow().is_empty()
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
        self.post_observing();
        self.post_elements();
        self.post_fonts();
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
        let before = std::mem::replace(&mut self.facts, facts.clone());
        let dark = facts.theme == Theme::Dark && self.program.manifest().dark_mode;
        self.logic.set_facts(&env_json(&self.start));
        let saving = |facts: &DeviceFacts| facts.battery.map(|battery| battery.saving);
        if let Some(now) = saving(&facts).filter(|now| saving(&before).is_some_and(|before| before != *now)) {
            // As documented, only this is told; a level is asked for.
            self.logic.emit("onBatteryInfoChange", &json!({ "isLowPowerModeEnabled": now }).to_string());
        }
        if *before == (DeviceFacts { battery: before.battery, brightness: before.brightness, ..DeviceFacts::clone(&facts) }) {
            return;
        }
        if self.program.manifest().dark_mode && self.theme.replace(facts.theme) != facts.theme {
            self.logic.app_life(AppLife::ThemeChange, &json!({ "theme": facts.theme }).to_string());
        }
        if before.network_type != facts.network_type {
            let connected = facts.network_type != NetworkType::Offline;
            self.logic.emit("onNetworkStatusChange", &json!({ "isConnected": connected, "networkType": facts.network_type }).to_string());
        }
        self.tab_bar = super::navigate::tab_bar(self.program.manifest(), dark);
        let name = if dark { "dark" } else { "light" };
        let pages: Vec<PageId> = self.pages.keys().copied().collect();
        for page in pages {
            let background = self.retheme(page, dark);
            self.post_or_keep(page, json!({ "t": "theme", "v": name, "background": background }).to_string());
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
pub(super) fn launch_json(place: &Place, scene: u32, referrer: Option<&Referrer>) -> String {
    let query: serde_json::Value = serde_json::from_str(&super::page::query_json(&place.query)).unwrap_or_default();
    let info = referrer.map_or_else(|| json!({}), |from| json!({ "appId": from.app_id, "extraData": from.extra_data }));
    json!({ "path": place.path, "query": query, "scene": scene, "referrerInfo": info, "shareTicket": null }).to_string()
}

/// Who it is: a source folder is what WeChat calls the developer's version, and only a release has a number.
fn account(start: &Start) -> serde_json::Value {
    match start.version {
        0 => json!({ "appId": start.app_id, "envVersion": "develop", "version": "" }),
        release => json!({ "appId": start.app_id, "envVersion": "release", "version": release.to_string() }),
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
        // The phone's own switches: the browser asks for itself when something is used, so nothing is refused before.
        "authorize": {
            "albumAuthorized": "authorized", "bluetoothAuthorized": "not determined", "cameraAuthorized": "not determined",
            "locationAuthorized": if facts.location_enabled { "authorized" } else { "denied" }, "locationReducedAccuracy": false,
            "microphoneAuthorized": "not determined", "notificationAuthorized": "not determined", "phoneCalendarAuthorized": "not determined",
        },
        "account": { "miniProgram": account(start) },
        "menuButton": facts.menu_button,
        "battery": facts.battery.map(|battery| crate::host::Battery { level: battery.level.clamp(1, 100), ..battery }),
        "env": { "USER_DATA_PATH": crate::files::USER_ROOT },
    })
    .to_string()
}
