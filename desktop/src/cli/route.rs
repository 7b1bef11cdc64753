//! `banchan route TEXT`: what the text of a code, or a link, means. Nothing is fetched.

use banchan_formats::code::{self, Code, LinkRule, Payment};
use clap::Args;
use serde_json::json;

use super::core::PlaceArguments;
use super::out::{self, Failure, Verdict};

#[derive(Args, Debug)]
pub(super) struct RouteArguments {
    /// The text of a code, or a link
    #[arg(value_name = "TEXT", allow_hyphen_values = true)]
    text: String,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: PlaceArguments,
}

pub(super) fn run(arguments: &RouteArguments) -> Result<Verdict, Failure> {
    let routed = code::route(&arguments.text, &rules(&arguments.place)?);
    if arguments.json {
        let error = routed.as_ref().err().map(ToString::to_string);
        out::json(&json!({ "text": arguments.text, "code": routed.as_ref().ok(), "error": error }));
        return Ok(Verdict::of(routed.is_ok()));
    }
    match routed {
        Ok(code) => {
            out::line(sentence(&code));
            Ok(Verdict::Yes)
        }
        Err(error) => {
            eprintln!("{error}");
            Ok(Verdict::No)
        }
    }
}

/// The ordinary links that the mini-programs of all registries have registered.
fn rules(place: &PlaceArguments) -> Result<Vec<LinkRule>, Failure> {
    let registries = place.registries()?;
    Ok(registries.iter().flat_map(|registry| registry.releases()).flat_map(|release| release.app.links.clone()).collect())
}

/// What a code means, for a person.
pub(super) fn sentence(code: &Code) -> String {
    match code {
        Code::MiniProgram(target) => {
            let page = target.path.as_deref().unwrap_or("its first page");
            let query = if target.query.is_empty() { String::new() } else { format!(" with {}", target.query) };
            format!("Mini-program {}: opens {page}{query}", target.app_id)
        }
        Code::Closed { why, .. } => format!("Closed: {why}"),
        Code::Payment(Payment::WechatPay { .. }) => "A payment: only WeChat can pay it.".into(),
        Code::Payment(Payment::Alipay { .. }) => "A payment: only Alipay can pay it.".into(),
        Code::Payment(Payment::UnionPay { .. }) => "A payment: pay it with an app of UnionPay.".into(),
        Code::Payment(Payment::Emv(payment)) => {
            let amount = if payment.amount.is_empty() {
                "an amount that you enter".into()
            } else {
                format!("{} (currency {})", payment.amount, payment.currency)
            };
            format!("A payment to {} in {}: {amount}", payment.merchant, payment.city)
        }
        Code::WebPage(link) => format!("Web page: {link}"),
        Code::Contact(contact) => {
            let more: Vec<&str> = contact.phones.iter().chain(&contact.mails).map(String::as_str).collect();
            format!("Contact: {} {}", contact.name, more.join(", ")).trim_end().into()
        }
        Code::Wifi(wifi) => {
            format!("Wireless network {} ({})", wifi.ssid, if wifi.password.is_empty() { "open" } else { "with a password" })
        }
        Code::Phone(number) => format!("Telephone: {number}"),
        Code::Sms { number, body } => format!("Text message to {number}: {body}").trim_end_matches(": ").into(),
        Code::Mail { address, .. } => format!("Mail to {address}"),
        Code::Place { latitude, longitude } => format!("Place: {latitude}, {longitude}"),
        Code::Text(text) => format!("Text: {text}"),
    }
}
