//! The broker in this process: owns gate, store, network and hosts. Every call passes the gate in one place, by the
//! need of its row; what follows only acts.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use banchan_formats::bundle::Files;
use banchan_formats::code::AppId;
use serde_json::{Map, Value};
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::news::Newsroom;
use super::sockets::{self, Sockets};
use super::tasks::{Answer, LastWord, Tasks};
use super::{
    Broker, BrokerCall, Listener, Reply, camera, contacts, device, documents, files, fonts, media, own, payment, person, pictures, places,
    random, recorder, request, sensors, storage, subscribe, transfers, visits, web,
};
use crate::api::{Action, Args, BrokerAction, Failure, FileWords as Words, Kind, Outcome, Row, arguments, wire};
use crate::files::{Limits, Shelf};
use crate::host::{Hosts, MediaKind};
use crate::net::Net;
use crate::permission::{Gate, MemoryGrants, Need, NetPolicy, Scope, Slot, SlotInfo, SlotState, User};
use crate::store::{Owner, StorageError, Store, StoreError, UserGrants};

/// Calls of one slot that may be under way; more fail.
const MAX_CALLS: usize = 1000;
/// Requests of one slot that are on the wire at once, as in WeChat; more wait.
const MAX_REQUESTS: usize = 10;
/// Calls of one slot at once that hold a whole large file in memory, such as a zip; more wait.
const MAX_LARGE: usize = 2;

/// What calls act with.
pub(super) struct Parts {
    pub gate: Gate,
    pub store: Arc<Store>,
    pub net: Net,
    pub shelf: Shelf,
    pub news: Newsroom,
    pub sockets: Sockets,
    pub hosts: Hosts,
    pub visits: visits::Visits,
    places: Mutex<HashMap<Slot, Places>>,
}

/// What calls of one slot wait for.
struct Places {
    wire: Arc<Semaphore>,
    large: Arc<Semaphore>,
}

impl Default for Places {
    fn default() -> Self {
        Self { wire: Arc::new(Semaphore::new(MAX_REQUESTS)), large: Arc::new(Semaphore::new(MAX_LARGE)) }
    }
}

