//! Grey pictures: read from files with caps, made smaller or larger. It must not look for codes.

use std::borrow::Cow;
use std::io::Cursor;

use image::{ImageReader, Limits};

use super::ScanError;

/// Million pixels that are looked at: the cameras of today's phones give 12 to 50.
const MAX_MEGAPIXELS: u32 = 64;
/// Longest side, in pixels.
const MAX_SIDE: u32 = 16_384;

/// A grey picture, a byte a pixel.
#[derive(Clone, Debug)]
pub struct Luma<'a> {
    width: usize,
    height: usize,
    pixels: Cow<'a, [u8]>,
}

impl<'a> Luma<'a> {
    /// Takes pixels row by row.
    ///
    /// # Errors
    /// [`ScanError::FrameSize`] when they do not fill the dimensions, [`ScanError::TooLarge`] when there are too many.
    pub fn new(width: u32, height: u32, pixels: &'a [u8]) -> Result<Self, ScanError> {
        refuse_large(width, height)?;
        let needed = u64::from(width) * u64::from(height);
        if needed != pixels.len() as u64 {
            return Err(ScanError::FrameSize { width, height, needed, given: pixels.len() as u64 });
        }
        Ok(Self { width: width as usize, height: height as usize, pixels: pixels.into() })
    }

    /// Pixels across.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// Pixels down.
    #[must_use]
    pub fn height(&self) -> usize {
        self.height
    }

    /// The pixels, row by row.
    #[must_use]
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// The picture in negative.
    pub(super) fn inverted(&self) -> Luma<'static> {
        Luma { width: self.width, height: self.height, pixels: self.pixels.iter().map(|p| 255 - p).collect() }
    }

    /// Black and white: a pixel is black when it is darker than the mean of itself and the pixels around it.
    pub(super) fn against_neighbours(&self) -> Luma<'static> {
        // Sums of each row's threes first, then of three rows: the neighbours that lie outside are left out.
        let threes: Vec<u16> = self
            .rows()
            .flat_map(|row| {
                let at = |x: Option<usize>| x.and_then(|x| row.get(x)).map_or(0, |p| u16::from(*p));
                (0..row.len()).map(move |x| at(x.checked_sub(1)) + at(Some(x)) + at(Some(x + 1)))
            })
            .collect();
        let across = |x: usize| 3 - u16::from(x == 0) - u16::from(x + 1 == self.width);
        let down = |y: usize| 3 - u16::from(y == 0) - u16::from(y + 1 == self.height);
        let mut pixels = Vec::with_capacity(self.pixels.len());
        for (y, row) in self.rows().enumerate() {
            for (x, pixel) in row.iter().enumerate() {
                let three = |y: Option<usize>| y.and_then(|y| threes.get(y * self.width + x)).copied().unwrap_or(0);
                let mean = (three(y.checked_sub(1)) + three(Some(y)) + three(Some(y + 1))) / (across(x) * down(y)).max(1);
                pixels.push(if u16::from(*pixel) >= mean { 255 } else { 0 });
            }
        }
        Luma { width: self.width, height: self.height, pixels: pixels.into() }
    }

    /// A smaller picture: each pixel the mean of `by` x `by`.
    pub(super) fn smaller(&self, by: usize) -> Luma<'static> {
        let (width, height) = (self.width / by.max(1), self.height / by.max(1));
        let mut pixels = Vec::with_capacity(width * height);
        let area = by * by;
        let mut sums = vec![0_usize; width];
        for y in 0..height {
            sums.fill(0);
            for row in self.rows().skip(y * by).take(by) {
                for (sum, block) in sums.iter_mut().zip(row.chunks_exact(by)) {
                    *sum += block.iter().map(|p| usize::from(*p)).sum::<usize>();
                }
            }
            // A mean of bytes is a byte.
            pixels.extend(sums.iter().map(|sum| ((sum + area / 2) / area) as u8));
        }
        Luma { width, height, pixels: pixels.into() }
    }

    /// A picture `by` times as large, values in between interpolated.
    pub(super) fn larger(&self, by: usize) -> Luma<'static> {
        let (width, height) = (self.width * by, self.height * by);
        let scale = by as f32;
        let spread = |at: usize, len: usize| -> (usize, usize, f32) {
            let place = ((at as f32 + 0.5) / scale - 0.5).clamp(0.0, (len.max(1) - 1) as f32);
            let low = place as usize;
            (low, (low + 1).min(len.max(1) - 1), place - low as f32)
        };
        let columns: Vec<_> = (0..width).map(|x| spread(x, self.width)).collect();
        let mut pixels = Vec::with_capacity(width * height);
        for y in 0..height {
            let (top, bottom, down) = spread(y, self.height);
            let (Some(above), Some(below)) = (self.row(top), self.row(bottom)) else { break };
            for (left, right, along) in &columns {
                let mix = |row: &[u8]| -> f32 {
                    let at = |x: usize| f32::from(row.get(x).copied().unwrap_or(255));
                    at(*left) * (1.0 - along) + at(*right) * along
                };
                pixels.push((mix(above) * (1.0 - down) + mix(below) * down).round() as u8);
            }
        }
        Luma { width, height, pixels: pixels.into() }
    }

    /// The same picture with a white frame, for codes that touch the edge.
    pub(super) fn framed(&self, by: usize) -> Luma<'static> {
        let (width, height) = (self.width + 2 * by, self.height + 2 * by);
        let mut pixels = vec![255; width * height];
        for (row, inner) in pixels.chunks_exact_mut(width.max(1)).skip(by).zip(self.rows()) {
            if let Some(part) = row.get_mut(by..by + self.width) {
                part.copy_from_slice(inner);
            }
        }
        Luma { width, height, pixels: pixels.into() }
    }

    fn rows(&self) -> impl Iterator<Item = &[u8]> {
        self.pixels.chunks_exact(self.width.max(1))
    }

    fn row(&self, y: usize) -> Option<&[u8]> {
        self.pixels.get(y * self.width..(y + 1) * self.width)
    }
}

fn refuse_large(width: u32, height: u32) -> Result<(), ScanError> {
    let pixels = u64::from(width) * u64::from(height);
    if width > MAX_SIDE || height > MAX_SIDE || pixels > u64::from(MAX_MEGAPIXELS) * 1_000_000 {
        return Err(ScanError::TooLarge { width, height, limit: MAX_MEGAPIXELS });
    }
    Ok(())
}

/// Reads a picture file; what is transparent becomes white, as paper is.
pub(super) fn from_file(bytes: &[u8]) -> Result<Luma<'static>, ScanError> {
    let not = |error: String| ScanError::NotAPicture { reason: error };
    let reader = || ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|error| not(error.to_string()));
    // The dimensions first: a header is cheap, and tells before anything is allocated.
    let (width, height) = reader()?.into_dimensions().map_err(|error| not(error.to_string()))?;
    refuse_large(width, height)?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(512 << 20);
    let mut reader = reader()?;
    reader.limits(limits);
    let picture = reader.decode().map_err(|error| not(error.to_string()))?;
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let pixels: Vec<u8> = if picture.color().has_alpha() {
        let grey = picture.into_luma_alpha8();
        let over_white = |value: u8, alpha: u8| 255 - ((255 - u16::from(value)) * u16::from(alpha) / 255) as u8;
        grey.into_raw()
            .chunks_exact(2)
            .map(|pair| over_white(pair.first().copied().unwrap_or(255), pair.last().copied().unwrap_or(255)))
            .collect()
    } else {
        picture.into_luma8().into_raw()
    };
    Ok(Luma { width, height, pixels: pixels.into() })
}
