//! The table itself, read once from `members.tsv`, and the lookup that every call goes through. It must not know what
//! any member does.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use banchan_formats::manifest::Dialect;
use serde_json::{Value, json};

use super::action::Action;
use super::failure::Failure;
use super::my;
use crate::packed::carried;
use crate::permission::{Need, Scope};

/// What kind of member it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Answers later, through callbacks or a promise.
    Async,
    /// The same, and returns a task at once.
    AsyncTask,
    /// Returns its value.
    Sync,
    /// Registers a listener.
    EventOn,
    /// Removes a listener.
    EventOff,
    /// Returns an object with methods.
    Manager,
    /// Is a value.
    Property,
}

impl Kind {
    const NAMES: [(&'static str, Kind); 7] = [
        ("async", Kind::Async),
        ("async-task", Kind::AsyncTask),
        ("sync", Kind::Sync),
        ("event-on", Kind::EventOn),
        ("event-off", Kind::EventOff),
        ("manager", Kind::Manager),
        ("property", Kind::Property),
    ];

    fn parse(text: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(name, _)| *name == text).map(|(_, kind)| *kind)
    }

    /// Its name in the table and in [`members_json`].
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, kind)| *kind == self).map_or("", |(name, _)| name)
    }
}

/// Whether a member works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// It does what it says.
    Done,
    /// It is there, and fails or does nothing when used; the use is counted.
    Missing,
    /// It is not there, because programs find out by looking: `if (wx.x)`.
    Absent,
}

impl Status {
    /// Its name in the table and in [`members_json`].
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Status::Done => "done",
            Status::Missing => "missing",
            Status::Absent => "absent",
        }
    }
}

/// One member of `wx`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// WeChat's name.
    pub name: &'static str,
    /// What kind of member.
    pub kind: Kind,
    /// WeChat's chapter, such as `device/scan`; empty for none.
    pub category: &'static str,
    /// How much programs use it: 1 (most) to 3.
    pub tier: u8,
    /// Whether WeChat advises against it.
    pub deprecated: bool,
    /// Whether it works here.
    pub status: Status,
    /// What must be granted before it touches the phone.
    pub need: Need,
    /// Who does it.
    pub action: Action,
    /// The first version of Banchan in which it worked; empty before.
    pub since: &'static str,
    /// Its arguments by name: options that are honoured, or positions of a synchronous one.
    pub arguments: Vec<&'static str>,
    /// The fields of its answer.
    pub result: Vec<&'static str>,
    /// Alipay's name for it, where options and answer are the same too. What differs gets rows of its own when that dialect does.
    pub my: Option<&'static str>,
}

impl Row {
    /// Whether it is a call of an object that a member returned, and no member.
    #[must_use]
    pub fn is_internal(&self) -> bool {
        is_internal(self.name)
    }
}

fn is_internal(name: &str) -> bool {
    name.starts_with("__") || name.contains('.')
}

struct Table {
    rows: Vec<Row>,
    by_name: HashMap<&'static str, usize>,
    by_my: HashMap<&'static str, usize>,
    managers: HashMap<&'static str, Vec<&'static str>>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut rows: Vec<Row> = lines(carried!("api/members.tsv").kept()).filter_map(parse).collect();
    rows.extend(internal());
    rows.extend(lines(carried!("api/objects.tsv").kept()).filter_map(object));
    let by_name = rows.iter().enumerate().map(|(at, row)| (row.name, at)).collect();
    let by_my = rows.iter().enumerate().filter_map(|(at, row)| row.my.map(|my| (my, at))).collect();
    let managers = lines(carried!("api/managers.tsv").kept()).filter_map(|line| {
        let mut columns = line.split('\t');
        let name = columns.next()?;
        Some((name, names(columns.nth(1)?)))
    });
    Table { managers: managers.collect(), rows, by_name, by_my }
});

