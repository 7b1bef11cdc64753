//! What operators and conversions do with values, as JavaScript defines them. No evaluation order, no data access.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::rc::Rc;

use banchan_formats::template::{Binary, Unary};

use super::Value;

/// Nested arrays deeper than this read as empty text.
const TEXT_DEPTH: u32 = 32;

/// `!!value`
pub(super) fn truthy(value: &Value) -> bool {
    match value {
        Value::Undefined | Value::Null => false,
        Value::Bool(flag) => *flag,
        Value::Num(number) => *number != 0.0 && !number.is_nan(),
        Value::Str(text) => !text.is_empty(),
        Value::Arr(_) | Value::Obj(_) | Value::Opaque(_) => true,
    }
}

/// `String(value)`
pub(super) fn text(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Undefined => "undefined".into(),
        Value::Null => "null".into(),
        Value::Bool(true) => "true".into(),
        Value::Bool(false) => "false".into(),
        Value::Num(number) => number_text(*number).into(),
        Value::Str(text) => Cow::Borrowed(text),
        Value::Arr(items) => {
            let mut out = String::new();
            join(items, &mut out, TEXT_DEPTH);
            out.into()
        }
        Value::Obj(_) => "[object Object]".into(),
        Value::Opaque(opaque) if opaque.is_function() => "function () { [native code] }".into(),
        Value::Opaque(_) => "[object Object]".into(),
    }
}

/// What a value shows as between texts: nothing for `undefined` and `null`.
pub(super) fn shown(value: &Value) -> Rc<str> {
    match value {
        Value::Undefined | Value::Null => Rc::from(""),
        Value::Str(text) => Rc::clone(text),
        other => Rc::from(&*text(other)),
    }
}

fn join(items: &[Value], out: &mut String, depth: u32) {
    let Some(depth) = depth.checked_sub(1) else { return };
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        match item {
            Value::Undefined | Value::Null => {}
            Value::Arr(inner) => join(inner, out, depth),
            other => out.push_str(&text(other)),
        }
    }
}

/// `String(number)`
pub(super) fn number_text(number: f64) -> String {
    if number.is_nan() {
        return "NaN".into();
    }
    if number.is_infinite() {
        return if number > 0.0 { "Infinity" } else { "-Infinity" }.into();
    }
    if number == 0.0 {
        return "0".into();
    }
    if number.fract() == 0.0 && number.abs() < 1e15 {
        return (number as i64).to_string();
    }
    // Rust gives the shortest digits too; only the layout differs.
    let scientific = format!("{number:e}");
    let Some((mantissa, exponent)) = scientific.split_once('e') else { return scientific };
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let (sign, mantissa) = match mantissa.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", mantissa),
    };
    let digits: String = mantissa.chars().filter(|c| *c != '.').collect();
    let count = digits.len() as i32;
    let point = exponent + 1;
    if (count..=21).contains(&point) {
        format!("{sign}{digits}{}", "0".repeat((point - count) as usize))
    } else if point > 0 && point <= 21 {
        let (whole, rest) = digits.split_at(point as usize);
        format!("{sign}{whole}.{rest}")
    } else if point > -6 && point <= 0 {
        format!("{sign}0.{}{digits}", "0".repeat((-point) as usize))
    } else {
        let (first, rest) = digits.split_at(1);
        let dot = if rest.is_empty() { "" } else { "." };
        let plus = if exponent > 0 { "+" } else { "" };
        format!("{sign}{first}{dot}{rest}e{plus}{exponent}")
    }
}

/// `Number(value)`
pub(super) fn number(value: &Value) -> f64 {
    match value {
        Value::Undefined => f64::NAN,
        Value::Null | Value::Bool(false) => 0.0,
        Value::Bool(true) => 1.0,
        Value::Num(number) => *number,
        Value::Str(text) => text_number(text),
        Value::Arr(_) => text_number(&text(value)),
        Value::Obj(_) | Value::Opaque(_) => f64::NAN,
    }
}

fn text_number(text: &str) -> f64 {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if text.is_empty() {
        return 0.0;
    }
    let radix = match text.get(..2) {
        Some("0x" | "0X") => 16,
        Some("0o" | "0O") => 8,
        Some("0b" | "0B") => 2,
        _ => 10,
    };
    if radix != 10 {
        let digits = &text[2..];
        if digits.is_empty() || digits.starts_with(['+', '-']) {
            return f64::NAN;
        }
        let parts = digits.chars().map(|c| c.to_digit(radix));
        return parts.fold(0.0, |sum, digit| digit.map_or(f64::NAN, |digit| sum * f64::from(radix) + f64::from(digit)));
    }
    match text {
        "Infinity" | "+Infinity" => f64::INFINITY,
        "-Infinity" => f64::NEG_INFINITY,
        // Rust also reads `inf` and `nan`.
        text if text.chars().any(|c| !matches!(c, '0'..='9' | '+' | '-' | '.' | 'e' | 'E')) => f64::NAN,
        text => text.parse().unwrap_or(f64::NAN),
    }
}

