//! Answers of users, kept. It must not decide anything: the gate does.

use std::sync::Arc;

use banchan_formats::code::AppId;

use super::database::one;
use super::{Store, StoreError};
use crate::permission::{GrantRecord, Grants, GrantsError, Scope, User};

fn failed(error: &StoreError) -> GrantsError {
    GrantsError { reason: error.to_string() }
}

/// The answers of one user.
pub struct UserGrants {
    store: Arc<Store>,
    user: User,
}

impl UserGrants {
    /// Those that `user` gave, and will give.
    #[must_use]
    pub fn new(store: Arc<Store>, user: User) -> Self {
        Self { store, user }
    }
}

impl Grants for UserGrants {
    fn get(&self, app: &AppId, scope: Scope) -> Result<Option<bool>, GrantsError> {
        let sql = "SELECT allowed FROM grants WHERE user = ?1 AND app = ?2 AND scope = ?3";
        self.store.database.read(|db| Ok(one(db, sql, [self.user.key(), app.as_str(), scope.name()])?)).map_err(|e| failed(&e))
    }

    fn set(&self, app: &AppId, scope: Scope, allowed: Option<bool>) -> Result<(), GrantsError> {
        let now = self.store.now_ms();
        let write = |tx: &rusqlite::Transaction<'_>| -> Result<(), StoreError> {
            match allowed {
                Some(allowed) => tx.execute(
                    "INSERT OR REPLACE INTO grants (user, app, scope, allowed, at_ms) VALUES (?1, ?2, ?3, ?4, ?5)",
                    (self.user.key(), app.as_str(), scope.name(), allowed, now),
                )?,
                None => {
                    let sql = "DELETE FROM grants WHERE user = ?1 AND app = ?2 AND scope = ?3";
                    tx.execute(sql, [self.user.key(), app.as_str(), scope.name()])?
                }
            };
            Ok(())
        };
        self.store.database.durable(write).map_err(|e| failed(&e))
    }

    fn list(&self, app: &AppId) -> Result<Vec<GrantRecord>, GrantsError> {
        let read = |db: &rusqlite::Connection| -> Result<Vec<GrantRecord>, StoreError> {
            let mut query = db.prepare("SELECT scope, allowed, at_ms FROM grants WHERE user = ?1 AND app = ?2")?;
            let rows = query.query_map([self.user.key(), app.as_str()], |row| Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?)))?;
            let mut grants = Vec::new();
            for row in rows {
                let (scope, allowed, at_ms) = row?;
                // A scope that this version does not know grants nothing.
                grants.extend(Scope::parse(&scope).map(|scope| GrantRecord { scope, title: scope.title().into(), allowed, at_ms }));
            }
            grants.sort_by_key(|grant| grant.scope);
            Ok(grants)
        };
        self.store.database.read(read).map_err(|e| failed(&e))
    }
}
