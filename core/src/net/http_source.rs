//! A registry on a web server. What it answers is proven by signatures, so the server itself is not trusted; the address is the
//! host's own and passes the same door as those of mini-programs. It must not be read on a thread that others wait for.

use std::time::Duration;

use banchan_formats::bundle::SafePath;
use tokio::runtime::Handle;

use super::client::{Clients, Sent, exchange};
use super::{HttpRequest, NetError, SystemLookup};
use crate::permission::{UrlPass, UrlRefusal, host_url};
use crate::store::{RegistrySource, SourceError};

/// Longest time for one file.
const WITHIN: Duration = Duration::from_secs(60);
/// Most redirects.
const MAX_HOPS: usize = 3;

/// A folder on a web server that holds `index.json`.
#[derive(Clone, Debug)]
pub struct HttpSource {
    base: String,
    allow_loopback: bool,
    runtime: Handle,
}

impl HttpSource {
    /// The folder at `base` (`https://example.com/registry/`). This machine's own addresses, also unencrypted, only with
    /// `allow_loopback`: for tests and developers. It must not be read on a thread of `runtime` that runs futures.
    ///
    /// # Errors
    /// [`UrlRefusal`] when it is not https, or a private address.
    pub fn new(base: &str, allow_loopback: bool, runtime: Handle) -> Result<Self, UrlRefusal> {
        let base = if base.ends_with('/') { base.to_owned() } else { format!("{base}/") };
        host_url(&base, allow_loopback)?;
        Ok(Self { base, allow_loopback, runtime })
    }

    async fn fetch(&self, path: &SafePath, limit: usize) -> Result<Vec<u8>, String> {
        let words = |error: NetError| error.to_string();
        let mut pass: UrlPass = host_url(&self.base, self.allow_loopback).map_err(|error| error.to_string())?;
        let mut next = pass.url().join(&encoded(path)).map_err(|error| error.to_string())?;
        let clients = Clients::new(std::sync::Arc::new(SystemLookup));
        for _ in 0..=MAX_HOPS {
            pass = host_url(next.as_str(), self.allow_loopback).map_err(|error| error.to_string())?;
            let client = clients.get(pass.reach()).map_err(words)?;
            let request = HttpRequest { method: "GET".into(), headers: Vec::new(), body: None, timeout: WITHIN, max_body: limit };
            let answer = exchange(client, pass, request, Sent::Nothing).await.map_err(words)?;
            let target = answer.header("location").filter(|_| matches!(answer.status(), 301 | 302 | 303 | 307 | 308));
            match (answer.status(), target) {
                (_, Some(target)) => next = next.join(target).map_err(|error| error.to_string())?,
                (200, None) => return Ok(answer.whole(limit).await.map_err(words)?.body),
                (status, None) => return Err(format!("the server answered {status}")),
            }
        }
        Err("it is redirected too often".into())
    }
}

/// A path with what has a meaning in addresses written out.
fn encoded(path: &SafePath) -> String {
    let mut out = String::new();
    for byte in path.as_str().bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'/' => out.push(char::from(byte)),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

impl RegistrySource for HttpSource {
    fn read(&self, path: &SafePath, limit: u64) -> Result<Vec<u8>, SourceError> {
        let failed = |reason: String| SourceError { path: path.to_string(), reason };
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let fetch = async { tokio::time::timeout(WITHIN, self.fetch(path, limit)).await };
        self.runtime.block_on(fetch).unwrap_or_else(|_| Err("the server did not answer in time".into())).map_err(failed)
    }
}
