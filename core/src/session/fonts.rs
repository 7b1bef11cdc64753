//! Fonts that a program loads while it runs: fetched by the broker, handed to the pages that shall have them, and to each view
//! that is made again. A font counts as loaded when the view's browser has read it. It must not fetch anything itself.

use std::collections::HashMap;

use serde_json::{Value as Json, json};

use super::media::place;
use super::running::Running;
use crate::api::{Args, Failure, FontFace, Outcome, decode};
use crate::broker::BrokerCall;
use crate::host::{MediaPlace, PageId};

/// Most fonts of one mini-program, loaded or on their way.
const MAX_FONTS: usize = 60;

/// What the browser says of a file that is no font, and WeChat with it.
const BROKEN: &str = "A network error occurred.";

/// The fonts of a mini-program.
#[derive(Default)]
pub(super) struct Fonts {
    /// Being fetched, by the number of the broker's call.
    fetched: HashMap<u32, Font>,
    /// Here, and not at a view yet.
    ready: Vec<Font>,
    /// Being read by a view, by the number of the question.
    read: HashMap<u32, Font>,
    /// What views have, and get again when they are made again.
    loaded: Vec<Font>,
    /// Files by the source that they were fetched from: each page of a program loads the same ones.
    known: HashMap<String, String>,
}

impl Fonts {
    fn count(&self) -> usize {
        self.fetched.len() + self.ready.len() + self.read.len() + self.loaded.len()
    }
}

#[derive(Clone)]
struct Font {
    call: u32,
    face: FontFace,
    /// The page that asked.
    page: PageId,
    /// Where the page loads it from.
    path: String,
}

impl Font {
    fn is_for(&self, page: PageId) -> bool {
        self.face.global || self.page == page
    }

    fn message(&self, number: u32) -> String {
        let FontFace { family, desc, .. } = &self.face;
        json!({ "t": "call", "id": number, "op": "font", "family": family, "src": self.path, "desc": desc }).to_string()
    }
}

impl Running {
    /// `loadFontFace`, answered when a view has read the font.
    ///
    /// # Errors
    /// [`Failure`] when the options are not what they should be, or there are too many.
    pub(super) fn load_font(&mut self, call: u32, args: &Args) -> Result<(), Failure> {
        let face = decode::font_face(args)?;
        let page = self.stack.top().ok_or_else(|| Failure::Other("no page is open".into()))?;
        if self.fonts.count() >= MAX_FONTS {
            return Err(Failure::Other(format!("a mini-program has {MAX_FONTS} fonts at most")));
        }
        let mut font = Font { call, face, page, path: String::new() };
        if let Some(path) = self.fonts.known.get(&font.face.source) {
            font.path = path.clone();
            self.fonts.ready.push(font);
            return Ok(());
        }
        let message =
            BrokerCall { id: self.next_want(), api: "__fontFile".into(), args: json!({ "source": font.face.source }).to_string() };
        let number = message.id;
        self.fonts.fetched.insert(number, font);
        self.start.broker.call(self.start.slot, message, self.given_later(number));
        Ok(())
    }

    /// The broker answered; whether it was about a font.
    pub(super) fn font_given(&mut self, number: u32, outcome: &str) -> bool {
        let Some(mut font) = self.fonts.fetched.remove(&number) else { return false };
        let outcome: Json = serde_json::from_str(outcome).unwrap_or_default();
        if let (Some(true), Some(path)) = (outcome["ok"].as_bool(), outcome["res"]["path"].as_str()) {
            font.path = match place(path) {
                Some(MediaPlace::File(path)) => format!("/{path}"),
                _ => String::new(),
            };
            // A data address is as large as its font, and there already.
            if !font.face.source.starts_with("data:") && self.fonts.known.len() < MAX_FONTS {
                self.fonts.known.insert(font.face.source.clone(), font.path.clone());
            }
            self.fonts.ready.push(font);
        } else {
            let why = outcome["res"]["errMsg"].as_str().unwrap_or_default();
            let why = why.split_once(":fail ").map_or(why, |(_, why)| why).to_owned();
            let errno = outcome["res"]["errno"].as_u64();
            self.fail_font(&font, &why, errno);
        }
        true
    }

    /// Hands over what is here, to views that listen.
    pub(super) fn post_fonts(&mut self) {
        for font in std::mem::take(&mut self.fonts.ready) {
            match self.pages.get(&font.page).map(|page| page.ready) {
                Some(true) => {
                    let number = self.next_question;
                    self.next_question = self.next_question.wrapping_add(1).max(1);
                    self.start.hosts.view.post(font.page, font.message(number));
                    self.fonts.read.insert(number, font);
                }
                Some(false) => self.fonts.ready.push(font),
                None => self.fail_font(&font, "the page is closed", None),
            }
        }
    }

    /// A view answered; whether it was about a font.
    pub(super) fn font_answered(&mut self, page: PageId, number: u32, value: &Json) -> bool {
        if self.fonts.read.get(&number).is_none_or(|font| font.page != page) {
            return false;
        }
        let Some(font) = self.fonts.read.remove(&number) else { return false };
        if value.as_bool() != Some(true) {
            self.fail_font(&font, BROKEN, None);
            return true;
        }
        if font.face.global {
            for other in self.pages.values().filter(|other| other.ready && other.id != page) {
                self.start.hosts.view.post(other.id, font.message(0));
            }
        }
        let outcome = Outcome { ok: true, res: json!({ "errMsg": "loadFontFace:ok", "status": "loaded" }) };
        self.outside.note_api("loadFontFace", &outcome);
        self.logic.resolve(font.call, &outcome.to_json());
        // A font of the same name and page takes the place of the one before.
        self.fonts.loaded.retain(|old| (&old.face.family, &old.face.desc, old.page) != (&font.face.family, &font.face.desc, font.page));
        self.fonts.loaded.push(font);
        true
    }

    /// A view is there, for the first time or again: it gets what it shall have.
    pub(super) fn fonts_again(&self, page: PageId) {
        for font in self.fonts.loaded.iter().filter(|font| font.is_for(page)) {
            self.start.hosts.view.post(page, font.message(0));
        }
    }

    /// A page is gone, or (not `for_good`) its view was lost: nobody will answer. What shall be everywhere stays.
    pub(super) fn forget_fonts(&mut self, page: PageId, for_good: bool) {
        let lost: Vec<Font> = self.fonts.read.extract_if(|_, font| font.page == page).map(|(_, font)| font).collect();
        for font in lost {
            self.fail_font(&font, "the page is closed", None);
        }
        if for_good {
            self.fonts.loaded.retain(|font| font.face.global || font.page != page);
        }
    }

    fn fail_font(&mut self, font: &Font, why: &str, errno: Option<u64>) {
        let mut res = json!({ "errMsg": format!("loadFontFace:fail {why}"), "status": "error" });
        if let (Some(errno), Some(fields)) = (errno, res.as_object_mut()) {
            fields.insert("errno".into(), errno.into());
        }
        let outcome = Outcome { ok: false, res };
        self.outside.note_api("loadFontFace", &outcome);
        self.logic.resolve(font.call, &outcome.to_json());
    }
}
