//! A phone's WebView and the core, without a WebView: what each request is answered, when the page gets its port, and that
//! nothing is posted before it listens.

mod common;

use std::borrow::Cow;

use banchan_core::host::{Bridge, PageId, origin_label};
use banchan_core::session::PageReply;
use common::{Bench, Told};

const APP: &[(&str, &str)] = &[
    ("app.json", r#"{"pages":["p"]}"#),
    ("p.js", "Page({data:{n:0},onLoad(){wx.pageScrollTo({scrollTop:300,duration:0})},tap(){this.setData({n:1})}})"),
    ("p.wxml", "<view bindtap='tap'>{{n}}</view>"),
    ("a.png", "PNG"),
    ("s.mp3", "0123456789"),
];

fn header<'a>(reply: &'a PageReply, name: &str) -> &'a str {
    reply.headers.iter().find(|header| header.name == name).map_or("", |header| &header.value)
}

fn first_page(bench: &Bench) -> PageId {
    bench.shell.wait(0, "a page", |told| if let Told::Show(page) = told { Some(*page) } else { None }).0
}

#[test]
fn every_request_of_a_page_is_answered_with_its_headers() {
    let bench = Bench::with_bridge(Bridge::Relay);
    let opened = bench.open(APP).unwrap();
    let page = first_page(&bench);
    let get = |path: &str, range: Option<&str>| bench.app.serve(page, path, range);

    let document = get(&format!("/p/{}", page.0), None);
    let text = String::from_utf8_lossy(&document.bytes).into_owned();
    assert_eq!((document.status, document.mime), (200, "text/html; charset=utf-8"));
    assert!(text.contains("<meta name=\"banchan-shell\" content=\"relay\">"), "{text}");
    let own = format!("banchan-page://{}", origin_label(&opened.app_id));
    assert!(header(&document, "Content-Security-Policy").contains(&format!("script-src 'self' {own};")));
    assert_eq!(header(&document, "Cache-Control"), "no-store");

    assert_eq!(get("/a.png", None).bytes, Cow::Borrowed(b"PNG"));
    assert_eq!(get("/%61.png", Some("bytes=0-1")).status, 200, "a picture comes whole");
    let part = get("/s.mp3", Some("bytes=2-4"));
    assert_eq!((part.status, &*part.bytes, header(&part, "Content-Range")), (206, &b"234"[..], "bytes 2-4/10"));
    assert_eq!(get("/__banchan/view.js", None).mime, "text/javascript; charset=utf-8");
    for nothing in ["/p.js", "/app.json", "/p/999", "/..%2fapp.json", "/%", "", "p/1"] {
        let reply = get(nothing, None);
        assert_eq!((reply.status, reply.bytes.len(), reply.hello), (404, 0, false), "{nothing}");
    }
    assert_eq!(bench.app.serve(PageId(999), "/__banchan/view.js", None).status, 404, "a page that is not open loads nothing");
}

#[test]
fn a_page_gets_one_port_for_each_load_and_nothing_before_it_is_ready() {
    let bench = Bench::with_bridge(Bridge::Port);
    bench.open(APP).unwrap();
    let page = first_page(&bench);
    assert!(!bench.shell.told().iter().any(|told| matches!(told, Told::Post(..))), "what onLoad ordered waits in the core");

    let hello = || bench.app.serve(page, "/__banchan/hello", None);
    let first = hello();
    assert_eq!((first.status, first.hello), (204, true));
    bench.app.on_view_message(page, r#"{"t":"ready","nodes":2}"#);
    bench.shell.wait(0, "the order of onLoad", |told| match told {
        Told::Post(at, text) if *at == page && text.contains("scrollTo") => Some(()),
        _ => None,
    });

    let at = bench.shell.told().len();
    assert!(!hello().hello, "a page that loads itself again gets no second port");
    bench.shell.wait(at, "the page is made again", |told| (*told == Told::Reload(page)).then_some(()));
    assert!(hello().hello, "the new document gets its own");
}
