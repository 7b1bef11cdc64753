//! Guarantees of the broker, each with a case of its own, over a prepared phone and real servers on this machine.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use banchan_formats::code::AppId;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

use super::*;
use crate::host::fake::{FakePhone, set};
use crate::host::{Answer, Folders};
use crate::permission::{Declarations, Domains, NetPolicy, SlotInfo, User};
use crate::store::Store;

mod tls;

struct World {
    _folder: tempfile::TempDir,
    runtime: Runtime,
    phone: Arc<FakePhone>,
    broker: LocalBroker,
}

fn world() -> World {
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let phone = Arc::new(FakePhone::default());
    let store = Arc::new(Store::open(&Folders::under(folder.path()), phone.clone()).unwrap());
    let broker = LocalBroker::new(phone.hosts(), store, runtime.handle().clone());
    World { _folder: folder, runtime, phone, broker }
}

fn info(policy: NetPolicy) -> SlotInfo {
    let reasons = [("scope.userLocation".to_owned(), "to find bikes".to_owned())].into();
    SlotInfo {
        user: User::default(),
        app_id: AppId::parse("bike-share").unwrap(),
        version: 2,
        name: "Bikes".into(),
        declarations: Declarations { reasons, ..Declarations::default() },
        domains: Domains { request: vec!["https://api.example.com".into()], ..Domains::default() },
        policy,
    }
}

impl World {
    fn slot(&self) -> Slot {
        self.broker.open(info(NetPolicy::Release))
    }

    fn dev(&self) -> Slot {
        self.broker.open_source_folder(info(NetPolicy::Development { allow_loopback: true }))
    }

    fn start(&self, slot: Slot, id: u32, api: &str, args: Value) -> Receiver<Outcome> {
        let (tell, told) = channel();
        let call = BrokerCall { id, api: api.into(), args: args.to_string() };
        self.broker.call(slot, call, Box::new(move |outcome| drop(tell.send(outcome))));
        told
    }

    fn call(&self, slot: Slot, api: &str, args: Value) -> Outcome {
        // As a session counts: no number comes twice.
        static NEXT: AtomicU32 = AtomicU32::new(1000);
        self.start(slot, NEXT.fetch_add(1, Ordering::Relaxed), api, args).recv_timeout(Duration::from_secs(10)).unwrap()
    }

    fn now(&self, slot: Slot, api: &str, args: Value) -> Outcome {
        self.broker.call_now(slot, BrokerCall { id: 0, api: api.into(), args: args.to_string() })
    }
}

/// A server that gives its answers in turn, one a connection, the last one for ever.
fn serve(world: &World, answers: Vec<String>) -> (String, Arc<AtomicUsize>) {
    let listener = world.runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let served = Arc::new(AtomicUsize::new(0));
    let count = served.clone();
    world.runtime.spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let at = count.fetch_add(1, Ordering::SeqCst).min(answers.len() - 1);
            let mut text = [0; 4096];
            let _ = stream.read(&mut text).await;
            let _ = stream.write_all(answers[at].as_bytes()).await;
        }
    });
    (url, served)
}

