//! May this mini-program do this now? The only maker of [`Permit`], [`UrlPermit`] and [`Lease`].
//!
//! What a permission *is* lives here and nowhere else: the names of scopes, what a manifest must declare, the user's
//! answers, the list of domains, which addresses are private. This module must not draw, store, or connect: it asks
//! the shell through [`Consent`] and keeps answers through [`Grants`], both implemented above.
//!
//! A proof is not `Clone`, has private fields and is consumed by the call that it allows. What is allowed:
//!
//! ```
//! use banchan_core::permission::{Lease, Pass, Permit, Refusal, UrlPass, UrlPermit};
//! fn once(permit: Permit) -> Result<Pass, Refusal> { permit.redeem() }
//! fn lasting(permit: Permit) -> Result<Lease, Refusal> { permit.lease() }
//! fn one_hop(permit: UrlPermit) -> Result<UrlPass, Refusal> { permit.redeem() }
//! ```
//! And each step beyond it, which does not compile:
//!
//! ```compile_fail
//! # use banchan_core::permission::{Lease, Pass, Permit, Refusal, UrlPass, UrlPermit};
//! // A permit can't be used twice.
//! fn twice(permit: Permit) -> Result<Pass, Refusal> { let _ = permit.redeem(); permit.redeem() }
//! ```
//! ```compile_fail
//! # use banchan_core::permission::{Lease, Pass, Permit, Refusal, UrlPass, UrlPermit};
//! // A permit can't be used once and kept for later.
//! fn both(permit: Permit) -> Result<Lease, Refusal> { let _ = permit.redeem(); permit.lease() }
//! ```
//! ```compile_fail
//! # use banchan_core::permission::{Lease, Pass, Permit, Refusal, UrlPass, UrlPermit};
//! // A permit can't be made, or changed, outside of this module.
//! fn forge(permit: Permit) -> Permit { Permit { ..permit } }
//! ```
//! ```compile_fail
//! # use banchan_core::permission::{Lease, Pass, Permit, Refusal, UrlPass, UrlPermit};
//! // What a guarded method of a host takes can't be made by hand either.
//! fn forge(pass: Pass) -> Pass { Pass { ..pass } }
//! ```
//! ```compile_fail
//! # use banchan_core::permission::{Lease, Pass, Permit, Refusal, UrlPass, UrlPermit};
//! // A permit for an address can't be copied for the next hop of a redirect.
//! fn copy(permit: &UrlPermit) -> UrlPermit { permit.clone() }
//! ```
//! ```compile_fail
//! # use banchan_core::permission::{Lease, Pass, Permit, Refusal, UrlPass, UrlPermit};
//! // A lease can't be shared: it ends in one place.
//! fn share(lease: &Lease) -> Lease { lease.clone() }
//! ```

mod address;
mod consent;
mod declare;
mod gate;
mod life;
mod permit;
mod refusal;
mod scope;
mod url;
mod user;

pub use address::{Reach, is_public};
pub use consent::{Answer, Consent, ConsentAsk, GrantRecord, Grants, GrantsError, MemoryGrants, NullConsent};
pub use declare::{Declarations, Domains, NetPolicy, SlotInfo, UrlKind};
pub use gate::Gate;
pub use life::{Slot, SlotState};
pub use permit::{Lease, Pass, Permit, UrlPass, UrlPermit};
pub use refusal::{Refusal, UrlRefusal};
pub use scope::{Need, OwnScope, Scope};
pub use url::{host_url, public_web_address};
pub use user::User;
