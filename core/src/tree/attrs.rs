//! Which tags and attributes can reach the view, and how their values are written. What is not listed cannot be expressed.

use super::ops;
use super::value::Value;

/// How an attribute's value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Write {
    /// `""` or `"false"` by truth.
    Flag,
    /// As text; lists and objects as JSON.
    Text,
    /// Class names: prefixed like `class`.
    Class,
    /// A style: `rpx` converted.
    Style,
}

/// Elements of the platform, so that a component of the same name does not become one of them in the view.
#[rustfmt::skip]
const BUILT_IN: &[&str] = &[
    "ad", "ad-custom", "audio", "block", "button", "camera", "canvas", "channel-live", "channel-video", "checkbox", "checkbox-group",
    "cover-image", "cover-view", "editor", "editor-portal", "form", "functional-page-navigator", "grid-view", "icon", "image", "input",
    "keyboard-accessory", "label", "list-view", "live-player", "live-pusher", "map", "match-media", "movable-area", "movable-view",
    "navigation-bar", "navigator", "official-account", "open-data", "page", "page-container", "page-meta", "picker", "picker-view",
    "picker-view-column", "progress", "radio", "radio-group", "rich-text", "root-portal", "scroll-view", "share-element", "slider",
    "snapshot", "span", "sticky-header", "sticky-section", "swiper", "swiper-item", "switch", "text", "textarea", "video", "view",
    "voip-room", "web-view", "xr-frame",
];

/// Attributes with a truth value.
#[rustfmt::skip]
const FLAGS: &[&str] = &[
    "active", "adjust-position", "always-embed", "auto-blur", "auto-fill", "auto-focus", "auto-height", "auto-pause-if-navigate",
    "auto-pause-if-open-native", "autoplay", "bounces", "checked", "circular", "clip", "confirm-hold", "danmu-btn", "decode",
    "default", "disable-default-padding", "disable-scroll", "disabled", "enable", "enable-auto-play-gesture", "enable-back-to-top", "enable-building",
    "enable-danmu",
    "enable-flex", "enable-overlooking", "enable-passive", "enable-play-gesture", "enable-poi", "enable-progress-gesture",
    "enable-rotate", "enable-satellite", "enable-scroll", "enable-traffic", "enable-zoom", "enabled", "enhanced", "fast-deceleration",
    "fixed", "focus", "hidden", "hold-keyboard", "hover-stop-propagation", "hyperlinks", "immediate-change", "indicator-dots", "inertia",
    "lazy-load", "loading", "loop", "muted", "out-of-bounds", "overlay", "page-gesture", "paging-enabled", "password", "plain", "refresher-enabled",
    "refresher-triggered", "report-submit", "round", "scale-area", "scroll-anchoring", "scroll-with-animation", "scroll-x",
    "scroll-y", "selectable", "show", "show-bottom-progress", "show-casting-button", "show-center-play-btn", "show-compass",
    "show-confirm-bar", "show-fullscreen-btn", "show-info", "show-location", "show-menu-by-longpress", "show-message-card",
    "show-mute-btn", "show-play-btn", "show-progress", "show-scale", "show-screen-lock-button", "show-scrollbar", "show-value",
    "skip-hidden-item-layout", "snap-to-edge", "transform", "upper-threshold-enabled", "use-built-in-footer", "user-select", "using-slot", "using-sticky", "vertical",
    "vslide-gesture", "vslide-gesture-in-fullscreen", "webp", "worklet",
];

