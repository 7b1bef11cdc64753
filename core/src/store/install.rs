//! From a registry onto the disk, and from the disk into a session. Nothing that was not verified gets a name that
//! would be opened, and what is opened is verified again.
//!
//! The order that survives a kill at any moment: temporary file, fsync, rename, fsync of the folder, database row.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use banchan_formats::bundle::{Files, Limits};
use banchan_formats::code::AppId;
use banchan_formats::manifest::AppInfo;

use super::database::{int, one, uint};
use super::registry::{MAX_BUNDLE, Registry, Release, sha256_hex};
use super::sign::{Envelope, PublicKey};
use super::{Store, StoreError, storage, sync_folder};
use crate::permission::User;

/// Numbers temporary files.
static PUT: AtomicU64 = AtomicU64::new(0);

/// The files of a mini-program, proven whole, authentic and not older than what was seen.
#[derive(Clone, Debug)]
pub struct Bundle {
    release: Arc<Release>,
    files: Arc<Files>,
    publisher: PublicKey,
}

impl Bundle {
    /// Who it is, what it may talk to.
    #[must_use]
    pub fn info(&self) -> &AppInfo {
        &self.release.app
    }

    /// Its version.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.release.app.version
    }

    /// Its files.
    #[must_use]
    pub fn files(&self) -> &Arc<Files> {
        &self.files
    }

    /// Whose signature it carries.
    #[must_use]
    pub fn publisher(&self) -> PublicKey {
        self.publisher
    }
}

/// A release that a registry offers.
pub struct Offer {
    pub(super) registry: Arc<Registry>,
    pub(super) release: Arc<Release>,
    envelope: Envelope,
}

/// A release on the disk, proven, that is not the installed one yet.
pub struct Fetched {
    bundle: Bundle,
    file: String,
    envelope: Envelope,
}

/// An installed mini-program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Installed {
    /// Which.
    pub app: AppId,
    /// Its version.
    pub version: u64,
    /// When it was installed, in milliseconds since 1970.
    pub at_ms: i64,
}

struct Row {
    file: String,
    envelope: String,
}

impl Store {
    /// Takes the newest release of a mini-program from the registries: verifies, writes, records. Installing what is
    /// installed already repairs it.
    ///
    /// # Errors
    /// [`StoreError`]; what was installed before stays as it was.
    pub fn install(&self, app: &AppId) -> Result<Bundle, StoreError> {
        let offer = self.offer(app).ok_or_else(|| StoreError::UnknownApp { app: app.clone() })?;
        self.adopt(self.fetch(app, offer)?)
    }

    /// Whether the registry that serves a mini-program has a newer release than `running` by now: it is read again.
    ///
    /// # Errors
    /// [`StoreError`]: it can't be read, is not signed as before, or is older than what was seen.
    pub fn newer_release(&self, app: &AppId, running: u64) -> Result<Option<Offer>, StoreError> {
        let Some(Offer { registry, .. }) = self.offer(app) else { return Ok(None) };
        if let Some(now) = registry.again()? {
            self.add_registry(now)?;
        }
        Ok(self.offer(app).filter(|offer| offer.release.app.version > running))
    }

    /// Fetches and verifies a release and puts it onto the disk, where nothing names it yet.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn fetch(&self, app: &AppId, offer: Offer) -> Result<Fetched, StoreError> {
        let Offer { registry, release, envelope } = offer;
        self.refuse_older(app, release.app.version)?;
        let bytes = registry.read(&release.bundle)?;
        if !release.bundle.fits(&bytes) {
            return Err(StoreError::Altered { app: app.clone() });
        }
        let bad = |why| StoreError::BadBundle { app: app.clone(), why };
        let files = Files::from_zip(bytes.clone(), &Limits::default()).map_err(bad)?;
        let publisher = PublicKey::parse(&envelope.key).map_err(|why| StoreError::Untrusted { what: app.to_string(), why })?;

