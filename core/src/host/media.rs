//! Pictures, videos and files that the user gives to a mini-program or keeps from it. A shell asks the user and carries
//! bytes; how many there may be, what they become and what is allowed was decided before.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use super::{HostError, Pass};

/// What something chosen is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MediaKind {
    /// A picture.
    #[default]
    Image,
    /// A video.
    Video,
    /// Anything else.
    File,
}

/// What the user is asked to give.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MediaAsk {
    /// At most so many.
    pub count: usize,
    /// What may be given; never empty.
    pub kinds: Vec<MediaKind>,
    /// Whether what is there already may be given.
    pub album: bool,
    /// Whether something may be taken with the camera.
    pub camera: bool,
    /// Whether pictures and videos may stay as large as they are.
    pub original: bool,
    /// Whether they may be made smaller. Where both may be, the user chooses.
    pub compressed: bool,
    /// Longest video that the camera takes, in seconds.
    pub max_seconds: u32,
    /// Whether the camera that looks at the user comes first.
    pub front: bool,
    /// Endings of files without a dot, in lower case; empty for any.
    pub extensions: Vec<String>,
}

/// Something that the user gave.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picked {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its name, as the user knows it; may be empty.
    pub name: String,
    /// What it is.
    pub kind: MediaKind,
    /// Pixels; 0 when unknown.
    pub width: u32,
    /// Pixels; 0 when unknown.
    pub height: u32,
    /// Of a video, in seconds.
    pub seconds: f64,
    /// Of a file: when it was last changed, in seconds since 1970; 0 when unknown.
    pub modified: u64,
    /// Of a video: a small picture of it; may be empty.
    pub thumb: Vec<u8>,
}

/// Something to keep.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keep {
    /// Its bytes, which are what `mime` says.
    pub bytes: Vec<u8>,
    /// A picture or a video.
    pub kind: MediaKind,
    /// Its media type.
    pub mime: String,
    /// A name with its ending, fit for any file system.
    pub name: String,
}

/// The user's pictures, videos and files.
#[async_trait]
pub trait Media: Send + Sync {
    /// Lets the user choose. Dropping the future must take the choice away.
    ///
    /// # Errors
    /// [`HostError::Cancelled`] when nothing is chosen.
    async fn choose(&self, pass: Pass, ask: MediaAsk) -> Result<Vec<Picked>, HostError>;

    /// Puts something among the user's pictures.
    ///
    /// # Errors
    /// [`HostError`].
    async fn keep(&self, pass: Pass, keep: Keep) -> Result<(), HostError>;

    /// Shows a document, of kind [`MediaKind::File`]. Where there is no viewer, the user gets the file to keep.
    ///
    /// # Errors
    /// [`HostError`].
    async fn open(&self, pass: Pass, document: Keep) -> Result<(), HostError> {
        self.keep(pass, document).await
    }
}

/// Nothing to choose from and nowhere to keep.
#[derive(Clone, Copy, Debug, Default)]
pub struct NullMedia;

#[async_trait]
impl Media for NullMedia {
    async fn choose(&self, _pass: Pass, _ask: MediaAsk) -> Result<Vec<Picked>, HostError> {
        Err(HostError::Unsupported)
    }

    async fn keep(&self, _pass: Pass, _keep: Keep) -> Result<(), HostError> {
        Err(HostError::Unsupported)
    }
}

/// Where something to show or play is. A shell loads nothing else for a mini-program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MediaPlace {
    /// A public address, encrypted. It gets no cookies, no referrer, and no private address is behind it by its name.
    Web(String),
    /// A file of the mini-program: what `SuperApp::read_app_asset` takes.
    File(String),
}

/// One thing in the viewer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PreviewItem {
    /// A picture or a video.
    pub kind: MediaKind,
    /// Where it is.
    pub at: MediaPlace,
    /// Of a video: what is shown before it plays.
    pub poster: Option<MediaPlace>,
}

/// The viewer over the whole screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Preview {
    /// What can be seen in it, at least one.
    pub items: Vec<PreviewItem>,
    /// Which is seen first.
    pub current: usize,
    /// Whether a long press offers to keep the picture.
    pub menu: bool,
}
