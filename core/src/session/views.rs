//! Which pages keep a view, where the shell can keep few: a WebView is the dearest thing on a phone. It must not make or free one
//! itself, nor know why a page is shown.

use crate::host::PageId;

/// The pages that have a view, the one seen last at the end.
#[derive(Debug, Default)]
pub(super) struct Views {
    /// How many; `None` where it does not matter.
    most: Option<usize>,
    kept: Vec<PageId>,
}

impl Views {
    /// Of a shell that keeps so many.
    pub fn new(most: Option<usize>) -> Self {
        Self { most, kept: Vec::new() }
    }

    /// A page comes to the top. Whether its view was given back before, and so has to be made again.
    pub fn shown(&mut self, page: PageId) -> bool {
        let had = self.forget(page);
        self.kept.push(page);
        !had
    }

    /// A page was made: its view with it.
    pub fn created(&mut self, page: PageId) {
        self.forget(page);
        self.kept.push(page);
    }

    /// A page is gone, or its view was given back; whether it had one.
    pub fn forget(&mut self, page: PageId) -> bool {
        let before = self.kept.len();
        self.kept.retain(|known| *known != page);
        self.kept.len() < before
    }

    /// Whether a page has a view.
    pub fn has(&self, page: PageId) -> bool {
        self.kept.contains(&page)
    }

    /// Pages whose views are too many now: those seen longest ago.
    pub fn too_many(&mut self) -> Vec<PageId> {
        let Some(most) = self.most else { return Vec::new() };
        let extra = self.kept.len().saturating_sub(most.max(1));
        self.kept.drain(..extra).collect()
    }

    /// Memory is short: all pages but the one that is seen. None where views are not counted: nobody would make them again.
    pub fn all_but(&mut self, seen: Option<PageId>) -> Vec<PageId> {
        if self.most.is_none() {
            return Vec::new();
        }
        let (stay, free) = std::mem::take(&mut self.kept).into_iter().partition(|page| Some(*page) == seen);
        self.kept = stay;
        free
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(most: Option<usize>, pages: u64) -> Views {
        let mut views = Views::new(most);
        (1..=pages).for_each(|page| views.created(PageId(page)));
        views
    }

    #[test]
    fn the_pages_seen_last_keep_their_views_and_one_before_them_is_made_again() {
        let mut views = with(Some(3), 3);
        assert!(views.too_many().is_empty());
        views.created(PageId(4));
        assert!(!views.shown(PageId(4)));
        assert_eq!(views.too_many(), [PageId(1)]);
        assert!(views.shown(PageId(1)));
        assert_eq!(views.too_many(), [PageId(2)]);
        assert!(!views.shown(PageId(4)));
    }

    #[test]
    fn when_memory_is_short_only_what_is_seen_keeps_its_view() {
        let mut views = with(Some(3), 3);
        assert_eq!(views.all_but(Some(PageId(2))), [PageId(1), PageId(3)]);
        assert!(!views.shown(PageId(2)));
        assert!(views.shown(PageId(3)));
    }

    #[test]
    fn a_shell_that_counts_no_views_keeps_them_all() {
        let mut views = with(None, 20);
        assert!(views.too_many().is_empty() && views.all_but(None).is_empty());
        assert!(!views.shown(PageId(1)));
    }
}
