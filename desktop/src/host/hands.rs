//! Bytes on their way between the phone page and core: what the user gave, until core takes it, and what is to be kept, until
//! the page fetched it. It must not look into them.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Most bytes that wait at once; what waits longest goes first.
const MAX_BYTES: usize = 256 << 20;

/// One thing that waits.
pub struct Held {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its name; empty for what was given.
    pub name: String,
}

#[derive(Default)]
struct Shelf {
    held: BTreeMap<u64, Held>,
    last: u64,
}

/// What waits, by number. A number is used once.
#[derive(Default)]
pub struct Hands {
    shelf: Mutex<Shelf>,
}

impl Hands {
    fn shelf(&self) -> MutexGuard<'_, Shelf> {
        // One entry goes in or out at a time, so what a failed thread left is whole.
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts something in and answers its number.
    pub fn put(&self, bytes: Vec<u8>, name: String) -> u64 {
        let mut shelf = self.shelf();
        shelf.last += 1;
        let number = shelf.last;
        shelf.held.insert(number, Held { bytes, name });
        while shelf.held.len() > 1 && shelf.held.values().map(|held| held.bytes.len()).sum::<usize>() > MAX_BYTES {
            shelf.held.pop_first();
        }
        number
    }

    /// Takes it out.
    pub fn take(&self, number: u64) -> Option<Held> {
        self.shelf().held.remove(&number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_is_taken_once_and_is_never_without_bounds() {
        let hands = Hands::default();
        let first = hands.put(vec![1], String::new());
        assert_eq!(hands.take(first).unwrap().bytes, [1]);
        assert!(hands.take(first).is_none());
        let numbers: Vec<u64> = (0..5).map(|_| hands.put(vec![0; 100 << 20], String::new())).collect();
        let left = numbers.iter().filter(|number| hands.take(**number).is_some()).count();
        assert_eq!(left, 2);
    }
}
