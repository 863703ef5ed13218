//! One execution of a program on a Tokio runtime of its own.
use crate::{
    activity::{Activity, Tracked},
    frame,
    moves::Moves,
    panics,
    program::Program,
    world::World,
};
use serde_json::{json, Value};
use std::{
    future::{poll_fn, Future},
    panic::{catch_unwind, AssertUnwindSafe},
    pin::pin,
    sync::Arc,
    task::Poll,
};
use tokio::runtime::{Builder, RngSeed};

/// How many jobs run at once.
pub const POOL: usize = 2;

/// Which of Tokio's schedulers runs the tasks.
#[derive(Clone, Copy, PartialEq)]
pub enum Flavor {
    /// `current_thread`, on the test clock.
    CurrentThread,
    /// `multi_thread`, on the machine's clock: only `current_thread` may pause it.
    MultiThread,
}

pub fn run(seq: u64, seed: u64, workers: usize, flavor: Flavor, program: Program) -> Value {
    let mut builder = match flavor {
        Flavor::CurrentThread => Builder::new_current_thread(),
        Flavor::MultiThread => Builder::new_multi_thread(),
    };
    let paused = flavor == Flavor::CurrentThread;
    let workers = if paused { 1 } else { workers.max(1) };
    let activity = Activity::new(workers);
    let (parks, unparks) = (activity.clone(), activity.clone());
    builder.worker_threads(workers).max_blocking_threads(POOL).rng_seed(RngSeed::from_bytes(&seed.to_le_bytes()));
    builder
        .enable_time()
        .start_paused(paused)
        .on_thread_park(move || parks.park())
        .on_thread_unpark(move || unparks.unpark());
    let runtime = builder.build().expect("the machine has threads");
    // The clock is this runtime's to the end, also while its tasks are dropped.
    let handle = runtime.handle().clone();
    let _clock = handle.enter();
    let world = Arc::new(World::new(Moves::of(&program.body), activity, paused));
    let end = catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(async {
            let mut main = pin!(Tracked::new(frame::body(&world, 0, program.body), world.activity.task()));
            let mut stuck = None;
            // Asked first, so that its own wake does not poll the program once more.
            let end = poll_fn(|context| {
                if world.activity.is_stuck(context.waker()) {
                    stuck = Some((world.deadlock(), world.trace.close()));
                    return Poll::Ready(None);
                }
                main.as_mut().poll(context).map(Some)
            })
            .await;
            (end, stuck)
        })
    }));
    drop(runtime);
    let (ending, reason, events) = match end {
        Ok((Some(Ok(_)), _)) => ("Completed", String::new(), world.trace.close()),
        Ok((Some(Err(message)), _)) => ("Failed", message, world.trace.close()),
        Ok((None, stuck)) => {
            let (reason, events) = stuck.unwrap_or_default();
            ("Deadlock", reason, events)
        }
        Err(panic) => ("Failed", panics::text(&*panic), world.trace.close()),
    };
    match world.unsupported() {
        Some(reason) => json!({ "seq": seq, "unsupported": reason }),
        None => json!({ "seq": seq, "ending": ending, "reason": reason, "events": events }),
    }
}
