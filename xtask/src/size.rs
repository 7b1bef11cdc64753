//! `cargo xtask size`: what the library weighs in a phone's app, and which crates weigh most. It builds the profile `release-ffi`
//! with symbols, counts those, and measures a stripped copy, which is what ships. Uses binutils; it changes nothing.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::steps::{cargo, run, target};

/// Most that the stripped library for x86-64 Linux may weigh.
const AT_MOST: u64 = 8_000_000;
/// Crates that are printed by name.
const SHOWN: usize = 24;
const PROFILE: &str = "release-ffi";
/// Tables for unwinding only where a panic can pass; `android/banchan/build.gradle.kts` asks for the same.
const RUST: &str = "-Cforce-unwind-tables=no";
/// No panic passes through C: each call back from it ends one.
const C: &str = "-fno-asynchronous-unwind-tables";
/// Relative places packed.
const LINK: &str = "-Clink-arg=-Wl,-z,pack-relative-relocs";

/// Builds, measures and prints; fails when the library is larger than it may be.
pub(crate) fn measure(_arguments: &[String]) -> Result<(), String> {
    let mut build = cargo(&["rustc", "--locked", "-p", "banchan-bindings", "--lib", "--profile", PROFILE]);
    build.args(["--config", &format!("profile.{PROFILE}.strip=false"), "--", LINK]);
    build.env("RUSTFLAGS", RUST).env("CFLAGS", C);
    run(build)?;
    let folder = target().join(PROFILE);
    let whole = folder.join("libbanchan_ffi.so");
    let stripped = folder.join("libbanchan_ffi.stripped.so");
    output(Command::new("strip").arg("--strip-unneeded").arg("-o").arg(&stripped).arg(&whole))?;
    let bytes = std::fs::metadata(&stripped).map_err(|error| format!("{}: {error}", stripped.display()))?.len();
    let packed = output(Command::new("gzip").args(["-9", "-c"]).arg(&stripped))?.len() as u64;
    println!("{}: {} stripped, {} packed; at most {}", std::env::consts::ARCH, mb(bytes), mb(packed), mb(AT_MOST));
    sections(&stripped)?;
    crates(&whole, &folder)?;
    if bytes > AT_MOST {
        return Err(format!("the library weighs {}, more than {}", mb(bytes), mb(AT_MOST)));
    }
    Ok(())
}

fn mb(bytes: u64) -> String {
    format!("{:.2} MB", bytes as f64 / 1e6)
}

fn output(command: &mut Command) -> Result<Vec<u8>, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("{name} could not be started: {error}"))?;
    if output.status.success() { Ok(output.stdout) } else { Err(format!("{name}: {}", String::from_utf8_lossy(&output.stderr))) }
}

fn listed(command: &mut Command) -> Result<String, String> {
    output(command).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

/// The largest sections: code, constants, tables for unwinding, places that the loader fills in.
fn sections(library: &Path) -> Result<(), String> {
    let told = listed(Command::new("size").args(["-A", "-d"]).arg(library))?;
    let mut found: Vec<(u64, &str)> = told
        .lines()
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            Some((words.next()?, words.next()?.parse().ok()?))
        })
        .filter(|(name, bytes)| name.starts_with('.') && *bytes >= 50_000)
        .map(|(name, bytes)| (bytes, name))
        .collect();
    found.sort_unstable_by(|a, b| b.cmp(a));
    let words: Vec<String> = found.iter().map(|(bytes, name)| format!("{name} {}", mb(*bytes))).collect();
    println!("sections: {}", words.join(", "));
    Ok(())
}

fn crates(library: &Path, folder: &Path) -> Result<(), String> {
    let of_c = of_c(folder)?;
    let mut sums: BTreeMap<String, u64> = BTreeMap::new();
    for line in listed(Command::new("nm").args(["-S", "-C", "--defined-only"]).arg(library))?.lines() {
        // address, size, kind, name; what has no size takes no room.
        let mut words = line.splitn(4, ' ');
        let (Some(_), Some(size), Some(kind), Some(name)) = (words.next(), words.next(), words.next(), words.next()) else { continue };
        let Ok(size) = u64::from_str_radix(size, 16) else { continue };
        // What is only zeros is not in the file.
        if !kind.eq_ignore_ascii_case("b") {
            *sums.entry(of_c.get(name).cloned().unwrap_or_else(|| owner(name).into())).or_default() += size;
        }
    }
    let mut sums: Vec<_> = sums.into_iter().map(|(name, bytes)| (bytes, name)).collect();
    sums.sort_unstable_by(|a, b| b.cmp(a));
    let all: u64 = sums.iter().map(|(bytes, _)| bytes).sum();
    println!("with a name: {}; the rest is texts, tables for unwinding and the like", mb(all));
    for (bytes, name) in sums.iter().take(SHOWN) {
        println!("{:>6} KB  {name}", bytes / 1000);
    }
    let rest: u64 = sums.iter().skip(SHOWN).map(|(bytes, _)| bytes).sum();
    println!("{:>6} KB  {} others", rest / 1000, sums.len().saturating_sub(SHOWN));
    Ok(())
}

/// Which crate's build script compiled a function of C.
fn of_c(folder: &Path) -> Result<HashMap<String, String>, String> {
    let mut found = HashMap::new();
    for script in std::fs::read_dir(folder.join("build")).into_iter().flatten().flatten() {
        let name = script.file_name().to_string_lossy().into_owned();
        let name = name.rsplit_once('-').map_or(name.as_str(), |(name, _)| name).to_owned();
        for archive in archives(&script.path().join("out")) {
            for line in listed(Command::new("nm").args(["--defined-only", "-P"]).arg(&archive))?.lines() {
                if let Some((symbol, _)) = line.split_once(' ') {
                    found.insert(symbol.to_owned(), name.clone());
                }
            }
        }
    }
    Ok(found)
}

fn archives(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.filter(|path| path.extension().is_some_and(|kind| kind == "a")).collect()
}

/// The crate that a demangled name belongs to: the first one it names that is not the standard library, since `Vec<T>` is there
/// because somebody has vectors of `T`.
fn owner(name: &str) -> &str {
    let starts = name.match_indices("::").filter_map(|(at, _)| {
        let before = name.get(..at)?;
        let word = before.rfind(|letter: char| !(letter.is_alphanumeric() || letter == '_')).map_or(0, |end| end + 1);
        // Only the beginning of a path is a crate.
        (!before.get(..word)?.ends_with("::")).then(|| before.get(word..)).flatten().filter(|word| !word.is_empty())
    });
    let mut standard = None;
    for word in starts {
        match word {
            "core" | "alloc" | "std" => standard = Some("std"),
            _ => return word,
        }
    }
    standard.unwrap_or("other C, and what has no path")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_belongs_to_the_crate_that_caused_it() {
        assert_eq!(owner("oxc_parser::lexer::next"), "oxc_parser");
        assert_eq!(owner("<rxing::Point as core::fmt::Debug>::fmt"), "rxing");
        assert_eq!(owner("core::ptr::drop_in_place<alloc::vec::Vec<image::Frame>>"), "image");
        assert_eq!(owner("<alloc::string::String as core::fmt::Write>::write_str"), "std");
        assert_eq!(owner("sqlite3_step"), "other C, and what has no path");
    }
}
