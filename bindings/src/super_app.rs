//! The facade: each method converts, calls the method of the same name in `banchan_core::superapp`, and catches a panic.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, PoisonError, RwLock};

use banchan_core::host::{FactsCell, Folders, TileSource};
use banchan_core::logic::Limits;
use banchan_core::net::HttpSource;
use banchan_core::permission::User;
use banchan_core::session::{NullWatcher, PageReply, Watcher};
use banchan_core::store::{FolderSource, PublicKey, Registry, RegistrySource};
use banchan_core::superapp::{Config, Opened, Programs, SlotApp, SuperApp as Core, aside};
use banchan_formats::scan::make_svg;

use crate::alive::{Alive, Kind};
use crate::calls::Calls;
use crate::codes::{MiniCode, MiniTarget};
use crate::errors::MiniError;
use crate::hosts::{self, MiniApi, MiniHosts, MiniRegistryHost, MiniWireHost, Of, Own};
use crate::records::*;
use crate::session::MiniSession;

/// Exported methods that only pass on: `open` opens, `find` answers or has nothing, `ask` answers or fails, `tell` does nothing after the
/// end. On the right what core does.
macro_rules! passed {
    ($object:ident {
        $(open $open:ident($($o_arg:ident: $o_type:ty),*) = $o_act:expr, $o_words:literal;)*
        $(find $find:ident($($f_arg:ident: $f_type:ty),*) -> $found:ty = $f_act:expr, $f_words:literal;)*
        $(ask $ask:ident($($arg:ident: $type:ty),*) -> $answer:ty = $act:expr, $words:literal;)*
        $(tell $tell:ident($($t_arg:ident: $t_type:ty),*) = $t_act:expr, $t_words:literal;)*
    }) => {
        #[uniffi::export]
        impl $object {
            $(#[doc = $o_words]
            pub async fn $open(&self, $($o_arg: $o_type),*) -> Result<Arc<MiniSession>, MiniError> {
                self.inner.clone().start($o_act).await
            })*
            $(#[doc = $f_words]
            pub fn $find(&self, $($f_arg: $f_type),*) -> Option<$found> {
                self.inner.with($f_act).ok().flatten().map(<$found>::from)
            })*
            $(#[doc = $words]
            pub fn $ask(&self, $($arg: $type),*) -> Result<$answer, MiniError> {
                self.inner.with($act)
            })*
            $(#[doc = $t_words]
            pub fn $tell(&self, $($t_arg: $t_type),*) {
                self.tell($t_act);
            })*
        }
    };
}
pub(crate) use passed;

/// Where mini-programs come from.
#[derive(Clone, uniffi::Record)]
pub struct MiniRegistry {
    /// The public keys that may sign its index.
    pub keys: Vec<String>,
    /// A folder with `index.json`; or else
    #[uniffi(default = "")]
    pub folder: String,
    /// whoever reads its files; or else
    #[uniffi(default = None)]
    pub files: Option<Arc<dyn MiniRegistryHost>>,
    /// its address on the web, `https:`, for `SuperApp::add_registry` only.
    #[uniffi(default = "")]
    pub url: String,
}

/// Where the pictures under maps come from; see `host::TileSource`.
#[derive(Clone, uniffi::Record)]
#[allow(missing_docs)] // as there
pub struct MiniTiles {
    pub url: String,
    pub attribution: String,
    pub max_zoom: u8,
    pub shifted: bool,
}

/// What a super-app is made of.
#[derive(Clone, uniffi::Record)]
pub struct MiniConfig {
    /// What must survive; private to the host.
    pub data_folder: String,
    /// What may vanish at any time; private to the host.
    pub cache_folder: String,
    /// Where mini-programs come from; the first that knows one serves it.
    pub registries: Vec<MiniRegistry>,
    /// What the phone is; `SuperApp::set_facts` whenever something changes.
    #[uniffi(default = None)]
    pub facts: Option<MiniFacts>,
    /// Where the pictures under maps come from.
    #[uniffi(default = None)]
    pub tiles: Option<MiniTiles>,
    /// How pages talk with the shell: Android's `Port`, iOS's `Relay`.
    pub bridge: MiniBridge,
}

