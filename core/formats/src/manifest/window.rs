//! How windows and the tab bar look, and the theme's variables in them. It must not draw or decide defaults of colour.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

/// Keys of a window. `None`: not said here; the app's value holds, then the default named at the field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Window {
    /// Title of the bar (default: empty).
    pub navigation_bar_title_text: Option<String>,
    /// Colour of the bar (default `#000000`).
    pub navigation_bar_background_color: Option<String>,
    /// `white` or `black` text in the bar (default `white`).
    pub navigation_bar_text_style: Option<String>,
    /// `default`, or `custom`: no bar, the page draws its own.
    pub navigation_style: Option<String>,
    /// Colour behind the page (default `#ffffff`).
    pub background_color: Option<String>,
    /// Colour of the page's content box.
    pub background_color_content: Option<String>,
    /// `dark` or `light` dots when pulled (default `dark`).
    pub background_text_style: Option<String>,
    /// Colour above the page on iOS.
    pub background_color_top: Option<String>,
    /// Colour below the page on iOS.
    pub background_color_bottom: Option<String>,
    /// Whether pulling refreshes (default no).
    pub enable_pull_down_refresh: Option<bool>,
    /// Distance from the end at which `onReachBottom` fires, in CSS px (default 50).
    pub on_reach_bottom_distance: Option<u32>,
    /// `portrait`, `landscape` or `auto` (default `portrait`).
    pub page_orientation: Option<String>,
    /// `homePage`, or `homePageAndLatestPage`: the page comes back when the program starts again.
    pub restart_strategy: Option<String>,
    /// Whether the page as a whole can't scroll (default no).
    pub disable_scroll: Option<bool>,
    /// Whether a button to the first page is shown (default no).
    pub home_button: Option<bool>,
}

macro_rules! merged {
    ($top:expr, $base:expr, $($field:ident),+) => { Window { $($field: $top.$field.clone().or_else(|| $base.$field.clone())),+ } };
}

impl Window {
    /// These keys, and where they say nothing, those of `base`.
    #[must_use]
    pub fn over(&self, base: &Self) -> Self {
        merged!(
            self,
            base,
            navigation_bar_title_text,
            navigation_bar_background_color,
            navigation_bar_text_style,
            navigation_style,
            background_color,
            background_color_content,
            background_text_style,
            background_color_top,
            background_color_bottom,
            enable_pull_down_refresh,
            on_reach_bottom_distance,
            page_orientation,
            restart_strategy,
            disable_scroll,
            home_button
        )
    }

    /// The same with `@name` replaced by the theme's variables; an unknown variable becomes `None`.
    #[must_use]
    pub fn themed(&self, theme: &Theme, dark: bool) -> Self {
        let mut window = self.clone();
        for field in [
            &mut window.navigation_bar_background_color,
            &mut window.navigation_bar_text_style,
            &mut window.background_color,
            &mut window.background_color_content,
            &mut window.background_text_style,
            &mut window.background_color_top,
            &mut window.background_color_bottom,
        ] {
            *field = field.take().and_then(|value| theme.value(&value, dark));
        }
        window
    }
}

/// Variables of `theme.json`, for values written `@name`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Theme {
    /// In light mode.
    pub light: BTreeMap<String, String>,
    /// In dark mode.
    pub dark: BTreeMap<String, String>,
}

impl Theme {
    /// What a value stands for: itself, or the variable `@name`. `None` for a variable that neither mode has.
    #[must_use]
    pub fn value(&self, value: &str, dark: bool) -> Option<String> {
        let Some(name) = value.strip_prefix('@') else { return Some(value.to_string()) };
        let (first, second) = if dark { (&self.dark, &self.light) } else { (&self.light, &self.dark) };
        first.get(name).or_else(|| second.get(name)).cloned()
    }
}

