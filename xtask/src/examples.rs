//! `cargo xtask examples`: the example mini-programs laid out whole, signed into a registry folder, and codes to print.
//! Everything it makes lies below `target`; it must not change the examples, nor commit a key.

mod codes;
mod layout;
mod npm;
#[cfg(test)]
mod reach;
mod registry;

use std::path::{Path, PathBuf};

/// Why the examples could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ExamplesError {
    /// A file or folder could not be read or written.
    #[error("{path}: {reason}")]
    File {
        /// Which one.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// npm is missing or failed.
    #[error(
        "the gallery's packages could not be installed: {reason}. Install Node.js with npm, or pass --offline to go on without the gallery"
    )]
    Npm {
        /// What went wrong.
        reason: String,
    },
    /// A mini-program can't be packed or signed.
    #[error("{name} can't be published: {reason}")]
    Publish {
        /// Folder name of the example.
        name: String,
        /// Which rule it breaks.
        reason: String,
    },
    /// A code that was made does not read back.
    #[error("the code for {text} does not read back: {reason}")]
    Code {
        /// What it should say.
        text: String,
        /// What happened instead.
        reason: String,
    },
}

/// A file operation's error with its path.
fn at(path: &Path) -> impl FnOnce(std::io::Error) -> ExamplesError + '_ {
    move |error| ExamplesError::File { path: path.to_path_buf(), reason: error.to_string() }
}

/// Where everything lies.
pub(crate) struct Places {
    /// `examples/`.
    pub(crate) examples: PathBuf,
    /// `target/`: all that is made.
    pub(crate) target: PathBuf,
}

impl Places {
    /// Of this workspace.
    fn new() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or_else(|| Path::new("."));
        Self { examples: root.join("examples"), target: root.join("target") }
    }
}

/// Makes the registry and the codes. `arguments`: `--offline` leaves out what needs packages that are not there yet.
///
/// # Errors
/// What could not be read, installed, signed or written, in words for the person at the terminal.
pub fn run(arguments: &[String]) -> Result<(), ExamplesError> {
    let places = Places::new();
    let offline = arguments.iter().any(|argument| argument == "--offline");
    less(&places, offline)?;
    let mut ready = Vec::new();
    for name in layout::names(&places)? {
        let packages = match npm::packages(&places, &name, offline) {
            Err(ExamplesError::Npm { reason }) if offline => {
                eprintln!("{name} is left out: {reason}");
                continue;
            }
            other => other?,
        };
        let folder = layout::lay_out(&places, &name, &packages)?;
        println!("{name}: laid out in {}", shown(&folder));
        ready.push((name, folder));
    }
    let registry = places.target.join("registry");
    let infos = registry::publish(&places, &ready, &registry)?;
    println!("registry: {} mini-programs signed in {}", infos.len(), shown(&registry));
    let made = codes::write(&infos, &ready, &places.target.join("codes"))?;
    println!("codes: {made} in {}; open the .html sheets to print them", shown(&places.target.join("codes")));
    Ok(())
}

/// Puts less.js where the shell's build looks for it: the compiler of programs that write their styles in Less.
fn less(places: &Places, offline: bool) -> Result<(), ExamplesError> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("less");
    let folder = match npm::installed(places, &source, "less", offline) {
        Err(ExamplesError::Npm { reason }) if offline => {
            eprintln!("less.js is left out: {reason}");
            return Ok(());
        }
        other => other?,
    };
    let (from, into) = (folder.join("node_modules/less/dist/less-node.cjs"), places.target.join("less"));
    let code = std::fs::read(&from).map_err(at(&from))?;
    let to = into.join("less-node.cjs");
    // Written only when it differs: the shell is built again when it changes.
    if std::fs::read(&to).ok().as_ref() != Some(&code) {
        std::fs::create_dir_all(&into).map_err(at(&into))?;
        std::fs::write(&to, code).map_err(at(&to))?;
    }
    Ok(())
}

/// A path as a person types it: from the workspace's root.
fn shown(path: &Path) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or_else(|| Path::new("."));
    path.strip_prefix(root).unwrap_or(path).display().to_string()
}
