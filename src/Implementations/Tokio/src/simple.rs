//! Statements that need no runtime, and jobs off the executor, which are made of them.
use crate::{
    activity::Job,
    outcome::Outcome,
    panics,
    program::{Action, Statement},
    world::World,
};
use serde_json::{json, Value};
use std::{
    panic::{catch_unwind, resume_unwind, AssertUnwindSafe},
    thread,
    time::Duration,
};
use tokio::runtime::Handle;

/// Runs a `log`, `let` or `+=`.
pub fn run(world: &World, by: usize, statement: &Statement) {
    match &statement.action {
        Action::Log { text, values } => {
            let line =
                values.iter().fold(text.clone(), |line, operand| format!("{line} {}", display(&world.read(operand))));
            world.trace.emit_with("Log", by, None, statement.site, "None", json!(line));
        }
        Action::Let { name, number } => world.set(name, json!(number)),
        Action::Add { name, number } => world.add(name, *number),
        _ => unreachable!("the checker lets no other statement stand here"),
    }
}

/// What a unit of time is to a job where the clock is paused: long enough for others to see that it runs, short enough for
/// thousands of programs.
const SHORT: Duration = Duration::from_micros(100);

/// Holds the thread, really or as seen by a clock that is paused: not at all.
pub fn compute(world: &World, by: usize, site: i32, duration: u64, really: bool) {
    world.trace.emit("ComputeBegin", by, None, site);
    if really {
        let unit = if world.paused { SHORT } else { Duration::from_millis(1) };
        thread::sleep(unit.saturating_mul(duration as u32));
    }
    world.trace.emit("ComputeEnd", by, None, site);
}

/// The body of a job.
pub fn job(world: &World, id: usize, body: &[Statement], job: &Job) -> Outcome {
    let complete = |site, outcome, value| world.trace.emit_with("Completed", id, Some(id), site, outcome, value);
    world.trace.emit("Started", id, Some(id), -1);
    for statement in body {
        let site = statement.site;
        match &statement.action {
            Action::Compute { duration } => compute(world, id, site, *duration, true),
            Action::BlockOn { binding, target } => {
                let driven = world.moves.ids[target];
                world.trace.emit("Awaiting", id, Some(driven), site);
                match catch_unwind(AssertUnwindSafe(|| drive(world, target, job))) {
                    Err(panic) => {
                        complete(-1, "Panic", json!(panics::text(&*panic)));
                        resume_unwind(panic);
                    }
                    Ok(Err(message)) => {
                        world.trace.emit_with("Resumed", id, Some(driven), site, "Error", json!(message));
                        complete(-1, "Error", json!(message));
                        return Err(message);
                    }
                    Ok(Ok(value)) => {
                        world.trace.emit_with("Resumed", id, Some(driven), site, "Value", value.clone());
                        if let Some(name) = binding {
                            world.set(name, value);
                        }
                    }
                }
            }
            Action::Return { value } => {
                let value = value.as_ref().map_or(Value::Null, |operand| world.read(operand));
                complete(site, "Value", value.clone());
                return Ok(value);
            }
            Action::Throw { message } => {
                complete(site, "Error", json!(message));
                return Err(message.clone());
            }
            Action::Panic { message } => {
                complete(site, "Panic", json!(message));
                panic!("{message}");
            }
            _ => run(world, id, statement),
        }
    }
    complete(-1, "Value", Value::Null);
    Ok(Value::Null)
}

/// Drives a computation on the thread of a job. A paused clock stands still while jobs run.
fn drive(world: &World, target: &str, job: &Job) -> Outcome {
    if world.paused && !world.moves.timeless.contains(&world.moves.ids[target]) {
        world.refuse(format!(
            "\"{target}\" may wait while a job drives it, but a paused clock stands still while a job runs."
        ));
    }
    Handle::current().block_on(job.drive(world.take(target)))
}

/// A value as `log` prints it.
fn display(value: &Value) -> String {
    match value {
        Value::Null => "()".into(),
        Value::String(text) => text.clone(),
        Value::Array(items) => format!("[{}]", items.iter().map(display).collect::<Vec<_>>().join(", ")),
        Value::Object(error) => format!("error {}", error["error"].as_str().unwrap_or_default()),
        other => other.to_string(),
    }
}
