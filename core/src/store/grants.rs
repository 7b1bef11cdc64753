//! Answers of the user, kept. It must not decide anything: the gate does.

use banchan_formats::code::AppId;

use super::database::one;
use super::{Store, StoreError};
use crate::permission::{GrantRecord, Grants, GrantsError, Scope};

fn failed(error: &StoreError) -> GrantsError {
    GrantsError { reason: error.to_string() }
}

impl Grants for Store {
    fn get(&self, app: &AppId, scope: Scope) -> Result<Option<bool>, GrantsError> {
        let sql = "SELECT allowed FROM grants WHERE app = ?1 AND scope = ?2";
        self.database.read(|db| Ok(one(db, sql, [app.as_str(), scope.name()])?)).map_err(|e| failed(&e))
    }

    fn set(&self, app: &AppId, scope: Scope, allowed: Option<bool>) -> Result<(), GrantsError> {
        let now = self.now_ms();
        let write = |tx: &rusqlite::Transaction<'_>| -> Result<(), StoreError> {
            match allowed {
                Some(allowed) => tx.execute(
                    "INSERT OR REPLACE INTO grants (app, scope, allowed, at_ms) VALUES (?1, ?2, ?3, ?4)",
                    (app.as_str(), scope.name(), allowed, now),
                )?,
                None => tx.execute("DELETE FROM grants WHERE app = ?1 AND scope = ?2", [app.as_str(), scope.name()])?,
            };
            Ok(())
        };
        self.database.durable(write).map_err(|e| failed(&e))
    }

    fn list(&self, app: &AppId) -> Result<Vec<GrantRecord>, GrantsError> {
        let read = |db: &rusqlite::Connection| -> Result<Vec<GrantRecord>, StoreError> {
            let mut query = db.prepare("SELECT scope, allowed, at_ms FROM grants WHERE app = ?1")?;
            let rows = query.query_map([app.as_str()], |row| Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?)))?;
            let mut grants = Vec::new();
            for row in rows {
                let (scope, allowed, at_ms) = row?;
                // A scope that this version does not know grants nothing.
                grants.extend(Scope::parse(&scope).map(|scope| GrantRecord { scope, allowed, at_ms }));
            }
            grants.sort_by_key(|grant| grant.scope);
            Ok(grants)
        };
        self.database.read(read).map_err(|e| failed(&e))
    }
}
