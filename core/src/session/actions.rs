//! Calls of `wx` that the session does itself: pages, bars, dialogs. Arguments are read by `api::decode`, words of
//! failure are `api::Failure`'s. Nothing here needs a permission: it draws on the mini-program's own screen.

use serde_json::{Value as Json, json};

use super::Event;
use super::outside::{Queued, outcome};
use super::running::Running;
use super::share::update_share_menu;
use super::stack::{Navigation, Place};
use crate::api::decode;
use crate::api::{Args, Failure, Row, SessionAction};
use crate::host::{EndReason, HostError, TabBar, TabItem};

/// Dialogs of one program that may wait for the user at once.
pub(super) const MAX_DIALOGS: usize = 8;

/// What became of a call.
enum Done {
    Now(Json),
    /// Answered later, or not by this.
    Later,
}

type Result<T = Done> = std::result::Result<T, Failure>;

const OK: Result = Ok(Done::Now(Json::Null));

impl Running {
    pub(super) fn act(&mut self, queued: Queued) {
        let Queued { call, row, action, args, .. } = queued;
        let result = match self.action(call, row, action, &args) {
            Ok(Done::Later) => return,
            Ok(Done::Now(value)) => Ok(value),
            Err(why) => Err(why),
        };
        let outcome = outcome(row, result);
        self.outside.note_api(row.name, &outcome);
        self.logic.resolve(call, &outcome.to_json());
    }

    fn action(&mut self, call: u32, row: &'static Row, action: SessionAction, args: &Args) -> Result {
        use SessionAction as A;
        match action {
            A::NavigateTo => self.go(Navigation::To, args),
            A::RedirectTo => self.go(Navigation::Redirect, args),
            A::SwitchTab => self.go(Navigation::SwitchTab, args),
            A::ReLaunch => self.go(Navigation::ReLaunch, args),
            A::NavigateBack => {
                let delta = decode::delta(args)? as usize;
                if self.close_panel() || self.asks_before_back(delta) {
                    return OK;
                }
                match self.stack.len() {
                    0 | 1 => Err(Failure::Other("cannot navigate back at first page.".into())),
                    _ => {
                        self.back(delta);
                        OK
                    }
                }
            }
            A::ExitMiniProgram => {
                self.end(EndReason::Left);
                OK
            }
            A::ApplyUpdate if self.update_ready => {
                self.end(EndReason::Updated);
                OK
            }
            A::ApplyUpdate => Err(Failure::Other("no update is ready: call it after onUpdateReady".into())),
            A::SetNavigationBarTitle => {
                let title = decode::title(args)?;
                self.bar(|bar| bar.title = title)
            }
            A::SetNavigationBarColor => {
                let color = decode::navigation_bar_color(args)?;
                self.bar(|bar| {
                    bar.front_color = color.front;
                    bar.background_color = color.background;
                    bar.animation_ms = color.animation_ms;
                })
            }
            A::UpdateShareMenu => update_share_menu(args).map(|()| Done::Now(Json::Null)),
            A::ShowShareMenu | A::HideShareMenu => self.share_menu(args, action == A::ShowShareMenu).map(|()| Done::Now(Json::Null)),
            A::Shared => self.shared(args).map(|()| Done::Now(Json::Null)),
            A::SetBackgroundColor => self.window_colour(args),
            A::SetBackgroundTextStyle => self.dots_style(args),
            A::LoadFontFace => self.load_font(call, args).map(|()| Done::Later),
            A::ShowNavigationBarLoading => self.bar(|bar| bar.loading = true),
            A::HideNavigationBarLoading => self.bar(|bar| bar.loading = false),
            A::HideHomeButton => self.bar(|bar| bar.home_button = false),
            A::ShowToast => {
                self.start.hosts.ui.show_toast(self.start.slot, decode::toast(args)?);
                OK
            }
            A::HideToast => {
                self.start.hosts.ui.hide_toast(self.start.slot);
                OK
            }
            A::ShowLoading => {
                self.start.hosts.ui.show_loading(self.start.slot, decode::loading(args)?);
                OK
            }
            A::HideLoading => {
                self.start.hosts.ui.hide_loading(self.start.slot);
                OK
            }
            A::ShowModal | A::ShowActionSheet => self.ask(call, row, action, args),
            A::PageScrollTo => self.scroll_to(args),
            A::StartPullDownRefresh | A::StopPullDownRefresh => self.pull_down(action == A::StartPullDownRefresh),
            A::HideKeyboard => {
                self.post_top(json!({ "t": "call", "id": 0, "op": "hideKeyboard" }));
                OK
            }
            A::SetTabBarItem => {
                let change = decode::tab_bar_item(args)?;
                self.tab_item(change.index, |item| {
                    item.text = change.text.unwrap_or_else(|| item.text.clone());
                    item.icon_path = change.icon_path.unwrap_or_else(|| item.icon_path.clone());
                    item.selected_icon_path = change.selected_icon_path.unwrap_or_else(|| item.selected_icon_path.clone());
                })
            }
            A::SetTabBarBadge => {
                let (index, text) = decode::tab_bar_badge(args)?;
                self.tab_item(index, |item| item.badge = text)
            }
            A::RemoveTabBarBadge => self.tab_item(args.index("index")?, |item| item.badge.clear()),
            A::ShowTabBarRedDot => self.tab_item(args.index("index")?, |item| item.red_dot = true),
            A::HideTabBarRedDot => self.tab_item(args.index("index")?, |item| item.red_dot = false),
            A::SetTabBarStyle => self.tab_style(args),
            A::ShowTabBar | A::HideTabBar => {
                self.tabs()?.visible = action == A::ShowTabBar;
                self.show_tab_bar(args.flag("animation", false));
                OK
            }
            A::SelectorQuery => {
                let queue = args.array("queue").map(<[Json]>::to_vec).unwrap_or_default();
                self.selector_query(call, &queue);
                Ok(Done::Later)
            }
            A::PreviewImage => self.preview_image(args).map(|()| Done::Now(Json::Null)),
            A::PreviewMedia => self.preview_media(args).map(|()| Done::Now(Json::Null)),
            A::Sound => self.sound(call, args).map(|now| if now { Done::Now(Json::Null) } else { Done::Later }),
            A::PreDownloadSubpackage => self.part_is_there(call, args).map(|()| Done::Now(Json::Null)),
            A::EnableAlertBeforeUnload | A::DisableAlertBeforeUnload => {
                self.alert_before_unload(action == A::EnableAlertBeforeUnload, args).map(|()| Done::Now(Json::Null))
            }
            A::Worker => self.order_worker(call, args).map(|()| Done::Now(Json::Null)),
            A::SetKeepScreenOn | A::GetScreenBrightness | A::SetScreenBrightness | A::SetVisualEffectOnCapture => {
                self.screen(action, args).map(Done::Now)
            }
            A::Element => self.order_element(call, args).map(|()| Done::Later),
            A::Watch => self.watch(call, args).map(|()| Done::Later),
            A::Unwatch => {
                self.unwatch(args.number("$task")? as u32);
                OK
            }
            A::Animate | A::ClearAnimation => {
                self.animate(call, action == A::Animate, args);
                Ok(Done::Later)
            }
            A::AbortTask => {
                self.start.broker.abort(self.start.slot, args.number("$task")? as u32);
                OK
            }
            // Answered at once, outside of the queue.
            A::CanIUse => Err(Failure::NotSupported),
        }
    }

