//! Guarantees that hold however a mini-program, its view or its publisher behaves: through the whole core, each test
//! named for its guarantee. What a single module guarantees is tested beside it; docs/bad-input.md says where.

mod common;

use std::time::{Duration, Instant};

use banchan_core::host::EndReason;
use banchan_core::logic::Limits;
use banchan_core::session::Note;
use banchan_core::superapp::OpenError;
use banchan_formats::code::OpenTarget;
use common::{Bench, Told};

const APP: (&str, &str) = ("app.json", r#"{"pages":["p/a","p/b"]}"#);
const PLAIN: (&str, &str) = ("p/a.wxml", "<view bindtap=\"go\">go</view><view>{{said}}</view>");

fn page(code: &str) -> [(&str, &str); 3] {
    [APP, PLAIN, ("p/a.js", code)]
}

fn ends(bench: &Bench) -> usize {
    bench.shell.told().iter().filter(|told| matches!(told, Told::Ended(..))).count()
}

#[test]
fn two_openings_at_once_leave_one_session() {
    let bench = Bench::new();
    let files = page("Page({})");
    let open = || bench.open(&files).unwrap().slot;
    let (one, two) = std::thread::scope(|scope| {
        let other = scope.spawn(open);
        (open(), other.join().unwrap())
    });
    assert_ne!(one, two);
    let last = one.max(two);
    assert_eq!(bench.ended(one.min(two)), EndReason::Closed, "the later one takes the place of the earlier");
    assert!(!bench.shell.told().iter().any(|told| matches!(told, Told::Ended(slot, _) if *slot == last)));
}

#[test]
fn an_opening_that_meets_an_ending_session_does_not_claim_to_have_resumed_it() {
    let bench = Bench::new();
    let (opened, _, _) = bench.page(&page("Page({ onUnload() { const t = Date.now(); while (Date.now() < t + 300); } })"));
    bench.app.close(opened.slot);
    let target = OpenTarget { app_id: opened.app_id.clone(), path: None, query: String::new() };
    let answer = bench.app.open(&target, 1011);
    // It was never installed, so there is nothing to start instead.
    assert!(matches!(answer, Err(OpenError::Unknown(_))), "{answer:?}");
    assert_eq!(ends(&bench), 1, "and the old one was gone before");
}

#[test]
fn a_program_that_keeps_itself_busy_still_has_timers() {
    let bench = Bench::new();
    let (opened, _, at) = bench.page(&page(
        "let n = 0; const again = () => { n += 1; wx.getStorage({ key: 'x', complete: again }); };
         Page({ onLoad() { again(); setTimeout(() => console.log('the timer ran'), 50); } })",
    ));
    bench.console(at, "the timer ran");
    bench.app.close(opened.slot);
    assert_eq!(bench.ended(opened.slot), EndReason::Closed);
}

#[test]
fn more_calls_than_fit_into_one_turn_are_all_answered() {
    let bench = Bench::new();
    let (_, _, at) = bench.page(&page(
        "Page({ onLoad() { let n = 0; for (let i = 0; i < 2500; i += 1) wx.hideToast({ success() { n += 1; if (n === 2500) console.log('all'); } }); } })",
    ));
    bench.console(at, "all");
}

#[test]
fn what_waits_for_a_view_that_does_not_listen_cannot_fill_the_memory() {
    let bench = Bench::new();
    let at = bench.shell.told().len();
    // One a turn: it is their sum that is too much, not that of a turn.
    bench
        .open(&page(
            "Page({ onLoad() {
               const long = 'x'.repeat(900000);
               const step = (i) => {
                 if (i < 12) wx.createMapContext(long).getScale({ fail: (e) => console.log('order ' + i + ' ' + e.errMsg.slice(0, 40)) });
                 else this.createSelectorQuery().select(long).boundingClientRect((found) => console.log('query ' + i + ' ' + found)).exec();
                 if (i < 23) setTimeout(step, 0, i + 1);
               };
               step(0);
             } })",
        ))
        .unwrap();
    bench.console(at, "order 11 getScale:fail");
    bench.console(at, "query 23 null");
}

#[test]
fn answers_that_nobody_takes_cannot_fill_the_memory() {
    let bench = Bench::new();
    let big = "x".repeat(8 << 20);
    let script = "Page({ onLoad() {
         const read = (done) => wx.getFileSystemManager().readFile({ filePath: 'big.txt', encoding: 'utf8', complete: (res) => done(res.data?.length) });
         let ok = 0; let n = 0;
         const one = (length) => { n += 1; ok += length === 8 << 20; if (n === 16) read((again) => console.log('read', ok > 0 && ok < 8, again)); };
         for (let i = 0; i < 16; i += 1) read(one);
       } })";
    let (_, _, at) = bench.page(&[APP, PLAIN, ("p/a.js", script), ("big.txt", &big)]);
    bench.console(at, "read true 8388608");
}

