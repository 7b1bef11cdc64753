//! `banchan dev --lan`: gives the source folder to one phone in the developer's own network, and takes what its console says. Nobody is
//! heard who does not have the token of the code that is shown now, and a token lets one phone in. It must not serve anything else.

use std::net::{IpAddr, SocketAddr, TcpListener, UdpSocket};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use banchan_core::session::Note;
use banchan_formats::bundle::pack;
use banchan_formats::code::DevTarget;
use banchan_formats::scan;
use rustls::pki_types::PrivateKeyDer;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::sync::{Semaphore, watch};
use tokio_rustls::TlsAcceptor;

use super::origins::same;
use crate::folder::Folder;

/// How long a code lets a phone in.
const GOOD_FOR: Duration = Duration::from_secs(300);
/// Longest wait for a phone to say who it is.
const WITHIN: Duration = Duration::from_secs(10);
/// Pause after a connection that could not be taken.
const AFTER_FAILURE: Duration = Duration::from_millis(200);
/// Longest line of a phone, in bytes.
const MAX_LINE: u64 = 32 << 10;
/// Most connections at once, also of those that have said nothing yet.
const MAX_PHONES: usize = 8;

/// What a phone says first.
#[derive(Deserialize)]
struct Hello {
    banchan: String,
    token: String,
}

/// Told what happens: codes to show, lines of phones.
pub(super) trait Desk: Send + Sync + 'static {
    /// A new code is to be shown.
    fn code(&self, link: &str);
    /// Something a phone's console said.
    fn note(&self, note: &Note);
    /// A sentence for the developer.
    fn say(&self, text: &str);
}

/// Shows all of it in the terminal.
pub(super) struct Terminal;

impl Desk for Terminal {
    fn code(&self, link: &str) {
        let code = scan::make_text(link).unwrap_or_default();
        eprintln!("{code}\n{link}\nScan this with a phone in developer mode. It lets one phone in, within five minutes.");
    }
    fn note(&self, note: &Note) {
        crate::host::print_note(note);
    }
    fn say(&self, text: &str) {
        eprintln!("     lan  {text}");
    }
}

/// The folder as phones get it.
pub(super) struct Lan {
    target: Mutex<(DevTarget, Instant)>,
    bundle: watch::Sender<Option<Arc<Vec<u8>>>>,
    desk: Box<dyn Desk>,
    acceptor: TlsAcceptor,
    folder: PathBuf,
}

/// The address by which this computer is known in its network. Nothing is sent to find out.
pub(super) fn own_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind(("0.0.0.0", 0)).ok()?;
    // An address for documents: only the way there is asked for.
    socket.connect(("192.0.2.1", 9)).ok()?;
    socket.local_addr().ok().map(|address| address.ip()).filter(|address| !address.is_loopback() && !address.is_unspecified())
}

