//! `wx.navigateToMiniProgram` and the way back: what waits to be opened, and who came from where. Opening itself is the
//! super-app's, bringing to the front the host's.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use banchan_formats::code::AppId;
use serde_json::Value;

use super::local::Parts;
use crate::api::{ArgError, Args, Failure};
use crate::host::Visit;
use crate::permission::{Pass, Slot};

/// Most visits that wait for the person or the shell.
const MAX_WAITING: usize = 16;
/// Most ways back that are remembered.
const MAX_ORIGINS: usize = 64;
/// Most bytes of what one mini-program hands to another.
const MAX_EXTRA: usize = 64 << 10;

/// A visit that the person allowed.
#[derive(Clone, Debug)]
pub struct Pending {
    /// Where to.
    pub target: AppId,
    /// The page as the program wrote it; `None` for its first one, or where it was.
    pub path: Option<String>,
    /// Who comes.
    pub from: AppId,
    /// With what, an object.
    pub extra: Value,
    /// Whether it is the way back.
    pub back: bool,
}

#[derive(Default)]
struct State {
    last: u64,
    waiting: BTreeMap<u64, Pending>,
    /// Who opened the mini-program in a slot, and which that one is.
    origins: HashMap<Slot, (AppId, AppId)>,
}

/// Visits under way.
#[derive(Default)]
pub(super) struct Visits {
    state: Mutex<State>,
}

impl Visits {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, pending: Pending) -> Result<u64, Failure> {
        let mut state = self.state();
        if state.waiting.len() >= MAX_WAITING {
            return Err(Failure::TooManyTasks);
        }
        state.last += 1;
        let id = state.last;
        state.waiting.insert(id, pending);
        Ok(id)
    }

    /// Nobody goes anywhere, and nobody came from anywhere.
    pub fn forget(&self) {
        let mut state = self.state();
        state.waiting.clear();
        state.origins.clear();
    }

    /// Takes a visit that waits.
    pub fn take(&self, id: u64) -> Option<Pending> {
        self.state().waiting.remove(&id)
    }

    /// The mini-program in `slot`, `visited`, was opened from `origin`.
    pub fn arrived(&self, slot: Slot, origin: AppId, visited: AppId) {
        let mut state = self.state();
        if state.origins.len() >= MAX_ORIGINS
            && let Some(oldest) = state.origins.keys().min().copied()
        {
            state.origins.remove(&oldest);
        }
        state.origins.insert(slot, (origin, visited));
    }

    /// Who opened what runs, or ran, in a slot; known once.
    pub fn take_origin(&self, slot: Slot) -> Option<(AppId, AppId)> {
        self.state().origins.remove(&slot)
    }

    fn origin(&self, slot: Slot) -> Option<AppId> {
        self.state().origins.get(&slot).map(|(origin, _)| origin.clone())
    }
}

fn extra(args: &Args) -> Result<Value, Failure> {
    let extra = Value::Object(args.object("extraData")?);
    if extra.to_string().len() > MAX_EXTRA {
        return Err(Failure::Other("extraData is too large".into()));
    }
    Ok(extra)
}

pub(super) async fn go(parts: &Parts, args: &Args, pass: Pass) -> Result<Value, Failure> {
    let text = args.string("appId")?;
    let target = AppId::parse(&text).map_err(|_| Failure::Other("invalid appid".into()))?;
    let path = args.opt_string("path")?.filter(|path| !path.is_empty());
    if let Some(env) = args.opt_string("envVersion")?
        && !["develop", "trial", "release"].contains(&env.as_str())
    {
        return Err(ArgError("parameter.envVersion should be develop, trial or release;".into()).into());
    }
    // Only what some registry offers can be visited, and the person reads its name from there.
    let entry = parts.store.entry(&target).map_err(|_| Failure::Other("invalid appid".into()))?;
    let name = entry.info().name(&parts.hosts.facts.get().language).to_owned();
    start(parts, pass, (target, name), path, extra(args)?, false).await
}

pub(super) async fn back(parts: &Parts, args: &Args, pass: Pass) -> Result<Value, Failure> {
    let origin = parts.visits.origin(pass.slot()).ok_or_else(|| Failure::Other("it was not opened by another mini program".into()))?;
    start(parts, pass, (origin, String::new()), None, extra(args)?, true).await
}

async fn start(parts: &Parts, pass: Pass, to: (AppId, String), path: Option<String>, extra: Value, back: bool) -> Result<Value, Failure> {
    let info = parts.gate.info(pass.slot())?;
    let (target, target_name) = to;
    let id = parts.visits.add(Pending { target: target.clone(), path, from: info.app_id.clone(), extra, back })?;
    // Taken back when the person stays, or the asking program ends meanwhile.
    let waiting = Waiting { visits: &parts.visits, id, keep: false };
    let visit = Visit { id, app_id: info.app_id.clone(), app_name: info.name.clone(), target, target_name, back };
    // The way back was agreed to when the person came.
    if !back {
        parts.hosts.neighbours.visit(pass, visit.clone()).await?;
    }
    waiting.keep();
    parts.hosts.neighbours.go(visit);
    Ok(Value::Null)
}

struct Waiting<'a> {
    visits: &'a Visits,
    id: u64,
    keep: bool,
}

impl Waiting<'_> {
    fn keep(mut self) {
        self.keep = true;
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        if !self.keep {
            drop(self.visits.take(self.id));
        }
    }
}
