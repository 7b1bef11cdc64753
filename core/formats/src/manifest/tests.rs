//! Tests of manifests: real shapes, and wrong ones.

use super::*;
use crate::bundle::Limits;
use crate::diag::Severity;

fn files(entries: &[(&str, &str)]) -> Files {
    Files::from_entries(entries.iter().map(|(name, text)| (name.to_string(), text.as_bytes().to_vec())), &Limits::default()).unwrap()
}

fn manifest(entries: &[(&str, &str)]) -> (Manifest, Vec<Diagnostic>) {
    Manifest::from_files(&files(entries)).unwrap()
}

const FULL: &str = r##"{
  // A comment, as people write them.
  "pages": ["pages/index/index", "/pages/me/me.html"],
  "entryPagePath": "pages/me/me",
  "subpackages": [{ "root": "/shop/", "name": "s", "pages": ["list/list"], "independent": true }],
  "window": { "navigationBarTitleText": "店", "navigationBarBackgroundColor": "@bar", "enablePullDownRefresh": "true", "onReachBottomDistance": "80px" },
  "tabBar": { "color": "@text", "selectedColor": "#f00", "custom": true, "list": [
    { "pagePath": "pages/index/index", "text": "Home", "iconPath": "/img/a.png", "selectedIconPath": "@icon" },
    { "pagePath": "/pages/me/me", "text": "Me" } ] },
  "permission": { "scope.userLocation": { "desc": "to find bikes near you" } },
  "requiredPrivateInfos": ["getLocation"],
  "requiredBackgroundModes": ["audio"],
  "networkTimeout": { "request": 5000 },
  "usingComponents": { "my-tag": "/components/tag/tag" },
  "style": "v2", "darkmode": true, "themeLocation": "theme.json", "lazyCodeLoading": "requiredComponents",
  "resolveAlias": { "@u/*": "/utils/*" }, "useExtendedLib": { "weui": "latest", "kbone": false },
}"##;

const THEME: &str =
    r##"{ "light": { "bar": "#fff", "text": "#111", "icon": "/img/light.png" }, "dark": { "bar": "#000", "icon": "img/dark.png" } }"##;

