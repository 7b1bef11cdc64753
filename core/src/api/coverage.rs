//! The table as a document for people. It must not say anything that the table does not.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::table::{Row, Status, rows};

/// `docs/api-coverage.md`, made from the table.
#[must_use]
pub fn coverage() -> String {
    let members: Vec<&Row> = rows().iter().filter(|row| !row.is_internal()).collect();
    let mut text = String::from(
        "# Which members of `wx` work\n\nMade from the table in `core/src/api`; a test holds that both agree. To make it again: \
         `BANCHAN_BLESS=1 cargo test -p banchan-core --test coverage`.\n\n\
         Tier 1 is what programs use most, tier 3 what hardly any uses. What is missing is there and fails with `not supported` \
         (listeners do nothing), and each use is counted and told by `banchan check` and `banchan dev`. What is absent is undefined, \
         because programs find out by looking.\n\n| | members | work | missing | absent |\n|---|---|---|---|---|\n",
    );
    let line = |text: &mut String, title: &str, of: &[&Row]| {
        let count = |status| of.iter().filter(|row| row.status == status).count();
        let (done, missing, absent) = (count(Status::Done), count(Status::Missing), count(Status::Absent));
        let _ = writeln!(text, "| {title} | {} | {done} | {missing} | {absent} |", of.len());
    };
    for tier in 1..=3 {
        let of: Vec<&Row> = members.iter().copied().filter(|row| row.tier == tier).collect();
        line(&mut text, &format!("tier {tier}"), &of);
    }
    line(&mut text, "all", &members);
    let mut chapters: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in &members {
        chapters.entry(row.category).or_default().push(row);
    }
    for (chapter, mut of) in chapters {
        of.sort_by_key(|row| (row.status, row.name));
        let _ = write!(text, "\n## {}\n\n", if chapter.is_empty() { "other" } else { chapter });
        for row in of {
            let _ = writeln!(text, "{}", told(row));
        }
    }
    text
}

fn told(row: &Row) -> String {
    let mut line = format!("- `{}`: {}", row.name, if row.status == Status::Done { "works" } else { row.status.name() });
    if row.status == Status::Done {
        match row.need {
            crate::permission::Need::Nothing => {}
            crate::permission::Need::Foreground => line.push_str(", on screen only"),
            crate::permission::Need::Scope(scope) => line = format!("{line}, asks for `{scope}`"),
        }
    }
    line
}
