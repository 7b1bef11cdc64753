//! The proofs. Made only by the gate, used up by the call that they allow, checked once more at that moment.

use std::net::IpAddr;

use super::address::Reach;
use super::life::Life;
use super::{Need, Refusal, Scope, Slot, SlotState, UrlKind};

/// One guarded call passed the gate. It must be [redeemed](Permit::redeem) for a [`Pass`] just before the phone is
/// touched: leaving the screen or taking the right back in between makes it worthless.
#[derive(Debug)]
pub struct Permit {
    pub(super) slot: Slot,
    pub(super) need: Need,
    pub(super) life: Life,
    pub(super) epoch: u64,
    pub(super) revoked: u64,
}

impl Permit {
    pub(super) fn new(slot: Slot, need: Need, life: Life) -> Result<Self, Refusal> {
        let (state, epoch, revoked) = {
            let now = life.now.borrow();
            (now.state, now.epoch, revoked_count(&now, need))
        };
        match state {
            SlotState::Closed => Err(Refusal::Closed { slot }),
            SlotState::Background if !outlives_screen(need) => Err(Refusal::Background),
            SlotState::Suspended if !outlives_rest(need) => Err(Refusal::Background),
            _ => Ok(Self { slot, need, life, epoch, revoked }),
        }
    }

    fn check(&self) -> Result<(), Refusal> {
        let now = self.life.now.borrow();
        if now.state == SlotState::Closed {
            return Err(Refusal::Closed { slot: self.slot });
        }
        if now.state == SlotState::Suspended && !outlives_rest(self.need) {
            return Err(Refusal::Background);
        }
        if let Need::Scope(scope) = self.need
            && revoked_count(&now, self.need) != self.revoked
        {
            return Err(Refusal::Revoked { scope });
        }
        if !outlives_screen(self.need) && (now.state != SlotState::Foreground || now.epoch != self.epoch) {
            return Err(Refusal::Background);
        }
        Ok(())
    }

    /// Uses the permit for one call.
    ///
    /// # Errors
    /// What changed since the gate gave it.
    pub fn redeem(self) -> Result<Pass, Refusal> {
        self.check()?;
        Ok(Pass { slot: self.slot, need: self.need })
    }

    /// Uses the permit for something that lasts: positions that keep coming, a camera, a recording, a socket.
    ///
    /// # Errors
    /// What changed since the gate gave it.
    pub fn lease(self) -> Result<Lease, Refusal> {
        self.check()?;
        Ok(Lease { permit: self })
    }
}

fn revoked_count(now: &super::life::Moment, need: Need) -> u64 {
    match need {
        Need::Scope(scope) => now.revoked.get(&scope).copied().unwrap_or(0),
        Need::Nothing | Need::Foreground => 0,
    }
}

fn outlives_screen(need: Need) -> bool {
    match need {
        Need::Nothing => true,
        Need::Foreground => false,
        Need::Scope(scope) => scope.lasts_in_background(),
    }
}

/// Only what was granted for the background goes on while the program rests.
fn outlives_rest(need: Need) -> bool {
    matches!(need, Need::Scope(scope) if scope.lasts_in_background())
}

/// What a guarded method of a host takes: everything was checked, now.
#[derive(Debug)]
pub struct Pass {
    slot: Slot,
    need: Need,
}

impl Pass {
    /// For which running mini-program.
    #[must_use]
    pub fn slot(&self) -> Slot {
        self.slot
    }

    /// Under which scope; `None` when only being on screen was needed.
    #[must_use]
    pub fn scope(&self) -> Option<Scope> {
        match self.need {
            Need::Scope(scope) => Some(scope),
            Need::Nothing | Need::Foreground => None,
        }
    }
}

/// A right in use for as long as something lasts. Whoever serves it must stop when [`Lease::ended`] answers, and drops
/// the lease when the mini-program itself stops it.
#[derive(Debug)]
pub struct Lease {
    permit: Permit,
}

impl Lease {
    /// For which running mini-program.
    #[must_use]
    pub fn slot(&self) -> Slot {
        self.permit.slot
    }

    /// Whether it may still go on.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.permit.check().is_ok()
    }

    /// Waits until it has to stop, and says why.
    pub async fn ended(&self) -> Refusal {
        let mut changes = self.permit.life.now.subscribe();
        loop {
            if let Err(why) = self.permit.check() {
                return why;
            }
            if changes.changed().await.is_err() {
                return Refusal::Closed { slot: self.permit.slot };
            }
        }
    }
}

/// One address may be contacted once. A redirect needs another one.
#[derive(Debug)]
pub struct UrlPermit {
    pub(super) slot: Slot,
    pub(super) url: ::url::Url,
    pub(super) kind: UrlKind,
    pub(super) reach: Reach,
    pub(super) life: Life,
}

impl UrlPermit {
    /// The address.
    #[must_use]
    pub fn url(&self) -> &::url::Url {
        &self.url
    }

    /// Uses it for one connection.
    ///
    /// # Errors
    /// [`Refusal::Closed`] when the mini-program is gone.
    pub fn redeem(self) -> Result<UrlPass, Refusal> {
        if self.life.state() == SlotState::Closed {
            return Err(Refusal::Closed { slot: self.slot });
        }
        Ok(UrlPass { url: self.url, kind: self.kind, reach: self.reach })
    }
}

/// What the network takes: an address that was checked, now.
#[derive(Debug)]
pub struct UrlPass {
    url: ::url::Url,
    kind: UrlKind,
    reach: Reach,
}

impl UrlPass {
    pub(super) fn new(url: ::url::Url, kind: UrlKind, reach: Reach) -> Self {
        Self { url, kind, reach }
    }

    /// The address.
    #[must_use]
    pub fn url(&self) -> &::url::Url {
        &self.url
    }

    /// For what.
    #[must_use]
    pub fn kind(&self) -> UrlKind {
        self.kind
    }

    /// How far its name may lead.
    #[must_use]
    pub fn reach(&self) -> Reach {
        self.reach
    }

    /// Whether a connection to what its name resolved to is allowed.
    #[must_use]
    pub fn allows(&self, address: IpAddr) -> bool {
        self.reach.allows(address)
    }
}
