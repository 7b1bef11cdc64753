//! What can go wrong on the network, told apart as far as a program can act on it.

use std::error::Error as _;

use crate::permission::Refusal;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NetError {
    /// The permit was not good any more.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The name leads into the user's own network or machine.
    #[error("{host} leads to a private address: mini-programs reach public servers only")]
    Private {
        /// The name.
        host: String,
    },
    /// Nobody knows the name.
    #[error("the name {host} is not known")]
    UnknownName {
        /// The name.
        host: String,
    },
    /// It took too long.
    #[error("the server did not answer in time")]
    Timeout,
    /// The answer is too large.
    #[error("the answer is larger than {limit} bytes")]
    TooLarge {
        /// How much is read at most.
        limit: usize,
    },
    /// The server does not take connections.
    #[error("the server refused the connection")]
    ConnectionRefused,
    /// The connection broke.
    #[error("the connection was lost")]
    ConnectionLost,
    /// The server's certificate is not good.
    #[error("the server's certificate can't be trusted: {reason}")]
    Certificate {
        /// What is wrong with it.
        reason: String,
    },
    /// The request can't be put on the wire.
    #[error("the request can't be sent: {reason}")]
    BadRequest {
        /// What is wrong with it.
        reason: String,
    },
    /// Anything else.
    #[error("the request failed: {reason}")]
    Other {
        /// What the system says.
        reason: String,
    },
}

impl NetError {
    pub(super) fn from_reqwest(error: &reqwest::Error) -> Self {
        let mut source = error.source();
        while let Some(cause) = source {
            if let Some(own) = cause.downcast_ref::<NetError>() {
                return own.clone();
            }
            if let Some(tls) = cause.downcast_ref::<rustls::Error>() {
                return Self::Certificate { reason: tls.to_string() };
            }
            if let Some(io) = cause.downcast_ref::<std::io::Error>() {
                if let Some(tls) = tls_inside(io) {
                    return Self::Certificate { reason: tls.to_string() };
                }
                match io.kind() {
                    std::io::ErrorKind::ConnectionRefused => return Self::ConnectionRefused,
                    std::io::ErrorKind::ConnectionReset | std::io::ErrorKind::UnexpectedEof | std::io::ErrorKind::BrokenPipe => {
                        return Self::ConnectionLost;
                    }
                    std::io::ErrorKind::TimedOut => return Self::Timeout,
                    _ => {}
                }
            }
            source = cause.source();
        }
        if error.is_timeout() { Self::Timeout } else { Self::Other { reason: error.without_url_text() } }
    }
}

/// A failed handshake, wrapped in as many errors of the system as there are layers.
fn tls_inside(io: &std::io::Error) -> Option<&rustls::Error> {
    let inner = io.get_ref()?;
    inner.downcast_ref().or_else(|| tls_inside(inner.downcast_ref()?))
}

/// The address may carry secrets in its query: it stays out of words that reach logs.
trait WithoutUrl {
    fn without_url_text(&self) -> String;
}

impl WithoutUrl for reqwest::Error {
    fn without_url_text(&self) -> String {
        let mut text = String::from("no usable answer");
        let mut source = self.source();
        while let Some(cause) = source {
            text = cause.to_string();
            source = cause.source();
        }
        text
    }
}
