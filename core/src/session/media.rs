//! What a session shows and plays outside of its pages: the viewer of pictures and videos, and sounds. Sounds live as long as
//! the program keeps them, and are silent while it is not on screen, but for the one that may be heard there. Nothing is
//! fetched here: a place that may be loaded is handed to the shell.

use std::collections::BTreeMap;

use banchan_formats::bundle::SafePath;
use serde_json::{Value as Json, json};

use super::document::OWN_PREFIX;
use super::running::Running;
use super::sound_talk::SoundTalk;
use crate::api::{ArgError, Args, Failure};
use crate::host::{MediaKind, MediaPlace, Preview, PreviewItem, SoundMoment, SoundOrder, SoundSetting, SoundState};
use crate::permission::public_web_address;

/// Most sounds of one mini-program.
const MAX_SOUNDS: usize = 64;
/// Most things in one viewer.
const MAX_PREVIEW: usize = 500;
/// What begins the path of a mini-program's own file.
const OWN_SCHEME: &str = "wxfile://";

/// The sounds of a mini-program, by the number of the call that began each.
#[derive(Default)]
pub(super) struct Sounds {
    all: BTreeMap<u32, Sound>,
}

#[derive(Default)]
struct Sound {
    /// Whether it may be heard while the mini-program is not on screen.
    background: bool,
    /// Whether the shell has something for it.
    loaded: bool,
    talk: SoundTalk,
}

/// Where something is that a program names; `None` for what no page may load either.
pub(super) fn place(text: &str) -> Option<MediaPlace> {
    let text = text.trim();
    if let Some(name) = text.strip_prefix(OWN_SCHEME) {
        // Which files there are, and whether they are pictures or sounds, is found out when they are read.
        return SafePath::parse(name).ok().map(|name| MediaPlace::File(format!("{OWN_PREFIX}file/{}", name.as_str())));
    }
    if text.contains("://") {
        return public_web_address(text).map(MediaPlace::Web);
    }
    SafePath::parse(text.trim_start_matches('/')).ok().map(|path| MediaPlace::File(path.as_str().into()))
}

impl Running {
    /// `previewImage`: `{urls, current, showmenu}`.
    ///
    /// # Errors
    /// [`Failure`] when there is nothing to show.
    pub(super) fn preview_image(&mut self, args: &Args) -> Result<(), Failure> {
        let urls = args.strings("urls")?;
        let current = match args.value("current") {
            Some(Json::Number(number)) => number.as_u64().map_or(0, |at| at as usize),
            Some(Json::String(url)) => urls.iter().position(|one| one == url).unwrap_or(0),
            _ => 0,
        };
        let items = urls.iter().take(MAX_PREVIEW).map(|url| (MediaKind::Image, url.as_str(), ""));
        self.preview(items.collect(), current, args.flag("showmenu", true))
    }

    /// `previewMedia`: `{sources: [{url, type, poster}], current, showmenu}`.
    ///
    /// # Errors
    /// [`Failure`] when there is nothing to show.
    pub(super) fn preview_media(&mut self, args: &Args) -> Result<(), Failure> {
        let mut items = Vec::new();
        for (at, source) in args.array("sources")?.iter().take(MAX_PREVIEW).enumerate() {
            let Some(url) = source["url"].as_str() else {
                return Err(ArgError(format!("parameter.sources[{at}].url should be String instead of Undefined;")).into());
            };
            let kind = if source["type"] == "video" { MediaKind::Video } else { MediaKind::Image };
            items.push((kind, url, source["poster"].as_str().unwrap_or_default()));
        }
        let current = args.opt_number("current")?.unwrap_or(0.0).clamp(0.0, 1e6) as usize;
        self.preview(items, current, args.flag("showmenu", true))
    }

    fn preview(&mut self, items: Vec<(MediaKind, &str, &str)>, current: usize, menu: bool) -> Result<(), Failure> {
        let shown = |(kind, url, poster): &(MediaKind, &str, &str)| {
            let poster = Some(*poster).filter(|poster| !poster.is_empty()).and_then(place);
            Some(PreviewItem { kind: *kind, at: place(url)?, poster })
        };
        // What can't be shown is left out; the one that is seen first stays the same.
        let before = items.iter().take(current).filter(|item| shown(item).is_some()).count();
        let items: Vec<PreviewItem> = items.iter().filter_map(shown).collect();
        if items.is_empty() {
            return Err(Failure::Other(
                "there is nothing that can be shown: pictures have to be https, a file of the package, or a temporary file".into(),
            ));
        }
        let current = before.min(items.len() - 1);
        self.start.hosts.ui.preview(self.start.slot, Preview { items, current, menu });
        Ok(())
    }

