//! Small plain formats: telephone, message, mail, place, wireless network, contacts, bookmarks. It must not open links:
//! a bookmark's address goes through `link` like any other.

use super::{Code, CodeError, Contact, Wifi, link};

/// Reads one of the plain formats; `None` when it is none.
pub(super) fn read(text: &str) -> Option<Result<Code, CodeError>> {
    let (head, rest) = text.split_once(':')?;
    let code = match head.to_ascii_uppercase().as_str() {
        "TEL" => Code::Phone(phone(rest)?),
        "SMS" | "SMSTO" | "MMS" | "MMSTO" => {
            let (number, body) = rest.split_once([':', '?']).unwrap_or((rest, ""));
            let body = body.strip_prefix("body=").map_or_else(|| body.to_string(), percent);
            Code::Sms { number: phone(number)?, body }
        }
        "MAILTO" => mail(rest),
        "MATMSG" => {
            let field = |key: &str| fields(rest).into_iter().find(|(name, _)| name == key).map(|(_, value)| value).unwrap_or_default();
            Code::Mail { address: field("TO"), subject: field("SUB"), body: field("BODY") }
        }
        "GEO" => place(rest)?,
        "WIFI" => Code::Wifi(wifi(rest)?),
        "MECARD" | "BIZCARD" => Code::Contact(card(rest)),
        "BEGIN" if rest.get(..5).is_some_and(|kind| kind.eq_ignore_ascii_case("VCARD")) => Code::Contact(vcard(text)),
        "MEBKM" => {
            let address = fields(rest).into_iter().find(|(name, value)| name == "URL" && !value.is_empty())?.1;
            return link::read(&address, &[], 0);
        }
        "URL" | "URLTO" => return link::read(rest, &[], 0),
        _ => return None,
    };
    Some(Ok(code))
}

/// A number to dial. Codes such as `*#06#` act at once on some phones, so only plain numbers are taken.
fn phone(text: &str) -> Option<String> {
    let number = percent(text.split([';', '?']).next().unwrap_or_default());
    let number = number.trim();
    let plain =
        number.chars().enumerate().all(|(at, c)| c.is_ascii_digit() || (c == '+' && at == 0) || matches!(c, ' ' | '-' | '.' | '(' | ')'));
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    (plain && (2..=20).contains(&digits)).then(|| number.to_string())
}

fn mail(rest: &str) -> Code {
    let (address, query) = rest.split_once('?').unwrap_or((rest, ""));
    let field = |key: &str| {
        let pair = query.split('&').find_map(|pair| pair.split_once('=').filter(|(name, _)| name.eq_ignore_ascii_case(key)));
        pair.map(|(_, value)| percent(value)).unwrap_or_default()
    };
    Code::Mail { address: percent(address), subject: field("subject"), body: field("body") }
}

fn place(rest: &str) -> Option<Code> {
    let mut numbers = rest.split(['?', ';']).next()?.split(',').map(str::trim);
    let (latitude, longitude) = (numbers.next()?, numbers.next()?);
    let within = |text: &str, limit: f64| text.parse::<f64>().is_ok_and(|degrees| degrees.abs() <= limit);
    (within(latitude, 90.0) && within(longitude, 180.0)).then(|| Code::Place { latitude: latitude.into(), longitude: longitude.into() })
}

fn wifi(rest: &str) -> Option<Wifi> {
    let mut wifi = Wifi::default();
    for (name, value) in fields(rest) {
        match name.as_str() {
            "S" => wifi.ssid = value,
            "P" => wifi.password = value,
            "T" => wifi.security = value,
            "H" => wifi.hidden = value.eq_ignore_ascii_case("true"),
            _ => {}
        }
    }
    (!wifi.ssid.is_empty()).then_some(wifi)
}

fn card(rest: &str) -> Contact {
    let mut contact = Contact::default();
    let mut name = [String::new(), String::new()];
    for (key, value) in fields(rest) {
        match key.as_str() {
            "N" => name[0] = value.split(',').map(str::trim).rev().collect::<Vec<_>>().join(" ").trim().to_string(),
            "X" => name[1] = value,
            "TEL" | "B" | "M" | "F" => contact.phones.push(value),
            "EMAIL" | "E" => contact.mails.push(value),
            "ADR" | "A" => contact.addresses.push(value),
            "URL" => contact.links.push(value),
            "ORG" | "C" => contact.organization = value,
            "TITLE" | "T" => contact.title = value,
            "NOTE" => contact.note = value,
            _ => {}
        }
    }
    contact.name = name.join(" ").trim().to_string();
    contact
}

/// `KEY:value;KEY:value;;` with `\` before `\ ; : ,` and `"`.
fn fields(text: &str) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    let mut key: Option<String> = None;
    let mut part = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => part.extend(chars.next()),
            ':' if key.is_none() => key = Some(std::mem::take(&mut part).trim().to_ascii_uppercase()),
            ';' => {
                let value = std::mem::take(&mut part);
                fields.extend(key.take().map(|key| (key, value)));
            }
            _ => part.push(c),
        }
    }
    fields.extend(key.map(|key| (key, part)));
    fields
}

fn vcard(text: &str) -> Contact {
    let mut contact = Contact::default();
    // A line that begins with a blank goes on with the one before.
    let unfolded = text.replace("\r\n", "\n").replace("\n ", "").replace("\n\t", "");
    for line in unfolded.lines() {
        let Some((head, value)) = line.split_once(':') else { continue };
        let mut head = head.split(';');
        let name = head.next().unwrap_or_default();
        let name = name.rsplit('.').next().unwrap_or_default().to_ascii_uppercase();
        let quoted = head.any(|option| option.to_ascii_uppercase().ends_with("QUOTED-PRINTABLE"));
        let value = if quoted { percent(&value.replace('=', "%")) } else { value.to_string() };
        let parts = || value.split(';').map(plain_text).filter(|part| !part.is_empty()).collect::<Vec<_>>();
        match name.as_str() {
            "FN" => contact.name = plain_text(&value),
            "N" if contact.name.is_empty() => contact.name = parts().into_iter().rev().collect::<Vec<_>>().join(" "),
            "ORG" => contact.organization = parts().join(", "),
            "TITLE" => contact.title = plain_text(&value),
            "TEL" => contact.phones.push(plain_text(value.strip_prefix("tel:").unwrap_or(&value))),
            "EMAIL" => contact.mails.push(plain_text(&value)),
            "ADR" => contact.addresses.push(parts().join(", ")),
            "URL" => contact.links.push(plain_text(&value)),
            "NOTE" => contact.note = plain_text(&value),
            _ => {}
        }
    }
    contact
}

fn plain_text(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.trim().chars();
    while let Some(c) = chars.next() {
        match (c, c == '\\') {
            (_, true) => match chars.next() {
                Some('n' | 'N') => out.push('\n'),
                Some(other) => out.push(other),
                None => {}
            },
            (c, false) => out.push(c),
        }
    }
    out
}

fn percent(text: &str) -> String {
    link::decoded(text)
}
