//! Codes to print: one SVG and one PNG a code, and one sheet an example. Every picture is read back before it counts.
//! It must not say where a code leads on its own: the ids come from the published files.

use std::fmt::Write as _;
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use banchan_formats::manifest::AppInfo;
use banchan_formats::scan;
use fast_qr::qr::QRBuilder;
use image::{ExtendedColorType, ImageFormat};

use super::{ExamplesError, at};

/// One code: folder of the example, name of the file, page with its query, and what the sheet says beneath.
const CODES: &[(&str, &str, &str, &str)] = &[
    ("bike-share", "home", "pages/home/home", "Home"),
    ("bike-share", "B1024", "pages/bike/bike?id=B1024", "B1024"),
    ("bike-share", "B1031", "pages/bike/bike?id=B1031", "B1031"),
    ("bike-share", "B1040", "pages/bike/bike?id=B1040", "B1040"),
    ("bike-share", "B1066", "pages/bike/bike?id=B1066", "B1066"),
    ("bike-share", "B1093", "pages/bike/bike?id=B1093", "B1093"),
    ("tea-house", "home", "pages/menu/menu", "Home"),
    ("tea-house", "T01", "pages/menu/menu?table=T01", "T01"),
    ("tea-house", "T02", "pages/menu/menu?table=T02", "T02"),
    ("tea-house", "T03", "pages/menu/menu?table=T03", "T03"),
    ("tea-house", "T04", "pages/menu/menu?table=T04", "T04"),
    ("reader", "home", "pages/home/home", "Home"),
    ("reader", "hand", "pages/home/home?column=hand", "By hand"),
    ("reader", "rice", "pages/article/article?id=rice", "Rice"),
    ("reader", "mending", "pages/article/article?id=mending", "Mending"),
    ("reader", "benches", "pages/article/article?id=benches", "Benches"),
    ("directory", "home", "pages/home/home", "Home"),
    ("directory", "hands", "pages/home/home?kind=hands", "Workshops"),
    ("directory", "ovens", "pages/place/place?id=ovens", "Two Ovens bakery"),
    ("directory", "pharmacy", "pages/place/place?id=pharmacy", "Bridge pharmacy"),
    ("directory", "quiet-leaf", "pages/place/place?id=quiet-leaf", "Quiet Leaf"),
    ("guide", "home", "pages/home/home", "Home"),
    ("guide", "binding", "pages/binding/binding", "Data on the page"),
    ("guide", "components", "pages/components/components", "Components"),
    ("guide", "phone", "pages/phone/phone", "Asking the phone"),
    ("gallery", "home", "pages/home/home", "Home"),
    ("gallery", "tdesign-button", "tdesign/button/button", "TDesign"),
    ("gallery", "vant-button", "vant/button/button", "Vant"),
    ("gallery", "weui-cells", "weui/cells/cells", "WeUI"),
    ("ask-everything", "home", "pages/ask/ask", "Home"),
    ("ask-everything", "run", "pages/ask/ask?run=1", "Ask at once"),
];

/// Pixels a module in a PNG: a code of 37 modules is then 540 pixels wide.
const MODULE: usize = 12;
/// White modules around a code, as the standard wants.
const QUIET: usize = 4;

/// A page's link: what a code says.
pub(crate) fn link(id: &str, page: &str) -> String {
    format!("https://banchan.link/m/{id}/{page}")
}

/// Writes all codes and sheets of the examples that are `ready` (name and folder, as `infos` in order), and answers how
/// many codes there are.
pub(crate) fn write(infos: &[AppInfo], ready: &[(String, PathBuf)], folder: &Path) -> Result<usize, ExamplesError> {
    fs::create_dir_all(folder).map_err(at(folder))?;
    let mut count = 0;
    for (info, (example, files)) in infos.iter().zip(ready) {
        let mut cards = String::new();
        for (_, name, page, label) in CODES.iter().filter(|(of, ..)| of == example) {
            let text = link(info.id.as_str(), page);
            let svg = scan::make_svg(&text).ok_or_else(|| unreadable(&text, "it is too long for a code"))?;
            let picture = png(&text)?;
            read_back(&text, &picture)?;
            let base = folder.join(format!("{example}-{name}"));
            put(&base.with_extension("svg"), svg.as_bytes())?;
            put(&base.with_extension("png"), &picture)?;
            let _ =
                writeln!(cards, "<figure>{svg}<figcaption><b>{}</b><span>{}</span></figcaption></figure>", escape(label), escape(&text));
            count += 1;
        }
        let icon = fs::read_to_string(files.join(&info.icon)).unwrap_or_default();
        put(&folder.join(format!("{example}.html")), sheet(info, &icon, &cards).as_bytes())?;
    }
    Ok(count)
}

