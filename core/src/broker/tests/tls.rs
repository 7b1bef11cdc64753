//! Servers whose certificate is wrong: each way to reach one tells what is wrong with it, in the words that programs know from
//! Chromium, and nothing of the call is sent. Certificates are made here, under an authority that only these tests trust.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Mutex;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

use super::*;
use crate::net::Net;

/// Who vouches for the certificates.
fn authority() -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::new(Vec::<String>::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.distinguished_name.push(rcgen::DnType::CommonName, "Authority of the tests");
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// A certificate for these names in these years, vouched for by somebody or by nobody.
fn certificate(
    names: &[&str],
    years: (i32, i32),
    by: Option<&CertifiedIssuer<'static, KeyPair>>,
) -> (CertificateDer<'static>, PrivateKeyDer<'static>) {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>()).unwrap();
    params.not_before = date_time_ymd(years.0, 1, 1);
    params.not_after = date_time_ymd(years.1, 1, 1);
    let made = match by {
        Some(issuer) => params.signed_by(&key, issuer).unwrap(),
        None => params.self_signed(&key).unwrap(),
    };
    (made.der().clone(), PrivateKeyDer::Pkcs8(key.serialize_der().into()))
}

/// A server that answers `{}` to everybody who takes its certificate, and counts what it was told by them.
fn server((certificate, key): (CertificateDer<'static>, PrivateKeyDer<'static>)) -> (u16, Arc<AtomicUsize>) {
    let config = rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let (config, heard) = (Arc::new(config), Arc::new(AtomicUsize::new(0)));
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let count = heard.clone();
    std::thread::spawn(move || {
        for mut socket in listener.incoming().take(16).flatten() {
            let (config, count) = (config.clone(), count.clone());
            std::thread::spawn(move || {
                let _ = socket.set_read_timeout(Some(Duration::from_secs(5)));
                let mut connection = rustls::ServerConnection::new(config).unwrap();
                let mut stream = rustls::Stream::new(&mut connection, &mut socket);
                if let Ok(length) = stream.read(&mut [0; 4096])
                    && length > 0
                {
                    count.fetch_add(length, Ordering::SeqCst);
                    let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
                    stream.conn.send_close_notify();
                    let _ = stream.flush();
                }
            });
        }
    });
    (port, heard)
}

/// Every way of a program to a server; answers what each said.
fn every_way(w: &World, slot: Slot, port: u16) -> Vec<String> {
    let url = format!("https://localhost:{port}/?token=secret");
    let (tell, told) = channel();
    let tell = Mutex::new(tell);
    w.broker.listen(
        slot,
        Box::new(move |news| {
            if news.event == "Error" || news.event == "Open" {
                let words = news.value["errMsg"].as_str().unwrap_or("open").to_owned();
                drop(tell.lock().unwrap().send(words));
            }
        }),
    );
    let mut said: Vec<String> = [
        ("request", json!({ "url": url, "method": "POST", "data": "secret" })),
        ("downloadFile", json!({ "url": url })),
        ("uploadFile", json!({ "url": url, "filePath": "wxfile://usr/secret", "name": "f" })),
    ]
    .into_iter()
    .map(|(api, args)| w.call(slot, api, args).err_msg().to_owned())
    .collect();
    assert!(w.call(slot, "connectSocket", json!({ "url": url.replace("https", "wss") })).ok);
    said.push(told.recv_timeout(Duration::from_secs(10)).unwrap());
    said
}

#[test]
fn a_wrong_certificate_is_told_apart_and_nothing_is_sent_to_its_server() {
    let ca = authority();
    let folder = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let phone = Arc::new(FakePhone::default());
    let store = Arc::new(Store::open(&Folders::under(folder.path()), phone.clone()).unwrap());
    let net = Net::trusting(vec![ca.der().clone()]);
    let broker = LocalBroker::with_net(phone.hosts(), store, runtime.handle().clone(), net);
    let w = World { _folder: folder, runtime, phone, broker };
    let slot = w.dev();
    w.broker.lend_files(slot, Arc::new(banchan_formats::bundle::Files::from_entries([], &Default::default()).unwrap()));
    assert!(w.call(slot, "FileSystemManager.writeFile", json!({ "filePath": "wxfile://usr/secret", "data": "secret" })).ok);

    let now = (2000, 2999);
    for (what, made, code, name) in [
        ("self-signed", certificate(&["localhost"], now, None), -202, "net::ERR_CERT_AUTHORITY_INVALID"),
        ("of an unknown authority", certificate(&["localhost"], now, Some(&authority())), -202, "net::ERR_CERT_AUTHORITY_INVALID"),
        ("expired", certificate(&["localhost"], (2000, 2001), Some(&ca)), -201, "net::ERR_CERT_DATE_INVALID"),
        ("not valid yet", certificate(&["localhost"], (2998, 2999), Some(&ca)), -201, "net::ERR_CERT_DATE_INVALID"),
        ("for another name", certificate(&["shop.example.com"], now, Some(&ca)), -200, "net::ERR_CERT_COMMON_NAME_INVALID"),
    ] {
        let (port, heard) = server(made);
        let words = format!("errcode:{code} cronet_error_code:{code} error_msg:{name}");
        let expected = ["request:fail ", "downloadFile:fail ", "uploadFile:fail ", ""].map(|begin| format!("{begin}{words}"));
        assert_eq!(every_way(&w, slot, port), expected, "{what}");
        assert_eq!(heard.load(Ordering::SeqCst), 0, "a server whose certificate is {what} was told something");
    }

    // A good one is taken, so that the others fail for their fault alone. It speaks no web sockets.
    let (port, heard) = server(certificate(&["localhost"], now, Some(&ca)));
    let said = every_way(&w, slot, port);
    assert_eq!(said[..3], ["request:ok", "downloadFile:ok", "uploadFile:ok"]);
    assert_eq!(said[3], "Invalid HTTP status 200.");
    assert!(heard.load(Ordering::SeqCst) > 0);
}
