//! Guarantees of the gate, each with a case of its own.

use std::collections::BTreeMap;
use std::future::Future;
use std::time::Duration;

use super::*;
use crate::host::fake::{FakePhone, set};
use crate::permission::{Declarations, Domains, MemoryGrants, NetPolicy, User};

const LOCATION: Need = Need::Scope(Scope::UserLocation);
const CAMERA: Need = Need::Scope(Scope::Camera);

fn app() -> AppId {
    AppId::parse("bike-share").unwrap()
}

fn info(declared: bool) -> SlotInfo {
    let mut reasons = BTreeMap::new();
    if declared {
        reasons.insert("scope.userLocation".to_owned(), "to find bikes near you".to_owned());
    }
    SlotInfo {
        user: User::default(),
        app_id: app(),
        version: 1,
        name: "Bikes".into(),
        declarations: Declarations { reasons, ..Declarations::default() },
        domains: Domains::default(),
        policy: NetPolicy::Release,
    }
}

struct Fixture {
    phone: Arc<FakePhone>,
    grants: Arc<MemoryGrants>,
    gate: Arc<Gate>,
}

fn fixture() -> Fixture {
    let phone = Arc::new(FakePhone::default());
    let grants = Arc::new(MemoryGrants::default());
    let gate = Arc::new(Gate::new(phone.clone(), grants.clone()));
    Fixture { phone, grants, gate }
}

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(work)
}

#[test]
fn undeclared_scope_is_refused() {
    let f = fixture();
    let slot = f.gate.open(info(false));
    let refusal = run(f.gate.check(slot, LOCATION)).unwrap_err();
    assert_eq!(refusal, Refusal::Undeclared { scope: Scope::UserLocation });
    assert!(f.phone.log().is_empty(), "nobody was asked");
}

#[test]
fn required_private_infos_declare_too() {
    let f = fixture();
    let mut with = info(false);
    with.declarations.private_infos = vec!["getLocation".into()];
    let slot = f.gate.open(with);
    assert!(run(f.gate.check(slot, LOCATION)).is_ok());
}

#[test]
fn allowed_scope_is_asked_once_and_remembered() {
    let f = fixture();
    let slot = f.gate.open(info(true));
    run(async {
        f.gate.check(slot, LOCATION).await.unwrap().redeem().unwrap();
        f.gate.check(slot, LOCATION).await.unwrap().redeem().unwrap();
    });
    assert_eq!(f.phone.log(), ["ask bike-share for scope.userLocation: to find bikes near you"]);
    assert_eq!(f.grants.get(&app(), Scope::UserLocation), Ok(Some(true)));
}

#[test]
fn denied_scope_is_not_asked_again() {
    let f = fixture();
    set(&f.phone.answer, Answer::Deny);
    let slot = f.gate.open(info(true));
    for _ in 0..3 {
        assert_eq!(run(f.gate.check(slot, LOCATION)).unwrap_err(), Refusal::Denied { scope: Scope::UserLocation });
    }
    let again = f.gate.open(info(true));
    assert!(run(f.gate.check(again, LOCATION)).is_err(), "nor in the next session");
    assert_eq!(f.phone.count("ask"), 1);
}

#[test]
fn dismissed_sheet_does_not_come_back_in_the_same_session() {
    let f = fixture();
    set(&f.phone.answer, Answer::Dismissed);
    let slot = f.gate.open(info(true));
    assert!(run(f.gate.check(slot, CAMERA)).is_err());
    assert!(run(f.gate.check(slot, CAMERA)).is_err());
    assert_eq!(f.phone.count("ask"), 1);
    assert_eq!(f.grants.get(&app(), Scope::Camera), Ok(None));
    let again = f.gate.open(info(true));
    set(&f.phone.answer, Answer::Allow);
    assert!(run(f.gate.check(again, CAMERA)).is_ok());
}

#[test]
fn parallel_calls_wait_for_one_sheet() {
    let f = fixture();
    set(&f.phone.thinking, Duration::from_millis(20));
    let slot = f.gate.open(info(true));
    run(async {
        let (a, b, c) = tokio::join!(f.gate.check(slot, LOCATION), f.gate.check(slot, LOCATION), f.gate.check(slot, LOCATION));
        assert!(a.is_ok() && b.is_ok() && c.is_ok());
    });
    assert_eq!(f.phone.count("ask"), 1);
}

#[test]
fn a_cancelled_question_is_asked_by_the_next_in_line() {
    let f = fixture();
    set(&f.phone.thinking, Duration::from_millis(50));
    let slot = f.gate.open(info(true));
    run(async {
        let first = async {
            let _ = tokio::time::timeout(Duration::from_millis(5), f.gate.check(slot, LOCATION)).await;
        };
        let ((), second) = tokio::join!(first, f.gate.check(slot, LOCATION));
        assert!(second.is_ok());
    });
    assert_eq!(f.phone.count("ask"), 2);
}

