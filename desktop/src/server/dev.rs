//! `banchan dev`: runs a source folder in the phone and loads it again when a file changes. It must not run anything of
//! the folder itself: core does.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use banchan_core::permission::Slot;
use banchan_core::session::Place;
use banchan_core::superapp::{DevOptions, Opened};
use banchan_formats::Diagnostic;
use banchan_formats::bundle::Files;
use banchan_formats::code::AppId;
use banchan_formats::manifest::{AppInfo, Manifest, rooted};
use serde_json::{Value, json};

use super::{Shell, apps};
use crate::folder::Folder;

/// How often the folder is looked at.
const EVERY: Duration = Duration::from_millis(500);
/// More files than are looked at.
const MAX_FILES: usize = 20_000;

#[derive(Default)]
struct State {
    begun: bool,
    running: Option<(Slot, AppId)>,
    info: Option<AppInfo>,
}

/// The folder that is run.
pub(super) struct DevFolder {
    path: PathBuf,
    state: Mutex<State>,
}

impl DevFolder {
    pub(super) fn new(path: PathBuf) -> Self {
        Self { path, state: Mutex::default() }
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The folder, for people.
    pub(super) fn shown(&self) -> String {
        self.path.display().to_string()
    }

    /// True the first time: the first page that connects starts it.
    pub(super) fn begin(&self) -> bool {
        !std::mem::replace(&mut self.state().begun, true)
    }

    /// Where it runs.
    pub(super) fn slot(&self) -> Option<Slot> {
        self.state().running.as_ref().map(|running| running.0)
    }

    /// Its card, once it was read.
    pub(super) fn card(&self, language: &str) -> Option<Value> {
        let state = self.state();
        let (_, id) = state.running.as_ref()?;
        Some(apps::dev_card(state.info.as_ref(), id, language))
    }

    /// Where it runs or ran last, when `app` is the mini-program of the folder.
    pub(super) fn slot_of(&self, app: &AppId) -> Option<Slot> {
        self.state().running.as_ref().filter(|running| running.1 == *app).map(|running| running.0)
    }
}

/// Reads the folder and opens it, on the page where it was before. The phone page hears what came of it.
pub(super) fn load(shell: &Arc<Shell>) {
    let Some(dev) = shell.dev.as_ref() else { return };
    let before = dev.slot().and_then(|slot| shell.stages.top_path(slot));
    // The page may be gone from the folder since.
    let there = |files: &Files, path: &str| Manifest::from_files(&rooted(files)).is_ok_and(|(manifest, _)| manifest.has_page(path));
    match run(shell, dev, |files| before.filter(|path| there(files, path)).map(|path| Place { path, query: String::new() })) {
        Ok(opened) => {
            shell.stages.set_front(Some(opened.slot));
            shell.link.order("front", json!({ "slot": opened.slot.0, "app": dev.card(&shell.facts.get().language) }));
            shell.refresh_home();
        }
        Err(why) => shell.link.order("refused", json!({ "say": why })),
    }
}

/// Reads the folder and opens it on the page that `place` names, its first for none. What is wrong with it is told to the developer.
///
/// # Errors
/// Why it can't be opened, in a sentence.
pub(super) fn run(shell: &Shell, dev: &DevFolder, place: impl FnOnce(&Files) -> Option<Place>) -> Result<Opened, String> {
    let core = shell.app().ok_or("banchan is still starting")?;
    shell.link.order("reloading", json!({ "on": true }));
    let opened = Folder::read(&dev.path).map_err(|error| error.to_string()).and_then(|folder| {
        for note in &folder.notes {
            say(shell, "console", "warn", note);
        }
        for (_, found) in &folder.found {
            let found = Diagnostic { path: folder.shown(&found.path), ..found.clone() };
            say(shell, "errors", "error", &found.to_string());
        }
        let info = AppInfo::from_files(&folder.files).0;
        let opened = core
            .open_files(&folder.files, DevOptions { place: place(&folder.files), allow_loopback: true })
            .map_err(|error| error.to_string())?;
        let mut state = dev.state();
        state.running = Some((opened.slot, opened.app_id.clone()));
        state.info = info;
        Ok(opened)
    });
    if let Err(why) = &opened {
        say(shell, "errors", "error", why);
    }
    shell.link.order("reloading", json!({ "on": false }));
    opened
}

/// A line for the terminal and the panel.
fn say(shell: &Shell, kind: &str, level: &str, text: &str) {
    eprintln!("{kind:>8}  {text}");
    shell.link.order("log", json!({ "kind": kind, "line": { "level": level, "text": text } }));
}

/// Looks at the folder and loads it again when something changed.
pub(super) async fn watch(shell: Arc<Shell>) {
    let Some(path) = shell.dev.as_ref().map(|dev| dev.path.clone()) else { return };
    let looked = |path: PathBuf| tokio::task::spawn_blocking(move || fingerprint(&path));
    let mut before = looked(path.clone()).await.unwrap_or_default();
    loop {
        tokio::time::sleep(EVERY).await;
        let now = looked(path.clone()).await.unwrap_or_default();
        if now == before {
            continue;
        }
        before = now;
        eprintln!("  reload  {}", path.display());
        let shell = shell.clone();
        let again = move || {
            if let Some(lan) = &shell.lan {
                lan.refresh();
            }
            load(&shell);
        };
        let _ = tokio::task::spawn_blocking(again).await;
    }
}

/// What tells that something changed: how many files, how large together, and the newest change.
fn fingerprint(root: &Path) -> (usize, u64, Option<SystemTime>) {
    let mut sum = (0, 0, None);
    let mut open = vec![root.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let (name, Ok(data)) = (entry.file_name(), entry.metadata()) else { continue };
            if name.to_string_lossy().starts_with('.') || name == "node_modules" || sum.0 > MAX_FILES {
                continue;
            }
            if data.is_dir() {
                open.push(entry.path());
            } else {
                sum = (sum.0 + 1, sum.1 + data.len(), sum.2.max(data.modified().ok()));
            }
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_shows_and_hidden_folders_do_not() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(dir.path().join("pages")).unwrap();
        std::fs::write(dir.path().join("app.json"), "{}").unwrap();
        let before = fingerprint(dir.path());
        std::fs::create_dir_all(dir.path().join(".git")).unwrap();
        std::fs::write(dir.path().join(".git/HEAD"), "x").unwrap();
        assert_eq!(fingerprint(dir.path()), before);
        std::fs::write(dir.path().join("pages/a.wxml"), "<view/>").unwrap();
        assert_ne!(fingerprint(dir.path()), before);
    }
}