fn int32(value: &Value) -> i32 {
    uint32(value) as i32
}

fn uint32(value: &Value) -> u32 {
    let number = number(value);
    if !number.is_finite() {
        return 0;
    }
    number.trunc().rem_euclid(4_294_967_296.0) as u32
}

/// `typeof value`
pub(super) fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Undefined => "undefined",
        Value::Bool(_) => "boolean",
        Value::Num(_) => "number",
        Value::Str(_) => "string",
        Value::Opaque(opaque) if opaque.is_function() => "function",
        Value::Null | Value::Arr(_) | Value::Obj(_) | Value::Opaque(_) => "object",
    }
}

/// Operators with one operand.
pub(super) fn unary(op: Unary, value: &Value) -> Value {
    match op {
        Unary::Not => Value::Bool(!truthy(value)),
        Unary::BitNot => Value::Num(f64::from(!int32(value))),
        Unary::Plus => Value::Num(number(value)),
        Unary::Minus => Value::Num(-number(value)),
        Unary::TypeOf => Value::str(type_of(value)),
        Unary::Void => Value::Undefined,
    }
}

/// Operators with two operands.
pub(super) fn binary(op: Binary, left: &Value, right: &Value) -> Value {
    let num = |f: fn(f64, f64) -> f64| Value::Num(f(number(left), number(right)));
    let order = |accept: fn(Ordering) -> bool| Value::Bool(compare(left, right).is_some_and(accept));
    match op {
        Binary::Add => add(left, right),
        Binary::Sub => num(|a, b| a - b),
        Binary::Mul => num(|a, b| a * b),
        Binary::Div => num(|a, b| a / b),
        Binary::Rem => num(|a, b| a % b),
        Binary::Shl => Value::Num(f64::from(int32(left).wrapping_shl(uint32(right)))),
        Binary::Shr => Value::Num(f64::from(int32(left).wrapping_shr(uint32(right)))),
        Binary::UShr => Value::Num(f64::from(uint32(left).wrapping_shr(uint32(right)))),
        Binary::Lt => order(Ordering::is_lt),
        Binary::Gt => order(Ordering::is_gt),
        Binary::Le => order(Ordering::is_le),
        Binary::Ge => order(Ordering::is_ge),
        Binary::InstanceOf => Value::Bool(false),
        Binary::Eq => Value::Bool(loose(left, right)),
        Binary::Ne => Value::Bool(!loose(left, right)),
        Binary::Same => Value::Bool(strict(left, right)),
        Binary::NotSame => Value::Bool(!strict(left, right)),
        Binary::BitAnd => Value::Num(f64::from(int32(left) & int32(right))),
        Binary::BitXor => Value::Num(f64::from(int32(left) ^ int32(right))),
        Binary::BitOr => Value::Num(f64::from(int32(left) | int32(right))),
    }
}

fn is_object(value: &Value) -> bool {
    matches!(value, Value::Arr(_) | Value::Obj(_) | Value::Opaque(_))
}

fn add(left: &Value, right: &Value) -> Value {
    if let (Value::Num(a), Value::Num(b)) = (left, right) {
        return Value::Num(a + b);
    }
    let texts = |value: &Value| matches!(value, Value::Str(_)) || is_object(value);
    if texts(left) || texts(right) {
        let (left, right) = (text(left), text(right));
        let mut out = String::with_capacity(left.len() + right.len());
        out.push_str(&left);
        out.push_str(&right);
        return Value::Str(Rc::from(out));
    }
    Value::Num(number(left) + number(right))
}

fn compare(left: &Value, right: &Value) -> Option<Ordering> {
    let texts = |value: &Value| matches!(value, Value::Str(_)) || is_object(value);
    if texts(left) && texts(right) {
        return Some(text(left).encode_utf16().cmp(text(right).encode_utf16()));
    }
    let side = |value: &Value| if is_object(value) { text_number(&text(value)) } else { number(value) };
    side(left).partial_cmp(&side(right))
}

/// `===`
pub(super) fn strict(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Num(a), Value::Num(b)) => a == b,
        _ => left.same(right),
    }
}

fn loose(left: &Value, right: &Value) -> bool {
    if left.is_nullish() || right.is_nullish() {
        return left.is_nullish() && right.is_nullish();
    }
    match (is_object(left), is_object(right)) {
        (true, true) => strict(left, right),
        (false, false) => match (left, right) {
            (Value::Str(a), Value::Str(b)) => a == b,
            _ => number(left) == number(right),
        },
        (true, false) => loose(&Value::str(&text(left)), right),
        (false, true) => loose(left, &Value::str(&text(right))),
    }
}

