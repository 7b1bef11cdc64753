//! Calls about who uses the phone: signing in, name and picture, number, address. Each has its [`Pass`]; what the person
//! is asked, the host asks.

use banchan_formats::code::AppId;
use base64::Engine as _;
use serde_json::{Value, json};

use super::local::Parts;
use crate::api::{Args, Failure};
use crate::host::{Address, HostError, PersonAsk, Profile};
use crate::permission::{Pass, Slot};
use crate::store::Owner;

/// Longest reason for wanting to know the person, in characters, as in WeChat.
const MAX_REASON: usize = 30;
/// Most addresses of a book.
const MAX_ADDRESSES: usize = 50;
/// Where the book is kept.
const BOOK: &str = "addresses";
/// What everybody is called who was not asked, as in WeChat.
const ANYBODY: &str = "微信用户";
/// And what everybody looks like.
const GREY: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 132 132'%3E%3Cpath fill='%23d8dbda' d='M0 0h132v132H0z'/%3E%3Cg fill='%23fff'%3E%3Ccircle cx='66' cy='52' r='24'/%3E%3Cpath d='M22 132a44 44 0 0 1 88 0z'/%3E%3C/g%3E%3C/svg%3E";

fn app(parts: &Parts, pass: &Pass) -> Result<AppId, Failure> {
    Ok(parts.gate.info(pass.slot())?.app_id.clone())
}

fn ask(parts: &Parts, pass: &Pass, reason: String) -> Result<PersonAsk, Failure> {
    let info = parts.gate.info(pass.slot())?;
    Ok(PersonAsk { app_id: info.app_id.clone(), app_name: info.name.clone(), reason })
}

pub(super) async fn login(parts: &Parts, pass: Pass) -> Result<Value, Failure> {
    let app = app(parts, &pass)?;
    Ok(json!({ "code": parts.hosts.identity.login(pass, app).await? }))
}

pub(super) async fn check_session(parts: &Parts, pass: Pass) -> Result<Value, Failure> {
    let app = app(parts, &pass)?;
    if parts.hosts.identity.signed_in(pass, app).await? {
        return Ok(Value::Null);
    }
    Err(Failure::Other("session time out, need relogin".into()))
}

/// The answer of `getUserInfo` and `getUserProfile`. There is nothing that only the platform's keys could open, so the
/// encrypted fields are there and empty.
fn told(profile: Profile, args: &Args) -> Result<Value, Failure> {
    let language = args.opt_string("lang")?.unwrap_or_else(|| "en".into());
    let person = json!({
        "nickName": profile.nick_name, "avatarUrl": profile.avatar_url, "gender": 0, "language": language,
        "city": "", "province": "", "country": "",
    });
    let raw = person.to_string();
    Ok(json!({ "userInfo": person, "rawData": raw, "signature": "", "encryptedData": "", "iv": "" }))
}

/// As WeChat does since 2021: nobody is asked, and nothing is told.
pub(super) fn user_info(args: &Args) -> Result<Value, Failure> {
    told(Profile { nick_name: ANYBODY.into(), avatar_url: GREY.into() }, args)
}

pub(super) async fn user_profile(parts: &Parts, args: &Args, pass: Pass) -> Result<Value, Failure> {
    let reason = args.string("desc")?;
    if reason.is_empty() || reason.chars().count() > MAX_REASON {
        return Err(Failure::Other("desc length does not meet the requirements".into()));
    }
    let ask = ask(parts, &pass, reason)?;
    match parts.hosts.identity.profile(pass, ask).await {
        Err(HostError::Cancelled) => Err(Failure::AuthDeny),
        profile => told(profile?, args),
    }
}

pub(super) async fn address(parts: &Parts, pass: Pass) -> Result<Value, Failure> {
    let owner = Owner::person().of(&parts.gate.info(pass.slot())?.user);
    let failed = |error: crate::store::StoreError| Failure::Other(error.to_string());
    let ask = ask(parts, &pass, String::new())?;
    let kept = parts.store.kept(&owner, BOOK).map_err(failed)?.unwrap_or_default();
    // A book that can't be read is an empty one: the person can write it again.
    let before: Vec<Address> = serde_json::from_str(&kept).unwrap_or_default();
    let mut answer = parts.hosts.identity.address(pass, ask, before.clone()).await?;
    answer.book.truncate(MAX_ADDRESSES);
    if answer.book != before {
        let text = serde_json::to_string(&answer.book).map_err(|error| Failure::Other(error.to_string()))?;
        parts.store.keep(&owner, BOOK, Some(&text)).map_err(failed)?;
    }
    let chosen = answer.chosen.and_then(|at| answer.book.get(at)).ok_or(Failure::Cancel)?;
    let mut value = serde_json::to_value(chosen).map_err(|error| Failure::Other(error.to_string()))?;
    if let Some(fields) = value.as_object_mut() {
        fields.insert("detailInfoNew".into(), chosen.detail_info.clone().into());
    }
    Ok(value)
}

/// What a button with `open-type="getPhoneNumber"` gives: a code for the server, never the number.
pub(super) async fn phone_number(parts: &Parts, pass: Pass) -> Result<Value, Failure> {
    let ask = ask(parts, &pass, String::new())?;
    match parts.hosts.identity.phone_code(pass, ask).await {
        Err(HostError::Cancelled) => Err(Failure::Other("user deny".into())),
        code => Ok(json!({ "code": code?, "encryptedData": "", "iv": "" })),
    }
}

/// What a button with `open-type="chooseAvatar"` gives: the picture as a temporary file.
pub(super) async fn avatar(parts: &Parts, slot: Slot, pass: Pass) -> Result<Value, Failure> {
    let ask = ask(parts, &pass, String::new())?;
    let url = parts.hosts.identity.avatar(pass, ask).await?;
    let bad = || Failure::Other("the picture can't be read".into());
    let space = parts.shelf.get(slot).ok_or(Failure::Abort)?;
    let (head, data) = url.strip_prefix("data:").and_then(|rest| rest.split_once(',')).ok_or_else(bad)?;
    let (kind, bytes) = match head.strip_suffix(";base64") {
        Some(kind) => (kind, base64::engine::general_purpose::STANDARD.decode(data).map_err(|_| bad())?),
        None => (head, unescaped(data)),
    };
    let media = kind.split(';').next().unwrap_or_default();
    let path = space.make_temp(&bytes, crate::files::ending_of(media)).map_err(|_| bad())?;
    Ok(json!({ "avatarUrl": path }))
}

/// What `%xx` stands for.
fn unescaped(text: &str) -> Vec<u8> {
    let (mut out, mut rest) = (Vec::with_capacity(text.len()), text.as_bytes());
    while let Some((first, after)) = rest.split_first() {
        let pair = after.get(..2).and_then(|pair| std::str::from_utf8(pair).ok());
        match pair.and_then(|pair| u8::from_str_radix(pair, 16).ok()).filter(|_| *first == b'%') {
            Some(byte) => {
                out.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                out.push(*first);
                rest = after;
            }
        }
    }
    out
}
