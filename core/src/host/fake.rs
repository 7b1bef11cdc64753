//! Hosts with prepared answers that write down what they were asked: for tests of core and for whoever embeds it.
//! Nothing here may be used to serve a user.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;

use super::{
    Answer, Clipboard, Clock, Consent, ConsentAsk, HostError, Hosts, Location, LocationAsk, Pass, Phone, Position, Random, ScanAsk,
    Scanned, Scanner,
};
use crate::permission::Scope;

/// One prepared phone. Change its fields before or between calls.
#[derive(Debug)]
pub struct FakePhone {
    /// What the user answers to every permission sheet.
    pub answer: Mutex<Answer>,
    /// How long the user thinks.
    pub thinking: Mutex<Duration>,
    /// Whether the system lets the host use anything.
    pub system_allows: Mutex<bool>,
    /// Where the phone is; `None` for a receiver that finds nothing.
    pub position: Mutex<Option<Position>>,
    /// What the next scan reads; `None` for a user who closes the scanner.
    pub code: Mutex<Option<String>>,
    /// What is in the clipboard.
    pub clipboard: Mutex<String>,
    /// The time, in milliseconds since 1970.
    pub now_ms: AtomicU64,
    log: Mutex<Vec<String>>,
}

impl Default for FakePhone {
    fn default() -> Self {
        Self {
            answer: Mutex::new(Answer::Allow),
            thinking: Mutex::new(Duration::ZERO),
            system_allows: Mutex::new(true),
            position: Mutex::new(Some(Position {
                latitude: 37.5665,
                longitude: 126.978,
                speed: -1.0,
                accuracy: 20.0,
                ..Position::default()
            })),
            code: Mutex::new(None),
            clipboard: Mutex::default(),
            now_ms: AtomicU64::new(1_700_000_000_000),
            log: Mutex::default(),
        }
    }
}

fn read<T: Clone>(cell: &Mutex<T>) -> T {
    cell.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// Sets a field of a [`FakePhone`].
pub fn set<T>(cell: &Mutex<T>, value: T) {
    *cell.lock().unwrap_or_else(PoisonError::into_inner) = value;
}

impl FakePhone {
    /// What was asked so far, one line a call.
    #[must_use]
    pub fn log(&self) -> Vec<String> {
        read(&self.log)
    }

    /// How many lines of the log start so.
    #[must_use]
    pub fn count(&self, start: &str) -> usize {
        self.log().iter().filter(|line| line.starts_with(start)).count()
    }

    fn note(&self, line: String) {
        self.log.lock().unwrap_or_else(PoisonError::into_inner).push(line);
    }

    /// A set of hosts that all are this phone.
    #[must_use]
    pub fn hosts(self: &Arc<Self>) -> Hosts {
        Hosts {
            consent: self.clone(),
            location: self.clone(),
            scanner: self.clone(),
            phone: self.clone(),
            clipboard: self.clone(),
            clock: self.clone(),
            random: Arc::new(FakeRandom::default()),
            ..Hosts::null()
        }
    }
}

#[async_trait]
impl Consent for FakePhone {
    async fn ask(&self, ask: ConsentAsk) -> Result<Answer, String> {
        self.note(format!("ask {} for {}: {}", ask.app_id, ask.scope, ask.reason));
        let thinking = read(&self.thinking);
        tokio::time::sleep(thinking).await;
        Ok(read(&self.answer))
    }

    async fn system_allows(&self, _scope: Scope) -> bool {
        read(&self.system_allows)
    }
}

#[async_trait]
impl Location for FakePhone {
    async fn get(&self, pass: Pass, ask: LocationAsk) -> Result<Position, HostError> {
        self.note(format!("locate for slot {} precise {}", pass.slot().0, ask.precise));
        read(&self.position).ok_or_else(|| HostError::failed("no satellites"))
    }
}

#[async_trait]
impl Scanner for FakePhone {
    async fn scan(&self, pass: Pass, _ask: ScanAsk) -> Result<Scanned, HostError> {
        self.note(format!("scan for slot {}", pass.slot().0));
        let text = read(&self.code).ok_or(HostError::Cancelled)?;
        Ok(Scanned { text, scan_type: "QR_CODE".into() })
    }
}

#[async_trait]
impl Phone for FakePhone {
    async fn call(&self, _pass: Pass, number: String) -> Result<(), HostError> {
        self.note(format!("call {number}"));
        Ok(())
    }
}

#[async_trait]
impl Clipboard for FakePhone {
    async fn get(&self, _pass: Pass) -> Result<String, HostError> {
        self.note("read clipboard".into());
        Ok(read(&self.clipboard))
    }

    async fn set(&self, _pass: Pass, text: String) -> Result<(), HostError> {
        self.note("write clipboard".into());
        set(&self.clipboard, text);
        Ok(())
    }
}

impl Clock for FakePhone {
    fn now_ms(&self) -> f64 {
        self.now_ms.load(Ordering::Relaxed) as f64
    }
}

/// The same bytes in every run.
#[derive(Debug, Default)]
pub struct FakeRandom {
    state: AtomicU64,
}

impl Random for FakeRandom {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), HostError> {
        for byte in buffer {
            let state = self.state.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
            *byte = (state ^ (state >> 29)).to_le_bytes()[3];
        }
        Ok(())
    }
}
