//! `wx.connectSocket`: a few connections for each mini-program, each with its own task that hears and speaks. They end with
//! the session, and when it is suspended; what is not taken in time waits on the wire, not in memory.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::encoding::{given, told};
use super::hops::{headers, timeout, told_headers};
use super::local::Parts;
use crate::api::{Args, Failure};
use crate::net::{Frame, NetError, SocketAsk, SocketReader, SocketWriter};
use crate::permission::{Lease, Slot, UrlKind, UrlPermit};

/// Sockets of one mini-program, as in WeChat.
const MAX_SOCKETS: usize = 5;
/// Most bytes of one message, either way.
const MAX_MESSAGE: usize = 8 << 20;
/// What a message counts for at least, in bytes: empty ones take room, too.
const LEAST: usize = 1024;
/// Most bytes that wait to be sent, and that wait to be taken.
const MAX_WAITING: usize = 16 << 20;
/// A server that takes nothing for so long is gone.
const SEND_WITHIN: Duration = Duration::from_secs(60);
/// How long the server may take to say goodbye.
const CLOSE_WITHIN: Duration = Duration::from_secs(2);

type Order = (Frame, Option<OwnedSemaphorePermit>);

struct Line {
    orders: UnboundedSender<Order>,
    room: Arc<Semaphore>,
    open: Arc<AtomicBool>,
    /// The program wants it closed.
    closing: AtomicBool,
}

/// All sockets by slot and number of the call.
#[derive(Default)]
pub(super) struct Sockets {
    lines: Mutex<HashMap<(Slot, u32), Line>>,
}

/// How one ended.
struct End {
    code: u16,
    reason: String,
    error: Option<String>,
}

impl End {
    fn broken(error: NetError) -> Self {
        let text = match error {
            NetError::Other { reason } => reason,
            error => Failure::from(error).to_string(),
        };
        Self { code: 1006, reason: "abnormal closure".into(), error: Some(text) }
    }

    fn left() -> Self {
        Self { code: 1001, reason: "the mini-program left the screen".into(), error: None }
    }
}

impl Sockets {
    #[cfg(test)]
    pub fn len(&self) -> usize {
        self.lines().len()
    }

    fn lines(&self) -> MutexGuard<'_, HashMap<(Slot, u32), Line>> {
        // Lines are put in and taken out whole.
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// `sendSocketMessage`, in the order of the calls.
    pub fn send(&self, slot: Slot, args: &Args) -> Result<Value, Failure> {
        let frame = match args.value("data") {
            Some(Value::String(text)) => Frame::Text(text.clone()),
            data => Frame::Bytes(given(data, None)?),
        };
        let size = match &frame {
            Frame::Text(text) => text.len(),
            Frame::Bytes(bytes) => bytes.len(),
            Frame::Close { .. } => 0,
        };
        let lines = self.lines();
        let line = lines.get(&(slot, task_of(args))).filter(|line| line.open.load(Ordering::Acquire)).ok_or_else(not_connected)?;
        let too_much = || Failure::Other("the message is too large, or too many wait to be sent".into());
        if size > MAX_MESSAGE {
            return Err(too_much());
        }
        let room = line.room.clone().try_acquire_many_owned(size.clamp(LEAST, MAX_MESSAGE) as u32).map_err(|_| too_much())?;
        line.orders.send((frame, Some(room))).map_err(|_| not_connected())?;
        Ok(Value::Null)
    }

    /// `closeSocket`.
    pub fn close(&self, slot: Slot, args: &Args) -> Result<Value, Failure> {
        let code = args.opt_number("code")?.unwrap_or(1000.0);
        if code != 1000.0 && !(3000.0..=4999.0).contains(&code) {
            return Err(Failure::Other("The code must be either 1000, or between 3000 and 4999".into()));
        }
        let reason = args.text("reason")?;
        if reason.len() > 123 {
            return Err(Failure::Other("The reason must be no longer than 123 bytes".into()));
        }
        let lines = self.lines();
        let line = lines.get(&(slot, task_of(args))).ok_or_else(not_connected)?;
        // One waits behind what is to be sent; more would wait without end.
        if line.closing.swap(true, Ordering::AcqRel) {
            return Err(not_connected());
        }
        line.orders.send((Frame::Close { code: code as u16, reason }, None)).map_err(|_| not_connected())?;
        Ok(Value::Null)
    }
}

fn task_of(args: &Args) -> u32 {
    args.value("$task").and_then(Value::as_u64).and_then(|task| u32::try_from(task).ok()).unwrap_or(0)
}

fn not_connected() -> Failure {
    Failure::Other("WebSocket is not connected".into())
}