    /// `__sound`, answered when it is closed: `{do: "open", background}`; all others have the `$task` of the open one.
    ///
    /// # Errors
    /// [`Failure`]: too many, or it is not there.
    pub(super) fn sound(&mut self, call: u32, args: &Args) -> Result<bool, Failure> {
        let what = args.string("do")?;
        if what == "open" {
            if self.sounds.all.len() >= MAX_SOUNDS {
                return Err(Failure::TooManyTasks);
            }
            if !self.start.hosts.sound.is_there() {
                return Err(Failure::NotSupported);
            }
            self.sounds.all.insert(call, Sound { background: args.flag("background", false), ..Sound::default() });
            return Ok(false);
        }
        let id = args.number("$task")? as u32;
        let background = self.life.is_behind();
        let Some(sound) = self.sounds.all.get_mut(&id) else { return Err(Failure::Other("the sound was destroyed".into())) };
        let setting = || -> Result<SoundSetting, ArgError> {
            Ok(SoundSetting {
                start: args.opt_number("start")?.unwrap_or(0.0).clamp(0.0, 1e6),
                repeat: args.flag("loop", false),
                volume: args.opt_number("volume")?.unwrap_or(1.0).clamp(0.0, 1.0),
                rate: args.opt_number("rate")?.unwrap_or(1.0).clamp(0.5, 2.0),
            })
        };
        let may = sound.background || !background;
        let order = match what.as_str() {
            "load" => match place(&args.text("src")?) {
                Some(at) => {
                    sound.loaded = true;
                    SoundOrder::Load { at, setting: setting()?, play: may && args.flag("play", false) }
                }
                None => {
                    sound.loaded = false;
                    let err_msg = "the address of a sound has to be https, a file of the package, or a temporary file".to_owned();
                    self.on_sound(id, &SoundState { moment: SoundMoment::Error, err_code: 10004, err_msg, ..SoundState::default() });
                    return Ok(true);
                }
            },
            "set" => SoundOrder::Set { setting: setting()? },
            "play" if !may => return Err(Failure::Background),
            "play" => SoundOrder::Play,
            "pause" => SoundOrder::Pause,
            "stop" => SoundOrder::Stop,
            "seek" => SoundOrder::Seek { position: args.number("position")?.clamp(0.0, 1e6) },
            "close" => SoundOrder::Close,
            _ => return Err(Failure::NotSupported),
        };
        let (loaded, closes) = (sound.loaded, order == SoundOrder::Close);
        sound.talk.order(&order);
        if loaded || closes {
            self.start.hosts.sound.order(self.start.slot, id, order);
        }
        if closes {
            self.sounds.all.remove(&id);
            self.logic.resolve(id, &json!({ "ok": true, "res": {} }).to_string());
        }
        Ok(true)
    }

    /// The shell tells what became of a sound.
    pub(super) fn on_sound(&mut self, sound: u32, state: &SoundState) {
        let wanted = self.sounds.all.get_mut(&sound).is_some_and(|sound| sound.talk.hear(state.moment));
        // Scripts that rest hear nothing; where a sound stands is told again when it goes on.
        if wanted && !self.life.holds() {
            let told = serde_json::to_string(state).unwrap_or_default();
            self.logic.emit_task(sound, state.moment.name(), &told);
        }
    }

    /// It left the screen: all is silent that may not be heard there.
    pub(super) fn hush(&mut self) {
        for (id, _) in self.sounds.all.iter().filter(|(_, sound)| sound.loaded && !sound.background) {
            self.start.hosts.sound.order(self.start.slot, *id, SoundOrder::Pause);
        }
    }

    /// It ends.
    pub(super) fn close_sounds(&mut self) {
        for (id, _) in std::mem::take(&mut self.sounds.all) {
            self.start.hosts.sound.order(self.start.slot, id, SoundOrder::Close);
        }
    }

    /// A page came into sight, or went out of it: what plays in it, and its camera, stop.
    pub(super) fn tell_seen(&self, page: crate::host::PageId, on: bool) {
        if self.pages.get(&page).is_some_and(|page| page.ready) {
            self.start.hosts.view.post(page, json!({ "t": "seen", "on": on }).to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_public_or_the_mini_programs_own() {
        assert_eq!(place("https://a.example/x.mp3"), Some(MediaPlace::Web("https://a.example/x.mp3".into())));
        assert_eq!(place(" /sounds/a.mp3"), Some(MediaPlace::File("sounds/a.mp3".into())));
        assert_eq!(place("wxfile://tmp_12.png"), Some(MediaPlace::File("__banchan/file/tmp_12.png".into())));
        for bad in [
            "",
            "http://a.example/x.mp3",
            "https://127.0.0.1/x",
            "https://localhost/x",
            "https://u:p@a.example/",
            "file:///etc/passwd",
            "../x",
            "wxfile://../x",
            "data://x",
        ] {
            assert_eq!(place(bad), None, "{bad}");
        }
    }
}
