//! What a mini-program shows, written down: its pages, their bars, and messages on their way to a page. It must not draw.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use banchan_core::host::{EndReason, NavigationBar, NewPage, PageId, TabBar, Transition, Ui, View};
use banchan_core::permission::Slot;

/// What is on screen.
#[derive(Default)]
pub(super) struct Screen(Mutex<State>);

#[derive(Default)]
struct State {
    top: Option<PageId>,
    bars: HashMap<PageId, NavigationBar>,
    backgrounds: HashMap<PageId, String>,
    messages: HashMap<PageId, Vec<String>>,
    tab_bar: Option<TabBar>,
}

impl Screen {
    fn state(&self) -> MutexGuard<'_, State> {
        // Each change is one statement, so what a failed thread left is whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The page on top.
    pub(super) fn top(&self) -> Option<PageId> {
        self.state().top
    }

    /// The bar above the page on top, and the colour behind it.
    pub(super) fn bar(&self) -> (NavigationBar, String) {
        let state = self.state();
        let Some(top) = state.top else { return Default::default() };
        (state.bars.get(&top).cloned().unwrap_or_default(), state.backgrounds.get(&top).cloned().unwrap_or_default())
    }

    /// The bar below, when it is on screen.
    pub(super) fn tab_bar(&self) -> Option<TabBar> {
        self.state().tab_bar.clone().filter(|bar| bar.visible)
    }

    /// Messages for the page on top since the last call.
    pub(super) fn messages(&self) -> Vec<String> {
        let mut state = self.state();
        let top = state.top;
        top.and_then(|top| state.messages.get_mut(&top)).map(std::mem::take).unwrap_or_default()
    }
}

impl View for Screen {
    fn create_page(&self, page: NewPage) {
        let mut state = self.state();
        state.backgrounds.insert(page.page, page.background_color);
        state.bars.insert(page.page, page.navigation_bar);
    }

    fn show_page(&self, page: PageId, _transition: Transition) {
        self.state().top = Some(page);
    }

    fn close_page(&self, page: PageId) {
        self.state().messages.remove(&page);
    }

    fn reload_page(&self, _page: PageId) {}

    fn post(&self, page: PageId, text: String) {
        self.state().messages.entry(page).or_default().push(text);
    }

    fn ended(&self, _slot: Slot, _reason: EndReason) {}
}

impl Ui for Screen {
    fn navigation_bar(&self, page: PageId, bar: NavigationBar) {
        self.state().bars.insert(page, bar);
    }
    fn tab_bar(&self, _slot: Slot, bar: TabBar) {
        self.state().tab_bar = Some(bar);
    }
}
