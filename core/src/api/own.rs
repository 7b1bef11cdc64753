//! Rows for members of the integrator's own. They last as long as the process, like the table; whether a super-app has
//! somebody who does them is another matter (`host::OwnApis`).

use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};

use banchan_formats::manifest::Dialect;

use super::action::{Action, BrokerAction};
use super::table::{Kind, Row, Status, lookup};
use crate::host::{OwnError, OwnSpec};
use crate::permission::{Need, Scope};

static ROWS: RwLock<BTreeMap<&'static str, &'static Row>> = RwLock::new(BTreeMap::new());

/// Most rows of a process.
const MOST: usize = 100;

/// Makes a row for a member, unless there is the same one.
///
/// # Errors
/// [`OwnError`], with how it should be.
pub fn declare(spec: &OwnSpec) -> Result<(), OwnError> {
    let refused = |reason| Err(OwnError { name: spec.name.chars().take(80).collect(), reason });
    let words: Vec<&str> = spec.name.split('.').collect();
    let is_word = |word: &&str| word.starts_with(|c: char| c.is_ascii_lowercase()) && word.bytes().all(|b| b.is_ascii_alphanumeric());
    if !(2..=4).contains(&words.len()) || spec.name.len() > 64 || !words.iter().all(is_word) {
        return refused("a name is two to four words of letters and digits with dots between them, such as acme.pay");
    }
    let first = words.first().copied().unwrap_or_default();
    if [Dialect::Wechat, Dialect::Alipay].into_iter().any(|dialect| lookup(dialect, first).is_some()) {
        return refused("its first word is a member already; begin with the name of your company");
    }
    let mut rows = ROWS.write().unwrap_or_else(PoisonError::into_inner);
    let inside = |one: &str, other: &str| one.strip_prefix(other).is_some_and(|rest| rest.starts_with('.'));
    if rows.keys().any(|known| inside(known, &spec.name) || inside(&spec.name, known)) {
        return refused("another member is called as a part of its name");
    }
    let known = rows.get(spec.name.as_str()).copied();
    if known.is_none() && rows.len() >= MOST {
        return refused("there are too many already");
    }
    let Some(scope) = Scope::own(&spec.scope, &spec.prompt) else {
        return refused("its scope is like scope.acme.pay, none of WeChat's, and asked for in a few words");
    };
    let need = Need::Scope(scope);
    if known.is_some_and(|row| row.need == need) {
        return Ok(());
    }
    let name: &'static str = known.map_or_else(|| &*Box::leak(spec.name.clone().into_boxed_str()), |row| row.name);
    let row = Row {
        name,
        kind: Kind::Async,
        category: "",
        tier: 3,
        deprecated: false,
        status: Status::Done,
        need,
        action: Action::Broker(BrokerAction::Own),
        since: "0.1",
        arguments: Vec::new(),
        result: Vec::new(),
        my: None,
    };
    // A row lives as long as the process; there are few, and only the host makes any.
    rows.insert(name, Box::leak(Box::new(row)));
    Ok(())
}

/// The row of a name.
pub(super) fn row(name: &str) -> Option<&'static Row> {
    ROWS.read().unwrap_or_else(PoisonError::into_inner).get(name).copied()
}

/// Every name.
pub(super) fn names() -> Vec<&'static str> {
    ROWS.read().unwrap_or_else(PoisonError::into_inner).keys().copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec(name: &str, scope: &str) -> OwnSpec {
        OwnSpec { name: name.into(), scope: scope.into(), prompt: "test it".into() }
    }

    #[test]
    fn a_member_of_the_integrators_own_has_a_row_with_its_scope() {
        declare(&spec("owntest.one", "scope.owntest.one")).unwrap();
        declare(&spec("owntest.one", "scope.owntest.one")).unwrap();
        let row = super::super::wire("owntest.one").unwrap();
        assert_eq!(row.need, Need::Scope(Scope::parse("scope.owntest.one").unwrap()));
        assert!(super::super::can_i_use(Dialect::Wechat, "owntest.one"));
        assert!(super::super::members_json(Dialect::Wechat).contains("owntest.one"));
    }

    #[test]
    fn no_name_can_shadow_a_member_and_no_scope_is_borrowed() {
        for bad in ["pay", "request.pay", "getSetting.x", "a..b", "A.b", "a.b.c.d.e", "a.__proto__", "owntest.one.more"] {
            declare(&spec("owntest.one", "scope.owntest.one")).unwrap();
            assert!(declare(&spec(bad, "scope.owntest.two")).is_err(), "{bad}");
        }
        for bad in ["scope.userLocation", "camera", "scope.", "scope.a b", ""] {
            assert!(declare(&spec("owntest.three", bad)).is_err(), "{bad}");
        }
    }
}