/// A super-app. Its methods may be called from any thread; those that say so take their time. Call `shutdown` when
/// it is not needed any more: letting go of the handle alone ends nothing that runs.
#[derive(uniffi::Object)]
pub struct SuperApp {
    inner: Arc<Inner>,
}

/// What a super-app and its sessions share.
pub(crate) struct Inner {
    whole: RwLock<Option<Whole>>,
    facts: FactsCell,
    calls: Arc<Calls>,
    _alive: Alive,
}

/// All of core, or what a mini-program's own process has of it.
#[derive(Clone)]
enum Whole {
    Main(Arc<Core>),
    Slot(Arc<SlotApp>),
}

impl Inner {
    fn whole(&self) -> Result<Whole, MiniError> {
        self.whole.read().unwrap_or_else(PoisonError::into_inner).clone().ok_or(MiniError::Closed)
    }

    /// Does something with core. A panic is told as what it is: a fault of ours.
    pub(crate) fn with<T>(&self, act: impl FnOnce(&Arc<Core>) -> Result<T, MiniError>) -> Result<T, MiniError> {
        match self.whole()? {
            Whole::Main(core) => guarded(|| act(&core)),
            Whole::Slot(_) => Err(MiniError::failed("only the app's main process knows that")),
        }
    }

    /// Does something with what runs.
    pub(crate) fn look<T>(&self, act: impl FnOnce(&Programs) -> T) -> Result<T, MiniError> {
        match self.whole()? {
            Whole::Main(core) => guarded(|| Ok(act(&core))),
            Whole::Slot(slot) => guarded(|| Ok(act(slot.programs()))),
        }
    }

    /// As [`Inner::look`] for what nobody waits for: after the end it does nothing.
    pub(crate) fn tell(&self, act: impl FnOnce(&Programs)) {
        if let Err(error @ MiniError::Internal { .. }) = self.look(act) {
            self.calls.complain(&error.to_string());
        }
    }

    /// Opens something on a thread of its own. When nobody waits for it any more, what was started is ended.
    pub(crate) async fn start<F>(self: Arc<Self>, act: F) -> Result<Arc<MiniSession>, MiniError>
    where
        F: FnOnce(&Arc<Core>) -> Result<Opened, MiniError> + Send + 'static,
    {
        let again = self.clone();
        let work = move || again.with(act).map(|opened| MiniSession::new(again.clone(), opened));
        let unwanted = |opened: Result<Arc<MiniSession>, MiniError>| {
            if let Some(session) = opened.ok().filter(|session| !session.resumed()) {
                session.end();
            }
        };
        aside("banchan-open", work, unwanted).await.map_err(MiniError::failed)?
    }
}

fn guarded<T>(act: impl FnOnce() -> Result<T, MiniError>) -> Result<T, MiniError> {
    catch_unwind(AssertUnwindSafe(act)).unwrap_or_else(|panic| Err(MiniError::Internal { reason: sentence(panic.as_ref()) }))
}

fn sentence(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "without words".into())
}

fn registry(given: &MiniRegistry, calls: &Arc<Calls>, core: Option<&Core>) -> Result<Registry, MiniError> {
    let keys: Result<Vec<PublicKey>, _> = given.keys.iter().map(|key| PublicKey::parse(key)).collect();
    let keys = keys.map_err(|error| MiniError::Refused { reason: format!("a registry's key can't be used: {error}") })?;
    let source: Arc<dyn RegistrySource> = match (&given.files, core) {
        (Some(files), _) => Of::new(files.clone(), calls),
        (None, Some(core)) if !given.url.is_empty() => Arc::new(HttpSource::new(&given.url, false, core.runtime().clone())?),
        (None, _) => Arc::new(FolderSource::new(&given.folder)),
    };
    Ok(Registry::open(source, &keys)?)
}

