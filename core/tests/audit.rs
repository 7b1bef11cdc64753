//! Every member of `wx` in tier 1 that answers later is called with nothing, with what is no object, and with options of every
//! wrong type: each call is answered once, in WeChat's form, and the page lives on. And each has a test that uses it.

mod common;

use std::path::Path;

use banchan_core::api::{Kind, Row, Status, rows};
use banchan_core::superapp::DevOptions;
use common::{Bench, files};

/// Members that end the page or the program that calls them: tests of their own hold what they do.
const LEAVE: &[&str] = &["exitMiniProgram", "navigateBackMiniProgram"];

/// Values that are no options, and values that hardly any option takes.
const VALUES: &str = "[undefined, null, true, 3, -1.5, NaN, 1e300, '', 'x', 'x'.repeat(5000), [], [null], [[1]], {}, { a: { b: 1 } }, () => 1, new ArrayBuffer(3), Symbol('s'), 10n]";

fn tier_1() -> impl Iterator<Item = &'static Row> {
    rows().iter().filter(|row| row.tier == 1 && row.status == Status::Done && !row.is_internal())
}

#[test]
fn bad_options_of_every_member_are_answered_in_wechats_form_and_the_page_lives_on() {
    let calls = tier_1().filter(|row| matches!(row.kind, Kind::Async | Kind::AsyncTask) && !LEAVE.contains(&row.name));
    let calls: Vec<(&str, &Vec<&str>)> = calls.map(|row| (row.name, &row.arguments)).collect();
    assert!(calls.len() > 70, "{}", calls.len());
    let members = serde_json::to_string(&calls).unwrap();
    let script = format!(
        "const values = {VALUES}, show = (v) => {{ try {{ return typeof v === 'symbol' ? 'symbol' : String(JSON.stringify(v)).slice(0, 60); }} catch {{ return typeof v; }} }};
         const bad = (...x) => console.log('> ' + x.join(' '));
         let calls = 0;
         const form = (name, ok, res, what) => {{
           const words = res?.errMsg;
           if (typeof words !== 'string' || !(ok ? words === name + ':ok' : words.startsWith(name + ':fail') && words.length > name.length + 5)) bad(name, what, show(res));
           if (/undefined|\\[object|internal error|__/.test(words ?? '') && !/instead of Undefined|are both undefined/.test(words)) bad(name, what, words);
         }};
         const answered = (name, options, what) => new Promise((done) => {{
           let told = 0, completed = 0;
           const timer = setTimeout(() => {{ bad(name, what, 'was never answered'); done(); }}, 4000);
           const end = (ok) => (res) => {{ told += 1; form(name, ok, res, what); }};
           calls += 1;
           try {{
             wx[name]({{ ...options, success: end(true), fail: end(false), complete: () => {{ completed += 1; clearTimeout(timer);
               if (told !== 1 || completed !== 1) bad(name, what, 'told', told, 'completed', completed); done(); }} }});
           }} catch (error) {{ clearTimeout(timer); bad(name, what, 'threw', error.message); done(); }}
         }});
         Page({{ async onLoad() {{
           for (const [name, args] of {members}) {{
             for (const value of values) {{
               // A picture is opened by the page's view, which nobody plays here.
               if (name === 'getImageInfo' && typeof value === 'string' && value !== '') continue;
               // What is no object has no callbacks: a promise, or nothing for members that answer with a task. It must not throw.
               if (typeof value !== 'object' || value === null) {{
                 try {{ const said = wx[name](value); if (typeof said?.then === 'function') await said.then((r) => form(name, true, r, 'promise'), (e) => form(name, false, e, 'promise')); else said?.abort?.(); }}
                 catch (error) {{ bad(name, show(value), 'threw', error.message); }}
               }}
               await answered(name, Object.fromEntries(args.map((arg) => [arg, value])), 'all ' + show(value));
             }}
             await answered(name, {{}}, 'nothing');
           }}
           console.log('> calls ' + calls); console.log('> END');
         }} }});"
    );
    let program = files(&[("app.json", r#"{"pages":["p"]}"#), ("p.wxml", "<view>x</view>"), ("p.js", &script)]);
    let bench = Bench::new();
    let said = bench.said(&program, DevOptions::default());
    let (last, bad) = said.split_last().unwrap();
    assert!(bad.is_empty(), "{} answers are not as they should be:\n{}", bad.len(), bad.join("\n"));
    assert_eq!(last, &format!("calls {}", calls.len() * 20 - 2));
}

/// Every file below a folder whose name fits, as one text.
fn texts(folder: &Path, fits: &dyn Fn(&str) -> bool, into: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())).flatten() {
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        if path.is_dir() {
            if name != "node_modules" {
                texts(&path, fits, into);
            }
        } else if fits(&path.to_string_lossy()) && !name.starts_with("audit") {
            into.push_str(&std::fs::read_to_string(&path).unwrap_or_default());
        }
    }
}

#[test]
fn every_member_of_tier_1_that_works_is_used_by_a_test() {
    let core = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = String::new();
    texts(&core.join("tests"), &|_| true, &mut all);
    texts(&core.join("src"), &|path| path.contains("test"), &mut all);
    texts(&core.join("../tests/browser"), &|path| path.ends_with(".js") || path.ends_with(".mjs"), &mut all);
    let is_used = |name: &str| {
        let mut from = 0;
        while let Some(at) = all[from..].find(name) {
            let (start, end) = (from + at, from + at + name.len());
            let whole = |c: Option<char>| !c.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '$');
            if whole(all[..start].chars().next_back()) && whole(all[end..].chars().next()) {
                return true;
            }
            from = end;
        }
        false
    };
    let without: Vec<&str> = tier_1().map(|row| row.name).filter(|name| !is_used(name)).collect();
    assert!(without.is_empty(), "no test uses {without:?}");
}