/// Attributes with a text, a number or data.
#[rustfmt::skip]
const TEXTS: &[&str] = &[
    "active-color", "active-mode", "activeColor", "alt", "animation", "app-id", "app-parameter", "aria-role", "aspect-ratio", "author",
    "auto-fill-type", "background-color", "backgroundColor", "block-color", "block-size", "border-radius", "bottom", "cache-extent",
    "canvas-id", "circles", "close-on-slide-down", "color", "confirm-type", "controls", "controls-position", "covers", "current", "current-item-id",
    "cursor", "cursor-color", "cursor-spacing", "custom-item", "damping", "danmu-list", "data-state", "delta", "device-position", "direction",
    "display-multiple-items", "dot-style", "duration", "easing-function", "end", "extra-data", "fields", "flash", "font-size", "for",
    "form-type", "format", "fragment", "frame-size", "friction", "group-id", "header-text", "height", "hover-start-time",
    "hover-stay-time", "icon-path", "inactive-color", "include-points", "indicator-active-color", "indicator-color", "initial-time",
    "interval", "item-id", "key", "lang", "last-item-id", "latitude", "layer-style", "level", "longitude", "lower-threshold",
    "lowerThreshold", "mark-percent", "markers", "max", "max-height", "max-scale", "max-width", "maxlength", "min", "min-height",
    "min-scale", "min-width", "mode", "name", "next-margin", "nodes", "number", "object-fit", "open-type", "orientation", "overlay-level",
    "padding", "page-font-size", "page-orientation", "page-style", "path", "percent", "phone-number-no-quota-toast", "placeholder", "play-btn-position",
    "polygons", "polyline", "position", "poster", "poster-for-crawler", "previous-margin", "radius", "range", "range-key",
    "refresher-background", "refresher-default-style", "refresher-threshold", "resolution", "root-background-color", "root-font-size",
    "rotate", "safe-password-cert-path", "safe-password-custom-hash", "safe-password-length", "safe-password-nonce", "safe-password-salt",
    "safe-password-time-stamp", "scale", "scale-max", "scale-min", "scale-value", "scroll-duration", "scroll-into-view",
    "scroll-into-view-alignment", "scroll-into-view-offset", "scroll-left", "scroll-top", "selected-color", "selectedColor",
    "selection-end", "selection-start", "send-message-img", "send-message-path", "send-message-title", "session-from", "setting", "shape",
    "short-link", "show-name", "size", "skew", "slide-method", "snap-to-interval", "space", "src", "start", "step", "stroke-width",
    "style-type", "subkey", "target", "theme", "time", "tip", "title", "toolbar", "type", "unit-id", "upper-threshold", "url", "value",
    "version", "width", "x", "y", "z-index",
];

const CLASSES: &[&str] = &["hover-class", "indicator-class", "mask-class", "placeholder-class"];
const STYLES: &[&str] = &["custom-style", "indicator-style", "mask-style", "overlay-style", "placeholder-style"];

/// How an attribute is written; `None` for one that may not reach the view.
pub(super) fn write(name: &str) -> Option<Write> {
    let listed = |list: &[&str]| list.binary_search(&name).is_ok();
    if listed(FLAGS) {
        Some(Write::Flag)
    } else if listed(TEXTS) || ((name.starts_with("aria-") || name.starts_with("data-")) && plain_name(name)) {
        Some(Write::Text)
    } else if listed(CLASSES) {
        Some(Write::Class)
    } else if listed(STYLES) {
        Some(Write::Style)
    } else {
        None
    }
}

fn plain_name(name: &str) -> bool {
    name.len() <= 64 && name.bytes().all(|c| c.is_ascii_lowercase() || c == b'-')
}

/// The view's name of a tag: `wx-` and what HTML allows there. A component named like a built-in element gets `wx-c-`.
pub(super) fn tag(written: &str, component: bool, out: &mut String) {
    out.push_str(if component && BUILT_IN.binary_search(&written).is_ok() { "wx-c-" } else { "wx-" });
    let start = out.len();
    out.extend(written.chars().take(64).filter_map(|c| match c {
        'a'..='z' | '0'..='9' | '-' | '_' => Some(c),
        'A'..='Z' => Some(c.to_ascii_lowercase()),
        '.' => Some('-'),
        _ => None,
    }));
    if out.len() == start {
        out.push('x');
    }
}

/// An attribute's text; `None` where it is absent. Classes and styles are the caller's business.
pub(super) fn value_text(how: Write, value: &Value) -> Option<String> {
    match (how, value) {
        (_, Value::Undefined | Value::Null) => None,
        (Write::Flag, value) => Some(if ops::truthy(value) { String::new() } else { "false".to_owned() }),
        // `aria-selected=""` would mean false.
        (_, Value::Bool(true)) => Some("true".to_owned()),
        (_, Value::Bool(false)) => Some("false".to_owned()),
        (_, Value::Arr(_) | Value::Obj(_)) => Some(json(value)),
        (_, Value::Opaque(_)) => None,
        (_, value) => Some(ops::text(value).into_owned()),
    }
}

