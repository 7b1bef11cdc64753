//! What is known of mini-programs that do not run: catalogue, recents, permissions, pictures. It must not start any.

use banchan_formats::code::AppId;
use serde::Serialize;

use super::SuperApp;
use crate::permission::{GrantRecord, GrantsError, Scope, Slot};
use crate::session::Place;
use crate::store::{CatalogueEntry, Picture, Registry, StoreError};

/// How many recents are kept in sight.
const RECENTS: u32 = 30;

/// A mini-program as lists show it, in the user's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AppCard {
    /// Its id.
    pub app_id: AppId,
    /// Its name.
    pub name: String,
    /// One sentence.
    pub description: String,
    /// Its category.
    pub category: String,
    /// Who publishes it.
    pub publisher: String,
    /// Its version.
    pub version: u64,
    /// Whether it has a picture ([`SuperApp::icon`]).
    pub icon: bool,
    /// Whether it is on this phone already.
    pub installed: bool,
}

/// One that was opened before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RecentCard {
    /// Which.
    #[serde(flatten)]
    pub app: AppCard,
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
}

impl SuperApp {
    fn card(&self, entry: &CatalogueEntry) -> AppCard {
        let info = entry.info();
        let language = &self.hosts.facts.get().language;
        AppCard {
            app_id: info.id.clone(),
            name: info.name(language).into(),
            description: info.sentence(language).into(),
            category: info.category.clone(),
            publisher: info.publisher.clone(),
            version: info.version,
            icon: entry.release.icon.is_some(),
            installed: entry.installed,
        }
    }

    /// Adds a registry that was verified, in the place of an earlier edition by the same key.
    ///
    /// # Errors
    /// [`StoreError::OlderIndex`] when a later edition was seen before.
    pub fn add_registry(&self, registry: Registry) -> Result<(), StoreError> {
        self.store.add_registry(registry)
    }

    /// Everything that can be opened.
    ///
    /// # Errors
    /// [`StoreError`] when the store can't be read.
    pub fn catalogue(&self) -> Result<Vec<AppCard>, StoreError> {
        Ok(self.store.catalogue()?.iter().map(|entry| self.card(entry)).collect())
    }

    /// What fits a text, best first.
    ///
    /// # Errors
    /// [`StoreError`] when the store can't be read.
    pub fn search(&self, text: &str) -> Result<Vec<AppCard>, StoreError> {
        Ok(self.store.search(text)?.iter().map(|entry| self.card(entry)).collect())
    }

    /// One of them.
    ///
    /// # Errors
    /// [`StoreError::UnknownApp`].
    pub fn about(&self, app: &AppId) -> Result<AppCard, StoreError> {
        Ok(self.card(&self.store.entry(app)?))
    }

    /// What was opened before, the last first. What no registry offers any more is left out.
    ///
    /// # Errors
    /// [`StoreError`] when the store can't be read.
    pub fn recents(&self) -> Result<Vec<RecentCard>, StoreError> {
        let catalogue = self.store.catalogue()?;
        let recents = self.store.recents(&self.user(), RECENTS)?.into_iter();
        let card = |recent: crate::store::Recent| {
            let entry = catalogue.iter().find(|entry| entry.info().id == recent.app)?;
            Some(RecentCard { app: self.card(entry), at_ms: recent.at_ms })
        };
        Ok(recents.filter_map(card).collect())
    }

    /// Takes one out of recents; nothing else of it changes.
    ///
    /// # Errors
    /// [`StoreError`] when the store can't be written.
    pub fn forget_recent(&self, app: &AppId) -> Result<(), StoreError> {
        self.store.forget_recent(&self.user(), app)
    }

    pub(super) fn remember(&self, slot: Slot, place: Option<&Place>) {
        // Of whoever opened it, also when that one has left since.
        let Ok(info) = self.broker.gate().info(slot) else { return };
        let (path, query) = place.map_or(("", ""), |place| (&place.path, &place.query));
        // A list of recents that misses one is worth no failure: the mini-program is open.
        let _ = self.store.touch_recent(&info.user, &info.app_id, path, query, "");
    }

    /// The picture of a mini-program; it comes from the signed release, so it may be shown before anything of it runs.
    pub fn icon(&self, app: &AppId) -> Option<Picture> {
        self.store.icon(app)
    }

    /// What the user answered so far.
    ///
    /// # Errors
    /// [`GrantsError`] when the store can't be read.
    pub fn grants(&self, app: &AppId) -> Result<Vec<GrantRecord>, GrantsError> {
        self.broker.gate().list_grants(app)
    }

    /// Changes an answer: `Some(false)` takes a permission back at once, `None` lets the mini-program ask again.
    ///
    /// # Errors
    /// [`GrantsError`] when it can't be stored. The running mini-program has lost the right even then.
    pub fn set_grant(&self, app: &AppId, scope: Scope, allowed: Option<bool>) -> Result<(), GrantsError> {
        self.broker.gate().set_grant(app, scope, allowed)
    }
}
