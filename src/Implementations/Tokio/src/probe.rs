//! A leaf future that logs its polls: pending so many times, waking its task so many times while it is.
use crate::world::{Outcome, World};
use serde_json::json;
use std::{
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

pub struct Probe {
    pub world: Arc<World>,
    pub id: usize,
    pub pending: i64,
    pub wakes: i64,
    pub polls: i64,
}

impl Future for Probe {
    type Output = Outcome;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Outcome> {
        assert!(self.polls <= self.pending, "polled after completion");
        self.polls += 1;
        let (id, polls, trace) = (self.id, self.polls, &self.world.trace);
        self.world.register(id, context.waker());
        trace.emit_with("PollBegin", id, Some(id), -1, "None", json!(polls));
        if polls > self.pending {
            trace.emit_with("PollEnd", id, Some(id), -1, "Value", json!(polls));
            return Poll::Ready(Ok(json!(polls)));
        }
        for _ in 0..self.wakes {
            trace.emit("Waking", id, Some(id), -1);
            context.waker().wake_by_ref();
            trace.emit("Woken", id, Some(id), -1);
        }
        trace.emit_with("PollEnd", id, Some(id), -1, "Pending", json!(polls));
        Poll::Pending
    }
}
