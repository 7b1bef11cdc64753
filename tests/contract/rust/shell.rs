//! A phone that does what a contract vector says, and writes down in lines what it was told: the Rust one. It must not know
//! what any vector is about.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use serde_json::{Value, json};

use crate::calls::MiniCall;
use crate::errors::MiniHostError;
use crate::hosts::*;
use crate::records::*;

/// Longest wait for a line.
const PATIENCE: Duration = Duration::from_secs(20);

#[derive(Default)]
struct State {
    lines: Vec<String>,
    answers: HashMap<String, VecDeque<Value>>,
    questions: HashMap<String, u64>,
    visit: u64,
    sound: u32,
}

/// The phone.
#[derive(Default)]
pub struct Shell {
    state: Mutex<State>,
    more: Condvar,
    pub registry: String,
}

type Told = Result<(), MiniHostError>;

fn thrown() -> MiniHostError {
    // What an exception of another language becomes on its way here.
    uniffi::UnexpectedUniFFICallbackError::new("on purpose").into()
}

/// Writes a line when a question is dropped before it was answered.
struct Dropped<'a>(&'a Shell, &'static str, bool);

impl Drop for Dropped<'_> {
    fn drop(&mut self) {
        if !self.2 {
            self.0.say(format!("cancelled {}", self.1));
        }
    }
}

impl Shell {
    pub fn new(answers: &Value, registry: String) -> Self {
        let shell = Self { registry, ..Self::default() };
        for (method, list) in answers.as_object().into_iter().flatten() {
            let list = list.as_array().cloned().unwrap_or_default();
            shell.state.lock().unwrap().answers.insert(method.clone(), list.into());
        }
        shell
    }

    fn say(&self, line: String) {
        self.state.lock().unwrap().lines.push(line);
        self.more.notify_all();
    }

    /// Takes the first line that fits: the same text, where `*` stands for anything.
    pub fn wait(&self, wanted: &str) -> Result<(), String> {
        let begun = Instant::now();
        let mut state = self.state.lock().unwrap();
        loop {
            if let Some(at) = state.lines.iter().position(|line| fits(wanted, line)) {
                state.lines.remove(at);
                return Ok(());
            }
            if begun.elapsed() > PATIENCE {
                return Err(format!("`{wanted}` did not come; what came: {:#?}", state.lines));
            }
            state = self.more.wait_timeout(state, Duration::from_millis(100)).unwrap().0;
        }
    }

    /// Whether such a line came and was not waited for.
    pub fn came(&self, wanted: &str) -> bool {
        self.state.lock().unwrap().lines.iter().any(|line| fits(wanted, line))
    }

    pub fn question(&self, method: &str) -> u64 {
        self.state.lock().unwrap().questions.get(method).copied().unwrap_or_default()
    }

    pub fn last_visit(&self) -> u64 {
        self.state.lock().unwrap().visit
    }

    pub fn last_sound(&self) -> u32 {
        self.state.lock().unwrap().sound
    }

    fn scripted(&self, method: &str) -> Option<Value> {
        self.state.lock().unwrap().answers.get_mut(method)?.pop_front()
    }

    fn line(&self, method: &str, words: &str) {
        self.say(if words.is_empty() { method.to_owned() } else { format!("{method} {words}") });
    }

    /// An order: noted, and thrown at where the vector says so.
    fn told(&self, method: &str, words: String) -> Told {
        self.line(method, &words);
        if self.scripted(method) == Some(json!("throw")) { Err(thrown()) } else { Ok(()) }
    }

    /// A question: noted, and answered with what the vector has prepared.
    async fn asked(&self, method: &'static str, words: String, call: Option<&MiniCall>) -> Result<Value, MiniHostError> {
        if let Some(call) = call {
            self.state.lock().unwrap().questions.insert(method.into(), call.id);
        }
        let answer = self.scripted(method);
        self.line(method, &words);
        match answer {
            None => Err(MiniHostError::Unsupported),
            Some(Value::String(word)) => match word.as_str() {
                "throw" => Err(thrown()),
                "cancelled" => Err(MiniHostError::Cancelled),
                "unsupported" => Err(MiniHostError::Unsupported),
                "failed" => Err(MiniHostError::Failed { reason: "on purpose".into() }),
                "hang" => {
                    let _dropped = Dropped(self, method, false);
                    std::future::pending().await
                }
                _ => Ok(json!(word)),
            },
            Some(value) => Ok(value),
        }
    }
}

