//! Source folders: what a developer opens, without signature and beside everything installed. It must not touch what
//! belongs to installed mini-programs.

use std::sync::Arc;

use banchan_formats::bundle::Files;
use banchan_formats::code::AppId;
use banchan_formats::manifest::{AppInfo, Manifest, rooted};

use super::{OpenError, Opened, SuperApp, scene};
use crate::permission::{Declarations, NetPolicy, SlotInfo};
use crate::session::{Place, Start};

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
        let files = Arc::new(rooted(files));
        let (manifest, mut found) = Manifest::from_files(&files)?;
        let (info, more) = AppInfo::from_files(&files);
        found.extend(more);
        let info = match info {
            Some(info) => info,
            None => AppInfo::unnamed(source_id(&manifest)?),
        };
        let _turn = self.turns.take(&info.id);
        if let Some(before) = self.session_of(&info.id) {
            before.stop(crate::host::EndReason::Closed);
            self.wait_for_end(&before);
        }
        let name = info.name(&self.hosts.facts.get().language).to_string();
        let slot = self.broker.open_source_folder(SlotInfo {
            app_id: info.id.clone(),
            version: 0,
            name: name.clone(),
            declarations: Declarations::from(&manifest),
            domains: info.domains.clone(),
            policy: NetPolicy::Development { allow_loopback: options.allow_loopback },
        });
        self.run(Start {
            slot,
            app_id: info.id,
            name,
            files,
            manifest,
            found,
            place: options.place,
            scene: scene::LIST,
            hosts: self.hosts.clone(),
            broker: self.broker.clone(),
            runtime: self.runtime.handle().clone(),
            watcher: self.watcher.clone(),
            shell_origin: self.shell_origin.clone(),
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
