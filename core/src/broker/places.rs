//! `chooseLocation` and `openLocation`: reads what the program gave and hands it to the shell's screens. It decides nothing.

use serde_json::{Value, json};

use crate::api::{ArgError, Args, Failure};
use crate::host::{HostError, Hosts, Place, Point};
use crate::permission::Pass;

/// Longest name or address that goes either way, in characters.
const MAX_TEXT: usize = 500;

/// A place on earth from `latitude` and `longitude`.
fn degrees(latitude: f64, longitude: f64) -> Result<(f64, f64), Failure> {
    let wrong = |name: &str, most: u32| Err(ArgError(format!("parameter.{name} should be between -{most} and {most};")).into());
    if !(-90.0..=90.0).contains(&latitude) {
        return wrong("latitude", 90);
    }
    if !(-180.0..=180.0).contains(&longitude) {
        return wrong("longitude", 180);
    }
    Ok((latitude, longitude))
}

fn short(text: &str) -> String {
    text.chars().take(MAX_TEXT).collect()
}

pub(super) async fn choose(hosts: &Hosts, args: &Args, pass: Pass) -> Result<Value, Failure> {
    let center = match (args.opt_number("latitude")?, args.opt_number("longitude")?) {
        (Some(latitude), Some(longitude)) => Some(degrees(latitude, longitude)?).map(|(latitude, longitude)| Point { latitude, longitude }),
        _ => None,
    };
    let place = hosts.places.choose(pass, center).await?;
    degrees(place.latitude, place.longitude).map_err(|_| HostError::failed("the map gave a place that is not on earth"))?;
    Ok(json!({ "name": short(&place.name), "address": short(&place.address), "latitude": place.latitude, "longitude": place.longitude }))
}

pub(super) async fn open(hosts: &Hosts, args: &Args, pass: Pass) -> Result<Value, Failure> {
    let (latitude, longitude) = degrees(args.number("latitude")?, args.number("longitude")?)?;
    let scale = args.opt_number("scale")?.unwrap_or(18.0).clamp(5.0, 18.0);
    let place = Place { name: short(&args.text("name")?), address: short(&args.text("address")?), latitude, longitude, scale };
    hosts.places.open(pass, place).await?;
    Ok(Value::Null)
}
