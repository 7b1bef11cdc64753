//! The one connection: numbered migrations, write-ahead log, two kinds of writes. It must not know what tables mean.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, Params, Transaction};

use super::StoreError;

/// Each entry brings the database from its place in this list to the next one. Entries are never changed, only added.
const MIGRATIONS: &[&str] = &[
    "
    CREATE TABLE index_seen (registry TEXT PRIMARY KEY, serial INTEGER NOT NULL);
    CREATE TABLE floor (app TEXT PRIMARY KEY, version INTEGER NOT NULL);
    CREATE TABLE installed (
        app TEXT PRIMARY KEY, version INTEGER NOT NULL, file TEXT NOT NULL, envelope TEXT NOT NULL, at_ms INTEGER NOT NULL);
    CREATE TABLE recents (app TEXT PRIMARY KEY, page TEXT NOT NULL, query TEXT NOT NULL, title TEXT NOT NULL, at_ms INTEGER NOT NULL);
    CREATE INDEX recents_by_time ON recents (at_ms);
    CREATE TABLE grants (
        app TEXT NOT NULL, scope TEXT NOT NULL, allowed INTEGER NOT NULL, at_ms INTEGER NOT NULL, PRIMARY KEY (app, scope)) WITHOUT ROWID;
    CREATE TABLE storage (
        owner TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, bytes INTEGER NOT NULL, PRIMARY KEY (owner, key)) WITHOUT ROWID;
    CREATE TABLE storage_total (owner TEXT PRIMARY KEY, bytes INTEGER NOT NULL);
",
    "CREATE TABLE kept (owner TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (owner, key)) WITHOUT ROWID;",
    // Several users of one phone. What was there is the one's who needs no name.
    "
    ALTER TABLE recents RENAME TO recents_of_one;
    CREATE TABLE recents (
        user TEXT NOT NULL, app TEXT NOT NULL, page TEXT NOT NULL, query TEXT NOT NULL, title TEXT NOT NULL, at_ms INTEGER NOT NULL,
        PRIMARY KEY (user, app));
    INSERT INTO recents (user, app, page, query, title, at_ms)
        SELECT '', app, page, query, title, at_ms FROM recents_of_one ORDER BY rowid;
    DROP TABLE recents_of_one;
    CREATE INDEX recents_by_time ON recents (user, at_ms);
    ALTER TABLE grants RENAME TO grants_of_one;
    CREATE TABLE grants (
        user TEXT NOT NULL, app TEXT NOT NULL, scope TEXT NOT NULL, allowed INTEGER NOT NULL, at_ms INTEGER NOT NULL,
        PRIMARY KEY (user, app, scope)) WITHOUT ROWID;
    INSERT INTO grants (user, app, scope, allowed, at_ms) SELECT '', app, scope, allowed, at_ms FROM grants_of_one;
    DROP TABLE grants_of_one;
",
];

pub(super) struct Database {
    connection: Mutex<Connection>,
}

impl Database {
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let mut connection = Connection::open(path)?;
        connection.busy_timeout(Duration::from_secs(5))?;
        let _mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
        migrate(&mut connection)?;
        Ok(Self { connection: Mutex::new(connection) })
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        // A thread that failed inside a transaction rolled it back when it unwound.
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads.
    pub fn read<T, E: From<rusqlite::Error>>(&self, work: impl FnOnce(&Connection) -> Result<T, E>) -> Result<T, E> {
        work(&self.lock())
    }

