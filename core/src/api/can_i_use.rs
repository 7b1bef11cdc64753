//! `canIUse`: the truth about the table, down to options and fields of answers.

use banchan_formats::manifest::Dialect;

use super::table::{Kind, Status, lookup};

/// Components that the view draws, each with the attributes that `canIUse` may be asked for.
const COMPONENTS: &[(&str, &[&str])] = &[
    ("view", &["hover-class", "hover-stop-propagation", "hover-start-time", "hover-stay-time"]),
    ("text", &["selectable", "user-select", "space", "decode"]),
    ("image", &["src", "mode", "lazy-load"]),
    ("button", &["size", "type", "plain", "disabled", "loading", "form-type", "hover-class"]),
    ("input", &["value", "type", "password", "placeholder", "disabled", "maxlength", "focus", "confirm-type"]),
    ("scroll-view", &["scroll-x", "scroll-y", "scroll-top", "scroll-left", "scroll-into-view", "upper-threshold", "lower-threshold"]),
    ("navigator", &["url", "open-type", "delta", "hover-class"]),
    ("icon", &["type", "size", "color"]),
];

/// Whether something works here: `api`, `api.object.option`, `api.success.field`, `api.return.method`, `component`,
/// `component.attribute`. True only for what is done; anything unknown is false.
#[must_use]
pub fn can_i_use(dialect: Dialect, schema: &str) -> bool {
    let mut parts = schema.split('.');
    let name = parts.next().unwrap_or_default();
    let rest: Vec<&str> = parts.collect();
    if let Some((_, attributes)) = COMPONENTS.iter().find(|(component, _)| *component == name) {
        return match rest[..] {
            [] => true,
            [attribute] => attributes.contains(&attribute),
            _ => false,
        };
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
            "getLocation.fail",
        ] {
            assert!(can_i_use(Dialect::Wechat, yes), "{yes}");
        }
        for no in [
            "",
            "login",
            "cloud",
            "noSuchThing",
            "__selectorQuery",
            "getLocation.success.street",
            "showToast.object.color",
            "button.open-type.getPhoneNumber",
            "swiper",
            "request.return.onHeadersReceived",
            ".success.latitude",
        ] {
            assert!(!can_i_use(Dialect::Wechat, no), "{no}");
        }
    }

    #[test]
    fn can_i_use_is_false_for_everything_that_is_not_done() {
        for row in super::super::rows().iter().filter(|row| row.status != Status::Done) {
            assert!(!can_i_use(Dialect::Wechat, row.name), "{}", row.name);
        }
    }
}
