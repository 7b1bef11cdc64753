//! What the phone page should show: which pages live, which is on top, their bars. Kept so that a page that was
//! reloaded, or opened in another tab, gets it all again. It must not decide what lives: it writes down what core ordered.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use banchan_core::host::{NavigationBar, NewPage, PageId, ShareWays, TabBar};
use banchan_core::permission::Slot;
use banchan_formats::code::AppId;
use serde_json::{Value, json};

/// Says where pages and files of a mini-program are served.
pub trait Addresses: Send + Sync {
    /// Address of a page's document, on the mini-program's own origin, with the page's token.
    fn page(&self, app: &AppId, page: PageId) -> String;
    /// Forgets the page's token.
    fn forget(&self, page: PageId);
    /// Address of a file of a bundle for the phone page's own use: icons of tabs and toasts.
    fn file(&self, slot: Slot, path: &str) -> String;
}

#[derive(Default)]
struct Stage {
    app: Option<AppId>,
    pages: BTreeMap<u64, NewPage>,
    /// Pages that were shown, the seen one last.
    order: Vec<u64>,
    tabs: Option<TabBar>,
    /// How pages may be shared, where that is not as usual.
    ways: BTreeMap<u64, ShareWays>,
}

/// What is on the phone.
pub struct Stages {
    addresses: Box<dyn Addresses>,
    stages: Mutex<BTreeMap<u64, Stage>>,
    /// The mini-program that the user sees.
    front: Mutex<Option<Slot>>,
    /// Which mini-program ran in a slot that is over: so that it can be started again.
    past: Mutex<BTreeMap<u64, AppId>>,
}

impl Stages {
    /// Nothing yet.
    #[must_use]
    pub fn new(addresses: Box<dyn Addresses>) -> Self {
        Self { addresses, stages: Mutex::default(), front: Mutex::default(), past: Mutex::default() }
    }

