//! Orders to one element of a page and what an element wants of the phone, through the whole core with a shell that
//! speaks for the view.

mod common;

use banchan_core::host::fake::set;
use banchan_core::host::{Answer, PageId};
use common::{Bench, Told};
use serde_json::{Value, json};

const APP: (&str, &str) = ("app.json", r#"{"pages":["p/a"],"permission":{"scope.userLocation":{"desc":"to show where you are"}}}"#);
const PAGE: (&str, &str) = ("p/a.wxml", "<map id=\"m\"/><view bindtap=\"go\">go</view><view>{{said}}</view>");

/// The next message to the page of kind `t`.
fn message(bench: &Bench, from: usize, page: PageId, t: &str) -> (Value, usize) {
    bench.shell.wait(from, t, |told| match told {
        Told::Post(at, text) if *at == page => serde_json::from_str::<Value>(text).ok().filter(|value| value["t"] == t),
        _ => None,
    })
}

fn script(body: &str) -> String {
    format!(
        "Page({{ data: {{ said: '-' }}, go() {{ const say = (r) => this.setData({{ said: JSON.stringify(r) }}); const m = wx.createMapContext('m'); {body} }} }})"
    )
}

#[test]
fn an_order_reaches_its_element_and_the_answer_comes_back() {
    let bench = Bench::new();
    let script = script("m.getCenterLocation({ success: say })");
    let (_, page, at) = bench.page(&[APP, PAGE, ("p/a.js", &script)]);
    bench.tap(page, "go");
    let (call, at) = message(&bench, at, page, "call");
    assert_eq!((&call["op"], &call["n"], &call["method"]), (&json!("element"), &json!(1), &json!("getCenterLocation")));
    let answer = json!({ "t": "answer", "id": call["id"], "v": { "ok": { "latitude": 31.5, "longitude": 121 } } });
    bench.app.on_view_message(page, &answer.to_string());
    let at = bench.patched(at, page, "31.5");
    bench.patched(at - 1, page, "getCenterLocation:ok");
}

#[test]
fn an_order_that_fails_says_why_in_the_words_of_its_method() {
    let bench = Bench::new();
    let script = script("m.toScreenLocation({}).catch(say); wx.createMapContext('none').getScale({ fail: (r) => console.log(r.errMsg) })");
    let (_, page, at) = bench.page(&[APP, PAGE, ("p/a.js", &script)]);
    bench.tap(page, "go");
    bench.console(at, "getScale:fail there is no element \\\"#none\\\"".replace("\\\"", "\"").as_str());
    let (call, at) = message(&bench, at, page, "call");
    let answer = json!({ "t": "answer", "id": call["id"], "v": { "fail": "parameter error" } });
    bench.app.on_view_message(page, &answer.to_string());
    bench.patched(at, page, "toScreenLocation:fail parameter error");
}

#[test]
fn what_an_element_wants_passes_the_gate() {
    let bench = Bench::new();
    set(&bench.phone.answer, Answer::Deny);
    let (_, page, at) = bench.page(&[APP, PAGE, ("p/a.js", "Page({})")]);
    bench.app.on_view_message(page, r#"{"t":"want","id":7,"what":"location","v":{"type":"gcj02"}}"#);
    let (given, at) = message(&bench, at, page, "given");
    assert_eq!(
        (&given["id"], &given["v"]["ok"], &given["v"]["res"]["errMsg"]),
        (&json!(7), &json!(false), &json!("getLocation:fail auth deny"))
    );
    assert!(bench.phone.log()[0].contains("to show where you are"));
    bench.app.on_view_message(page, r#"{"t":"want","id":8,"what":"clipboard"}"#);
    let (given, _) = message(&bench, at, page, "given");
    assert_eq!((&given["id"], &given["v"]["ok"]), (&json!(8), &json!(false)), "only what is listed can be wanted");
}
