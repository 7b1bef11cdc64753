//! The page stack: what a navigation does to it, as a plan that the session carries out. Pure: it must not touch the
//! engine, the tree or the shell.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::host::PageId;

/// Most pages in the stack, as in WeChat.
pub const MAX_PAGES: usize = 10;

/// A page to be opened: its path without leading slash, and its raw query (`a=1&b=2`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// `pages/bike/bike`
    pub path: String,
    /// `id=B1024`, still percent-encoded.
    pub query: String,
}

impl Place {
    /// Splits `url` and resolves its path against the folder of the page `base`. Parts that climb above the root stay
    /// at the root, so a place is always inside; whether the page exists is asked elsewhere.
    pub fn resolve(url: &str, base: &str) -> Place {
        let (path, query) = url.split_once('?').unwrap_or((url, ""));
        let mut parts: Vec<&str> = Vec::new();
        if !path.starts_with('/') {
            parts.extend(base.split('/'));
            parts.pop();
        }
        for part in path.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop();
                }
                name => parts.push(name),
            }
        }
        let path = parts.join("/");
        let path = path.strip_suffix(".html").unwrap_or(&path);
        Place { path: path.to_string(), query: query.split('#').next().unwrap_or("").to_string() }
    }
}

/// What a mini-program (or the shell) asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Navigation {
    /// A new page on top.
    To,
    /// A new page instead of the top one.
    Redirect,
    /// To a page of the tab bar; every other page is closed, pages of the tab bar are kept.
    SwitchTab,
    /// Everything is closed and one page opened.
    ReLaunch,
}

impl Navigation {
    /// Name of the API, for its `errMsg`.
    pub fn api(self) -> &'static str {
        match self {
            Navigation::To => "navigateTo",
            Navigation::Redirect => "redirectTo",
            Navigation::SwitchTab => "switchTab",
            Navigation::ReLaunch => "reLaunch",
        }
    }
}

/// What is to be done, in this order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The page that goes to the background.
    pub hide: Option<PageId>,
    /// Pages that end, top first.
    pub unload: Vec<PageId>,
    /// The page to make.
    pub open: Option<Place>,
    /// The kept page to bring back.
    pub show: Option<PageId>,
}

/// The stack itself, lowest page first, and the pages of the tab bar that are kept aside.
#[derive(Debug, Default)]
pub struct PageStack {
    pages: Vec<(PageId, String)>,
    kept_tabs: HashMap<String, PageId>,
}

impl PageStack {
    /// The page that lies under all others.
    pub fn first(&self) -> Option<PageId> {
        self.pages.first().map(|page| page.0)
    }

    /// The page that is seen.
    pub fn top(&self) -> Option<PageId> {
        self.pages.last().map(|page| page.0)
    }

    /// Path of the page that is seen; empty before the first.
    pub fn top_path(&self) -> &str {
        self.pages.last().map_or("", |page| &page.1)
    }

    /// How many pages are stacked (kept tabs not counted).
    pub fn len(&self) -> usize {
        self.pages.len()
    }