    fn stages(&self) -> MutexGuard<'_, BTreeMap<u64, Stage>> {
        self.stages.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The one that the user sees.
    pub fn front(&self) -> Option<Slot> {
        *self.front.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Another one is seen, or none.
    pub fn set_front(&self, slot: Option<Slot>) {
        *self.front.lock().unwrap_or_else(PoisonError::into_inner) = slot;
    }

    /// Which mini-program runs in a slot.
    pub fn app(&self, slot: Slot) -> Option<AppId> {
        self.stages().get(&slot.0)?.app.clone()
    }

    /// Which mini-program ran in a slot that is over.
    pub fn last_app(&self, slot: Slot) -> Option<AppId> {
        self.past.lock().unwrap_or_else(PoisonError::into_inner).get(&slot.0).cloned()
    }

    /// Path of the page that is seen in a slot.
    pub fn top_path(&self, slot: Slot) -> Option<String> {
        let stages = self.stages();
        let stage = stages.get(&slot.0)?;
        Some(stage.pages.get(stage.order.last()?)?.path.clone())
    }

    /// How a page may be shared.
    pub fn set_ways(&self, page: PageId, ways: ShareWays) {
        if let Some(stage) = self.stages().values_mut().find(|stage| stage.pages.contains_key(&page.0)) {
            stage.ways.insert(page.0, ways);
        }
    }

    /// How the page that is seen in a slot may be shared.
    pub fn ways(&self, slot: Slot) -> ShareWays {
        let stages = self.stages();
        let ways = stages.get(&slot.0).and_then(|stage| stage.ways.get(stage.order.last()?).copied());
        ways.unwrap_or_default()
    }

    /// Whose page it is.
    pub fn owner(&self, page: PageId) -> Option<AppId> {
        self.stages().values().find_map(|stage| stage.pages.get(&page.0)).map(|page| page.app_id.clone())
    }

    /// Every page that lives.
    pub fn pages(&self) -> Vec<PageId> {
        self.stages().values().flat_map(|stage| stage.pages.keys().map(|id| PageId(*id))).collect()
    }

    /// A page was made. Returns the order for it.
    pub fn create(&self, page: NewPage) -> Value {
        let mut stages = self.stages();
        let stage = stages.entry(page.slot.0).or_default();
        stage.app = Some(page.app_id.clone());
        let order = self.create_order(&page, false);
        stage.pages.insert(page.page.0, page);
        order
    }

    fn create_order(&self, page: &NewPage, wait: bool) -> Value {
        let mut nav = nav(&page.navigation_bar);
        nav["page"] = colour(&page.background_color, "#ffffff").into();
        json!({
            "slot": page.slot.0, "appId": page.app_id.as_str(), "page": page.page.0, "path": page.path,
            "url": self.addresses.page(&page.app_id, page.page), "nav": nav, "wait": wait,
        })
    }

    /// A page came to the top.
    pub fn show(&self, page: PageId) {
        for stage in self.stages().values_mut().filter(|stage| stage.pages.contains_key(&page.0)) {
            stage.order.retain(|id| *id != page.0);
            stage.order.push(page.0);
        }
    }

    /// A page ended.
    pub fn close(&self, page: PageId) {
        self.addresses.forget(page);
        for stage in self.stages().values_mut() {
            stage.pages.remove(&page.0);
            stage.ways.remove(&page.0);
            stage.order.retain(|id| *id != page.0);
        }
    }

    /// The bar of a page changed. Returns the order.
    pub fn navigation_bar(&self, page: PageId, bar: NavigationBar) -> Value {
        let order = json!({ "page": page.0, "nav": nav(&bar) });
        if let Some(page) = self.stages().values_mut().find_map(|stage| stage.pages.get_mut(&page.0)) {
            page.navigation_bar = bar;
        }
        order
    }

    /// The bar of tabs changed. Returns the order.
    pub fn tab_bar(&self, slot: Slot, bar: TabBar) -> Value {
        let order = json!({ "slot": slot.0, "tabs": self.tabs(slot, &bar) });
        // A bar may come before the first page, but not back after the end: nothing would ever take it away.
        if self.last_app(slot).is_none() {
            self.stages().entry(slot.0).or_default().tabs = Some(bar);
        }
        order
    }

    fn tabs(&self, slot: Slot, bar: &TabBar) -> Value {
        let picture = |path: &str| if path.is_empty() { Value::Null } else { self.addresses.file(slot, path).into() };
        let items = bar.items.iter().map(|item| {
            json!({
                "path": item.page_path, "text": item.text, "icon": picture(&item.icon_path), "selectedIcon": picture(&item.selected_icon_path),
                "badge": item.badge, "dot": item.red_dot,
            })
        });
        json!({
            "items": items.collect::<Vec<_>>(), "visible": bar.visible, "position": bar.position, "border": bar.border_style,
            "color": colour(&bar.color, "#6b7280"), "selectedColor": colour(&bar.selected_color, "#0b6e58"), "background": colour(&bar.background_color, "#ffffff"),
        })
    }

    /// Address of a picture in a bundle.
    pub fn picture(&self, slot: Slot, path: &str) -> String {
        self.addresses.file(slot, path)
    }

    /// A mini-program is over.
    pub fn end(&self, slot: Slot) {
        let gone = self.stages().remove(&slot.0);
        if let Some(app) = gone.as_ref().and_then(|stage| stage.app.clone()) {
            let mut past = self.past.lock().unwrap_or_else(PoisonError::into_inner);
            past.insert(slot.0, app);
            while past.len() > 32 {
                past.pop_first();
            }
        }
        for id in gone.iter().flat_map(|stage| stage.pages.keys()) {
            self.addresses.forget(PageId(*id));
        }
        if self.front() == Some(slot) {
            self.set_front(None);
        }
    }

    /// The orders that bring a new phone page to what is on. Pages wait until core has made their documents again.
    pub fn retell(&self) -> Vec<(&'static str, Value)> {
        let mut orders = Vec::new();
        for (slot, stage) in self.stages().iter() {
            for page in stage.pages.values() {
                orders.push(("create", self.create_order(page, true)));
            }
            if let Some(bar) = &stage.tabs {
                orders.push(("tabs", json!({ "slot": slot, "tabs": self.tabs(Slot(*slot), bar) })));
            }
            for page in &stage.order {
                orders.push(("show", json!({ "page": page, "how": "none" })));
            }
        }
        orders
    }
}

/// The bar above a page in the phone page's words.
fn nav(bar: &NavigationBar) -> Value {
    let left = if bar.back_button {
        "back"
    } else if bar.home_button {
        "home"
    } else {
        "none"
    };
    json!({
        "title": bar.title, "background": colour(&bar.background_color, "#ffffff"), "custom": bar.custom, "left": left, "busy": bar.loading,
        "ink": if bar.front_color.to_ascii_lowercase().starts_with("#fff") || bar.front_color == "white" { "light" } else { "dark" },
        "ms": bar.animation_ms,
    })
}

/// A colour of a mini-program: `#` and hexadecimal digits, or the other one.
fn colour<'a>(text: &'a str, other: &'a str) -> &'a str {
    let digits = text.strip_prefix('#').unwrap_or("");
    if matches!(digits.len(), 3 | 4 | 6 | 8) && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) { text } else { other }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Here;
    impl Addresses for Here {
        fn page(&self, app: &AppId, page: PageId) -> String {
            format!("{app}/{}", page.0)
        }
        fn forget(&self, _page: PageId) {}
        fn file(&self, _slot: Slot, path: &str) -> String {
            path.into()
        }
    }

