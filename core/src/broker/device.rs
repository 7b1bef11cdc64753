//! Calls that reach the phone. Each has its [`Pass`] and hands it on; none decides anything.

use base64::Engine as _;
use serde_json::{Map, Value, json};

use super::gcj02;
use super::local::Parts;
use crate::api::{ArgError, Args, Failure};
use crate::host::{GrantSetting, Hosts, LocationAsk, Position, ScanAsk, SettingsPage, VibrationKind};
use crate::permission::{Pass, Slot};

fn shifted(args: &Args, position: Position) -> Result<Position, Failure> {
    Ok(match args.text("type")?.as_str() {
        "gcj02" => {
            let (latitude, longitude) = gcj02::shift(position.latitude, position.longitude);
            Position { latitude, longitude, ..position }
        }
        _ => position,
    })
}

pub(super) async fn location(hosts: &Hosts, args: &Args, pass: Pass) -> Result<Value, Failure> {
    let precise = args.flag("isHighAccuracy", false);
    let wait = args.opt_number("highAccuracyExpireTime")?.unwrap_or(0.0).clamp(0.0, 60_000.0);
    let ask = LocationAsk { precise, altitude: args.flag("altitude", false), timeout_ms: wait as u64 };
    let position = shifted(args, hosts.location.get(pass, ask).await?)?;
    serde_json::to_value(position).map_err(|error| Failure::Other(error.to_string()))
}

pub(super) async fn fuzzy_location(hosts: &Hosts, args: &Args, pass: Pass) -> Result<Value, Failure> {
    let position = shifted(args, hosts.location.get(pass, LocationAsk::default()).await?)?;
    // About a kilometre, whatever the phone gave: the user allowed no more.
    let rough = |degrees: f64| (degrees * 100.0).round() / 100.0;
    Ok(json!({ "latitude": rough(position.latitude), "longitude": rough(position.longitude) }))
}

pub(super) async fn scan(hosts: &Hosts, args: &Args, pass: Pass) -> Result<Value, Failure> {
    let scan_type = match args.value("scanType") {
        None | Some(Value::Null) => vec!["barCode".to_owned(), "qrCode".to_owned()],
        Some(_) => args.strings("scanType")?,
    };
    let scanned = hosts.scanner.scan(pass, ScanAsk { only_from_camera: args.flag("onlyFromCamera", false), scan_type }).await?;
    let raw = base64::engine::general_purpose::STANDARD.encode(&scanned.text);
    Ok(json!({ "result": scanned.text, "scanType": scanned.scan_type, "charSet": "UTF-8", "path": "", "rawData": raw }))
}

pub(super) async fn phone_call(hosts: &Hosts, args: &Args, pass: Pass) -> Result<Value, Failure> {
    let number = args.string("phoneNumber")?;
    let dialable = |c: char| c.is_ascii_digit() || "+*#,;()- .".contains(c);
    if number.trim().is_empty() || number.len() > 64 || !number.chars().all(dialable) {
        return Err(ArgError("parameter.phoneNumber should be a phone number;".into()).into());
    }
    hosts.phone.call(pass, number).await?;
    Ok(Value::Null)
}

pub(super) async fn set_clipboard(hosts: &Hosts, args: &Args, pass: Pass) -> Result<Value, Failure> {
    hosts.clipboard.set(pass, args.string("data")?).await?;
    Ok(Value::Null)
}

pub(super) async fn get_clipboard(hosts: &Hosts, pass: Pass) -> Result<Value, Failure> {
    Ok(json!({ "data": hosts.clipboard.get(pass).await? }))
}

pub(super) async fn vibrate_short(hosts: &Hosts, args: &Args, pass: Pass) -> Result<Value, Failure> {
    let kind = match args.text("type")?.as_str() {
        "light" => VibrationKind::Light,
        "" | "medium" => VibrationKind::Medium,
        "heavy" => VibrationKind::Heavy,
        _ => return Err(Failure::Other("style is not support".into())),
    };
    hosts.vibration.vibrate(pass, kind).await?;
    Ok(Value::Null)
}

pub(super) async fn vibrate_long(hosts: &Hosts, pass: Pass) -> Result<Value, Failure> {
    hosts.vibration.vibrate(pass, VibrationKind::Long).await?;
    Ok(Value::Null)
}

pub(super) fn network_type(hosts: &Hosts) -> Value {
    json!({ "networkType": hosts.facts.get().network_type })
}

/// What was answered so far, as `authSetting`.
pub(super) fn settings(parts: &Parts, slot: Slot, args: &Args) -> Result<Value, Failure> {
    let grants = parts.gate.grants_of(slot)?;
    let answers: Map<String, Value> = grants.iter().map(|grant| (grant.scope.name().to_owned(), grant.allowed.into())).collect();
    let mut settings = json!({ "authSetting": answers });
    if args.flag("withSubscriptions", false) {
        let owner = super::local::owner(parts.gate.info(slot)?.as_ref());
        settings["subscriptionsSetting"] = super::subscribe::settings(parts, &owner)?;
    }
    Ok(settings)
}

/// Shows the settings page and stores what the user changed there; a program can change nothing by itself.
pub(super) async fn open_settings(parts: &Parts, slot: Slot, args: &Args) -> Result<Value, Failure> {
    let info = parts.gate.info(slot)?;
    let before = parts.gate.grants_of(slot)?;
    let shown = before.iter().map(|grant| GrantSetting { scope: grant.scope, title: grant.scope.title().into(), allowed: grant.allowed });
    let page = SettingsPage { app_name: info.name.clone(), grants: shown.collect() };
    let after = parts.hosts.ui.open_settings(slot, page).await?;
    for grant in before {
        // Only what was on the page can be changed by it.
        if let Some(now) = after.iter().find(|now| now.scope == grant.scope && now.allowed != grant.allowed) {
            parts.gate.answer(slot, grant.scope, now.allowed)?;
        }
    }
    settings(parts, slot, args)
}
