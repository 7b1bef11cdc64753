//! The fake phone's sensors, address book and microphone.

use std::time::Duration;

use async_trait::async_trait;

use super::fake::{FakePhone, read};
use super::{
    ChosenContact, Contacts, HostError, NewContact, Pass, RecordAsk, Recorder, RecorderOrder, Recording, Report, Reports, SensorKind,
    Sensors,
};
use crate::permission::Slot;

#[async_trait]
impl Sensors for FakePhone {
    async fn watch(&self, pass: Pass, kind: SensorKind, interval_ms: u32, reports: Reports) -> Result<(), HostError> {
        self.note(format!("watch {kind:?} for slot {} every {interval_ms}", pass.slot().0));
        let readings = read(&self.readings).ok_or(HostError::Unsupported)?;
        let _off = Off(self, format!("{kind:?} off"));
        for reading in readings {
            reports.tell(reading);
            tokio::time::sleep(Duration::from_millis(interval_ms.into())).await;
        }
        std::future::pending().await
    }
}

#[async_trait]
impl Contacts for FakePhone {
    async fn add(&self, _pass: Pass, contact: NewContact) -> Result<(), HostError> {
        self.note(format!("save {} {}", contact.name, contact.phones.join(" ")));
        read(&self.contact).map(drop).ok_or(HostError::Cancelled)
    }

    async fn choose(&self, _pass: Pass) -> Result<ChosenContact, HostError> {
        self.note("choose a contact".into());
        read(&self.contact).ok_or(HostError::Cancelled)
    }
}

#[async_trait]
impl Recorder for FakePhone {
    async fn record(&self, _pass: Pass, ask: RecordAsk, reports: Reports) -> Result<Recording, HostError> {
        self.note(format!("record {}", serde_json::to_string(&ask).unwrap_or_default()));
        let bytes = read(&self.heard).ok_or_else(|| HostError::failed("no microphone"))?;
        let _off = Off(self, "microphone off".into());
        reports.tell(Report::Begun);
        self.stop.notified().await;
        Ok(Recording { bytes, seconds: 1.5 })
    }

    fn order(&self, _slot: Slot, order: RecorderOrder) {
        self.note(format!("recorder {order:?}"));
        if order == RecorderOrder::Stop {
            self.stop.notify_one();
        }
    }
}

/// Notes that something ended.
struct Off<'a>(&'a FakePhone, String);

impl Drop for Off<'_> {
    fn drop(&mut self) {
        self.0.note(std::mem::take(&mut self.1));
    }
}