/// Whether a line is what is wanted; `*` stands for anything.
fn fits(wanted: &str, line: &str) -> bool {
    let mut parts = wanted.split('*');
    let Some(mut rest) = line.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let mut last = None;
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
        last = Some(part);
    }
    last == Some("") || rest.is_empty()
}

fn text(value: &Value) -> String {
    value.as_str().map(str::to_owned).unwrap_or_else(|| value.to_string())
}

impl MiniViewHost for Shell {
    fn free_page(&self, _page: MiniPageId) -> Told {
        Ok(())
    }
    fn create_page(&self, page: MiniNewPage) -> Told {
        self.told("create_page", format!("{} {}", page.page.0, page.path))
    }
    fn show_page(&self, page: MiniPageId, transition: MiniTransition) -> Told {
        self.told("show_page", format!("{} {}", page.0, text(&json!(transition))))
    }
    fn close_page(&self, page: MiniPageId) -> Told {
        self.told("close_page", page.0.to_string())
    }
    fn reload_page(&self, page: MiniPageId) -> Told {
        self.told("reload_page", page.0.to_string())
    }
    fn post(&self, page: MiniPageId, text: String) -> Told {
        self.told("post", format!("{} {text}", page.0))
    }
    fn ended(&self, _slot: MiniSlot, reason: MiniEndReason) -> Told {
        self.told("ended", text(&json!(reason)["kind"]))
    }
}

#[async_trait]
impl MiniUiHost for Shell {
    fn show_toast(&self, _slot: MiniSlot, toast: MiniToast) -> Told {
        self.told("show_toast", toast.title)
    }
    fn hide_toast(&self, _slot: MiniSlot) -> Told {
        self.told("hide_toast", String::new())
    }
    fn show_loading(&self, _slot: MiniSlot, loading: MiniLoading) -> Told {
        self.told("show_loading", loading.title)
    }
    fn hide_loading(&self, _slot: MiniSlot) -> Told {
        self.told("hide_loading", String::new())
    }
    async fn show_modal(&self, call: MiniCall, modal: MiniModal) -> Result<MiniModalAnswer, MiniHostError> {
        let confirm = self.asked("show_modal", modal.title, Some(&call)).await? == json!(true);
        Ok(MiniModalAnswer { confirm, content: None })
    }
    async fn show_action_sheet(&self, call: MiniCall, sheet: MiniActionSheet) -> Result<MiniCount, MiniHostError> {
        Ok(self.asked("show_action_sheet", sheet.item_list.join(","), Some(&call)).await?.as_u64().unwrap() as usize)
    }
    async fn open_settings(&self, call: MiniCall, page: MiniSettingsPage) -> Result<Vec<MiniGrantSetting>, MiniHostError> {
        self.asked("open_settings", page.app_name, Some(&call)).await.map(|_| page.grants)
    }
    fn navigation_bar(&self, _page: MiniPageId, bar: MiniNavigationBar) -> Told {
        self.told("navigation_bar", bar.title)
    }
    fn tab_bar(&self, _slot: MiniSlot, bar: MiniTabBar) -> Told {
        self.told("tab_bar", bar.items.len().to_string())
    }
    fn pull_down(&self, _page: MiniPageId, refreshing: bool) -> Told {
        self.told("pull_down", refreshing.to_string())
    }
    fn preview(&self, _slot: MiniSlot, preview: MiniPreview) -> Told {
        self.told("preview", preview.items.len().to_string())
    }
    fn full_screen(&self, _page: MiniPageId, on: bool) -> Told {
        self.told("full_screen", on.to_string())
    }
    fn share_ways(&self, _page: MiniPageId, _ways: MiniShareWays) -> Told {
        self.told("share_ways", String::new())
    }
    fn share(&self, _slot: MiniSlot, card: MiniShareCard) -> Told {
        self.told("share", card.title)
    }
    fn hide_keyboard(&self, page: MiniPageId) -> Told {
        self.told("hide_keyboard", page.0.to_string())
    }
}

#[async_trait]
impl MiniConsentHost for Shell {
    async fn ask_consent(&self, call: MiniCall, ask: MiniConsentAsk) -> Result<MiniAnswer, MiniHostError> {
        match self.asked("ask_consent", ask.scope.name().into(), Some(&call)).await?.as_str() {
            Some("allow") => Ok(MiniAnswer::Allow),
            Some("deny") => Ok(MiniAnswer::Deny),
            _ => Ok(MiniAnswer::Dismissed),
        }
    }
    async fn system_allows(&self, scope: MiniScope) -> Result<bool, MiniHostError> {
        match self.asked("system_allows", scope.name().into(), None).await {
            Err(MiniHostError::Unsupported) => Ok(true),
            answer => answer.map(|value| value == json!(true)),
        }
    }
}

