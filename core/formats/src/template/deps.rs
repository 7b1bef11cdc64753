//! Which data a piece of template reads, as bit sets, so that an update can pass over what it does not touch.

/// A set of root fields (by index into the template's `fields`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldSet {
    low: u64,
    more: Vec<u64>,
}

impl FieldSet {
    /// Adds a field.
    pub fn insert(&mut self, field: u32) {
        match field.checked_sub(64) {
            None => self.low |= 1 << field,
            Some(rest) => {
                let word = (rest / 64) as usize;
                if self.more.len() <= word {
                    self.more.resize(word + 1, 0);
                }
                if let Some(bits) = self.more.get_mut(word) {
                    *bits |= 1 << (rest % 64);
                }
            }
        }
    }

    /// Whether a field is in the set.
    pub fn contains(&self, field: u32) -> bool {
        match field.checked_sub(64) {
            None => self.low & (1 << field) != 0,
            Some(rest) => self.more.get((rest / 64) as usize).is_some_and(|bits| bits & (1 << (rest % 64)) != 0),
        }
    }

    /// Adds all of another set.
    pub fn union(&mut self, other: &Self) {
        self.low |= other.low;
        if self.more.len() < other.more.len() {
            self.more.resize(other.more.len(), 0);
        }
        for (mine, theirs) in self.more.iter_mut().zip(&other.more) {
            *mine |= theirs;
        }
    }

    /// Whether the sets share a field.
    pub fn meets(&self, other: &Self) -> bool {
        self.low & other.low != 0 || self.more.iter().zip(&other.more).any(|(a, b)| a & b != 0)
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.low == 0 && self.more.iter().all(|bits| *bits == 0)
    }

    /// Takes everything out.
    pub fn clear(&mut self) {
        self.low = 0;
        self.more.clear();
    }
}

/// The bit of a scope variable; from the 64th on they share one.
pub fn scope_bit(scope: u32) -> u64 {
    1 << scope.min(63)
}

/// What is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deps {
    /// Root fields.
    pub fields: FieldSet,
    /// Scope variables, as [`scope_bit`]s.
    pub scopes: u64,
    /// True when another file is included: it may read anything.
    pub any: bool,
}

impl Deps {
    /// Adds what another piece reads.
    pub fn union(&mut self, other: &Self) {
        self.fields.union(&other.fields);
        self.scopes |= other.scopes;
        self.any |= other.any;
    }

    /// Whether any of these changes touches it.
    pub fn meets(&self, fields: &FieldSet, scopes: u64) -> bool {
        self.any || self.scopes & scopes != 0 || self.fields.meets(fields)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_hold_fields_beyond_the_first_word() {
        let mut set = FieldSet::default();
        for field in [0, 63, 64, 200] {
            set.insert(field);
        }
        assert!([0, 63, 64, 200].iter().all(|field| set.contains(*field)));
        assert!(!set.contains(1) && !set.contains(199) && !set.contains(100_000));
        let mut other = FieldSet::default();
        other.insert(199);
        assert!(!set.meets(&other));
        other.insert(200);
        assert!(set.meets(&other));
    }
}
