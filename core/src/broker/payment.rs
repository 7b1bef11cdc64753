//! `wx.requestPayment`: reads the order that the merchant's server prepared, and hands it to the host.

use serde_json::Value;

use super::local::Parts;
use crate::api::{Args, Failure};
use crate::host::PayOrder;
use crate::permission::Pass;

/// Most bytes of each text of an order.
const MAX_TEXT: usize = 4096;
/// Longest words for what is bought.
const MAX_GOODS: usize = 120;

pub(super) async fn pay(parts: &Parts, args: &Args, pass: Pass) -> Result<Value, Failure> {
    let info = parts.gate.info(pass.slot())?;
    let text = |name: &str| -> Result<String, Failure> {
        let text = args.string(name)?;
        if text.len() > MAX_TEXT { Err(Failure::Other(format!("parameter.{name} is too long"))) } else { Ok(text) }
    };
    let (time_stamp, nonce, package) = (text("timeStamp")?, text("nonceStr")?, text("package")?);
    let sign = text("paySign")?;
    let mut order = PayOrder {
        app_id: info.app_id.clone(),
        app_name: info.name.clone(),
        prepay_id: String::new(),
        amount: None,
        currency: "CNY".into(),
        goods: String::new(),
        time_stamp,
        nonce,
        sign_type: args.opt_string("signType")?.unwrap_or_else(|| "MD5".into()),
        sign,
    };
    read_package(&package, &mut order)?;
    parts.hosts.payment.pay(pass, order).await?;
    Ok(Value::Null)
}

/// `prepay_id=...`, and after it what a test merchant tells of the order, with the names of WeChat's order API.
fn read_package(package: &str, order: &mut PayOrder) -> Result<(), Failure> {
    let bad = |what: &str| Failure::Other(format!("invalid package: {what}"));
    for (name, value) in url::form_urlencoded::parse(package.as_bytes()) {
        match &*name {
            "prepay_id" => order.prepay_id = value.into_owned(),
            "total_fee" => order.amount = Some(value.parse().map_err(|_| bad("total_fee should be a whole number of the smallest unit"))?),
            "fee_type" if value.len() == 3 && value.bytes().all(|byte| byte.is_ascii_uppercase()) => order.currency = value.into_owned(),
            "fee_type" => return Err(bad("fee_type should be three capital letters")),
            "body" => order.goods = value.chars().filter(|c| !c.is_control()).take(MAX_GOODS).collect(),
            _ => {}
        }
    }
    if order.prepay_id.is_empty() { Err(bad("it should start with prepay_id=")) } else { Ok(()) }
}