#[test]
fn every_key_of_a_real_manifest_is_read() {
    let pages = [("pages/index/index.wxml", ""), ("pages/me/me.wxml", ""), ("shop/list/list.wxml", "")];
    let (manifest, found) =
        manifest(&[&[("app.json", FULL), ("theme.json", THEME), ("project.config.json", r#"{"appid":"wx1"}"#)][..], &pages].concat());
    assert_eq!(found, []);
    assert_eq!(manifest.pages, ["pages/index/index", "pages/me/me", "shop/list/list"]);
    assert_eq!(manifest.entry, "pages/me/me");
    assert_eq!((manifest.dialect, manifest.style_v2, manifest.dark_mode, manifest.lazy_code_loading), (Dialect::Wechat, true, true, true));
    assert_eq!(manifest.permissions.get("scope.userLocation").map(String::as_str), Some("to find bikes near you"));
    assert_eq!(manifest.required_private_infos, ["getLocation"]);
    assert_eq!(manifest.network_timeout, NetworkTimeout { request: 5_000, ..NetworkTimeout::default() });
    assert_eq!(manifest.sub_packages[0].root, "shop");
    assert!(manifest.sub_packages[0].independent && manifest.is_tab("pages/me/me") && !manifest.is_tab("shop/list/list"));
    assert_eq!(manifest.extended_libs, ["weui"]);
    assert_eq!(manifest.app_id.as_deref(), Some("wx1"));
    assert_eq!(manifest.window.enable_pull_down_refresh, Some(true));
    assert_eq!(manifest.window.on_reach_bottom_distance, Some(80));
}

#[test]
fn theme_variables_follow_dark_mode() {
    let (manifest, _) = manifest(&[("app.json", FULL), ("theme.json", THEME)]);
    let page = PageConfig { window: Window { background_color: Some("@nothing".into()), ..Window::default() }, ..PageConfig::default() };
    let color = |dark| manifest.window_of(&page, dark).navigation_bar_background_color;
    assert_eq!((color(false).as_deref(), color(true).as_deref()), (Some("#fff"), Some("#000")));
    assert_eq!(manifest.window_of(&page, true).background_color, None);
    let bar = manifest.tab_bar_in(true).unwrap();
    assert_eq!(bar.color.as_deref(), Some("#111"), "dark mode without the variable takes the light one");
    assert_eq!((bar.items[0].icon.as_str(), bar.items[0].selected_icon.as_str()), ("img/a.png", "img/dark.png"));
    assert_eq!(manifest.tab_bar_in(false).unwrap().items[0].selected_icon, "img/light.png");
}

#[test]
fn broken_app_json_says_where() {
    let broken = |text: &str| Manifest::from_files(&files(&[("app.json", text)])).unwrap_err();
    let ManifestError::Broken(found) = broken("{\n  \"pages\": [\"a\"\n  \"window\": {}\n}") else { panic!() };
    assert_eq!((found.path.as_str(), found.line, found.column, found.severity), ("app.json", 2, 16, Severity::Error), "{found}");
    assert!(matches!(broken("[]"), ManifestError::Broken(_)));
    assert!(matches!(broken("{}"), ManifestError::NoPages { .. }));
    assert!(matches!(broken(&"[".repeat(100_000)), ManifestError::Broken(_)));
    assert!(matches!(Manifest::from_files(&files(&[("a.js", "")])), Err(ManifestError::Missing)));
}

#[test]
fn wrong_values_are_told_with_their_place_and_left_out() {
    let text = "{\n\"pages\": [\"a/a\", 7, \"../x\", \"a/a\"],\n\"tabBar\": { \"list\": [{ \"pagePath\": \"no\" }] },\n\"window\": { \"navigationBarTitleText\": 3 },\n\"debug\": \"yes\",\n\"usingComponents\": [],\n\"entryPagePath\": \"z\" }";
    let (manifest, found) = manifest(&[("app.json", text), ("a/a.wxml", "")]);
    assert_eq!(manifest.pages, ["a/a"]);
    assert!(manifest.tab_bar.is_none());
    let lines: Vec<(u32, u32)> = found.iter().map(|d| (d.line, d.column)).collect();
    for place in [(2, 18), (2, 21), (2, 29), (3, 22), (4, 13), (5, 1), (6, 1), (7, 1)] {
        assert!(lines.contains(&place), "{place:?} in {found:#?}");
    }
}

#[test]
fn page_config_reads_components_and_overrides() {
    let text = r#"{ "component": true, "styleIsolation": "apply-shared", "usingComponents": { "a": "./a", "b": ["x", "y"] },
        "componentGenerics": { "s": true, "t": { "default": "./d" } }, "componentPlaceholder": { "a": "view" }, "navigationBarTitleText": "T" }"#;
    let (config, found) = page_config(&files(&[("c/c.json", text)]), "c/c");
    assert_eq!(found, []);
    assert!(config.component);
    assert_eq!(config.using_components.get("b").map(String::as_str), Some("x"));
    assert_eq!(config.component_generics.get("t"), Some(&Some("./d".into())));
    assert_eq!(config.component_generics.get("s"), Some(&None));
    assert_eq!(config.style_isolation, Some(StyleIsolation::ApplyShared));
    assert_eq!(config.window.navigation_bar_title_text.as_deref(), Some("T"));
    assert!(page_config(&files(&[]), "no/page").1.is_empty());
}

#[test]
fn broken_page_json_leaves_defaults() {
    let (config, found) = page_config(&files(&[("p.json", "{\n \"component\": tru }")]), "p");
    assert!(!config.component);
    assert_eq!((found.len(), found[0].line), (1, 2));
    let (_, found) = page_config(
        &files(&[("p.json", "\u{feff}{ \"usingComponents\": 1, \"styleIsolation\": \"x\", \"component\": 1, \"disableScroll\": [] }")]),
        "p",
    );
    assert_eq!(found.len(), 4, "{found:#?}");
    assert!(page_config(&files(&[("p.json", " ")]), "p").1.is_empty(), "an empty file is an empty object");
}

#[test]
fn components_and_modules_are_found_as_wechat_finds_them() {
    let files = files(&[
        ("app.json", r#"{ "pages": ["pages/a/a"], "resolveAlias": { "@c/*": "components/*", "conf": "/config.js" } }"#),
        ("pages/a/a.js", ""),
        ("pages/a/part/part.json", ""),
        ("components/tag/index.wxml", ""),
        ("components/x/x.js", ""),
        ("config.js", ""),
        ("utils/u.js", ""),
        ("utils/index.js", ""),
        ("miniprogram_npm/@vant/weapp/button/index.json", ""),
        ("miniprogram_npm/dayjs/package.json", r#"{ "main": "./lib/day" }"#),
        ("miniprogram_npm/dayjs/lib/day.js", ""),
        ("miniprogram_npm/plain/index.js", ""),
        ("shop/miniprogram_npm/plain/index.js", ""),
        ("pages/a/t.wxml", ""),
    ]);
    let (manifest, _) = Manifest::from_files(&files).unwrap();
    let component = |from: &str, spec: &str| manifest.resolve_component(&files, from, spec);
    assert_eq!(component("pages/a/a", "part/part").as_deref(), Some("pages/a/part/part"));
    assert_eq!(component("pages/a/a", "./part/part.json").as_deref(), Some("pages/a/part/part"));
    assert_eq!(component("pages/a/a", "../../components/tag").as_deref(), Some("components/tag/index"));
    assert_eq!(component("pages/a/a", "/components/x/x").as_deref(), Some("components/x/x"));
    assert_eq!(component("pages/a/a", "@c/x/x").as_deref(), Some("components/x/x"));
    assert_eq!(component("app", "@vant/weapp/button/index").as_deref(), Some("miniprogram_npm/@vant/weapp/button/index"));
    assert_eq!(component("pages/a/a", "plugin://p/x"), None);
    assert_eq!(component("pages/a/a", "../../../etc/passwd"), None);
    let module = |from: &str, spec: &str| manifest.resolve_module(&files, from, spec);
    assert_eq!(module("pages/a/a.js", "../../utils/u").as_deref(), Some("utils/u.js"));
    assert_eq!(module("pages/a/a.js", "../../utils").as_deref(), Some("utils/index.js"));
    assert_eq!(module("pages/a/a.js", "/utils/u.js").as_deref(), Some("utils/u.js"));
    assert_eq!(module("pages/a/a.js", "dayjs").as_deref(), Some("miniprogram_npm/dayjs/lib/day.js"));
    assert_eq!(module("shop/p/p.js", "plain").as_deref(), Some("shop/miniprogram_npm/plain/index.js"));
    assert_eq!(module("pages/a/a.js", "conf").as_deref(), Some("config.js"));
    assert_eq!(module("utils/u.js", "./").as_deref(), Some("utils/index.js"));
    assert_eq!(module("pages/a/a.js", "nothing"), None);
    assert_eq!(manifest.resolve_file(&files, "pages/a/a.wxml", "t", "wxml").as_deref(), Some("pages/a/t.wxml"));
}

#[test]
fn mini_program_below_a_project_is_found() {
    let project = files(&[
        ("project.config.json", r#"{ "miniprogramRoot": "./src/", "appid": "wx9" }"#),
        ("banchan.json", r#"{ "id": "demo" }"#),
        ("src/app.json", r#"{ "pages": ["p/p"] }"#),
        ("src/p/p.wxml", ""),
        ("README.md", ""),
    ]);
    let rooted = rooted(&project);
    assert!(rooted.contains("p/p.wxml") && !rooted.contains("README.md"));
    assert_eq!(Manifest::from_files(&rooted).unwrap().0.app_id.as_deref(), Some("wx9"));
    assert_eq!(AppInfo::from_files(&rooted).0.map(|info| info.id.to_string()).as_deref(), Some("demo"));
}

#[test]
fn publishers_file_is_read_or_told() {
    let text = r#"{ "id": "bike", "version": 3, "names": { "en": "Bikes", "zh-CN": "单车", "ko": "자전거" }, "domains": { "request": ["https://api.bike.example"], "webView": [] },
        "links": [{ "prefix": "https://bike.example/b", "appId": "bike" }], "publisher": "Bike Ltd" }"#;
    let read = |text: &str| AppInfo::from_files(&files(&[("banchan.json", text)]));
    let info = read(&text.replace("\"appId\"", "\"app_id\"")).0.unwrap();
    assert_eq!((info.name("zh-TW"), info.name("ko-KR"), info.name("fr")), ("单车", "자전거", "Bikes"));
    assert_eq!(info.domains.request, ["https://api.bike.example"]);
    assert_eq!(read(text).0.map(|info| info.links.len()), Some(1));
    assert_eq!(read("{}").1.len(), 1);
    assert_eq!(read(r#"{ "id": "../x" }"#).1.len(), 1);
    assert_eq!(AppInfo::unnamed(AppId::parse("abc").unwrap()).name("en"), "abc");
}

use crate::code::AppId;

#[test]
fn other_dialects_are_told_apart() {
    let alipay = r##"{ "pages": ["pages/i/i"], "window": { "defaultTitle": "A", "titleBarColor": "#1677ff", "pullRefresh": true },
        "tabBar": { "textColor": "#111", "items": [{ "pagePath": "pages/i/i", "name": "Home", "icon": "i.png", "activeIcon": "a.png" }] } }"##;
    let (manifest, found) = manifest(&[("app.json", alipay), ("pages/i/i.axml", "")]);
    assert_eq!(found, []);
    assert_eq!(manifest.dialect, Dialect::Alipay);
    assert_eq!(manifest.window.navigation_bar_title_text.as_deref(), Some("A"));
    assert_eq!(manifest.tab_bar.map(|bar| bar.items[0].text.clone()).as_deref(), Some("Home"));
    let w3c = Manifest::from_files(&files(&[("manifest.json", r#"{ "app_id": "x", "pages": ["pages/i/i"] }"#), ("pages/i/i.html", "")]))
        .unwrap()
        .0;
    assert_eq!((w3c.dialect, w3c.entry.as_str()), (Dialect::W3c, "pages/i/i"));
    assert_eq!(Manifest::from_files(&files(&[("index.html", "")])).unwrap().0.dialect, Dialect::H5);
}
