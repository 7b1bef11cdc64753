//! The phone in a browser page: a server on the loopback address only. It carries what core decides to the page and back;
//! it must not decide anything itself, read what mini-programs send, or listen on any other address.
//!
//! Three kinds of origin: the phone page (`127.0.0.1`, below a folder named by a secret token), and one for each
//! mini-program (`<label>.localhost`), which can load its own files and nothing else.

mod apps;
mod calls;
mod describe;
mod dev;
mod doors;
mod files;
mod lan;
mod merchant;
mod mini;
mod origins;
mod page;
mod settings;
mod socket;

use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use banchan_core::host::{Bridge, FactsCell, Folders, Hosts, Regions, TileSource};
use banchan_core::session::{NullWatcher, Watcher};
use banchan_core::store::Registry;
use banchan_core::superapp::{Config, SetupError, SuperApp};

use crate::host::{Codes, DevWatcher, Hands, Link, Stages};
use crate::places::PlaceList;
use dev::DevFolder;
use doors::Doors;
use origins::Origins;
use settings::Settings;

/// How the phone is started.
pub struct Options {
    /// Port on the loopback address; 0 takes a free one.
    pub port: u16,
    /// Whether the browser is opened.
    pub open_browser: bool,
    /// Where to keep things.
    pub home: PathBuf,
    /// Where mini-programs come from, verified.
    pub registries: Vec<Registry>,
    /// Where this phone is, in degrees north and east, instead of what the browser says.
    pub location: Option<(f64, f64)>,
    /// Where the pictures under maps come from.
    pub tiles: Option<TileSource>,
    /// What `picker mode=region` offers.
    pub regions: Regions,
    /// What can be found by name when a place is chosen.
    pub places: PlaceList,
    /// A source folder to run, reloaded on change.
    pub dev: Option<PathBuf>,
    /// The address on which phones of the network get the folder, or the one by which this computer is known there.
    pub lan: Option<Option<std::net::IpAddr>>,
    /// The link or id to open at the start.
    pub open: Option<String>,
}

/// Why the phone did not start.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The port is taken, or the system has no loopback address.
    #[error("port {port} of 127.0.0.1 can't be used: {reason}. Name another one with --port, or 0 for a free one")]
    Port {
        /// The port.
        port: u16,
        /// What the system says.
        reason: String,
    },
    /// The folder for data, or a registry in it.
    #[error(transparent)]
    Setup(#[from] SetupError),
    /// The system has no randomness, or the network broke.
    #[error("{0}")]
    System(String),
}

/// All that a request may need.
pub(crate) struct Shell {
    app: OnceLock<Arc<SuperApp>>,
    link: Arc<Link>,
    hands: Arc<Hands>,
    stages: Arc<Stages>,
    facts: FactsCell,
    doors: Doors,
    origins: Arc<Origins>,
    settings: Settings,
    tiles: Option<TileSource>,
    places: PlaceList,
    codes: Arc<Codes>,
    dev: Option<DevFolder>,
    lan: Option<Arc<lan::Lan>>,
    open_first: std::sync::Mutex<Option<String>>,
}

impl Shell {
    /// Core. It is set before the first request is answered.
    fn app(&self) -> Option<&Arc<SuperApp>> {
        self.app.get()
    }
}

/// Runs the phone until the program is interrupted. Prints its address.
///
/// # Errors
/// [`ServeError`], with what to do.
pub fn run(mut options: Options) -> Result<(), ServeError> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port))
        .and_then(|listener| listener.set_nonblocking(true).map(|()| listener))
        .map_err(|error| ServeError::Port { port: options.port, reason: error.to_string() })?;
    let port = listener.local_addr().map_err(|error| ServeError::System(error.to_string()))?.port();
    let (lan, lan_listener) = open_lan(&options)?.unzip();
    let shell = make(&mut options, port, lan.clone())?;
    let address = format!("{}/{}/", shell.doors.shell_origin(), shell.doors.token());
    announce(&address, &options);
    if let Some((lan, listener)) = lan.zip(lan_listener) {
        lan.refresh();
        lan.renew();
        if let Some(app) = shell.app.get() {
            app.runtime().spawn(lan.serve(listener));
        }
    }
    let app = shell.app.get().cloned().ok_or_else(|| ServeError::System("core is not there".into()))?;
    let served = app.runtime().block_on(serve(listener, shell));
    if let Ok(app) = Arc::try_unwrap(app) {
        app.shutdown();
    }
    served
}

