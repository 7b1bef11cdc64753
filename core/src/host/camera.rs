//! The camera that a page shows inside itself. What it sees goes to the page by the shell's own way; the core only decides
//! for how long, and gets the pictures that are taken.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use super::view::PageId;
use super::{HostError, Pass};

/// Which camera is shown, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct CameraAsk {
    /// Number of the element in its page.
    pub node: u32,
    /// Whether it looks for codes.
    pub scan: bool,
    /// Whether it looks at the user.
    pub front: bool,
    /// `auto`, `on`, `off` or `torch`.
    pub flash: String,
    /// `low`, `medium` or `high`.
    pub resolution: String,
}

/// How a picture is taken.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct ShotAsk {
    /// `high`, `normal`, `low` or `original`.
    pub quality: String,
    /// Whether the camera that looks at the user is taken as in a mirror.
    pub mirror: bool,
}

/// What a camera took.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shot {
    /// The picture or video.
    pub bytes: Vec<u8>,
    /// Of a video: a small picture of it; may be empty.
    pub thumb: Vec<u8>,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

/// The camera. One is shown at a time in a mini-program.
#[async_trait]
pub trait Camera: Send + Sync {
    /// Shows what it sees in an element, for as long as the future is not dropped. Answers when the camera ended by itself.
    ///
    /// # Errors
    /// [`HostError`]: there is none, or the system does not give it.
    async fn show(&self, pass: Pass, page: PageId, ask: CameraAsk) -> Result<(), HostError>;

    /// Takes a picture with the camera that is shown.
    ///
    /// # Errors
    /// [`HostError`].
    async fn take(&self, pass: Pass, ask: ShotAsk) -> Result<Shot, HostError>;

    /// Begins to take a video.
    ///
    /// # Errors
    /// [`HostError`].
    async fn begin(&self, pass: Pass, max_seconds: u32) -> Result<(), HostError>;

    /// Ends the video and gives it.
    ///
    /// # Errors
    /// [`HostError`].
    async fn end(&self, pass: Pass) -> Result<Shot, HostError>;

    /// Goes nearer; answers how near it came.
    ///
    /// # Errors
    /// [`HostError`].
    async fn zoom(&self, pass: Pass, zoom: f64) -> Result<f64, HostError>;
}

/// No camera.
#[derive(Clone, Copy, Debug, Default)]
pub struct NullCamera;

#[async_trait]
impl Camera for NullCamera {
    async fn show(&self, _pass: Pass, _page: PageId, _ask: CameraAsk) -> Result<(), HostError> {
        Err(HostError::Unsupported)
    }

    async fn take(&self, _pass: Pass, _ask: ShotAsk) -> Result<Shot, HostError> {
        Err(HostError::Unsupported)
    }

    async fn begin(&self, _pass: Pass, _max_seconds: u32) -> Result<(), HostError> {
        Err(HostError::Unsupported)
    }

    async fn end(&self, _pass: Pass) -> Result<Shot, HostError> {
        Err(HostError::Unsupported)
    }

    async fn zoom(&self, _pass: Pass, _zoom: f64) -> Result<f64, HostError> {
        Err(HostError::Unsupported)
    }
}
