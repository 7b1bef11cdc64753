//! How a mini-program was left, and how it comes back: `restartStrategy`, `onSaveExitState` and `exitState`, as WeChat documents
//! them. It must not decide when a session ends.

use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::running::Running;
use super::stack::Place;
use crate::api::Outcome;
use crate::broker::BrokerCall;
use crate::logic::PageLife;

/// Longest state that is kept, in bytes.
const MAX_STATE: usize = 256 << 10;

/// How long it is kept when the program says nothing, in milliseconds.
const DAY: f64 = 24.0 * 3600.0 * 1000.0;

/// Ways in that lead to where one was, by their numbers in WeChat's documents. All others begin at home.
const LEADS_BACK: &[u32] = &[1001, 1003, 1023, 1038, 1056, 1080, 1083, 1089, 1090, 1103, 1104, 1113, 1114, 1117];

/// How it was left.
#[derive(Debug, Serialize, Deserialize)]
struct Exit {
    page: String,
    query: String,
    /// Whether the page comes back; otherwise only what it kept, for the first page.
    again: bool,
    state: Option<Json>,
    expires: f64,
}

impl Running {
    /// It may be gone before it is seen again: asks the page for what it wants to have back.
    pub(super) fn save_exit(&mut self) {
        let top = self.stack.top().and_then(|top| self.pages.get(&top));
        let Some((comp, page, query)) = top.and_then(|page| Some((page.comp?, page.path.clone(), page.query.clone()))) else { return };
        let said = self.logic.page_life(comp, PageLife::SaveExitState, "");
        let said: Json = said.and_then(|said| serde_json::from_str(&said).ok()).unwrap_or_default();
        let strategy = self.program.component(&page).and_then(|file| {
            let manifest = self.program.manifest();
            file.config.window.over(&manifest.window).restart_strategy
        });
        let again = match strategy.as_deref() {
            Some("homePageAndLatestPage") => !self.program.manifest().is_tab(&page),
            Some("homePage") => false,
            _ => return,
        };
        let now = self.start.hosts.clock.now_ms();
        let expires = said.get("expireTimeStamp").and_then(Json::as_f64).unwrap_or(now + DAY);
        let exit = Exit { page, query, again, state: said.get("data").cloned(), expires };
        let text = serde_json::to_string(&exit).unwrap_or_default();
        if text.len() > MAX_STATE {
            let text = format!("what onSaveExitState returned is longer than {MAX_STATE} bytes and is not kept");
            return self.outside.note_error(&text, &exit.page, 0, 0, "onSaveExitState", false);
        }
        if expires > now {
            self.ask_now("__keepExit", &json!({ "value": text }));
        }
    }

    /// Where it was left, for a start that leads back there; the first page that opens has what was kept. Whatever is kept is
    /// good for one start only.
    pub(super) fn left_at(&mut self, has_place: bool) -> Option<Place> {
        let answer = self.ask_now("__takeExit", &json!({}));
        let exit: Exit = serde_json::from_str(answer.res.get("value")?.as_str()?).ok()?;
        let now = self.start.hosts.clock.now_ms();
        if has_place || exit.expires <= now || !LEADS_BACK.contains(&self.start.scene) {
            return None;
        }
        self.exit_state = exit.state.map(|state| state.to_string());
        let manifest = self.program.manifest();
        let there = exit.again && manifest.has_page(&exit.page) && !manifest.is_tab(&exit.page);
        there.then_some(Place { path: exit.page, query: exit.query })
    }

    fn ask_now(&self, api: &str, args: &Json) -> Outcome {
        self.start.broker.call_now(self.start.slot, BrokerCall { id: 0, api: api.into(), args: args.to_string() })
    }
}
