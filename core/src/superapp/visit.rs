//! From one mini-program to another and back. Who may go where is decided before it comes here.

use banchan_formats::code::OpenTarget;
use serde_json::Value;

use super::{OpenError, Opened, SuperApp, scene};
use crate::permission::Slot;
use crate::session::{Place, Referrer};

impl SuperApp {
    /// Opens where a visit leads that the person allowed (`host::Neighbours`); also tells whether it was the way back.
    ///
    /// # Errors
    /// [`OpenError`]; [`OpenError::Failed`] when there is no such visit any more.
    pub fn visit(&self, id: u64) -> Result<(Opened, bool), OpenError> {
        let gone = || OpenError::Failed { text: "the way to that mini-program is closed by now; go there again".into() };
        let visit = self.broker.take_visit(id).ok_or_else(gone)?;
        let place = visit.path.map(|path| Place::resolve(&path, ""));
        let (path, query) = place.map_or((None, String::new()), |place| (Some(place.path), place.query));
        let origin = visit.from.clone();
        let referrer = Referrer { app_id: visit.from, extra_data: visit.extra, leads_back: !visit.back };
        let target = OpenTarget { app_id: visit.target, path, query };
        let scene = if visit.back { scene::BACK_FROM_APP } else { scene::APP };
        let opened = self.open_from(&target, scene, Some(referrer))?;
        if !visit.back {
            self.broker.arrived(opened.slot, origin, opened.app_id.clone());
        }
        Ok((opened, visit.back))
    }

    /// Brings back the mini-program from which the one in `slot` was opened: that one was left by its last page. `None`
    /// when it was opened otherwise.
    ///
    /// # Errors
    /// [`OpenError`].
    pub fn leave_visit(&self, slot: Slot) -> Option<Result<Opened, OpenError>> {
        let (origin, visited) = self.broker.take_origin(slot)?;
        let referrer = Referrer { app_id: visited, extra_data: Value::Object(serde_json::Map::new()), leads_back: false };
        let target = OpenTarget { app_id: origin, path: None, query: String::new() };
        Some(self.open_from(&target, scene::BACK_FROM_APP, Some(referrer)))
    }
}
