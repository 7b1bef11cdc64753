//! May this mini-program do this now? The only maker of [`Permit`], [`UrlPermit`] and [`Lease`].
//!
//! What a permission *is* lives here and nowhere else: the names of scopes, what a manifest must declare, the user's
//! answers, the list of domains, which addresses are private. This module must not draw, store, or connect: it asks
//! the shell through [`Consent`] and keeps answers through [`Grants`], both implemented above.
//!
//! A proof is not `Clone`, has private fields and is consumed by the call that it allows:
//!
//! ```compile_fail
//! // A permit can't be made outside this module.
//! let permit = banchan_core::permission::Permit { };
//! ```
//! ```compile_fail
//! // A permit can't be used twice.
//! fn twice(permit: banchan_core::permission::Permit) {
//!     let _ = permit.redeem();
//!     let _ = permit.redeem();
//! }
//! ```
//! ```compile_fail
//! // A permit for an address can't be copied for the next hop of a redirect.
//! fn copy(permit: &banchan_core::permission::UrlPermit) -> banchan_core::permission::UrlPermit {
//!     permit.clone()
//! }
//! ```
//! ```compile_fail
//! // A lease can't be shared: it ends in one place.
//! fn share(lease: &banchan_core::permission::Lease) -> banchan_core::permission::Lease {
//!     lease.clone()
//! }
//! ```
//! ```compile_fail
//! // What a guarded host method takes can't be made by hand either.
//! let pass = banchan_core::permission::Pass { };
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

pub use address::{Reach, is_public};
pub use consent::{Answer, Consent, ConsentAsk, GrantRecord, Grants, GrantsError, MemoryGrants, NullConsent};
pub use declare::{Declarations, Domains, NetPolicy, SlotInfo, UrlKind};
pub use gate::Gate;
pub use life::{Slot, SlotState};
pub use permit::{Lease, Pass, Permit, UrlPass, UrlPermit};
pub use refusal::{Refusal, UrlRefusal};
pub use scope::{Need, Scope};
