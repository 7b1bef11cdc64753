//! The network: one request, one answer, for whoever holds a [`UrlPermit`]. It must not decide which address is allowed,
//! follow a redirect, or keep a cookie.
//!
//! A name becomes an address here, once: what it resolves to is filtered by the permit's reach, and the connection goes
//! to exactly those addresses, so that a name that changes its mind can't lead into the user's own network.

mod client;
mod error;
mod lookup;

use std::sync::Arc;
use std::time::Duration;

use crate::permission::{Reach, UrlPermit};
use client::Clients;

pub use error::NetError;
pub use lookup::{Lookup, SystemLookup};

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

    /// Sends one request and reads the answer, whatever its status. Must run inside a tokio runtime.
    ///
    /// # Errors
    /// [`NetError`].
    pub async fn send(&self, permit: UrlPermit, request: HttpRequest) -> Result<HttpResponse, NetError> {
        let pass = permit.redeem()?;
        let client = self.clients.get(pass.reach())?;
        let timeout = request.timeout;
        let exchange = client::exchange(client, pass, request);
        tokio::time::timeout(timeout, exchange).await.unwrap_or(Err(NetError::Timeout))
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
