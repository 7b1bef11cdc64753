//! Rules about the phones' shells: thin, and without what belongs into the core.

use super::Finding;

/// Most lines of code of one phone's shell: without tests, blanks, comments and imports.
pub const SHELL: usize = 3_000;
/// Most lines of code of one adapter of a device.
pub const ADAPTER: usize = 150;

/// What no shell has, with the reason. A word counts where it stands in code, whatever is around it.
const ANDROID: &[(&str, &str)] = &[
    ("org.json", "a shell parses no JSON: the core has done so"),
    ("JSONObject", "a shell parses no JSON: the core has done so"),
    ("JSONArray", "a shell parses no JSON: the core has done so"),
    ("JsonReader", "a shell parses no JSON: the core has done so"),
    ("kotlinx.serialization", "a shell parses no JSON: the core has done so"),
    ("addJavascriptInterface", "a page gets a port and nothing else"),
    ("evaluateJavascript", "a page gets a port and nothing else"),
    ("allowFileAccess = true", "a page's bytes come from the core only"),
    ("allowContentAccess = true", "a page's bytes come from the core only"),
    ("domStorageEnabled = true", "what a mini-program stores is kept by the core"),
    ("androidx.", "framework APIs only"),
    ("com.google.", "framework APIs only"),
    ("requiredPrivateInfos", "what a manifest declares is the core's to judge"),
    ("onReachBottom", "events of pages are the core's and the view's"),
];

fn is_shell(path: &str) -> bool {
    path.starts_with("android/") && path.ends_with(".kt") && !path.contains("/test/") && !path.contains("/screens/")
}

/// How many lines say something.
fn weight(text: &str) -> usize {
    let says = |line: &&str| !line.is_empty() && !["//", "/*", "*", "import ", "package "].iter().any(|start| line.starts_with(start));
    text.lines().map(str::trim).filter(says).count()
}

/// The code of a line, without what follows `//`.
fn code(line: &str) -> &str {
    line.split("// ").next().unwrap_or_default()
}

/// A source of a shell says first what it is.
pub fn header(path: &str, text: &str) -> Vec<Finding> {
    let source = path.starts_with("android/") && [".kt", ".kts", ".java"].iter().any(|kind| path.ends_with(kind));
    let missing = source && !text.starts_with("// ");
    if missing { vec![Finding::new(path, 1, "open with `//`: what it is, and what it must not do")] } else { Vec::new() }
}

/// Adapters stay small.
pub fn adapters(path: &str, text: &str) -> Vec<Finding> {
    let lines = weight(text);
    let most = if path.contains("/devices/") { ADAPTER } else { 300 };
    if is_shell(path) && lines > most {
        return vec![Finding::new(
            path,
            lines,
            format!("{lines} lines, more than {most}: what can live in the core goes there, the rest is split"),
        )];
    }
    Vec::new()
}

/// What belongs into the core is not in a shell.
pub fn thin(path: &str, text: &str) -> Vec<Finding> {
    if !is_shell(path) {
        return Vec::new();
    }
    let found = |(at, line): (usize, &str)| {
        let code = code(line);
        ANDROID
            .iter()
            .filter(|(word, _)| code.contains(word))
            .map(|(word, why)| Finding::new(path, at + 1, format!("`{word}`: {why}")))
            .collect::<Vec<_>>()
    };
    text.lines().enumerate().flat_map(found).collect()
}

/// How many lines of a shell were written by hand.
pub fn lines<'a>(files: impl Iterator<Item = (&'a str, &'a str)>) -> usize {
    files.filter(|(path, _)| is_shell(path)).map(|(_, text)| weight(text)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATH: &str = "android/banchan/src/main/kotlin/dev/banchan/shell/devices/X.kt";

    #[test]
    fn what_belongs_into_the_core_is_found() {
        assert_eq!(thin(PATH, "val x = org.json.JSONObject(text)").len(), 2);
        assert_eq!(thin(PATH, "settings.allowFileAccess = true").len(), 1);
        assert_eq!(thin(PATH, "settings.allowFileAccess = false // never addJavascriptInterface").len(), 0);
        assert_eq!(thin("android/banchan/src/test/kotlin/X.kt", "JSONObject()").len(), 0);
    }

    #[test]
    fn a_large_adapter_is_found() {
        assert_eq!(adapters(PATH, &"x\n".repeat(ADAPTER + 1)).len(), 1);
        assert_eq!(adapters(PATH, &"x\n".repeat(ADAPTER)).len() + adapters("core/src/a.rs", &"x\n".repeat(999)).len(), 0);
    }

    #[test]
    fn a_missing_header_is_found() {
        assert_eq!(header(PATH, "package x\n").len(), 1);
        assert_eq!(header(PATH, "// What it is.\n").len() + header("core/a.rs", "x").len(), 0);
    }

    #[test]
    fn the_lines_of_a_shell_are_counted_without_its_tests() {
        let files =
            [(PATH, "// What it is.\n\nimport x\na\nb\n"), ("android/banchan/src/test/kotlin/X.kt", "c\n"), ("core/src/a.rs", "d\n")];
        assert_eq!(lines(files.into_iter()), 2);
    }
}
