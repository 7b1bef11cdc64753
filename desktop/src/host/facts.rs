//! What the phone page says about itself -> core's `DeviceFacts`. The mini-program sees a phone of this size.

use banchan_core::host::{Battery, DeviceFacts, NetworkType, Rect, Theme};
use serde::Deserialize;

/// Height of the navigation bar, as the page's style sheet has it.
const NAV: f64 = 44.0;
/// The capsule: its size, and its distance from the right edge and from the status bar.
const CAPSULE: (f64, f64, f64, f64) = (88.0, 32.0, 8.0, 6.0);

/// What the page says. Lengths in CSS pixels.
#[derive(Clone, Debug, Deserialize)]
pub struct PageFacts {
    width: f64,
    height: f64,
    bar: f64,
    foot: f64,
    ratio: f64,
    language: String,
    theme: Theme,
    online: bool,
    place: bool,
    #[serde(default)]
    battery: Option<Battery>,
    /// Whether the browser can keep the screen on.
    #[serde(default)]
    awake: bool,
}

impl PageFacts {
    /// The same for core.
    #[must_use]
    pub fn to_device(&self) -> DeviceFacts {
        let clean = |value: f64, other: f64| if value.is_finite() && (0.0..=20_000.0).contains(&value) { value } else { other };
        let (width, height) = (clean(self.width, 375.0), clean(self.height, 812.0));
        let (bar, foot) = (clean(self.bar, 0.0), clean(self.foot, 0.0));
        let (capsule_width, capsule_height, right, top) = CAPSULE;
        let (platform, system) = match std::env::consts::OS {
            "macos" => ("mac", "macOS"),
            "windows" => ("windows", "Windows"),
            _ => ("linux", "Linux"),
        };
        DeviceFacts {
            brand: "Banchan".into(),
            model: "Desktop".into(),
            system: system.into(),
            platform: platform.into(),
            language: self.language.replace('-', "_"),
            pixel_ratio: clean(self.ratio, 1.0),
            screen_width: width,
            screen_height: height,
            window_width: width,
            window_height: (height - bar - NAV).max(0.0),
            status_bar_height: bar,
            safe_area: Rect::new(0.0, bar, width, (height - bar - foot).max(0.0)),
            menu_button: Rect::new(width - capsule_width - right, bar + top, capsule_width, capsule_height),
            theme: self.theme,
            device_orientation: if width > height { "landscape" } else { "portrait" }.into(),
            network_type: if self.online { NetworkType::Wifi } else { NetworkType::Offline },
            location_enabled: self.place,
            wifi_enabled: self.online,
            battery: self.battery,
            keeps_on: self.awake,
            ..DeviceFacts::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_below_the_bars_and_the_capsule_inside_the_screen() {
        let told = r#"{"width":393,"height":852,"bar":48,"foot":20,"ratio":2,"language":"zh-CN","theme":"dark","online":true,"place":true,"seen":true}"#;
        let facts = serde_json::from_str::<PageFacts>(told).unwrap().to_device();
        assert_eq!((facts.window_height, facts.language.as_str(), facts.theme), (760.0, "zh_CN", Theme::Dark));
        assert_eq!((facts.menu_button.right, facts.menu_button.top), (385.0, 54.0));
        assert_eq!(facts.safe_area.bottom, 832.0);
    }
}
