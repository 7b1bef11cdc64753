//! What the phone page draws: pages, bars, toasts, dialogs and the permission sheet.

use std::sync::Arc;

use async_trait::async_trait;
use banchan_core::host::{
    ActionSheet, Answer, Consent, ConsentAsk, EndReason, GrantSetting, HostError, Loading, Modal, ModalAnswer, NavigationBar, NewPage,
    Orientation, PageId, Preview, SettingsPage, ShareCard, ShareWays, TabBar, Toast, Transition, Ui, View,
};
use banchan_core::permission::Slot;
use banchan_formats::scan::make_svg;
use serde_json::{Value, json};

use super::{Link, Stages};

/// The screen.
pub(super) struct Screen {
    link: Arc<Link>,
    stages: Arc<Stages>,
}

impl Screen {
    pub(super) fn new(link: Arc<Link>, stages: Arc<Stages>) -> Self {
        Self { link, stages }
    }
}

/// A value of core as JSON with the slot it belongs to.
fn of(slot: Slot, value: impl serde::Serialize) -> Value {
    // Core's values are plain: they have no map with keys other than text, so this can't fail.
    let mut fields = serde_json::to_value(value).unwrap_or_default();
    if let Some(fields) = fields.as_object_mut() {
        fields.insert("slot".into(), slot.0.into());
    }
    fields
}

impl View for Screen {
    fn create_page(&self, page: NewPage) {
        self.link.order("create", self.stages.create(page));
    }

    fn show_page(&self, page: PageId, transition: Transition) {
        self.stages.show(page);
        self.link.order("show", json!({ "page": page.0, "how": transition }));
    }

    fn close_page(&self, page: PageId) {
        self.stages.close(page);
        self.link.order("close", json!({ "page": page.0 }));
    }

    fn reload_page(&self, page: PageId) {
        self.link.order("reload", json!({ "page": page.0 }));
    }

    fn post(&self, page: PageId, text: String) {
        self.link.send(&json!({ "t": "view", "page": page.0, "text": text }));
    }

    fn ended(&self, slot: Slot, reason: EndReason) {
        self.stages.end(slot);
        let again = reason == EndReason::Updated;
        let say = match reason {
            EndReason::Failed { text } => Some(text),
            EndReason::Left | EndReason::Closed | EndReason::Updated => None,
        };
        self.link.order("ended", json!({ "slot": slot.0, "say": say, "again": again }));
    }
}

#[async_trait]
impl Ui for Screen {
    fn show_toast(&self, slot: Slot, mut toast: Toast) {
        toast.image = toast.image.map(|path| self.stages.picture(slot, &path));
        self.link.order("toast", of(slot, toast));
    }

    fn hide_toast(&self, slot: Slot) {
        self.link.order("quiet", json!({ "slot": slot.0 }));
    }

    fn show_loading(&self, slot: Slot, loading: Loading) {
        self.link.order("loading", of(slot, loading));
    }

    fn hide_loading(&self, slot: Slot) {
        self.link.order("quiet", json!({ "slot": slot.0 }));
    }

    async fn show_modal(&self, slot: Slot, modal: Modal) -> Result<ModalAnswer, HostError> {
        self.link.ask("modal", of(slot, modal)).await
    }

    async fn show_action_sheet(&self, slot: Slot, sheet: ActionSheet) -> Result<usize, HostError> {
        self.link.ask("actions", of(slot, sheet)).await
    }

    async fn open_settings(&self, slot: Slot, page: SettingsPage) -> Result<Vec<GrantSetting>, HostError> {
        self.link.ask("grants", of(slot, page)).await
    }

    fn navigation_bar(&self, page: PageId, bar: NavigationBar) {
        self.link.order("nav", self.stages.navigation_bar(page, bar));
    }

    fn tab_bar(&self, slot: Slot, bar: TabBar) {
        self.link.order("tabs", self.stages.tab_bar(slot, bar));
    }

    fn pull_down(&self, page: PageId, refreshing: bool) {
        self.link.order("pull", json!({ "page": page.0, "on": refreshing }));
    }

    fn preview(&self, slot: Slot, preview: Preview) {
        self.link.order("preview", super::media::preview(&self.stages, slot, &preview));
    }

    fn full_screen(&self, page: PageId, on: bool) {
        self.link.order("full", json!({ "page": page.0, "on": on }));
    }

    fn orientation(&self, page: PageId, orientation: Orientation) {
        self.link.order("stand", json!({ "page": page.0, "how": orientation }));
    }

    fn share_ways(&self, page: PageId, ways: ShareWays) {
        self.stages.set_ways(page, ways);
    }

    fn share(&self, slot: Slot, card: ShareCard) {
        let svg = make_svg(&card.link).unwrap_or_default();
        let image = card.image.map(|path| self.stages.picture(slot, &path));
        let card = json!({ "kind": card.kind, "title": card.title, "image": image, "link": card.link, "svg": svg });
        self.link.order("share", json!({ "slot": slot.0, "card": card }));
    }

    fn hide_keyboard(&self, page: PageId) {
        self.link.order("blur", json!({ "page": page.0 }));
    }
}

#[async_trait]
impl Consent for Screen {
    async fn ask(&self, ask: ConsentAsk) -> Result<Answer, String> {
        let question = json!({
            "slot": ask.slot.0, "appId": ask.app_id.as_str(), "appName": ask.app_name, "scope": ask.scope.name(), "prompt": ask.title, "reason": ask.reason,
        });
        match self.link.ask::<String>("consent", question).await {
            Ok(answer) if answer == "allow" => Ok(Answer::Allow),
            Ok(answer) if answer == "deny" => Ok(Answer::Deny),
            Ok(_) | Err(HostError::Cancelled) => Ok(Answer::Dismissed),
            Err(other) => Err(other.to_string()),
        }
    }
}
