//! How many components of antd-mini, Alipay's own library, open unmodified. Brought from npm below `target/npm`; without a
//! network and a copy from before, the test says that it left them out.

mod common;

use std::path::{Path, PathBuf};
use std::process::Command;

use banchan_core::host::PageId;
use banchan_core::session::{Note, Place};
use banchan_formats::bundle::{self, Files};
use common::{Bench, Told};

const PACKAGE: &str = "antd-mini@3.4.3";

/// Components that must be told their data to show anything, with a page's attributes.
const GIVEN: &[(&str, &str)] = &[
    ("ActionSheet", "visible='{{true}}' actions='{{list}}' title='t'"),
    ("Alphabet", "alphabet=\"{{['A', 'B']}}\""),
    ("Checklist", "options='{{list}}' value='a'"),
    ("Checkbox/CheckboxGroup", "options='{{list}}'"),
    ("Dialog", "visible='{{true}}' title='t' content='c'"),
    ("Feedback", "visible='{{true}}'"),
    ("Grid", "items='{{list}}' columns='{{3}}'"),
    ("GuideTour", "visible='{{true}}' items='{{list}}'"),
    ("Mask", "show='{{true}}'"),
    ("Modal", "visible='{{true}}' title='t' content='c'"),
    ("Picker", "visible='{{true}}' options='{{list}}'"),
    ("PopoverList", "visible='{{true}}' items='{{list}}'"),
    ("Popup", "visible='{{true}}'"),
    ("Radio/RadioGroup", "options='{{list}}'"),
    ("Selector", "options='{{list}}'"),
    ("Steps", "items='{{list}}' current='{{1}}'"),
    ("TabBar", "items='{{list}}' current='{{0}}'"),
    ("Table", "columns='{{list}}' dataSource='{{list}}'"),
    ("Tabs", "items='{{list}}' current='{{0}}'"),
    ("Toast", "visible='{{true}}' content='c'"),
];

fn target() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/npm/antd")
}

/// The installed packages; `None` when they can't be had.
fn installed() -> Option<PathBuf> {
    let folder = target();
    let modules = folder.join("node_modules");
    if modules.join("antd-mini/es").is_dir() {
        return Some(modules);
    }
    std::fs::create_dir_all(&folder).ok()?;
    std::fs::write(folder.join("package.json"), "{\"private\":true}").ok()?;
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let arguments = ["install", PACKAGE, "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"];
    let done = Command::new(npm).args(arguments).current_dir(&folder).output().ok()?;
    done.status.success().then_some(modules).filter(|modules| modules.join("antd-mini/es").is_dir())
}

fn walk(folder: &Path, name: &str, out: &mut Vec<(String, Vec<u8>)>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let inner = format!("{name}/{}", entry.file_name().to_string_lossy());
        let is_part = ["js", "json", "axml", "acss", "sjs"].iter().any(|ending| path.extension().is_some_and(|is| is == *ending));
        if path.is_dir()
            && !["esm", "locale", "compiled", "less", "@mini-types", "test", "tests", "dist-web"]
                .contains(&&*entry.file_name().to_string_lossy())
        {
            walk(&path, &inner, out);
        } else if is_part {
            out.extend(std::fs::read(&path).map(|bytes| (inner, bytes)));
        }
    }
}

/// Every component of the package: its path below `es`.
fn components(files: &[(String, Vec<u8>)]) -> Vec<String> {
    let mut found: Vec<String> = files
        .iter()
        .filter_map(|(name, bytes)| {
            let path = name.strip_prefix("node_modules/antd-mini/es/")?.strip_suffix(".json")?;
            let is_component = String::from_utf8_lossy(bytes).contains("\"component\": true");
            is_component.then(|| path.strip_suffix("/index").unwrap_or(path).to_string())
        })
        .collect();
    found.sort();
    found
}

