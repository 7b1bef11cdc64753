//! One running mini-program through the whole core, with a shell that only keeps what it is told: opening, tapping,
//! navigating, asking, ending.

mod common;

use banchan_core::host::fake::set;
use banchan_core::host::{Answer, Bridge, EndReason, MemoryPressure, PageId};
use banchan_core::logic::Limits;
use common::{Bench, Told};

const APP: (&str, &str) = ("app.json", r#"{"pages":["p/a","p/b"],"permission":{"scope.userLocation":{"desc":"to find bikes"}}}"#);

#[test]
fn a_page_opens_with_its_query_and_answers_a_tap() {
    let bench = Bench::new();
    let (_, page, at) = bench.page(&[
        APP,
        ("p/a.wxml", "<view bindtap=\"add\">count {{n}}</view>"),
        ("p/a.js", "Page({ data: { n: 1 }, add() { this.setData({ n: this.data.n + 1 }) } })"),
    ]);
    assert!(bench.document(page).contains("count 1"), "{}\n{:#?}", bench.document(page), bench.shell.told());
    bench.tap(page, "count 1");
    bench.patched(at, page, "count 2");
}

#[test]
fn pages_are_pushed_and_popped_with_their_lives_in_order() {
    let bench = Bench::new();
    let (opened, page, at) = bench.page(&[
        APP,
        ("p/a.wxml", "<view bindtap=\"go\">next</view>"),
        (
            "p/a.js",
            "const say = (s) => console.log(s); Page({ onShow() { say('a show') }, onHide() { say('a hide') }, go() { wx.navigateTo({ url: 'b?id=7' }) } })",
        ),
        ("p/b.wxml", "<view>second {{id}}</view>"),
        ("p/b.js", "Page({ data: { id: 0 }, onLoad(q) { this.setData({ id: q.id }) }, onUnload() { console.log('b unload') } })"),
    ]);
    bench.tap(page, "next");
    let at = bench.console(at, "a hide");
    let (second, at) = bench.shell.wait(at, "the second page", |told| match told {
        Told::Create(page) => Some(page.clone()),
        _ => None,
    });
    assert!(second.navigation_bar.back_button && bench.document(second.page).contains("second 7"));
    bench.app.back(opened.slot);
    let at = bench.console(at, "b unload");
    let at = bench.console(at, "a show");
    bench.shell.wait(at, "the second page closes", |told| (*told == Told::Close(second.page)).then_some(()));
    bench.app.back(opened.slot);
    assert_eq!(bench.ended(opened.slot), EndReason::Left);
}

#[test]
fn denied_location_fails_in_wechats_words_and_is_not_asked_again() {
    let bench = Bench::new();
    set(&bench.phone.answer, Answer::Deny);
    let (_, page, at) = bench.page(&[
        APP,
        ("p/a.wxml", "<view bindtap=\"ask\">where</view><view>{{said}}</view>"),
        (
            "p/a.js",
            "Page({ data: { said: '-' }, ask() { wx.getLocation({ success: (r) => this.setData({ said: 'ok ' + r.latitude }), fail: (e) => this.setData({ said: e.errMsg }) }) } })",
        ),
    ]);
    bench.tap(page, "where");
    let at = bench.patched(at, page, "getLocation:fail auth deny");
    bench.tap(page, "where");
    bench
        .shell
        .wait(at, "the second answer", |told| matches!(told, Told::Note(banchan_core::session::Note::Api { ok: false, .. })).then_some(()));
    assert_eq!(bench.phone.count("ask "), 1);
    assert!(bench.phone.log()[0].contains("to find bikes"));
}

#[test]
fn a_page_that_does_not_exist_is_told_in_a_sentence() {
    let bench = Bench::new();
    let options = banchan_core::superapp::DevOptions {
        place: Some(banchan_core::session::Place { path: "p/none".into(), query: String::new() }),
        allow_loopback: false,
    };
    let error = bench.app.open_files(&common::files(&[APP, ("p/a.wxml", "")]), options).unwrap_err();
    assert!(error.to_string().contains("no page \"p/none\""), "{error}");
}

#[test]
fn a_script_that_throws_is_told_with_its_place_and_the_page_lives() {
    let bench = Bench::new();
    let (_, page, at) = bench.page(&[
        APP,
        ("p/a.wxml", "<view bindtap=\"bad\">bad</view><view bindtap=\"good\">good {{n}}</view>"),
        ("p/a.js", "Page({\n  data: { n: 0 },\n  bad() {\n    nothing.here()\n  },\n  good() { this.setData({ n: 9 }) } })"),
    ]);
    bench.tap(page, "bad");
    let (path, line, column) = bench.error(at, "nothing");
    assert_eq!((path.as_str(), line), ("p/a.js", 4));
    assert!(column > 0);
    bench.tap(page, "good");
    bench.patched(at, page, "good 9");
}

#[test]
fn a_page_whose_script_is_broken_says_so_and_others_open() {
    let bench = Bench::new();
    let opened = bench.open(&[
        APP,
        ("p/a.wxml", "<view>never</view>"),
        ("p/a.js", "Page({ data: {,} })"),
        ("p/b.wxml", "<view>fine</view>"),
        ("p/b.js", "Page({})"),
        ("app.js", "App({ onLaunch() { wx.onMemoryWarning(() => wx.reLaunch({ url: '/p/b' })) } })"),
    ]);
    let opened = opened.unwrap();
    let (first, at) = bench.shell.wait(0, "the broken page", |told| match told {
        Told::Create(page) => Some(page.page),
        _ => None,
    });
    assert!(bench.document(first).contains("can't be shown"));
    bench.error(0, "p/a.js");
    bench.app.memory_pressure(MemoryPressure::Moderate);
    let (second, _) = bench.shell.wait(at, "the other page", |told| match told {
        Told::Create(page) if page.slot == opened.slot => Some(page.page),
        _ => None,
    });
    assert!(bench.document(second).contains("fine"));
}

#[test]
fn a_template_with_a_mistake_is_told_and_the_rest_is_shown() {
    let bench = Bench::new();
    let (_, page, _) =
        bench.page(&[APP, ("p/a.wxml", "<view>before</view>\n<view>{{ a + }}</view>\n<view>after</view>"), ("p/a.js", "Page({})")]);
    let (line, _) = bench.shell.wait(0, "an error in p/a.wxml", |told| match told {
        Told::Note(banchan_core::session::Note::Error { path, line, .. }) if path == "p/a.wxml" => Some(*line),
        _ => None,
    });
    assert_eq!(line, 2);
    let document = bench.document(page);
    assert!(document.contains("before") && document.contains("after"));
}

#[test]
fn an_endless_loop_ends_its_own_session_only() {
    let bench = Bench::with_limits(Limits { turn_ms: 700, ..Limits::default() });
    let id = |name: &str| format!(r#"{{"id":"{name}"}}"#);
    let (calm_id, wild_id) = (id("calm.example"), id("wild.example"));
    let (_, calm, at) = bench.page(&[
        APP,
        ("banchan.json", &calm_id),
        ("p/a.wxml", "<view bindtap=\"add\">calm {{n}}</view>"),
        ("p/a.js", "Page({ data: { n: 0 }, add() { this.setData({ n: 5 }) } })"),
    ]);
    let (opened, wild, _) = {
        let opened = bench
            .open(&[
                APP,
                ("banchan.json", &wild_id),
                ("p/a.wxml", "<view bindtap=\"spin\">wild</view>"),
                ("p/a.js", "Page({ spin() { for (;;) {} } })"),
            ])
            .unwrap();
        let (page, at) = bench.shell.wait(0, "the wild page", |told| match told {
            Told::Create(page) if page.slot == opened.slot => Some(page.page),
            _ => None,
        });
        bench.ready(page);
        (opened, page, at)
    };
    bench.tap(wild, "wild");
    assert!(matches!(bench.ended(opened.slot), EndReason::Failed { text } if text.contains("too long")));
    bench.tap(calm, "calm 0");
    bench.patched(at, calm, "calm 5");
}

#[test]
fn a_lost_view_is_made_again_as_it_was() {
    let bench = Bench::new();
    let (_, page, at) = bench.page(&[
        APP,
        ("p/a.wxml", "<view bindtap=\"add\">count {{n}}</view>"),
        ("p/a.js", "Page({ data: { n: 1 }, onLoad() { console.log('load') }, add() { this.setData({ n: this.data.n + 1 }) } })"),
    ]);
    bench.tap(page, "count 1");
    let at = bench.patched(at, page, "count 2");
    bench.app.on_view_message(page, r#"{"t":"state","v":{"scroll":120}}"#);
    bench.app.view_lost(page);
    let (_, at) = bench.shell.wait(at, "the page is loaded again", |told| (*told == Told::Reload(page)).then_some(()));
    let document = bench.document(page);
    assert!(document.contains("count 2") && document.contains("120"));
    bench.ready(page);
    bench.tap(page, "count 2");
    bench.patched(at, page, "count 3");
    let loads = bench
        .shell
        .told()
        .iter()
        .filter(|told| matches!(told, Told::Note(banchan_core::session::Note::Console { text, .. }) if text == "load"))
        .count();
    assert_eq!(loads, 1);
}

#[test]
fn a_phone_keeps_the_views_of_three_pages_and_gets_the_others_back_before_they_are_seen() {
    let bench = Bench::with_bridge(Bridge::Port);
    let (opened, first, mut at) = bench.page(&[
        APP,
        ("p/a.wxml", "<view bindtap=\"go\">page {{n}}</view>"),
        (
            "p/a.js",
            "Page({ data: { n: '' }, onLoad(o) { this.setData({ n: 'x' + (o.n || 1) }) }, \
             go() { wx.navigateTo({ url: 'a?n=' + (getCurrentPages().length + 1) }) } })",
        ),
    ]);
    let mut pages = vec![first];
    while pages.len() < 4 {
        let top = *pages.last().unwrap();
        bench.tap(top, "page x");
        let (page, after) = bench.shell.wait(at, "the next page", |told| match told {
            Told::Create(page) => Some(page.page),
            _ => None,
        });
        at = bench.shell.wait(after, "it is seen", |told| (*told == Told::Show(page)).then_some(())).1;
        bench.ready(page);
        pages.push(page);
    }
    at = bench.shell.wait(at, "the first one gives its view back", |told| (*told == Told::Free(first)).then_some(())).1;
    // What is said of a view that was given back is no news: nothing is made for a page that is not seen.
    bench.app.view_lost(first);
    bench.app.memory_pressure(MemoryPressure::Moderate);
    for page in &pages[1..3] {
        at = bench.shell.wait(at, "hidden ones too, when memory is short", |told| (*told == Told::Free(*page)).then_some(())).1;
    }
    for page in pages[..3].iter().rev() {
        bench.app.back(opened.slot);
        at = bench.shell.wait(at, "it is made again", |told| (*told == Told::Reload(*page)).then_some(())).1;
        at = bench.shell.wait(at, "and then seen", |told| (*told == Told::Show(*page)).then_some(())).1;
        bench.ready(*page);
    }
    assert!(bench.document(first).contains("page x1"));
    let again = |page: PageId| bench.shell.told().iter().filter(|told| **told == Told::Reload(page)).count();
    assert_eq!(pages.iter().map(|page| again(*page)).collect::<Vec<_>>(), [1, 1, 1, 0]);
}

#[test]
fn a_question_asked_before_the_view_listens_waits_for_it_and_names_what_the_turn_made() {
    let bench = Bench::new();
    let (_, page, at) = bench.page(&[
        APP,
        ("p/a.wxml", "<view bindtap=\"more\">first</view><view wx:if=\"{{n}}\" id=\"new\">new</view>"),
        (
            "p/a.js",
            "const ask = (s) => wx.createSelectorQuery().select(s).boundingClientRect((r) => console.log(s + ' ' + (r && r.width))).exec();\n\
             Page({ data: { n: 0 }, onLoad() { ask('view') }, more() { this.setData({ n: 1 }); ask('#new') } })",
        ),
    ]);
    // The page listens since `page()`: the question of onLoad comes only now, and is about the first element.
    let asked = |from: usize, n: u32| {
        bench.shell.wait(from, "a question", |told| match told {
            Told::Post(at, text) if *at == page && text.contains("\"rects\"") => {
                let message: serde_json::Value = serde_json::from_str(text).unwrap();
                assert_eq!(message["queries"][0]["n"], n, "{text}");
                Some(message["id"].as_u64().unwrap())
            }
            _ => None,
        })
    };
    let (number, _) = asked(0, 1);
    bench.app.on_view_message(page, &format!(r#"{{"t":"answer","id":{number},"v":[{{"width":41}}]}}"#));
    let at = bench.console(at, "view 41");
    bench.tap(page, "first");
    let (number, at) = asked(at, 3);
    bench.app.on_view_message(page, &format!(r#"{{"t":"answer","id":{number},"v":[{{"width":42}}]}}"#));
    bench.console(at, "#new 42");
}

#[test]
fn a_question_is_told_data_set_and_marks_beside_what_the_view_measured() {
    let bench = Bench::new();
    let (_, page, at) = bench.page(&[
        APP,
        ("p/a.wxml", "<view mark:outer=\"o\"><view id=\"x\" data-list=\"{{[1, 2]}}\" mark:m=\"{{7}}\">x</view></view>"),
        (
            "p/a.js",
            "Page({ onReady() { wx.createSelectorQuery().select('#x').fields({ dataset: true, mark: true, size: true }, (r) => console.log(JSON.stringify(r)))\
             .selectViewport().boundingClientRect((r) => console.log('viewport ' + JSON.stringify(r.dataset))).exec() } })",
        ),
    ]);
    let (number, _) = bench.shell.wait(0, "a question", |told| match told {
        Told::Post(to, text) if *to == page && text.contains("\"rects\"") => {
            serde_json::from_str::<serde_json::Value>(text).unwrap()["id"].as_u64()
        }
        _ => None,
    });
    // What a view says of them is not believed.
    let answer = format!(r#"{{"t":"answer","id":{number},"v":[{{"width":5,"dataset":{{"evil":1}}}},{{"width":390}}]}}"#);
    bench.app.on_view_message(page, &answer);
    let at = bench.console(at, r#"{"width":5,"dataset":{"list":[1,2]},"mark":{"m":7,"outer":"o"}}"#);
    bench.console(at, "viewport {}");
}

#[test]
fn wxs_of_a_page_calls_methods_of_that_page_only() {
    let bench = Bench::new();
    let (_, page, at) = bench.page(&[
        APP,
        ("p/a.json", r#"{"usingComponents":{"c":"/c"}}"#),
        (
            "p/a.wxml",
            "<wxs module=\"m\">module.exports = { f: function () {} };</wxs><view bindtap=\"{{m.f}}\">x</view><c bind:told=\"told\"/>",
        ),
        ("p/a.js", "Page({ say(v) { console.log('said ' + JSON.stringify(v)) }, told(e) { console.log('told ' + e.detail.n) } })"),
        ("c.json", r#"{"component":true}"#),
        ("c.wxml", "<view>inside</view>"),
        ("c.js", "Component({ methods: { own(v) { console.log('own ' + v) } } })"),
    ]);
    let html = bench.document(page);
    let comp = html.split("o=\"").nth(1).and_then(|rest| rest.split(':').next()).unwrap();
    let tell = |text: &str| bench.app.on_view_message(page, text);
    for bad in [
        r#"{"t":"wxs","c":99999,"n":0,"do":"call","name":"say","v":0}"#.to_owned(),
        r#"{"t":"wxs","c":0,"n":99999,"do":"call","name":"say","v":0}"#.to_owned(),
        format!(r#"{{"t":"wxs","c":{comp},"n":0,"do":"eval","name":"say","v":0}}"#),
        format!(r#"{{"t":"wxs","c":{comp},"n":0,"do":"call","name":"none","v":0}}"#),
    ] {
        tell(&bad);
    }
    tell(&format!(r#"{{"t":"wxs","c":{comp},"n":0,"do":"call","name":"say","v":{{"a":[1]}}}}"#));
    let at = bench.console(at, r#"said {"a":[1]}"#);
    // The host of a component, by its number in the view: 1 and 2 are the element and its text.
    tell(r#"{"t":"wxs","c":0,"n":3,"do":"call","name":"own","v":"x"}"#);
    let at = bench.console(at, "own x");
    tell(r#"{"t":"wxs","c":0,"n":3,"do":"trigger","name":"told","v":{"n":4}}"#);
    bench.console(at, "told 4");
}

#[test]
fn opening_again_shows_the_running_one_with_the_new_way_in() {
    let bench = Bench::new();
    let (opened, _, at) = bench.page(&[
        APP,
        ("banchan.json", r#"{"id":"again.example"}"#),
        ("app.js", "App({ onShow(o) { console.log('app show ' + o.scene) }, onHide() { console.log('app hide') } })"),
        ("p/a.wxml", "<view>a</view>"),
        ("p/a.js", "Page({})"),
        ("p/b.wxml", "<view>b {{id}}</view>"),
        ("p/b.js", "Page({ onLoad(q) { this.setData({ id: q.id }) } })"),
    ]);
    bench.app.background(opened.slot);
    let at = bench.console(at, "app hide");
    let target = banchan_formats::code::OpenTarget { app_id: opened.app_id.clone(), path: Some("p/b".into()), query: "id=B1024".into() };
    let again = bench.app.open(&target, 1011).unwrap();
    assert!(again.resumed && again.slot == opened.slot);
    let at = bench.console(at, "app show 1011");
    let (page, _) = bench.shell.wait(at, "the page of the code", |told| match told {
        Told::Create(page) => Some(page.page),
        _ => None,
    });
    assert!(bench.document(page).contains("b B1024"));
}

#[test]
fn a_code_for_a_missing_page_is_told_while_the_program_runs_and_changes_nothing() {
    let bench = Bench::new();
    let (opened, page, _) =
        bench.page(&[APP, ("banchan.json", r#"{"id":"again.example"}"#), ("p/a.wxml", "<view>a</view>"), ("p/a.js", "Page({})")]);
    let target = banchan_formats::code::OpenTarget { app_id: opened.app_id.clone(), path: Some("p/gone".into()), query: String::new() };
    let error = bench.app.open(&target, 1011).unwrap_err();
    assert!(error.to_string().contains("no page \"p/gone\""), "{error}");
    assert!(bench.document(page).contains(">a<"));
}

#[test]
fn a_running_program_is_told_of_a_missing_page_and_may_go_elsewhere_and_a_call_in_on_hide_comes_from_behind() {
    let bench = Bench::new();
    let (opened, _, at) = bench.page(&[
        APP,
        ("banchan.json", r#"{"id":"again.example"}"#),
        (
            "app.js",
            "App({ onPageNotFound(o) { console.log('not found ' + o.path); wx.reLaunch({ url: '/p/b' }) },
               onHide() { wx.openSetting({ complete: (r) => console.log(r.errMsg) }) } })",
        ),
        ("p/a.wxml", "<view>a</view>"),
        ("p/a.js", "Page({})"),
        ("p/b.wxml", "<view>elsewhere</view>"),
        ("p/b.js", "Page({})"),
    ]);
    bench.app.background(opened.slot);
    let at = bench.console(at, "openSetting:fail can only be invoked when the mini program is in foreground");
    let target = banchan_formats::code::OpenTarget { app_id: opened.app_id.clone(), path: Some("p/gone".into()), query: String::new() };
    assert!(bench.app.open(&target, 1011).unwrap().resumed);
    let at = bench.console(at, "not found p/gone");
    let (page, _) = bench.shell.wait(at, "the page that it chose", |told| match told {
        Told::Create(page) => Some(page.page),
        _ => None,
    });
    assert!(bench.document(page).contains("elsewhere"));
}

#[test]
fn an_api_that_is_not_there_fails_and_is_counted() {
    let bench = Bench::new();
    let (_, page, at) = bench.page(&[
        APP,
        ("p/a.wxml", "<view bindtap=\"go\">go</view><view>{{said}}</view>"),
        ("p/a.js", "Page({ data: { said: '' }, go() { wx.faceDetect({ fail: (e) => this.setData({ said: e.errMsg }) }) } })"),
    ]);
    bench.tap(page, "go");
    bench.patched(at, page, "faceDetect:fail not supported");
}

#[test]
fn a_message_of_a_page_that_ended_does_nothing() {
    let bench = Bench::new();
    let (opened, page, _) = bench.page(&[APP, ("p/a.wxml", "<view>a</view>"), ("p/a.js", "Page({})")]);
    bench.app.close(opened.slot);
    assert_eq!(bench.ended(opened.slot), EndReason::Closed);
    bench.app.on_view_message(page, r#"{"t":"ready","nodes":1}"#);
    assert!(bench.app.read_asset(page, "").is_none());
}

#[test]
fn every_page_of_a_folder_is_checked_and_the_bad_one_does_not_stop_the_others() {
    let bench = Bench::new();
    let report = bench
        .app
        .check(
            &common::files(&[
                APP,
                ("p/a.wxml", "<view><text>one</text></view>"),
                ("p/a.js", "wx.nothingSuch; Page({ onLoad() { wx.faceDetect({}) } })"),
                ("p/b.wxml", "<view>"),
                ("p/b.js", "Page({ onLoad() {\n throw new Error('boom') } })"),
            ]),
            |_, _, _| {},
        )
        .unwrap();
    assert_eq!(report.pages.len(), 2);
    assert_eq!((report.pages[0].elements, report.pages[0].errors.len()), (2, 0), "{:?}", report.pages[0]);
    let boom = report.pages[1].errors.iter().find(|error| error.text.contains("boom")).unwrap();
    assert_eq!((boom.path.as_str(), boom.line), ("p/b.js", 2));
    assert!(report.apis.iter().any(|api| api.name == "faceDetect" && api.uses == 1), "{:?}", report.apis);
}

#[test]
fn what_a_component_observes_and_animates_is_ordered_of_its_view() {
    let bench = Bench::new();
    let (_, page, at) = bench.page(&[
        APP,
        ("p/a.wxml", "<view class=\"area\"><view class=\"k\" id=\"it\" data-row=\"{{7}}\" bindtap=\"stop\">stop</view></view>"),
        (
            "p/a.js",
            "Page({ onLoad() {
               this.io = this.createIntersectionObserver({ thresholds: [0.5] }).relativeTo('.area', { top: 5 });
               this.io.observe('.k', (r) => console.log('seen', r.id, r.dataset.row, r.intersectionRatio));
               this.animate('.k', [{ opacity: 0 }, { opacity: 1 }], 50, () => console.log('played'));
             }, stop() { this.io.disconnect() } })",
        ),
    ]);
    let post = |from: usize, kind: &str| {
        bench.shell.wait(from, kind, |told| match told {
            Told::Post(_, text) if text.contains(kind) => serde_json::from_str::<serde_json::Value>(text).ok(),
            _ => None,
        })
    };
    let (watch, at) = post(at, "\"watch\"");
    assert_eq!(watch["nodes"], serde_json::json!([2]));
    assert_eq!(watch["relativeTo"], serde_json::json!([{ "n": 1, "margins": { "left": 0, "top": 5, "right": 0, "bottom": 0 } }]));
    let (animate, at) = post(at, "\"animate\"");
    assert_eq!((&animate["nodes"], &animate["duration"]), (&serde_json::json!([2]), &serde_json::json!(50)));
    let answer = serde_json::json!({ "t": "answer", "id": animate["id"], "v": null });
    bench.app.on_view_message(page, &answer.to_string());
    let at = bench.console(at, "played");
    // A number that is no watch of this page is ignored.
    bench.app.on_view_message(page, r#"{"t":"watched","id":999,"n":2,"v":{"intersectionRatio":1}}"#);
    let seen = serde_json::json!({ "t": "watched", "id": watch["id"], "n": 2, "v": { "intersectionRatio": 0.75 } });
    bench.app.on_view_message(page, &seen.to_string());
    let at = bench.console(at, "seen it 7 0.75");
    bench.tap(page, "stop");
    post(at, "\"unwatch\"");
}
