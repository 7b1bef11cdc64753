//! The core as the command line needs it: a phone that can do nothing but show, and whoever watches. It must not decide
//! anything.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use banchan_core::host::{Bridge, Folders, Hosts};
use banchan_core::logic::Limits;
use banchan_core::permission::Slot;
use banchan_core::session::{Note, NullWatcher, Watcher};
use banchan_core::store::{FolderSource, PublicKey, Registry};
use banchan_core::superapp::{Config, SuperApp};
use clap::Args;
use serde_json::Value;

use super::out::Failure;
use crate::{embedded, home};

/// Where things are kept and come from.
#[derive(Args, Clone, Debug, Default)]
pub struct PlaceArguments {
    /// Folder for what is kept (default: BANCHAN_HOME, or the system's place for data)
    #[arg(long, value_name = "FOLDER")]
    pub home: Option<PathBuf>,
    /// A registry folder beside the built-in one, as `banchan pack` makes it; may be given several times
    #[arg(long, value_name = "FOLDER")]
    pub registry: Vec<PathBuf>,
}

impl PlaceArguments {
    /// The folder for what is kept.
    pub fn home(&self) -> PathBuf {
        self.home.clone().unwrap_or_else(home::folder)
    }

    /// The built-in registry and the folders that were named, verified.
    pub(super) fn registries(&self) -> Result<Vec<Registry>, Failure> {
        let mut registries = Vec::new();
        for folder in &self.registry {
            let failed = |why: &dyn std::fmt::Display| Failure::new(format_args!("the registry {}: {why}", folder.display()));
            // Whoever names a folder on the command line trusts the key that signed it; what is in it is verified against that.
            let index = std::fs::read(folder.join("index.json")).map_err(|error| failed(&error))?;
            let key = serde_json::from_slice::<Value>(&index).ok().and_then(|index| PublicKey::parse(index.get("key")?.as_str()?).ok());
            let key = key.ok_or_else(|| failed(&"its index is not signed"))?;
            registries.push(Registry::open(Arc::new(FolderSource::new(folder)), &[key]).map_err(|error| failed(&error))?);
        }
        if let Some((source, key)) = embedded::registry() {
            registries.push(Registry::open(Arc::new(source), &[key]).map_err(Failure::new)?);
        }
        Ok(registries)
    }
}

/// Prints what a program writes to its console on standard error.
struct Console;

impl Watcher for Console {
    fn note(&self, _slot: Slot, note: Note) {
        if let Note::Console { level, text } = note {
            eprintln!("console.{level}: {text}");
        }
    }
}

/// A core that shows on `hosts`. `home` is where it keeps things; `origin` is the shell's, empty for none; `console` prints
/// what programs write.
pub(super) fn make(home: &Path, registries: Vec<Registry>, hosts: Hosts, origin: String, console: bool) -> Result<SuperApp, Failure> {
    let watcher: Arc<dyn Watcher> = if console { Arc::new(Console) } else { Arc::new(NullWatcher) };
    watched(home, registries, hosts, origin, watcher)
}

/// The same with somebody else who watches.
pub(super) fn watched(
    home: &Path,
    registries: Vec<Registry>,
    hosts: Hosts,
    origin: String,
    watcher: Arc<dyn Watcher>,
) -> Result<SuperApp, Failure> {
    let config =
        Config { hosts, folders: Folders::under(home), registries, bridge: Bridge::framed(&origin), watcher, limits: Limits::default() };
    SuperApp::new(config).map_err(|error| Failure::new(format_args!("{}: {error}", home.display())))
}

/// A core for one look at a source folder, with a home that vanishes with it.
pub(super) struct Glance {
    /// The core.
    pub(super) core: SuperApp,
    _home: tempfile::TempDir,
}

impl Glance {
    pub(super) fn new(console: bool) -> Result<Self, Failure> {
        let home = tempfile::tempdir().map_err(|error| Failure::new(format_args!("no temporary folder could be made: {error}")))?;
        Ok(Self { core: make(home.path(), Vec::new(), Hosts::null(), String::new(), console)?, _home: home })
    }
}
