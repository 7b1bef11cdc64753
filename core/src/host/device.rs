//! The capabilities of the phone itself: position, scanner, dialler, clipboard, vibration. One trait each, guarded by a [`Pass`].

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use super::{HostError, Pass};

/// How a position is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LocationAsk {
    /// As exactly as the phone can; otherwise a kilometre will do.
    pub precise: bool,
    /// With the altitude, which may take longer.
    pub altitude: bool,
    /// Give up after so many milliseconds; 0 leaves it to the phone.
    pub timeout_ms: u64,
}

/// A position in WGS-84 degrees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Position {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Metres a second; -1 when unknown.
    pub speed: f64,
    /// Metres: the position is probably within this distance.
    pub accuracy: f64,
    /// Metres above the sea; 0 when unknown.
    pub altitude: f64,
    /// Metres; 0 when unknown.
    pub vertical_accuracy: f64,
    /// Metres; 0 when unknown.
    pub horizontal_accuracy: f64,
}

/// Where the phone is.
#[async_trait]
pub trait Location: Send + Sync {
    /// One position. Dropping the future must stop the receiver.
    ///
    /// # Errors
    /// [`HostError`].
    async fn get(&self, pass: Pass, ask: LocationAsk) -> Result<Position, HostError>;
}

/// No receiver.
#[derive(Clone, Copy, Debug, Default)]
pub struct NullLocation;

#[async_trait]
impl Location for NullLocation {
    async fn get(&self, _pass: Pass, _ask: LocationAsk) -> Result<Position, HostError> {
        Err(HostError::Unsupported)
    }
}

/// What a mini-program wants to scan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct ScanAsk {
    /// Whether pictures from the album are excluded.
    pub only_from_camera: bool,
    /// WeChat's words for kinds of codes: `qrCode`, `barCode`, `datamatrix`, `pdf417`.
    pub scan_type: Vec<String>,
}

/// What was scanned.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Scanned {
    /// The text of the code.
    pub text: String,
    /// WeChat's word for the kind of code, such as `QR_CODE`.
    pub scan_type: String,
}

/// The scanner, with its own screen.
#[async_trait]
pub trait Scanner: Send + Sync {
    /// Shows the scanner until a code was read. Dropping the future must close it.
    ///
    /// # Errors
    /// [`HostError::Cancelled`] when the user closes it.
    async fn scan(&self, pass: Pass, ask: ScanAsk) -> Result<Scanned, HostError>;
}

/// No scanner.
#[derive(Clone, Copy, Debug, Default)]
pub struct NullScanner;

#[async_trait]
impl Scanner for NullScanner {
    async fn scan(&self, _pass: Pass, _ask: ScanAsk) -> Result<Scanned, HostError> {
        Err(HostError::Unsupported)
    }
}

/// The dialler.
#[async_trait]
pub trait Phone: Send + Sync {
    /// Offers to call a number. The shell shows the number and lets the user confirm: a mini-program never dials by itself.
    ///
    /// # Errors
    /// [`HostError::Cancelled`] when the user does not want to.
    async fn call(&self, pass: Pass, number: String) -> Result<(), HostError>;
}

/// No dialler.
#[derive(Clone, Copy, Debug, Default)]
pub struct NullPhone;

#[async_trait]
impl Phone for NullPhone {
    async fn call(&self, _pass: Pass, _number: String) -> Result<(), HostError> {
        Err(HostError::Unsupported)
    }
}

/// The clipboard.
#[async_trait]
pub trait Clipboard: Send + Sync {
    /// Its text; empty when there is none.
    ///
    /// # Errors
    /// [`HostError`].
    async fn get(&self, pass: Pass) -> Result<String, HostError>;

    /// Puts text into it.
    ///
    /// # Errors
    /// [`HostError`].
    async fn set(&self, pass: Pass, text: String) -> Result<(), HostError>;
}

/// No clipboard.
#[derive(Clone, Copy, Debug, Default)]
pub struct NullClipboard;

#[async_trait]
impl Clipboard for NullClipboard {
    async fn get(&self, _pass: Pass) -> Result<String, HostError> {
        Err(HostError::Unsupported)
    }

    async fn set(&self, _pass: Pass, _text: String) -> Result<(), HostError> {
        Err(HostError::Unsupported)
    }
}

/// How to vibrate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum VibrationKind {
    /// 15 ms, lightly.
    Light,
    /// 15 ms.
    Medium,
    /// 15 ms, strongly.
    Heavy,
    /// 400 ms.
    Long,
}

/// The vibration motor.
#[async_trait]
pub trait Vibration: Send + Sync {
    /// Vibrates once.
    ///
    /// # Errors
    /// [`HostError::Unsupported`] when the phone has no motor: it must not pretend.
    async fn vibrate(&self, pass: Pass, kind: VibrationKind) -> Result<(), HostError>;
}

/// No motor.
#[derive(Clone, Copy, Debug, Default)]
pub struct NullVibration;

#[async_trait]
impl Vibration for NullVibration {
    async fn vibrate(&self, _pass: Pass, _kind: VibrationKind) -> Result<(), HostError> {
        Err(HostError::Unsupported)
    }
}
