//! Carries out what the page stack planned: makes pages, ends them, brings them back, and tells the shell. What a
//! navigation means is decided in `stack`.

use std::rc::Rc;

use banchan_formats::manifest::Manifest;

use super::document::{self, Parts};
use super::page::{Page, query_json};
use super::running::Running;
use super::stack::{Navigation, Place, Plan};
use crate::api::Failure;
use crate::host::{EndReason, NewPage, Orientation, PageId, ShareWays, TabBar, TabItem, Theme, Transition};
use crate::logic::{LogicError, PageLife};
use crate::tree::CompId;

/// Most messages that wait for a page's view to listen.
const MAX_KEPT: usize = 100;
/// Most panels of a page that the way back knows of.
const MAX_PANELS: usize = 8;

/// How often a page's renderer may be lost within [`LOST_WITHIN`] milliseconds.
const MAX_LOST: u32 = 30;
const LOST_WITHIN: f64 = 60_000.0;

/// The tab bar as the shell draws it; `None` when the mini-program has none, or draws its own.
pub(super) fn tab_bar(manifest: &Manifest, dark: bool) -> Option<TabBar> {
    let bar = manifest.tab_bar_in(dark).filter(|bar| !bar.custom)?;
    let item = |item: banchan_formats::manifest::TabItem| TabItem {
        page_path: item.page,
        text: item.text,
        icon_path: item.icon,
        selected_icon_path: item.selected_icon,
        ..TabItem::default()
    };
    Some(TabBar {
        visible: true,
        animated: false,
        selected: 0,
        color: bar.color.unwrap_or_default(),
        selected_color: bar.selected_color.unwrap_or_default(),
        background_color: bar.background_color.unwrap_or_default(),
        border_style: bar.border_style.unwrap_or_default(),
        position: bar.position.unwrap_or_else(|| "bottom".into()),
        items: bar.items.into_iter().map(item).collect(),
    })
}

impl Running {
    /// Goes to a place.
    ///
    /// # Errors
    /// In WeChat's words.
    pub(super) fn navigate(&mut self, navigation: Navigation, place: Place) -> Result<(), Failure> {
        let manifest = self.program.manifest();
        let plan =
            self.stack.plan(navigation, place, |path| manifest.has_page(path), |path| manifest.is_tab(path)).map_err(Failure::Other)?;
        let transition = if navigation == Navigation::To { Transition::Push } else { Transition::None };
        let open_type = if self.stack.is_empty() { "appLaunch" } else { navigation.api() };
        self.carry_out(plan, transition, open_type);
        Ok(())
    }

    /// As [`Running::navigate`] for a wish that nobody waits for: what goes wrong is told to the developer.
    pub(super) fn report(&mut self, navigation: Navigation, place: Place) {
        if let Err(why) = self.navigate(navigation, place) {
            self.outside.note_error(&format!("{}:fail {why}", navigation.api()), "", 0, 0, "navigation", false);
        }
    }

    /// A panel of a page (`page-container`) opened or closed.
    pub(super) fn panel(&mut self, page: PageId, node: u32, on: bool) {
        let Some(page) = self.pages.get_mut(&page) else { return };
        page.panels.retain(|known| *known != node);
        if on && page.panels.len() < MAX_PANELS {
            page.panels.push(node);
        }
    }

    /// Closes what lies over the page on top, as the way back does first; whether there was anything.
    pub(super) fn close_panel(&mut self) -> bool {
        let Some(id) = self.stack.top() else { return false };
        let Some(node) = self.pages.get_mut(&id).and_then(|page| page.panels.pop()) else { return false };
        self.start
            .hosts
            .view
            .post(id, serde_json::json!({ "t": "call", "id": 0, "op": "element", "n": node, "method": "back" }).to_string());
        true
    }

    /// One page back, or out of the mini-program.
    pub(super) fn back(&mut self, delta: usize) {
        match self.stack.plan_back(delta) {
            Some(plan) => self.carry_out(plan, Transition::Pop, "navigateBack"),
            None => self.end(EndReason::Left),
        }
    }