/// The bar that switches between main pages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TabBar {
    /// Colour of the texts.
    pub color: Option<String>,
    /// Colour of the current page's text.
    pub selected_color: Option<String>,
    /// Colour of the bar.
    pub background_color: Option<String>,
    /// `black` or `white` line above it.
    pub border_style: Option<String>,
    /// `bottom` or `top`.
    pub position: Option<String>,
    /// Whether the program draws it itself, in `custom-tab-bar/index`.
    pub custom: bool,
    /// Its pages, 2 to 5.
    pub items: Vec<TabItem>,
}

/// One page of the tab bar.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TabItem {
    /// The page, one of the manifest's.
    pub page: String,
    /// What it is called.
    pub text: String,
    /// Its picture, path in the bundle; empty for none.
    pub icon: String,
    /// Its picture when it is the current page.
    pub selected_icon: String,
}

impl TabBar {
    /// The same with `@name` replaced by the theme's variables.
    #[must_use]
    pub fn themed(&self, theme: &Theme, dark: bool) -> Self {
        let mut bar = self.clone();
        for field in [&mut bar.color, &mut bar.selected_color, &mut bar.background_color, &mut bar.border_style] {
            *field = field.take().and_then(|value| theme.value(&value, dark));
        }
        for item in &mut bar.items {
            for icon in [&mut item.icon, &mut item.selected_icon] {
                *icon = theme.value(icon, dark).map(|path| clean(&path)).unwrap_or_default();
            }
        }
        bar
    }
}

/// A path in a bundle without the slash or `./` that programs put before it. A variable of the theme stays as it is.
pub(super) fn clean(path: &str) -> String {
    path.trim().trim_start_matches("./").trim_start_matches('/').to_string()
}

/// Keys of a window, of whichever dialect; `wrong` hears of each key whose value has the wrong type.
pub(super) fn window(map: &Map<String, Value>, wrong: &mut dyn FnMut(&str, &'static str)) -> Window {
    let mut text = |names: &[&'static str]| -> Option<String> {
        let (name, value) = names.iter().find_map(|name| map.get(*name).map(|value| (*name, value)))?;
        match value {
            Value::String(text) => Some(text.clone()),
            Value::Null => None,
            _ => {
                wrong(name, "a text");
                None
            }
        }
    };
    let mut window = Window {
        navigation_bar_title_text: text(&["navigationBarTitleText", "defaultTitle"]),
        navigation_bar_background_color: text(&["navigationBarBackgroundColor", "titleBarColor"]),
        navigation_bar_text_style: text(&["navigationBarTextStyle"]),
        navigation_style: text(&["navigationStyle"]),
        background_color: text(&["backgroundColor"]),
        background_color_content: text(&["backgroundColorContent"]),
        background_text_style: text(&["backgroundTextStyle"]),
        background_color_top: text(&["backgroundColorTop"]),
        background_color_bottom: text(&["backgroundColorBottom"]),
        page_orientation: text(&["pageOrientation"]),
        restart_strategy: text(&["restartStrategy"]),
        ..Window::default()
    };
    let mut flag = |names: &[&'static str]| -> Option<bool> {
        let (name, value) = names.iter().find_map(|name| map.get(*name).map(|value| (*name, value)))?;
        match value {
            Value::Bool(flag) => Some(*flag),
            // Real programs write both, and WeChat takes them.
            Value::String(text) if matches!(text.as_str(), "true" | "YES") => Some(true),
            Value::String(text) if matches!(text.as_str(), "false" | "NO") => Some(false),
            Value::Null => None,
            _ => {
                wrong(name, "true or false");
                None
            }
        }
    };
    window.enable_pull_down_refresh = flag(&["enablePullDownRefresh", "pullRefresh"]);
    window.disable_scroll = flag(&["disableScroll"]);
    window.home_button = flag(&["homeButton"]);
    window.on_reach_bottom_distance = match map.get("onReachBottomDistance") {
        None | Some(Value::Null) => None,
        Some(value) => {
            let number = value.as_f64().or_else(|| value.as_str().and_then(|text| text.trim_end_matches("px").parse().ok()));
            if number.is_none() {
                wrong("onReachBottomDistance", "a number");
            }
            // Saturating: a negative or huge distance becomes the nearest possible one.
            number.map(|n| n as u32)
        }
    };
    window
}
