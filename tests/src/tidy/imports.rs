//! Who may import what: layers point down, and a foreign crate has one home.

use super::{Finding, code_only};

/// The modules of `core/src`, lowest first.
pub const CORE_LAYERS: &[&str] =
    &["packed", "program", "permission", "host", "store", "files", "net", "tree", "logic", "api", "broker", "session", "superapp"];

/// The modules of `core/formats/src`, lowest first.
pub const FORMATS_LAYERS: &[&str] = &["diag", "code", "scan", "picture", "bundle", "manifest", "template", "style", "script"];

/// Start of a crate's name, and where in `core` it may stand.
pub const HOMES: &[(&str, &[&str])] = &[
    ("rquickjs", &["core/src/logic"]),
    ("rusqlite", &["core/src/store"]),
    ("reqwest", &["core/src/net"]),
    ("tokio_tungstenite", &["core/src/net"]),
    ("tokio_rustls", &["core/src/net", "desktop/src/server/lan"]),
    ("zip", &["core/formats/src/bundle"]),
    ("oxc_", &["core/formats/src/script"]),
    ("glass_easel_template_compiler", &["core/formats/src/template"]),
    ("glass_easel_stylesheet_compiler", &["core/formats/src/style"]),
    ("grass", &["core/formats/src/style"]),
    ("rxing", &["core/formats/src/scan"]),
    ("image", &["core/formats/src/scan", "core/formats/src/picture"]),
    ("fast_qr", &["core/formats/src/scan"]),
    ("axum", &["desktop/src"]),
    ("clap", &["desktop/src"]),
    ("uniffi", &["bindings"]),
];

/// True for a file that only holds tests.
fn is_tests(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.ends_with("_tests.rs") || path.contains("/tests/")
}

/// The part of a source that ships: a test may use what lies above, and have a runtime of its own.
fn shipped(source: &str) -> String {
    let code = code_only(source);
    code.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned()
}

/// Imports within a crate that point up.
pub fn layers(path: &str, source: &str) -> Vec<Finding> {
    let (base, layers) = match path {
        _ if path.starts_with("core/formats/src/") => ("core/formats/src/", FORMATS_LAYERS),
        _ if path.starts_with("core/src/") => ("core/src/", CORE_LAYERS),
        _ => return Vec::new(),
    };
    let module = path.trim_start_matches(base).split(['/', '.']).next().unwrap_or_default();
    let Some(own) = layers.iter().position(|layer| *layer == module) else { return Vec::new() };
    if is_tests(path) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (line, name) in crate_paths(&shipped(source)) {
        if let Some(other) = layers.iter().position(|layer| *layer == name)
            && other > own
        {
            let text = format!("`{module}` imports `{name}`, which lies above it: turn the call around, or move the type down");
            found.push(Finding::new(path, line, text));
        }
    }
    found
}

/// The first name of every `crate::…` path with its line, groups included.
fn crate_paths(code: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        if code.get(..at).is_some_and(|before| before.ends_with(is_name)) {
            continue;
        }
        let line = line_of(code, at);
        let rest = code.get(at + "crate::".len()..).unwrap_or_default();
        match rest.trim_start().strip_prefix('{') {
            Some(group) => found.extend(group_heads(group).into_iter().map(|name| (line, name))),
            None => found.push((line, rest.chars().take_while(|c| is_name(*c)).collect())),
        }
    }
    found
}

/// The first names of `a::b, c::{d, e}, f}`.
fn group_heads(group: &str) -> Vec<String> {
    let (mut heads, mut head, mut depth, mut open) = (Vec::new(), String::new(), 0, true);
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                heads.push(std::mem::take(&mut head));
                open = true;
            }
            c if open && depth == 0 && is_name(c) => head.push(c),
            c if c.is_whitespace() && head.is_empty() => {}
            _ => open = false,
        }
    }
    heads.push(head);
    heads.retain(|head| !head.is_empty());
    heads
}

