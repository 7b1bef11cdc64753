//! `loadFontFace` and the height of the keyboard through the whole core, with a view that reads fonts or finds them broken.

mod common;

use banchan_core::host::PageId;
use banchan_core::superapp::{DevOptions, Opened};
use common::server::{answer, server};
use common::{Bench, Told, files};
use serde_json::{Value, json};

const WOFF: &str = "wOFF and more";

/// A program whose page runs `script` on a tap of "go".
fn open(bench: &Bench, script: &str) -> (Opened, PageId, usize) {
    let page = format!(
        "const say = (x) => console.log('> ' + JSON.stringify(x).replace(/tmp_\\w+/g, 'tmp_X'));
         const load = (o) => new Promise((done) => wx.loadFontFace({{ ...o, success: (r) => say(['ok', r]), fail: (r) => say(['fail', r]), complete: done }}));
         Page({{ async go() {{ {script} }}, next() {{ wx.navigateTo({{ url: '/p/b' }}); }} }})"
    );
    let program = files(&[
        ("app.json", r#"{"pages":["p/a","p/b"]}"#),
        ("p/a.wxml", "<view bindtap=\"go\">go</view><view bindtap=\"next\">next</view>"),
        ("p/a.js", &page),
        ("p/b.wxml", "<view>b</view>"),
        ("p/b.js", "wx.onKeyboardHeightChange(() => {}); Page({})"),
        ("fonts/own.woff", WOFF),
        ("fonts/none.ttf", "this is a text"),
    ]);
    let opened = bench.app.open_files(&program, DevOptions { allow_loopback: true, ..DevOptions::default() }).unwrap();
    let (page, at) = bench.shell.wait(0, "a page", |told| match told {
        Told::Create(page) if page.slot == opened.slot => Some(page.page),
        _ => None,
    });
    bench.ready(page);
    (opened, page, at)
}

/// The next message to a page that hands it a font.
fn handed(bench: &Bench, page: PageId, from: usize) -> (Value, usize) {
    bench.shell.wait(from, "a font", |told| match told {
        Told::Post(at, text) if *at == page && text.contains("\"op\":\"font\"") => serde_json::from_str(text).ok(),
        _ => None,
    })
}

fn reads(bench: &Bench, page: PageId, message: &Value, fine: bool) {
    let answer = json!({ "t": "answer", "id": message["id"], "v": if fine { json!(true) } else { Value::Null } });
    bench.app.on_view_message(page, &answer.to_string());
}

#[test]
fn a_font_is_fetched_once_and_loaded_when_the_view_has_read_it() {
    let (url, seen) = server(|_, stream, _| answer(stream, "200 OK\r\nContent-Type: text/plain", WOFF.as_bytes()));
    let bench = Bench::new();
    let script = format!(
        "const o = {{ family: '\"Tea\"', source: 'url(\"{url}/tea.ttf\")', desc: {{ weight: 'bold', size: 3 }} }}; await load(o); await load(o);"
    );
    let (_, page, at) = open(&bench, &script);
    bench.tap(page, "go");
    let (font, at) = handed(&bench, page, at);
    assert_eq!((&font["family"], &font["desc"]), (&json!("Tea"), &json!({ "weight": "bold" })));
    let src = font["src"].as_str().unwrap().trim_start_matches('/');
    let served = bench.app.read_asset(page, src).expect("the page can load it");
    assert_eq!((served.mime, &served.bytes[..]), ("font/woff", WOFF.as_bytes()));
    reads(&bench, page, &font, true);
    let at = bench.console(at, r#"["ok",{"errMsg":"loadFontFace:ok","status":"loaded"}]"#);
    let (again, at) = handed(&bench, page, at);
    reads(&bench, page, &again, true);
    bench.console(at, "loadFontFace:ok");
    assert_eq!(seen.iter().take(1).count() + seen.try_iter().count(), 1, "one file is fetched once");
}

#[test]
fn a_broken_font_fails_and_the_page_goes_on() {
    let (url, _seen) = server(|path, stream, _| match path {
        "/text" => answer(stream, "200 OK\r\nContent-Type: font/ttf", b"no font at all"),
        "/none" => answer(stream, "404 Not Found", WOFF.as_bytes()),
        "/huge" => answer(stream, "200 OK\r\nX: y", &vec![0; 21 << 20]),
        "/inside" => answer(stream, "302 Found\r\nLocation: https://10.0.0.1/font", b""),
        _ => answer(stream, "200 OK", WOFF.as_bytes()),
    });
    let bench = Bench::new();
    let script = format!(
        "await load({{}}); await load({{ family: 'a' }}); await load({{ family: 3, source: 'x' }}); await load({{ family: 'a', source: [] }});
         await load({{ family: ' ', source: 'url(x)' }}); await load({{ family: 'a', source: 'url()' }}); await load({{ family: 'a', source: 'x', desc: 'bold' }});
         for (const source of ['{url}/text', '{url}/none', '{url}/huge', '{url}/inside', 'http://example.com/a.ttf', 'https://192.168.0.1/a.ttf', 'http://127.0.0.1:1/a',
           'data:font/woff;base64,%%%', 'data:text/plain;base64,aGVsbG8=', 'fonts/none.ttf', 'fonts/gone.ttf', '../x', 'wxfile://usr/none'])
           await load({{ family: 'a', source: `url('${{source}}')` }});
         await load({{ family: 'a', source: 'url(\"{url}/last\")' }}); say('alive');"
    );
    let (_, page, at) = open(&bench, &script);
    bench.tap(page, "go");
    let (font, at) = handed(&bench, page, at);
    reads(&bench, page, &font, false);
    bench.console(at, "alive");
    let lines = bench.lines(0);
    let words = [
        "parameter error: parameter.family should be String instead of Undefined;",
        "parameter error: parameter.source should be String instead of Undefined;",
        "parameter error: parameter.family should be String instead of Number;",
        "parameter error: parameter.source should be String instead of Array;",
        "parameter error: parameter.family should have",
        "parameter error: parameter.source should be url(",
        "parameter error: parameter.desc should be Object instead of String;",
        "this is no font",
        "the server answered 404",
        "",
        "invalid url: 10.0.0.1 is a private address",
        "url scheme is invalid, only https is supported",
        "invalid url: 192.168.0.1 is a private address",
        "errcode:-102",
        "the source can't be read",
        "this is no font",
        "this is no font",
        "no such file or directory",
        "",
        "no such file or directory, open ",
        "A network error occurred.",
    ];
    assert_eq!(lines.len(), words.len() + 1, "{lines:#?}");
    for (line, words) in lines.iter().zip(words) {
        assert!(line.starts_with(r#"["fail",{"#) && line.contains(&format!("loadFontFace:fail {words}")), "{line}\nwanted: {words}");
    }
}

#[test]
fn a_global_font_is_for_later_pages_too_and_for_a_view_that_is_made_again() {
    let bench = Bench::new();
    let script = "await load({ family: 'own', source: 'url(/fonts/own.woff)', global: true });
        await load({ family: 'here', source: 'url(data:font/woff;base64,d09GRg==)' })";
    let (_, page, at) = open(&bench, script);
    bench.tap(page, "go");
    let (own, at) = handed(&bench, page, at);
    assert_eq!(own["src"], "/fonts/own.woff");
    reads(&bench, page, &own, true);
    let (here, at) = handed(&bench, page, at);
    reads(&bench, page, &here, true);
    let at = bench.console(at, "loadFontFace:ok");
    bench.app.view_lost(page);
    let ((), at) = bench.shell.wait(at, "a reload", |told| matches!(told, Told::Reload(again) if *again == page).then_some(()));
    bench.ready(page);
    for family in ["own", "here"] {
        assert_eq!(handed(&bench, page, at).0["id"], 0, "nobody waits for {family}");
    }
    bench.tap(page, "next");
    let (next, at) = bench.shell.wait(at, "the next page", |told| match told {
        Told::Create(new) if new.page != page => Some(new.page),
        _ => None,
    });
    bench.ready(next);
    assert_eq!(handed(&bench, next, at).0["family"], "own");
    let theirs = bench.shell.told().into_iter().filter(|told| matches!(told, Told::Post(at, text) if *at == next && text.contains("here")));
    assert_eq!(theirs.count(), 0, "what is not global stays with its page");
}

#[test]
fn a_program_hears_how_high_the_keyboard_is_until_it_stops_listening() {
    let bench = Bench::new();
    let script = "const hears = (e) => { say(e); if (e.height === 0) wx.offKeyboardHeightChange(hears); }; wx.onKeyboardHeightChange(hears); say('listens')";
    let (opened, page, at) = open(&bench, script);
    bench.tap(page, "go");
    let at = bench.console(at, "listens");
    bench.app.keyboard(opened.slot, Some(301.5));
    let ((), at) = bench.shell.wait(at, "the view is told", |told| {
        matches!(told, Told::Post(to, text) if *to == page && text.contains("\"op\":\"keyboard\"") && text.contains("301.5")).then_some(())
    });
    for height in ["301.5", "0", "200"] {
        bench.app.on_view_message(page, &format!(r#"{{"t":"page","type":"keyboard","height":{height}}}"#));
    }
    let at = bench.console(at, r#"> {"height":301.5}"#);
    let at = bench.console(at, r#"> {"height":0}"#);
    bench.tap(page, "go");
    bench.console(at, "listens");
    assert!(!bench.lines(0).iter().any(|line| line.contains("200")), "{:?}", bench.lines(0));
}
