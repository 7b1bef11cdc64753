//! What WXSS becomes, case by case, and what a hostile sheet may not do.

use super::*;

fn css(path: &str, source: &str, options: StyleOptions<'_>) -> (String, Vec<Diagnostic>) {
    let (sheet, found) = compile(path, source, &options);
    let text = sheet.parts.iter().map(|part| match part {
        Part::Css(css) => css.clone(),
        Part::Import(path) => format!("<{path}>"),
    });
    (text.collect(), found)
}

fn page(source: &str) -> String {
    css("pages/a/a.wxss", source, StyleOptions::default()).0
}

fn component(source: &str) -> String {
    css("comp/c.wxss", source, StyleOptions { scope: Some("c1"), host: Some("comp/c") }).0
}

#[test]
fn tags_get_the_prefix_of_the_view_everywhere_in_a_selector() {
    assert_eq!(page("view, .a > text image:first-child { color: red }"), "wx-view, .a > wx-text wx-image:first-child{color:red}");
    assert_eq!(page("page { --x: 1px }"), "wx-page{--x:1px}");
    assert_eq!(page("#view .text view.b *{}"), "#view .text wx-view.b *{}");
    assert_eq!(page(":not(view):nth-child(2n + 1)::before{}"), ":not(wx-view):nth-child(2n + 1)::before{}");
    assert_eq!(page("wx-button{}"), "wx-button{}");
    assert_eq!(page("[data-view=\"view\"] view{}"), "[data-view=\"view\"] wx-view{}");
}

#[test]
fn classes_of_a_scoped_component_get_its_prefix() {
    assert_eq!(component(".a.b:not(.c) .d{}"), ".c1--a.c1--b:not(.c1--c) .c1--d{}");
    assert_eq!(component("@media (min-width: 75rpx){.a view{width:7.5rpx}}"), "@media(min-width: 10vw){.c1--a wx-view{width:1vw}}");
    assert_eq!(component("@keyframes x{from{width:1.5em}50.5%{width:0}}"), "@keyframes x{from{width:1.5em}50.5%{width:0}}");
    assert_eq!(component(".\\31 0{}"), ".c1--\\31 0{}");
}

#[test]
fn host_is_the_host_element_with_no_weight_of_its_own() {
    let host = ":where([is=\"comp/c\"])";
    assert_eq!(component(":host{color:red}"), format!("{host}{{color:red}}"));
    assert_eq!(component(":host(.on) .a, :host .b{}"), format!("{host}.c1--on .c1--a, {host} .c1--b{{}}"));
    assert_eq!(page(":host{}"), "wx-page{}");
}

#[test]
fn rpx_becomes_vw() {
    assert_eq!(page(".a{margin:-75rpx calc(100% - 7.5rpx);--g:15rpx}"), ".a{margin:-10vw calc(100% - 1vw);--g:2vw}");
}

#[test]
fn imports_are_listed_where_they_stand() {
    assert_eq!(page("@import '../b/b.wxss';.a{}@import \"/c\";.d{}"), "<pages/b/b.wxss>.a{}<c.wxss>.d{}");
    assert_eq!(page("@import './x y.wxss' screen;"), "@media screen{<pages/a/x y.wxss>}");
    assert_eq!(page("@import '../../../../up.wxss';"), "<up.wxss>");
    let (text, found) = css("a.wxss", "@import 'https://a.example/b.css';.a{}", StyleOptions::default());
    assert_eq!(text, ".a{}");
    assert_eq!(found.len(), 1);
}

#[test]
fn paths_in_url_become_absolute_and_remote_ones_stay() {
    assert_eq!(page(".a{background:url(../i/x.png)}"), ".a{background:url(\"/pages/i/x.png\")}".replace('"', ""));
    assert_eq!(page(".a{background:url('x.png')}"), ".a{background:url(\"/pages/a/x.png\")}");
    for kept in ["https://a.example/x.png", "data:image/png;base64,AA==", "/x.png", "#id"] {
        assert!(page(&format!(".a{{background:url(\"{kept}\")}}")).contains(&format!("(\"{kept}\")")), "{kept}");
    }
    assert_eq!(page(".a{b:url(//cdn.example/f.woff2?t=1)}"), ".a{b:url(https://cdn.example/f.woff2?t=1)}");
    assert_eq!(page(".a{b:url(/img/*.png)}.c{}"), ".a{b:url(/img/*.png)}.c{}");
}

