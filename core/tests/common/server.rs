//! Real servers on this machine for tests of the network: small, plain HTTP, as slow, broken or misleading as a test wants.
//! Not a test itself.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// A server: `handle` gets each request's path, head and body. Answers its address and what came in.
pub fn server(handle: impl Fn(&str, &mut TcpStream, &[u8]) + Send + Sync + 'static) -> (String, Receiver<(String, Vec<u8>)>) {
    serving(move |path, _, stream, body| handle(path, stream, body))
}

/// The same where `handle` gets each request's path and head.
pub fn server_with_head(handle: impl Fn(&str, &str, &mut TcpStream) + Send + Sync + 'static) -> (String, Receiver<(String, Vec<u8>)>) {
    serving(move |path, head, stream, _| handle(path, head, stream))
}

type Handle = dyn Fn(&str, &str, &mut TcpStream, &[u8]) + Send + Sync;

fn serving(handle: impl Fn(&str, &str, &mut TcpStream, &[u8]) + Send + Sync + 'static) -> (String, Receiver<(String, Vec<u8>)>) {
    let handle: Arc<Handle> = Arc::new(handle);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let (tell, told) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming().take(400).flatten() {
            let (tell, handle) = (tell.clone(), handle.clone());
            std::thread::spawn(move || drop(one(stream, handle.as_ref(), &tell)));
        }
    });
    (address, told)
}

fn one(mut stream: TcpStream, handle: &Handle, tell: &std::sync::mpsc::Sender<(String, Vec<u8>)>) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let (mut seen, mut buffer) = (Vec::new(), [0; 4096]);
    let head = loop {
        if let Some(at) = seen.windows(4).position(|four| four == b"\r\n\r\n") {
            break at + 4;
        }
        match stream.read(&mut buffer)? {
            0 => return Ok(()),
            // Somebody who wants to speak TLS gets what a plain server answers.
            _ if buffer[0] == 0x16 => return stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n"),
            length => seen.extend_from_slice(&buffer[..length]),
        }
    };
    let text = String::from_utf8_lossy(&seen[..head]).into_owned();
    let announced = text.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse::<usize>().ok()).unwrap_or(0);
    while seen.len() < head + announced {
        match stream.read(&mut buffer)? {
            0 => break,
            length => seen.extend_from_slice(&buffer[..length]),
        }
    }
    let body = seen[head..].to_vec();
    let path = text.split([' ', '?']).nth(1).unwrap_or_default().to_owned();
    let _ = tell.send((text.clone(), body.clone()));
    handle(&path, &text, &mut stream, &body);
    Ok(())
}

/// An answer whose connection ends with it; `head` begins with the status.
pub fn answer(stream: &mut TcpStream, head: &str, body: &[u8]) {
    let _ = stream.write_all(format!("HTTP/1.1 {head}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n", body.len()).as_bytes());
    let _ = stream.write_all(body);
}
