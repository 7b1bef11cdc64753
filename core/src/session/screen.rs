//! What a mini-program wishes of the screen itself. It holds while the mini-program is seen: leaving takes it back, coming back brings it
//! again. Whether the shell can do it is known before it is asked. Nothing here touches the phone.

use serde_json::{Value as Json, json};

use super::running::Running;
use crate::api::{ArgError, Args, Failure, SessionAction};
use crate::host::ScreenWish;

impl Running {
    /// `setKeepScreenOn`, `getScreenBrightness`, `setScreenBrightness`, `setVisualEffectOnCapture`.
    ///
    /// # Errors
    /// [`Failure`] in WeChat's words.
    pub(super) fn screen(&mut self, action: SessionAction, args: &Args) -> Result<Json, Failure> {
        let facts = self.start.hosts.facts.get();
        let known = |can: bool| if can { Ok(()) } else { Err(Failure::NotSupported) };
        let mut wish = self.wish;
        match action {
            SessionAction::GetScreenBrightness => {
                // What was wished and is not seen now is not how bright the screen is.
                let wished = self.wish.brightness.filter(|_| !self.life.is_behind());
                let value = wished.filter(|_| facts.brightness.is_some()).or(facts.brightness).ok_or(Failure::NotSupported)?;
                return Ok(json!({ "value": value.clamp(0.0, 1.0) }));
            }
            SessionAction::SetKeepScreenOn => {
                wish.keep_on = args.switch("keepScreenOn")?;
                known(facts.keeps_on)?;
            }
            SessionAction::SetScreenBrightness => {
                let value = args.number("value")?;
                if !(0.0..=1.0).contains(&value) {
                    return Err(ArgError("parameter.value should be between 0 and 1;".into()).into());
                }
                wish.brightness = Some(value);
                known(facts.brightness.is_some())?;
            }
            _ => {
                wish.hidden = match args.string("visualEffect")?.as_str() {
                    "hidden" => true,
                    "none" => false,
                    _ => return Err(ArgError("parameter.visualEffect should be none or hidden;".into()).into()),
                };
                known(facts.hides_captures)?;
            }
        }
        if self.life.is_behind() {
            return Err(Failure::Background);
        }
        if wish != self.wish {
            self.wish = wish;
            self.start.hosts.screen.wish(self.start.slot, wish);
        }
        Ok(Json::Null)
    }

    /// It came on screen, or left it: what it wished holds, or does not.
    pub(super) fn wish_again(&self, seen: bool) {
        if self.wish != ScreenWish::default() {
            self.start.hosts.screen.wish(self.start.slot, if seen { self.wish } else { ScreenWish::default() });
        }
    }
}
