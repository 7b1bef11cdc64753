//! The recorder: a call that lasts for as long as it is recorded. Leaving the screen ends the recording, which the program then gets;
//! taking the right back throws it away.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use super::files;
use super::local::Parts;
use crate::api::{ArgError, Args, Failure};
use crate::host::{HostError, RecordAsk, RecorderOrder, Report, Reports};
use crate::permission::{Need, Pass, Refusal, Scope, Slot};

/// Longest recording, in milliseconds, as documented.
const MAX_MS: f64 = 600_000.0;
/// However long it stands still, it ends after this.
const MAX_HELD: Duration = Duration::from_secs(3_600);
/// How long a host may take to end a recording that has to.
const LAST: Duration = Duration::from_secs(3);
/// Largest recording, in bytes.
const MAX_BYTES: usize = 64 << 20;
/// What may be asked for, as documented.
const RATES: [f64; 8] = [8_000.0, 11_025.0, 12_000.0, 16_000.0, 22_050.0, 24_000.0, 44_100.0, 48_000.0];

/// `__recorder`: answered when it is over.
pub(super) async fn record(parts: &Arc<Parts>, slot: Slot, id: u32, args: &Args, pass: Pass) -> Result<Value, Failure> {
    let ask = ask(args)?;
    // The permit of the call was used for the pass; what lasts needs one of its own, which nobody is asked for again.
    let lease = parts.gate.check(slot, Need::Scope(Scope::Record)).await?.lease()?;
    let teller = parts.clone();
    let reports = Reports::new(move |report| {
        if report == Report::Begun {
            teller.news.tell(slot, id, "Start", json!({}), None);
        }
    });
    let recorder = &parts.hosts.recorder;
    let mut recording = recorder.record(pass, ask, reports);
    let late = || Failure::from(HostError::failed("the recording did not end"));
    let made = tokio::select! {
        made = &mut recording => made?,
        why = lease.ended() => {
            if !matches!(why, Refusal::Background) {
                return Err(why.into());
            }
            recorder.order(slot, RecorderOrder::Stop);
            tokio::time::timeout(LAST, recording).await.map_err(|_| late())??
        }
        () = tokio::time::sleep(MAX_HELD) => {
            recorder.order(slot, RecorderOrder::Stop);
            tokio::time::timeout(LAST, recording).await.map_err(|_| late())??
        }
    };
    if made.bytes.is_empty() || made.bytes.len() > MAX_BYTES {
        return Err(Failure::Other("the recording is empty or too large".into()));
    }
    let path = files::space(parts, slot)?.make_temp(&made.bytes, "").map_err(|why| Failure::File(why.into()))?;
    let seconds = if made.seconds.is_finite() { made.seconds.max(0.0) } else { 0.0 };
    Ok(json!({ "tempFilePath": path, "duration": (seconds * 1000.0).round(), "fileSize": made.bytes.len() }))
}

/// `__recorderOrder`: `{do: "pause" | "resume" | "stop"}`.
pub(super) fn order(parts: &Parts, slot: Slot, args: &Args) -> Result<Value, Failure> {
    let order = match args.string("do")?.as_str() {
        "pause" => RecorderOrder::Pause,
        "resume" => RecorderOrder::Resume,
        "stop" => RecorderOrder::Stop,
        _ => return Err(Failure::NotSupported),
    };
    parts.hosts.recorder.order(slot, order);
    Ok(Value::Null)
}

fn ask(args: &Args) -> Result<RecordAsk, Failure> {
    let number = |name: &str, otherwise: f64| -> Result<f64, ArgError> { Ok(args.opt_number(name)?.unwrap_or(otherwise)) };
    let wrong = |name: &str, what: &str| Failure::from(ArgError(format!("parameter.{name} should be {what};")));
    let (duration, rate, channels) = (number("duration", 60_000.0)?, number("sampleRate", 8_000.0)?, number("numberOfChannels", 2.0)?);
    if !(1.0..=MAX_MS).contains(&duration) {
        return Err(wrong("duration", "between 1 and 600000"));
    }
    if !RATES.contains(&rate) {
        return Err(wrong("sampleRate", "a rate that is supported"));
    }
    if channels != 1.0 && channels != 2.0 {
        return Err(wrong("numberOfChannels", "1 or 2"));
    }
    let format = args.opt_string("format")?.unwrap_or_else(|| "aac".into());
    if !matches!(format.as_str(), "aac" | "mp3" | "wav" | "PCM") {
        return Err(wrong("format", "aac, mp3, wav or PCM"));
    }
    let bit_rate = number("encodeBitRate", 48_000.0)?.clamp(16_000.0, 320_000.0) as u32;
    Ok(RecordAsk { max_ms: duration as u32, sample_rate: rate as u32, channels: channels as u32, bit_rate, format })
}
