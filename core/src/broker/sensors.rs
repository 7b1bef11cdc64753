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
        SensorKind::Motion => json!({ "alpha": x, "beta": y, "gamma": z }),
        SensorKind::Compass => {
            let accuracy =
                accuracy.parse::<f64>().ok().filter(|degrees| degrees.is_finite()).map_or(json!(accuracy), |degrees| json!(degrees));
            json!({ "direction": x.rem_euclid(360.0), "accuracy": accuracy })
        }
    })
}