impl Lan {
    /// Opens the port on this address only, and makes a certificate that lives as long as the program.
    pub(super) fn open(address: IpAddr, folder: &Path, desk: Box<dyn Desk>) -> Result<(Arc<Self>, TcpListener), String> {
        let listener = TcpListener::bind((address, 0)).map_err(|error| format!("{address} can't be used: {error}"))?;
        let address: SocketAddr = listener.local_addr().map_err(|error| error.to_string())?;
        let made = rcgen::generate_simple_self_signed(vec!["banchan.invalid".to_string()]).map_err(|error| error.to_string())?;
        let certificate = made.cert.der().clone();
        let pin = Sha256::digest(certificate.as_ref()).into();
        let key = PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into());
        let config = rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .and_then(|config| config.with_no_client_auth().with_single_cert(vec![certificate], key))
            .map_err(|error| error.to_string())?;
        let target = DevTarget { address, pin, token: super::random_name()? };
        let lan = Self {
            target: Mutex::new((target, Instant::now())),
            bundle: watch::Sender::default(),
            desk,
            acceptor: TlsAcceptor::from(Arc::new(config)),
            folder: folder.into(),
        };
        Ok((Arc::new(lan), listener))
    }

    fn target(&self) -> std::sync::MutexGuard<'_, (DevTarget, Instant)> {
        // It is replaced whole, so what a failed thread left is whole.
        self.target.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes a new code and shows it; the one before lets nobody in any more.
    pub(super) fn renew(&self) {
        let Ok(token) = super::random_name() else { return self.desk.say("the system gives no randomness: no new code can be made") };
        let link = {
            let mut target = self.target();
            target.0.token = token;
            target.1 = Instant::now();
            target.0.link()
        };
        self.desk.code(&link);
    }

    /// Reads the folder; phones that are there get it.
    pub(super) fn refresh(&self) {
        match Folder::read(&self.folder) {
            Ok(folder) => drop(self.bundle.send_replace(Some(Arc::new(pack(&folder.files))))),
            Err(why) => self.desk.say(&why.to_string()),
        }
    }

    /// Whether a token lets a phone in; it does not a second time.
    fn admit(&self, token: &str) -> Result<(), &'static str> {
        let mut target = self.target();
        if target.0.token.is_empty() || !same(target.0.token.as_bytes(), token.as_bytes()) {
            return Err("this code was used already, or a newer one is shown. Scan the one that is shown now");
        }
        target.0.token.clear();
        if target.1.elapsed() > GOOD_FOR {
            return Err("this code is too old. Scan the new one");
        }
        Ok(())
    }

    /// Lets phones in until the program ends.
    pub(super) async fn serve(self: Arc<Self>, listener: TcpListener) -> std::io::Result<()> {
        listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let room = Arc::new(Semaphore::new(MAX_PHONES));
        loop {
            let Ok((stream, peer)) = listener.accept().await else {
                // Mostly too many open files: asking again at once would keep a core busy with nothing.
                tokio::time::sleep(AFTER_FAILURE).await;
                continue;
            };
            let Ok(place) = room.clone().try_acquire_owned() else { continue };
            let lan = self.clone();
            tokio::spawn(async move {
                lan.phone(stream, peer).await;
                drop(place);
            });
        }
    }

    async fn phone(&self, stream: TcpStream, peer: SocketAddr) {
        let Ok(Ok(stream)) = tokio::time::timeout(WITHIN, self.acceptor.accept(stream)).await else { return };
        let (reader, mut writer) = tokio::io::split(stream);
        let mut reader = BufReader::new(reader);
        let hello = tokio::time::timeout(WITHIN, line(&mut reader)).await.ok().flatten();
        let hello = hello.and_then(|line| serde_json::from_slice::<Hello>(&line).ok()).filter(|hello| hello.banchan == "dev");
        let Some(hello) = hello else { return };
        if let Err(why) = self.admit(&hello.token) {
            let _ = writer.write_all(format!("{}\n", serde_json::json!({ "no": why })).as_bytes()).await;
            let _ = writer.shutdown().await;
            self.desk.say(&format!("{} was refused: {why}", peer.ip()));
            // Who came with an old code finds a good one; a stranger's guess must not take away the one that is shown.
            if self.target().0.token.is_empty() {
                self.renew();
            }
            return;
        }
        self.desk.say(&format!("{} is in", peer.ip()));
        let mut bundles = self.bundle.subscribe();
        bundles.mark_changed();
        let sending = async {
            while bundles.changed().await.is_ok() {
                let Some(bundle) = bundles.borrow_and_update().clone() else { continue };
                writer.write_all(format!("{}\n", serde_json::json!({ "bundle": bundle.len() })).as_bytes()).await?;
                writer.write_all(&bundle).await?;
                writer.flush().await?;
            }
            Ok::<(), std::io::Error>(())
        };
        let hearing = async {
            while let Some(line) = line(&mut reader).await {
                // A phone's mini-program writes these: what is no note is nothing.
                if let Ok(note) = serde_json::from_slice::<Note>(&line) {
                    self.desk.note(&note);
                }
            }
        };
        tokio::select! {
            _ = sending => {}
            () = hearing => {}
        }
        self.desk.say(&format!("{} has left", peer.ip()));
        self.renew();
    }
}

/// A line without its end; `None` at the end, and for one that is too long.
async fn line(reader: &mut (impl AsyncBufReadExt + Unpin)) -> Option<Vec<u8>> {
    let mut line = Vec::new();
    let read = reader.take(MAX_LINE).read_until(b'\n', &mut line).await.ok()?;
    (read > 0 && line.pop() == Some(b'\n')).then_some(line)
}

#[cfg(test)]
mod tests;
