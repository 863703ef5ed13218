// One execution of a program: what its generated code calls. It counts what the loop still owes the program, so as to see its end.
import { Recorder, ProgramError, share, encode, textOf, inOrder, FIRST_WORKER } from './recorder.mjs';
import { Pool } from './pool.mjs';
import { Network } from './network.mjs';
import { ProgramWorker } from './program-worker.mjs';

const pool = new Pool(4);
const network = new Network();

// What a program needs to be there before it begins.
export const prepare = ({ echoes }) => network.ready(echoes);

export class Execution extends Recorder {
  #code;
  #finish;
  #promises = [];
  #ids = new Map();
  #settlers = [];
  #controllers = [];
  #signals = [];
  #armed = new Map();
  #waiting = new Map();
  #workers = new Map();
  #outstanding = 0;
  #checking = false;
  #unsupported = '';
  #report = null;
  #ending = null;
  #leaving = false;

  // Without somebody to call when nothing is left, the end of its process is the execution's.
  constructor(code, finish = null) {
    super(share(code.computations.length, code.counters, code.jobs), 0);
    this.#code = code;
    this.#finish = finish;
  }

  start() {
    const main = new Function('$', `return ${this.#code.source}`)(this);
    this.#owe();
    main().then(
      () => (this.#ending = { ending: 'Completed', reason: '' }),
      (error) => (this.#ending = { ending: 'Failed', reason: textOf(error) }),
    );
    this.#settle();
  }

  keep(id, promise) {
    this.#promises[id] = promise;
    this.#ids.set(promise, id);
  }

  promise(id) {
    if (!this.#promises[id]) {
      this.#unsupported = `JavaScript cannot name the promise "${this.#code.computations[id]}" inside its own executor.`;
      throw new ProgramError(this.#unsupported);
    }
    return this.#promises[id];
  }

  deferred(id) {
    return new Promise((resolve, reject) => this.settler(id, resolve, reject));
  }

  settler(id, resolve, reject) {
    this.#settlers[id] = { resolve, reject };
  }

  resolve(by, target, site, value) {
    this.emit('Resolving', by, target, site, 'None', encode(value));
    this.#settlers[target].resolve(value);
    this.emit('Resolved', by, target, site);
  }

  adopt(by, target, site, promise) {
    this.emit('Resolving', by, target, site);
    this.#settlers[target].resolve(promise);
    this.emit('Resolved', by, target, site);
  }

  reject(by, target, site, message) {
    this.emit('Rejecting', by, target, site, 'None', message);
    this.#settlers[target].reject(new ProgramError(message));
    this.emit('Rejected', by, target, site);
  }

  controller(id) {
    this.#controllers[id] = new AbortController();
    this.#signals[id] = this.#controllers[id].signal;
  }

  anySignal(id, ...sources) {
    this.#signals[id] = AbortSignal.any(sources.map((source) => this.#signals[source]));
  }

  listen(id, callback) {
    const signal = this.#signals[id];
    signal.addEventListener('abort', () => callback(textOf(signal.reason)), { once: true });
  }

  abort(by, target, site, reason) {
    this.emit('Aborting', by, target, site);
    this.#controllers[target].abort(reason === undefined ? undefined : new ProgramError(reason));
    this.emit('Aborted', by, target, site);
  }

  awaiting(by, subject, site, ...names) {
    this.emit('Awaiting', by, subject, site);
    this.#waiting.set(by, names);
  }

  resumed(by, subject, site, value) {
    this.#waiting.delete(by);
    this.emit('Resumed', by, subject, site, 'Value', encode(value));
    return value;
  }

  thrown(by, subject, site, error) {
    this.#waiting.delete(by);
    this.emit('Resumed', by, subject, site, 'Error', textOf(error));
    return error;
  }

  outcomes(settled) {
    return settled.map(({ value, reason }) => (reason ? { error: textOf(reason) } : value));
  }

  // As programs write it; the one of timers/promises passes through a finally when it has a signal, which takes hops of its own.
  sleep(duration, source) {
    const signal = this.#signals[source];
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const timer = this.timer(duration, () => {
        signal?.removeEventListener('abort', stop);
        resolve();
      });
      const stop = () => {
        clearTimeout(timer);
        reject(signal.reason);
        this.#settle();
      };
      signal?.addEventListener('abort', stop, { once: true });
    });
  }

  echo(duration) {
    this.#owe();
    return new Promise((resolve) =>
      network.send(duration, () => {
        this.#settle();
        resolve();
      }),
    );
  }

  worker(id, source, values) {
    const thread = FIRST_WORKER + this.#workers.size;
    // What several threads share would not be copied by handing it over.
    const counters = this.#code.jobs > 0 ? BigInt64Array.from(this.shared.counters) : this.shared.counters;
    const data = { source, values, shared: { ...this.shared, counters }, thread };
    const worker = new ProgramWorker(data, () => this.#check());
    this.#workers.set(id, worker);
    this.#owe();
    this.#check();
    return new Promise((resolve, reject) =>
      worker.onExit((error) => {
        if (error === undefined) resolve();
        else reject(error);
        this.#settle();
      }),
    );
  }

  onMessage(worker, handler) {
    this.#workers.get(worker).handlers.push(handler);
  }

  // A computation is posted as the promise that it is.
  post(by, worker, site, value, promise) {
    this.emit('Posting', by, worker, site, 'None', encode(value));
    this.#workers.get(worker).post(promise ?? value);
    this.emit('Posted', by, worker, site);
  }

  terminate(by, worker, site) {
    this.emit('Terminating', by, worker, site);
    this.#workers.get(worker).terminate();
    this.emit('Terminated', by, worker, site);
  }

  elapse(duration) {
    return new Promise((_, reject) => this.timer(duration, () => reject(new ProgramError('elapsed'))));
  }

  timer(delay, callback, id) {
    const timer = setTimeout(this.#owed(callback, id), delay);
    this.#armed.set(id, () => clearTimeout(timer));
    return timer;
  }

  immediate(callback, id) {
    const immediate = setImmediate(this.#owed(callback, id));
    this.#armed.set(id, () => clearImmediate(immediate));
  }

  clear(by, target, site) {
    this.emit('Dropping', by, target, site);
    const clear = this.#armed.get(target);
    if (clear) {
      clear();
      this.#armed.delete(target);
      this.#settle();
    }
    this.emit('Dropped', by, target, site);
  }

  offload(id, source, values) {
    this.#owe();
    return new Promise((resolve, reject) =>
      pool.submit({ id, source, values, shared: this.shared }, ({ events, value, error }) => {
        this.events.push(...events);
        this.#settle();
        if (error === undefined) resolve(value);
        else reject(new ProgramError(error));
      }),
    );
  }

  unhandled(promise, reason) {
    const id = this.#ids.get(promise);
    this.emit('Unhandled', id, id, -1, 'Error', textOf(reason));
  }

  // Calls back when the process ends, after all that the program wants to hear of it.
  watch(report) {
    this.#report = report;
    process.on('exit', () => (this.#leaving = true));
    process.on('exit', report);
    process.on('uncaughtExceptionMonitor', (error) => {
      if (process.listenerCount('uncaughtException') > 0) return;
      const ending = error instanceof ProgramError ? 'Crashed' : 'AdapterError';
      this.#ending = { ending, reason: error.message };
    });
  }

  onExit(callback) {
    process.off('exit', this.#report);
    process.on('exit', () => callback());
    process.on('exit', this.#report);
  }

  onUncaught(callback) {
    process.once('uncaughtException', (error) => callback(textOf(error)));
  }

  exit(by, site) {
    this.emit('Exiting', by, -1, site);
    this.#ending = { ending: 'Exited', reason: '' };
    // A second exit runs no listeners any more.
    if (this.#leaving) this.#report();
    process.exit();
  }

  #owed(callback, id) {
    this.#owe();
    return () => {
      this.#armed.delete(id);
      this.#settle();
      callback();
    };
  }

  #owe() {
    this.#outstanding++;
  }

  // Nothing is left when nothing is owed after the queues have been drained once more, but workers that wait for a message.
  #settle() {
    this.#outstanding--;
    if (this.#finish || this.#workers.size > 0) this.#check();
  }

  #check() {
    if (this.#checking || this.#outstanding > this.#workers.size) return;
    this.#checking = true;
    setImmediate(() => {
      this.#checking = false;
      const running = [...this.#workers.values()].filter((worker) => !worker.over);
      // Whatever changes that calls for another look.
      if (this.#outstanding > running.length || !running.every((worker) => worker.waits())) return;
      this.#checking = true;
      this.#end(running);
    });
  }

  async #end(running) {
    // A process of its own ends when nothing else keeps it.
    if (!this.#finish) return running.forEach((worker) => worker.release());
    await Promise.all(running.map((worker) => worker.discard()));
    this.#finish(this.result());
  }

  result() {
    if (this.#unsupported) return { unsupported: this.#unsupported };
    for (const worker of this.#workers.values()) this.events.push(...worker.events());
    const events = inOrder(this.events).map(([, ...event]) => event);
    const { ending, reason } = this.#ending ?? { ending: 'Deadlock', reason: this.#whoWaits() };
    return { ending, reason, events };
  }

  #whoWaits() {
    const links = [...this.#waiting].map(([by, names]) => {
      const whom = names.map((id) => `"${this.#code.computations[id]}"`).join(', ');
      return `"${this.#code.computations[by]}" waits for ${whom || 'a timer'}`;
    });
    return `Nothing is left to run: ${links.join('; ')}.`;
  }
}
