//! `compressImage`: a picture of the program's becomes a temporary file that is smaller. What is read and made, `formats::picture`
//! bounds; who may read the file, its space.

use std::sync::Arc;

use banchan_formats::picture::{Wish, compress as smaller};
use serde_json::{Value, json};
use tokio::sync::OwnedSemaphorePermit;

use crate::api::{ArgError, Args, Failure, FileWords};
use crate::files::{Space, ending_of, media_type};

/// Largest file of a picture, in bytes.
const MAX_SOURCE: u64 = 32 << 20;
/// WeChat's quality when none is given.
const QUALITY: f64 = 80.0;

/// Does it; `large` is its place among the calls that hold much.
pub(super) async fn compress(space: Arc<Space>, args: &Args, large: Option<OwnedSemaphorePermit>) -> Result<Value, Failure> {
    let path = args.string("src")?;
    let quality = args.opt_number("quality")?.unwrap_or(QUALITY).clamp(0.0, 100.0) as u8;
    let wish = Wish { quality, width: side(args, "compressedWidth")?, height: side(args, "compressedHeight")? };
    let work = tokio::task::spawn_blocking(move || {
        // Also when nobody waits for the answer any more, it is under way until here.
        let _large = large;
        made(&space, &path, wish)
    });
    work.await.unwrap_or_else(|_| Err(Failure::Other("internal error".into())))
}

/// A number of pixels that may be left out.
fn side(args: &Args, name: &str) -> Result<Option<u32>, Failure> {
    match args.opt_number(name)? {
        None => Ok(None),
        Some(pixels) if (1.0..=1e6).contains(&pixels) => Ok(Some(pixels as u32)),
        Some(_) => Err(ArgError(format!("parameter.{name} should be a number of pixels from 1;")).into()),
    }
}

fn made(space: &Arc<Space>, path: &str, wish: Wish) -> Result<Value, Failure> {
    let bytes = space.read(path, MAX_SOURCE).map_err(|why| Failure::File(FileWords::of(why, "open", path)))?;
    let picture = smaller(&bytes, wish).map_err(|why| Failure::Other(why.to_string()))?;
    // What is small already does not become larger by being made smaller.
    let kind = media_type(&bytes).filter(|kind| kind.starts_with("image/"));
    let kept = kind.filter(|_| wish.width.is_none() && wish.height.is_none() && picture.len() >= bytes.len());
    let (bytes, ending) = match kept {
        Some(kind) => (&bytes, ending_of(kind)),
        None => (&picture, "jpg"),
    };
    let made = space.make_temp(bytes, ending).map_err(|why| Failure::File(why.into()))?;
    Ok(json!({ "tempFilePath": made }))
}
