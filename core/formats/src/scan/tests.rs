//! Tests of scanning: each refusal by the guarantee it keeps.

use std::io::Cursor;
use std::time::{Duration, Instant};

use image::{ExtendedColorType, GrayImage, ImageEncoder, ImageFormat, Rgba, RgbaImage};

use super::*;

/// A picture of a code, `module` pixels a module, with its quiet zone.
fn picture(text: &str, module: u32) -> GrayImage {
    let code = fast_qr::QRBuilder::new(text).build().unwrap();
    let side = (code.size as u32 + 8) * module;
    GrayImage::from_fn(side, side, |x, y| {
        let dark = |at: u32| (at / module).checked_sub(4).map(|at| at as usize).filter(|at| *at < code.size);
        let black = matches!((dark(x), dark(y)), (Some(x), Some(y)) if code[y][x].value());
        image::Luma([if black { 0 } else { 255 }])
    })
}

fn png(image: &GrayImage) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn texts(result: Result<Vec<Found>, ScanError>) -> Vec<String> {
    let mut texts: Vec<String> = result.unwrap().into_iter().map(|found| found.text).collect();
    texts.sort();
    texts
}

#[test]
fn every_kind_of_picture_is_read() {
    let image = picture("https://banchan.link/m/demo/自行车", 4);
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP, ImageFormat::Gif, ImageFormat::Bmp] {
        let mut bytes = Cursor::new(Vec::new());
        image::DynamicImage::ImageLuma8(image.clone()).to_rgb8().write_to(&mut bytes, format).unwrap();
        assert_eq!(texts(decode(bytes.get_ref())), ["https://banchan.link/m/demo/自行车"], "{format:?}");
    }
}

#[test]
fn two_codes_in_one_picture_are_both_read() {
    let (left, right) = (picture("bike-001", 4), picture("bike-002", 7));
    let mut both = GrayImage::from_pixel(left.width() + right.width() + 40, right.height() + 40, image::Luma([255]));
    image::imageops::replace(&mut both, &left, 10, 10);
    image::imageops::replace(&mut both, &right, i64::from(left.width()) + 30, 20);
    assert_eq!(texts(decode(&png(&both))), ["bike-001", "bike-002"]);
}

#[test]
fn transparent_background_is_paper() {
    let code = picture("clear", 5);
    let image = RgbaImage::from_fn(code.width(), code.height(), |x, y| {
        if code.get_pixel(x, y)[0] == 0 { Rgba([0, 0, 0, 255]) } else { Rgba([0, 0, 0, 0]) }
    });
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, ImageFormat::Png).unwrap();
    assert_eq!(texts(decode(bytes.get_ref())), ["clear"]);
}

#[test]
fn negative_and_camera_frames_are_read() {
    let mut image = picture("negative", 4);
    image.pixels_mut().for_each(|p| p[0] = 255 - p[0]);
    assert_eq!(texts(decode_luma(image.width(), image.height(), image.as_raw())), ["negative"]);
}

#[test]
fn picture_without_a_code_is_a_typed_error() {
    assert_eq!(decode(&png(&GrayImage::from_pixel(300, 200, image::Luma([200])))), Err(ScanError::NoCode));
}

#[test]
fn broken_picture_is_a_typed_error() {
    let whole = png(&picture("x", 4));
    for bytes in [&b""[..], b"not a picture", &whole[..whole.len() / 2], &whole[..20]] {
        assert!(matches!(decode(bytes), Err(ScanError::NotAPicture { .. })), "{} bytes", bytes.len());
    }
}

#[test]
fn picture_with_a_billion_pixels_is_refused_before_it_is_unpacked() {
    // A header that claims 60,000 x 60,000 pixels.
    let mut bytes = Vec::new();
    image::codecs::png::PngEncoder::new(&mut bytes).write_image(&[0], 1, 1, ExtendedColorType::L8).unwrap();
    bytes[16..24].copy_from_slice(&[0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60]);
    let start = Instant::now();
    // A reader may also reject the header's checksum; either way nothing is allocated.
    assert!(matches!(decode(&bytes), Err(ScanError::TooLarge { .. } | ScanError::NotAPicture { .. })));
    assert!(start.elapsed() < Duration::from_secs(1));
    assert!(matches!(decode_luma(60_000, 60_000, &[]), Err(ScanError::TooLarge { .. })));
}

#[test]
fn slivers_cost_nothing() {
    for (width, height) in [(1, 1), (3, 4_000), (4_000, 20), (21, 9_000)] {
        let start = Instant::now();
        let pixels: Vec<u8> = (0..width * height).map(|at: u32| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        assert_eq!(decode(&png(&GrayImage::from_raw(width, height, pixels).unwrap())), Err(ScanError::NoCode));
        assert!(start.elapsed() < Duration::from_secs(5), "{width} x {height}: {:?}", start.elapsed());
    }
}

#[test]
fn frame_that_does_not_fill_its_size_is_refused() {
    assert!(matches!(decode_luma(100, 100, &[0; 99]), Err(ScanError::FrameSize { needed: 10_000, given: 99, .. })));
}

#[test]
fn mutated_pictures_never_panic() {
    let whole = png(&picture("mutated", 3));
    for seed in 0..200_usize {
        let mut bytes = whole.clone();
        for step in 0..4 {
            let at = (seed * 7_919 + step * 104_729) % bytes.len();
            bytes[at] ^= (seed % 255 + 1) as u8;
        }
        let _ = decode(&bytes);
    }
}

#[test]
fn printed_code_says_what_it_was_made_of() {
    let svg = make_svg("banchan://open/demo/pages/a/a?b=1").unwrap();
    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>"));
    // Draw the path: `Mx yhWv1h-Wz` runs.
    let side: u32 = svg.split("viewBox=\"0 0 ").nth(1).and_then(|rest| rest.split(' ').next()).unwrap().parse().unwrap();
    let mut image = GrayImage::from_pixel(side * 4, side * 4, image::Luma([255]));
    for run in svg.rsplit("d=\"").next().unwrap().split('M').skip(1) {
        let numbers: Vec<u32> = run.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok()).collect();
        let (x, y, width) = (numbers[0], numbers[1], numbers[2]);
        for px in 0..width * 4 {
            for py in 0..4 {
                image.put_pixel(x * 4 + px, y * 4 + py, image::Luma([0]));
            }
        }
    }
    assert_eq!(texts(decode(&png(&image))), ["banchan://open/demo/pages/a/a?b=1"]);
    assert_eq!(make_svg(&"x".repeat(5_000)), None);
}

#[test]
fn against_its_neighbours_a_pixel_is_black_when_it_is_darker_than_their_mean() {
    let black = |width, height, pixels: &[u8]| Luma::new(width, height, pixels).unwrap().against_neighbours().pixels().to_vec();
    assert_eq!(black(3, 3, &[100; 9]), [255; 9], "even grey is white");
    for dark in 0..9 {
        let mut pixels = [200; 9];
        pixels[dark] = 100;
        let mut wanted = [255; 9];
        wanted[dark] = 0;
        assert_eq!(black(3, 3, &pixels), wanted, "at corners and edges as well");
    }
    assert_eq!(black(3, 1, &[0, 90, 255]), [0, 0, 255]);
    assert_eq!(black(1, 2, &[9, 1]), [255, 0]);
}
