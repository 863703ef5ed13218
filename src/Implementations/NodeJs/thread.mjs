// The thread of a program's worker: runs its source, then handles messages while handlers wait.
import { parentPort, workerData } from 'node:worker_threads';
import { Recorder, encode } from './recorder.mjs';
import { DONE, SENT, WAITING } from './program-worker.mjs';

class WorkerRecorder extends Recorder {
  #log;
  #notice;
  #state;
  #handlers = [];
  #handle = (message) => {
    const handler = this.#handlers.shift();
    // Without a listener the port does not keep the thread alive.
    if (this.#handlers.length === 0) parentPort.off('message', this.#handle);
    this.#count();
    handler(message);
    this.done();
  };

  constructor({ shared, thread, log, notice, state }) {
    super(shared, thread);
    this.#log = log;
    this.#notice = notice;
    this.#state = state;
  }

  // A thread that is stopped while it holds the lock would keep it for ever, and what it keeps to itself would be lost.
  emit(kind, by, subject, site, ...result) {
    this.#log.postMessage([this.number(), kind, this.now(), this.thread, by, subject, site, ...result]);
  }

  onMessage(handler) {
    this.#handlers.push(handler);
    this.#count();
    if (this.#handlers.length === 1) parentPort.on('message', this.#handle);
  }

  post(by, worker, site, value) {
    this.emit('Posting', by, worker, site, 'None', encode(value));
    Atomics.add(this.#state, SENT, 1);
    parentPort.postMessage(value);
    this.emit('Posted', by, worker, site);
  }

  done() {
    Atomics.add(this.#state, DONE, 1);
    this.#notice.postMessage(null);
  }

  #count() {
    Atomics.store(this.#state, WAITING, this.#handlers.length);
  }
}

const { source, values, ...rest } = workerData;
const recorder = new WorkerRecorder(rest);
new Function('$', ...Object.keys(values), source)(recorder, ...Object.values(values));
recorder.done();
