//! Guarantees of the network, against real servers on this machine.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use banchan_formats::code::AppId;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use super::*;
use crate::permission::{Declarations, Domains, Gate, MemoryGrants, NetPolicy, NullConsent, Slot, SlotInfo, SlotState, UrlKind};

fn gate(policy: NetPolicy, listed: &str) -> (Gate, Slot) {
    let gate = Gate::new(Arc::new(NullConsent), Arc::new(MemoryGrants::default()));
    let slot = gate.open(SlotInfo {
        user: crate::permission::User::default(),
        app_id: AppId::parse("net-test").unwrap(),
        version: 1,
        name: "test".into(),
        declarations: Declarations::default(),
        domains: Domains { request: vec![listed.into()], ..Domains::default() },
        policy,
    });
    (gate, slot)
}

fn request() -> HttpRequest {
    HttpRequest { method: "GET".into(), headers: Vec::new(), body: None, timeout: Duration::from_secs(5), max_body: 1 << 20 }
}

/// Serves the same answer to everybody and tells what the first one sent.
async fn serve(answer: &'static str) -> (String, tokio::task::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/path?secret=1", listener.local_addr().unwrap());
    let seen = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut text = vec![0; 4096];
        let length = stream.read(&mut text).await.unwrap();
        stream.write_all(answer.as_bytes()).await.unwrap();
        String::from_utf8_lossy(&text[..length]).into_owned()
    });
    (url, seen)
}

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

const LOOPBACK: NetPolicy = NetPolicy::Development { allow_loopback: true };

/// A name server that lies.
struct Lies(Vec<IpAddr>);

#[async_trait]
impl Lookup for Lies {
    async fn lookup(&self, _host: &str) -> std::io::Result<Vec<IpAddr>> {
        Ok(self.0.clone())
    }
}

#[test]
fn a_request_is_answered() {
    run(async {
        let (url, seen) = serve("HTTP/1.1 404 No\r\nX-Kind: a\r\nContent-Length: 2\r\n\r\nhi").await;
        let (gate, slot) = gate(LOOPBACK, "");
        let mut sent = request();
        sent.headers = vec![("X-Mine".into(), "1".into()), ("Host".into(), "evil.com".into()), ("Content-Length".into(), "9".into())];
        let answer = Net::new().send(gate.url(slot, &url, UrlKind::Request).unwrap(), sent).await.unwrap();
        assert_eq!((answer.status, answer.body.as_slice(), answer.header("x-kind")), (404, &b"hi"[..], Some("a")));
        let seen = seen.await.unwrap().to_lowercase();
        assert!(seen.starts_with("get /path?secret=1 http/1.1\r\n") && seen.contains("x-mine: 1"), "{seen}");
        assert!(!seen.contains("evil.com") && !seen.contains("cookie") && !seen.contains("content-length"), "{seen}");
    });
}

#[test]
fn redirects_are_not_followed() {
    run(async {
        let (url, _seen) = serve("HTTP/1.1 302 Go\r\nLocation: http://10.0.0.1/\r\nContent-Length: 0\r\n\r\n").await;
        let (gate, slot) = gate(LOOPBACK, "");
        let answer = Net::new().send(gate.url(slot, &url, UrlKind::Request).unwrap(), request()).await.unwrap();
        assert_eq!((answer.status, answer.header("location")), (302, Some("http://10.0.0.1/")));
    });
}

#[test]
fn private_address_is_refused_behind_a_public_name() {
    run(async {
        for address in ["127.0.0.1", "10.0.0.5", "169.254.169.254", "::1", "::ffff:192.168.1.1"] {
            let net = Net::with_lookup(Arc::new(Lies(vec![address.parse().unwrap()])));
            let (gate, slot) = gate(NetPolicy::Release, "https://rebind.example.com");
            let permit = gate.url(slot, "https://rebind.example.com/", UrlKind::Request).unwrap();
            let error = net.send(permit, request()).await.unwrap_err();
            assert_eq!(error, NetError::Private { host: "rebind.example.com".into() }, "{address}");
        }
    });
}

#[test]
fn unencrypted_answer_on_an_encrypted_address_is_refused() {
    run(async {
        let (url, _seen) = serve("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").await;
        let (gate, slot) = gate(LOOPBACK, "");
        let permit = gate.url(slot, &url.replace("http://", "https://"), UrlKind::Request).unwrap();
        let error = Net::new().send(permit, request()).await.unwrap_err();
        assert!(matches!(error, NetError::Handshake { .. }), "{error:?}");
    });
}

