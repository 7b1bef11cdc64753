//! `compare DIR`: every page of a source folder here and in npm glass-easel, each handler of it called once, and what is told
//! of its templates; prints one JSON object. `cargo xtask demo` runs it. It must not judge: what may differ is for its caller
//! to know.

use std::path::Path;

use banchan::folder::Folder;
use banchan_tests::oracle::gallery::Gallery;
use banchan_tests::oracle::{Oracle, Seen, difference, exercise};
use banchan_tests::templates;
use serde_json::{Value as Json, json};

fn main() {
    // What a session's thread has.
    let thread = std::thread::Builder::new().stack_size(16 << 20).spawn(work).expect("a thread");
    match thread.join().unwrap_or_else(|_| Err("an internal error".into())) {
        Ok(report) => println!("{report}"),
        Err(why) => {
            eprintln!("{why}");
            std::process::exit(1);
        }
    }
}

fn work() -> Result<Json, String> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("name the folder of the program: compare DIR [PREFIX]")?;
    let only = arguments.next().unwrap_or_default();
    let folder = Folder::read(Path::new(&folder)).map_err(|error| error.to_string())?;
    let gallery = Gallery::of(&folder)?;
    let mut oracle = Oracle::start().ok_or("there is nothing to compare with")?;
    let pages = gallery.pages().iter().filter(|page| page.starts_with(&only));
    let pages: Vec<Json> = pages.map(|page| compared(&gallery, &mut oracle, page)).collect();
    // Those of packages are looked at by tests of ours.
    let own = templates::all(&folder.files).into_iter().filter(|one| !one.path.contains("miniprogram_npm/"));
    let told = |one: templates::Compiled| {
        let found: Vec<String> = one.found.iter().map(ToString::to_string).collect();
        json!({ "path": one.path, "found": found, "written": one.written, "made": one.made })
    };
    Ok(json!({ "pages": pages, "templates": own.map(told).collect::<Vec<Json>>() }))
}

fn compared(gallery: &Gallery, oracle: &mut Oracle, page: &str) -> Json {
    let ours = match exercise(gallery.case(page)) {
        Ok(ours) => ours,
        Err(why) => return json!({ "path": page, "ours": why }),
    };
    let counts = json!({ "path": page, "screens": ours.seen.seen.len(), "elements": elements(&ours.seen), "fired": ours.handlers.len(), "called": ours.called.len(),
        "missing": ours.missing, "errors": ours.seen.errors });
    let mut report = counts;
    match oracle.run(&ours.case) {
        Err(why) => report["theirs"] = json!(why),
        Ok(theirs) => {
            report["their_errors"] = json!(theirs.errors);
            report["difference"] = json!(difference(&ours.seen.unsaid(), &theirs.unsaid()));
        }
    }
    report
}

/// Elements of a page's first screen: nothing is the same as nothing.
fn elements(seen: &Seen) -> usize {
    seen.seen.first().map_or(0, |first| first["shown"].to_string().matches("\"tag\"").count())
}
