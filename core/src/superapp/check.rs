//! Looks at pages without a shell: one of them, or every page of a source folder. Everything is real but the shell, and
//! nothing is fetched: a source folder that is checked may talk to nobody.

use std::collections::BTreeMap;
use std::sync::Arc;

use banchan_formats::bundle::Files;
use banchan_formats::code::{AppId, OpenTarget};
use banchan_formats::manifest::{AppInfo, Domains, Manifest, rooted};
use serde::Serialize;

use super::dev::source_id;
use super::{OpenError, SuperApp, scene};
use crate::broker::{Broker, SlotState};
use crate::permission::{Declarations, NetPolicy, SlotInfo, User};
use crate::session::{Inspection, Place, STACK_BYTES, Start, inspect};

/// A member of `wx` that a program used and that is not there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MissingApi {
    /// Its name.
    pub name: String,
    /// How often it was used.
    pub uses: u64,
}

/// Every page of a source folder.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// Each page, in the order of `app.json`.
    pub pages: Vec<Inspection>,
    /// What all of them together missed.
    pub apis: Vec<MissingApi>,
}

/// What is looked at: files with who they are.
struct Subject {
    files: Arc<Files>,
    manifest: Manifest,
    found: Vec<banchan_formats::Diagnostic>,
    app_id: AppId,
    name: String,
}

impl Subject {
    fn of_files(files: &Files, language: &str) -> Result<Subject, OpenError> {
        let files = Arc::new(rooted(files));
        let (manifest, mut found) = Manifest::from_files(&files)?;
        let (info, more) = AppInfo::from_files(&files);
        found.extend(more);
        let info = match info {
            Some(info) => info,
            None => AppInfo::unnamed(source_id(&manifest)?),
        };
        Ok(Subject { files, manifest, found, name: info.name(language).into(), app_id: info.id })
    }
}

impl SuperApp {
    /// Looks at the first screen of one page of a source folder; `None` is its entry page.
    ///
    /// # Errors
    /// [`OpenError`] when there is no manifest. What is wrong with the page stands in the answer.
    pub fn inspect_files(&self, files: &Files, place: Option<Place>) -> Result<Inspection, OpenError> {
        let subject = Subject::of_files(files, &self.hosts.facts.get().language)?;
        let place = place.unwrap_or_else(|| Place { path: subject.manifest.entry.clone(), query: String::new() });
        Ok(self.inspect(&subject, &place, scene::LIST))
    }

    /// Looks at the first screen that a code leads to: verified and installed as by [`SuperApp::open`], but without a shell.
    ///
    /// # Errors
    /// [`OpenError`].
    pub fn inspect_target(&self, target: &OpenTarget) -> Result<Inspection, OpenError> {
        let bundle = self.store.open_app(&target.app_id)?;
        let (manifest, found) = Manifest::from_files(bundle.files())?;
        let path = target.path.clone().unwrap_or_else(|| manifest.entry.clone());
        let name = bundle.info().name(&self.hosts.facts.get().language).to_string();
        let subject = Subject { files: bundle.files().clone(), manifest, found, app_id: target.app_id.clone(), name };
        Ok(self.inspect(&subject, &Place { path, query: target.query.clone() }, scene::CODE))
    }

    /// Looks at every page of a source folder. `progress` hears the number of each page, how many there are, and its path.
    ///
    /// # Errors
    /// [`OpenError`] when there is no manifest.
    pub fn check(&self, files: &Files, mut progress: impl FnMut(usize, usize, &str)) -> Result<Report, OpenError> {
        let mut subject = Subject::of_files(files, &self.hosts.facts.get().language)?;
        let mut report = Report::default();
        let mut missing: BTreeMap<String, u64> = BTreeMap::new();
        let pages = subject.manifest.pages.clone();
        for (at, path) in pages.iter().enumerate() {
            progress(at + 1, pages.len(), path);
            let seen = self.inspect(&subject, &Place { path: path.clone(), query: String::new() }, scene::LIST);
            // What is wrong with app.json is said once, with the first page.
            subject.found.clear();
            for (name, uses) in &seen.missing {
                *missing.entry(name.clone()).or_default() += uses;
            }
            report.pages.push(seen);
        }
        report.apis = missing.into_iter().map(|(name, uses)| MissingApi { name, uses }).collect();
        Ok(report)
    }

    fn inspect(&self, subject: &Subject, place: &Place, scene: u32) -> Inspection {
        let slot = self.broker.open_source_folder(SlotInfo {
            user: User::default(),
            app_id: subject.app_id.clone(),
            version: 0,
            name: subject.name.clone(),
            declarations: Declarations::from(&subject.manifest),
            domains: Domains::default(),
            policy: NetPolicy::Release,
        });
        let start = Start {
            slot,
            app_id: subject.app_id.clone(),
            version: 0,
            name: subject.name.clone(),
            files: subject.files.clone(),
            manifest: subject.manifest.clone(),
            found: subject.found.clone(),
            place: None,
            scene,
            referrer: None,
            hosts: self.hosts.clone(),
            broker: self.broker.clone(),
            runtime: self.handle.clone(),
            watcher: self.watcher.clone(),
            bridge: crate::host::Bridge::None,
            page_ids: self.page_ids.clone(),
            limits: self.limits.clone(),
        };
        self.broker.lend_files(slot, subject.files.clone());
        let broken = |text: &str| Inspection {
            path: place.path.clone(),
            errors: vec![banchan_formats::Diagnostic::error(&place.path, 1, 1, text)],
            ..Inspection::default()
        };
        let seen = std::thread::scope(|scope| {
            let thread = std::thread::Builder::new().name("inspect".into()).stack_size(STACK_BYTES);
            match thread.spawn_scoped(scope, || inspect(start, place)) {
                Ok(thread) => thread.join().unwrap_or_else(|_| broken("an internal error ended this page")),
                Err(error) => broken(&format!("no thread could be started: {error}")),
            }
        });
        self.broker.session_state(slot, SlotState::Closed);
        seen
    }
}
