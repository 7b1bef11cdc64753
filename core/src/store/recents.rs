//! What was opened last. It must not know why.

use banchan_formats::code::AppId;
use serde::{Deserialize, Serialize};

use super::{Store, StoreError};

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
    /// Notes that a mini-program was opened.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub fn touch_recent(&self, app: &AppId, page: &str, query: &str, title: &str) -> Result<(), StoreError> {
        let now = self.now_ms();
        self.database.quick(|tx| {
            let row = (app.as_str(), page, query, title, now);
            tx.execute("INSERT OR REPLACE INTO recents (app, page, query, title, at_ms) VALUES (?1, ?2, ?3, ?4, ?5)", row)?;
            tx.execute("DELETE FROM recents WHERE app NOT IN (SELECT app FROM recents ORDER BY at_ms DESC LIMIT ?1)", [KEPT])?;
            Ok(())
        })
    }

    /// The newest first.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub fn recents(&self, limit: u32) -> Result<Vec<Recent>, StoreError> {
        self.database.read(|db| {
            let mut query = db.prepare("SELECT app, page, query, title, at_ms FROM recents ORDER BY at_ms DESC, rowid DESC LIMIT ?1")?;
            let rows = query.query_map([limit], |row| {
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
    pub fn forget_recent(&self, app: &AppId) -> Result<(), StoreError> {
        self.database.quick(|tx| Ok(tx.execute("DELETE FROM recents WHERE app = ?1", [app.as_str()]).map(drop)?))
    }
}
