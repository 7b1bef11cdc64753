//! What `preloadRule` names is compiled ahead, after its page is there and while nothing else is to be done: a bundle is here whole, so
//! there is nothing to load. It runs nothing.

use std::collections::{HashSet, VecDeque};

use super::running::Running;
use crate::host::{NetworkType, PageId};

/// Most pages and components that are compiled ahead for one page.
const MAX_AHEAD: usize = 300;

/// What is still to be compiled: paths of pages and components without ending.
#[derive(Default)]
pub(super) struct Ahead {
    left: VecDeque<String>,
    known: HashSet<String>,
}

impl Ahead {
    /// Whether there is something to do while nobody waits.
    pub fn waits(&self) -> bool {
        !self.left.is_empty()
    }

    /// A rule begins: what was done counts no more, what is left does.
    fn again(&mut self) {
        self.known = self.left.iter().cloned().collect();
    }

    fn add(&mut self, path: &str) {
        if self.known.len() < MAX_AHEAD && self.known.insert(path.to_owned()) {
            self.left.push_back(path.to_owned());
        }
    }
}

impl Running {
    /// A page is there: its rule counts from now on.
    pub(super) fn plan_ahead(&mut self, page: PageId) {
        let Some(path) = self.pages.get(&page).map(|page| page.path.clone()) else { return };
        let manifest = self.program.manifest();
        let Some(rule) = manifest.preload.get(&path) else { return };
        if rule.wifi_only && self.start.hosts.facts.get().network_type != NetworkType::Wifi {
            return;
        }
        // What is still to be done stays known: whoever goes from page to page without a pause adds nothing twice.
        self.ahead.again();
        for package in &rule.packages {
            let part = manifest.sub_packages.iter().find(|part| part.root == *package || part.name == *package);
            let main = || manifest.pages.iter().filter(|page| !manifest.sub_packages.iter().any(|part| part.pages.contains(page)));
            match part {
                Some(part) => part.pages.iter().for_each(|page| self.ahead.add(page)),
                None => main().for_each(|page| self.ahead.add(page)),
            }
        }
    }

    /// Compiles one page or component: its files, and what it uses is next.
    pub(super) fn work_ahead(&mut self) {
        let Some(path) = self.ahead.left.pop_front() else { return };
        self.program.template(&path);
        self.program.style(&path, None);
        if let Some(script) = self.program.script_beside(&path) {
            // What is wrong with it is told when it is used.
            let _ = self.program.script(&script);
        }
        let Some(file) = self.program.component(&path) else { return };
        let mut used: Vec<&str> = file.using.values().map(|path| &**path).collect();
        used.sort_unstable();
        used.into_iter().for_each(|path| self.ahead.add(path));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_bounded_however_often_a_rule_begins() {
        let mut ahead = Ahead::default();
        for page in 0..1000 {
            ahead.again();
            (0..50).for_each(|part| ahead.add(&format!("{page}/{part}")));
            ahead.add("same");
        }
        assert_eq!(ahead.left.len(), MAX_AHEAD);
        assert_eq!(ahead.left.iter().filter(|path| *path == "same").count(), 1);
        ahead.left.clear();
        ahead.again();
        ahead.add("same");
        assert_eq!(ahead.left, ["same"], "what was done before is done again for another rule: it is cheap, and may be gone");
    }
}
