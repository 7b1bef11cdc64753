//! Where the shell keeps what lasts on this machine. It must not read or write there itself.

use std::env;
use std::path::PathBuf;

/// The folder for bundles, grants and storage: `BANCHAN_HOME`, else the system's place for a program's data.
#[must_use]
pub fn folder() -> PathBuf {
    let given = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(folder) = given("BANCHAN_HOME") {
        return folder;
    }
    let home = given("HOME").or_else(|| given("USERPROFILE")).unwrap_or_else(env::temp_dir);
    // macOS and Linux differ in the place, not in anything else.
    if home.join("Library").is_dir() {
        return home.join("Library/Application Support/Banchan");
    }
    given("XDG_DATA_HOME").unwrap_or_else(|| home.join(".local/share")).join("banchan")
}
