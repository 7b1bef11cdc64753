//! What the user set on the phone page (language, appearance, place), kept across starts. The content is the page's
//! own; it must not be interpreted here.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde_json::{Value, json};

/// Longest settings that are kept, in bytes.
const MAX: usize = 16 << 10;

/// The file of settings.
pub(super) struct Settings {
    path: PathBuf,
    now: Mutex<Value>,
}

impl Settings {
    /// Reads them; a missing or broken file counts as empty. `location` overrides the kept place for this run.
    pub(super) fn open(data: &Path, location: Option<(f64, f64)>) -> Self {
        let path = data.join("phone.json");
        let kept = std::fs::read(&path).ok().filter(|bytes| bytes.len() <= MAX);
        let mut now = kept.and_then(|bytes| serde_json::from_slice(&bytes).ok()).filter(Value::is_object).unwrap_or_else(|| json!({}));
        if let Some((latitude, longitude)) = location {
            now["location"] = json!({ "mode": "fixed", "latitude": latitude, "longitude": longitude });
        }
        Self { path, now: Mutex::new(now) }
    }

    /// As they are.
    pub(super) fn get(&self) -> Value {
        self.now.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The page changed them. That they can't be written is worth a line, not a failure.
    pub(super) fn set(&self, value: Value) {
        let text = value.to_string();
        if !value.is_object() || text.len() > MAX {
            return;
        }
        *self.now.lock().unwrap_or_else(PoisonError::into_inner) = value;
        // A new file takes the old one's place whole, so that a crash leaves one of the two.
        let fresh = self.path.with_extension("json.new");
        if let Err(error) = std::fs::write(&fresh, text).and_then(|()| std::fs::rename(&fresh, &self.path)) {
            eprintln!("The settings of the phone could not be kept in {}: {error}", self.path.display());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_last_and_a_broken_file_counts_as_none() {
        let dir = tempfile::tempdir().unwrap();
        Settings::open(dir.path(), None).set(json!({ "theme": "dark" }));
        let again = Settings::open(dir.path(), Some((1.0, 2.0)));
        assert_eq!(again.get()["theme"], "dark");
        assert_eq!(again.get()["location"]["longitude"], 2.0);
        std::fs::write(dir.path().join("phone.json"), "{").unwrap();
        assert_eq!(Settings::open(dir.path(), None).get(), json!({}));
    }
}
