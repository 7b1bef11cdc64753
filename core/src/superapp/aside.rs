//! Work on a thread of its own for somebody who may stop waiting. It must not know what the work is.

use tokio::sync::oneshot;

/// What was made, on its way to whoever asked: undone when nobody takes it.
struct Fresh<T, U: FnOnce(T)>(Option<(T, U)>);

impl<T, U: FnOnce(T)> Drop for Fresh<T, U> {
    fn drop(&mut self) {
        if let Some((made, undo)) = self.0.take() {
            undo(made);
        }
    }
}

/// Does work on a thread of its own. When nobody waits for it any more, what it made goes to `undo`.
///
/// # Errors
/// A sentence: no thread could be started, or the work ended without an answer.
pub async fn aside<T: Send + 'static>(
    name: &str,
    work: impl FnOnce() -> T + Send + 'static,
    undo: impl FnOnce(T) + Send + 'static,
) -> Result<T, String> {
    let (done, made) = oneshot::channel();
    let thread = std::thread::Builder::new().name(name.into()).spawn(move || drop(done.send(Fresh(Some((work(), undo))))));
    thread.map_err(|error| format!("no thread could be started: {error}"))?;
    let taken = made.await.ok().and_then(|mut fresh| fresh.0.take());
    taken.map(|(made, _)| made).ok_or_else(|| "it ended without an answer".into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    #[tokio::test]
    async fn what_nobody_waits_for_is_undone() {
        let undone = |sender: mpsc::Sender<i32>| move |made| sender.send(made).unwrap_or_default();
        let (sender, told) = mpsc::channel();
        assert_eq!(aside("test", || 7, undone(sender.clone())).await, Ok(7));
        let (go, goes) = mpsc::channel::<()>();
        let waits = aside("test", move || goes.recv().map_or(8, |()| 9), undone(sender));
        assert!(tokio::time::timeout(std::time::Duration::ZERO, waits).await.is_err());
        drop(go);
        assert_eq!(told.recv(), Ok(8), "and the first one was taken");
    }
}
