//! A shell for tests: keeps what it is told, speaks for a page's view. Not a test itself.
#![allow(dead_code)] // each test file uses its own part of it

pub mod server;

use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use banchan_core::host::fake::FakePhone;
use banchan_core::host::{
    ActionSheet, Bridge, EndReason, FactsCell, Folders, GrantSetting, HostError, Hosts, Loading, Modal, ModalAnswer, NavigationBar,
    NewPage, Orientation, PageId, Preview, SettingsPage, ShareCard, ShareWays, SystemClock, TabBar, Toast, Transition, Ui, View,
};
use banchan_core::logic::Limits;
use banchan_core::permission::Slot;
use banchan_core::session::{Note, Watcher};
use banchan_core::store::Registry;
use banchan_core::superapp::{Config, DevOptions, OpenError, Opened, Processes, SuperApp};
use banchan_formats::bundle::{self, Files};

/// What the shell was told, in order.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    Create(NewPage),
    Show(PageId),
    Close(PageId),
    Reload(PageId),
    Free(PageId),
    Post(PageId, String),
    Ended(Slot, EndReason),
    Note(Note),
    Bar(PageId, NavigationBar),
    Tabs(TabBar),
    Card(ShareCard),
    Ways(ShareWays),
    Stands(PageId, Orientation),
    /// What is drawn over pages, in a line of words.
    Over(String),
}

#[derive(Default)]
pub struct Shell {
    told: Mutex<Vec<Told>>,
    news: Condvar,
}

impl Shell {
    fn tell(&self, told: Told) {
        self.told.lock().unwrap().push(told);
        self.news.notify_all();
    }

    pub fn told(&self) -> Vec<Told> {
        self.told.lock().unwrap().clone()
    }

    /// Forgets what was told so far.
    pub fn forget(&self) {
        self.told.lock().unwrap().clear();
    }

    /// Waits (ten seconds at most) for the first thing told at or after `from` that fits; answers it with the place after it.
    pub fn wait<T>(&self, from: usize, what: &str, fits: impl Fn(&Told) -> Option<T>) -> (T, usize) {
        self.wait_within(Duration::from_secs(10), from, what, fits)
    }

    /// The same with another patience.
    pub fn wait_within<T>(&self, within: Duration, from: usize, what: &str, fits: impl Fn(&Told) -> Option<T>) -> (T, usize) {
        let end = Instant::now() + within;
        let mut told = self.told.lock().unwrap();
        loop {
            if let Some((at, found)) = told.iter().enumerate().skip(from).find_map(|(at, told)| Some((at, fits(told)?))) {
                return (found, at + 1);
            }
            let left = end.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "never told: {what}\nwhat was told: {told:#?}");
            told = self.news.wait_timeout(told, left).unwrap().0;
        }
    }
}

impl Shell {
    /// Whether something whose words contain `text` is told within two seconds.
    pub fn comes(&self, text: &str) -> bool {
        let end = Instant::now() + Duration::from_secs(2);
        let mut told = self.told.lock().unwrap();
        while !told.iter().any(|told| format!("{told:?}").contains(text)) {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            told = self.news.wait_timeout(told, left).unwrap().0;
        }
        true
    }
}

impl View for Shell {
    fn create_page(&self, page: NewPage) {
        self.tell(Told::Create(page));
    }
    fn show_page(&self, page: PageId, _transition: Transition) {
        self.tell(Told::Show(page));
    }
    fn close_page(&self, page: PageId) {
        self.tell(Told::Close(page));
    }
    fn reload_page(&self, page: PageId) {
        self.tell(Told::Reload(page));
    }
    fn free_page(&self, page: PageId) {
        self.tell(Told::Free(page));
    }
    fn post(&self, page: PageId, text: String) {
        self.tell(Told::Post(page, text));
    }
    fn ended(&self, slot: Slot, reason: EndReason) {
        self.tell(Told::Ended(slot, reason));
    }
}

