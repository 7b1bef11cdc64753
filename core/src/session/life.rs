//! Where a session is in its life: on screen, behind, suspended, gone. It must not know what runs in it.

use super::running::Running;
use super::stack::{Navigation, Place};
use crate::logic::{AppLife, PageLife};
use crate::permission::SlotState;

/// Milliseconds behind the screen after which timers and JavaScript rest.
const SUSPEND_AFTER: f64 = 5_000.0;

/// Milliseconds behind the screen after which it ends.
const DESTROY_AFTER: f64 = 300_000.0;

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
    held: Vec<(u32, String)>,
}

impl Life {
    pub fn new(now: f64) -> Self {
        Self { stage: Stage::Foreground, since: now, held: Vec::new() }
    }

    pub fn runs_timers(&self) -> bool {
        self.stage != Stage::Suspended
    }

    /// Whether answers have to wait: JavaScript rests.
    pub fn holds(&self) -> bool {
        self.stage == Stage::Suspended
    }

    pub fn hold(&mut self, call: u32, outcome: String) {
        self.held.push((call, outcome));
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
        self.top_life(PageLife::Hide);
        self.logic.app_life(AppLife::Hide, "");
        self.start.broker.session_state(self.start.slot, SlotState::Background);
    }

    pub(super) fn suspend(&mut self) {
        self.life.stage = Stage::Suspended;
    }

    /// Opened again while it lives: `onShow` with the new way in, and where the code leads.
    ///
    /// # Errors
    /// A sentence when the page is not there; then everything stays as it was.
    pub(super) fn reopen(&mut self, place: Option<Place>, scene: u32) -> Result<(), String> {
        if let Some(place) = place.as_ref().filter(|place| !self.program.manifest().has_page(&place.path)) {
            return Err(super::running::no_page(&place.path));
        }
        let was_behind = self.life.stage != Stage::Foreground;
        self.life.stage = Stage::Foreground;
        self.start.broker.session_state(self.start.slot, SlotState::Foreground);
        let shown = place.clone().unwrap_or_else(|| Place { path: self.stack.top_path().into(), query: String::new() });
        let options = super::running::launch_json(&shown, scene);
        for (call, outcome) in std::mem::take(&mut self.life.held) {
            self.logic.resolve(call, &outcome);
        }
        self.logic.app_life(AppLife::Show, &options);
        match place {
            Some(place) => self.report(Navigation::ReLaunch, place),
            None if was_behind => self.top_life(PageLife::Show),
            None => {}
        }
        Ok(())
    }

    fn top_life(&mut self, life: PageLife) {
        let comp = self.stack.top().and_then(|top| self.pages.get(&top)).and_then(|page| page.comp);
        if let Some(comp) = comp {
            self.logic.page_life(comp, life, "");
        }
    }
}
