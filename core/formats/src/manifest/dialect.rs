//! Whose format a mini-program is written in, and what that means for the names of its files. One row a dialect: to add
//! one is to add a row. It must not read files.

use serde::{Deserialize, Serialize};

/// Whose format a mini-program is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dialect {
    /// WeChat: `app.json`, WXML.
    Wechat,
    /// Alipay: `app.json`, AXML.
    Alipay,
    /// W3C MiniApp: `manifest.json`.
    W3c,
    /// Plain web pages: `index.html`.
    H5,
}

/// What the files of a dialect are called.
#[derive(Debug, PartialEq, Eq)]
pub struct FileNames {
    /// Endings of templates, the one to look for first in front.
    pub templates: &'static [&'static str],
    /// The same of style sheets.
    pub styles: &'static [&'static str],
    /// The ending of script modules for templates.
    pub template_script: &'static str,
    /// Folders in which packages lie, the one to look in first in front.
    pub packages: &'static [&'static str],
    /// The field of a package's `package.json` that names the folder with its components; `None` where they lie wherever
    /// a path into the package leads.
    pub package_field: Option<&'static str>,
}

const WECHAT: FileNames = FileNames {
    templates: &["wxml", "axml"],
    styles: &["wxss", "acss"],
    template_script: "wxs",
    packages: &["miniprogram_npm"],
    package_field: Some("miniprogram"),
};

const ALIPAY: FileNames = FileNames {
    templates: &["axml", "wxml"],
    styles: &["acss", "wxss"],
    template_script: "sjs",
    packages: &["node_modules", "miniprogram_npm"],
    package_field: None,
};

impl Dialect {
    /// What its files are called.
    #[must_use]
    pub fn files(self) -> &'static FileNames {
        match self {
            Self::Alipay => &ALIPAY,
            Self::Wechat | Self::W3c | Self::H5 => &WECHAT,
        }
    }
}
