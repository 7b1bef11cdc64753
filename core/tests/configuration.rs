//! Keys of the configuration that act while a program runs: how it comes back, what is compiled ahead, how a page stands.

mod common;

use banchan_core::host::{EndReason, NetworkType, Orientation, PageId};
use banchan_core::superapp::{DevOptions, Opened};
use common::{Bench, Told};

const APP: (&str, &str) = ("app.json", r#"{"pages":["p/a","p/b"]}"#);
const TEMPLATE: (&str, &str) = ("p/a.wxml", "<view bindtap=\"go\">go</view>");
const FIRST: (&str, &str) = (
    "p/a.js",
    "Page({ onLoad(q) { console.log('a ' + JSON.stringify(this.exitState)); }, go() { wx.navigateTo({ url: '/p/b?id=7&x=%20' }); } })",
);
const SECOND: (&str, &str) = (
    "p/b.js",
    "Page({ onLoad(q) { console.log('b ' + JSON.stringify(q) + ' ' + JSON.stringify(this.exitState)); },
       onSaveExitState() { console.log('asked'); return { data: { kept: [1, '二'] } }; } })",
);

fn files<'a>(config: &'a str, script: &'a str) -> [(&'a str, &'a str); 6] {
    [APP, TEMPLATE, FIRST, ("p/b.json", config), ("p/b.wxml", "<view>b</view>"), ("p/b.js", script)]
}

/// Opens a program, goes to its second page and ends it there; where the next start begins to speak.
fn leave(bench: &Bench, files: &[(&str, &str)]) -> usize {
    let (opened, page, at) = bench.page(files);
    bench.tap(page, "go");
    let at = bench.console(at, "b {\"id\":\"7\",\"x\":\"%20\"} undefined");
    bench.app.close(opened.slot);
    assert_eq!(bench.ended(opened.slot), EndReason::Closed);
    at.max(bench.shell.told().len())
}

fn open(bench: &Bench, files: &[(&str, &str)]) -> Opened {
    bench.app.open_files(&common::files(files), DevOptions::default()).unwrap()
}

