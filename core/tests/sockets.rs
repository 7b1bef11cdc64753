//! Web sockets through the whole core, against real servers on this machine.

mod common;

use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use banchan_core::superapp::DevOptions;
use common::{Bench, files};
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::net::TcpListener;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::{ErrorResponse, Request, Response};
use tokio_tungstenite::tungstenite::protocol::CloseFrame;

/// A server that echoes, chooses the first protocol, and closes when it is told to. Tells of every message and end.
fn server() -> (String, Receiver<String>) {
    let (tell, told) = channel();
    let (address, known) = channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async move {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            address.send(format!("ws://{}", listener.local_addr().unwrap())).unwrap();
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, tell.clone()));
            }
        });
    });
    (known.recv().unwrap(), told)
}

#[allow(clippy::result_large_err)] // the library's own type
async fn serve(stream: tokio::net::TcpStream, tell: Sender<String>) {
    let told = tell.clone();
    let choose = move |request: &Request, mut response: Response| -> Result<Response, ErrorResponse> {
        let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        let _ = told.send(format!("open {} {} {}", request.uri(), header("x-mine"), header("sec-websocket-protocol")));
        if let Some(first) = header("sec-websocket-protocol").split(", ").find(|name| !name.is_empty()) {
            response.headers_mut().insert("sec-websocket-protocol", first.parse().unwrap());
        }
        Ok(response)
    };
    let Ok(mut line) = tokio_tungstenite::accept_hdr_async(stream, choose).await else { return };
    while let Some(Ok(message)) = line.next().await {
        let _ = tell.send(format!("{message:?}"));
        match message {
            Message::Text(text) if text.as_str() == "close me" => {
                let _ = line.close(Some(CloseFrame { code: 4001.into(), reason: "as you wish".into() })).await;
            }
            Message::Text(text) if text.as_str() == "drop me" => return,
            Message::Text(_) | Message::Binary(_) => drop(line.send(message).await),
            _ => {}
        }
    }
    let _ = tell.send("end".into());
}

struct Ran {
    bench: Bench,
    slot: banchan_core::permission::Slot,
}

impl Ran {
    fn said(&self) -> Vec<String> {
        self.bench.lines(0)
    }
}