fn tiles(given: MiniTiles) -> Result<TileSource, MiniError> {
    let source = TileSource::new(&given.url)?;
    Ok(source.with(&given.attribution, given.max_zoom, given.shifted))
}

passed! { SuperApp {
    open open_text(text: String) = move |core| Ok(core.open_text(&text)?),
        "Opens what a text or link names. Takes as long as a first screen; cancelled, what it started is ended.";
    open open(target: MiniTarget, scene: u32) = move |core| Ok(core.open(&target, scene)?),
        "Opens a mini-program, or brings it back. `scene` is WeChat's number for the way in: 1001 list, 1005 search, 1011 code, 1089 recents.";
    open open_lan(text: String) = move |core| Ok(core.open_lan(&text)?),
        "Opens what a developer's computer shows as a code (`banchan dev --lan`); refused unless developer mode is on.";
    open visit(id: u64) = move |core| Ok(core.visit(id)?.0), "Opens where a visit leads that the person allowed (`MiniNeighboursHost`).";
    open open_unsigned(bundle: Vec<u8>, page: String, allow_loopback: bool) = move |core| Ok(core.open_zip(bundle, &page, allow_loopback)?),
        "Opens a developer's unsigned bundle (a zip) beside everything installed; for a host's developer mode only. `page` is where, its
         first page when empty.";
    open leave_visit(slot: MiniSlot) =
        move |core| Ok(core.leave_visit(slot).ok_or(MiniError::Unknown { reason: "there is no mini-program to go back to".into() })??),
        "Brings back the mini-program from which the one in `slot` was opened, when that one was left by its last page. `Unknown` when it
         was opened otherwise.";
    find icon(app: MiniAppId) -> MiniPicture = |core| Ok(core.icon(&app)), "The picture of a mini-program.";
    ask route(text: String) -> MiniCode = |core| Ok(core.route(&text)?), "What a scanned text or link means. Nothing is fetched.";
    ask scan_image(bytes: Vec<u8>) -> Vec<MiniFound> = |core| Ok(core.scan_image(&bytes)?.into_iter().map(MiniFound::from).collect()),
        "The codes in a picture file. Takes up to a second.";
    ask scan_luma(width: u32, height: u32, stride: u32, luma: Vec<u8>) -> Vec<MiniFound> =
        |core| Ok(core.scan_luma(width, height, stride, &luma)?.into_iter().map(MiniFound::from).collect()),
        "The codes in the luma plane of a camera frame, whose rows begin `stride` bytes after one another.";
    ask catalogue() -> Vec<MiniApp> = |core| Ok(core.catalogue()?), "Everything that can be opened.";
    ask search(text: String) -> Vec<MiniApp> = |core| Ok(core.search(&text)?), "What fits a text, best first.";
    ask about(app: MiniAppId) -> MiniApp = |core| Ok(core.about(&app)?), "One of them.";
    ask recents() -> Vec<MiniRecent> = |core| Ok(core.recents()?), "What was opened before, the last first.";
    ask forget_recent(app: MiniAppId) -> () = |core| Ok(core.forget_recent(&app)?), "Takes one out of recents.";
    ask grants(app: MiniAppId) -> Vec<MiniGrant> = |core| Ok(core.grants(&app)?), "What the user answered so far.";
    ask set_grant(app: MiniAppId, scope: MiniScope, allowed: Option<bool>) -> () = |core| Ok(core.set_grant(&app, scope, allowed)?),
        "Changes an answer: `false` takes a permission back at once, nothing lets the mini-program ask again.";
    ask clear_data(app: MiniAppId) -> () = |core| Ok(core.clear_data(&app)?),
        "Ends a mini-program and forgets what it stored and what it was allowed. Takes its time.";
    ask remove(app: MiniAppId) -> () = |core| Ok(core.remove(&app)?),
        "Deletes an installed mini-program with all that it kept for the one who uses the phone: the person says so. Takes its time.";
    ask set_user(name: String) -> () = |core| Ok(core.set_user(User::named(&name))),
        "Somebody else uses the phone now: what runs ends, and what mini-programs keep is this person's from here on. `name` is what the
         host knows them by, empty for nobody; said anew after each start. Takes its time.";
    ask forget_user(name: String) -> () = |core| Ok(core.forget_user(&User::named(&name))?),
        "Forgets everything that is kept for somebody: an account was removed. Takes its time.";
    tell on_view_message(page: MiniPageId, text: String) = |programs| programs.on_view_message(page, &text),
        "A message of a page, passed on unread.";
    tell view_lost(page: MiniPageId) = |programs| programs.view_lost(page), "A page's renderer was lost: it is made again as it was.";
    tell memory_pressure(pressure: MiniPressure) = |programs| programs.memory_pressure(pressure),
        "The phone needs memory: mini-programs are told, and what is not on screen may end.";
    tell set_shown(slot: MiniSlot, shown: bool) = |programs| programs.set_shown(slot, shown),
        "In the main process: a mini-program that has a process of its own is on screen, or is not any more.";
} }

