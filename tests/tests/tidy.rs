//! The tidy rules, applied to this tree. What each rule finds in a bad sample is tested beside it, in `src/tidy`.

use std::process::Command;

use banchan_tests::tidy::{Finding, files, imports, licences, root, shells, tracked};

fn apply(rules: &[fn(&str, &str) -> Vec<Finding>]) {
    let found: Vec<String> = tracked()
        .iter()
        .filter_map(|(path, bytes)| Some((path, std::str::from_utf8(bytes).ok()?)))
        .flat_map(|(path, text)| rules.iter().flat_map(move |rule| rule(path, text)))
        .map(|finding| finding.to_string())
        .collect();
    assert!(found.is_empty(), "{} findings:\n{}", found.len(), found.join("\n"));
}

#[test]
fn imports_only_point_down() {
    apply(&[imports::layers]);
}

#[test]
fn each_foreign_crate_has_one_home() {
    apply(&[imports::homes, imports::runtimes]);
}

#[test]
fn each_source_says_what_it_is() {
    apply(&[files::header]);
}

#[test]
fn files_are_short() {
    apply(&[files::length]);
}

#[test]
fn the_bindings_stay_small() {
    let of_bindings = |path: &str| path.starts_with("bindings/src/");
    let lines: usize =
        tracked().iter().filter(|(path, _)| of_bindings(path)).map(|(_, bytes)| bytes.iter().filter(|byte| **byte == b'\n').count()).sum();
    assert!((1..=1500).contains(&lines), "bindings/src has {lines} lines: conversions take at most 1,500, and rules belong into core");
}

#[test]
fn the_core_knows_no_platform() {
    apply(&[files::platforms]);
}

#[test]
fn no_branch_asks_for_the_dialect() {
    apply(&[files::dialects]);
}

#[test]
fn nothing_names_a_place_of_one_machine() {
    apply(&[files::places]);
}

#[test]
fn json_parses_and_pictures_are_ours() {
    apply(&[files::json, files::pictures]);
}

#[test]
fn the_shells_are_thin() {
    apply(&[shells::header, shells::adapters, shells::thin]);
    let all = tracked();
    let texts = all.iter().filter_map(|(path, bytes)| Some((path.as_str(), std::str::from_utf8(bytes).ok()?)));
    let lines = shells::lines(texts);
    assert!((1..=shells::SHELL).contains(&lines), "{lines} lines of the Android shell; at most {}", shells::SHELL);
}

#[test]
fn licences_are_allowed() {
    let version = Command::new("rustc").arg("-vV").output().expect("rustc runs");
    let version = String::from_utf8_lossy(&version.stdout).into_owned();
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("rustc names its host");
    // Only what this platform links: packages of other platforms may not have been downloaded.
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline", "--filter-platform", host])
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("cargo writes JSON");
    let list = licences::allowed(&std::fs::read_to_string(root().join("deny.toml")).expect("deny.toml is there"));
    assert!(list.iter().any(|licence| licence == "MIT"), "deny.toml allows nothing");
    let found: Vec<String> = licences::refused(&metadata, &list).iter().map(ToString::to_string).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}
