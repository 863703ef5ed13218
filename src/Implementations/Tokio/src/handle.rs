//! The handle of a task or of a job, which may be awaited in one place and aborted from others.
use crate::{
    activity::{Leaf, Mark},
    panics,
    world::Outcome,
};
use futures_util::future::{BoxFuture, FutureExt};
use std::{
    future::poll_fn,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::task::{JoinError, JoinHandle};

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
        let handle = self.clone();
        let mark = self.mark.clone();
        Leaf::new(poll_fn(move |context| handle.lock().poll_unpin(context)).map(joined), mark).boxed()
    }

    // A handle that is polled after its end panics: that spoils the lock but not the handle.
    fn lock(&self) -> MutexGuard<'_, JoinHandle<Outcome>> {
        self.handle.lock().unwrap_or_else(PoisonError::into_inner)
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