    /// Whether no page is open.
    pub fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }

    /// The stacked pages, lowest first.
    pub fn pages(&self) -> impl Iterator<Item = PageId> {
        self.pages.iter().map(|page| page.0)
    }

    /// Every page that lives, also those kept aside.
    pub fn all(&self) -> Vec<PageId> {
        let mut all: Vec<PageId> = self.pages.iter().map(|page| page.0).collect();
        all.extend(self.kept_tabs.values().filter(|id| !self.pages.iter().any(|page| page.0 == **id)));
        all
    }

    /// What `navigation` to `place` would do. `is_page` and `is_tab` answer from the manifest.
    ///
    /// # Errors
    /// The part of `errMsg` after `fail `, in WeChat's words.
    pub fn plan(
        &self,
        navigation: Navigation,
        place: Place,
        is_page: impl Fn(&str) -> bool,
        is_tab: impl Fn(&str) -> bool,
    ) -> Result<Plan, String> {
        if !is_page(&place.path) {
            return Err(format!("page \"{}\" is not found", place.path));
        }
        let tab = is_tab(&place.path);
        match navigation {
            Navigation::To if tab => Err("can not navigateTo a tabbar page".into()),
            Navigation::To if self.pages.len() >= MAX_PAGES => Err("webview count limit exceed".into()),
            Navigation::To => Ok(Plan { hide: self.top(), open: Some(place), ..Plan::default() }),
            Navigation::Redirect if tab => Err("can not redirectTo a tabbar page".into()),
            Navigation::Redirect => Ok(Plan { unload: self.top().into_iter().collect(), open: Some(place), ..Plan::default() }),
            Navigation::SwitchTab if !tab => Err("can not switch to no-tabBar page".into()),
            Navigation::SwitchTab => Ok(self.plan_tab(place, &is_tab)),
            Navigation::ReLaunch => {
                let mut unload = self.all();
                unload.reverse();
                Ok(Plan { unload, open: Some(place), ..Plan::default() })
            }
        }
    }

    fn plan_tab(&self, place: Place, is_tab: &impl Fn(&str) -> bool) -> Plan {
        let unload: Vec<PageId> = self.pages.iter().rev().filter(|page| !is_tab(&page.1)).map(|page| page.0).collect();
        let here = self.pages.first().filter(|page| is_tab(&page.1));
        if here.is_some_and(|page| page.1 == place.path) {
            let show = here.map(|page| page.0).filter(|_| !unload.is_empty());
            return Plan { unload, show, ..Plan::default() };
        }
        let hide = here.map(|page| page.0).filter(|id| self.top() == Some(*id));
        match self.kept_tabs.get(&place.path) {
            Some(id) => Plan { hide, unload, show: Some(*id), open: None },
            None => Plan { hide, unload, open: Some(place), show: None },
        }
    }

    /// What going back by `delta` pages would do; `None` at the first page, where only the shell can go on.
    pub fn plan_back(&self, delta: usize) -> Option<Plan> {
        if self.pages.len() < 2 || delta == 0 {
            return None;
        }
        let keep = self.pages.len().saturating_sub(delta).max(1);
        let unload = self.pages.iter().skip(keep).rev().map(|page| page.0).collect();
        Some(Plan { unload, show: self.pages.get(keep - 1).map(|page| page.0), ..Plan::default() })
    }

    /// A page was made or brought back and is on top now. A page of the tab bar stands alone and is kept aside.
    pub fn push(&mut self, id: PageId, path: &str, is_tab: bool) {
        if is_tab {
            self.pages.clear();
            self.kept_tabs.insert(path.to_string(), id);
        }
        if !self.pages.iter().any(|page| page.0 == id) {
            self.pages.push((id, path.to_string()));
        }
    }

    /// A page ended.
    pub fn remove(&mut self, id: PageId) {
        self.pages.retain(|page| page.0 != id);
        self.kept_tabs.retain(|_, kept| *kept != id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stack(paths: &[&str]) -> PageStack {
        let mut stack = PageStack::default();
        for (i, path) in paths.iter().enumerate() {
            stack.push(PageId(i as u64 + 1), path, path.starts_with("tab"));
        }
        stack
    }

    fn go(stack: &PageStack, navigation: Navigation, url: &str) -> Result<Plan, String> {
        let place = Place::resolve(url, stack.top_path());
        stack.plan(navigation, place, |path| path != "pages/none", |path| path.starts_with("tab"))
    }

    #[test]
    fn urls_resolve_against_the_page_and_never_leave_the_root() {
        let resolve = |url| Place::resolve(url, "pages/a/a").path;
        assert_eq!(resolve("/pages/b/b?x=1"), "pages/b/b");
        assert_eq!(resolve("../b/b"), "pages/b/b");
        assert_eq!(resolve("c"), "pages/a/c");
        assert_eq!(resolve("../../../../etc/passwd"), "etc/passwd");
        assert_eq!(Place::resolve("/p?x=a%20b&y=1#z", "").query, "x=a%20b&y=1");
    }

    #[test]
    fn the_eleventh_page_is_refused_in_wechats_words() {
        let ten = stack(&["p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8", "p9", "p10"]);
        assert_eq!(go(&ten, Navigation::To, "/p11"), Err("webview count limit exceed".into()));
        assert!(go(&ten, Navigation::Redirect, "/p11").is_ok());
    }

    #[test]
    fn an_unknown_page_is_refused_and_changes_nothing() {
        assert_eq!(go(&stack(&["p1"]), Navigation::To, "/pages/none"), Err("page \"pages/none\" is not found".into()));
    }

    #[test]
    fn pages_of_the_tab_bar_are_kept_and_come_back() {
        let mut pages = stack(&["tab/a", "p2"]);
        assert!(go(&pages, Navigation::To, "/tab/b").is_err());
        let plan = go(&pages, Navigation::SwitchTab, "/tab/b").unwrap();
        assert_eq!((plan.hide, plan.unload.clone(), plan.open.is_some()), (None, vec![PageId(2)], true));
        pages.remove(PageId(2));
        pages.push(PageId(3), "tab/b", true);
        assert_eq!((pages.len(), pages.all().len()), (1, 2));
        let back = go(&pages, Navigation::SwitchTab, "/tab/a").unwrap();
        assert_eq!((back.hide, back.show, back.open), (Some(PageId(3)), Some(PageId(1)), None));
    }

    #[test]
    fn back_stops_at_the_first_page() {
        let pages = stack(&["p1", "p2", "p3"]);
        assert_eq!(pages.plan_back(1).unwrap(), Plan { unload: vec![PageId(3)], show: Some(PageId(2)), ..Plan::default() });
        assert_eq!(pages.plan_back(9).unwrap().unload, vec![PageId(3), PageId(2)]);
        assert_eq!(stack(&["p1"]).plan_back(1), None);
    }
}
