//! A phone that keeps what it is told and says yes: every dialog is confirmed, every choice is the first. It draws
//! nothing and must not judge anything.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use banchan_core::host::{
    ActionSheet, EndReason, GrantSetting, HostError, Hosts, Modal, ModalAnswer, NewPage, PageId, SettingsPage, Transition, Ui, View,
};
use banchan_core::permission::{Answer, Consent, ConsentAsk, Scope, Slot};
use banchan_core::session::{Note, Watcher};

/// One thing that the phone was told.
#[derive(Clone, Debug)]
pub(super) enum Told {
    /// A page was made.
    Made(NewPage),
    /// A page came to the top.
    Shown(PageId),
    /// A page is gone.
    Closed(PageId),
    /// A page's document was made again.
    Again(PageId),
    /// A message for a page.
    Posted(PageId, String),
    /// The session is over.
    Ended(Slot, EndReason),
    /// The developer should know.
    Noted(Note),
}

/// Keeps all that it is told.
#[derive(Debug, Default)]
pub(super) struct Phone {
    told: Mutex<Vec<Told>>,
    news: Condvar,
    /// Who answers for a view that a program waits for.
    answers: Mutex<Option<Sender<(PageId, String)>>>,
}

impl Phone {
    /// The hosts that end here.
    pub(super) fn hosts(self: &Arc<Self>) -> Hosts {
        Hosts { view: self.clone(), ui: self.clone(), consent: self.clone(), ..Hosts::null() }
    }

    /// Answers of a page that knows nothing, for questions that a program waits for: until [`Phone::hang_up`].
    pub(super) fn answers(&self) -> Receiver<(PageId, String)> {
        let (sender, receiver) = channel();
        *self.answers.lock().unwrap_or_else(PoisonError::into_inner) = Some(sender);
        receiver
    }

    /// No more answers come.
    pub(super) fn hang_up(&self) {
        *self.answers.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn answer(&self, page: PageId, text: &str) {
        let Some(rest) = text.strip_prefix("{\"t\":\"canvas\",\"now\":") else { return };
        let id: String = rest.chars().take_while(char::is_ascii_digit).collect();
        if let Some(sender) = self.answers.lock().unwrap_or_else(PoisonError::into_inner).as_ref() {
            // Whoever hung up needs no answer.
            let _ = sender.send((page, format!("{{\"t\":\"now\",\"id\":{id},\"v\":null}}")));
        }
    }

    fn list(&self) -> MutexGuard<'_, Vec<Told>> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, told: Told) {
        self.list().push(told);
        self.news.notify_all();
    }

    /// How much it was told.
    pub(super) fn len(&self) -> usize {
        self.list().len()
    }

    /// Everything from `from` on.
    pub(super) fn since(&self, from: usize) -> Vec<Told> {
        self.list().get(from..).unwrap_or_default().to_vec()
    }

    /// Forgets everything, so that a long run stays small.
    pub(super) fn clear(&self) {
        self.list().clear();
    }

    /// Waits for the first thing told from `from` on that fits, `within` at most.
    pub(super) fn wait<T>(&self, from: usize, within: Duration, fits: impl Fn(&Told) -> Option<T>) -> Option<T> {
        let end = Instant::now() + within;
        let mut list = self.list();
        let mut seen = from;
        loop {
            if let Some(found) = list.get(seen..).unwrap_or_default().iter().find_map(&fits) {
                return Some(found);
            }
            seen = list.len().max(seen);
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return None;
            }
            list = self.news.wait_timeout(list, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Waits until nothing was told for `quiet`, `within` at most.
    pub(super) fn rest(&self, quiet: Duration, within: Duration) {
        let end = Instant::now() + within;
        let mut list = self.list();
        while Instant::now() < end {
            let before = list.len();
            list = self.news.wait_timeout_while(list, quiet, |list| list.len() == before).unwrap_or_else(PoisonError::into_inner).0;
            if list.len() == before {
                return;
            }
        }
    }
}

impl View for Phone {
    fn create_page(&self, page: NewPage) {
        self.tell(Told::Made(page));
    }
    fn show_page(&self, page: PageId, _transition: Transition) {
        self.tell(Told::Shown(page));
    }
    fn close_page(&self, page: PageId) {
        self.tell(Told::Closed(page));
    }
    fn reload_page(&self, page: PageId) {
        self.tell(Told::Again(page));
    }
    fn post(&self, page: PageId, text: String) {
        self.answer(page, &text);
        self.tell(Told::Posted(page, text));
    }
    fn ended(&self, slot: Slot, reason: EndReason) {
        self.tell(Told::Ended(slot, reason));
    }
}

impl Watcher for Phone {
    fn note(&self, _slot: Slot, note: Note) {
        self.tell(Told::Noted(note));
    }
}

#[async_trait]
impl Consent for Phone {
    async fn ask(&self, _ask: ConsentAsk) -> Result<Answer, String> {
        Ok(Answer::Allow)
    }
    async fn system_allows(&self, _scope: Scope) -> bool {
        true
    }
}

#[async_trait]
impl Ui for Phone {
    async fn show_modal(&self, _slot: Slot, _modal: Modal) -> Result<ModalAnswer, HostError> {
        Ok(ModalAnswer { confirm: true, content: Some(String::new()) })
    }
    async fn show_action_sheet(&self, _slot: Slot, _sheet: ActionSheet) -> Result<usize, HostError> {
        Ok(0)
    }
    async fn open_settings(&self, _slot: Slot, page: SettingsPage) -> Result<Vec<GrantSetting>, HostError> {
        Ok(page.grants)
    }
}