    fn carry_out(&mut self, plan: Plan, transition: Transition, open_type: &str) {
        let (route, is_seen) = (self.begin_route(&plan, open_type), plan.open.is_none());
        if let Some(comp) = plan.hide.and_then(|id| self.pages.get(&id)).and_then(|page| page.comp) {
            self.logic.page_life(comp, PageLife::Hide, "");
        }
        if let Some(id) = plan.hide {
            self.tell_seen(id, false);
        }
        // Their lives end first, as programs expect; their pictures stay until the next page is there.
        for id in &plan.unload {
            self.unload_logic(*id);
        }
        if let Some(place) = plan.open {
            self.open(&place, transition);
        }
        if let Some(id) = plan.show {
            if let Some(page) = self.pages.get(&id) {
                let (comp, path) = (page.comp, page.path.clone());
                let tab = self.program.manifest().is_tab(&path);
                self.stack.push(id, &path, tab);
                self.tell_stack();
                if let Some(comp) = comp {
                    self.logic.page_life(comp, PageLife::Show, "");
                    self.logic.page_life(comp, PageLife::RouteDone, "");
                }
            }
            if self.views.shown(id) {
                self.remake(id);
            }
            self.start.hosts.view.show_page(id, transition);
            self.tell_seen(id, true);
            self.show_tab_bar(false);
        }
        for id in plan.unload {
            self.start.hosts.view.close_page(id);
        }
        let free = self.views.too_many();
        self.free_views(free);
        self.went(route, is_seen);
    }

    /// These pages give their views back; they are made again when they are seen.
    pub(super) fn free_views(&mut self, pages: Vec<PageId>) {
        for page in pages {
            self.start.hosts.view.free_page(page);
        }
    }

    /// Tells `getCurrentPages` the stack.
    fn tell_stack(&mut self) {
        let comps: Vec<CompId> = self.stack.pages().filter_map(|id| self.pages.get(&id)?.comp).collect();
        self.logic.set_stack(&comps);
    }

    fn unload_logic(&mut self, id: PageId) {
        self.deliver_web(id);
        self.forget_questions(id);
        self.forget_elements(id);
        self.forget_fonts(id, true);
        self.forget_observing(id, true);
        self.stack.remove(id);
        self.views.forget(id);
        self.assets.remove(id);
        if let Some(comp) = self.pages.remove(&id).and_then(|page| page.comp) {
            self.logic.page_life(comp, PageLife::Unload, "");
            self.logic.canvas_gone(comp);
            self.outside.canvases.borrow_mut().closed(comp.0);
        }
    }

    /// Ends a page, view and all.
    pub(super) fn unload(&mut self, id: PageId) {
        self.unload_logic(id);
        self.start.hosts.view.close_page(id);
    }

