// A small runtime of its own. A generator is a lazy future: next() polls it, a bare yield says that it is pending and that its
// task will be woken, return() drops it. Tasks take turns, first in, first out; time is virtual and jumps when nothing is ready.

export class Cancelled extends Error {}
export class Elapsed extends Error {}

class Task {
  done = false;
  aborted = false;
  queued = false;
  waiter = null;

  constructor(future) {
    this.future = future;
  }
}

export class Scheduler {
  now = 0;
  #current = null;
  #ready = [];
  #tasks = [];
  #timers = [];

  // Runs a future to its end, then drops the tasks that are left. Undefined when nothing can run any more and it still waits.
  run(future) {
    const main = this.spawn(future);
    while (!main.done && this.#turn());
    if (!main.done) return undefined;
    for (const task of this.#tasks) this.#drop(task);
    return main;
  }

  spawn(future) {
    const task = new Task(future);
    this.#tasks.push(task);
    this.#wake(task);
    return task;
  }

  // The task is dropped when its turn comes.
  abort(task) {
    task.aborted = true;
    this.#wake(task);
  }

  // What wakes the task that is running now.
  waker() {
    const task = this.#current;
    return () => this.#wake(task);
  }

  // Holds the thread.
  compute(duration) {
    this.now += duration;
  }

  sleep(duration) {
    return this.#until(this.now + duration);
  }

  *yieldNow() {
    this.#wake(this.#current);
    yield;
  }

  // The result of a task, or its error.
  *joined(task) {
    while (!task.done) {
      task.waiter = this.#current;
      yield;
    }
    if (task.error) throw task.error;
    return task.value;
  }

  // Polls all until each has ended: { value } or { error } of each.
  *join(futures) {
    const results = futures.map(() => null);
    try {
      for (;;) {
        futures.forEach((future, at) => (results[at] ??= outcome(future)));
        if (results.every((result) => result)) return results;
        yield;
      }
    } finally {
      drop(futures);
    }
  }

  *tryJoin(futures) {
    const results = futures.map(() => null);
    try {
      for (;;) {
        futures.forEach((future, at) => (results[at] ??= poll(future)));
        if (results.every((result) => result)) return results.map((result) => result.value);
        yield;
      }
    } finally {
      drop(futures);
    }
  }

  // The first that ends; the others are dropped.
  *select(futures) {
    try {
      for (;;) {
        for (const future of futures) {
          const result = poll(future);
          if (result) return result.value;
        }
        yield;
      }
    } finally {
      drop(futures);
    }
  }

  timeout(duration, future) {
    return this.#limited(this.sleep(duration), future);
  }

  *#limited(limit, future) {
    try {
      for (;;) {
        const result = poll(future);
        if (result) return result.value;
        if (poll(limit)) throw new Elapsed();
        yield;
      }
    } finally {
      drop([future, limit]);
    }
  }

  *#until(deadline) {
    const timer = { deadline };
    while (this.now < deadline) {
      timer.task = this.#current;
      if (!this.#timers.includes(timer)) this.#timers.push(timer);
      yield;
    }
  }

  // One poll of one task; false when nothing can run any more.
  #turn() {
    this.#fire();
    while (this.#ready.length === 0) {
      if (this.#timers.length === 0) return false;
      this.now = Math.min(...this.#timers.map((timer) => timer.deadline));
      this.#fire();
    }
    const task = this.#ready.shift();
    task.queued = false;
    this.#current = task;
    // It may have woken itself and ended in the same poll.
    if (task.done) return true;
    if (task.aborted) this.#drop(task);
    else this.#poll(task);
    return true;
  }

  // Wakes the tasks whose timers are due, the earliest first. Looked after before every poll, so that busy tasks delay no timer.
  #fire() {
    const due = this.#timers.filter((timer) => timer.deadline <= this.now);
    if (due.length === 0) return;
    this.#timers = this.#timers.filter((timer) => timer.deadline > this.now);
    due.sort((a, b) => a.deadline - b.deadline).forEach((timer) => this.#wake(timer.task));
  }

  #poll(task) {
    const result = outcome(task.future);
    if (result) this.#end(task, result);
  }

  #drop(task) {
    if (task.done) return;
    task.future.return();
    this.#end(task, { error: new Cancelled() });
  }

  #end(task, result) {
    task.done = true;
    Object.assign(task, result);
    if (task.waiter) this.#wake(task.waiter);
  }

  #wake(task) {
    if (task.queued || task.done) return;
    task.queued = true;
    this.#ready.push(task);
  }
}

// { value } when it has ended, null while it is pending; what it throws passes.
function poll(future) {
  const { done, value } = future.next();
  return done ? { value } : null;
}

function outcome(future) {
  try {
    return poll(future);
  } catch (error) {
    return { error };
  }
}

function drop(futures) {
  for (const future of futures) future.return();
}