/// Runs a script in a page that may talk to this machine, until it says that it ended.
fn run(url: &str, script: &str) -> Ran {
    let page = format!(
        "const url = '{url}';
        const say = (...x) => console.log('> ' + x.map((v) => typeof v === 'string' ? v : JSON.stringify(v)).join(' '));
        const text = (data) => typeof data === 'string' ? data : '[' + new Uint8Array(data).join() + ']';
        const fails = (options) => new Promise((done) => wx.connectSocket({{ ...options, complete: (res) => done(say(res.errMsg)) }}));
        const opened = (task) => new Promise((done) => task.onOpen(done));
        const closed = (task) => new Promise((done) => task.onClose((res) => done(say('close', res.code, res.reason))));
        const next = (task) => new Promise((done) => {{ let heard = false; task.onMessage((res) => {{ if (!heard) {{ heard = true; done(say('message', text(res.data))); }} }}); }});
        Page({{ async onLoad() {{ try {{ {script} }} catch (e) {{ say('threw', e.message, e.stack); }} console.log('> END'); }} }});"
    );
    let bench = Bench::new();
    let program = files(&[("app.json", r#"{"pages":["p"]}"#), ("p.wxml", "<view>x</view>"), ("p.js", &page)]);
    let options = DevOptions { allow_loopback: true, ..DevOptions::default() };
    let opened = bench.app.open_files(&program, options).unwrap_or_else(|error| panic!("{error}\n{:#?}", bench.shell.told()));
    bench.console(0, "> END");
    Ran { bench, slot: opened.slot }
}

#[test]
fn text_and_bytes_go_both_ways_and_either_side_may_close() {
    let (url, seen) = server();
    let script = "
        let task;
        const header = { 'X-Mine': 'yes', 'Sec-WebSocket-Key': 'mine', Host: 'bank.com' };
        const made = new Promise((success) => { task = wx.connectSocket({ url: url + '/a?b=1', header, protocols: ['chat', 'other'], success }); });
        const send = (data) => new Promise((complete) => task.send({ data, complete }));
        const open = opened(task);
        say(task.readyState);
        say((await send('too early')).errMsg);
        say((await made).errMsg);
        const res = await open;
        say(task.readyState, res.header['Sec-Websocket-Protocol']);
        const echo = next(task);
        const sent = send('hé');
        await echo;
        say((await sent).errMsg);
        task.send({ data: new Uint8Array([1, 255]).buffer });
        await next(task);
        task.close({ code: 2000, fail: (res) => say(res.errMsg) });
        const end = closed(task);
        task.send({ data: 'close me' });
        await end;
        say(task.readyState);
        task.send({ data: 'too late', fail: (res) => say(res.errMsg) });
        const other = wx.connectSocket({ url });
        await opened(other);
        const over = closed(other);
        const left = new Promise((success) => other.close({ code: 3001, reason: 'bye', success }));
        await over;
        say((await left).errMsg);
        await fails({ url: 'http://example.com/' }); await fails({ url: 'ws://example.com' }); await fails({ url: 'wss://example.com' }); await fails({});
        await fails({ url, protocols: 'chat' });
    ";
    let ran = run(&url, script);
    assert_eq!(
        ran.said(),
        [
            "0",
            "sendSocketMessage:fail WebSocket is not connected",
            "connectSocket:ok",
            "1 chat",
            "message hé",
            "sendSocketMessage:ok",
            "message [1,255]",
            "closeSocket:fail The code must be either 1000, or between 3000 and 4999",
            "close 4001 as you wish",
            "3",
            "sendSocketMessage:fail WebSocket is not connected",
            "close 3001 bye",
            "closeSocket:ok",
            "connectSocket:fail url scheme is invalid, only wss is supported",
            "connectSocket:fail url scheme is invalid, only wss is supported",
            "connectSocket:fail url not in domain list",
            "connectSocket:fail parameter error: parameter.url should be String instead of Undefined;",
            "connectSocket:fail parameter error: parameter.protocols should be Array instead of String;",
        ]
    );
    let first = seen.recv_timeout(Duration::from_secs(5)).unwrap();
    assert_eq!(first, "open /a?b=1 yes chat, other");
}

#[test]
fn the_older_members_speak_to_the_latest_socket() {
    let (url, _seen) = server();
    let script = "
        wx.sendSocketMessage({ data: 'x', fail: (res) => say(res.errMsg) });
        wx.closeSocket({ fail: (res) => say(res.errMsg) });
        const open = new Promise((done) => wx.onSocketOpen(done));
        const message = new Promise((done) => wx.onSocketMessage(done));
        const close = new Promise((done) => wx.onSocketClose(done));
        wx.connectSocket({ url });
        await open;
        wx.sendSocketMessage({ data: 'hello' });
        say((await message).data);
        wx.closeSocket();
        say((await new Promise((fail) => wx.closeSocket({ fail }))).errMsg);
        say((await close).code);
    ";
    let gone = "closeSocket:fail WebSocket is not connected";
    assert_eq!(run(&url, script).said(), ["sendSocketMessage:fail WebSocket is not connected", gone, "hello", gone, "1000"]);
}

#[test]
fn what_breaks_is_an_error_and_then_a_close() {
    let (url, _seen) = server();
    let script = "
        const broken = (options, after) => new Promise((done) => {
          const task = wx.connectSocket(options);
          task.onError((res) => say('error', res.errMsg)); task.onClose((res) => { say('close', res.code); done(); });
          if (after) task.onOpen(() => after(task));
        });
        await broken({ url: 'ws://127.0.0.1:1/' });
        await broken({ url: url.replace('ws:', 'wss:'), timeout: 3000 });
        await broken({ url }, (task) => task.send({ data: 'drop me' }));
        const many = [1, 2, 3, 4, 5].map(() => wx.connectSocket({ url }));
        await Promise.all(many.map(opened));
        await fails({ url });
        const gone = closed(many[0]);
        many[0].close();
        await gone;
        await fails({ url });
    ";
    let said = run(&url, script).said();
    assert_eq!(said[0], "error errcode:-102 cronet_error_code:-102 error_msg:net::ERR_CONNECTION_REFUSED");
    assert!(said[2].starts_with("error ") && said[4].starts_with("error "), "{said:#?}");
    assert_eq!([&said[1], &said[3], &said[5]], ["close 1006"; 3]);
    assert_eq!(said[6..], ["connectSocket:fail exceed max task count", "close 1000 ", "connectSocket:ok"]);
}

#[test]
fn sockets_end_with_the_session() {
    let (url, seen) = server();
    let ran = run(&url, "await opened(wx.connectSocket({ url }));");
    assert!(seen.recv_timeout(Duration::from_secs(5)).unwrap().starts_with("open"));
    ran.bench.app.close(ran.slot);
    ran.bench.ended(ran.slot);
    let close = seen.recv_timeout(Duration::from_secs(5)).unwrap();
    assert!(close.starts_with("Close") || close == "end", "{close}");
}

#[test]
fn sockets_end_when_the_session_is_suspended() {
    let (url, seen) = server();
    let ran = run(&url, "await opened(wx.connectSocket({ url }));");
    assert!(seen.recv_timeout(Duration::from_secs(5)).unwrap().starts_with("open"));
    ran.bench.app.background(ran.slot);
    let close = seen.recv_timeout(Duration::from_secs(12)).expect("the server hears that it ended");
    assert!(close.starts_with("Close") || close == "end", "{close}");
}
