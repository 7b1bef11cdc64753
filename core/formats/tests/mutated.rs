//! Every reader of a bundle's files, given real files that were damaged: no panic, and nothing that takes long. What each
//! format refuses and why is tested beside it. The damage is the same in every run.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use banchan_formats::bundle::{Files, Limits};
use banchan_formats::manifest::{AppInfo, Manifest, page_config};
use banchan_formats::style::StyleOptions;
use banchan_formats::{code, script, style, template};

/// Longest that one file of an example may take in a debug build on a busy machine.
const ONE: Duration = Duration::from_secs(10);

/// xorshift64: the same numbers everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides.max(1) as u64) as usize
    }
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() { walk(&path, found) } else { found.push(path) }
    }
}

/// Files of the examples with this ending, none over 24 KB.
fn examples(ending: &str) -> Vec<String> {
    let mut paths = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples"), &mut paths);
    let fits = |path: &&PathBuf| path.extension().is_some_and(|have| have == ending);
    let mut texts: Vec<String> = paths.iter().filter(fits).map(|path| std::fs::read_to_string(path).unwrap()).collect();
    texts.retain(|text| text.len() < 24_000);
    assert!(!texts.is_empty(), "no example has a .{ending} file");
    texts
}

/// What breaks readers: brackets that never close, ends of things, characters that are several bytes or none.
const PIECES: &[&str] = &[
    "{{",
    "}}",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "<",
    ">",
    "</",
    "/>",
    "<!--",
    "-->",
    "\"",
    "'",
    "`",
    "\\",
    "/*",
    "*/",
    "//",
    "&",
    "&#",
    ";",
    "=",
    "=>",
    "...",
    "?.",
    "\u{0}",
    "\u{feff}",
    "\u{2028}",
    "\u{202e}",
    "😀",
    "é",
    "1e999",
    "-",
    "#",
    "@import '",
    "url(",
    "wx:for=\"",
    "import ",
    "export ",
    "function*",
    "async ",
    "</style>",
    "__proto__",
    "\r",
    "\n",
    ":host",
    "!important",
    "rpx",
    "%",
];

fn damage(text: &str, dice: &mut Dice) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for _ in 0..1 + dice.roll(6) {
        let at = dice.roll(chars.len() + 1);
        match dice.roll(5) {
            0 => chars.truncate(at),
            1 => drop(chars.drain(at..(at + dice.roll(40)).min(chars.len()))),
            2 => {
                let end = (at + dice.roll(200)).min(chars.len());
                let part = chars[at..end].to_vec();
                let to = dice.roll(chars.len() + 1);
                drop(chars.splice(to..to, part));
            }
            3 => {
                let piece = PIECES[dice.roll(PIECES.len())];
                let part: Vec<char> = piece.chars().cycle().take(piece.chars().count() * (1 + dice.roll(60))).collect();
                drop(chars.splice(at..at, part));
            }
            _ => {
                if let Some(place) = chars.get_mut(at) {
                    *place = char::from_u32(dice.roll(0x800) as u32).unwrap_or('x');
                }
            }
        }
    }
    chars.into_iter().collect()
}

fn survive(what: &str, inputs: impl IntoIterator<Item = String>, rounds: usize, read: impl Fn(&str)) {
    let inputs: Vec<String> = inputs.into_iter().collect();
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    for round in 0..rounds {
        let text = damage(&inputs[round % inputs.len()], &mut dice);
        let begun = Instant::now();
        let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| read(&text)));
        assert!(done.is_ok(), "{what}: round {round} panicked on\n{text}");
        assert!(begun.elapsed() < ONE, "{what}: round {round} took {:?} for\n{text}", begun.elapsed());
    }
}

fn files(entries: &[(&str, &str)]) -> Option<Files> {
    let entries = entries.iter().map(|(name, text)| (name.to_string(), text.as_bytes().to_vec()));
    Files::from_entries(entries, &Limits::default()).ok()
}

#[test]
fn damaged_templates_never_panic() {
    survive("template", examples("wxml"), 400, |text| drop(template::compile("p/a.wxml", text)));
}

#[test]
fn damaged_styles_never_panic() {
    survive("style", examples("wxss"), 400, |text| {
        let (sheet, _) = style::compile("p/a.wxss", text, &StyleOptions { scope: Some("s"), host: Some("p/a") });
        drop(sheet);
        drop(style::inline(text));
    });
}

#[test]
fn damaged_scripts_never_panic() {
    survive("script", examples("js"), 300, |text| {
        let _ = script::to_commonjs("p/a.js", text);
        let _ = script::wxs("p/a.wxs", text);
    });
}

#[test]
fn damaged_manifests_never_panic() {
    survive("manifest", examples("json"), 600, |text| {
        let Some(files) = files(&[("app.json", text), ("banchan.json", text), ("p/a.json", text), ("theme.json", text)]) else { return };
        let _ = Manifest::from_files(&files);
        drop(AppInfo::from_files(&files));
        drop(page_config(&files, "p/a"));
    });
}

#[test]
fn damaged_codes_never_panic() {
    let codes = [
        "banchan://open/han.bike/pages/bike/bike?id=B1024&x=%E4%B8%AD",
        "https://banchan.link/m/han.bike/pages/bike/bike?id=1#x",
        "weixin://dl/business/?appid=wx0123456789abcdef&path=pages/a/a&query=a%3D1",
        "alipays://platformapi/startapp?appId=2021000000000000&page=pages%2Fa%2Fa&query=b%3D2",
        "wxp://f2f0AbCdEf",
        "https://qr.alipay.com/fkx12345",
        "BEGIN:VCARD\nVERSION:3.0\nFN:A\nTEL:1\nEND:VCARD",
        "WIFI:T:WPA;S:a\\;b;P:secret;;",
        "tel:+491234",
        "000201010212530384054031.05802KR5901A6001B6304ABCD",
    ];
    survive("code", codes.map(String::from), 4_000, |text| drop(code::route(text, &[])));
}

#[test]
fn ten_thousand_levels_and_a_megabyte_are_taken_or_refused_by_every_reader() {
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(10_000), close.repeat(10_000));
    let long = "x".repeat(1 << 20);
    let begun = Instant::now();
    for text in [
        deep("<view>", "</view>"),
        format!("<view>{{{{{}}}}}</view>", deep("[", "]")),
        format!("<view a=\"{long}\" b=\"{{{{'{long}'}}}}\">{long}</view>"),
    ] {
        drop(template::compile("p/a.wxml", &text));
    }
    for text in [deep("a{", "}"), deep("a(", ")"), format!(".{long} {{ content: \"{long}\" }}"), deep("@media x{", "}")] {
        drop(style::compile("p/a.wxss", &text, &StyleOptions { scope: Some("s"), host: None }));
    }
    for text in [
        deep("(", ")"),
        deep("[", "]"),
        deep("{", "}"),
        format!("var a = '{long}'"),
        format!("{}1", "-".repeat(10_000)),
        "a=>".repeat(10_000),
    ] {
        let _ = script::to_commonjs("p/a.js", &text);
        let _ = script::wxs("p/a.wxs", &text);
    }
    for text in [deep("[", "]"), deep("{\"a\":", "}"), format!("{{\"pages\":[\"{long}\"]}}"), format!("{{\"pages\":{}}}", deep("[", "]"))] {
        let files = files(&[("app.json", &text), ("banchan.json", &text), ("p/a.json", &text)]).unwrap();
        let _ = Manifest::from_files(&files);
        drop(AppInfo::from_files(&files));
        drop(page_config(&files, "p/a"));
    }
    assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", begun.elapsed());
}
