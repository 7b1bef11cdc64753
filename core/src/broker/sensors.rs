//! Sensors: a call that lasts for as long as one is watched. Readings are news of it, no more than were asked for and no more than the
//! program takes.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::sync::Semaphore;

use super::local::Parts;
use crate::api::{ArgError, Args, Failure};
use crate::host::{Report, Reports, SensorKind};
use crate::permission::{Need, Pass, Slot};

/// Readings that may wait for the program; the next ones are dropped until it took one.
const MAX_WAITING: usize = 2;

/// `__sensor`: `{kind, interval}`; watched until it is aborted, or the program is not seen any more.
pub(super) async fn watch(parts: &Arc<Parts>, slot: Slot, id: u32, args: &Args, pass: Pass) -> Result<Value, Failure> {
    let kind: SensorKind = serde_json::from_value(json!(args.string("kind")?)).map_err(|_| Failure::NotSupported)?;
    // As documented: for games, for what is drawn, for everything else.
    let interval = match args.text("interval")?.as_str() {
        "game" => 20,
        "ui" => 60,
        "" | "normal" => 200,
        _ => return Err(ArgError("parameter.interval should be game, ui or normal;".into()).into()),
    };
    // The permit of the call was used for the pass; what lasts needs one of its own.
    let lease = parts.gate.check(slot, Need::Foreground).await?.lease()?;
    let (room, last, teller) = (Arc::new(Semaphore::new(MAX_WAITING)), Mutex::new(None::<Instant>), parts.clone());
    let reports = Reports::new(move |report| {
        let Some(value) = told(kind, report) else { return };
        let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
        // A phone that is a little early is in time.
        let soon = last.is_some_and(|last| last.elapsed() < Duration::from_millis(interval * 4 / 5));
        let Ok(place) = room.clone().try_acquire_owned() else { return };
        if !soon {
            *last = Some(Instant::now());
            teller.news.tell(slot, id, "Reading", value, Some(place));
        }
    });
    tokio::select! {
        watched = parts.hosts.sensors.watch(pass, kind, interval as u32, reports) => watched?,
        why = lease.ended() => return Err(why.into()),
    }
    Ok(Value::Null)
}

/// A reading in WeChat's words; `None` for what is none.
fn told(kind: SensorKind, report: Report) -> Option<Value> {
    let Report::Reading { x, y, z, accuracy } = report else { return None };
    if ![x, y, z].iter().all(|number| number.is_finite()) {
        return None;
    }
    Some(match kind {
        SensorKind::Accelerometer | SensorKind::Gyroscope => json!({ "x": x, "y": y, "z": z }),
        SensorKind::Motion => {
            let (alpha, beta, gamma) = held(x, y, z);
            json!({ "alpha": alpha, "beta": beta, "gamma": gamma })
        }
        SensorKind::Compass => {
            let accuracy =
                accuracy.parse::<f64>().ok().filter(|degrees| degrees.is_finite()).map_or(json!(accuracy), |degrees| json!(degrees));
            json!({ "direction": x.rem_euclid(360.0), "accuracy": accuracy })
        }
    })
}

/// How a phone is held, in the ranges that are documented: 0 to 360, -180 to 180, -90 to 90 degrees. Phones turn one that lies on its face
/// about its long side, programs expect it turned about the short one.
fn held(alpha: f64, beta: f64, gamma: f64) -> (f64, f64, f64) {
    let around = |degrees: f64| if (-180.0..180.0).contains(&degrees) { degrees } else { (degrees + 180.0).rem_euclid(360.0) - 180.0 };
    let (beta, gamma) = (around(beta), around(gamma));
    if gamma.abs() <= 90.0 {
        return (alpha.rem_euclid(360.0), beta, gamma);
    }
    ((alpha + 180.0).rem_euclid(360.0), around(180.0 - beta), around(gamma + 180.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_a_phone_is_held_is_told_in_the_documented_ranges() {
        assert_eq!(held(10.0, 20.0, 30.0), (10.0, 20.0, 30.0));
        assert_eq!(held(-10.0, 0.0, 0.0), (350.0, 0.0, 0.0));
        // On its face, as an upright one that was turned over by its short side.
        assert_eq!(held(0.0, 0.0, 180.0), (180.0, -180.0, 0.0));
        assert_eq!(held(0.0, 20.0, 170.0), (180.0, 160.0, -10.0));
        assert_eq!(held(350.0, -30.0, -100.0), (170.0, -150.0, 80.0));
    }
}
