// A pool of worker threads for jobs off the loop. JavaScript cannot run on libuv's own pool, so the threads are the adapter's;
// that the loop hears of a finished job through its poll phase is Node's.
import { Worker } from 'node:worker_threads';

export class Pool {
  #size;
  #workers = [];
  #answers = new Map();
  #next = 0;

  constructor(size) {
    this.#size = size;
  }

  // Every thread gets every job in the same order and the first to claim one runs it: jobs start first in, first out, also while
  // the loop's own thread is busy.
  submit(job, answer) {
    const ticket = this.#next++;
    this.#answers.set(ticket, answer);
    for (const worker of this.#started()) {
      worker.ref();
      worker.postMessage({ ...job, ticket });
    }
  }

  #started() {
    while (this.#workers.length < this.#size) {
      const worker = new Worker(new URL('./worker.mjs', import.meta.url), { workerData: this.#workers.length + 1 });
      worker.on('message', ({ ticket, ...result }) => {
        const answer = this.#answers.get(ticket);
        this.#answers.delete(ticket);
        // Threads without a job do not keep the process alive.
        if (this.#answers.size === 0) for (const idle of this.#workers) idle.unref();
        answer(result);
      });
      worker.on('error', (error) => {
        throw error;
      });
      this.#workers.push(worker);
    }
    return this.#workers;
  }
}
