//! The gate: who runs, what they declared, what the user answered. The one place where a guarded call is decided.
//! It must not touch the phone itself.

use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use banchan_formats::code::AppId;
use tokio::sync::watch;

use super::consent::{Answer, Consent, ConsentAsk, GrantRecord, Grants, GrantsError};
use super::life::Life;
use super::permit::{Permit, UrlPermit};
use super::{Need, Refusal, Scope, Slot, SlotInfo, SlotState, UrlKind};

/// What is known of one running mini-program.
struct Entry {
    info: Arc<SlotInfo>,
    life: Life,
    grants: Arc<dyn Grants>,
    /// Asked in this session, and the sheet went away without an answer.
    dismissed: BTreeSet<Scope>,
    /// Questions on screen now, so that parallel calls wait for one sheet.
    asking: HashMap<Scope, watch::Receiver<()>>,
}

/// Decides about every guarded call.
pub struct Gate {
    consent: Arc<dyn Consent>,
    grants: Mutex<Arc<dyn Grants>>,
    slots: Mutex<HashMap<Slot, Entry>>,
    next: AtomicU64,
}

impl Gate {
    /// A gate that asks and remembers through these.
    #[must_use]
    pub fn new(consent: Arc<dyn Consent>, grants: Arc<dyn Grants>) -> Self {
        Self { consent, grants: Mutex::new(grants), slots: Mutex::default(), next: AtomicU64::new(1) }
    }

