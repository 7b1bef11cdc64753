//! The contract vectors from Rust: every step calls the bindings as another language would, without the border between.
//! Also lays out the signed registry in `target/contract`, which the runs from other languages open.

mod shell;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use banchan_core::host::{PageId, SystemRandom};
use banchan_core::store::{SecretKey, index, publish};
use banchan_formats::bundle::{Files, Limits, pack};
use banchan_formats::code::{AppId, Code};
use serde_json::{Value, json};

use crate::codes::MiniTarget;
use crate::errors::MiniError;
use crate::hosts::{MiniApiSpec, MiniHosts};
use crate::records::*;
use crate::session::MiniSession;
use crate::super_app::{MiniConfig, MiniRegistry, SuperApp};
use shell::{Own, Shell};

const APPS: [&str; 2] = ["contract.one", "contract.two"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

fn place() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from).join("contract")
}

fn read(folder: &Path, base: &Path, into: &mut Vec<(String, Vec<u8>)>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            read(&path, base, into);
        } else {
            let name = path.strip_prefix(base).unwrap().to_string_lossy().replace('\\', "/");
            into.push((name, std::fs::read(&path).unwrap()));
        }
    }
}

/// The registry, its key, a key that nobody trusts, and each app as a zip.
fn lay_out() {
    let (publisher, registry) = (SecretKey::generate(&SystemRandom).unwrap(), SecretKey::generate(&SystemRandom).unwrap());
    let stranger = SecretKey::generate(&SystemRandom).unwrap();
    let mut published = Vec::new();
    let mut files = Vec::new();
    for app in APPS {
        let (folder, mut entries) = (root().join("tests/contract/apps").join(app), Vec::new());
        read(&folder, &folder, &mut entries);
        let bundle = Files::from_entries(entries, &Limits::default()).unwrap();
        files.push((format!("{app}.zip"), pack(&bundle)));
        published.push(publish(&bundle, &publisher).unwrap());
    }
    files.push(("key.txt".into(), registry.public().to_string().into_bytes()));
    files.push(("stranger.txt".into(), stranger.public().to_string().into_bytes()));
    let of_registry = index("contract", 1, &published, &registry).unwrap().into_iter();
    files.extend(of_registry.map(|(name, bytes)| (format!("registry/{name}"), bytes)));
    for (name, bytes) in files {
        let path = place().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

fn kind(error: &MiniError) -> &'static str {
    match error {
        MiniError::BadCode { .. } => "bad_code",
        MiniError::NotMiniProgram { .. } => "not_mini_program",
        MiniError::Unknown { .. } => "unknown",
        MiniError::Refused { .. } => "refused",
        MiniError::Failed { .. } => "failed",
        MiniError::TooSlow { .. } => "too_slow",
        MiniError::Closed => "closed",
        MiniError::Internal { .. } => "internal",
    }
}

fn meaning(code: &Code) -> Value {
    json!(code)["kind"].clone()
}

/// One vector under way.
struct Run {
    shell: Arc<Shell>,
    app: Arc<SuperApp>,
    sessions: HashMap<String, Arc<MiniSession>>,
    runtime: tokio::runtime::Runtime,
}

/// None or one, as a vector names it.
fn registries(kind: Option<&str>, shell: &Arc<Shell>) -> Vec<MiniRegistry> {
    let key = if kind == Some("untrusted") { "stranger.txt" } else { "key.txt" };
    let keys = vec![std::fs::read_to_string(place().join(key)).unwrap()];
    let (folder, url) = (place().join("registry").to_string_lossy().into_owned(), String::new());
    match kind {
        Some("none") => Vec::new(),
        Some("host") => vec![MiniRegistry { keys, folder: String::new(), files: Some(shell.clone()), url }],
        _ => vec![MiniRegistry { keys, folder, files: None, url }],
    }
}

fn start(vector: &Value, home: &Path) -> (Arc<Shell>, Result<Arc<SuperApp>, MiniError>) {
    let folder = place().join("registry").to_string_lossy().into_owned();
    let shell = Arc::new(Shell::new(&vector["host"], folder));
    let there = |name: &str| !vector["absent"].as_array().into_iter().flatten().any(|absent| absent == name);
    macro_rules! host {
        ($($name:ident)*) => { MiniHosts { $($name: if there(stringify!($name)) { Some(shell.clone()) } else { None },)* ..MiniHosts::default() } };
    }
    let hosts = host!(view ui consent location scanner phone clipboard vibration places media sound screen sensors contacts recorder identity payment messages neighbours log);
    let config = MiniConfig {
        data_folder: home.join("data").to_string_lossy().into_owned(),
        cache_folder: home.join("cache").to_string_lossy().into_owned(),
        registries: registries(vector["registry"].as_str(), &shell),
        facts: None,
        tiles: None,
        bridge: MiniBridge::Port,
    };
    (shell, SuperApp::new(config, hosts))
}

impl Run {
    fn opened(&mut self, step: &Value, session: Result<Arc<MiniSession>, MiniError>) -> Result<Value, MiniError> {
        let session = session?;
        let told = json!({ "app": session.app_id().as_str(), "resumed": session.resumed() });
        self.sessions.insert(step["as"].as_str().unwrap_or("last").into(), session);
        Ok(told)
    }

    fn session(&self, step: &Value) -> Arc<MiniSession> {
        self.sessions[step["as"].as_str().unwrap_or("last")].clone()
    }

    fn on_session(&mut self, step: &Value, with: &Value) -> Result<Value, MiniError> {
        let (session, path) = (self.session(step), with["path"].as_str().unwrap_or_default().to_owned());
        match with["what"].as_str().unwrap() {
            "back" => session.back(),
            "home" => session.home(),
            "tab" => session.tab(path),
            "share" => session.share(MiniShareKind::Message),
            "background" => session.background(),
            "end" => session.end(),
            "captured" => session.captured(),
            "sound_plays" => {
                let state = MiniSoundState { moment: MiniSoundMoment::Play, paused: false, ..MiniSoundState::default() };
                session.on_sound(self.shell.last_sound(), state);
            }
            "read_file" => return Ok(session.read_file(path).map_or(Value::Null, |asset| json!(asset.mime))),
            "foreground" => {
                let session = self.runtime.block_on(session.foreground());
                return self.opened(step, session);
            }
            other => panic!("no such thing to do with a session: {other}"),
        }
        Ok(Value::Null)
    }

    fn step(&mut self, step: &Value) -> Result<Value, MiniError> {
        let with = step["with"].clone();
        let app = self.app.clone();
        let text = |name: &str| with[name].as_str().unwrap_or_default().to_owned();
        let number = |name: &str| with[name].as_u64().unwrap_or_default();
        let id = || AppId::parse(with["app"].as_str().unwrap()).unwrap();
        let ids = |apps: Vec<MiniApp>| json!(apps.iter().map(|app| app.app_id.as_str()).collect::<Vec<_>>());
        let found = |codes: Vec<MiniFound>| json!(codes.iter().map(|code| code.text.as_str()).collect::<Vec<_>>());
        let asset = |asset: Option<MiniAsset>| {
            let Some(asset) = asset else { return Value::Null };
            let has = step["is"]["has"].as_str().unwrap_or_default();
            let body = String::from_utf8_lossy(&asset.bytes).into_owned();
            json!({ "mime": asset.mime, "has": if body.contains(has) { has } else { &body } })
        };
        match step["do"].as_str().unwrap() {
            "open" => {
                let path = with["path"].as_str().or(with["query"].as_str().map(|_| "pages/index/index")).map(str::to_owned);
                let target = MiniTarget { app_id: id(), path, query: text("query") };
                let scene = with["scene"].as_u64().unwrap_or(1001) as u32;
                let session = self.runtime.block_on(app.open(target, scene));
                return self.opened(step, session);
            }
            "open_text" => {
                let session = self.runtime.block_on(app.open_text(text("text")));
                return self.opened(step, session);
            }
            "open_unsigned" => {
                let bundle = std::fs::read(place().join(format!("{}.zip", text("app")))).unwrap();
                let session = self.runtime.block_on(app.open_unsigned(bundle, String::new(), false));
                return self.opened(step, session);
            }
            "open_lan" => {
                let session = self.runtime.block_on(app.open_lan(text("text")));
                return self.opened(step, session);
            }
            "set_developer_mode" => app.set_developer_mode(with["on"].as_bool().unwrap()),
            "add_registry" => {
                let web = || MiniRegistry { keys: Vec::new(), folder: String::new(), files: None, url: text("url") };
                app.add_registry(registries(with["registry"].as_str(), &self.shell).pop().unwrap_or_else(web))?;
            }
            "visit" => {
                let session = self.runtime.block_on(app.visit(self.shell.last_visit()));
                return self.opened(step, session);
            }
            "leave_visit" => {
                let session = self.runtime.block_on(app.leave_visit(self.session(step).slot()));
                let told = session.map(|session| json!({ "app": session.app_id().as_str(), "resumed": session.resumed() }));
                return told;
            }
            "session" => return self.on_session(step, &with),
            "wait" => self.shell.wait(step["line"].as_str().unwrap()).unwrap_or_else(|told| panic!("{told}")),
            "never" => assert!(!self.shell.came(step["line"].as_str().unwrap()), "{} came", step["line"]),
            "route" => return app.route(text("text")).map(|code| meaning(&code)),
            "scan_image" if with["file"].is_null() => return app.scan_image(text("text").into_bytes()).map(found),
            "scan_image" => return app.scan_image(std::fs::read(root().join("tests/contract").join(text("file"))).unwrap()).map(found),
            "scan_luma" => {
                let luma = vec![255; number("bytes") as usize];
                return app.scan_luma(number("width") as u32, number("height") as u32, number("stride") as u32, luma).map(found);
            }
            "catalogue" => return app.catalogue().map(ids),
            "search" => return app.search(text("text")).map(ids),
            "about" => return app.about(id()).map(|card| json!(card.name)),
            "icon" => return Ok(app.icon(id()).map_or(Value::Null, |picture| json!(picture.mime))),
            "recents" => return app.recents().map(|list| ids(list.into_iter().map(|recent| recent.app).collect())),
            "forget_recent" => app.forget_recent(id())?,
            "set_user" => app.set_user(text("name"))?,
            "forget_user" => app.forget_user(text("name"))?,
            "grants" => {
                return app
                    .grants(id())
                    .map(|grants| grants.iter().map(|grant| (grant.scope.name().to_owned(), json!(grant.allowed))).collect());
            }
            "set_grant" => app.set_grant(id(), MiniScope::parse(&text("scope")).unwrap(), with["allowed"].as_bool())?,
            "clear_data" => app.clear_data(id())?,
            "remove" => app.remove(id())?,
            "set_facts" => {
                let network_type = if text("network") == "offline" { MiniNetworkType::Offline } else { MiniNetworkType::Wifi };
                let battery = Some(MiniBattery { level: 50, charging: false, saving: false });
                app.set_facts(MiniFacts { network_type, language: text("language"), battery, keeps_on: true, ..MiniFacts::default() });
            }
            "memory_pressure" => app.memory_pressure(match text("pressure").as_str() {
                "moderate" => MiniPressure::Moderate,
                "low" => MiniPressure::Low,
                _ => MiniPressure::Critical,
            }),
            "register" => {
                let spec = MiniApiSpec { name: text("name"), scope: text("scope"), prompt: "pay with Acme".into() };
                app.register(Arc::new(Own(self.shell.clone(), spec)))?;
            }
            "read_asset" => return Ok(asset(app.read_asset(PageId(number("page")), text("path")))),
            "serve" => {
                let reply = app.serve(PageId(number("page")), text("path"), with["range"].as_str().map(str::to_owned));
                return Ok(json!({ "status": reply.status, "mime": reply.mime, "hello": reply.hello }));
            }
            "relay_script" => return Ok(json!(!relay_script().is_empty())),
            "message" => app.on_view_message(PageId(number("page")), text("text")),
            "view_lost" => app.view_lost(PageId(number("page"))),
            "cancel" => return Ok(json!(app.cancel(self.shell.question(&text("question"))))),
            "report" => {
                let reading = |x| MiniReport::Reading { x, y: 0.0, z: 0.0, accuracy: String::new() };
                app.report(self.shell.question(&text("question")), with["x"].as_f64().map_or(MiniReport::Begun, reading));
            }
            "open_calls" => {
                // A question that was dropped is over a moment later.
                for _ in 0..400 {
                    if json!(app.open_calls()) == step["is"] {
                        break;
                    }
                    std::thread::sleep(std::time::Duration::from_millis(10));
                }
                return Ok(json!(app.open_calls()));
            }
            "shutdown" => app.shutdown(),
            other => panic!("no such step: {other}"),
        }
        Ok(Value::Null)
    }
}

/// What is wrong with the outcome of a step; nothing when it is as it should be.
fn wrong(step: &Value, result: Result<Value, MiniError>) -> Option<String> {
    match (&step["fails"], result) {
        (Value::Null, Ok(value)) => match step.get("is") {
            Some(wanted) if *wanted != value => Some(format!("{value} instead of {wanted}")),
            _ => None,
        },
        (Value::Null, Err(error)) => Some(error.to_string()),
        (wanted, Ok(value)) => Some(format!("{value} instead of the error {wanted}")),
        (wanted, Err(error)) if wanted != kind(&error) || error.to_string().is_empty() => Some(format!("{wanted} is {error:?}")),
        (_, Err(_)) => None,
    }
}

#[test]
fn the_contract_holds_from_rust() {
    lay_out();
    let (mut vectors, mut steps, mut failures) = (0, 0, Vec::new());
    let mut files: Vec<_> = std::fs::read_dir(root().join("tests/contract/vectors")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files {
        let list: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
        for vector in list {
            let name = vector["name"].as_str().unwrap().to_owned();
            let home = tempfile::tempdir().unwrap();
            let (shell, app) = start(&vector, home.path());
            vectors += 1;
            let refused = app.as_ref().err().map(kind);
            if let Some(fails) = vector["new"]["fails"].as_str() {
                assert_eq!(refused, Some(fails), "{name}");
                continue;
            }
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            let mut run = Run { shell, app: app.unwrap_or_else(|error| panic!("{name}: {error}")), sessions: HashMap::new(), runtime };
            for (at, step) in vector["steps"].as_array().unwrap().iter().enumerate() {
                steps += 1;
                let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| run.step(step)));
                let wrong = result.map_or_else(|_| Some("see above".into()), |result| wrong(step, result));
                if let Some(wrong) = wrong {
                    failures.push(format!("{name}, step {}: {wrong}", at + 1));
                    break;
                }
            }
            run.app.shutdown();
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
    let counts = crate::alive::mini_counts();
    assert_eq!((counts.super_apps, counts.sessions, counts.hosts), (0, 0, 0), "something is still held");
    println!("contract from Rust: {vectors} vectors, {steps} steps");
}