fn redirect(to: &str) -> String {
    format!("HTTP/1.1 302 Go\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
}

fn page(text: &str) -> String {
    format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{text}", text.len())
}

#[test]
fn location_is_given_after_consent() {
    let w = world();
    let slot = w.slot();
    let outcome = w.call(slot, "getLocation", json!({}));
    assert!(outcome.ok);
    assert_eq!((outcome.res["latitude"].as_f64(), outcome.err_msg()), (Some(37.5665), "getLocation:ok"));
    assert_eq!(w.phone.log(), ["ask bike-share for scope.userLocation: to find bikes", "locate for slot 1 precise false"]);
    assert_eq!(w.call(slot, "getSetting", json!({})).res["authSetting"], json!({ "scope.userLocation": true }));
}

#[test]
fn denied_location_fails_in_wechats_words_and_never_reaches_the_phone() {
    let w = world();
    set(&w.phone.answer, Answer::Deny);
    let slot = w.slot();
    for _ in 0..2 {
        assert_eq!(w.call(slot, "getLocation", json!({})).err_msg(), "getLocation:fail auth deny");
    }
    assert_eq!((w.phone.count("ask"), w.phone.count("locate")), (1, 0));
    assert_eq!(w.call(slot, "authorize", json!({"scope": "scope.userLocation"})).err_msg(), "authorize:fail auth deny");
}

#[test]
fn undeclared_scope_is_refused() {
    let w = world();
    let mut undeclared = info(NetPolicy::Release);
    undeclared.declarations = Declarations::default();
    let slot = w.broker.open(undeclared);
    let words = w.call(slot, "getLocation", json!({}));
    assert!(words.err_msg().contains("requiredPrivateInfos"), "{}", words.err_msg());
    assert!(w.phone.log().is_empty());
}

#[test]
fn fuzzy_location_is_rough() {
    let w = world();
    let mut declared = info(NetPolicy::Release);
    declared.declarations.private_infos = vec!["getFuzzyLocation".into()];
    let slot = w.broker.open(declared);
    let outcome = w.call(slot, "getFuzzyLocation", json!({}));
    assert_eq!(outcome.res, json!({ "latitude": 37.57, "longitude": 126.98, "errMsg": "getFuzzyLocation:ok" }));
}

#[test]
fn authorize_asks_for_the_scope_that_it_names() {
    let w = world();
    let slot = w.slot();
    assert!(w.call(slot, "authorize", json!({"scope": "scope.camera"})).ok);
    assert_eq!(w.phone.count("ask bike-share for scope.camera"), 1);
    assert_eq!(w.call(slot, "authorize", json!({"scope": "scope.everything"})).err_msg(), "authorize:fail invalid scope");
    let words = "authorize:fail parameter error: parameter.scope should be String instead of Undefined;";
    assert_eq!(w.call(slot, "authorize", json!({})).err_msg(), words);
}

#[test]
fn device_calls_in_the_background_are_refused() {
    let w = world();
    let slot = w.slot();
    w.broker.session_state(slot, SlotState::Background);
    for (api, args) in [
        ("getLocation", json!({})),
        ("scanCode", json!({})),
        ("getClipboardData", json!({})),
        ("setClipboardData", json!({"data": "x"})),
        ("makePhoneCall", json!({"phoneNumber": "112"})),
    ] {
        assert!(!w.call(slot, api, args).ok, "{api}");
    }
    assert!(w.phone.log().is_empty());
    assert!(w.call(slot, "getStorageInfo", json!({})).ok, "the own things stay in reach");
}

#[test]
fn phone_scanner_and_clipboard_answer() {
    let w = world();
    let slot = w.slot();
    assert_eq!(w.call(slot, "scanCode", json!({})).err_msg(), "scanCode:fail cancel");
    set(&w.phone.code, Some("bike 7".into()));
    assert_eq!(w.call(slot, "scanCode", json!({})).res["result"], "bike 7");
    assert!(w.call(slot, "setClipboardData", json!({"data": "hello"})).ok);
    assert_eq!(w.call(slot, "getClipboardData", json!({})).res["data"], "hello");
    assert!(w.call(slot, "makePhoneCall", json!({"phoneNumber": "+82 2-120"})).ok);
    assert!(!w.call(slot, "makePhoneCall", json!({"phoneNumber": "tel:1;intent"})).ok);
    assert_eq!(w.call(slot, "vibrateShort", json!({})).err_msg(), "vibrateShort:fail not supported");
}

#[test]
fn storage_answers_both_ways() {
    let w = world();
    let slot = w.slot();
    assert!(w.now(slot, "setStorageSync", json!(["k", {"b": 1, "a": [null]}])).ok);
    assert_eq!(w.now(slot, "getStorageSync", json!(["k"])).to_json(), r#"{"ok":true,"res":{"data":{"b":1,"a":[null]}}}"#);
    assert_eq!(w.call(slot, "getStorage", json!({"key": "k"})).res["data"], json!({"b": 1, "a": [null]}));
    assert_eq!(w.call(slot, "getStorage", json!({"key": "none"})).err_msg(), "getStorage:fail data not found");
    assert_eq!(w.now(slot, "getStorageSync", json!(["none"])).to_json(), r#"{"ok":true,"res":{}}"#);
    assert_eq!(w.now(slot, "getStorageInfoSync", json!([])).res, json!({"keys": ["k"], "currentSize": 1, "limitSize": 10240}));
    assert!(w.call(slot, "batchSetStorage", json!({"kvList": [{"key": "x", "value": 1}, {"key": "y"}]})).ok);
    assert_eq!(w.now(slot, "batchGetStorageSync", json!([["x", "y", "z"]])).res["dataList"], json!([1, "", ""]));
    let large = json!(["large", "x".repeat(1_000_000)]);
    assert!(w.now(slot, "setStorageSync", large).ok);
    let often = |times| w.now(slot, "batchGetStorageSync", json!([vec!["large"; times]]));
    assert_eq!(often(10).res["dataList"].as_array().map(Vec::len), Some(10));
    assert!(often(11).err_msg().ends_with("more is asked for than can be stored"), "one key named often: {}", often(11).err_msg());
    assert!(w.now(slot, "removeStorageSync", json!(["large"])).ok);
    assert!(w.now(slot, "removeStorageSync", json!(["x"])).ok && w.call(slot, "clearStorage", json!({})).ok);
    assert_eq!(w.now(slot, "getStorageInfoSync", json!([])).res["keys"], json!([]));
    assert!(!w.call(slot, "setStorage", json!({"key": "s", "data": 1, "encrypt": true})).ok);
}

#[test]
fn what_is_stored_is_read_by_the_next_call() {
    let w = world();
    let slot = w.slot();
    for n in 0..200 {
        let stored = w.start(slot, 1, "setStorage", json!({"key": "k", "data": n}));
        let read = w.start(slot, 2, "getStorage", json!({"key": "k"}));
        assert_eq!(read.recv().unwrap().res["data"], n);
        assert!(stored.recv().unwrap().ok);
    }
}

#[test]
fn storage_over_limit_is_refused() {
    let w = world();
    let slot = w.slot();
    let large = "x".repeat(1 << 20);
    assert_eq!(w.call(slot, "setStorage", json!({"key": "k", "data": large})).err_msg(), "setStorage:fail entry size limit reached");
    for n in 0..10 {
        assert!(w.now(slot, "setStorageSync", json!([n.to_string(), &large[..1_048_000]])).ok);
    }
    let full = w.now(slot, "setStorageSync", json!(["more", &large[..100_000]]));
    assert_eq!(full.err_msg(), "setStorageSync:fail exceed storage max size");
}

#[test]
fn what_is_kept_of_an_exit_is_bounded_whoever_asks() {
    let w = world();
    let slot = w.slot();
    assert!(w.now(slot, "__keepExit", json!({"value": "{}"})).ok);
    assert!(!w.now(slot, "__keepExit", json!({"value": "x".repeat(600 << 10)})).ok);
    assert_eq!(w.now(slot, "__takeExit", json!({})).res["value"], "{}");
}

#[test]
fn source_folder_does_not_touch_the_storage_of_the_release() {
    let w = world();
    let (release, folder) = (w.slot(), w.dev());
    assert!(w.now(release, "setStorageSync", json!(["k", 1])).ok);
    assert!(w.now(folder, "clearStorageSync", json!([])).ok);
    assert_eq!(w.now(release, "getStorageSync", json!(["k"])).res["data"], 1);
}

#[test]
fn only_storage_is_answered_at_once() {
    let w = world();
    let slot = w.slot();
    for api in ["request", "getLocation", "getSetting", "noSuchThing", "navigateTo"] {
        assert!(!w.now(slot, api, json!({"url": "https://api.example.com"})).ok, "{api}");
    }
    assert!(w.phone.log().is_empty());
}

#[test]
fn request_is_answered() {
    let w = world();
    let slot = w.dev();
    let (url, _) = serve(&w, vec![page(r#"{"bikes":[1]}"#)]);
    let outcome = w.call(slot, "request", json!({"url": url, "data": {"near": "me"}}));
    assert_eq!((outcome.err_msg(), &outcome.res["data"], &outcome.res["statusCode"]), ("request:ok", &json!({"bikes": [1]}), &json!(200)));
}

#[test]
fn request_to_an_unlisted_or_private_address_is_refused() {
    let w = world();
    let slot = w.slot();
    for (url, words) in [
        ("https://evil.com/", "request:fail url not in domain list"),
        ("http://api.example.com/", "request:fail url scheme is invalid, only https is supported"),
        ("https://192.168.0.1/", "request:fail invalid url: 192.168.0.1 is a private address: mini-programs reach public servers only"),
    ] {
        assert_eq!(w.call(slot, "request", json!({"url": url})).err_msg(), words);
    }
}

#[test]
fn redirect_to_private_address_is_refused() {
    let w = world();
    let slot = w.dev();
    for target in ["http://10.0.0.1/", "http://169.254.169.254/latest", "https://router.local/", "file:///etc/passwd", "https://evil.com/"]
    {
        let (url, served) = serve(&w, vec![redirect(target)]);
        let outcome = w.call(slot, "request", json!({"url": url}));
        assert!(!outcome.ok, "{target}");
        assert_eq!(served.load(Ordering::SeqCst), 1);
    }
}

#[test]
fn redirects_are_followed_up_to_five_times() {
    let w = world();
    let slot = w.dev();
    let (url, _) = serve(&w, vec![redirect("/next"), redirect("next"), page("1")]);
    assert_eq!(w.call(slot, "request", json!({"url": url})).res["data"], 1);
    let (url, served) = serve(&w, vec![redirect("/again")]);
    assert_eq!(w.call(slot, "request", json!({"url": url})).err_msg(), "request:fail exceed max redirect count");
    assert_eq!(served.load(Ordering::SeqCst), 6);
    let (url, _) = serve(&w, vec![redirect("/next"), page("1")]);
    assert_eq!(w.call(slot, "request", json!({"url": url, "redirect": "manual"})).res["statusCode"], 302);
}

#[test]
fn aborted_request_fails_once() {
    let w = world();
    let slot = w.dev();
    let listener = w.runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let told = w.start(slot, 7, "request", json!({"url": url}));
    w.broker.abort(slot, 8);
    assert!(told.recv_timeout(Duration::from_millis(50)).is_err());
    w.broker.abort(slot, 7);
    assert_eq!(told.recv_timeout(Duration::from_secs(1)).unwrap().err_msg(), "request:fail abort");
    assert!(told.recv_timeout(Duration::from_millis(50)).is_err());
}

#[test]
fn closing_ends_calls_without_an_answer_and_refuses_later_ones() {
    let w = world();
    let slot = w.dev();
    set(&w.phone.thinking, Duration::from_secs(5));
    let waiting = w.start(slot, 1, "getLocation", json!({}));
    while w.phone.count("ask") == 0 {
        std::thread::sleep(Duration::from_millis(2));
    }
    // A number that comes twice does not push the first call out of what is ended.
    assert!(!w.start(slot, 1, "getLocation", json!({})).recv_timeout(Duration::from_secs(1)).unwrap().ok);
    w.broker.session_state(slot, SlotState::Closed);
    assert!(waiting.recv_timeout(Duration::from_secs(1)).is_err());
    assert_eq!(w.call(slot, "getStorage", json!({"key": "k"})).err_msg(), "getStorage:fail abort");
    assert_eq!(w.phone.count("locate"), 0);
}

#[test]
fn request_that_takes_too_long_fails_with_timeout() {
    let w = world();
    let slot = w.dev();
    let listener = w.runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let outcome = w.call(slot, "request", json!({"url": url, "timeout": 50}));
    assert_eq!((outcome.err_msg(), &outcome.res["errno"]), ("request:fail timeout", &json!(5)));
}

#[test]
fn every_broker_row_is_answered() {
    let w = world();
    let slot = w.slot();
    for row in crate::api::rows().iter().filter(|row| matches!(row.action, crate::api::Action::Broker(_))) {
        let outcome = w.call(slot, row.name, json!({}));
        assert!(outcome.res.is_object() || outcome.ok, "{}", row.name);
        assert!(!outcome.err_msg().contains("internal"), "{}: {}", row.name, outcome.err_msg());
    }
}

#[test]
fn a_crashing_host_is_an_answer_and_not_the_end() {
    struct Broken;
    #[async_trait::async_trait]
    impl crate::host::Phone for Broken {
        async fn call(&self, _: crate::host::Pass, _: String) -> Result<(), crate::host::HostError> {
            panic!("a bug in a shell")
        }
    }
    let mut w = world();
    let store = Arc::new(Store::open(&Folders::under(w._folder.path().join("2")), w.phone.clone()).unwrap());
    let hosts = crate::host::Hosts { phone: Arc::new(Broken), ..w.phone.hosts() };
    w.broker = LocalBroker::new(hosts, store, w.runtime.handle().clone());
    let slot = w.slot();
    assert_eq!(w.call(slot, "makePhoneCall", json!({"phoneNumber": "112"})).err_msg(), "makePhoneCall:fail internal error");
    assert!(w.call(slot, "getStorageInfo", json!({})).ok);
}

#[test]
fn few_calls_of_a_program_hold_a_large_file_at_once() {
    #[derive(Default)]
    struct Slow(AtomicUsize, AtomicUsize);
    #[async_trait::async_trait]
    impl crate::host::Media for Slow {
        async fn choose(&self, _: crate::host::Pass, _: crate::host::MediaAsk) -> Result<Vec<crate::host::Picked>, crate::host::HostError> {
            Err(crate::host::HostError::Cancelled)
        }
        async fn keep(&self, _: crate::host::Pass, _: crate::host::Keep) -> Result<(), crate::host::HostError> {
            let now = self.0.fetch_add(1, Ordering::SeqCst) + 1;
            self.1.fetch_max(now, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_millis(20)).await;
            self.0.fetch_sub(1, Ordering::SeqCst);
            Ok(())
        }
    }
    let mut w = world();
    let slow = Arc::new(Slow::default());
    let store = Arc::new(Store::open(&Folders::under(w._folder.path().join("2")), w.phone.clone()).unwrap());
    let hosts = crate::host::Hosts { media: slow.clone(), ..w.phone.hosts() };
    w.broker = LocalBroker::new(hosts, store, w.runtime.handle().clone());
    let slot = w.slot();
    let files = banchan_formats::bundle::Files::from_entries([("a.pdf".to_owned(), b"%PDF".to_vec())], &Default::default()).unwrap();
    w.broker.lend_files(slot, Arc::new(files));
    let told: Vec<_> = (1..=8).map(|id| w.start(slot, id, "openDocument", json!({ "filePath": "a.pdf" }))).collect();
    for told in told {
        let outcome = told.recv_timeout(Duration::from_secs(10)).unwrap();
        assert!(outcome.ok, "{outcome:?}");
    }
    assert!(slow.1.load(Ordering::SeqCst) <= 2, "{} documents were in memory at once", slow.1.load(Ordering::SeqCst));
}

#[test]
fn uploads_that_wait_for_the_wire_keep_no_file_open() {
    let w = world();
    // It takes connections and never answers.
    let listener = w.runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let slot = w.dev();
    w.broker.lend_files(slot, Arc::new(banchan_formats::bundle::Files::from_entries([], &Default::default()).unwrap()));
    let path = "wxfile://usr/upload-me.bin";
    assert!(w.call(slot, "FileSystemManager.writeFile", json!({ "filePath": path, "data": "x" })).ok);
    let args = json!({ "url": url, "filePath": path, "name": "f" });
    let _told: Vec<_> = (1..=60).map(|id| w.start(slot, id, "uploadFile", args.clone())).collect();
    let connections = w.runtime.block_on(async {
        let mut all = Vec::new();
        while all.len() < 10 {
            all.push(listener.accept().await.unwrap());
        }
        all
    });
    let Ok(open) = std::fs::read_dir("/proc/self/fd") else { return };
    let open = open.flatten().filter_map(|entry| std::fs::read_link(entry.path()).ok());
    let count = open.filter(|path| path.ends_with("upload-me.bin")).count();
    assert!(count <= 10, "{count} open files for {} connections", connections.len());
}

#[test]
fn nothing_is_kept_of_two_hundred_slots_that_were_closed_in_the_middle_of_their_calls() {
    let world = world();
    let (url, _) = serve(&world, vec!["HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".into()]);
    for _ in 0..200 {
        let slot = world.dev();
        world.broker.lend_files(slot, Arc::new(banchan_formats::bundle::Files::from_entries([], &Default::default()).unwrap()));
        world.broker.listen(slot, Box::new(|_| {}));
        let calls = [
            ("request", json!({ "url": url })),
            ("getLocation", json!({})),
            ("downloadFile", json!({ "url": url })),
            ("connectSocket", json!({ "url": url.replace("http", "ws") })),
            ("saveImageToPhotosAlbum", json!({ "filePath": "wxfile://usr/none" })),
        ];
        for (id, (api, args)) in (1..).zip(calls) {
            drop(world.start(slot, id, api, args));
        }
        world.broker.session_state(slot, SlotState::Closed);
    }
    // Tasks that were cut off take their last words from another thread.
    let begun = std::time::Instant::now();
    while world.broker.kept().iter().any(|(_, count)| *count > 0) && begun.elapsed() < Duration::from_secs(10) {
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(world.broker.kept(), [("tasks", 0), ("places", 0), ("listeners", 0), ("sockets", 0)]);
}
