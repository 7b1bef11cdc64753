//! The configuration of a mini-program: `app.json`, `page.json`, `theme.json` and our own `banchan.json` -> one
//! [`Manifest`], whatever the dialect. It must not compile or run anything.

mod app;
mod dialect;
mod info;
mod json;
mod keys;
mod page;
mod resolve;
mod root;
mod window;

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::Serialize;

use crate::bundle::Files;
use crate::diag::Diagnostic;

pub use dialect::{Dialect, FileNames};
pub use info::{AppInfo, Domains};
pub use json::json_module;
pub use keys::{Effect, KEYS, Key, configuration};
pub use page::{PageConfig, StyleIsolation, page_config, place_of};
pub use root::{root_folder, rooted};
pub use window::{TabBar, TabItem, Theme, Window};

/// A part of a mini-program that WeChat would download later. Here it only groups pages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SubPackage {
    /// Its folder, without slashes around.
    pub root: String,
    /// Its name for `preloadRule`; empty when it has none.
    pub name: String,
    /// Whether it can run without the main package.
    pub independent: bool,
    /// Its pages, named from the root of the mini-program.
    pub pages: Vec<String>,
}

/// What is to be made ready while a page is shown, so that the way on is quick.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Preload {
    /// Only without costs: by wifi.
    pub wifi_only: bool,
    /// Names or roots of sub-packages; `__APP__` is the main one.
    pub packages: Vec<String>,
}

/// Time limits of the network, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct NetworkTimeout {
    /// `wx.request`.
    pub request: u32,
    /// `wx.connectSocket`.
    pub connect_socket: u32,
    /// `wx.uploadFile`.
    pub upload_file: u32,
    /// `wx.downloadFile`.
    pub download_file: u32,
}

impl Default for NetworkTimeout {
    fn default() -> Self {
        Self { request: 60_000, connect_socket: 60_000, upload_file: 60_000, download_file: 60_000 }
    }
}

/// What a mini-program says about itself in its manifest.
#[derive(Clone, Debug)]
pub struct Manifest {
    /// Whose format.
    pub dialect: Dialect,
    /// Every page, those of sub-packages after the main ones: `pages/index/index`.
    pub pages: Vec<String>,
    /// The page that opens first.
    pub entry: String,
    /// How windows look unless a page says otherwise. `@name` stands for a variable of the theme: see [`Manifest::window_of`].
    pub window: Window,
    /// The bar of main pages. `@name` as in the window: see [`Manifest::tab_bar_in`].
    pub tab_bar: Option<TabBar>,
    /// Components every page may use: tag -> where, as written.
    pub using_components: IndexMap<String, String>,
    /// Scope (`scope.userLocation`) -> the reason told to the user.
    pub permissions: BTreeMap<String, String>,
    /// Private interfaces that are declared: `getLocation`, `chooseAddress`...
    pub required_private_infos: Vec<String>,
    /// What may go on in the background: `audio`, `location`.
    pub required_background_modes: Vec<String>,
    /// Parts.
    pub sub_packages: Vec<SubPackage>,
    /// What to make ready after which page was shown.
    pub preload: IndexMap<String, Preload>,
    /// Plugins that it declares; none can be had.
    pub plugins: Vec<String>,
    /// Time limits.
    pub network_timeout: NetworkTimeout,
    /// `"style": "v2"`: the newer look of built-in components.
    pub style_v2: bool,
    /// Whether it adapts to dark mode.
    pub dark_mode: bool,
    /// Variables of light and dark mode.
    pub theme: Theme,
    /// `"debug": true`.
    pub debug: bool,
    /// Whether scripts of components are loaded only when used.
    pub lazy_code_loading: bool,
    /// Whether the page may turn with the phone.
    pub resizable: bool,
    /// Short forms of paths: `@utils/*` -> `utils/*`.
    pub resolve_alias: IndexMap<String, String>,
    /// WeChat's extended libraries asked for: `weui`, `kbone`.
    pub extended_libs: Vec<String>,
    /// The program's own id from `project.config.json`, when it has one.
    pub app_id: Option<String>,
    /// The whole `app.json`, for what has no field here.
    pub raw: serde_json::Value,
}

/// Why there is no manifest.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ManifestError {
    /// Neither `app.json` nor another dialect's manifest.
    #[error("there is no app.json: this is not the folder of a mini-program, or miniprogramRoot in project.config.json points elsewhere")]
    Missing,
    /// The manifest can't be read.
    #[error("{0}")]
    Broken(Diagnostic),
    /// It names no page that exists.
    #[error("{path} lists no page: add the pages to \"pages\", the first one opens first")]
    NoPages {
        /// The manifest's file.
        path: String,
    },
}

impl Manifest {
    /// Reads the manifest of a mini-program whose root is the root of `files` (see [`rooted`]). What is wrong but can
    /// be left out is left out and told.
    ///
    /// # Errors
    /// [`ManifestError`] when there is no manifest, no JSON in it, or no page.
    pub fn from_files(files: &Files) -> Result<(Self, Vec<Diagnostic>), ManifestError> {
        app::read(files)
    }

    /// What files of a program with these sources are called; for who reads a folder before there is a manifest.
    #[must_use]
    pub fn names_of(files: &Files) -> &'static FileNames {
        app::of_app(files).files()
    }

    /// Whether a page of that name (no leading slash) is listed.
    #[must_use]
    pub fn has_page(&self, path: &str) -> bool {
        self.pages.iter().any(|page| page == path)
    }

    /// Whether a page is one of the tab bar's.
    #[must_use]
    pub fn is_tab(&self, path: &str) -> bool {
        self.tab_bar.as_ref().is_some_and(|bar| bar.items.iter().any(|item| item.page == path))
    }

    /// The window of a page: the page's own keys over the app's, variables of the theme replaced.
    #[must_use]
    pub fn window_of(&self, page: &PageConfig, dark: bool) -> Window {
        page.window.over(&self.window).themed(&self.theme, dark && self.dark_mode)
    }

    /// The tab bar with variables of the theme replaced.
    #[must_use]
    pub fn tab_bar_in(&self, dark: bool) -> Option<TabBar> {
        self.tab_bar.as_ref().map(|bar| bar.themed(&self.theme, dark && self.dark_mode))
    }
}

#[cfg(test)]
mod tests;
