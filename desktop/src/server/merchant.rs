//! What the server of a mini-program on this machine may ask: who a code stands for. The code is the secret; pages in a
//! browser are turned away.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use axum::http::header::ORIGIN;
use axum::http::{HeaderMap, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Shell;

/// The folder of these addresses: beside the secret one, since a merchant does not know that.
pub(super) const FOLDER: &str = "/merchant/";

/// A code and whose it is.
#[derive(Deserialize)]
pub(super) struct Wish {
    app: String,
    code: String,
}

fn answer(shell: &Shell, headers: &HeaderMap, wish: &Wish, phone: bool) -> (StatusCode, Json<Value>) {
    if headers.contains_key(ORIGIN) || headers.contains_key("sec-fetch-site") {
        return (StatusCode::FORBIDDEN, Json(json!({ "errcode": 1, "errmsg": "only a server may exchange a code" })));
    }
    match shell.codes.exchange(&wish.app, &wish.code, phone) {
        Some(value) => (StatusCode::OK, Json(value)),
        None => (StatusCode::BAD_REQUEST, Json(json!({ "errcode": 40029, "errmsg": "invalid code" }))),
    }
}

/// `GET /merchant/session?app=..&code=..`: who signed in with `wx.login`.
pub(super) async fn session(State(shell): State<Arc<Shell>>, headers: HeaderMap, Query(wish): Query<Wish>) -> (StatusCode, Json<Value>) {
    answer(&shell, &headers, &wish, false)
}

/// `GET /merchant/phone?app=..&code=..`: the number behind the code of a button with `open-type="getPhoneNumber"`.
pub(super) async fn phone(State(shell): State<Arc<Shell>>, headers: HeaderMap, Query(wish): Query<Wish>) -> (StatusCode, Json<Value>) {
    answer(&shell, &headers, &wish, true)
}
