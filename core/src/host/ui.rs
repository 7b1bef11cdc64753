//! What a shell draws over and around pages: toasts, dialogs, bars. Plain values; a shell shows them and reports what was tapped.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use super::HostError;
use super::media::Preview;
use super::view::PageId;
use crate::permission::{Scope, Slot};

/// The picture of a toast.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ToastIcon {
    /// A tick.
    #[default]
    Success,
    /// A cross.
    Error,
    /// A turning wheel.
    Loading,
    /// None: the text may then take two lines.
    None,
}

/// A short notice.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Toast {
    /// The text.
    pub title: String,
    /// The picture.
    pub icon: ToastIcon,
    /// A picture of the mini-program instead of the icon, as a path inside its bundle.
    pub image: Option<String>,
    /// How long, in milliseconds.
    pub duration: f64,
    /// Whether the page can't be touched meanwhile.
    pub mask: bool,
}

/// "Please wait".
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Loading {
    /// The text.
    pub title: String,
    /// Whether the page can't be touched meanwhile.
    pub mask: bool,
}

/// A dialog with one or two buttons.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Modal {
    /// The heading; may be empty.
    pub title: String,
    /// The text, or what the field starts with when it is editable.
    pub content: String,
    /// Whether there is a second button.
    pub show_cancel: bool,
    /// Words on the second button; empty for the shell's own.
    pub cancel_text: String,
    /// Its colour, `#rrggbb`; empty for the shell's own.
    pub cancel_color: String,
    /// Words on the first button; empty for the shell's own.
    pub confirm_text: String,
    /// Its colour, `#rrggbb`; empty for the shell's own.
    pub confirm_color: String,
    /// Whether there is a field to write in.
    pub editable: bool,
    /// What the empty field shows.
    pub placeholder_text: String,
}

/// How a dialog ended.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct ModalAnswer {
    /// The first button; otherwise the second, or closed.
    pub confirm: bool,
    /// What was written, when it was editable and confirmed.
    pub content: Option<String>,
}

/// A list of choices from the bottom edge.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct ActionSheet {
    /// A line above the choices; may be empty.
    pub alert_text: String,
    /// The choices, at most six.
    pub item_list: Vec<String>,
    /// Their colour, `#rrggbb`; empty for the shell's own.
    pub item_color: String,
}

/// How a page stands on the phone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Orientation {
    /// Upright, however the phone is held.
    #[default]
    Portrait,
    /// Across.
    Landscape,
    /// As the phone is held.
    Auto,
}

impl Orientation {
    /// `pageOrientation`; `None` for upright, and for words that mean nothing.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "landscape" => Some(Self::Landscape),
            "auto" => Some(Self::Auto),
            _ => None,
        }
    }
}

/// The bar above a page, whole: what is sent replaces what was there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct NavigationBar {
    /// The title.
    pub title: String,
    /// Colour of title and buttons: `#000000` or `#ffffff`.
    pub front_color: String,
    /// Colour of the bar, `#rrggbb`.
    pub background_color: String,
    /// Milliseconds that a change of colour takes; 0 at once.
    pub animation_ms: u32,
    /// Whether a wheel turns beside the title.
    pub loading: bool,
    /// Whether there is a way back.
    pub back_button: bool,
    /// Whether there is a way to the first page.
    pub home_button: bool,
    /// Whether the page draws its own bar (`navigationStyle: custom`) and lies under the buttons.
    pub custom: bool,
}

/// One entry of the bar below.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct TabItem {
    /// The page it leads to.
    pub page_path: String,
    /// Its words.
    pub text: String,
    /// Path of its picture inside the bundle; empty for none.
    pub icon_path: String,
    /// The same when it is the chosen one.
    pub selected_icon_path: String,
    /// A number or word in its corner; empty for none.
    pub badge: String,
    /// Whether it has a red dot.
    pub red_dot: bool,
}

/// The bar below a page, whole: what is sent replaces what was there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct TabBar {
    /// Whether it is on screen.
    pub visible: bool,
    /// Whether it slides in or out.
    pub animated: bool,
    /// Which entry is chosen.
    pub selected: usize,
    /// Colour of words.
    pub color: String,
    /// Colour of the chosen words.
    pub selected_color: String,
    /// Colour of the bar.
    pub background_color: String,
    /// `black` or `white`: the line above.
    pub border_style: String,
    /// `bottom` or `top`.
    pub position: String,
    /// The entries.
    pub items: Vec<TabItem>,
}

