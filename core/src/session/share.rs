//! Sharing a page: asks the page what it wants to be shared as, and gives the shell a card with a link. It must not send
//! anything to anybody: the person does.

use serde_json::Value as Json;

use super::running::Running;
use super::stack::Place;
use crate::api::{Args, Failure};
use crate::host::{ShareCard, ShareKind, ShareWays};

/// Longest words on a card, in characters.
const MAX_TITLE: usize = 200;
/// Longest link: more does not fit into a code that a camera reads.
const MAX_LINK: usize = 1000;

impl Running {
    /// The person wants to share what is seen, or a button with `open-type="share"` (`node`) was tapped.
    pub(super) fn share(&mut self, kind: ShareKind, node: u32) {
        if let Some(top) = self.stack.top() {
            self.deliver_web(top);
        }
        let page = self.stack.top().and_then(|top| self.pages.get(&top));
        match page.and_then(|page| Some((page.comp?, page.web.src.clone()))) {
            Some((comp, src)) => self.logic.share(comp, kind.name(), node, &src),
            None => self.show_card(kind, "", None, None, ""),
        }
    }

    /// What the page answered; empty where it has no say.
    pub(super) fn shared(&mut self, args: &Args) -> Result<(), Failure> {
        let kind = ShareKind::parse(&args.text("kind")?).ok_or(Failure::NotSupported)?;
        let path = args.opt_string("path")?.filter(|path| !path.is_empty());
        let query = args.opt_string("query")?;
        self.show_card(kind, &args.text("title")?, path.as_deref(), query.as_deref(), &args.text("imageUrl")?);
        Ok(())
    }

    fn show_card(&mut self, kind: ShareKind, title: &str, path: Option<&str>, query: Option<&str>, image: &str) {
        let here = Place { path: self.stack.top_path().to_owned(), query: query.unwrap_or_default().to_owned() };
        let mut place = path.map_or(here, |path| Place::resolve(path, self.stack.top_path()));
        if !self.program.manifest().has_page(&place.path) {
            self.outside.note_error(
                &format!("the shared path \"{}\" is no page of this mini-program", place.path),
                "",
                0,
                0,
                "share",
                true,
            );
            place = self.entry();
        }
        let mut link = format!("banchan://open/{}/{}", self.start.app_id, encoded(&place.path));
        if !place.query.is_empty() {
            link = format!("{link}?{}", encoded(&place.query));
        }
        if link.len() > MAX_LINK {
            self.outside.note_error("the shared path is too long for a code", "", 0, 0, "share", true);
            link = format!("banchan://open/{}", self.start.app_id);
        }
        let title = if title.is_empty() { &self.start.name } else { title };
        let image = Some(image).filter(|image| !image.is_empty() && !image.contains(':'));
        let card = ShareCard {
            kind,
            title: title.chars().take(MAX_TITLE).collect(),
            image: image.map(|image| Place::resolve(image, self.stack.top_path()).path),
            link,
        };
        self.start.hosts.ui.share(self.start.slot, card);
    }

    /// `showShareMenu` and `hideShareMenu`.
    pub(super) fn share_menu(&mut self, args: &Args, on: bool) -> Result<(), Failure> {
        let menus = match args.value("menus") {
            None | Some(Json::Null) if on => vec!["shareAppMessage".to_owned()],
            None | Some(Json::Null) => vec!["shareAppMessage".to_owned(), "shareTimeline".to_owned()],
            Some(_) => args.strings("menus")?,
        };
        let Some(page) = self.stack.top().and_then(|top| self.pages.get_mut(&top)) else {
            return Err(Failure::Other("no page is open".into()));
        };
        for menu in menus {
            match menu.as_str() {
                "shareAppMessage" => page.share.message = on,
                "shareTimeline" => page.share.timeline = on,
                _ => {}
            }
        }
        let (id, ways) = (page.id, page.share);
        self.start.hosts.ui.share_ways(id, ways);
        Ok(())
    }

    /// What a new page can be shared as: it has a place on a timeline when it says what it looks like there.
    pub(super) fn first_share_ways(&self, comp: Option<crate::tree::CompId>) -> ShareWays {
        ShareWays { message: true, timeline: comp.is_some_and(|comp| self.logic.page_has(comp, "onShareTimeline")) }
    }
}

/// As a link carries it: what is percent-encoded stays so.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'!'..=b'~' if !b"\"<>\\^`{|}#".contains(&byte) => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// `updateShareMenu`: a card is one, whether somebody asked for tickets of groups or not (there are none: `shareTicket` is absent). A
/// message that changes after it was sent, or that only one may open, is a promise that nobody could keep: it fails.
pub(super) fn update_share_menu(args: &Args) -> Result<(), Failure> {
    if ["isUpdatableMessage", "isPrivateMessage"].iter().any(|name| args.flag(name, false)) {
        return Err(Failure::NotSupported);
    }
    Ok(())
}
