//! One execution of a program on a Tokio runtime of its own.
use crate::{frame, moves::Moves, panics, program::Program, world::World};
use serde_json::{json, Value};
use std::{
    future::{poll_fn, Future},
    panic::{catch_unwind, AssertUnwindSafe},
    sync::Arc,
    task::Poll,
    time::Duration,
};
use tokio::{runtime::Builder, time};

/// How many jobs run at once.
pub const POOL: usize = 2;

// A paused clock gets there only when nothing else is left to do: no program sleeps so long.
const NEVER: Duration = Duration::from_millis(10_000_000_000);

pub fn run(seq: u64, seed: u64, program: Program) -> Value {
    let runtime = Builder::new_current_thread().enable_time().start_paused(true).max_blocking_threads(POOL).build();
    let runtime = runtime.expect("the machine has threads");
    // The clock is this runtime's to the end, also while its tasks are dropped.
    let handle = runtime.handle().clone();
    let _clock = handle.enter();
    let world = Arc::new(World::new(Moves::of(&program.body), seed, true));
    let end = catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(async {
            let mut main = frame::body(&world, 0, program.body);
            let mut never = Box::pin(time::sleep(NEVER));
            let mut stuck = None;
            // Asked first, so that its own wake does not poll the program once more.
            let end = poll_fn(|context| {
                if never.as_mut().poll(context).is_ready() {
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