#[test]
fn a_sheet_cannot_close_the_style_element() {
    for hostile in [
        ".a{content:\"</style><script>\"}",
        ".a{--x:</style>}",
        "</style>{}",
        "a[b=\"</style>\"]{}",
        "@import '</style>';",
        ".a{b:url(</style>)}",
    ] {
        let (sheet, _) = compile("a.wxss", hostile, &StyleOptions::default());
        for part in sheet.parts {
            if let Part::Css(text) = part {
                assert!(!text.to_ascii_lowercase().contains("</style"), "{hostile} gave {text}");
            }
        }
    }
}

#[test]
fn deep_nesting_is_refused_and_not_walked() {
    for open in ["(", "[", "{", "a(", "@media{", "u\\72l(a'"] {
        let (sheet, found) = compile("a.wxss", &open.repeat(200_000), &StyleOptions::default());
        assert!(sheet.parts.is_empty(), "{open}");
        assert_eq!(found.len(), 1, "{open}");
    }
}

#[test]
fn broken_sheets_give_what_can_be_understood() {
    let (text, found) = css("a.wxss", ".a{color:red", StyleOptions::default());
    assert_eq!(text, ".a{color:red}");
    assert_eq!((found[0].line, found[0].column), (1, 3));
    for source in [
        "",
        "}",
        "}}}}.a{}",
        "@",
        "@import",
        "@import ;",
        ".",
        ":host(",
        ".a{b:\"",
        "/*",
        "\\",
        "@media",
        "a{b:url(",
        "\u{feff}a{}",
        ".a\u{0}{}",
        "\"\\",
    ] {
        let _ = css("a.wxss", source, StyleOptions { scope: Some("s"), host: Some("a\"b") });
    }
}

#[test]
fn every_cut_of_a_sheet_compiles_without_panic() {
    let source = "@import './a.wxss' screen;\n.a\\31 é:not(.b)[c=\"}\"]>view::after{content:'\\e601';w:calc(1rpx + 2px);u:url(a b);}\n:host(.x){--y:{z}}@media (a){b{}}/*é*/";
    for cut in (0..=source.len()).filter(|cut| source.is_char_boundary(*cut)) {
        let _ = component(&source[..cut]);
        let _ = component(&source[cut..]);
    }
}

#[test]
fn inline_styles_without_rpx_are_not_copied() {
    assert!(matches!(inline("color: red; width: 10px"), std::borrow::Cow::Borrowed(_)));
    assert_eq!(inline("width:75rpx;margin:-7.5rpx 0rpx"), "width:10vw;margin:-1vw 0vw");
    assert_eq!(inline("width:calc(100% - .75rpx)"), "width:calc(100% - 0.1vw)");
    assert_eq!(inline("--rpx2:1;background:url(a1rpx.png 2rpx);content:'3rpx'"), "--rpx2:1;background:url(a1rpx.png 2rpx);content:'3rpx'");
    assert_eq!(inline("width:1e2rpx;c:#12rpx;w:1rpxx"), "width:13.333333vw;c:#12rpx;w:1rpxx");
    let _ = inline("rpx'\\");
}

#[test]
fn rpx_is_relative_to_the_width_of_the_screen_wherever_it_stands() {
    let source = ".a{width:calc(100% - 75rpx);--gap:7.5rpx;margin:var(--gap,15rpx) -.75rpx;padding:1.5rpx;transform:translate(-37.5rpx,0);\
background:linear-gradient(75rpx,red) url(x.png)}@media (min-width:375rpx) and (max-width:calc(1rpx * 750)){.b{top:0rpx}}\
@supports (width:10rpx){.c{left:env(x,75rpx)}}@keyframes k{from{left:75rpx}}@font-face{font-family:a10rpx;src:url(./10rpx.ttf)}";
    let css = page(source);
    for part in [
        "calc(100% - 10vw)",
        "--gap:",
        "1vw",
        "2vw",
        "-0.1vw",
        "0.2vw",
        "translate(-5vw",
        "linear-gradient(10vw",
        "min-width:50vw",
        "env(x,10vw)",
        "left:10vw",
        "a10rpx",
        "10rpx.ttf",
    ] {
        assert!(css.contains(part), "{part}: {css}");
    }
    assert_eq!(css.to_lowercase().matches("rpx").count(), 2, "{css}");
}

#[test]
fn imports_stand_wherever_they_are_written() {
    let source = ".a{top:0}@import './b';@media print{@import \"/c.wxss\";}@import url(d.wxss);.e{left:0}@import url( 'f.wxss' ) screen;";
    let (sheet, found) = compile("p/a.wxss", source, &StyleOptions::default());
    let imports: Vec<_> = sheet
        .parts
        .iter()
        .filter_map(|part| match part {
            Part::Import(path) => Some(path.as_str()),
            Part::Css(_) => None,
        })
        .collect();
    assert_eq!(imports, ["p/b.wxss", "c.wxss", "p/d.wxss", "p/f.wxss"], "{found:?}");
}
