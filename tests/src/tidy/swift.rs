//! Rules about the iOS shell: it stays thin. It parses nothing of a mini-program, decides no permission, names no member of `wx`;
//! its size is bounded, and each adapter of a device fits on a screen or two.

use super::Finding;

/// Most lines that are written by hand in a shell.
pub const SHELL: usize = 3_000;
/// Most lines of the adapter of one device.
pub const ADAPTER: usize = 150;

/// Whether a path is a source of the shell: no test, nothing that is made.
#[must_use]
pub fn is_shell(path: &str) -> bool {
    path.ends_with(".swift") && (path.starts_with("ios/Sources/") || path.starts_with("ios/App/"))
}

/// Lines that say something: neither empty, nor only a comment, nor an import.
#[must_use]
pub fn lines(text: &str) -> usize {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//") && !line.starts_with("import ")).count()
}

/// What no shell does, whatever the reason.
pub fn thin(path: &str, text: &str) -> Vec<Finding> {
    if !is_shell(path) {
        return Vec::new();
    }
    let mut found = Vec::new();
    if !text.starts_with("// ") {
        found.push(Finding::new(path, 1, "open with a comment: what it is, and what it must not do"));
    }
    let all = text.lines().count();
    if path.contains("/Devices/") && all > ADAPTER {
        found.push(Finding::new(path, all, format!("{all} lines: the adapter of a device has at most {ADAPTER}; split it")));
    }
    let json = ["JSONSerialization", "JSONDecoder", "JSONEncoder", "evaluateJavaScript"];
    for (at, line) in text.lines().enumerate() {
        let code = line.split("//").next().unwrap_or_default();
        if let Some(name) = json.iter().find(|name| code.contains(**name)) {
            found.push(Finding::new(
                path,
                at + 1,
                format!("{name}: a shell parses nothing and runs no text in a page: what is sent is for the core or the page"),
            ));
        }
        // Which permission of the system belongs to which scope is the one thing that a shell knows of them.
        let named = code.split("\"scope.").skip(1).any(|rest| rest.starts_with(char::is_alphabetic));
        if named && !path.contains("SystemPermissions") {
            found.push(Finding::new(
                path,
                at + 1,
                "names a scope: what may be done, the core says; what the system asks, SystemPermissions",
            ));
        }
        if code.contains("\"wx.") || code.contains("\"my.") {
            found.push(Finding::new(path, at + 1, "names a member of a dialect: shells know capabilities only"));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_that_parses_or_decides_is_found() {
        let said = |path: &str, text: &str| thin(path, text).len();
        assert_eq!(said("ios/Sources/Banchan/A.swift", "// A.\nlet a = 1\n"), 0);
        assert_eq!(said("ios/Sources/Banchan/A.swift", "let a = 1\n"), 1);
        assert_eq!(said("ios/Sources/Banchan/A.swift", "// A.\nlet a = JSONDecoder()\n"), 1);
        assert_eq!(said("ios/Sources/Banchan/A.swift", "// A.\nif name == \"wx.login\" || scope == \"scope.camera\" {}\n"), 2);
        assert_eq!(said("ios/Sources/Banchan/A.swift", "// A.\nwordsIfAny(\"scope.\\(scope)\")\n"), 0);
        assert_eq!(said("ios/Sources/Banchan/Devices/SystemPermissions.swift", "// A.\ncase \"scope.camera\": true\n"), 0);
        assert_eq!(said("ios/Sources/Banchan/Devices/Big.swift", &format!("// A.\n{}", "\n".repeat(ADAPTER))), 1);
        assert_eq!(said("ios/Tests/A.swift", "let a = JSONDecoder()\n"), 0);
    }

    #[test]
    fn empty_lines_and_comments_are_not_counted() {
        assert_eq!(lines("// A.\nimport UIKit\n\n/// B.\nlet a = 1 // c\n"), 1);
    }
}
