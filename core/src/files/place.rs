//! A path as programs write it: `wxfile://usr/a/b`, `wxfile://tmp_…`, `wxfile://store_…`, or a name in the bundle. Names
//! only; the disk is not looked at. `http://usr` and its kin are how WeChat's developer tools write the same.

use banchan_formats::bundle::{PathError, SafePath};

use super::FileError;

/// Whose files they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Area {
    /// What came with the program: read only.
    Bundle,
    /// `wx.env.USER_DATA_PATH`: the program's own, as it likes.
    User,
    /// What `saveFile` kept.
    Saved,
    /// What ends with the session.
    Temp,
}

/// One place: an area and a name inside; `None` is the area's own folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Which area.
    pub area: Area,
    /// The name inside.
    pub path: Option<SafePath>,
}

/// What programs get as `wx.env.USER_DATA_PATH`.
pub const USER_ROOT: &str = "wxfile://usr";

/// How paths of a program's own files begin.
pub const OWN_SCHEME: &str = "wxfile://";

/// Where a page loads them from, on its own origin.
pub const SERVED_AT: &str = "/__banchan/file/";

const TEMP: &str = "tmp_";
const SAVED: &str = "store_";

impl Place {
    /// Reads a path.
    ///
    /// # Errors
    /// [`FileError::Denied`] for everything that is no place of a mini-program.
    pub fn parse(text: &str) -> Result<Self, FileError> {
        let Some((scheme, rest)) = text.split_once("://") else {
            return Self::inside(Area::Bundle, text.strip_prefix('/').unwrap_or(text));
        };
        if scheme != "wxfile" && scheme != "http" {
            return Err(FileError::Denied);
        }
        if let Some(name) = rest.strip_prefix("usr")
            && (name.is_empty() || name.starts_with('/'))
        {
            return Self::inside(Area::User, name);
        }
        let area = match rest {
            _ if rest.starts_with(TEMP) => Area::Temp,
            _ if rest.starts_with(SAVED) => Area::Saved,
            _ => return Err(FileError::Denied),
        };
        if rest.contains('/') {
            return Err(FileError::Denied);
        }
        Self::inside(area, rest)
    }

    fn inside(area: Area, name: &str) -> Result<Self, FileError> {
        // `usr//a/` is how programs join what ends with a slash to what starts with one.
        let name = name.split('/').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/");
        if name.is_empty() {
            return Ok(Self { area, path: None });
        }
        match SafePath::parse(&name) {
            Ok(path) => Ok(Self { area, path: Some(path) }),
            Err(PathError::TooLong { .. }) => Err(FileError::NameTooLong),
            Err(_) => Err(FileError::Denied),
        }
    }

    /// A file of an area that has one level.
    pub(super) fn flat(area: Area, name: &str) -> Option<Self> {
        Some(Self { area, path: Some(SafePath::parse(name).ok()?) })
    }

    /// The path as programs get it.
    #[must_use]
    pub fn shown(&self) -> String {
        let name = self.path.as_ref().map_or("", |path| path.as_str());
        match self.area {
            Area::Bundle => name.to_owned(),
            Area::User if name.is_empty() => USER_ROOT.to_owned(),
            Area::User => format!("{USER_ROOT}/{name}"),
            Area::Saved | Area::Temp => format!("wxfile://{name}"),
        }
    }

    /// Whether a program may change what is there.
    #[must_use]
    pub fn is_writable(&self) -> bool {
        self.area == Area::User
    }
}

/// A name nobody guesses, with the ending that was asked for as far as it is one.
pub(super) fn fresh_name(area: Area, random: [u8; 16], ending: &str) -> String {
    use std::fmt::Write as _;
    let mut name = String::from(if area == Area::Saved { SAVED } else { TEMP });
    for byte in random {
        let _ = write!(name, "{byte:02x}");
    }
    let ending = ending.trim_start_matches('.').to_ascii_lowercase();
    if (1..=8).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        let _ = write!(name, ".{ending}");
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_names_an_area_and_a_name_inside() {
        let read = |text: &str| Place::parse(text).map(|place| (place.area, place.path.map(|path| path.to_string()).unwrap_or_default()));
        let place = |area, name: &str| Ok((area, name.to_owned()));
        assert_eq!(read("wxfile://usr"), place(Area::User, ""));
        assert_eq!(read("wxfile://usr//a/b.txt/"), place(Area::User, "a/b.txt"));
        assert_eq!(read("http://usr/ü.txt"), place(Area::User, "ü.txt"));
        assert_eq!(read("wxfile://tmp_1.png"), place(Area::Temp, "tmp_1.png"));
        assert_eq!(read("http://store_1"), place(Area::Saved, "store_1"));
        assert_eq!(read("/data/a.json"), place(Area::Bundle, "data/a.json"));
        assert_eq!(read("data/a.json"), place(Area::Bundle, "data/a.json"));
    }

    #[test]
    fn a_path_that_leads_elsewhere_is_refused() {
        for text in [
            "wxfile://usr/../x",
            "wxfile://usr/a/../../x",
            "wxfile://usrx/a",
            "wxfile://tmp_/../usr/a",
            "wxfile://tmp_a/b",
            "wxfile://store_a/../b",
            "wxfile://",
            "wxfile:///etc/passwd",
            "file:///etc/passwd",
            "https://usr/a",
            "wxfile://usr/c:\\x",
            "wxfile://usr/a\0b",
            "wxfile://usr/nul",
            "../a",
            "./a",
            "a/../../b",
        ] {
            assert_eq!(Place::parse(text), Err(FileError::Denied), "{text:?}");
        }
        assert_eq!(Place::parse(&format!("wxfile://usr/{}", "x".repeat(600))), Err(FileError::NameTooLong));
    }

    #[test]
    fn a_made_name_has_only_an_ending_that_is_one() {
        assert_eq!(fresh_name(Area::Temp, [1; 16], ".PNG"), format!("tmp_{}.png", "01".repeat(16)));
        for bad in ["", "../x", "a/b", "toolongending", "ü"] {
            assert_eq!(fresh_name(Area::Saved, [0; 16], bad), format!("store_{}", "00".repeat(16)), "{bad}");
        }
    }
}
