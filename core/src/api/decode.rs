//! Arguments of the calls that a session does, as plain values: what is left out has WeChat's default. Calls that
//! the broker does are read beside what does them.

use super::args::{ArgError, Args};
use crate::host::{ActionSheet, Loading, Modal, Toast, ToastIcon};
use serde_json::{Map, Value};

/// `navigateTo`, `redirectTo`, `reLaunch`, `switchTab`: the address as the program wrote it.
///
/// # Errors
/// [`ArgError`] when there is none.
pub fn url(args: &Args) -> Result<String, ArgError> {
    args.string("url")
}

/// `navigateBack`: how many pages, at least one.
///
/// # Errors
/// [`ArgError`] when it is no number.
pub fn delta(args: &Args) -> Result<u32, ArgError> {
    let delta = args.opt_number("delta")?.unwrap_or(1.0);
    // A page stack is never deeper than ten; the cast only has to keep "more than there are".
    Ok(delta.clamp(1.0, 1000.0) as u32)
}

/// `setNavigationBarTitle`.
///
/// # Errors
/// [`ArgError`] when there is no title.
pub fn title(args: &Args) -> Result<String, ArgError> {
    args.string("title")
}

/// `setNavigationBarColor`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavigationBarColor {
    /// `#ffffff` or `#000000`.
    pub front: String,
    /// `#rrggbb`.
    pub background: String,
    /// Milliseconds that the change takes.
    pub animation_ms: u32,
}

/// `setNavigationBarColor`.
///
/// # Errors
/// [`ArgError`] when a colour is missing or is none.
pub fn navigation_bar_color(args: &Args) -> Result<NavigationBarColor, ArgError> {
    let front = args.string("frontColor")?.to_ascii_lowercase();
    if front != "#ffffff" && front != "#000000" {
        return Err(ArgError("invalid frontColor, only #ffffff or #000000 is supported;".into()));
    }
    let background = color(args, "backgroundColor")?;
    if background.is_empty() {
        return Err(ArgError("parameter.backgroundColor should be String instead of Undefined;".into()));
    }
    let animation = args.object("animation")?;
    let duration = animation.get("duration").and_then(Value::as_f64).unwrap_or(0.0);
    Ok(NavigationBarColor { front, background, animation_ms: duration.clamp(0.0, 60_000.0) as u32 })
}

/// A colour `#rgb` or `#rrggbb` that may be left out, empty then. Nothing else is let through, since a shell puts it
/// into a style.
///
/// # Errors
/// [`ArgError`] when it is something else.
pub fn color(args: &Args, name: &str) -> Result<String, ArgError> {
    let text = args.text(name)?;
    let digits = text.strip_prefix('#').unwrap_or_default();
    let fits = text.is_empty() || (matches!(digits.len(), 3 | 6 | 8) && digits.bytes().all(|b| b.is_ascii_hexdigit()));
    if fits { Ok(text) } else { Err(ArgError(format!("invalid {name}, only #rrggbb is supported;"))) }
}

/// `showToast`.
///
/// # Errors
/// [`ArgError`].
pub fn toast(args: &Args) -> Result<Toast, ArgError> {
    let icon = match args.opt_string("icon")?.as_deref() {
        Some("error") => ToastIcon::Error,
        Some("loading") => ToastIcon::Loading,
        Some("none") => ToastIcon::None,
        _ => ToastIcon::Success,
    };
    let title = args.text("title")?;
    let image = args.opt_string("image")?.filter(|image| !image.is_empty());
    let duration = args.opt_number("duration")?.unwrap_or(1500.0).clamp(0.0, 60_000.0);
    Ok(Toast { title, icon, image, duration, mask: args.flag("mask", false) })
}

/// `showLoading`.
///
/// # Errors
/// [`ArgError`].
pub fn loading(args: &Args) -> Result<Loading, ArgError> {
    Ok(Loading { title: args.text("title")?, mask: args.flag("mask", false) })
}

