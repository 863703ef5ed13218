// Events in one total order, also across threads: the clock is read and the number taken under one lock, so times never go back.
const LOCK = 0;
const NEXT = 1;
const CLAIMS = 2;

const milliseconds = () => Number(process.hrtime.bigint() / 1_000_000n);

// The numbers of the threads of workers begin here, far from those of the pool.
export const FIRST_WORKER = 100;

// What all threads of one execution share: the lock, the next number, one place a job to claim it, and, if there are jobs, the
// counters of the program.
export const share = (computations, counters, jobs) => ({
  control: new Int32Array(new SharedArrayBuffer(4 * (CLAIMS + computations))),
  counters: new BigInt64Array(jobs > 0 ? new SharedArrayBuffer(8 * counters) : counters),
  origin: milliseconds(),
});

export class Recorder {
  events = [];

  constructor(shared, thread) {
    this.shared = shared;
    this.thread = thread;
  }

  now() {
    return milliseconds() - this.shared.origin;
  }

  emit(kind, by, subject, site, ...result) {
    this.#lock();
    this.#add(kind, by, subject, site, result);
    this.#unlock();
  }

  // True for the first thread that asks for this job; its start is logged at once, so that jobs start in the order of the log.
  claim(job) {
    this.#lock();
    const mine = Atomics.exchange(this.shared.control, CLAIMS + job, 1) === 0;
    if (mine) this.#add('Started', job, job, -1, []);
    this.#unlock();
    return mine;
  }

  log(by, site, ...words) {
    this.emit('Log', by, -1, site, 'None', words.map(format).join(' '));
  }

  creating(by, made, site) {
    this.emit('Creating', by, made, site);
  }

  created(by, made, site) {
    this.emit('Created', by, made, site);
  }

  set(counter, number) {
    Atomics.store(this.shared.counters, counter, BigInt(number));
  }

  add(counter, number) {
    Atomics.add(this.shared.counters, counter, BigInt(number));
  }

  count(counter) {
    return Number(Atomics.load(this.shared.counters, counter));
  }

  compute(by, site, duration) {
    this.emit('ComputeBegin', by, -1, site);
    const end = process.hrtime.bigint() + BigInt(duration) * 1_000_000n;
    while (process.hrtime.bigint() < end);
    this.emit('ComputeEnd', by, -1, site);
  }

  ended(by, site, value) {
    this.emit('Completed', by, by, site, 'Value', encode(value));
    return value;
  }

  failed(by, site, error) {
    this.emit('Completed', by, by, site, 'Error', textOf(error));
    return error;
  }

  unwind(guards) {
    for (const guard of guards.reverse()) guard();
  }

  error(message) {
    return new ProgramError(message);
  }

  text(error) {
    return textOf(error);
  }

  encode(value) {
    return encode(value);
  }

  #add(kind, by, subject, site, result) {
    const number = this.number();
    this.events.push([number, kind, this.now(), this.thread, by, subject, site, ...result]);
  }

  number() {
    return Atomics.add(this.shared.control, NEXT, 1);
  }

  #lock() {
    const { control } = this.shared;
    while (Atomics.compareExchange(control, LOCK, 0, 1) !== 0) Atomics.wait(control, LOCK, 1);
  }

  #unlock() {
    const { control } = this.shared;
    Atomics.store(control, LOCK, 0);
    Atomics.notify(control, LOCK, 1);
  }
}

// By number. Workers take no lock, and any thread may be held up after it took its number, before it reads the clock: what has a later
// number was there later, whatever the clocks say.
export function inOrder(events) {
  const TIME = 2;
  events.sort((a, b) => a[0] - b[0]);
  for (let i = events.length - 2; i >= 0; i--) events[i][TIME] = Math.min(events[i][TIME], events[i + 1][TIME]);
  return events;
}

// An error that the program threw.
export class ProgramError extends Error {}

// The program's word for an error; the runtime's own errors have one each.
export function textOf(error) {
  if (error instanceof ProgramError) return error.message;
  if (error instanceof AggregateError) return 'all rejected';
  if (error?.name === 'AbortError') return 'aborted';
  if (error?.name === 'DataCloneError') return 'not cloneable';
  if (error instanceof TypeError && error.message.startsWith('Chaining cycle')) return 'cycle';
  // No program can make another one: the adapter is broken, and a crash says so.
  process.nextTick(() => {
    throw error;
  });
  return `${error}`;
}

// A failure as a value, one place in the result of join, is { error: message }.
export function format(value) {
  if (value === undefined) return '()';
  if (Array.isArray(value)) return `[${value.map(format).join(', ')}]`;
  return value.error === undefined ? `${value}` : `error ${value.error}`;
}

export const encode = (value) => (Array.isArray(value) ? value.map(encode) : (value ?? null));
