//! Which members of `wx` a program names that do not work here, with every place. What works is not listed.

use std::collections::BTreeMap;

use banchan_core::api::{self, Status};
use banchan_formats::manifest::Dialect;
use banchan_formats::script::MemberUse;

/// One member that is named and does not work.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct MissingApi {
    /// Its name.
    pub(super) name: String,
    /// `missing`: calls fail, and say so. `absent`: it is undefined, as programs that look first expect. `unknown`: no
    /// such member is documented.
    pub(super) status: &'static str,
    /// How often first screens called it.
    pub(super) calls: u64,
    /// File, line and column of each place.
    pub(super) uses: Vec<(String, u32, u32)>,
}

/// Sorts uses by member; `called` are those counted while first screens ran.
pub(super) fn missing(dialect: Dialect, uses: &BTreeMap<String, Vec<MemberUse>>, called: &[(String, u64)]) -> Vec<MissingApi> {
    let mut by_name: BTreeMap<&str, MissingApi> = BTreeMap::new();
    let status = |name: &str| match api::lookup(dialect, name).map(|row| row.status) {
        Some(Status::Done) => None,
        Some(status) => Some(status.name()),
        None => Some("unknown"),
    };
    for (file, uses) in uses {
        for one in uses {
            let Some(status) = status(&one.name) else { continue };
            let entry =
                by_name.entry(&one.name).or_insert_with(|| MissingApi { name: one.name.clone(), status, calls: 0, uses: Vec::new() });
            entry.uses.push((file.clone(), one.line, one.column));
        }
    }
    for (name, calls) in called {
        // What the core counted is documented, such as a method of a manager, even where it has no row of its own.
        let status = status(name).filter(|status| *status != "unknown").unwrap_or("missing");
        by_name.entry(name).or_insert_with(|| MissingApi { name: name.clone(), status, calls: 0, uses: Vec::new() }).calls += calls;
    }
    by_name.into_values().collect()
}