#[test]
fn revoked_scope_is_asked_or_refused_again() {
    let f = fixture();
    let slot = f.gate.open(info(true));
    run(async {
        f.gate.check(slot, LOCATION).await.unwrap();
        f.gate.set_grant(&app(), Scope::UserLocation, Some(false)).unwrap();
        assert!(f.gate.check(slot, LOCATION).await.is_err());
        f.gate.set_grant(&app(), Scope::UserLocation, None).unwrap();
        assert!(f.gate.check(slot, LOCATION).await.is_ok());
    });
    assert_eq!(f.phone.count("ask"), 2);
    assert_eq!(f.gate.list_grants(&app()).unwrap().len(), 1);
}

#[test]
fn permit_is_worthless_after_revocation() {
    let f = fixture();
    let slot = f.gate.open(info(true));
    run(async {
        let permit = f.gate.check(slot, LOCATION).await.unwrap();
        let other = f.gate.check(slot, CAMERA).await.unwrap();
        f.gate.set_grant(&app(), Scope::UserLocation, Some(false)).unwrap();
        assert_eq!(permit.redeem().unwrap_err(), Refusal::Revoked { scope: Scope::UserLocation });
        assert!(other.redeem().is_ok(), "another scope is untouched");
    });
}

#[test]
fn permit_is_worthless_after_leaving_the_screen() {
    let f = fixture();
    let slot = f.gate.open(info(true));
    run(async {
        let permit = f.gate.check(slot, LOCATION).await.unwrap();
        f.gate.set_state(slot, SlotState::Background);
        f.gate.set_state(slot, SlotState::Foreground);
        assert_eq!(permit.redeem().unwrap_err(), Refusal::Background);
        f.gate.set_state(slot, SlotState::Background);
        assert_eq!(f.gate.check(slot, LOCATION).await.unwrap_err(), Refusal::Background);
        assert_eq!(f.gate.check(slot, Need::Foreground).await.unwrap_err(), Refusal::Background);
        assert!(f.gate.check(slot, Need::Nothing).await.is_ok());
    });
}

#[test]
fn closed_slot_is_refused() {
    let f = fixture();
    let slot = f.gate.open(info(true));
    run(async {
        let permit = f.gate.check(slot, Need::Nothing).await.unwrap();
        f.gate.set_state(slot, SlotState::Closed);
        assert_eq!(permit.redeem().unwrap_err(), Refusal::Closed { slot });
        assert_eq!(f.gate.check(slot, LOCATION).await.unwrap_err(), Refusal::Closed { slot });
    });
    assert!(f.gate.url(slot, "https://api.example.com", UrlKind::Request).is_err());
}

#[test]
fn lease_ends_when_the_right_is_taken_back_or_the_screen_is_left() {
    let f = fixture();
    let slot = f.gate.open(info(true));
    run(async {
        let lease = f.gate.check(slot, LOCATION).await.unwrap().lease().unwrap();
        assert!(lease.is_live());
        let revoke = async {
            tokio::time::sleep(Duration::from_millis(5)).await;
            f.gate.set_grant(&app(), Scope::UserLocation, Some(false)).unwrap();
        };
        let (why, ()) = tokio::join!(lease.ended(), revoke);
        assert_eq!(why, Refusal::Revoked { scope: Scope::UserLocation });
        assert!(!lease.is_live());

        let camera = f.gate.check(slot, CAMERA).await.unwrap().lease().unwrap();
        f.gate.set_state(slot, SlotState::Background);
        assert_eq!(camera.ended().await, Refusal::Background);
    });
}

#[test]
fn background_lease_outlives_the_screen_but_not_the_session() {
    let f = fixture();
    let mut with = info(true);
    with.declarations.reasons.insert("scope.userLocationBackground".into(), "to record your ride".into());
    let slot = f.gate.open(with);
    run(async {
        let lease = f.gate.check(slot, Need::Scope(Scope::UserLocationBackground)).await.unwrap().lease().unwrap();
        f.gate.set_state(slot, SlotState::Background);
        assert!(lease.is_live());
        f.gate.set_state(slot, SlotState::Closed);
        assert_eq!(lease.ended().await, Refusal::Closed { slot });
    });
}

#[test]
fn system_refusal_is_told_apart_from_the_users() {
    let f = fixture();
    set(&f.phone.system_allows, false);
    let slot = f.gate.open(info(true));
    assert_eq!(run(f.gate.check(slot, LOCATION)).unwrap_err(), Refusal::SystemDenied { scope: Scope::UserLocation });
}

#[test]
fn without_anyone_to_ask_it_is_refused_and_not_remembered() {
    let grants = Arc::new(MemoryGrants::default());
    let gate = Gate::new(Arc::new(crate::permission::NullConsent), grants.clone());
    let slot = gate.open(info(true));
    assert!(matches!(run(gate.check(slot, LOCATION)), Err(Refusal::Undecided { .. })));
    assert_eq!(grants.get(&app(), Scope::UserLocation), Ok(None));
}

#[test]
fn grants_of_a_source_folder_are_not_those_of_the_release() {
    let f = fixture();
    let own = Arc::new(MemoryGrants::default());
    let folder = f.gate.open_with(info(true), own.clone());
    run(async { f.gate.check(folder, LOCATION).await.unwrap() });
    assert_eq!(f.grants.get(&app(), Scope::UserLocation), Ok(None));
    assert_eq!(own.get(&app(), Scope::UserLocation), Ok(Some(true)));
}
