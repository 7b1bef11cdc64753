//! What mini-programs store, key by key, each its own, within WeChat's limits. Values are JSON text that nobody reads here.

use banchan_formats::code::AppId;
use rusqlite::{OptionalExtension as _, Transaction};

use super::database::{int, one, uint};
use super::{Store, StoreError};
use crate::permission::User;

/// Most bytes of one entry, key and value.
pub const ENTRY_LIMIT: usize = 1 << 20;
/// Most bytes of all entries of one mini-program.
pub const TOTAL_LIMIT: usize = 10 << 20;

/// Whose entries: a mini-program's, or a source folder's under the same id, which must not touch those of the release.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Owner(String);

impl Owner {
    /// An installed mini-program.
    #[must_use]
    pub fn installed(app: &AppId) -> Self {
        Self(app.to_string())
    }

    /// A source folder. No id contains `~`.
    #[must_use]
    pub fn source_folder(app: &AppId) -> Self {
        Self(format!("dev~{app}"))
    }

    /// The person whose phone it is, beside all mini-programs.
    #[must_use]
    pub fn person() -> Self {
        Self("~person".into())
    }

    /// The same for one of several users. No id begins with a letter and `~`, so nobody's is anybody else's.
    #[must_use]
    pub fn of(self, user: &User) -> Self {
        if *user == User::default() { self } else { Self(format!("{}{}", Self::all_of(user), self.0)) }
    }

    /// How the owners of a user begin who has a name.
    pub(crate) fn all_of(user: &User) -> String {
        format!("u~{}~", user.key())
    }

    /// As text; each owner has another.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why an entry was not stored.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// One entry is over [`ENTRY_LIMIT`].
    #[error("the entry is larger than {ENTRY_LIMIT} bytes")]
    EntryTooLarge,
    /// All entries together would be over [`TOTAL_LIMIT`].
    #[error("all entries together would be larger than {TOTAL_LIMIT} bytes")]
    Full,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<rusqlite::Error> for StorageError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

/// How full a storage is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StorageInfo {
    /// Every key, sorted.
    pub keys: Vec<String>,
    /// Bytes of all entries.
    pub bytes: usize,
}

/// The tables whose rows have an owner.
const OWNED: [&str; 3] = ["storage", "storage_total", "kept"];

impl Store {
    /// The value of a key.
    ///
    /// # Errors
    /// [`StorageError::Store`].
    pub fn storage_get(&self, owner: &Owner, key: &str) -> Result<Option<String>, StorageError> {
        self.database.read(|db| Ok(one(db, "SELECT value FROM storage WHERE owner = ?1 AND key = ?2", [&owner.0, key])?))
    }

    /// Stores entries, all or none.
    ///
    /// # Errors
    /// [`StorageError`]; nothing changed then.
    pub fn storage_set(&self, owner: &Owner, entries: &[(String, String)]) -> Result<(), StorageError> {
        if entries.iter().any(|(key, value)| key.len() + value.len() > ENTRY_LIMIT) {
            return Err(StorageError::EntryTooLarge);
        }
        self.database.quick(|tx| {
            let mut total = total(tx, owner)?;
            for (key, value) in entries {
                let bytes = key.len() + value.len();
                let sql = "SELECT bytes FROM storage WHERE owner = ?1 AND key = ?2";
                let before: Option<i64> = one(tx, sql, [&owner.0, key])?;
                total = total.saturating_sub(before.map_or(0, size)) + bytes;
                let sql = "INSERT OR REPLACE INTO storage (owner, key, value, bytes) VALUES (?1, ?2, ?3, ?4)";
                tx.prepare(sql)?.execute((&owner.0, key, value, int(bytes as u64)))?;
            }
            if total > TOTAL_LIMIT {
                return Err(StorageError::Full); // the transaction is dropped, and with it what it wrote
            }
            set_total(tx, owner, total)?;
            Ok(())
        })
    }

