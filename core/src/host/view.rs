//! Pages as a shell sees them: a number, an address to open, messages to pass on. A shell never reads a message and never
//! keeps a page stack: it is told which page is on top.

use banchan_formats::code::AppId;
use serde::{Deserialize, Serialize};

use super::ui::NavigationBar;
use crate::permission::Slot;

/// A page on screen or under another one. Never used again after it closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PageId(pub u64);

/// How a page comes to the top.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Transition {
    /// In from the right, over what was there.
    Push,
    /// What was on top leaves to the right.
    Pop,
    /// At once.
    None,
}

/// A page to be made. Its document and everything it loads come from `SuperApp::serve`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NewPage {
    /// Its number.
    pub page: PageId,
    /// Whose it is.
    pub slot: Slot,
    /// Which mini-program: pages of one share an origin, pages of two never do.
    pub app_id: AppId,
    /// Address of its document, to be loaded and to be named to nobody; empty where the shell has addresses of its own.
    #[serde(default)]
    pub address: String,
    /// Its path inside the mini-program, for a title in a list of tasks and for logs.
    pub path: String,
    /// The bar above it.
    pub navigation_bar: NavigationBar,
    /// Colour behind the page, `#rrggbb`, shown until it has drawn itself.
    pub background_color: String,
    /// Whether it can be pulled down to refresh.
    pub pull_down_refresh: bool,
}

/// Why a mini-program is over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum EndReason {
    /// It ended itself, or the last page was left.
    Left,
    /// The host closed it.
    Closed,
    /// It asked to be started again in the version that was just installed: open it as from the list.
    Updated,
    /// It broke; the sentence is for the user.
    Failed {
        /// What happened and what can be done.
        text: String,
    },
}

/// Makes pages and carries messages. Every method returns at once and keeps the order of calls.
pub trait View: Send + Sync {
    /// Makes a page, behind the others until it is shown.
    fn create_page(&self, page: NewPage);
    /// Brings a page to the top.
    fn show_page(&self, page: PageId, transition: Transition);
    /// Takes a page away for good.
    fn close_page(&self, page: PageId);
    /// Makes the page's document again: its renderer was lost, or its view was given back.
    fn reload_page(&self, page: PageId);
    /// Gives back the view of a page that is not seen; it is reloaded before it is seen again. Only shells that keep few views
    /// ([`Bridge::views`](super::Bridge::views)) hear of it.
    fn free_page(&self, _page: PageId) {}
    /// Passes a message to a page, unread. A page that is gone swallows it; one that was not `ready` gets none.
    fn post(&self, page: PageId, text: String);
    /// The mini-program is over: all its pages are closed already.
    fn ended(&self, slot: Slot, reason: EndReason);
}

/// Shows nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct NullView;

impl View for NullView {
    fn create_page(&self, _page: NewPage) {}
    fn show_page(&self, _page: PageId, _transition: Transition) {}
    fn close_page(&self, _page: PageId) {}
    fn reload_page(&self, _page: PageId) {}
    fn post(&self, _page: PageId, _text: String) {}
    fn ended(&self, _slot: Slot, _reason: EndReason) {}
}