    fn slots(&self) -> MutexGuard<'_, HashMap<Slot, Entry>> {
        // Every change under this lock is a single assignment, so what a failed thread left behind is whole.
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn grants(&self) -> Arc<dyn Grants> {
        // Replaced whole.
        self.grants.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// From now on answers are remembered here: another user. What runs keeps those it began with.
    pub fn set_grants(&self, grants: Arc<dyn Grants>) {
        *self.grants.lock().unwrap_or_else(PoisonError::into_inner) = grants;
    }

    /// Takes in a mini-program that starts. Its number is never used again.
    pub fn open(&self, info: SlotInfo) -> Slot {
        self.open_with(info, self.grants())
    }

    /// As [`Gate::open`], but answers are remembered elsewhere: a source folder's are not those of an installed release.
    pub fn open_with(&self, info: SlotInfo, grants: Arc<dyn Grants>) -> Slot {
        let slot = Slot(self.next.fetch_add(1, Ordering::Relaxed));
        let entry = Entry { info: Arc::new(info), life: Life::new(), grants, dismissed: BTreeSet::new(), asking: HashMap::new() };
        self.slots().insert(slot, entry);
        slot
    }

    /// Tells where a mini-program is in its life. Leaving the screen makes its permits worthless and ends its leases.
    pub fn set_state(&self, slot: Slot, state: SlotState) {
        let mut slots = self.slots();
        if let Some(entry) = slots.get(&slot) {
            entry.life.set_state(state);
        }
        if state == SlotState::Closed {
            slots.remove(&slot);
        }
    }

    /// Who runs in a slot.
    ///
    /// # Errors
    /// [`Refusal::Closed`].
    pub fn info(&self, slot: Slot) -> Result<Arc<SlotInfo>, Refusal> {
        self.slots().get(&slot).map(|entry| entry.info.clone()).ok_or(Refusal::Closed { slot })
    }

    /// May this mini-program do this now? Asks the user when that was never answered.
    ///
    /// # Errors
    /// Why not.
    pub async fn check(&self, slot: Slot, need: Need) -> Result<Permit, Refusal> {
        let life = self.with(slot, |entry| entry.life.clone())?;
        if let Need::Scope(scope) = need {
            // Whoever is not on screen cannot ask, nor use what was granted for the screen.
            drop(Permit::new(slot, need, life.clone())?);
            self.granted(slot, scope).await?;
        }
        Permit::new(slot, need, life)
    }

    async fn granted(&self, slot: Slot, scope: Scope) -> Result<(), Refusal> {
        let undecided = |error: GrantsError| Refusal::Undecided { scope, reason: error.reason };
        loop {
            let (info, grants, dismissed, asking) = self.with(slot, |entry| {
                let asking = entry.asking.get(&scope).cloned();
                (entry.info.clone(), entry.grants.clone(), entry.dismissed.contains(&scope), asking)
            })?;
            if scope.must_be_declared() && !info.declarations.declares(scope) {
                return Err(Refusal::Undeclared { scope });
            }
            match grants.get(&info.app_id, scope).map_err(undecided)? {
                Some(false) => return Err(Refusal::Denied { scope }),
                Some(true) if self.consent.system_allows(scope).await => return Ok(()),
                Some(true) => return Err(Refusal::SystemDenied { scope }),
                None if dismissed => return Err(Refusal::Denied { scope }),
                None => {}
            }
            if let Some(mut asking) = asking {
                // Somebody asks already. The sender is dropped when that is over, whatever came of it.
                let _ = asking.changed().await;
                continue;
            }
            self.ask(slot, scope, &info, grants.as_ref()).await?;
        }
    }

    /// Shows the sheet and remembers the answer. The caller then looks it up like everybody else.
    async fn ask(&self, slot: Slot, scope: Scope, info: &SlotInfo, grants: &dyn Grants) -> Result<(), Refusal> {
        let Some(_question) = Question::begin(self, slot, scope)? else { return Ok(()) };
        let ask = ConsentAsk {
            slot,
            app_id: info.app_id.clone(),
            app_name: info.name.clone(),
            scope,
            title: scope.title().into(),
            reason: info.declarations.reason(scope).into(),
        };
        let answer = self.consent.ask(ask).await.map_err(|reason| Refusal::Undecided { scope, reason })?;
        let remembered = match answer {
            Answer::Allow => Some(true),
            Answer::Deny => Some(false),
            Answer::Dismissed => None,
        };
        match remembered {
            Some(_) => grants.set(&info.app_id, scope, remembered).map_err(|e| Refusal::Undecided { scope, reason: e.reason }),
            None => self.with(slot, |entry| {
                entry.dismissed.insert(scope);
            }),
        }
    }

    /// May this mini-program contact this address? Names are not resolved here; the permit carries how far they may lead.
    ///
    /// # Errors
    /// Why not.
    pub fn url(&self, slot: Slot, text: &str, kind: UrlKind) -> Result<UrlPermit, Refusal> {
        let (info, life) = self.with(slot, |entry| (entry.info.clone(), entry.life.clone()))?;
        let (url, reach) = super::url::check(text, kind, &info.domains, info.policy)?;
        Ok(UrlPermit { slot, url, kind, reach, life })
    }

    /// The origins whose pages a `web-view` of this mini-program may show, as a content security policy names them.
    #[must_use]
    pub fn web_origins(&self, slot: Slot) -> Vec<String> {
        self.with(slot, |entry| super::url::web_origins(&entry.info.domains, entry.info.policy)).unwrap_or_default()
    }

    /// What the user answered in a slot's mini-program so far.
    ///
    /// # Errors
    /// [`Refusal::Closed`], or that the answers can't be read.
    pub fn grants_of(&self, slot: Slot) -> Result<Vec<GrantRecord>, Refusal> {
        let (info, grants) = self.with(slot, |entry| (entry.info.clone(), entry.grants.clone()))?;
        let unread = |e: GrantsError| Refusal::Undecided { scope: Scope::UserLocation, reason: e.reason };
        grants.list(&info.app_id).map_err(unread)
    }

    /// Changes an answer from within a slot, as its settings page does.
    ///
    /// # Errors
    /// [`Refusal::Closed`], or that the answer can't be written.
    pub fn answer(&self, slot: Slot, scope: Scope, allowed: bool) -> Result<(), Refusal> {
        let (info, grants) = self.with(slot, |entry| (entry.info.clone(), entry.grants.clone()))?;
        grants.set(&info.app_id, scope, Some(allowed)).map_err(|e| Refusal::Undecided { scope, reason: e.reason })?;
        self.apply(&info.app_id, scope, allowed);
        Ok(())
    }

    /// Changes an answer from outside: the host's own settings. `None` forgets it, so that the next call asks again.
    ///
    /// # Errors
    /// [`GrantsError`]. The running mini-program loses the right even then.
    pub fn set_grant(&self, app: &AppId, scope: Scope, allowed: Option<bool>) -> Result<(), GrantsError> {
        let current = self.grants();
        let stored = current.set(app, scope, allowed);
        let own: Vec<Arc<dyn Grants>> = self.slots().values().filter(|e| e.info.app_id == *app).map(|e| e.grants.clone()).collect();
        for grants in own.iter().filter(|grants| !Arc::ptr_eq(grants, &current)) {
            grants.set(app, scope, allowed)?;
        }
        self.apply(app, scope, allowed == Some(true));
        stored
    }

    /// All answers for a mini-program, running or not.
    ///
    /// # Errors
    /// [`GrantsError`].
    pub fn list_grants(&self, app: &AppId) -> Result<Vec<GrantRecord>, GrantsError> {
        self.grants().list(app)
    }

    fn apply(&self, app: &AppId, scope: Scope, allowed: bool) {
        for entry in self.slots().values_mut().filter(|entry| entry.info.app_id == *app) {
            entry.dismissed.remove(&scope);
            if !allowed {
                entry.life.revoke(scope);
            }
        }
    }

    fn with<T>(&self, slot: Slot, f: impl FnOnce(&mut Entry) -> T) -> Result<T, Refusal> {
        self.slots().get_mut(&slot).map(f).ok_or(Refusal::Closed { slot })
    }
}

/// A question on screen. Dropping it wakes everybody who waits, even when the asking task was cancelled.
struct Question<'a> {
    gate: &'a Gate,
    slot: Slot,
    scope: Scope,
    _wake: watch::Sender<()>,
}

impl<'a> Question<'a> {
    /// `None` when somebody else was faster.
    fn begin(gate: &'a Gate, slot: Slot, scope: Scope) -> Result<Option<Self>, Refusal> {
        let (wake, wait) = watch::channel(());
        let first = gate.with(slot, |entry| match entry.asking.entry(scope) {
            std::collections::hash_map::Entry::Occupied(_) => false,
            std::collections::hash_map::Entry::Vacant(vacant) => {
                vacant.insert(wait);
                true
            }
        })?;
        Ok(first.then_some(Self { gate, slot, scope, _wake: wake }))
    }
}

impl Drop for Question<'_> {
    fn drop(&mut self) {
        let _ = self.gate.with(self.slot, |entry| entry.asking.remove(&self.scope));
    }
}

#[cfg(test)]
#[path = "gate_tests.rs"]
mod tests;
