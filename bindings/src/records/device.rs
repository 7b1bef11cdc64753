//! The phone itself, as `banchan_core::host` has it.

use banchan_core::{host, permission};

use super::{MiniAppId, MiniScope, MiniSlot};

choice! { MiniPressure = host::MemoryPressure { Moderate, Low, Critical } }
choice! { MiniTheme = host::Theme { Light, Dark } }
choice! { MiniNetworkType = host::NetworkType { Wifi, Mobile2g, Mobile3g, Mobile4g, Mobile5g, Unknown, Offline } }
record! { MiniRect = host::Rect { left: f64, top: f64, right: f64, bottom: f64, width: f64, height: f64 } }
record! { MiniFacts = host::DeviceFacts {
    brand: String, model: String, system: String, platform: String, language: String, version: String, pixel_ratio: f64,
    screen_width: f64, screen_height: f64, window_width: f64, window_height: f64, status_bar_height: f64, safe_area: MiniRect,
    menu_button: MiniRect, font_size_setting: f64, theme: MiniTheme, network_type: MiniNetworkType, bluetooth_enabled: bool,
    location_enabled: bool, wifi_enabled: bool, device_orientation: String, #[uniffi(default = None)] battery: Option<MiniBattery>,
    #[uniffi(default = None)] brightness: Option<f64>, #[uniffi(default = false)] keeps_on: bool,
    #[uniffi(default = false)] hides_captures: bool,
} }
record! { MiniBattery = host::Battery { level: u32, charging: bool, saving: bool } }
record! { MiniScreenWish = host::ScreenWish { keep_on: bool, brightness: Option<f64>, hidden: bool } }
record! { MiniWindow = host::Window { width: f64, height: f64, top: f64, bottom: f64, scale: f64 } }
record! { MiniSizes = host::Sizes { bar: f64, capsule_width: f64, capsule_height: f64, capsule_right: f64, capsule_top: f64 } }
/// How a phone's shell is drawn.
#[uniffi::export]
#[must_use]
pub fn sizes() -> MiniSizes {
    host::Sizes::PHONE
}
/// What a phone is, with every length that follows from its window.
#[uniffi::export]
#[must_use]
pub fn measured(facts: MiniFacts, window: MiniWindow) -> MiniFacts {
    facts.measured(&window)
}
record! { MiniLocationAsk = host::LocationAsk { precise: bool, altitude: bool, timeout_ms: u64 } }
record! { MiniPosition = host::Position {
    latitude: f64, longitude: f64, speed: f64, accuracy: f64, altitude: f64, vertical_accuracy: f64, horizontal_accuracy: f64,
} }
record! { MiniScanAsk = host::ScanAsk { only_from_camera: bool, scan_type: Vec<String> } }
record! { MiniScanned = host::Scanned { text: String, scan_type: String } }
choice! { MiniVibrationKind = host::VibrationKind { Light, Medium, Heavy, Long } }
record! { MiniPoint = host::Point { latitude: f64, longitude: f64 } }
record! { MiniPlace = host::Place { name: String, address: String, latitude: f64, longitude: f64, scale: f64 } }
record! { MiniConsentAsk = permission::ConsentAsk {
    slot: MiniSlot, app_id: MiniAppId, app_name: String, scope: MiniScope, title: String, reason: String,
} }
choice! { MiniAnswer = permission::Answer { Allow, Deny, Dismissed } }
choice! { MiniSensorKind = host::SensorKind { Accelerometer, Compass, Gyroscope, Motion } }
choice! { MiniReport = host::Report { Reading { x: f64, y: f64, z: f64, accuracy: String }, Begun } }
record! { MiniNewContact = host::NewContact {
    name: String, phones: Vec<String>, mail: String, organization: String, title: String, address: String, note: String, card: String,
} }
record! { MiniChosenContact = host::ChosenContact { name: String, phones: Vec<String> } }
