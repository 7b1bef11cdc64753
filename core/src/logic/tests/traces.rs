//! Runs the cases of `core/tests/traces`: small programs with what they must log, step by step. Its README says how a
//! case is written. The same cases can be run through glass-easel in node, see `tests/oracle`.

use std::path::{Path, PathBuf};

use super::*;

/// What every case may use: `log`, and methods of the page on top called by the step `call`.
const PRELUDE: &str = "globalThis.log = (...args) => console.log(...args); \
    wx.onNetworkStatusChange(({ name, args }) => { const page = getCurrentPages().at(-1); page[name](...args); });";

/// One case: its sections by name.
struct Case {
    name: String,
    sections: Vec<(String, String)>,
}

impl Case {
    fn read(path: &Path) -> Case {
        let text = std::fs::read_to_string(path).expect("a case can be read");
        let name = path.file_stem().expect("a case has a name").to_string_lossy().into_owned();
        let mut sections = vec![("about".to_string(), String::new())];
        for line in text.lines() {
            match line.strip_prefix("--- ") {
                Some(name) => sections.push((name.trim().to_string(), String::new())),
                None => {
                    let last = sections.last_mut().expect("there is one");
                    last.1.push_str(line);
                    last.1.push('\n');
                }
            }
        }
        Case { name, sections }
    }

    fn section(&self, name: &str) -> &str {
        self.sections.iter().find(|(known, _)| known == name).map_or("", |(_, text)| text.trim_end())
    }

    /// The program's files: app.js with the prelude ahead of it on its first line, `{"component":true}` where nothing is said.
    fn files(&self) -> Vec<(String, String)> {
        let is_file = |name: &str| name.contains('.');
        let mut files: Vec<(String, String)> = self.sections.iter().filter(|(name, _)| is_file(name)).cloned().collect();
        if !files.iter().any(|(name, _)| name == "app.js") {
            files.push(("app.js".into(), "App({})".into()));
        }
        for (name, text) in &mut files {
            if name == "app.js" {
                text.insert_str(0, PRELUDE);
            }
        }
        files
    }

    fn run(&self) -> String {
        let files = self.files();
        let borrowed: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let mut run = Run::new(&borrowed);
        run.host.tells_errors.set(true);
        if let Err(error) = run.logic.launch(r#"{"path":"p","query":{},"scene":1001}"#) {
            run.host.console("log", &format!("launch fails: {error}"));
        }
        let mut pages: Vec<CompId> = Vec::new();
        for line in self.section("steps").lines().filter(|line| !line.is_empty()) {
            run.host.console("log", &format!("> {line}"));
            step(&mut run, &mut pages, line);
            for error in run.logic.tree().borrow_mut().take_errors() {
                run.host.console("log", &format!("template error in {}: {}", error.component, error.text));
            }
        }
        assert!(run.logic.death().is_none(), "{}: {:?}", self.name, run.logic.death());
        run.log().trim_end().to_string()
    }
}

