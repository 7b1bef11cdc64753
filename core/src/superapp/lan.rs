//! A mini-program from its developer's computer, on a phone in developer mode: its folder comes over a pinned connection, is opened as a
//! source folder, and again at each change; what its console says goes back. It must not trust the computer with more than that.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;

use banchan_formats::bundle::{Files, Limits};
use banchan_formats::code::{AppId, DevTarget};
use tokio::sync::mpsc;

use super::{DevOptions, OpenError, Opened, SuperApp};
use crate::net::dev::{self, DevError, DevReader, DevWriter};
use crate::permission::Slot;
use crate::session::{Note, Watcher};

/// Longest wait for the first screen: the connection, the folder, the start.
const OPEN_WITHIN: Duration = Duration::from_secs(60);
/// How often it is asked whether the mini-program is still there.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Lines that wait for the network; more are not sent.
const MAX_WAITING: usize = 500;
/// Longest line, in bytes.
const MAX_LINE: usize = 16 << 10;

/// Whether codes of developers' computers are opened.
#[derive(Debug, Default)]
pub(super) struct DeveloperMode(AtomicBool);

impl SuperApp {
    /// Turns developer mode on or off: the person does, in the host's settings. Off until then, and at each start.
    pub fn set_developer_mode(&self, on: bool) {
        self.developer_mode.0.store(on, Ordering::Release);
    }

    /// Opens what a developer's computer shows as a code (`banchan dev --lan`), and keeps it up to date until it is left. Takes as long as
    /// its first screen.
    ///
    /// # Errors
    /// [`OpenError::Refused`] while developer mode is off, and when the code or the computer is not to be trusted.
    pub fn open_lan(self: &Arc<Self>, text: &str) -> Result<Opened, OpenError> {
        let refused = |why: &str| OpenError::Refused(why.into());
        let target = DevTarget::parse(text).ok_or_else(|| refused("this is no code of a developer's computer"))??;
        if !self.developer_mode.0.load(Ordering::Acquire) {
            return Err(refused("this code runs a mini-program from its developer's computer: turn on developer mode first"));
        }
        let (tell, told) = std::sync::mpsc::channel();
        self.handle.spawn(run(Arc::downgrade(self), target, tell));
        let late = || OpenError::Failed { text: "the developer's computer took too long".into() };
        told.recv_timeout(OPEN_WITHIN).map_err(|_| late())?
    }
}

type Tell = std::sync::mpsc::Sender<Result<Opened, OpenError>>;

/// Connects, opens, and stays until the mini-program or the connection ends.
async fn run(app: Weak<SuperApp>, target: DevTarget, tell: Tell) {
    let begun = async {
        let (mut reader, writer) = dev::connect(&target).await?;
        let bundle = reader.bundle(true).await?;
        Ok::<_, DevError>((reader, writer, bundle))
    };
    let (reader, writer, bundle) = match begun.await {
        Ok(begun) => begun,
        Err(why) => return drop(tell.send(Err(OpenError::Refused(why.to_string())))),
    };
    let (lines, waiting) = mpsc::channel(MAX_WAITING);
    let opened = open(&app, bundle, lines.clone(), None).await;
    let app_id = opened.as_ref().ok().map(|opened| opened.app_id.clone());
    let _ = tell.send(opened);
    if let Some(app_id) = app_id {
        stay(&app, app_id, reader, writer, (lines, waiting)).await;
    }
}

async fn open(app: &Weak<SuperApp>, bundle: Vec<u8>, lines: mpsc::Sender<String>, expected: Option<AppId>) -> Result<Opened, OpenError> {
    let gone = || OpenError::Failed { text: "the host is closing".into() };
    let app = app.upgrade().ok_or_else(gone)?;
    // Its first screen is waited for, which a thread of the runtime must not.
    let work = move || {
        let files = Files::from_zip(bundle, &Limits::default()).map_err(|why| OpenError::Refused(why.to_string()))?;
        let watcher = Arc::new(Tee { host: app.watcher.clone(), lines });
        app.open_source(&files, DevOptions::default(), watcher, expected.as_ref())
    };
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| Err(OpenError::Failed { text: "an internal error ended it".into() }))
}

async fn stay(
    app: &Weak<SuperApp>,
    app_id: AppId,
    mut reader: DevReader,
    mut writer: DevWriter,
    (lines, mut waiting): (mpsc::Sender<String>, mpsc::Receiver<String>),
) {
    // What is half read must not be dropped by another branch below: bundles have a task of their own.
    let (give, mut bundles) = mpsc::channel(1);
    let reading = tokio::spawn(async move {
        while let Ok(bundle) = reader.bundle(false).await {
            if give.send(bundle).await.is_err() {
                break;
            }
        }
    });
    // What was left, or is another user's phone now, does not come back by itself.
    let goes_on = || app.upgrade().is_some_and(|app| app.programs.of(&app_id).is_some_and(|session| app.is_of_user(session.slot())));
    // A clock of its own: a computer that sends all the time is looked after as well.
    let mut look = tokio::time::interval(LOOK_EVERY);
    loop {
        tokio::select! {
            bundle = bundles.recv() => {
                let Some(bundle) = bundle else { break };
                if !goes_on() {
                    break;
                }
                if let Err(why) = open(app, bundle, lines.clone(), Some(app_id.clone())).await {
                    let note = Note::Error { text: why.to_string(), path: String::new(), line: 0, column: 0, during: "reload".into(), warning: false };
                    let _ = lines.try_send(line_of(&note));
                }
            }
            Some(line) = waiting.recv() => {
                if writer.line(&line).await.is_err() {
                    break;
                }
            }
            _ = look.tick() => {
                if !goes_on() {
                    break;
                }
            }
        }
    }
    reading.abort();
}

/// Tells the host and the developer's computer.
struct Tee {
    host: Arc<dyn Watcher>,
    lines: mpsc::Sender<String>,
}

impl Watcher for Tee {
    fn note(&self, slot: Slot, note: Note) {
        // Whoever logs faster than the network carries is not waited for.
        let _ = self.lines.try_send(line_of(&note));
        self.host.note(slot, note);
    }
}

fn line_of(note: &Note) -> String {
    let told = serde_json::to_string(note).unwrap_or_default();
    if told.len() <= MAX_LINE {
        return told;
    }
    let text = format!("a line of {} bytes is too long to be sent", told.len());
    serde_json::to_string(&Note::Console { level: "warn".into(), text }).unwrap_or_default()
}
