//! A phone and a developer's computer on the loopback address: what gets in, what is refused, what goes back and forth.

use std::net::Ipv4Addr;
use std::sync::mpsc::{Receiver, Sender, channel};

use banchan_core::host::{Bridge, EndReason, Folders, Hosts, NewPage, PageId, Transition, View};
use banchan_core::permission::{Slot, User};
use banchan_core::session::NullWatcher;
use banchan_core::superapp::{Config, OpenError, SuperApp};

use super::*;

/// What a desk or a screen was told.
#[derive(Debug, PartialEq)]
enum Told {
    Code(String),
    Note(String),
    Say(String),
    Page(PageId, Slot),
}

struct Ear(Sender<Told>);

impl Desk for Ear {
    fn code(&self, link: &str) {
        let _ = self.0.send(Told::Code(link.into()));
    }
    fn note(&self, note: &Note) {
        if let Note::Console { text, .. } | Note::Error { text, .. } = note {
            let _ = self.0.send(Told::Note(text.clone()));
        }
    }
    fn say(&self, text: &str) {
        let _ = self.0.send(Told::Say(text.into()));
    }
}

impl View for Ear {
    fn create_page(&self, page: NewPage) {
        let _ = self.0.send(Told::Page(page.page, page.slot));
    }
    fn show_page(&self, _page: PageId, _transition: Transition) {}
    fn close_page(&self, _page: PageId) {}
    fn reload_page(&self, _page: PageId) {}
    fn post(&self, _page: PageId, _text: String) {}
    fn ended(&self, _slot: Slot, _reason: EndReason) {}
}

struct Bench {
    app: Arc<SuperApp>,
    lan: Arc<Lan>,
    told: Receiver<Told>,
    source: tempfile::TempDir,
    _home: tempfile::TempDir,
}

