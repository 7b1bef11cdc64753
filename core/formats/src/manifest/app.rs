//! `app.json` (WeChat, Alipay), W3C's `manifest.json` or a bare `index.html` -> [`Manifest`]. It must not read pages
//! beyond asking whether they exist.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::json::{At, Json};
use super::window::{self, clean};
use super::{Dialect, Manifest, ManifestError, NetworkTimeout, Preload, SubPackage, TabBar, TabItem, Theme, Window};
use crate::bundle::Files;
use crate::diag::Diagnostic;

/// More pages than any program has; keeps a hostile manifest from costing time.
const MAX_PAGES: usize = 2_000;

pub(super) fn read(files: &Files) -> Result<(Manifest, Vec<Diagnostic>), ManifestError> {
    let mut found = Vec::new();
    let (dialect, path) = if files.contains("app.json") {
        (of_app(files), "app.json")
    } else if files.contains("manifest.json") {
        (Dialect::W3c, "manifest.json")
    } else if files.contains("index.html") {
        return Ok((empty(Dialect::H5, vec!["index".into()]), found));
    } else {
        return Err(ManifestError::Missing);
    };
    let json = Json::read(files, path).ok_or(ManifestError::Missing)?.map_err(ManifestError::Broken)?;
    let Value::Object(map) = &json.value else {
        return Err(ManifestError::Broken(json.error(&[], "the manifest must be an object: { \"pages\": [...] }")));
    };
    let mut reader = Reader { json: &json, map, found: &mut found };
    let sub_packages = reader.sub_packages();
    let mut pages = reader.pages(files, dialect);
    for page in sub_packages.iter().flat_map(|package| &package.pages) {
        if !pages.contains(page) {
            pages.push(page.clone());
        }
    }
    let Some(first) = pages.first().cloned() else { return Err(ManifestError::NoPages { path: path.into() }) };
    let entry = reader.entry(&pages).unwrap_or(first);
    let mut manifest = empty(dialect, pages);
    manifest.entry = entry;
    manifest.sub_packages = sub_packages;
    manifest.window = reader.window();
    manifest.tab_bar = reader.tab_bar(&manifest.pages);
    manifest.using_components = reader.texts("usingComponents");
    manifest.permissions = reader.permissions();
    manifest.required_private_infos = reader.names("requiredPrivateInfos");
    manifest.required_background_modes = reader.names("requiredBackgroundModes");
    manifest.preload = reader.preload(&manifest.pages, &manifest.sub_packages);
    manifest.plugins = reader.plugins();
    manifest.network_timeout = reader.network_timeout();
    manifest.style_v2 = map.get("style").and_then(Value::as_str) == Some("v2");
    manifest.dark_mode = reader.flag("darkmode");
    manifest.debug = reader.flag("debug");
    manifest.resizable = reader.flag("resizable");
    manifest.lazy_code_loading = map.get("lazyCodeLoading").and_then(Value::as_str) == Some("requiredComponents");
    manifest.resolve_alias = reader.texts("resolveAlias");
    manifest.extended_libs = map.get("useExtendedLib").and_then(Value::as_object).map_or_else(Vec::new, |libs| {
        libs.iter().filter(|(_, on)| on.as_bool().unwrap_or(!on.is_null())).map(|(name, _)| name.clone()).collect()
    });
    let theme_path = map.get("themeLocation").and_then(Value::as_str).map(clean);
    manifest.theme = theme(files, theme_path.as_deref(), &mut found);
    manifest.app_id = app_id(files);
    manifest.raw = json.value;
    Ok((manifest, found))
}

fn empty(dialect: Dialect, pages: Vec<String>) -> Manifest {
    Manifest {
        dialect,
        entry: pages.first().cloned().unwrap_or_default(),
        pages,
        window: Window::default(),
        tab_bar: None,
        using_components: IndexMap::new(),
        permissions: BTreeMap::new(),
        required_private_infos: Vec::new(),
        required_background_modes: Vec::new(),
        sub_packages: Vec::new(),
        preload: IndexMap::new(),
        plugins: Vec::new(),
        network_timeout: NetworkTimeout::default(),
        style_v2: false,
        dark_mode: false,
        theme: Theme::default(),
        debug: false,
        lazy_code_loading: false,
        resizable: false,
        resolve_alias: IndexMap::new(),
        extended_libs: Vec::new(),
        app_id: None,
        raw: Value::Null,
    }
}

/// The dialect of a program with an `app.json`.
pub(super) fn of_app(files: &Files) -> Dialect {
    if is_alipay(files) { Dialect::Alipay } else { Dialect::Wechat }
}

