//! How much of a mini-program's calls may be under way at once: counted where its scripts call, and again where another process asks,
//! which may have been taken over. It must not know what a call says.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::api::Failure;

/// Most bytes of the arguments of one call.
pub(crate) const MAX_ARGS: usize = 12 << 20;
/// Most bytes of the arguments of all calls under way: they are outside of the engine's own limit.
const MAX_WEIGHT: usize = 32 << 20;
/// Most bytes of answers that wait for JavaScript to take them; more fail. One that is larger than that waits alone.
pub(crate) const MAX_ANSWERS: usize = 64 << 20;

/// The calls of one mini-program that are under way.
#[derive(Default)]
pub(crate) struct Weights(Arc<AtomicUsize>);

impl Weights {
    /// Counts the arguments of a call, `most` bytes at most, for as long as the answer is kept.
    ///
    /// # Errors
    /// [`Failure`]: they are larger, or too much is under way.
    pub fn add(&self, bytes: usize, most: usize) -> Result<Weight, Failure> {
        if bytes > most {
            return Err(Failure::Other(format!("the arguments are larger than {most} bytes")));
        }
        let fits = |sum: usize| sum.checked_add(bytes).filter(|sum| *sum <= MAX_WEIGHT);
        if self.0.fetch_update(Ordering::AcqRel, Ordering::Acquire, fits).is_err() {
            return Err(Failure::TooManyTasks);
        }
        Ok(Weight { bytes, all: self.0.clone() })
    }
}

/// The size of a call's arguments, counted until it is dropped.
pub(crate) struct Weight {
    bytes: usize,
    all: Arc<AtomicUsize>,
}

impl Drop for Weight {
    fn drop(&mut self) {
        self.all.fetch_sub(self.bytes, Ordering::AcqRel);
    }
}
