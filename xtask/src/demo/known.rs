//! What is known of pages that do not open: `known.tsv`, one a line. It must not excuse a page that is not named there.

use std::sync::LazyLock;

/// What a page needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Need {
    /// Nothing that we do not mean to offer: it counts against us.
    Nothing,
    /// WeChat's cloud.
    Cloud,
    /// XR-Frame, WeChat's own renderer of three-dimensional scenes.
    Xr,
    /// Files that are not in the repository.
    Files,
}

/// A page, or all pages below a folder, and why.
#[derive(Debug)]
pub(super) struct Known {
    /// Its path; with a slash at the end, every page below.
    pub(super) path: String,
    pub(super) need: Need,
    /// A sentence.
    pub(super) reason: &'static str,
}

static KNOWN: LazyLock<Vec<Known>> = LazyLock::new(|| include_str!("known.tsv").lines().filter_map(read).collect());

fn read(line: &'static str) -> Option<Known> {
    let (path, rest) = line.split_once('\t').filter(|_| !line.starts_with('#'))?;
    let (need, reason) = rest.split_once('\t')?;
    let need = match need {
        "-" => Need::Nothing,
        "cloud" => Need::Cloud,
        "xr" => Need::Xr,
        "files" => Need::Files,
        _ => return None,
    };
    Some(Known { path: path.into(), need, reason })
}

/// Everything that is known.
pub(super) fn all() -> &'static [Known] {
    &KNOWN
}

/// What is known of a page.
pub(super) fn of(path: &str) -> Option<&'static Known> {
    all().iter().find(|known| known.path == path || (known.path.ends_with('/') && path.starts_with(&known.path)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read() {
        let lines = include_str!("known.tsv").lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(all().len(), lines);
        assert!(all().iter().all(|known| known.reason.ends_with('.')));
    }
}
