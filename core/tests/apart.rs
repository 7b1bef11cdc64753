//! Mini-programs in processes of their own: the main process and theirs are two real processes with pipes between, as on a phone.
//! The child is this test binary, started again.

mod common;

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

use banchan_core::broker::wire::Wire;
use banchan_core::host::fake::set;
use banchan_core::host::{Answer, Bridge, EndReason, HostError, Hosts, NewPage, PageId, SystemClock, SystemRandom, Transition, Ui, View};
use banchan_core::logic::Limits;
use banchan_core::permission::{Slot, User};
use banchan_core::session::{Note, Place};
use banchan_core::store::{FolderSource, Registry, RegistrySource, SecretKey, SourceError, publish, write_folder};
use banchan_core::superapp::{DevOptions, Inbox, Opened, Processes, Programs, SlotApp, scene};
use banchan_formats::bundle::{Files, SafePath};
use banchan_formats::code::{AppId, OpenTarget};
use common::{Bench, Told, count_nodes, files, node_with};

/// Set for the child.
const ROLE: &str = "BANCHAN_TEST_SLOT";
/// The line after which the child's output is ours.
const BEGIN: &str = "the slot begins here";
const PATIENCE: Duration = Duration::from_secs(20);

/// What passes the pipes: frames, and what the test says to the child's shell and hears from it.
#[derive(Clone, Debug, PartialEq)]
enum Parcel {
    Frame(Vec<u8>),
    Word(String),
}

fn write(to: &mut impl Write, parcel: &Parcel) -> std::io::Result<()> {
    let (kind, bytes) = match parcel {
        Parcel::Frame(bytes) => (0, bytes.as_slice()),
        Parcel::Word(text) => (1, text.as_bytes()),
    };
    to.write_all(&[kind])?;
    to.write_all(&(bytes.len() as u32).to_le_bytes())?;
    to.write_all(bytes)?;
    to.flush()
}

fn read(from: &mut impl Read) -> std::io::Result<Parcel> {
    let mut head = [0; 5];
    from.read_exact(&mut head)?;
    let mut bytes = vec![0; u32::from_le_bytes([head[1], head[2], head[3], head[4]]) as usize];
    from.read_exact(&mut bytes)?;
    Ok(if head[0] == 0 { Parcel::Frame(bytes) } else { Parcel::Word(String::from_utf8(bytes).unwrap()) })
}

/// Everything for the other process, in order, by a thread that may wait.
fn sender(mut to: impl Write + Send + 'static) -> Sender<Parcel> {
    let (give, take) = channel::<Parcel>();
    std::thread::spawn(move || take.iter().try_for_each(|parcel| write(&mut to, &parcel)));
    give
}

// The child.

struct ToMain {
    out: Mutex<Sender<Parcel>>,
    /// Nothing is said of calls, as by a process that was taken over.
    quiet: Arc<AtomicBool>,
}

