//! How much is tried on a picture, cheapest first: sizes, two ways to tell black from white, closed gaps, the negative,
//! and the older detector. It must not read files.

use std::collections::HashSet;

use rxing::common::{GlobalHistogramBinarizer, HybridBinarizer};
use rxing::multi::MultipleBarcodeReader;
use rxing::multi::qrcode::QRCodeMultiReader;
use rxing::qrcode::QRCodeReader;
use rxing::qrcode::cpp_port::QrReader;
use rxing::{BarcodeFormat, Binarizer, BinaryBitmap, DecodeHints, Luma8LuminanceSource, RXingResult, Reader};

use super::{Corner, Found, Luma};

/// The smallest QR code has 21 modules; with fewer pixels a side there is nothing to find, and narrower pictures cost
/// the decoder seconds.
const MIN_SIDE: usize = 21;
/// Sizes above this are made smaller before anything else is tried.
const WORK_SIDE: usize = 2_000;
/// Pictures below this are also tried larger.
const SMALL_SIDE: usize = 400;
/// Closing gaps and the slower passes take a quarter of a microsecond a pixel: they see only sizes below this, in pixels.
const SLOW_PIXELS: usize = 1_300_000;
/// The same for camera frames, of which the next one comes.
const SLOW_PIXELS_OF_FRAME: usize = 300_000;
/// More codes in a picture than anyone chooses from.
const MAX_FOUND: usize = 32;

/// How long to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effort {
    /// A photograph: every pass.
    Picture,
    /// One of many frames: the passes that find almost everything.
    Frame,
}

/// One size of the picture, and how many pixels of the original one of its pixels is.
struct Layer {
    luma: Luma<'static>,
    scale: f32,
    frame: usize,
}