    /// Removes an entry, if there is one.
    ///
    /// # Errors
    /// [`StorageError::Store`].
    pub fn storage_remove(&self, owner: &Owner, key: &str) -> Result<(), StorageError> {
        self.database.quick(|tx| {
            let sql = "DELETE FROM storage WHERE owner = ?1 AND key = ?2 RETURNING bytes";
            let bytes: Option<i64> = tx.prepare(sql)?.query_row([&owner.0, key], |row| row.get(0)).optional()?;
            if let Some(bytes) = bytes {
                let total = total(tx, owner)?;
                set_total(tx, owner, total.saturating_sub(size(bytes)))?;
            }
            Ok(())
        })
    }

    /// Removes all entries.
    ///
    /// # Errors
    /// [`StorageError::Store`].
    pub fn storage_clear(&self, owner: &Owner) -> Result<(), StorageError> {
        self.database.quick(|tx| {
            tx.execute("DELETE FROM storage WHERE owner = ?1", [&owner.0])?;
            tx.execute("DELETE FROM storage_total WHERE owner = ?1", [&owner.0])?;
            Ok(())
        })
    }

    /// What is there.
    ///
    /// # Errors
    /// [`StorageError::Store`].
    pub fn storage_info(&self, owner: &Owner) -> Result<StorageInfo, StorageError> {
        self.database.read(|db| {
            let mut query = db.prepare("SELECT key FROM storage WHERE owner = ?1 ORDER BY key")?;
            let keys = query.query_map([&owner.0], |row| row.get(0))?.collect::<Result<_, _>>()?;
            Ok(StorageInfo { keys, bytes: total(db, owner)? })
        })
    }

    /// Removes everything that a mini-program stored for a user, and the user's answers to it.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub fn clear_data(&self, user: &User, app: &AppId) -> Result<(), StoreError> {
        self.database.durable(|tx| Ok(clear(tx, user, app)?))
    }

    /// Removes all that is kept for a user.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub fn forget_user(&self, user: &User) -> Result<(), StoreError> {
        let all = Owner::all_of(user);
        // Whoever has no name owns what names nobody.
        let of_user = if *user == User::default() { "substr(owner, 1, 2) <> 'u~'" } else { "substr(owner, 1, length(?1)) = ?1" };
        self.database.durable(|tx| {
            for table in OWNED {
                tx.execute(&format!("DELETE FROM {table} WHERE {of_user} AND ?1 = ?1"), [&all])?;
            }
            for table in ["grants", "recents"] {
                tx.execute(&format!("DELETE FROM {table} WHERE user = ?1"), [user.key()])?;
            }
            Ok(())
        })
    }
}

/// Removes what a mini-program stored for a user, and that user's answers to it.
pub(super) fn clear(tx: &Transaction<'_>, user: &User, app: &AppId) -> rusqlite::Result<()> {
    let owner = Owner::installed(app).of(user);
    for table in OWNED {
        tx.execute(&format!("DELETE FROM {table} WHERE owner = ?1"), [owner.as_str()])?;
    }
    tx.execute("DELETE FROM grants WHERE user = ?1 AND app = ?2", [user.key(), app.as_str()]).map(drop)
}

/// Bytes, which [`TOTAL_LIMIT`] keeps far below what any machine can count.
fn size(bytes: i64) -> usize {
    usize::try_from(uint(bytes)).unwrap_or(usize::MAX)
}

fn total(db: &rusqlite::Connection, owner: &Owner) -> rusqlite::Result<usize> {
    Ok(one(db, "SELECT bytes FROM storage_total WHERE owner = ?1", [&owner.0])?.map_or(0, size))
}

fn set_total(tx: &Transaction<'_>, owner: &Owner, bytes: usize) -> rusqlite::Result<()> {
    tx.prepare("INSERT OR REPLACE INTO storage_total (owner, bytes) VALUES (?1, ?2)")?.execute((&owner.0, int(bytes as u64))).map(drop)
}
