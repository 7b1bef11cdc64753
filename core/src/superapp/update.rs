//! A newer version while the older one runs: looked for once the first screen is there, fetched and verified beside it, put in
//! its place at once; `getUpdateManager` hears of it. The running one goes on with the files that it began with.

use serde_json::json;

use super::programs::Program;
use super::turns::Turns;
use crate::broker::News;
use crate::session::{Event, UPDATE_TASK};
use crate::store::Store;

/// Looks for a newer version than `running`, installs it, and tells the program. Takes as long as the network does. What fails
/// leaves everything as it was: the next start tries again.
pub(super) fn look(store: &Store, turns: &Turns, session: &dyn Program, running: u64) {
    let tell =
        |event, value| session.send(Event::Task(News { task: UPDATE_TASK, event: std::borrow::Cow::Borrowed(event), value, held: None }));
    let app = session.app_id();
    // No network, or a registry that is older than what was seen, is the same to a program: there is no update.
    let newer = store.newer_release(app, running).unwrap_or(None);
    tell("CheckForUpdate", json!({ "hasUpdate": newer.is_some() }));
    let Some(offer) = newer else { return };
    let installed = store.fetch(app, offer).and_then(|fetched| {
        // Whoever opens it meanwhile finds the old one or the new one, whole.
        let _turn = turns.take(app);
        if store.installed_version(app)?.is_none() {
            // It was removed meanwhile, and what somebody removed does not come back by itself.
            store.discard(fetched);
            return Ok(None);
        }
        store.adopt(fetched).map(Some)
    });
    match installed {
        Ok(None) => {}
        Ok(Some(_)) => tell("UpdateReady", json!({})),
        Err(why) => tell("UpdateFailed", json!({ "errMsg": why.to_string() })),
    }
}

/// A source folder has no newer version.
pub(super) fn none(session: &dyn Program) {
    session.send(Event::Task(News { task: UPDATE_TASK, event: "CheckForUpdate".into(), value: json!({ "hasUpdate": false }), held: None }));
}