/// The broker in this process.
pub struct LocalBroker {
    parts: Arc<Parts>,
    tasks: Arc<Tasks>,
    runtime: Handle,
    /// Who uses the phone: what starts is this one's.
    user: Mutex<User>,
    /// Answers given to source folders: they last as long as the process.
    folder_grants: Mutex<HashMap<(User, AppId), Arc<MemoryGrants>>>,
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
        let gate = Gate::new(hosts.consent.clone(), Arc::new(UserGrants::new(store.clone(), User::default())));
        let shelf = Shelf::new(store.folders(), hosts.random.clone());
        let (news, sockets) = (Newsroom::default(), Sockets::default());
        let parts = Parts { gate, store, net, shelf, news, sockets, hosts, visits: visits::Visits::default(), places: Mutex::default() };
        Self { parts: Arc::new(parts), tasks: Arc::default(), runtime, user: Mutex::default(), folder_grants: Mutex::default() }
    }

    fn current(&self) -> MutexGuard<'_, User> {
        // Replaced whole.
        self.user.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Who uses the phone.
    #[must_use]
    pub fn user(&self) -> User {
        self.current().clone()
    }

    /// From now on somebody else uses it; `false` when it is the same one. What runs goes on with what is the one's who began it,
    /// so the caller ends it. Nobody is led anywhere any more by what an earlier one allowed.
    pub fn set_user(&self, user: User) -> bool {
        let mut current = self.current();
        if *current == user {
            return false;
        }
        self.parts.gate.set_grants(Arc::new(UserGrants::new(self.parts.store.clone(), user.clone())));
        *current = user;
        self.parts.visits.forget();
        true
    }

    /// Nobody is led anywhere by what was allowed up to now.
    pub(crate) fn forget_visits(&self) {
        self.parts.visits.forget();
    }

    /// Takes in an installed mini-program that starts, for the one who uses the phone now.
    pub fn open(&self, info: SlotInfo) -> Slot {
        let user = self.current();
        self.parts.gate.open(SlotInfo { user: user.clone(), ..info })
    }

    /// Takes in a source folder: its storage and the answers given to it are not those of an installed mini-program of the same id.
    pub fn open_source_folder(&self, info: SlotInfo) -> Slot {
        let mut known = self.folder_grants.lock().unwrap_or_else(PoisonError::into_inner);
        let user = self.user();
        let grants = known.entry((user.clone(), info.app_id.clone())).or_default().clone();
        drop(known);
        self.parts.gate.open_with(SlotInfo { user, ..info }, grants)
    }

    /// Gives a mini-program that was taken in its bundle and its own files. Without this it has none.
    pub fn lend_files(&self, slot: Slot, bundle: Arc<Files>) {
        if let Ok(info) = self.parts.gate.info(slot) {
            self.parts.shelf.open(slot, &owner(&info), bundle, Limits::default());
        }
    }

    /// Whether a slot that is open belongs to a source folder.
    #[must_use]
    pub fn is_source_folder(&self, slot: Slot) -> bool {
        self.parts.gate.info(slot).is_ok_and(|info| matches!(info.policy, NetPolicy::Development { .. }))
    }

    /// Forgets what an installed mini-program keeps for the one who uses the phone, and what it was allowed.
    ///
    /// # Errors
    /// [`StoreError`] when the store can't be written.
    pub fn forget_installed(&self, app: &AppId) -> Result<(), StoreError> {
        let user = self.user();
        let files = self.parts.shelf.forget(&Owner::installed(app).of(&user));
        self.parts.store.clear_data(&user, app)?;
        files.map_err(|_| StoreError::Disk { what: "remove its files".into(), reason: "some of them are still there".into() })
    }

    /// Takes an installed mini-program off the phone for the one who uses it: all that [`LocalBroker::forget_installed`] forgets, and
    /// the mini-program itself unless somebody else uses it.
    ///
    /// # Errors
    /// [`StoreError`] when the store can't be written.
    pub fn remove_installed(&self, app: &AppId) -> Result<(), StoreError> {
        let user = self.user();
        let files = self.parts.shelf.forget(&Owner::installed(app).of(&user));
        self.parts.store.remove_app(&user, app)?;
        files.map_err(|_| StoreError::Disk { what: "remove its files".into(), reason: "some of them are still there".into() })
    }

    /// Forgets all that is kept for a user, by every mini-program. None of them may run for that user.
    ///
    /// # Errors
    /// [`StoreError`] when the store or the files can't be written.
    pub fn forget_user(&self, user: &User) -> Result<(), StoreError> {
        self.folder_grants.lock().unwrap_or_else(PoisonError::into_inner).retain(|(of, _), _| of != user);
        self.parts.store.forget_user(user)?;
        let left = |_| StoreError::Disk { what: "remove a user's files".into(), reason: "some of them are still there".into() };
        self.parts.shelf.forget_user(user).map_err(left)
    }

    /// Forgets what a source folder stored and what it was allowed.
    ///
    /// # Errors
    /// [`StoreError`] when the store can't be written.
    pub fn forget_source_folder(&self, app: &AppId) -> Result<(), StoreError> {
        let user = self.user();
        let owner = Owner::source_folder(app).of(&user);
        self.folder_grants.lock().unwrap_or_else(PoisonError::into_inner).remove(&(user, app.clone()));
        // What can't be removed now is only room; the storage is what programs act on.
        let _ = self.parts.shelf.forget(&owner);
        self.parts.store.forget_kept(&owner)?;
        match self.parts.store.storage_clear(&owner) {
            Err(StorageError::Store(error)) => Err(error),
            // Emptying meets no limit.
            Ok(()) | Err(StorageError::EntryTooLarge | StorageError::Full) => Ok(()),
        }
    }

    /// A visit to another mini-program that the person allowed; `None` when it is over.
    pub(crate) fn take_visit(&self, id: u64) -> Option<visits::Pending> {
        self.parts.visits.take(id)
    }

    /// The mini-program in `slot` was opened from another one.
    pub(crate) fn arrived(&self, slot: Slot, origin: AppId, visited: AppId) {
        self.parts.visits.arrived(slot, origin, visited);
    }

    /// Who opened the mini-program of a slot, and which that is; known once.
    pub(crate) fn take_origin(&self, slot: Slot) -> Option<(AppId, AppId)> {
        self.parts.visits.take_origin(slot)
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
        if is_immediate(row, action) {
            // At once and in this thread: a program that stores and then reads without waiting reads what it stored, and
            // what it sends arrives in the order of its calls.
            return reply(Outcome::of(row, self.parts.act_now(slot, row, action, &call.args)));
        }
        // A number that is sent twice would push the first call out of the list, and nothing could end it.
        if self.tasks.count(slot) >= MAX_CALLS || self.tasks.has(slot, call.id) {
            return reply(Outcome::fail(row.name, &Failure::TooManyTasks));
        }
        let (parts, id) = (self.parts.clone(), call.id);
        let answer = Answer::new(row.name, reply);
        let last = LastWord { tasks: self.tasks.clone(), slot, id, answer: answer.clone() };
        let work = async move {
            let result = parts.act(slot, id, row, action, &call.args).await;
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

    fn listen(&self, slot: Slot, listener: Listener) {
        // Nobody is told anything of a slot that is gone.
        if self.parts.gate.info(slot).is_ok() {
            self.parts.news.listen(slot, listener);
        }
    }

    fn make_temp_file(&self, slot: Slot, bytes: &[u8], ending: &str) -> Result<String, Failure> {
        files::space(&self.parts, slot)?.make_temp(bytes, ending).map_err(|why| Failure::File(why.into()))
    }

    fn read_file(&self, slot: Slot, path: &str, most: u64) -> Result<Vec<u8>, Failure> {
        files::space(&self.parts, slot)?.read(path, most).map_err(|why| Failure::File(Words::of(why, "open", path)))
    }

    fn web_origins(&self, slot: Slot) -> Vec<String> {
        self.parts.gate.web_origins(slot)
    }

    fn session_state(&self, slot: Slot, state: SlotState) {
        self.parts.gate.set_state(slot, state);
        if state == SlotState::Closed {
            self.tasks.close(slot);
            self.parts.shelf.close(slot);
            self.parts.news.close(slot);
            self.parts.places.lock().unwrap_or_else(PoisonError::into_inner).remove(&slot);
        }
    }
}

/// The row of a call, if it is one for a broker. Names on the wire are WeChat's in every dialect.
fn find(api: &str) -> Option<(&'static Row, BrokerAction)> {
    let row = wire(api)?;
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
            | BrokerAction::KeepExit
            | BrokerAction::TakeExit
            | BrokerAction::BatchSetStorage
    };
}

