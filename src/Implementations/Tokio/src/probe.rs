//! A leaf future that logs its polls: pending so many times, waking its task so many times while it is; then it takes and
//! returns a permit so many times, each time an operation on the budget of its task's poll.
use crate::{outcome::Outcome, world::World};
use futures_util::future::{BoxFuture, FutureExt};
use serde_json::json;
use std::{
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, Wake, Waker},
};
use tokio::sync::Semaphore;

pub struct Probe {
    world: Arc<World>,
    id: usize,
    pending: i64,
    wakes: i64,
    cycles: BoxFuture<'static, ()>,
    polls: i64,
    over: bool,
}

impl Probe {
    pub fn new(world: Arc<World>, id: usize, pending: i64, wakes: i64, cycles: u32) -> Self {
        Probe { world, id, pending, wakes, cycles: cycle(cycles).boxed(), polls: 0, over: false }
    }
}

async fn cycle(times: u32) {
    let permits = Semaphore::new(1);
    for _ in 0..times {
        drop(permits.acquire().await);
    }
}

impl Future for Probe {
    type Output = Outcome;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Outcome> {
        assert!(!self.over, "polled after completion");
        self.polls += 1;
        let (world, id, polls) = (self.world.clone(), self.id, self.polls);
        let end = |outcome| world.trace.emit_with("PollEnd", id, Some(id), -1, outcome, json!(polls));
        world.register(id, context.waker());
        world.trace.emit_with("PollBegin", id, Some(id), -1, "None", json!(polls));
        let logged = Arc::new(Logged { world: world.clone(), id, waker: context.waker().clone() });
        if polls <= self.pending {
            (0..self.wakes).for_each(|_| logged.wake_by_ref());
        } else if self.cycles.poll_unpin(&mut Context::from_waker(&Waker::from(logged))).is_ready() {
            self.over = true;
            end("Value");
            return Poll::Ready(Ok(json!(polls)));
        }
        end("Pending");
        Poll::Pending
    }
}

/// The waker of the probe's task; says when it is used.
struct Logged {
    world: Arc<World>,
    id: usize,
    waker: Waker,
}

impl Wake for Logged {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.world.trace.emit("Waking", self.id, Some(self.id), -1);
        self.waker.wake_by_ref();
        self.world.trace.emit("Woken", self.id, Some(self.id), -1);
    }
}