#[test]
fn calls_under_way_cannot_fill_the_memory() {
    let bench = Bench::new();
    let (_, page, at) = bench.page(&page(
        "Page({ data: { said: '-' }, onLoad() {
           const title = 'x'.repeat(900000); const said = {};
           const count = (e) => { said[e.errMsg] = (said[e.errMsg] ?? 0) + 1; };
           for (let i = 0; i < 60; i += 1) wx.setNavigationBarTitle({ title, complete: count });
           wx.showToast({ title: 'y'.repeat(2000000), complete: count });
           wx.getStorage({ key: 'z'.repeat(13000000), complete: count });
           setTimeout(() => console.log(JSON.stringify(said)), 100);
         }, go() { this.setData({ said: 'lives' }) } })",
    ));
    let (line, _) = bench.shell.wait(at, "the answers", |told| match told {
        Told::Note(Note::Console { text, .. }) if text.starts_with('{') => Some(text.clone()),
        _ => None,
    });
    let refused = |name: &str| line.contains(&format!("{name}:fail"));
    assert!(refused("setNavigationBarTitle") && line.contains("setNavigationBarTitle:ok"), "some fit, not all: {line}");
    assert!(refused("showToast") && refused("getStorage"), "{line}");
    bench.tap(page, "go");
    bench.patched(at, page, "lives");
}

#[test]
fn a_flood_of_a_view_is_cut_and_told() {
    let bench = Bench::new();
    let (_, page, at) = bench.page(&page(
        "Page({ data: { said: '-' }, go() { const t = Date.now(); while (Date.now() < t + 700); console.log('done'); this.setData({ said: 'lives' }) } })",
    ));
    bench.tap(page, "go");
    let message = format!(r#"{{"t":"state","v":"{}"}}"#, "x".repeat(1 << 20));
    for _ in 0..40 {
        bench.app.on_view_message(page, &message);
    }
    bench.error(at, "were dropped");
    bench.patched(at, page, "lives");
}

#[test]
fn a_view_that_never_answers_cannot_hold_questions_without_end() {
    let bench = Bench::new();
    let (_, page, at) = bench.page(&page(
        "Page({ go() { let n = 0; for (let i = 0; i < 1100; i += 1) {
           const q = wx.createSelectorQuery(); q.select('view').boundingClientRect(); q.exec(() => { n += 1; if (n === 100) console.log('a hundred were answered with nothing'); });
         } } })",
    ));
    bench.tap(page, "go");
    bench.console(at, "a hundred were answered with nothing");
}

#[test]
fn what_a_program_watches_cannot_fill_the_memory() {
    let bench = Bench::new();
    let (_, page, at) = bench.page(&page(
        "Page({ data: { said: '-' }, onLoad() {
           const thresholds = Array(33000).fill(0.1234567890123456);
           const frames = Array(60).fill({ left: '1'.repeat(11000) });
           let n = 0;
           // one a turn: it is their sum that is too much, not the time of a turn
           const step = (i) => {
             if (i < 10) this.createIntersectionObserver({ thresholds }).observe('view', () => {});
             else this.animate('view', frames, 100, () => { n += 1; if (n === 1) console.log('one ended at once'); });
             if (i < 19) setTimeout(step, 0, i + 1);
           };
           step(0);
         }, go() { this.setData({ said: 'lives' }) } })",
    ));
    bench.console(at, "one ended at once");
    bench.console(at, "nothing is observed");
    bench.tap(page, "go");
    bench.patched(at, page, "lives");
}

#[test]
fn a_data_set_on_many_elements_cannot_fill_the_memory_by_a_query() {
    let bench = Bench::new();
    let wxml = "<view bindtap=\"go\">go</view><view wx:for=\"{{20}}\" class=\"c\" data-big=\"{{big}}\"/>";
    let code = "Page({ data: { big: 'x'.repeat(1000000) }, go() {
        const q = wx.createSelectorQuery(); q.selectAll('.c').fields({ dataset: true }); q.exec((all) => console.log('answered ' + all[0].length)); } })";
    let (_, page, at) = bench.page(&[APP, ("p/a.wxml", wxml), ("p/a.js", code)]);
    bench.tap(page, "go");
    bench.error(at, "is not answered");
    bench.console(at, "answered 0");
}

