//! What can be found: names in every language, keywords, links, pictures. It reads what the registries offer and what is installed.

use std::collections::BTreeMap;
use std::sync::Arc;

use banchan_formats::code::{AppId, LinkRule};
use banchan_formats::manifest::AppInfo;

use super::registry::Release;
use super::sign::Envelope;
use super::{Store, StoreError};

/// One mini-program that can be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogueEntry {
    /// What its publisher says about it.
    pub release: Arc<Release>,
    /// Whether it is on this phone already.
    pub installed: bool,
}

impl CatalogueEntry {
    /// What its publisher says about it.
    #[must_use]
    pub fn info(&self) -> &AppInfo {
        &self.release.app
    }
}

/// A picture of a mini-program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Such as `image/png`.
    pub mime: &'static str,
    /// The file.
    pub bytes: Vec<u8>,
}

impl Store {
    /// Everything that can be opened, by id: what the registries offer, and what is installed though no registry offers it any more.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub fn catalogue(&self) -> Result<Vec<CatalogueEntry>, StoreError> {
        let mut entries: BTreeMap<AppId, CatalogueEntry> = BTreeMap::new();
        for envelope in self.installed_envelopes()? {
            // What does not verify is told when it is opened; a list leaves it out.
            if let Ok(release) = Release::open(&envelope) {
                entries.insert(release.app.id.clone(), CatalogueEntry { release: Arc::new(release), installed: true });
            }
        }
        for registry in self.registries().iter().rev() {
            for release in registry.releases() {
                let installed = entries.get(&release.app.id).is_some_and(|entry| entry.installed);
                entries.insert(release.app.id.clone(), CatalogueEntry { release: release.clone(), installed });
            }
        }
        Ok(entries.into_values().collect())
    }

    /// One of them.
    ///
    /// # Errors
    /// [`StoreError::UnknownApp`].
    pub fn entry(&self, app: &AppId) -> Result<CatalogueEntry, StoreError> {
        let found = self.catalogue()?.into_iter().find(|entry| entry.info().id == *app);
        found.ok_or_else(|| StoreError::UnknownApp { app: app.clone() })
    }

    /// What fits a text, best first. Every word has to be found somewhere; an empty text finds everything.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub fn search(&self, text: &str) -> Result<Vec<CatalogueEntry>, StoreError> {
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        let mut found: Vec<(u32, CatalogueEntry)> = Vec::new();
        for entry in self.catalogue()? {
            if let Some(score) = score(entry.info(), &words) {
                found.push((score, entry));
            }
        }
        found.sort_by(|(a, x), (b, y)| b.cmp(a).then_with(|| x.info().id.cmp(&y.info().id)));
        Ok(found.into_iter().map(|(_, entry)| entry).collect())
    }

    /// Ordinary links that open a mini-program. A publisher's rules are for the own mini-program only.
    ///
    /// # Errors
    /// [`StoreError::Database`].
    pub fn link_rules(&self) -> Result<Vec<LinkRule>, StoreError> {
        Ok(self.catalogue()?.iter().flat_map(|entry| entry.info().links.clone()).collect())
    }

    /// The picture of a mini-program; `None` when it has none that can be shown.
    #[must_use]
    pub fn icon(&self, app: &AppId) -> Option<Picture> {
        let super::install::Offer { registry, release, .. } = self.offer(app)?;
        let record = release.icon.as_ref()?;
        let mime = match record.path.rsplit_once('.')?.1 {
            "png" => "image/png",
            "jpg" | "jpeg" => "image/jpeg",
            "webp" => "image/webp",
            "gif" => "image/gif",
            "svg" => "image/svg+xml",
            _ => return None,
        };
        let bytes = registry.read(record).ok().filter(|bytes| record.fits(bytes))?;
        Some(Picture { mime, bytes })
    }

    fn installed_envelopes(&self) -> Result<Vec<Envelope>, StoreError> {
        self.database.read(|db| {
            let mut query = db.prepare("SELECT envelope FROM installed")?;
            let rows = query.query_map([], |row| row.get::<_, String>(0))?;
            let mut envelopes = Vec::new();
            for row in rows {
                envelopes.extend(serde_json::from_str(&row?).ok());
            }
            Ok(envelopes)
        })
    }
}

/// How well a mini-program fits; `None` when a word is found nowhere.
fn score(info: &AppInfo, words: &[String]) -> Option<u32> {
    words.iter().try_fold(0, |sum, word| Some(sum + word_score(info, word)?))
}

fn word_score(info: &AppInfo, word: &str) -> Option<u32> {
    let names = info.names.values().map(|name| name_score(&name.to_lowercase(), word));
    let keywords = info.keywords.iter().map(|keyword| match keyword.to_lowercase() {
        keyword if keyword == word => 50,
        keyword if keyword.contains(word) => 40,
        _ => 0,
    });
    let contains = |text: &str, score| if text.to_lowercase().contains(word) { score } else { 0 };
    let others = [contains(info.id.as_str(), 30), contains(&info.category, 25), contains(&info.publisher, 22)];
    let sentences = info.description.values().map(|text| contains(text, 20));
    let best = names.chain(keywords).chain(others).chain(sentences).max().unwrap_or(0);
    (best > 0).then_some(best)
}

fn name_score(name: &str, word: &str) -> u32 {
    match name {
        _ if name == word => 100,
        _ if name.starts_with(word) => 80,
        _ if name.split(|c: char| !c.is_alphanumeric()).any(|part| part.starts_with(word)) => 70,
        _ if name.contains(word) => 60,
        _ => 0,
    }
}
