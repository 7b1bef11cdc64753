//! What a phone feels: acceleration, direction, turning. A sensor is watched for as long as a mini-program may; each reading is told at once.

use std::sync::Arc;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use super::{HostError, Pass};

/// Which sensor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SensorKind {
    /// Acceleration with gravity, in units of gravity.
    Accelerometer,
    /// Where the top of the phone points.
    Compass,
    /// How fast it turns, in radians a second.
    Gyroscope,
    /// How it is held, in degrees.
    Motion,
}

/// What a host tells while a question of its is under way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "camelCase")]
pub enum Report {
    /// A reading of a sensor.
    Reading {
        /// Along the short side of the screen; of a compass the degrees from north, of a motion `alpha`.
        x: f64,
        /// Along the long side of the screen; `beta`.
        y: f64,
        /// Out of the screen; `gamma`.
        z: f64,
        /// Of a compass: how exact it is, as a number of degrees or in Android's words (`high`, `medium`, `low`, `unreliable`).
        #[serde(default)]
        accuracy: String,
    },
    /// What was asked for has begun: a recording runs.
    Begun,
}

/// Where reports go. Telling never waits.
#[derive(Clone)]
pub struct Reports(Arc<dyn Fn(Report) + Send + Sync>);

impl Reports {
    /// Reports that this takes, from any thread.
    #[must_use]
    pub fn new(take: impl Fn(Report) + Send + Sync + 'static) -> Self {
        Self(Arc::new(take))
    }

    /// Tells something.
    pub fn tell(&self, report: Report) {
        (self.0)(report);
    }
}

impl std::fmt::Debug for Reports {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Reports")
    }
}

/// The sensors.
#[async_trait]
pub trait Sensors: Send + Sync {
    /// Watches one and tells its readings, about every `interval_ms`, until the future is dropped. Answers when the sensor ended by itself.
    ///
    /// # Errors
    /// [`HostError::Unsupported`] when the phone has no such sensor.
    async fn watch(&self, pass: Pass, kind: SensorKind, interval_ms: u32, reports: Reports) -> Result<(), HostError>;
}

/// No sensors.
#[derive(Clone, Copy, Debug, Default)]
pub struct NullSensors;

#[async_trait]
impl Sensors for NullSensors {
    async fn watch(&self, _pass: Pass, _kind: SensorKind, _interval_ms: u32, _reports: Reports) -> Result<(), HostError> {
        Err(HostError::Unsupported)
    }
}
