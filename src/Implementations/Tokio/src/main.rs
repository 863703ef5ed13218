//! The adapter of the real Tokio: answers the protocol of spec/adapter-protocol.md on its standard streams.
mod body;
mod execution;
mod frame;
mod handle;
mod moves;
mod panics;
mod probe;
mod program;
mod recorder;
mod select;
mod simple;
mod world;

use program::{Program, CAPABILITIES};
use serde_json::{json, Value};
use std::io::{self, BufRead, Write};

fn main() -> io::Result<()> {
    panics::silence();
    let mut output = io::stdout();
    for line in io::stdin().lock().lines() {
        let request: Value = serde_json::from_str(&line?)?;
        let answer = match request["do"].as_str() {
            Some("hello") => hello(),
            Some("run") => run(&request),
            Some("bye") => break,
            other => return Err(io::Error::other(format!("unknown request {other:?}; expected hello, run or bye"))),
        };
        writeln!(output, "{answer}")?;
        output.flush()?;
    }
    Ok(())
}

fn hello() -> Value {
    json!({
        "protocol": 1,
        "name": "tokio",
        "version": env!("TOKIO_VERSION"),
        "language": "Rust",
        "family": "lazy",
        "clock": { "kind": "paused", "unit": "ms" },
        "workers": 1,
        "pool": execution::POOL,
        "capabilities": CAPABILITIES,
        "identity": concat!("Tokio ", env!("TOKIO_VERSION"), " current_thread, futures ", env!("FUTURES_UTIL_VERSION")),
        "links": ["https://docs.rs/tokio"],
    })
}

fn run(request: &Value) -> Value {
    let seq = request["seq"].as_u64().unwrap_or_default();
    let seed = request["seed"].as_u64().unwrap_or_default();
    match serde_json::from_value::<Program>(request["program"].clone()) {
        Ok(program) if program.dialect == "lazy" => execution::run(seq, seed, program),
        Ok(program) => {
            json!({ "seq": seq, "unsupported": format!("Tokio runs lazy programs, not {} ones.", program.dialect) })
        }
        Err(error) => json!({ "seq": seq, "unsupported": error.to_string() }),
    }
}
