//! From WGS-84 to GCJ-02, the shifted coordinates that Chinese maps use and `getLocation` gives for `type: "gcj02"`.
//! Outside China both are the same. The formula is the one that every map library publishes.

use std::f64::consts::PI;

/// The Krasovsky 1940 ellipsoid.
const AXIS: f64 = 6_378_245.0;
const ECCENTRICITY: f64 = 0.006_693_421_622_965_943;

/// Latitude and longitude in GCJ-02 of a place in WGS-84, in degrees.
pub(super) fn shift(latitude: f64, longitude: f64) -> (f64, f64) {
    if !(0.8293..=55.8271).contains(&latitude) || !(72.004..=137.8347).contains(&longitude) || !in_china(latitude, longitude) {
        return (latitude, longitude);
    }
    let (x, y) = (longitude - 105.0, latitude - 35.0);
    let waves = (20.0 * (6.0 * x * PI).sin() + 20.0 * (2.0 * x * PI).sin()) * 2.0 / 3.0;
    let north = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * x.abs().sqrt()
        + waves
        + (20.0 * (y * PI).sin() + 40.0 * (y / 3.0 * PI).sin()) * 2.0 / 3.0
        + (160.0 * (y / 12.0 * PI).sin() + 320.0 * (y * PI / 30.0).sin()) * 2.0 / 3.0;
    let east = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * x.abs().sqrt()
        + waves
        + (20.0 * (x * PI).sin() + 40.0 * (x / 3.0 * PI).sin()) * 2.0 / 3.0
        + (150.0 * (x / 12.0 * PI).sin() + 300.0 * (x / 30.0 * PI).sin()) * 2.0 / 3.0;
    let radians = latitude / 180.0 * PI;
    let magic = 1.0 - ECCENTRICITY * radians.sin() * radians.sin();
    let north = north * 180.0 / ((AXIS * (1.0 - ECCENTRICITY)) / (magic * magic.sqrt()) * PI);
    let east = east * 180.0 / (AXIS / magic.sqrt() * radians.cos() * PI);
    (latitude + north, longitude + east)
}

/// The usual rectangle of the formula also covers Korea and parts of Japan, where phones give, and maps expect,
/// unshifted coordinates.
fn in_china(latitude: f64, longitude: f64) -> bool {
    let korea_and_japan = longitude > 124.2 && latitude < 38.7;
    !korea_and_japan
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_china_are_shifted_by_some_hundred_metres() {
        let (latitude, longitude) = shift(39.908_722, 116.397_499);
        assert!((latitude - 39.910_13).abs() < 0.000_1 && (longitude - 116.403_74).abs() < 0.000_1, "{latitude} {longitude}");
    }

    #[test]
    fn places_elsewhere_stay() {
        for place in [(37.5665, 126.978), (35.1796, 129.0756), (48.85, 2.35), (-33.9, 151.2)] {
            assert_eq!(shift(place.0, place.1), place);
        }
    }
}
