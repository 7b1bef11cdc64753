//! Calls of members of the integrator's own. What they get and answer is the integrator's business; it is only made sure
//! that it is JSON.

use serde_json::Value;

use super::local::Parts;
use crate::api::{Args, Failure, Row};
use crate::host::OwnCaller;
use crate::permission::Pass;

pub(super) async fn call(parts: &Parts, row: &Row, args: &Args, pass: Pass) -> Result<Value, Failure> {
    let api = parts.hosts.own.get(row.name).ok_or(Failure::NotSupported)?;
    let info = parts.gate.info(pass.slot())?;
    let caller = OwnCaller { slot: pass.slot(), app_id: info.app_id.clone(), app_name: info.name.clone(), version: info.version };
    let answer = api.call(pass, caller, args.to_json()).await?;
    match serde_json::from_str(&answer) {
        Ok(fields @ (Value::Object(_) | Value::Null)) => Ok(fields),
        _ => Err(Failure::Other("the host's answer is no JSON object".into())),
    }
}
