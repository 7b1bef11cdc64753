//! Reading the arguments of a call: JSON of a program that may send anything, into typed values, with WeChat's words
//! for what does not fit. It must not know any member.

use serde_json::{Map, Value};

use super::table::Row;

/// What is wrong with arguments, in WeChat's words: `parameter.url should be String instead of Undefined;`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ArgError(pub String);

/// The arguments of one call by name.
#[derive(Clone, Debug, Default)]
pub struct Args {
    fields: Map<String, Value>,
}

/// Reads what the logic layer sent: an object of options, or an array of positions, which get their names from the row.
///
/// # Errors
/// [`ArgError`] when it is neither.
pub fn arguments(row: &Row, json: &str) -> Result<Args, ArgError> {
    let value = if json.is_empty() {
        Value::Null
    } else if !is_light(json) {
        return Err(ArgError("parameter has too many values;".into()));
    } else {
        serde_json::from_str(json).map_err(|e| ArgError(format!("parameter is not JSON: {e};")))?
    };
    let fields = match value {
        Value::Object(fields) => fields,
        Value::Array(positions) => row.arguments.iter().map(|name| (*name).to_owned()).zip(positions).collect(),
        Value::Null => Map::new(),
        other => return Err(ArgError(format!("parameter should be Object instead of {};", kind_of(Some(&other))))),
    };
    Ok(Args { fields })
}

/// Most values in one text: as many as the smallest that one entry of storage can hold.
const MAX_VALUES: usize = 1 << 19;

/// Whether a JSON text has few enough values to be read here: each takes far more memory than the two bytes that write it. Outside of
/// strings, each but the first comes after a comma, bracket or brace.
pub(crate) fn is_light(json: &str) -> bool {
    if json.len() <= MAX_VALUES {
        return true;
    }
    let (mut values, mut in_string, mut escaped) = (0, false, false);
    for byte in json.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b',' | b'[' | b'{' if !in_string => values += 1,
            _ => {}
        }
    }
    values <= MAX_VALUES
}

fn kind_of(value: Option<&Value>) -> &'static str {
    match value {
        None => "Undefined",
        Some(Value::Null) => "Null",
        Some(Value::Bool(_)) => "Boolean",
        Some(Value::Number(_)) => "Number",
        Some(Value::String(_)) => "String",
        Some(Value::Array(_)) => "Array",
        Some(Value::Object(_)) => "Object",
    }
}

impl Args {
    /// From fields that somebody else read.
    #[must_use]
    pub fn new(fields: Map<String, Value>) -> Self {
        Self { fields }
    }

    fn wrong<T>(name: &str, wanted: &str, got: Option<&Value>) -> Result<T, ArgError> {
        Err(ArgError(format!("parameter.{name} should be {wanted} instead of {};", kind_of(got))))
    }

    /// All of them, as one JSON object.
    #[must_use]
    pub fn to_json(&self) -> String {
        Value::Object(self.fields.clone()).to_string()
    }

