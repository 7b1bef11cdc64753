//! What was opened last. It must not know why.

use banchan_formats::code::AppId;
use serde::{Deserialize, Serialize};

use super::{Store, StoreError};
use crate::permission::User;

/// A mini-program that was open, newest use only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Recent {
    /// Which.
    pub app: AppId,
    /// The page that was opened.
    pub page: String,
    /// Its query.
    pub query: String,
    /// What its bar said; empty when it said nothing yet.
    pub title: String,
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
}

/// How many are kept.
const KEPT: u32 = 100;

impl Store {
    /// Notes that a user opened a mini-program.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub fn touch_recent(&self, user: &User, app: &AppId, page: &str, query: &str, title: &str) -> Result<(), StoreError> {
        let now = self.now_ms();
        self.database.quick(|tx| {
            let row = (user.key(), app.as_str(), page, query, title, now);
            tx.execute("INSERT OR REPLACE INTO recents (user, app, page, query, title, at_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6)", row)?;
            let old = "DELETE FROM recents WHERE user = ?1 AND app NOT IN
                (SELECT app FROM recents WHERE user = ?1 ORDER BY at_ms DESC LIMIT ?2)";
            tx.execute(old, (user.key(), KEPT))?;
            Ok(())
        })
    }

    /// A user's, the newest first.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub fn recents(&self, user: &User, limit: u32) -> Result<Vec<Recent>, StoreError> {
        self.database.read(|db| {
            let sql = "SELECT app, page, query, title, at_ms FROM recents WHERE user = ?1 ORDER BY at_ms DESC, rowid DESC LIMIT ?2";
            let mut query = db.prepare(sql)?;
            let rows = query.query_map((user.key(), limit), |row| {
                let app: String = row.get(0)?;
                Ok((app, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
            })?;
            let mut recents = Vec::new();
            for row in rows {
                let (app, page, query, title, at_ms) = row?;
                recents.extend(AppId::parse(&app).ok().map(|app| Recent { app, page, query, title, at_ms }));
            }
            Ok(recents)
        })
    }

    /// Forgets one.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub fn forget_recent(&self, user: &User, app: &AppId) -> Result<(), StoreError> {
        self.database
            .quick(|tx| Ok(tx.execute("DELETE FROM recents WHERE user = ?1 AND app = ?2", [user.key(), app.as_str()]).map(drop)?))
    }
}
