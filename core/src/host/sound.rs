//! Sound that a mini-program plays without showing anything. The shell plays, since sound outlives pages; when it has to be
//! silent is decided before.

use serde::{Deserialize, Serialize};

use super::media::MediaPlace;
use crate::permission::Slot;

/// How a sound is played. All that is not an order by itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SoundSetting {
    /// From where on, in seconds.
    pub start: f64,
    /// Whether it begins again at its end.
    #[serde(rename = "loop")]
    pub repeat: bool,
    /// 0 to 1.
    pub volume: f64,
    /// 0.5 to 2.
    pub rate: f64,
}

/// What a sound is told to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "camelCase")]
pub enum SoundOrder {
    /// Take this instead of what was there; play it at once where `play`.
    Load {
        /// Where it is.
        at: MediaPlace,
        /// How it is played.
        setting: SoundSetting,
        /// Whether at once.
        play: bool,
    },
    /// Play it another way from now on.
    Set {
        /// How.
        setting: SoundSetting,
    },
    /// Begin or go on.
    Play,
    /// Stand still.
    Pause,
    /// Stand still at the start.
    Stop,
    /// Go to another place.
    Seek {
        /// In seconds.
        position: f64,
    },
    /// It is not needed any more.
    Close,
}

/// What became of a sound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SoundMoment {
    /// It can be played.
    Canplay,
    /// It plays.
    Play,
    /// It stands still.
    Pause,
    /// It stands still at the start.
    Stop,
    /// It came to its end.
    Ended,
    /// It goes on.
    TimeUpdate,
    /// It waits for more to come.
    Waiting,
    /// It goes to another place.
    Seeking,
    /// It is there.
    Seeked,
    /// It can't be played.
    Error,
}

impl SoundMoment {
    /// WeChat's name of the listener, without `on`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            SoundMoment::Canplay => "Canplay",
            SoundMoment::Play => "Play",
            SoundMoment::Pause => "Pause",
            SoundMoment::Stop => "Stop",
            SoundMoment::Ended => "Ended",
            SoundMoment::TimeUpdate => "TimeUpdate",
            SoundMoment::Waiting => "Waiting",
            SoundMoment::Seeking => "Seeking",
            SoundMoment::Seeked => "Seeked",
            SoundMoment::Error => "Error",
        }
    }
}

/// Where a sound stands. What a shell tells of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct SoundState {
    /// What just happened.
    pub moment: SoundMoment,
    /// Seconds.
    pub current_time: f64,
    /// Seconds; 0 when unknown.
    pub duration: f64,
    /// Up to where it is loaded, in seconds.
    pub buffered: f64,
    /// Whether it stands still.
    pub paused: bool,
    /// WeChat's number of an error: 10001 system, 10002 network, 10003 file, 10004 format, -1 unknown.
    pub err_code: i32,
    /// The error in words.
    pub err_msg: String,
}

impl Default for SoundState {
    fn default() -> Self {
        let (moment, paused) = (SoundMoment::Pause, true);
        Self { moment, current_time: 0.0, duration: 0.0, buffered: 0.0, paused, err_code: 0, err_msg: String::new() }
    }
}

/// The loudspeaker.
pub trait Sound: Send + Sync {
    /// Puts an order for one of a mini-program's sounds into the queue. What becomes of it is told to `SuperApp::on_sound`.
    fn order(&self, slot: Slot, sound: u32, order: SoundOrder);

    /// Whether there is a loudspeaker.
    fn is_there(&self) -> bool {
        true
    }
}

/// No loudspeaker.
#[derive(Clone, Copy, Debug, Default)]
pub struct NullSound;

impl Sound for NullSound {
    fn order(&self, _slot: Slot, _sound: u32, _order: SoundOrder) {}

    fn is_there(&self) -> bool {
        false
    }
}