fn is_storage(action: BrokerAction) -> bool {
    matches!(action, storage!())
}

/// Calls that wait for nobody and are done in the order in which they come.
fn is_immediate(row: &Row, action: BrokerAction) -> bool {
    match action {
        BrokerAction::File => !files::is_slow(row),
        BrokerAction::SendSocket | BrokerAction::CloseSocket => true,
        _ => is_storage(action),
    }
}

/// Whether a call that is not immediate holds a whole file of the program's, for as long as it takes.
fn holds_large(action: BrokerAction) -> bool {
    use BrokerAction as A;
    matches!(action, A::File | A::CompressImage | A::OpenDocument | A::SaveImageToPhotosAlbum | A::SaveVideoToPhotosAlbum)
}

/// Whose storage and files a slot has.
pub(super) fn owner(info: &SlotInfo) -> Owner {
    let owner = match info.policy {
        NetPolicy::Release => Owner::installed(&info.app_id),
        NetPolicy::Development { .. } => Owner::source_folder(&info.app_id),
    };
    owner.of(&info.user)
}

/// What a call needs. It stands in its row, but for the one call whose argument is a scope.
fn need(row: &Row, action: BrokerAction, args: &Args) -> Result<Need, Failure> {
    if action != BrokerAction::Authorize {
        return Ok(row.need);
    }
    Scope::parse(&args.string("scope")?).map(Need::Scope).ok_or(Failure::InvalidScope)
}

