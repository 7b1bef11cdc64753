//! What a user can be asked for. Names are WeChat's, because programs, settings pages and stored grants use them.

use std::sync::{PoisonError, RwLock};

use serde::{Deserialize, Serialize};

macro_rules! scopes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $title:literal;)*) => {
        /// One thing a user is asked for. Every dialect's own name maps onto one of these.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "&'static str")]
        pub enum Scope {
            $($(#[$doc])* $variant,)*
            /// Of a member of the integrator's own.
            Own(OwnScope),
        }

        impl Scope {
            /// Every scope that every host has, in the order in which a settings page shows them.
            pub const ALL: &'static [Scope] = &[$(Scope::$variant),*];

            /// The name in WeChat's words, as in `scope.userLocation`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Scope::$variant => $name,)* Scope::Own(own) => own.name }
            }

            /// What it is, in plain English, to complete "... wants to use ...".
            #[must_use]
            pub fn title(self) -> &'static str {
                match self { $(Scope::$variant => $title,)* Scope::Own(own) => own.title }
            }

            /// The scope of a name; `None` when there is no such scope.
            #[must_use]
            pub fn parse(name: &str) -> Option<Scope> {
                match name { $($name => Some(Scope::$variant),)* _ => OwnScope::find(name).map(Scope::Own) }
            }
        }
    };
}

scopes! {
    /// The precise position, while the mini-program is on screen.
    UserLocation = "scope.userLocation", "your location";
    /// The position to about a kilometre.
    UserFuzzyLocation = "scope.userFuzzyLocation", "your approximate location";
    /// The position while the mini-program is not on screen.
    UserLocationBackground = "scope.userLocationBackground", "your location, also in the background";
    /// The camera.
    Camera = "scope.camera", "the camera";
    /// The microphone.
    Record = "scope.record", "the microphone";
    /// Saving pictures and videos.
    WritePhotosAlbum = "scope.writePhotosAlbum", "saving to your photos";
    /// Bluetooth devices nearby.
    Bluetooth = "scope.bluetooth", "Bluetooth";
    /// Adding entries to the address book.
    AddPhoneContact = "scope.addPhoneContact", "adding contacts";
    /// Adding entries to the calendar.
    AddPhoneCalendar = "scope.addPhoneCalendar", "adding calendar entries";
    /// Step counts.
    WeRun = "scope.werun", "your step count";
}

/// A scope of the integrator's own. It lasts as long as the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OwnScope {
    name: &'static str,
    title: &'static str,
}

static OWN: RwLock<Vec<OwnScope>> = RwLock::new(Vec::new());

/// Most scopes of the integrator's own.
const MOST_OWN: usize = 100;

impl OwnScope {
    fn find(name: &str) -> Option<Self> {
        OWN.read().unwrap_or_else(PoisonError::into_inner).iter().find(|own| own.name == name).copied()
    }
}

impl TryFrom<String> for Scope {
    type Error = String;
    fn try_from(name: String) -> Result<Self, String> {
        Self::parse(&name).ok_or_else(|| format!("there is no scope {name}"))
    }
}

impl From<Scope> for &'static str {
    fn from(scope: Scope) -> Self {
        scope.name()
    }
}

impl Scope {
    /// A scope of the integrator's own, made when there is none such; its words stay those that it was made with. `None`
    /// when the name is another one's, or no name (`scope.`, then letters, digits and dots).
    #[must_use]
    pub fn own(name: &str, title: &str) -> Option<Scope> {
        let rest = name.strip_prefix("scope.").unwrap_or_default();
        let fits = !rest.is_empty() && name.len() <= 64 && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.');
        if !fits || title.trim().is_empty() || title.len() > 200 {
            return None;
        }
        if let Some(known) = Scope::parse(name) {
            return matches!(known, Scope::Own(_)).then_some(known);
        }
        let mut all = OWN.write().unwrap_or_else(PoisonError::into_inner);
        // Made by the host alone, and few: they may last.
        let leak = |text: &str| -> &'static str { Box::leak(text.to_owned().into_boxed_str()) };
        let own = match all.iter().find(|own| own.name == name) {
            Some(own) => *own,
            None if all.len() >= MOST_OWN => return None,
            None => {
                let own = OwnScope { name: leak(name), title: leak(title) };
                all.push(own);
                own
            }
        };
        Some(Scope::Own(own))
    }

    /// Whether a manifest has to say why before anyone is asked. In WeChat that is so for positions; programs that use
    /// the camera declare nothing, so requiring it would break all of them.
    #[must_use]
    pub fn must_be_declared(self) -> bool {
        matches!(self, Scope::UserLocation | Scope::UserFuzzyLocation | Scope::UserLocationBackground)
    }

    /// Whether what is allowed may go on while the mini-program is not on screen.
    #[must_use]
    pub fn lasts_in_background(self) -> bool {
        matches!(self, Scope::UserLocationBackground)
    }
}

impl std::fmt::Display for Scope {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// What a call needs before it may reach the phone: a column of the table of `api`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// Nothing: it touches only the mini-program's own things.
    Nothing,
    /// That the mini-program is on screen; the user is not asked.
    Foreground,
    /// The user's consent.
    Scope(Scope),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scope_is_found_by_its_name() {
        for scope in Scope::ALL {
            assert_eq!(Scope::parse(scope.name()), Some(*scope));
            assert_eq!(serde_json::to_value(scope).unwrap(), scope.name());
        }
        assert_eq!(Scope::parse("scope.everything"), None);
    }
}
