//! Where a session is in its life: on screen, behind, suspended, gone. It must not know what runs in it.

use tokio::sync::OwnedSemaphorePermit;

use super::Referrer;
use super::running::Running;
use super::stack::{Navigation, Place};
use crate::broker::News;
use crate::host::{EndReason, MemoryPressure};
use crate::logic::{AppLife, PageLife};
use crate::permission::SlotState;

/// Milliseconds behind the screen after which timers and JavaScript rest.
const SUSPEND_AFTER: f64 = 5_000.0;

/// Milliseconds behind the screen after which it ends.
const DESTROY_AFTER: f64 = 300_000.0;

/// Most ends of tasks that wait for the program to come back.
const MAX_NEWS: usize = 100;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Foreground,
    Background,
    Suspended,
}

/// What is due now.
pub(super) enum Due {
    Nothing,
    Suspend,
    Destroy,
}

/// The stage, since when, and answers that wait for it to pass.
pub(super) struct Life {
    stage: Stage,
    since: f64,
    /// Whether leaving by the first page leads to another mini-program.
    pub visited: bool,
    held: Vec<(u32, String, Option<OwnedSemaphorePermit>)>,
    news: Vec<News>,
}

impl Life {
    pub fn new(now: f64, visited: bool) -> Self {
        Self { stage: Stage::Foreground, since: now, visited, held: Vec::new(), news: Vec::new() }
    }

    /// Whether it is not on screen.
    pub fn is_behind(&self) -> bool {
        self.stage != Stage::Foreground
    }

    pub fn runs_timers(&self) -> bool {
        self.stage != Stage::Suspended
    }

    /// Whether answers have to wait: JavaScript rests.
    pub fn holds(&self) -> bool {
        self.stage == Stage::Suspended
    }

    pub fn hold(&mut self, call: u32, outcome: String, held: Option<OwnedSemaphorePermit>) {
        self.held.push((call, outcome, held));
    }

    /// Keeps the end of a task for later. What only happened on the way to it is not of interest any more.
    pub fn hold_news(&mut self, news: News) {
        if matches!(news.event.as_ref(), "Close" | "Error") && self.news.len() < MAX_NEWS {
            self.news.push(news);
        }
    }

    pub fn next_due(&self) -> Option<f64> {
        match self.stage {
            Stage::Foreground => None,
            Stage::Background => Some(self.since + SUSPEND_AFTER),
            Stage::Suspended => Some(self.since + DESTROY_AFTER),
        }
    }

    pub fn due(&self, now: f64) -> Due {
        match (self.next_due().is_some_and(|due| now >= due), self.stage) {
            (true, Stage::Background) => Due::Suspend,
            (true, Stage::Suspended) => Due::Destroy,
            _ => Due::Nothing,
        }
    }
}

impl Running {
    pub(super) fn background(&mut self) {
        if self.life.stage != Stage::Foreground {
            return;
        }
        self.life.stage = Stage::Background;
        self.life.since = self.start.hosts.clock.now_ms();
        // First of all: what it calls while it hears of this, it calls from behind the screen.
        self.start.broker.session_state(self.start.slot, SlotState::Background);
        self.top_life(PageLife::Hide);
        if let Some(top) = self.stack.top() {
            self.tell_seen(top, false);
        }
        self.hush();
        self.wish_again(false);
        self.logic.app_life(AppLife::Hide, "");
        self.save_exit();
    }

    /// The phone needs memory: what is behind the screen goes, what is seen is told and tidied.
    pub(super) fn memory(&mut self, pressure: MemoryPressure) {
        if self.life.is_behind() && pressure >= MemoryPressure::Low {
            return self.end(EndReason::Closed);
        }
        if self.life.runs_timers() {
            self.logic.emit("onMemoryWarning", &format!("{{\"level\":{}}}", pressure.level()));
        }
        self.logic.collect_garbage();
        let free = self.views.all_but(self.stack.top());
        self.free_views(free);
    }

    pub(super) fn suspend(&mut self) {
        // It would go on without anybody to hear it.
        self.kill_worker();
        self.life.stage = Stage::Suspended;
        // What only cycles keep, up to four megabytes, would stay for as long as nothing runs.
        self.logic.collect_garbage();
        // Sockets close: nobody would take what they bring.
        self.start.broker.session_state(self.start.slot, SlotState::Suspended);
    }

    /// Opened again while it lives: `onShow` with the new way in, and where the code leads.
    ///
    /// # Errors
    /// A sentence when the page is not there and `onPageNotFound` went nowhere else; then it is where it was.
    pub(super) fn reopen(&mut self, place: Option<Place>, scene: u32, referrer: Option<&Referrer>) -> Result<(), String> {
        let was_behind = self.life.stage != Stage::Foreground;
        self.life.stage = Stage::Foreground;
        // Back from a visit of its own, it still leads to whoever opened it.
        if referrer.is_none_or(|referrer| referrer.leads_back) {
            self.set_visited(referrer.is_some());
        }
        self.start.broker.session_state(self.start.slot, SlotState::Foreground);
        if was_behind {
            self.wish_again(true);
        }
        let shown = place.clone().unwrap_or_else(|| Place { path: self.stack.top_path().into(), query: String::new() });
        let options = super::running::launch_json(&shown, scene, referrer);
        for (call, outcome, _held) in std::mem::take(&mut self.life.held) {
            self.logic.resolve(call, &outcome);
        }
        for news in std::mem::take(&mut self.life.news) {
            self.news(&news);
        }
        self.logic.app_life(AppLife::Show, &options);
        match place {
            Some(place) if !self.program.manifest().has_page(&place.path) => {
                let before = self.stack.top();
                self.logic.app_life(AppLife::PageNotFound, &options);
                self.settle();
                if self.stack.top() == before {
                    if was_behind {
                        self.background();
                    }
                    return Err(super::running::no_page(&place.path));
                }
            }
            Some(place) => self.report(Navigation::ReLaunch, place),
            None if was_behind => {
                self.top_life(PageLife::Show);
                if let Some(top) = self.stack.top() {
                    self.tell_seen(top, true);
                }
            }
            None => {}
        }
        Ok(())
    }

    /// Whether leaving by the first page leads to another mini-program: then that page shows the way.
    fn set_visited(&mut self, visited: bool) {
        self.life.visited = visited;
        let Some(page) = self.stack.first().and_then(|first| self.pages.get_mut(&first)) else { return };
        if page.bar.back_button != visited {
            page.bar.back_button = visited;
            let (id, bar) = (page.id, page.bar.clone());
            self.start.hosts.ui.navigation_bar(id, bar);
        }
    }

    fn top_life(&mut self, life: PageLife) {
        let comp = self.stack.top().and_then(|top| self.pages.get(&top)).and_then(|page| page.comp);
        if let Some(comp) = comp {
            self.logic.page_life(comp, life, "");
        }
    }
}
