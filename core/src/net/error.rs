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
        /// What kind of fault it is.
        fault: CertificateFault,
        /// What is wrong with it.
        reason: String,
    },
    /// What answers does not speak TLS, or not as it should.
    #[error("no encrypted connection could be made: {reason}")]
    Handshake {
        /// What went wrong.
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

/// What is wrong with a certificate, as far as programs are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertificateFault {
    /// It is for another name.
    Name,
    /// It is not valid yet, or not any more.
    Date,
    /// Nobody who is trusted vouches for it.
    Issuer,
    /// It was taken back.
    Revoked,
    /// It can't be read, or is not for servers.
    Other,
}

impl NetError {
    fn of_tls(error: &rustls::Error) -> Self {
        use rustls::CertificateError as Bad;
        let reason = error.to_string();
        let rustls::Error::InvalidCertificate(bad) = error else { return Self::Handshake { reason } };
        let fault = match bad {
            Bad::NotValidForName | Bad::NotValidForNameContext { .. } => CertificateFault::Name,
            Bad::Expired | Bad::ExpiredContext { .. } | Bad::NotValidYet | Bad::NotValidYetContext { .. } => CertificateFault::Date,
            // A wrong signature: somebody took the name of an authority. Other: mostly a certificate that vouches for itself.
            Bad::UnknownIssuer | Bad::BadSignature | Bad::Other(_) => CertificateFault::Issuer,
            Bad::Revoked => CertificateFault::Revoked,
            _ => CertificateFault::Other,
        };
        Self::Certificate { fault, reason }
    }

    /// What an error of the system means.
    pub(super) fn of_io(io: &std::io::Error) -> Self {
        Self::told_by_io(io).unwrap_or_else(|| Self::Other { reason: io.to_string() })
    }

    fn told_by_io(io: &std::io::Error) -> Option<Self> {
        use std::io::ErrorKind as Kind;
        if let Some(tls) = tls_inside(io) {
            return Some(Self::of_tls(tls));
        }
        Some(match io.kind() {
            Kind::ConnectionRefused => Self::ConnectionRefused,
            Kind::ConnectionReset | Kind::UnexpectedEof | Kind::BrokenPipe => Self::ConnectionLost,
            Kind::TimedOut => Self::Timeout,
            _ => return None,
        })
    }

    pub(super) fn from_reqwest(error: &reqwest::Error) -> Self {
        let mut source = error.source();
        while let Some(cause) = source {
            if let Some(own) = cause.downcast_ref::<NetError>() {
                return own.clone();
            }
            if let Some(tls) = cause.downcast_ref::<rustls::Error>() {
                return Self::of_tls(tls);
            }
            if let Some(told) = cause.downcast_ref::<std::io::Error>().and_then(Self::told_by_io) {
                return told;
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
