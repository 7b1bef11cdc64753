//! Pictures made smaller: whatever can be read becomes a JPEG of the size and quality that are wished for. It must not look at
//! what a picture shows, and keeps nothing that was written beside its pixels (places, cameras).
//!
//! Sides, pixels and memory are capped before anything is allocated, and a panic of a decoder ends that picture only.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageReader, Limits, RgbImage, imageops};

/// Million pixels that are taken: the cameras of today's phones give 12 to 50.
const MAX_MEGAPIXELS: u64 = 50;
/// Longest side, in pixels, of what comes and of what is made.
const MAX_SIDE: u32 = 16_384;
/// Bytes that a decoded picture may take.
const MAX_BYTES: u64 = 256 << 20;

/// What is wished for. Sides are those of the picture as it is seen; one alone keeps the proportions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish {
    /// From 0 (small) to 100 (fine).
    pub quality: u8,
    /// Pixels across.
    pub width: Option<u32>,
    /// Pixels down.
    pub height: Option<u32>,
}

/// Why there is no smaller picture.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// The bytes are no picture, or a broken one.
    #[error("this is not a picture that can be read ({reason})")]
    NotAPicture {
        /// What the decoder says.
        reason: String,
    },
    /// More pixels than are taken, or wished for.
    #[error("a picture of {width} x {height} pixels is too large")]
    TooLarge {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
    },
}

/// Makes a JPEG of a picture file (PNG, JPEG, WebP, GIF, BMP): turned as it is meant to be seen, white where it is transparent.
///
/// # Errors
/// [`PictureError`].
pub fn compress(bytes: &[u8], wish: Wish) -> Result<Vec<u8>, PictureError> {
    catch_unwind(AssertUnwindSafe(|| made(bytes, wish))).unwrap_or_else(|_| Err(not_a_picture("its content is damaged")))
}

fn not_a_picture(reason: impl ToString) -> PictureError {
    PictureError::NotAPicture { reason: reason.to_string() }
}

fn refuse_large(width: u32, height: u32) -> Result<(), PictureError> {
    let pixels = u64::from(width) * u64::from(height);
    let fits = width <= MAX_SIDE && height <= MAX_SIDE && pixels <= MAX_MEGAPIXELS * 1_000_000;
    if fits { Ok(()) } else { Err(PictureError::TooLarge { width, height }) }
}

fn made(bytes: &[u8], wish: Wish) -> Result<Vec<u8>, PictureError> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(not_a_picture)?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_BYTES);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(not_a_picture)?;
    // A header is cheap, and tells before anything is allocated.
    let (width, height) = decoder.dimensions();
    refuse_large(width, height)?;
    if decoder.total_bytes() > MAX_BYTES {
        return Err(PictureError::TooLarge { width, height });
    }
    // What is written beside a picture may be broken where the picture is not.
    let turn = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let picture = over_white(DynamicImage::from_decoder(decoder).map_err(not_a_picture)?);
    let lies = matches!(turn, Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH);
    let (across, down) = if lies { (height, width) } else { (width, height) };
    let (across, down) = sides(across, down, wish)?;
    let (across, down) = if lies { (down, across) } else { (across, down) };
    // Smaller first: there is less to turn.
    let picture = if (across, down) == (width, height) { picture } else { imageops::thumbnail(&picture, across, down) };
    let picture = turned(picture, turn);
    let mut file = Vec::new();
    JpegEncoder::new_with_quality(&mut file, wish.quality.clamp(1, 100))
        .encode(picture.as_raw(), picture.width(), picture.height(), ExtendedColorType::Rgb8)
        .map_err(not_a_picture)?;
    Ok(file)
}

/// The sides of what is made of a picture of this size.
fn sides(width: u32, height: u32, wish: Wish) -> Result<(u32, u32), PictureError> {
    let share = |side: u32, of: u32, other: u32| {
        let side = u64::from(side) * u64::from(other) / u64::from(of.max(1));
        u32::try_from(side).unwrap_or(u32::MAX).max(1)
    };
    let (across, down) = match (wish.width, wish.height) {
        (None, None) => (width, height),
        (Some(across), None) => (across, share(across, width, height)),
        (None, Some(down)) => (share(down, height, width), down),
        (Some(across), Some(down)) => (across, down),
    };
    let (across, down) = (across.max(1), down.max(1));
    refuse_large(across, down)?;
    Ok((across, down))
}

fn over_white(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let picture = picture.into_rgba8();
    let (width, height) = picture.dimensions();
    let mut flat = RgbImage::new(width, height);
    for (to, from) in flat.pixels_mut().zip(picture.pixels()) {
        let [red, green, blue, alpha] = from.0;
        to.0 = [red, green, blue].map(|value| 255 - (u16::from(255 - value) * u16::from(alpha) / 255) as u8);
    }
    flat
}

