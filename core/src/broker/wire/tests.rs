//! Guarantees of the wire: a session hears over it what it would hear without, and nothing that comes from its process does harm.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use banchan_formats::code::AppId;
use serde_json::json;

use super::frames::{MAX_HEAD, MAX_MESSAGE, Sender as Frames};
use super::*;
use crate::api::Outcome;
use crate::broker::{Broker, BrokerCall, Listener, LocalBroker, MAX_ARGS, News, Reply, Slot};
use crate::host::Folders;
use crate::host::fake::FakePhone;
use crate::permission::{Declarations, Domains, NetPolicy, SlotInfo, User};
use crate::store::Store;

struct Pipe(Sender<Vec<u8>>);

impl Wire for Pipe {
    fn send(&self, frame: Vec<u8>) {
        assert!(frame.len() <= MAX_FRAME);
        drop(self.0.send(frame));
    }
}

/// Both ends, each frame carried by a thread of its own as between processes.
fn joined(broker: Arc<dyn Broker>, slot: Slot) -> (Arc<RemoteBroker>, Arc<FarEnd>) {
    let (to_far, at_far) = channel::<Vec<u8>>();
    let (to_near, at_near) = channel::<Vec<u8>>();
    let near = Arc::new(RemoteBroker::new(Box::new(Pipe(to_far))));
    let far = Arc::new(FarEnd::new(broker, slot, Box::new(Pipe(to_near))));
    let (carried, end) = (near.clone(), far.clone());
    std::thread::spawn(move || at_near.iter().for_each(|frame| carried.receive(&frame)));
    std::thread::spawn(move || at_far.iter().for_each(|frame| end.receive(&frame)));
    (near, far)
}

/// A broker that only keeps what it was told.
#[derive(Default)]
struct Stub {
    listener: Mutex<Option<Listener>>,
    replies: Mutex<Vec<Reply>>,
    states: Mutex<Vec<(Slot, SlotState)>>,
}

impl Broker for Stub {
    fn call(&self, _slot: Slot, _call: BrokerCall, reply: Reply) {
        self.replies.lock().unwrap().push(reply);
    }
    fn call_now(&self, _slot: Slot, call: BrokerCall) -> Outcome {
        Outcome::fail(&call.api, &Failure::NotSupported)
    }
    fn abort(&self, _slot: Slot, _id: u32) {}
    fn listen(&self, _slot: Slot, listener: Listener) {
        *self.listener.lock().unwrap() = Some(listener);
    }
    fn make_temp_file(&self, _slot: Slot, _bytes: &[u8], _ending: &str) -> Result<String, Failure> {
        Err(Failure::NotSupported)
    }
    fn read_file(&self, _slot: Slot, _path: &str, _most: u64) -> Result<Vec<u8>, Failure> {
        Err(Failure::NotSupported)
    }
    fn session_state(&self, slot: Slot, state: SlotState) {
        self.states.lock().unwrap().push((slot, state));
    }
}

