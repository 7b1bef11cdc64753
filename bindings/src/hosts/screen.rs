//! Pages, what is drawn around them, and the permission sheet.

use async_trait::async_trait;
use banchan_core::host::*;
use banchan_core::permission::{Scope, Slot};

use super::Of;
use crate::calls::MiniCall;
use crate::errors::MiniHostError;

host! { "Makes pages and carries messages; see `host::View`. Every method returns at once."
MiniViewHost for View {
    order create_page(page: NewPage) = create_page,
        "Makes a page, behind the others until it is shown. What it loads comes from `SuperApp::read_asset`.";
    order show_page(page: PageId, transition: Transition) = show_page, "Brings a page to the top.";
    order close_page(page: PageId) = close_page, "Takes a page away for good.";
    order reload_page(page: PageId) = reload_page, "Makes the page's document again, in a view of its own if it has none.";
    order free_page(page: PageId) = free_page, "Gives back the view of a page that is not seen; it is reloaded before it is seen again.";
    order post(page: PageId, text: String) = post, "Passes a message to a page, unread. A page that is gone swallows it.";
    order ended(slot: Slot, reason: EndReason) = ended, "The mini-program is over: all its pages are closed already.";
} }
host! { "Draws over and around pages; see `host::Ui`. Orders return at once."
MiniUiHost for Ui {
    order show_toast(slot: Slot, toast: Toast) = show_toast,
        "Shows a notice; it replaces the one before, and a loading notice too.";
    order hide_toast(slot: Slot) = hide_toast, "Takes it away.";
    order show_loading(slot: Slot, loading: Loading) = show_loading, "Shows \"please wait\" until it is hidden.";
    order hide_loading(slot: Slot) = hide_loading, "Takes it away.";
    order navigation_bar(page: PageId, bar: NavigationBar) = navigation_bar, "The bar above a page, whole.";
    order tab_bar(slot: Slot, bar: TabBar) = tab_bar, "The bar below the pages, whole.";
    order pull_down(page: PageId, refreshing: bool) = pull_down, "Starts or ends the look of refreshing at the top of a page.";
    order preview(slot: Slot, preview: Preview) = preview, "Shows pictures and videos over the whole screen, until the user closes them.";
    order full_screen(page: PageId, on: bool) = full_screen,
        "A page wants the whole screen, or gives it back. What leads out of the mini-program stays.";
    order share_ways(page: PageId, ways: ShareWays) = share_ways, "How a page may be shared changed.";
    order share(slot: Slot, card: ShareCard) = share, "Shows what is to be shared: card, link and code.";
    order hide_keyboard(page: PageId) = hide_keyboard, "Takes the keyboard away.";
    slot show_modal(modal: Modal) -> ModalAnswer = show_modal, "Shows a dialog and waits.";
    slot show_action_sheet(sheet: ActionSheet) -> usize = show_action_sheet, "Shows choices and waits for the index of one.";
    slot open_settings(page: SettingsPage) -> Vec<GrantSetting> = open_settings,
        "Shows the settings page and waits until it is left; answers the switches as they are then.";
} }

/// Asks the user, and the phone, for permissions; see `permission::Consent`.
#[uniffi::export(with_foreign)]
#[async_trait]
pub trait MiniConsentHost: Send + Sync {
    /// Shows the permission sheet and waits.
    async fn ask_consent(&self, call: MiniCall, ask: ConsentAsk) -> Result<Answer, MiniHostError>;
    /// Whether the phone itself lets the host use this; asks the phone's own question when it has not been asked yet.
    async fn system_allows(&self, scope: Scope) -> Result<bool, MiniHostError>;
}
#[async_trait]
impl Consent for Of<dyn MiniConsentHost> {
    async fn ask(&self, ask: ConsentAsk) -> Result<Answer, String> {
        let (slot, scope) = (ask.slot, ask.scope);
        match self.calls.ask(slot, Some(scope), None, |call| self.host.ask_consent(call, ask)).await {
            Err(HostError::Cancelled) => Ok(Answer::Dismissed),
            answer => answer.map_err(|error| error.to_string()),
        }
    }
    async fn system_allows(&self, scope: Scope) -> bool {
        // A host that fails at this question has allowed nothing.
        let allowed = self.host.system_allows(scope).await;
        allowed.inspect_err(|error| self.calls.complain(&format!("the host failed at system_allows: {error}"))).unwrap_or(false)
    }
}
