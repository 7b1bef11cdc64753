//! Tests in a real browser: `tests/browser/*.test.mjs`, run by Node.js with the programs and examples they need. They leave their
//! screenshots in `target/screenshots`.

use std::path::{Path, PathBuf};

use crate::steps::{cargo, program, root, run, target};

/// Where Chromium may be, most usual first.
const CHROMIUM: &[&str] = &[
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/usr/bin/google-chrome-stable",
    "/snap/bin/chromium",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/// The browser to drive: the one named by `CHROMIUM`, or the first that is installed.
pub(crate) fn chromium() -> Option<PathBuf> {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
    named.into_iter().chain(CHROMIUM.iter().map(PathBuf::from)).find(|path| path.exists())
}

/// Installs the packages of the browser tests, when the lock file is newer than what is installed.
pub(crate) fn packages() -> Result<(), String> {
    let folder = root().join("tests/browser");
    let time = |path: &Path| path.metadata().and_then(|data| data.modified()).ok();
    let (lock, installed) = (time(&folder.join("package-lock.json")), time(&folder.join("node_modules/.package-lock.json")));
    if installed.is_some() && installed >= lock {
        return Ok(());
    }
    // Nothing that a package brings is run at install.
    run(program("npm", "tests/browser", &["ci", "--ignore-scripts", "--no-audit", "--no-fund"]))
}

/// Builds what the tests drive, and runs them.
pub(crate) fn tests() -> Result<(), String> {
    packages()?;
    let chromium = chromium().ok_or("Chromium is not installed: ./x test installs it; or name one in CHROMIUM")?;
    run(cargo(&["build", "--quiet", "--locked", "--bin", "banchan"]))?;
    let mut files: Vec<String> = std::fs::read_dir(root().join("tests/browser"))
        .map_err(|error| format!("tests/browser: {error}"))?
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| name.ends_with(".test.mjs"))
        .collect();
    files.sort();
    if files.is_empty() {
        return Err("tests/browser holds no tests".to_owned());
    }
    let mut arguments = vec!["--test", "--test-concurrency=1"];
    arguments.extend(files.iter().map(String::as_str));
    let mut command = program("node", "tests/browser", &arguments);
    command.env("CHROMIUM", chromium);
    command.env("BANCHAN", target().join("debug").join(format!("banchan{}", std::env::consts::EXE_SUFFIX)));
    command.env("BANCHAN_REGISTRY", target().join("registry"));
    run(command)
}