/// Shakes hands once with a certificate that nobody vouches for, and tells whether the other side went on.
fn serve_self_signed() -> (String, std::thread::JoinHandle<bool>) {
    use std::io::Read as _;
    let certificate = include_bytes!("testdata/self-signed.der").to_vec().into();
    let key = rustls::pki_types::PrivatePkcs8KeyDer::from(include_bytes!("testdata/self-signed.key.der").to_vec());
    let config = rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key.into())
        .unwrap();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://localhost:{}/?token=secret", listener.local_addr().unwrap().port());
    let went_on = std::thread::spawn(move || {
        let (mut socket, _) = listener.accept().unwrap();
        let mut connection = rustls::ServerConnection::new(Arc::new(config)).unwrap();
        let mut stream = rustls::Stream::new(&mut connection, &mut socket);
        stream.read(&mut [0; 64]).is_ok_and(|length| length > 0)
    });
    (url, went_on)
}

#[test]
fn self_signed_certificate_is_refused_before_anything_is_sent() {
    let (url, went_on) = serve_self_signed();
    let (gate, slot) = gate(LOOPBACK, "");
    let net = Net::with_lookup(Arc::new(Lies(vec!["127.0.0.1".parse().unwrap()])));
    let error = run(async { net.send(gate.url(slot, &url, UrlKind::Request).unwrap(), request()).await }).unwrap_err();
    assert!(matches!(&error, NetError::Certificate { reason, .. } if !reason.contains("secret")), "{error:?}");
    assert!(!went_on.join().unwrap());
}

#[test]
fn too_large_an_answer_is_refused() {
    run(async {
        for answer in ["HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n123456789", "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n123456789"] {
            let (url, _seen) = serve(answer).await;
            let (gate, slot) = gate(LOOPBACK, "");
            let permit = gate.url(slot, &url, UrlKind::Request).unwrap();
            let error = Net::new().send(permit, HttpRequest { max_body: 8, ..request() }).await.unwrap_err();
            assert_eq!(error, NetError::TooLarge { limit: 8 });
        }
    });
}

#[test]
fn a_silent_server_ends_in_a_timeout() {
    run(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let (gate, slot) = gate(LOOPBACK, "");
        let permit = gate.url(slot, &url, UrlKind::Request).unwrap();
        let error = Net::new().send(permit, HttpRequest { timeout: Duration::from_millis(50), ..request() }).await.unwrap_err();
        assert_eq!(error, NetError::Timeout);
    });
}

#[test]
fn failures_are_told_apart_without_the_address() {
    run(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/?token=secret", listener.local_addr().unwrap());
        drop(listener);
        let (gate, slot) = gate(LOOPBACK, "");
        let error = Net::new().send(gate.url(slot, &url, UrlKind::Request).unwrap(), request()).await.unwrap_err();
        assert_eq!(error, NetError::ConnectionRefused);
        let (url, _seen) = serve("nonsense\r\n\r\n").await;
        let error = Net::new().send(gate.url(slot, &url, UrlKind::Request).unwrap(), request()).await.unwrap_err();
        assert!(!error.to_string().contains("secret"), "{error}");
        let permit = gate.url(slot, &url, UrlKind::Request).unwrap();
        let bad = HttpRequest { headers: vec![("a b".into(), "x".into())], ..request() };
        assert!(matches!(Net::new().send(permit, bad).await, Err(NetError::BadRequest { .. })));
        let net = Net::with_lookup(Arc::new(Lies(Vec::new())));
        let (gate, slot) = self::gate(NetPolicy::Release, "https://nobody.example.com");
        let permit = gate.url(slot, "https://nobody.example.com", UrlKind::Request).unwrap();
        assert!(matches!(net.send(permit, request()).await, Err(NetError::UnknownName { .. })));
    });
}

#[test]
fn a_permit_is_worthless_after_closing() {
    let (gate, slot) = gate(LOOPBACK, "");
    let permit = gate.url(slot, "http://127.0.0.1:1/", UrlKind::Request).unwrap();
    gate.set_state(slot, SlotState::Closed);
    assert!(matches!(run(Net::new().send(permit, request())), Err(NetError::Refused(_))));
}
