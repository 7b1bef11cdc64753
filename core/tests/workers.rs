//! `wx.createWorker` through the whole core: a script that works beside the program, what crosses between the two, and what ends it.

mod common;

use banchan_core::host::{EndReason, PageId};
use banchan_core::permission::Slot;
use common::Bench;

const APP: (&str, &str) = ("app.json", r#"{"pages":["p/a"],"workers":"workers"}"#);
const PAGE: &str = "<view bindtap=\"go\">go</view><view bindtap=\"more\">more</view>";

/// Answers each message with a sum, and shows what it can reach.
const ECHO: (&str, &str) = (
    "workers/echo.js",
    "const { add } = require('./lib/add');
     worker.onMessage((message) => {
       if (message.bytes) return worker.postMessage({ bytes: message.bytes, first: new Uint8Array(message.bytes)[0] });
       if (message.what === 'reach') return worker.postMessage({ wx: typeof wx, page: typeof Page, app: typeof getApp, eval: typeof eval, timer: typeof setTimeout });
       setTimeout(() => worker.postMessage({ sum: add(message.a, message.b) }), 1);
     });",
);
const ADD: (&str, &str) = ("workers/lib/add.js", "exports.add = (a, b) => a + b;");

fn bench(script: &str, more: &[(&str, &str)]) -> (Bench, PageId, usize) {
    let (bench, page, at, _) = bench_and_slot(script, more);
    (bench, page, at)
}

fn bench_and_slot(script: &str, more: &[(&str, &str)]) -> (Bench, PageId, usize, Slot) {
    let bench = Bench::new();
    let js = format!(
        "const say = (...x) => console.log(x.map((y) => typeof y === 'string' ? y : JSON.stringify(y)).join(' '));\nPage({{ {script} }})"
    );
    let mut files = vec![APP, ("p/a.wxml", PAGE), ("p/a.js", &js), ECHO, ADD];
    files.extend_from_slice(more);
    let (opened, page, at) = bench.page(&files);
    (bench, page, at, opened.slot)
}

#[test]
fn a_worker_answers_with_what_it_required_and_reaches_nothing_of_the_program() {
    let (bench, page, at) = bench(
        "go() { const w = wx.createWorker('workers/echo.js'); say(wx.canIUse('createWorker')); w.onMessage((m) => say('heard', m));
           w.postMessage({ a: 2, b: 3 }); this.w = w; },
         more() { this.w.postMessage({ what: 'reach' }); }",
        &[],
    );
    bench.tap(page, "go");
    let at = bench.console(at, "true");
    let at = bench.console(at, r#"heard {"sum":5}"#);
    bench.tap(page, "more");
    bench.console(at, r#"heard {"wx":"undefined","page":"undefined","app":"undefined","eval":"undefined","timer":"function"}"#);
}

#[test]
fn buffers_are_copied_both_ways() {
    let (bench, page, at) = bench(
        "go() { const w = wx.createWorker('/workers/echo.js'); w.onMessage((m) => say(m.bytes instanceof ArrayBuffer, m.bytes.byteLength, m.first));
           const bytes = new Uint8Array(200000).fill(7).buffer; w.postMessage({ bytes, text: 'x'.repeat(2000000) }); new Uint8Array(bytes)[0] = 9; }",
        &[],
    );
    bench.tap(page, "go");
    bench.console(at, "true 200000 7");
}

#[test]
fn a_program_goes_on_while_its_worker_computes() {
    let (bench, page, at) = bench(
        "go() { const w = wx.createWorker('workers/slow.js'); w.onMessage((m) => say('worker', m)); w.postMessage({}); },
         more() { say('still here'); }",
        &[("workers/slow.js", "worker.onMessage(() => { worker.postMessage('begins'); for (;;) {} });")],
    );
    bench.tap(page, "go");
    let at = bench.console(at, "worker begins");
    // It never pauses, and the page is answered all the same; with the session it ends.
    bench.tap(page, "more");
    bench.console(at, "still here");
}

#[test]
fn there_is_one_worker_at_a_time_and_the_next_comes_after_the_end_of_the_last() {
    let (bench, page, at) = bench(
        "go() { const w = wx.createWorker('workers/echo.js'); try { wx.createWorker('workers/echo.js'); } catch (e) { say(e.errMsg); }
           w.terminate(); w.terminate(); try { w.postMessage({}); } catch (e) { say(e.errMsg); }
           const next = wx.createWorker('workers/echo.js'); next.onMessage((m) => say('second', m)); next.postMessage({ a: 1, b: 1 }); }",
        &[],
    );
    bench.tap(page, "go");
    let at = bench.console(at, "createWorker:fail exceed max concurrent workers limit: call terminate of the one that runs");
    let at = bench.console(at, "postMessage:fail the worker was terminated");
    bench.console(at, r#"second {"sum":2}"#);
}

#[test]
fn a_script_outside_of_the_folder_is_no_worker_and_can_not_be_required_by_one() {
    let (bench, page, at) = bench(
        "go() { const w = wx.createWorker('p/a.js'); w.onError((e) => say(e.message)); try { wx.createWorker(); } catch (e) { say(e.errMsg); } },
         more() { const w = wx.createWorker('workers/nosy.js'); w.onError((e) => say(e.message, e.filename, e.lineno)); }",
        &[("workers/nosy.js", "\nrequire('../p/secret.js');"), ("p/secret.js", "exports.key = 1;")],
    );
    bench.tap(page, "go");
    let at = bench.console(at, "createWorker:fail parameter error: parameter.scriptPath should be String;");
    let at = bench.console(at, "there is no script p/a.js in the folder workers/, which \"workers\" of app.json names");
    bench.tap(page, "more");
    bench.console(at, "Error: module '../p/secret.js' is not defined (required by workers/nosy.js) workers/nosy.js 2");
}

#[test]
fn a_program_that_names_no_folder_of_workers_is_told_so() {
    let bench = Bench::new();
    let js = "Page({ go() { const w = wx.createWorker('workers/echo.js'); w.onError((e) => console.log(e.message)); } })";
    let (_, page, at) = bench.page(&[("app.json", r#"{"pages":["p/a"]}"#), ("p/a.wxml", PAGE), ("p/a.js", js), ECHO]);
    bench.tap(page, "go");
    bench.console(at, "app.json names no folder in \"workers\"");
}

#[test]
fn what_a_worker_throws_is_told_and_it_goes_on() {
    let (bench, page, at) = bench(
        "go() { const w = wx.createWorker('workers/bad.js'); w.onError((e) => say('error', e.message, e.filename)); w.onMessage((m) => say('message', m)); w.postMessage(1); w.postMessage(2); }",
        &[("workers/bad.js", "worker.onMessage((m) => { if (m === 1) throw new TypeError('odd'); worker.postMessage({ m }); });")],
    );
    bench.tap(page, "go");
    let at = bench.console(at, "error TypeError: odd workers/bad.js");
    bench.console(at, r#"message {"m":2}"#);
}

#[test]
fn more_than_may_wait_is_refused_and_both_go_on() {
    let (bench, page, at) = bench(
        "go() { const w = wx.createWorker('workers/large.js'); w.onMessage((m) => { say(m); w.onError((e) => say(e.message)); w.postMessage('x'.repeat(13 << 20)); w.postMessage('still'); });
           w.postMessage('begin'); }",
        &[(
            "workers/large.js",
            "worker.onMessage((text) => { if (text === 'still') return worker.postMessage('here');
               try { worker.postMessage('x'.repeat(17 << 20)); } catch (e) { worker.postMessage(e.errMsg); } });",
        )],
    );
    bench.tap(page, "go");
    let at = bench.console(at, "postMessage:fail too many messages wait");
    let at = bench.console(at, "the arguments are larger than 12582912 bytes");
    bench.console(at, "here");
}

#[test]
fn a_worker_that_fills_its_memory_ends_alone() {
    let (bench, page, at) = bench(
        "go() { const w = wx.createWorker('workers/greedy.js'); w.onError((e) => { say(e.message); w.terminate(); setTimeout(() => this.go(), 1); }); }",
        &[("workers/greedy.js", "globalThis.all = []; for (;;) all.push(new Uint8Array(1 << 20));")],
    );
    bench.tap(page, "go");
    let at = bench.console(at, "out of memory");
    // What they leave behind is counted, and does not grow for ever.
    bench.console(at, "earlier workers used up the memory");
}

#[test]
fn a_worker_that_the_phone_ends_tells_so_and_another_may_begin() {
    let (bench, page, at) = bench(
        "go() { const w = wx.createWorker('workers/echo.js'); w.onProcessKilled(() => { say('killed'); const next = wx.createWorker('workers/echo.js');
           next.onMessage((m) => say('another', m)); next.postMessage({ a: 4, b: 4 }); }); w.testOnProcessKilled(); }",
        &[],
    );
    bench.tap(page, "go");
    let at = bench.console(at, "killed");
    bench.console(at, r#"another {"sum":8}"#);
}

#[test]
fn a_worker_ends_with_its_program() {
    let (bench, page, at, slot) = bench_and_slot(
        "go() { const w = wx.createWorker('workers/slow.js'); w.onMessage((m) => { say(m); wx.exitMiniProgram(); }); }",
        &[("workers/slow.js", "worker.postMessage('begins'); for (;;) {}")],
    );
    bench.tap(page, "go");
    bench.console(at, "begins");
    assert_eq!(bench.ended(slot), EndReason::Left);
}
