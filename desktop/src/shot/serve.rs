//! Two small servers on the loopback address for as long as a picture is taken: the frame with the bars, and the page on
//! an origin of its own, as in the phone. They must not serve anybody else.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use banchan_core::host::{NavigationBar, TabBar};
use banchan_core::session::document::CSP;
use banchan_core::superapp::SuperApp;
use serde_json::json;
use tokio::sync::watch;

use super::screen::Screen;

const FRAME: &str = include_str!("frame.html");
const FRAME_SCRIPT: &str = include_str!("frame.js");

/// A port that is ours before anybody knows its number.
pub(super) struct Door {
    listener: TcpListener,
    address: SocketAddr,
}

impl Door {
    pub(super) fn open() -> std::io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        Ok(Self { address: listener.local_addr()?, listener })
    }

    pub(super) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }
}

/// What is shown.
pub(super) struct Stage {
    pub(super) app: Arc<SuperApp>,
    pub(super) screen: Arc<Screen>,
    /// Origin of the page.
    pub(super) pages: String,
}

/// The servers while they run.
pub(super) struct Serving {
    runtime: tokio::runtime::Runtime,
    stop: watch::Sender<bool>,
}

impl Serving {
    pub(super) fn start(stage: Arc<Stage>, shell: Door, pages: Door) -> std::io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let (stop, stopped) = watch::channel(false);
        let frame = Router::new()
            .route("/", get(frame))
            .route("/frame.js", get(async || ([(header::CONTENT_TYPE, "text/javascript")], FRAME_SCRIPT)))
            .route("/icon/{*path}", get(icon))
            .route("/say", post(say))
            .route("/messages", get(messages))
            .with_state(stage.clone());
        let page = Router::new().route("/", get(document)).route("/{*path}", get(asset)).with_state(stage);
        for (door, router) in [(shell, frame), (pages, page)] {
            let _guard = runtime.enter();
            let listener = tokio::net::TcpListener::from_std(door.listener)?;
            let mut stopped = stopped.clone();
            runtime.spawn(async move {
                let ended = async move { drop(stopped.wait_for(|stop| *stop).await) };
                let _ = axum::serve(listener, router).with_graceful_shutdown(ended).await;
            });
        }
        Ok(Self { runtime, stop })
    }

    /// Ends both and lets go of everything they held.
    pub(super) fn end(self) {
        let _ = self.stop.send(true);
        self.runtime.shutdown_timeout(std::time::Duration::from_secs(2));
    }
}

async fn frame(State(stage): State<Arc<Stage>>) -> Html<String> {
    let (bar, background) = stage.screen.bar();
    let tabs = stage.screen.tab_bar();
    let page = FRAME
        .replace("{{background}}", &color(&background, "#ffffff"))
        .replace("{{navigation}}", &navigation(&bar))
        .replace("{{front}}", &color(&bar.front_color, "#000000"))
        .replace("{{bar}}", &color(&bar.background_color, "#ffffff"))
        .replace("{{tabs}}", &tabs.map(|tabs| tab_bar(&tabs)).unwrap_or_default())
        .replace("{{pages}}", &stage.pages);
    Html(page)
}

fn navigation(bar: &NavigationBar) -> String {
    // A page with a bar of its own lies under the clock.
    if bar.custom { String::new() } else { format!("<header><h1>{}</h1></header>", escaped(&bar.title)) }
}

fn tab_bar(bar: &TabBar) -> String {
    let items = bar.items.iter().enumerate().map(|(at, item)| {
        let is_chosen = at == bar.selected;
        let (icon, tint) = if is_chosen { (&item.selected_icon_path, &bar.selected_color) } else { (&item.icon_path, &bar.color) };
        let icon = icon.trim_start_matches('/');
        let picture = if icon.is_empty() { String::new() } else { format!("<img alt=\"\" src=\"/icon/{}\">", escaped(icon)) };
        format!("<li style=\"color:{}\">{picture}{}</li>", color(tint, "#666666"), escaped(&item.text))
    });
    format!("<ul style=\"background:{}\">{}</ul>", color(&bar.background_color, "#ffffff"), items.collect::<String>())
}

/// A colour as mini-programs write it, or another where it is none.
fn color(text: &str, otherwise: &str) -> String {
    let is_color = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"#(),.% ".contains(&byte));
    if is_color { text.into() } else { otherwise.into() }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

async fn say(State(stage): State<Arc<Stage>>, text: String) {
    if let Some(page) = stage.screen.top() {
        stage.app.on_view_message(page, &text);
    }
}

async fn messages(State(stage): State<Arc<Stage>>) -> axum::Json<serde_json::Value> {
    axum::Json(json!(stage.screen.messages()))
}

async fn document(State(stage): State<Arc<Stage>>) -> Response {
    read(&stage, "")
}

async fn asset(State(stage): State<Arc<Stage>>, Path(path): Path<String>) -> Response {
    read(&stage, &path)
}

async fn icon(State(stage): State<Arc<Stage>>, Path(path): Path<String>) -> Response {
    read(&stage, &path)
}

fn read(stage: &Stage, path: &str) -> Response {
    let found = stage.screen.top().and_then(|page| stage.app.read_asset(page, path));
    match found {
        Some(asset) => {
            let headers = [(header::CONTENT_TYPE, asset.mime), (header::CONTENT_SECURITY_POLICY, CSP)];
            (headers, asset.bytes.into_owned()).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
