//! Licences of what is linked: only those that `deny.toml` allows. The list there is the only one.

use super::Finding;

/// The identifiers in the `allow` list of `deny.toml`.
pub fn allowed(deny_toml: &str) -> Vec<String> {
    let Some((_, after)) = deny_toml.split_once("[licenses]") else { return Vec::new() };
    let list = after.split_once("allow = [").and_then(|(_, list)| list.split_once(']')).map_or("", |(list, _)| list);
    list.lines().flat_map(|line| line.split('#').next().unwrap_or_default().split('"').skip(1).step_by(2)).map(str::to_owned).collect()
}

/// Packages of `cargo metadata` whose licence expression cannot be met by the list.
pub fn refused(metadata: &serde_json::Value, allowed: &[String]) -> Vec<Finding> {
    let packages = metadata["packages"].as_array().map(Vec::as_slice).unwrap_or_default();
    packages
        .iter()
        .filter_map(|package| {
            let licence = package["license"].as_str().unwrap_or("");
            let name = format!("{} {}", package["name"].as_str().unwrap_or("?"), package["version"].as_str().unwrap_or("?"));
            (!meets(licence, allowed))
                .then(|| Finding::new(&name, 0, format!("licence `{licence}` is not among those that deny.toml allows")))
        })
        .collect()
}

/// True when an SPDX expression (`OR`, `AND`, brackets, the old `/`) can be met.
fn meets(expression: &str, allowed: &[String]) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ").replace(" WITH ", "~WITH~");
    let words: Vec<String> = spaced.split_whitespace().map(|word| word.replace("~WITH~", " WITH ")).collect();
    let mut at = 0;
    !words.is_empty() && any(&words, &mut at, allowed) && at == words.len()
}

fn any(words: &[String], at: &mut usize, allowed: &[String]) -> bool {
    let mut met = all(words, at, allowed);
    while words.get(*at).is_some_and(|word| word == "OR") {
        *at += 1;
        met |= all(words, at, allowed);
    }
    met
}

fn all(words: &[String], at: &mut usize, allowed: &[String]) -> bool {
    let mut met = one(words, at, allowed);
    while words.get(*at).is_some_and(|word| word == "AND") {
        *at += 1;
        met &= one(words, at, allowed);
    }
    met
}

fn one(words: &[String], at: &mut usize, allowed: &[String]) -> bool {
    let word = words.get(*at);
    *at += 1;
    if word.is_some_and(|word| word == "(") {
        let met = any(words, at, allowed);
        *at += 1;
        return met;
    }
    word.is_some_and(|word| allowed.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_licence_that_is_not_allowed_is_found() {
        let list =
            allowed("[licenses]\nallow = [\n  \"MIT\", # \"GPL-3.0\"\n  \"Apache-2.0\",\n  \"Apache-2.0 WITH LLVM-exception\",\n]\n");
        assert_eq!(list, ["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception"]);
        for good in ["MIT", "MIT/Apache-2.0", "GPL-3.0 OR MIT", "(MIT OR GPL-2.0) AND Apache-2.0", "Apache-2.0 WITH LLVM-exception OR X"] {
            assert!(meets(good, &list), "{good}");
        }
        for bad in ["", "GPL-3.0", "MIT AND GPL-3.0", "MIT AND (GPL-2.0 OR X)", "MIT)"] {
            assert!(!meets(bad, &list), "{bad}");
        }
        let metadata =
            serde_json::json!({"packages": [{"name": "a", "version": "1.0.0", "license": "GPL-3.0"}, {"name": "b", "license": "MIT"}]});
        assert_eq!(refused(&metadata, &list).len(), 1);
    }
}
