//! Real photographs of codes: at least 75 of 80 are read, and none wrongly. Lies beside the repository (or where
//! `BANCHAN_CODES` says); a machine without them says so and leaves this out.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use banchan_formats::scan;

/// Photographs with the bytes each must read as.
fn corpus() -> Option<Vec<(PathBuf, Vec<u8>)>> {
    let root = std::env::var_os("BANCHAN_CODES")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/codes"), PathBuf::from);
    let mut pictures = Vec::new();
    for folder in std::fs::read_dir(root).ok()?.flatten() {
        for file in std::fs::read_dir(folder.path()).into_iter().flatten().flatten() {
            let path = file.path();
            let is_picture =
                path.extension().is_some_and(|ending| ["webp", "png", "jpg", "jpeg", "gif", "bmp"].iter().any(|known| ending == *known));
            let expected = ["txt", "bin"].iter().find_map(|ending| std::fs::read(path.with_extension(ending)).ok());
            if let (true, Some(expected)) = (is_picture, expected) {
                pictures.push((path, expected));
            }
        }
    }
    pictures.sort();
    (!pictures.is_empty()).then_some(pictures)
}

enum Outcome {
    Right,
    Nothing(String),
    Wrong(String),
}

fn read(path: &Path, expected: &[u8]) -> Outcome {
    let bytes = std::fs::read(path).expect("the picture was listed");
    match scan::decode(&bytes) {
        Err(error) => Outcome::Nothing(error.to_string()),
        Ok(found) => {
            // Texts were saved by an editor that ends lines its own way.
            let plain = |text: &str| text.replace("\r\n", "\n").trim_end_matches('\n').to_string();
            let wanted = plain(&String::from_utf8_lossy(expected));
            match found.iter().find(|code| plain(&code.text) != wanted && code.bytes != expected) {
                None => Outcome::Right,
                Some(code) => Outcome::Wrong(code.text.clone()),
            }
        }
    }
}

#[test]
fn at_least_75_of_80_photographs_are_read_and_none_wrongly() {
    let Some(pictures) = corpus() else {
        println!("left out: no photographs of codes beside the repository; BANCHAN_CODES can name their folder");
        return;
    };
    let next = AtomicUsize::new(0);
    let results = Mutex::new(Vec::new());
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some((path, expected)) = pictures.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let start = Instant::now();
                    let outcome = read(path, expected);
                    results.lock().expect("no thread panics").push((path, start.elapsed(), outcome));
                }
            });
        }
    });
    let results = results.into_inner().expect("no thread panics");
    let right = results.iter().filter(|(.., outcome)| matches!(outcome, Outcome::Right)).count();
    let mut wrong = 0;
    for (path, took, outcome) in &results {
        match outcome {
            Outcome::Right => {}
            Outcome::Nothing(why) => println!("{} ({} ms): {why}", path.display(), took.as_millis()),
            Outcome::Wrong(text) => {
                wrong += 1;
                println!("{} ({} ms): WRONG: {text:?}", path.display(), took.as_millis());
            }
        }
    }
    let mut times: Vec<Duration> = results.iter().map(|(_, took, _)| *took).collect();
    times.sort();
    let slowest = times.last().copied().unwrap_or_default();
    println!("{right} of {} read, {wrong} wrong; median {:?}, slowest {slowest:?}", results.len(), times[times.len() / 2]);
    assert_eq!(wrong, 0, "a wrong text is worse than none");
    // The corpus may grow; the share that must be read stays.
    assert!(right * 80 >= results.len() * 75, "only {right} of {} were read", results.len());
}
