//! What the configuration files of a program do, through the whole core.

mod common;

use banchan_core::host::{DeviceFacts, Theme};
use banchan_core::session::Note;
use common::{Bench, Told};

/// A program with its own tab bar on two of three pages.
const TABS: &[(&str, &str)] = &[
    (
        "app.json",
        r#"{"pages":["p/a","p/b","p/c"],"tabBar":{"custom":true,"list":[{"pagePath":"p/a","text":"A"},{"pagePath":"p/b","text":"B"}]}}"#,
    ),
    ("custom-tab-bar/index.json", r#"{"component":true}"#),
    (
        "custom-tab-bar/index.wxml",
        "<view wx:for=\"{{list}}\" data-path=\"{{item}}\" bindtap=\"go\">tab {{item}}{{index === selected ? ' on' : ''}}</view>",
    ),
    (
        "custom-tab-bar/index.js",
        "Component({ data: { selected: -1, list: ['p/a', 'p/b'] }, methods: { go(e) { wx.switchTab({ url: '/' + e.currentTarget.dataset.path }) } } })",
    ),
    ("p/a.wxml", "<view bindtap=\"go\">first</view>"),
    ("p/a.js", "Page({ onShow() { this.getTabBar().setData({ selected: 0 }) }, go() { wx.navigateTo({ url: 'c' }) } })"),
    ("p/b.wxml", "<view>second</view>"),
    ("p/b.js", "Component({ pageLifetimes: { show() { this.getTabBar().setData({ selected: 1 }) } } })"),
    ("p/b.json", r#"{"component":true}"#),
    ("p/c.wxml", "<view>third</view>"),
    ("p/c.js", "Page({ onLoad() { console.log('bar: ' + this.getTabBar()) } })"),
];

#[test]
fn a_custom_tab_bar_stands_on_the_pages_of_the_tab_bar_and_nowhere_else() {
    let bench = Bench::new();
    let (_, first, at) = bench.page(TABS);
    let document = bench.document(first);
    assert!(document.contains("tab p/a on") && document.contains("tab p/b"), "{document}\n{:#?}", bench.shell.told());
    bench.tap(first, "tab p/b");
    let (second, at) = bench.shell.wait(at, "the second page", |told| match told {
        Told::Create(page) => Some(page.page),
        _ => None,
    });
    let document = bench.document(second);
    assert!(document.contains("second") && document.contains("tab p/b on"), "{document}\n{:#?}", bench.shell.told());
    bench.ready(second);
    bench.tap(second, "tab p/a");
    let (_, at) = bench.shell.wait(at, "the first page again", |told| (*told == Told::Show(first)).then_some(()));
    bench.tap(first, "first");
    let at = bench.console(at, "bar: undefined");
    let (third, _) = bench.shell.wait(at, "the third page", |told| match told {
        Told::Create(page) => Some(page.page),
        _ => None,
    });
    assert!(!bench.document(third).contains("tab p/"));
}

fn dark(bench: &Bench, theme: Theme) {
    let facts = DeviceFacts { theme, ..(*bench.facts.get()).clone() };
    bench.facts.set(facts);
    bench.app.facts_changed();
}

#[test]
fn variables_of_the_theme_colour_bars_and_page_and_follow_it_while_it_runs() {
    let bench = Bench::new();
    let (_, page, at) = bench.page(&[
        (
            "app.json",
            r##"{ // as WeChat's tools accept it
              "pages": ["p/a", "p/b"], "darkmode": true, "themeLocation": "theme.json",
              "window": { "navigationBarBackgroundColor": "@bar", "navigationBarTextStyle": "@text", "backgroundColor": "@page" },
              "tabBar": { "color": "@ink", "selectedColor": "#00ff00", "backgroundColor": "@bar", "borderStyle": "@line",
                "list": [{ "pagePath": "p/a", "text": "A", "iconPath": "@icon" }, { "pagePath": "p/b", "text": "B" }] }, }"##,
        ),
        (
            "theme.json",
            "\u{feff}{\"light\":{\"bar\":\"#ffffff\",\"text\":\"black\",\"page\":\"#eeeeee\",\"ink\":\"#111111\",\"line\":\"black\",\"icon\":\"l.png\"},\n\"dark\":{\"bar\":\"#000000\",\"text\":\"white\",\"page\":\"#222222\",\"ink\":\"#dddddd\",\"line\":\"white\",\"icon\":\"d.png\"}}",
        ),
        ("p/a.wxml", "<view>a</view>"),
        ("p/a.js", "Page({})"),
        ("p/b.wxml", "<view/>"),
        ("app.js", "App({ onThemeChange(e) { console.log('theme ' + e.theme) } })"),
    ]);
    let document = bench.document(page);
    assert!(document.contains("background-color:#eeeeee") && document.contains("data-theme=\"light\""), "{document}");
    let tabs = |from, ink: &str| {
        bench.shell.wait(from, "the tab bar", |told| match told {
            Told::Tabs(bar) if bar.color == ink => Some(bar.clone()),
            _ => None,
        })
    };
    let (bar, _) = tabs(0, "#111111");
    assert_eq!((bar.background_color.as_str(), bar.border_style.as_str(), bar.items[0].icon_path.as_str()), ("#ffffff", "black", "l.png"));
    dark(&bench, Theme::Dark);
    let _ = bench.console(at, "theme dark");
    let (bar, _) = tabs(at, "#dddddd");
    assert_eq!((bar.background_color.as_str(), bar.border_style.as_str(), bar.items[0].icon_path.as_str()), ("#000000", "white", "d.png"));
    let (bar, _) = bench.shell.wait(at, "the bar above", |told| match told {
        Told::Bar(id, bar) if *id == page => Some(bar.clone()),
        _ => None,
    });
    assert_eq!((bar.background_color.as_str(), bar.front_color.as_str()), ("#000000", "#ffffff"));
    bench.patched(at, page, r##""background":"#222222""##);
}

#[test]
fn a_program_without_dark_mode_stays_light() {
    let bench = Bench::new();
    dark(&bench, Theme::Dark);
    let (_, page, _) =
        bench.page(&[("app.json", r#"{"pages":["p/a"],"style":"v2"}"#), ("p/a.wxml", "<view>a</view>"), ("p/a.js", "Page({})")]);
    let document = bench.document(page);
    assert!(document.contains("<html lang=\"en\" data-theme=\"light\" data-style=\"v2\">"), "{document}");
}

#[test]
fn keys_of_a_page_reach_its_document_and_its_bar() {
    let bench = Bench::new();
    let (opened, page, _) = bench.page(&[
        (
            "app.json",
            r##"{"pages":["p/a"],"window":{"navigationBarTitleText":"App","onReachBottomDistance":80,"backgroundTextStyle":"dark","backgroundColor":"#111111"}}"##,
        ),
        (
            "p/a.json",
            r##"{"navigationBarTitleText":"Page","navigationStyle":"custom","enablePullDownRefresh":true,"backgroundTextStyle":"light","disableScroll":true,"backgroundColorContent":"#abcdef"}"##,
        ),
        ("p/a.wxml", "<view>a</view>"),
        ("p/a.js", "Page({ onPullDownRefresh() {} })"),
    ]);
    let (made, _) = bench.shell.wait(0, "the page", |told| match told {
        Told::Create(new) if new.slot == opened.slot => Some(new.clone()),
        _ => None,
    });
    assert!(made.navigation_bar.custom && made.pull_down_refresh && made.navigation_bar.title == "Page", "{made:?}");
    let document = bench.document(page);
    for part in ["data-reach-bottom=\"80\"", "data-pull=\"light\"", "data-fixed", "background-color:#abcdef"] {
        assert!(document.contains(part), "{part}: {document}");
    }
}

#[test]
fn parts_of_a_program_open_like_its_main_pages() {
    let bench = Bench::new();
    let (_, page, at) = bench.page(&[
        (
            "app.json",
            r#"{"pages":["p/a"],"entryPagePath":"shop/p/b","subpackages":[{"root":"shop/","name":"shop","pages":["p/b"],"independent":true}],
               "subPackages":[{"root":"more","pages":["p/c"]}],"preloadRule":{"p/a":{"network":"all","packages":["shop"]}},
               "lazyCodeLoading":"requiredComponents","componentFramework":"glass-easel","renderer":"webview","__usePrivacyCheck__":true}"#,
        ),
        ("p/a.wxml", "<view/>"),
        ("shop/p/b.wxml", "<view bindtap=\"go\">shop</view>"),
        ("shop/p/b.js", "const { x } = require('../lib'); Page({ go() { wx.navigateTo({ url: '/more/p/c?x=' + x }) } })"),
        ("shop/lib.js", "exports.x = 5"),
        ("more/p/c.wxml", "<view>more {{x}}</view>"),
        ("more/p/c.js", "Page({ data: { x: 0 }, onLoad(q) { this.setData(q) } })"),
    ]);
    bench.tap(page, "shop");
    let (second, _) = bench.shell.wait(at, "the page of the other part", |told| match told {
        Told::Create(page) => Some(page.page),
        _ => None,
    });
    assert!(bench.document(second).contains("more 5"));
}

#[test]
fn one_bad_page_shows_its_error_in_place_and_stops_no_other() {
    let files: &[(&str, &str)] = &[
        ("app.json", r#"{"pages":["p/good","p/json","p/script","p/throws","p/gone","p/template"]}"#),
        ("p/good.wxml", "<view>good</view>"),
        ("p/good.js", "Page({})"),
        ("p/json.json", "{ \"usingComponents\": { ] }"),
        ("p/json.wxml", "<view>json</view>"),
        ("p/json.js", "Page({})"),
        ("p/script.wxml", "<view>never</view>"),
        ("p/script.ts", "type A = {}\nPage({ data: { a: ] } })"),
        ("p/throws.wxml", "<view>never</view>"),
        ("p/throws.js", "\nthrow new Error('at the top')"),
        ("p/template.wxml", "<view>before</view><view wx:for=\"{{\">x</view><view>after</view>"),
        ("p/template.js", "Page({})"),
    ];
    for (page, shown, error) in [
        ("p/good", "good", None),
        ("p/json", "json", Some(("p/json.json", 1))),
        ("p/script", "can't be shown", Some(("p/script.ts", 2))),
        ("p/throws", "can't be shown", Some(("p/throws.js", 2))),
        ("p/gone", "can't be shown", Some(("p/gone", 0))),
        ("p/template", "before", Some(("p/template.wxml", 1))),
    ] {
        let bench = Bench::new();
        let place = banchan_core::session::Place { path: page.into(), query: String::new() };
        let options = banchan_core::superapp::DevOptions { place: Some(place), allow_loopback: false };
        bench.app.open_files(&common::files(files), options).unwrap_or_else(|error| panic!("{page}: {error}"));
        let (id, _) = bench.shell.wait(0, page, |told| match told {
            Told::Create(page) => Some(page.page),
            _ => None,
        });
        let document = bench.document(id);
        assert!(document.contains(shown) || (shown == "can't be shown" && document.contains("banchan-broken")), "{page}: {document}");
        if let Some((path, line)) = error {
            bench.shell.wait(0, &format!("the error of {page} at {path}:{line}"), |told| match told {
                Told::Note(Note::Error { path: at, line: found, .. }) => (at == path && *found == line).then_some(()),
                _ => None,
            });
        }
    }
}

#[test]
fn a_permission_sheet_has_its_reason_in_the_readers_language() {
    let program = [
        ("app.json", r#"{"pages":["p/a"],"permission":{"scope.userLocation":{"desc":"To show what is near"}}}"#),
        (
            "banchan.json",
            r#"{"id":"near.example","reasons":{"scope.userLocation":{"zh-CN":"用于显示附近","ko":"주변을 보여 드리려고"},"scope.camera":{"ko":"선언하지 않음"}}}"#,
        ),
        ("p/a.wxml", "<view bindtap=\"go\">go</view>"),
        (
            "p/a.js",
            "Page({ go() { wx.authorize({ scope: 'scope.userLocation' }).then(() => console.log('done'), (e) => console.log(e.errMsg)) } })",
        ),
    ];
    for (language, reason) in
        [("zh_CN", "用于显示附近"), ("ko-KR", "주변을 보여 드리려고"), ("de", "To show what is near"), ("en", "To show what is near")]
    {
        let bench = Bench::new();
        bench.facts.set(DeviceFacts { language: language.into(), ..DeviceFacts::default() });
        let (_, page, at) = bench.page(&program);
        bench.tap(page, "go");
        bench.console(at, "done");
        let asked = format!("ask near.example for {}: {reason}", "scope.userLocation");
        assert!(bench.phone.log().contains(&asked), "{language}: {:?}", bench.phone.log());
    }
}