#[test]
fn a_page_with_a_restart_strategy_comes_back_with_its_query_and_its_state_once() {
    let bench = Bench::new();
    let files = files(r#"{ "restartStrategy": "homePageAndLatestPage" }"#, SECOND.1);
    let at = leave(&bench, &files);
    let opened = open(&bench, &files);
    let at = bench.console(at, r#"b {"id":"7","x":"%20"} {"kept":[1,"二"]}"#);
    // It goes home from there, and what was kept is for one page only.
    bench.app.home(opened.slot);
    let at = bench.console(at, "a undefined");
    bench.app.close(opened.slot);
    bench.ended(opened.slot);
    open(&bench, &files);
    bench.console(at, "a undefined");
}

#[test]
fn the_first_page_gets_what_was_kept_where_home_is_the_strategy_and_none_where_there_is_none() {
    for (config, first) in [(r#"{ "restartStrategy": "homePage" }"#, r#"a {"kept":[1,"二"]}"#), ("{}", "a undefined")] {
        let bench = Bench::new();
        let files = files(config, SECOND.1);
        let at = leave(&bench, &files);
        open(&bench, &files);
        bench.console(at, first);
        assert!(bench.shell.told().iter().any(|told| format!("{told:?}").contains("asked")), "it is asked in any case");
    }
}

#[test]
fn a_state_that_expired_is_too_long_or_no_data_leads_home_and_harms_nothing() {
    for returned in [
        "{ data: 1, expireTimeStamp: Date.now() - 1 }",
        "{ data: 'x'.repeat(300000) }",
        "(() => { throw new Error('no') })()",
        "{ data: 1, expireTimeStamp: -Infinity, toJSON() { return { expireTimeStamp: -1 } } }",
    ] {
        let bench = Bench::new();
        let script = format!(
            "Page({{ onLoad(q) {{ console.log('b ' + JSON.stringify(q) + ' ' + JSON.stringify(this.exitState)); }}, onSaveExitState() {{ return {returned}; }} }})"
        );
        let files = files(r#"{ "restartStrategy": "homePageAndLatestPage" }"#, &script);
        let at = leave(&bench, &files);
        open(&bench, &files);
        match returned.contains("throw") {
            // Without a word of it the page comes back alone.
            true => drop(bench.console(at, "b {\"id\":\"7\",\"x\":\"%20\"} undefined")),
            false => drop(bench.console(at, "a undefined")),
        }
    }
}

#[test]
fn packages_of_a_preload_rule_are_compiled_when_the_page_is_there() {
    let app = r#"{"pages":["p/a"],"subPackages":[{"root":"sub","name":"s","pages":["x"]}],"preloadRule":{"p/a":{"packages":["s"]}}}"#;
    let files = [("app.json", app), TEMPLATE, ("p/a.js", "Page({})"), ("sub/x.wxml", "<view>{{ a. }}</view>"), ("sub/x.js", "Page({})")];
    for network in [NetworkType::Wifi, NetworkType::Mobile4g] {
        let bench = Bench::new();
        let mut facts = (*bench.facts.get()).clone();
        facts.network_type = network;
        bench.facts.set(facts);
        let (opened, page, at) = bench.page(&files);
        if network == NetworkType::Wifi {
            // Nobody went there: that its template is broken is known because it was compiled.
            assert_eq!(bench.error(at, "").0, "sub/x.wxml");
        } else {
            bench.tap(page, "go");
            bench.app.close(opened.slot);
            bench.ended(opened.slot);
            assert!(
                !bench.shell.told().iter().any(|told| format!("{told:?}").contains("sub/x.wxml")),
                "by wifi only, where nothing is said"
            );
        }
    }
}

#[test]
fn the_shell_hears_how_a_page_wants_to_stand_and_the_program_of_the_new_size() {
    let bench = Bench::new();
    let app = ("app.json", r#"{"pages":["p/a","p/b"],"window":{"pageOrientation":"landscape"}}"#);
    let script = "wx.onWindowResize((r) => console.log('window ' + JSON.stringify(r)));
        Page({ onResize(r) { console.log('page ' + JSON.stringify(r)); }, go() { wx.navigateTo({ url: '/p/b' }); } })";
    let files =
        [app, TEMPLATE, ("p/a.js", script), ("p/b.json", r#"{"pageOrientation":"portrait"}"#), ("p/b.wxml", "b"), ("p/b.js", "Page({})")];
    let (_, page, at) = bench.page(&files);
    let stands = |told: &Told| match told {
        Told::Stands(page, how) => Some((*page, *how)),
        _ => None,
    };
    assert_eq!(bench.shell.wait(0, "how it stands", stands).0, (page, Orientation::Landscape));
    bench.app.on_view_message(page, r#"{"t":"page","type":"resize","size":{"windowWidth":800,"windowHeight":300}}"#);
    let at = bench.console(at, r#"page {"size":{"windowWidth":800,"windowHeight":300}}"#);
    bench.console(at - 1, r#"window {"size":{"windowWidth":800,"windowHeight":300}}"#);
    bench.tap(page, "go");
    let next = |told: &Told| matches!(told, Told::Show(other) if *other != page).then_some(());
    bench.shell.wait(at, "the next page", next);
    let turned: Vec<PageId> = bench.shell.told().iter().filter_map(|told| Some(stands(told)?.0)).collect();
    assert_eq!(turned, [page], "an upright page is nothing to tell");
}

#[test]
fn a_plugin_is_told_in_place_and_the_rest_of_its_page_lives() {
    let bench = Bench::new();
    let app = ("app.json", r#"{"pages":["p/a"],"plugins":{"voice":{"version":"1.0.0","provider":"wx1"}}}"#);
    let script = "const voice = requirePlugin('voice'); const manager = voice.getManager(); manager.onStop = (r) => r; manager.start({ fail(e) { console.log(e.errMsg); } });
        requirePlugin.async('voice').catch((e) => console.log('async ' + e.message.slice(0, 10)));
        Page({ onLoad() { console.log('lives ' + (typeof manager.onStop) + ' ' + `${voice.name}`); }, go() { console.log('tapped'); } })";
    let config = r#"{"usingComponents":{"talk":"plugin://voice/talk"}}"#;
    let wxml = ("p/a.wxml", "<talk>inside</talk><view bindtap=\"go\">go</view>");
    let (_, page, _) = bench.page(&[app, wxml, ("p/a.json", config), ("p/a.js", script)]);
    bench.console(0, "lives function ");
    bench.console(0, "start:fail plugins are not supported");
    bench.console(0, "async the plugin");
    assert_eq!(bench.error(0, "What uses it does nothing").0, "p/a.js");
    assert_eq!(bench.error(0, "<talk> is of the plugin voice").0, "p/a.json");
    let at = bench.shell.told().len();
    bench.tap(page, "go");
    bench.console(at, "tapped");
}
