//! Rules about single files: headers, length, platforms, places that exist on one machine only, JSON, pictures.

use super::{Finding, code_only};

/// From here on a file is too long, unless it is listed below.
pub const ALARM: usize = 600;
/// From here on a file is too long, whatever the reason.
pub const STOP: usize = 1_000;
/// Files that may pass the alarm, each with its reason.
pub const LONG: &[(&str, &str)] = &[];

/// Files that no person here wrote line by line.
fn is_made(path: &str) -> bool {
    path.ends_with("Cargo.lock") || path.ends_with("package-lock.json")
}

/// Mini-programs are input, in their own style.
fn is_example(path: &str) -> bool {
    path.starts_with("examples/") || path.contains("/fixtures/")
}

/// A source file says first what it is and what it must not do.
pub fn header(path: &str, text: &str) -> Vec<Finding> {
    let first = text.lines().find(|line| !line.starts_with("#!")).unwrap_or_default();
    let missing = match path.rsplit('.').next() {
        Some("rs") => !first.starts_with("//!"),
        Some("js" | "mjs") if !is_example(path) => !(first.starts_with("//") || first.starts_with("/*")),
        _ => false,
    };
    let form = if path.ends_with(".rs") { "//!" } else { "//" };
    if missing { vec![Finding::new(path, 1, format!("open with `{form}`: what it is, and what it must not do"))] } else { Vec::new() }
}

/// Files stay short enough to be read at once.
pub fn length(path: &str, text: &str) -> Vec<Finding> {
    if !matches!(path.rsplit('.').next(), Some("rs" | "js" | "mjs" | "css" | "ts" | "sh")) {
        return Vec::new();
    }
    let lines = text.lines().count();
    let listed = LONG.iter().any(|(long, _)| *long == path);
    match lines {
        _ if lines > STOP => vec![Finding::new(path, lines, format!("{lines} lines: no file has more than {STOP}; split it"))],
        _ if lines > ALARM && !listed => {
            vec![Finding::new(path, lines, format!("{lines} lines, more than {ALARM}: split it, or list it with a reason"))]
        }
        _ => Vec::new(),
    }
}

/// The core does not know on which system it runs.
pub fn platforms(path: &str, text: &str) -> Vec<Finding> {
    if !path.starts_with("core/") || !path.ends_with(".rs") {
        return Vec::new();
    }
    let code = code_only(text);
    let names = ["target_os", "target_family", "cfg(unix)", "cfg(windows)", "target_vendor"];
    code.lines()
        .enumerate()
        .filter(|(_, line)| (line.contains("cfg") || line.contains("consts::OS")) && names.iter().any(|name| line.contains(name)))
        .map(|(at, _)| Finding::new(path, at + 1, "a platform difference in core is a `host` trait, not a cfg"))
        .collect()
}

/// Which dialect a program is written in is asked by `formats` and by the tables of `api`, and by nobody else: what
/// differs is a row there, and a script of `core/js` that a row names.
pub fn dialects(path: &str, text: &str) -> Vec<Finding> {
    let rust = path.ends_with(".rs") && ["core/src/", "desktop/src/"].iter().any(|folder| path.starts_with(folder));
    let script = path.ends_with(".js") && ["core/js/", "view/", "desktop/phone/"].iter().any(|folder| path.starts_with(folder));
    if !(rust || script) || path.starts_with("core/src/api/") || path.starts_with("core/js/alipay/") {
        return Vec::new();
    }
    // Scripts are looked at as they are: what they compare with is a text.
    let code = if rust { code_only(text) } else { text.to_owned() };
    let names: &[&str] = match rust {
        true => &["Dialect::", "dialect ==", "dialect !=", "match dialect", ".dialect {"],
        false => &["dialect ===", "dialect !==", "switch (dialect", "=== 'my'", "'alipay'"],
    };
    code.lines()
        .enumerate()
        .filter(|(_, line)| names.iter().any(|name| line.contains(name)))
        .map(|(at, _)| Finding::new(path, at + 1, "what differs between dialects is a row of a table in formats or api, not a branch here"))
        .collect()
}

/// Nothing names a place of one machine, or a registry's address: clients know those.
pub fn places(path: &str, text: &str) -> Vec<Finding> {
    if is_made(path) && !text.contains("\"resolved\"") {
        return Vec::new();
    }
    // Written in two parts, so that this file does not name them.
    let folders = [concat!("/ro", "ot/"), concat!("/wo", "rk/"), concat!("/ho", "me/"), concat!("/Us", "ers/")];
    let hosts = [
        concat!("crates", ".io"),
        concat!("npm", "js."),
        concat!("py", "pi.org"),
        concat!("maven", ".org"),
        concat!("proxy.", "golang.org"),
    ];
    let mut found = Vec::new();
    for (at, line) in text.lines().enumerate() {
        for folder in folders {
            for (start, _) in line.match_indices(folder) {
                let before = line.get(..start).unwrap_or_default().chars().next_back();
                let rest = line.get(start + folder.len()..).unwrap_or_default();
                // `pages/home/home` is a path of a mini-program; a place on a machine starts the path and goes on below a name.
                let begins = !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '*' | '}' | '@'));
                let below = rest.find('/').is_some_and(|end| end > 0 && rest.get(..end).is_some_and(|name| !name.contains(' ')));
                if begins && below {
                    found.push(Finding::new(path, at + 1, format!("names {folder}…: a path of one machine")));
                }
            }
        }
        for host in hosts {
            if line.contains(host) {
                found.push(Finding::new(path, at + 1, format!("names {host}: registries are for their clients to know")));
            }
        }
    }
    found
}

