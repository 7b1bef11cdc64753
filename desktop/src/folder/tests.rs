//! Tests of reading folders.

use std::fs;

use super::*;

fn write(root: &Path, files: &[(&str, &str)]) {
    for (name, text) in files {
        let path = root.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

fn names(folder: &Folder) -> Vec<String> {
    folder.files.paths().map(ToString::to_string).collect()
}

#[test]
fn packages_are_used_without_a_build_step() {
    let dir = tempfile::tempdir().unwrap();
    write(
        dir.path(),
        &[
            ("project.config.json", r#"{ "miniprogramRoot": "src/" }"#),
            ("package.json", r#"{ "dependencies": { "ui-kit": "1", "plain": "1", "unused": "1" }, "devDependencies": { "tool": "1" } }"#),
            ("src/app.json", r#"{ "pages": ["p/p"], "usingComponents": { "b": "ui-kit/b/b" } }"#),
            ("src/p/p.js", "const x = require('plain')"),
            ("src/p/p.wxml", ""),
            (".git/HEAD", ""),
            ("node_modules/ui-kit/package.json", r#"{ "miniprogram": "dist", "dependencies": { "helper": "1" } }"#),
            ("node_modules/ui-kit/dist/b/b.json", "{}"),
            ("node_modules/ui-kit/dist/b/b.js", "import { x } from 'helper'"),
            ("node_modules/ui-kit/dist/b/b.d.ts", ""),
            ("node_modules/ui-kit/src/b.less", ""),
            ("node_modules/helper/package.json", r#"{ "main": "./lib/main" }"#),
            ("node_modules/helper/lib/main.js", "require('./other')"),
            ("node_modules/helper/lib/other.js", ""),
            ("node_modules/helper/lib/not-reached.js", ""),
            ("node_modules/plain/index.js", ""),
            ("node_modules/unused/index.js", ""),
            ("node_modules/tool/index.js", ""),
        ],
    );
    let folder = Folder::read(dir.path()).unwrap();
    assert_eq!(
        names(&folder),
        [
            "app.json",
            "miniprogram_npm/helper/index.js",
            "miniprogram_npm/helper/lib/main.js",
            "miniprogram_npm/helper/lib/other.js",
            "miniprogram_npm/plain/index.js",
            "miniprogram_npm/ui-kit/b/b.js",
            "miniprogram_npm/ui-kit/b/b.json",
            "p/p.js",
            "p/p.wxml",
            "project.config.json",
        ]
    );
    assert_eq!(folder.shown("p/p.js"), "src/p/p.js");
    assert_eq!(folder.shown("miniprogram_npm/ui-kit/b/b.js"), "node_modules/ui-kit/dist/b/b.js");
    assert_eq!(folder.shown("project.config.json"), "project.config.json");
}

#[test]
fn package_that_is_not_installed_is_told() {
    let dir = tempfile::tempdir().unwrap();
    write(
        dir.path(),
        &[
            ("package.json", r#"{ "dependencies": { "kit": "1" } }"#),
            ("app.json", r#"{ "pages": ["p"], "usingComponents": { "k": "kit/k" } }"#),
        ],
    );
    let folder = Folder::read(dir.path()).unwrap();
    assert!(folder.notes.iter().any(|note| note.contains("npm install")), "{:?}", folder.notes);
}

#[test]
fn package_name_can_not_leave_node_modules() {
    let dir = tempfile::tempdir().unwrap();
    write(
        dir.path(),
        &[
            ("app/package.json", r#"{ "dependencies": { "../secret": "1", "/etc": "1" } }"#),
            ("app/app.json", r#"{ "pages": ["p"], "x": "../secret" }"#),
            ("app/node_modules/x.js", ""),
            ("app/secret/index.js", ""),
        ],
    );
    assert!(!names(&Folder::read(&dir.path().join("app")).unwrap()).iter().any(|name| name.starts_with("miniprogram_npm")));
}

#[cfg(unix)]
#[test]
fn links_are_left_out_and_told() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), &[("app.json", r#"{ "pages": ["p"] }"#)]);
    std::os::unix::fs::symlink("/etc/passwd", dir.path().join("secret.txt")).unwrap();
    let folder = Folder::read(dir.path()).unwrap();
    assert_eq!(names(&folder), ["app.json"]);
    assert!(folder.notes.iter().any(|note| note.contains("secret.txt")));
}

#[test]
fn folder_without_a_program_says_what_to_do() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), &[("demo/app.json", "{}")]);
    let told = Folder::read(dir.path()).unwrap_err().to_string();
    assert!(told.contains("demo"), "{told}");
    assert!(Folder::read(&dir.path().join("nothing")).unwrap_err().to_string().contains("not a folder"));
}
