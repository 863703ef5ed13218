// A worker of a program, seen from the loop: a real worker thread, its port, and a second port for the events it logs.
import { MessageChannel, Worker, receiveMessageOnPort } from 'node:worker_threads';
import { ProgramError } from './recorder.mjs';

// What the worker tells of itself in shared memory: how many bodies have ended, how many messages it sent, how many handlers wait.
export const DONE = 0;
export const SENT = 1;
export const WAITING = 2;

export class ProgramWorker {
  handlers = [];
  over = false;
  #worker;
  #log;
  #notice;
  #state = new Int32Array(new SharedArrayBuffer(12));
  #posted = 0;
  #received = 0;
  #discarded = false;
  #terminated = false;

  // What it does is told to the callback: no timer of the adapter's may be among those of the program.
  constructor(data, changed) {
    const { port1, port2 } = new MessageChannel();
    const notice = new MessageChannel();
    this.#log = port1;
    this.#notice = notice.port1.on('message', changed);
    this.#notice.unref();
    this.#worker = new Worker(new URL('./thread.mjs', import.meta.url), {
      workerData: { ...data, state: this.#state, log: port2, notice: notice.port2 },
      transferList: [port2, notice.port2],
    });
    this.#worker.on('message', (message) => {
      this.#received++;
      this.handlers.shift()?.(message);
      changed();
    });
  }

  post(message) {
    this.#worker.postMessage(message);
    this.#posted++;
  }

  terminate() {
    this.#terminated = true;
    this.#worker.terminate();
  }

  onExit(exited) {
    let failure;
    this.#worker.on('error', (error) => {
      // A program can only throw errors of its own; anything else is the adapter's.
      if (error.name !== 'Error') throw error;
      failure = new ProgramError(error.message);
    });
    this.#worker.on('exit', () => {
      this.over = true;
      this.#notice.close();
      if (!this.#discarded) exited(failure);
    });
  }

  // Whether it has done all that it was asked to and waits for a message that nobody sends.
  waits() {
    // Its end is still to be heard of.
    if (this.#terminated) return false;
    const [done, sent, waiting] = this.#state;
    return done === this.#posted + 1 && sent === this.#received && waiting > 0;
  }

  // Ends it behind the program's back.
  discard() {
    this.#discarded = true;
    return this.#worker.terminate();
  }

  // Lets the process end without it.
  release() {
    this.#discarded = true;
    this.#worker.unref();
  }

  // All that it has logged: what it sent is there when it has ended.
  events() {
    const events = [];
    for (let next = receiveMessageOnPort(this.#log); next; next = receiveMessageOnPort(this.#log)) events.push(next.message);
    this.#log.close();
    return events;
  }
}
