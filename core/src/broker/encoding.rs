//! Text and bytes by the names of encodings that WeChat's file members take. Without a name, data are bytes, which cross
//! the bridge as `{"$bytes": base64}`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde_json::{Value, json};

use crate::api::{ArgError, Failure, FileWords};

/// As programs write it: with or without padding.
const LENIENT: GeneralPurpose =
    GeneralPurpose::new(&base64::alphabet::STANDARD, GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent));

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Encoding {
    Ascii,
    Base64,
    Latin1,
    Hex,
    Utf16,
    Utf8,
}

fn invalid(text: String) -> Failure {
    Failure::File(FileWords { text, errno: 1_300_022 })
}

fn named(name: &str) -> Result<Encoding, Failure> {
    Ok(match name.to_ascii_lowercase().as_str() {
        "ascii" => Encoding::Ascii,
        "base64" => Encoding::Base64,
        "binary" | "latin1" => Encoding::Latin1,
        "hex" => Encoding::Hex,
        "ucs2" | "ucs-2" | "utf16le" | "utf-16le" => Encoding::Utf16,
        "utf8" | "utf-8" => Encoding::Utf8,
        _ => return Err(invalid(format!("invalid encoding \"{}\"", crate::api::shown(name)))),
    })
}

/// What a member answers for bytes: text in an encoding, or the bytes.
pub(super) fn told(bytes: &[u8], encoding: Option<&str>) -> Result<Value, Failure> {
    let Some(encoding) = encoding else { return Ok(json!({ "$bytes": STANDARD.encode(bytes) })) };
    Ok(Value::String(match named(encoding)? {
        Encoding::Ascii => bytes.iter().map(|byte| char::from(byte & 0x7f)).collect(),
        Encoding::Latin1 => bytes.iter().map(|byte| char::from(*byte)).collect(),
        Encoding::Base64 => STANDARD.encode(bytes),
        Encoding::Hex => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
        Encoding::Utf8 => String::from_utf8_lossy(bytes).into_owned(),
        Encoding::Utf16 => {
            let units = bytes
                .chunks_exact(2)
                .map(|pair| u16::from_le_bytes([pair.first().copied().unwrap_or(0), pair.get(1).copied().unwrap_or(0)]));
            String::from_utf16_lossy(&units.collect::<Vec<u16>>())
        }
    }))
}

/// The bytes of data that a program gave: text in an encoding (UTF-8 unless it says), or bytes.
pub(super) fn given(data: Option<&Value>, encoding: Option<&str>) -> Result<Vec<u8>, Failure> {
    let wrong = |kind: &str| ArgError(format!("parameter.data should be String instead of {kind};")).into();
    match data {
        Some(Value::String(text)) => bytes_of(text, named(encoding.unwrap_or("utf8"))?),
        Some(Value::Object(fields)) => match fields.get("$bytes").and_then(Value::as_str) {
            Some(text) => LENIENT.decode(text).map_err(|_| wrong("Object")),
            None => Err(wrong("Object")),
        },
        Some(Value::Array(_)) => Err(wrong("Array")),
        Some(Value::Number(_)) => Err(wrong("Number")),
        Some(Value::Bool(_)) => Err(wrong("Boolean")),
        Some(Value::Null) => Err(wrong("Null")),
        None => Err(wrong("Undefined")),
    }
}

fn bytes_of(text: &str, encoding: Encoding) -> Result<Vec<u8>, Failure> {
    Ok(match encoding {
        Encoding::Utf8 => text.as_bytes().to_vec(),
        // As in Node: what does not fit into a byte is cut.
        Encoding::Ascii | Encoding::Latin1 => text.encode_utf16().map(|unit| (unit & 0xff) as u8).collect(),
        Encoding::Utf16 => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        Encoding::Base64 => {
            let letters: String = text.chars().filter(|c| !c.is_whitespace()).map(url_safe).collect();
            LENIENT.decode(letters).map_err(|_| Failure::File(FileWords { text: "base64 encode error".into(), errno: 1_300_203 }))?
        }
        Encoding::Hex => hex(text).ok_or_else(|| invalid("Invalid argument".into()))?,
    })
}

fn url_safe(c: char) -> char {
    match c {
        '-' => '+',
        '_' => '/',
        c => c,
    }
}

fn hex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).map(|digit| digit as u8);
    text.as_bytes().chunks(2).map(|pair| Some(digit(*pair.first()?)? << 4 | digit(*pair.get(1)?)?)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_encoding_gives_back_what_it_took() {
        for (encoding, text, bytes) in [
            ("utf8", "hé 中", "hé 中".as_bytes()),
            ("ascii", "abc", b"abc"),
            ("latin1", "\u{e9}", b"\xe9"),
            ("binary", "\u{ff}\0", b"\xff\0"),
            ("hex", "00ff10", b"\0\xff\x10"),
            ("base64", "AP8=", b"\0\xff"),
            ("utf16le", "中a", b"\x2d\x4e\x61\0"),
            ("UCS-2", "a", b"a\0"),
        ] {
            assert_eq!(given(Some(&json!(text)), Some(encoding)).unwrap(), bytes, "{encoding}");
            assert_eq!(told(bytes, Some(encoding)).unwrap(), json!(text), "{encoding}");
        }
        assert_eq!(told(b"\0", None).unwrap(), json!({ "$bytes": "AA==" }));
        assert_eq!(given(Some(&json!({ "$bytes": "AA==" })), None).unwrap(), b"\0");
    }

    #[test]
    fn what_does_not_fit_is_told() {
        let words = |data: Value, encoding: &str| given(Some(&data), Some(encoding)).unwrap_err().to_string();
        assert_eq!(words(json!("x"), "latin9"), "invalid encoding \"latin9\"");
        assert_eq!(words(json!("%"), "base64"), "base64 encode error");
        assert_eq!(words(json!("0"), "hex"), "Invalid argument");
        assert_eq!(words(json!([1]), "utf8"), "parameter error: parameter.data should be String instead of Array;");
        assert!(given(None, None).is_err());
    }
}
