//! Questions to a shell that are under way. Each has a number; it ends with its answer, when nobody waits for it any more (the future is
//! dropped), or when the shell ends it by its number. Until then the shell may tell something about it. It must not know what is asked.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use super::{HostError, Report, Reports};

/// The questions of one shell.
#[derive(Debug, Default)]
pub struct Questions {
    last: AtomicU64,
    open: Mutex<HashMap<u64, Asked>>,
}

/// One that is under way: dropping it ends it.
#[derive(Debug)]
struct Asked {
    _cancel: oneshot::Sender<()>,
    reports: Option<Reports>,
}

impl Questions {
    fn open(&self) -> MutexGuard<'_, HashMap<u64, Asked>> {
        // One entry goes in or out at a time, so what a failed thread left is whole.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks; the question gets a number that was never used. What the shell tells meanwhile goes to `reports`.
    ///
    /// # Errors
    /// What the shell answers, and [`HostError::Cancelled`] when it was ended by its number.
    pub async fn ask<T, E, F>(&self, reports: Option<Reports>, question: impl FnOnce(u64) -> F) -> Result<T, HostError>
    where
        E: Into<HostError>,
        F: Future<Output = Result<T, E>>,
    {
        let id = self.last.fetch_add(1, Ordering::Relaxed) + 1;
        let (cancel, cancelled) = oneshot::channel();
        self.open().insert(id, Asked { _cancel: cancel, reports });
        let _open = Open { of: self, id };
        tokio::select! {
            biased;
            answer = question(id) => answer.map_err(Into::into),
            _ = cancelled => Err(HostError::Cancelled),
        }
    }

    /// Ends a question as if the user had; `false` when it is over already.
    pub fn cancel(&self, id: u64) -> bool {
        self.open().remove(&id).is_some()
    }

    /// The shell tells something about a question; nobody hears it when that is over.
    pub fn report(&self, id: u64, report: Report) {
        let reports = self.open().get(&id).and_then(|asked| asked.reports.clone());
        if let Some(reports) = reports {
            reports.tell(report);
        }
    }

    /// How many are under way.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.open().len() as u64
    }
}

struct Open<'a> {
    of: &'a Questions,
    id: u64,
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        self.of.open().remove(&self.id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_question_ends_by_its_answer_by_its_number_or_unheard_and_is_forgotten() {
        let questions = Questions::default();
        assert_eq!(questions.ask(None, |id| async move { Ok::<_, HostError>(id) }).await, Ok(1));
        let ended = questions.ask(None, |id| {
            assert!(questions.cancel(id));
            std::future::pending::<Result<(), HostError>>()
        });
        assert_eq!(ended.await, Err(HostError::Cancelled));
        let waits =
            tokio::time::timeout(std::time::Duration::ZERO, questions.ask(None, |_| std::future::pending::<Result<(), HostError>>()));
        assert!(waits.await.is_err());
        assert_eq!((questions.count(), questions.cancel(3)), (0, false));
        let (sender, told) = std::sync::mpsc::channel();
        let reports = Reports::new(move |report| drop(sender.send(report)));
        let asked = questions.ask(Some(reports), |id| {
            questions.report(id, Report::Begun);
            async { Ok::<_, HostError>(()) }
        });
        assert_eq!((asked.await, told.recv()), (Ok(()), Ok(Report::Begun)));
        questions.report(4, Report::Begun);
        assert!(told.recv().is_err(), "it is over");
    }
}
