//! `cargo xtask demo DIR`: WeChat's own demo, or any other program, run through `banchan exercise` and beside npm glass-easel;
//! what was seen is held against what is known, and written down. The program lies outside of the project, and none of it comes into it.

mod compare;
mod known;
mod write;

use std::path::Path;
use std::process::Stdio;

use serde_json::Value;

use crate::steps;
use compare::{Beside, Compared};
use known::{Known, Need};

/// Where the answer is written.
const DOCUMENT: &str = "docs/miniprogram-demo.md";

/// One page with what became of it and what is known of it.
struct Page {
    path: String,
    /// As `banchan exercise` calls it: `opened`, `script_error`...
    outcome: String,
    /// Its first error, on one line.
    error: String,
    handlers: u64,
    fired: u64,
    /// It asks for augmented reality, which is not there.
    sees: bool,
    known: Option<&'static Known>,
    /// Beside glass-easel.
    compared: Option<Compared>,
}

impl Page {
    fn is_open(&self) -> bool {
        self.outcome == "opened"
    }

    /// Where it parts from glass-easel, if it does.
    fn difference(&self) -> Option<&str> {
        match self.compared.as_ref().map(|compared| &compared.beside) {
            Some(Beside::Differs(told)) => Some(told),
            _ => None,
        }
    }

    fn is_equal(&self) -> bool {
        self.compared.as_ref().is_some_and(|compared| compared.beside == Beside::Equal)
    }

    /// What it needs that this shell does not offer and that is no part of the count.
    fn need(&self) -> Option<Need> {
        self.known.map(|known| known.need).filter(|need| *need != Need::Nothing)
    }
}

/// Runs the program in the folder that is named first. `--write COMMIT` writes the document; `--json` prints what was seen.
///
/// # Errors
/// When a page fails that is not known to, or one that is known to fail opens; both in words.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let folder = arguments.first().filter(|first| !first.starts_with("--"));
    let folder = folder.ok_or("name the folder of the program: cargo xtask demo DIR [--json] [--write COMMIT]")?;
    // Paths are meant from where the person stands, and cargo runs the program at the root.
    let folder = std::fs::canonicalize(folder).map_err(|error| format!("{folder}: {error}"))?;
    let mut report = exercise(&folder)?;
    let comparison = compare::run(&folder)?;
    let odd: Vec<&str> = comparison.odd.iter().flat_map(|one| one.found.iter().map(String::as_str)).collect();
    report["templates"] = odd.into();
    if arguments.iter().any(|argument| argument == "--json") {
        println!("{report:#}");
    }
    let mut pages = pages(&report)?;
    for page in &mut pages {
        page.compared = comparison.pages.get(&page.path).cloned();
    }
    eprintln!("{}", write::counts(&pages, &comparison));
    if let Some(at) = arguments.iter().position(|argument| argument == "--write") {
        let commit = arguments.get(at + 1).ok_or("--write needs the commit that the folder holds")?;
        let path = steps::root().join(DOCUMENT);
        let document = write::document(commit, &pages, &comparison, &report);
        std::fs::write(&path, document).map_err(|error| format!("{DOCUMENT}: {error}"))?;
        eprintln!("written: {DOCUMENT}");
    }
    judge(&pages)
}

fn exercise(folder: &Path) -> Result<Value, String> {
    let mut command = steps::cargo(&["run", "--quiet", "-p", "banchan", "--", "exercise", "--json"]);
    let output = command.arg(folder).stderr(Stdio::inherit()).output();
    let output = output.map_err(|error| format!("cargo could not be started: {error}"))?;
    serde_json::from_slice(&output.stdout).map_err(|_| format!("banchan exercise gave no answer ({})", output.status))
}

fn pages(report: &Value) -> Result<Vec<Page>, String> {
    let list = report["pages"].as_array().ok_or("banchan exercise answered without pages")?;
    let page = |page: &Value| {
        let text = |name: &str| page[name].as_str().unwrap_or_default().to_string();
        let error = page["errors"].get(0).map(|error| {
            let text = error["text"].as_str().unwrap_or_default().lines().next().unwrap_or_default();
            format!("{}:{}: {text}", error["file"].as_str().unwrap_or_default(), error["line"])
        });
        let path = text("path");
        Page {
            known: known::of(&path),
            compared: None,
            outcome: text("outcome"),
            error: error.unwrap_or_else(|| text("ended")),
            handlers: page["handlers"].as_u64().unwrap_or_default(),
            fired: page["fired"].as_u64().unwrap_or_default(),
            sees: page["missing"].as_array().is_some_and(|missing| missing.iter().any(|api| api == "createVKSession")),
            path,
        }
    };
    Ok(list.iter().map(page).collect())
}

/// What was seen must be what is known: a new failure is a mistake of ours, and so is a reason that no longer holds.
fn judge(pages: &[Page]) -> Result<(), String> {
    let mut told = Vec::new();
    for page in pages {
        match (page.is_open(), page.known) {
            (false, None) => told.push(format!("{}: {}, and nobody knows why: {}", page.path, page.outcome, page.error)),
            (true, Some(known)) if known.need == Need::Nothing && known.path == page.path => {
                told.push(format!("{}: opens now; take it out of xtask/src/demo/known.tsv", page.path));
            }
            _ => {}
        }
        if let (Some(difference), None) = (page.difference(), page.known) {
            told.push(format!("{}: not as in glass-easel, and nobody knows why: {difference}", page.path));
        }
    }
    if told.is_empty() { Ok(()) } else { Err(told.join("\n")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn seen(path: &str, outcome: &str) -> Page {
        pages(&json!({ "pages": [{ "path": path, "outcome": outcome, "errors": [] }] })).expect("a list").remove(0)
    }

    #[test]
    fn a_difference_that_nobody_knows_is_told() {
        let beside =
            |beside| Page { compared: Some(Compared { beside, screens: 1, fired: 0, absent: vec![] }), ..seen("pages/a/a", "opened") };
        assert!(judge(&[beside(Beside::Equal)]).is_ok());
        assert!(judge(&[beside(Beside::Differs("first screen".into()))]).is_err_and(|told| told.contains("first screen")));
    }

    #[test]
    fn a_failure_that_nobody_knows_and_a_reason_that_no_longer_holds_are_told() {
        let known = known::all().iter().find(|known| known.need == Need::Nothing).expect("one");
        assert!(judge(&[seen("pages/a/a", "opened"), seen(&known.path, "script_error")]).is_ok());
        assert!(judge(&[seen("pages/a/a", "empty")]).is_err_and(|told| told.contains("nobody knows why")));
        assert!(judge(&[seen(&known.path, "opened")]).is_err_and(|told| told.contains("opens now")));
    }
}
