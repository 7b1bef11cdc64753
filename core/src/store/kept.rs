//! Small things that core keeps for a person or for a mini-program: addresses, standing answers. A program can't reach
//! them by itself. What they mean is the caller's business.

use super::storage::Owner;
use super::{Store, StoreError};
use crate::store::database::one;

impl Store {
    /// What was kept under a key.
    ///
    /// # Errors
    /// [`StoreError`] when the store can't be read.
    pub fn kept(&self, owner: &Owner, key: &str) -> Result<Option<String>, StoreError> {
        self.database.read(|db| Ok(one(db, "SELECT value FROM kept WHERE owner = ?1 AND key = ?2", [owner.as_str(), key])?))
    }

    /// Everything whose key starts so, by key.
    ///
    /// # Errors
    /// [`StoreError`] when the store can't be read.
    pub fn kept_with(&self, owner: &Owner, prefix: &str) -> Result<Vec<(String, String)>, StoreError> {
        self.database.read(|db| {
            let mut query = db.prepare("SELECT key, value FROM kept WHERE owner = ?1 AND substr(key, 1, length(?2)) = ?2 ORDER BY key")?;
            let rows = query.query_map([owner.as_str(), prefix], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Keeps a value; `None` forgets it.
    ///
    /// # Errors
    /// [`StoreError`] when the store can't be written.
    pub fn keep(&self, owner: &Owner, key: &str, value: Option<&str>) -> Result<(), StoreError> {
        self.database.durable(|tx| {
            match value {
                Some(value) => {
                    tx.execute("INSERT OR REPLACE INTO kept (owner, key, value) VALUES (?1, ?2, ?3)", [owner.as_str(), key, value])?
                }
                None => tx.execute("DELETE FROM kept WHERE owner = ?1 AND key = ?2", [owner.as_str(), key])?,
            };
            Ok(())
        })
    }

    /// Forgets all that is kept for an owner.
    ///
    /// # Errors
    /// [`StoreError`] when the store can't be written.
    pub fn forget_kept(&self, owner: &Owner) -> Result<(), StoreError> {
        self.database.durable(|tx| {
            tx.execute("DELETE FROM kept WHERE owner = ?1", [owner.as_str()])?;
            Ok(())
        })
    }
}
