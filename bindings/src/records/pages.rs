//! Pages and their ends, as `banchan_core::host` has them, and what a developer sees of a session.

use banchan_core::{host, session};

use super::{MiniAppId, MiniNavigationBar, MiniPageId, MiniSlot};

choice! { MiniTransition = host::Transition { Push, Pop, None } }
record! { MiniNewPage = host::NewPage {
    page: MiniPageId, slot: MiniSlot, app_id: MiniAppId, address: String, path: String, navigation_bar: MiniNavigationBar, background_color: String,
    pull_down_refresh: bool,
} }
choice! { MiniEndReason = host::EndReason { Left, Closed, Updated, Failed { text: String } } }
choice! { MiniNote = session::Note {
    Console { level: String, text: String },
    Error { text: String, path: String, line: u32, column: u32, during: String, warning: bool },
    Api { name: String, ok: bool, text: String }, Page { path: String },
} }
choice! { MiniBridge = host::Bridge { None, Frame { shell: String }, Port, Relay } }

/// What iOS's shell adds to each page as a user script, in a content world of its own.
#[uniffi::export]
#[must_use]
pub fn relay_script() -> String {
    session::RELAY_SCRIPT.into()
}

record! { MiniHeader = session::Header { name: String, value: String } }
copied! { "The answer to a request of a page, see `session::PageReply`."
MiniReply = session::PageReply { status: u16, mime: String, headers: Vec<MiniHeader>, bytes: Vec<u8>, hello: bool } }
copied! { "What a page loads, see `session::Asset`."
MiniAsset = session::Asset { mime: String, bytes: Vec<u8>, cache: bool } }

/// What the WebView of a page is told of a picture of its camera; of none, that there is none.
#[uniffi::export]
#[must_use]
pub fn camera_reply(jpeg: Option<Vec<u8>>) -> MiniReply {
    session::PageReply::picture(jpeg).into()
}
/// The element whose camera a page's request is for; nothing for any other path, which is `SuperApp::serve`'s.
#[uniffi::export]
#[must_use]
pub fn camera_element(url_path: String) -> Option<u32> {
    host::camera_element(&url_path)
}

/// The pictures of a camera that is on, see `host::Pictures`.
#[derive(Default, uniffi::Object)]
pub struct MiniPictures(host::Pictures);

#[uniffi::export]
impl MiniPictures {
    /// Nobody asked yet.
    #[uniffi::constructor]
    pub fn new() -> Self {
        Self::default()
    }
    /// Whether the next frame is worth a picture.
    pub fn wanted(&self) -> bool {
        self.0.wanted()
    }
    /// Gives one to whoever waits.
    pub fn give(&self, jpeg: Vec<u8>) {
        self.0.give(jpeg);
    }
    /// The next one; nothing when the camera ended, or somebody asked later.
    pub async fn next(&self) -> Option<Vec<u8>> {
        self.0.next().await
    }
    /// No more of them.
    pub fn finish(&self) {
        self.0.finish();
    }
}
