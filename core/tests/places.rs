//! `chooseLocation` and `openLocation` through the real runtime: gate, words of failure, what comes back.

mod common;

use banchan_core::host::fake::set;
use banchan_core::host::{Answer, Place};
use common::Bench;

const APP: (&str, &str) = ("app.json", r#"{"pages":["p/a"],"requiredPrivateInfos":["chooseLocation"]}"#);
const PAGE: (&str, &str) = ("p/a.wxml", "<view bindtap=\"go\">go</view><view>{{said}}</view>");

fn said(app: (&str, &str), prepare: impl Fn(&Bench), call: &str, wanted: &str) -> Vec<String> {
    let bench = Bench::new();
    prepare(&bench);
    let script = format!(
        "Page({{ data: {{ said: '-' }}, go() {{ {call}.then((r) => this.setData({{ said: JSON.stringify(r) }}), (e) => this.setData({{ said: e.errMsg }})) }} }})"
    );
    let (_, page, at) = bench.page(&[app, PAGE, ("p/a.js", &script)]);
    bench.tap(page, "go");
    bench.patched(at, page, wanted);
    bench.phone.log()
}

#[test]
fn a_chosen_place_comes_back_whole() {
    let corner = Place { name: "The corner".into(), address: "1 Main Street".into(), latitude: 37.5, longitude: 127.0, scale: 16.0 };
    let prepare = |bench: &Bench| set(&bench.phone.place, Some(corner.clone()));
    let log = said(APP, prepare, "wx.chooseLocation({ latitude: 37, longitude: 127 })", "The corner");
    assert!(log.iter().any(|line| line.contains("near Some((37.0, 127.0))")), "{log:?}");
}

#[test]
fn choosing_a_place_passes_the_gate_and_closing_it_is_cancel() {
    said(APP, |_| {}, "wx.chooseLocation()", "chooseLocation:fail cancel");
    let denied = said(APP, |bench| set(&bench.phone.answer, Answer::Deny), "wx.chooseLocation()", "chooseLocation:fail auth deny");
    assert!(!denied.iter().any(|line| line.starts_with("choose a place")), "{denied:?}");
    let bare = ("app.json", r#"{"pages":["p/a"]}"#);
    let undeclared =
        said(bare, |_| {}, "wx.chooseLocation()", "chooseLocation:fail the api need to be declared in the requiredPrivateInfos field");
    assert!(undeclared.is_empty(), "nobody was asked: {undeclared:?}");
}

#[test]
fn a_place_that_is_none_is_told_in_wechats_words() {
    said(APP, |_| {}, "wx.chooseLocation({ latitude: '1', longitude: 2 })", "parameter.latitude should be Number instead of String;");
    said(
        APP,
        |_| {},
        "wx.openLocation({ latitude: 1 })",
        "openLocation:fail parameter error: parameter.longitude should be Number instead of Undefined;",
    );
    said(APP, |_| {}, "wx.openLocation({ latitude: 91, longitude: 0 })", "parameter.latitude should be between -90 and 90;");
    let log = said(APP, |_| {}, "wx.openLocation({ latitude: 1, longitude: 2, name: 'Here', scale: 99 })", "openLocation:ok");
    assert_eq!(log, ["show Here at 1, 2 scale 18"]);
}