    fn open(&mut self, place: &Place, transition: Transition) {
        let id = self.next_page();
        let manifest = self.program.manifest();
        let dark = self.is_dark();
        let config = self.program.component(&place.path);
        let window = match &config {
            Some(file) => manifest.window_of(&file.config, dark),
            None => manifest.window.clone(),
        };
        let tab = manifest.is_tab(&place.path);
        let is_home = manifest.entry == place.path;
        let first = tab || self.stack.is_empty();
        self.note_page(&place.path);
        let opened = match config {
            Some(_) => self.logic.open_page_again(&place.path, &query_json(&place.query), self.exit_state.take().as_deref()),
            None => Err(LogicError::NoPage { path: place.path.clone(), why: "none of its files is there".into() }),
        };
        let comp = match opened {
            Ok(comp) => Some(comp),
            Err(why) => {
                let (path, line, column) = match &why {
                    LogicError::Script(error) if !error.path.is_empty() => (error.path.as_str(), error.line, error.column),
                    _ => (place.path.as_str(), 0, 0),
                };
                self.outside.note_error(&why.to_string(), path, line, column, "Page", false);
                None
            }
        };
        let mut page = Page::new(id, comp, place, &window, first && !self.life.visited, is_home || tab);
        page.share = self.first_share_ways(comp);
        let ways = page.share;
        let shown = NewPage {
            page: id,
            slot: self.start.slot,
            app_id: self.start.app_id.clone(),
            address: self.start.bridge.address(&self.start.app_id, id),
            path: place.path.clone(),
            navigation_bar: page.bar.clone(),
            background_color: page.background.clone(),
            pull_down_refresh: page.pull,
        };
        self.pages.insert(id, page);
        if let Some(comp) = comp {
            self.outside.canvases.borrow_mut().opened(comp.0, id);
        }
        self.stack.push(id, &place.path, tab);
        self.tell_stack();
        self.make_document(id);
        self.start.hosts.view.create_page(shown);
        self.views.created(id);
        if let Some(orientation) = Orientation::parse(window.page_orientation.as_deref().unwrap_or_default()) {
            self.start.hosts.ui.orientation(id, orientation);
        }
        if ways != ShareWays::default() {
            self.start.hosts.ui.share_ways(id, ways);
        }
        self.start.hosts.view.show_page(id, transition);
        self.show_tab_bar(false);
    }

    pub(super) fn is_dark(&self) -> bool {
        self.program.manifest().dark_mode && self.start.hosts.facts.get().theme == Theme::Dark
    }

    /// Makes the document of a page from what the tree holds now; numbers of nodes begin anew.
    fn make_document(&mut self, id: PageId) {
        let facts = self.start.hosts.facts.get();
        let dark = self.is_dark();
        let Some(page) = self.pages.get_mut(&id) else { return };
        page.ready = false;
        let (html, styles) = match page.comp {
            Some(comp) => {
                let html = self.logic.tree().borrow_mut().html(comp).into_string();
                let used = self.logic.tree().borrow().styles(comp);
                page.styled = used.iter().map(|(path, _)| path.clone()).collect();
                let (scope, with_app) = self.logic.tree().borrow().page_style(comp);
                let mut styles = Vec::with_capacity(used.len() + 2);
                if with_app {
                    styles.push(document::sheet(self.program.style("app", None)));
                }
                styles.push(document::sheet(self.program.style(&page.path, scope.as_deref())));
                styles.extend(used.iter().map(|(path, scope)| document::sheet(self.program.style(path, scope.as_deref()))));
                (html, styles)
            }
            None => (document::broken_page(&facts.language), Vec::new()),
        };
        let lang = facts.language.replace('_', "-");
        let title = if page.bar.title.is_empty() { &self.start.name } else { &page.bar.title };
        let tiles = self.start.hosts.tiles.as_ref().map(crate::host::TileSource::to_json).unwrap_or_default();
        let parts = Parts {
            tiles: &tiles,
            lang: &lang,
            theme: if dark { "dark" } else { "light" },
            style_v2: self.program.manifest().style_v2,
            shell: self.start.bridge.mark(),
            title,
            styles: &styles,
            html: &html,
            background: &page.background,
            reach_bottom: page.reach_bottom,
            pull: page.pull,
            pull_light: page.pull_light,
            scroll: page.comp.is_some_and(|comp| self.logic.page_has(comp, "onPageScroll")),
            fixed: page.fixed,
            state: &page.state,
            frames: &self.start.broker.web_origins(self.start.slot),
        };
        self.assets.set_document(id, document::build(&parts));
    }

    /// Posts a message to a page's view, at once or when it listens: a shell keeps none.
    pub(super) fn post_or_keep(&mut self, id: PageId, text: String) {
        let Some(page) = self.pages.get_mut(&id) else { return };
        if page.ready {
            self.start.hosts.view.post(id, text);
        } else if page.kept.len() < MAX_KEPT {
            page.kept.push(text);
        }
    }

