//! Source folders: what a developer opens, without signature and beside everything installed. It must not touch what
//! belongs to installed mini-programs.

use std::sync::Arc;

use banchan_formats::bundle::{Files, Limits as BundleLimits};
use banchan_formats::code::AppId;
use banchan_formats::manifest::{AppInfo, Manifest, rooted};

use super::{OpenError, Opened, SuperApp, scene};
use crate::permission::{Declarations, NetPolicy, SlotInfo, User};
use crate::session::{Place, Start, Watcher};

/// How a source folder is opened.
#[derive(Clone, Debug, Default)]
pub struct DevOptions {
    /// Where; `None` is its entry page.
    pub place: Option<Place>,
    /// Whether it may talk to servers on this machine, unlisted and unencrypted.
    pub allow_loopback: bool,
}

impl SuperApp {
    /// Opens the files of a source folder. An earlier session of the same id is ended first.
    ///
    /// # Errors
    /// [`OpenError`].
    pub fn open_files(&self, files: &Files, options: DevOptions) -> Result<Opened, OpenError> {
        self.open_source(files, options, self.watcher.clone(), None)
    }

    /// As [`SuperApp::open_files`] with a zip of them; `page` is where, its first page when empty.
    ///
    /// # Errors
    /// [`OpenError`].
    pub fn open_zip(&self, bundle: Vec<u8>, page: &str, allow_loopback: bool) -> Result<Opened, OpenError> {
        let files = Files::from_zip(bundle, &BundleLimits::default()).map_err(|why| OpenError::Refused(why.to_string()))?;
        let place = (!page.is_empty()).then(|| Place::resolve(page, ""));
        self.open_files(&files, DevOptions { place, allow_loopback })
    }

    /// As [`SuperApp::open_files`], watched by `watcher`; refused when it is another mini-program than `expected`.
    pub(super) fn open_source(
        &self,
        files: &Files,
        options: DevOptions,
        watcher: Arc<dyn Watcher>,
        expected: Option<&AppId>,
    ) -> Result<Opened, OpenError> {
        let files = Arc::new(rooted(files));
        let (manifest, mut found) = Manifest::from_files(&files)?;
        let (info, more) = AppInfo::from_files(&files);
        found.extend(more);
        let info = match info {
            Some(info) => info,
            None => AppInfo::unnamed(source_id(&manifest)?),
        };
        if expected.is_some_and(|expected| *expected != info.id) {
            return Err(OpenError::Refused(format!("the developer's computer now sends another mini-program ({})", info.id.as_str())));
        }
        let _turn = self.turns.take(&info.id);
        if let Some(before) = self.programs.of(&info.id) {
            before.stop(crate::host::EndReason::Closed);
            self.wait_for_end(before.as_ref());
        }
        let language = &self.hosts.facts.get().language;
        let name = info.name(language).to_string();
        let slot = self.broker.open_source_folder(SlotInfo {
            user: User::default(),
            app_id: info.id.clone(),
            version: 0,
            name: name.clone(),
            declarations: Declarations::from(&manifest).for_reader(&info, language),
            domains: info.domains.clone(),
            policy: NetPolicy::Development { allow_loopback: options.allow_loopback },
        });
        self.run(Start {
            slot,
            app_id: info.id,
            version: 0,
            name,
            files,
            manifest,
            found,
            place: options.place,
            scene: scene::LIST,
            referrer: None,
            hosts: self.hosts.clone(),
            broker: self.broker.clone(),
            runtime: self.handle.clone(),
            watcher,
            bridge: self.programs.bridge().clone(),
            page_ids: self.page_ids.clone(),
            limits: self.limits.clone(),
        })
    }
}

/// The id of a source folder that has no `banchan.json`: its own id of WeChat's, or a name for all such.
pub(super) fn source_id(manifest: &Manifest) -> Result<AppId, OpenError> {
    let own = manifest.app_id.as_deref().and_then(|id| AppId::parse(id).ok());
    own.map_or_else(|| AppId::parse("source.folder").map_err(OpenError::from), Ok)
}
