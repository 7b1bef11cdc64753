//! The pages beside npm glass-easel, and what is told of the templates: asks `compare` of the tests and reads its answer. It
//! must not judge.

use std::collections::{BTreeMap, HashMap};
use std::process::Stdio;

use serde_json::Value;

use crate::steps;

/// A page here and there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Beside {
    /// The same after each step.
    Equal,
    /// Where it parts.
    Differs(String),
    /// One of both could not open it.
    Closed(String),
}

/// What is known of one page.
#[derive(Clone, Debug)]
pub(super) struct Compared {
    pub(super) beside: Beside,
    /// Screens that were held side by side.
    pub(super) screens: u64,
    /// Handlers that were called: those that an element on the screen has, and the page's others.
    pub(super) fired: u64,
    /// Handlers that a template names and no script has.
    pub(super) absent: Vec<String>,
}

/// A template that something is told of.
#[derive(Clone, Debug)]
pub(super) struct Odd {
    pub(super) found: Vec<String>,
    /// Elements that are left out.
    pub(super) lost: u64,
}

/// The whole answer.
#[derive(Clone, Debug, Default)]
pub(super) struct Comparison {
    pub(super) pages: HashMap<String, Compared>,
    /// How many templates there are.
    pub(super) templates: usize,
    pub(super) odd: Vec<Odd>,
}

/// Runs it over a folder.
///
/// # Errors
/// In words: node or the packages are not there, or the program has no pages.
pub(super) fn run(folder: &std::path::Path) -> Result<Comparison, String> {
    let mut command = steps::cargo(&["run", "--quiet", "-p", "banchan-tests", "--bin", "compare", "--"]);
    let output = command.arg(folder).stderr(Stdio::inherit()).output();
    let output = output.map_err(|error| format!("cargo could not be started: {error}"))?;
    // What is left out stands on lines before the answer.
    let answer = String::from_utf8_lossy(&output.stdout).lines().rev().find_map(|line| serde_json::from_str::<Value>(line).ok());
    answer.map(|answer| read(&answer)).ok_or_else(|| format!("the pages could not be compared ({})", output.status))
}

fn read(answer: &Value) -> Comparison {
    let list = |name: &str| answer[name].as_array().cloned().unwrap_or_default();
    let templates = list("templates");
    let odd = templates.iter().map(odd).filter(|one| !one.found.is_empty() || one.lost > 0).collect();
    Comparison { pages: list("pages").iter().map(page).collect(), templates: templates.len(), odd }
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(|text| text.as_str().map(ToOwned::to_owned)).collect()
}

fn odd(one: &Value) -> Odd {
    let number = |name: &str| one[name].as_u64().unwrap_or_default();
    Odd { found: texts(&one["found"]), lost: number("written").saturating_sub(number("made")) }
}

fn page(page: &Value) -> (String, Compared) {
    let text = |name: &str| page[name].as_str().map(|text| text.lines().next().unwrap_or_default().to_owned());
    let number = |name: &str| page[name].as_u64().unwrap_or_default();
    let beside = match (text("ours"), text("theirs"), text("difference")) {
        (Some(why), ..) => Beside::Closed(why),
        (None, Some(why), _) => Beside::Closed(format!("glass-easel: {why}")),
        (None, None, Some(told)) => Beside::Differs(told),
        (None, None, None) => Beside::Equal,
    };
    let compared =
        Compared { beside, screens: number("screens"), fired: number("fired") + number("called"), absent: texts(&page["missing"]) };
    (text("path").unwrap_or_default(), compared)
}

/// How often each thing is told of templates, places left out.
pub(super) fn kinds(odd: &[Odd]) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for text in odd.iter().flat_map(|one| &one.found) {
        let kind = ["warning: ", "error: "].iter().find_map(|word| text.find(word).and_then(|at| text.get(at..))).unwrap_or(text);
        *found.entry(kind.to_owned()).or_default() += 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn pages_are_equal_or_differ_or_closed() {
        let answer = json!({
            "pages": [
                { "path": "a", "screens": 2, "fired": 3, "called": 1, "missing": [], "difference": null },
                { "path": "b", "difference": "first screen" },
                { "path": "c", "ours": "no\nstack" },
            ],
            "templates": [{ "path": "a.wxml", "found": ["a.wxml:1:2: warning: odd"], "written": 3, "made": 2 }, { "path": "b.wxml", "written": 1, "made": 1 }],
        });
        let read = read(&answer);
        assert_eq!(read.pages["a"].beside, Beside::Equal);
        assert_eq!((read.pages["a"].screens, read.pages["a"].fired), (2, 4));
        assert_eq!(read.pages["b"].beside, Beside::Differs("first screen".into()));
        assert_eq!(read.pages["c"].beside, Beside::Closed("no".into()));
        assert_eq!((read.templates, read.odd.len(), read.odd[0].lost), (2, 1, 1));
        assert_eq!(kinds(&read.odd), BTreeMap::from([("warning: odd".to_owned(), 1)]));
    }
}
