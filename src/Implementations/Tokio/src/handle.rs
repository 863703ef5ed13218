//! The handle of a task or of a job, which may be awaited in one place and aborted from others.
use crate::{
    activity::{Leaf, Mark},
    outcome::Outcome,
    panics,
};
use futures_util::{
    future::{BoxFuture, FutureExt},
    task::noop_waker_ref,
};
use std::{
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
};
use tokio::task::{unconstrained, JoinError, JoinHandle};

#[derive(Clone)]
pub struct Handle {
    handle: Arc<Mutex<JoinHandle<Outcome>>>,
    mark: Arc<Mark>,
}

impl Handle {
    pub fn new(handle: JoinHandle<Outcome>, mark: Arc<Mark>) -> Self {
        Handle { handle: Arc::new(Mutex::new(handle)), mark }
    }

    pub fn abort(&self) {
        self.mark.abort();
        self.lock().abort();
    }

    /// Waits for it. Dropping this detaches the task.
    pub fn wait(&self) -> BoxFuture<'static, Outcome> {
        Leaf::new(Waiting { handle: self.clone(), over: false }.map(joined), self.mark.clone()).boxed()
    }

    // A handle that is polled after its end panics: that spoils the lock but not the handle.
    fn lock(&self) -> MutexGuard<'_, JoinHandle<Outcome>> {
        self.handle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Waits for a handle that may be aborted afterwards. A dropped handle wakes nobody any more, so when this is dropped, neither may
/// the one that is kept for that.
struct Waiting {
    handle: Handle,
    over: bool,
}

impl Future for Waiting {
    type Output = Result<Outcome, JoinError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let poll = self.handle.lock().poll_unpin(context);
        self.over = poll.is_ready();
        poll
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if !self.over {
            let mut handle = self.handle.lock();
            let _ = unconstrained(&mut *handle).poll_unpin(&mut Context::from_waker(noop_waker_ref()));
        }
    }
}

/// What a task came to, as programs see it.
pub fn joined(result: Result<Outcome, JoinError>) -> Outcome {
    match result {
        Ok(outcome) => outcome,
        Err(error) if error.is_cancelled() => Err("cancelled".into()),
        Err(error) => Err(format!("panic: {}", panics::text(&*error.into_panic()))),
    }
}
