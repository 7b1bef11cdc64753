//! Each member of `wx` in tier 1 that works has a case where it does what it says and one where it fails, in the words of
//! `proof/*.cases`; each runs here through the whole core. How a case is written is in `proof/README.md`.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use banchan_core::api::{Kind, Row, Status, rows};
use banchan_core::host::fake::{FakePhone, set};
use banchan_core::host::{Address, AddressAnswer, Answer, MediaKind, Picked, Place, SubscribeAnswer};
use banchan_core::superapp::DevOptions;
use common::server::{answer, server};
use common::{Bench, files};

/// One line of a case file with what prepares it and what is looked at afterwards.
#[derive(Debug, Default)]
struct Case {
    member: String,
    fails: bool,
    script: String,
    wanted: String,
    before: Vec<String>,
    after: Vec<String>,
    at: String,
}

/// Cases that share one running program, in order.
type Group = Vec<Case>;

#[derive(Default)]
struct Proof {
    groups: Vec<Group>,
    /// Member, whether it fails, the file and the name of the test that holds it.
    elsewhere: Vec<(String, bool, String, String)>,
    never: BTreeMap<String, String>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/proof")
}

fn read(text: &str, file: &str, proof: &mut Proof) {
    let joined = text.replace("\n  ", " ");
    let (mut group, mut before) = (Group::new(), Vec::new());
    for (number, line) in joined.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
        let at = format!("{file}, line {} without continued ones: {line}", number + 1);
        if line == "---" {
            proof.groups.push(std::mem::take(&mut group));
        } else if let Some(order) = line.strip_prefix("@ ") {
            before.push(order.to_owned());
        } else if let Some(look) = line.strip_prefix("> ") {
            group.last_mut().unwrap_or_else(|| panic!("{at}")).after.push(look.to_owned());
        } else if let Some((member, reason)) = line.split_once(" never fails: ") {
            proof.never.insert(member.into(), reason.into());
        } else if line.contains(" not on the desktop: ") {
            // Only the desktop shell's test has a use for it.
        } else {
            let (head, rest) = line.split_once(": ").unwrap_or_else(|| panic!("{at}"));
            let mut words = head.split(' ');
            let member = words.next().unwrap_or_default().to_owned();
            let fails = match words.next() {
                Some("ok") => false,
                Some("fails") => true,
                _ => panic!("{at}"),
            };
            if words.next() == Some("in") {
                proof.elsewhere.push((member, fails, words.next().unwrap_or_default().into(), rest.into()));
                continue;
            }
            let (script, wanted) = rest.rsplit_once(" => ").unwrap_or_else(|| panic!("{at}"));
            let [script, wanted] = [script, wanted].map(|part| part.trim().to_owned());
            // What needs a view runs in the desktop shell alone.
            if before.iter().any(|order| order == "a view") {
                before.clear();
                continue;
            }
            group.push(Case { member, fails, script, wanted, before: std::mem::take(&mut before), after: Vec::new(), at });
        }
    }
    proof.groups.push(group);
}

fn proof() -> Proof {
    let mut proof = Proof::default();
    let mut names: Vec<PathBuf> = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    for path in names.iter().filter(|path| path.extension().is_some_and(|ending| ending == "cases")) {
        read(&std::fs::read_to_string(path).unwrap(), &path.file_name().unwrap().to_string_lossy(), &mut proof);
    }
    proof
}

fn working() -> impl Iterator<Item = &'static Row> {
    rows().iter().filter(|row| row.tier == 1 && row.status == Status::Done && !row.is_internal())
}

#[test]
fn every_member_of_tier_1_that_works_has_a_case_where_it_does_and_one_where_it_fails() {
    let proof = proof();
    let mut held: BTreeSet<(String, bool)> = proof.never.keys().map(|member| (member.clone(), true)).collect();
    held.extend(proof.groups.iter().flatten().map(|case| (case.member.clone(), case.fails)));
    held.extend(proof.elsewhere.iter().map(|(member, fails, ..)| (member.clone(), *fails)));
    let missing: Vec<String> = working()
        .flat_map(|row| [(row.name.to_owned(), false), (row.name.to_owned(), true)])
        .filter(|wanted| !held.contains(wanted))
        .map(|(member, fails)| format!("{member} {}", if fails { "fails" } else { "ok" }))
        .collect();
    assert!(missing.is_empty(), "no case in tests/proof for {missing:#?}");
    let works = |name: &str| rows().iter().any(|row| row.name == name && row.status == Status::Done && !row.is_internal());
    let unknown: Vec<&String> = held.iter().map(|(member, _)| member).filter(|name| !works(name)).collect();
    assert!(unknown.is_empty(), "these are no members that work: {unknown:?}");
    for (member, reason) in &proof.never {
        assert!(
            !proof.groups.iter().flatten().any(|case| case.fails && case.member == *member),
            "{member} does fail, but not by: {reason}"
        );
    }
}

