//! Real pages that were damaged, through compiling and rendering: templates of npm component libraries where they are
//! installed below `target/npm`, and those of the examples. Seeded, so that every run is the same; nothing may panic,
//! hang, or end the process, and a page that fails says why.

mod common;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use banchan_formats::bundle::{self, Files};
use common::Bench;

/// Pages that are opened. More with `BANCHAN_FUZZ=5000`.
const ROUNDS: usize = 150;

struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides.max(1) as u64) as usize
    }
}

fn templates() -> Vec<(String, String)> {
    fn walk(folder: &Path, depth: usize, out: &mut Vec<PathBuf>) {
        let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
        entries.sort();
        for path in entries {
            if path.is_dir() && depth < 12 {
                walk(&path, depth + 1, out);
            } else if path.extension().is_some_and(|ending| ending == "wxml" || ending == "axml") {
                out.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut paths = Vec::new();
    for folder in ["examples", "target/npm"] {
        walk(&root.join(folder), 0, &mut paths);
    }
    let read = |path: PathBuf| {
        let ending = path.extension()?.to_string_lossy().into_owned();
        Some((ending, std::fs::read_to_string(path).ok()?))
    };
    paths.into_iter().filter_map(read).filter(|(_, text)| text.len() < 8_000).collect()
}

const PIECES: &[&str] = &[
    "{{",
    "}}",
    "<",
    ">",
    "</",
    "/>",
    "\"",
    "'",
    "<view>",
    "</view>",
    "<slot/>",
    "<block wx:for=\"{{a}}\">",
    "<include src=\"p\"/>",
    "<template is=\"{{a}}\" data=\"{{...a}}\"/>",
    "<wxs module=\"m\">",
    "</wxs>",
    "{{a.b[c]()}}",
    "{{[...a, {b}]}}",
    "wx:if=\"{{a}}\"",
    "wx:else",
    " slot:x=\"y\"",
    " let:z=\"{{a}}\"",
    " model:value=\"{{a.b}}\"",
    " a:for=\"{{a}}\"",
    " slot-scope=\"s\"",
    "\0",
    "\u{feff}",
    "\u{2028}",
    "😀",
    "&#0;",
    "<!--",
    "-->",
    "{{1/0}}",
    "{{a ? b : }}",
    " bindtap=\"{{m.f}}\"",
    " change:a=\"{{m.f}}\"",
    "999999999999999999999",
];

fn damage(text: &str, others: &[(String, String)], dice: &mut Dice) -> String {
    let mut text = text.to_string();
    let at = |text: &str, dice: &mut Dice| {
        let mut at = dice.roll(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    for _ in 0..=dice.roll(4) {
        let (one, two) = (at(&text, dice), at(&text, dice));
        let (from, to) = (one.min(two), one.max(two));
        match dice.roll(5) {
            0 => text.insert_str(from, PIECES[dice.roll(PIECES.len())]),
            1 if to - from < 200 => text.replace_range(from..to, ""),
            2 => {
                let piece = text.get(from..to).unwrap_or_default().to_string();
                text.insert_str(at(&text, dice), &piece);
            }
            3 => {
                let other = &others[dice.roll(others.len())].1;
                let end = at(other, dice);
                text.insert_str(from, &other[..end]);
            }
            _ => text.truncate(to),
        }
    }
    text
}

#[test]
fn damaged_real_pages_never_panic_and_never_hang() {
    let templates = templates();
    assert!(templates.len() > 10, "{}", templates.len());
    let rounds = std::env::var("BANCHAN_FUZZ").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(ROUNDS);
    let bench = Bench::new();
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let script = "Page({ data: { a: [1, { b: 2 }], b: 'x', c: 0, item: { x: 1 } } })";
    for round in 0..rounds {
        let (ending, text) = &templates[dice.roll(templates.len())];
        let page = damage(text, &templates, &mut dice);
        let entries = vec![
            ("app.json".to_string(), br#"{"pages":["p/p"]}"#.to_vec()),
            ("p/p.js".into(), script.as_bytes().to_vec()),
            (format!("p/p.{ending}"), page.clone().into_bytes()),
        ];
        let files = Files::from_entries(entries, &bundle::Limits::default()).unwrap();
        let began = Instant::now();
        let seen = bench.app.inspect_files(&files, None).unwrap();
        let wrong = seen.errors.iter().find(|error| error.text.contains("internal error") || error.text.contains("gave up"));
        assert!(
            wrong.is_none() && began.elapsed() < Duration::from_secs(20),
            "round {round}: {wrong:?} after {:?}\n{page}",
            began.elapsed()
        );
    }
}
