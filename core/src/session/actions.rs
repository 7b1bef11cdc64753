//! Calls of `wx` that the session does itself: pages, bars, dialogs. Arguments are read by `api::decode`, words of
//! failure are `api::Failure`'s. Nothing here needs a permission: it draws on the mini-program's own screen.

use serde_json::{Value as Json, json};

use super::Event;
use super::outside::{Queued, outcome};
use super::running::Running;
use super::stack::{Navigation, Place};
use crate::api::decode;
use crate::api::{Args, Failure, Row, SessionAction};
use crate::host::{EndReason, HostError, TabItem};

/// Dialogs of one program that may wait for the user at once.
const MAX_DIALOGS: usize = 8;

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
                let Some(bar) = &mut self.tab_bar else { return Err(no_tab_bar()) };
                bar.visible = action == A::ShowTabBar;
                self.show_tab_bar(args.flag("animation", false));
                OK
            }
            A::SelectorQuery => {
                let queue = args.array("queue").map(<[Json]>::to_vec).unwrap_or_default();
                self.selector_query(call, &queue);
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
                return if self.stack.len() > 1 {
                    self.back(delta.unwrap_or(1).clamp(1, 10) as usize)
                };
            }
            "exit" => return self.end(EndReason::Left),
            other => return self.outside.note_error(&format!("a navigator has the unknown open-type \"{other}\""), "", 0, 0, "view", true),
        };
        let place = Place::resolve(url, self.stack.top_path());
        self.report(navigation, place);
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
            let _ = events.send(Event::Resolve { call, outcome: outcome.to_json() });
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

    fn post_top(&self, message: Json) {
        if let Some(top) = self.stack.top() {
            self.start.hosts.view.post(top, message.to_string());
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

    fn tab_item(&mut self, index: usize, change: impl FnOnce(&mut TabItem)) -> Result {
        let Some(bar) = &mut self.tab_bar else { return Err(no_tab_bar()) };
        let Some(item) = bar.items.get_mut(index) else { return Err(Failure::Other("tabbar item not found".into())) };
        change(item);
        self.show_tab_bar(false);
        OK
    }

    fn tab_style(&mut self, args: &Args) -> Result {
        let style = decode::tab_bar_style(args)?;
        let Some(bar) = &mut self.tab_bar else { return Err(no_tab_bar()) };
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

fn no_tab_bar() -> Failure {
    Failure::Other("not TabBar page".into())
}