#[async_trait::async_trait]
impl Ui for Shell {
    fn navigation_bar(&self, page: PageId, bar: NavigationBar) {
        self.tell(Told::Bar(page, bar));
    }
    fn share(&self, _slot: Slot, card: ShareCard) {
        self.tell(Told::Card(card));
    }
    fn share_ways(&self, _page: PageId, ways: ShareWays) {
        self.tell(Told::Ways(ways));
    }
    fn orientation(&self, page: PageId, orientation: Orientation) {
        self.tell(Told::Stands(page, orientation));
    }
    fn tab_bar(&self, _slot: Slot, bar: TabBar) {
        self.tell(Told::Tabs(bar));
    }
    fn show_toast(&self, _slot: Slot, toast: Toast) {
        self.tell(Told::Over(format!("toast {}", toast.title)));
    }
    fn hide_toast(&self, _slot: Slot) {
        self.tell(Told::Over("no toast".into()));
    }
    fn show_loading(&self, _slot: Slot, loading: Loading) {
        self.tell(Told::Over(format!("loading {} {}", loading.title, loading.mask)));
    }
    fn hide_loading(&self, _slot: Slot) {
        self.tell(Told::Over("no loading".into()));
    }
    /// The second choice is taken, or none where there is no second one.
    async fn show_action_sheet(&self, _slot: Slot, sheet: ActionSheet) -> Result<usize, HostError> {
        self.tell(Told::Over(format!("choices {}", sheet.item_list.join(" "))));
        if sheet.item_list.len() > 1 { Ok(1) } else { Err(HostError::Cancelled) }
    }
    /// Confirmed, unless the question says that it is not; a field has something written in it.
    async fn show_modal(&self, _slot: Slot, modal: Modal) -> Result<ModalAnswer, HostError> {
        self.tell(Told::Over(format!("modal {}", modal.title)));
        Ok(ModalAnswer { confirm: !modal.content.contains("(no)"), content: modal.editable.then(|| "typed".into()) })
    }
    /// Every switch is turned off.
    async fn open_settings(&self, _slot: Slot, page: SettingsPage) -> Result<Vec<GrantSetting>, HostError> {
        Ok(page.grants.into_iter().map(|grant| GrantSetting { allowed: false, ..grant }).collect())
    }
    fn preview(&self, _slot: Slot, preview: Preview) {
        self.tell(Told::Over(format!("preview {} from {}", preview.items.len(), preview.current)));
    }
}

impl Watcher for Shell {
    fn note(&self, _slot: Slot, note: Note) {
        self.tell(Told::Note(note));
    }
}

/// A super-app on a prepared phone.
pub struct Bench {
    pub app: SuperApp,
    pub shell: Arc<Shell>,
    pub phone: Arc<FakePhone>,
    pub facts: FactsCell,
    folder: tempfile::TempDir,
}

impl Bench {
    pub fn new() -> Bench {
        Self::with_limits(Limits::default())
    }

    pub fn with_bridge(bridge: Bridge) -> Bench {
        Self::made(bridge, Limits::default(), Vec::new())
    }

    /// Whose mini-programs run in processes of their own.
    pub fn apart(processes: Arc<dyn Processes>) -> Bench {
        let mut bench = Self::new();
        bench.app.set_processes(processes);
        bench
    }

    pub fn with_limits(limits: Limits) -> Bench {
        Self::made(Bridge::framed("http://127.0.0.1:1"), limits, Vec::new())
    }

    /// With mini-programs to be installed from these.
    pub fn with_registries(registries: Vec<Registry>) -> Bench {
        Self::made(Bridge::framed("http://127.0.0.1:1"), Limits::default(), registries)
    }

    fn made(bridge: Bridge, limits: Limits, registries: Vec<Registry>) -> Bench {
        let folder = tempfile::tempdir().unwrap();
        let shell = Arc::new(Shell::default());
        let phone = Arc::new(FakePhone::default());
        // Timers and deadlines run on real time.
        let facts = FactsCell::default();
        let hosts = Hosts { view: shell.clone(), ui: shell.clone(), facts: facts.clone(), clock: Arc::new(SystemClock), ..phone.hosts() };
        let config = Config { hosts, folders: Folders::under(folder.path()), registries, bridge, watcher: shell.clone(), limits };
        Bench { app: SuperApp::new(config).unwrap(), shell, phone, facts, folder }
    }

