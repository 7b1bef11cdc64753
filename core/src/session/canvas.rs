//! What crosses between the canvases of JavaScript and those of the views: batches of drawing one way, answers the other.
//! Nothing is read here: `core/js/canvas-view.js` writes what `view/canvas/surface.js` reads. It bounds what waits for a view.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use super::now::Now;
use crate::host::{PageId, View};

/// Longest batch, in bytes: one with a picture's bytes in it.
const MAX_BATCH: usize = 24 << 20;

/// Most bytes that may wait for one page's view to listen.
const MAX_WAITING: usize = 4 << 20;

/// Most pages that are known before they are open.
const MAX_PAGES: usize = 64;

/// How long JavaScript waits for an answer.
const PATIENCE: Duration = Duration::from_secs(3);

/// One page, by the number of its root component.
#[derive(Debug, Default)]
struct Surface {
    /// None while the page's first methods run.
    page: Option<PageId>,
    ready: bool,
    /// It did not answer in time: until it says something again, nobody waits for it.
    silent: bool,
    waiting: Vec<String>,
    bytes: usize,
}

/// All pages that something is drawn on.
pub(super) struct Canvases {
    view: Arc<dyn View>,
    now: Arc<Now>,
    surfaces: HashMap<u32, Surface>,
    next: u32,
}

impl Canvases {
    pub fn new(view: Arc<dyn View>, now: Arc<Now>) -> Self {
        Self { view, now, surfaces: HashMap::new(), next: 1 }
    }

    /// Sends a batch to the page of root component `root`, or keeps it until that page's view listens.
    pub fn draw(&mut self, root: u32, batch: &str) -> bool {
        if batch.len() > MAX_BATCH || (!self.surfaces.contains_key(&root) && self.surfaces.len() >= MAX_PAGES) {
            return false;
        }
        let surface = self.surfaces.entry(root).or_default();
        let text = format!("{{\"t\":\"canvas\",\"do\":{batch}}}");
        match surface.page.filter(|_| surface.ready) {
            Some(page) => self.view.post(page, text),
            None if surface.bytes + text.len() <= MAX_WAITING => {
                surface.bytes += text.len();
                surface.waiting.push(text);
            }
            None => return false,
        }
        true
    }

    /// Asks the view of a page and waits; of any page for 0. `None` when there is no answer.
    pub fn ask(&mut self, root: u32, question: &str) -> Option<String> {
        let found = match root {
            0 => self.surfaces.values_mut().find(|surface| surface.ready && !surface.silent),
            root => self.surfaces.get_mut(&root).filter(|surface| surface.ready && !surface.silent),
        };
        let surface = found?;
        let page = surface.page?;
        let id = self.next;
        self.next = self.next.wrapping_add(1).max(1);
        self.now.expect(page, id);
        self.view.post(page, format!("{{\"t\":\"canvas\",\"now\":{id},\"ask\":{question}}}"));
        let answer = self.now.wait(PATIENCE);
        surface.silent = answer.is_none();
        answer
    }

    /// A page is open.
    pub fn opened(&mut self, root: u32, page: PageId) {
        self.surfaces.entry(root).or_default().page = Some(page);
    }

    /// A view listens: what waited for it is sent.
    pub fn ready(&mut self, root: u32) {
        let Some(surface) = self.surfaces.get_mut(&root) else { return };
        (surface.ready, surface.silent, surface.bytes) = (true, false, 0);
        let Some(page) = surface.page else { return };
        for text in std::mem::take(&mut surface.waiting) {
            self.view.post(page, text);
        }
    }

    /// A view said something: it may be asked again.
    pub fn heard(&mut self, root: u32) {
        if let Some(surface) = self.surfaces.get_mut(&root) {
            surface.silent = false;
        }
    }

    /// A view is gone, and with it what was drawn.
    pub fn lost(&mut self, root: u32) {
        if let Some(surface) = self.surfaces.get_mut(&root) {
            *surface = Surface { page: surface.page, ..Surface::default() };
        }
    }

    /// A page is over.
    pub fn closed(&mut self, root: u32) {
        self.surfaces.remove(&root);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::{EndReason, NewPage, Transition};
    use crate::permission::Slot;
    use std::sync::Mutex;

    #[derive(Default)]
    struct Posted(Mutex<Vec<String>>);

    impl View for Posted {
        fn create_page(&self, _page: NewPage) {}
        fn show_page(&self, _page: PageId, _transition: Transition) {}
        fn close_page(&self, _page: PageId) {}
        fn reload_page(&self, _page: PageId) {}
        fn post(&self, page: PageId, text: String) {
            self.0.lock().unwrap().push(format!("{} {text}", page.0));
        }
        fn ended(&self, _slot: Slot, _reason: EndReason) {}
    }

    #[test]
    fn drawing_waits_for_a_view_within_bounds_and_a_silent_view_is_asked_once() {
        let view = Arc::new(Posted::default());
        let mut all = Canvases::new(view.clone(), Arc::default());
        assert!(all.draw(7, "[1]"));
        assert!(!all.draw(7, &"x".repeat(MAX_WAITING)), "more than may wait");
        assert_eq!(all.ask(7, "[]"), None, "there is no view yet");
        all.opened(7, PageId(3));
        all.ready(7);
        assert!(all.draw(7, "[2]"));
        assert!(!all.draw(7, &"x".repeat(MAX_BATCH + 1)));
        assert_eq!(*view.0.lock().unwrap(), [r#"3 {"t":"canvas","do":[1]}"#, r#"3 {"t":"canvas","do":[2]}"#]);
        assert_eq!(all.ask(7, "[]"), None, "nobody answers");
        let before = view.0.lock().unwrap().len();
        assert_eq!((all.ask(7, "[]"), all.ask(0, "[]")), (None, None));
        assert_eq!(view.0.lock().unwrap().len(), before, "it was not asked again");
        all.lost(7);
        assert!(all.draw(7, "[3]"));
        assert_eq!(view.0.lock().unwrap().len(), before, "the new view does not listen yet");
    }
}
