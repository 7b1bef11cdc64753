//! Every request of a phone's WebView, answered from one place, so that a shell makes no address, no header and no rule of
//! its own. It must not wait for a mini-program.

use super::Programs;
use crate::host::PageId;
use crate::session::{Event, Greeting, HostEvent, PageReply, Wanted, wanted};

impl Programs {
    /// The answer to a request that page `page`'s WebView sends to its own origin. `url_path` is the path as it stands in the
    /// URL, `range` the header of that name. When the answer says `hello`, the page gets its port now (`docs/shell-bridge.md`).
    pub fn serve(&self, page: PageId, url_path: &str, range: Option<&str>) -> PageReply {
        let Some((session, wanted)) = self.with(page).zip(wanted(url_path)) else { return PageReply::nothing() };
        let Some(assets) = session.assets() else { return PageReply::nothing() };
        let path = match wanted {
            // A page loads no other page's document: it knows things that this one has no business with.
            Wanted::Document(other) if other != page.0 => return PageReply::nothing(),
            Wanted::Document(_) => String::new(),
            Wanted::File(path) => path,
            Wanted::Hello => {
                let greeting = assets.greet(page);
                if greeting == Greeting::Again {
                    // It loaded itself again: its numbers are void, as of a view that was lost.
                    session.send(Event::Host(HostEvent::ViewLost { page }));
                }
                return PageReply::greeting(greeting == Greeting::First);
            }
        };
        match assets.read(page, &path) {
            Some(asset) => PageReply::found(asset, range, &self.bridge().origin(session.app_id())),
            None => PageReply::nothing(),
        }
    }
}