/// A code as a PNG: grey, one byte a pixel.
fn png(text: &str) -> Result<Vec<u8>, ExamplesError> {
    let code = QRBuilder::new(text).ecl(fast_qr::ECL::M).build().map_err(|error| unreadable(text, &format!("{error:?}")))?;
    let modules = code.size + 2 * QUIET;
    let side = modules * MODULE;
    let dark = |x: usize, y: usize| {
        let inside = |at: usize| (at / MODULE).checked_sub(QUIET).filter(|at| *at < code.size);
        matches!((inside(x), inside(y)), (Some(x), Some(y)) if code[y][x].value())
    };
    let pixels: Vec<u8> = (0..side * side).map(|at| if dark(at % side, at / side) { 0 } else { 255 }).collect();
    let mut bytes = Cursor::new(Vec::new());
    let size = u32::try_from(side).unwrap_or(u32::MAX);
    image::write_buffer_with_format(&mut bytes, &pixels, size, size, ExtendedColorType::L8, ImageFormat::Png)
        .map_err(|error| unreadable(text, &error.to_string()))?;
    Ok(bytes.into_inner())
}

fn read_back(text: &str, picture: &[u8]) -> Result<(), ExamplesError> {
    let found = scan::decode(picture).map_err(|error| unreadable(text, &error.to_string()))?;
    match found.as_slice() {
        [one] if one.text == text => Ok(()),
        other => Err(unreadable(text, &format!("{} codes were read, with another text", other.len()))),
    }
}

fn unreadable(text: &str, reason: &str) -> ExamplesError {
    ExamplesError::Code { text: text.to_string(), reason: reason.to_string() }
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), ExamplesError> {
    fs::write(path, bytes).map_err(at(path))
}

/// A page for A4 and Letter paper: the example's name in its languages, and its codes.
fn sheet(info: &AppInfo, icon: &str, cards: &str) -> String {
    let names: Vec<String> = ["en", "zh-CN", "ko"].iter().filter_map(|tag| info.names.get(*tag)).map(|name| escape(name)).collect();
    let sentence = escape(info.sentence("en"));
    format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>{title}</title>\n<style>{style}</style></head>\n<body><header><div class=\"icon\">{icon}</div>\
         <div><h1>{title}</h1><p>{sentence}</p></div></header>\n<main>{cards}</main></body></html>\n",
        title = names.join(" · "),
        style = STYLE,
    )
}

const STYLE: &str = "
@page { margin: 14mm }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 32px; max-width: 880px; background: #fff; color: #111; font: 15px/1.5 system-ui, sans-serif }
header { display: flex; gap: 20px; align-items: center; padding-bottom: 24px }
.icon svg { display: block; width: 64px; height: 64px }
h1 { margin: 0; font-size: 24px; line-height: 1.25 }
p { margin: 4px 0 0; color: #555 }
main { display: grid; grid-template-columns: repeat(auto-fill, minmax(230px, 1fr)); gap: 20px }
figure { margin: 0; padding: 16px; border: 1px solid #ccc; border-radius: 16px; text-align: center; break-inside: avoid }
figure > svg { display: block; width: 100%; height: auto }
figcaption b { display: block; font-size: 20px }
figcaption span { display: block; color: #555; font-size: 11px; overflow-wrap: anywhere }
@media print { body { padding: 0 } main { grid-template-columns: repeat(3, 1fr) } }
";

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use banchan_formats::code::{Code, route};

    #[test]
    fn every_printed_code_reads_back_and_routes_to_its_page() {
        for (_, _, page, _) in CODES {
            let text = link("bike.banchan.example", page);
            let picture = png(&text).expect("a picture");
            read_back(&text, &picture).expect("the same text");
            let Ok(Code::MiniProgram(target)) = route(&text, &[]) else { panic!("{text} is not a mini-program's code") };
            let (path, query) = page.split_once('?').unwrap_or((page, ""));
            assert_eq!(
                (target.app_id.as_str(), target.path.as_deref(), target.query.as_str()),
                ("bike.banchan.example", Some(path), query)
            );
        }
    }

    /// Whether a page of the gallery is one of those that are made from its tables: `tdesign/button/button`.
    fn in_tables(folder: &Path, page: &str) -> bool {
        let mut parts = page.split('/');
        let (Some(library), Some(component)) = (parts.next(), parts.next()) else { return false };
        let tables = std::fs::read_dir(folder.join(library).join("cases")).into_iter().flatten().flatten();
        let entry = format!("\n  {component}: {{");
        tables.filter_map(|table| std::fs::read_to_string(table.path()).ok()).any(|text| text.contains(&entry))
    }

    #[test]
    fn every_page_of_a_code_exists() {
        let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
        for (example, _, page, _) in CODES {
            let path = page.split('?').next().unwrap_or(page);
            let folder = examples.join(example);
            assert!(folder.join(format!("{path}.wxml")).is_file() || in_tables(&folder, path), "{example}: {path}");
        }
    }
}
