//! A picture of a mini-program's first screen: the page as the phone would show it, drawn by Chromium without a window.
//! It must not be used to serve a person: nothing here can be tapped.

mod chromium;
mod screen;
mod serve;

use std::path::Path;
use std::sync::Arc;

use banchan_core::host::Hosts;
use banchan_core::superapp::SuperApp;

use screen::Screen;

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum ShotError {
    /// No browser.
    #[error("a picture needs Chromium, which is not here. Install it (Debian: apt install chromium), or name it in BANCHAN_CHROMIUM")]
    NoChromium,
    /// The mini-program did not open.
    #[error("{0}")]
    Open(String),
    /// The browser failed.
    #[error("Chromium made no picture: {0}")]
    Chromium(String),
    /// The system refused.
    #[error("no picture could be made: {0}")]
    System(#[from] std::io::Error),
}

/// Opens a mini-program by `open`, which gets the shell's origin and what to show it on, and writes a picture of its
/// first screen to `file` (PNG, 375 x 812 CSS pixels, twice that many dots).
///
/// # Errors
/// [`ShotError`], with what to do.
pub fn take(file: &Path, open: impl FnOnce(String, Hosts) -> Result<SuperApp, String>) -> Result<(), ShotError> {
    let browser = chromium::find().ok_or(ShotError::NoChromium)?;
    let (shell, pages) = (serve::Door::open()?, serve::Door::open()?);
    let screen = Arc::new(Screen::default());
    let hosts = Hosts { view: screen.clone(), ui: screen.clone(), ..Hosts::null() };
    let app = Arc::new(open(shell.origin(), hosts).map_err(ShotError::Open)?);
    let stage = Arc::new(serve::Stage { app: app.clone(), screen, pages: pages.origin() });
    let address = shell.origin();
    let serving = serve::Serving::start(stage, shell, pages)?;
    let taken = chromium::shoot(&browser, &address, file);
    serving.end();
    // Only this function and the server held it, and the server is over.
    if let Ok(app) = Arc::try_unwrap(app) {
        app.shutdown();
    }
    taken
}
