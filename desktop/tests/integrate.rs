//! The shell blocks of `docs/integrate.md` run as they stand, on an example. What a reader copies must work.

use std::path::Path;
use std::process::Command;

const PAGE: &str = include_str!("../../docs/integrate.md");

/// The blocks of one language.
fn blocks(language: &str) -> Vec<String> {
    let opening = format!("```{language}\n");
    PAGE.split(&opening).skip(1).filter_map(|rest| Some(rest.split_once("\n```")?.0.to_string())).collect()
}

/// Words of a line, with quotes as a shell has them.
fn words(line: &str) -> Vec<String> {
    let quoted = line.split('"').enumerate();
    quoted
        .flat_map(|(at, part)| if at % 2 == 1 { vec![part.to_string()] } else { part.split_whitespace().map(String::from).collect() })
        .collect()
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

#[test]
fn shell_blocks_run_as_they_stand() {
    let folder = tempfile::tempdir().unwrap();
    let tea = folder.path().join("tea");
    write(&tea, "app.json", r#"{"pages":["pages/menu/menu"]}"#);
    write(&tea, "banchan.json", r#"{"id":"tea.house","version":1,"publisher":"Tea","names":{"en":"Tea house"}}"#);
    write(&tea, "pages/menu/menu.wxml", "<view>tea</view>");
    write(&tea, "pages/menu/menu.js", "Page({})");
    let lines: Vec<String> = blocks("sh").iter().flat_map(|block| block.lines().map(String::from).collect::<Vec<_>>()).collect();
    assert!(lines.len() >= 3, "{lines:?}");
    for line in lines {
        let words = words(&line);
        let (program, arguments) = words.split_first().unwrap();
        assert_eq!(program, "banchan", "{line}");
        let done = Command::new(env!("CARGO_BIN_EXE_banchan")).args(arguments).current_dir(folder.path()).output().unwrap();
        assert!(done.status.success(), "{line}: {}", String::from_utf8_lossy(&done.stderr));
    }
    assert!(folder.path().join("registry/index.json").is_file());
}

#[test]
fn an_empty_app_is_thirty_lines() {
    for block in blocks("kotlin") {
        let body =
            block.lines().filter(|line| !line.trim().is_empty() && !line.starts_with("import ") && !line.starts_with("package ")).count();
        assert!(body <= 30, "{body} lines");
    }
}
