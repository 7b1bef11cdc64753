//! Members for who develops, through the whole core: what is logged reaches the developer, times are measured, routes are told in order.

mod common;

use banchan_core::host::PageId;
use common::Bench;

const APP: &str = r#"{"pages":["p/a","p/b"],"subPackages":[{"root":"shop","name":"s","pages":["list"]}]}"#;

fn bench(script: &str) -> (Bench, PageId, usize) {
    let bench = Bench::new();
    let js = format!(
        "const say = (...x) => console.log(x.map((y) => typeof y === 'string' ? y : JSON.stringify(y)).join(' '));\nPage({{ {script} }})"
    );
    let files = [
        ("app.json", APP),
        ("p/a.wxml", "<view bindtap=\"go\">go</view>"),
        ("p/a.js", js.as_str()),
        ("p/b.wxml", "<view bindtap=\"back\">back</view>"),
        ("p/b.js", "Page({ onLoad() { console.log('onLoad'); }, onUnload() { console.log('onUnload'); }, back() { wx.navigateBack(); } })"),
        ("shop/list.wxml", "<view/>"),
        ("shop/list.js", "Page({})"),
    ];
    let (_, page, at) = bench.page(&files);
    (bench, page, at)
}

#[test]
fn what_managers_log_reaches_the_developer_with_its_marks() {
    let (bench, page, at) = bench(
        "go() { wx.getLogManager({ level: 0 }).warn('cold', { tea: 1 }); const log = wx.getRealtimeLogManager(); log.setFilterMsg('order'); log.addFilterMsg('paid');
           log.error('no', 3); log.tag('cart').info('empty'); }",
    );
    bench.tap(page, "go");
    let at = bench.console(at, "[log] cold { tea: 1 }");
    let at = bench.console(at, "[realtime order paid] no 3");
    bench.console(at, "[realtime cart] empty");
}

#[test]
fn a_route_is_told_from_its_beginning_to_where_it_can_be_seen() {
    let names = "['BeforeAppRoute', 'BeforePageLoad', 'AfterPageLoad', 'AppRoute', 'AppRouteDone', 'BeforePageUnload', 'AfterPageUnload']";
    let (bench, page, at) = bench(&format!(
        "go() {{ for (const name of {names}) wx[`on${{name}}`]((r) => say(name, r.path, r.query, r.openType ?? '')); wx.navigateTo({{ url: 'b?x=1' }}); }}"
    ));
    bench.tap(page, "go");
    let mut at = at;
    let opened = ["BeforeAppRoute p/b {\"x\":\"1\"} navigateTo", "BeforePageLoad p/b", "onLoad", "AfterPageLoad p/b", "AppRoute p/b"];
    for line in opened {
        at = bench.console(at, line);
    }
    let (second, _) = bench.shell.wait(0, "the second page", |told| match told {
        common::Told::Create(made) if made.path == "p/b" => Some(made.page),
        _ => None,
    });
    // Not before its view is there.
    assert!(!bench.shell.told().iter().any(|told| format!("{told:?}").contains("AppRouteDone")));
    bench.ready(second);
    at = bench.console(at, "AppRouteDone p/b {\"x\":\"1\"} navigateTo");
    bench.tap(second, "back");
    let closed = [
        "BeforeAppRoute p/a {} navigateBack",
        "BeforePageUnload p/b",
        "onUnload",
        "AfterPageUnload p/b",
        "AppRoute p/a",
        "AppRouteDone p/a {} navigateBack",
    ];
    for line in closed {
        at = bench.console(at, line);
    }
}

#[test]
fn a_route_is_measured_and_observers_hear_of_what_they_asked_for_only() {
    let (bench, page, at) = bench(
        "go() { const eye = wx.getPerformance().createObserver((list) => { say('saw', list.getEntries().map((e) => [e.name, e.path, e.navigationType, e.duration >= 0])); eye.disconnect(); });
           eye.observe({ entryTypes: ['navigation', 'nonsense'] }); wx.getPerformance().setBufferSize(2); say(wx.getPerformance().getEntries().length); wx.navigateTo({ url: 'b' }); }",
    );
    bench.tap(page, "go");
    let at = bench.console(at, "2");
    let (second, _) = bench.shell.wait(0, "the second page", |told| match told {
        common::Told::Create(made) if made.path == "p/b" => Some(made.page),
        _ => None,
    });
    bench.ready(second);
    bench.console(at, r#"saw [["route","p/b","navigateTo",true]]"#);
}

#[test]
fn a_subpackage_is_there_with_its_bytes_or_there_is_none() {
    let (bench, page, at) = bench(
        "go() { const task = wx.preDownloadSubpackage({ name: 's', success: (r) => say('got', r), complete: () => wx.preDownloadSubpackage({ name: 'x', fail: (r) => say(r.errMsg) }) });
           task.onProgressUpdate((r) => say('progress', r)); }",
    );
    bench.tap(page, "go");
    let at = bench.console(at, r#"progress {"progress":100,"totalBytesWritten":15,"totalBytesExpectedToWrite":15}"#);
    let at = bench.console(at, r#"got {"errMsg":"preDownloadSubpackage:ok"}"#);
    bench.console(at, "preDownloadSubpackage:fail there is no subpackage x");
}