    /// The raw value; `None` when it was not given.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.fields.get(name)
    }

    /// Takes the raw value out.
    pub fn take(&mut self, name: &str) -> Option<Value> {
        self.fields.remove(name)
    }

    /// The value when it was given and is not null: options that are null count as left out.
    fn given(&self, name: &str) -> Option<&Value> {
        self.fields.get(name).filter(|value| !value.is_null())
    }

    /// Text that must be there.
    ///
    /// # Errors
    /// [`ArgError`] when it is something else.
    pub fn string(&self, name: &str) -> Result<String, ArgError> {
        match self.fields.get(name) {
            Some(Value::String(text)) => Ok(text.clone()),
            other => Self::wrong(name, "String", other),
        }
    }

    /// Text that may be left out. Numbers are taken as text, as WeChat does for titles.
    ///
    /// # Errors
    /// [`ArgError`] when it is something else.
    pub fn opt_string(&self, name: &str) -> Result<Option<String>, ArgError> {
        match self.given(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(Value::Number(number)) => Ok(Some(number.to_string())),
            other => Self::wrong(name, "String", other),
        }
    }

    /// Text that may be left out, empty then.
    ///
    /// # Errors
    /// As [`Args::opt_string`].
    pub fn text(&self, name: &str) -> Result<String, ArgError> {
        Ok(self.opt_string(name)?.unwrap_or_default())
    }

    /// A number that must be there.
    ///
    /// # Errors
    /// [`ArgError`] when it is something else.
    pub fn number(&self, name: &str) -> Result<f64, ArgError> {
        match self.fields.get(name).and_then(Value::as_f64) {
            Some(number) => Ok(number),
            None => Self::wrong(name, "Number", self.fields.get(name)),
        }
    }

    /// A number that may be left out.
    ///
    /// # Errors
    /// [`ArgError`] when it is something else.
    pub fn opt_number(&self, name: &str) -> Result<Option<f64>, ArgError> {
        match self.given(name) {
            None => Ok(None),
            Some(_) => self.number(name).map(Some),
        }
    }

    /// A place in a list: a whole number from 0 that must be there.
    ///
    /// # Errors
    /// [`ArgError`] when it is something else.
    pub fn index(&self, name: &str) -> Result<usize, ArgError> {
        let number = self.number(name)?;
        if number.fract() == 0.0 && (0.0..=1e6).contains(&number) {
            return Ok(number as usize);
        }
        Err(ArgError(format!("parameter.{name} should be a whole number from 0;")))
    }

    /// A switch that must be there.
    ///
    /// # Errors
    /// [`ArgError`] when it is something else.
    pub fn switch(&self, name: &str) -> Result<bool, ArgError> {
        match self.fields.get(name) {
            Some(Value::Bool(flag)) => Ok(*flag),
            other => Self::wrong(name, "Boolean", other),
        }
    }

    /// A switch that may be left out. As in WeChat, anything but a boolean counts as JavaScript would have it.
    #[must_use]
    pub fn flag(&self, name: &str, default: bool) -> bool {
        match self.given(name) {
            None => default,
            Some(Value::Bool(flag)) => *flag,
            Some(Value::Number(number)) => number.as_f64() != Some(0.0),
            Some(Value::String(text)) => !text.is_empty(),
            Some(_) => true,
        }
    }

    /// A list that must be there.
    ///
    /// # Errors
    /// [`ArgError`] when it is something else.
    pub fn array(&self, name: &str) -> Result<&[Value], ArgError> {
        match self.fields.get(name) {
            Some(Value::Array(items)) => Ok(items),
            other => Self::wrong(name, "Array", other),
        }
    }

    /// A list of texts that must be there.
    ///
    /// # Errors
    /// [`ArgError`] when it, or one of its items, is something else.
    pub fn strings(&self, name: &str) -> Result<Vec<String>, ArgError> {
        let item = |(at, item): (usize, &Value)| match item {
            Value::String(text) => Ok(text.clone()),
            other => Self::wrong(&format!("{name}[{at}]"), "String", Some(other)),
        };
        self.array(name)?.iter().enumerate().map(item).collect()
    }

    /// An object that may be left out, empty then.
    ///
    /// # Errors
    /// [`ArgError`] when it is something else.
    pub fn object(&self, name: &str) -> Result<Map<String, Value>, ArgError> {
        match self.given(name) {
            None => Ok(Map::new()),
            Some(Value::Object(fields)) => Ok(fields.clone()),
            other => Self::wrong(name, "Object", other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::lookup;
    use banchan_formats::manifest::Dialect;

    fn read(name: &str, json: &str) -> Args {
        arguments(lookup(Dialect::Wechat, name).unwrap(), json).unwrap()
    }

    #[test]
    fn wrong_arguments_are_told_in_wechats_words() {
        let words = |json: &str| read("navigateTo", json).string("url").unwrap_err().to_string();
        assert_eq!(words("{}"), "parameter.url should be String instead of Undefined;");
        assert_eq!(words(r#"{"url":null}"#), "parameter.url should be String instead of Null;");
        assert_eq!(words(r#"{"url":[]}"#), "parameter.url should be String instead of Array;");
        let row = lookup(Dialect::Wechat, "navigateTo").unwrap();
        assert_eq!(arguments(row, "3").unwrap_err().to_string(), "parameter should be Object instead of Number;");
        assert!(arguments(row, "{").is_err());
        assert_eq!(
            read("scanCode", r#"{"scanType":[1]}"#).strings("scanType").unwrap_err().0,
            "parameter.scanType[0] should be String instead of Number;"
        );
    }

    #[test]
    fn texts_of_too_many_values_are_not_read() {
        let row = lookup(Dialect::Wechat, "setStorageSync").unwrap();
        let heavy = format!(r#"["k",[{}[0]]]"#, "[0],".repeat(MAX_VALUES / 2));
        assert_eq!(arguments(row, &heavy).unwrap_err().to_string(), "parameter has too many values;");
        // Commas of a text are none, nor what a quoted quote seems to end.
        let commas = format!(r#"["k","\"{}"]"#, ",[{".repeat(MAX_VALUES));
        assert!(arguments(row, &commas).is_ok());
    }

    #[test]
    fn positions_get_their_names() {
        let args = read("setStorageSync", r#"["k",{"a":1}]"#);
        assert_eq!(args.string("key").unwrap(), "k");
        assert_eq!(args.value("data").unwrap()["a"], 1);
        assert_eq!(read("setStorageSync", r#"["k"]"#).value("data"), None);
    }

    #[test]
    fn a_place_in_a_list_is_whole_and_not_negative() {
        assert_eq!(read("setTabBarBadge", r#"{"index":2}"#).index("index").unwrap(), 2);
        for json in [r#"{"index":-1}"#, r#"{"index":1.5}"#, r#"{"index":1e300}"#, r#"{"index":"1"}"#] {
            assert!(read("setTabBarBadge", json).index("index").is_err(), "{json}");
        }
    }
}