/// Every code that some pass reads; later passes run only while nothing is found.
pub(super) fn run(luma: &Luma<'_>, effort: Effort) -> Vec<Found> {
    let (width, height) = (luma.width(), luma.height());
    if width.min(height) < MIN_SIDE {
        return Vec::new();
    }
    let mut found = Vec::new();
    let layers = layers(luma);
    // Codes of different sizes in one picture show in different layers, so all of them are asked.
    for layer in &layers {
        look(layer, &mut found, |luma| read_all(HybridBinarizer::new(source(luma)?)));
    }
    if !found.is_empty() {
        return found;
    }
    let most = if effort == Effort::Frame { SLOW_PIXELS_OF_FRAME } else { SLOW_PIXELS };
    let inverted: Vec<Layer> = layers.iter().map(|layer| Layer { luma: layer.luma.inverted(), ..*layer }).collect();
    type Pass = fn(&Luma<'_>) -> Option<Vec<RXingResult>>;
    let hybrid: Pass = |luma| read_all(HybridBinarizer::new(source(luma)?));
    let global: Pass = |luma| read_all(GlobalHistogramBinarizer::new(source(luma)?));
    let closed: Pass = |luma| read_closed(HybridBinarizer::new(source(luma)?));
    let slow: [Pass; 4] = [
        |luma| read_closed(GlobalHistogramBinarizer::new(source(luma)?)),
        |luma| read_all(GlobalHistogramBinarizer::new(source(&luma.against_neighbours())?)),
        |luma| read_older(HybridBinarizer::new(source(luma)?)),
        |luma| read_older(GlobalHistogramBinarizer::new(source(luma)?)),
    ];
    let mut attempt = |layers: &[Layer], passes: &[Pass], most: usize| -> bool {
        for pass in passes {
            for layer in layers.iter().filter(|layer| layer.luma.pixels().len() <= most) {
                look(layer, &mut found, pass);
                if !found.is_empty() {
                    return true;
                }
            }
        }
        false
    };
    let is_done = attempt(&layers, &[closed], most)
        || attempt(&layers, &[global], usize::MAX)
        || attempt(&inverted, &[hybrid], usize::MAX)
        || effort == Effort::Frame
        || attempt(&layers, &slow, most)
        || attempt(&inverted, &[closed, global], most);
    if !is_done {
        let more = more(luma);
        let _ = attempt(&more, &[hybrid], usize::MAX) || attempt(&more, &[closed, global], most);
    }
    found
}

/// The sizes worth trying, the working size first.
fn layers(luma: &Luma<'_>) -> Vec<Layer> {
    let side = luma.width().max(luma.height());
    let base = side.div_ceil(WORK_SIDE).max(1);
    let mut layers = vec![layer(luma, base)];
    let mut by = base * 2;
    while side / by >= 300 && layers.len() < 4 {
        layers.push(layer(luma, by));
        by *= 2;
    }
    // Fine codes in a large photograph need every pixel; last, because it is the slowest.
    if base > 1 {
        layers.push(layer(luma, 1));
    }
    layers
}

fn layer(luma: &Luma<'_>, by: usize) -> Layer {
    Layer { luma: if by == 1 { luma.framed(0) } else { luma.smaller(by) }, scale: by as f32, frame: 0 }
}

/// Sizes for hard cases: enlarged, odd reductions, and with a margin.
fn more(luma: &Luma<'_>) -> Vec<Layer> {
    let side = luma.width().max(luma.height());
    let mut layers = Vec::new();
    if side <= SMALL_SIDE * 2 {
        let by = if side <= SMALL_SIDE { 3 } else { 2 };
        layers.push(Layer { luma: luma.larger(by), scale: 1.0 / by as f32, frame: 0 });
    }
    if side / 3 >= 150 {
        layers.push(layer(luma, 3));
    }
    let frame = side / 8;
    if side <= WORK_SIDE {
        layers.push(Layer { luma: luma.framed(frame), scale: 1.0, frame });
    }
    layers
}

fn look(layer: &Layer, found: &mut Vec<Found>, pass: impl Fn(&Luma<'_>) -> Option<Vec<RXingResult>>) {
    for result in pass(&layer.luma).unwrap_or_default() {
        let scaled = |at: f32| (at - layer.frame as f32) * layer.scale;
        let corners: Vec<Corner> = result.getPoints().iter().map(|point| Corner { x: scaled(point.x), y: scaled(point.y) }).collect();
        let new = Found { text: result.getText().to_string(), bytes: result.getRawBytes().to_vec(), corners };
        // The same code read twice in two sizes has one text and one place.
        let known = found.iter().any(|old| overlap(&old.corners, &new.corners) || (old.text == new.text && old.corners.is_empty()));
        if !known && !new.text.is_empty() && found.len() < MAX_FOUND {
            found.push(new);
        }
    }
}

fn overlap(a: &[Corner], b: &[Corner]) -> bool {
    let span = |corners: &[Corner]| {
        corners
            .iter()
            .fold((f32::MAX, f32::MAX, f32::MIN, f32::MIN), |(l, t, r, d), at| (l.min(at.x), t.min(at.y), r.max(at.x), d.max(at.y)))
    };
    let ((al, at, ar, ad), (bl, bt, br, bd)) = (span(a), span(b));
    al < br && bl < ar && at < bd && bt < ad
}

fn source(luma: &Luma<'_>) -> Option<Luma8LuminanceSource> {
    let (width, height) = (u32::try_from(luma.width()).ok()?, u32::try_from(luma.height()).ok()?);
    Luma8LuminanceSource::new(luma.pixels().to_vec(), width, height).ok()
}

fn hints() -> DecodeHints {
    DecodeHints { TryHarder: Some(true), PossibleFormats: Some(HashSet::from([BarcodeFormat::QR_CODE])), ..DecodeHints::default() }
}

fn read_all<B: Binarizer>(binarizer: B) -> Option<Vec<RXingResult>> {
    QrReader.decode_multiple_with_hints(&mut BinaryBitmap::new(binarizer), &hints()).ok()
}

/// With gaps of a pixel closed: printed dots and screens.
fn read_closed<B: Binarizer>(binarizer: B) -> Option<Vec<RXingResult>> {
    let mut bitmap = BinaryBitmap::new(binarizer);
    bitmap.close().ok()?;
    QrReader.decode_multiple_with_hints(&mut bitmap, &hints()).ok()
}

/// The detector of the Java project: it tries fewer finders, but bends with the paper.
fn read_older<B: Binarizer>(binarizer: B) -> Option<Vec<RXingResult>> {
    let mut bitmap = BinaryBitmap::new(binarizer);
    let many = QRCodeMultiReader::default().decode_multiple_with_hints(&mut bitmap, &hints());
    many.ok().filter(|found| !found.is_empty()).or_else(|| QRCodeReader.decode_with_hints(&mut bitmap, &hints()).ok().map(|one| vec![one]))
}
