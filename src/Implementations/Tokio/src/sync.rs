//! The futures that wait for a semaphore, a notify or a channel: leaves that log their polls and their drop.
use crate::{outcome::Outcome, world::World};
use futures_util::{
    future::{BoxFuture, FutureExt},
    task::noop_waker_ref,
};
use serde_json::{json, Value};
use std::{
    future::{poll_fn, Future},
    mem,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};
use tokio::sync::{mpsc::Sender, Notify, Semaphore};

/// Takes permits, for good.
pub fn acquire(semaphore: Arc<Semaphore>, permits: u32) -> BoxFuture<'static, Outcome> {
    async move {
        semaphore.acquire_many(permits).await.expect("it is never closed").forget();
        Ok(Value::Null)
    }
    .boxed()
}

/// Sends a value when there is room for it.
pub fn send(sender: Sender<Value>, value: Value) -> BoxFuture<'static, Outcome> {
    async move { sender.send(value).await.map(|()| Value::Null).map_err(|_| "channel closed".into()) }.boxed()
}

/// Waits for a notification. Tokio's own future borrows its notify, so both live in an async block, which is polled here once
/// to make that future now.
pub fn notified(notify: Arc<Notify>) -> BoxFuture<'static, Outcome> {
    let waiting = async move {
        let notified = notify.notified();
        let mut made = false;
        poll_fn(|_| if mem::replace(&mut made, true) { Poll::Ready(()) } else { Poll::Pending }).await;
        notified.await;
        Ok(Value::Null)
    };
    let mut waiting = waiting.boxed();
    let first = waiting.poll_unpin(&mut Context::from_waker(noop_waker_ref()));
    assert!(first.is_pending(), "it waits to be polled by the program");
    waiting
}

pub struct Logged {
    world: Arc<World>,
    id: usize,
    future: Option<BoxFuture<'static, Outcome>>,
    polls: i64,
    over: bool,
}

impl Logged {
    pub fn new(world: Arc<World>, id: usize, future: BoxFuture<'static, Outcome>) -> Self {
        Logged { world, id, future: Some(future), polls: 0, over: false }
    }
}

impl Future for Logged {
    type Output = Outcome;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Outcome> {
        assert!(!self.over, "polled after completion");
        self.polls += 1;
        let (world, id, polls) = (self.world.clone(), self.id, self.polls);
        let log = |kind, outcome| world.trace.emit_with(kind, id, Some(id), -1, outcome, json!(polls));
        log("PollBegin", "None");
        let poll = self.future.as_mut().expect("it is there until it is dropped").poll_unpin(context);
        self.over = poll.is_ready();
        let outcome = match &poll {
            Poll::Pending => "Pending",
            Poll::Ready(Ok(_)) => "Value",
            Poll::Ready(Err(_)) => "Error",
        };
        log("PollEnd", outcome);
        poll
    }
}

impl Drop for Logged {
    fn drop(&mut self) {
        if self.polls > 0 && !self.over {
            self.world.trace.emit("Cancelled", self.id, Some(self.id), -1);
        }
        self.future = None;
    }
}
