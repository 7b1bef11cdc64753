//! What the phone page does with pictures, sound, camera, microphone, and a contact that becomes a file. Bytes come and go through [`Hands`]; what the page says of
//! them is only words and numbers.

use std::sync::Arc;

use async_trait::async_trait;
use banchan_core::host::{
    Camera, CameraAsk, ChosenContact, Contacts, HostError, Keep, Media, MediaAsk, MediaKind, MediaPlace, NewContact, PageId, Pass, Picked,
    Preview, RecordAsk, Recorder, RecorderOrder, Recording, Reports, Shot, ShotAsk, Sound, SoundOrder,
};
use banchan_core::permission::Slot;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Hands, Link, Stages};

/// Pictures, sound and camera of the phone page.
pub(super) struct Player {
    link: Arc<Link>,
    stages: Arc<Stages>,
    hands: Arc<Hands>,
}

/// What the page says of something that it handed over.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Given {
    id: u64,
    name: String,
    kind: MediaKind,
    width: u32,
    height: u32,
    seconds: f64,
    modified: u64,
    thumb: u64,
}

impl Player {
    pub(super) fn new(link: Arc<Link>, stages: Arc<Stages>, hands: Arc<Hands>) -> Self {
        Self { link, stages, hands }
    }

    fn take(&self, id: u64) -> Result<Vec<u8>, HostError> {
        let held = self.hands.take(id).ok_or_else(|| HostError::failed("what was chosen did not arrive: it may be too large"))?;
        Ok(held.bytes)
    }

    fn thumb(&self, id: u64) -> Vec<u8> {
        self.hands.take(id).map(|held| held.bytes).unwrap_or_default()
    }

    /// Gives the person a file to keep.
    async fn save(&self, bytes: Vec<u8>, name: String) -> Result<(), HostError> {
        let id = self.hands.put(bytes, name.clone());
        let kept = self.link.ask::<Option<bool>>("keep", json!({ "id": id, "name": name })).await;
        // The page fetched it, or never will.
        if kept.is_err() {
            drop(self.hands.take(id));
        }
        kept.map(|_| ())
    }

    fn shot(&self, given: &Given) -> Result<Shot, HostError> {
        Ok(Shot { bytes: self.take(given.id)?, thumb: self.thumb(given.thumb), width: given.width, height: given.height })
    }
}

/// The address under which the phone page finds something.
fn address(stages: &Stages, slot: Slot, at: &MediaPlace) -> String {
    match at {
        MediaPlace::Web(url) => url.clone(),
        MediaPlace::File(path) => stages.picture(slot, path),
    }
}

/// The viewer's order in the phone page's words.
pub(super) fn preview(stages: &Stages, slot: Slot, preview: &Preview) -> Value {
    let items = preview.items.iter().map(|item| {
        json!({ "kind": item.kind, "url": address(stages, slot, &item.at), "poster": item.poster.as_ref().map(|at| address(stages, slot, at)) })
    });
    json!({ "slot": slot.0, "items": items.collect::<Vec<_>>(), "current": preview.current, "menu": preview.menu })
}

#[async_trait]
impl Media for Player {
    async fn choose(&self, pass: Pass, ask: MediaAsk) -> Result<Vec<Picked>, HostError> {
        let mut question = serde_json::to_value(&ask).unwrap_or_default();
        question["slot"] = pass.slot().0.into();
        let given: Vec<Given> = self.link.ask("choose", question).await?;
        given
            .into_iter()
            .map(|one| {
                let (bytes, thumb) = (self.take(one.id)?, self.thumb(one.thumb));
                let Given { name, kind, width, height, seconds, modified, .. } = one;
                Ok(Picked { bytes, name, kind, width, height, seconds, modified, thumb })
            })
            .collect()
    }

    async fn keep(&self, _pass: Pass, keep: Keep) -> Result<(), HostError> {
        self.save(keep.bytes, keep.name).await
    }
}

impl Sound for Player {
    fn order(&self, slot: Slot, sound: u32, order: SoundOrder) {
        let mut told = serde_json::to_value(&order).unwrap_or_default();
        if let SoundOrder::Load { at, .. } = &order {
            told["url"] = address(&self.stages, slot, at).into();
        }
        self.link.order("sound", json!({ "slot": slot.0, "sound": sound, "order": told }));
    }
}

#[async_trait]
impl Camera for Player {
    async fn show(&self, pass: Pass, page: PageId, ask: CameraAsk) -> Result<(), HostError> {
        let mut question = serde_json::to_value(&ask).unwrap_or_default();
        question["slot"] = pass.slot().0.into();
        question["page"] = page.0.into();
        self.link.ask::<Option<bool>>("camera", question).await.map(|_| ())
    }

    async fn take(&self, pass: Pass, ask: ShotAsk) -> Result<Shot, HostError> {
        let question = json!({ "slot": pass.slot().0, "quality": ask.quality, "mirror": ask.mirror });
        let given: Given = self.link.ask("shot", question).await?;
        self.shot(&given)
    }

    async fn begin(&self, pass: Pass, max_seconds: u32) -> Result<(), HostError> {
        self.link.ask::<Option<bool>>("film", json!({ "slot": pass.slot().0, "seconds": max_seconds })).await.map(|_| ())
    }

    async fn end(&self, pass: Pass) -> Result<Shot, HostError> {
        let given: Given = self.link.ask("filmed", json!({ "slot": pass.slot().0 })).await?;
        self.shot(&given)
    }

    async fn zoom(&self, pass: Pass, zoom: f64) -> Result<f64, HostError> {
        self.link.ask("zoom", json!({ "slot": pass.slot().0, "zoom": zoom })).await
    }
}

#[async_trait]
impl Contacts for Player {
    /// A computer's address book takes a file.
    async fn add(&self, _pass: Pass, contact: NewContact) -> Result<(), HostError> {
        self.save(contact.card.into_bytes(), "contact.vcf".into()).await
    }

    async fn choose(&self, _pass: Pass) -> Result<ChosenContact, HostError> {
        // No browser on a computer shows an address book.
        Err(HostError::Unsupported)
    }
}

#[async_trait]
impl Recorder for Player {
    async fn record(&self, pass: Pass, ask: RecordAsk, reports: Reports) -> Result<Recording, HostError> {
        let mut question = serde_json::to_value(&ask).unwrap_or_default();
        question["slot"] = pass.slot().0.into();
        let given: Given = self.link.ask_telling("record", question, Some(reports)).await?;
        Ok(Recording { bytes: self.take(given.id)?, seconds: given.seconds })
    }

    fn order(&self, slot: Slot, order: RecorderOrder) {
        self.link.order("recorder", json!({ "slot": slot.0, "do": order }));
    }
}
