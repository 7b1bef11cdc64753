//! Calls of the camera inside of a page. While it is shown, a lease says for how long it may be.

use serde_json::{Value, json};

use super::files;
use super::local::Parts;
use crate::api::{ArgError, Args, Failure};
use crate::host::{CameraAsk, PageId, Shot, ShotAsk};
use crate::permission::{Need, Pass, Scope, Slot};

/// Shows the camera until it ends by itself, the mini-program takes it away (which aborts the call), or may no longer.
pub(super) async fn show(parts: &Parts, slot: Slot, args: &Args, pass: Pass) -> Result<Value, Failure> {
    let page = PageId(args.number("page")? as u64);
    let ask = CameraAsk {
        node: args.number("node")? as u32,
        scan: args.text("mode")? == "scanCode",
        front: args.text("devicePosition")? == "front",
        flash: args.text("flash")?,
        resolution: args.text("resolution")?,
    };
    // The permit of the call was used for the pass; what lasts needs one of its own, which nobody is asked for again.
    let lease = parts.gate.check(slot, Need::Scope(Scope::Camera)).await?.lease()?;
    tokio::select! {
        shown = parts.hosts.camera.show(pass, page, ask) => shown?,
        why = lease.ended() => return Err(why.into()),
    }
    Ok(Value::Null)
}

/// What a CameraContext does.
pub(super) async fn act(parts: &Parts, slot: Slot, args: &Args, pass: Pass) -> Result<Value, Failure> {
    let camera = &parts.hosts.camera;
    match args.text("do")?.as_str() {
        "takePhoto" => {
            let quality = args.text("quality")?;
            let quality = if matches!(quality.as_str(), "high" | "low" | "original") { quality } else { "normal".into() };
            let shot = camera.take(pass, ShotAsk { quality, mirror: args.flag("selfieMirror", true) }).await?;
            let (path, _) = kept(parts, slot, &shot)?;
            Ok(json!({ "tempImagePath": path, "width": shot.width, "height": shot.height }))
        }
        "startRecord" => {
            let most = args.opt_number("timeout")?.unwrap_or(30.0).clamp(1.0, 60.0);
            camera.begin(pass, most as u32).await?;
            Ok(Value::Null)
        }
        "stopRecord" => {
            let shot = camera.end(pass).await?;
            let (path, thumb) = kept(parts, slot, &shot)?;
            Ok(
                json!({ "tempVideoPath": path, "tempThumbPath": thumb, "width": shot.width, "height": shot.height, "size": shot.bytes.len() }),
            )
        }
        "setZoom" => {
            let zoom = args.number("zoom")?;
            if !zoom.is_finite() || zoom < 1.0 {
                return Err(ArgError("parameter.zoom should be a number from 1;".into()).into());
            }
            Ok(json!({ "zoom": camera.zoom(pass, zoom.min(100.0)).await? }))
        }
        _ => Err(Failure::NotSupported),
    }
}

/// What was taken, as temporary files: itself, and its small picture where it has one.
fn kept(parts: &Parts, slot: Slot, shot: &Shot) -> Result<(String, String), Failure> {
    let space = files::space(parts, slot)?;
    let make = |bytes: &[u8]| space.make_temp(bytes, "").map_err(|why| Failure::File(why.into()));
    let path = make(&shot.bytes)?;
    let thumb = if shot.thumb.is_empty() { String::new() } else { make(&shot.thumb)? };
    Ok((path, thumb))
}
