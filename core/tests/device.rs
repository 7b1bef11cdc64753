//! Screen, battery, sensors, contacts and recorder through the real runtime: what a program is told, what the phone is asked for, and that nothing a program
//! wishes of the screen outlasts its being seen.

mod common;

use banchan_core::host::fake::set;
use banchan_core::host::{Answer, Battery, ChosenContact, DeviceFacts, NetworkType, Report};
use banchan_core::superapp::Opened;
use common::Bench;

const SAY: &str = "const say = (...x) => console.log('> ' + x.map((y) => typeof y === 'string' ? y : JSON.stringify(y)).join(' '));
     const tried = (name, options) => wx[name](options).then((r) => r.errMsg, (e) => e.errMsg);";

/// Runs a script on a tap and answers what it said.
fn run(bench: &Bench, script: &str) -> (Opened, Vec<String>) {
    let page = format!("{SAY} Page({{ async go() {{ {script}; say('done'); }} }})");
    let (opened, page, at) =
        bench.page(&[("app.json", r#"{"pages":["p/a"]}"#), ("p/a.wxml", "<view bindtap=\"go\">go</view>"), ("p/a.js", &page)]);
    bench.tap(page, "go");
    bench.console(at, "> done");
    let lines = bench.lines(0).into_iter().filter(|line| line != "done").collect();
    (opened, lines)
}

fn facts(bench: &Bench, change: impl FnOnce(&mut DeviceFacts)) {
    let mut facts = DeviceFacts::clone(&bench.facts.get());
    change(&mut facts);
    bench.facts.set(facts);
}

fn able(facts: &mut DeviceFacts) {
    (facts.brightness, facts.keeps_on, facts.hides_captures) = (Some(0.4), true, true);
}

fn wishes(bench: &Bench) -> Vec<String> {
    bench.phone.log().into_iter().filter_map(|line| line.split_once(" {").map(|(_, wish)| format!("{{{wish}"))).collect()
}

#[test]
fn a_wish_of_the_screen_is_told_whole_and_holds_while_the_program_is_seen() {
    let bench = Bench::new();
    facts(&bench, able);
    let (opened, said) = run(
        &bench,
        "say((await wx.getScreenBrightness()).value, await tried('setKeepScreenOn', { keepScreenOn: true }), await tried('setScreenBrightness', { value: 1 }));
         say((await wx.getScreenBrightness()).value, await tried('setVisualEffectOnCapture', { visualEffect: 'hidden' })); wx.onAppShow(() => say('back'))",
    );
    assert_eq!(said, ["0.4 setKeepScreenOn:ok setScreenBrightness:ok", "1 setVisualEffectOnCapture:ok"]);
    let all = r#"{"keepOn":true,"brightness":1.0,"hidden":true}"#;
    let none = r#"{"keepOn":false,"brightness":null,"hidden":false}"#;
    assert_eq!(wishes(&bench).last().map(String::as_str), Some(all));
    bench.app.background(opened.slot);
    bench.app.resume(opened.slot);
    bench.console(0, "back");
    bench.app.close(opened.slot);
    bench.ended(opened.slot);
    let wishes = wishes(&bench);
    assert_eq!(wishes[wishes.len() - 3..], [none, all, none], "left, back, and over");
}

#[test]
fn a_screen_that_can_not_do_it_says_so_and_wrong_arguments_are_told_in_wechats_words() {
    let bench = Bench::new();
    let calls = "say(await tried('setKeepScreenOn', { keepScreenOn: true }), await tried('getScreenBrightness'), await tried('setScreenBrightness', { value: 0.5 }));
        say(await tried('setVisualEffectOnCapture', { visualEffect: 'hidden' })); say(await tried('setKeepScreenOn', { keepScreenOn: 1 }));
        say(await tried('setScreenBrightness', {})); say(await tried('setScreenBrightness', { value: 2 })); say(await tried('setVisualEffectOnCapture', { visualEffect: 'fog' }))";
    let wanted = [
        "setKeepScreenOn:fail not supported getScreenBrightness:fail not supported setScreenBrightness:fail not supported",
        "setVisualEffectOnCapture:fail not supported",
        "setKeepScreenOn:fail parameter error: parameter.keepScreenOn should be Boolean instead of Number;",
        "setScreenBrightness:fail parameter error: parameter.value should be Number instead of Undefined;",
        "setScreenBrightness:fail parameter error: parameter.value should be between 0 and 1;",
        "setVisualEffectOnCapture:fail parameter error: parameter.visualEffect should be none or hidden;",
    ];
    assert_eq!(run(&bench, calls).1, wanted);
    assert!(bench.phone.log().is_empty(), "{:?}", bench.phone.log());
}

#[test]
fn nothing_is_wished_from_behind_the_screen() {
    let bench = Bench::new();
    facts(&bench, able);
    let (opened, _) = run(&bench, "wx.onAppHide(async () => say('hidden', await tried('setKeepScreenOn', { keepScreenOn: true })))");
    bench.app.background(opened.slot);
    bench.console(0, "hidden setKeepScreenOn:fail can only be invoked when the mini program is in foreground");
    assert!(wishes(&bench).is_empty());
}

#[test]
fn a_picture_of_the_screen_is_told_until_nobody_listens() {
    let bench = Bench::new();
    let script = "const heard = () => { say('captured'); wx.offUserCaptureScreen(heard); }; wx.onUserCaptureScreen(heard); wx.onNetworkStatusChange(() => say('network'))";
    let (opened, _) = run(&bench, script);
    bench.app.captured(opened.slot);
    bench.app.captured(opened.slot);
    facts(&bench, |facts| facts.network_type = NetworkType::Offline);
    bench.app.facts_changed();
    bench.console(0, "network");
    assert_eq!(bench.lines(0), ["done", "captured", "network"]);
}

#[test]
fn a_battery_is_told_as_it_is_and_one_that_is_not_known_fails() {
    let bench = Bench::new();
    let ask = "say(await tried('getBatteryInfo')); try { say(wx.getBatteryInfoSync()) } catch (e) { say(e.errMsg, e.errno) }
        await new Promise((done) => wx.getBatteryInfo({ success: (r) => say('success', r), fail: (e) => say('fail', e), complete: () => { say('complete'); done(); } }))";
    assert_eq!(
        run(&bench, ask).1,
        [
            "getBatteryInfo:fail not supported",
            "getBatteryInfoSync:fail not supported 6",
            r#"fail {"errMsg":"getBatteryInfo:fail not supported","errno":6}"#,
            "complete"
        ]
    );
    let bench = Bench::new();
    facts(&bench, |facts| facts.battery = Some(Battery { level: 150, charging: true, saving: false }));
    let known = r#"{"level":100,"isCharging":true,"isLowPowerModeEnabled":false}"#;
    assert_eq!(
        run(&bench, ask).1,
        [
            "getBatteryInfo:ok".to_owned(),
            known.to_owned(),
            format!("success {}", known.replace('}', r#","errMsg":"getBatteryInfo:ok"}"#)),
            "complete".to_owned()
        ]
    );
}

#[test]
fn a_program_hears_when_the_phone_begins_to_save_power_and_nothing_of_each_percent() {
    let bench = Bench::new();
    let battery = |level, saving| move |facts: &mut DeviceFacts| facts.battery = Some(Battery { level, charging: false, saving });
    facts(&bench, battery(21, false));
    run(
        &bench,
        "wx.onNetworkStatusChange(() => say('network')); const heard = (e) => { say('saving', e); wx.offBatteryInfoChange(heard); }; wx.onBatteryInfoChange(heard)",
    );
    for (level, saving) in [(20, false), (19, true)] {
        facts(&bench, battery(level, saving));
        bench.app.facts_changed();
    }
    let at = bench.console(0, r#"saving {"isLowPowerModeEnabled":true}"#);
    facts(&bench, battery(18, false));
    bench.app.facts_changed();
    facts(&bench, |facts| facts.network_type = NetworkType::Offline);
    bench.app.facts_changed();
    bench.console(at, "network");
    let lines = bench.lines(0);
    assert_eq!(lines.iter().filter(|line| line.starts_with("saving") || *line == "network").count(), 2, "{lines:?}");
}

fn reading(x: f64, accuracy: &str) -> Report {
    Report::Reading { x, y: 0.5, z: -1.0, accuracy: accuracy.into() }
}

#[test]
fn readings_come_in_wechats_words_until_the_sensor_is_stopped() {
    let bench = Bench::new();
    set(&bench.phone.readings, Some(vec![reading(1.0, "high"), reading(f64::NAN, ""), reading(3.0, "7.5")]));
    let script = "const last = (name) => new Promise((done) => { wx[name]((r) => { if ([r.x, r.direction, r.alpha].includes(3)) done(r); }); });
        for (const [start, stop, on] of [['startAccelerometer', 'stopAccelerometer', 'onAccelerometerChange'], ['startCompass', 'stopCompass', 'onCompassChange'],
            ['startGyroscope', 'stopGyroscope', 'onGyroscopeChange'], ['startDeviceMotionListening', 'stopDeviceMotionListening', 'onDeviceMotionChange']]) {
            const came = last(on); say(await tried(start, { interval: 'ui' }), await came, await tried(stop)); wx[on.replace('on', 'off')](); }";
    assert_eq!(
        run(&bench, script).1,
        [
            r#"startAccelerometer:ok {"x":3,"y":0.5,"z":-1} stopAccelerometer:ok"#,
            r#"startCompass:ok {"direction":3,"accuracy":7.5} stopCompass:ok"#,
            r#"startGyroscope:ok {"x":3,"y":0.5,"z":-1} stopGyroscope:ok"#,
            r#"startDeviceMotionListening:ok {"alpha":3,"beta":0.5,"gamma":-1} stopDeviceMotionListening:ok"#,
        ]
    );
    for kind in ["Accelerometer", "Compass", "Gyroscope", "Motion"] {
        logged(&bench, &format!("{kind} off"));
    }
    assert!(bench.phone.count("watch Gyroscope for slot 1 every 60") == 1, "{:?}", bench.phone.log());
}

#[test]
fn a_sensor_that_is_not_there_and_an_interval_that_is_none_are_told() {
    let bench = Bench::new();
    let script = "say(await tried('startAccelerometer'), await tried('startGyroscope', { interval: 'often' })); say(await tried('startCompass', { interval: 7 }));
        await new Promise((done) => wx.startDeviceMotionListening({ success: () => say('success'), fail: (e) => say('fail', e), complete: () => { say('complete'); done(); } }));
        say(await tried('stopCompass'))";
    assert_eq!(
        run(&bench, script).1,
        [
            "startAccelerometer:fail not supported startGyroscope:fail parameter error: parameter.interval should be game, ui or normal;",
            "startCompass:fail parameter error: parameter.interval should be game, ui or normal;",
            r#"fail {"errMsg":"startDeviceMotionListening:fail not supported","errno":6}"#,
            "complete",
            "stopCompass:ok",
        ]
    );
}

/// Waits until the phone was asked this.
fn logged(bench: &Bench, line: &str) {
    let begun = std::time::Instant::now();
    while !bench.phone.log().iter().any(|one| one.contains(line)) {
        assert!(begun.elapsed().as_secs() < 10, "`{line}` is not in {:#?}", bench.phone.log());
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

#[test]
fn a_sensor_rests_while_the_program_is_not_seen_and_goes_on_with_it() {
    let bench = Bench::new();
    set(&bench.phone.readings, Some(vec![reading(1.0, "")]));
    let (opened, _) = run(&bench, "say(await tried('startGyroscope')); wx.onAppShow(() => wx.onGyroscopeChange((r) => say('again', r.x)))");
    bench.app.background(opened.slot);
    logged(&bench, "Gyroscope off");
    bench.app.resume(opened.slot);
    bench.console(0, "again 1");
    bench.app.close(opened.slot);
    bench.ended(opened.slot);
    assert_eq!(bench.phone.count("watch Gyroscope"), 2, "{:?}", bench.phone.log());
}

#[test]
fn readings_that_come_faster_than_they_were_asked_for_are_dropped() {
    let bench = Bench::new();
    set(&bench.phone.readings, Some(vec![reading(1.0, ""); 40]));
    let script =
        "let n = 0; const begun = Date.now(); wx.onGyroscopeChange(() => { n += 1; }); await wx.startGyroscope({ interval: 'game' });
        await new Promise((done) => setTimeout(done, 300)); say(n >= 1 && n <= (Date.now() - begun) / 16 + 2 ? 'bounded' : n)";
    assert_eq!(run(&bench, script).1, ["bounded"]);
}

#[test]
fn a_contact_is_saved_and_chosen_by_the_person_alone() {
    let bench = Bench::new();
    let choose = "say(await wx.chooseContact().catch((e) => e)); say(await tried('addPhoneContact', { firstName: 'Mina', lastName: 'Han', mobilePhoneNumber: '010-1' }));
        say(await tried('addPhoneContact', {}))";
    let wrong = "addPhoneContact:fail parameter error: parameter.firstName should be String instead of Undefined;";
    assert_eq!(run(&bench, choose).1, [r#"{"errMsg":"chooseContact:fail cancel"}"#, "addPhoneContact:fail cancel", wrong]);
    let bench = Bench::new();
    set(&bench.phone.contact, Some(ChosenContact { name: "Mina".into(), phones: vec!["1".into(), "2".into()] }));
    let chosen = r#"{"phoneNumber":"1","displayName":"Mina","phoneNumberList":"1,2","errMsg":"chooseContact:ok"}"#;
    assert_eq!(run(&bench, choose).1, [chosen, "addPhoneContact:ok", wrong]);
    assert_eq!(bench.phone.count("save Mina Han 010-1"), 1);
    let bench = Bench::new();
    set(&bench.phone.answer, Answer::Deny);
    assert_eq!(run(&bench, "say(await tried('addPhoneContact', { firstName: 'Mina' }))").1, ["addPhoneContact:fail auth deny"]);
    assert_eq!(bench.phone.count("save"), 0);
}

const RECORDS: &str = "const r = wx.getRecorderManager(); for (const name of ['Start', 'Pause', 'Resume', 'Stop', 'Error']) r['on' + name]((e) => say(name, e)); const heard = (name) => new Promise((done) => r['on' + name]((e) => { say(name, e); done(e); }));";

#[test]
fn a_recording_is_begun_held_and_becomes_a_file_of_the_program() {
    let bench = Bench::new();
    set(&bench.phone.heard, Some(b"RIFF....WAVEfmt ".to_vec()));
    let script = format!(
        "{RECORDS} let next = heard('Start'); r.start({{ duration: 5000, sampleRate: 16000, numberOfChannels: 1, format: 'wav' }}); await next;
         r.start(); r.resume(); next = heard('Pause'); r.pause(); await next; next = heard('Resume'); r.resume(); await next;
         next = heard('Stop'); r.stop(); const file = await next; say(file.tempFilePath.endsWith('.wav'), wx.getFileSystemManager().statSync(file.tempFilePath).size)"
    );
    let said = run(&bench, &script).1;
    let plain: Vec<String> = said.iter().map(|line| line.split("wxfile").next().unwrap_or_default().to_owned()).collect();
    assert_eq!(
        plain,
        [
            "Start ",
            r#"Error {"errMsg":"operateRecorder:fail:audio is recording, don't start record again"}"#,
            r#"Error {"errMsg":"operateRecorder:fail:cannot resume now"}"#,
            "Pause ",
            "Resume ",
            r#"Stop {"tempFilePath":""#,
            "true 16"
        ],
        "{said:#?}"
    );
    assert!(said[5].ends_with(r#"","duration":1500,"fileSize":16}"#), "{said:?}");
    let wanted = r#"record {"maxMs":5000,"sampleRate":16000,"channels":1,"bitRate":48000,"format":"wav"}"#;
    assert!(bench.phone.log().iter().any(|line| line == wanted), "{:?}", bench.phone.log());
}

#[test]
fn a_recording_that_may_not_be_or_can_not_be_is_told_and_one_ends_when_the_program_leaves() {
    let failed = |bench: &Bench, start: &str| run(bench, &format!("{RECORDS} const next = heard('Error'); r.{start}; await next")).1;
    assert_eq!(failed(&Bench::new(), "start()"), [r#"Error {"errMsg":"operateRecorder:fail no microphone"}"#]);
    assert_eq!(failed(&Bench::new(), "stop()"), [r#"Error {"errMsg":"operateRecorder:fail:recorder not start"}"#]);
    let wrong =
        r#"Error {"errMsg":"operateRecorder:fail parameter error: parameter.sampleRate should be a rate that is supported;","errno":1001}"#;
    assert_eq!(failed(&Bench::new(), "start({ sampleRate: 7 })"), [wrong]);
    let bench = Bench::new();
    set(&bench.phone.answer, Answer::Deny);
    assert_eq!(failed(&bench, "start()"), [r#"Error {"errMsg":"operateRecorder:fail auth deny","errno":103}"#]);
    assert_eq!(bench.phone.count("record"), 0);
    let bench = Bench::new();
    set(&bench.phone.heard, Some(b"RIFF....WAVEfmt ".to_vec()));
    let (opened, _) = run(&bench, &format!("{RECORDS} const next = heard('Start'); r.start(); await next"));
    bench.app.background(opened.slot);
    logged(&bench, "microphone off");
    bench.app.resume(opened.slot);
    bench.console(0, "Stop {");
}
