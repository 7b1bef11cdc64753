//! What a mini-program said about itself before it ran: reasons, domains, and who it is. It must not be changed by
//! anything the program says while it runs.

use std::collections::BTreeMap;

use banchan_formats::code::AppId;
pub use banchan_formats::manifest::Domains;
use banchan_formats::manifest::{AppInfo, Manifest};
use serde::{Deserialize, Serialize};

use super::{Scope, User};

/// What a manifest declares about what it will ask for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Declarations {
    /// Scope name to the reason shown to the user (`permission` of app.json).
    pub reasons: BTreeMap<String, String>,
    /// Names of interfaces that use private facts (`requiredPrivateInfos` of app.json).
    pub private_infos: Vec<String>,
    /// How long a request may take unless the program says otherwise, in milliseconds (`networkTimeout.request`).
    pub request_timeout_ms: u32,
    /// The same for the opening of a socket (`networkTimeout.connectSocket`).
    pub socket_timeout_ms: u32,
    /// The same for an upload (`networkTimeout.uploadFile`).
    pub upload_timeout_ms: u32,
    /// The same for a download (`networkTimeout.downloadFile`).
    pub download_timeout_ms: u32,
}

impl Default for Declarations {
    fn default() -> Self {
        Self {
            reasons: BTreeMap::new(),
            private_infos: Vec::new(),
            request_timeout_ms: 60_000,
            socket_timeout_ms: 60_000,
            upload_timeout_ms: 60_000,
            download_timeout_ms: 60_000,
        }
    }
}

impl From<&Manifest> for Declarations {
    fn from(manifest: &Manifest) -> Self {
        Self {
            reasons: manifest.permissions.clone(),
            private_infos: manifest.required_private_infos.clone(),
            request_timeout_ms: manifest.network_timeout.request,
            socket_timeout_ms: manifest.network_timeout.connect_socket,
            upload_timeout_ms: manifest.network_timeout.upload_file,
            download_timeout_ms: manifest.network_timeout.download_file,
        }
    }
}

impl Declarations {
    /// With the publisher's reasons in the language of whoever will read them. What app.json does not declare stays undeclared.
    #[must_use]
    pub fn for_reader(mut self, info: &AppInfo, language: &str) -> Self {
        for (scope, reason) in &mut self.reasons {
            if let Some(own) = info.reason(scope, language) {
                *reason = own.into();
            }
        }
        self
    }

    /// Whether a scope was declared in either way that WeChat knows.
    #[must_use]
    pub fn declares(&self, scope: Scope) -> bool {
        let by_interface: &[&str] = match scope {
            Scope::UserLocation => &["getLocation", "onLocationChange", "startLocationUpdate", "chooseLocation"],
            Scope::UserFuzzyLocation => &["getFuzzyLocation"],
            Scope::UserLocationBackground => &["startLocationUpdateBackground"],
            _ => &[],
        };
        self.reasons.contains_key(scope.name()) || self.private_infos.iter().any(|name| by_interface.contains(&name.as_str()))
    }

    /// The publisher's reason; empty when there is none.
    #[must_use]
    pub fn reason(&self, scope: Scope) -> &str {
        self.reasons.get(scope.name()).map_or("", String::as_str)
    }
}

/// For what an address is wanted; each has a list of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum UrlKind {
    /// `wx.request`: https.
    Request,
    /// `wx.connectSocket`: wss.
    Socket,
    /// `wx.uploadFile`: https.
    Upload,
    /// `wx.downloadFile`: https.
    Download,
    /// What only a page shows, such as a font: https, in no list, since nothing of it reaches the program.
    Shown,
    /// The page of a `web-view`: https.
    WebView,
}

/// The list of a release for one purpose. An entry is `https://host`, `https://host:port`, `wss://host` or `host`.
pub(super) fn listed(domains: &Domains, kind: UrlKind) -> &[String] {
    match kind {
        UrlKind::Request => &domains.request,
        UrlKind::Socket => &domains.socket,
        UrlKind::Upload => &domains.upload,
        UrlKind::Download => &domains.download,
        UrlKind::Shown => &[],
        UrlKind::WebView => &domains.web_view,
    }
}

/// How strict the network is for one mini-program. There is no default: whoever opens a slot says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum NetPolicy {
    /// Encrypted, listed, public: for everything that was installed.
    Release,
    /// For a source folder that a developer opened on the own machine.
    Development {
        /// Also lets through this machine's own addresses, unencrypted, on any port, unlisted.
        allow_loopback: bool,
    },
}

/// Who runs in a slot, told by the host that opened it, never by the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotInfo {
    /// Who uses it: who that is when it is opened, the broker says.
    pub user: User,
    /// The mini-program.
    pub app_id: AppId,
    /// Its version; 0 for a source folder.
    pub version: u64,
    /// Its name in the user's language, for the permission sheet.
    pub name: String,
    /// What its manifest declares.
    pub declarations: Declarations,
    /// Which domains it may talk to.
    pub domains: Domains,
    /// How strict the network is.
    pub policy: NetPolicy,
}