/// `showModal`.
///
/// # Errors
/// [`ArgError`].
pub fn modal(args: &Args) -> Result<Modal, ArgError> {
    Ok(Modal {
        title: args.text("title")?,
        content: args.text("content")?,
        show_cancel: args.flag("showCancel", true),
        cancel_text: button(args, "cancelText")?,
        cancel_color: color(args, "cancelColor")?,
        confirm_text: button(args, "confirmText")?,
        confirm_color: color(args, "confirmColor")?,
        editable: args.flag("editable", false),
        placeholder_text: args.text("placeholderText")?,
    })
}

/// Words on a button: four characters at most, as in WeChat.
fn button(args: &Args, name: &str) -> Result<String, ArgError> {
    let text = args.text(name)?;
    // WeChat counts a wide character as one and a narrow one as half; eight narrow ones fit a button all the same.
    let width: usize = text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    if width <= 8 { Ok(text) } else { Err(ArgError(format!("{name} length should not larger than 4 Chinese characters;"))) }
}

/// `showActionSheet`.
///
/// # Errors
/// [`ArgError`] when there is no choice or more than six.
pub fn action_sheet(args: &Args) -> Result<ActionSheet, ArgError> {
    let item_list = args.strings("itemList")?;
    if item_list.is_empty() {
        return Err(ArgError("parameter.itemList should have at least 1 item;".into()));
    }
    if item_list.len() > 6 {
        return Err(ArgError("itemList should not be larger than 6;".into()));
    }
    Ok(ActionSheet { alert_text: args.text("alertText")?, item_list, item_color: color(args, "itemColor")? })
}

/// `pageScrollTo`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScrollTo {
    /// CSS pixels from the top.
    pub scroll_top: Option<f64>,
    /// Milliseconds.
    pub duration: f64,
    /// An element to scroll to instead.
    pub selector: Option<String>,
    /// CSS pixels added to the element's place.
    pub offset_top: f64,
}

/// `pageScrollTo`.
///
/// # Errors
/// [`ArgError`] when it names no place.
pub fn scroll_to(args: &Args) -> Result<ScrollTo, ArgError> {
    let to = ScrollTo {
        scroll_top: args.opt_number("scrollTop")?,
        duration: args.opt_number("duration")?.unwrap_or(300.0).clamp(0.0, 60_000.0),
        selector: args.opt_string("selector")?,
        offset_top: args.opt_number("offsetTop")?.unwrap_or(0.0),
    };
    if to.scroll_top.is_none() && to.selector.is_none() {
        return Err(ArgError("scrollTop and selector are both undefined;".into()));
    }
    Ok(to)
}

/// `loadFontFace`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FontFace {
    /// The name that styles call it by.
    pub family: String,
    /// Where it comes from: what stands in `url("…")`.
    pub source: String,
    /// `style` and `weight`, as the browser's `FontFace` takes them.
    pub desc: Map<String, Value>,
    /// Whether all pages have it.
    pub global: bool,
}

/// Longest name of a font, in characters.
const MAX_FAMILY: usize = 200;

/// `loadFontFace`. Pages and canvases share their fonts, so `scopes` needs no answer.
///
/// # Errors
/// [`ArgError`].
pub fn font_face(args: &Args) -> Result<FontFace, ArgError> {
    let family = args.string("family")?;
    let family = family.trim().trim_matches(['"', '\'']).to_owned();
    if family.is_empty() || family.chars().count() > MAX_FAMILY {
        return Err(ArgError(format!("parameter.family should have 1 to {MAX_FAMILY} letters;")));
    }
    let source = args.string("source")?;
    let source = source.trim();
    let inner = source.strip_prefix("url(").and_then(|rest| rest.strip_suffix(')')).unwrap_or(source);
    let inner = inner.trim().trim_matches(['"', '\'']);
    if inner.is_empty() {
        return Err(ArgError("parameter.source should be url(\"…\");".into()));
    }
    let mut desc = Map::new();
    for (name, value) in args.object("desc")? {
        let text = match value {
            Value::String(text) => text,
            Value::Number(number) => number.to_string(),
            _ => continue,
        };
        if matches!(name.as_str(), "style" | "weight") && text.len() <= 100 {
            desc.insert(name, text.into());
        }
    }
    Ok(FontFace { family, source: inner.into(), desc, global: args.flag("global", false) })
}

