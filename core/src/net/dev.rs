//! The way to a developer's computer (`banchan dev --lan`): one connection, encrypted, to the one certificate that the code named.
//! A line of JSON each way; what the computer sends may have bytes behind it. It must not connect to anything else.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use banchan_formats::code::DevTarget;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, DigitallySignedStruct, SignatureScheme};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, ReadHalf, WriteHalf};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::provider::provider;

/// Longest wait for the connection, and for the first answer.
const WITHIN: Duration = Duration::from_secs(10);
/// Longest line, in bytes.
const MAX_LINE: u64 = 4096;
/// Largest bundle, in bytes.
const MAX_BUNDLE: usize = 64 << 20;

/// Why a developer's computer is of no use.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum DevError {
    #[error("the developer's computer does not answer ({0}). Both have to be in the same network, and `banchan dev --lan` has to run")]
    Silent(String),
    #[error("what answers is not the computer that showed this code, and nothing was sent to it. Scan the code again")]
    WrongPin,
    #[error("what answers does not speak as `banchan dev --lan` does")]
    Strange,
    #[error("the developer's computer said no: {0}")]
    Refused(String),
    #[error("the connection to the developer's computer ended")]
    Ended,
}

/// What the phone says first.
#[derive(Serialize)]
struct Hello<'a> {
    banchan: &'static str,
    token: &'a str,
}

/// What the computer says.
#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Said {
    /// No, and why.
    No(String),
    /// So many bytes follow: a packed folder.
    Bundle(usize),
}

/// What comes from the computer.
pub(crate) struct DevReader(BufReader<ReadHalf<TlsStream<TcpStream>>>);

/// What goes to it.
pub(crate) struct DevWriter(WriteHalf<TlsStream<TcpStream>>);

/// Connects and hands over the token; no mini-program was sent yet.
pub(crate) async fn connect(target: &DevTarget) -> Result<(DevReader, DevWriter), DevError> {
    let stream = tokio::time::timeout(WITHIN, handshake(target.address, target.pin));
    let stream = stream.await.map_err(|_| DevError::Silent("it took too long".into()))??;
    let (reader, writer) = tokio::io::split(stream);
    let mut writer = DevWriter(writer);
    let hello = serde_json::to_string(&Hello { banchan: "dev", token: &target.token }).map_err(|_| DevError::Strange)?;
    writer.line(&hello).await?;
    Ok((DevReader(BufReader::new(reader)), writer))
}

async fn handshake(address: SocketAddr, pin: [u8; 32]) -> Result<TlsStream<TcpStream>, DevError> {
    let provider = provider();
    let config = rustls::ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .map_err(|error| DevError::Silent(error.to_string()))?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Pinned { pin, provider }))
        .with_no_client_auth();
    let stream = TcpStream::connect(address).await.map_err(|error| DevError::Silent(error.to_string()))?;
    let name = ServerName::IpAddress(address.ip().into());
    TlsConnector::from(Arc::new(config)).connect(name, stream).await.map_err(|error| {
        let reason = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
        match reason {
            Some(rustls::Error::InvalidCertificate(CertificateError::ApplicationVerificationFailure)) => DevError::WrongPin,
            _ => DevError::Strange,
        }
    })
}

/// Trusts one certificate: the one whose digest the code named. Who issued it and for whom does not matter.
#[derive(Debug)]
struct Pinned {
    pin: [u8; 32],
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        if Sha256::digest(end_entity.as_ref())[..] == self.pin[..] {
            return Ok(ServerCertVerified::assertion());
        }
        Err(rustls::Error::InvalidCertificate(CertificateError::ApplicationVerificationFailure))
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

impl DevReader {
    /// The next packed folder; waits until there is one. The first one is due soon.
    pub(crate) async fn bundle(&mut self, first: bool) -> Result<Vec<u8>, DevError> {
        let line = async {
            let mut line = Vec::new();
            let read = (&mut self.0).take(MAX_LINE).read_until(b'\n', &mut line).await;
            match read {
                Ok(0) | Err(_) => Err(DevError::Ended),
                Ok(_) => serde_json::from_slice::<Said>(&line).map_err(|_| DevError::Strange),
            }
        };
        let said = if first { tokio::time::timeout(WITHIN, line).await.map_err(|_| DevError::Strange)? } else { line.await };
        match said? {
            Said::No(why) => Err(DevError::Refused(why.chars().filter(|c| !c.is_control()).take(300).collect())),
            Said::Bundle(length) if length <= MAX_BUNDLE => {
                let mut bytes = Vec::new();
                let read = (&mut self.0).take(length as u64).read_to_end(&mut bytes).await;
                if read.is_ok_and(|read| read == length) { Ok(bytes) } else { Err(DevError::Ended) }
            }
            Said::Bundle(_) => Err(DevError::Strange),
        }
    }
}

impl DevWriter {
    /// Sends one line.
    pub(crate) async fn line(&mut self, line: &str) -> Result<(), DevError> {
        let sent = async {
            self.0.write_all(line.as_bytes()).await?;
            self.0.write_all(b"\n").await?;
            self.0.flush().await
        };
        sent.await.map_err(|_| DevError::Ended)
    }
}
