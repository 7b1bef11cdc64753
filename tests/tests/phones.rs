//! The iOS shell's rules applied to this tree, and what stands in both phones' shells. What each rule finds in a bad sample is tested
//! beside it, in `src/tidy`.

use banchan_tests::tidy::{swift, tracked, twins};

fn texts() -> Vec<(String, String)> {
    tracked().into_iter().filter_map(|(path, bytes)| Some((path, String::from_utf8(bytes).ok()?))).collect()
}

#[test]
fn the_ios_shell_parses_and_decides_nothing() {
    let found: Vec<String> = texts().iter().flat_map(|(path, text)| swift::thin(path, text)).map(|finding| finding.to_string()).collect();
    assert!(found.is_empty(), "{} findings:\n{}", found.len(), found.join("\n"));
}

#[test]
fn the_ios_shell_stays_small() {
    let lines: usize = texts().iter().filter(|(path, _)| swift::is_shell(path)).map(|(_, text)| swift::lines(text)).sum();
    assert!(lines <= swift::SHELL, "{lines} lines, at most {}: what can live in the core goes there", swift::SHELL);
}

/// Each was looked at: what is drawn, waited for or passed on by each system's own means stands twice, and nothing else does.
#[test]
fn what_stands_in_both_shells_is_explained() {
    let texts = texts();
    let shared = twins::shared(&texts);
    let list = texts.iter().find(|(path, _)| path == "tests/twins.txt").map(|(_, text)| text.as_str()).unwrap_or_default();
    let explained = twins::explained(list);
    for (name, places) in &shared {
        let why = explained.get(name.as_str()).copied().unwrap_or("NOT EXPLAINED");
        println!("{name}: {why}\n    {}", places.iter().copied().collect::<Vec<_>>().join("\n    "));
    }
    let new: Vec<&str> = shared.keys().map(String::as_str).filter(|name| !explained.contains_key(name)).collect();
    let old: Vec<&str> = explained.keys().copied().filter(|name| !shared.contains_key(*name)).collect();
    println!("{} stand in both shells", shared.len());
    assert!(new.is_empty(), "in both shells; move it into the core, or say in tests/twins.txt why it can't be there: {}", new.join(", "));
    assert!(old.is_empty(), "explained in tests/twins.txt, but not in both shells any more: {}", old.join(", "));
}