/// `setTabBarItem`: what is `None` stays as it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TabBarItemChange {
    /// Which entry.
    pub index: usize,
    /// Its words.
    pub text: Option<String>,
    /// Its picture.
    pub icon_path: Option<String>,
    /// Its picture when chosen.
    pub selected_icon_path: Option<String>,
}

/// `setTabBarItem`.
///
/// # Errors
/// [`ArgError`].
pub fn tab_bar_item(args: &Args) -> Result<TabBarItemChange, ArgError> {
    Ok(TabBarItemChange {
        index: args.index("index")?,
        text: args.opt_string("text")?,
        icon_path: args.opt_string("iconPath")?,
        selected_icon_path: args.opt_string("selectedIconPath")?,
    })
}

/// `setTabBarStyle`: what is empty stays as it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TabBarStyle {
    /// Colour of words.
    pub color: String,
    /// Colour of the chosen words.
    pub selected_color: String,
    /// Colour of the bar.
    pub background_color: String,
    /// `black` or `white`.
    pub border_style: String,
}

/// `setTabBarStyle`.
///
/// # Errors
/// [`ArgError`].
pub fn tab_bar_style(args: &Args) -> Result<TabBarStyle, ArgError> {
    let border_style = args.text("borderStyle")?;
    Ok(TabBarStyle {
        color: color(args, "color")?,
        selected_color: color(args, "selectedColor")?,
        background_color: color(args, "backgroundColor")?,
        border_style: if matches!(border_style.as_str(), "black" | "white") { border_style } else { String::new() },
    })
}

/// `setTabBarBadge`: which entry, and what it shows; longer text becomes `...` as in WeChat.
///
/// # Errors
/// [`ArgError`].
pub fn tab_bar_badge(args: &Args) -> Result<(usize, String), ArgError> {
    let text = args.string("text")?;
    let shown = if text.chars().count() > 4 { "...".to_owned() } else { text };
    Ok((args.index("index")?, shown))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{arguments, lookup};
    use banchan_formats::manifest::Dialect;

    fn args(name: &str, json: &str) -> Args {
        arguments(lookup(Dialect::Wechat, name).unwrap(), json).unwrap()
    }

    #[test]
    fn what_is_left_out_has_wechats_default() {
        let toast = toast(&args("showToast", r#"{"title":"hi"}"#)).unwrap();
        assert_eq!((toast.icon, toast.duration, toast.mask), (ToastIcon::Success, 1500.0, false));
        let modal = modal(&args("showModal", "{}")).unwrap();
        assert!(modal.show_cancel && !modal.editable);
        assert_eq!(delta(&args("navigateBack", "{}")).unwrap(), 1);
        assert_eq!(delta(&args("navigateBack", r#"{"delta":-5}"#)).unwrap(), 1);
        assert_eq!(delta(&args("navigateBack", r#"{"delta":1e99}"#)).unwrap(), 1000);
    }

    #[test]
    fn a_colour_can_not_carry_style() {
        for bad in ["red;background:url(x)", "#12", "#ggg", "url(x)", "#fff;}"] {
            let json = serde_json::json!({ "itemList": ["a"], "itemColor": bad }).to_string();
            assert!(action_sheet(&args("showActionSheet", &json)).is_err(), "{bad}");
        }
        assert!(navigation_bar_color(&args("setNavigationBarColor", r##"{"frontColor":"#fff000","backgroundColor":"#ff0000"}"##)).is_err());
        assert!(navigation_bar_color(&args("setNavigationBarColor", r##"{"frontColor":"#ffffff","backgroundColor":"#ff0000"}"##)).is_ok());
    }

    #[test]
    fn an_action_sheet_has_one_to_six_choices() {
        assert!(action_sheet(&args("showActionSheet", r#"{"itemList":[]}"#)).is_err());
        assert!(action_sheet(&args("showActionSheet", r#"{"itemList":["a","b"]}"#)).is_ok());
        assert!(action_sheet(&args("showActionSheet", r#"{"itemList":["1","2","3","4","5","6","7"]}"#)).is_err());
    }
}
