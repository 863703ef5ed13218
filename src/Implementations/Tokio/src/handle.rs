//! The handle of a task or of a job, which may be awaited in one place and aborted from others.
use crate::{panics, world::Outcome};
use futures_util::future::{BoxFuture, FutureExt};
use std::{
    future::poll_fn,
    sync::{Arc, Mutex},
};
use tokio::task::{JoinError, JoinHandle};

#[derive(Clone)]
pub struct Handle(Arc<Mutex<JoinHandle<Outcome>>>);

impl Handle {
    pub fn new(handle: JoinHandle<Outcome>) -> Self {
        Handle(Arc::new(Mutex::new(handle)))
    }

    pub fn abort(&self) {
        self.0.lock().unwrap().abort();
    }

    /// Waits for it. Dropping this detaches the task.
    pub fn wait(&self) -> BoxFuture<'static, Outcome> {
        let handle = self.0.clone();
        poll_fn(move |context| handle.lock().unwrap().poll_unpin(context)).map(joined).boxed()
    }
}

fn joined(result: Result<Outcome, JoinError>) -> Outcome {
    match result {
        Ok(outcome) => outcome,
        Err(error) if error.is_cancelled() => Err("cancelled".into()),
        Err(error) => Err(format!("panic: {}", panics::text(&*error.into_panic()))),
    }
}
