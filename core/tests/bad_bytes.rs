//! Files that are not what they claim to be, byte for byte, and data that no file could hold: told with file and line
//! where something is lost, and the rest of the page is shown.

mod common;

use banchan_core::session::Inspection;
use banchan_formats::bundle::{self, Files};
use common::Bench;

fn open(entries: &[(&str, Vec<u8>)]) -> Inspection {
    let mut all = vec![
        ("app.json".to_string(), br#"{"pages":["p/p"]}"#.to_vec()),
        ("p/p.js".to_string(), b"Page({data:{a:'value'}})".to_vec()),
        ("p/p.wxml".to_string(), b"<view>{{a}}</view>after".to_vec()),
    ];
    for (name, bytes) in entries {
        all.retain(|(known, _)| known != name);
        all.push((name.to_string(), bytes.clone()));
    }
    let files = Files::from_entries(all, &bundle::Limits::default()).unwrap_or_else(|error| panic!("{error}"));
    Bench::new().app.inspect_files(&files, None).unwrap_or_else(|error| panic!("{error}"))
}

fn utf16(text: &str, little: bool) -> Vec<u8> {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    units.flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
}

const FILES: [(&str, &str); 5] = [
    ("p/p.wxml", "<view>{{a}}</view>after"),
    ("p/p.js", "Page({data:{a:'value'}})"),
    ("p/p.wxss", ".a{color:red}"),
    ("p/p.json", "{\"navigationBarTitleText\":\"t\"}"),
    ("app.json", "{\"pages\":[\"p/p\"]}"),
];

#[test]
fn a_file_with_a_byte_order_mark_is_read() {
    for (name, text) in FILES {
        let seen = open(&[(name, format!("\u{feff}{text}").into_bytes())]);
        assert!(
            seen.errors.is_empty() && seen.html.contains("value") && seen.html.contains("after"),
            "{name}: {:?} {}",
            seen.errors,
            seen.html
        );
    }
}

#[test]
fn lines_that_end_as_on_windows_are_counted_as_lines() {
    for (name, text) in FILES {
        let seen = open(&[(name, format!("\r\n{}\r\n", text.replace(',', ",\r\n")).into_bytes())]);
        assert!(seen.errors.is_empty() && seen.html.contains("after"), "{name}: {:?} {}", seen.errors, seen.html);
    }
    let seen = open(&[("p/p.wxml", b"<view>\r\n{{ a + }}\r\n</view>\r\nafter".to_vec())]);
    assert!(seen.errors.iter().any(|error| error.line == 2) && seen.html.contains("after"), "{:?}", seen.errors);
    let seen = open(&[("p/p.js", b"Page({})\r\n\r\nnull.x".to_vec())]);
    assert!(seen.errors.iter().any(|error| error.line == 3), "{:?}", seen.errors);
}

#[test]
fn a_file_in_another_encoding_is_told_by_name() {
    for (name, text) in FILES.iter().take(4).filter(|(name, _)| *name != "p/p.wxss") {
        for little in [true, false] {
            let seen = open(&[(name, utf16(text, little))]);
            let found: Vec<_> = seen.errors.iter().chain(&seen.warnings).collect();
            assert!(found.iter().any(|d| d.path == *name && d.text.contains("UTF-8")), "{name}: {found:?}");
        }
    }
}

#[test]
fn bytes_that_are_no_text_are_told_with_their_line_and_the_rest_is_shown() {
    for (name, text) in FILES.iter().take(4).filter(|(name, _)| *name != "p/p.wxss") {
        let mut bytes = format!("{text}\n/* ").replace("after\n/* ", "after\n<!-- ").into_bytes();
        bytes.extend([0xff, 0xfe, 0xc0]);
        bytes.extend(if name.ends_with("wxml") { &b" -->"[..] } else { &b" */"[..] });
        let seen = open(&[(name, bytes)]);
        let found: Vec<_> = seen.errors.iter().chain(&seen.warnings).collect();
        assert!(found.iter().any(|d| d.path == *name && d.text.contains("UTF-8") && d.line == 2), "{name}: {found:?}");
        assert!(seen.html.contains("after"), "{name}: {}", seen.html);
    }
}

#[test]
fn a_zero_byte_ends_nothing() {
    let seen = open(&[("p/p.wxml", b"<view>a\0b{{a}}</view>after".to_vec()), ("p/p.wxss", b".a\0{color:red}".to_vec())]);
    assert!(seen.html.contains("after") && seen.html.contains("value") && !seen.html.contains('\0'), "{}", seen.html);
    let seen = open(&[("p/p.js", b"Page({data:{a:'x\0y'}})".to_vec())]);
    assert!(seen.warnings.iter().any(|told| told.path == "p/p.js") && seen.html.contains("\u{fffd}y"), "{:?} {}", seen.errors, seen.html);
    let seen = open(&[("p/p.js", b"Page({data:{a:'x\\0y'}})".to_vec())]);
    assert!(seen.html.contains("\u{fffd}y"), "{:?} {}", seen.errors, seen.html);
}

/// Values that a program may put into data. Each must leave the page and the other fields as they are.
const HOSTILE: &[&str] = &[
    "'\\ud800'",
    "'a\\udc00b'",
    "undefined",
    "NaN",
    "Infinity",
    "-0",
    "Symbol('s')",
    "() => 1",
    "class A {}",
    "10n",
    "new Date(0)",
    "/x/g",
    "new Map([[1, 2]])",
    "new Set([1])",
    "new Proxy({}, { ownKeys() { throw 1 } })",
    "new Proxy({}, { get() { throw 1 } })",
    "{ get x() { throw new Error('no') } }",
    "Object.create(null)",
    "Object.create({ x: 1 })",
    "[, , 1]",
    "new Uint8Array(8)",
    "new ArrayBuffer(8)",
    "Promise.resolve(1)",
    "globalThis",
    "Error('e')",
    "{ toString() { throw 1 } }",
    "{ toJSON() { throw 1 } }",
    "JSON.parse('{\"__proto__\": {\"x\": 1}}')",
    "'x'.repeat(10 << 20)",
    "Array.from({ length: 200000 }, (_, i) => ({ i }))",
    "new Array(2 ** 32 - 1)",
    "(() => { const o = {}; o.o = o; return o; })()",
    "(() => { let o = {}; for (let i = 0; i < 100000; i += 1) o = { o }; return o; })()",
    "(() => { const o = { n: 1 }; return Array.from({ length: 1000 }, () => o); })()",
    "new WeakMap()",
    "(function () { return arguments })(1, 2)",
    "new (class extends Array {})(3)",
    "Object.freeze({ x: Object.freeze([1]) })",
    "new Boolean(false)",
    "new String('s')",
];

#[test]
fn hostile_values_in_data_leave_the_rest_of_the_page() {
    let page = b"<view wx:for=\"{{v}}\" wx:key=\"i\">{{item}}</view><view class=\"{{v}}\" data-v=\"{{v}}\" style=\"{{v}}\" id=\"{{v}}\">{{v}} {{v.x}} {{v + 1}} {{v ? 1 : 2}}</view>{{b}} after";
    for value in HOSTILE {
        for at in ["v", "v[3].y"] {
            let script = format!(
                "Page({{ data: {{ v: 0, b: 'old' }}, onLoad() {{ try {{ this.setData({{ '{at}': {value} }}) }} catch (error) {{ console.log('threw', error) }} this.setData({{ b: 'new' }}) }} }})"
            );
            let seen = open(&[("p/p.js", script.into_bytes()), ("p/p.wxml", page.to_vec())]);
            assert!(
                seen.html.contains("new after"),
                "{at} {value}: {:?}\n{}",
                seen.errors,
                seen.html.chars().take(1_000).collect::<String>()
            );
        }
    }
}

#[test]
fn hostile_values_in_first_data_leave_the_page() {
    for value in HOSTILE {
        let script = format!("Page({{ data: {{ v: {value}, b: 'new' }} }})");
        let seen = open(&[("p/p.js", script.into_bytes()), ("p/p.wxml", b"<view>{{v}}</view>{{b}} after".to_vec())]);
        assert!(seen.html.contains("after") || !seen.errors.is_empty(), "{value}: {}", seen.html.chars().take(500).collect::<String>());
    }
}

#[test]
fn a_style_sheet_that_is_no_text_is_told_and_the_page_is_shown() {
    for bytes in [b".a{color:red}\n/* \xff\xfe */".to_vec(), utf16(".a{color:red}", true)] {
        let mut entries = vec![("app.json".to_string(), br#"{"pages":["p/p"]}"#.to_vec()), ("p/p.js".into(), b"Page({})".to_vec())];
        entries.push(("p/p.wxml".into(), b"after".to_vec()));
        entries.push(("p/p.wxss".into(), bytes));
        let bench = Bench::new();
        let (_, page, _) = bench.page_of(&Files::from_entries(entries, &bundle::Limits::default()).unwrap());
        assert!(bench.document(page).contains("after"));
        bench.error(0, "UTF-");
    }
}
