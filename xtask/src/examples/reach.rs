//! A test of the laid-out examples: everything that their pages name, component by component, exists and compiles. It
//! runs nothing.

use std::collections::BTreeSet;
use std::sync::Arc;

use banchan_core::program::Program;
use banchan_formats::diag::Severity;

use super::Places;
use super::registry::files;

/// Templates that are broken as published: content in a `slot`. The rest of them is shown.
const BROKEN: &[&str] = &["tdesign-miniprogram/chat-record/chat-record.wxml", "tdesign-miniprogram/table/table.wxml"];

/// Problems of everything that can be reached from the pages of a program.
fn problems(program: &Program) -> Vec<String> {
    let mut problems = Vec::new();
    let mut seen = BTreeSet::new();
    let mut work: Vec<String> = program.manifest().pages.clone();
    while let Some(path) = work.pop() {
        if !seen.insert(path.clone()) {
            continue;
        }
        let Some(component) = program.component(&path) else {
            problems.push(format!("{path} is not there"));
            continue;
        };
        if program.template(&path).is_none() {
            problems.push(format!("{path} has no template"));
        }
        if let Err(problem) = program.script(&format!("{path}.js")) {
            problems.push(format!("{path}: {problem}"));
        }
        if component.using.len() < component.config.using_components.len() {
            problems.push(format!("{path}: of its components only {:?} were found", component.using.keys()));
        }
        work.extend(component.using.values().map(|path| path.to_string()));
    }
    // The libraries' own warnings are theirs: they stay as published.
    let found = program.take_diagnostics();
    let known = |path: &str| BROKEN.iter().any(|broken| path.ends_with(broken));
    let ours =
        found.iter().filter(|one| (one.severity == Severity::Error && !known(&one.path)) || !one.path.starts_with("miniprogram_npm/"));
    problems.extend(ours.map(ToString::to_string));
    problems
}

#[test]
fn everything_that_the_examples_name_exists() {
    let laid_out = Places::new().target.join("examples");
    for name in ["ask-everything", "bike-share", "directory", "gallery", "guide", "reader", "tea-house"] {
        let folder = laid_out.join(name);
        if !folder.is_dir() {
            eprintln!("left out: {name} is not laid out (cargo xtask examples)");
            continue;
        }
        let program = Program::open(Arc::new(files(name, &folder).expect("files"))).expect("a program");
        let problems = problems(&program);
        assert!(problems.is_empty(), "{name}: {problems:#?}");
    }
}
