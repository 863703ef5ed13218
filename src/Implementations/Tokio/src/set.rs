//! Join sets, counted for the question whether anything can still happen.
use crate::{
    activity::{Mark, Tracked},
    handle,
    outcome::Outcome,
};
use futures_util::future::BoxFuture;
use std::{
    future::Future,
    pin::pin,
    sync::Arc,
    task::{Context, Poll},
};
use tokio::task::{AbortHandle, JoinSet};

#[derive(Default)]
pub struct TaskSet {
    tasks: JoinSet<Outcome>,
    marks: Vec<Arc<Mark>>,
}

impl TaskSet {
    pub fn spawn(&mut self, future: BoxFuture<'static, Outcome>, mark: Arc<Mark>) -> Member {
        self.marks.push(mark.clone());
        let handle = self.tasks.spawn(Tracked::new(future, mark.clone()));
        Member { handle, mark }
    }

    pub fn abort_all(&mut self) {
        self.marks.iter().for_each(|mark| mark.abort());
        self.tasks.abort_all();
    }

    /// The outcome of the member that ended first and was not taken yet.
    pub fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Outcome> {
        let next = pin!(self.tasks.join_next()).poll(context);
        next.map(|next| next.map_or_else(|| Err("none left".into()), handle::joined))
    }
}

impl Drop for TaskSet {
    fn drop(&mut self) {
        self.marks.iter().for_each(|mark| mark.abort());
    }
}

/// A task of a set: it can be aborted, but not awaited.
pub struct Member {
    handle: AbortHandle,
    mark: Arc<Mark>,
}

impl Member {
    pub fn abort(&self) {
        self.mark.abort();
        self.handle.abort();
    }
}
