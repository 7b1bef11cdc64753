//! `wx.requestSubscribeMessage`: asks about each kind of message once, and remembers where the person wants that.

use serde_json::{Map, Value, json};

use super::local::Parts;
use crate::api::{Args, Failure};
use crate::host::{HostError, SubscribeAnswer, SubscribeAsk};
use crate::permission::Pass;
use crate::store::Owner;

/// Most kinds of one question, as in WeChat.
const MAX_TEMPLATES: usize = 5;
/// Longest name of a kind.
const MAX_NAME: usize = 128;
/// Most kinds that are remembered for one mini-program.
const MAX_REMEMBERED: usize = 100;
/// Where an answer is kept.
const PREFIX: &str = "subscribe:";

fn templates(args: &Args) -> Result<Vec<String>, Failure> {
    let fail = |code, text: &str| Failure::Coded { code, text: text.into() };
    let ids = match args.value("tmplIds") {
        None | Some(Value::Null) => return Err(fail(10001, "TmplIds can't be empty")),
        Some(_) => args.strings("tmplIds")?,
    };
    if ids.is_empty() {
        return Err(fail(10001, "TmplIds can't be empty"));
    }
    if ids.len() > MAX_TEMPLATES {
        return Err(fail(20003, "Templates count out of max bounds"));
    }
    if ids.iter().any(|id| id.is_empty() || id.len() > MAX_NAME || id.chars().any(char::is_control)) {
        return Err(fail(10004, "Invalid template id"));
    }
    let mut once: Vec<String> = Vec::new();
    for id in ids {
        if !once.contains(&id) {
            once.push(id);
        }
    }
    Ok(once)
}

fn word(accepted: bool) -> &'static str {
    if accepted { "accept" } else { "reject" }
}

pub(super) async fn subscribe(parts: &Parts, args: &Args, pass: Pass) -> Result<Value, Failure> {
    let ids = templates(args)?;
    let info = parts.gate.info(pass.slot())?;
    let owner = super::local::owner(&info);
    let known = remembered(parts, &owner)?;
    let open: Vec<String> = ids.iter().filter(|id| !known.contains_key(*id)).cloned().collect();
    let said = if open.is_empty() {
        SubscribeAnswer::default()
    } else {
        let ask = SubscribeAsk { app_id: info.app_id.clone(), app_name: info.name.clone(), templates: open.clone() };
        match parts.hosts.messages.subscribe(pass, ask).await {
            // Closing the sheet is a no to each, as in WeChat.
            Err(HostError::Cancelled) => SubscribeAnswer::default(),
            said => said?,
        }
    };
    if said.always && known.len() + open.len() <= MAX_REMEMBERED {
        for id in &open {
            parts.store.keep(&owner, &format!("{PREFIX}{id}"), Some(word(said.accepted.contains(id)))).map_err(failed)?;
        }
    }
    let answer = |id: String| {
        let value = known.get(&id).cloned().unwrap_or_else(|| word(said.accepted.contains(&id)).into());
        (id, value)
    };
    Ok(Value::Object(ids.into_iter().map(answer).collect()))
}

/// The answers that hold for good, by kind.
fn remembered(parts: &Parts, owner: &Owner) -> Result<Map<String, Value>, Failure> {
    let kept = parts.store.kept_with(owner, PREFIX).map_err(failed)?;
    Ok(kept.into_iter().map(|(key, value)| (key.trim_start_matches(PREFIX).to_owned(), value.into())).collect())
}

/// `subscriptionsSetting` of `wx.getSetting`.
pub(super) fn settings(parts: &Parts, owner: &Owner) -> Result<Value, Failure> {
    Ok(json!({ "mainSwitch": true, "itemSettings": remembered(parts, owner)? }))
}

fn failed(error: crate::store::StoreError) -> Failure {
    Failure::Other(error.to_string())
}
