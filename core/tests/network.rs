//! Downloads, uploads and answers in pieces through the whole core, against real servers on this machine that are slow,
//! broken, huge or lead elsewhere.

mod common;

use std::io::Write as _;
use std::time::Duration;

use banchan_core::superapp::DevOptions;
use common::server::{answer, server};
use common::{Bench, talking};

/// Runs a script in a page that may talk to this machine; answers what it said, line by line.
fn said(bench: &Bench, url: &str, script: &str) -> Vec<String> {
    bench.said(&talking(url, script), DevOptions { allow_loopback: true, ..DevOptions::default() })
}

#[test]
fn a_download_becomes_a_file_and_tells_how_far_it_is() {
    let (url, seen) = server(|path, stream, _| match path {
        "/a.png" => answer(stream, "200 OK\r\nContent-Type: image/png\r\nSet-Cookie: a=1", &[7; 100_000]),
        "/chunked.bin" => {
            let _ = stream
                .write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
        }
        "/moved" => answer(stream, "302 Found\r\nLocation: /a.png", b""),
        _ => answer(stream, "404 Not Found\r\nContent-Type: text/plain", b"nothing here"),
    });
    let bench = Bench::new();
    let script = "
        let last, heads = 0;
        const r = await call('downloadFile', { url: url + '/a.png', header: { 'X-Mine': '1', Referer: 'https://bank.com' } }, (task) => {
          task.onProgressUpdate((p) => { last = p; }); task.onHeadersReceived((h) => { heads += 1; say(h.header['Content-Type'], h.cookies); });
        });
        say(r.statusCode, /^wxfile:..tmp_[0-9a-f]{32}[.]png$/.test(r.tempFilePath), fs.statSync(r.tempFilePath).size, last, r.cookies);
        const c = await call('downloadFile', { url: url + '/chunked.bin?x=a.js' });
        say(c.tempFilePath.slice(-4), fs.readFileSync(c.tempFilePath, 'utf8'));
        const m = await call('downloadFile', { url: url + '/moved', filePath: U + '/m.png' });
        say(m.filePath, m.tempFilePath === undefined, fs.statSync(U + '/m.png').size);
        const n = await call('downloadFile', { url: url + '/none' });
        say(n.statusCode, fs.readFileSync(n.tempFilePath, 'utf8'));
        await call('saveFile', { tempFilePath: n.tempFilePath });
    ";
    assert_eq!(
        said(&bench, &url, script),
        [
            r#"image/png ["a=1"]"#,
            "downloadFile:ok",
            r#"200 true 100000 {"progress":100,"totalBytesWritten":100000,"totalBytesExpectedToWrite":100000} ["a=1"]"#,
            "downloadFile:ok",
            ".bin abcde",
            "downloadFile:ok",
            "wxfile://usr/m.png true 100000",
            "downloadFile:ok",
            "404 nothing here",
            "saveFile:ok",
        ]
    );
    let (head, _) = seen.recv().unwrap();
    let head = head.to_lowercase();
    assert!(head.contains("x-mine: 1") && !head.contains("bank.com") && head.contains("referer: https://banchan.link/m/"), "{head}");
}

