//! What the bodies of one program share: its computations, its variables, its trace.
use crate::{
    activity::Activity,
    handle::Handle,
    moves::Moves,
    outcome::Outcome,
    recorder::Recorder,
    set::{Member, TaskSet},
};
use futures_util::future::{BoxFuture, FutureExt, Shared};
use serde_json::{json, Value};
use std::{
    collections::HashMap,
    future::poll_fn,
    panic::{catch_unwind, AssertUnwindSafe},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
};
use tokio::{
    sync::{
        mpsc::{Receiver, Sender},
        Notify, Semaphore,
    },
    time::Interval,
};

pub struct World {
    pub trace: Recorder,
    pub moves: Moves,
    pub activity: Arc<Activity>,
    /// Whether time stands still while something runs.
    pub paused: bool,
    computations: Mutex<Vec<Slot>>,
    variables: Mutex<HashMap<String, Value>>,
    unsupported: Mutex<Option<String>>,
}

#[derive(Default)]
struct Slot {
    future: Option<Content>,
    // The bodies it is a local of; several when it is shared.
    owners: Vec<usize>,
    completed: bool,
    handle: Option<Handle>,
    member: Option<Member>,
    waker: Option<Waker>,
    // Of a channel; stays when its receiver is dropped.
    sender: Option<Sender<Value>>,
    // What a body waits for, for the report of a deadlock.
    waits: Vec<usize>,
}

