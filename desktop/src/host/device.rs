//! What the phone page does as a device: location, scanner, dialler, clipboard, vibration, screen, sensors. Each call arrives with a pass,
//! so it was allowed before it came here.

use std::sync::Arc;

use async_trait::async_trait;
use banchan_core::host::{
    Clipboard, HostError, Location, LocationAsk, Pass, Phone, Place as ChosenPlace, Places, Point, Position, Reports, ScanAsk, Scanned,
    Scanner, Screen, ScreenWish, SensorKind, Sensors, Vibration, VibrationKind,
};
use banchan_core::permission::Slot;
use serde::Deserialize;
use serde_json::json;

use super::Link;

/// The device.
pub(super) struct Device {
    link: Arc<Link>,
}

impl Device {
    pub(super) fn new(link: Arc<Link>) -> Self {
        Self { link }
    }
}

/// A place as the browser or the settings sheet tells it.
#[derive(Deserialize)]
struct Place {
    latitude: f64,
    longitude: f64,
    accuracy: f64,
    altitude: Option<f64>,
    speed: Option<f64>,
}

#[async_trait]
impl Location for Device {
    async fn get(&self, _pass: Pass, ask: LocationAsk) -> Result<Position, HostError> {
        let place: Place =
            self.link.ask("location", json!({ "precise": ask.precise, "altitude": ask.altitude, "timeout": ask.timeout_ms })).await?;
        if !(place.latitude.abs() <= 90.0 && place.longitude.abs() <= 180.0) {
            return Err(HostError::failed("the phone page gave a place that is not on earth"));
        }
        Ok(Position {
            latitude: place.latitude,
            longitude: place.longitude,
            speed: place.speed.unwrap_or(-1.0),
            accuracy: place.accuracy,
            altitude: place.altitude.unwrap_or(0.0),
            vertical_accuracy: 0.0,
            horizontal_accuracy: place.accuracy,
        })
    }
}

#[async_trait]
impl Places for Device {
    async fn choose(&self, pass: Pass, center: Option<Point>) -> Result<ChosenPlace, HostError> {
        self.link.ask("choosePlace", json!({ "slot": pass.slot().0, "center": center.map(|at| [at.latitude, at.longitude]) })).await
    }

    async fn open(&self, pass: Pass, place: ChosenPlace) -> Result<(), HostError> {
        self.link.ask::<Option<bool>>("openPlace", json!({ "slot": pass.slot().0, "place": place })).await.map(|_| ())
    }
}

#[async_trait]
impl Scanner for Device {
    async fn scan(&self, pass: Pass, ask: ScanAsk) -> Result<Scanned, HostError> {
        #[derive(Deserialize)]
        struct Code {
            text: String,
        }
        let question = json!({ "slot": pass.slot().0, "onlyFromCamera": ask.only_from_camera, "scanType": ask.scan_type });
        let code: Code = self.link.ask("scan", question).await?;
        // Only QR codes are read so far.
        Ok(Scanned { text: code.text, scan_type: "QR_CODE".into() })
    }
}

#[async_trait]
impl Phone for Device {
    async fn call(&self, pass: Pass, number: String) -> Result<(), HostError> {
        self.link.ask::<Option<bool>>("call", json!({ "slot": pass.slot().0, "number": number })).await.map(|_| ())
    }
}

#[async_trait]
impl Clipboard for Device {
    async fn get(&self, pass: Pass) -> Result<String, HostError> {
        self.link.ask("paste", json!({ "slot": pass.slot().0 })).await
    }

    async fn set(&self, pass: Pass, text: String) -> Result<(), HostError> {
        self.link.ask::<Option<bool>>("copy", json!({ "slot": pass.slot().0, "text": text })).await.map(|_| ())
    }
}

#[async_trait]
impl Vibration for Device {
    async fn vibrate(&self, _pass: Pass, _kind: VibrationKind) -> Result<(), HostError> {
        // A computer has no motor, and a page must not pretend.
        Err(HostError::Unsupported)
    }
}

impl Screen for Device {
    fn wish(&self, slot: Slot, wish: ScreenWish) {
        self.link.order("screen", json!({ "slot": slot.0, "keepOn": wish.keep_on }));
    }
}

#[async_trait]
impl Sensors for Device {
    async fn watch(&self, _pass: Pass, kind: SensorKind, _interval_ms: u32, reports: Reports) -> Result<(), HostError> {
        // The browser has a rate of its own; what is too much, core leaves out.
        self.link.ask_telling::<Option<bool>>("sensor", json!({ "kind": kind }), Some(reports)).await.map(|_| ())
    }
}
