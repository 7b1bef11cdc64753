//! The screen itself, as far as a mini-program may wish something of it: to stay on, to be brighter, to stay out of pictures of it.
//! Whether the shell can do any of that is a fact ([`DeviceFacts`](super::DeviceFacts)), so that an order never fails.

use serde::{Deserialize, Serialize};

use crate::permission::Slot;

/// What a mini-program on screen wishes, whole. Nothing of it holds while the mini-program is not seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct ScreenWish {
    /// The screen does not go off by itself.
    pub keep_on: bool,
    /// How bright, 0 to 1; none as the phone has it.
    pub brightness: Option<f64>,
    /// Pictures and films of the screen do not show it.
    pub hidden: bool,
}

/// The screen.
pub trait Screen: Send + Sync {
    /// Does as this mini-program wishes from now on, in place of what it wished before; the default takes everything back.
    /// Must return at once.
    fn wish(&self, slot: Slot, wish: ScreenWish);
}

/// No screen that would listen.
#[derive(Clone, Copy, Debug, Default)]
pub struct NullScreen;

impl Screen for NullScreen {
    fn wish(&self, _slot: Slot, _wish: ScreenWish) {}
}