/// Waits for something that another thread does, ten seconds at most.
fn until(what: &str, done: impl Fn() -> bool) {
    let begun = std::time::Instant::now();
    while !done() {
        assert!(begun.elapsed() < Duration::from_secs(10), "never: {what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn said(api: &str, args: serde_json::Value) -> BrokerCall {
    // As a session counts: no number comes twice.
    static NEXT: AtomicU32 = AtomicU32::new(7);
    BrokerCall { id: NEXT.fetch_add(1, Ordering::Relaxed), api: api.into(), args: args.to_string() }
}

#[test]
fn a_session_hears_over_the_wire_what_it_hears_without() {
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let phone = Arc::new(FakePhone::default());
    let store = Arc::new(Store::open(&Folders::under(folder.path()), phone.clone()).unwrap());
    let broker = Arc::new(LocalBroker::new(phone.hosts(), store, runtime.handle().clone()));
    let reasons = [("scope.userLocation".to_owned(), "to find bikes".to_owned())].into();
    let slot = broker.open(SlotInfo {
        app_id: AppId::parse("bike-share").unwrap(),
        version: 2,
        user: User::default(),
        name: "Bikes".into(),
        declarations: Declarations { reasons, ..Declarations::default() },
        domains: Domains { request: vec!["https://api.example.com".into()], ..Domains::default() },
        policy: NetPolicy::Release,
    });
    broker.lend_files(slot, Arc::new(banchan_formats::bundle::Files::from_entries([], &Default::default()).unwrap()));
    let (near, _far) = joined(broker.clone(), slot);
    // The number that the session's process says is not looked at: it can't speak for another one.
    let other = Slot(99);
    let call = |broker: &dyn Broker, slot, call| {
        let (give, take) = channel();
        broker.call(slot, call, Box::new(move |outcome| drop(give.send(outcome))));
        take.recv_timeout(Duration::from_secs(10)).unwrap()
    };
    for (api, args) in [
        ("getLocation", json!({})),
        ("request", json!({ "url": "https://elsewhere.example.com/" })),
        ("request", json!({ "url": 3 })),
        ("noSuchMember", json!({})),
    ] {
        let direct = call(broker.as_ref(), slot, said(api, args.clone()));
        assert_eq!(call(near.as_ref(), other, said(api, args)), direct, "{api}");
    }
    for (api, args) in [("setStorageSync", json!(["key", "värde"])), ("getStorageSync", json!(["key"])), ("getLocation", json!([]))] {
        let direct = broker.call_now(slot, said(api, args.clone()));
        assert_eq!(near.call_now(other, said(api, args)), direct, "{api}");
    }
    let large: Vec<u8> = (0..1_000_000_u32).map(|at| (at % 251) as u8).collect();
    let path = near.make_temp_file(other, &large, "bin").unwrap();
    assert_eq!(near.read_file(other, &path, 2_000_000).unwrap(), large);
    assert_eq!(broker.read_file(slot, &path, 2_000_000).unwrap(), large);
    for (path, most) in [("wxfile://tmp_nothing.bin", 10), (path.as_str(), 10)] {
        let words = |failure: Failure| (failure.to_string(), failure.errno());
        let direct = broker.read_file(slot, path, most).map_err(words);
        assert_eq!(near.read_file(other, path, most).map_err(words), direct);
    }
    assert_eq!(near.web_origins(other), broker.web_origins(slot));
    near.session_state(other, SlotState::Closed);
    until("the slot is closed", || !broker.call_now(slot, said("getStorageSync", json!(["key"]))).ok);
}

#[test]
fn a_sender_goes_on_only_when_the_session_took_its_news() {
    let stub = Arc::new(Stub::default());
    let (near, _far) = joined(stub.clone(), Slot(1));
    let (give, take) = channel();
    near.listen(Slot(1), Box::new(move |news| drop(give.send(news))));
    until("it listens", || stub.listener.lock().unwrap().is_some());
    let room = Arc::new(tokio::sync::Semaphore::new(1));
    let permit = room.clone().try_acquire_owned().unwrap();
    let news = News { task: 3, event: "ChunkReceived".into(), value: json!({ "data": 1 }), held: Some(Box::new(permit)) };
    (stub.listener.lock().unwrap().as_ref().unwrap())(news);
    let heard = take.recv_timeout(Duration::from_secs(10)).unwrap();
    assert_eq!((heard.task, heard.event.as_ref(), &heard.value), (3, "ChunkReceived", &json!({ "data": 1 })));
    assert_eq!(room.available_permits(), 0);
    drop(heard);
    until("there is room again", || room.available_permits() == 1);
}

#[test]
fn a_session_is_in_front_only_while_the_host_shows_it() {
    use SlotState::{Background, Foreground};
    let stub = Arc::new(Stub::default());
    let (near, far) = joined(stub.clone(), Slot(4));
    let heard = |states: &[SlotState]| {
        until("the state", || stub.states.lock().unwrap().len() >= states.len());
        assert_eq!(stub.states.lock().unwrap().iter().map(|(_, state)| *state).collect::<Vec<_>>(), states);
    };
    far.set_shown(false);
    heard(&[Background]);
    near.session_state(Slot(4), Foreground);
    heard(&[Background, Background]);
    far.set_shown(true);
    heard(&[Background, Background, Foreground]);
    near.session_state(Slot(4), Background);
    heard(&[Background, Background, Foreground, Background]);
    far.gone();
    far.set_shown(true);
    heard(&[Background, Background, Foreground, Background, SlotState::Closed]);
}

#[test]
fn what_is_no_message_of_ours_closes_the_slot_and_nothing_after_it_is_heard() {
    let good = {
        let (give, take) = channel();
        RemoteBroker::new(Box::new(Pipe(give))).abort(Slot(1), 1);
        take.recv().unwrap()
    };
    let head = |length: u32, rest: &[u8]| [&[1], length.to_le_bytes().as_slice(), rest].concat();
    for bad in [
        Vec::new(),
        vec![9],
        vec![1],
        vec![1, 0, 0],
        head(u32::MAX, b"{}"),
        head(2, b"{}"),
        head(4, b"\xff\xff\xff\xff"),
        head(15, b"{\"State\":\"gone\"}"),
        vec![0; MAX_FRAME + 1],
    ] {
        let stub = Arc::new(Stub::default());
        let (give, _take) = channel();
        let far = FarEnd::new(stub.clone(), Slot(4), Box::new(Pipe(give)));
        far.receive(&good);
        assert!(stub.states.lock().unwrap().is_empty());
        far.receive(&bad);
        assert_eq!(*stub.states.lock().unwrap(), [(Slot(4), SlotState::Closed)], "{:?}", bad.get(..20));
        far.receive(&good);
        far.gone();
        assert_eq!(stub.states.lock().unwrap().len(), 1);
    }
}

#[test]
fn a_message_without_end_closes_the_slot() {
    let stub = Arc::new(Stub::default());
    let (give, _take) = channel();
    let far = FarEnd::new(stub.clone(), Slot(4), Box::new(Pipe(give)));
    let part = vec![0; MAX_FRAME];
    for _ in 0..400 {
        far.receive(&part);
    }
    assert_eq!(*stub.states.lock().unwrap(), [(Slot(4), SlotState::Closed)]);
}

#[test]
fn a_process_that_is_gone_takes_its_calls_along() {
    let stub = Arc::new(Stub::default());
    let (near, far) = joined(stub.clone(), Slot(4));
    let (give, take) = channel();
    near.call(Slot(4), said("getLocation", json!({})), Box::new(move |outcome| drop(give.send(outcome))));
    until("the call is there", || !stub.replies.lock().unwrap().is_empty());
    far.gone();
    assert_eq!(*stub.states.lock().unwrap(), [(Slot(4), SlotState::Closed)]);
    near.session_state(Slot(4), SlotState::Closed);
    assert!(take.recv_timeout(Duration::from_secs(10)).is_err(), "nobody answers any more");
}

#[test]
fn a_process_past_the_sessions_limits_meets_them_again() {
    let stub = Arc::new(Stub::default());
    let (near, _far) = joined(stub.clone(), Slot(4));
    let call = |bytes: usize| {
        let (give, take) = channel();
        let call = BrokerCall { args: "x".repeat(bytes), ..said("request", json!({})) };
        near.call(Slot(4), call, Box::new(move |outcome| drop(give.send(outcome))));
        take
    };
    let soon = |take: std::sync::mpsc::Receiver<Outcome>| take.recv_timeout(Duration::from_secs(10)).unwrap();
    let under_way = |count: usize| until("the calls are there", || stub.replies.lock().unwrap().len() == count);
    assert!(soon(call(MAX_ARGS + 1)).err_msg().contains("larger than"));
    let now = near.call_now(Slot(4), BrokerCall { args: "x".repeat(MAX_ARGS + 1), ..said("setStorageSync", json!([])) });
    assert!(now.err_msg().contains("larger than"), "{now:?}");
    let waiting = [call(MAX_ARGS), call(MAX_ARGS)];
    under_way(2);
    let many = Outcome::fail("request", &Failure::TooManyTasks);
    assert_eq!(soon(call(MAX_ARGS)), many);
    assert_eq!(near.call_now(Slot(4), BrokerCall { args: "x".repeat(MAX_ARGS), ..said("request", json!({})) }), many);
    // One is answered, and there is room for another one.
    let first = stub.replies.lock().unwrap().remove(0);
    first(Outcome { ok: true, res: json!({}) });
    let [answered, _still] = waiting;
    assert!(soon(answered).ok);
    let _third = call(MAX_ARGS);
    under_way(2);
}

#[test]
fn what_says_more_than_a_head_may_closes_the_slot_before_it_is_whole() {
    let far = |stub: &Arc<Stub>| FarEnd::new(stub.clone(), Slot(4), Box::new(Pipe(channel().0)));
    let long = "x".repeat(MAX_HEAD);
    for ask in [Ask::Say(json!(long)), Ask::Call { id: 1, api: long.clone() }, Ask::ReadFile { ticket: 1, path: long.clone(), most: 1 }] {
        let (give, take) = channel();
        assert!(!Frames::new(Box::new(Pipe(give.clone())), MAX_HEAD).send(&ask, &[]), "ours does not say it");
        assert!(Frames::new(Box::new(Pipe(give)), MAX_MESSAGE).send(&ask, &[]));
        let stub = Arc::new(Stub::default());
        let far = far(&stub);
        take.iter().for_each(|frame| far.receive(&frame));
        assert_eq!(*stub.states.lock().unwrap(), [(Slot(4), SlotState::Closed)]);
    }
    let stub = Arc::new(Stub::default());
    let far = far(&stub);
    far.receive(&[&[0], (MAX_HEAD as u32 + 1).to_le_bytes().as_slice()].concat());
    assert!(far.is_gone());
}

#[test]
fn arguments_that_are_no_text_close_the_slot() {
    let (give, take) = channel();
    assert!(Frames::new(Box::new(Pipe(give)), MAX_HEAD).send(&Ask::Call { id: 1, api: "request".into() }, b"\xff\xff"));
    let stub = Arc::new(Stub::default());
    let far = FarEnd::new(stub.clone(), Slot(4), Box::new(Pipe(channel().0)));
    far.receive(&take.recv().unwrap());
    assert!(far.is_gone() && stub.replies.lock().unwrap().is_empty());
}

#[test]
fn what_is_too_large_for_the_wire_is_said_at_once_and_takes_no_room() {
    struct Huge(Stub);
    impl Broker for Huge {
        fn call(&self, slot: Slot, call: BrokerCall, reply: Reply) {
            self.0.call(slot, call, reply);
        }
        fn call_now(&self, _slot: Slot, _call: BrokerCall) -> Outcome {
            Outcome { ok: true, res: json!({ "data": "x".repeat(MAX_MESSAGE) }) }
        }
        fn abort(&self, _slot: Slot, _id: u32) {}
        fn listen(&self, slot: Slot, listener: Listener) {
            self.0.listen(slot, listener);
        }
        fn make_temp_file(&self, _slot: Slot, _bytes: &[u8], _ending: &str) -> Result<String, Failure> {
            Err(Failure::NotSupported)
        }
        fn read_file(&self, _slot: Slot, _path: &str, _most: u64) -> Result<Vec<u8>, Failure> {
            Err(Failure::NotSupported)
        }
        fn session_state(&self, _slot: Slot, _state: SlotState) {}
    }
    let broker = Arc::new(Huge(Stub::default()));
    let (near, _far) = joined(broker.clone(), Slot(4));
    let answer = near.call_now(Slot(4), said("readFileSync", json!({})));
    assert_eq!(answer.err_msg(), "readFileSync:fail the answer is too large");
    near.listen(Slot(4), Box::new(|_| ()));
    until("somebody listens", || broker.0.listener.lock().unwrap().is_some());
    let room = Arc::new(());
    let news = News { task: 1, event: "Message".into(), value: json!("x".repeat(MAX_MESSAGE)), held: Some(Box::new(room.clone())) };
    (broker.0.listener.lock().unwrap().as_ref().unwrap())(news);
    assert_eq!(Arc::strong_count(&room), 1, "its room is free for the next one");
}

#[test]
fn what_was_used_is_told_by_what_came_of_it() {
    let stub = Arc::new(Stub::default());
    let (give, take) = channel();
    let used = Arc::new(Mutex::new(Vec::new()));
    let heard = used.clone();
    let far = FarEnd::new(stub.clone(), Slot(4), Box::new(Pipe(channel().0)))
        .telling(Box::new(move |api, outcome| heard.lock().unwrap().push((api.to_owned(), outcome.ok))));
    let near = RemoteBroker::new(Box::new(Pipe(give)));
    near.call(Slot(4), said("getLocation", json!({})), Box::new(|_| ()));
    take.try_iter().for_each(|frame| far.receive(&frame));
    assert!(used.lock().unwrap().is_empty(), "it is under way");
    let reply = stub.replies.lock().unwrap().remove(0);
    reply(Outcome { ok: true, res: json!({}) });
    assert_eq!(*used.lock().unwrap(), [("getLocation".to_owned(), true)]);
    used.lock().unwrap().clear();
    for (id, name) in (7..).zip(["Ended by your bank", "showToast", "__tree", "getLocation\n", ""]) {
        near.call(Slot(4), BrokerCall { id, api: name.into(), args: "{}".into() }, Box::new(|_| ()));
        far.receive(&take.recv().unwrap());
        let reply = stub.replies.lock().unwrap().remove(0);
        reply(Outcome { ok: true, res: json!({}) });
    }
    assert!(used.lock().unwrap().is_empty(), "a process would write what it likes into the log of use: {:?}", used.lock().unwrap());
}
