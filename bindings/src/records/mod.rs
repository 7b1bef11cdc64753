//! Values that cross as they are: each macro repeats the fields of a type of core, and does not compile when they differ.
//! What a field means is written there, at the type named on the left of each alias.

/// A record of core that crosses under another name, with the fields that it must have.
macro_rules! record {
    ($name:ident = $type:path { $($(#[$default:meta])* $field:ident: $of:ty),* $(,)? }) => {
        #[doc = concat!("See `", stringify!($type), "` of core.")]
        pub type $name = $type;
        #[uniffi::remote(Record)]
        pub struct $name { $($(#[$default])* pub $field: $of),* }
    };
}
/// The same for an enum.
macro_rules! choice {
    ($name:ident = $type:path { $($variants:tt)* }) => {
        #[doc = concat!("See `", stringify!($type), "` of core.")]
        pub type $name = $type;
        #[uniffi::remote(Enum)]
        pub enum $name { $($variants)* }
    };
}
/// A record of our own with the same fields, where one of core's is of a type that can't cross.
macro_rules! copied {
    ($about:literal $name:ident = $type:path { $($field:ident: $of:ty),* $(,)? }) => {
        #[doc = $about]
        #[derive(uniffi::Record)]
        #[allow(missing_docs)] // as there
        pub struct $name { $(pub $field: $of),* }
        impl From<$type> for $name {
            #[allow(clippy::useless_conversion)] // most fields are the same
            fn from(of: $type) -> Self {
                Self { $($field: of.$field.into()),* }
            }
        }
    };
}
pub(crate) use {choice, record};
mod device;
mod lists;
mod media;
mod pages;
mod person;
mod screen;

use banchan_core::host::PageId;
use banchan_core::permission::{Scope, Slot};
use banchan_formats::code::AppId;

pub use device::*;
pub use lists::*;
pub use media::*;
pub use pages::*;
pub use person::*;
pub use screen::*;

/// The id of a mini-program, as text. One that no mini-program has is refused on the way in.
pub type MiniAppId = AppId;
uniffi::custom_type!(MiniAppId, String, {
    remote,
    try_lift: |id| AppId::parse(&id).map_err(|error| uniffi::deps::anyhow::anyhow!("{error}")),
    lower: |id| id.as_str().to_owned(),
});

/// Number of a page.
pub type MiniPageId = PageId;
uniffi::custom_type!(MiniPageId, u64, { remote, try_lift: |id| Ok(PageId(id)), lower: |id| id.0 });
/// Number of a running mini-program.
pub type MiniSlot = Slot;
uniffi::custom_type!(MiniSlot, u64, { remote, try_lift: |slot| Ok(Slot(slot)), lower: |slot| slot.0 });

/// What a user is asked for, by WeChat's name such as `scope.userLocation`.
pub type MiniScope = Scope;
uniffi::custom_type!(MiniScope, String, {
    remote,
    try_lift: |name| Scope::parse(&name).ok_or_else(|| uniffi::deps::anyhow::anyhow!("there is no permission {name}")),
    lower: |scope| scope.name().to_owned(),
});

/// A count or an index.
pub type MiniCount = usize;
uniffi::custom_type!(MiniCount, u64, { remote, try_lift: |count| Ok(usize::try_from(count)?), lower: |count| count as u64 });