    fn page(number: u64, slot: u64) -> NewPage {
        NewPage {
            page: PageId(number),
            slot: Slot(slot),
            app_id: AppId::parse("han.bike").unwrap(),
            address: String::new(),
            path: format!("p/{number}"),
            navigation_bar: NavigationBar::default(),
            background_color: "url(x)".into(),
            pull_down_refresh: false,
        }
    }

    #[test]
    fn a_new_phone_page_is_told_what_lives_and_nothing_else() {
        let stages = Stages::new(Box::new(Here));
        for number in 1..=3 {
            stages.create(page(number, 7));
            stages.show(PageId(number));
        }
        stages.close(PageId(3));
        let told: Vec<String> = stages.retell().into_iter().map(|(op, fields)| format!("{op} {}", fields["page"])).collect();
        assert_eq!(told, ["create 1", "create 2", "show 1", "show 2"]);
        assert_eq!(stages.top_path(Slot(7)).as_deref(), Some("p/2"));
        stages.end(Slot(7));
        assert!(stages.retell().is_empty());
    }

    /// Secrets of pages, counted.
    #[derive(Default)]
    struct Counted(std::sync::Arc<Mutex<std::collections::BTreeSet<u64>>>);
    impl Addresses for Counted {
        fn page(&self, _app: &AppId, page: PageId) -> String {
            self.0.lock().unwrap().insert(page.0);
            String::new()
        }
        fn forget(&self, page: PageId) {
            self.0.lock().unwrap().remove(&page.0);
        }
        fn file(&self, _slot: Slot, path: &str) -> String {
            path.into()
        }
    }

    #[test]
    fn nothing_is_kept_of_sixty_rounds_of_opening_and_closing_but_whom_to_start_again() {
        let counted = Counted::default();
        let secrets = counted.0.clone();
        let stages = Stages::new(Box::new(counted));
        for round in 1..=60 {
            let (slot, first) = (Slot(round), round * 10);
            stages.tab_bar(slot, TabBar::default());
            for number in first..first + 3 {
                stages.create(page(number, round));
                stages.show(PageId(number));
                stages.set_ways(PageId(number), ShareWays::default());
            }
            stages.set_front(Some(slot));
            stages.close(PageId(first + 2));
            stages.end(slot);
            // What was on its way when it ended.
            stages.tab_bar(slot, TabBar::default());
            stages.set_ways(PageId(first), ShareWays::default());
            stages.navigation_bar(PageId(first), NavigationBar::default());
        }
        assert!(stages.stages().is_empty() && stages.pages().is_empty() && stages.front().is_none());
        assert!(secrets.lock().unwrap().is_empty());
        assert_eq!(stages.past.lock().unwrap().len(), 32);
    }

    #[test]
    fn a_colour_is_a_colour_or_nothing() {
        let stages = Stages::new(Box::new(Here));
        assert_eq!(stages.create(page(1, 1))["nav"]["page"], "#ffffff");
        assert_eq!(colour("#0B6", "x"), "#0B6");
        for bad in ["red;}", "#12345", "#zzz", "", "var(--x)"] {
            assert_eq!(colour(bad, "x"), "x");
        }
    }
}
