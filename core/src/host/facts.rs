//! What the phone is, pushed by the shell before anyone asks: synchronous members of `wx` answer from here. It must not call the shell.

use std::sync::{Arc, PoisonError, RwLock};

use serde::{Deserialize, Serialize};

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// Dark on light.
    #[default]
    Light,
    /// Light on dark.
    Dark,
}

/// How the phone is connected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum NetworkType {
    /// A wireless network.
    #[serde(rename = "wifi")]
    Wifi,
    /// A second-generation mobile network.
    #[serde(rename = "2g")]
    Mobile2g,
    /// A third-generation mobile network.
    #[serde(rename = "3g")]
    Mobile3g,
    /// A fourth-generation mobile network.
    #[serde(rename = "4g")]
    Mobile4g,
    /// A fifth-generation mobile network.
    #[serde(rename = "5g")]
    Mobile5g,
    /// Connected, in a way that is not one of these.
    #[default]
    #[serde(rename = "unknown")]
    Unknown,
    /// Not connected.
    #[serde(rename = "none")]
    Offline,
}

/// A rectangle in CSS pixels of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Rect {
    /// Left edge.
    pub left: f64,
    /// Top edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Bottom edge.
    pub bottom: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

impl Rect {
    /// From a corner and a size.
    #[must_use]
    pub fn new(left: f64, top: f64, width: f64, height: f64) -> Self {
        Self { left, top, right: left + width, bottom: top + height, width, height }
    }
}

/// What is known of the battery. Field names in JSON are WeChat's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Battery {
    /// Percent: 1 to 100.
    pub level: u32,
    /// Whether it is being charged.
    #[serde(rename = "isCharging")]
    pub charging: bool,
    /// Whether the phone saves power.
    #[serde(rename = "isLowPowerModeEnabled")]
    pub saving: bool,
}

/// What the phone is. Lengths are CSS pixels. Field names in JSON are those of WeChat's system information where it has them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct DeviceFacts {
    /// Maker of the phone.
    pub brand: String,
    /// Model of the phone.
    pub model: String,
    /// System and version, such as `Android 16`.
    pub system: String,
    /// `android`, `ios`, `devtools`, `windows`, `mac` or `linux`.
    pub platform: String,
    /// The user's language, such as `zh_CN`, `ko` or `en`.
    pub language: String,
    /// Version of the host, as in `8.0.50`; programs compare it.
    pub version: String,
    /// Device pixels for a CSS pixel.
    pub pixel_ratio: f64,
    /// Width of the screen.
    pub screen_width: f64,
    /// Height of the screen.
    pub screen_height: f64,
    /// Width of a page.
    pub window_width: f64,
    /// Height of a page without bars.
    pub window_height: f64,
    /// Height of the system's status bar.
    pub status_bar_height: f64,
    /// What rounded corners and notches leave.
    pub safe_area: Rect,
    /// The buttons at the top right, which pages with an own navigation bar must leave free.
    pub menu_button: Rect,
    /// The user's font size, 16 as a rule.
    pub font_size_setting: f64,
    /// Light or dark.
    pub theme: Theme,
    /// How the phone is connected.
    pub network_type: NetworkType,
    /// Whether Bluetooth is on.
    pub bluetooth_enabled: bool,
    /// Whether the phone's location service is on.
    pub location_enabled: bool,
    /// Whether a wireless network is on.
    pub wifi_enabled: bool,
    /// `portrait` or `landscape`.
    pub device_orientation: String,
    /// The battery; none when it is not known, or there is none.
    pub battery: Option<Battery>,
    /// How bright the screen is, 0 to 1; none when this shell can't know or change it.
    pub brightness: Option<f64>,
    /// Whether this shell can keep the screen on.
    pub keeps_on: bool,
    /// Whether this shell can keep a page out of pictures of the screen.
    pub hides_captures: bool,
}

impl Default for DeviceFacts {
    /// A middling phone, until the shell says better.
    fn default() -> Self {
        Self {
            brand: "Banchan".into(),
            model: "phone".into(),
            system: "Linux".into(),
            platform: "linux".into(),
            language: "en".into(),
            version: "8.0.50".into(),
            pixel_ratio: 2.0,
            screen_width: 375.0,
            screen_height: 812.0,
            window_width: 375.0,
            window_height: 724.0,
            status_bar_height: 44.0,
            safe_area: Rect::new(0.0, 44.0, 375.0, 734.0),
            menu_button: Rect::new(281.0, 48.0, 87.0, 32.0),
            font_size_setting: 16.0,
            theme: Theme::Light,
            network_type: NetworkType::Unknown,
            bluetooth_enabled: false,
            location_enabled: true,
            wifi_enabled: true,
            device_orientation: "portrait".into(),
            battery: None,
            brightness: None,
            keeps_on: false,
            hides_captures: false,
        }
    }
}

/// The facts, shared: the shell writes, everybody reads.
#[derive(Clone, Debug, Default)]
pub struct FactsCell {
    facts: Arc<RwLock<Arc<DeviceFacts>>>,
}

impl FactsCell {
    /// Starts with these.
    #[must_use]
    pub fn new(facts: DeviceFacts) -> Self {
        Self { facts: Arc::new(RwLock::new(Arc::new(facts))) }
    }

    /// As they are now.
    #[must_use]
    pub fn get(&self) -> Arc<DeviceFacts> {
        // Only whole values are ever assigned, so a failed writer left nothing half done.
        self.facts.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Replaces them.
    pub fn set(&self, facts: DeviceFacts) {
        *self.facts.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(facts);
    }
}