impl Parts {
    async fn act(self: &Arc<Self>, slot: Slot, id: u32, row: &'static Row, action: BrokerAction, args: &str) -> Result<Value, Failure> {
        let args = arguments(row, args)?;
        // The one place where a call is decided.
        let permit = self.gate.check(slot, need(row, action, &args)?).await?;
        if action == BrokerAction::ConnectSocket {
            return sockets::connect(self, slot, id, &args, permit.lease()?);
        }
        // Waited for before the permit is used: what it stands for is checked after that.
        let large = if holds_large(action) { Some(self.place(slot, |places| &places.large).await?) } else { None };
        let pass = permit.redeem()?;
        match action {
            BrokerAction::Request => request::request(self, slot, id, args).await,
            BrokerAction::DownloadFile => transfers::download(self, slot, id, &args).await,
            BrokerAction::UploadFile => transfers::upload(self, slot, id, &args).await,
            BrokerAction::File => {
                let space = files::space(self, slot)?;
                let work = tokio::task::spawn_blocking(move || {
                    // Also when nobody waits for the answer any more, it is under way until here.
                    let _large = large;
                    files::act(&space, row, &args)
                });
                work.await.unwrap_or_else(|_| Err(Failure::Other("internal error".into())))
            }
            BrokerAction::CompressImage => pictures::compress(files::space(self, slot)?, &args, large).await,
            BrokerAction::GetRandomValues => random::values(&self.hosts, &args),
            BrokerAction::GetLocation => device::location(&self.hosts, &args, pass).await,
            BrokerAction::GetFuzzyLocation => device::fuzzy_location(&self.hosts, &args, pass).await,
            BrokerAction::ChooseLocation => places::choose(&self.hosts, &args, pass).await,
            BrokerAction::OpenLocation => places::open(&self.hosts, &args, pass).await,
            BrokerAction::ScanCode => device::scan(&self.hosts, &args, pass).await,
            BrokerAction::MakePhoneCall => device::phone_call(&self.hosts, &args, pass).await,
            BrokerAction::SetClipboardData => device::set_clipboard(&self.hosts, &args, pass).await,
            BrokerAction::GetClipboardData => device::get_clipboard(&self.hosts, pass).await,
            BrokerAction::VibrateShort => device::vibrate_short(&self.hosts, &args, pass).await,
            BrokerAction::VibrateLong => device::vibrate_long(&self.hosts, pass).await,
            BrokerAction::GetNetworkType => Ok(device::network_type(&self.hosts)),
            BrokerAction::GetSetting => device::settings(self, slot, &args),
            BrokerAction::RequestPayment => payment::pay(self, &args, pass).await,
            BrokerAction::RequestSubscribeMessage => subscribe::subscribe(self, &args, pass).await,
            BrokerAction::Login => person::login(self, pass).await,
            BrokerAction::CheckSession => person::check_session(self, pass).await,
            BrokerAction::GetUserInfo => person::user_info(&args),
            BrokerAction::GetUserProfile => person::user_profile(self, &args, pass).await,
            BrokerAction::GetPhoneNumber => person::phone_number(self, pass).await,
            BrokerAction::ChooseAvatar => person::avatar(self, slot, pass).await,
            BrokerAction::NavigateToMiniProgram => visits::go(self, &args, pass).await,
            BrokerAction::NavigateBackMiniProgram => visits::back(self, &args, pass).await,
            BrokerAction::ChooseAddress => person::address(self, pass).await,
            BrokerAction::Own => own::call(self, row, &args, pass).await,
            BrokerAction::OpenSetting => device::open_settings(self, slot, &args).await,
            BrokerAction::ChooseImage | BrokerAction::ChooseMedia | BrokerAction::ChooseVideo | BrokerAction::ChooseMessageFile => {
                media::choose(self, slot, action, &args, pass).await
            }
            BrokerAction::SaveImageToPhotosAlbum => media::keep(self, slot, MediaKind::Image, &args, pass).await,
            BrokerAction::OpenDocument => documents::open(self, slot, &args, pass).await,
            BrokerAction::SaveVideoToPhotosAlbum => media::keep(self, slot, MediaKind::Video, &args, pass).await,
            BrokerAction::FontFile => fonts::fetch(self, slot, &args).await,
            BrokerAction::Sensor => sensors::watch(self, slot, id, &args, pass).await,
            BrokerAction::AddPhoneContact => contacts::add(self, &args, pass).await,
            BrokerAction::ChooseContact => contacts::choose(self, pass).await,
            BrokerAction::Recorder => recorder::record(self, slot, id, &args, pass).await,
            BrokerAction::RecorderOrder => recorder::order(self, slot, &args),
            BrokerAction::CameraShow => camera::show(self, slot, &args, pass).await,
            BrokerAction::Camera => camera::act(self, slot, &args, pass).await,
            BrokerAction::WebOpen => web::open(self, slot, &args).await,
            // The gate asked, and this is reached only when the user allowed.
            BrokerAction::Authorize => Ok(Value::Null),
            // Answered before it came here.
            BrokerAction::ConnectSocket | BrokerAction::SendSocket | BrokerAction::CloseSocket | storage!() => Err(Failure::NotSupported),
        }
    }

