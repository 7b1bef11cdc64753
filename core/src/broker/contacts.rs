//! The address book: what a program wants to be saved becomes a vCard of bounded size, and what the person chose is told as WeChat does.

use serde_json::{Value, json};

use super::local::Parts;
use crate::api::{Args, Failure};
use crate::host::NewContact;
use crate::permission::Pass;

/// Longest text of one field, in characters.
const LONGEST: usize = 500;
/// Most numbers of a chosen entry that are told.
const MAX_PHONES: usize = 20;

/// Numbers: the option and what a vCard calls its kind, in the order in which a book shows them.
const PHONES: [(&str, &str); 6] = [
    ("mobilePhoneNumber", "CELL"),
    ("workPhoneNumber", "WORK"),
    ("homePhoneNumber", "HOME"),
    ("hostNumber", "MAIN"),
    ("workFaxNumber", "WORK,FAX"),
    ("homeFaxNumber", "HOME,FAX"),
];

/// `addPhoneContact`.
pub(super) async fn add(parts: &Parts, args: &Args, pass: Pass) -> Result<Value, Failure> {
    // The only one that must be there.
    args.string("firstName")?;
    parts.hosts.contacts.add(pass, contact(args)?).await?;
    Ok(Value::Null)
}

/// `chooseContact`.
pub(super) async fn choose(parts: &Parts, pass: Pass) -> Result<Value, Failure> {
    let chosen = parts.hosts.contacts.choose(pass).await?;
    let phones: Vec<String> = chosen.phones.into_iter().take(MAX_PHONES).collect();
    let first = phones.first().cloned().unwrap_or_default();
    Ok(json!({ "phoneNumber": first, "displayName": chosen.name, "phoneNumberList": phones.join(",") }))
}

fn contact(args: &Args) -> Result<NewContact, Failure> {
    let field = |name: &str| -> Result<String, Failure> {
        Ok(args.text(name)?.chars().filter(|c| !c.is_control() || *c == '\n').take(LONGEST).collect())
    };
    let names = [field("lastName")?, field("firstName")?, field("middleName")?];
    let joined = |parts: &[&String], between: &str| {
        parts.iter().filter(|part| !part.is_empty()).map(|part| part.as_str()).collect::<Vec<_>>().join(between)
    };
    let [last, first, middle] = &names;
    let mut made = NewContact {
        name: joined(&[first, middle, last], " "),
        mail: field("email")?,
        organization: field("organization")?,
        title: field("title")?,
        note: field("remark")?,
        ..NewContact::default()
    };
    let mut card = vec!["BEGIN:VCARD".to_owned(), "VERSION:3.0".to_owned()];
    card.push(format!("N:{};{};{};;", escaped(last), escaped(first), escaped(middle)));
    let mut line = |name: &str, text: &str| {
        if !text.is_empty() {
            card.push(format!("{name}:{}", escaped(text)));
        }
    };
    line("FN", &made.name);
    line("NICKNAME", &field("nickName")?);
    for (option, kind) in PHONES {
        let number = field(option)?;
        line(&format!("TEL;TYPE={kind}"), &number);
        if !number.is_empty() && !kind.ends_with("FAX") {
            made.phones.push(number);
        }
    }
    for (name, text) in [("EMAIL", &made.mail), ("ORG", &made.organization), ("TITLE", &made.title), ("NOTE", &made.note)] {
        line(name, text);
    }
    line("URL", &field("url")?);
    line("X-WECHAT", &field("weChatNumber")?);
    for (begin, kind) in [("address", "POSTAL"), ("workAddress", "WORK"), ("homeAddress", "HOME")] {
        let [street, city, state, code, country] =
            ["Street", "City", "State", "PostalCode", "Country"].map(|end| field(&format!("{begin}{end}")));
        let [street, city, state, code, country] = [street?, city?, state?, code?, country?];
        let whole = [&street, &city, &state, &code, &country];
        if whole.iter().all(|part| part.is_empty()) {
            continue;
        }
        if made.address.is_empty() {
            made.address = joined(&whole, ", ");
        }
        card.push(format!("ADR;TYPE={kind}:;;{}", whole.map(|part| escaped(part)).join(";")));
    }
    card.push("END:VCARD\r\n".into());
    made.card = card.join("\r\n");
    Ok(made)
}

/// A text as a value of a vCard: it can begin no other field.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_program_gives_stays_inside_of_its_field() {
        let given = json!({ "firstName": "Han\nTEL:110", "lastName": "a;b", "mobilePhoneNumber": "1\r\n2", "homePhoneNumber": 34, "homeFaxNumber": "5",
            "workAddressCity": "Seoul, Korea", "workAddressStreet": "1 Main", "remark": "x".repeat(2_000) });
        let Value::Object(fields) = given else { unreachable!() };
        let made = contact(&Args::new(fields)).unwrap();
        assert_eq!((made.phones, made.address.as_str()), (vec!["1\n2".to_owned(), "34".to_owned()], "1 Main, Seoul, Korea"));
        let lines: Vec<&str> = made.card.split("\r\n").collect();
        assert!(lines.contains(&"N:a\\;b;Han\\nTEL:110;;;"), "{lines:?}");
        assert!(lines.contains(&"TEL;TYPE=CELL:1\\n2") && lines.contains(&"ADR;TYPE=WORK:;;1 Main;Seoul\\, Korea;;;"), "{lines:?}");
        assert_eq!(lines.iter().filter(|line| line.starts_with("TEL")).count(), 3);
        assert_eq!(made.note.len(), LONGEST);
    }
}
