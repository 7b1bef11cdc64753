//! The list and how it is searched. What is in it was written by somebody else, so it is counted and measured first.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{CITIES, LANGUAGES};

/// Longest list, in bytes of its JSON.
const MAX_BYTES: usize = 8 << 20;
/// Most places in it.
const MAX_PLACES: usize = 60_000;
/// Longest name or address, in characters.
const MAX_TEXT: usize = 200;
/// Most languages of one place.
const MAX_LANGUAGES: usize = 32;
/// Most that are found at once.
const MOST: usize = 30;
/// Longest text that is looked for, in characters.
const MAX_WANTED: usize = 100;

/// One place.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Entry {
    name: String,
    /// By language, where the name differs.
    names: BTreeMap<String, String>,
    address: String,
    /// Two letters, for a place whose address is its country.
    country: String,
    latitude: f64,
    longitude: f64,
}

/// A place that was found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Found {
    /// Its name in the person's language.
    name: String,
    address: String,
    /// Two letters, where that is all that is known of its address.
    country: String,
    latitude: f64,
    longitude: f64,
}

/// Places that can be found.
#[derive(Clone, Debug)]
pub struct PlaceList(Arc<[Entry]>);

/// Why a list can't be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the list of places can't be used: {0}. Write JSON such as [{{\"name\":\"City hall\",\"address\":\"1 Main Street\",\"latitude\":37.5,\"longitude\":127.0}}]"
)]
pub struct PlaceListError(String);

impl PlaceList {
    /// A list of one's own: an array of `{name, names?, address?, country?, latitude, longitude}`.
    ///
    /// # Errors
    /// [`PlaceListError`] when it is no such JSON, or too large.
    pub fn new(json: &str) -> Result<Self, PlaceListError> {
        if json.len() > MAX_BYTES {
            return Err(PlaceListError(format!("it has {} MB, and 8 are the most", json.len() >> 20)));
        }
        let list: Vec<Entry> = serde_json::from_str(json).map_err(|cause| PlaceListError(cause.to_string()))?;
        if list.is_empty() || list.len() > MAX_PLACES {
            return Err(PlaceListError(format!("it has {} places; 1 to {MAX_PLACES} can be", list.len())));
        }
        let long = |text: &str| text.chars().count() > MAX_TEXT;
        let wrong = |one: &&Entry| {
            one.name.trim().is_empty()
                || [&one.name, &one.address].into_iter().chain(one.names.values()).any(|text| long(text))
                || one.names.len() > MAX_LANGUAGES
                || !(one.country.is_empty() || one.country.len() == 2 && one.country.bytes().all(|byte| byte.is_ascii_uppercase()))
                || !(one.latitude.abs() <= 90.0 && one.longitude.abs() <= 180.0)
        };
        if let Some((at, one)) = list.iter().enumerate().find(|(_, one)| wrong(one)) {
            let name: String = one.name.chars().take(40).collect();
            return Err(PlaceListError(format!("place {} (\"{name}\") has no name, a text that is too long, or is not on earth", at + 1)));
        }
        Ok(Self(list.into()))
    }

    /// What a text may mean, best first: what is called so, begins so, has a word that begins so, contains it; the nearest to `near`
    /// first among those alike. `language` is the person's.
    #[must_use]
    pub fn search(&self, text: &str, language: &str, near: Option<(f64, f64)>) -> Vec<Found> {
        let wanted = folded(&text.trim().chars().take(MAX_WANTED).collect::<String>());
        if wanted.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<(u8, f64, &Entry)> = self
            .0
            .iter()
            .filter_map(|one| {
                let names = std::iter::once(&one.name).chain(one.names.values());
                let by_name = names.filter_map(|name| rank(&folded(name), &wanted)).min();
                let by_address = || folded(&one.address).contains(&wanted).then_some(4);
                Some((by_name.or_else(by_address)?, near.map_or(0.0, |near| distance(near, one)), one))
            })
            .collect();
        found.sort_by(|(a, far, _), (b, farther, _)| a.cmp(b).then(far.total_cmp(farther)));
        found.truncate(MOST);
        found.into_iter().map(|(_, _, one)| one.told(language)).collect()
    }
}

impl Default for PlaceList {
    fn default() -> Self {
        Self(CITIES.lines().filter_map(city).collect())
    }
}

/// A line of the built-in list.
fn city(line: &str) -> Option<Entry> {
    let mut parts = line.split('\t');
    let country = parts.next()?.to_owned();
    let (latitude, longitude) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let names: BTreeMap<String, String> = LANGUAGES.iter().map(|language| (*language).to_owned()).zip(parts.map(str::to_owned)).collect();
    Some(Entry { name: names.get("en")?.clone(), names, country, latitude, longitude, ..Entry::default() })
}

