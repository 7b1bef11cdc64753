//! The microphone, as far as a mini-program records with it. One recording at a time in a mini-program; it ends with the right to it.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use super::{HostError, Pass, Reports};
use crate::permission::Slot;

/// How it is recorded. A host does as near to it as it can.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct RecordAsk {
    /// It ends by itself after so many milliseconds of sound.
    pub max_ms: u32,
    /// Samples a second.
    pub sample_rate: u32,
    /// 1 or 2.
    pub channels: u32,
    /// Bits a second.
    pub bit_rate: u32,
    /// `aac`, `mp3`, `wav` or `PCM`.
    pub format: String,
}

/// What a recording is told to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RecorderOrder {
    /// Stand still.
    Pause,
    /// Go on.
    Resume,
    /// End, and give what there is.
    Stop,
}

/// What was recorded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recording {
    /// The file.
    pub bytes: Vec<u8>,
    /// How long it is.
    pub seconds: f64,
}

/// The microphone.
#[async_trait]
pub trait Recorder: Send + Sync {
    /// Records until it is told to stop, or the time is up. Tells [`Report::Begun`](super::Report) when it runs. Dropping the future must
    /// stop it and throw away what there is.
    ///
    /// # Errors
    /// [`HostError`].
    async fn record(&self, pass: Pass, ask: RecordAsk, reports: Reports) -> Result<Recording, HostError>;

    /// An order for the recording of a mini-program. Must return at once; one that comes too late does nothing.
    fn order(&self, slot: Slot, order: RecorderOrder);
}

/// No microphone.
#[derive(Clone, Copy, Debug, Default)]
pub struct NullRecorder;

#[async_trait]
impl Recorder for NullRecorder {
    async fn record(&self, _pass: Pass, _ask: RecordAsk, _reports: Reports) -> Result<Recording, HostError> {
        Err(HostError::Unsupported)
    }

    fn order(&self, _slot: Slot, _order: RecorderOrder) {}
}