    fn go(&mut self, navigation: Navigation, args: &Args) -> Result {
        let place = Place::resolve(&decode::url(args)?, self.stack.top_path());
        self.navigate(navigation, place)?;
        OK
    }

    /// A `navigator` was activated.
    pub(super) fn navigator(&mut self, url: &str, open_type: &str, delta: Option<u32>) {
        let navigation = match open_type {
            "" | "navigate" => Navigation::To,
            "redirect" => Navigation::Redirect,
            "switchTab" => Navigation::SwitchTab,
            "reLaunch" => Navigation::ReLaunch,
            "navigateBack" => {
                let delta = delta.unwrap_or(1).clamp(1, 10) as usize;
                return if self.stack.len() > 1 && !self.close_panel() && !self.asks_before_back(delta) {
                    self.back(delta)
                };
            }
            "exit" => return self.end(EndReason::Left),
            other => return self.outside.note_error(&format!("a navigator has the unknown open-type \"{other}\""), "", 0, 0, "view", true),
        };
        let place = Place::resolve(url, self.stack.top_path());
        self.report(navigation, place);
    }

    /// The colour behind the page. What WeChat shows above and below it while it is pulled is not there.
    fn window_colour(&mut self, args: &Args) -> Result {
        let Some(colour) = args.opt_string("backgroundColor")? else { return OK };
        let digits = colour.strip_prefix('#').unwrap_or_default();
        if !matches!(digits.len(), 3 | 6) || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(Failure::Other("invalid color".into()));
        }
        let Some(page) = self.stack.top().and_then(|top| self.pages.get_mut(&top)) else { return OK };
        page.background = colour;
        let theme = if self.is_dark() { "dark" } else { "light" };
        let background = self.stack.top().and_then(|top| self.pages.get(&top)).map(|page| page.background.clone());
        self.post_top(json!({ "t": "theme", "v": theme, "background": background }));
        OK
    }

    /// The dots that are seen while the page is refreshed.
    fn dots_style(&mut self, args: &Args) -> Result {
        let light = match args.string("textStyle")?.as_str() {
            "light" => true,
            "dark" => false,
            _ => return Err(Failure::Other("invalid text style".into())),
        };
        if let Some(page) = self.stack.top().and_then(|top| self.pages.get_mut(&top)) {
            page.pull_light = light;
        }
        self.post_top(json!({ "t": "call", "id": 0, "op": "pullStyle", "light": light }));
        OK
    }

    fn bar(&mut self, change: impl FnOnce(&mut crate::host::NavigationBar)) -> Result {
        let Some(page) = self.stack.top().and_then(|top| self.pages.get_mut(&top)) else {
            return Err(Failure::Other("no page is open".into()));
        };
        page.bar.animation_ms = 0;
        change(&mut page.bar);
        self.start.hosts.ui.navigation_bar(page.id, page.bar.clone());
        OK
    }

    /// Dialogs wait for the user, so they are asked elsewhere and answer as an event.
    fn ask(&mut self, call: u32, row: &'static Row, action: SessionAction, args: &Args) -> Result {
        while self.dialogs.try_join_next().is_some() {}
        if self.dialogs.len() >= MAX_DIALOGS {
            return Err(Failure::TooManyTasks);
        }
        let (ui, slot, events) = (self.start.hosts.ui.clone(), self.start.slot, self.outside.events.clone());
        let answer = move |result: std::result::Result<Json, HostError>| {
            let outcome = outcome(row, result.map_err(Failure::from));
            let _ = events.send(Event::Resolve { call, outcome: outcome.to_json(), held: None });
        };
        if action == SessionAction::ShowModal {
            let modal = decode::modal(args)?;
            let asking = async move {
                let said = ui.show_modal(slot, modal).await;
                answer(said.map(|said| json!({ "confirm": said.confirm, "cancel": !said.confirm, "content": said.content })));
            };
            self.dialogs.spawn_on(asking, &self.start.runtime);
        } else {
            let sheet = decode::action_sheet(args)?;
            let asking = async move { answer(ui.show_action_sheet(slot, sheet).await.map(|index| json!({ "tapIndex": index }))) };
            self.dialogs.spawn_on(asking, &self.start.runtime);
        }
        Ok(Done::Later)
    }

    fn post_top(&mut self, message: Json) {
        if let Some(top) = self.stack.top() {
            self.post_or_keep(top, message.to_string());
        }
    }

    fn scroll_to(&mut self, args: &Args) -> Result {
        let to = decode::scroll_to(args)?;
        let node = match &to.selector {
            None => None,
            Some(selector) => {
                let comp = self.stack.top().and_then(|top| self.pages.get(&top)).and_then(|page| page.comp);
                let hit = comp.and_then(|comp| self.logic.tree().borrow().select(comp, selector));
                Some(hit.ok_or_else(|| Failure::Other(format!("selector \"{selector}\" is not found")))?.view)
            }
        };
        self.post_top(json!({ "t": "call", "id": 0, "op": "scrollTo", "n": 0, "top": to.scroll_top, "to": node,
            "offsetTop": to.offset_top, "duration": to.duration }));
        OK
    }

    fn pull_down(&mut self, on: bool) -> Result {
        self.post_top(json!({ "t": "call", "id": 0, "op": "pullDown", "on": on }));
        if on {
            // As in WeChat, starting it by hand refreshes like a finger does.
            if let Some(page) = self.stack.top() {
                let text = json!({ "t": "page", "type": "pullDown" }).to_string();
                let _ = self.outside.events.send(Event::View { page, text });
            }
        }
        OK
    }

    /// The bar of tabs, which as in WeChat only changes while it is under the page on top. Before there is a page, any may come.
    fn tabs(&mut self) -> std::result::Result<&mut TabBar, Failure> {
        let manifest = self.program.manifest();
        let path = self.stack.top_path();
        let elsewhere = !path.is_empty() && !manifest.is_tab(path);
        let missing = || Failure::Other("not TabBar page".into());
        if elsewhere { Err(missing()) } else { self.tab_bar.as_mut().ok_or_else(missing) }
    }

    fn tab_item(&mut self, index: usize, change: impl FnOnce(&mut TabItem)) -> Result {
        let Some(item) = self.tabs()?.items.get_mut(index) else { return Err(Failure::Other("tabbar item not found".into())) };
        change(item);
        self.show_tab_bar(false);
        OK
    }

    fn tab_style(&mut self, args: &Args) -> Result {
        let style = decode::tab_bar_style(args)?;
        let bar = self.tabs()?;
        let set = |field: &mut String, value: String| {
            if !value.is_empty() {
                *field = value;
            }
        };
        set(&mut bar.color, style.color);
        set(&mut bar.selected_color, style.selected_color);
        set(&mut bar.background_color, style.background_color);
        set(&mut bar.border_style, style.border_style);
        self.show_tab_bar(false);
        OK
    }
}