/// `value.name`; `undefined` where there is nothing.
pub(super) fn member(value: &Value, name: &str) -> Value {
    match value {
        Value::Obj(object) => object.get(name).cloned().unwrap_or_default(),
        Value::Arr(items) => match name {
            "length" => Value::Num(items.len() as f64),
            _ => name.parse::<usize>().ok().and_then(|at| items.get(at)).cloned().unwrap_or_default(),
        },
        Value::Str(text) => match name {
            "length" => Value::Num(text.encode_utf16().count() as f64),
            _ => name.parse::<usize>().ok().map(|at| char_at(text, at)).unwrap_or_default(),
        },
        _ => Value::Undefined,
    }
}

/// `value[key]`
pub(super) fn index(value: &Value, key: &Value) -> Value {
    if let (Value::Arr(items), Value::Num(at)) = (value, key) {
        let exact = at.fract() == 0.0 && *at >= 0.0;
        return if exact { items.get(*at as usize).cloned().unwrap_or_default() } else { Value::Undefined };
    }
    member(value, &text(key))
}

/// `...text`: its characters.
pub(super) fn characters(text: &str) -> impl Iterator<Item = Value> + '_ {
    text.encode_utf16().map(|unit| Value::Str(Rc::from(String::from_utf16_lossy(&[unit]))))
}

fn char_at(text: &str, at: usize) -> Value {
    text.encode_utf16().nth(at).map(|unit| Value::Str(Rc::from(String::from_utf16_lossy(&[unit])))).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_in_javascript() {
        let cases = [
            (0.0, "0"),
            (-0.0, "0"),
            (1.5, "1.5"),
            (-1.5e-7, "-1.5e-7"),
            (1e21, "1e+21"),
            (123_456_789_012_345_680_000.0, "123456789012345680000"),
            (0.1 + 0.2, "0.30000000000000004"),
            (0.000_001, "0.000001"),
            (1e-7, "1e-7"),
            (1.797_693_134_862_315_7e308, "1.7976931348623157e+308"),
            (5e-324, "5e-324"),
            (4_294_967_296.5, "4294967296.5"),
            (f64::NAN, "NaN"),
            (f64::NEG_INFINITY, "-Infinity"),
        ];
        for (number, text) in cases {
            assert_eq!(number_text(number), text);
        }
    }

    #[test]
    fn texts_become_numbers_as_in_javascript() {
        let cases = [("", 0.0), (" 12 ", 12.0), ("0x1F", 31.0), ("1e3", 1000.0), ("-.5", -0.5), ("Infinity", f64::INFINITY)];
        for (text, expected) in cases {
            assert_eq!(number(&Value::str(text)), expected, "{text}");
        }
        for text in ["inf", "nan", "1a", "0x", "--1", "1 2"] {
            assert!(number(&Value::str(text)).is_nan(), "{text}");
        }
    }

    #[test]
    fn operators_do_what_javascript_does() {
        let (one, two, text) = (Value::Num(1.0), Value::Num(2.0), Value::str("1"));
        let list = Value::arr(vec![one.clone(), Value::Null, two.clone()]);
        let shows = |value: &Value, expected: &str| assert_eq!(super::text(value), expected);
        shows(&binary(Binary::Add, &text, &two), "12");
        shows(&binary(Binary::Add, &Value::Null, &two), "2");
        shows(&binary(Binary::Add, &Value::Undefined, &two), "NaN");
        shows(&binary(Binary::Add, &list, &text), "1,,21");
        shows(&binary(Binary::Sub, &text, &two), "-1");
        shows(&binary(Binary::Eq, &text, &one), "true");
        shows(&binary(Binary::Same, &text, &one), "false");
        shows(&binary(Binary::Eq, &Value::Null, &Value::Undefined), "true");
        shows(&binary(Binary::Eq, &Value::Null, &Value::Num(0.0)), "false");
        shows(&binary(Binary::Ge, &Value::Null, &Value::Num(0.0)), "true");
        shows(&binary(Binary::Lt, &Value::str("10"), &Value::str("9")), "true");
        shows(&binary(Binary::Lt, &Value::str("10"), &Value::Num(9.0)), "false");
        shows(&binary(Binary::Shl, &one, &Value::Num(33.0)), "2");
        shows(&binary(Binary::UShr, &Value::Num(-1.0), &Value::Num(0.0)), "4294967295");
        shows(&binary(Binary::Rem, &Value::Num(-5.0), &Value::Num(3.0)), "-2");
        shows(&unary(Unary::BitNot, &Value::Num(4_294_967_301.0)), "-6");
        shows(&unary(Unary::TypeOf, &Value::Null), "object");
        shows(&member(&Value::str("a\u{1f600}"), "length"), "3");
        shows(&index(&list, &Value::str("2")), "2");
        shows(&index(&list, &Value::Num(0.5)), "undefined");
    }
}
