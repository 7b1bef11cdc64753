//! What a program hears of its own routes (`onAppRoute` and its kin), and of packages that are there already. It goes nowhere.

use serde_json::json;

use super::running::Running;
use super::stack::{Place, Plan};
use crate::api::{Args, Failure};
use crate::host::PageId;

impl Running {
    /// Tells listeners that a route begins; answers what they hear of it later.
    pub(super) fn begin_route(&mut self, plan: &Plan, open_type: &str) -> String {
        let shown = plan.show.and_then(|id| self.pages.get(&id)).map(|page| page.place());
        let place = plan.open.clone().or(shown).unwrap_or_else(|| Place { path: String::new(), query: String::new() });
        let query: serde_json::Value = serde_json::from_str(&super::page::query_json(&place.query)).unwrap_or_default();
        let at = self.start.hosts.clock.now_ms().floor();
        let route =
            json!({ "path": place.path, "query": query, "openType": open_type, "timeStamp": at, "notFound": false, "renderer": "webview" });
        let route = route.to_string();
        self.logic.emit("onBeforeAppRoute", &route);
        route
    }

    /// The route's page is on top; when it can be seen is told by [`Running::end_route`].
    pub(super) fn went(&mut self, route: String, is_seen: bool) {
        self.logic.emit("onAppRoute", &route);
        match (is_seen, self.stack.top()) {
            (false, Some(top)) => self.route = Some((top, route)),
            _ => self.logic.emit("onAppRouteDone", &route),
        }
    }

    /// A page can be seen for the first time.
    pub(super) fn end_route(&mut self, page: PageId) {
        if let Some((_, route)) = self.route.take_if(|(top, _)| *top == page) {
            self.logic.emit("onAppRouteDone", &route);
        }
    }

    /// `preDownloadSubpackage`: a bundle arrives whole, so what it names is there, or there is no such part.
    pub(super) fn part_is_there(&mut self, call: u32, args: &Args) -> Result<(), Failure> {
        let name = args.string("name")?;
        let parts = &self.program.manifest().sub_packages;
        let part = parts.iter().find(|part| part.name == name || part.root == name.trim_matches('/'));
        let files = self.program.files();
        let bytes: u64 = match part {
            Some(part) => {
                let within = |path: &str| path.strip_prefix(&part.root).is_some_and(|rest| rest.starts_with('/'));
                files.paths().filter(|path| within(path.as_str())).filter_map(|path| files.size(path)).sum()
            }
            None if name == "__APP__" => files.total_bytes(),
            None => return Err(Failure::Other(format!("there is no subpackage {}", crate::api::shown(&name)))),
        };
        let told = json!({ "progress": 100, "totalBytesWritten": bytes, "totalBytesExpectedToWrite": bytes });
        self.logic.emit_task(call, "ProgressUpdate", &told.to_string());
        Ok(())
    }
}
