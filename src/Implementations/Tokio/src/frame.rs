//! The locals of a running body. Leaving it, however that happens, says so and drops them, last one first.
use crate::{outcome::Outcome, panics, program::Statement, simple, world::World};
use futures_util::future::{BoxFuture, FutureExt};
use serde_json::{json, Value};
use std::{
    future::Future,
    pin::Pin,
    sync::{
        atomic::{AtomicBool, Ordering::Relaxed},
        Arc,
    },
    task::{Context, Poll},
    thread,
};

pub struct Frame {
    pub world: Arc<World>,
    pub id: usize,
    cleanups: Vec<Cleanup>,
    over: bool,
    running: Arc<AtomicBool>,
    // Dropped after all locals.
    _captured: Captured,
}

pub enum Cleanup {
    Guard(i32, Vec<Statement>),
    Local(usize),
}

/// How a body ends: by `return`, its end or `throw`, and where.
pub enum End {
    Value(Value, i32),
    Error(String, i32),
}

impl Frame {
    pub fn push(&mut self, cleanup: Cleanup) {
        self.cleanups.push(cleanup);
    }

    pub fn complete(&mut self, end: End) -> Outcome {
        match end {
            End::Value(value, site) => {
                self.completed("Value", value.clone(), site);
                Ok(value)
            }
            End::Error(message, site) => {
                self.completed("Error", json!(message), site);
                Err(message)
            }
        }
    }

    pub fn panic(&mut self, message: &str, site: i32) -> ! {
        self.completed("Panic", json!(message), site);
        panic!("{message}")
    }

    fn completed(&mut self, outcome: &str, value: Value, site: i32) {
        self.over = true;
        self.world.trace.emit_with("Completed", self.id, Some(self.id), site, outcome, value);
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        if !self.over && self.running.load(Relaxed) && thread::panicking() {
            self.completed("Panic", json!(panics::latest()), -1);
        } else if !self.over {
            self.world.trace.emit("Cancelled", self.id, Some(self.id), -1);
        }
        self.world.waits(self.id, vec![]);
        while let Some(cleanup) = self.cleanups.pop() {
            match cleanup {
                Cleanup::Local(local) => self.world.release(self.id, local),
                Cleanup::Guard(site, body) => {
                    self.world.trace.emit("DeferRan", self.id, None, site);
                    body.iter().for_each(|statement| simple::run(&self.world, self.id, statement));
                }
            }
        }
    }
}

/// What an async block took along, dropped with it even if it never ran.
struct Captured {
    world: Arc<World>,
    body: usize,
}

impl Drop for Captured {
    fn drop(&mut self) {
        for &id in &self.world.moves.captures[self.body] {
            self.world.release(self.body, id);
        }
    }
}

/// The future of a body: a real async block.
pub fn body(world: &Arc<World>, id: usize, statements: Vec<Statement>) -> BoxFuture<'static, Outcome> {
    world.capture(id);
    let captured = Captured { world: world.clone(), body: id };
    let running = Arc::new(AtomicBool::new(false));
    let mine = running.clone();
    let code = async move {
        let world = captured.world.clone();
        world.trace.emit("Started", id, Some(id), -1);
        let mut frame = Frame { world, id, cleanups: vec![], over: false, running: mine, _captured: captured };
        let end = frame.block(&statements).await;
        frame.complete(end.unwrap_or(End::Value(Value::Null, -1)))
    };
    Polled { code: code.boxed(), running }.boxed()
}

/// Knows whether its code is being polled: a panic then is its own, otherwise it is merely dropped because of another's.
struct Polled {
    code: BoxFuture<'static, Outcome>,
    running: Arc<AtomicBool>,
}

impl Future for Polled {
    type Output = Outcome;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Outcome> {
        self.running.store(true, Relaxed);
        let poll = self.code.poll_unpin(context);
        self.running.store(false, Relaxed);
        poll
    }
}
