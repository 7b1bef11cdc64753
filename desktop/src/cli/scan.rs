//! `banchan scan IMAGE...`: the texts of the codes in pictures.

use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use banchan_formats::scan::{self, Found};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use clap::Args;
use serde_json::{Value, json};

use super::out::{self, Failure, Verdict};
use super::progress::Progress;

#[derive(Args, Debug)]
pub(super) struct ScanArguments {
    /// Pictures: PNG, JPEG, WebP, GIF, BMP
    #[arg(required = true, value_name = "IMAGE")]
    images: Vec<PathBuf>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// What a picture gave: its codes, or why not.
type Seen = Result<Vec<Found>, String>;

pub(super) fn run(arguments: &ScanArguments) -> Result<Verdict, Failure> {
    let seen = read_all(&arguments.images);
    let is_well = seen.iter().all(Result::is_ok);
    if arguments.json {
        let images: Vec<Value> =
            arguments.images.iter().zip(&seen).map(|(path, seen)| as_json(&path.display().to_string(), seen)).collect();
        out::json(&json!({ "images": images }));
        return Ok(Verdict::of(is_well));
    }
    let is_single = arguments.images.len() == 1;
    for (path, seen) in arguments.images.iter().zip(&seen) {
        match seen {
            Ok(codes) if is_single => codes.iter().for_each(|code| out::line(&code.text)),
            Ok(codes) => codes.iter().for_each(|code| out::line(format_args!("{}: {}", path.display(), code.text))),
            Err(told) => eprintln!("{}: {told}", path.display()),
        }
    }
    Ok(Verdict::of(is_well))
}

/// Reads pictures on as many threads as there are processors, answers in their order.
fn read_all(images: &[PathBuf]) -> Vec<Seen> {
    let progress = Progress::begin(if images.len() == 1 { "Looking for codes" } else { "Reading pictures" });
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let results: Mutex<Vec<Option<Seen>>> = Mutex::new(vec![None; images.len()]);
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(images.len());
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(path) = images.get(at) else { break };
                    let seen = std::fs::read(path)
                        .map_err(|error| format!("the file can't be read: {error}"))
                        .and_then(|bytes| scan::decode(&bytes).map_err(|error| error.to_string()));
                    if let Some(place) = results.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).get_mut(at) {
                        *place = Some(seen);
                    }
                    let count = done.fetch_add(1, Ordering::Relaxed) + 1;
                    progress.step(format!("{count} of {} pictures read", images.len()));
                }
            });
        }
    });
    let results = results.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner());
    results.into_iter().map(|seen| seen.unwrap_or_else(|| Err("it was not read".into()))).collect()
}

fn as_json(path: &str, seen: &Seen) -> Value {
    match seen {
        Ok(codes) => {
            let codes: Vec<Value> = codes
                .iter()
                .map(|code| json!({ "text": code.text, "bytes": BASE64.encode(&code.bytes), "corners": code.corners.iter().map(|at| [at.x, at.y]).collect::<Vec<_>>() }))
                .collect();
            json!({ "path": path, "codes": codes, "error": null })
        }
        Err(told) => json!({ "path": path, "codes": [], "error": told }),
    }
}
