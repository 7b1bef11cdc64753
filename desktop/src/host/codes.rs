//! Codes by which the server of a mini-program learns who uses this phone: each good once, for a few minutes, for one
//! mini-program. The person is made up; no key of any platform is involved.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use banchan_formats::code::AppId;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// How long a code is good.
const GOOD_FOR: Duration = Duration::from_secs(300);
/// Most codes that wait; the oldest goes first.
const MAX_CODES: usize = 256;

/// What a code is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Who the person is to a mini-program.
    Session,
    /// The person's number.
    Phone(String),
}

struct Code {
    app: AppId,
    purpose: Purpose,
    made: Instant,
}

#[derive(Default)]
struct State {
    codes: BTreeMap<String, Code>,
    signed_in: BTreeSet<AppId>,
}

/// The codes of one phone.
pub struct Codes {
    /// What makes the person's number for a mini-program different on each phone.
    secret: String,
    state: Mutex<State>,
}

impl Codes {
    /// With the secret of this phone, which is made when it is not there. One that can't be kept lasts as long as the process.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn open(home: &Path) -> Result<Self, String> {
        let path = home.join("person");
        let kept = std::fs::read_to_string(&path).ok().filter(|text| text.len() == 32);
        let secret = match kept {
            Some(secret) => secret,
            None => {
                let secret = random_name()?;
                if let Err(error) = std::fs::create_dir_all(home).and_then(|()| std::fs::write(&path, &secret)) {
                    eprintln!("Who uses this phone could not be kept in {}: {error}", path.display());
                }
                secret
            }
        };
        Ok(Self { secret, state: Mutex::default() })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A new code.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn issue(&self, app: AppId, purpose: Purpose) -> Result<String, String> {
        let text = random_name()?;
        let mut state = self.state();
        state.codes.retain(|_, code| code.made.elapsed() < GOOD_FOR);
        if state.codes.len() >= MAX_CODES
            && let Some(oldest) = state.codes.iter().min_by_key(|(_, code)| code.made).map(|(text, _)| text.clone())
        {
            state.codes.remove(&oldest);
        }
        if purpose == Purpose::Session {
            state.signed_in.insert(app.clone());
        }
        state.codes.insert(text.clone(), Code { app, purpose, made: Instant::now() });
        Ok(text)
    }

    /// Whether a mini-program signed in since this phone was started.
    pub fn signed_in(&self, app: &AppId) -> bool {
        self.state().signed_in.contains(app)
    }

    /// Takes a code; what it stood for, in the words of WeChat's server API. `None` when it is not good (any more).
    pub fn exchange(&self, app: &str, code: &str, phone: bool) -> Option<Value> {
        let mut state = self.state();
        let known = state.codes.get(code).filter(|known| known.app.as_str() == app && known.made.elapsed() < GOOD_FOR)?;
        if phone != (known.purpose != Purpose::Session) {
            return None;
        }
        let known = state.codes.remove(code)?;
        Some(match known.purpose {
            Purpose::Session => json!({ "openid": self.open_id(app), "unionid": self.open_id("") }),
            Purpose::Phone(number) => json!({ "phone_info": { "phoneNumber": number, "purePhoneNumber": number, "countryCode": "" } }),
        })
    }

    /// Who the person is to a mini-program: the same each time, and of no use to any other.
    fn open_id(&self, app: &str) -> String {
        let mut hash = Sha256::new();
        hash.update(self.secret.as_bytes());
        hash.update(b"\0");
        hash.update(app.as_bytes());
        hash.finalize().iter().take(14).map(|byte| format!("{byte:02x}")).collect()
    }
}

/// 128 bits in hexadecimal digits.
fn random_name() -> Result<String, String> {
    let mut bytes = [0u8; 16];
    getrandom::fill(&mut bytes).map_err(|error| format!("the system gives no randomness: {error}"))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_good_once_and_for_its_mini_program_only() {
        let dir = tempfile::tempdir().unwrap();
        let codes = Codes::open(dir.path()).unwrap();
        let app = AppId::parse("tea.house").unwrap();
        assert!(!codes.signed_in(&app));
        let code = codes.issue(app.clone(), Purpose::Session).unwrap();
        assert!(codes.signed_in(&app));
        assert_eq!(codes.exchange("other.house", &code, false), None);
        assert_eq!(codes.exchange("tea.house", &code, true), None);
        let who = codes.exchange("tea.house", &code, false).unwrap();
        assert_eq!(codes.exchange("tea.house", &code, false), None, "used twice");
        let again = Codes::open(dir.path()).unwrap();
        let code = again.issue(app.clone(), Purpose::Session).unwrap();
        assert_eq!(again.exchange("tea.house", &code, false).unwrap(), who, "another person after a restart");
        let number = again.issue(app, Purpose::Phone("1".into())).unwrap();
        assert_eq!(again.exchange("tea.house", &number, true).unwrap()["phone_info"]["phoneNumber"], "1");
    }

    #[test]
    fn codes_do_not_pile_up() {
        let dir = tempfile::tempdir().unwrap();
        let codes = Codes::open(dir.path()).unwrap();
        for _ in 0..MAX_CODES + 50 {
            codes.issue(AppId::parse("tea.house").unwrap(), Purpose::Session).unwrap();
        }
        assert_eq!(codes.state().codes.len(), MAX_CODES);
    }
}
