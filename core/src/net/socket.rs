//! Web sockets: one connection for whoever holds a [`UrlPermit`]. The one place that names their library. It must not
//! connect to an address that the permit does not reach, nor answer a redirect.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::http::{HeaderName, HeaderValue};
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Error, Message};

use super::client::OWN_HEADERS;
use super::{Net, NetError};
use crate::permission::{UrlPass, UrlPermit};

trait Wire: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Wire for T {}

type Line = WebSocketStream<Box<dyn Wire>>;

/// What one connection is asked for with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SocketAsk {
    /// Name and value.
    pub headers: Vec<(String, String)>,
    /// Names of protocols, the first one preferred.
    pub protocols: Vec<String>,
    /// For name, connection and handshake.
    pub timeout: Duration,
    /// Most bytes of one message.
    pub max_message: usize,
}

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frame {
    /// Text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// It ends, and why.
    Close {
        /// WebSocket's number.
        code: u16,
        /// In words.
        reason: String,
    },
}

/// The end that hears.
pub struct SocketReader(SplitStream<Line>);

/// The end that speaks.
pub struct SocketWriter(SplitSink<Line, Message>);

/// Both ends and the headers of the handshake.
pub struct Connected {
    /// Hears.
    pub reader: SocketReader,
    /// Speaks.
    pub writer: SocketWriter,
    /// Name, in lower case, and value.
    pub headers: Vec<(String, String)>,
}

impl Net {
    /// Opens a web socket. Must run inside a tokio runtime.
    ///
    /// # Errors
    /// [`NetError`].
    pub async fn socket(&self, permit: UrlPermit, ask: SocketAsk) -> Result<Connected, NetError> {
        let pass = permit.redeem()?;
        let timeout = ask.timeout;
        tokio::time::timeout(timeout, self.connect(pass, ask)).await.unwrap_or(Err(NetError::Timeout))
    }

    async fn connect(&self, pass: UrlPass, ask: SocketAsk) -> Result<Connected, NetError> {
        let bad = |reason: String| NetError::BadRequest { reason };
        let url = pass.url();
        let mut request = url.as_str().into_client_request().map_err(|error| bad(error.to_string()))?;
        for (name, value) in &ask.headers {
            let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| bad(format!("{name:?} is no name of a header")))?;
            if OWN_HEADERS.contains(&name.as_str()) || name.as_str().starts_with("sec-websocket-") {
                continue;
            }
            let value = HeaderValue::from_bytes(value.as_bytes()).map_err(|_| bad(format!("the header {name} can't be sent")))?;
            request.headers_mut().append(name, value);
        }
        if !ask.protocols.is_empty() {
            let named = HeaderValue::from_str(&ask.protocols.join(", ")).map_err(|_| bad("the protocols can't be sent".into()))?;
            request.headers_mut().insert("sec-websocket-protocol", named);
        }
        let wire = self.wire(&pass).await?;
        let config = WebSocketConfig::default().max_message_size(Some(ask.max_message)).max_frame_size(Some(ask.max_message));
        let (line, response) = tokio_tungstenite::client_async_with_config(request, wire, Some(config)).await.map_err(of)?;
        let headers = response.headers().iter();
        let headers = headers.map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()));
        let headers = headers.collect();
        let (writer, reader) = line.split();
        Ok(Connected { reader: SocketReader(reader), writer: SocketWriter(writer), headers })
    }

    /// A connection to an address that the permit reaches, encrypted where the scheme says so.
    async fn wire(&self, pass: &UrlPass) -> Result<Box<dyn Wire>, NetError> {
        let url = pass.url();
        let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        let port = url.port_or_known_default().unwrap_or(443);
        let known = match host.parse::<IpAddr>() {
            Ok(address) => vec![address],
            Err(_) => self.clients.lookup().lookup(&host).await.map_err(|_| NetError::UnknownName { host: host.clone() })?,
        };
        if known.is_empty() {
            return Err(NetError::UnknownName { host });
        }
        let allowed: Vec<SocketAddr> =
            known.into_iter().filter(|address| pass.allows(*address)).map(|address| SocketAddr::new(address, port)).collect();
        if allowed.is_empty() {
            return Err(NetError::Private { host });
        }
        let stream = TcpStream::connect(allowed.as_slice()).await.map_err(|error| NetError::of_io(&error))?;
        // Small messages are what sockets are for.
        let _ = stream.set_nodelay(true);
        if matches!(url.scheme(), "ws" | "http") {
            return Ok(Box::new(stream));
        }
        let name = rustls::pki_types::ServerName::try_from(host).map_err(|error| NetError::BadRequest { reason: error.to_string() })?;
        let secure = tokio_rustls::TlsConnector::from(std::sync::Arc::new(self.clients.tls()?)).connect(name, stream).await;
        Ok(Box::new(secure.map_err(|error| NetError::of_io(&error))?))
    }
}

impl SocketReader {
    /// The next message; pings are answered by the way. After a close nothing comes.
    ///
    /// # Errors
    /// [`NetError`] when the connection broke.
    pub async fn next(&mut self) -> Result<Frame, NetError> {
        loop {
            return Ok(match self.0.next().await {
                Some(Ok(Message::Text(text))) => Frame::Text(text.to_string()),
                Some(Ok(Message::Binary(bytes))) => Frame::Bytes(bytes.to_vec()),
                Some(Ok(Message::Close(close))) => match close {
                    Some(close) => Frame::Close { code: close.code.into(), reason: close.reason.to_string() },
                    None => Frame::Close { code: 1005, reason: String::new() },
                },
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => continue,
                Some(Err(error)) => return Err(of(error)),
                None => return Err(NetError::ConnectionLost),
            });
        }
    }
}

impl SocketWriter {
    /// Sends a message, or says that it ends.
    ///
    /// # Errors
    /// [`NetError`] when the connection broke.
    pub async fn send(&mut self, frame: Frame) -> Result<(), NetError> {
        let message = match frame {
            Frame::Text(text) => Message::Text(text.into()),
            Frame::Bytes(bytes) => Message::Binary(bytes.into()),
            Frame::Close { code, reason } => Message::Close(Some(CloseFrame { code: code.into(), reason: reason.into() })),
        };
        self.0.send(message).await.map_err(of)
    }
}

fn of(error: Error) -> NetError {
    match error {
        Error::Io(error) => NetError::of_io(&error),
        Error::ConnectionClosed | Error::AlreadyClosed => NetError::ConnectionLost,
        Error::Capacity(_) => NetError::Other { reason: "a message is too large".into() },
        Error::Http(response) => NetError::Other { reason: format!("Invalid HTTP status {}.", response.status().as_u16()) },
        other => NetError::Other { reason: other.to_string() },
    }
}