    /// A transaction that survives a power cut once this returns: installs, grants, floors.
    pub fn durable<T, E: From<rusqlite::Error>>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T, E>) -> Result<T, E> {
        self.write("FULL", work)
    }

    /// A transaction that is whole or absent, but may be lost in a power cut of the last moment: what mini-programs
    /// store, often and synchronously.
    pub fn quick<T, E: From<rusqlite::Error>>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T, E>) -> Result<T, E> {
        self.write("NORMAL", work)
    }

    fn write<T, E: From<rusqlite::Error>>(&self, synchronous: &str, work: impl FnOnce(&Transaction<'_>) -> Result<T, E>) -> Result<T, E> {
        let mut connection = self.lock();
        connection.pragma_update(None, "synchronous", synchronous)?;
        let tx = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let value = work(&tx)?;
        tx.commit()?;
        Ok(value)
    }

    pub fn close(self) -> Result<(), StoreError> {
        let connection = self.connection.into_inner().unwrap_or_else(PoisonError::into_inner);
        connection.close().map_err(|(_, error)| error.into())
    }
}

/// One value of one row, if there is such a row.
pub(super) fn one<T: rusqlite::types::FromSql>(connection: &Connection, sql: &str, params: impl Params) -> rusqlite::Result<Option<T>> {
    connection.prepare(sql)?.query_row(params, |row| row.get(0)).optional()
}

/// A count for the database, which knows signed numbers only. Releases and editions beyond its range are refused before.
pub(super) fn int(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A count from the database.
pub(super) fn uint(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let version: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let version = version as usize;
    if version > MIGRATIONS.len() {
        let reason = "it was written by a newer version of this app; update the app to use it again";
        return Err(StoreError::Database { reason: reason.into() });
    }
    for (at, step) in MIGRATIONS.iter().enumerate().skip(version) {
        let tx = connection.transaction()?;
        tx.execute_batch(step)?;
        tx.pragma_update(None, "user_version", int(at as u64 + 1))?;
        tx.commit()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn database_of_a_newer_version_is_refused_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.db");
        drop(Database::open(&path).unwrap());
        let connection = Connection::open(&path).unwrap();
        connection.pragma_update(None, "user_version", 99).unwrap();
        drop(connection);
        assert!(matches!(Database::open(&path), Err(StoreError::Database { .. })));
        let connection = Connection::open(&path).unwrap();
        let version: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
        assert_eq!(version, 99);
    }

    #[test]
    fn what_was_there_before_users_is_kept_for_the_one_without_a_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.db");
        let connection = Connection::open(&path).unwrap();
        for step in &MIGRATIONS[..2] {
            connection.execute_batch(step).unwrap();
        }
        connection.pragma_update(None, "user_version", 2).unwrap();
        let old = "INSERT INTO recents VALUES ('a.b', 'p', 'q=1', 't', 5); INSERT INTO recents VALUES ('c.d', 'p', '', '', 5);
            INSERT INTO grants VALUES ('a.b', 'scope.camera', 1, 6); INSERT INTO storage VALUES ('a.b', 'k', '1', 2);
            INSERT INTO kept VALUES ('~person', 'addresses', '[]')";
        connection.execute_batch(old).unwrap();
        drop(connection);
        let database = Database::open(&path).unwrap();
        let count = |sql: &str| database.read::<_, StoreError>(|db| Ok(one::<i64>(db, sql, [])?)).unwrap();
        assert_eq!(count("SELECT count(*) FROM recents WHERE user = ''"), Some(2));
        assert_eq!(count("SELECT rowid FROM recents WHERE app = 'c.d'"), Some(2), "the last one stays the last");
        assert_eq!(count("SELECT allowed FROM grants WHERE user = '' AND app = 'a.b' AND scope = 'scope.camera'"), Some(1));
        assert_eq!(count("SELECT count(*) FROM storage"), Some(1));
        assert_eq!(count("SELECT count(*) FROM kept"), Some(1));
    }

    #[test]
    fn migrations_run_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.db");
        let database = Database::open(&path).unwrap();
        database.quick::<_, StoreError>(|tx| Ok(tx.execute("INSERT INTO floor VALUES ('a.b', 3)", [])?)).unwrap();
        database.close().unwrap();
        let database = Database::open(&path).unwrap();
        let version: Option<i64> = database.read(|db| one(db, "SELECT version FROM floor WHERE app = ?1", ["a.b"])).unwrap();
        assert_eq!(version, Some(3));
    }
}
