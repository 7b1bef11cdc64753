//! Time, randomness and folders, so that a run can be repeated from its inputs. Nothing else in core may ask the system for these.

use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

/// The time.
pub trait Clock: Send + Sync {
    /// Milliseconds since 1970.
    fn now_ms(&self) -> f64;
}

/// The system's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now_ms(&self) -> f64 {
        // A clock set before 1970 is worth no failure: it counts as 1970.
        SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |passed| passed.as_secs_f64() * 1000.0)
    }
}

/// Randomness.
pub trait Random: Send + Sync {
    /// Fills the buffer with bytes that nobody can guess.
    ///
    /// # Errors
    /// When the system has none to give; the caller must not go on without.
    fn fill(&self, buffer: &mut [u8]) -> Result<(), super::HostError>;
}

/// The system's generator.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), super::HostError> {
        getrandom::fill(buffer).map_err(|error| super::HostError::failed(format!("no randomness: {error}")))
    }
}

/// Where core may write. The host makes the folders private to itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folders {
    /// What must survive: bundles, grants, storage of mini-programs.
    pub data: PathBuf,
    /// What may vanish at any time.
    pub cache: PathBuf,
}

impl Folders {
    /// Both inside one folder.
    #[must_use]
    pub fn under(root: impl Into<PathBuf>) -> Self {
        let root = root.into();
        Self { data: root.join("data"), cache: root.join("cache") }
    }
}

/// How badly the phone needs memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum MemoryPressure {
    /// It gets less.
    Moderate,
    /// Little is left: what is not on screen should go.
    Low,
    /// The next thing to go is this host.
    Critical,
}

impl MemoryPressure {
    /// WeChat's number, which is Android's.
    #[must_use]
    pub fn level(self) -> u32 {
        match self {
            Self::Moderate => 5,
            Self::Low => 10,
            Self::Critical => 15,
        }
    }
}
