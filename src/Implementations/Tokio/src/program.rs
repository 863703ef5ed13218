//! The numbered JSON form of programs (spec/Programs/json.md).
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
pub struct Program {
    pub dialect: String,
    pub body: Vec<Statement>,
}

#[derive(Clone, Deserialize)]
pub struct Statement {
    pub site: i32,
    #[serde(flatten)]
    pub action: Action,
}

#[derive(Clone, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum Action {
    Log {
        text: String,
        values: Vec<Value>,
    },
    Let {
        name: String,
        number: i64,
    },
    Add {
        name: String,
        number: i64,
    },
    Async {
        id: usize,
        name: String,
        body: Vec<Statement>,
    },
    Blocking {
        id: usize,
        name: String,
        body: Vec<Statement>,
    },
    Sleep {
        id: Option<usize>,
        name: Option<String>,
        duration: u64,
    },
    Spawn {
        id: usize,
        name: String,
        target: String,
        set: Option<String>,
    },
    JoinSet {
        id: usize,
        name: String,
    },
    Interval {
        id: usize,
        name: String,
        duration: u64,
        missed: Missed,
    },
    Semaphore {
        id: usize,
        name: String,
        permits: usize,
    },
    Acquire {
        id: usize,
        name: String,
        target: String,
        permits: u32,
    },
    Release {
        target: String,
        permits: usize,
    },
    Notify {
        id: usize,
        name: String,
    },
    Notified {
        id: usize,
        name: String,
        target: String,
    },
    NotifyOne {
        target: String,
    },
    NotifyWaiters {
        target: String,
    },
    Channel {
        id: usize,
        name: String,
        room: usize,
    },
    Send {
        id: usize,
        name: String,
        target: String,
        value: Value,
    },
    BlockOn {
        binding: Option<String>,
        target: String,
    },
    Next {
        binding: Option<String>,
        target: String,
    },
    Share {
        id: usize,
        name: String,
        target: String,
    },
    Probe {
        id: usize,
        name: String,
        pending: i64,
        wakes: i64,
        #[serde(default)]
        cycles: u32,
    },
    Await {
        binding: Option<String>,
        target: String,
        #[serde(default)]
        borrow: bool,
    },
    Timeout {
        binding: Option<String>,
        duration: u64,
        target: String,
    },
    Join {
        binding: Option<String>,
        targets: Vec<String>,
    },
    TryJoin {
        binding: Option<String>,
        targets: Vec<String>,
    },
    Select {
        binding: Option<String>,
        #[serde(flatten)]
        choice: Choice,
    },
    SelectBiased {
        binding: Option<String>,
        #[serde(flatten)]
        choice: Choice,
    },
    Branch {
        target: String,
        #[serde(rename = "is")]
        pattern: Option<Value>,
        #[serde(rename = "if")]
        condition: Option<Value>,
    },
    Yield,
    Compute {
        duration: u64,
    },
    InPlace {
        body: Vec<Statement>,
    },
    Advance {
        duration: u64,
    },
    Return {
        value: Option<Value>,
    },
    Throw {
        message: String,
    },
    Panic {
        message: String,
    },
    Try {
        body: Vec<Statement>,
        binding: String,
        handler: Vec<Statement>,
    },
    Defer {
        body: Vec<Statement>,
    },
    Abort {
        target: String,
    },
    Drop {
        target: String,
    },
    Wake {
        target: String,
    },
}

/// What a select chooses from: computations, or branches that can be disabled.
#[derive(Clone, Deserialize)]
#[serde(untagged)]
pub enum Choice {
    Plain {
        targets: Vec<String>,
    },
    Block {
        body: Vec<Statement>,
        #[serde(rename = "else")]
        otherwise: Option<Value>,
    },
}

/// What an interval does about ticks that it missed.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Missed {
    Burst,
    Delay,
    Skip,
}

/// The words of all statements above.
pub const CAPABILITIES: &[&str] = &[
    "log",
    "let",
    "add",
    "async",
    "blocking",
    "sleep",
    "spawn",
    "join-set",
    "next",
    "interval",
    "semaphore",
    "acquire",
    "release",
    "notify",
    "notified",
    "notify-one",
    "notify-waiters",
    "channel",
    "send",
    "block-on",
    "share",
    "probe",
    "await",
    "timeout",
    "join",
    "try-join",
    "select",
    "select-biased",
    "branch",
    "yield",
    "compute",
    "advance",
    "in-place",
    "return",
    "throw",
    "panic",
    "try",
    "defer",
    "abort",
    "drop",
    "wake",
];

impl Action {
    /// The number and the name of the computation that this defines.
    pub fn defines(&self) -> Option<(usize, &str)> {
        match self {
            Action::Async { id, name, .. }
            | Action::Blocking { id, name, .. }
            | Action::Spawn { id, name, .. }
            | Action::JoinSet { id, name }
            | Action::Interval { id, name, .. }
            | Action::Semaphore { id, name, .. }
            | Action::Acquire { id, name, .. }
            | Action::Notify { id, name }
            | Action::Notified { id, name, .. }
            | Action::Channel { id, name, .. }
            | Action::Send { id, name, .. }
            | Action::Share { id, name, .. }
            | Action::Probe { id, name, .. }
            | Action::Sleep { id: Some(id), name: Some(name), .. } => Some((*id, name)),
            _ => None,
        }
    }

    /// The computations that this uses up.
    pub fn uses(&self) -> &[String] {
        match self {
            Action::Await { target, .. }
            | Action::Timeout { target, .. }
            | Action::BlockOn { target, .. }
            | Action::Spawn { target, .. }
            | Action::Share { target, .. }
            | Action::Branch { target, .. }
            | Action::Drop { target } => std::slice::from_ref(target),
            Action::Join { targets, .. }
            | Action::TryJoin { targets, .. }
            | Action::Select { choice: Choice::Plain { targets }, .. }
            | Action::SelectBiased { choice: Choice::Plain { targets }, .. } => targets,
            _ => &[],
        }
    }
}
