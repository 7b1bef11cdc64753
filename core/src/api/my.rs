//! Alipay's members that another member does under other names, read once from `my.tsv`. It says what is called how; the
//! renaming itself is done where the program calls, in `core/js/renamed.js`.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde_json::{Map, Value, json};

use super::table::{Status, lines};
use crate::packed::carried;

/// What `kind` says of what is no member and only canIUse knows.
const FEATURE: &str = "feature";

/// One line.
#[derive(Clone, Copy, Debug)]
pub(super) struct MyRow {
    pub(super) name: &'static str,
    kind: &'static str,
    status: Status,
    /// The member of ours that does it.
    pub(super) of: Option<&'static str>,
    args: &'static str,
    answer: &'static str,
}

static ROWS: LazyLock<Vec<MyRow>> = LazyLock::new(|| lines(carried!("api/my.tsv").kept()).filter_map(parse).collect());
static BY_NAME: LazyLock<HashMap<&'static str, usize>> =
    LazyLock::new(|| ROWS.iter().enumerate().map(|(at, row)| (row.name, at)).collect());

fn parse(line: &'static str) -> Option<MyRow> {
    let columns: Vec<&'static str> = line.split('\t').collect();
    let [name, kind, status, of, args, answer] = columns[..] else { return None };
    let status = [Status::Done, Status::Missing, Status::Absent].into_iter().find(|known| known.name() == status)?;
    Some(MyRow { name, kind, status, of: Some(of).filter(|of| *of != "-"), args, answer })
}

/// Every line.
pub(super) fn rows() -> &'static [MyRow] {
    &ROWS
}

/// The line of a name.
pub(super) fn row(name: &str) -> Option<&'static MyRow> {
    BY_NAME.get(name).and_then(|at| ROWS.get(*at))
}

/// Whether canIUse says yes to a name that is no member.
pub(super) fn is_feature(name: &str) -> bool {
    row(name).is_some_and(|row| (row.kind == FEATURE || row.kind == "property") && row.status == Status::Done)
}

impl MyRow {
    /// As `core/js` takes it: name, kind, status, methods, and how it is done.
    pub(super) fn member(&self, methods: &dyn Fn(&str) -> Option<&'static [&'static str]>) -> Value {
        // One that nobody does is asked for under a name that no member of ours has.
        let of = self.of.map_or_else(|| format!("my.{}", self.name), ToString::to_string);
        let how = json!({ "of": of, "args": self.args(), "res": self.answer() });
        json!([self.name, self.kind, self.status.name(), self.of.and_then(methods), how])
    }

    fn args(&self) -> Option<Vec<Value>> {
        if self.args == "*" {
            return None;
        }
        let parts = self.args.split(';').filter(|part| *part != "-");
        Some(
            parts
                .map(|part| {
                    let mut words = part.split(' ');
                    let first = words.next().unwrap_or_default();
                    if let Some((ours, constant)) = first.split_once('=') {
                        return json!([null, ours, serde_json::from_str(constant).unwrap_or_else(|_| json!(constant))]);
                    }
                    let (theirs, ours) = first.split_once('>').unwrap_or((first, first));
                    let values: Map<String, Value> =
                        words.filter_map(|word| word.split_once(':')).map(|(from, to)| (from.to_string(), json!(to))).collect();
                    if values.is_empty() { json!([theirs, ours]) } else { json!([theirs, ours, values]) }
                })
                .collect(),
        )
    }

    fn answer(&self) -> Option<Vec<[&'static str; 2]>> {
        if self.answer == "*" {
            return None;
        }
        let parts = self.answer.split(';').filter(|part| *part != "-");
        Some(parts.map(|part| part.split_once('>').unwrap_or((part, part))).map(|(ours, theirs)| [ours, theirs]).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::super::{lookup, members_json};
    use super::*;
    use banchan_formats::manifest::Dialect;

    #[test]
    fn every_line_is_a_row_and_what_is_done_has_somebody_who_does_it() {
        assert_eq!(lines(include_str!("my.tsv")).count(), ROWS.len());
        assert_eq!(BY_NAME.len(), ROWS.len());
        for row in rows() {
            assert!(
                row.kind == FEATURE || ["async", "async-task", "sync", "event-on", "event-off", "manager", "property"].contains(&row.kind),
                "{}",
                row.name
            );
            // Values are given by the dialect's own script.
            let done = row.status == Status::Done && row.kind != FEATURE && row.kind != "property";
            assert_eq!(done, row.of.is_some(), "{}", row.name);
            if let Some(of) = row.of {
                let ours = lookup(Dialect::Wechat, of).unwrap();
                assert_eq!(ours.status, Status::Done, "{}", row.name);
                assert_eq!(ours.kind.name(), row.kind, "{}", row.name);
            }
        }
    }

    /// What is renamed is renamed to something that the member takes.
    #[test]
    fn arguments_and_answers_are_those_of_the_member_that_does_it() {
        for row in rows() {
            let Some(ours) = row.of.and_then(|of| lookup(Dialect::Wechat, of)) else { continue };
            for part in row.args.split(';').filter(|part| !["-", "*"].contains(part)) {
                let first = part.split(' ').next().unwrap();
                let name = first.split_once('=').map(|(ours, _)| ours).or_else(|| Some(first.split_once('>')?.1)).unwrap_or(first);
                assert!(name == "events" || ours.arguments.contains(&name), "{}: {name}", row.name);
            }
        }
    }

    #[test]
    fn no_name_comes_twice() {
        let members: Vec<Value> = serde_json::from_str(&members_json(Dialect::Alipay)).unwrap();
        let mut names: Vec<_> = members.iter().map(|member| member[0].as_str().unwrap()).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        assert!(count > 250, "{count}");
        let toast = members.iter().find(|member| member[0] == "showToast").unwrap();
        assert_eq!(toast[4]["of"], "showToast");
        assert_eq!(toast[4]["args"][0], json!(["content", "title"]));
        let pay = members.iter().find(|member| member[0] == "tradePay").unwrap();
        assert_eq!((&pay[2], &pay[4]["of"]), (&json!("missing"), &json!("my.tradePay")));
    }
}
