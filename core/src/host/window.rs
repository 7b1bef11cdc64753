//! The window of a phone, and what follows from it: where the bars and the capsule are, and how much of the screen a page gets. Shells
//! on phones draw by these sizes and hand in what their system says. It must not know of a shell that draws otherwise.

use super::{DeviceFacts, Rect};

/// How a phone's shell is drawn, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sizes {
    /// Height of the bar above a page, without the status bar.
    pub bar: f64,
    /// Width of the capsule, the two buttons that lead out of every mini-program.
    pub capsule_width: f64,
    /// Height of the capsule.
    pub capsule_height: f64,
    /// From the capsule to the right edge, in every language: programs lay out around it.
    pub capsule_right: f64,
    /// From the end of the status bar to the capsule.
    pub capsule_top: f64,
}

impl Sizes {
    /// Those of our shells.
    pub const PHONE: Self = Self { bar: 44.0, capsule_width: 88.0, capsule_height: 32.0, capsule_right: 8.0, capsule_top: 6.0 };
}

/// What a phone's system says of the window, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// Width of the whole window.
    pub width: f64,
    /// Height of the whole window.
    pub height: f64,
    /// What the status bar or a notch covers at the top.
    pub top: f64,
    /// What the system covers at the bottom.
    pub bottom: f64,
    /// Device pixels for a CSS pixel.
    pub scale: f64,
}

impl DeviceFacts {
    /// The same phone with every length that follows from its window, and its language as programs expect it.
    #[must_use]
    pub fn measured(self, window: &Window) -> Self {
        let sizes = Sizes::PHONE;
        let length = |value: f64| if value.is_finite() { value.clamp(0.0, 100_000.0) } else { 0.0 };
        let (width, height) = (length(window.width), length(window.height));
        let (top, bottom) = (length(window.top), length(window.bottom));
        let capsule = Rect::new(
            width - sizes.capsule_right - sizes.capsule_width,
            top + sizes.capsule_top,
            sizes.capsule_width,
            sizes.capsule_height,
        );
        Self {
            language: language(&self.language),
            pixel_ratio: if window.scale.is_finite() { window.scale.clamp(0.5, 10.0) } else { 1.0 },
            screen_width: width,
            screen_height: height,
            window_width: width,
            // Half of a split screen may have no room for a page at all.
            window_height: (height - top - sizes.bar).max(0.0),
            status_bar_height: top,
            safe_area: Rect::new(0.0, top, width, (height - top - bottom).max(0.0)),
            menu_button: capsule,
            device_orientation: if width > height { "landscape" } else { "portrait" }.into(),
            ..self
        }
    }
}

/// A system's name of a language -> WeChat's: Chinese by where it is written as it is, the others by language alone.
fn language(tag: &str) -> String {
    let mut parts = tag.split(['-', '_']);
    let first = parts.next().unwrap_or_default().to_ascii_lowercase();
    if first != "zh" {
        return if first.is_empty() { "en".into() } else { first };
    }
    let rest: Vec<String> = parts.map(str::to_ascii_uppercase).collect();
    let has = |part: &str| rest.iter().any(|known| known == part);
    if has("HANS") {
        "zh_CN"
    } else if has("HK") || has("MO") {
        "zh_HK"
    } else if has("TW") || has("HANT") {
        "zh_TW"
    } else {
        "zh_CN"
    }
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(width: f64, height: f64) -> Window {
        Window { width, height, top: 40.0, bottom: 20.0, scale: 3.0 }
    }

    #[test]
    fn a_page_gets_what_bars_leave_and_the_capsule_lies_inside() {
        let facts = DeviceFacts::default().measured(&window(360.0, 800.0));
        assert_eq!((facts.screen_width, facts.screen_height, facts.pixel_ratio), (360.0, 800.0, 3.0));
        assert_eq!((facts.status_bar_height, facts.window_height), (40.0, 800.0 - 40.0 - 44.0));
        assert_eq!(facts.safe_area, Rect::new(0.0, 40.0, 360.0, 740.0));
        assert_eq!((facts.menu_button.left, facts.menu_button.right, facts.menu_button.top), (264.0, 352.0, 46.0));
        assert_eq!(facts.device_orientation, "portrait");
    }

    #[test]
    fn half_of_a_split_screen_and_a_broken_window_give_no_negative_length() {
        let facts = DeviceFacts::default().measured(&window(360.0, 33.0));
        assert_eq!((facts.window_height, facts.safe_area.height), (0.0, 0.0));
        assert_eq!(facts.device_orientation, "landscape");
        let broken = Window { width: f64::NAN, height: f64::INFINITY, top: -1.0, bottom: -1.0, scale: f64::NAN };
        let facts = DeviceFacts::default().measured(&broken);
        assert_eq!((facts.screen_width, facts.screen_height, facts.status_bar_height, facts.pixel_ratio), (0.0, 0.0, 0.0, 1.0));
    }

    #[test]
    fn languages_are_named_as_wechat_names_them() {
        for (tag, name) in [
            ("zh-Hans-CN", "zh_CN"),
            ("zh-CN", "zh_CN"),
            ("zh", "zh_CN"),
            ("zh-Hans-HK", "zh_CN"),
            ("zh-Hant-HK", "zh_HK"),
            ("zh_TW", "zh_TW"),
            ("zh-Hant", "zh_TW"),
            ("ko-KR", "ko"),
            ("en-US", "en"),
            ("", "en"),
        ] {
            assert_eq!(language(tag), name, "{tag}");
        }
    }
}