fn turned(picture: RgbImage, turn: Orientation) -> RgbImage {
    match turn {
        Orientation::NoTransforms => picture,
        Orientation::Rotate90 => imageops::rotate90(&picture),
        Orientation::Rotate180 => imageops::rotate180(&picture),
        Orientation::Rotate270 => imageops::rotate270(&picture),
        Orientation::FlipHorizontal => imageops::flip_horizontal(&picture),
        Orientation::FlipVertical => imageops::flip_vertical(&picture),
        Orientation::Rotate90FlipH => imageops::flip_horizontal(&imageops::rotate90(&picture)),
        Orientation::Rotate270FlipH => imageops::flip_horizontal(&imageops::rotate270(&picture)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{ImageFormat, Rgba, RgbaImage};

    const PLAIN: Wish = Wish { quality: 80, width: None, height: None };

    fn file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    /// Left half red, right half blue, with a little noise so that quality matters.
    fn halves(width: u32, height: u32) -> DynamicImage {
        let of = |x: u32, y: u32| {
            let noise = ((x * 7 + y * 13) % 40) as u8;
            if x < width / 2 { [200 + noise, noise, 0] } else { [0, noise, 200 + noise] }
        };
        DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, y| image::Rgb(of(x, y))))
    }

    fn read(bytes: &[u8]) -> RgbImage {
        image::load_from_memory_with_format(bytes, ImageFormat::Jpeg).unwrap().into_rgb8()
    }

    #[test]
    fn less_quality_is_a_smaller_file_of_the_same_size() {
        let png = file(&halves(80, 40), ImageFormat::Png);
        let fine = compress(&png, Wish { quality: 95, ..PLAIN }).unwrap();
        let coarse = compress(&png, Wish { quality: 10, ..PLAIN }).unwrap();
        assert!(coarse.len() < fine.len());
        assert_eq!((read(&coarse).width(), read(&coarse).height()), (80, 40));
    }

    #[test]
    fn one_side_keeps_the_proportions_and_two_do_not() {
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Bmp, ImageFormat::Gif, ImageFormat::WebP] {
            let source = file(&halves(80, 40), format);
            let of = |width, height| read(&compress(&source, Wish { width, height, ..PLAIN }).unwrap()).dimensions();
            assert_eq!(of(Some(20), None), (20, 10), "{format:?}");
            assert_eq!(of(None, Some(20)), (40, 20), "{format:?}");
            assert_eq!(of(Some(30), Some(30)), (30, 30), "{format:?}");
        }
    }

    #[test]
    fn what_is_transparent_becomes_white() {
        let clear = DynamicImage::ImageRgba8(RgbaImage::from_pixel(16, 16, Rgba([0, 0, 0, 0])));
        let made = read(&compress(&file(&clear, ImageFormat::Png), PLAIN).unwrap());
        assert!(made.pixels().all(|pixel| pixel.0.iter().all(|value| *value > 250)));
    }

    #[test]
    fn a_picture_of_a_camera_that_was_held_upright_is_upright_and_tells_no_more() {
        let jpeg = file(&halves(80, 40), ImageFormat::Jpeg);
        // Exif as cameras write it: one entry, orientation 6 (a quarter turn clockwise).
        let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec();
        let mut marked = vec![0xff, 0xd8, 0xff, 0xe1, 0, (exif.len() + 2) as u8];
        marked.append(&mut exif);
        marked.extend_from_slice(&jpeg[2..]);
        let made = compress(&marked, Wish { width: Some(20), ..PLAIN }).unwrap();
        let seen = read(&made);
        assert_eq!(seen.dimensions(), (20, 40));
        let (top, bottom) = (seen.get_pixel(10, 5).0, seen.get_pixel(10, 35).0);
        assert!(top[0] > 150 && bottom[2] > 150, "{top:?} {bottom:?}");
        assert!(!made.windows(4).any(|part| part == b"Exif"));
    }

    #[test]
    fn what_is_no_picture_or_too_large_is_refused() {
        for bytes in [&b""[..], b"GIF89a", b"<svg/>", &file(&halves(80, 40), ImageFormat::Png)[..60]] {
            assert!(matches!(compress(bytes, PLAIN), Err(PictureError::NotAPicture { .. })), "{bytes:?}");
        }
        // A header that promises a hundred thousand pixels a side, and the wish for as much.
        let mut huge = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\x01\x86\xa0\0\x01\x86\xa0\x08\x02\0\0\0".to_vec();
        huge.extend_from_slice(&[0; 64]);
        assert!(compress(&huge, PLAIN).is_err());
        let small = file(&halves(8, 4), ImageFormat::Png);
        let wish = Wish { width: Some(16_000), height: Some(16_000), ..PLAIN };
        assert_eq!(compress(&small, wish), Err(PictureError::TooLarge { width: 16_000, height: 16_000 }));
        assert!(compress(&small, Wish { width: Some(u32::MAX), ..PLAIN }).is_err());
    }
}
