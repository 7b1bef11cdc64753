//! The answer to one call, as JSON for the logic layer. It must not decide anything.

use serde_json::{Map, Value, json};

use super::failure::Failure;
use super::table::{Kind, Row};

/// The answer to one call. As JSON: `{"ok": bool, "res": value}`. `res` is an object with the fields of the answer and
/// `errMsg`, and `errno` where WeChat has a number; a synchronous member that worked has no `errMsg`.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Whether it worked: `success` or `fail`.
    pub ok: bool,
    /// The value.
    pub res: Value,
}

/// A call's name as its words have it: of an object's method, the method.
fn told(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

impl Outcome {
    /// It worked. `fields` is an object; null for none.
    #[must_use]
    pub fn ok(row: &Row, fields: Value) -> Self {
        if row.kind == Kind::Sync {
            return Self { ok: true, res: fields };
        }
        let mut res = match fields {
            Value::Object(fields) => fields,
            Value::Null => Map::new(),
            // Lists are answers of their own kind (selector queries): there is no place for words in them.
            other => return Self { ok: true, res: other },
        };
        res.insert("errMsg".into(), format!("{}:ok", told(row.name)).into());
        Self { ok: true, res: Value::Object(res) }
    }

    /// It did not work.
    #[must_use]
    pub fn fail(name: &str, failure: &Failure) -> Self {
        let mut res = json!({ "errMsg": format!("{}:fail {failure}", told(name)) });
        if let (Some(errno), Some(fields)) = (failure.errno(), res.as_object_mut()) {
            fields.insert("errno".into(), errno.into());
        }
        if let (Failure::Coded { code, .. }, Some(fields)) = (failure, res.as_object_mut()) {
            fields.insert("errCode".into(), (*code).into());
        }
        Self { ok: false, res }
    }

    /// From a result, in the words of the row.
    #[must_use]
    pub fn of(row: &Row, result: Result<Value, Failure>) -> Self {
        match result {
            Ok(fields) => Self::ok(row, fields),
            Err(failure) => Self::fail(row.name, &failure),
        }
    }

    /// The text that crosses to the logic layer.
    #[must_use]
    pub fn to_json(&self) -> String {
        json!({ "ok": self.ok, "res": self.res }).to_string()
    }

    /// The words of a failure or of success; empty when a synchronous member worked.
    #[must_use]
    pub fn err_msg(&self) -> &str {
        self.res.get("errMsg").and_then(Value::as_str).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::lookup;
    use banchan_formats::manifest::Dialect;

    #[test]
    fn answers_carry_wechats_words() {
        let get = lookup(Dialect::Wechat, "getLocation").unwrap();
        assert_eq!(Outcome::ok(get, json!({"latitude": 1})).to_json(), r#"{"ok":true,"res":{"latitude":1,"errMsg":"getLocation:ok"}}"#);
        let denied = Outcome::fail("getLocation", &Failure::AuthDeny);
        assert_eq!(denied.to_json(), r#"{"ok":false,"res":{"errMsg":"getLocation:fail auth deny","errno":103}}"#);
        let sync = lookup(Dialect::Wechat, "getStorageSync").unwrap();
        assert_eq!(Outcome::ok(sync, json!({"data": [1]})).to_json(), r#"{"ok":true,"res":{"data":[1]}}"#);
    }
}