impl Entry {
    fn told(&self, language: &str) -> Found {
        let short = language.split(['-', '_']).next().unwrap_or_default();
        let name = self.names.get(language).or_else(|| self.names.get(short)).unwrap_or(&self.name).clone();
        let (address, country) = (self.address.clone(), self.country.clone());
        Found { name, address, country, latitude: self.latitude, longitude: self.longitude }
    }
}

/// How well a name fits: 0 is best.
fn rank(name: &str, wanted: &str) -> Option<u8> {
    let at = name.find(wanted)?;
    let word = name.get(..at).and_then(|before| before.chars().next_back()).is_none_or(|last| !last.is_alphanumeric());
    Some(match (at, word) {
        (0, _) if name.len() == wanted.len() => 0,
        (0, _) => 1,
        (_, true) => 2,
        _ => 3,
    })
}

/// As people type it: small, and without the marks of Latin letters.
fn folded(text: &str) -> String {
    let plain = |c: char| match c {
        'à'..='å' => 'a',
        'ç' => 'c',
        'è'..='ë' => 'e',
        'ì'..='ï' => 'i',
        'ñ' => 'n',
        'ò'..='ö' | 'ø' => 'o',
        'ù'..='ü' => 'u',
        'ý' | 'ÿ' => 'y',
        other => other,
    };
    text.chars().flat_map(char::to_lowercase).map(plain).collect()
}

/// Something that grows with the distance: enough to say which of two is nearer.
fn distance(near: (f64, f64), one: &Entry) -> f64 {
    let east = (near.1 - one.longitude).abs();
    let east = east.min(360.0 - east) * near.0.to_radians().cos();
    (near.0 - one.latitude).hypot(east)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(list: &PlaceList, text: &str, language: &str, near: Option<(f64, f64)>) -> Vec<String> {
        list.search(text, language, near).into_iter().map(|found| found.name).collect()
    }

    #[test]
    fn every_built_in_city_is_whole_and_has_a_name_in_every_language_of_the_shell() {
        let list = PlaceList::default();
        assert_eq!(list.0.len(), CITIES.lines().count());
        for one in list.0.iter() {
            assert!(one.names.len() == LANGUAGES.len() && one.country.len() == 2, "{one:?}");
            assert!(one.latitude.abs() <= 90.0 && one.longitude.abs() <= 180.0, "{one:?}");
        }
    }

    #[test]
    fn a_city_is_found_in_every_language_and_told_in_the_persons() {
        let list = PlaceList::default();
        for text in ["münchen", "MUNCHEN", "Munich", "慕尼黑", "뮌헨", " mün "] {
            assert_eq!(names(&list, text, "de-DE", None), ["München"], "{text}");
        }
        assert_eq!(names(&list, "munich", "zh-CN", None), ["慕尼黑"]);
        assert_eq!(names(&list, "munich", "fr", None), ["Munich"], "a language that it has no name in");
        assert_eq!(names(&list, "york", "en", None), ["New York"]);
        assert!(names(&list, "  ", "en", None).is_empty() && names(&list, "qqq", "en", None).is_empty());
    }

    #[test]
    fn the_best_come_first_and_of_those_alike_the_nearest() {
        let json = r#"[{"name":"Old Town Cafe","latitude":1,"longitude":1},{"name":"Cafe","address":"Far","latitude":60,"longitude":60},
            {"name":"Cafeteria","latitude":50,"longitude":179},{"name":"Cafe Mina","latitude":50,"longitude":-179},{"name":"Decafe","latitude":0,"longitude":0},
            {"name":"Bar","address":"Cafe Street","latitude":0,"longitude":0}]"#;
        let list = PlaceList::new(json).unwrap();
        let near = Some((50.0, -178.0));
        assert_eq!(names(&list, "cafe", "en", near), ["Cafe", "Cafe Mina", "Cafeteria", "Old Town Cafe", "Decafe", "Bar"]);
    }

    #[test]
    fn lists_that_are_none_are_told() {
        let long = format!(r#"[{{"name":"{}","latitude":0,"longitude":0}}]"#, "x".repeat(201));
        for bad in [
            "",
            "{}",
            "[]",
            r#"[{"name":" ","latitude":0,"longitude":0}]"#,
            r#"[{"name":"x","latitude":91,"longitude":0}]"#,
            &long,
            r#"[{"name":"x","country":"de","latitude":0,"longitude":0}]"#,
            r#"[{"name":"x","lat":0}]"#,
        ] {
            assert!(PlaceList::new(bad).is_err(), "{bad}");
        }
        let many = serde_json::json!(
            (0..100).map(|n| serde_json::json!({ "name": format!("x{n}"), "latitude": 0, "longitude": 0 })).collect::<Vec<_>>()
        );
        assert_eq!(PlaceList::new(&many.to_string()).unwrap().search("x", "en", None).len(), MOST);
    }
}
