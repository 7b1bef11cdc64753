//! Templates of real programs, each compiled by itself: what is told of it, and whether the rest of it is there. It must not
//! say what is right.

use banchan_formats::Diagnostic;
use banchan_formats::bundle::Files;
use banchan_formats::template::{self, NodeKind};

/// What became of one file.
#[derive(Debug)]
pub struct Compiled {
    /// Its path.
    pub path: String,
    /// What is told of it.
    pub found: Vec<Diagnostic>,
    /// Elements that its text opens.
    pub written: usize,
    /// Elements that were made of them.
    pub made: usize,
}

/// Every template of a program, by path.
#[must_use]
pub fn all(files: &Files) -> Vec<Compiled> {
    let paths = files.paths().map(ToString::to_string).filter(|path| path.ends_with(".wxml"));
    paths.filter_map(|path| Some(compiled(&path, &files.text(&path)?))).collect()
}

/// One template.
#[must_use]
pub fn compiled(path: &str, text: &str) -> Compiled {
    let (template, found) = template::compile(path, text);
    let made = template.nodes.iter().filter(|node| matches!(node.kind, NodeKind::Element(_))).count();
    Compiled { path: path.to_owned(), found, written: opened(text), made }
}

/// Tags of elements in a text; those of the language itself, comments and modules of WXS left out.
fn opened(text: &str) -> usize {
    const OWN: &[&str] = &["block", "template", "import", "include", "slot", "wxs"];
    let mut rest = text;
    let mut count = 0;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            continue;
        }
        let name: &str = rest.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-').next().unwrap_or_default();
        if name == "wxs" {
            let closed = rest.find('>').is_some_and(|end| rest[..end].ends_with('/'));
            rest = if closed { rest } else { rest.find("</wxs").map_or("", |end| &rest[end..]) };
        } else if name.starts_with(|letter: char| letter.is_ascii_alphabetic()) && !OWN.contains(&name) {
            count += 1;
        }
    }
    count
}