fn write(bench: &tempfile::TempDir, word: &str) {
    let files = [
        ("app.json", r#"{"pages":["p"]}"#.to_string()),
        ("p.js", format!("console.log('said {word}'); Page({{}})")),
        ("p.wxml", format!("<view>{word}</view>")),
    ];
    for (name, text) in files {
        std::fs::write(bench.path().join(name), text).unwrap();
    }
}

impl Bench {
    fn new() -> Self {
        let (source, home) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        write(&source, "one");
        let (tell, told) = channel();
        let hosts = Hosts { view: Arc::new(Ear(tell.clone())), ..Hosts::null() };
        let app = Arc::new(
            SuperApp::new(Config {
                hosts,
                folders: Folders::under(home.path()),
                registries: Vec::new(),
                bridge: Bridge::Port,
                watcher: Arc::new(NullWatcher),
                limits: banchan_core::logic::Limits::default(),
            })
            .unwrap(),
        );
        let (lan, listener) = Lan::open(Ipv4Addr::LOCALHOST.into(), source.path(), Box::new(Ear(tell))).unwrap();
        lan.refresh();
        lan.renew();
        app.runtime().spawn(lan.clone().serve(listener));
        Self { app, lan, told, source, _home: home }
    }

    fn wait<T>(&self, what: &str, fits: impl Fn(&Told) -> Option<T>) -> T {
        let end = Instant::now() + Duration::from_secs(20);
        loop {
            let told = self.told.recv_timeout(end.saturating_duration_since(Instant::now()));
            if let Some(found) = fits(&told.unwrap_or_else(|_| panic!("never told: {what}"))) {
                return found;
            }
        }
    }

    fn code(&self) -> String {
        self.wait("a code", |told| if let Told::Code(link) = told { Some(link.clone()) } else { None })
    }

    fn document(&self) -> (String, Slot) {
        let (page, slot) = self.wait("a page", |told| if let Told::Page(page, slot) = told { Some((*page, *slot)) } else { None });
        (String::from_utf8_lossy(&self.app.read_asset(page, "").unwrap().bytes).into_owned(), slot)
    }

    fn refusal(&self, link: &str) -> String {
        match self.app.open_lan(link) {
            Err(OpenError::Refused(why)) => why,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_phone_gets_the_folder_its_changes_and_gives_its_console() {
    let bench = Bench::new();
    let code = bench.code();
    assert!(bench.refusal(&code).contains("developer mode"), "nothing is even connected to before the person agrees");
    bench.app.set_developer_mode(true);
    bench.app.open_lan(&code).unwrap();
    assert!(bench.document().0.contains("one"));
    bench.wait("its console", |told| (*told == Told::Note("said one".into())).then_some(()));

    write(&bench.source, "two");
    bench.lan.refresh();
    let (document, slot) = bench.document();
    assert!(document.contains("two"), "a change is loaded");
    bench.wait("its console", |told| (*told == Told::Note("said two".into())).then_some(()));

    std::fs::write(bench.source.path().join("project.config.json"), r#"{"appid":"wx1234567890abcdef"}"#).unwrap();
    std::fs::write(bench.source.path().join("banchan.json"), r#"{"id":"some.other","name":"Other","version":1}"#).unwrap();
    bench.lan.refresh();
    bench.wait("why another one is not opened", |told| match told {
        Told::Page(..) => panic!("another mini-program was opened"),
        Told::Note(why) => why.contains("another mini-program").then_some(()),
        _ => None,
    });

    bench.app.close(slot);
    assert_ne!(bench.code(), code, "it has left: the next phone needs a code of its own");
}

#[test]
fn what_one_opened_does_not_come_up_for_who_has_the_phone_next() {
    let bench = Bench::new();
    bench.app.set_developer_mode(true);
    bench.app.open_lan(&bench.code()).unwrap();
    assert!(bench.document().0.contains("one"));
    bench.app.set_user(User::named("mina"));
    write(&bench.source, "two");
    bench.lan.refresh();
    let code = bench.wait("that it has left", |told| match told {
        Told::Page(..) => panic!("it came up"),
        Told::Code(link) => Some(link.clone()),
        _ => None,
    });
    assert!(bench.refusal(&code).contains("developer mode"), "each one agrees for oneself");
}

#[test]
fn a_code_lets_one_phone_in_once() {
    let bench = Bench::new();
    bench.app.set_developer_mode(true);
    let code = bench.code();
    bench.app.open_lan(&code).unwrap();
    assert!(bench.refusal(&code).contains("used already"));
    let fresh = bench.code();
    bench.lan.target().1 = Instant::now().checked_sub(GOOD_FOR + Duration::from_secs(1)).unwrap();
    assert!(bench.refusal(&fresh).contains("too old"));
    assert!(bench.app.open_lan(&bench.code()).is_ok(), "a new one is shown to whoever came too late");
}

#[test]
fn another_computer_and_another_program_are_refused_in_words() {
    let bench = Bench::new();
    bench.app.set_developer_mode(true);
    let code = bench.code();
    let mut target = DevTarget::parse(&code).unwrap().unwrap();
    target.pin[0] ^= 1;
    assert!(bench.refusal(&target.link()).contains("not the computer"));
    assert!(bench.app.open_lan(&code).is_ok(), "nothing was told to the wrong one: the token is still good");

    let stranger = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    target.address = stranger.local_addr().unwrap();
    let talk = std::thread::spawn(move || {
        use std::io::Write as _;
        let (mut stream, _) = stranger.accept().unwrap();
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
    });
    assert!(bench.refusal(&target.link()).contains("does not speak"));
    talk.join().unwrap();
    assert!(bench.refusal(&target.link()).contains("does not answer"));
    let far = code.replace("127.0.0.1", "8.8.8.8");
    assert!(matches!(bench.app.open_lan(&far), Err(OpenError::Code(_))), "the internet is no developer's computer");
}

#[test]
fn a_strangers_guess_does_not_take_the_code_away() {
    let bench = Bench::new();
    bench.app.set_developer_mode(true);
    let code = bench.code();
    let mut guess = DevTarget::parse(&code).unwrap().unwrap();
    guess.token = guess.token.chars().rev().collect();
    assert!(bench.refusal(&guess.link()).contains("a newer one is shown"));
    assert!(bench.app.open_lan(&code).is_ok(), "the code that is shown is still good");
}
