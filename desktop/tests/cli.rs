//! The command line as a person or a script uses it: what it prints, and its exit codes.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn banchan(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_banchan"));
    command.args(arguments).current_dir(folder).env("BANCHAN_HOME", folder.join("home"));
    command.output().expect("the program was built")
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", out(output)))
}

fn write(root: &Path, files: &[(&str, &str)]) {
    for (name, text) in files {
        let path = root.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// A program with one good and one bad page.
fn sample(root: &Path) {
    write(
        root,
        &[
            ("app.json", r#"{ "pages": ["pages/good/good", "pages/bad/bad"] }"#),
            ("app.js", "App({})"),
            ("banchan.json", r#"{ "id": "sample.app", "names": { "en": "Sample" } }"#),
            ("pages/good/good.wxml", "<view><text>{{word}}</text></view>"),
            ("pages/good/good.js", "Page({ data: { word: 'hello' } })"),
            ("pages/bad/bad.json", "{ \"usingComponents\": {\n  \"gone\": \"./gone\" } }"),
            ("pages/bad/bad.wxml", "<view>{{ a + }}</view>"),
            ("pages/bad/bad.js", "Page({ onLoad() {\n  wx.faceDetect({}); wx.noSuchThing() } })"),
        ],
    );
}

#[test]
fn check_names_each_finding_with_file_line_and_column() {
    let dir = tempfile::tempdir().unwrap();
    sample(dir.path());
    let output = banchan(dir.path(), &["check", ".", "--json"]);
    assert_eq!(output.status.code(), Some(1), "{}", told(&output));
    let report = json(&output);
    let page = |at: usize| report["pages"][at].clone();
    assert_eq!((page(0)["path"].as_str(), page(0)["errors"].as_array().map(Vec::len)), (Some("pages/good/good"), Some(0)), "{report:#}");
    let bad = page(1)["errors"].as_array().cloned().unwrap();
    let place =
        |file: &str| bad.iter().find(|one| one["file"] == file).map(|one| (one["line"].as_u64().unwrap(), one["column"].as_u64().unwrap()));
    assert_eq!(place("pages/bad/bad.json"), Some((2, 3)), "{report:#}");
    assert_eq!(place("pages/bad/bad.wxml").map(|(line, _)| line), Some(1), "{report:#}");
    let api = |name: &str| report["apis"].as_array().unwrap().iter().find(|api| api["name"] == name).cloned().unwrap();
    assert_eq!(api("faceDetect")["status"], "missing");
    assert_eq!(api("noSuchThing")["status"], "unknown");
    assert_eq!((&api("faceDetect")["uses"][0]["line"], &api("faceDetect")["uses"][0]["column"]), (&2.into(), &3.into()));
}

#[test]
fn exercise_fires_every_handler_and_tells_what_became_of_each_page() {
    let dir = tempfile::tempdir().unwrap();
    write(
        dir.path(),
        &[
            ("app.json", r#"{ "pages": ["p/good", "p/tap", "p/empty", "p/late", "p/leaves", "p/gone", "p/throws"] }"#),
            (
                "p/good.wxml",
                "<switch bindchange=\"on\"/><view bindtap=\"more\">{{on}}</view><view wx:if=\"{{on}}\" bindtap=\"more\">more</view>",
            ),
            (
                "p/good.js",
                "Page({ data: { on: '-' }, onReady() { this.setData({ on: 'ready' }) }, on(e) { if (e.detail.value !== true) throw e },\n more() { wx.login({ fail() {} }) } })",
            ),
            ("p/tap.wxml", "<button bindtap=\"bad\">tap</button>"),
            ("p/tap.js", "Page({\n bad() { nothing.here() } })"),
            ("p/empty.wxml", "<view wx:if=\"{{never}}\">x</view>"),
            ("p/empty.js", "Page({})"),
            ("p/late.wxml", "<view>late</view>"),
            ("p/late.js", "Page({ onLoad() { setTimeout(() => { undefined.late() }, 20) } })"),
            ("p/leaves.wxml", "<view bindtap=\"to\">to</view><view bindtap=\"away\">away</view><view bindtap=\"last\">last</view>"),
            (
                "p/leaves.js",
                "Page({ to() { wx.navigateTo({ url: 'tap' }) }, away() { wx.reLaunch({ url: 'good' }) },\n last() { throw new Error('fired') } })",
            ),
            ("p/throws.wxml", "<view>never</view>"),
            ("p/throws.js", "Page({ data: {,} })"),
        ],
    );
    let output = banchan(dir.path(), &["exercise", ".", "--json"]);
    assert_eq!(output.status.code(), Some(1), "{}", told(&output));
    let report = json(&output);
    let pages = report["pages"].as_array().unwrap();
    let outcomes: Vec<(&str, &str)> =
        pages.iter().map(|page| (page["path"].as_str().unwrap(), page["outcome"].as_str().unwrap())).collect();
    let expected = [
        ("p/good", "opened"),
        ("p/tap", "handler_error"),
        ("p/empty", "empty"),
        ("p/late", "script_error"),
        ("p/leaves", "handler_error"),
        ("p/gone", "no_files"),
        ("p/throws", "script_error"),
    ];
    assert_eq!(outcomes, expected, "{report:#}");
    assert_eq!((&pages[0]["fired"], &pages[0]["handlers"], &pages[0]["missing"]), (&3.into(), &3.into(), &serde_json::json!(["login"])));
    let error = &pages[1]["errors"][0];
    assert_eq!((error["file"].as_str(), error["line"].as_u64()), (Some("p/tap.js"), Some(2)), "{report:#}");
    assert!(error["during"].as_str().unwrap().starts_with("tap of wx-button"), "{report:#}");
    assert!(pages[4]["errors"][0]["text"].as_str().unwrap().contains("fired"), "{report:#}");
    assert_eq!(report["totals"]["opened"], 1);
}

#[test]
fn the_examples_open_and_every_handler_runs() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    for name in ["ask-everything", "bike-share"] {
        let report = json(&banchan(&examples.join(name), &["exercise", ".", "--json"]));
        let pages = report["pages"].as_array().unwrap();
        let failed: Vec<&Value> = pages.iter().filter(|page| page["outcome"] != "opened" || page["fired"] != page["handlers"]).collect();
        assert!(!pages.is_empty() && failed.is_empty(), "{name}: {failed:#?}");
    }
}

#[test]
fn check_of_a_folder_without_a_program_says_what_to_do() {
    let dir = tempfile::tempdir().unwrap();
    let output = banchan(dir.path(), &["check", "."]);
    assert_eq!(output.status.code(), Some(3));
    assert!(told(&output).contains("app.json"), "{}", told(&output));
    write(dir.path(), &[("app.json", "{\n  \"pages\": [,]\n}")]);
    let output = banchan(dir.path(), &["check", "."]);
    assert_eq!(output.status.code(), Some(3));
    assert!(told(&output).contains("app.json:2:"), "{}", told(&output));
}

#[test]
fn route_says_what_a_text_means() {
    let dir = tempfile::tempdir().unwrap();
    let output = banchan(dir.path(), &["route", "banchan://open/sample.app/pages/good/good?a=1", "--json"]);
    assert_eq!(output.status.code(), Some(0));
    let routed = json(&output);
    assert_eq!(routed["code"]["kind"], "mini_program");
    assert_eq!(routed["code"]["value"]["query"], "a=1");
    let refused = banchan(dir.path(), &["route", "javascript:alert(1)"]);
    assert_eq!((refused.status.code(), out(&refused).is_empty(), told(&refused).is_empty()), (Some(1), true, false));
    assert!(out(&banchan(dir.path(), &["route", "weixin://dl/business/?t=x"])).starts_with("Closed"));
}

#[test]
fn scan_reads_what_was_printed_and_says_why_when_not() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("not.png"), "no picture").unwrap();
    let output = banchan(dir.path(), &["scan", "not.png", "gone.png", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let seen = json(&output);
    assert!(seen["images"][0]["error"].as_str().is_some_and(|told| told.contains("not a picture")), "{seen:#}");
    assert!(seen["images"][1]["error"].as_str().is_some_and(|told| told.contains("can't be read")), "{seen:#}");
}

#[test]
fn pack_signs_a_registry_and_keeps_its_key_private() {
    let dir = tempfile::tempdir().unwrap();
    sample(&dir.path().join("sample"));
    let output = banchan(dir.path(), &["pack", "sample", "--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    let first = json(&output);
    assert_eq!(first["serial"], 1);
    assert!(dir.path().join("registry/index.json").is_file());
    let second = json(&banchan(dir.path(), &["pack", "sample", "--json"]));
    assert_eq!((&second["serial"], &second["key"]), (&2.into(), &first["key"]));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(dir.path().join("banchan.key")).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let other = banchan(dir.path(), &["pack", "sample", "--key", "other.key"]);
    assert_eq!(other.status.code(), Some(3), "a registry of another key is not overwritten");
}

/// Pictures of codes as a BMP file, side by side: 4 pixels a module, black on white.
fn picture(texts: &[&str]) -> Vec<u8> {
    let codes: Vec<String> = texts.iter().map(|text| banchan_formats::scan::make_svg(text).unwrap()).collect();
    let number = |text: &str| -> Vec<usize> { text.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok()).collect() };
    let sides: Vec<usize> = codes.iter().map(|svg| number(svg.split("viewBox=\"0 0 ").nth(1).unwrap())[0]).collect();
    let (width, height) = (sides.iter().sum::<usize>() * 4, sides.iter().max().unwrap() * 4);
    let mut pixels = vec![255; width * height * 4];
    let mut left = 0;
    for (svg, side) in codes.iter().zip(&sides) {
        for run in svg.rsplit("d=\"").next().unwrap().split('M').skip(1) {
            let run = number(run);
            for y in run[1] * 4..run[1] * 4 + 4 {
                let start = (y * width + left + run[0] * 4) * 4;
                pixels[start..start + run[2] * 16].fill(0);
            }
        }
        left += side * 4;
    }
    let mut file = b"BM".to_vec();
    // Size, reserved, where pixels begin; then the header: its size, width, height (negative: from the top), planes, bits.
    for field in [54 + pixels.len() as u32, 0, 54, 40, width as u32, (height as u32).wrapping_neg(), 1 | 32 << 16, 0, 0, 0, 0, 0, 0] {
        file.extend(field.to_le_bytes());
    }
    file.extend(pixels);
    file
}

/// A folder with a signed registry of the sample and a code that opens its good page.
fn published() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    sample(&dir.path().join("sample"));
    assert_eq!(banchan(dir.path(), &["pack", "sample"]).status.code(), Some(0));
    fs::write(dir.path().join("code.bmp"), picture(&["https://banchan.link/m/sample.app/pages/good/good?word=hi"])).unwrap();
    dir
}

#[test]
fn picture_of_a_code_opens_the_page_that_it_names() {
    let dir = published();
    let output = banchan(dir.path(), &["open", "code.bmp", "--registry", "registry", "--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    let opened = json(&output);
    assert_eq!((&opened["app"], &opened["path"], &opened["query"]), (&"sample.app".into(), &"pages/good/good".into(), &"word=hi".into()));
    assert!(opened["outline"].as_str().is_some_and(|outline| outline.contains("hello")), "{opened:#}");
    assert_eq!(json(&banchan(dir.path(), &["scan", "code.bmp", "--json"]))["images"][0]["codes"].as_array().map(Vec::len), Some(1));
}

#[test]
fn altered_bundle_is_refused_and_nothing_of_it_runs() {
    let dir = published();
    let bundle = dir.path().join("registry/bundles/sample.app-1.zip");
    let mut bytes = fs::read(&bundle).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&bundle, bytes).unwrap();
    let output = banchan(dir.path(), &["open", "code.bmp", "--registry", "registry"]);
    assert_eq!((output.status.code(), out(&output).as_str()), (Some(1), ""));
    assert!(told(&output).contains("altered"), "{}", told(&output));
}

#[test]
fn unknown_mini_program_is_told_in_a_sentence() {
    let dir = tempfile::tempdir().unwrap();
    let output = banchan(dir.path(), &["open", "banchan://open/nobody.knows/pages/a/a"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(told(&output).contains("nobody.knows"), "{}", told(&output));
}

#[test]
fn picture_with_two_codes_asks_which() {
    let dir = published();
    let texts = ["https://banchan.link/m/sample.app/pages/good/good", "https://banchan.link/m/sample.app/pages/bad/bad"];
    fs::write(dir.path().join("two.bmp"), picture(&texts)).unwrap();
    let asked = banchan(dir.path(), &["open", "two.bmp", "--registry", "registry"]);
    assert_eq!(asked.status.code(), Some(1));
    assert!(texts.iter().all(|text| told(&asked).contains(text)), "{}", told(&asked));
    let chosen = banchan(dir.path(), &["open", "two.bmp", "--registry", "registry", "--code", "1", "--json"]);
    assert!(json(&chosen)["path"].as_str().is_some_and(|path| path.starts_with("pages/")));
}

#[test]
fn picture_without_a_code_and_page_that_does_not_exist_are_told() {
    let dir = published();
    fs::write(
        dir.path().join("blank.bmp"),
        picture(&["x"]).iter().enumerate().map(|(at, byte)| if at < 54 { *byte } else { 255 }).collect::<Vec<u8>>(),
    )
    .unwrap();
    let blank = banchan(dir.path(), &["open", "blank.bmp"]);
    assert_eq!(blank.status.code(), Some(1));
    assert!(told(&blank).contains("no code"), "{}", told(&blank));
    let gone = banchan(dir.path(), &["render", "sample", "pages/gone/gone"]);
    assert_eq!(gone.status.code(), Some(1));
    assert!(told(&gone).contains("pages/gone/gone"), "{}", told(&gone));
}

#[test]
fn picture_of_a_first_screen_is_taken_where_chromium_is() {
    let dir = published();
    let output = banchan(dir.path(), &["open", "sample", "--shot", "shot.png"]);
    if output.status.code() == Some(3) && told(&output).contains("needs Chromium") {
        eprintln!("left out: no Chromium here");
        return;
    }
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    let png = fs::read(dir.path().join("shot.png")).unwrap();
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    assert_eq!((&png[1..4], number(16), number(20)), (&b"PNG"[..], 750, 1624));
    let mut command = Command::new(env!("CARGO_BIN_EXE_banchan"));
    command.args(["open", "sample", "--shot", "no.png"]).current_dir(dir.path()).env("BANCHAN_CHROMIUM", "nowhere");
    let missing = command.output().unwrap();
    assert_eq!(missing.status.code(), Some(3));
}

#[test]
fn render_prints_the_markup_of_a_page() {
    let dir = published();
    let output = banchan(dir.path(), &["render", "sample", "pages/good/good"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert!(out(&output).starts_with("<wx-view") && out(&output).contains("hello"), "{}", out(&output));
}

#[test]
fn usage_errors_have_their_own_code() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(banchan(dir.path(), &["scan"]).status.code(), Some(2));
    assert_eq!(banchan(dir.path(), &["nonsense"]).status.code(), Some(2));
    assert_eq!(banchan(dir.path(), &["--help"]).status.code(), Some(0));
}

#[test]
fn typescript_and_sass_are_checked_and_packed_without_a_build_step() {
    let dir = tempfile::tempdir().unwrap();
    let sass = |text: &str| fs::write(dir.path().join("demo/p/a.scss"), text).unwrap();
    write(
        dir.path(),
        &[
            ("demo/app.json", r#"{ "pages": ["p/a"] }"#),
            ("demo/banchan.json", r#"{ "id": "demo.app", "names": { "en": "Demo" } }"#),
            ("demo/p/a.wxml", "<view class=\"a\">{{n}}</view>"),
            ("demo/p/a.ts", "enum Kind { One = 41 }\nPage({ data: { n: (Kind.One as number) + 1 } })"),
        ],
    );
    sass(".a {\n  .b { color: $gone }\n}");
    let output = banchan(dir.path(), &["check", "demo", "--json"]);
    assert_eq!(output.status.code(), Some(1), "{}", told(&output));
    let error = json(&output)["pages"][0]["errors"][0].clone();
    assert_eq!((error["file"].as_str(), error["line"].as_u64()), (Some("p/a.scss"), Some(2)), "{error:#}");
    let output = banchan(dir.path(), &["pack", "demo"]);
    assert!(output.status.code() == Some(3) && told(&output).contains("p/a.scss:2:"), "{}", told(&output));
    sass(".a { .b { color: red } }");
    assert_eq!(banchan(dir.path(), &["check", "demo"]).status.code(), Some(0));
    assert!(out(&banchan(dir.path(), &["render", "demo", "p/a"])).contains("42"));
    assert_eq!(banchan(dir.path(), &["pack", "demo"]).status.code(), Some(0));
    let opened = banchan(dir.path(), &["open", "banchan://open/demo.app/p/a", "--registry", "registry"]);
    assert!(out(&opened).contains("42"), "{}{}", out(&opened), told(&opened));
}