fn is_alipay(files: &Files) -> bool {
    // Component libraries ship both formats in one folder: only a program without any WXML is Alipay's.
    let own =
        || files.paths().filter(|path| !["node_modules/", "miniprogram_npm/"].iter().any(|packages| path.as_str().contains(packages)));
    own().any(|path| path.extension() == "axml") && !own().any(|path| path.extension() == "wxml")
}

fn app_id(files: &Files) -> Option<String> {
    let value = Json::read(files, "project.config.json")?.ok()?.value;
    let id = value.get("appid")?.as_str()?;
    (!id.is_empty()).then(|| id.to_string())
}

fn theme(files: &Files, path: Option<&str>, found: &mut Vec<Diagnostic>) -> Theme {
    let mut theme = Theme::default();
    let Some(path) = path else { return theme };
    let json = match Json::read(files, path) {
        Some(Ok(json)) => json,
        Some(Err(broken)) => {
            found.push(broken);
            return theme;
        }
        None => {
            found.push(Diagnostic::warning("app.json", 1, 1, format!("themeLocation names {path}, which does not exist")));
            return theme;
        }
    };
    for (mode, variables) in [("light", &mut theme.light), ("dark", &mut theme.dark)] {
        for (name, value) in json.value.get(mode).and_then(Value::as_object).into_iter().flatten() {
            match value.as_str() {
                Some(text) => drop(variables.insert(name.clone(), text.to_string())),
                None => found.push(json.warning(&[At::Key(mode), At::Key(name)], "a variable of the theme must be a text")),
            }
        }
    }
    theme
}

struct Reader<'a, 'f> {
    json: &'a Json<'a>,
    map: &'a Map<String, Value>,
    found: &'f mut Vec<Diagnostic>,
}

