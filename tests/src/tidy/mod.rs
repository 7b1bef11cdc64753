//! Tidy rules: what the design promises and no compiler checks. Each rule takes a path and a text and returns findings, so that each has a test
//! that sees it fail. A rule must not read files.

pub mod files;
pub mod imports;
pub mod licences;
pub mod shells;
pub mod swift;
pub mod twins;

use std::path::{Path, PathBuf};
use std::process::Command;

/// A broken rule at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Path from the root of the repository.
    pub path: String,
    /// Line, from 1; 0 is the whole file.
    pub line: usize,
    /// What is wrong and what to do.
    pub text: String,
}

impl Finding {
    fn new(path: &str, line: usize, text: impl Into<String>) -> Self {
        Self { path: path.into(), line, text: text.into() }
    }
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.text)
    }
}

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// Every file under version control, from the root, with its bytes. Without git: every file but what is made or installed.
pub fn tracked() -> Vec<(String, Vec<u8>)> {
    let root = root();
    let listed = Command::new("git").arg("-C").arg(&root).args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]).output();
    let mut paths: Vec<String> = match listed {
        Ok(output) if output.status.success() => {
            String::from_utf8_lossy(&output.stdout).split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect()
        }
        _ => walk(&root),
    };
    paths.sort();
    paths.into_iter().filter_map(|path| std::fs::read(root.join(&path)).ok().map(|bytes| (path, bytes))).collect()
}

fn walk(root: &Path) -> Vec<String> {
    let mut folders = vec![root.to_path_buf()];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let (path, name) = (entry.path(), entry.file_name());
            if path.is_dir() {
                if !matches!(name.to_str(), Some("target" | "node_modules" | ".git")) {
                    folders.push(path);
                }
            } else if let Ok(relative) = path.strip_prefix(root) {
                found.push(relative.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    found
}

/// The code of a Rust source: comments (with documentation) and the content of strings become blanks, lines stay.
pub fn code_only(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut chars = source.chars().peekable();
    let mut previous = ' ';
    while let Some(c) = chars.next() {
        match c {
            '/' if chars.peek() == Some(&'/') => while chars.next_if(|c| *c != '\n').is_some() {},
            '/' if chars.peek() == Some(&'*') => {
                let mut last = ' ';
                for c in chars.by_ref() {
                    if c == '\n' {
                        out.push('\n');
                    }
                    if last == '*' && c == '/' {
                        break;
                    }
                    last = c;
                }
            }
            '"' => {
                // A raw string has no escapes; `r##"` is told by what stands before the quote.
                let hashes = out.chars().rev().take_while(|c| *c == '#').count();
                let raw = out.trim_end_matches('#').ends_with('r');
                out.push('"');
                let mut text = String::new();
                let end = format!("\"{}", "#".repeat(if raw { hashes } else { 0 }));
                while let Some(c) = chars.next() {
                    if c == '\n' {
                        out.push('\n');
                    }
                    if c == '\\' && !raw {
                        chars.next();
                        continue;
                    }
                    text.push(c);
                    if text.ends_with(&end) {
                        break;
                    }
                }
                out.push('"');
            }
            // A character, not a lifetime.
            '\'' if !previous.is_alphanumeric() => {
                let next = chars.next();
                if next == Some('\\') {
                    chars.next();
                    while chars.next_if(|c| *c != '\'' && *c != '\n').is_some() {}
                    chars.next_if_eq(&'\'');
                } else if chars.next_if_eq(&'\'').is_none() {
                    out.push('\'');
                    out.extend(next);
                }
            }
            c => out.push(c),
        }
        previous = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_strings_are_no_code() {
        let source = "//! crate::a\nlet x = \"crate::b \\\" crate::c\"; /* crate::d\n */ r#\"crate::e\"# 'c' '\\'' &'a str";
        let code = code_only(source);
        assert!(!code.contains("crate"), "{code}");
        assert!(code.contains("let x =") && code.contains("&'a str"), "{code}");
        assert_eq!(code.lines().count(), source.lines().count());
    }

    #[test]
    fn the_tree_is_found() {
        assert!(tracked().iter().any(|(path, _)| path == "Cargo.toml"));
        assert!(walk(&root()).iter().any(|path| path == "Cargo.toml"));
    }
}
