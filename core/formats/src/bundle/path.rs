//! A name of a file inside a bundle that stays inside on every system. It must not look at a disk.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use icu_normalizer::ComposingNormalizerBorrowed;

/// The longest path, in bytes.
const MAX_PATH: usize = 512;
/// The longest name of one file or folder, in bytes (ext4, NTFS and APFS allow no more).
const MAX_PART: usize = 255;

/// Path of a file within a bundle: relative, `/` between parts, in Unicode's composed form (NFC), safe to write below
/// any folder on Linux, macOS, Windows, Android and iOS. [`SafePath::parse`] is the only maker.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SafePath(Arc<str>);

/// Why a name is no [`SafePath`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// Nothing, or a part between two slashes is missing.
    #[error("{shown:?} has an empty part; write it like pages/index/index.js")]
    EmptyPart {
        /// The name, cut.
        shown: String,
    },
    /// It starts at the root of a disk.
    #[error("{shown:?} starts with a slash or a drive; paths in a bundle are relative")]
    Absolute {
        /// The name, cut.
        shown: String,
    },
    /// `.` or `..`: it could leave the folder.
    #[error("{shown:?} contains . or .. and could leave the bundle's folder")]
    Traversal {
        /// The name, cut.
        shown: String,
    },
    /// A character that is a separator or forbidden on some system.
    #[error("{shown:?} contains the character {found:?}, which not every system allows in a name")]
    Character {
        /// The name, cut.
        shown: String,
        /// The character.
        found: char,
    },
    /// Too long for some file system.
    #[error("{shown:?} is too long: {MAX_PATH} bytes, and {MAX_PART} a part, are the most")]
    TooLong {
        /// The name, cut.
        shown: String,
    },
    /// `con`, `nul`, `com1`...: devices on Windows; or a part that ends with a dot or blank, which Windows drops.
    #[error("{shown:?} can't exist on Windows; rename it")]
    Windows {
        /// The name, cut.
        shown: String,
    },
}

impl SafePath {
    /// Takes a name as written in a zip or as given by a program. Names in decomposed Unicode (as macOS packs Korean
    /// or accented ones) become composed, so that they are found by the name in the source.
    ///
    /// # Errors
    /// [`PathError`] for everything that could leave the folder or can't exist on one of the systems.
    pub fn parse(name: &str) -> Result<Self, PathError> {
        let shown = || -> String { name.chars().take(80).collect() };
        if name.len() > MAX_PATH {
            return Err(PathError::TooLong { shown: shown() });
        }
        if name.starts_with(['/', '\\']) || has_drive(name) {
            return Err(PathError::Absolute { shown: shown() });
        }
        if let Some(found) = name.chars().find(|c| is_forbidden(*c)) {
            return Err(PathError::Character { shown: shown(), found });
        }
        let composed = ComposingNormalizerBorrowed::new_nfc().normalize(name);
        for part in composed.split('/') {
            if part.is_empty() {
                return Err(PathError::EmptyPart { shown: shown() });
            }
            if part == "." || part == ".." {
                return Err(PathError::Traversal { shown: shown() });
            }
            if part.len() > MAX_PART {
                return Err(PathError::TooLong { shown: shown() });
            }
            if part.ends_with(['.', ' ']) || is_windows_device(part) {
                return Err(PathError::Windows { shown: shown() });
            }
        }
        if composed.len() > MAX_PATH {
            return Err(PathError::TooLong { shown: shown() });
        }
        Ok(Self(composed.as_ref().into()))
    }

    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file's ending without its dot, in lower case; empty when there is none.
    #[must_use]
    pub fn extension(&self) -> String {
        let name = self.0.rsplit('/').next().unwrap_or_default();
        name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default()
    }

    /// What two names share when a file system without case takes them for one.
    pub(super) fn folded(&self) -> String {
        self.0.to_lowercase()
    }
}

fn has_drive(name: &str) -> bool {
    let mut chars = name.chars();
    matches!((chars.next(), chars.next()), (Some(letter), Some(':')) if letter.is_ascii_alphabetic())
}

fn is_forbidden(c: char) -> bool {
    // Bidirectional and zero-width characters make one name look like another.
    c.is_control()
        || matches!(c, '\\' | ':' | '<' | '>' | '"' | '|' | '?' | '*')
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fffd}')
}

fn is_windows_device(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or_default().trim_end_matches(' ').to_ascii_lowercase();
    match stem.as_str() {
        "con" | "prn" | "aux" | "nul" | "conin$" | "conout$" => true,
        _ => {
            let numbered = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
            numbered.is_some_and(|n| matches!(n, "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³"))
        }
    }
}

impl fmt::Display for SafePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for SafePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

impl AsRef<str> for SafePath {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for SafePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(name: &str) -> PathError {
        SafePath::parse(name).expect_err(name)
    }

    #[test]
    fn plain_names_are_taken_as_they_are() {
        for name in
            ["app.json", "pages/index/index.wxml", "图片/首页.png", "a b/c-d_e.@2x.png", ".gitignore", "..a/b..c", "comet/auxiliary.js"]
        {
            assert_eq!(SafePath::parse(name).map(|p| p.to_string()), Ok(name.to_string()));
        }
        assert_eq!(SafePath::parse("a/B.PNG").map(|p| p.extension()), Ok("png".to_string()));
    }

    #[test]
    fn path_that_leaves_the_folder_is_refused() {
        for name in ["../a", "a/../../b", "a/..", "./a", "a/./b", ".."] {
            assert!(matches!(refused(name), PathError::Traversal { .. }), "{name}");
        }
    }

    #[test]
    fn absolute_path_is_refused() {
        for name in ["/etc/passwd", "\\\\server\\share", "C:/x", "c:x", "\\x"] {
            assert!(matches!(refused(name), PathError::Absolute { .. }), "{name}");
        }
    }

    #[test]
    fn backslash_and_hidden_characters_are_refused() {
        for name in ["a\\b", "a\\..\\b", "a\0b", "a\nb", "a\u{202e}gpj.exe", "a\u{200b}b", "ab:stream", "a?b", "\u{7f}"] {
            assert!(matches!(refused(name), PathError::Character { .. }), "{name:?}");
        }
    }

    #[test]
    fn empty_parts_are_refused() {
        for name in ["", "a//b", "a/"] {
            assert!(matches!(refused(name), PathError::EmptyPart { .. }), "{name:?}");
        }
    }

    #[test]
    fn windows_devices_are_refused() {
        for name in ["con", "a/NUL.js", "aux.json/x", "com1", "LPT9.txt", "a./b", "a /b", "com¹"] {
            assert!(matches!(refused(name), PathError::Windows { .. }), "{name:?}");
        }
    }

    #[test]
    fn over_long_path_is_refused() {
        assert!(matches!(refused(&"a".repeat(256)), PathError::TooLong { .. }));
        assert!(matches!(refused(&"ab/".repeat(300)), PathError::TooLong { .. }));
    }

    #[test]
    fn decomposed_names_become_composed() {
        let decomposed = "\u{1112}\u{1161}\u{11ab}.png";
        assert_eq!(SafePath::parse(decomposed).map(|p| p.to_string()), Ok("한.png".to_string()));
    }
}