/// Crates named outside of their home.
pub fn homes(path: &str, source: &str) -> Vec<Finding> {
    if !path.ends_with(".rs") || !(path.starts_with("core/") || path.starts_with("desktop/")) || path.contains("/tests/") {
        return Vec::new();
    }
    let code = code_only(source);
    let mut found = Vec::new();
    for (start, places) in HOMES {
        if places.iter().any(|place| path.strip_prefix(place).is_some_and(|rest| rest.starts_with(['/', '.']))) {
            continue;
        }
        for (at, _) in code.match_indices(start) {
            let before = code.get(..at).unwrap_or_default();
            let rest = code.get(at + start.len()..).unwrap_or_default();
            let rest = if start.ends_with('_') { rest.trim_start_matches(is_name) } else { rest };
            // A path that starts here: not a member, not a module of ours.
            let starts = !before.ends_with(is_name) && !before.ends_with([':', '.']);
            let named = rest.starts_with("::") || (before.trim_end().ends_with("use") && rest.starts_with([';', ' ']));
            if starts && named {
                let text = format!("the crate `{start}` may only be named in {}: use what that module offers", places.join(", "));
                found.push(Finding::new(path, line_of(&code, at), text));
            }
        }
    }
    found
}

/// A runtime of tokio made anywhere in the core but in `superapp`.
pub fn runtimes(path: &str, source: &str) -> Vec<Finding> {
    if !path.starts_with("core/src/") || path.starts_with("core/src/superapp") {
        return Vec::new();
    }
    if is_tests(path) {
        return Vec::new();
    }
    let code = shipped(source);
    code.match_indices("tokio::runtime::")
        .filter(|(at, path)| !code.get(at + path.len()..).is_some_and(|rest| rest.starts_with("Handle")))
        .map(|(at, _)| Finding::new(path, line_of(&code, at), "a tokio runtime is made only in `superapp`: take a handle"))
        .collect()
}

fn line_of(text: &str, at: usize) -> usize {
    text.get(..at).map_or(0, |before| before.matches('\n').count() + 1)
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_that_points_up_is_found() {
        let up = layers("core/src/tree/mod.rs", "//! Not crate::api.\nuse crate::logic::X;\n");
        assert_eq!((up.len(), up[0].line), (1, 2));
        assert_eq!(layers("core/src/net/a.rs", "use crate::{host::X, store::{A, session}, session::B};").len(), 1);
        assert_eq!(layers("core/formats/src/code/mod.rs", "fn f() -> crate::bundle::Files {}").len(), 1);
        assert_eq!(layers("core/src/api/a.rs", "use crate::{tree, net::A};\nuse crate::api::B; // crate::session").len(), 0);
        assert_eq!(layers("core/src/net/a_tests.rs", "use crate::session::B;").len(), 0);
        assert_eq!(layers("core/src/lib.rs", "pub use crate::superapp::SuperApp;").len(), 0);
    }

    #[test]
    fn a_crate_away_from_home_is_found() {
        assert_eq!(homes("core/src/net/a.rs", "use rusqlite::Connection;").len(), 1);
        assert_eq!(homes("core/src/tree/a.rs", "let x: oxc_ast::ast::Program;").len(), 1);
        assert_eq!(homes("desktop/src/a.rs", "use image;").len(), 1);
        assert_eq!(homes("core/src/store/a.rs", "use rusqlite::Connection; // reqwest::x").len(), 0);
        assert_eq!(homes("core/formats/src/bundle.rs", "zip::read(x); a.zip(b); self::image::x; Image::y").len(), 0);
        assert_eq!(homes("core/src/storefront/a.rs", "rusqlite::x").len(), 1);
    }

    #[test]
    fn a_second_runtime_is_found() {
        assert_eq!(runtimes("core/src/net/a.rs", "let r = tokio::runtime::Runtime::new()?;").len(), 1);
        assert_eq!(runtimes("core/src/superapp/a.rs", "tokio::runtime::Runtime::new()").len(), 0);
        assert_eq!(runtimes("core/src/net/a.rs", "#[cfg(test)]\nmod tests { fn f() { tokio::runtime::Runtime::new() } }").len(), 0);
        assert_eq!(runtimes("core/src/net/a.rs", "use tokio::runtime::Handle;").len(), 0);
    }
}