pub enum Content {
    Once(BoxFuture<'static, Outcome>),
    Many(Shared<BoxFuture<'static, Outcome>>),
    Set(Arc<Mutex<TaskSet>>),
    Ticks(Interval),
    Permits(Arc<Semaphore>),
    Notifies(Arc<Notify>),
    Values(Arc<Mutex<Receiver<Value>>>),
}

impl World {
    pub fn new(moves: Moves, activity: Arc<Activity>, paused: bool) -> Self {
        World {
            trace: Recorder::begin(),
            computations: Mutex::new(moves.names.iter().map(|_| Slot::default()).collect()),
            moves,
            activity,
            paused,
            variables: Mutex::default(),
            unsupported: Mutex::default(),
        }
    }

    pub fn put(&self, id: usize, owner: usize, content: Content) {
        self.with(id, |slot| {
            slot.future = Some(content);
            slot.owners = vec![owner];
        });
    }

    /// Hands a computation to whoever uses it up; of a shared one, another clone.
    pub fn take(&self, name: &str) -> BoxFuture<'static, Outcome> {
        let id = self.moves.ids[name];
        let taken = self.with(id, |slot| match &slot.future {
            Some(Content::Many(shared)) => Some(Content::Many(shared.clone())),
            _ => {
                slot.owners.clear();
                let completed = slot.completed;
                slot.future.take().map(|content| if completed { again(content) } else { content })
            }
        });
        match taken {
            Some(Content::Once(future)) => future,
            Some(Content::Many(shared)) => shared.boxed(),
            _ => self
                .refuse(format!("\"{name}\" was dropped with the body that owned it; Rust would not compile its use.")),
        }
    }

    /// Polls a computation where it is, as `(&mut x).await` does.
    pub fn poll_in_place(&self, id: usize, context: &mut Context<'_>) -> Poll<Outcome> {
        let (content, completed) = self.with(id, |slot| (slot.future.take(), slot.completed));
        let Some(Content::Once(mut future)) = content else {
            let name = &self.moves.names[id];
            self.refuse(format!("\"{name}\" was dropped with the body that owned it; Rust would not compile its use."))
        };
        let poll = if completed { poll_again(&mut future, context) } else { future.poll_unpin(context) };
        self.with(id, |slot| {
            slot.completed = poll.is_ready();
            slot.future = Some(Content::Once(future));
        });
        poll
    }

    pub fn ticks(&self, id: usize) -> bool {
        self.with(id, |slot| matches!(slot.future, Some(Content::Ticks(_))))
    }

    pub fn is_shared(&self, id: usize) -> bool {
        self.with(id, |slot| matches!(slot.future, Some(Content::Many(_))))
    }

    /// An async block takes what it uses along; of what is shared, a clone.
    pub fn capture(&self, body: usize) {
        for &id in &self.moves.captures[body] {
            self.with(id, |slot| {
                if !matches!(slot.future, Some(Content::Many(_))) {
                    slot.owners.clear();
                }
                slot.owners.push(body);
            });
        }
    }

    /// A body gives up its local, if that is still its own.
    pub fn release(&self, body: usize, id: usize) {
        let dropped = self.with(id, |slot| {
            let owned = slot.owners.len();
            slot.owners.retain(|&owner| owner != body);
            (owned > 0 && slot.owners.is_empty()).then(|| slot.future.take())
        });
        // Its guards run here, so not under the lock.
        drop(dropped);
    }

    pub fn keep(&self, id: usize, handle: Handle) {
        self.with(id, |slot| slot.handle = Some(handle));
    }

    /// Aborts a task, a job, or all members of a set.
    pub fn abort(&self, id: usize) {
        if let Some(set) = self.set_of(id) {
            lock(&set).abort_all();
        }
        self.with(id, |slot| slot.member.iter().for_each(Member::abort));
        if let Some(handle) = self.with(id, |slot| slot.handle.clone()) {
            handle.abort();
        }
    }

    /// Makes a computation the task of a member of a set.
    pub fn join(&self, set: &str, member: usize, future: BoxFuture<'static, Outcome>) {
        let set = self.set_of(self.moves.ids[set]).expect("only sets have members");
        // A runtime that shuts down drops it at once, and with it what it has taken along.
        let handle = lock(&set).spawn(future, self.activity.task());
        self.with(member, |slot| slot.member = Some(handle));
    }

    /// The next outcome of a member of a set, the next tick or the next value.
    pub fn poll_next(&self, id: usize, context: &mut Context<'_>) -> Poll<Outcome> {
        if let Some(set) = self.set_of(id) {
            return lock(&set).poll_next(context);
        }
        if let Some(receiver) = self.receiver_of(id) {
            let value = lock(&receiver).poll_recv(context);
            return value.map(|value| Ok(value.expect("a sender is there as long as the channel")));
        }
        self.with(id, |slot| match &mut slot.future {
            Some(Content::Ticks(ticks)) => ticks.poll_tick(context).map(|due| Ok(json!(self.trace.since(due)))),
            _ => unreachable!("nothing else has a next outcome"),
        })
    }

    fn set_of(&self, id: usize) -> Option<Arc<Mutex<TaskSet>>> {
        self.with(id, |slot| match &slot.future {
            Some(Content::Set(set)) => Some(set.clone()),
            _ => None,
        })
    }

    fn receiver_of(&self, id: usize) -> Option<Arc<Mutex<Receiver<Value>>>> {
        self.with(id, |slot| match &slot.future {
            Some(Content::Values(receiver)) => Some(receiver.clone()),
            _ => None,
        })
    }

    pub fn semaphore(&self, name: &str) -> Arc<Semaphore> {
        self.with(self.moves.ids[name], |slot| match &slot.future {
            Some(Content::Permits(semaphore)) => semaphore.clone(),
            _ => unreachable!("nothing else has permits"),
        })
    }

    pub fn notify(&self, name: &str) -> Arc<Notify> {
        self.with(self.moves.ids[name], |slot| match &slot.future {
            Some(Content::Notifies(notify)) => notify.clone(),
            _ => unreachable!("nothing else notifies"),
        })
    }

    pub fn open(&self, id: usize, sender: Sender<Value>) {
        self.with(id, |slot| slot.sender = Some(sender));
    }

    pub fn sender(&self, name: &str) -> Sender<Value> {
        self.with(self.moves.ids[name], |slot| slot.sender.clone()).expect("nothing else is sent into")
    }

    pub fn register(&self, id: usize, waker: &Waker) {
        self.with(id, |slot| slot.waker = Some(waker.clone()));
    }

    pub fn wake(&self, id: usize) {
        if let Some(waker) = self.with(id, |slot| slot.waker.clone()) {
            waker.wake();
        }
    }

    pub fn set(&self, name: &str, value: Value) {
        self.variables.lock().unwrap().insert(name.into(), value);
    }

    pub fn add(&self, name: &str, number: i64) {
        let mut variables = self.variables.lock().unwrap();
        let sum = variables[name].as_i64().unwrap_or(0).wrapping_add(number);
        variables.insert(name.into(), json!(sum));
    }

    /// The value of an operand.
    pub fn read(&self, operand: &Value) -> Value {
        match operand {
            Value::Object(object) if object.contains_key("now") => json!(self.trace.now()),
            Value::Object(object) => {
                let name = object["name"].as_str().unwrap_or_default();
                self.variables.lock().unwrap().get(name).cloned().unwrap_or_default()
            }
            literal => literal.clone(),
        }
    }

    pub fn waits(&self, body: usize, targets: Vec<usize>) {
        self.with(body, |slot| slot.waits = targets);
    }

    /// Who waits for whom.
    pub fn deadlock(&self) -> String {
        let slots = self.computations.lock().unwrap_or_else(PoisonError::into_inner);
        let names = &self.moves.names;
        let pairs = slots.iter().enumerate().flat_map(|(id, slot)| slot.waits.iter().map(move |&target| (id, target)));
        let words: Vec<_> = pairs.map(|(id, on)| format!("\"{}\" waits for \"{}\"", names[id], names[on])).collect();
        format!("Nothing can run any more: {}.", words.join(", "))
    }

    /// Why this program cannot be run after all, if so.
    pub fn unsupported(&self) -> Option<String> {
        self.unsupported.lock().unwrap().clone()
    }

    pub fn refuse(&self, reason: String) -> ! {
        *self.unsupported.lock().unwrap() = Some(reason.clone());
        panic!("{reason}")
    }

    fn with<T>(&self, id: usize, action: impl FnOnce(&mut Slot) -> T) -> T {
        // A tick panics under the lock when the runtime shuts down; no slot is half changed then.
        action(&mut self.computations.lock().unwrap_or_else(PoisonError::into_inner)[id])
    }
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What has completed already and is used up only now.
fn again(content: Content) -> Content {
    match content {
        Content::Once(mut future) => Content::Once(poll_fn(move |context| poll_again(&mut future, context)).boxed()),
        shared => shared,
    }
}

/// Polls what has completed already. It panics, in words of its own, for which programs see the same ones.
fn poll_again(future: &mut BoxFuture<'static, Outcome>, context: &mut Context<'_>) -> Poll<Outcome> {
    catch_unwind(AssertUnwindSafe(|| future.poll_unpin(context))).unwrap_or_else(|_| panic!("polled after completion"))
}