impl Reader<'_, '_> {
    fn warn(&mut self, place: &[At<'_>], text: impl Into<String>) {
        self.found.push(self.json.warning(place, text));
    }

    fn fail(&mut self, place: &[At<'_>], text: impl Into<String>) {
        self.found.push(self.json.error(place, text));
    }

    fn flag(&mut self, key: &str) -> bool {
        match self.map.get(key) {
            Some(Value::Bool(flag)) => *flag,
            None | Some(Value::Null) => false,
            Some(_) => {
                self.warn(&[At::Key(key)], format!("{key} must be true or false"));
                false
            }
        }
    }

    fn object(&mut self, key: &'static str) -> Option<&Map<String, Value>> {
        match self.map.get(key)? {
            Value::Object(map) => Some(map),
            Value::Null => None,
            _ => {
                self.found.push(self.json.error(&[At::Key(key)], format!("{key} must be an object")));
                None
            }
        }
    }

    fn texts(&mut self, key: &'static str) -> IndexMap<String, String> {
        let Some(map) = self.object(key).cloned() else { return IndexMap::new() };
        let mut texts = IndexMap::new();
        for (name, value) in map {
            match value {
                Value::String(text) => drop(texts.insert(name, text)),
                _ => self.fail(&[At::Key(key), At::Key(&name)], format!("{name} in {key} must be a path")),
            }
        }
        texts
    }

    fn names(&mut self, key: &'static str) -> Vec<String> {
        match self.map.get(key) {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::Array(items)) => items.iter().filter_map(|item| item.as_str().map(ToString::to_string)).collect(),
            Some(_) => {
                self.warn(&[At::Key(key)], format!("{key} must be a list of texts"));
                Vec::new()
            }
        }
    }

    /// `preloadRule`: page -> packages. What names nothing is told and left out.
    fn preload(&mut self, pages: &[String], parts: &[SubPackage]) -> IndexMap<String, Preload> {
        const KEY: &str = "preloadRule";
        let Some(rules) = self.object(KEY).cloned() else { return IndexMap::new() };
        let mut found = IndexMap::new();
        for (page, rule) in rules.iter().take(MAX_PAGES) {
            let path = clean(page);
            if !pages.contains(&path) {
                self.warn(&[At::Key(KEY), At::Key(page)], format!("{KEY} names the page {page}, which is not listed"));
                continue;
            }
            let named = rule.get("packages").and_then(Value::as_array).cloned().unwrap_or_default();
            let mut packages = Vec::new();
            for name in named.iter().filter_map(Value::as_str).take(MAX_PAGES) {
                let root = name.trim_matches('/');
                if root == "__APP__" || parts.iter().any(|part| part.root == root || part.name == name) {
                    packages.push(root.to_owned());
                } else {
                    self.warn(&[At::Key(KEY), At::Key(page), At::Key("packages")], format!("{KEY} names {name}, which is no sub-package"));
                }
            }
            // As WeChat documents it: by wifi, where nothing is said.
            let wifi_only = rule.get("network").and_then(Value::as_str) != Some("all");
            found.insert(path, Preload { wifi_only, packages });
        }
        found
    }

    /// Plugins, those of sub-packages as well; each is told, since none can be had.
    fn plugins(&mut self) -> Vec<String> {
        let mut names: Vec<String> = self.object("plugins").into_iter().flat_map(|map| map.keys().cloned()).collect();
        for name in &names {
            let text =
                format!("the plugin {name} lies on WeChat's servers and can't be had: requirePlugin and plugin://{name} fail in place");
            self.warn(&[At::Key("plugins"), At::Key(name)], text);
        }
        for key in ["subPackages", "subpackages"] {
            let parts = self.map.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
            for (at, part) in parts.iter().enumerate() {
                for name in part.get("plugins").and_then(Value::as_object).into_iter().flat_map(|map| map.keys()) {
                    self.warn(
                        &[At::Key(key), At::Item(at), At::Key("plugins"), At::Key(name)],
                        format!(
                            "the plugin {name} lies on WeChat's servers and can't be had: requirePlugin and plugin://{name} fail in place"
                        ),
                    );
                    names.push(name.clone());
                }
            }
        }
        names
    }

    /// One name in a list of pages: with whatever slashes and ending it was written.
    fn page(&mut self, value: &Value, place: &[At<'_>], root: &str) -> Option<String> {
        let name = match value {
            Value::String(text) => text.as_str(),
            // W3C and some generators write { "path": ... }.
            Value::Object(map) => map.get("path").and_then(Value::as_str).unwrap_or_default(),
            _ => "",
        };
        let name = clean(name);
        let name = name.strip_suffix(".html").unwrap_or(&name);
        if name.is_empty() {
            self.fail(place, "a page must be a path like \"pages/index/index\"");
            return None;
        }
        let name = if root.is_empty() { name.to_string() } else { format!("{root}/{name}") };
        if crate::bundle::SafePath::parse(&name).is_err() {
            self.fail(place, format!("{name} can't be a page: it leaves the program's folder or has characters that no file has"));
            return None;
        }
        Some(name)
    }

    fn pages(&mut self, files: &Files, dialect: Dialect) -> Vec<String> {
        let list = match self.map.get("pages") {
            Some(Value::Array(list)) => list.as_slice(),
            None | Some(Value::Null) => &[],
            Some(_) => {
                self.fail(&[At::Key("pages")], "pages must be a list of paths");
                &[]
            }
        };
        let mut pages: Vec<String> = Vec::new();
        for (index, item) in list.iter().enumerate().take(MAX_PAGES) {
            let place = [At::Key("pages"), At::Item(index)];
            let Some(name) = self.page(item, &place, "") else { continue };
            if pages.contains(&name) {
                self.warn(&place, format!("{name} is listed twice"));
                continue;
            }
            if !page_exists(files, dialect, &name) {
                self.warn(&place, format!("there is no page {name}: neither its template nor its script exists"));
            }
            pages.push(name);
        }
        pages
    }

    fn sub_packages(&mut self) -> Vec<SubPackage> {
        let mut packages = Vec::new();
        // Both spellings are documented, and real programs use both.
        for key in ["subPackages", "subpackages"] {
            let list = match self.map.get(key) {
                Some(Value::Array(list)) => list,
                None | Some(Value::Null) => continue,
                Some(_) => {
                    self.fail(&[At::Key(key)], format!("{key} must be a list"));
                    continue;
                }
            };
            for (index, item) in list.iter().enumerate().take(MAX_PAGES) {
                let place = [At::Key(key), At::Item(index)];
                let root = clean(item.get("root").and_then(Value::as_str).unwrap_or_default());
                let root = root.trim_end_matches('/');
                if root.is_empty() {
                    self.fail(&place, "a sub-package needs its folder in \"root\"");
                    continue;
                }
                let mut pages = Vec::new();
                for (number, page) in item.get("pages").and_then(Value::as_array).into_iter().flatten().enumerate().take(MAX_PAGES) {
                    let place = [At::Key(key), At::Item(index), At::Key("pages"), At::Item(number)];
                    pages.extend(self.page(page, &place, root));
                }
                packages.push(SubPackage {
                    root: root.to_string(),
                    name: item.get("name").and_then(Value::as_str).unwrap_or_default().to_string(),
                    independent: item.get("independent").and_then(Value::as_bool).unwrap_or(false),
                    pages,
                });
            }
        }
        packages
    }

    fn entry(&mut self, pages: &[String]) -> Option<String> {
        let value = self.map.get("entryPagePath")?;
        let page = clean(value.as_str().unwrap_or_default());
        let page = page.strip_suffix(".html").unwrap_or(&page).to_string();
        if pages.contains(&page) {
            return Some(page);
        }
        self.warn(
            &[At::Key("entryPagePath")],
            format!("entryPagePath names {page:?}, which is not in pages; the first page opens instead"),
        );
        None
    }

    fn window(&mut self) -> Window {
        let Some(map) = self.object("window").cloned() else { return Window::default() };
        let mut wrong = Vec::new();
        let window = window::window(&map, &mut |key, kind| wrong.push((key.to_string(), kind)));
        for (key, kind) in wrong {
            self.warn(&[At::Key("window"), At::Key(&key)], format!("{key} must be {kind}"));
        }
        window
    }

    fn tab_bar(&mut self, pages: &[String]) -> Option<TabBar> {
        let map = self.object("tabBar")?.clone();
        let text = |names: &[&str]| names.iter().find_map(|name| map.get(*name)).and_then(Value::as_str).map(ToString::to_string);
        let list_key = if map.contains_key("list") { "list" } else { "items" };
        let mut items = Vec::new();
        for (index, item) in map.get(list_key).and_then(Value::as_array).into_iter().flatten().enumerate() {
            let place = [At::Key("tabBar"), At::Key(list_key), At::Item(index)];
            let part = |names: &[&str]| names.iter().find_map(|name| item.get(*name)).and_then(Value::as_str).unwrap_or_default();
            let page = clean(part(&["pagePath"]));
            let page = page.strip_suffix(".html").unwrap_or(&page).to_string();
            if !pages.contains(&page) {
                self.fail(&place, format!("the tab bar names the page {page:?}, which is not in pages"));
                continue;
            }
            let icon = |names: &[&str]| Some(part(names)).map(|path| if path.starts_with('@') { path.to_string() } else { clean(path) });
            items.push(TabItem {
                page,
                text: part(&["text", "name"]).to_string(),
                icon: icon(&["iconPath", "icon"]).unwrap_or_default(),
                selected_icon: icon(&["selectedIconPath", "activeIcon"]).unwrap_or_default(),
            });
        }
        if items.is_empty() {
            self.warn(&[At::Key("tabBar")], "the tab bar has no pages and is not shown");
            return None;
        }
        if items.len() > 5 {
            self.warn(&[At::Key("tabBar")], format!("the tab bar has {} pages; WeChat takes 2 to 5", items.len()));
        }
        Some(TabBar {
            color: text(&["color", "textColor"]),
            selected_color: text(&["selectedColor"]),
            background_color: text(&["backgroundColor"]),
            border_style: text(&["borderStyle"]),
            position: text(&["position"]),
            custom: map.get("custom").and_then(Value::as_bool).unwrap_or(false),
            items,
        })
    }

    fn permissions(&mut self) -> BTreeMap<String, String> {
        let Some(map) = self.object("permission").cloned() else { return BTreeMap::new() };
        let mut reasons = BTreeMap::new();
        for (scope, value) in map {
            let reason = value.get("desc").and_then(Value::as_str).unwrap_or_default().trim();
            if reason.is_empty() {
                let text = format!("{scope} needs its reason: {{ \"desc\": \"why the user should allow it\" }}");
                self.warn(&[At::Key("permission"), At::Key(&scope)], text);
            }
            reasons.insert(scope, reason.to_string());
        }
        reasons
    }

    fn network_timeout(&mut self) -> NetworkTimeout {
        let mut timeout = NetworkTimeout::default();
        let Some(map) = self.object("networkTimeout").cloned() else { return timeout };
        for (key, field) in [
            ("request", &mut timeout.request),
            ("connectSocket", &mut timeout.connect_socket),
            ("uploadFile", &mut timeout.upload_file),
            ("downloadFile", &mut timeout.download_file),
        ] {
            match map.get(key).map(|value| (value.as_f64(), value)) {
                None | Some((None, Value::Null)) => {}
                Some((Some(ms), _)) if ms > 0.0 => *field = ms as u32,
                Some(_) => self.warn(&[At::Key("networkTimeout"), At::Key(key)], format!("{key} must be a number of milliseconds")),
            }
        }
        timeout
    }
}

fn page_exists(files: &Files, dialect: Dialect, page: &str) -> bool {
    let endings: &[&str] = match dialect {
        Dialect::Wechat => &["wxml", "js", "ts"],
        Dialect::Alipay => &["axml", "js", "ts"],
        Dialect::W3c => &["xml", "html", "ui", "js"],
        Dialect::H5 => &["html"],
    };
    endings.iter().any(|ending| files.contains(format!("{page}.{ending}")))
}
