//! From a name in a source to a file: components, scripts, templates and styles, with aliases and npm packages. It must
//! not read the files it finds, and nothing it answers lies outside the bundle.

use serde_json::Value;

use super::Manifest;
use super::json::Json;
use crate::bundle::Files;

impl Manifest {
    /// The component that `spec` names in `from` (a page or component path, with or without ending): path from the
    /// root, without ending. `None` when there is no such component, or it is a plugin's (`plugin://`).
    #[must_use]
    pub fn resolve_component(&self, files: &Files, from: &str, spec: &str) -> Option<String> {
        let exists = |path: &str| ["json", "wxml", "axml", "js", "ts"].iter().any(|ending| files.contains(format!("{path}.{ending}")));
        let found = |path: String| -> Option<String> {
            let bare = ["js", "ts", "wxml", "axml", "json"]
                .iter()
                .find_map(|ending| path.strip_suffix(ending)?.strip_suffix('.').map(ToString::to_string));
            let index = format!("{path}/index");
            [Some(path), bare, Some(index)].into_iter().flatten().find(|path| exists(path))
        };
        self.places(from, spec).into_iter().find_map(found)
    }

    /// The script that `require(spec)` means in the file `from`: path from the root, with its ending. Packages follow
    /// their `package.json` (`miniprogram`, `main`) and `index.js`.
    #[must_use]
    pub fn resolve_module(&self, files: &Files, from: &str, spec: &str) -> Option<String> {
        let file = |path: &str| -> Option<String> {
            let exact = [".js", ".ts", ".cjs", ".mjs", ".json"].iter().any(|ending| path.ends_with(ending)) && files.contains(path);
            if exact {
                return Some(path.to_string());
            }
            [".js", ".ts", ".cjs", ".mjs"].iter().map(|ending| format!("{path}{ending}")).find(|path| files.contains(path))
        };
        let folder = |path: &str| -> Option<String> {
            let package = format!("{path}/package.json");
            let main = match Json::read(files, &package) {
                Some(Ok(json)) => json.value.get("main").and_then(Value::as_str).and_then(|main| join(path, main)),
                _ => None,
            };
            main.and_then(|main| file(&main).or_else(|| file(&format!("{main}/index")))).or_else(|| file(&format!("{path}/index")))
        };
        let find = |spec: &str| self.places(from, spec).into_iter().find_map(|path| file(&path).or_else(|| folder(&path)));
        // WeChat's own demo writes `./package` where there is no such file, and runs: then the package is meant.
        find(spec).or_else(|| find(spec.strip_prefix("./")?))
    }

    /// The file that an `import`, `include`, `wxs` or `@import` names in the file `from`, with `ending` (`wxml`) added
    /// when it is left out.
    #[must_use]
    pub fn resolve_file(&self, files: &Files, from: &str, spec: &str, ending: &str) -> Option<String> {
        self.places(from, spec).into_iter().find_map(|path| {
            if files.contains(&path) {
                return Some(path);
            }
            Some(format!("{path}.{ending}")).filter(|path| files.contains(path))
        })
    }

    /// Every place that a name may mean, best first. Names that leave the bundle give none.
    fn places(&self, from: &str, spec: &str) -> Vec<String> {
        let spec = spec.trim();
        if spec.is_empty() || spec.len() > 1_024 || spec.contains("://") || spec.contains('\\') {
            return Vec::new();
        }
        let folder = from.trim_start_matches('/').rsplit_once('/').map_or("", |(folder, _)| folder);
        if let Some(path) = spec.strip_prefix('/') {
            return join("", path).into_iter().collect();
        }
        if spec.starts_with("./") || spec.starts_with("../") || spec == "." || spec == ".." {
            return join(folder, spec).into_iter().collect();
        }
        let mut places: Vec<String> = self.aliased(spec).into_iter().collect();
        places.extend(join(folder, spec));
        // As Node looks for node_modules: beside the file, then in every folder above.
        let mut above = Some(folder);
        while let Some(at) = above {
            places.extend(self.dialect.files().packages.iter().filter_map(|packages| join(at, &format!("{packages}/{spec}"))));
            above = if at.is_empty() { None } else { Some(at.rsplit_once('/').map_or("", |(up, _)| up)) };
        }
        places
    }

    /// `resolveAlias`: `"@utils/*": "utils/*"` or an exact name.
    fn aliased(&self, spec: &str) -> Option<String> {
        self.resolve_alias.iter().find_map(|(name, target)| {
            let target = target.trim_start_matches('/');
            match name.strip_suffix('*') {
                Some(prefix) => {
                    let rest = spec.strip_prefix(prefix)?;
                    join("", &target.replacen('*', rest, 1))
                }
                None => (spec == name).then(|| join("", target)).flatten(),
            }
        })
    }
}

/// A relative name from a folder, `.` and `..` worked out; `None` when it would leave the root.
fn join(folder: &str, name: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in name.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            _ => parts.push(part),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}
