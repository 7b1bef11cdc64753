//! Our own scripts, styles and tables as the library carries them: packed by `build.rs`, since as texts they were a twentieth of it.
//! They are unpacked each time, and nothing is kept: an engine reads a script once, and a WebView keeps what it loaded. Tables are for
//! good. It must not unpack what others made: there is no bound here.

use std::io::Read;

use flate2::read::DeflateDecoder;

/// One text.
#[derive(Clone, Copy)]
pub(crate) struct Packed(pub(crate) &'static [u8]);

impl Packed {
    /// The text.
    pub(crate) fn text(self) -> String {
        let mut text = String::with_capacity(self.0.len() * 4);
        // What this build packed itself can be read; a text that ends early would be a script that tells where it is broken.
        let _ = DeflateDecoder::new(self.0).read_to_string(&mut text);
        text
    }

    /// The text for as long as the process lasts: once for each table.
    pub(crate) fn kept(self) -> &'static str {
        self.text().leak()
    }
}

/// The text that `build.rs` packed under this name.
macro_rules! carried {
    ($name:expr) => {
        $crate::packed::Packed(include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".z")))
    };
}
pub(crate) use carried;

#[cfg(test)]
mod tests {
    #[test]
    fn a_script_keeps_its_places() {
        let (carried, written) = (carried!("js/entry.js").text(), include_str!("../js/entry.js"));
        assert_eq!(carried.lines().count(), written.lines().count());
        assert!(carried.lines().zip(written.lines()).all(|(has, had)| has == had || has.is_empty()));
        assert!(!carried.contains("\n//"), "a line of it is only a comment");
        assert!(carried.len() * 2 > written.len());
    }

    #[test]
    fn a_table_is_carried_as_it_was_written() {
        assert_eq!(carried!("api/members.tsv").kept(), include_str!("api/members.tsv"));
    }
}