pub(super) fn lines(text: &'static str) -> impl Iterator<Item = &'static str> + Clone {
    text.lines().filter(|line| !line.starts_with('#') && !line.is_empty())
}

pub(super) fn names(text: &'static str) -> Vec<&'static str> {
    text.split(',').filter(|name| !name.is_empty() && *name != "-").collect()
}

fn dash(text: &'static str) -> &'static str {
    if text == "-" { "" } else { text }
}

/// One line; `None` when it is not a row (a test holds that there is no such line).
fn parse(line: &'static str) -> Option<Row> {
    let columns: Vec<&'static str> = line.split('\t').collect();
    let [name, kind, category, tier, status, need, action, since, arguments, result, my] = columns[..] else { return None };
    Some(Row {
        name,
        kind: Kind::parse(kind)?,
        category: dash(category),
        tier: tier.trim_end_matches('d').parse().ok()?,
        deprecated: tier.ends_with('d'),
        status: [Status::Done, Status::Missing, Status::Absent].into_iter().find(|s| s.name() == status)?,
        need: match need {
            "-" => Need::Nothing,
            "foreground" => Need::Foreground,
            scope => Need::Scope(Scope::parse(scope)?),
        },
        action: Action::parse(action)?,
        since: dash(since),
        arguments: names(arguments),
        result: names(result),
        my: Some(my).filter(|my| *my != "-"),
    })
}

/// One line of the calls of objects; `None` when it is no row (a test holds that there is no such line).
fn object(line: &'static str) -> Option<Row> {
    let columns: Vec<&'static str> = line.split('\t').collect();
    let [name, kind, action, arguments] = columns[..] else { return None };
    Some(Row {
        name,
        kind: Kind::parse(kind)?,
        category: "",
        tier: 1,
        deprecated: false,
        status: Status::Done,
        need: Need::Nothing,
        action: Action::parse(action)?,
        since: "0.1",
        arguments: names(arguments),
        result: Vec::new(),
        my: None,
    })
}

/// Calls that our own scripts make. No member of `wx` is called so.
fn internal() -> [Row; 22] {
    use super::action::{BrokerAction, SessionAction};
    let row = |name, action, arguments: &[&'static str]| Row {
        name,
        kind: Kind::Async,
        category: "",
        tier: 1,
        deprecated: false,
        status: Status::Done,
        need: Need::Nothing,
        action: Action::Session(action),
        since: "0.1",
        arguments: arguments.to_vec(),
        result: Vec::new(),
        my: None,
    };
    let camera =
        |name, action| Row { need: Need::Scope(Scope::Camera), action: Action::Broker(action), ..row(name, SessionAction::Sound, &["do"]) };
    let target = &["comp", "selector"];
    [
        row("__selectorQuery", SessionAction::SelectorQuery, &["queries"]),
        row("__element", SessionAction::Element, &["comp", "selector", "method", "args"]),
        row("__worker", SessionAction::Worker, &["do", "$task", "path", "data"]),
        row("__watch", SessionAction::Watch, target),
        row("__unwatch", SessionAction::Unwatch, &["$task"]),
        row("__animate", SessionAction::Animate, target),
        row("__clearAnimation", SessionAction::ClearAnimation, target),
        row("__sound", SessionAction::Sound, &["do", "$task"]),
        Row { action: Action::Broker(BrokerAction::FontFile), ..row("__fontFile", SessionAction::Sound, &["source"]) },
        Row { action: Action::Broker(BrokerAction::KeepExit), ..row("__keepExit", SessionAction::Sound, &["value"]) },
        Row { action: Action::Broker(BrokerAction::TakeExit), ..row("__takeExit", SessionAction::Sound, &[]) },
        Row { need: Need::Foreground, ..camera("__sensor", BrokerAction::Sensor) },
        Row { need: Need::Scope(Scope::Record), ..camera("__recorder", BrokerAction::Recorder) },
        Row { need: Need::Foreground, ..camera("__recorderOrder", BrokerAction::RecorderOrder) },
        camera("__cameraShow", BrokerAction::CameraShow),
        camera("__camera", BrokerAction::Camera),
        Row { action: Action::Broker(BrokerAction::WebOpen), ..row("__webOpen", SessionAction::Shared, &["src"]) },
        row("__applyUpdate", SessionAction::ApplyUpdate, &[]),
        row("__abortTask", SessionAction::AbortTask, &["call"]),
        row("__shared", SessionAction::Shared, &["kind", "title", "path", "query", "imageUrl"]),
        Row {
            need: Need::Foreground,
            action: Action::Broker(BrokerAction::GetPhoneNumber),
            ..row("__getPhoneNumber", SessionAction::Shared, &[])
        },
        Row {
            need: Need::Foreground,
            action: Action::Broker(BrokerAction::ChooseAvatar),
            ..row("__chooseAvatar", SessionAction::Shared, &[])
        },
    ]
}

/// Members that WeChat has and its typings do not list, being older or newer: programs call them without looking, so they
/// are there, and fail.
const UNLISTED: [(&str, Kind, Status); 8] = [
    ("createContext", Kind::Manager, Status::Missing),
    ("drawCanvas", Kind::Async, Status::Missing),
    ("getChatForwardMaterials", Kind::Async, Status::Missing),
    // Methods of the file system manager under their older names: core/js/files.js.
    ("saveFile", Kind::Async, Status::Done),
    ("getSavedFileList", Kind::Async, Status::Done),
    ("getSavedFileInfo", Kind::Async, Status::Done),
    ("removeSavedFile", Kind::Async, Status::Done),
    ("getFileInfo", Kind::Async, Status::Done),
];

/// Every row, the internal ones last.
#[must_use]
pub fn rows() -> &'static [Row] {
    &TABLE.rows
}

/// The row of a name in a dialect; `None` when the dialect has no such member.
#[must_use]
pub fn lookup(dialect: Dialect, name: &str) -> Option<&'static Row> {
    let at = match dialect {
        Dialect::Alipay if !is_internal(name) => match my::row(name) {
            Some(row) => TABLE.by_name.get(row.of?),
            None => TABLE.by_my.get(name),
        },
        _ => TABLE.by_name.get(name),
    };
    at.and_then(|at| TABLE.rows.get(*at))
}

/// The row of a name as calls carry it: WeChat's, whatever the dialect.
#[must_use]
pub fn wire(name: &str) -> Option<&'static Row> {
    lookup(Dialect::Wechat, name).or_else(|| super::own::row(name))
}

