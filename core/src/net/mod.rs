//! The network: one request, one answer, for whoever holds a [`UrlPermit`]. It must not decide which address is allowed,
//! follow a redirect, or keep a cookie.
//!
//! A name becomes an address here, once: what it resolves to is filtered by the permit's reach, and the connection goes
//! to exactly those addresses, so that a name that changes its mind can't lead into the user's own network.

mod answer;
mod client;
pub(crate) mod dev;
mod error;
mod http_source;
mod lookup;
mod provider;
mod socket;

use std::sync::Arc;
use std::time::Duration;

use crate::permission::{Reach, UrlPermit};
use client::{Clients, Sent};

pub use answer::{Answer, BodyStream};
pub use error::{CertificateFault, NetError};
pub use http_source::HttpSource;
pub use lookup::{Lookup, SystemLookup};
pub use socket::{Connected, Frame, SocketAsk, SocketReader, SocketWriter};

/// One request. The address comes from the permit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpRequest {
    /// Such as `GET`.
    pub method: String,
    /// Name and value.
    pub headers: Vec<(String, String)>,
    /// What is sent; `None` for nothing.
    pub body: Option<Vec<u8>>,
    /// For everything: name, connection, answer.
    pub timeout: Duration,
    /// Most bytes of the answer.
    pub max_body: usize,
}

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpResponse {
    /// Such as 200.
    pub status: u16,
    /// Name, in lower case, and value, as they came.
    pub headers: Vec<(String, String)>,
    /// What was sent.
    pub body: Vec<u8>,
}

impl HttpResponse {
    /// The first header of a name in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// The network. Clients are made when first needed: starting up costs nothing.
pub struct Net {
    clients: Clients,
}

impl Net {
    /// Names are resolved by the system.
    #[must_use]
    pub fn new() -> Self {
        Self::with_lookup(Arc::new(SystemLookup))
    }

    /// Names are resolved by somebody else.
    #[must_use]
    pub fn with_lookup(lookup: Arc<dyn Lookup>) -> Self {
        Self { clients: Clients::new(lookup) }
    }

    /// Names are resolved by the system, and these authorities are trusted too.
    #[cfg(test)]
    pub(crate) fn trusting(roots: Vec<rustls::pki_types::CertificateDer<'static>>) -> Self {
        Self { clients: Clients::trusting(Arc::new(SystemLookup), roots) }
    }

    /// Sends one request and reads the answer, whatever its status. Must run inside a tokio runtime.
    ///
    /// # Errors
    /// [`NetError`].
    pub async fn send(&self, permit: UrlPermit, request: HttpRequest) -> Result<HttpResponse, NetError> {
        let (timeout, limit) = (request.timeout, request.max_body);
        let exchange = async { self.open(permit, request, None).await?.whole(limit).await };
        tokio::time::timeout(timeout, exchange).await.unwrap_or(Err(NetError::Timeout))
    }

    /// Sends one request and answers as soon as the head of the answer is there. What is sent is a stream of so many bytes,
    /// or the request's own body. The caller keeps the time and counts the body.
    ///
    /// # Errors
    /// [`NetError`].
    pub async fn open(&self, permit: UrlPermit, mut request: HttpRequest, stream: Option<(BodyStream, u64)>) -> Result<Answer, NetError> {
        let pass = permit.redeem()?;
        let client = self.clients.get(pass.reach())?;
        let body = match (stream, request.body.take()) {
            (Some((stream, length)), _) => Sent::Stream(stream, length),
            (None, Some(bytes)) => Sent::Bytes(bytes),
            (None, None) => Sent::Nothing,
        };
        client::exchange(client, pass, request, body).await
    }
}

impl Default for Net {
    fn default() -> Self {
        Self::new()
    }
}

/// Both reaches have a client of their own, because a client keeps connections that others could reuse.
const REACHES: [Reach; 2] = [Reach::Public, Reach::PublicAndLoopback];

#[cfg(test)]
mod tests;