impl SuperApp {
    fn of(whole: Whole, facts: FactsCell, calls: Arc<Calls>) -> Arc<Self> {
        let inner = Inner { whole: RwLock::new(Some(whole)), facts, calls, _alive: Alive::new(Kind::SuperApp) };
        Arc::new(Self { inner: Arc::new(inner) })
    }
    fn tell(&self, act: impl FnOnce(&Programs)) {
        self.inner.tell(act);
    }
}

#[uniffi::export]
impl SuperApp {
    /// Opens the store, verifies the registries and makes everything ready; no mini-program runs yet. Takes its time.
    #[uniffi::constructor]
    pub fn new(config: MiniConfig, hosts: MiniHosts) -> Result<Arc<Self>, MiniError> {
        guarded(|| {
            let calls = Arc::new(Calls { log: hosts.log.clone(), ..Calls::default() });
            let facts = FactsCell::new(config.facts.unwrap_or_default());
            let registries: Result<Vec<Registry>, MiniError> =
                config.registries.iter().map(|given| registry(given, &calls, None)).collect();
            let watcher: Arc<dyn Watcher> = match &hosts.log {
                Some(log) => Of::new(log.clone(), &calls),
                None => Arc::new(NullWatcher),
            };
            let mut core = Core::new(Config {
                hosts: hosts::of(&hosts, &calls, &facts, config.tiles.map(tiles).transpose()?),
                folders: Folders { data: config.data_folder.into(), cache: config.cache_folder.into() },
                registries: registries?,
                bridge: config.bridge,
                watcher,
                limits: Limits::default(),
            })?;
            if let Some(processes) = &hosts.processes {
                core.set_processes(Of::new(processes.clone(), &calls));
            }
            Ok(Self::of(Whole::Main(Arc::new(core)), facts, calls))
        })
    }
    /// In a mini-program's own process: what runs in it is begun by the main process, whose frames come to `feed`. Whatever only the main
    /// process knows is `Failed` here.
    #[uniffi::constructor]
    pub fn apart(facts: MiniFacts, bridge: MiniBridge, hosts: MiniHosts, wire: Arc<dyn MiniWireHost>) -> Result<Arc<Self>, MiniError> {
        guarded(|| {
            let (calls, facts) = (Arc::new(Calls { log: hosts.log.clone(), ..Calls::default() }), FactsCell::new(facts));
            let wire = Box::new(Of::new(wire, &calls));
            let slot = SlotApp::new(hosts::of(&hosts, &calls, &facts, None), bridge, Limits::default(), wire);
            let whole = Whole::Slot(Arc::new(slot.map_err(MiniError::failed)?));
            Ok(Self::of(whole, facts, calls))
        })
    }
    /// Takes a frame of the main process, in order.
    pub fn feed(&self, frame: Vec<u8>) {
        if let Ok(Whole::Slot(slot)) = self.inner.whole() {
            let _ = guarded(|| Ok(slot.receive(&frame)));
        }
    }
    /// What runs in a slot, for a shell that heard of its pages only.
    pub fn session(&self, slot: MiniSlot) -> Option<Arc<MiniSession>> {
        let opened = self.inner.look(|programs| programs.opened(slot)).ok().flatten()?;
        Some(MiniSession::new(self.inner.clone(), opened))
    }
    /// A picture of a code with this text, as SVG.
    pub fn code_svg(&self, text: String) -> Option<String> {
        guarded(|| Ok(make_svg(&text))).ok().flatten()
    }
    /// Adds a registry, or a newer edition of one. Takes as long as the network.
    pub fn add_registry(&self, given: MiniRegistry) -> Result<(), MiniError> {
        self.inner.with(|core| Ok(core.add_registry(registry(&given, &self.inner.calls, Some(core.as_ref()))?)?))
    }
    /// The log of use: what mini-programs used of the phone lately, the newest first. In memory only.
    pub fn uses(&self) -> Vec<MiniUsed> {
        self.inner.with(|core| Ok(core.uses())).unwrap_or_default()
    }
    /// Forgets it.
    pub fn clear_uses(&self) {
        let _ = self.inner.with(|core| Ok(core.clear_uses()));
    }
    /// What a page loads: its document (`path` empty), our script and style, files of its bundle. Nothing: not there, or
    /// not for pages. Never waits for a mini-program.
    pub fn read_asset(&self, page: MiniPageId, path: String) -> Option<MiniAsset> {
        self.inner.look(|programs| programs.read_asset(page, &path)).ok().flatten().map(MiniAsset::from)
    }
    /// Turns developer mode on or off: the person does, in the host's settings. Off until then, and at each start.
    pub fn set_developer_mode(&self, on: bool) {
        let _ = self.inner.with(|core| Ok(core.set_developer_mode(on)));
    }
    /// The phone is another now: theme, language, network, size, all of it.
    pub fn set_facts(&self, facts: MiniFacts) {
        self.inner.facts.set(facts);
        self.tell(|programs| programs.facts_changed());
    }
    /// The answer to a request that a page's WebView sends to its own origin: see docs/shell-bridge.md. Never waits for a
    /// mini-program.
    pub fn serve(&self, page: MiniPageId, url_path: String, range: Option<String>) -> MiniReply {
        let reply = self.inner.look(|programs| programs.serve(page, &url_path, range.as_deref()));
        reply.unwrap_or_else(|_| PageReply::nothing()).into()
    }
    /// Adds a member of the integrator's own; mini-programs that run already do not see it.
    pub fn register(&self, api: Arc<dyn MiniApi>) -> Result<(), MiniError> {
        let spec = api.spec()?;
        let own = Arc::new(Own(Of::new(api, &self.inner.calls), spec));
        self.inner.with(|core| Ok(core.register(own)?))
    }
    /// Ends a question that the host was asked (`MiniCall::id`), as if the user had; `false` when it is over already.
    pub fn cancel(&self, call: u64) -> bool {
        self.inner.calls.questions.cancel(call)
    }
    /// Tells something about a question before its answer (`MiniSensorsHost`, `MiniRecorderHost`). Quick; nothing when it is over.
    pub fn report(&self, call: u64, report: MiniReport) {
        self.inner.calls.questions.report(call, report);
    }
    /// How many questions the host was asked and has not answered.
    pub fn open_calls(&self) -> u64 {
        self.inner.calls.questions.count()
    }
    /// Ends every mini-program and waits until what is stored is safe, a few seconds at most. Everything after it answers
    /// `Closed` or does nothing; a second time it does nothing.
    pub fn shutdown(&self) {
        let whole = self.inner.whole.write().unwrap_or_else(PoisonError::into_inner).take();
        // What runs in a mini-program's own process ends with the last who holds it.
        if let Some(Whole::Main(core)) = whole {
            let _ = guarded(|| Ok(Core::shutdown_shared(core)));
        }
    }
}
