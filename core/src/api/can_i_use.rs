//! `canIUse`: the truth about the table, down to options and fields of answers.

use std::collections::HashMap;
use std::sync::LazyLock;

use banchan_formats::manifest::Dialect;

use super::my;
use super::table::{Kind, Status, lines, lookup, names};
use crate::packed::carried;

/// Components that the view draws, each with the attributes that it honours.
static COMPONENTS: LazyLock<HashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    lines(carried!("api/components.tsv").kept()).filter_map(|line| line.split_once('\t')).map(|(name, list)| (name, names(list))).collect()
});

/// Whether something works here: `api`, `api.object.option`, `api.success.field`, `api.return.method`, `component`,
/// `component.attribute`. True only for what is done; anything unknown is false.
#[must_use]
pub fn can_i_use(dialect: Dialect, schema: &str) -> bool {
    if super::own::row(schema).is_some() {
        return true;
    }
    let mut parts = schema.split('.');
    let name = parts.next().unwrap_or_default();
    let rest: Vec<&str> = parts.collect();
    if let Some(attributes) = COMPONENTS.get(name) {
        return match rest[..] {
            [] => true,
            [attribute] => attributes.iter().any(|known| known.split(':').next() == Some(attribute)),
            // `open-type:share:...`: the values that work.
            [attribute, value] => attributes
                .iter()
                .filter_map(|known| known.split_once(':'))
                .any(|(name, values)| name == attribute && values.split(':').any(|known| known == value)),
            _ => false,
        };
    }
    if dialect == Dialect::Alipay && my::is_feature(name) {
        return rest.is_empty();
    }
    let Some(row) = lookup(dialect, name).filter(|row| row.status == Status::Done && !row.is_internal()) else { return false };
    match rest[..] {
        [] => true,
        ["object" | "option", option, ..] => row.arguments.contains(&option),
        ["success" | "callback", field, ..] => row.result.contains(&field),
        ["return", method] if row.kind == Kind::AsyncTask => method == "abort",
        ["return", field, ..] => row.kind == Kind::Sync && row.result.contains(&field),
        ["success" | "fail" | "complete" | "callback" | "object" | "option"] => matches!(row.kind, Kind::Async | Kind::AsyncTask),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn can_i_use_tells_the_truth() {
        for yes in [
            "getLocation",
            "getLocation.success.latitude",
            "getLocation.object.altitude",
            "showToast.object.image",
            "request.return.abort",
            "getSystemInfoSync.return.safeArea",
            "button",
            "button.form-type",
            "button.open-type",
            "button.open-type.getPhoneNumber",
            "login.success.code",
            "getLocation.fail",
        ] {
            assert!(can_i_use(Dialect::Wechat, yes), "{yes}");
        }
        for no in [
            "",
            "faceDetect",
            "cloud",
            "noSuchThing",
            "__selectorQuery",
            "getLocation.success.street",
            "showToast.object.color",
            "button.open-type.liveActivity",
            "button.type.primary",
            "web-view.progressbar-color",
            "live-player",
            "request.return.onHeadersReceived",
            ".success.latitude",
        ] {
            assert!(!can_i_use(Dialect::Wechat, no), "{no}");
        }
    }

    /// The view is another folder of the same repository; a component listed here that nobody draws there is a lie.
    #[test]
    fn every_listed_component_is_drawn_by_the_view() {
        let view = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../view");
        let read = |path: std::path::PathBuf| std::fs::read_to_string(path).unwrap();
        let files = |folder: &str| std::fs::read_dir(view.join(folder)).unwrap().map(|file| file.unwrap().path());
        let elements = files("elements").chain(files("late"));
        let drawn: String = elements.filter(|path| !path.ends_with("unavailable.js")).map(read).collect();
        let styled = read(view.join("base.css"));
        assert!(COMPONENTS.len() > 20);
        for name in COMPONENTS.keys().filter(|name| **name != "slot" && **name != "block") {
            let known = drawn.contains(&format!("'wx-{name}'")) || styled.contains(&format!("wx-{name}"));
            assert!(known, "{name}");
        }
    }

    #[test]
    fn can_i_use_is_false_for_everything_that_is_not_done() {
        for row in super::super::rows().iter().filter(|row| row.status != Status::Done) {
            assert!(!can_i_use(Dialect::Wechat, row.name), "{}", row.name);
        }
    }
}