    /// Calls that need nothing but an open slot, and wait for nobody.
    fn act_now(&self, slot: Slot, row: &Row, action: BrokerAction, args: &str) -> Result<Value, Failure> {
        if row.need != Need::Nothing || !is_immediate(row, action) {
            return Err(Failure::NotSupported);
        }
        let args = arguments(row, args)?;
        match action {
            BrokerAction::File => return files::act(&files::space(self, slot)?, row, &args),
            BrokerAction::SendSocket => return self.sockets.send(slot, &args),
            BrokerAction::CloseSocket => return self.sockets.close(slot, &args),
            _ => {}
        }
        let info = self.gate.info(slot)?;
        match storage::act(&self.store, &owner(&info), action, &args) {
            // Where the asynchronous member fails, the synchronous one returns nothing.
            Err(Failure::DataNotFound) if row.kind == Kind::Sync => Ok(Value::Object(Map::new())),
            answer => answer,
        }
    }

    /// Waits for a place on the wire.
    pub async fn wire(&self, slot: Slot) -> Result<OwnedSemaphorePermit, Failure> {
        self.place(slot, |places| &places.wire).await
    }

    async fn place(&self, slot: Slot, which: impl Fn(&Places) -> &Arc<Semaphore>) -> Result<OwnedSemaphorePermit, Failure> {
        let place = {
            let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
            // Asked while the list is locked: what is closed by then has been taken out, and must not come back.
            self.gate.info(slot)?;
            which(places.entry(slot).or_default()).clone()
        };
        place.acquire_owned().await.map_err(|_| Failure::Abort)
    }
}

#[cfg(test)]
impl LocalBroker {
    /// How much is kept of slots that were open, by what keeps it.
    pub(super) fn kept(&self) -> [(&'static str, usize); 4] {
        let parts = &self.parts;
        [
            ("tasks", self.tasks.len()),
            ("places", parts.places.lock().unwrap().len()),
            ("listeners", parts.news.len()),
            ("sockets", parts.sockets.len()),
        ]
    }
}
