//! Merchants' payment codes after EMVCo (QRCPS, merchant presented): fields of two digits, a length in characters, and a
//! checksum at the end. It must not pay or look anything up.

use serde::Serialize;

use super::CodeError;

/// What a merchant's code says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct EmvPayment {
    /// Where the money goes, one entry a payment network.
    pub accounts: Vec<EmvAccount>,
    /// The merchant's name (field 59).
    pub merchant: String,
    /// The merchant's name in the local language (field 64-01); empty when there is none.
    pub merchant_local: String,
    /// The city (field 60).
    pub city: String,
    /// The country, two letters (field 58).
    pub country: String,
    /// ISO 4217 number of the currency (field 53), `156` is yuan, `410` is won.
    pub currency: String,
    /// The amount as written; empty when the payer enters it (field 54).
    pub amount: String,
    /// Whether the code is for one payment only (field 01 is 12).
    pub once: bool,
}

/// One network's account in a payment code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct EmvAccount {
    /// Number of the field, 2 to 51.
    pub field: u8,
    /// The network's name for itself (sub-field 00), such as `hk.com.hkicl`; empty for card networks.
    pub network: String,
    /// The content as written.
    pub text: String,
}

/// Whether a text claims to be such a code: it begins with "payload format 01".
pub(super) fn looks_like(text: &str) -> bool {
    text.starts_with("000201") && text.len() > 20 && text.bytes().take(8).all(|b| b.is_ascii_digit())
}

/// Reads a code, its checksum first.
pub(super) fn read(text: &str) -> Result<EmvPayment, CodeError> {
    let damaged = |reason| CodeError::DamagedPayment { reason };
    let (body, sum) = text.len().checked_sub(4).and_then(|at| text.split_at_checked(at)).ok_or(damaged("its checksum is missing"))?;
    if !body.ends_with("6304") {
        return Err(damaged("its checksum is missing"));
    }
    let sum = u16::from_str_radix(sum, 16).map_err(|_| damaged("its checksum is missing"))?;
    if crc(body.as_bytes()) != sum {
        return Err(damaged("its checksum is wrong"));
    }
    let fields = fields(text).ok_or(damaged("a field is cut off"))?;
    let mut payment = EmvPayment::default();
    for (field, value) in fields {
        match field {
            1 => payment.once = value == "12",
            2..=51 => {
                let network =
                    self::fields(&value).unwrap_or_default().into_iter().find(|(sub, _)| *sub == 0 && field >= 26).map(|(_, text)| text);
                payment.accounts.push(EmvAccount { field, network: network.unwrap_or_default(), text: value });
            }
            53 => payment.currency = value,
            54 => payment.amount = value,
            58 => payment.country = value,
            59 => payment.merchant = value,
            60 => payment.city = value,
            64 => {
                let local = self::fields(&value).unwrap_or_default().into_iter().find(|(sub, _)| *sub == 1);
                payment.merchant_local = local.map(|(_, text)| text).unwrap_or_default();
            }
            _ => {}
        }
    }
    if payment.amount.chars().any(|c| !c.is_ascii_digit() && c != '.') {
        return Err(damaged("its amount is no number"));
    }
    Ok(payment)
}

/// Number, length and value one after the other; lengths count characters. `None` when the last is cut off.
fn fields(text: &str) -> Option<Vec<(u8, String)>> {
    let mut chars = text.chars();
    let mut fields = Vec::new();
    loop {
        let head: String = chars.by_ref().take(4).collect();
        if head.is_empty() {
            return Some(fields);
        }
        let digits = head.len() == 4 && head.bytes().all(|b| b.is_ascii_digit());
        let (number, length) = head.split_at_checked(2).filter(|_| digits)?;
        let length: usize = length.parse().ok()?;
        let value: String = chars.by_ref().take(length).collect();
        if value.chars().count() != length {
            return None;
        }
        fields.push((number.parse().ok()?, value));
    }
}

/// CRC-16/CCITT-FALSE: polynomial 0x1021, start 0xFFFF, over the UTF-8 bytes up to and with `6304`.
pub(super) fn crc(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xFFFF, |crc: u16, byte| {
        (0..8).fold(crc ^ (u16::from(*byte) << 8), |crc, _| if crc & 0x8000 == 0 { crc << 1 } else { (crc << 1) ^ 0x1021 })
    })
}