/// JSON that does not parse helps nobody.
pub fn json(path: &str, text: &str) -> Vec<Finding> {
    if !path.ends_with(".json") {
        return Vec::new();
    }
    match serde_json::from_str::<serde_json::Value>(text) {
        Ok(_) => Vec::new(),
        Err(error) => vec![Finding::new(path, error.line(), format!("is not JSON: {error}"))],
    }
}

/// Pictures are drawn here: small, without an editor's traces, with nothing from outside.
pub fn pictures(path: &str, text: &str) -> Vec<Finding> {
    if !path.ends_with(".svg") {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut say = |wrong: &str| found.push(Finding::new(path, 1, wrong));
    let lower = text.to_ascii_lowercase();
    if !lower.contains("<svg") || !lower.contains("viewbox") {
        say("is not an <svg> with a viewBox");
    }
    if text.len() > 8 * 1024 {
        say("is over 8 KiB: draw it with fewer points");
    }
    let traces = ["<metadata", "inkscape", "sodipodi", "adobe", "sketch", "figma", "generator", "font awesome", "iconfont", "<!--!"];
    if traces.iter().any(|trace| lower.contains(trace)) {
        say("carries the traces of an editor or an icon set: pictures are drawn here");
    }
    let outside = ["<script", "<image", "<foreignobject", "href=\"http", "href='http", "url(http", "data:", "@import"];
    if outside.iter().any(|sign| lower.contains(sign)) {
        say("runs or loads something: a picture only draws");
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_header_is_found() {
        assert_eq!(header("a/b.rs", "use x;\n").len(), 1);
        assert_eq!(header("view/b.js", "let x\n").len(), 1);
        assert_eq!(header("a.rs", "//! What it is.\n").len() + header("a.mjs", "#!/usr/bin/env node\n// What it is.\n").len(), 0);
        assert_eq!(header("examples/a/app.js", "App({})\n").len(), 0);
    }

    #[test]
    fn a_long_file_is_found() {
        assert_eq!(length("a.rs", &"x\n".repeat(601)).len(), 1);
        assert!(length("a.rs", &"x\n".repeat(1_001))[0].text.contains("no file"));
        assert_eq!(length("a.rs", &"x\n".repeat(600)).len() + length("a.json", &"x\n".repeat(9_000)).len(), 0);
    }

    #[test]
    fn branches_that_ask_for_the_dialect_are_found() {
        let rust = "fn f() { if m.dialect == Dialect::Alipay {} }";
        assert_eq!(dialects("core/src/session/a.rs", rust).len(), 1);
        assert_eq!(dialects("core/js/a.js", "if (global === 'my') {}").len(), 1);
        for path in ["core/formats/src/a.rs", "core/src/api/a.rs", "core/js/alipay/a.js"] {
            assert!(dialects(path, rust).is_empty(), "{path}");
        }
        assert!(dialects("core/src/a.rs", "// Dialect::Alipay\nlet x = \"Dialect::\";").is_empty());
    }

    #[test]
    fn a_platform_in_core_is_found() {
        assert_eq!(platforms("core/src/a.rs", "#[cfg(target_os = \"linux\")]\nfn f() {}").len(), 1);
        assert_eq!(
            platforms("core/src/a.rs", "// no cfg(target_os) here").len()
                + platforms("desktop/src/a.rs", "#[cfg(target_os = \"linux\")]").len(),
            0
        );
    }

    #[test]
    fn a_place_of_one_machine_is_found() {
        for bad in [concat!("x = \"/ro", "ot/.cargo/bin\""), concat!("cd /wo", "rk/main/x"), concat!("/ho", "me/me/x")] {
            assert_eq!(places("a.md", bad).len(), 1, "{bad}");
        }
        assert_eq!(places("a.md", concat!("https://registry.npm", "js.org/x")).len(), 1);
        assert_eq!(places("package-lock.json", concat!("\"resolved\": \"https://registry.npm", "js.org/x\"")).len(), 1);
        for good in ["pages/home/home", "'/pages/home/home?a=1'", "/home/index", "network/root/x"] {
            assert_eq!(places("a.md", good), [], "{good}");
        }
    }

    #[test]
    fn broken_json_is_found() {
        assert_eq!(json("a.json", "{,}").len(), 1);
        assert_eq!(json("a.json", "{}").len() + json("a.txt", "{,}").len(), 0);
    }

    #[test]
    fn a_foreign_picture_is_found() {
        assert_eq!(pictures("a.svg", "<svg viewBox=\"0 0 1 1\"><!-- Generator: Sketch --></svg>").len(), 1);
        assert_eq!(pictures("a.svg", "<svg viewBox=\"0 0 1 1\"><image href=\"x.png\"/></svg>").len(), 1);
        assert_eq!(pictures("a.svg", "<p/>").len(), 1);
        assert_eq!(pictures("a.svg", &format!("<svg viewBox=\"0 0 1 1\">{}</svg>", " ".repeat(9_000))).len(), 1);
        assert_eq!(pictures("a.svg", "<svg viewBox=\"0 0 24 24\"><path d=\"M0 0h24\"/></svg>").len(), 0);
    }
}