impl Wire for ToMain {
    fn send(&self, frame: Vec<u8>) {
        let of_call = String::from_utf8_lossy(&frame).contains(r#"{"Say":{"Note":{"kind":"api""#);
        if !(of_call && self.quiet.load(Ordering::Relaxed)) {
            let _ = self.out.lock().unwrap().send(Parcel::Frame(frame));
        }
    }
}

/// The shell in the child: says `ready` for each page, and tells the test what it was told.
struct ChildShell {
    out: Mutex<Sender<Parcel>>,
    app: Arc<OnceLock<SlotApp>>,
}

impl ChildShell {
    fn word(&self, text: String) {
        let _ = self.out.lock().unwrap().send(Parcel::Word(text));
    }
}

impl View for ChildShell {
    fn create_page(&self, page: NewPage) {
        self.word(format!("page {} {}", page.page.0, page.path));
        let app = self.app.clone();
        std::thread::spawn(move || {
            let programs = app.get().unwrap().programs();
            let document = document(programs, page.page);
            programs.on_view_message(page.page, &format!(r#"{{"t":"ready","nodes":{}}}"#, count_nodes(&document)));
        });
    }
    fn show_page(&self, _page: PageId, _transition: Transition) {}
    fn close_page(&self, _page: PageId) {}
    fn reload_page(&self, _page: PageId) {}
    fn post(&self, _page: PageId, text: String) {
        self.word(format!("post {text}"));
    }
    fn ended(&self, _slot: Slot, reason: EndReason) {
        self.word(format!("ended {reason:?}"));
    }
}

impl Ui for ChildShell {}

fn document(programs: &Programs, page: PageId) -> String {
    let begun = Instant::now();
    loop {
        if let Some(asset) = programs.read_asset(page, "") {
            return String::from_utf8(asset.bytes.to_vec()).unwrap();
        }
        assert!(begun.elapsed() < PATIENCE, "the page has no document");
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// Runs only in the child process; otherwise it has nothing to do.
#[test]
fn child_that_runs_one_mini_program() {
    if std::env::var_os(ROLE).is_none() {
        return;
    }
    println!("{BEGIN}");
    let out = sender(std::io::stdout());
    let app = Arc::new(OnceLock::new());
    let shell = Arc::new(ChildShell { out: Mutex::new(out.clone()), app: app.clone() });
    shell.word(format!("pid {}", std::process::id()));
    let hosts = Hosts { view: shell.clone(), ui: shell.clone(), clock: Arc::new(SystemClock), ..Hosts::null() };
    let quiet = Arc::new(AtomicBool::new(false));
    let wire = ToMain { out: Mutex::new(out), quiet: quiet.clone() };
    let slot = SlotApp::new(hosts, Bridge::Port, Limits::default(), Box::new(wire)).unwrap();
    assert!(app.set(slot).is_ok());
    let mut deaf = false;
    let mut input = std::io::stdin();
    while let Ok(parcel) = read(&mut input) {
        match parcel {
            Parcel::Frame(frame) if !deaf => app.get().unwrap().receive(&frame),
            Parcel::Frame(_) => {}
            Parcel::Word(word) if word == "be deaf" => deaf = true,
            Parcel::Word(word) if word == "talk nonsense" => drop(shell.out.lock().unwrap().send(Parcel::Frame(vec![1, 2, 3]))),
            Parcel::Word(word) if word == "be quiet" => quiet.store(true, Ordering::Relaxed),
            Parcel::Word(word) if word == "lie" => drop(shell.out.lock().unwrap().send(Parcel::Frame(lie()))),
            Parcel::Word(text) => tap(&app, &text),
        }
    }
    // The main process is gone, and nothing of a mini-program goes on without it.
    std::process::exit(0);
}

/// That a call worked which never was made.
fn lie() -> Vec<u8> {
    let said = br#"{"Say":{"Note":{"kind":"api","name":"scanCode","ok":true,"text":"scanCode:ok"}}}"#;
    [&[1], (said.len() as u32).to_le_bytes().as_slice(), said].concat()
}

fn tap(app: &OnceLock<SlotApp>, text: &str) {
    let programs = app.get().unwrap().programs();
    let page = PageId(1);
    let document = document(programs, page);
    let n = node_with(&document, text).unwrap_or_else(|| panic!("no text {text} in {document}"));
    programs.on_view_message(
        page,
        &format!(r#"{{"t":"event","n":{n},"type":"tap","detail":{{"x":1,"y":1}},"touches":[],"changedTouches":[],"ts":1,"seq":1}}"#),
    );
}

// The main process.

struct Running {
    child: Child,
    to: Sender<Parcel>,
    words: Arc<Mutex<Vec<String>>>,
}

/// The shell's processes: each mini-program gets this binary again.
#[derive(Default)]
struct Children {
    running: Mutex<HashMap<Slot, Running>>,
    /// How many were begun, and how many killed.
    counts: Mutex<(u32, u32)>,
    none: Mutex<bool>,
}

impl Processes for Children {
    fn begin(&self, slot: Slot, _app: &AppId, inbox: Inbox) -> Result<(), HostError> {
        if *self.none.lock().unwrap() {
            return Err(HostError::failed("all are taken"));
        }
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "child_that_runs_one_mini_program", "--nocapture", "--test-threads=1"])
            .env(ROLE, "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let to = sender(child.stdin.take().unwrap());
        let mut from = BufReader::new(child.stdout.take().unwrap());
        let words = Arc::new(Mutex::new(Vec::new()));
        let heard = words.clone();
        std::thread::spawn(move || {
            let mut line = String::new();
            while !line.trim_end().ends_with(BEGIN) {
                line.clear();
                assert!(from.read_line(&mut line).unwrap() > 0, "the child said nothing");
            }
            while let Ok(parcel) = read(&mut from) {
                match parcel {
                    Parcel::Frame(frame) => inbox.receive(&frame),
                    Parcel::Word(word) => heard.lock().unwrap().push(word),
                }
            }
            inbox.gone();
        });
        self.running.lock().unwrap().insert(slot, Running { child, to, words });
        self.counts.lock().unwrap().0 += 1;
        Ok(())
    }
    fn send(&self, slot: Slot, frame: Vec<u8>) {
        if let Some(running) = self.running.lock().unwrap().get(&slot) {
            let _ = running.to.send(Parcel::Frame(frame));
        }
    }
    fn end(&self, slot: Slot) {
        let gone = self.running.lock().unwrap().remove(&slot);
        if let Some(mut running) = gone {
            let _ = running.child.kill();
            let _ = running.child.wait();
            self.counts.lock().unwrap().1 += 1;
        }
    }
}

impl Children {
    fn say(&self, slot: Slot, word: &str) {
        self.running.lock().unwrap()[&slot].to.send(Parcel::Word(word.into())).unwrap();
    }

    fn words(&self, slot: Slot) -> Vec<String> {
        self.running.lock().unwrap().get(&slot).map(|running| running.words.lock().unwrap().clone()).unwrap_or_default()
    }

    /// Waits until the child's shell was told something that begins so.
    fn heard(&self, slot: Slot, start: &str) -> String {
        let begun = Instant::now();
        loop {
            if let Some(word) = self.words(slot).into_iter().find(|word| word.starts_with(start)) {
                return word;
            }
            assert!(begun.elapsed() < PATIENCE, "the child never said {start}: {:?}", self.words(slot));
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// As the system does when it needs memory, or a crash.
    fn kill(&self, slot: Slot) {
        self.running.lock().unwrap().get_mut(&slot).unwrap().child.kill().unwrap();
    }

    fn counts(&self) -> (u32, u32) {
        *self.counts.lock().unwrap()
    }
}

impl Drop for Children {
    fn drop(&mut self) {
        for running in self.running.get_mut().unwrap().values_mut() {
            let _ = running.child.kill();
            let _ = running.child.wait();
        }
    }
}

const APP: &str = r#"{"pages":["p","q"],"permission":{"scope.userLocation":{"desc":"to test"}},"requiredPrivateInfos":["getLocation"]}"#;

const PAGE: &str = "Page({
  data: { seen: '' },
  onLoad() { wx.setStorageSync('visits', (wx.getStorageSync('visits') || 0) + 1); console.log('> visits ' + wx.getStorageSync('visits')); },
  onShow() { console.log('> shown'); },
  find() { wx.getLocation({ complete: (res) => { console.log('> ' + res.errMsg + ' ' + (res.latitude || '')); this.setData({ seen: res.errMsg }); } }); },
  keep() {
    const fs = wx.getFileSystemManager(), path = wx.env.USER_DATA_PATH + '/note';
    fs.writeFileSync(path, 'x'.repeat(300000));
    console.log('> kept ' + fs.readFileSync(path, 'utf8').length + ' ' + fs.readFileSync('data/large.txt', 'utf8').length);
  },
  spin() { console.log('> spinning'); for (;;); },
});";

/// More than fits into a frame.
fn large() -> String {
    (0..60_000).map(|number| number.to_string()).collect()
}

fn program(id: &str) -> Files {
    let info = format!(r#"{{"id":"{id}","version":1}}"#);
    files(&[
        ("banchan.json", &info),
        ("app.json", APP),
        (
            "p.wxml",
            "<view bindtap='find'>find</view><view bindtap='keep'>keep</view><view bindtap='spin'>spin</view><view>seen {{seen}}</view>",
        ),
        ("p.js", PAGE),
        ("q.wxml", "<view>second</view>"),
        ("q.js", "Page({ onLoad() { console.log('> second'); } })"),
        ("data/large.txt", &large()),
    ])
}

struct World {
    bench: Bench,
    children: Arc<Children>,
}

impl World {
    fn new() -> Self {
        let children = Arc::new(Children::default());
        Self { bench: Bench::apart(children.clone()), children }
    }

    fn open(&self, id: &str) -> Opened {
        let opened = self.bench.app.open_files(&program(id), DevOptions::default());
        opened.unwrap_or_else(|error| panic!("{error}\n{:#?}", self.bench.shell.told()))
    }

    /// What the log of use says of a call, the newest first.
    fn used(&self, what: &str) -> Vec<bool> {
        self.bench.app.uses().into_iter().filter(|used| used.what == what).map(|used| used.ok).collect()
    }

    fn notes(&self) -> Vec<Note> {
        let told = self.bench.shell.told();
        told.into_iter().filter_map(|told| if let Told::Note(note) = told { Some(note) } else { None }).collect()
    }
}

/// Waits for something that another thread or process does.
fn until(what: &str, done: impl Fn() -> bool) {
    let begun = Instant::now();
    while !done() {
        assert!(begun.elapsed() < PATIENCE, "never: {what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

#[test]
fn a_mini_program_in_its_own_process_asks_the_main_one_and_nothing_else() {
    let world = World::new();
    let slot = world.open("apart.one").slot;
    world.children.heard(slot, "page 1 p");
    let pid = world.children.heard(slot, "pid ");
    assert_ne!(pid, format!("pid {}", std::process::id()));
    let from = world.bench.console(0, "> visits 1");
    world.children.say(slot, "find");
    let from = world.bench.console(from, "> getLocation:ok");
    world.children.heard(slot, "post ");
    world.children.say(slot, "keep");
    world.bench.console(from, &format!("> kept 300000 {}", large().len()));
    assert!(world.notes().contains(&Note::Api { name: "getLocation".into(), ok: true, text: "getLocation:ok".into() }));
    assert_eq!(world.used("getLocation"), [true], "the log of use knows, once");
    world.bench.app.close(slot);
    assert_eq!(world.bench.ended(slot), EndReason::Closed);
    until("its process is killed", || world.children.counts() == (1, 1));
}

#[test]
fn the_log_of_use_is_written_here_whatever_a_process_says_of_its_calls() {
    let world = World::new();
    let slot = world.open("apart.one").slot;
    world.children.say(slot, "lie");
    world.children.say(slot, "be quiet");
    world.children.say(slot, "find");
    world.bench.console(0, "> getLocation:ok");
    assert_eq!(world.used("getLocation"), [true]);
    assert!(world.used("scanCode").is_empty(), "it never was made");
}

#[test]
fn what_the_person_denies_is_denied_in_another_process() {
    let world = World::new();
    set(&world.bench.phone.answer, Answer::Deny);
    let slot = world.open("apart.one").slot;
    world.children.say(slot, "find");
    world.bench.console(0, "> getLocation:fail auth deny");
}

#[test]
fn what_works_in_front_only_does_not_work_once_the_host_shows_something_else() {
    let world = World::new();
    let slot = world.open("apart.one").slot;
    world.bench.console(0, "> shown");
    world.bench.app.set_shown(slot, false);
    // The session knows; the gate knew before, whatever the session says.
    world.children.say(slot, "find");
    world.bench.console(0, "> getLocation:fail");
}

#[test]
fn a_process_killed_in_the_middle_of_a_call_harms_nobody_else_and_loses_nothing() {
    let world = World::new();
    let other = world.open("apart.two").slot;
    let slot = world.open("apart.one").slot;
    world.bench.console(0, "> visits 1");
    set(&world.bench.phone.thinking, Duration::from_secs(60));
    world.children.say(slot, "find");
    until("the person is asked", || world.bench.phone.log().iter().any(|line| line.contains("apart.one")));
    world.children.kill(slot);
    assert!(matches!(world.bench.ended(slot), EndReason::Failed { text } if text.contains("nothing else is affected")));
    until("it is known to be killed", || world.children.counts() == (2, 1));
    set(&world.bench.phone.thinking, Duration::ZERO);
    let from = world.bench.shell.told().len();
    world.children.say(other, "find");
    world.bench.console(from, "> getLocation:ok");
    // Another process, the same storage.
    let again = world.open("apart.one");
    assert!(!again.resumed && again.slot != slot);
    world.bench.console(from, "> visits 2");
    assert_eq!(world.children.counts().0, 3);
}

#[test]
fn a_process_that_does_not_end_its_session_is_killed() {
    let world = World::new();
    let slot = world.open("apart.one").slot;
    world.children.say(slot, "be deaf");
    world.bench.app.close(slot);
    assert_eq!(world.bench.ended(slot), EndReason::Closed);
    until("its process is killed", || world.children.counts() == (1, 1));
}

#[test]
fn a_process_that_talks_nonsense_is_killed() {
    let world = World::new();
    let slot = world.open("apart.one").slot;
    world.children.say(slot, "talk nonsense");
    assert!(matches!(world.bench.ended(slot), EndReason::Failed { .. }));
    until("its process is killed", || world.children.counts() == (1, 1));
}

#[test]
fn nothing_opens_where_there_is_no_process_for_it() {
    let world = World::new();
    *world.children.none.lock().unwrap() = true;
    let error = world.bench.app.open_files(&program("apart.one"), DevOptions::default()).unwrap_err();
    assert!(error.to_string().contains("all are taken"), "{error}");
    assert!(!world.bench.shell.told().iter().any(|told| matches!(told, Told::Ended(..))));
    *world.children.none.lock().unwrap() = false;
    world.open("apart.one");
}

#[test]
fn a_program_that_can_not_begin_says_why() {
    let world = World::new();
    let nowhere = || DevOptions { place: Some(Place::resolve("nowhere", "")), ..DevOptions::default() };
    let error = world.bench.app.open_files(&program("apart.one"), nowhere()).unwrap_err().to_string();
    let here = Bench::new().app.open_files(&program("apart.one"), nowhere()).unwrap_err().to_string();
    assert_eq!(error, here);
    until("its process is killed", || world.children.counts() == (1, 1));
}

#[test]
fn a_registrys_mini_program_comes_back_where_it_was_or_where_a_code_leads() {
    let key = SecretKey::generate(&SystemRandom).unwrap();
    let folder = tempfile::tempdir().unwrap();
    write_folder(folder.path(), "test", 1, &[publish(&program("apart.tea"), &key).unwrap()], &key).unwrap();
    let world = World::new();
    let registry = Registry::open(Arc::new(FolderSource::new(folder.path())), &[key.public()]).unwrap();
    world.bench.app.add_registry(registry).unwrap();
    let go = |path: Option<&str>| {
        let target = OpenTarget { app_id: AppId::parse("apart.tea").unwrap(), path: path.map(str::to_owned), query: String::new() };
        world.bench.app.open(&target, scene::CODE)
    };
    let first = go(None).unwrap();
    let from = world.bench.console(0, "> shown");
    world.bench.app.set_shown(first.slot, false);
    world.bench.app.set_shown(first.slot, true);
    let second = go(None).unwrap();
    assert_eq!((second.slot, second.resumed), (first.slot, true));
    let from = world.bench.console(from, "> shown");
    assert!(go(Some("nowhere")).is_err(), "it has no such page");
    assert!(go(Some("q")).unwrap().resumed);
    world.bench.console(from, "> second");
    assert_eq!(world.children.counts(), (1, 0));
    world.bench.app.set_user(User::named("mina"));
    assert_eq!(world.bench.ended(first.slot), EndReason::Closed);
    until("its process is killed", || world.children.counts() == (1, 1));
}

/// Answers at once, but for who looks for a newer version behind the first screen.
struct Slow {
    folder: FolderSource,
    asked: AtomicBool,
    go: Mutex<()>,
}

impl RegistrySource for Slow {
    fn read(&self, path: &SafePath, limit: u64) -> Result<Vec<u8>, SourceError> {
        if std::thread::current().name() == Some("banchan") {
            self.asked.store(true, Ordering::Relaxed);
            drop(self.go.lock().unwrap());
        }
        self.folder.read(path, limit)
    }
}

#[test]
fn a_deaf_process_that_somebody_still_holds_is_killed_before_another_user_goes_on() {
    let key = SecretKey::generate(&SystemRandom).unwrap();
    let folder = tempfile::tempdir().unwrap();
    write_folder(folder.path(), "test", 1, &[publish(&program("apart.tea"), &key).unwrap()], &key).unwrap();
    let world = World::new();
    let source = Arc::new(Slow { folder: FolderSource::new(folder.path()), asked: AtomicBool::new(false), go: Mutex::new(()) });
    world.bench.app.add_registry(Registry::open(source.clone(), &[key.public()]).unwrap()).unwrap();
    let slow = source.go.lock().unwrap();
    let target = OpenTarget { app_id: AppId::parse("apart.tea").unwrap(), path: None, query: String::new() };
    let slot = world.bench.app.open(&target, scene::CODE).unwrap().slot;
    until("it is held", || source.asked.load(Ordering::Relaxed));
    world.children.say(slot, "be deaf");
    world.bench.app.set_user(User::named("mina"));
    assert_eq!(world.children.counts(), (1, 1));
    assert_eq!(world.bench.ended(slot), EndReason::Closed);
    drop(slow);
}

#[test]
fn everything_ends_with_the_main_process_end() {
    let world = World::new();
    let slots = [world.open("apart.one").slot, world.open("apart.two").slot];
    world.children.say(slots[0], "be deaf");
    let World { bench, children } = world;
    let shell = bench.shell.clone();
    bench.app.shutdown();
    until("both were killed", || children.counts() == (2, 2));
    let ends = shell.told().iter().filter(|told| matches!(told, Told::Ended(..))).count();
    assert_eq!(ends, 2, "each told once");
}
