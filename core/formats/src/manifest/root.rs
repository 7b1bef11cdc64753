//! Where in a project's folder the mini-program lies. It must not read the manifest itself.

use serde_json::Value;

use super::json::Json;
use super::window::clean;
use crate::bundle::Files;

/// The files as the mini-program names them: when `app.json` is not at the top and `project.config.json` says where
/// (`miniprogramRoot`, else `srcMiniprogramRoot`; `mini.project.json` for Alipay), the files below that folder, with `project.config.json` and
/// `banchan.json` kept.
#[must_use]
pub fn rooted(files: &Files) -> Files {
    let Some(folder) = root_folder(files) else { return files.clone() };
    let below = files.below(&folder);
    if below.is_empty() {
        return files.clone();
    }
    below.with_file_of(files, "project.config.json").with_file_of(files, "banchan.json")
}

/// The folder of a project in which its mini-program lies, without slashes around; `None` when it is the top.
#[must_use]
pub fn root_folder(files: &Files) -> Option<String> {
    for project in ["project.config.json", "mini.project.json"] {
        let Some(Ok(json)) = Json::read(files, project) else { continue };
        // The second names the sources where the first names what another tool makes of them.
        for key in ["miniprogramRoot", "srcMiniprogramRoot"] {
            let root = json.value.get(key).and_then(Value::as_str).map(clean).unwrap_or_default();
            let root = root.trim_end_matches('/');
            if !root.is_empty() && root != "." && files.contains(format!("{root}/app.json")) {
                return Some(root.to_string());
            }
        }
    }
    None
}
