//! The global `wx`.

use super::*;

#[test]
fn augmented_reality_starts_and_hears_that_the_device_does_not_support_it() {
    let run = Run::app(
        "const session = wx.createVKSession({ track: { plane: { mode: 1 } }, version: 'v1' }); session.on('resize', () => console.log('never'));
         session.start((status) => console.log('status', status)); session.start(); session.start(7);
         console.log(session.hitTest(0.5, 0.5).length, session.getVKFrame(1, 1)); session.stop();",
    );
    let log = run.log();
    let said: Vec<&str> = log.lines().filter(|line| !line.starts_with("warn: ")).collect();
    assert_eq!(said, ["0 null", "status 2000004"]);
    run.no_errors();
}

#[test]
fn an_asynchronous_member_calls_back_or_promises() {
    let mut run = Run::app(
        "wx.getLocation({ type: 'wgs84', success: (r) => console.log('ok', r.latitude, r.errMsg), complete: () => console.log('done') });
         wx.getLocation().then((r) => console.log('promise', r.latitude), (e) => console.log('refused', e.errMsg));
         console.log('sent');",
    );
    let calls: Vec<u32> = run.host.calls.borrow().iter().map(|call| call.2).collect();
    assert_eq!(run.host.calls.borrow()[0].1, json!({ "type": "wgs84" }));
    run.logic.resolve(calls[0], r#"{"ok":true,"res":{"latitude":1}}"#);
    run.logic.resolve(calls[1], r#"{"ok":false,"res":{"errMsg":"getLocation:fail auth deny","errno":3}}"#);
    run.logic.resolve(99, "{}");
    assert_eq!(run.log(), "sent\nok 1 getLocation:ok\ndone\nrefused getLocation:fail auth deny");
    run.no_errors();
}

#[test]
fn a_synchronous_refusal_is_thrown_as_an_error_with_err_msg() {
    let mut run = Run::new(&[(
        "app.js",
        "console.log(wx.getStorageSync('k')); try { wx.setStorageSync('k', { a: 1 }) } catch (e) { console.log(e instanceof Error, e.errMsg) }",
    )]);
    run.host.answers.borrow_mut().insert("getStorageSync".into(), r#"{"ok":true,"res":{"data":"v"}}"#.into());
    run.host.answers.borrow_mut().insert("setStorageSync".into(), r#"{"ok":false,"res":{"errMsg":"setStorageSync:fail full"}}"#.into());
    run.launch();
    assert_eq!(run.log(), "v\ntrue setStorageSync:fail full");
    assert_eq!(run.host.calls.borrow()[1].1, json!({ "key": "k", "data": { "a": 1 } }));
}

#[test]
fn a_missing_member_fails_and_an_absent_one_is_undefined() {
    let mut run = Run::new(&[(
        "app.js",
        "wx.login({ fail: (e) => console.log(e.errMsg) }); console.log(wx.onThemeChange, wx.canIUse('login'), wx.canIUse('getLocation'));",
    )]);
    run.host.answers.borrow_mut().insert("login".into(), r#"{"ok":false,"res":{"errMsg":"login:fail not supported"}}"#.into());
    run.launch();
    assert_eq!(run.log(), "undefined false true\nlogin:fail not supported");
}

#[test]
fn a_missing_manager_has_its_methods_and_they_fail() {
    let run = Run::app(
        "const audio = wx.createMediaAudioPlayer(); audio.onPlay(() => console.log('never')); audio.src = 'x';
         audio.play({ fail: (e) => console.log(e.errMsg) }); console.log(typeof audio.stop);",
    );
    assert_eq!(run.log(), "undefined\nplay:fail not supported");
    let names: Vec<String> = run.host.calls.borrow().iter().map(|call| call.0.clone()).collect();
    assert_eq!(names, ["createMediaAudioPlayer", "createMediaAudioPlayer.play"]);
}

#[test]
fn what_is_missing_answers_in_the_form_that_programs_go_on_with() {
    let run = Run::app(
        "wx.createInterstitialAd({ adUnitId: 'a' }).show().catch((e) => console.log(e.errMsg));
         console.log(wx.createCacheManager().match({}), wx.createUDPSocket().bind().toFixed());
         console.log(wx.createMediaAudioPlayer().src, wx.getExptInfoSync(['a']).a, wx.isVKSupport('v1'));
         try { wx.getFileSystemManager().readFileSync('a') } catch (e) { console.log(e instanceof Error, e.errMsg) }
         const actions = wx.createContext().getActions(); console.log(actions);",
    );
    let shown: Vec<String> = run.log().lines().filter(|line| !line.starts_with("warn: ")).map(ToString::to_string).collect();
    assert_eq!(shown, ["null 0", " undefined false", "true readFileSync:fail not supported", "[]", "show:fail not supported"]);
    run.no_errors();
}

#[test]
fn a_program_may_keep_its_own_under_the_names_of_plain_fields() {
    let mut run = Run::new(&[
        ("app.js", ""),
        (
            "p/a.js",
            "'use strict'; Page({ onLoad() { console.log(this.renderer, this.getAppBar()); this.renderer = { three: 1 }; this.router = 2;
               console.log(this.renderer.three, this.router) } })",
        ),
        ("p/a.wxml", "<view/>"),
    ]);
    run.launch();
    run.open("p/a");
    assert_eq!(run.log(), "webview null\n1 2");
    run.no_errors();
}

#[test]
fn a_request_is_a_task_that_can_be_aborted_and_hears_events() {
    let mut run = Run::app(
        "const task = wx.request({ url: 'https://a.b', data: new Uint8Array([1, 2, 255]).buffer, fail: (e) => console.log(e.errMsg) });
         task.onHeadersReceived((h) => console.log('headers', h.statusCode));
         setTimeout(() => task.abort(), 1);",
    );
    let call = run.host.calls.borrow()[0].clone();
    assert_eq!(call.1["data"], json!({ "$bytes": "AQL/" }));
    run.logic.emit_task(call.2, "HeadersReceived", r#"{"statusCode":200}"#);
    run.host.clock.set(2_000_000.0);
    run.logic.run_timers();
    run.logic.resolve(call.2, r#"{"ok":true,"res":{}}"#);
    assert_eq!(run.log(), "headers 200\nrequest:fail abort");
    assert_eq!(run.host.calls.borrow()[1].1["$task"], json!(call.2));
}

#[test]
fn bytes_come_back_as_array_buffers() {
    let mut run = Run::app("wx.request({ success: (r) => console.log(r.data instanceof ArrayBuffer, new Uint8Array(r.data).join()) })");
    let call = run.host.calls.borrow()[0].2;
    run.logic.resolve(call, r#"{"ok":true,"res":{"data":{"$bytes":"AQL/"}}}"#);
    assert_eq!(run.log(), "true 1,2,255");
}

#[test]
fn listeners_are_added_and_removed() {
    let mut run = Run::app(
        "const f = (r) => console.log('f', r.isConnected); wx.onNetworkStatusChange(f); wx.onNetworkStatusChange(() => console.log('g'));
         setTimeout(() => wx.offNetworkStatusChange(f), 0);",
    );
    run.logic.emit("onNetworkStatusChange", r#"{"isConnected":true}"#);
    run.logic.run_timers();
    run.logic.emit("onNetworkStatusChange", r#"{"isConnected":false}"#);
    assert_eq!(run.log(), "f true\ng\ng");
}

#[test]
fn facts_answer_synchronous_members_and_can_change() {
    let mut run =
        Run::app("setTimeout(() => console.log(wx.getSystemInfoSync().windowWidth), 0); console.log(wx.getSystemInfoSync().brand)");
    run.logic.set_facts(r#"{"window":{"windowWidth":812}}"#);
    run.logic.run_timers();
    assert_eq!(run.log(), "test\n812");
}

#[test]
fn errors_of_the_program_reach_app_and_listeners() {
    let mut run = Run::app(
        "App({ onError(text) { console.log('app', text.split('\\n')[0]) } }); wx.onError((text) => console.log('wx', text.split('\\n')[0]));
         setTimeout(() => { throw new TypeError('bad') }, 0);",
    );
    run.logic.run_timers();
    assert_eq!(run.log(), "wx TypeError: bad\napp TypeError: bad");
    let errors = run.host.errors.borrow();
    assert_eq!((errors[0].path.as_str(), errors[0].line, errors[0].during.as_str()), ("app.js", 2, "setTimeout"));
}

#[test]
fn the_console_shows_values_with_caps_and_never_throws() {
    let run = Run::app(
        "const o = { a: [1, 'x', null], f() {} }; o.me = o; console.log('%s is %d', 'n', 4.7, o);
         console.warn(new Map([['k', 1]])); console.log({ get a() { throw new Error('no') } }); console.group('g'); console.log('in'); console.groupEnd();
         console.log(Array.from({ length: 200 }, (_, i) => i).slice(98));",
    );
    let log = run.log();
    let lines: Vec<&str> = log.lines().collect();
    assert_eq!(lines[0], "n is 4 { a: [1, \"x\", null], f: [function f], me: [circular] }");
    assert_eq!(lines[1], "warn: Map [[\"k\", 1]]");
    assert!(lines[2].contains("could not be shown"), "{}", lines[2]);
    assert_eq!((lines[3], lines[4]), ("g", "  in"));
    assert!(lines[5].ends_with("... 2 more]"), "{}", lines[5]);
}
