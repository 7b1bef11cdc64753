//! The broker in this process: owns gate, store, network and hosts. Every call passes the gate in one place, by the
//! need of its row; what follows only acts.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use banchan_formats::code::AppId;
use banchan_formats::manifest::Dialect;
use serde_json::{Map, Value};
use tokio::runtime::Handle;
use tokio::sync::Semaphore;

use super::tasks::{Answer, LastWord, Tasks};
use super::{Broker, BrokerCall, Reply, device, request, storage};
use crate::api::{Action, Args, BrokerAction, Failure, Kind, Outcome, Row, arguments, lookup};
use crate::host::Hosts;
use crate::net::Net;
use crate::permission::{Gate, MemoryGrants, Need, NetPolicy, Scope, Slot, SlotInfo, SlotState};
use crate::store::{Owner, StorageError, Store, StoreError};

/// Calls of one slot that may be under way; more fail.
const MAX_CALLS: usize = 1000;
/// Requests of one slot that are on the wire at once, as in WeChat; more wait.
const MAX_REQUESTS: usize = 10;

/// What calls act with.
pub(super) struct Parts {
    pub gate: Gate,
    pub store: Arc<Store>,
    pub net: Net,
    pub hosts: Hosts,
    /// Per slot, who may be on the wire.
    wires: Mutex<HashMap<Slot, Arc<Semaphore>>>,
}

/// The broker in this process.
pub struct LocalBroker {
    parts: Arc<Parts>,
    tasks: Arc<Tasks>,
    runtime: Handle,
    /// Answers given to source folders: they last as long as the process.
    folder_grants: Mutex<HashMap<AppId, Arc<MemoryGrants>>>,
}

impl LocalBroker {
    /// A broker over these. Asynchronous work runs on the given runtime, which must have time and I/O.
    #[must_use]
    pub fn new(hosts: Hosts, store: Arc<Store>, runtime: Handle) -> Self {
        Self::with_net(hosts, store, runtime, Net::new())
    }

    /// As [`LocalBroker::new`], with another network.
    #[must_use]
    pub fn with_net(hosts: Hosts, store: Arc<Store>, runtime: Handle, net: Net) -> Self {
        let gate = Gate::new(hosts.consent.clone(), store.clone());
        let parts = Parts { gate, store, net, hosts, wires: Mutex::default() };
        Self { parts: Arc::new(parts), tasks: Arc::default(), runtime, folder_grants: Mutex::default() }
    }

    /// Takes in an installed mini-program that starts.
    pub fn open(&self, info: SlotInfo) -> Slot {
        self.parts.gate.open(info)
    }

    /// Takes in a source folder: its storage and the answers given to it are not those of an installed mini-program of the same id.
    pub fn open_source_folder(&self, info: SlotInfo) -> Slot {
        let mut known = self.folder_grants.lock().unwrap_or_else(PoisonError::into_inner);
        let grants = known.entry(info.app_id.clone()).or_default().clone();
        drop(known);
        self.parts.gate.open_with(info, grants)
    }

    /// Whether a slot that is open belongs to a source folder.
    #[must_use]
    pub fn is_source_folder(&self, slot: Slot) -> bool {
        self.parts.gate.info(slot).is_ok_and(|info| matches!(info.policy, NetPolicy::Development { .. }))
    }

    /// Forgets what a source folder stored and what it was allowed.
    ///
    /// # Errors
    /// [`StoreError`] when the store can't be written.
    pub fn forget_source_folder(&self, app: &AppId) -> Result<(), StoreError> {
        self.folder_grants.lock().unwrap_or_else(PoisonError::into_inner).remove(app);
        match self.parts.store.storage_clear(&Owner::source_folder(app)) {
            Err(StorageError::Store(error)) => Err(error),
            // Emptying meets no limit.
            Ok(()) | Err(StorageError::EntryTooLarge | StorageError::Full) => Ok(()),
        }
    }

    /// The gate, for the host's own settings: listing and taking back grants.
    #[must_use]
    pub fn gate(&self) -> &Gate {
        &self.parts.gate
    }
}

impl Broker for LocalBroker {
    fn call(&self, slot: Slot, call: BrokerCall, reply: Reply) {
        let Some((row, action)) = find(&call.api) else {
            return reply(Outcome::fail(&call.api, &Failure::NotSupported));
        };
        if is_storage(action) {
            // At once and in this thread: a program that stores and then reads without waiting reads what it stored.
            return reply(Outcome::of(row, self.parts.act_now(slot, row, action, &call.args)));
        }
        if self.tasks.count(slot) >= MAX_CALLS {
            return reply(Outcome::fail(row.name, &Failure::TooManyTasks));
        }
        let (parts, id) = (self.parts.clone(), call.id);
        let answer = Answer::new(row.name, reply);
        let last = LastWord { tasks: self.tasks.clone(), slot, id, answer: answer.clone() };
        let work = async move {
            let result = parts.act(slot, row, action, &call.args).await;
            last.answer.give(Outcome::of(row, result));
        };
        self.tasks.start(slot, id, answer, || self.runtime.spawn(work).abort_handle());
    }