#[test]
fn a_page_that_loses_its_view_again_and_again_ends_the_session() {
    let bench = Bench::new();
    let (opened, page, _) = bench.page(&page("Page({})"));
    for _ in 0..31 {
        bench.app.view_lost(page);
    }
    assert!(matches!(bench.ended(opened.slot), EndReason::Failed { text } if text.contains("p/a")));
}

#[test]
fn closing_does_not_wait_for_what_a_program_has_planned() {
    let bench = Bench::new();
    let (opened, _, at) = bench.page(&page(
        "const spin = () => { const t = Date.now(); while (Date.now() < t + 300); console.log('spun'); };
         Page({ onLoad() { for (let i = 0; i < 200; i += 1) setTimeout(spin, 1); } , onUnload() { for (;;) {} } })",
    ));
    bench.console(at, "spun");
    let begun = Instant::now();
    bench.app.close(opened.slot);
    assert_eq!(bench.ended(opened.slot), EndReason::Closed);
    assert!(begun.elapsed() < Duration::from_secs(6), "{:?}", begun.elapsed());
}

#[test]
fn the_end_is_told_once() {
    let bench = Bench::with_limits(Limits { turn_ms: 400, ..Limits::default() });
    let (opened, page, _) = bench.page(&page("Page({ go() { for (;;) {} } })"));
    bench.tap(page, "go");
    bench.app.close(opened.slot);
    bench.app.close(opened.slot);
    bench.ended(opened.slot);
    std::thread::sleep(Duration::from_millis(1200));
    assert_eq!(ends(&bench), 1);
}

#[test]
fn what_was_cleared_is_not_written_again_by_the_program_that_ends() {
    let bench = Bench::new();
    let files = page(
        "Page({ onLoad() { console.log('found ' + wx.getStorageSync('k')); wx.setStorageSync('k', 'v'); },
           onUnload() { try { wx.setStorageSync('k', 'late'); console.log('late write went through'); } catch (e) { console.log('late write refused'); } } })",
    );
    let (opened, _, _) = bench.page(&files);
    bench.app.clear_data(&opened.app_id).unwrap();
    assert_eq!(bench.ended(opened.slot), EndReason::Closed);
    let told = bench.shell.told();
    let said = |line: &str| told.iter().any(|told| matches!(told, Told::Note(Note::Console { text, .. }) if text == line));
    assert!(!said("late write went through"), "{told:#?}");
    let at = told.len();
    bench.open(&files).unwrap();
    let (found, _) = bench.shell.wait(at, "what the next one finds", |told| match told {
        Told::Note(Note::Console { text, .. }) if text.starts_with("found") => Some(text.clone()),
        _ => None,
    });
    assert_eq!(found, "found ");
}

#[test]
fn names_of_our_own_are_not_in_reach_of_a_program() {
    let bench = Bench::new();
    bench.page(&page(
        "const names = ['__tree', 'host', '__banchan', 'require', 'process', 'std', 'os', 'eval', 'print', 'fetch', 'XMLHttpRequest', 'WebSocket'];
         Page({ onLoad() {
           console.log('seen: ' + names.filter((n) => globalThis[n] !== undefined).join() + ';');
           console.log('wx: ' + Object.getOwnPropertyNames(wx).filter((n) => n.startsWith('_')).join() + ';');
           const tries = ['eval(\"1\")', 'Function(\"return 1\")()'];
           try { (function () {}).constructor('return globalThis.secret = 1')(); } catch (e) { console.log('closed ' + e.name); }
         } })",
    ));
    let at = bench.console(0, "seen: ;");
    let at = bench.console(at, "wx: ;");
    bench.console(at, "closed EvalError");
}