#[test]
fn a_test_that_is_named_as_the_proof_is_there_and_uses_the_member() {
    for (member, _, file, test) in proof().elsewhere {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(&file);
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{file}, named for {member}: {error}"));
        assert!(text.contains(&test), "{file} has no test {test}, named for {member}");
        // A helper of the file may be what calls it.
        assert!(text.contains(&member), "{file}, named for {member}, does not use it");
    }
}

/// Whether a text is as a pattern says, where `*` stands for anything.
fn fits(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n....";
const WEBM: &[u8] = b"\x1a\x45\xdf\xa3....";

fn prepare(phone: &FakePhone, order: &str) {
    let picked =
        |bytes: &[u8], name: &str, kind| Picked { bytes: bytes.into(), name: name.into(), kind, width: 4, height: 3, ..Picked::default() };
    match order {
        "the user allows" => set(&phone.answer, Answer::Allow),
        "the user denies" => set(&phone.answer, Answer::Deny),
        "the system denies" => set(&phone.system_allows, false),
        "no satellites" => set(&phone.position, None),
        "a motor" => set(&phone.motor, true),
        "nobody pays" => set(&phone.pays, false),
        "nobody" => set(&phone.person, None),
        "a picture" => set(&phone.pictures, Some(vec![picked(PNG, "a.png", MediaKind::Image)])),
        "a video" => set(&phone.pictures, Some(vec![picked(WEBM, "a.webm", MediaKind::Video)])),
        "a file" => set(&phone.pictures, Some(vec![picked(b"a,b", "a.csv", MediaKind::File)])),
        "a place" => set(&phone.place, Some(Place { name: "Tower".into(), latitude: 37.5, longitude: 127.0, ..Place::default() })),
        "a code" => set(&phone.code, Some("https://a.example/7".into())),
        "messages are accepted" => set(&phone.messages, Some(SubscribeAnswer { accepted: vec!["ready".into()], always: false })),
        "an address" => {
            let home = Address { user_name: "Han".into(), city_name: "Seoul".into(), ..Address::default() };
            set(&phone.addresses, Some(AddressAnswer { book: vec![home], chosen: Some(0) }));
        }
        other => panic!("nobody knows how to prepare: {other}"),
    }
}

const APP: &str = r#"{"pages":["p/a","p/b","p/t"],"tabBar":{"list":[{"pagePath":"p/a","text":"A"},{"pagePath":"p/t","text":"T"}]},
    "window":{"enablePullDownRefresh":true},"workers":"workers","requiredPrivateInfos":["getLocation","chooseLocation"],
    "permission":{"scope.userLocation":{"desc":"to see"}}}"#;

const WORKER: &str = "worker.onMessage(({ a, b }) => worker.postMessage({ sum: a + b, wx: typeof wx }));";

/// `call` makes a call with callbacks and holds that they are WeChat's: one of `success` and `fail`, then `complete`.
const HELPERS: &str = include_str!("proof/helpers.js");

/// One program for a group; it runs its next case on each tap.
fn program(group: &Group, url: &str) -> String {
    let cases: Vec<String> = group.iter().map(|case| format!("async () => ({})", case.script.replace("SERVER", url))).collect();
    format!(
        "{HELPERS}let next = 0; const cases = [{}];
         Page({{ async go() {{ const n = next++; let said; try {{ said = 'ok ' + show(await cases[n].call(this)); }} catch (e) {{ said = 'fails ' + show(e); }} console.log(`> ${{n}} ${{said}}`); }},
           onShareAppMessage() {{ return {{ title: 'x' }}; }} }});",
        cases.join(",\n")
    )
}

