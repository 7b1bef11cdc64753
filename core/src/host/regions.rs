//! The regions that `picker mode=region` offers: names and codes, one inside of another. The host names its own list; what is
//! built in are China's divisions of the first level by GB/T 2260, which is what programs ask for. It must not load anything.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// Longest list, in bytes of its JSON.
const MAX_BYTES: usize = 8 << 20;
/// Most regions of all levels together.
const MAX_REGIONS: usize = 60_000;
/// Longest name, code or postcode, in characters.
const MAX_NAME: usize = 80;
/// Levels: province, city, district, street.
const MAX_LEVELS: usize = 4;

/// Codes and names of the first level.
const FIRST_LEVEL: &[(&str, &str)] = &[
    ("110000", "北京市"),
    ("120000", "天津市"),
    ("130000", "河北省"),
    ("140000", "山西省"),
    ("150000", "内蒙古自治区"),
    ("210000", "辽宁省"),
    ("220000", "吉林省"),
    ("230000", "黑龙江省"),
    ("310000", "上海市"),
    ("320000", "江苏省"),
    ("330000", "浙江省"),
    ("340000", "安徽省"),
    ("350000", "福建省"),
    ("360000", "江西省"),
    ("370000", "山东省"),
    ("410000", "河南省"),
    ("420000", "湖北省"),
    ("430000", "湖南省"),
    ("440000", "广东省"),
    ("450000", "广西壮族自治区"),
    ("460000", "海南省"),
    ("500000", "重庆市"),
    ("510000", "四川省"),
    ("520000", "贵州省"),
    ("530000", "云南省"),
    ("540000", "西藏自治区"),
    ("610000", "陕西省"),
    ("620000", "甘肃省"),
    ("630000", "青海省"),
    ("640000", "宁夏回族自治区"),
    ("650000", "新疆维吾尔自治区"),
    ("710000", "台湾省"),
    ("810000", "香港特别行政区"),
    ("820000", "澳门特别行政区"),
];

/// One region with those inside of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Region {
    code: String,
    name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    postcode: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    children: Vec<Region>,
}

/// The list that pickers offer, checked and as JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Regions(Arc<str>);

/// Why a list of regions can't be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the list of regions can't be used: {reason}. Write JSON such as [{{\"code\":\"330000\",\"name\":\"浙江省\",\"children\":[…]}}]")]
pub struct RegionsError {
    /// What is wrong with it.
    reason: String,
}

impl Regions {
    /// A host's own list: an array of `{code, name, postcode?, children?}`, at most four levels deep.
    ///
    /// # Errors
    /// [`RegionsError`] when it is no such JSON, or larger than any country needs.
    pub fn new(json: &str) -> Result<Self, RegionsError> {
        let wrong = |reason: String| RegionsError { reason };
        if json.len() > MAX_BYTES {
            return Err(wrong(format!("it has {} MB, and 8 are the most", json.len() >> 20)));
        }
        let list: Vec<Region> = serde_json::from_str(json).map_err(|cause| wrong(cause.to_string()))?;
        let mut level: Vec<&Region> = list.iter().collect();
        let (mut count, mut depth) = (0, 0);
        while !level.is_empty() {
            (count, depth) = (count + level.len(), depth + 1);
            if depth > MAX_LEVELS || count > MAX_REGIONS {
                return Err(wrong(format!("it may have {MAX_LEVELS} levels and {MAX_REGIONS} regions")));
            }
            let long = |text: &str| text.chars().count() > MAX_NAME;
            if let Some(one) = level.iter().find(|one| one.name.is_empty() || long(&one.name) || long(&one.code) || long(&one.postcode)) {
                return Err(wrong(format!("the region with the code \"{}\" has no name, or a text that is too long", one.code)));
            }
            level = level.into_iter().flat_map(|one| one.children.iter()).collect();
        }
        if list.is_empty() {
            return Err(wrong("it is empty".into()));
        }
        Ok(Self::of(&list))
    }

    fn of(list: &[Region]) -> Self {
        Self(serde_json::to_string(list).unwrap_or_else(|_| "[]".into()).into())
    }

    /// As JSON for a page.
    #[must_use]
    pub fn to_json(&self) -> &str {
        &self.0
    }
}

impl Default for Regions {
    fn default() -> Self {
        let one = |(code, name): &(&str, &str)| Region {
            code: (*code).into(),
            name: (*name).into(),
            postcode: String::new(),
            children: Vec::new(),
        };
        Self::of(&FIRST_LEVEL.iter().map(one).collect::<Vec<_>>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_built_in_is_the_first_level() {
        let list: Vec<Region> = serde_json::from_str(Regions::default().to_json()).unwrap();
        assert_eq!(list.len(), 34);
        assert!(list.iter().all(|one| one.code.len() == 6 && one.code.ends_with("0000")));
        assert!(list.is_sorted_by(|a, b| a.code < b.code));
    }

    #[test]
    fn a_list_of_the_host_is_checked() {
        let nested = r#"[{"code":"11","name":"서울","extra":1,"children":[{"code":"11110","name":"종로구","postcode":"03000"}]}]"#;
        assert_eq!(
            Regions::new(nested).unwrap().to_json(),
            r#"[{"code":"11","name":"서울","children":[{"code":"11110","name":"종로구","postcode":"03000"}]}]"#
        );
        let deep = (0..5).fold("[]".to_owned(), |inner, n| format!(r#"[{{"code":"{n}","name":"x","children":{inner}}}]"#));
        let long = format!(r#"[{{"code":"1","name":"{}"}}]"#, "x".repeat(81));
        for bad in ["", "{}", "[]", "[1]", r#"[{"code":"1"}]"#, r#"[{"code":"1","name":""}]"#, &deep, &long] {
            assert!(Regions::new(bad).is_err(), "{bad}");
        }
    }
}
