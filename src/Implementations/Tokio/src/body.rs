//! The statements of an async body.
use crate::{
    activity::{Job, Leaf, Tracked},
    combine,
    frame::{body, Cleanup, End, Frame},
    handle::Handle,
    outcome::Outcome,
    probe::Probe,
    program::{Action, Missed, Statement},
    select,
    simple,
    sync::{self, Logged},
    world::Content,
};
use futures_util::future::{BoxFuture, FutureExt};
use serde_json::{json, Value};
use std::{
    future::{poll_fn, Future},
    pin::Pin,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{
    runtime,
    sync::{mpsc, Notify, Semaphore},
    task,
    time::{self, MissedTickBehavior},
};

impl Frame {
    /// Runs statements up to their end, or to the end of the body.
    pub fn block<'a>(&'a mut self, statements: &'a [Statement]) -> BoxFuture<'a, Option<End>> {
        async move {
            for statement in statements {
                let end = self.statement(statement).await;
                if end.is_some() {
                    return end;
                }
            }
            None
        }
        .boxed()
    }

    async fn statement(&mut self, statement: &Statement) -> Option<End> {
        let site = statement.site;
        match &statement.action {
            Action::Await { binding, target, borrow } => {
                let id = self.awaiting(Some(target), std::slice::from_ref(target), site);
                let outcome = if *borrow && !self.world.is_shared(id) {
                    poll_fn(|context| self.world.poll_in_place(id, context)).await
                } else {
                    self.world.take(target).await
                };
                return self.resume(Some(id), site, binding, outcome);
            }
            Action::Timeout { binding, duration, target } => {
                let id = self.awaiting(Some(target), std::slice::from_ref(target), site);
                let limited = self.timer(time::timeout(milliseconds(*duration), self.world.take(target)));
                let outcome = limited.await.unwrap_or_else(|_| Err("elapsed".into()));
                return self.resume(Some(id), site, binding, outcome);
            }
            Action::BlockOn { binding, target } => {
                let id = self.awaiting(Some(target), std::slice::from_ref(target), site);
                let outcome = runtime::Handle::current().block_on(self.world.take(target));
                return self.resume(Some(id), site, binding, outcome);
            }
            Action::Next { binding, target } => {
                let id = self.awaiting(Some(target), std::slice::from_ref(target), site);
                let next = poll_fn(|context| self.world.poll_next(id, context));
                let outcome = if self.world.ticks(id) { self.timer(next).await } else { next.await };
                return self.resume(Some(id), site, binding, outcome);
            }
            Action::Join { binding, targets } => {
                let outcomes = combine::join(self.all(targets, site)).await;
                let list =
                    outcomes.into_iter().map(|outcome| outcome.unwrap_or_else(|message| json!({ "error": message })));
                return self.resume(None, site, binding, Ok(list.collect()));
            }
            Action::TryJoin { binding, targets } => {
                let outcome = combine::try_join(self.all(targets, site)).await;
                return self.resume(None, site, binding, outcome);
            }
            Action::Select { binding, choice } => {
                let outcome = select::choose(self, choice, site, false).await;
                return self.resume(None, site, binding, outcome);
            }
            Action::SelectBiased { binding, choice } => {
                let outcome = select::choose(self, choice, site, true).await;
                return self.resume(None, site, binding, outcome);
            }
            Action::Sleep { id: None, duration, .. } => {
                self.awaiting(None, &[], site);
                self.timer(time::sleep(milliseconds(*duration))).await;
                return self.resume(None, site, &None, Ok(Value::Null));
            }
            Action::Yield => {
                self.awaiting(None, &[], site);
                Leaf::once(task::yield_now().boxed(), self.world.activity.sure()).await;
                return self.resume(None, site, &None, Ok(Value::Null));
            }
            Action::InPlace { body } => task::block_in_place(|| {
                for statement in body {
                    match &statement.action {
                        Action::Compute { duration } => self.compute(statement.site, *duration),
                        _ => simple::run(&self.world, self.id, statement),
                    }
                }
            }),
            Action::Advance { duration } => {
                self.awaiting(None, &[], site);
                Leaf::once(time::advance(milliseconds(*duration)).boxed(), self.world.activity.sure()).await;
                return self.resume(None, site, &None, Ok(Value::Null));
            }
            Action::Return { value } => {
                return Some(End::Value(self.read(value), site));
            }
            Action::Throw { message } => return Some(End::Error(message.clone(), site)),
            Action::Panic { message } => self.panic(message, site),
            Action::Try { body, binding, handler } => {
                return match self.block(body).await {
                    Some(End::Error(message, _)) => {
                        self.world.set(binding, json!(message));
                        self.block(handler).await
                    }
                    end => end,
                };
            }
            Action::Defer { body } => self.push(Cleanup::Guard(site, body.clone())),
            Action::Compute { duration } => self.compute(site, *duration),
            Action::Abort { target } => {
                self.around(["Aborting", "Aborted"], target, site, |frame, id| frame.world.abort(id))
            }
            Action::Wake { target } => self.around(["Waking", "Woken"], target, site, |frame, id| frame.world.wake(id)),
            Action::Release { target, permits } => {
                let semaphore = self.world.semaphore(target);
                self.around(["Releasing", "Released"], target, site, |_, _| semaphore.add_permits(*permits))
            }
            Action::NotifyOne { target } => {
                let notify = self.world.notify(target);
                self.around(["Notifying", "Notified"], target, site, |_, _| notify.notify_one())
            }
            Action::NotifyWaiters { target } => {
                let notify = self.world.notify(target);
                self.around(["Notifying", "Notified"], target, site, |_, _| notify.notify_waiters())
            }
            Action::Drop { target } => {
                self.around(["Dropping", "Dropped"], target, site, |frame, id| frame.world.release(frame.id, id));
            }
            _ => self.simple(statement),
        }
        None
    }

    /// A definition, or a statement that needs no runtime.
    pub fn simple(&mut self, statement: &Statement) {
        let action = &statement.action;
        match action.defines() {
            Some((_, name)) => {
                self.around(["Creating", "Created"], name, statement.site, |frame, id| frame.define(id, action))
            }
            None => simple::run(&self.world, self.id, statement),
        }
    }

    pub fn read(&self, operand: &Option<Value>) -> Value {
        operand.as_ref().map_or(Value::Null, |operand| self.world.read(operand))
    }

    fn define(&mut self, id: usize, action: &Action) {
        let content = Content::Once(match action {
            Action::Async { body: statements, .. } => body(&self.world, id, statements.clone()),
            Action::Sleep { duration, .. } => {
                let sleep = self.timer(time::sleep(milliseconds(*duration)));
                async move {
                    sleep.await;
                    Ok(Value::Null)
                }
                .boxed()
            }
            Action::Blocking { body, .. } => {
                self.world.capture(id);
                let (world, body) = (self.world.clone(), body.clone());
                let mark = self.world.activity.task();
                let job = Job::new(mark.clone());
                let handle = Handle::new(task::spawn_blocking(move || simple::job(&world, id, &body, &job)), mark);
                self.world.keep(id, handle.clone());
                handle.wait()
            }
            Action::Spawn { target, set: Some(set), .. } => {
                return self.world.join(set, id, self.world.take(target));
            }
            Action::Spawn { target, .. } => {
                let mark = self.world.activity.task();
                let task = Tracked::new(self.world.take(target), mark.clone());
                let handle = Handle::new(task::spawn(task), mark);
                self.world.keep(id, handle.clone());
                handle.wait()
            }
            Action::Interval { duration, missed, .. } => {
                let mut ticks = time::interval(milliseconds(*duration));
                ticks.set_missed_tick_behavior(match missed {
                    Missed::Burst => MissedTickBehavior::Burst,
                    Missed::Delay => MissedTickBehavior::Delay,
                    Missed::Skip => MissedTickBehavior::Skip,
                });
                self.world.put(id, self.id, Content::Ticks(ticks));
                return self.push(Cleanup::Local(id));
            }
            Action::Semaphore { permits, .. } => {
                return self.world.put(id, self.id, Content::Permits(Arc::new(Semaphore::new(*permits))));
            }
            Action::Notify { .. } => {
                return self.world.put(id, self.id, Content::Notifies(Arc::new(Notify::new())));
            }
            Action::Acquire { target, permits, .. } => {
                let acquire = sync::acquire(self.world.semaphore(target), *permits);
                Logged::new(self.world.clone(), id, acquire).boxed()
            }
            Action::Notified { target, .. } => {
                let notified = sync::notified(self.world.notify(target));
                Logged::new(self.world.clone(), id, notified).boxed()
            }
            Action::Channel { room, .. } => {
                let (sender, receiver) = mpsc::channel(*room);
                self.world.open(id, sender);
                self.world.put(id, self.id, Content::Values(Arc::new(Mutex::new(receiver))));
                return self.push(Cleanup::Local(id));
            }
            Action::Send { target, value, .. } => {
                let send = sync::send(self.world.sender(target), value.clone());
                Logged::new(self.world.clone(), id, send).boxed()
            }
            Action::JoinSet { .. } => {
                self.world.put(id, self.id, Content::Set(Default::default()));
                return self.push(Cleanup::Local(id));
            }
            Action::Probe { pending, wakes, cycles, .. } => {
                Probe::new(self.world.clone(), id, *pending, *wakes, *cycles).boxed()
            }
            Action::Share { target, .. } => {
                let shared = self.world.take(target).shared();
                self.world.put(id, self.id, Content::Many(shared));
                return self.push(Cleanup::Local(id));
            }
            _ => unreachable!("this defines nothing"),
        });
        self.world.put(id, self.id, content);
        self.push(Cleanup::Local(id));
    }

    fn around(&mut self, kinds: [&str; 2], target: &str, site: i32, act: impl FnOnce(&mut Self, usize)) {
        let id = self.world.moves.ids[target];
        self.world.trace.emit(kinds[0], self.id, Some(id), site);
        act(self, id);
        self.world.trace.emit(kinds[1], self.id, Some(id), site);
    }

    fn compute(&self, site: i32, duration: u64) {
        simple::compute(&self.world, self.id, site, duration, !self.world.paused);
    }

    fn timer<F: Future>(&self, timer: F) -> Leaf<Pin<Box<F>>> {
        Leaf::new(Box::pin(timer), self.world.activity.sure())
    }

    fn awaiting(&self, subject: Option<&String>, targets: &[String], site: i32) -> usize {
        let subject = subject.map(|name| self.world.moves.ids[name]);
        self.world.waits(self.id, targets.iter().map(|name| self.world.moves.ids[name]).collect());
        self.world.trace.emit("Awaiting", self.id, subject, site);
        subject.unwrap_or_default()
    }

    pub fn all(&self, targets: &[String], site: i32) -> Vec<BoxFuture<'static, Outcome>> {
        self.awaiting(None, targets, site);
        if targets.len() > combine::MOST {
            self.world.refuse(format!("No more than {} branches can be combined here.", combine::MOST));
        }
        targets.iter().map(|target| self.world.take(target)).collect()
    }

    fn resume(&self, subject: Option<usize>, site: i32, binding: &Option<String>, outcome: Outcome) -> Option<End> {
        self.world.waits(self.id, vec![]);
        let (kind, value) = match &outcome {
            Ok(value) => ("Value", value.clone()),
            Err(message) => ("Error", json!(message)),
        };
        self.world.trace.emit_with("Resumed", self.id, subject, site, kind, value.clone());
        if let Err(message) = outcome {
            return Some(End::Error(message, -1));
        }
        if let Some(name) = binding {
            self.world.set(name, value);
        }
        None
    }
}

fn milliseconds(duration: u64) -> Duration {
    Duration::from_millis(duration)
}
