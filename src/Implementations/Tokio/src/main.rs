//! The adapter of the real Tokio: answers the protocol of spec/adapter-protocol.md on its standard streams.
mod activity;
mod body;
mod combine;
mod execution;
mod frame;
mod handle;
mod moves;
mod outcome;
mod panics;
mod probe;
mod program;
mod recorder;
mod select;
mod set;
mod simple;
mod sync;
mod world;

use execution::Flavor;
use program::{Program, CAPABILITIES};
use serde_json::{json, Value};
use std::{
    env,
    io::{self, BufRead, Write},
    thread,
};

fn main() -> io::Result<()> {
    panics::silence();
    let flavor = match env::args().nth(1).as_deref() {
        None => Flavor::CurrentThread,
        Some("multi_thread") => Flavor::MultiThread,
        Some(other) => {
            return Err(io::Error::other(format!("unknown scheduler \"{other}\"; expected multi_thread or none")))
        }
    };
    let mut output = io::stdout();
    for line in io::stdin().lock().lines() {
        let mut request: Value = serde_json::from_str(&line?)?;
        let answer = match request["do"].as_str() {
            Some("hello") => hello(flavor),
            Some("run") => run(&mut request, flavor),
            Some("bye") => break,
            other => return Err(io::Error::other(format!("unknown request {other:?}; expected hello, run or bye"))),
        };
        writeln!(output, "{answer}")?;
        output.flush()?;
    }
    Ok(())
}

fn hello(flavor: Flavor) -> Value {
    // The host's work on one program disturbs the next only where time is the machine's.
    let (name, scheduler, clock, workers, pipeline) = match flavor {
        Flavor::CurrentThread => ("tokio", "current_thread", "paused", 1, 32),
        Flavor::MultiThread => ("tokio-multi", "multi_thread", "real", 2, 1),
    };
    let lacks = match flavor {
        Flavor::CurrentThread => json!({}),
        Flavor::MultiThread => {
            json!({ "advance": "only current_thread may pause the clock, and only a paused one is advanced." })
        }
    };
    let capabilities: Vec<_> = CAPABILITIES.iter().filter(|word| lacks.get(word).is_none()).collect();
    let (tokio, futures) = (env!("TOKIO_VERSION"), env!("FUTURES_UTIL_VERSION"));
    json!({
        "protocol": 1,
        "name": name,
        "version": tokio,
        "language": "Rust",
        "family": "lazy",
        "clock": { "kind": clock, "unit": "ms" },
        "workers": workers,
        "pool": execution::POOL,
        "join": "rotating",
        "pipeline": pipeline,
        "capabilities": capabilities,
        "lacks": lacks,
        "identity": format!("Tokio {tokio} {scheduler}, futures {futures}"),
        "links": ["https://docs.rs/tokio"],
    })
}

fn run(request: &mut Value, flavor: Flavor) -> Value {
    let number = |member: &str| request[member].as_u64().unwrap_or_default();
    let (seq, seed, workers) = (number("seq"), number("seed"), number("workers") as usize);
    match serde_json::from_value::<Program>(request["program"].take()) {
        Ok(program) if program.dialect == "lazy" => {
            // On a thread of its own: Tokio parks a thread with a token that a late wake of the last program may have left.
            let run = thread::spawn(move || execution::run(seq, seed, workers, flavor, program));
            run.join().expect("panics of the program are caught")
        }
        Ok(program) => {
            json!({ "seq": seq, "unsupported": format!("Tokio runs lazy programs, not {} ones.", program.dialect) })
        }
        Err(error) => json!({ "seq": seq, "unsupported": error.to_string() }),
    }
}
