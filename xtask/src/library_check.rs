//! `cargo xtask library-check [DEMO [--write COMMIT]]`: which members of `wx` the three component libraries, and WeChat's own demo, name that do
//! not work here, held against `docs/library-check.md` or written there. It must not judge a name: `banchan check` does.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;

use serde_json::Value;

use crate::steps;

/// Where the answer is written.
const DOCUMENT: &str = "docs/library-check.md";
/// Where each member's tier stands.
const MEMBERS: &str = "core/src/api/members.tsv";
/// Heads of the two parts.
const LIBRARIES: &str = "## The three libraries";
const DEMO: &str = "## WeChat's demo";

/// One name with what became of it.
struct Named {
    name: String,
    /// `missing`, `absent` or `unknown`.
    status: String,
    uses: usize,
}

/// Holds the document against what is seen; the demo's part too when its folder is named. `--write COMMIT` writes both.
///
/// # Errors
/// When the document says something else, or a check gives no answer; both in words.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let root = steps::root();
    let read = |path: &str| std::fs::read_to_string(root.join(path)).map_err(|error| format!("{path}: {error}"));
    let members = read(MEMBERS)?;
    let tiers = tiers(&members);
    let gallery = steps::target().join("examples/gallery");
    if !gallery.join("miniprogram_npm").is_dir() && !gallery.join("tdesign").is_dir() {
        return Err("the gallery is not made yet: run `cargo xtask examples` first".into());
    }
    let libraries = part(LIBRARIES, &named(&check(&gallery)?)?, &tiers);
    let folder = arguments.first().filter(|first| !first.starts_with("--"));
    let demo = match folder {
        Some(folder) => {
            // Paths are meant from where the person stands, and cargo runs the program at the root.
            let folder = std::fs::canonicalize(folder).map_err(|error| format!("{folder}: {error}"))?;
            Some(part(DEMO, &named(&check(&folder)?)?, &tiers))
        }
        None => None,
    };
    if let Some(at) = arguments.iter().position(|argument| argument == "--write") {
        let commit = arguments.get(at + 1).ok_or("--write needs the commit that the demo's folder holds")?;
        let demo = demo.ok_or("--write needs the demo's folder: cargo xtask library-check DEMO --write COMMIT")?;
        std::fs::write(root.join(DOCUMENT), document(commit, &libraries, &demo)).map_err(|error| format!("{DOCUMENT}: {error}"))?;
        eprintln!("written: {DOCUMENT}");
        return Ok(());
    }
    let kept = read(DOCUMENT)?;
    for seen in std::iter::once(&libraries).chain(&demo) {
        if !kept.contains(seen.as_str()) {
            return Err(format!(
                "{DOCUMENT} says something else than what is seen now:\n\n{seen}\nWrite it anew: cargo xtask library-check DEMO --write COMMIT"
            ));
        }
    }
    Ok(())
}

fn check(folder: &Path) -> Result<Value, String> {
    let mut command = steps::cargo(&["run", "--quiet", "-p", "banchan", "--", "check", "--json"]);
    let output = command.arg(folder).stderr(Stdio::inherit()).output();
    let output = output.map_err(|error| format!("cargo could not be started: {error}"))?;
    serde_json::from_slice(&output.stdout).map_err(|_| format!("banchan check gave no answer ({})", output.status))
}

/// What is named in a file. What first screens call besides hangs on what is answered there, and is not counted.
fn named(report: &Value) -> Result<Vec<Named>, String> {
    let list = report["apis"].as_array().ok_or("banchan check answered without a list")?;
    let text = |api: &Value, key: &str| api[key].as_str().unwrap_or_default().to_owned();
    let one =
        |api: &Value| Named { name: text(api, "name"), status: text(api, "status"), uses: api["uses"].as_array().map_or(0, Vec::len) };
    Ok(list.iter().map(one).filter(|one| one.uses > 0).collect())
}

/// Tier by name.
fn tiers(members: &str) -> BTreeMap<&str, &str> {
    let row = |line| {
        let mut columns = str::split(line, '\t');
        Some((columns.next()?, columns.nth(2)?.trim_end_matches('d')))
    };
    members.lines().filter(|line| !line.starts_with('#')).filter_map(row).collect()
}

/// A head, and a line for each kind that there is.
fn part(head: &str, named: &[Named], tiers: &BTreeMap<&str, &str>) -> String {
    let mut text = format!("{head}\n\n");
    for tier in ["1", "2", "3"] {
        for status in ["missing", "absent"] {
            let of = |one: &&Named| one.status == status && tiers.get(one.name.as_str()).copied() == Some(tier);
            text += &line(&format!("Tier {tier}, {status}"), named.iter().filter(of));
        }
    }
    text += &line("Of no tier", named.iter().filter(|one| one.status != "unknown" && !tiers.contains_key(one.name.as_str())));
    text += &line("Unknown", named.iter().filter(|one| one.status == "unknown"));
    text
}

fn line<'a>(head: &str, named: impl Iterator<Item = &'a Named>) -> String {
    let names: Vec<String> = named.map(|one| format!("`{}` {}", one.name, one.uses)).collect();
    format!("- {head}: {}.\n", if names.is_empty() { "none".into() } else { names.join(", ") })
}

fn document(commit: &str, libraries: &str, demo: &str) -> String {
    format!(
        "# What the component libraries and WeChat's demo name that is not here

Written by `cargo xtask library-check DEMO --write COMMIT`; without `--write` it says whether this still holds, without DEMO for the libraries' part. `banchan check`
reads every file that a page reaches, branches that are not shown too, and lists each member of `wx` that is named and does not work. Behind each name stands how often
it is named. The libraries are those of the gallery (`tdesign-miniprogram`, `@vant/weapp`, `weui-miniprogram`, with the versions in `examples/gallery/README.md`), which has
a page for every component; the demo is [miniprogram-demo](miniprogram-demo.md) at `{commit}`. `banchan check FOLDER --json` has every place.

`missing`: it is there, fails with `not supported`, and is counted. `absent`: it is undefined, because programs find out by looking: `worklet` belongs to Skyline, which
is not offered; two tell of a change of the capsule that is never made here. `unknown`: no such member is documented; the demo sets it itself, or it is a name of
long ago.

{libraries}
{demo}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn names_are_put_by_tier_and_status_and_what_only_ran_is_left_out() {
        let api =
            |name: &str, status: &str, uses: usize| json!({ "name": name, "status": status, "calls": 1, "uses": vec![json!({}); uses] });
        let report = json!({ "apis": [api("a", "missing", 2), api("b", "absent", 1), api("c", "missing", 0), api("d", "unknown", 3), api("e", "missing", 1)] });
        let members = "# name\tkind\tcategory\ttier\nword\na\tmethod\tx\t1d\tmissing\nb\tmethod\tx\t3\tabsent\n";
        let text = part("## Head", &named(&report).expect("a list"), &tiers(members));
        for wanted in [
            "- Tier 1, missing: `a` 2.\n",
            "- Tier 3, absent: `b` 1.\n",
            "- Tier 2, missing: none.\n",
            "- Of no tier: `e` 1.\n",
            "- Unknown: `d` 3.\n",
        ] {
            assert!(text.contains(wanted), "{text}");
        }
        assert!(!text.contains("`c`"));
        assert!(named(&json!({})).is_err());
    }
}