/// Nested data deeper than this is left out of an attribute.
const JSON_DEPTH: u32 = 100;

/// A value as JSON; what JSON has no word for is `null`.
pub(super) fn json(value: &Value) -> String {
    let mut out = String::new();
    write_json(value, &mut out, JSON_DEPTH);
    out
}

fn write_json(value: &Value, out: &mut String, depth: u32) {
    let Some(depth) = depth.checked_sub(1) else { return out.push_str("null") };
    match value {
        Value::Undefined | Value::Null | Value::Opaque(_) => out.push_str("null"),
        Value::Bool(flag) => out.push_str(if *flag { "true" } else { "false" }),
        Value::Num(number) if number.is_finite() => out.push_str(&ops::number_text(*number)),
        Value::Num(_) => out.push_str("null"),
        Value::Str(text) => json_text(text, out),
        Value::Arr(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write_json(item, out, depth);
            }
            out.push(']');
        }
        Value::Obj(object) => {
            out.push('{');
            let known = object.entries().iter().filter(|(_, value)| !matches!(value, Value::Undefined | Value::Opaque(_)));
            for (at, (name, value)) in known.enumerate() {
                if at > 0 {
                    out.push(',');
                }
                json_text(name, out);
                out.push(':');
                write_json(value, out, depth);
            }
            out.push('}');
        }
    }
}

/// A text as a JSON string, safe in HTML and JavaScript too.
pub(super) fn json_text(text: &str, out: &mut String) {
    use std::fmt::Write as _;
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if (c as u32) < 0x20 || matches!(c, '\u{2028}' | '\u{2029}' | '\u{7f}') => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// Appends an attribute's value with what HTML would misread replaced.
pub(super) fn escape_attr(text: &str, out: &mut String) {
    escape(text, true, out);
}

/// Appends a text with what HTML would misread replaced.
pub(super) fn escape_text(text: &str, out: &mut String) {
    escape(text, false, out);
}

fn escape(text: &str, quoted: bool, out: &mut String) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let replaced = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' if quoted => "&quot;",
            // HTML reads a carriage return as a line feed, and has no word for zero.
            b'\r' => "&#13;",
            0 => "\u{fffd}",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(replaced);
        from = at + 1;
    }
    out.push_str(&text[from..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handlers_and_documents_cannot_be_expressed() {
        for name in [
            "onclick",
            "onload",
            "srcdoc",
            "is",
            "b",
            "slot",
            "contenteditable",
            "nonce",
            "formaction",
            "href",
            "style",
            "class",
            "a b",
            "aria-x\"",
            "autofocus",
        ] {
            assert_eq!(write(name), None, "{name}");
        }
        assert_eq!(write("src"), Some(Write::Text));
        assert_eq!(write("aria-label"), Some(Write::Text));
    }

    #[test]
    fn the_lists_are_in_the_order_that_the_search_needs() {
        for list in [BUILT_IN, FLAGS, TEXTS, CLASSES, STYLES] {
            assert!(list.is_sorted(), "{list:?}");
        }
    }

    #[test]
    fn values_cannot_leave_their_quotes() {
        let mut out = String::new();
        escape_attr("\"><script>\r\0&amp;", &mut out);
        assert_eq!(out, "&quot;&gt;&lt;script&gt;&#13;\u{fffd}&amp;amp;");
    }

    #[test]
    fn tags_are_ours_whatever_is_written() {
        for (written, component, expected) in [
            ("view", false, "wx-view"),
            ("Button", true, "wx-button"),
            ("button", true, "wx-c-button"),
            ("a.b", false, "wx-a-b"),
            ("x\" onload=1", false, "wx-xonload1"),
        ] {
            let mut out = String::new();
            tag(written, component, &mut out);
            assert_eq!(out, expected);
        }
    }
}
