//! Pictures that the user gives and keeps, the viewer, sounds and the camera, through the whole core with a prepared phone.

mod common;

use banchan_core::host::fake::set;
use banchan_core::host::{Answer, MediaKind, Picked, SoundMoment, SoundState};
use common::{Bench, Told};

/// The smallest picture that is one by its first bytes.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n....";
const JPEG: &[u8] = b"\xff\xd8\xff\xe0....";
const WEBM: &[u8] = b"\x1a\x45\xdf\xa3....";

fn picked(bytes: &[u8], name: &str, kind: MediaKind) -> Picked {
    Picked {
        bytes: bytes.to_vec(),
        name: name.into(),
        kind,
        width: 40,
        height: 30,
        seconds: 2.5,
        thumb: JPEG.to_vec(),
        ..Picked::default()
    }
}

/// A program that makes one call when it is tapped and prints how it ended.
fn calling(call: &str) -> String {
    format!(
        "const told = (ok) => (r) => console.log((ok ? 'ok ' : 'fail ') + JSON.stringify(r).replace(/tmp_\\w+/g, 'tmp_X'));
         Page({{ go() {{ const c = {{ success: told(true), fail: told(false) }}; {call} }} }})"
    )
}

fn told_after(bench: &Bench, call: &str, line: &str) -> usize {
    let script = calling(call);
    let files = [("app.json", r#"{"pages":["p/a"]}"#), ("p/a.wxml", "<view bindtap=\"go\">tap</view>"), ("p/a.js", script.as_str())];
    let (_, page, at) = bench.page(&files);
    bench.tap(page, "tap");
    bench.console(at, line)
}

#[test]
fn chosen_pictures_become_temporary_files_and_never_more_than_asked_for() {
    let bench = Bench::new();
    let three =
        vec![picked(PNG, "a.png", MediaKind::Image), picked(JPEG, "b.exe", MediaKind::Image), picked(PNG, "c.png", MediaKind::Image)];
    set(&bench.phone.pictures, Some(three));
    let line = r#"ok {"tempFilePaths":["wxfile://tmp_X.png","wxfile://tmp_X.jpg"],"tempFiles":[{"path":"wxfile://tmp_X.png","size":12},{"path":"wxfile://tmp_X.jpg","size":8}],"errMsg":"chooseImage:ok"}"#;
    told_after(&bench, "wx.chooseImage({ ...c, count: 2, sourceType: ['album'], sizeType: ['original'] })", line);
    let asked = bench.phone.log().into_iter().find(|line| line.starts_with("choose")).unwrap();
    assert!(asked.contains(r#""count":2,"kinds":["image"],"album":true,"camera":false,"original":true,"compressed":false"#), "{asked}");
}

#[test]
fn a_choice_that_is_closed_fails_with_cancel() {
    for (member, options) in [("chooseImage", ""), ("chooseMedia", ""), ("chooseVideo", ""), ("chooseMessageFile", "count: 1")] {
        let bench = Bench::new();
        told_after(&bench, &format!("wx.{member}({{ ...c, {options} }})"), &format!(r#"fail {{"errMsg":"{member}:fail cancel"}}"#));
    }
}

#[test]
fn media_tell_their_size_length_and_small_picture() {
    let bench = Bench::new();
    set(&bench.phone.pictures, Some(vec![picked(PNG, "a.png", MediaKind::Image), picked(WEBM, "b.webm", MediaKind::Video)]));
    let line = r#"{"tempFilePath":"wxfile://tmp_X.webm","size":8,"fileType":"video","width":40,"height":30,"duration":2.5,"thumbTempFilePath":"wxfile://tmp_X.jpg"}],"type":"mix","errMsg":"chooseMedia:ok"}"#;
    told_after(&bench, "wx.chooseMedia({ ...c })", line);
    let bench = Bench::new();
    set(&bench.phone.pictures, Some(vec![picked(WEBM, "b.webm", MediaKind::Video)]));
    told_after(
        &bench,
        "wx.chooseVideo({ ...c, camera: 'front' })",
        r#"ok {"tempFilePath":"wxfile://tmp_X.webm","duration":2.5,"size":8,"width":40,"height":30,"errMsg":"chooseVideo:ok"}"#,
    );
}

#[test]
fn what_was_chosen_is_what_its_bytes_say() {
    let bench = Bench::new();
    set(&bench.phone.pictures, Some(vec![picked(b"<html>", "a.png", MediaKind::Image)]));
    told_after(&bench, "wx.chooseImage({ ...c })", r#"fail {"errMsg":"chooseImage:fail what was chosen is not of the kind"#);
    let bench = Bench::new();
    set(&bench.phone.pictures, Some(vec![picked(b"a,b", "my table.csv", MediaKind::File), picked(b"x", "odd.../x", MediaKind::File)]));
    let line = r#"ok {"tempFiles":[{"path":"wxfile://tmp_X.csv","size":3,"name":"my table.csv","type":"file","time":0},{"path":"wxfile://tmp_X","size":1,"#;
    told_after(&bench, "wx.chooseMessageFile({ ...c, count: 10, type: 'file', extension: ['csv'] })", line);
}

#[test]
fn wrong_options_are_told_in_wechats_words() {
    for (call, line) in [
        ("wx.chooseImage({ ...c, count: 'two' })", "chooseImage:fail parameter error: parameter.count should be Number instead of String;"),
        (
            "wx.chooseImage({ ...c, sourceType: 'album' })",
            "chooseImage:fail parameter error: parameter.sourceType should be Array instead of String;",
        ),
        (
            "wx.chooseMessageFile({ ...c })",
            "chooseMessageFile:fail parameter error: parameter.count should be Number instead of Undefined;",
        ),
        ("wx.previewImage({ ...c })", "previewImage:fail parameter error: parameter.urls should be Array instead of Undefined;"),
        (
            "wx.saveImageToPhotosAlbum({ ...c })",
            "saveImageToPhotosAlbum:fail parameter error: parameter.filePath should be String instead of Undefined;",
        ),
        (
            "wx.setInnerAudioOption({ ...c, speakerOn: 1 })",
            "setInnerAudioOption:fail parameter error: parameter.speakerOn should be Boolean instead of Number;",
        ),
        (
            "wx.previewImage({ ...c, urls: ['http://a.example/x.png', 'file:///etc/passwd'] })",
            "previewImage:fail there is nothing that can be shown",
        ),
    ] {
        told_after(&Bench::new(), call, line);
    }
}

#[test]
fn a_picture_is_kept_only_with_consent_and_only_a_picture() {
    let bench = Bench::new();
    set(&bench.phone.pictures, Some(vec![picked(PNG, "a.png", MediaKind::Image)]));
    let save = "wx.chooseImage({ success: (r) => wx.saveImageToPhotosAlbum({ ...c, filePath: r.tempFilePaths[0] }) })";
    told_after(&bench, save, r#"ok {"errMsg":"saveImageToPhotosAlbum:ok"}"#);
    assert_eq!((bench.phone.count("ask"), bench.phone.count("keep image/png picture-")), (1, 1), "{:?}", bench.phone.log());

    let bench = Bench::new();
    set(&bench.phone.answer, Answer::Deny);
    set(&bench.phone.pictures, Some(vec![picked(PNG, "a.png", MediaKind::Image)]));
    told_after(&bench, save, r#"fail {"errMsg":"saveImageToPhotosAlbum:fail auth deny","errno":103}"#);
    assert_eq!(bench.phone.count("keep"), 0);

    told_after(&Bench::new(), "wx.saveImageToPhotosAlbum({ ...c, filePath: '/p/a.js' })", "saveImageToPhotosAlbum:fail invalid file type");
    told_after(
        &Bench::new(),
        "wx.saveImageToPhotosAlbum({ ...c, filePath: 'wxfile://tmp_nothing.png' })",
        "fail {\"errMsg\":\"saveImageToPhotosAlbum:fail",
    );
}

/// A program with one sound; each tap does the next of these.
fn sounding(steps: &[&str]) -> String {
    let steps = steps.join("; }, (a) => { ");
    format!(
        "const a = wx.createInnerAudioContext();
         for (const n of ['Play', 'Pause', 'TimeUpdate', 'Error']) a['on' + n]((e) => console.log(n + ' ' + a.currentTime + ' ' + a.paused + ' ' + JSON.stringify(e)));
         const steps = [(a) => {{ {steps}; }}];
         Page({{ go() {{ steps.shift()(a); }} }})"
    )
}

fn state(moment: SoundMoment, current_time: f64, paused: bool) -> SoundState {
    SoundState { moment, current_time, duration: 3.0, paused, ..SoundState::default() }
}

#[test]
fn a_sound_is_ordered_told_and_silent_off_the_screen() {
    let bench = Bench::new();
    let script = sounding(&["a.loop = true; a.src = '/s/a.mp3'; a.play()", "a.seek(1.5)", "a.destroy()"]);
    let files = [("app.json", r#"{"pages":["p/a"]}"#), ("p/a.wxml", "<view bindtap=\"go\">tap</view>"), ("p/a.js", script.as_str())];
    let (opened, page, at) = bench.page(&files);
    bench.tap(page, "tap");
    let sound = wait_for(&bench, "play\"");
    let log = bench.phone.log();
    let load = log.iter().find(|line| line.contains("\"load\"")).unwrap();
    assert!(load.contains(r#""at":{"file":"s/a.mp3"}"#) && load.contains(r#""loop":true"#) && load.contains(r#""play":false"#), "{log:?}");
    bench.app.on_sound(opened.slot, sound, state(SoundMoment::Play, 0.0, false));
    let at = bench.console(at, "Play 0 false undefined");
    bench.app.on_sound(opened.slot, sound, state(SoundMoment::TimeUpdate, 0.5, false));
    let at = bench.console(at, "TimeUpdate 0.5 false");
    bench.tap(page, "tap");
    wait_for(&bench, r#""seek","position":1.5"#);
    bench.app.background(opened.slot);
    wait_for(&bench, "\"pause\"");
    bench.app.on_sound(opened.slot, sound, state(SoundMoment::Pause, 0.6, true));
    bench.console(at, "Pause 0.6 true");
    bench.app.close(opened.slot);
    bench.ended(opened.slot);
    wait_for(&bench, "\"close\"");
}

#[test]
fn a_sound_that_may_not_be_loaded_is_an_error_with_wechats_number() {
    let bench = Bench::new();
    let script = sounding(&["a.autoplay = true; a.src = 'http://a.example/x.mp3'"]);
    let files = [("app.json", r#"{"pages":["p/a"]}"#), ("p/a.wxml", "<view bindtap=\"go\">tap</view>"), ("p/a.js", script.as_str())];
    let (_, page, at) = bench.page(&files);
    bench.tap(page, "tap");
    bench.console(at, r#"Error 0 true {"errCode":10004,"errMsg":"the address of a sound has to be https"#);
    assert_eq!(bench.phone.count("sound"), 0);
}

/// Waits for a line of the phone's log about a sound; answers the number of the sound.
fn wait_for(bench: &Bench, part: &str) -> u32 {
    for _ in 0..500 {
        if let Some(line) = bench.phone.log().iter().find(|line| line.starts_with("sound") && line.contains(part)) {
            return line.split(' ').nth(1).and_then(|number| number.parse().ok()).unwrap();
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("no {part} in {:?}", bench.phone.log())
}

/// A page with a camera, whose view has asked for it.
fn with_camera(bench: &Bench) -> (banchan_core::superapp::Opened, banchan_core::host::PageId, usize) {
    let script = calling(
        "const x = wx.createCameraContext(); this.data.n ? x.startRecord({ ...c, success: () => x.stopRecord(c) }) : x.takePhoto({ ...c, quality: 'high' }); this.data.n = 1;",
    );
    let files = [
        ("app.json", r#"{"pages":["p/a"]}"#),
        ("p/a.wxml", "<camera mode=\"normal\" binderror=\"go\"></camera><view bindtap=\"go\">tap</view>"),
        ("p/a.js", script.as_str()),
    ];
    let (opened, page, at) = bench.page(&files);
    bench.app.on_view_message(
        page,
        r#"{"t":"want","id":1,"what":"camera","v":{"node":1,"mode":"scanCode","devicePosition":"front","flash":"off","page":99}}"#,
    );
    (opened, page, at)
}

fn wait_log(bench: &Bench, part: &str) {
    for _ in 0..500 {
        if bench.phone.log().iter().any(|line| line.contains(part)) {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("no {part} in {:?}", bench.phone.log())
}

#[test]
fn the_camera_is_on_while_it_is_allowed_and_seen_and_gives_its_pictures_as_files() {
    let bench = Bench::new();
    set(&bench.phone.shot, Some(JPEG.to_vec()));
    let (opened, page, at) = with_camera(&bench);
    wait_log(&bench, &format!(r#"camera on for slot {} page {} {{"node":1,"scan":true,"front":true"#, opened.slot.0, page.0));
    assert_eq!(bench.phone.count("ask"), 1);
    bench.tap(page, "tap");
    let at = bench.console(at, r#"ok {"tempImagePath":"wxfile://tmp_X.jpg","width":4,"height":3,"errMsg":"takePhoto:ok"}"#);
    bench.tap(page, "tap");
    bench.console(at, r#""tempVideoPath":"wxfile://tmp_X.webm","tempThumbPath":"wxfile://tmp_X.jpg","width":4,"height":3,"size":9,"errMsg":"stopRecord:ok"}"#);
    bench.app.background(opened.slot);
    wait_log(&bench, "camera off");
}

#[test]
fn an_element_that_goes_takes_its_camera_along() {
    let bench = Bench::new();
    set(&bench.phone.shot, Some(JPEG.to_vec()));
    let (_, page, _) = with_camera(&bench);
    wait_log(&bench, "camera on");
    bench.app.on_view_message(page, r#"{"t":"unwant","id":1}"#);
    wait_log(&bench, "camera off");
}

#[test]
fn without_consent_or_camera_the_element_is_told_why() {
    for (deny, words) in [(true, "auth deny"), (false, "no camera")] {
        let bench = Bench::new();
        if deny {
            set(&bench.phone.answer, Answer::Deny);
        }
        let (_, page, at) = with_camera(&bench);
        bench.shell.wait(at, "the refusal", |told| match told {
            Told::Post(of, text) if *of == page && text.contains("\"given\"") && text.contains(words) => Some(()),
            _ => None,
        });
        bench.tap(page, "tap");
        bench.console(at, &format!("fail {{\"errMsg\":\"takePhoto:fail {words}\""));
        assert_eq!(bench.phone.count("camera on"), usize::from(!deny));
    }
}