/// Is this member there, and does it work? If not, the call fails and is counted. Names are WeChat's whatever the
/// dialect: [`members_json`] tells a program's own names, and which member does each.
///
/// # Errors
/// [`Failure::NotSupported`].
pub fn dispatch(name: &str, counters: &mut Counters) -> Result<&'static Row, Failure> {
    match wire(name) {
        Some(row) if row.status == Status::Done => Ok(row),
        _ => {
            counters.count(name);
            Err(Failure::NotSupported)
        }
    }
}

/// How often a session used what is not there yet.
#[derive(Clone, Debug, Default)]
pub struct Counters {
    counts: BTreeMap<String, u64>,
}

impl Counters {
    /// Names beyond this many share one entry: they come from the program.
    const NAMES: usize = 600;

    /// Counts one use.
    pub fn count(&mut self, name: &str) {
        let name = if self.counts.len() < Self::NAMES || self.counts.contains_key(name) { name } else { "(others)" };
        let name: String = name.chars().take(80).collect();
        *self.counts.entry(name).or_default() += 1;
    }

    /// Every name that was used, with how often, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, u64)> {
        self.counts.iter().map(|(name, count)| (name.as_str(), *count))
    }
}

/// What `core/js` builds its global object from: `[name, kind, status]` a member, and a fourth element with the names
/// of methods for what returns a manager or a task. A fifth one says which member of ours does it, and what is called
/// otherwise: see `core/js/renamed.js`.
#[must_use]
pub fn members_json(dialect: Dialect) -> String {
    let member = |row: &Row| {
        let name = match dialect {
            Dialect::Alipay => row.my?,
            _ => row.name,
        };
        let mut member = vec![json!(name), json!(row.kind.name()), json!(row.status.name())];
        member.extend(TABLE.managers.get(row.name).map(|methods| json!(methods)));
        Some(Value::from(member))
    };
    let members = TABLE.rows.iter().filter(|row| !row.is_internal());
    let mut members: Vec<Value> = members.filter_map(member).collect();
    if dialect == Dialect::Alipay {
        let methods = |name: &str| TABLE.managers.get(name).map(Vec::as_slice);
        members.extend(my::rows().iter().map(|row| row.member(&methods)));
    }
    if dialect == Dialect::Wechat {
        members.extend(UNLISTED.iter().map(|(name, kind, status)| json!([name, kind.name(), status.name()])));
    }
    members.extend(super::own::names().iter().map(|name| json!([name, "own", "done"])));
    Value::from(members).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{BrokerAction, SessionAction};

    #[test]
    fn every_line_is_a_row_with_its_own_name() {
        assert_eq!(lines(include_str!("members.tsv")).count(), 499);
        let mut bad: Vec<_> = lines(include_str!("members.tsv")).filter(|line| parse(line).is_none()).collect();
        bad.truncate(5);
        assert!(bad.is_empty(), "{bad:?}");
        let objects = lines(include_str!("objects.tsv"));
        assert!(objects.clone().all(|line| object(line).is_some()), "a line of objects.tsv is no row");
        assert_eq!(rows().len(), 499 + internal().len() + objects.count());
        assert_eq!(TABLE.by_name.len(), rows().len());
    }

    #[test]
    fn what_is_done_has_somebody_who_does_it() {
        for row in rows() {
            let done = row.status == Status::Done;
            assert_eq!(done, row.action != Action::None, "{}", row.name);
            assert_eq!(done, !row.since.is_empty(), "{}", row.name);
        }
    }

    #[test]
    fn every_action_is_reached_by_a_row() {
        for action in SessionAction::ALL {
            assert!(rows().iter().any(|row| row.action == Action::Session(*action)), "{action:?}");
        }
        // Rows for an integrator's own are made as the integrator wants.
        for action in BrokerAction::ALL.iter().filter(|action| **action != BrokerAction::Own) {
            assert!(rows().iter().any(|row| row.action == Action::Broker(*action)), "{action:?}");
        }
    }

    #[test]
    fn unknown_api_is_refused_and_counted() {
        let mut counters = Counters::default();
        for name in ["noSuchThing", "faceDetect", "faceDetect", "cloud"] {
            assert!(matches!(dispatch(name, &mut counters), Err(Failure::NotSupported)));
        }
        assert!(dispatch("getLocation", &mut counters).is_ok());
        assert_eq!(counters.iter().collect::<Vec<_>>(), [("cloud", 1), ("faceDetect", 2), ("noSuchThing", 1)]);
    }

    #[test]
    fn made_up_names_do_not_fill_the_memory() {
        let mut counters = Counters::default();
        for n in 0..10_000 {
            counters.count(&format!("x{n}{}", "y".repeat(1000)));
        }
        assert!(counters.iter().count() <= Counters::NAMES + 1);
        assert!(counters.iter().all(|(name, _)| name.len() <= 80));
    }

    #[test]
    fn members_are_told_with_kind_status_and_methods() {
        let members: Vec<Vec<Value>> = serde_json::from_str(&members_json(Dialect::Wechat)).unwrap();
        assert_eq!(members.iter().filter(|member| member[1] != "own").count(), 499 + UNLISTED.len());
        assert!(UNLISTED.iter().all(|(name, ..)| lookup(Dialect::Wechat, name).is_none()), "one is listed now");
        let find = |name: &str| members.iter().find(|m| m[0] == name).unwrap();
        assert_eq!(find("getLocation")[1..], [json!("async"), json!("done")]);
        assert_eq!(find("cloud")[2], "absent");
        assert!(find("request")[3].as_array().unwrap().contains(&json!("abort")));
        let my: Vec<Vec<Value>> = serde_json::from_str(&members_json(Dialect::Alipay)).unwrap();
        assert!(my.iter().any(|m| m[0] == "getSetting"));
        assert!(!my.iter().any(|m| m[0] == "showRedPackage"));
    }
}
