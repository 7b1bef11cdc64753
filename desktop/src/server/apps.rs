//! Mini-programs as the phone page lists them.

use banchan_core::superapp::{AppCard, SuperApp};
use banchan_formats::code::AppId;
use banchan_formats::manifest::AppInfo;
use serde_json::{Value, json};

use super::Shell;

/// A card in the page's words.
pub(super) fn card(app: &AppCard) -> Value {
    json!({
        "id": app.app_id.as_str(), "name": app.name, "description": app.description, "publisher": app.publisher, "version": app.version,
        "installed": app.installed,
        // Below the page's own folder, so it carries the token.
        "icon": app.icon.then(|| format!("icon/{}", app.app_id)),
    })
}

/// The card of an id; of one that no registry knows, its id.
pub(super) fn card_of(core: &SuperApp, id: &AppId) -> Value {
    core.about(id).map_or_else(|_| json!({ "id": id.as_str(), "name": id.as_str() }), |app| card(&app))
}

/// The card of a source folder.
pub(super) fn dev_card(info: Option<&AppInfo>, id: &AppId, language: &str) -> Value {
    let name = info.map(|info| info.name(language)).filter(|name| !name.is_empty()).unwrap_or(id.as_str());
    let description = info.map_or("", |info| info.sentence(language));
    json!({ "id": id.as_str(), "name": name, "description": description, "publisher": "", "version": info.map(|info| info.version), "dev": true })
}

/// What home shows; the mini-program of a source folder comes before all others, and hides an installed one of its id.
pub(super) fn lists(core: &SuperApp, folder: Option<Value>) -> Value {
    // A store that can't be read is said in the terminal; home stays usable for scanning.
    let told = |error: &dyn std::fmt::Display| eprintln!("The list of mini-programs can't be read: {error}");
    let catalogue = core.catalogue().inspect_err(|error| told(error)).unwrap_or_default();
    let recents = core.recents().inspect_err(|error| told(error)).unwrap_or_default();
    let others = catalogue.iter().map(card).filter(|card| folder.as_ref().is_none_or(|folder| folder["id"] != card["id"]));
    json!({
        "catalogue": folder.iter().cloned().chain(others).collect::<Vec<_>>(),
        "recents": recents.iter().map(|recent| card(&recent.app)).collect::<Vec<_>>(),
    })
}

impl Shell {
    /// Tells the page what home shows now.
    pub(super) fn refresh_home(&self) {
        if let Some(core) = self.app() {
            let folder = self.dev.as_ref().and_then(|dev| dev.card(&self.facts.get().language));
            self.link.order("home", lists(core, folder));
        }
    }
}
