//! The trace of one execution: what the program's own code could have logged (spec/Traces/events.md).
use serde_json::{json, Value};
use std::{collections::HashMap, sync::Mutex, thread, thread::ThreadId};
use tokio::time::Instant;

pub struct Recorder {
    start: Instant,
    state: Mutex<State>,
}

struct State {
    events: Vec<Value>,
    threads: HashMap<ThreadId, usize>,
    open: bool,
}

impl Recorder {
    /// Begins now; the current thread is the main thread.
    pub fn begin() -> Self {
        let threads = HashMap::from([(thread::current().id(), 0)]);
        Recorder { start: Instant::now(), state: Mutex::new(State { events: vec![], threads, open: true }) }
    }

    /// Milliseconds of Tokio's clock since the beginning.
    pub fn now(&self) -> i64 {
        self.since(Instant::now())
    }

    /// Milliseconds from the beginning to then.
    pub fn since(&self, then: Instant) -> i64 {
        then.duration_since(self.start).as_millis() as i64
    }

    pub fn emit(&self, kind: &str, by: usize, subject: Option<usize>, site: i32) {
        self.add(kind, by, subject, site, None);
    }

    pub fn emit_with(&self, kind: &str, by: usize, subject: Option<usize>, site: i32, outcome: &str, value: Value) {
        self.add(kind, by, subject, site, Some((outcome, value)));
    }

    /// The events so far; what comes later is no part of the trace.
    pub fn close(&self) -> Vec<Value> {
        let mut state = self.state.lock().unwrap();
        state.open = false;
        std::mem::take(&mut state.events)
    }

    fn add(&self, kind: &str, by: usize, subject: Option<usize>, site: i32, end: Option<(&str, Value)>) {
        let mut state = self.state.lock().unwrap();
        if !state.open {
            return;
        }
        let next = state.threads.len();
        let thread = *state.threads.entry(thread::current().id()).or_insert(next);
        let subject = subject.map_or(-1, |id| id as i64);
        // The clock is read under the lock, so that times never go back.
        state.events.push(match end {
            Some((outcome, value)) => json!([kind, self.now(), thread, by, subject, site, outcome, value]),
            None => json!([kind, self.now(), thread, by, subject, site]),
        });
    }
}