fn step(run: &mut Run, pages: &mut Vec<CompId>, line: &str) {
    let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
    let top = pages.last().copied();
    let life = |run: &mut Run, life: PageLife, json: &str| {
        let answer = run.logic.page_life(top.expect("a page is open"), life, json);
        if let Some(answer) = answer {
            run.host.console("log", &format!("returned {answer}"));
        }
    };
    match word {
        "open" => {
            let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
            let query: serde_json::Map<String, Json> =
                query.split('&').filter_map(|part| part.split_once('=')).map(|(name, value)| (name.into(), value.into())).collect();
            match run.logic.open_page(path, &Json::from(query).to_string()) {
                Ok(page) => pages.push(page),
                Err(error) => run.host.console("log", &format!("opening fails: {error}")),
            }
        }
        "ready" => life(run, PageLife::Ready, ""),
        "show" => life(run, PageLife::Show, ""),
        "hide" => life(run, PageLife::Hide, ""),
        "resize" => life(run, PageLife::Resize, rest),
        "routeDone" => life(run, PageLife::RouteDone, ""),
        "pullDownRefresh" => life(run, PageLife::PullDownRefresh, ""),
        "reachBottom" => life(run, PageLife::ReachBottom, ""),
        "pageScroll" => life(run, PageLife::PageScroll(rest.parse().expect("a number")), ""),
        "tabItemTap" => life(run, PageLife::TabItemTap, rest),
        "shareAppMessage" => life(run, PageLife::ShareAppMessage, rest),
        "shareTimeline" => life(run, PageLife::ShareTimeline, rest),
        "addToFavorites" => life(run, PageLife::AddToFavorites, rest),
        "saveExitState" => life(run, PageLife::SaveExitState, rest),
        "unload" => {
            life(run, PageLife::Unload, "");
            pages.pop();
        }
        "call" => {
            let (name, args) = rest.split_once(' ').unwrap_or((rest, ""));
            let json = format!(r#"{{"name":"{name}","args":[{args}]}}"#);
            run.logic.emit("onNetworkStatusChange", &json);
        }
        "event" => {
            let (place, event) = rest.split_at(rest.find('{').expect("event TEXT {json}"));
            let place = place.trim_end();
            let page = top.expect("a page is open");
            let html = run.html(page);
            let node = node_with(&html, place).unwrap_or_else(|| panic!("no {place} in {html}"));
            run.logic.view_event(page, node, event);
        }
        "app" => {
            let (what, json) = rest.split_once(' ').unwrap_or((rest, ""));
            let what = match what {
                "show" => AppLife::Show,
                "hide" => AppLife::Hide,
                "pageNotFound" => AppLife::PageNotFound,
                "themeChange" => AppLife::ThemeChange,
                other => panic!("unknown step app {other}"),
            };
            run.logic.app_life(what, json);
        }
        "wait" => {
            run.host.clock.set(run.host.clock.get() + rest.parse::<f64>().expect("milliseconds"));
            run.logic.run_timers();
        }
        "calls" => {
            let calls: Vec<String> =
                run.host.calls.borrow_mut().drain(..).map(|(name, args, call)| format!("asked {call} {name} {args}")).collect();
            run.host.log.borrow_mut().extend(calls);
        }
        "answer" => {
            let (call, json) = rest.split_once(' ').expect("answer NUMBER {json}");
            run.logic.resolve(call.parse().expect("a number"), json);
        }
        "watched" => {
            let (call, json) = rest.split_once(' ').expect("watched NUMBER {json}");
            run.logic.watched(call.parse().expect("a number"), top.expect("a page is open"), 0, json);
        }
        "text" => {
            let text = run.text(top.expect("a page is open"));
            run.host.console("log", &text.split_whitespace().collect::<Vec<_>>().join(" "));
        }
        "html" => {
            let html = run.html(top.expect("a page is open"));
            run.host.console("log", &html);
        }
        other => panic!("unknown step {other}"),
    }
}

/// Number of the element that holds the text, as the view counts: elements and texts in preorder from 1.
fn node_with(html: &str, wanted: &str) -> Option<u32> {
    let mut count = 0;
    let mut open: Vec<u32> = Vec::new();
    let mut rest = html;
    while let Some((text, tag)) = rest.split_once('<') {
        if !text.is_empty() {
            count += 1;
            if text.contains(wanted) {
                return open.last().copied();
            }
        }
        let (tag, after) = tag.split_once('>')?;
        rest = after;
        if tag == "!--t--" {
            count += 1;
        } else if tag.starts_with('/') {
            open.pop();
        } else if !tag.starts_with('!') {
            count += 1;
            open.push(count);
        }
    }
    None
}

fn cases() -> Vec<Case> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/traces");
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("the folder of cases").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "case")).map(|path| Case::read(path)).collect()
}

#[test]
fn every_case_logs_what_it_should() {
    let only = std::env::var("BANCHAN_CASE").ok();
    let bless = std::env::var_os("BANCHAN_BLESS").is_some();
    let mut wrong = Vec::new();
    for case in cases().iter().filter(|case| only.as_ref().is_none_or(|only| case.name.contains(only.as_str()))) {
        let got = case.run();
        let wanted = case.section("trace");
        if got == wanted {
            continue;
        }
        if bless {
            let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/traces/{}.case", case.name));
            let text = std::fs::read_to_string(&path).expect("a case can be read");
            let (head, tail) = text.split_once("--- trace\n").unwrap_or((&text, ""));
            let tail = tail.find("--- ").map_or("", |at| &tail[at..]);
            std::fs::write(&path, format!("{head}--- trace\n{got}\n{tail}")).expect("a case can be written");
        }
        wrong.push(format!("== {}\nwanted:\n{wanted}\ngot:\n{got}\n", case.name));
    }
    assert!(bless || wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Names after `shows:` in a case.
fn shown(case: &Case) -> Vec<&str> {
    let lines = case.section("about").lines().filter_map(|line| line.strip_prefix("shows: "));
    lines.flat_map(|line| line.split(',')).map(str::trim).collect()
}

#[test]
fn every_member_of_the_typings_is_shown_by_a_case() {
    let list = std::fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/traces/members.txt")).expect("the list");
    let lines = list.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let members: Vec<&str> = lines.map(|line| line.split_once(": ").map_or(line, |(name, _)| name)).collect();
    let cases = cases();
    let proved: Vec<&str> = cases.iter().flat_map(shown).collect();
    let missing: Vec<&&str> = members.iter().filter(|member| !proved.contains(member)).collect();
    assert!(missing.is_empty(), "no case shows {missing:?}");
    let unknown: Vec<&&str> = proved.iter().filter(|name| !members.contains(name)).collect();
    assert!(unknown.is_empty(), "members.txt does not have {unknown:?}");
}