fn with_pages(mut files: Vec<(String, Vec<u8>)>, components: &[String]) -> Files {
    let pages: Vec<String> = (0..components.len()).map(|at| format!("\"p/{at}\"")).collect();
    files.push(("app.json".into(), format!("{{\"pages\":[{}]}}", pages.join(",")).into_bytes()));
    files.push(("app.js".into(), b"App({})".to_vec()));
    for (at, component) in components.iter().enumerate() {
        let given = GIVEN.iter().find(|(name, _)| name == component).map_or("", |(_, given)| given);
        let file = if component.ends_with("index") { component.clone() } else { format!("{component}/index") };
        files.push((format!("p/{at}.json"), format!("{{\"usingComponents\":{{\"it\":\"antd-mini/es/{file}\"}}}}").into_bytes()));
        files.push((format!("p/{at}.axml"), format!("<it {given} onChange='heard'>inside</it>").into_bytes()));
        let script = "Page({ data: { list: [{ title: 'A', text: 'A', label: 'A', value: 'a', name: 'A', key: 'a' }, \
                      { title: 'B', text: 'B', label: 'B', value: 'b', name: 'B', key: 'b' }] }, heard() {} })";
        files.push((format!("p/{at}.js"), script.as_bytes().to_vec()));
    }
    let limits = bundle::Limits::default();
    Files::from_entries(files, &limits).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn components_of_antd_mini_open() {
    let Some(modules) = installed() else {
        println!("left out: {PACKAGE} is not installed and can't be fetched");
        return;
    };
    let mut files = Vec::new();
    walk(&modules, "node_modules", &mut files);
    let components = components(&files);
    assert!(components.len() > 70, "{}", components.len());
    let files = with_pages(files, &components);
    let mut opened = 0;
    let mut seen = Seen::default();
    let mut kept = Vec::new();
    for (at, component) in components.iter().enumerate() {
        match look(&files, &format!("p/{at}"), &mut seen) {
            Ok(()) => opened += 1,
            Err(why) => kept.push(format!("  {component}: {why}")),
        }
    }
    kept.retain(|line| {
        let known = KNOWN.iter().any(|known| line.contains(known));
        opened += usize::from(known);
        !known
    });
    // Guards against a test that opens empty pages.
    assert!(seen.elements > 800 && seen.events > 150, "{} elements, {} events", seen.elements, seen.events);
    println!("{} elements shown, {} events heard", seen.elements, seen.events);
    println!("{opened} of {} components of {PACKAGE} open; not:\n{}", components.len(), kept.join("\n"));
    assert!(opened >= LEAST, "{opened}\n{}", kept.join("\n"));
}

/// Handlers that the package's templates name and that its own scripts do not have.
const KNOWN: &[&str] = &["SwipeAction: node_modules/antd-mini/es/SwipeAction/index has no method \"onSwipeTap\""];

/// As many as opened when this was written; fewer is a step back.
const LEAST: usize = 100;

/// What all pages together showed and did.
#[derive(Default)]
struct Seen {
    elements: usize,
    events: usize,
}

/// Opens a page, lets its view be ready, and taps everything that listens.
fn look(files: &Files, path: &str, seen: &mut Seen) -> Result<(), String> {
    let bench = Bench::new();
    let page = bench.app.open_files(
        files,
        banchan_core::superapp::DevOptions { place: Some(Place { path: path.into(), query: String::new() }), ..Default::default() },
    );
    page.map_err(|error| error.to_string())?;
    let (page, _) = bench.shell.wait(0, "a page", |told| match told {
        Told::Create(page) => Some(page.page),
        _ => None,
    });
    bench.ready(page);
    let document = bench.document(page);
    seen.elements += document.matches("<wx-").count();
    seen.events += touch(&bench, page, &document);
    std::thread::sleep(std::time::Duration::from_millis(30));
    let wrong = bench.shell.told().into_iter().find_map(|told| match told {
        Told::Note(Note::Error { text, path, line, warning: false, .. }) => Some(format!("{path}:{line}: {text}")),
        Told::Note(Note::Console { level, text }) if level == "warn" && text.contains("has no method") => Some(text),
        _ => None,
    });
    match wrong {
        Some(wrong) => Err(wrong),
        None => {
            // Some show themselves only after they were mounted.
            let told = bench.shell.told();
            let patches = told.iter().filter_map(|told| if let Told::Post(_, patch) = told { Some(patch.replace('\\', "")) } else { None });
            let shown = patches
                .chain([document])
                .any(|text| ["class=\"ant-", "class=\"alphabet-", "<wx-text>", ">inside<"].iter().any(|mark| text.contains(mark)));
            shown.then_some(()).ok_or_else(|| "nothing is shown".into())
        }
    }
}

/// Sends the events that elements of the first screen listen to.
fn touch(bench: &Bench, page: PageId, document: &str) -> usize {
    let events: Vec<_> = common::listened(document).into_iter().take(60).collect();
    for (node, event) in &events {
        bench.app.on_view_message(
            page,
            &format!(
                r#"{{"t":"event","n":{node},"type":"{event}","detail":{{"x":1,"y":1,"value":"1"}},"touches":[{{"identifier":0,"pageX":1,"pageY":1,"clientX":1,"clientY":1}}],"changedTouches":[{{"identifier":0,"pageX":2,"pageY":2,"clientX":2,"clientY":2}}],"ts":1,"seq":1}}"#
            ),
        );
    }
    events.len()
}