#[async_trait]
impl MiniLocationHost for Shell {
    async fn locate(&self, call: MiniCall, _ask: MiniLocationAsk) -> Result<MiniPosition, MiniHostError> {
        let at = self.asked("locate", String::new(), Some(&call)).await?;
        let (latitude, longitude) = (at["latitude"].as_f64().unwrap(), at["longitude"].as_f64().unwrap());
        Ok(MiniPosition { latitude, longitude, ..MiniPosition::default() })
    }
}

#[async_trait]
impl MiniScannerHost for Shell {
    async fn scan_code(&self, call: MiniCall, _ask: MiniScanAsk) -> Result<MiniScanned, MiniHostError> {
        Ok(MiniScanned { text: text(&self.asked("scan_code", String::new(), Some(&call)).await?), scan_type: "QR_CODE".into() })
    }
}

#[async_trait]
impl MiniPhoneHost for Shell {
    async fn dial(&self, call: MiniCall, number: String) -> Told {
        self.asked("dial", number, Some(&call)).await.map(drop)
    }
}

#[async_trait]
impl MiniClipboardHost for Shell {
    async fn read_clipboard(&self, call: MiniCall) -> Result<String, MiniHostError> {
        Ok(text(&self.asked("read_clipboard", String::new(), Some(&call)).await?))
    }
    async fn write_clipboard(&self, call: MiniCall, text: String) -> Told {
        self.asked("write_clipboard", text, Some(&call)).await.map(drop)
    }
}

#[async_trait]
impl MiniVibrationHost for Shell {
    async fn vibrate(&self, call: MiniCall, kind: MiniVibrationKind) -> Told {
        self.asked("vibrate", text(&json!(kind)), Some(&call)).await.map(drop)
    }
}

#[async_trait]
impl MiniPlacesHost for Shell {
    async fn choose_place(&self, call: MiniCall, _center: Option<MiniPoint>) -> Result<MiniPlace, MiniHostError> {
        Ok(serde_json::from_value(self.asked("choose_place", String::new(), Some(&call)).await?).unwrap())
    }
    async fn open_place(&self, call: MiniCall, place: MiniPlace) -> Told {
        self.asked("open_place", place.name, Some(&call)).await.map(drop)
    }
}

#[async_trait]
impl MiniMediaHost for Shell {
    async fn choose_media(&self, call: MiniCall, ask: MiniMediaAsk) -> Result<Vec<MiniPicked>, MiniHostError> {
        let chosen = self.asked("choose_media", ask.count.to_string(), Some(&call)).await?;
        let picked = |one: &Value| MiniPicked {
            bytes: text(&one["text"]).into_bytes(),
            name: text(&one["name"]),
            kind: MiniMediaKind::File,
            ..MiniPicked::default()
        };
        Ok(chosen.as_array().unwrap().iter().map(picked).collect())
    }
    async fn keep_media(&self, call: MiniCall, keep: MiniKeep) -> Told {
        self.asked("keep_media", keep.name, Some(&call)).await.map(drop)
    }
    async fn open_document(&self, call: MiniCall, document: MiniKeep) -> Told {
        self.asked("open_document", document.name, Some(&call)).await.map(drop)
    }
}

impl MiniScreenHost for Shell {
    fn screen_wish(&self, _slot: MiniSlot, wish: MiniScreenWish) -> Told {
        self.told("screen_wish", if wish.keep_on { "on" } else { "off" }.into())
    }
}

#[async_trait]
impl MiniSensorsHost for Shell {
    async fn watch_sensor(&self, call: MiniCall, kind: MiniSensorKind, interval_ms: u32) -> Told {
        self.asked("watch_sensor", format!("{} {interval_ms}", text(&json!(kind))), Some(&call)).await.map(drop)
    }
}

#[async_trait]
impl MiniContactsHost for Shell {
    async fn add_contact(&self, call: MiniCall, contact: MiniNewContact) -> Told {
        self.asked("add_contact", contact.name, Some(&call)).await.map(drop)
    }
    async fn choose_contact(&self, call: MiniCall) -> Result<MiniChosenContact, MiniHostError> {
        let chosen = self.asked("choose_contact", String::new(), Some(&call)).await?;
        Ok(MiniChosenContact { name: text(&chosen["name"]), phones: chosen["phones"].as_array().unwrap().iter().map(text).collect() })
    }
}