#[test]
fn an_answer_of_very_many_values_or_with_our_own_signs_is_read_within_the_program() {
    let (url, _seen) = server(|path, stream, _| match path {
        "/many" => answer(stream, "200 OK\r\nContent-Type: application/json", format!("[{}1]", "[0],".repeat(400_000)).as_bytes()),
        "/signs" => {
            answer(stream, "200 OK\r\nContent-Type: application/json", br#"{"$bytes":"aGk=","$json":true,"data":"1","\u0024bytes":"aGk="}"#)
        }
        "/hidden" => answer(stream, "200 OK\r\nContent-Type: application/json", br#"[{"\u0024bytes":"aGk="}]"#),
        _ => answer(stream, "200 OK\r\nContent-Type: application/json", format!("[{}", "[0],".repeat(400_000)).as_bytes()),
    });
    let script = "
        const many = await call('request', { url: url + '/many' });
        say(many.data.length, many.data[399999]);
        const broken = await call('request', { url: url + '/broken' });
        say(typeof broken.data, broken.data.length);
        // Signs that the host and the engine have between them mean nothing in what a server sends.
        for (const path of ['/signs', '/hidden']) {
          const { data, $json } = await call('request', { url: url + path });
          say(data, $json === undefined);
        }
    ";
    let lines =
        ["request:ok", "400001 [0]", "request:ok", "string 1600001", "request:ok", r#"{"$bytes":"aGk=","$json":true,"data":"1"} true"#];
    assert_eq!(said(&Bench::new(), &url, script), [&lines[..], &["request:ok", r#"[{"$bytes":"aGk="}] true"#]].concat());
}

#[test]
fn a_download_that_goes_wrong_fails_in_wechats_words_and_leaves_nothing() {
    let (url, _seen) = server(|path, stream, _| match path {
        "/slow" => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nab");
            std::thread::sleep(Duration::from_secs(5));
        }
        "/cut" => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nab");
        }
        "/huge" => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nab");
            std::thread::sleep(Duration::from_secs(1));
        }
        "/loop" => answer(stream, "302 Found\r\nLocation: /loop", b""),
        "/inside" => answer(stream, "302 Found\r\nLocation: https://10.0.0.1/secret", b""),
        "/plain" => answer(stream, "302 Found\r\nLocation: http://example.com/", b""),
        _ => drop(stream.write_all(b"nonsense\r\n\r\n")),
    });
    let bench = Bench::new();
    let script = "
        for (const path of ['/slow', '/cut', '/huge', '/loop', '/inside', '/plain', '/broken']) {
          await call('downloadFile', { url: url + path, timeout: path === '/slow' ? 300 : undefined });
        }
        await call('downloadFile', { url: url.replace('http', 'https') + '/a' });
        await call('downloadFile', { url: 'http://127.0.0.1:1/a' });
        await call('downloadFile', { url: 'https://example.com/a' });
        await call('downloadFile', { url: 'https://192.168.0.1/a' });
        await call('downloadFile', {});
        await call('downloadFile', { url: 3 });
        await call('downloadFile', { url: url + '/a', filePath: 'data/x' });
        await call('downloadFile', { url: url + '/slow' }, (task) => setTimeout(() => task.abort(), 100));
    ";
    let said = said(&bench, &url, script);
    assert_eq!(said.len(), 15, "{said:#?}");
    let begins = |at: usize, words: &str| assert!(said[at].starts_with(words), "{at}: {said:#?}");
    begins(0, "downloadFile:fail timeout");
    begins(1, "downloadFile:fail errcode:");
    begins(2, "downloadFile:fail exceed max file size");
    begins(3, "downloadFile:fail exceed max redirect count");
    begins(4, "downloadFile:fail invalid url: 10.0.0.1 is a private address");
    begins(5, "downloadFile:fail url scheme is invalid, only https is supported");
    begins(6, "downloadFile:fail errcode:");
    begins(7, "downloadFile:fail errcode:");
    begins(8, "downloadFile:fail errcode:-102 cronet_error_code:-102 error_msg:net::ERR_CONNECTION_REFUSED");
    begins(9, "downloadFile:fail url not in domain list");
    begins(10, "downloadFile:fail invalid url: 192.168.0.1 is a private address");
    begins(11, "downloadFile:fail parameter error: parameter.url should be String instead of Undefined;");
    begins(12, "downloadFile:fail parameter error: parameter.url should be String instead of Number;");
    begins(13, "downloadFile:fail permission denied, open \"data/x\"");
    begins(14, "downloadFile:fail abort");
}

#[test]
fn an_upload_carries_file_and_fields_and_tells_how_far_it_is() {
    let (url, seen) = server(|path, stream, body| match path {
        "/moved" => answer(stream, "307 Temporary Redirect\r\nLocation: /up", b""),
        "/inside" => answer(stream, "307 Temporary Redirect\r\nLocation: https://10.0.0.1/x", b""),
        _ => answer(stream, "201 Created\r\nSet-Cookie: s=2", format!("got {}", body.len()).as_bytes()),
    });
    let bench = Bench::new();
    let script = "
        fs.writeFileSync(U + '/big', 'x'.repeat(300000));
        let last;
        const r = await call('uploadFile', { url: url + '/moved', filePath: U + '/big', name: 'fi\"le', formData: { user: 'ü', n: 1 }, header: { 'Content-Type': 'nonsense' } },
          (task) => task.onProgressUpdate((p) => { last = p; }));
        say(r.statusCode, r.data, r.cookies, last.progress, last.totalBytesSent === last.totalBytesExpectedToSend);
        await call('uploadFile', { url, filePath: 'data/photo.png', name: 'a' });
        await call('uploadFile', { url, filePath: U + '/none', name: 'a' });
        await call('uploadFile', { url, filePath: U + '/big' });
        await call('uploadFile', { url: 'https://example.com', filePath: U + '/big', name: 'a' });
        await call('uploadFile', { url: url + '/inside', filePath: U + '/big', name: 'a' });
    ";
    let said = said(&bench, &url, script);
    let (_, first) = seen.recv().unwrap();
    let (head, second) = seen.recv().unwrap();
    assert_eq!(first, second, "the body goes again with the redirect");
    let text = String::from_utf8_lossy(&second);
    for part in [
        "Content-Disposition: form-data; name=\"user\"\r\n\r\nü\r\n",
        "name=\"n\"\r\n\r\n1\r\n",
        "Content-Disposition: form-data; name=\"fi%22le\"; filename=\"big\"\r\nContent-Type: application/octet-stream\r\n\r\nxxx",
    ] {
        assert!(text.contains(part), "{part}\n{}", &text[..600]);
    }
    assert!(head.contains("multipart/form-data; boundary=") && !head.contains("nonsense"), "{head}");
    assert_eq!(said[..2], ["uploadFile:ok".to_owned(), format!("201 got {} [\"s=2\"] 100 true", second.len())]);
    assert_eq!(
        said[2..],
        [
            "uploadFile:ok",
            "uploadFile:fail no such file or directory, open \"wxfile://usr/none\"",
            "uploadFile:fail parameter error: parameter.name should be String instead of Undefined;",
            "uploadFile:fail url not in domain list",
            "uploadFile:fail invalid url: 10.0.0.1 is a private address: mini-programs reach public servers only",
        ]
    );
}

#[test]
fn an_answer_can_come_in_pieces_and_be_given_up() {
    let (url, _seen) = server(|path, stream, _| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-A: b\r\nConnection: close\r\n\r\n");
        for piece in ["one", "two", "three"] {
            let _ = stream.write_all(format!("{:x}\r\n{piece}\r\n", piece.len()).as_bytes());
            std::thread::sleep(Duration::from_millis(150));
        }
        if path == "/ends" {
            let _ = stream.write_all(b"0\r\n\r\n");
        } else {
            std::thread::sleep(Duration::from_secs(3));
        }
    });
    let bench = Bench::new();
    let script = "
        const text = (buffer) => String.fromCharCode(...new Uint8Array(buffer));
        const pieces = [];
        const r = await call('request', { url: url + '/ends', enableChunked: true }, (task) => {
          task.onHeadersReceived((h) => say(h.header['X-A']));
          task.onChunkReceived((c) => pieces.push(text(c.data)));
        });
        say(pieces, r.statusCode);
        await call('request', { url: url + '/never', enableChunked: true }, (task) => {
          const one = () => { say('first'); task.abort(); task.offChunkReceived(one); };
          task.onChunkReceived(one);
        });
    ";
    assert_eq!(said(&bench, &url, script), ["b", "request:ok", r#"["one","two","three"] 200"#, "first", "request:fail abort"]);
}
