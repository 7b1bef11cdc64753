//! Sass (`.scss`, `.sass`) to WXSS, on a developer's machine: what it imports comes from the program's files and from nowhere else.
//!
//! Sass is a programming language. A sheet may loop without end, so this must never run on what came from a stranger: bundles carry the
//! compiled sheet.

use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use grass::{ErrorKind, Fs, Options};

use crate::bundle::Files;
use crate::diag::{Diagnostic, clipped};

/// Longer than any sheet that ends.
const MOST_TIME: Duration = Duration::from_secs(20);
/// Native stack of the compiler, which recurses with the sheet.
const STACK: usize = 256 << 20;
/// Folders that an import is looked for in besides the sheet's own.
const LOAD_PATHS: &[&str] = &["", "miniprogram_npm"];

/// Compiles the sheet `path` of `files`. Imports are looked for beside the sheet, from the root, and in `miniprogram_npm`.
///
/// # Errors
/// What is wrong, with its place, which may be in an imported sheet.
pub fn sass(path: &str, files: &Files) -> Result<String, Diagnostic> {
    let (answer, wait) = mpsc::channel();
    let (name, files) = (path.to_owned(), files.clone());
    // The thread of a sheet that never ends is left behind: the tool that runs this ends soon.
    let thread = std::thread::Builder::new().name("sass".into()).stack_size(STACK).spawn(move || {
        let _ = answer.send(compile(&name, files));
    });
    let failed = |text: &str| Diagnostic::error(path, 1, 1, text);
    if thread.is_err() {
        return Err(failed("the Sass compiler could not be started"));
    }
    match wait.recv_timeout(MOST_TIME) {
        Ok(result) => result,
        Err(mpsc::RecvTimeoutError::Timeout) => {
            Err(failed("this sheet takes longer than 20 seconds to compile").with_help("look for a loop that never ends"))
        }
        Err(mpsc::RecvTimeoutError::Disconnected) => Err(failed("the Sass compiler failed on this sheet").with_help("please report it")),
    }
}

fn compile(path: &str, files: Files) -> Result<String, Diagnostic> {
    let bundle = Bundle(files);
    let options = Options::default().fs(&bundle).quiet(true).load_paths(LOAD_PATHS);
    grass::from_path(path, &options).map_err(|error| match error.kind() {
        ErrorKind::ParseError { message, loc, .. } => {
            let name = inside(Path::new(loc.file.name())).unwrap_or_else(|| path.to_owned());
            let number = |n: usize| u32::try_from(n + 1).unwrap_or(u32::MAX);
            Diagnostic::error(&name, number(loc.begin.line), number(loc.begin.column), message)
        }
        ErrorKind::IoError(error) => Diagnostic::error(path, 1, 1, error.to_string()),
        other => Diagnostic::error(path, 1, 1, clipped(&format!("{other:?}"))),
    })
}

/// The program's files as the compiler sees them.
#[derive(Debug)]
struct Bundle(Files);

impl Bundle {
    fn find(&self, path: &Path) -> Option<String> {
        let name = inside(path)?;
        if self.0.contains(&name) {
            return Some(name);
        }
        // `@import "a.wxss"` arrives as `a.css`.
        if let Some(bare) = name.strip_suffix(".css") {
            return Some(format!("{bare}.wxss")).filter(|name| self.0.contains(name));
        }
        // The compiler looks for a name that has an ending only beside the sheet.
        let (folder, file) = name.rsplit_once('/')?;
        if self.0.contains(format!("{folder}/_{file}")) || !(file.ends_with(".scss") || file.ends_with(".sass")) {
            return None;
        }
        let behind = name.match_indices('/').filter_map(|(at, _)| name.get(at + 1..));
        let mut found = behind.flat_map(|rest| LOAD_PATHS.iter().map(move |at| format!("{at}/{rest}").trim_start_matches('/').to_owned()));
        found.find(|name| self.0.contains(name))
    }
}

impl Fs for Bundle {
    fn is_dir(&self, path: &Path) -> bool {
        let prefix = inside(path).map(|name| format!("{name}/")).unwrap_or_default();
        self.0.paths().any(|path| path.as_str().starts_with(&prefix))
    }

    fn is_file(&self, path: &Path) -> bool {
        self.find(path).is_some()
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let text = self.find(path).and_then(|name| self.0.text(name)).ok_or(io::ErrorKind::NotFound)?;
        Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).as_bytes().to_vec())
    }

    fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
        Ok(self.find(path).map_or_else(|| path.to_path_buf(), PathBuf::from))
    }
}

/// A path with `.` and `..` worked out, from the root; `None` when it leaves it.
fn inside(path: &Path) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(parts.pop()?),
            Component::Normal(name) => parts.push(name.to_str()?),
            _ => {}
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::Limits;

    fn files(entries: &[(&str, &str)]) -> Files {
        let entries = entries.iter().map(|(name, text)| (name.to_string(), text.as_bytes().to_vec()));
        Files::from_entries(entries, &Limits::default()).expect("files")
    }

    #[test]
    fn sheets_are_compiled_with_what_they_import_from_the_program() {
        let files = files(&[
            (
                "p/a.scss",
                "\u{feff}@use 'sass:math'; @import './part'; @import '../styles/vars.scss'; @import 'styles/more.scss'; @import '/styles/abs'; @import 'pack/mix'; @import './old.wxss';\n.a { .b { width: math.div($wide, 2) + 1rpx; @include m; color: $more; height: $part; top: $abs } &:hover { left: calc(100% - #{$wide}) } }",
            ),
            ("p/_part.scss", "$part: 3rpx;"),
            ("styles/vars.scss", "$wide: 20rpx;"),
            ("styles/more.scss", "$more: red;"),
            ("styles/abs.sass", "$abs: 4rpx\n"),
            ("p/old.wxss", ".old { width: 750rpx }"),
            ("miniprogram_npm/pack/mix.scss", "@mixin m { bottom: 0 }"),
        ]);
        let css = sass("p/a.scss", &files).unwrap_or_else(|error| panic!("{error}"));
        for part in [".a .b", "width: 11rpx", "bottom: 0", "color: red", "height: 3rpx", "top: 4rpx", "calc(100% - 20rpx)", ".old"] {
            assert!(css.contains(part), "{part}: {css}");
        }
    }

    #[test]
    fn mistakes_have_their_place_also_in_an_imported_sheet() {
        let files =
            files(&[("a.scss", "@import 'p/b';"), ("p/b.scss", ".a {\n  color: $gone;\n}"), ("c.scss", ".a {\n\n  @import 'none';\n}")]);
        let error = sass("a.scss", &files).expect_err("a mistake");
        assert_eq!((error.path.as_str(), error.line, error.column), ("p/b.scss", 2, 10), "{error}");
        assert_eq!(sass("c.scss", &files).expect_err("a mistake").line, 3);
    }

    #[test]
    fn nothing_outside_the_program_is_read() {
        let files = files(&[("p/a.scss", "@import '../../etc/passwd.css';"), ("p/b.scss", "@import '/etc/hostname.css';")]);
        assert!(sass("p/a.scss", &files).is_err() || !sass("p/a.scss", &files).expect("css").contains("root:"));
        assert!(sass("p/none.scss", &files).is_err());
    }
}
