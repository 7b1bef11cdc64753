//! The log of use: which mini-program used what of the phone lately, for the person and for developers. In memory only and bounded.
//! It must not keep what was said in a call, nor what a console printed.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use banchan_formats::code::AppId;

use super::SuperApp;
use crate::host::Clock;
use crate::permission::{Slot, User};
use crate::session::{Note, Watcher};

/// Most lines.
const MOST: usize = 500;
/// Most letters of a line.
const LONGEST: usize = 200;

/// One line of the log of use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Used {
    /// Which mini-program.
    pub app_id: AppId,
    /// Its name, in the user's language.
    pub app_name: String,
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
    /// The name of a call (`getLocation`), a page, or where something broke (`pages/a.js:3`).
    pub what: String,
    /// Whether it worked.
    pub ok: bool,
}

/// The lines and whose they are, the newest last: what ends slowly may write after somebody else took the phone.
#[derive(Default)]
pub(super) struct UseLog {
    lines: Mutex<VecDeque<(User, Used)>>,
}

impl UseLog {
    fn lines(&self) -> MutexGuard<'_, VecDeque<(User, Used)>> {
        // Whole lines go in and out, so what a failed thread left is whole.
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, line: (User, Used)) {
        let mut lines = self.lines();
        if lines.len() >= MOST {
            lines.pop_front();
        }
        lines.push_back(line);
    }
}

/// Writes down what one mini-program did, and passes everything on.
pub(super) struct Writer {
    pub log: Arc<UseLog>,
    pub user: User,
    pub app_id: AppId,
    pub app_name: String,
    pub clock: Arc<dyn Clock>,
    pub next: Arc<dyn Watcher>,
}

impl Watcher for Writer {
    fn note(&self, slot: Slot, note: Note) {
        let line = match &note {
            Note::Api { name, ok, .. } => Some((name.clone(), *ok)),
            Note::Error { path, line, warning: false, .. } => Some((format!("{path}:{line}"), false)),
            Note::Page { path } => Some((path.clone(), true)),
            Note::Error { .. } | Note::Console { .. } => None,
        };
        if let Some((what, ok)) = line {
            let at_ms = self.clock.now_ms() as i64;
            let what = what.chars().take(LONGEST).collect();
            let used = Used { app_id: self.app_id.clone(), app_name: self.app_name.clone(), at_ms, what, ok };
            self.log.keep((self.user.clone(), used));
        }
        self.next.note(slot, note);
    }
}

impl SuperApp {
    /// What mini-programs used of the phone lately for the one who uses it now, the newest first.
    pub fn uses(&self) -> Vec<Used> {
        let user = self.user();
        self.used.lines().iter().rev().filter(|(of, _)| *of == user).map(|(_, line)| line.clone()).collect()
    }

    /// Forgets it.
    pub fn clear_uses(&self) {
        self.used.lines().clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::SystemClock;
    use crate::session::NullWatcher;

    fn writer(log: &Arc<UseLog>) -> Writer {
        let app_id = AppId::parse("a.example").unwrap();
        Writer {
            log: log.clone(),
            user: User::default(),
            app_id,
            app_name: "A".into(),
            clock: Arc::new(SystemClock),
            next: Arc::new(NullWatcher),
        }
    }

    #[test]
    fn names_and_outcomes_are_kept_and_nothing_that_was_said() {
        let log = Arc::new(UseLog::default());
        let writer = writer(&log);
        let error =
            |warning| Note::Error { text: "secret".into(), path: "a.js".into(), line: 3, column: 1, during: String::new(), warning };
        writer.note(Slot(1), Note::Api { name: "getLocation".into(), ok: false, text: "secret".into() });
        writer.note(Slot(1), Note::Console { level: "log".into(), text: "secret".into() });
        writer.note(Slot(1), error(false));
        writer.note(Slot(1), error(true));
        let kept: Vec<(String, bool)> = log.lines().iter().map(|(_, line)| (line.what.clone(), line.ok)).collect();
        assert_eq!(kept, [("getLocation".into(), false), ("a.js:3".into(), false)]);
        assert!(!format!("{:?}", log.lines()).contains("secret"));
    }

    #[test]
    fn the_log_is_bounded_in_lines_and_letters() {
        let log = Arc::new(UseLog::default());
        let writer = writer(&log);
        for number in 0..MOST + 20 {
            writer.note(Slot(1), Note::Page { path: format!("{number}{}", "x".repeat(1000)) });
        }
        let lines = log.lines();
        assert_eq!(lines.len(), MOST);
        assert!(lines.front().unwrap().1.what.starts_with("20x") && lines.iter().all(|(_, line)| line.what.chars().count() == LONGEST));
    }
}
