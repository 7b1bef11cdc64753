//! What lasts: bundles, grants, recents, the catalogue, the storage of mini-programs. One writer, one database, one
//! folder. It must not fetch anything by itself, draw, or decide what a mini-program may do.
//!
//! A [`Bundle`] is the proof that code is whole, authentic and not older than what was seen. Only this module makes one:
//!
//! ```
//! use banchan_core::store::{Bundle, Store, StoreError};
//! fn verified(store: &Store, app: &banchan_formats::code::AppId) -> Result<Bundle, StoreError> { store.open_app(app) }
//! ```
//! ```compile_fail
//! # use banchan_core::store::{Bundle, Store, StoreError};
//! // Files that nobody verified can't be put into a bundle.
//! fn forge(bundle: Bundle, files: std::sync::Arc<banchan_formats::bundle::Files>) -> Bundle { Bundle { files, ..bundle } }
//! ```
//!
//! The format of a registry is described in `docs/registry.md`.

mod catalogue;
mod database;
mod error;
mod grants;
mod install;
mod kept;
mod publish;
mod recents;
mod registry;
mod sign;
mod storage;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use database::Database;

pub use catalogue::{CatalogueEntry, Picture};
pub use error::StoreError;
pub use grants::UserGrants;
pub use install::{Bundle, Fetched, Installed, Offer};
pub use publish::{Published, index, publish, write_folder};
pub use recents::Recent;
pub use registry::{BundleRecord, EmbeddedSource, FolderSource, Registry, RegistrySource, Release, SourceError};
pub use sign::{Envelope, EnvelopeError, PublicKey, SecretKey};
pub use storage::{ENTRY_LIMIT, Owner, StorageError, StorageInfo, TOTAL_LIMIT};

use crate::host::{Clock, Folders};

/// Everything that lasts.
pub struct Store {
    database: Database,
    bundles: PathBuf,
    folders: Folders,
    clock: Arc<dyn Clock>,
    registries: Mutex<Vec<Arc<Registry>>>,
}

impl Store {
    /// Opens the store in a folder, makes what is missing, and sweeps away what an interrupted install left behind.
    ///
    /// # Errors
    /// [`StoreError`] when the folder can't be written, or its database belongs to a newer version.
    pub fn open(folders: &Folders, clock: Arc<dyn Clock>) -> Result<Self, StoreError> {
        let bundles = folders.data.join("bundles");
        std::fs::create_dir_all(&bundles).map_err(|error| StoreError::disk("create the data folder", &error))?;
        let database = Database::open(&folders.data.join("banchan.db"))?;
        let store = Self { database, bundles, folders: folders.clone(), clock, registries: Mutex::default() };
        store.sweep()?;
        Ok(store)
    }

    /// Where it may write.
    #[must_use]
    pub fn folders(&self) -> &Folders {
        &self.folders
    }

    /// Adds a verified registry, in place of an earlier edition by the same key. The first one that knows a
    /// mini-program serves it.
    ///
    /// # Errors
    /// [`StoreError::OlderIndex`] when a later index signed by the same key was seen before; nothing is added then.
    pub fn add_registry(&self, registry: Registry) -> Result<(), StoreError> {
        let key = registry.key().to_string();
        let serial = registry.serial();
        let noted = self.database.durable(|tx| {
            let seen: Option<i64> = database::one(tx, "SELECT serial FROM index_seen WHERE registry = ?1", [&key])?;
            match seen.map(database::uint) {
                Some(seen) if seen > serial => return Err(StoreError::OlderIndex { name: registry.name().into(), offered: serial, seen }),
                Some(seen) if seen == serial => {}
                _ => {
                    tx.execute("INSERT OR REPLACE INTO index_seen (registry, serial) VALUES (?1, ?2)", (&key, database::int(serial)))?;
                }
            }
            Ok(())
        });
        match noted {
            // What was installed opens on a full disk too. The edition is noted when there is room again; none that is older
            // than the one noted last is taken meanwhile.
            Ok(()) | Err(StoreError::DiskFull) => {}
            Err(other) => return Err(other),
        }
        let mut registries = self.registries();
        // In the place of the one before: which registry serves a mini-program does not change by an edition.
        match registries.iter_mut().find(|known| known.key() == registry.key()) {
            Some(known) => *known = Arc::new(registry),
            None => registries.push(Arc::new(registry)),
        }
        Ok(())
    }

    fn registries(&self) -> MutexGuard<'_, Vec<Arc<Registry>>> {
        self.registries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now_ms(&self) -> i64 {
        // Milliseconds since 1970 fit into 53 bits for longer than anybody will care.
        self.clock.now_ms() as i64
    }

    /// Writes what is pending and closes the database.
    ///
    /// # Errors
    /// [`StoreError::Database`] when the last writes failed.
    pub fn shutdown(self) -> Result<(), StoreError> {
        self.database.close()
    }
}

/// Makes the entries of a folder last, where the system knows such a thing.
fn sync_folder(folder: &Path) -> std::io::Result<()> {
    std::fs::File::open(folder)?.sync_all()
}

#[cfg(test)]
mod kill_tests;
#[cfg(test)]
mod tests;