    /// Where everything is kept.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    pub fn open(&self, files: &[(&str, &str)]) -> Result<Opened, OpenError> {
        self.app.open_files(&self::files(files), DevOptions::default())
    }

    /// Opens a program and answers for the view of its first page.
    pub fn page(&self, files: &[(&str, &str)]) -> (Opened, PageId, usize) {
        self.page_of(&self::files(files))
    }

    /// The same with files that are made already.
    pub fn page_of(&self, files: &Files) -> (Opened, PageId, usize) {
        let opened = self.app.open_files(files, DevOptions::default());
        let opened = opened.unwrap_or_else(|error| panic!("{error}\n{:#?}", self.shell.told()));
        let (page, at) = self.shell.wait(0, "a page", |told| match told {
            Told::Create(page) if page.slot == opened.slot => Some(page.page),
            _ => None,
        });
        self.ready(page);
        (opened, page, at)
    }

    /// The first page of a program that was opened, with its view there.
    pub fn first_page(&self, slot: Slot) -> PageId {
        let (page, _) = self.shell.wait(0, "a page", |told| match told {
            Told::Create(page) if page.slot == slot => Some(page.page),
            _ => None,
        });
        self.ready(page);
        page
    }

    pub fn document(&self, page: PageId) -> String {
        let asset = self.app.read_asset(page, "").expect("the page has a document");
        String::from_utf8(asset.bytes.to_vec()).unwrap()
    }

    /// Says `ready` as the view does, with its own count of nodes.
    pub fn ready(&self, page: PageId) {
        let nodes = count_nodes(&self.document(page));
        self.app.on_view_message(page, &format!(r#"{{"t":"ready","nodes":{nodes}}}"#));
    }

    /// Taps the element whose text contains `text`.
    pub fn tap(&self, page: PageId, text: &str) {
        let document = self.document(page);
        let n = node_with(&document, text).unwrap_or_else(|| panic!("no text {text} in {document}\n{:#?}", self.shell.told()));
        self.app.on_view_message(
            page,
            &format!(r#"{{"t":"event","n":{n},"type":"tap","detail":{{"x":1,"y":1}},"touches":[],"changedTouches":[],"ts":1,"seq":1}}"#),
        );
    }

    /// Waits for a patch that contains `text`.
    pub fn patched(&self, from: usize, page: PageId, text: &str) -> usize {
        self.shell
            .wait(from, &format!("a patch with {text}"), |told| {
                matches!(told, Told::Post(at, patch) if *at == page && patch.contains(text)).then_some(())
            })
            .1
    }

    /// The next card that is shared.
    pub fn card(&self, from: usize) -> (ShareCard, usize) {
        self.shell.wait(from, "a card", |told| match told {
            Told::Card(card) => Some(card.clone()),
            _ => None,
        })
    }

    pub fn console(&self, from: usize, line: &str) -> usize {
        self.shell
            .wait(from, &format!("console: {line}"), |told| {
                matches!(told, Told::Note(Note::Console { text, .. }) if text.contains(line)).then_some(())
            })
            .1
    }

    /// Runs a program until it logs `> END`, and ends it; answers what it said.
    pub fn said(&self, program: &Files, options: DevOptions) -> Vec<String> {
        self.said_within(Duration::from_secs(10), program, options)
    }

    /// The same with another patience.
    pub fn said_within(&self, within: Duration, program: &Files, options: DevOptions) -> Vec<String> {
        let from = self.shell.told().len();
        let opened = self.app.open_files(program, options).unwrap_or_else(|error| panic!("{error}\n{:#?}", self.shell.told()));
        let end = |told: &Told| matches!(told, Told::Note(Note::Console { text, .. }) if text == "> END").then_some(());
        self.shell.wait_within(within, from, "> END", end);
        self.app.close(opened.slot);
        self.ended(opened.slot);
        self.lines(from)
    }

    /// Lines of the console that begin with `> `, without that.
    pub fn lines(&self, from: usize) -> Vec<String> {
        let told = self.shell.told();
        let lines = told.iter().skip(from).filter_map(|told| match told {
            Told::Note(Note::Console { text, .. }) => text.strip_prefix("> ").filter(|line| *line != "END").map(str::to_owned),
            _ => None,
        });
        lines.collect()
    }

    pub fn ended(&self, slot: Slot) -> EndReason {
        self.shell
            .wait(0, "the end", |told| match told {
                Told::Ended(at, reason) if *at == slot => Some(reason.clone()),
                _ => None,
            })
            .0
    }

    pub fn error(&self, from: usize, part: &str) -> (String, u32, u32) {
        self.shell
            .wait(from, &format!("an error with {part}"), |told| match told {
                Told::Note(Note::Error { text, path, line, column, .. }) if text.contains(part) => Some((path.clone(), *line, *column)),
                _ => None,
            })
            .0
    }
}

/// A program whose page runs a script that talks to a server: `call` makes a call and says how it ended, `say` says things.
pub fn talking(url: &str, script: &str) -> Files {
    let page = format!(
        "const fs = wx.getFileSystemManager(), U = wx.env.USER_DATA_PATH, url = '{url}';
        const say = (...x) => console.log('> ' + x.map((v) => typeof v === 'string' ? v : JSON.stringify(v)).join(' '));
        const call = (name, options, task = () => {{}}) => new Promise((done) => task(wx[name]({{ ...options, complete: (res) => {{ say(res.errMsg); done(res); }} }})));
        const later = (ms) => new Promise((done) => setTimeout(done, ms));
        Page({{ async onLoad() {{ try {{ {script} }} catch (e) {{ say('threw', e.message, e.stack); }} console.log('> END'); }} }});"
    );
    files(&[
        ("app.json", r#"{"pages":["p"],"networkTimeout":{"downloadFile":20000}}"#),
        ("p.wxml", "<view>x</view>"),
        ("p.js", &page),
        ("data/photo.png", "\u{89}PNG not quite"),
    ])
}

pub fn files(entries: &[(&str, &str)]) -> Files {
    let entries = entries.iter().map(|(name, text)| (name.to_string(), text.as_bytes().to_vec()));
    Files::from_entries(entries, &bundle::Limits::default()).unwrap()
}

/// The nodes of the first screen in document order, as the view numbers them: `(is element, text or tag)`.
fn nodes(document: &str) -> Vec<String> {
    let (_, rest) = document.split_once("<wx-page").expect("a page element");
    let (_, rest) = rest.split_once('>').unwrap();
    let (inside, _) = rest.rsplit_once("</wx-page>").unwrap();
    let mut found = Vec::new();
    let mut rest = inside;
    while !rest.is_empty() {
        if let Some(comment) = rest.strip_prefix("<!--") {
            let (text, after) = comment.split_once("-->").unwrap();
            if text == "t" {
                found.push(String::new());
            }
            rest = after;
        } else if let Some(tag) = rest.strip_prefix("</") {
            rest = tag.split_once('>').unwrap().1;
        } else if let Some(tag) = rest.strip_prefix('<') {
            let (tag, after) = tag.split_once('>').unwrap();
            found.push(format!("<{tag}>"));
            rest = after;
        } else {
            let end = rest.find('<').unwrap_or(rest.len());
            found.push(rest[..end].to_string());
            rest = &rest[end..];
        }
    }
    found
}

pub fn count_nodes(document: &str) -> usize {
    nodes(document).len()
}

/// Number of the text node that contains `text`; nodes are counted from 1, the page itself is 0.
pub fn node_with(document: &str, text: &str) -> Option<usize> {
    nodes(document).iter().position(|node| !node.starts_with('<') && node.contains(text)).map(|at| at + 1)
}

/// The events that elements of a document listen to, with the number of the element.
pub fn listened(document: &str) -> Vec<(usize, String)> {
    let events = |tag: &str| -> Vec<String> {
        [" b=\"", " c=\""]
            .iter()
            .filter_map(|name| tag.split_once(name)?.1.split_once('"'))
            .flat_map(|(list, _)| list.split([' ', ',']).map(str::to_string).collect::<Vec<_>>())
            .collect()
    };
    let found = nodes(document).into_iter().enumerate().filter(|(_, node)| node.starts_with('<'));
    found
        .flat_map(|(at, tag)| {
            events(&tag)
                .into_iter()
                .filter(|event| !event.is_empty())
                .map(move |event| (at + 1, event.trim_matches(['^', '!']).to_string()))
                .collect::<Vec<_>>()
        })
        .collect()
}
