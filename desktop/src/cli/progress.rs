//! What takes over a second says so on standard error, and not before. It must not write to standard output.

use std::io::{IsTerminal, Write};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long a command may be silent.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often a file or pipe gets a line; a terminal's line changes with every step.
const LINE_EVERY: Duration = Duration::from_secs(5);

/// A piece of work. The line on the terminal vanishes with it.
pub(super) struct Progress {
    steps: Option<Sender<String>>,
    printer: Option<JoinHandle<()>>,
}

impl Progress {
    /// Begins; `what` is shown when it takes long.
    pub(super) fn begin(what: &str) -> Self {
        let (steps, heard) = mpsc::channel::<String>();
        let mut shown = format!("{what}...");
        let printer = std::thread::Builder::new().name("progress".into()).spawn(move || {
            let start = Instant::now();
            let is_terminal = std::io::stderr().is_terminal();
            let mut printed: Option<Instant> = None;
            loop {
                let wait = if printed.is_none() { PATIENCE.saturating_sub(start.elapsed()) } else { Duration::from_millis(250) };
                match heard.recv_timeout(wait) {
                    Ok(step) => shown = step,
                    Err(RecvTimeoutError::Disconnected) => break,
                    Err(RecvTimeoutError::Timeout) => {}
                }
                let is_due = printed.is_none_or(|before| is_terminal || before.elapsed() >= LINE_EVERY);
                if start.elapsed() >= PATIENCE && is_due {
                    let seconds = start.elapsed().as_secs();
                    let mut err = std::io::stderr().lock();
                    let _ = if is_terminal { write!(err, "\r\x1b[K{shown} ({seconds} s)") } else { writeln!(err, "{shown} ({seconds} s)") };
                    let _ = err.flush();
                    printed = Some(Instant::now());
                }
            }
            if is_terminal && printed.is_some() {
                let _ = write!(std::io::stderr().lock(), "\r\x1b[K");
            }
        });
        // Without a thread there is no progress, and the work goes on.
        Self { steps: Some(steps), printer: printer.ok() }
    }

    /// Says how far it is.
    pub(super) fn step(&self, text: String) {
        if let Some(steps) = &self.steps {
            let _ = steps.send(text);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.steps = None;
        if let Some(printer) = self.printer.take() {
            let _ = printer.join();
        }
    }
}
