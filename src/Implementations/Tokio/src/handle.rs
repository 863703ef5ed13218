//! The handle of a task or of a job, which may be awaited in one place and aborted from others.
use crate::{panics, world::Outcome};
use futures_util::future::{BoxFuture, FutureExt};
use std::{
    future::poll_fn,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::task::{JoinError, JoinHandle};

#[derive(Clone)]
pub struct Handle(Arc<Mutex<JoinHandle<Outcome>>>);

impl Handle {
    pub fn new(handle: JoinHandle<Outcome>) -> Self {
        Handle(Arc::new(Mutex::new(handle)))
    }

    pub fn abort(&self) {
        self.lock().abort();
    }

    /// Waits for it. Dropping this detaches the task.
    pub fn wait(&self) -> BoxFuture<'static, Outcome> {
        let handle = self.clone();
        poll_fn(move |context| handle.lock().poll_unpin(context)).map(joined).boxed()
    }

    // A handle that is polled after its end panics: that spoils the lock but not the handle.
    fn lock(&self) -> MutexGuard<'_, JoinHandle<Outcome>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn joined(result: Result<Outcome, JoinError>) -> Outcome {
    match result {
        Ok(outcome) => outcome,
        Err(error) if error.is_cancelled() => Err("cancelled".into()),
        Err(error) => Err(format!("panic: {}", panics::text(&*error.into_panic()))),
    }
}