#[test]
fn poisoned_prototypes_hurt_only_the_program_that_poisoned_them() {
    let bench = Bench::with_limits(Limits { turn_ms: 1_500, ..Limits::default() });
    let app = ("banchan.json", r#"{"id":"calm.example"}"#);
    let files = [APP, app, PLAIN, ("p/a.js", "Page({ data: { said: '-' }, go() { this.setData({ said: 'calm' }) } })")];
    let (_, calm, at) = bench.page(&files);
    let poisons = [
        "Array.prototype.push = function () { throw new Error('push') }",
        "Array.prototype[Symbol.iterator] = function () { return { next() { return { done: false } } } }",
        "Promise.prototype.then = function () { throw new Error('then') }",
        "Map.prototype.get = function () { return { call() {} } }; Map.prototype.set = function () { throw new Error('set') }",
        "for (const k of ['comp', 'id', 'path', 'value', 'def', 'get', 'call']) Object.defineProperty(Object.prototype, k, { get() { throw new Error(k) } })",
        "Object.setPrototypeOf(Object.prototype.__proto__ ?? Array.prototype, new Proxy({}, { get() { throw new Error('proxy') } }))",
        "Reflect.apply = () => { throw new Error('apply') }; JSON.stringify = () => '{\"forged\":true'; JSON.parse = () => ({ ok: true })",
        "Object.keys = () => ['__proto__', 'constructor']; Object.entries = () => { for (;;) {} }",
    ];
    for (number, poison) in poisons.iter().enumerate() {
        let id = format!(r#"{{"id":"wild{number}.example"}}"#);
        let code = format!(
            "try {{ {poison} }} catch (e) {{}}\nPage({{ data: {{ said: 1 }}, onLoad() {{ this.setData({{ said: 2 }}); wx.getStorage({{ key: 'x' }}); }} }})"
        );
        // It may fail, or work: the process and the others go on.
        let _ = bench.open(&[APP, ("banchan.json", &id), PLAIN, ("p/a.js", &code)]);
    }
    bench.tap(calm, "go");
    bench.patched(at, calm, "calm");
}

#[test]
fn a_huge_path_or_index_of_set_data_writes_nowhere_else_and_costs_no_memory() {
    let bench = Bench::new();
    let (_, page, at) = bench.page(&page(
        "Page({ data: { said: '-', list: [] }, go() {
           this.setData({ 'list[4294967295]': 1, 'list[99999999999]': 2 });
           try { this.setData({ ['said' + '.x'.repeat(100000)]: 'cut' }); } catch (e) { console.log('refused'); }
           this.setData({ said: 'lives ' + typeof this.data.list });
         } })",
    ));
    bench.tap(page, "go");
    bench.patched(at, page, "lives object");
}

#[test]
fn markup_of_a_program_is_text_in_the_document_wherever_it_stands() {
    let bench = Bench::new();
    let evil = r#"</wx-page></style></title><script>alert(1)</script><img src=x onerror=alert(1)>\"'`"#;
    let script = format!("const e = {};\nPage({{ data: {{ e, list: [e] }} }})", serde_json::to_string(evil).unwrap());
    let config = serde_json::json!({ "navigationBarTitleText": evil, "backgroundColor": evil, "backgroundColorContent": evil }).to_string();
    let (_, page, _) = bench.page(&[
        APP,
        ("p/a.json", &config),
        (
            "p/a.wxml",
            "<view id=\"{{e}}\" class=\"{{e}}\" style=\"{{e}}\" data-x=\"{{e}}\" aria-label=\"{{e}}\" onclick=\"{{e}}\" hover-class=\"{{e}}\">{{e}}</view>\
             <image src=\"{{e}}\" mode=\"{{e}}\"/><input value=\"{{e}}\" placeholder=\"{{e}}\"/><rich-text nodes=\"{{e}}\"/><script>x</script>\
             <iframe src=\"{{e}}\" srcdoc=\"{{e}}\"/><navigator url=\"javascript:alert(1)\">{{e}}</navigator><text wx:for=\"{{list}}\">{{item}}</text>",
        ),
        ("p/a.wxss", ".x::after { content: \"</style><script>alert(1)</script>\" } </style><script>alert(2)</script>"),
        ("p/a.js", &script),
    ]);
    bench.app.on_view_message(page, &serde_json::json!({ "t": "state", "v": evil }).to_string());
    bench.app.view_lost(page);
    bench.shell.wait(0, "the page is made again", |told| (*told == Told::Reload(page)).then_some(()));
    let document = bench.document(page);
    let tags: Vec<&str> = document.match_indices('<').map(|(at, _)| document[at + 1..].split([' ', '>']).next().unwrap()).collect();
    let count = |tag: &str| tags.iter().filter(|found| **found == tag).count();
    // Inside style elements markup is text; its end is what counts.
    assert_eq!(count("style"), count("/style"), "{document}");
    let outside: String = document.split("<style>").map(|part| part.split_once("</style>").map_or(part, |parts| parts.1)).collect();
    assert_eq!(outside.matches("<script").count(), 1, "only ours: {outside}");
    for gone in ["<img", "<iframe", " onclick=", "srcdoc", "alert(1)>"] {
        assert!(!outside.contains(gone), "{gone} in {outside}");
    }
    assert_eq!(count("wx-page"), 1);
    assert_eq!(count("/wx-page"), 1);
}