#[async_trait]
impl MiniRecorderHost for Shell {
    fn order_recorder(&self, _slot: MiniSlot, order: MiniRecorderOrder) -> Told {
        self.told("order_recorder", text(&json!(order)))
    }
    async fn record_sound(&self, call: MiniCall, ask: MiniRecordAsk) -> Result<MiniRecording, MiniHostError> {
        let made = self.asked("record_sound", format!("{} {}", ask.format, ask.max_ms), Some(&call)).await?;
        Ok(MiniRecording { bytes: text(&made["text"]).into_bytes(), seconds: made["seconds"].as_f64().unwrap() })
    }
}

impl MiniSoundHost for Shell {
    fn order_sound(&self, _slot: MiniSlot, sound: u32, _order: MiniSoundOrder) -> Told {
        self.state.lock().unwrap().sound = sound;
        self.told("order_sound", sound.to_string())
    }
}

#[async_trait]
impl MiniIdentityHost for Shell {
    async fn login(&self, call: MiniCall, app: MiniAppId) -> Result<String, MiniHostError> {
        Ok(text(&self.asked("login", app.to_string(), Some(&call)).await?))
    }
    async fn signed_in(&self, _call: MiniCall, _app: MiniAppId) -> Result<bool, MiniHostError> {
        Ok(true)
    }
    async fn profile(&self, _call: MiniCall, _ask: MiniPersonAsk) -> Result<MiniProfile, MiniHostError> {
        Err(MiniHostError::Cancelled)
    }
    async fn phone_code(&self, _call: MiniCall, _ask: MiniPersonAsk) -> Result<String, MiniHostError> {
        Err(MiniHostError::Cancelled)
    }
    async fn avatar(&self, _call: MiniCall, _ask: MiniPersonAsk) -> Result<String, MiniHostError> {
        Err(MiniHostError::Cancelled)
    }
    async fn address(&self, _call: MiniCall, _ask: MiniPersonAsk, book: Vec<MiniAddress>) -> Result<MiniAddressAnswer, MiniHostError> {
        Ok(MiniAddressAnswer { book, chosen: None })
    }
}

#[async_trait]
impl MiniPaymentHost for Shell {
    async fn pay(&self, call: MiniCall, order: MiniPayOrder) -> Told {
        let words = format!("{} {} {}", order.prepay_id, order.amount.unwrap_or_default(), order.currency);
        self.asked("pay", words, Some(&call)).await.map(drop)
    }
}

#[async_trait]
impl MiniMessagesHost for Shell {
    async fn subscribe(&self, call: MiniCall, ask: MiniSubscribeAsk) -> Result<MiniSubscribeAnswer, MiniHostError> {
        let accepted = self.asked("subscribe", ask.templates.join(","), Some(&call)).await?;
        Ok(MiniSubscribeAnswer { accepted: accepted.as_array().unwrap().iter().map(text).collect(), always: false })
    }
}

#[async_trait]
impl MiniNeighboursHost for Shell {
    fn go_visit(&self, _visit: MiniVisit) -> Told {
        Ok(())
    }
    async fn ask_visit(&self, call: MiniCall, visit: MiniVisit) -> Told {
        self.state.lock().unwrap().visit = visit.id;
        self.asked("ask_visit", visit.target.to_string(), Some(&call)).await.map(drop)
    }
}

impl MiniLogHost for Shell {
    fn note(&self, _slot: MiniSlot, note: MiniNote) -> Told {
        match note {
            MiniNote::Console { text, .. } => self.told("console", text),
            MiniNote::Error { text, .. } => self.told("error", text),
            MiniNote::Api { .. } | MiniNote::Page { .. } => Ok(()),
        }
    }
    fn complaint(&self, text: String) -> Told {
        self.told("complaint", text)
    }
}

impl MiniRegistryHost for Shell {
    fn read_registry(&self, path: String, _limit: u64) -> Result<Vec<u8>, MiniHostError> {
        self.told("read_registry", path.clone())?;
        std::fs::read(std::path::Path::new(&self.registry).join(path)).map_err(|error| MiniHostError::Failed { reason: error.to_string() })
    }
}

/// A member of the integrator's own that this phone performs.
pub struct Own(pub Arc<Shell>, pub MiniApiSpec);

#[async_trait]
impl MiniApi for Own {
    fn spec(&self) -> Result<MiniApiSpec, MiniHostError> {
        Ok(self.1.clone())
    }
    async fn perform(&self, call: MiniCall, caller: MiniCaller, args: String) -> Result<String, MiniHostError> {
        let answer = self.0.asked("perform", format!("{} {args}", caller.app_id), Some(&call)).await?;
        Ok(answer.as_str().and_then(|raw| raw.strip_prefix("raw ")).map_or_else(|| answer.to_string(), str::to_owned))
    }
}
