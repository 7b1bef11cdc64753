//! The one place that names the HTTP library. It must not add anything to a request that nobody asked for.

use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, OnceLock};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Method};

use super::{HttpRequest, HttpResponse, Lookup, NetError, REACHES};
use crate::permission::{Reach, UrlPass};

pub(super) struct Clients {
    lookup: Arc<dyn Lookup>,
    clients: [OnceLock<Result<Client, NetError>>; REACHES.len()],
}

impl Clients {
    pub fn new(lookup: Arc<dyn Lookup>) -> Self {
        Self { lookup, clients: [const { OnceLock::new() }; REACHES.len()] }
    }

    pub fn get(&self, reach: Reach) -> Result<&Client, NetError> {
        let [public, loopback] = &self.clients;
        let cell = if reach == Reach::Public { public } else { loopback };
        cell.get_or_init(|| build(reach, self.lookup.clone())).as_ref().map_err(Clone::clone)
    }
}

fn build(reach: Reach, lookup: Arc<dyn Lookup>) -> Result<Client, NetError> {
    let failed = |reason: String| NetError::Other { reason };
    // Roots that are part of the program, and a provider that needs no set-up: the same on every phone.
    let mut roots = rustls::RootCertStore::empty();
    roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    let tls = rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| failed(error.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Client::builder()
        .tls_backend_preconfigured(tls)
        .dns_resolver(Arc::new(Filtered { reach, lookup }))
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        .no_proxy()
        .user_agent(concat!("Banchan/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(|error| NetError::from_reqwest(&error))
}

/// Answers only with addresses that may be contacted; the library connects to nothing else.
struct Filtered {
    reach: Reach,
    lookup: Arc<dyn Lookup>,
}

impl Resolve for Filtered {
    fn resolve(&self, name: Name) -> Resolving {
        let (reach, lookup) = (self.reach, self.lookup.clone());
        Box::pin(async move {
            let host = name.as_str().to_owned();
            let Ok(all) = lookup.lookup(&host).await else {
                return Err(NetError::UnknownName { host }.into());
            };
            if all.is_empty() {
                return Err(NetError::UnknownName { host }.into());
            }
            let allowed: Vec<IpAddr> = all.into_iter().filter(|address| reach.allows(*address)).collect();
            if allowed.is_empty() {
                return Err(NetError::Private { host }.into());
            }
            let addresses: Addrs = Box::new(allowed.into_iter().map(|address| SocketAddr::new(address, 0)));
            Ok(addresses)
        })
    }
}

/// Headers that belong to the connection, not to the program.
const OWN_HEADERS: [&str; 9] =
    ["host", "connection", "content-length", "transfer-encoding", "upgrade", "te", "trailer", "keep-alive", "proxy-authorization"];

pub(super) async fn exchange(client: &Client, pass: UrlPass, request: HttpRequest) -> Result<HttpResponse, NetError> {
    let bad = |reason: String| NetError::BadRequest { reason };
    let method = Method::from_bytes(request.method.as_bytes()).map_err(|_| bad(format!("{:?} is no method", request.method)))?;
    let mut headers = HeaderMap::new();
    for (name, value) in &request.headers {
        let key = HeaderName::from_bytes(name.as_bytes()).map_err(|_| bad(format!("{name:?} is no name of a header")))?;
        if OWN_HEADERS.contains(&key.as_str()) {
            continue;
        }
        let value =
            HeaderValue::from_bytes(value.as_bytes()).map_err(|_| bad(format!("the header {name} has characters that can't be sent")))?;
        headers.append(key, value);
    }
    let mut builder = client.request(method, pass.url().clone()).headers(headers);
    if let Some(body) = request.body {
        builder = builder.body(body);
    }
    let failed = |error: reqwest::Error| NetError::from_reqwest(&error);
    let mut response = builder.send().await.map_err(failed)?;
    let limit = request.max_body;
    if response.content_length().is_some_and(|length| length > limit as u64) {
        return Err(NetError::TooLarge { limit });
    }
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(failed)? {
        if body.len() + chunk.len() > limit {
            return Err(NetError::TooLarge { limit });
        }
        body.extend_from_slice(&chunk);
    }
    let headers = response.headers().iter();
    let headers = headers.map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()));
    Ok(HttpResponse { status: response.status().as_u16(), headers: headers.collect(), body })
}
