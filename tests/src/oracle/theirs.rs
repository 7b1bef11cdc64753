//! The other framework: a node process that runs `tests/oracle/oracle.mjs`, given one case at a time. Scripts reach it as
//! our own program compiled them, and names of components as it resolved them: only what comes after is compared.

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use banchan_core::program::Program;
use banchan_formats::manifest::Dialect;
use serde_json::{Map, Value as Json, json};

use super::ours::program;
use super::{Case, Seen, Step};
use crate::tidy::root;

const VERSION: &str = "0.12.1";
const PACKAGES: [&str; 3] = ["glass-easel", "glass-easel-template-compiler", "glass-easel-miniprogram-adapter"];

/// A running oracle.
pub struct Oracle {
    node: Child,
    to: Option<ChildStdin>,
    from: BufReader<ChildStdout>,
}

impl Oracle {
    /// Starts it, installing its packages into `target/npm` the first time. `None`, with a line about it, where node or
    /// the packages can't be had: the comparison is then left out.
    #[must_use]
    pub fn start() -> Option<Self> {
        match Self::try_start() {
            Ok(oracle) => Some(oracle),
            Err(why) => {
                println!("left out: the comparison with glass-easel, because {why}");
                None
            }
        }
    }

    /// Runs the trace cases of the logic layer in glass-easel; what it prints, and whether each difference is explained
    /// in its case. `None` as for [`Oracle::start`].
    #[must_use]
    pub fn traces() -> Option<(bool, String)> {
        let run = node_modules().and_then(|modules| {
            let node = Command::new("node").arg(root().join("tests/oracle/traces.mjs")).arg(&modules).output();
            node.map_err(|error| format!("node can't be started: {error}"))
        });
        match run {
            Ok(output) => {
                let said = [output.stdout, output.stderr].concat();
                Some((output.status.success(), String::from_utf8_lossy(&said).into_owned()))
            }
            Err(why) => {
                println!("left out: the trace cases in glass-easel, because {why}");
                None
            }
        }
    }

    fn try_start() -> Result<Self, String> {
        let modules = node_modules()?;
        let mut node = Command::new("node")
            .arg(root().join("tests/oracle/oracle.mjs"))
            .arg(&modules)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("node can't be started: {error}"))?;
        let mut to = node.stdin.take();
        let members = super::ours::members(Dialect::Wechat)?;
        to.as_mut().ok_or("node has no input")?.write_all(format!("{members}\n").as_bytes()).map_err(|error| error.to_string())?;
        let from = node.stdout.take().ok_or("node has no output")?;
        Ok(Self { node, to, from: BufReader::new(from) })
    }

    /// What glass-easel makes of a case.
    ///
    /// # Errors
    /// The program can't be opened, or the harness itself broke.
    pub fn run(&mut self, case: &Case) -> Result<Seen, String> {
        let line = request(case)?.to_string();
        let to = self.to.as_mut().ok_or("node has no input")?;
        to.write_all(line.as_bytes()).and_then(|()| to.write_all(b"\n")).and_then(|()| to.flush()).map_err(|error| error.to_string())?;
        let mut answer = String::new();
        self.from.read_line(&mut answer).map_err(|error| error.to_string())?;
        let answer: Json = serde_json::from_str(&answer).map_err(|error| format!("the oracle ended: {error}"))?;
        if let Some(broken) = answer.get("broken").and_then(Json::as_str) {
            return Err(broken.to_owned());
        }
        let list = |name: &str| answer.get(name).and_then(Json::as_array).cloned().unwrap_or_default();
        let errors = list("errors").iter().filter_map(|error| error.as_str().map(ToOwned::to_owned)).collect();
        Ok(Seen { seen: list("seen"), errors })
    }
}

impl Drop for Oracle {
    fn drop(&mut self) {
        self.to = None;
        let _ = self.node.wait();
    }
}

/// The folder that has the packages: `BANCHAN_NODE_MODULES`, or `target/npm` filled by npm.
fn node_modules() -> Result<PathBuf, String> {
    if let Some(given) = std::env::var_os("BANCHAN_NODE_MODULES") {
        return Ok(PathBuf::from(given));
    }
    let folder = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from).join("npm");
    let modules = folder.join("node_modules");
    if PACKAGES.iter().all(|name| modules.join(name).is_dir()) {
        return Ok(modules);
    }
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let packages = PACKAGES.iter().map(|name| format!("{name}@{VERSION}"));
    let output = Command::new("npm")
        .args(["install", "--no-audit", "--no-fund", "--prefix"])
        .arg(&folder)
        .args(packages)
        .output()
        .map_err(|error| format!("npm can't be started: {error}"))?;
    match output.status.success() {
        true => Ok(modules),
        false => Err(format!("npm could not install it: {}", String::from_utf8_lossy(&output.stderr).trim())),
    }
}

/// A case as the oracle reads it.
fn request(case: &Case) -> Result<Json, String> {
    let program = program(case)?;
    let mut files = case.all_files();
    for (path, text) in &mut files {
        if [".js", ".ts"].iter().any(|ending| path.ends_with(ending))
            && let Ok(code) = program.script(path)
        {
            *text = code.to_string();
        }
    }
    let mut components = Map::new();
    let mut todo = vec![case.page.clone()];
    while let Some(path) = todo.pop() {
        if components.contains_key(&path) {
            continue;
        }
        let (component, more) = static_config(&program, &path);
        components.insert(path, component);
        todo.extend(more);
    }
    let steps: Vec<Json> = case.steps.iter().map(Step::json).collect();
    Ok(json!({ "name": case.name, "files": files, "page": case.page, "components": components, "steps": steps }))
}

/// A component's JSON with the names in it resolved, and the components that it uses.
fn static_config(program: &Program, path: &str) -> (Json, Vec<String>) {
    let Some(file) = program.component(path) else { return (json!({}), Vec::new()) };
    let mut config = match &file.config.raw {
        Json::Object(raw) => raw.clone(),
        _ => Map::new(),
    };
    let mut used: Vec<String> = file.using.values().map(ToString::to_string).collect();
    let using: Map<String, Json> = file.using.iter().map(|(tag, path)| (tag.to_string(), json!(format!("/{path}")))).collect();
    config.insert("usingComponents".into(), using.into());
    let generics = file.generics.iter().map(|(tag, default)| {
        used.extend(default.iter().map(ToString::to_string));
        (tag.to_string(), default.as_ref().map_or(json!(true), |path| json!({ "default": format!("/{path}") })))
    });
    let generics: Map<String, Json> = generics.collect();
    config.insert("componentGenerics".into(), generics.into());
    (config.into(), used)
}
