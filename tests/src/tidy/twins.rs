//! What stands in both phones' shells: functions of the same name in Kotlin and in Swift, and the same numbers, by which a rule that was
//! written twice gives itself away. Drawing the same screen twice is what two shells are for; a rule that stands in both belongs into
//! the core, so each of these is explained in `tests/twins.txt`.

use std::collections::{BTreeMap, BTreeSet};

/// A shell by the path of a source of it that is not a test; `None` for everything else.
#[must_use]
pub fn shell_of(path: &str) -> Option<&'static str> {
    match path.split('/').next()? {
        "android" if path.ends_with(".kt") && !path.contains("/test/") && !path.contains("/screens/") => Some("android"),
        "ios" if super::swift::is_shell(path) => Some("ios"),
        _ => None,
    }
}

/// The name that a line defines after `func ` or `fun `. A receiver stands before the name in Kotlin.
fn defined(line: &str) -> Option<&str> {
    let (_, rest) = line.split_once("func ").or_else(|| line.split_once("fun "))?;
    let head = rest.split(['(', '<']).next()?.trim();
    let name = head.rsplit(['.', ' ']).next()?;
    (!name.is_empty() && name.chars().all(char::is_alphanumeric)).then_some(name)
}

/// The functions that a Kotlin or Swift source defines, without those that the bindings or the system call by name.
fn functions(text: &str) -> BTreeSet<&str> {
    text.lines().filter(|line| !line.trim_start().starts_with("//") && !line.contains("override ")).filter_map(defined).collect()
}

/// The numbers of three digits and more that stand in a source: smaller ones are sizes and counts of any drawing.
fn numbers(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for line in text.lines().map(str::trim_start).filter(|line| !line.starts_with(['/', '*'])) {
        let code = line.split("//").next().unwrap_or_default();
        for word in code.split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '#') {
            let digits: String = word.trim_end_matches(['u', 'U', 'L', 'f']).replace('_', "");
            if digits.len() >= 3 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
                found.insert(digits);
            }
        }
    }
    found
}

/// What `tests/twins.txt` explains, by name.
#[must_use]
pub fn explained(list: &str) -> BTreeMap<&str, &str> {
    list.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(": ")).collect()
}

/// Functions of the same name and numbers that stand in both shells, with their places.
#[must_use]
pub fn shared(sources: &[(String, String)]) -> BTreeMap<String, BTreeSet<&str>> {
    let mut places: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for (path, text) in sources.iter().filter(|(path, _)| shell_of(path).is_some()) {
        for name in functions(text).into_iter().map(str::to_owned).chain(numbers(text)) {
            places.entry(name).or_default().insert(path);
        }
    }
    places.retain(|_, paths| ["android", "ios"].iter().all(|shell| paths.iter().any(|path| path.starts_with(shell))));
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_and_numbers_that_stand_in_both_shells_are_listed() {
        let sources = [
            (
                "ios/Sources/A.swift",
                "// A.\n    func drop(_ slot: Slot) {}\n    override func same() {}\n    func only() { let most = 500 + 12 } // 777\n",
            ),
            (
                "android/banchan/src/main/A.kt",
                "// A.\n    private fun Deck.drop(slot: Slot) { kept(5_00u, 12, 777) }\n    override fun same() {}\n",
            ),
            ("core/src/a.rs", "fn only() {}"),
        ];
        let sources: Vec<(String, String)> = sources.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        assert_eq!(shared(&sources).into_keys().collect::<Vec<_>>(), ["500", "drop"]);
        assert_eq!(explained("# about: this\n\ndrop: why\n"), BTreeMap::from([("drop", "why")]));
    }
}
