//! Whether anything can still happen: what runs, what is ready to run, and what the runtime itself is sure to wake. When there
//! is none of it and every worker is parked, the program is in a deadlock.
use std::{
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll, Wake, Waker},
};

pub struct Activity(Mutex<State>);

struct State {
    live: usize,
    workers: usize,
    parked: usize,
    // Once seen it lasts: who says so unparks a worker.
    stuck: bool,
    main: Option<Waker>,
}

/// A task, or something else that a body waits for.
pub struct Mark {
    activity: Arc<Activity>,
    flags: Mutex<Flags>,
}

#[derive(Clone, Copy, Default)]
struct Flags {
    queued: bool,
    running: bool,
    aborted: bool,
    // It has ended, or is sure to: a timer, a job.
    over: bool,
    // A leaf waits for its end.
    awaited: bool,
}

impl Flags {
    fn is_live(self) -> bool {
        if self.over {
            self.awaited
        } else {
            self.queued || self.running || self.aborted
        }
    }
}

impl Activity {
    pub fn new(workers: usize) -> Arc<Self> {
        Arc::new(Activity(Mutex::new(State { live: 0, workers, parked: 0, stuck: false, main: None })))
    }

    /// A task that is about to be scheduled.
    pub fn task(self: &Arc<Self>) -> Arc<Mark> {
        let mark = self.mark(Flags::default());
        mark.change(|flags| flags.queued = true);
        mark
    }

    /// Something that ends by itself.
    pub fn sure(self: &Arc<Self>) -> Arc<Mark> {
        self.mark(Flags { over: true, ..Flags::default() })
    }

    /// A worker has nothing to do.
    pub fn park(&self) {
        let mut state = self.0.lock().unwrap();
        state.parked += 1;
        state.notice();
    }

    pub fn unpark(&self) {
        self.0.lock().unwrap().parked -= 1;
    }

    /// Whether nothing can happen any more; whoever asks last is woken when it comes to that.
    pub fn is_stuck(&self, waker: &Waker) -> bool {
        let mut state = self.0.lock().unwrap();
        state.main = Some(waker.clone());
        state.stuck
    }

    fn mark(self: &Arc<Self>, flags: Flags) -> Arc<Mark> {
        Arc::new(Mark { activity: self.clone(), flags: Mutex::new(flags) })
    }
}

impl State {
    fn notice(&mut self) {
        if self.live > 0 || self.parked < self.workers {
            return;
        }
        if let Some(main) = &self.main {
            self.stuck = true;
            main.wake_by_ref();
        }
    }
}

impl Mark {
    pub fn abort(&self) {
        self.change(|flags| flags.aborted = true);
    }

    fn change(&self, change: impl FnOnce(&mut Flags)) {
        let mut state = self.activity.0.lock().unwrap();
        let mut flags = self.flags.lock().unwrap();
        let before = flags.is_live();
        change(&mut flags);
        match (before, flags.is_live()) {
            (false, true) => state.live += 1,
            (true, false) => {
                state.live -= 1;
                state.notice();
            }
            _ => {}
        }
    }
}

/// The future of a task, counted.
pub struct Tracked<F> {
    future: Option<F>,
    mark: Arc<Mark>,
}

impl<F> Tracked<F> {
    pub fn new(future: F, mark: Arc<Mark>) -> Self {
        Tracked { future: Some(future), mark }
    }
}

impl<F: Future + Unpin> Future for Tracked<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let mark = self.mark.clone();
        mark.change(|flags| (flags.queued, flags.running) = (false, true));
        let waker = Waker::from(Arc::new(TaskWaker { mark: mark.clone(), task: context.waker().clone() }));
        let future = self.future.as_mut().expect("it is there until the end");
        let poll = Pin::new(future).poll(&mut Context::from_waker(&waker));
        mark.change(|flags| (flags.running, flags.over) = (false, poll.is_ready()));
        poll
    }
}

impl<F> Drop for Tracked<F> {
    fn drop(&mut self) {
        // What its guards do belongs to the task.
        self.future = None;
        self.mark.change(|flags| flags.over = true);
    }
}

/// A job, counted from its submission to its end, but not while what it drives waits.
pub struct Job(Arc<Mark>);

impl Job {
    pub fn new(mark: Arc<Mark>) -> Self {
        Job(mark)
    }

    /// What it drives, on its thread.
    pub fn drive<F: Future + Unpin>(&self, future: F) -> Driven<F> {
        Driven { future, mark: self.0.clone() }
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        self.0.change(|flags| flags.over = true);
    }
}

pub struct Driven<F> {
    future: F,
    mark: Arc<Mark>,
}

impl<F: Future + Unpin> Future for Driven<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let mark = self.mark.clone();
        mark.change(|flags| (flags.queued, flags.running) = (false, true));
        let waker = Waker::from(Arc::new(TaskWaker { mark: mark.clone(), task: context.waker().clone() }));
        let poll = Pin::new(&mut self.future).poll(&mut Context::from_waker(&waker));
        mark.change(|flags| flags.running = poll.is_ready());
        poll
    }
}

struct TaskWaker {
    mark: Arc<Mark>,
    task: Waker,
}

impl Wake for TaskWaker {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    // Counted first: the poll that it causes may begin at once.
    fn wake_by_ref(self: &Arc<Self>) {
        self.mark.change(|flags| flags.queued = true);
        self.task.wake_by_ref();
    }
}

#[derive(PartialEq)]
enum Wakes {
    // While it is pending.
    WhileAwaited,
    // Once, though nobody may wait for it any more.
    Once,
    // It has been asked for.
    Asked,
}

/// A leaf that the runtime wakes, counted while it waits for that.
pub struct Leaf<F> {
    future: F,
    mark: Arc<Mark>,
    wakes: Wakes,
}

impl<F> Leaf<F> {
    pub fn new(future: F, mark: Arc<Mark>) -> Self {
        Leaf { future, mark, wakes: Wakes::WhileAwaited }
    }

    pub fn once(future: F, mark: Arc<Mark>) -> Self {
        Leaf { future, mark, wakes: Wakes::Once }
    }
}

impl<F: Future + Unpin> Future for Leaf<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        if self.wakes == Wakes::Asked {
            return Pin::new(&mut self.future).poll(context);
        }
        let mark = self.mark.clone();
        mark.change(|flags| flags.awaited = true);
        let waker = Waker::from(Arc::new(LeafWaker { mark: mark.clone(), task: context.waker().clone() }));
        let poll = Pin::new(&mut self.future).poll(&mut Context::from_waker(&waker));
        if self.wakes == Wakes::Once {
            self.wakes = Wakes::Asked;
        } else if poll.is_ready() {
            mark.change(|flags| flags.awaited = false);
        }
        poll
    }
}

impl<F> Drop for Leaf<F> {
    fn drop(&mut self) {
        if self.wakes == Wakes::WhileAwaited {
            self.mark.change(|flags| flags.awaited = false);
        }
    }
}

struct LeafWaker {
    mark: Arc<Mark>,
    task: Waker,
}

impl Wake for LeafWaker {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    // Counted until its task is.
    fn wake_by_ref(self: &Arc<Self>) {
        self.task.wake_by_ref();
        self.mark.change(|flags| flags.awaited = false);
    }
}