/// One switch of a mini-program's settings page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GrantSetting {
    /// For what.
    pub scope: Scope,
    /// In plain English, for a shell without words of its own.
    pub title: String,
    /// Whether it is allowed.
    pub allowed: bool,
}

/// The settings page that `wx.openSetting` shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SettingsPage {
    /// The mini-program's name.
    pub app_name: String,
    /// Its switches: only what it asked for before.
    pub grants: Vec<GrantSetting>,
}

/// What something is shared as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ShareKind {
    /// A message to somebody.
    Message,
    /// A post for everybody.
    Timeline,
}

impl ShareKind {
    /// The page's method for it, without `on`, as in `core/js/page.js`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Message => "shareAppMessage",
            Self::Timeline => "shareTimeline",
        }
    }

    /// From its name; `None` when there is none such.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Message, Self::Timeline].into_iter().find(|kind| kind.name() == name)
    }
}

/// How a page may be shared from the shell's own menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ShareWays {
    /// As a message.
    pub message: bool,
    /// As a post.
    pub timeline: bool,
}

impl Default for ShareWays {
    fn default() -> Self {
        Self { message: true, timeline: false }
    }
}

/// What is shared: a card to show, and the link behind it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ShareCard {
    /// As what.
    pub kind: ShareKind,
    /// The words on it.
    pub title: String,
    /// Path of its picture inside the bundle.
    pub image: Option<String>,
    /// The link, which a code can carry.
    pub link: String,
}

/// Draws over and around pages. What an implementation leaves out is not drawn, and questions are not answered.
#[async_trait]
pub trait Ui: Send + Sync {
    /// Shows a notice; it replaces the one before, and a loading notice too.
    fn show_toast(&self, _slot: Slot, _toast: Toast) {}
    /// Takes it away.
    fn hide_toast(&self, _slot: Slot) {}
    /// Shows "please wait" until it is hidden.
    fn show_loading(&self, _slot: Slot, _loading: Loading) {}
    /// Takes it away.
    fn hide_loading(&self, _slot: Slot) {}
    /// Shows a dialog and waits. Dropping the future must close it.
    ///
    /// # Errors
    /// [`HostError::Unsupported`] when nobody is there to answer.
    async fn show_modal(&self, _slot: Slot, _modal: Modal) -> Result<ModalAnswer, HostError> {
        Err(HostError::Unsupported)
    }
    /// Shows choices and waits for the index of one. Dropping the future must close it.
    ///
    /// # Errors
    /// [`HostError::Cancelled`] when none is chosen.
    async fn show_action_sheet(&self, _slot: Slot, _sheet: ActionSheet) -> Result<usize, HostError> {
        Err(HostError::Unsupported)
    }
    /// Shows the settings page and waits until it is left; answers the switches as they are then.
    ///
    /// # Errors
    /// [`HostError`].
    async fn open_settings(&self, _slot: Slot, _page: SettingsPage) -> Result<Vec<GrantSetting>, HostError> {
        Err(HostError::Unsupported)
    }
    /// The bar above a page.
    fn navigation_bar(&self, _page: PageId, _bar: NavigationBar) {}
    /// The bar below the pages.
    fn tab_bar(&self, _slot: Slot, _bar: TabBar) {}
    /// Starts or ends the look of refreshing at the top of a page.
    fn pull_down(&self, _page: PageId, _refreshing: bool) {}
    /// Shows pictures and videos over the whole screen, until the user closes them.
    fn preview(&self, _slot: Slot, _preview: Preview) {}
    /// A page wants the whole screen, or gives it back: its bars go and come. What leads out of the mini-program stays.
    fn full_screen(&self, _page: PageId, _on: bool) {}
    /// How a page wants to stand; said once, when it is made, and only where it is not upright.
    fn orientation(&self, _page: PageId, _orientation: Orientation) {}
    /// How a page may be shared changed.
    fn share_ways(&self, _page: PageId, _ways: ShareWays) {}
    /// Shows what is to be shared: card, link and code. The person carries it on.
    fn share(&self, _slot: Slot, _card: ShareCard) {}
    /// Takes the keyboard away.
    fn hide_keyboard(&self, _page: PageId) {}
}

/// Draws nothing; questions are not answered.
#[derive(Clone, Copy, Debug, Default)]
pub struct NullUi;

impl Ui for NullUi {}
