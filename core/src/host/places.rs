//! The shell's own screens with a map: choosing a place and looking at one. Places are GCJ-02, as programs give and get them.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use super::{HostError, Pass};

/// A point on the map, GCJ-02.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

/// A place.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Place {
    /// What it is called; may be empty.
    pub name: String,
    /// Its address; may be empty.
    pub address: String,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// How close the map is: 5 to 18.
    pub scale: f64,
}

/// The screens.
#[async_trait]
pub trait Places: Send + Sync {
    /// Shows a map until a place was chosen. Dropping the future must close it.
    ///
    /// # Errors
    /// [`HostError::Cancelled`] when the user closes it.
    async fn choose(&self, pass: Pass, center: Option<Point>) -> Result<Place, HostError>;

    /// Shows a place on a map; answered as soon as it is seen.
    ///
    /// # Errors
    /// [`HostError`].
    async fn open(&self, pass: Pass, place: Place) -> Result<(), HostError>;
}

/// No map.
#[derive(Clone, Copy, Debug, Default)]
pub struct NullPlaces;

#[async_trait]
impl Places for NullPlaces {
    async fn choose(&self, _pass: Pass, _center: Option<Point>) -> Result<Place, HostError> {
        Err(HostError::Unsupported)
    }

    async fn open(&self, _pass: Pass, _place: Place) -> Result<(), HostError> {
        Err(HostError::Unsupported)
    }
}
