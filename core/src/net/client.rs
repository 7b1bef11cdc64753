//! The one place that names the HTTP library. It must not add anything to a request that nobody asked for.

use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, OnceLock};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{CONTENT_LENGTH, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Method};
use rustls::pki_types::CertificateDer;

use super::provider::provider;
use super::{Answer, BodyStream, HttpRequest, Lookup, NetError, REACHES};
use crate::permission::{Reach, UrlPass};

pub(super) struct Clients {
    lookup: Arc<dyn Lookup>,
    /// Trusted beside those that are part of the program: tests only.
    roots: Vec<CertificateDer<'static>>,
    clients: [OnceLock<Result<Client, NetError>>; REACHES.len()],
}

impl Clients {
    pub fn new(lookup: Arc<dyn Lookup>) -> Self {
        Self::trusting(lookup, Vec::new())
    }

    pub fn trusting(lookup: Arc<dyn Lookup>, roots: Vec<CertificateDer<'static>>) -> Self {
        Self { lookup, roots, clients: [const { OnceLock::new() }; REACHES.len()] }
    }

    pub fn lookup(&self) -> &dyn Lookup {
        self.lookup.as_ref()
    }

    pub fn get(&self, reach: Reach) -> Result<&Client, NetError> {
        let [public, loopback] = &self.clients;
        let cell = if reach == Reach::Public { public } else { loopback };
        cell.get_or_init(|| self.build(reach)).as_ref().map_err(Clone::clone)
    }

    /// What is trusted: roots that are part of the program, and a provider that needs no set-up, the same on every phone.
    pub fn tls(&self) -> Result<rustls::ClientConfig, NetError> {
        let mut roots = rustls::RootCertStore::empty();
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        roots.add_parsable_certificates(self.roots.iter().cloned());
        Ok(rustls::ClientConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()
            .map_err(|error| NetError::Other { reason: error.to_string() })?
            .with_root_certificates(roots)
            .with_no_client_auth())
    }

    fn build(&self, reach: Reach) -> Result<Client, NetError> {
        Client::builder()
            .tls_backend_preconfigured(self.tls()?)
            .dns_resolver(Arc::new(Filtered { reach, lookup: self.lookup.clone() }))
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .no_proxy()
            .user_agent(concat!("Banchan/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| NetError::from_reqwest(&error))
    }
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
pub(super) const OWN_HEADERS: [&str; 9] =
    ["host", "connection", "content-length", "transfer-encoding", "upgrade", "te", "trailer", "keep-alive", "proxy-authorization"];

/// What is sent as the body.
pub(super) enum Sent {
    Nothing,
    Bytes(Vec<u8>),
    Stream(BodyStream, u64),
}

pub(super) async fn exchange(client: &Client, pass: UrlPass, request: HttpRequest, body: Sent) -> Result<Answer, NetError> {
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
    builder = match body {
        Sent::Nothing => builder,
        Sent::Bytes(bytes) => builder.body(bytes),
        Sent::Stream(stream, length) => builder.header(CONTENT_LENGTH, length).body(reqwest::Body::wrap_stream(stream)),
    };
    let response = builder.send().await.map_err(|error| NetError::from_reqwest(&error))?;
    Ok(Answer { response })
}