/// Runs a group; answers what is not as it should be.
fn run(group: &Group, url: &str) -> Vec<String> {
    let bench = Bench::new();
    let script = program(group, url);
    let other = ["p/b", "p/t"].map(|page| (format!("{page}.wxml"), format!("{page}.js")));
    let mut entries = vec![
        ("app.json", APP),
        ("p/a.wxml", "<view bindtap=\"go\">go</view><view id=\"x\">x</view>"),
        ("p/a.js", script.as_str()),
        ("a.png", "\u{89}PNG"),
        ("a.pdf", "%PDF-1.4"),
        ("workers/add.js", WORKER),
    ];
    for (wxml, js) in &other {
        entries.extend([(wxml.as_str(), "<view>b</view>"), (js.as_str(), "Page({})")]);
    }
    let opened = bench.app.open_files(&files(&entries), DevOptions { allow_loopback: true, ..DevOptions::default() });
    let slot = opened.unwrap_or_else(|error| panic!("{error}\n{script}\n{:#?}", bench.shell.told())).slot;
    let page = bench.first_page(slot);
    let mut wrong = Vec::new();
    for (number, case) in group.iter().enumerate() {
        for order in &case.before {
            match order.as_str() {
                "off the screen" => bench.app.background(slot),
                order => prepare(&bench.phone, order),
            }
        }
        bench.tap(page, "go");
        let start = format!("> {number} ");
        bench.console(0, &start);
        let said = bench.lines(0).into_iter().find_map(|line| line.strip_prefix(&start[2..]).map(str::to_owned)).unwrap_or_default();
        let wanted = format!("{} {}", if case.fails { "fails" } else { "ok" }, case.wanted);
        if !fits(&wanted, &said) {
            wrong.push(format!("{}\n    wanted {wanted}\n    said   {said}", case.at));
        }
        for look in &case.after {
            let seen = match look.split_once(' ') {
                Some(("phone", text)) => bench.phone.log().iter().any(|line| line.contains(text)),
                Some(("shell", text)) => bench.shell.comes(text),
                _ => false,
            };
            if !seen {
                wrong.push(format!("{}\n    never seen: {look}\n    {:?}", case.at, bench.phone.log()));
            }
        }
    }
    wrong
}

#[test]
fn each_case_ends_as_it_says() {
    let (url, _) = server(|path, stream, body| match path {
        "/tea" => answer(stream, "200 OK\r\nContent-Type: application/json", br#"{"tea":1}"#),
        "/take" => answer(stream, "201 Created\r\nContent-Type: text/plain", body.len().to_string().as_bytes()),
        _ => answer(stream, "404 Not Found", b""),
    });
    let groups = proof().groups;
    assert!(groups.iter().flatten().count() > 150);
    let wrong: Vec<String> = groups.iter().filter(|group| !group.is_empty()).flat_map(|group| run(group, &url)).collect();
    assert!(wrong.is_empty(), "{} cases are not as they should be:\n{}", wrong.len(), wrong.join("\n"));
}

/// A value of a wrong type for each option, and what is missing: what a program is told, member by member.
#[test]
fn options_that_are_missing_or_of_a_wrong_type_are_told_in_these_words() {
    // Ends the program, or asks the page's view, which nobody plays here.
    let apart = ["exitMiniProgram", "getImageInfo"];
    let asked = |row: &&Row| matches!(row.kind, Kind::Async | Kind::AsyncTask) && !row.arguments.is_empty() && !apart.contains(&row.name);
    let members: Vec<(&str, &[&str])> = working().filter(asked).map(|row| (row.name, &row.arguments[..])).collect();
    let script = format!(
        "{HELPERS}const members = {}, odd = [undefined, 7, 'x', {{ a: 1 }}, [1]], words = (name, o) => call(name, o).then((r) => r.errMsg, (e) => e.errMsg ?? e.message);
         Page({{ async onLoad() {{
           for (const [name, args] of members) {{
             const none = await words(name, {{}});
             console.log('> ' + name + ' {{}} ' + none.slice(name.length + 1));
             for (const arg of args) for (const value of odd) {{
               // What the member needs besides is given, so that the odd one is what is told.
               const said = await words(name, {{ ...GIVEN[name], [arg]: value }});
               if (/parameter/.test(said)) console.log('> ' + name + ' ' + arg + ' ' + (JSON.stringify(value) ?? 'undefined') + ' ' + said.slice(name.length + 1));
             }}
           }}
           console.log('> END');
         }} }});",
        serde_json::to_string(&members).unwrap()
    );
    let script = format!("const GIVEN = {};\n{script}", std::fs::read_to_string(folder().join("given.json")).unwrap());
    let bench = Bench::new();
    let said = bench.said(
        &files(&[("app.json", &APP.replace(r#""p/a","p/b","p/t""#, r#""p""#)), ("p.wxml", "<view>x</view>"), ("p.js", &script)]),
        DevOptions::default(),
    );
    let said = said.join("\n") + "\n";
    let path = folder().join("words.txt");
    if std::env::var_os("BANCHAN_BLESS").is_some() {
        std::fs::write(&path, &said).unwrap();
    }
    let known = std::fs::read_to_string(&path).unwrap();
    for (known, said) in known.lines().zip(said.lines()) {
        assert_eq!(known, said, "BANCHAN_BLESS=1 writes words.txt anew");
    }
    assert_eq!(known, said);
}

#[test]
fn patterns_fit_what_they_say() {
    for (pattern, text, wanted) in [
        ("a", "a", true),
        ("a", "ab", false),
        ("a*", "ab", true),
        ("*b", "ab", true),
        ("a*c*e", "abcde", true),
        ("a*c", "ab", false),
        ("*", "", true),
    ] {
        assert_eq!(fits(pattern, text), wanted, "{pattern} {text}");
    }
}
