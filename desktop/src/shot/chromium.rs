//! Debian's Chromium (or another one) without a window. It must not be left running.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::ShotError;

/// How long a picture may take.
const PATIENCE: Duration = Duration::from_secs(60);
/// Milliseconds of the page's own time before the picture is taken: what a program loads right after its first screen.
const SETTLE_MS: u32 = 2_500;

/// The browser: `BANCHAN_CHROMIUM`, else the first that is installed.
pub(super) fn find() -> Option<PathBuf> {
    if let Some(named) = env::var_os("BANCHAN_CHROMIUM").filter(|named| !named.is_empty()) {
        return Some(PathBuf::from(named)).filter(|path| path.is_file());
    }
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge"];
    let folders: Vec<PathBuf> = env::split_paths(&env::var_os("PATH").unwrap_or_default()).collect();
    let installed = names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name))).find(|path| path.is_file());
    let on_a_mac = ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium"];
    installed.or_else(|| on_a_mac.iter().map(PathBuf::from).find(|path| path.is_file()))
}

/// Opens an address and writes what it shows to a file.
pub(super) fn shoot(browser: &Path, address: &str, file: &Path) -> Result<(), ShotError> {
    let profile = tempfile::tempdir()?;
    let picture = profile.path().join("shot.png");
    let option = |name: &str, value: &Path| {
        let mut option = OsString::from(name);
        option.push(value);
        option
    };
    let mut command = Command::new(browser);
    command.args(["--headless", "--no-first-run", "--disable-extensions", "--disable-gpu", "--hide-scrollbars", "--mute-audio"]);
    command.args(["--window-size=375,812", "--force-device-scale-factor=2", "--disable-background-networking"]);
    command.arg(format!("--virtual-time-budget={SETTLE_MS}"));
    command.arg(option("--user-data-dir=", profile.path())).arg(option("--screenshot=", &picture));
    if is_root() {
        // Chromium refuses its sandbox to the administrator; in containers there is often nobody else.
        command.arg("--no-sandbox");
    }
    command.arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut running = command.spawn()?;
    let start = Instant::now();
    loop {
        match running.try_wait()? {
            Some(_) => break,
            None if start.elapsed() > PATIENCE => {
                let _ = running.kill();
                let _ = running.wait();
                return Err(ShotError::Chromium(format!("it took longer than {} seconds", PATIENCE.as_secs())));
            }
            None => std::thread::sleep(Duration::from_millis(50)),
        }
    }
    if !picture.is_file() {
        return Err(ShotError::Chromium("it ended without one. Does it run on this machine at all?".into()));
    }
    // Not a rename: the temporary folder may be on another disk.
    std::fs::copy(&picture, file)?;
    Ok(())
}

#[cfg(unix)]
fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    // A new file belongs to whoever runs this.
    tempfile::tempfile().and_then(|file| file.metadata()).is_ok_and(|facts| facts.uid() == 0)
}

#[cfg(not(unix))]
fn is_root() -> bool {
    false
}
