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

#[cfg(unix)]
#[test]
fn links_of_packages_lead_to_packages_only() {
    use std::os::unix::fs::symlink;
    let home = tempfile::tempdir().unwrap();
    let project = home.path().join("project");
    write(
        home.path(),
        &[
            ("secret/index.js", "module.exports = 'a key'"),
            ("secret/key.json", "{}"),
            ("store/node_modules/stored/index.js", ""),
            ("project/package.json", r#"{ "dependencies": { "out": "1", "file": "1", "dist": "1", "stored": "1", "work": "1" } }"#),
            ("project/app.json", r#"{ "pages": ["p"] }"#),
            ("project/p.js", "require('out'); require('file'); require('dist'); require('stored'); require('work')"),
            ("project/node_modules/file/package.json", r#"{ "main": "main.js" }"#),
            ("project/node_modules/file/main.js", "require('./key.json'); require('./own.js')"),
            ("project/node_modules/file/own.js", ""),
            ("project/node_modules/dist/package.json", r#"{ "miniprogram": "dist" }"#),
            ("project/packages/work/index.js", ""),
        ],
    );
    let modules = project.join("node_modules");
    symlink(home.path().join("secret"), modules.join("out")).unwrap();
    symlink(home.path().join("secret/key.json"), modules.join("file/key.json")).unwrap();
    symlink(home.path().join("secret"), modules.join("dist/dist")).unwrap();
    symlink("../../store/node_modules/stored", modules.join("stored")).unwrap();
    symlink("../packages/work", modules.join("work")).unwrap();
    let folder = Folder::read(&project).unwrap();
    let packages: Vec<String> = names(&folder).into_iter().filter(|name| name.starts_with("miniprogram_npm/")).collect();
    assert_eq!(
        packages,
        [
            "miniprogram_npm/file/index.js",
            "miniprogram_npm/file/main.js",
            "miniprogram_npm/file/own.js",
            "miniprogram_npm/stored/index.js",
            "miniprogram_npm/work/index.js",
        ]
    );
    assert!(folder.notes.iter().any(|note| note.contains("out was left out")), "{:?}", folder.notes);
}

#[test]
fn folder_without_a_program_says_what_to_do() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), &[("demo/app.json", "{}")]);
    let told = Folder::read(dir.path()).unwrap_err().to_string();
    assert!(told.contains("demo"), "{told}");
    assert!(Folder::read(&dir.path().join("nothing")).unwrap_err().to_string().contains("not a folder"));
}

/// Files of a program whose styles are written in Sass and Less.
const STYLED: &[(&str, &str)] = &[
    ("project.config.json", r#"{ "miniprogramRoot": "src", "setting": { "useCompilerPlugins": ["less", "sass"] } }"#),
    ("package.json", r#"{ "dependencies": { "ui-kit": "1" } }"#),
    ("node_modules/ui-kit/package.json", r#"{ "miniprogram": "dist" }"#),
    ("node_modules/ui-kit/dist/c.json", "{}"),
    ("node_modules/ui-kit/dist/c.wxml", ""),
    ("node_modules/ui-kit/dist/c.wxss", ".kit{}"),
    ("node_modules/ui-kit/dist/c.less", ".never{}"),
    ("node_modules/ui-kit/dist/vars.less", "@kit: 7rpx;"),
    ("node_modules/ui-kit/dist/vars.scss", "$kit: 8rpx;"),
    ("src/app.json", r#"{ "pages": ["p/a", "p/b", "p/c"] }"#),
    ("src/app.scss", "@import 'styles/vars'; @import 'ui-kit/vars'; page { color: $ink; width: $kit * 2 }"),
    ("src/styles/_vars.scss", "$ink: #123456;"),
    ("src/p/a.wxml", ""),
    ("src/p/a.wxss", "@import '../styles/base.scss'; .a { top: 1rpx }"),
    ("src/styles/base.scss", ".base { .in { left: 2rpx } }"),
    ("src/p/b.wxml", ""),
    (
        "src/p/b.less",
        "@import '../styles/theme'; @import '~ui-kit/vars.less'; @import 'styles/more.less';\n.b { .in { width: (@main * 2); } &:hover { .box(@kit); } height: ~'calc(100% - @{more})'; }",
    ),
    ("src/styles/theme.less", "\u{feff}@main: 10rpx; .box(@x) { padding: @x; }"),
    ("src/styles/more.less", "@more: 3rpx;"),
    ("src/p/c.wxml", ""),
    ("src/p/c.wxss", ".kept{}"),
    ("src/p/c.less", ".kept { .not {} }"),
];

fn css(folder: &Folder, name: &str) -> String {
    folder.files.text(name).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether this was built with less.js.
fn has_less(folder: &Folder) -> bool {
    let is_here = !folder.found.iter().any(|(_, found)| found.text.contains("built without less.js"));
    if !is_here {
        eprintln!("left out: built without less.js (cargo xtask examples)");
    }
    is_here
}

#[test]
fn sass_and_less_become_the_style_sheets_of_the_program() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), STYLED);
    let folder = Folder::read(dir.path()).unwrap();
    assert_eq!(css(&folder, "app.wxss"), "page { color: #123456; width: 16rpx; }");
    assert!(css(&folder, "styles/base.scss").contains(".base .in { left: 2rpx; }"));
    assert_eq!(css(&folder, "p/c.wxss"), ".kept{}", "what lies there compiled is what was tested");
    assert_eq!(css(&folder, "miniprogram_npm/ui-kit/c.wxss"), ".kit{}");
    assert!(!names(&folder).iter().any(|name| name.starts_with("miniprogram_npm") && name.ends_with("ss") && !name.ends_with(".wxss")));
    assert_eq!(folder.shown("app.wxss"), "src/app.scss");
    if has_less(&folder) {
        assert!(folder.found.is_empty(), "{:?}", folder.found);
        let b = css(&folder, "p/b.wxss");
        for part in [".b .in { width: 20rpx; }", ".b:hover { padding: 7rpx; }", "height: calc(100% - 3rpx);"] {
            assert!(b.contains(part), "{part}: {b}");
        }
    }
}

#[test]
fn mistakes_of_sass_and_less_have_their_place_and_stop_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    write(
        dir.path(),
        &[
            ("app.json", r#"{ "pages": ["p/a", "p/b"] }"#),
            ("app.scss", "a { left: 1rpx }"),
            ("p/a.wxml", ""),
            ("p/a.scss", ".a {\n  color: $gone;\n}"),
            ("p/b.wxml", ""),
            ("p/b.less", "@import './part.less';"),
            ("p/part.less", ".a {\n\n  color: @gone;\n}"),
            ("p/loop.scss", "@while true {}"),
            ("p/c.wxml", ""),
            ("p/c.less", "@import './none.less';"),
        ],
    );
    let folder = Folder::read(dir.path()).unwrap();
    assert_eq!(Folder::read(dir.path()).unwrap().found, folder.found, "what is kept is the same");
    let place = |sheet: &str| folder.found.iter().find(|(of, _)| of == sheet).map(|(_, one)| (one.path.clone(), one.line, one.column));
    assert_eq!(place("p/a.wxss"), Some(("p/a.scss".into(), 2, 10)));
    assert_eq!(css(&folder, "app.wxss"), "a { left: 1rpx; }");
    if has_less(&folder) {
        assert_eq!(place("p/b.wxss"), Some(("p/part.less".into(), 3, 10)), "{:?}", folder.found);
        let text = folder.found.iter().find(|(of, _)| of == "p/c.wxss").map(|(_, one)| one.text.as_str()).unwrap_or_default();
        assert!(text.contains("not there"), "{text}");
    }
}

#[test]
fn packages_are_found_where_the_project_says_and_enter_by_their_exports() {
    let dir = tempfile::tempdir().unwrap();
    write(
        dir.path(),
        &[
            (
                "project.config.json",
                r#"{ "miniprogramRoot": "dist", "srcMiniprogramRoot": "src/", "setting": { "packNpmManually": true, "packNpmRelationList": [{ "packageJsonPath": "./tools/package.json", "miniprogramNpmDistDir": "./src/" }] } }"#,
            ),
            ("tools/package.json", r#"{ "dependencies": { "conditional": "1", "module-only": "1" } }"#),
            (
                "tools/node_modules/conditional/package.json",
                r#"{ "exports": { ".": { "types": "./t.d.ts", "require": { "default": "./lib/c.cjs" } } } }"#,
            ),
            ("tools/node_modules/conditional/lib/c.cjs", "exports.a = 1"),
            ("tools/node_modules/module-only/package.json", r#"{ "module": "./es/m.mjs" }"#),
            ("tools/node_modules/module-only/es/m.mjs", "export const a = 1"),
            ("src/app.json", r#"{ "pages": ["p/p"] }"#),
            ("src/p/p.wxml", ""),
            ("src/p/p.ts", "import { a } from 'conditional'; import { a as b } from 'module-only'; a(b)"),
        ],
    );
    let folder = Folder::read(dir.path()).unwrap();
    for name in [
        "app.json",
        "miniprogram_npm/conditional/index.js",
        "miniprogram_npm/conditional/lib/c.cjs",
        "miniprogram_npm/module-only/es/m.mjs",
    ] {
        assert!(folder.files.contains(name), "{name}: {:?} {:?}", names(&folder), folder.notes);
    }
}
