//! `getRandomValues`: bytes of the phone's own generator. Without them it fails; nothing stands in for them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::api::{ArgError, Args, Failure};
use crate::host::Hosts;

/// Most bytes of one call, as in WeChat.
const MOST: f64 = 1_048_576.0;

/// Does it.
pub(super) fn values(hosts: &Hosts, args: &Args) -> Result<Value, Failure> {
    let length = args.number("length")?;
    if length.fract() != 0.0 || !(1.0..=MOST).contains(&length) {
        return Err(ArgError(format!("parameter.length should be a whole number from 1 to {MOST};")).into());
    }
    let mut bytes = vec![0; length as usize];
    hosts.random.fill(&mut bytes)?;
    Ok(json!({ "randomValues": { "$bytes": STANDARD.encode(&bytes) } }))
}
