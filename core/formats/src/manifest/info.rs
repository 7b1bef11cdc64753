//! `banchan.json`: what the publisher tells Banchan about a mini-program, which WeChat keeps on its servers: its id,
//! names, allowed domains and links. It must not check whether a domain may be reached.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::json::Json;
use crate::bundle::Files;
use crate::code::{AppId, LinkRule};
use crate::diag::Diagnostic;

/// The publisher's file. Everything but the id has a default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AppInfo {
    /// The mini-program's id, unique in a registry.
    pub id: AppId,
    /// Grows with every release.
    #[serde(default = "first")]
    pub version: u64,
    /// Name by language (`en`, `zh-CN`, `ko`).
    #[serde(default)]
    pub names: BTreeMap<String, String>,
    /// One sentence by language.
    #[serde(default)]
    pub description: BTreeMap<String, String>,
    /// Path of a picture in the bundle; empty for none.
    #[serde(default)]
    pub icon: String,
    /// One word, such as `travel`.
    #[serde(default)]
    pub category: String,
    /// Words to be found by, in any language.
    #[serde(default)]
    pub keywords: Vec<String>,
    /// Scope to what stands on its permission sheet by language, for readers of others than that of app.json.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub reasons: BTreeMap<String, BTreeMap<String, String>>,
    /// Hosts it may talk to.
    #[serde(default)]
    pub domains: Domains,
    /// Ordinary links that open it. Rules for other mini-programs are dropped when the bundle is published.
    #[serde(default)]
    pub links: Vec<LinkRule>,
    /// Who publishes it.
    #[serde(default)]
    pub publisher: String,
}

fn first() -> u64 {
    1
}

/// Hosts a mini-program may talk to, each as `https://host` or `wss://host`, as WeChat's console takes them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Domains {
    /// `wx.request`.
    pub request: Vec<String>,
    /// `wx.connectSocket`.
    pub socket: Vec<String>,
    /// `wx.uploadFile`.
    pub upload: Vec<String>,
    /// `wx.downloadFile`.
    pub download: Vec<String>,
    /// `web-view`.
    pub web_view: Vec<String>,
}

impl AppInfo {
    /// Reads `banchan.json` at the root of the files. `None` without a diagnostic: there is none.
    #[must_use]
    pub fn from_files(files: &Files) -> (Option<Self>, Vec<Diagnostic>) {
        let json = match Json::read(files, "banchan.json") {
            None => return (None, Vec::new()),
            Some(Err(broken)) => return (None, vec![broken]),
            Some(Ok(json)) => json,
        };
        match serde_json::from_value::<Self>(json.value.clone()) {
            Ok(info) => (Some(info), Vec::new()),
            Err(error) => {
                let help = "see docs/publishing.md for what banchan.json holds";
                (None, vec![json.error(&[], format!("banchan.json can't be used: {error}")).with_help(help)])
            }
        }
    }

    /// What stands in for a missing `banchan.json`: the id given, first version, nothing allowed.
    #[must_use]
    pub fn unnamed(id: AppId) -> Self {
        Self {
            id,
            version: 1,
            names: BTreeMap::new(),
            description: BTreeMap::new(),
            icon: String::new(),
            category: String::new(),
            keywords: Vec::new(),
            reasons: BTreeMap::new(),
            domains: Domains::default(),
            links: Vec::new(),
            publisher: String::new(),
        }
    }

    /// Its name for a reader of `language` (`zh-CN`, `ko`): that one, else the same tongue, else English, else any,
    /// else the id.
    #[must_use]
    pub fn name(&self, language: &str) -> &str {
        pick(&self.names, language).unwrap_or(self.id.as_str())
    }

    /// Why it asks for a scope, for a reader of `language`; `None` when only app.json says it.
    #[must_use]
    pub fn reason(&self, scope: &str, language: &str) -> Option<&str> {
        self.reasons.get(scope).and_then(|texts| own(texts, language)).map(str::trim).filter(|text| !text.is_empty())
    }

    /// Its sentence for a reader of `language`; empty when there is none.
    #[must_use]
    pub fn sentence(&self, language: &str) -> &str {
        pick(&self.description, language).unwrap_or_default()
    }
}

/// In the reader's language or tongue, else in English, else in any.
fn pick<'a>(texts: &'a BTreeMap<String, String>, language: &str) -> Option<&'a str> {
    own(texts, language).or_else(|| own(texts, "en")).or_else(|| texts.values().next().map(String::as_str))
}

/// In the reader's language, else in the same tongue.
fn own<'a>(texts: &'a BTreeMap<String, String>, language: &str) -> Option<&'a str> {
    let alike = |tag: &str| tag.replace('_', "-").eq_ignore_ascii_case(&language.replace('_', "-"));
    let tongue = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let by = |test: &dyn Fn(&str) -> bool| texts.iter().find(|(tag, _)| test(tag)).map(|(_, text)| text.as_str());
    by(&alike).or_else(|| by(&|tag| tongue(tag) == tongue(language)))
}