    /// Makes the view of a page again, from the tree and what the view last said of itself.
    pub(super) fn remake(&mut self, id: PageId) {
        if !self.pages.contains_key(&id) {
            return;
        }
        self.forget_questions(id);
        self.forget_elements(id);
        self.forget_fonts(id, false);
        self.forget_observing(id, false);
        if let Some(page) = self.pages.get_mut(&id) {
            page.panels.clear(); // the next view tells of its own
        }
        if let Some(comp) = self.pages.get(&id).and_then(|page| page.comp) {
            self.outside.canvases.borrow_mut().lost(comp.0);
        }
        self.make_document(id);
        self.start.hosts.view.reload_page(id);
    }

    /// A page's renderer was lost. A page that brings it down again and again ends the session, so that it cannot keep
    /// the phone busy for ever.
    pub(super) fn view_lost(&mut self, id: PageId) {
        if !self.views.has(id) {
            return; // given back: it is made again when it is seen
        }
        let now = self.start.hosts.clock.now_ms();
        let Some(page) = self.pages.get_mut(&id) else { return };
        if (now - page.lost_since).abs() > LOST_WITHIN {
            page.lost_since = now;
            page.lost = 0;
        }
        page.lost += 1;
        if page.lost > MAX_LOST {
            let text = format!("page \"{}\" could not be kept on the screen: its view was lost {} times in a minute", page.path, page.lost);
            return self.end(EndReason::Failed { text });
        }
        self.remake(id);
    }

    /// Styles of components that came to a page after its document was made.
    pub(super) fn new_styles(&mut self, id: PageId) -> Option<String> {
        let page = self.pages.get_mut(&id)?;
        let mut used = self.logic.tree().borrow().styles(page.comp?);
        used.retain(|(path, _)| page.styled.insert(path.clone()));
        let new: Vec<Rc<str>> = used.iter().map(|(path, scope)| document::sheet(self.program.style(path, scope.as_deref()))).collect();
        Some(new.concat()).filter(|css| !css.is_empty())
    }

    /// The page's colours after the theme changed; answers the one behind it.
    pub(super) fn retheme(&mut self, id: PageId, dark: bool) -> String {
        let Some(page) = self.pages.get_mut(&id) else { return String::new() };
        let Some(file) = self.program.component(&page.path) else { return page.background.clone() };
        let window = self.program.manifest().window_of(&file.config, dark);
        let fresh = Page::new(id, page.comp, &page.place(), &window, !page.bar.back_button, !page.bar.home_button);
        page.bar.front_color = fresh.bar.front_color;
        page.bar.background_color = fresh.bar.background_color;
        page.background = fresh.background;
        self.start.hosts.ui.navigation_bar(id, page.bar.clone());
        page.background.clone()
    }

    /// Shows or hides the tab bar to fit the page on top.
    pub(super) fn show_tab_bar(&mut self, animated: bool) {
        let Some(bar) = &mut self.tab_bar else { return };
        let at = bar.items.iter().position(|item| item.page_path == self.stack.top_path());
        let mut shown = bar.clone();
        shown.animated = animated;
        shown.visible = bar.visible && at.is_some();
        if let Some(at) = at {
            bar.selected = at;
            shown.selected = at;
        }
        self.start.hosts.ui.tab_bar(self.start.slot, shown);
    }

    /// A tab was tapped.
    pub(super) fn tab(&mut self, path: String) {
        let item = self.tab_bar.as_ref().and_then(|bar| bar.items.iter().enumerate().find(|(_, item)| item.page_path == path));
        let Some((index, text)) = item.map(|(index, item)| (index, item.text.clone())) else { return };
        self.report(Navigation::SwitchTab, Place { path: path.clone(), query: String::new() });
        let comp = self.stack.top().and_then(|top| self.pages.get(&top)).and_then(|page| page.comp);
        if let Some(comp) = comp {
            let json = serde_json::json!({ "index": index, "pagePath": path, "text": text }).to_string();
            self.logic.page_life(comp, PageLife::TabItemTap, &json);
        }
    }
}