/// The door for phones of the network, when it was asked for.
fn open_lan(options: &Options) -> Result<Option<(Arc<lan::Lan>, TcpListener)>, ServeError> {
    let Some((asked, folder)) = options.lan.zip(options.dev.as_ref()) else { return Ok(None) };
    let none = || ServeError::System("this computer is in no network. Join one, or name its address with --lan-address".into());
    let address = asked.or_else(lan::own_address).ok_or_else(none)?;
    lan::Lan::open(address, folder, Box::new(lan::Terminal)).map(Some).map_err(ServeError::System)
}

fn make(options: &mut Options, port: u16, lan: Option<Arc<lan::Lan>>) -> Result<Arc<Shell>, ServeError> {
    let token = random_name().map_err(ServeError::System)?;
    let doors = Doors::new(port, token);
    let origins = Arc::new(Origins::new(port, doors.token().into()));
    let link = Arc::new(Link::default());
    let stages = Arc::new(Stages::new(Box::new(origins.clone())));
    let facts = FactsCell::default();
    let codes = Arc::new(Codes::open(&options.home).map_err(ServeError::System)?);
    let watcher: Arc<dyn Watcher> = if options.dev.is_some() { Arc::new(DevWatcher::new(link.clone())) } else { Arc::new(NullWatcher) };
    let hands = Arc::new(Hands::default());
    let config = Config {
        hosts: Hosts {
            tiles: options.tiles.clone(),
            regions: options.regions.clone(),
            ..crate::host::hosts(&link, &stages, &codes, &hands, facts.clone())
        },
        folders: Folders::under(&options.home),
        registries: std::mem::take(&mut options.registries),
        bridge: Bridge::framed(doors.shell_origin()),
        watcher,
        limits: banchan_core::logic::Limits::default(),
    };
    let app = Arc::new(SuperApp::new(config)?);
    let shell = Shell {
        app: OnceLock::new(),
        link,
        hands,
        stages,
        facts,
        codes,
        doors,
        origins,
        tiles: options.tiles.clone(),
        places: options.places.clone(),
        settings: Settings::open(&options.home, options.location),
        dev: options.dev.clone().map(DevFolder::new),
        lan,
        open_first: std::sync::Mutex::new(options.open.clone()),
    };
    let _ = shell.app.set(app);
    Ok(Arc::new(shell))
}

async fn serve(listener: TcpListener, shell: Arc<Shell>) -> Result<(), ServeError> {
    let system = |error: std::io::Error| ServeError::System(error.to_string());
    let listener = tokio::net::TcpListener::from_std(listener).map_err(system)?;
    if shell.dev.is_some() {
        tokio::spawn(dev::watch(shell.clone()));
    }
    let router = doors::router(shell);
    // Ctrl-C ends the process: what is stored is safe at every moment, and nothing else needs an end.
    axum::serve(listener, router).await.map_err(system)
}

fn announce(address: &str, options: &Options) {
    // The address is the program's result, so that a script can read it; everything else goes to the other stream.
    println!("{address}");
    eprintln!("The phone is open at the address above. It is yours alone: whoever has the address has the phone.");
    if let Some(folder) = &options.dev {
        eprintln!("{} is run from source and reloaded when it changes.", folder.display());
    }
    eprintln!("Ctrl-C ends it.");
    if options.open_browser {
        open_browser(address);
    }
}

/// Opens the user's browser. That there is none is no failure: the address was printed.
fn open_browser(address: &str) {
    use std::process::{Command, Stdio};
    let (program, first): (&str, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("cmd", &["/C", "start", ""]),
        _ => ("xdg-open", &[]),
    };
    let started = Command::new(program).args(first).arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    if started.is_err() {
        eprintln!("No browser could be started: open the address yourself.");
    }
}

/// A name that nobody can guess: 128 bits in hexadecimal digits.
fn random_name() -> Result<String, String> {
    let mut bytes = [0u8; 16];
    getrandom::fill(&mut bytes).map_err(|error| format!("the system gives no randomness: {error}"))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
