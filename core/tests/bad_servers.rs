//! Servers that are broken or hostile, on this machine: whatever one answers, each way to reach it ends in WeChat's words, soon,
//! and the page lives on: it makes a good request after each of them.

mod common;

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::OnceLock;
use std::time::Duration;

use banchan_core::superapp::DevOptions;
use common::server::{answer, server, server_with_head};
use common::{Bench, talking};
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

/// Writes until the other side has had enough, or `most` bytes went.
fn flood(stream: &mut TcpStream, piece: &[u8], most: usize) {
    let mut sent = 0;
    while sent < most && stream.write_all(piece).is_ok() {
        sent += piece.len();
    }
}

/// 210 MB of zeros in gzip, a thousand times smaller than what they become. Packed once: it takes a while.
fn bomb() -> &'static [u8] {
    static PACKED: OnceLock<Vec<u8>> = OnceLock::new();
    PACKED.get_or_init(|| {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        for _ in 0..210 {
            packed.write_all(&vec![0; 1 << 20]).unwrap();
        }
        packed.finish().unwrap()
    })
}

const OK: &str = "HTTP/1.1 200 OK\r\n";

/// One broken answer by its path.
fn broken(path: &str, stream: &mut TcpStream, other: &str) {
    let mut say = |text: &str| drop(stream.write_all(text.as_bytes()));
    match path {
        "/good" => answer(stream, "200 OK\r\nContent-Type: application/json", br#"{"good":1}"#),
        "/no-answer" => {}
        "/half-a-head" => say("HTTP/1.1 200 OK\r\nContent-Le"),
        "/nonsense" => say("\u{1}\u{2}\u{3} what is this\r\n\r\n"),
        "/shorter" => say(&format!("{OK}Content-Length: 100\r\n\r\nonly this")),
        "/longer" => say(&format!("{OK}Content-Length: 4\r\nConnection: close\r\n\r\n\"ok\"and more that nobody announced")),
        "/negative" => say(&format!("{OK}Content-Length: -5\r\n\r\nabc")),
        "/two-lengths" => say(&format!("{OK}Content-Length: 3\r\nContent-Length: 9\r\n\r\nabc")),
        "/length-too-large" => say(&format!("{OK}Content-Length: 99999999999999999999999999\r\n\r\nabc")),
        "/chunk-nonsense" => say(&format!("{OK}Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n")),
        "/chunk-too-large" => say(&format!("{OK}Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nabc")),
        "/chunk-cut" => say(&format!("{OK}Transfer-Encoding: chunked\r\n\r\n64\r\nabc")),
        "/headers-large" => {
            say(OK);
            flood(stream, &[b"X-Long: ".as_slice(), &[b'a'; 1000], b"\r\n"].concat(), 1 << 20);
            drop(stream.write_all(b"\r\n"));
        }
        "/header-large" => {
            say(&format!("{OK}X-Long: "));
            flood(stream, &[b'a'; 4096], 1 << 20);
            drop(stream.write_all(b"\r\nContent-Length: 0\r\n\r\n"));
        }
        "/headers-without-end" => {
            say(OK);
            flood(stream, b"X-More: 1\r\n", 16 << 20);
        }
        "/continue-without-end" => flood(stream, b"HTTP/1.1 100 Continue\r\n\r\n", 1 << 20),
        "/body-without-end" => {
            say(&format!("{OK}Transfer-Encoding: chunked\r\n\r\n"));
            let mut piece = b"100000\r\n".to_vec();
            piece.extend(vec![b'x'; 1 << 20]);
            piece.extend_from_slice(b"\r\n");
            flood(stream, &piece, 210 << 20);
        }
        "/packed" => {
            let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            packed.write_all(br#"{"good":1}"#).unwrap();
            answer(stream, "200 OK\r\nContent-Encoding: gzip", &packed.finish().unwrap());
        }
        "/bomb" => answer(stream, "200 OK\r\nContent-Encoding: gzip", bomb()),
        "/bomb-cut" => answer(stream, "200 OK\r\nContent-Encoding: gzip", &bomb()[..500]),
        "/no-gzip" => answer(stream, "200 OK\r\nContent-Encoding: gzip", b"this is no gzip"),
        "/drip" => {
            say(&format!("{OK}Content-Length: 1000\r\n\r\n"));
            for _ in 0..100 {
                if stream.write_all(b"x").is_err() {
                    break;
                }
                std::thread::sleep(Duration::from_millis(50));
            }
        }
        "/silent" => std::thread::sleep(Duration::from_secs(2)),
        "/circle" => answer(stream, "302 Found\r\nLocation: /circle", b""),
        "/to-plain" => answer(stream, "302 Found\r\nLocation: http://example.com/", b""),
        "/to-unlisted" => answer(stream, "302 Found\r\nLocation: https://example.com/", b""),
        "/to-private" => answer(stream, "302 Found\r\nLocation: https://10.0.0.1/", b""),
        "/to-file" => answer(stream, "302 Found\r\nLocation: file:///etc/passwd", b""),
        "/to-script" => answer(stream, "302 Found\r\nLocation: javascript:alert(1)", b""),
        "/to-nowhere" => answer(stream, "302 Found\r\nLocation: http://[", b""),
        "/to-user" => answer(stream, "302 Found\r\nLocation: https://me:secret@example.com/", b""),
        "/to-another" => answer(stream, &format!("307 Temporary Redirect\r\nLocation: {other}/good"), b""),
        "/status" => say("HTTP/1.1 99999 What\r\nContent-Length: 0\r\n\r\n"),
        _ => answer(stream, "404 Not Found", b""),
    }
}

#[test]
fn whatever_a_server_answers_ends_in_wechats_words_and_the_page_lives_on() {
    let (other, heard) = server(|path, stream, _| broken(path, stream, ""));
    let (url, _seen) = server(move |path, stream, _| broken(path, stream, &other));
    let bench = Bench::new();
    let fails = "fail errcode:";
    let slow = "fail timeout";
    let cases: [(&str, &str, &str); 33] = [
        ("/no-answer", fails, fails),
        ("/half-a-head", fails, fails),
        ("/nonsense", fails, fails),
        ("/shorter", fails, fails),
        ("/longer", "ok", "ok"),
        ("/negative", fails, fails),
        ("/two-lengths", fails, fails),
        ("/length-too-large", fails, fails),
        ("/chunk-nonsense", fails, fails),
        ("/chunk-too-large", fails, fails),
        ("/chunk-cut", fails, fails),
        ("/headers-large", fails, fails),
        ("/header-large", fails, fails),
        ("/headers-without-end", fails, fails),
        ("/continue-without-end", fails, fails),
        ("/body-without-end", "fail the answer is larger than 16777216 bytes", "fail exceed max file size"),
        ("/bomb", "fail the answer is larger than 16777216 bytes", "fail exceed max file size"),
        ("/bomb-cut", fails, fails),
        ("/no-gzip", fails, fails),
        ("/drip", slow, slow),
        ("/silent", slow, slow),
        ("/circle", "fail exceed max redirect count", "fail exceed max redirect count"),
        ("/to-plain", "fail url scheme is invalid, only https is supported", "fail url scheme is invalid, only https is supported"),
        ("/to-unlisted", "fail url not in domain list", "fail url not in domain list"),
        ("/to-private", "fail invalid url: 10.0.0.1 is a private address", "fail invalid url: 10.0.0.1 is a private address"),
        ("/to-file", "fail invalid url: ", "fail invalid url: "),
        ("/to-script", "fail invalid url: ", "fail invalid url: "),
        ("/to-nowhere", "fail invalid url: ", "fail invalid url: "),
        ("/to-user", "fail invalid url: ", "fail invalid url: "),
        ("/to-another", "ok", "ok"),
        ("/status", fails, fails),
        ("/none", "ok", "ok"),
        ("/good", "ok", "ok"),
    ];
    let script = "
        fs.writeFileSync(U + '/up', 'secret');
        for (const path of PATHS) {
          const timeout = ['/drip', '/silent'].includes(path) ? 400 : 20000;
          const header = { Authorization: 'secret' };
          await call('request', { url: url + path, timeout, header });
          await call('uploadFile', { url: url + path, timeout, header, filePath: U + '/up', name: 'f' });
          await call('downloadFile', { url: url + path, timeout, header });
          await new Promise((done) => wx.request({ url: url + '/good', success: (r) => { say(r.data.good); done(); }, fail: (r) => { say(path, r.errMsg); done(); } }));
        }
        const packed = await call('request', { url: url + '/packed' });
        say(packed.data.good, packed.header['Content-Encoding'] === undefined);
        say(fs.readdirSync(U).join());
    ";
    let paths: Vec<&str> = cases.iter().map(|(path, ..)| *path).collect();
    let script = script.replace("PATHS", &serde_json::to_string(&paths).unwrap());
    let said =
        bench.said_within(Duration::from_secs(120), &talking(&url, &script), DevOptions { allow_loopback: true, ..DevOptions::default() });
    for ((path, whole, file), said) in cases.iter().zip(said.chunks(4)) {
        let begins = [format!("request:{whole}"), format!("uploadFile:{whole}"), format!("downloadFile:{file}"), "1".into()];
        for (begin, said) in begins.iter().zip(said) {
            assert!(said.starts_with(begin.as_str()), "{path}: {said}, not {begin}");
        }
    }
    assert_eq!(said[4 * cases.len()..], ["request:ok", "1 true", "up"], "an answer is unpacked, and nothing is left of what failed");
    let heard: Vec<_> = heard.try_iter().collect();
    assert!(heard.len() == 3 && heard.iter().all(|(head, _)| !head.contains("secret")), "what was meant for one server is told to another");
}

/// What a socket's server says after a good handshake, as bytes of frames.
fn frames(path: &str) -> Vec<u8> {
    match path {
        "/masked" => vec![0x81, 0x82, 1, 2, 3, 4, 0x69, 0x6b],
        "/reserved-bits" => vec![0xf1, 0x01, b'a'],
        "/reserved-kind" => vec![0x83, 0x01, b'a'],
        "/no-text" => vec![0x81, 0x02, 0xc3, 0x28],
        "/longest" => [&[0x82, 127][..], &u64::MAX.to_be_bytes(), b"abc"].concat(),
        "/too-large" => [&[0x82, 127][..], &(9_u64 << 20).to_be_bytes(), &[0; 1 << 20]].concat(),
        // Pieces that are small each and have no end.
        "/pieces" => {
            let more = [&[0x00, 0x7e, 0xff, 0xff][..], &[0; 65_535]].concat();
            [&[0x02, 0x7e, 0xff, 0xff][..], &[0; 65_535], &more.repeat(160)].concat()
        }
        "/long-ping" => [&[0x89, 126, 0, 200][..], &[0; 200]].concat(),
        "/middle" => vec![0x80, 0x01, b'a'],
        "/short-close" => vec![0x88, 0x01, 3],
        "/cut" => vec![0x81, 0x20, b'a'],
        _ => vec![0x88, 0x02, 0x03, 0xe8],
    }
}

/// One broken server of a socket by its path; those with a `+` shake hands as they should.
fn broken_socket(path: &str, head: &str, stream: &mut TcpStream) {
    const SWITCH: &str = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n";
    let mut say = |text: &str| drop(stream.write_all(text.as_bytes()));
    match path {
        "/refused" => answer(stream, "403 Forbidden", b"no"),
        "/elsewhere" => answer(stream, "302 Found\r\nLocation: ws://10.0.0.1/", b""),
        "/plain" => answer(stream, "200 OK", b"just a page"),
        "/nonsense" => say("\u{1}\u{2}\u{3}\r\n\r\n"),
        "/wrong-key" => say(&format!("{SWITCH}Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n\r\n")),
        "/headers" => {
            say("HTTP/1.1 101 Switching Protocols\r\n");
            flood(stream, b"X-More: 1\r\n", 16 << 20);
        }
        "/silent" => std::thread::sleep(Duration::from_secs(2)),
        "/nothing" => {}
        path => {
            let key = head.lines().find_map(|line| line.strip_prefix("Sec-WebSocket-Key: ")).unwrap_or_default();
            say(&format!("{SWITCH}Sec-WebSocket-Accept: {}\r\n\r\n", derive_accept_key(key.as_bytes())));
            let _ = stream.write_all(&frames(path.trim_start_matches("/+")));
            // Who hears a goodbye gets time to answer it.
            let _ = stream.read(&mut [0; 64]);
        }
    }
}

#[test]
fn whatever_the_server_of_a_socket_does_is_an_error_and_a_close_and_the_page_lives_on() {
    let (url, _seen) = server_with_head(broken_socket);
    let early = ["/refused", "/elsewhere", "/plain", "/nonsense", "/wrong-key", "/headers", "/silent", "/nothing"];
    let late = [
        "/+/masked",
        "/+/reserved-bits",
        "/+/reserved-kind",
        "/+/no-text",
        "/+/longest",
        "/+/too-large",
        "/+/pieces",
        "/+/long-ping",
        "/+/middle",
        "/+/short-close",
        "/+/cut",
    ];
    let cases: Vec<&str> = early.into_iter().chain(late).collect();
    let script = "
        const ends = (path) => new Promise((done) => {
          let error = 'none', opened = false;
          const task = wx.connectSocket({ url: url.replace('http', 'ws') + path, timeout: path === '/silent' ? 400 : 10000 });
          task.onOpen(() => { opened = true; });
          task.onMessage((res) => say('heard', res));
          task.onError((res) => { error = typeof res.errMsg === 'string' && res.errMsg && res.errMsg.length < 300 ? 'told' : res; });
          task.onClose((res) => { say(path, opened, error, res.code); done(); });
        });
        for (const path of PATHS) { await ends(path); await ends('/+/good'); }
    ";
    let script = script.replace("PATHS", &serde_json::to_string(&cases).unwrap());
    let options = DevOptions { allow_loopback: true, ..DevOptions::default() };
    let said = Bench::new().said_within(Duration::from_secs(60), &talking(&url, &script), options);
    let end = |path: &&str| [format!("{path} {} told 1006", path.starts_with("/+")), "/+/good true none 1000".to_owned()];
    assert_eq!(said, cases.iter().flat_map(end).collect::<Vec<_>>());
}