/// `connectSocket`: answers when the address is allowed; the rest is news.
pub(super) fn connect(parts: &Arc<Parts>, slot: Slot, task: u32, args: &Args, lease: Lease) -> Result<Value, Failure> {
    let info = parts.gate.info(slot)?;
    let url = args.string("url")?;
    let protocols = match args.value("protocols") {
        None | Some(Value::Null) => Vec::new(),
        Some(_) => args.strings("protocols")?,
    };
    let wait = timeout(args, info.declarations.socket_timeout_ms)?;
    let ask = SocketAsk { headers: headers(args, &info)?, protocols, timeout: wait, max_message: MAX_MESSAGE };
    let permit = parts.gate.url(slot, &url, UrlKind::Socket)?;
    let (orders, inbox) = unbounded_channel();
    let open = Arc::new(AtomicBool::new(false));
    {
        let mut lines = parts.sockets.lines();
        if lines.keys().filter(|(of, _)| *of == slot).count() >= MAX_SOCKETS {
            return Err(Failure::TooManyTasks);
        }
        lines.insert(
            (slot, task),
            Line { orders, room: Arc::new(Semaphore::new(MAX_WAITING)), open: open.clone(), closing: AtomicBool::new(false) },
        );
    }
    let talk = Talk { parts: parts.clone(), slot, task, lease, open };
    tokio::spawn(talk.run(permit, ask, inbox));
    Ok(json!({ "socketTaskId": task }))
}

/// One connection and what belongs to it.
struct Talk {
    parts: Arc<Parts>,
    slot: Slot,
    task: u32,
    lease: Lease,
    open: Arc<AtomicBool>,
}

impl Talk {
    fn tell(&self, event: &'static str, value: Value, held: Option<OwnedSemaphorePermit>) {
        self.parts.news.tell(self.slot, self.task, event, value, held);
    }

    async fn run(self, permit: UrlPermit, ask: SocketAsk, mut inbox: UnboundedReceiver<Order>) {
        let end = self.talk(permit, ask, &mut inbox).await;
        self.open.store(false, Ordering::Release);
        self.parts.sockets.lines().remove(&(self.slot, self.task));
        if let Some(text) = end.error {
            self.tell("Error", json!({ "errMsg": text }), None);
        }
        self.tell("Close", json!({ "code": end.code, "reason": end.reason }), None);
    }

    async fn talk(&self, permit: UrlPermit, ask: SocketAsk, inbox: &mut UnboundedReceiver<Order>) -> End {
        let connected = tokio::select! {
            connected = self.parts.net.socket(permit, ask) => connected,
            _ = self.lease.ended() => return End::left(),
            // Before it is open, only the wish to close is let through.
            order = inbox.recv() => return match order {
                Some((Frame::Close { code, reason }, _)) => End { code, reason, error: None },
                _ => End::left(),
            },
        };
        let mut connected = match connected {
            Ok(connected) => connected,
            Err(error) => return End::broken(error),
        };
        self.open.store(true, Ordering::Release);
        self.tell("Open", json!({ "header": told_headers(connected.headers).0 }), None);
        let room = Arc::new(Semaphore::new(MAX_WAITING));
        loop {
            tokio::select! {
                _ = self.lease.ended() => {
                    let goodbye = Frame::Close { code: 1001, reason: String::new() };
                    let _ = tokio::time::timeout(CLOSE_WITHIN, connected.writer.send(goodbye)).await;
                    return End::left();
                }
                order = inbox.recv() => match order {
                    Some((Frame::Close { code, reason }, _)) => return close(&mut connected.writer, &mut connected.reader, code, reason).await,
                    Some((frame, _room)) => if let Err(end) = self.send(&mut connected.writer, frame).await { return end },
                    None => return End::left(),
                },
                frame = connected.reader.next() => match frame {
                    Ok(Frame::Close { code, reason }) => return End { code, reason, error: None },
                    Ok(frame) => if let Err(end) = self.heard(frame, &room).await { return end },
                    Err(error) => return End::broken(error),
                },
            }
        }
    }

    async fn send(&self, writer: &mut SocketWriter, frame: Frame) -> Result<(), End> {
        tokio::select! {
            sent = tokio::time::timeout(SEND_WITHIN, writer.send(frame)) => match sent {
                Ok(Ok(())) => Ok(()),
                Ok(Err(error)) => Err(End::broken(error)),
                Err(_) => Err(End::broken(NetError::Timeout)),
            },
            _ = self.lease.ended() => Err(End::left()),
        }
    }

    /// Waits until the program took enough of what came before.
    async fn heard(&self, frame: Frame, room: &Arc<Semaphore>) -> Result<(), End> {
        let (data, size) = match frame {
            Frame::Text(text) => (Value::String(text.clone()), text.len()),
            Frame::Bytes(bytes) => (told(&bytes, None).unwrap_or(Value::Null), bytes.len()),
            Frame::Close { .. } => return Ok(()),
        };
        tokio::select! {
            held = room.clone().acquire_many_owned(size.clamp(LEAST, MAX_WAITING) as u32) => {
                self.tell("Message", json!({ "data": data }), held.ok());
                Ok(())
            }
            _ = self.lease.ended() => Err(End::left()),
        }
    }
}

/// Says goodbye and waits a little for the same.
async fn close(writer: &mut SocketWriter, reader: &mut SocketReader, code: u16, reason: String) -> End {
    let answered = async {
        if writer.send(Frame::Close { code, reason: reason.clone() }).await.is_ok() {
            while !matches!(reader.next().await, Ok(Frame::Close { .. }) | Err(_)) {}
        }
    };
    let _ = tokio::time::timeout(CLOSE_WITHIN, answered).await;
    End { code, reason, error: None }
}
