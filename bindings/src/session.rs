//! One running mini-program. Its handle outlives it: what is asked of one that is over does nothing.

use std::sync::Arc;

use banchan_core::superapp::{Opened, Programs, scene};
use banchan_formats::code::OpenTarget;

use crate::alive::{Alive, Kind};
use crate::errors::MiniError;
use crate::records::*;
use crate::super_app::{Inner, passed};

/// One running mini-program.
#[derive(uniffi::Object)]
pub struct MiniSession {
    inner: Arc<Inner>,
    opened: Opened,
    _alive: Alive,
}

impl MiniSession {
    pub(crate) fn new(inner: Arc<Inner>, opened: Opened) -> Arc<Self> {
        Arc::new(Self { inner, opened, _alive: Alive::new(Kind::Session) })
    }
    fn tell(&self, act: impl FnOnce(&Programs, MiniSlot)) {
        self.inner.tell(|programs| act(programs, self.opened.slot));
    }
}

passed! { MiniSession {
    tell back() = |programs, slot| programs.back(slot), "The way back: a page, or at the first one out of the mini-program (`MiniViewHost::ended`).";
    tell home() = |programs, slot| programs.home(slot), "To the first page.";
    tell tab(path: String) = |programs, slot| programs.tab(slot, &path), "A tab was tapped; `path` is the entry's page.";
    tell share(kind: MiniShareKind) = |programs, slot| programs.share(slot, kind),
        "The person shares what is seen; the card comes to `MiniUiHost::share`.";
    tell background() = |programs, slot| programs.background(slot),
        "It left the screen. It rests after five seconds and ends after five minutes.";
    tell resume() = |programs, slot| programs.resume(slot), "In its own process: it is on screen again. Elsewhere `foreground` does it.";
    tell keyboard(height: Option<f64>) = |programs, slot| programs.keyboard(slot, height),
        "The shell's keyboard covers so many CSS pixels of the page; nothing where the page sees that by itself.";
    tell on_sound(sound: u32, state: MiniSoundState) = |programs, slot| programs.on_sound(slot, sound, state),
        "What became of a sound that the shell plays.";
    tell captured() = |programs, slot| programs.captured(slot), "The person took a picture of the screen.";
    tell end() = |programs, slot| programs.close(slot), "Ends it; `MiniViewHost::ended` says when it is over.";
} }

#[uniffi::export]
impl MiniSession {
    /// Its number while it runs: pages and orders name it.
    pub fn slot(&self) -> MiniSlot {
        self.opened.slot
    }
    /// Which mini-program.
    pub fn app_id(&self) -> MiniAppId {
        self.opened.app_id.clone()
    }
    /// Whether it ran already and was only brought back.
    pub fn resumed(&self) -> bool {
        self.opened.resumed
    }
    /// It is on screen again, as the person left it; started anew when it has ended meanwhile.
    pub async fn foreground(&self) -> Result<Arc<MiniSession>, MiniError> {
        let target = OpenTarget { app_id: self.opened.app_id.clone(), path: None, query: String::new() };
        self.inner.clone().start(move |core| Ok(core.open(&target, scene::RECENT)?)).await
    }
    /// As `SuperApp::read_asset` for what is the same on all pages: icons of tabs and toasts, media.
    pub fn read_file(&self, path: String) -> Option<MiniAsset> {
        self.inner.look(|programs| programs.read_app_asset(self.opened.slot, &path)).ok().flatten().map(MiniAsset::from)
    }
}
