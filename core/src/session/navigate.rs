//! Carries out what the page stack planned: makes pages, ends them, brings them back, and tells the shell. What a
//! navigation means is decided in `stack`.

use std::rc::Rc;

use banchan_formats::manifest::Manifest;

use super::document::{self, Parts};
use super::page::{Page, query_json};
use super::running::Running;
use super::stack::{Navigation, Place, Plan};
use crate::api::Failure;
use crate::host::{EndReason, NewPage, PageId, TabBar, TabItem, Theme, Transition};
use crate::logic::PageLife;
use crate::tree::CompId;

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
        self.carry_out(plan, transition);
        Ok(())
    }

    /// As [`Running::navigate`] for a wish that nobody waits for: what goes wrong is told to the developer.
    pub(super) fn report(&mut self, navigation: Navigation, place: Place) {
        if let Err(why) = self.navigate(navigation, place) {
            self.outside.note_error(&format!("{}:fail {why}", navigation.api()), "", 0, 0, "navigation", false);
        }
    }

    /// One page back, or out of the mini-program.
    pub(super) fn back(&mut self, delta: usize) {
        match self.stack.plan_back(delta) {
            Some(plan) => self.carry_out(plan, Transition::Pop),
            None => self.end(EndReason::Left),
        }
    }

    fn carry_out(&mut self, plan: Plan, transition: Transition) {
        if let Some(comp) = plan.hide.and_then(|id| self.pages.get(&id)).and_then(|page| page.comp) {
            self.logic.page_life(comp, PageLife::Hide, "");
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
                }
            }
            self.start.hosts.view.show_page(id, transition);
            self.show_tab_bar(false);
        }
        for id in plan.unload {
            self.start.hosts.view.close_page(id);
        }
    }

    /// Tells `getCurrentPages` the stack.
    fn tell_stack(&mut self) {
        let comps: Vec<CompId> = self.stack.pages().filter_map(|id| self.pages.get(&id)?.comp).collect();
        self.logic.set_stack(&comps);
    }

    fn unload_logic(&mut self, id: PageId) {
        self.forget_questions(id);
        self.stack.remove(id);
        self.assets.remove(id);
        if let Some(comp) = self.pages.remove(&id).and_then(|page| page.comp) {
            self.logic.page_life(comp, PageLife::Unload, "");
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
        let comp = match self.logic.open_page(&place.path, &query_json(&place.query)) {
            Ok(comp) => Some(comp),
            Err(why) => {
                self.outside.note_error(&why.to_string(), &place.path, 0, 0, "Page", false);
                None
            }
        };
        let page = Page::new(id, comp, &place.path, &window, first, is_home || tab);
        let shown = NewPage {
            page: id,
            slot: self.start.slot,
            app_id: self.start.app_id.clone(),
            path: place.path.clone(),
            navigation_bar: page.bar.clone(),
            background_color: page.background.clone(),
            pull_down_refresh: page.pull,
        };
        self.pages.insert(id, page);
        self.stack.push(id, &place.path, tab);
        self.tell_stack();
        self.make_document(id);
        self.start.hosts.view.create_page(shown);
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
                let mut styles = vec![self.program.style("app", None), self.program.style(&page.path, None)];
                styles.extend(used.iter().map(|(path, scope)| self.program.style(path, scope.as_deref())));
                (html, styles)
            }
            None => (document::broken_page(&facts.language), Vec::new()),
        };
        let lang = facts.language.replace('_', "-");
        let title = if page.bar.title.is_empty() { &self.start.name } else { &page.bar.title };
        let parts = Parts {
            lang: &lang,
            theme: if dark { "dark" } else { "light" },
            shell: &self.start.shell_origin,
            title,
            styles: &styles,
            html: &html,
            background: &page.background,
            reach_bottom: page.reach_bottom,
            pull: page.pull,
            scroll: page.comp.is_some_and(|comp| self.logic.page_has(comp, "onPageScroll")),
            fixed: page.fixed,
            state: &page.state,
        };
        self.assets.set_document(id, document::build(&parts));
    }

    /// Makes the view of a page again, from the tree and what the view last said of itself.
    pub(super) fn remake(&mut self, id: PageId) {
        if !self.pages.contains_key(&id) {
            return;
        }
        self.forget_questions(id);
        self.make_document(id);
        self.start.hosts.view.reload_page(id);
    }

    /// A page's renderer was lost. A page that brings it down again and again ends the session, so that it cannot keep
    /// the phone busy for ever.
    pub(super) fn view_lost(&mut self, id: PageId) {
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
        let new: Vec<Rc<str>> = used.iter().map(|(path, scope)| self.program.style(path, scope.as_deref())).collect();
        Some(new.concat()).filter(|css| !css.is_empty())
    }

    /// The bar's colours after the theme changed.
    pub(super) fn retheme(&mut self, id: PageId, dark: bool) {
        let Some(page) = self.pages.get_mut(&id) else { return };
        let Some(file) = self.program.component(&page.path) else { return };
        let window = self.program.manifest().window_of(&file.config, dark);
        let fresh = Page::new(id, page.comp, &page.path, &window, !page.bar.back_button, !page.bar.home_button);
        page.bar.front_color = fresh.bar.front_color;
        page.bar.background_color = fresh.bar.background_color;
        self.start.hosts.ui.navigation_bar(id, page.bar.clone());
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