        let file = format!("{}/{}-{}.zip", folder_of(app), release.app.version, release.bundle.sha256.get(..16).unwrap_or_default());
        self.put(&file, &bytes).map_err(|error| StoreError::disk("save the mini-program", &error))?;
        let bundle = Bundle { release, files: Arc::new(files), publisher };
        Ok(Fetched { bundle, file, envelope })
    }

    /// Makes what was fetched the installed version, at once and for good.
    ///
    /// # Errors
    /// [`StoreError`]; what was installed before stays as it was, and so it does when it is newer by now.
    pub fn adopt(&self, fetched: Fetched) -> Result<Bundle, StoreError> {
        let Fetched { bundle, file, envelope } = fetched;
        let (app, version) = (&bundle.release.app.id, bundle.version());
        self.refuse_older(app, version)?;
        let sealed = serde_json::to_string(&envelope).map_err(|error| StoreError::BadIndex { reason: error.to_string() })?;
        let before: Option<String> = self.database.durable(|tx| {
            let before = one(tx, "SELECT file FROM installed WHERE app = ?1", [app.as_str()])?;
            let row = (app.as_str(), int(version), &file, &sealed, self.now_ms());
            tx.execute("INSERT OR REPLACE INTO installed (app, version, file, envelope, at_ms) VALUES (?1, ?2, ?3, ?4, ?5)", row)?;
            tx.execute("INSERT OR REPLACE INTO floor (app, version) VALUES (?1, ?2)", (app.as_str(), int(version)))?;
            Ok::<_, StoreError>(before)
        })?;
        if let Some(before) = before.filter(|before| *before != file) {
            // A file that stays behind is swept at the next start.
            let _ = fs::remove_file(self.bundles.join(before));
        }
        Ok(bundle)
    }

    /// Opens what is installed, verifying signature, size and hash again.
    ///
    /// # Errors
    /// [`StoreError::NotInstalled`], [`StoreError::Altered`] and the like; nothing of it runs then.
    pub fn open_installed(&self, app: &AppId) -> Result<Bundle, StoreError> {
        let row = self.row(app)?.ok_or_else(|| StoreError::NotInstalled { app: app.clone() })?;
        let altered = || StoreError::Altered { app: app.clone() };
        let envelope: Envelope = serde_json::from_str(&row.envelope).map_err(|_| altered())?;
        let release = Release::open(&envelope)?;
        if release.app.id != *app {
            return Err(altered());
        }
        self.refuse_older(app, release.app.version)?;
        let bytes = read_limited(&self.bundles.join(&row.file)).map_err(|_| altered())?;
        if !release.bundle.fits(&bytes) {
            return Err(altered());
        }
        // The hash says that these are the bytes that were proven when they were installed.
        let files = Files::from_proven_zip(bytes, &Limits::default()).map_err(|why| StoreError::BadBundle { app: app.clone(), why })?;
        let publisher = PublicKey::parse(&envelope.key).map_err(|why| StoreError::Untrusted { what: app.to_string(), why })?;
        Ok(Bundle { release: Arc::new(release), files: Arc::new(files), publisher })
    }

    /// What a tap on a name does: opens what is installed, or installs it first, or updates it when a registry has a
    /// newer version. An update that fails leaves the installed version in use.
    ///
    /// # Errors
    /// [`StoreError`]. An altered installation is told, not silently replaced: [`Store::install`] repairs it.
    pub fn open_app(&self, app: &AppId) -> Result<Bundle, StoreError> {
        let installed = self.installed_version(app)?;
        let offered = self.offer(app).map(|offer| offer.release.app.version);
        match (installed, offered) {
            (Some(installed), Some(offered)) if offered > installed => self.install(app).or_else(|_| self.open_installed(app)),
            (Some(_), _) => self.open_installed(app),
            (None, _) => self.install(app),
        }
    }

    /// What is installed.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub fn installed(&self) -> Result<Vec<Installed>, StoreError> {
        self.database.read(|db| {
            let mut query = db.prepare("SELECT app, version, at_ms FROM installed ORDER BY app")?;
            let rows = query.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?)))?;
            let mut installed = Vec::new();
            for row in rows {
                let (app, version, at_ms) = row?;
                // An id that no version of this program ever wrote is nobody's.
                installed.extend(AppId::parse(&app).ok().map(|app| Installed { app, version: uint(version), at_ms }));
            }
            Ok(installed)
        })
    }

    /// Takes a mini-program off the phone for a user: what it stored, the answers given to it, its place in recents. Its bundle goes,
    /// too, unless it is among another user's recents. The versions seen stay known, so that an older one is refused later as well.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub fn remove_app(&self, user: &User, app: &AppId) -> Result<(), StoreError> {
        let row = if self.is_used_by_another(user, app)? { None } else { self.row(app)? };
        let bundle = || row.as_ref().map(|row| fs::remove_file(self.bundles.join(&row.file)));
        let mut forgotten = self.forget(user, app, row.is_some());
        if matches!(forgotten, Err(StoreError::DiskFull)) {
            // A database needs room to forget. Whoever makes room by removing this gets it from the bundle.
            bundle();
            forgotten = self.forget(user, app, row.is_some());
        }
        forgotten?;
        bundle();
        Ok(())
    }

    fn forget(&self, user: &User, app: &AppId, whole: bool) -> Result<(), StoreError> {
        self.database.durable(|tx| {
            storage::clear(tx, user, app)?;
            tx.execute("DELETE FROM recents WHERE user = ?1 AND app = ?2", [user.key(), app.as_str()])?;
            if whole {
                tx.execute("DELETE FROM installed WHERE app = ?1", [app.as_str()])?;
            }
            Ok::<_, StoreError>(())
        })
    }

    fn is_used_by_another(&self, user: &User, app: &AppId) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM recents WHERE user <> ?1 AND app = ?2 LIMIT 1";
        self.database.read(|db| Ok(one::<i64>(db, sql, [user.key(), app.as_str()])?.is_some()))
    }

    /// Lets go of what was fetched and is not wanted any more.
    pub fn discard(&self, fetched: Fetched) {
        // A file that stays behind is swept at the next start.
        let _ = fs::remove_file(self.bundles.join(fetched.file));
    }

    /// The first registry that knows it, with what it offers.
    pub(super) fn offer(&self, app: &AppId) -> Option<Offer> {
        let registries = self.registries().clone();
        registries.into_iter().find_map(|registry| {
            let (release, envelope) = registry.find(app)?;
            Some(Offer { registry, release, envelope })
        })
    }

    fn row(&self, app: &AppId) -> Result<Option<Row>, StoreError> {
        use rusqlite::OptionalExtension as _;
        self.database.read(|db| {
            let mut query = db.prepare("SELECT file, envelope FROM installed WHERE app = ?1")?;
            Ok(query.query_row([app.as_str()], |row| Ok(Row { file: row.get(0)?, envelope: row.get(1)? })).optional()?)
        })
    }

    pub(crate) fn installed_version(&self, app: &AppId) -> Result<Option<u64>, StoreError> {
        let version: Option<i64> =
            self.database.read(|db| Ok::<_, StoreError>(one(db, "SELECT version FROM installed WHERE app = ?1", [app.as_str()])?))?;
        Ok(version.map(uint))
    }

    fn refuse_older(&self, app: &AppId, offered: u64) -> Result<(), StoreError> {
        let floor: Option<i64> =
            self.database.read(|db| Ok::<_, StoreError>(one(db, "SELECT version FROM floor WHERE app = ?1", [app.as_str()])?))?;
        match floor.map(uint) {
            Some(seen) if offered < seen => Err(StoreError::Older { app: app.clone(), offered, seen }),
            _ => Ok(()),
        }
    }

    /// Writes a file so that it is there whole or not at all.
    fn put(&self, name: &str, bytes: &[u8]) -> std::io::Result<()> {
        let target = self.bundles.join(name);
        let folder = target.parent().map_or_else(|| self.bundles.clone(), PathBuf::from);
        if !folder.exists() {
            fs::create_dir_all(&folder)?;
            sync_folder(&self.bundles)?;
        }
        // Two that fetch the same at once must not write into one file.
        let number = PUT.fetch_add(1, Ordering::Relaxed);
        let temporary = target.with_extension(format!("{number}.part"));
        let written = fs::File::create(&temporary).and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        });
        if let Err(error) = written.and_then(|()| fs::rename(&temporary, &target)) {
            // On a full disk, what was written so far is in the way of everything else.
            let _ = fs::remove_file(&temporary);
            return Err(error);
        }
        sync_folder(&folder)
    }

    /// Removes what an interrupted install left: temporary files, and bundles that no row names.
    pub(super) fn sweep(&self) -> Result<(), StoreError> {
        let known: Vec<String> = self.database.read(|db| {
            let mut query = db.prepare("SELECT file FROM installed")?;
            let rows = query.query_map([], |row| row.get(0))?;
            rows.collect::<Result<_, _>>().map_err(StoreError::from)
        })?;
        let failed = |error: std::io::Error| StoreError::disk("look through the data folder", &error);
        for folder in fs::read_dir(&self.bundles).map_err(failed)? {
            let folder = folder.map_err(failed)?;
            for file in fs::read_dir(folder.path()).into_iter().flatten().flatten() {
                let name = format!("{}/{}", folder.file_name().to_string_lossy(), file.file_name().to_string_lossy());
                if !known.contains(&name) {
                    // What can't be removed now is in nobody's way; the next start tries again.
                    let _ = fs::remove_file(file.path());
                }
            }
        }
        Ok(())
    }
}

fn read_limited(path: &std::path::Path) -> std::io::Result<Vec<u8>> {
    if fs::metadata(path)?.len() > MAX_BUNDLE {
        return Err(std::io::Error::other("too large"));
    }
    fs::read(path)
}

/// A folder name that no file system mixes up with another one: ids may differ only in case.
fn folder_of(app: &AppId) -> String {
    sha256_hex(app.as_str().as_bytes()).get(..32).unwrap_or_default().to_owned()
}
