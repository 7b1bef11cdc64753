//! The fake phone's pictures, loudspeaker, camera and screen.

use async_trait::async_trait;

use super::fake::{FakePhone, read};
use super::{
    Camera, CameraAsk, HostError, Keep, Media, MediaAsk, PageId, Pass, Picked, Screen, ScreenWish, Shot, ShotAsk, Sound, SoundOrder,
};
use crate::permission::Slot;

#[async_trait]
impl Media for FakePhone {
    async fn choose(&self, pass: Pass, ask: MediaAsk) -> Result<Vec<Picked>, HostError> {
        self.note(format!("choose for slot {} {}", pass.slot().0, serde_json::to_string(&ask).unwrap_or_default()));
        read(&self.pictures).ok_or(HostError::Cancelled)
    }

    async fn keep(&self, _pass: Pass, keep: Keep) -> Result<(), HostError> {
        self.note(format!("keep {} {} of {} bytes", keep.mime, keep.name, keep.bytes.len()));
        Ok(())
    }
}

impl Sound for FakePhone {
    fn order(&self, slot: Slot, sound: u32, order: SoundOrder) {
        self.note(format!("sound {sound} of slot {} {}", slot.0, serde_json::to_string(&order).unwrap_or_default()));
    }
}

impl Screen for FakePhone {
    fn wish(&self, slot: Slot, wish: ScreenWish) {
        self.note(format!("screen of slot {} {}", slot.0, serde_json::to_string(&wish).unwrap_or_default()));
    }
}

/// What a camera needs that is not there.
fn no_camera() -> HostError {
    HostError::failed("no camera")
}

#[async_trait]
impl Camera for FakePhone {
    async fn show(&self, pass: Pass, page: PageId, ask: CameraAsk) -> Result<(), HostError> {
        self.note(format!("camera on for slot {} page {} {}", pass.slot().0, page.0, serde_json::to_string(&ask).unwrap_or_default()));
        if read(&self.shot).is_none() {
            return Err(no_camera());
        }
        let _off = Off(self);
        std::future::pending().await
    }

    async fn take(&self, _pass: Pass, ask: ShotAsk) -> Result<Shot, HostError> {
        self.note(format!("take a picture of {} quality", ask.quality));
        read(&self.shot).map(|bytes| Shot { bytes, width: 4, height: 3, ..Shot::default() }).ok_or_else(no_camera)
    }

    async fn begin(&self, _pass: Pass, max_seconds: u32) -> Result<(), HostError> {
        self.note(format!("record for {max_seconds} s"));
        read(&self.shot).map(drop).ok_or_else(no_camera)
    }

    async fn end(&self, _pass: Pass) -> Result<Shot, HostError> {
        let bytes = b"\x1a\x45\xdf\xa3video".to_vec();
        Ok(Shot { bytes, thumb: read(&self.shot).ok_or_else(no_camera)?, width: 4, height: 3 })
    }

    async fn zoom(&self, _pass: Pass, zoom: f64) -> Result<f64, HostError> {
        Ok(zoom.min(4.0))
    }
}

/// Notes that the camera went out.
struct Off<'a>(&'a FakePhone);

impl Drop for Off<'_> {
    fn drop(&mut self) {
        self.0.note("camera off".into());
    }
}