    fn call_now(&self, slot: Slot, call: BrokerCall) -> Outcome {
        let Some((row, action)) = find(&call.api) else {
            return Outcome::fail(&call.api, &Failure::NotSupported);
        };
        Outcome::of(row, self.parts.act_now(slot, row, action, &call.args))
    }

    fn abort(&self, slot: Slot, id: u32) {
        self.tasks.abort(slot, id);
    }

    fn session_state(&self, slot: Slot, state: SlotState) {
        self.parts.gate.set_state(slot, state);
        if state == SlotState::Closed {
            self.tasks.close(slot);
            self.parts.wires.lock().unwrap_or_else(PoisonError::into_inner).remove(&slot);
        }
    }
}

/// The row of a call, if it is one for a broker. Names on the wire are WeChat's in every dialect.
fn find(api: &str) -> Option<(&'static Row, BrokerAction)> {
    let row = lookup(Dialect::Wechat, api)?;
    match row.action {
        Action::Broker(action) => Some((row, action)),
        Action::None | Action::Js | Action::Session(_) => None,
    }
}

/// The calls of the storage.
macro_rules! storage {
    () => {
        BrokerAction::GetStorage
            | BrokerAction::SetStorage
            | BrokerAction::RemoveStorage
            | BrokerAction::ClearStorage
            | BrokerAction::GetStorageInfo
            | BrokerAction::BatchGetStorage
            | BrokerAction::BatchSetStorage
    };
}

fn is_storage(action: BrokerAction) -> bool {
    matches!(action, storage!())
}

/// What a call needs. It stands in its row, but for the one call whose argument is a scope.
fn need(row: &Row, action: BrokerAction, args: &Args) -> Result<Need, Failure> {
    if action != BrokerAction::Authorize {
        return Ok(row.need);
    }
    Scope::parse(&args.string("scope")?).map(Need::Scope).ok_or(Failure::InvalidScope)
}

impl Parts {
    async fn act(&self, slot: Slot, row: &Row, action: BrokerAction, args: &str) -> Result<Value, Failure> {
        let args = arguments(row, args)?;
        // The one place where a call is decided.
        let permit = self.gate.check(slot, need(row, action, &args)?).await?;
        let pass = permit.redeem()?;
        match action {
            BrokerAction::Request => request::request(self, slot, args).await,
            BrokerAction::GetLocation => device::location(&self.hosts, &args, pass).await,
            BrokerAction::GetFuzzyLocation => device::fuzzy_location(&self.hosts, &args, pass).await,
            BrokerAction::ScanCode => device::scan(&self.hosts, &args, pass).await,
            BrokerAction::MakePhoneCall => device::phone_call(&self.hosts, &args, pass).await,
            BrokerAction::SetClipboardData => device::set_clipboard(&self.hosts, &args, pass).await,
            BrokerAction::GetClipboardData => device::get_clipboard(&self.hosts, pass).await,
            BrokerAction::VibrateShort => device::vibrate_short(&self.hosts, &args, pass).await,
            BrokerAction::VibrateLong => device::vibrate_long(&self.hosts, pass).await,
            BrokerAction::GetNetworkType => Ok(device::network_type(&self.hosts)),
            BrokerAction::GetSetting => device::settings(self, slot),
            BrokerAction::OpenSetting => device::open_settings(self, slot).await,
            // The gate asked, and this is reached only when the user allowed.
            BrokerAction::Authorize => Ok(Value::Null),
            // Answered before it came here.
            storage!() => Err(Failure::NotSupported),
        }
    }

    /// Calls of the storage need nothing but an open slot, and wait for nobody.
    fn act_now(&self, slot: Slot, row: &Row, action: BrokerAction, args: &str) -> Result<Value, Failure> {
        if row.need != Need::Nothing || !is_storage(action) {
            return Err(Failure::NotSupported);
        }
        let args = arguments(row, args)?;
        let info = self.gate.info(slot)?;
        let owner = match info.policy {
            NetPolicy::Release => Owner::installed(&info.app_id),
            NetPolicy::Development { .. } => Owner::source_folder(&info.app_id),
        };
        match storage::act(&self.store, &owner, action, &args) {
            // Where the asynchronous member fails, the synchronous one returns nothing.
            Err(Failure::DataNotFound) if row.kind == Kind::Sync => Ok(Value::Object(Map::new())),
            answer => answer,
        }
    }

    /// Waits for a place on the wire.
    pub async fn wire(&self, slot: Slot) -> Result<tokio::sync::OwnedSemaphorePermit, Failure> {
        let wire = {
            let mut wires = self.wires.lock().unwrap_or_else(PoisonError::into_inner);
            wires.entry(slot).or_insert_with(|| Arc::new(Semaphore::new(MAX_REQUESTS))).clone()
        };
        wire.acquire_owned().await.map_err(|_| Failure::Abort)
    }
}
