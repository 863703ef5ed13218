// The adapter of the scheduler beside it: interprets programs with generators, so that only the program's own waits wait.
import { createInterface } from 'node:readline';
import { Scheduler, Cancelled, Elapsed } from './scheduler.mjs';

class Thrown extends Error {}
class Returned {
  constructor(site, value) {
    Object.assign(this, { site, value });
  }
}

class Execution {
  events = [];
  scheduler = new Scheduler();
  made = new Map();
  values = new Map();
  wakers = new Map();
  names = ['main'];
  waiting = new Map();

  emit(kind, by, subject, site, ...result) {
    this.events.push([kind, this.scheduler.now, 0, by, subject, site, ...result]);
  }

  // A body: its start, its end by any way, its guards. return() on the generator runs nothing but the finally.
  *body(by, statements) {
    this.emit('Started', by, by, -1);
    const guards = [];
    let end = ['Cancelled', by, by, -1];
    try {
      const { site = -1, value = null } = (yield* this.block(by, statements, guards)) ?? {};
      end = ['Completed', by, by, site, 'Value', value];
      return value;
    } catch (error) {
      end = ['Completed', by, by, error.by === by ? error.site : -1, 'Error', wordOf(error)];
      throw error;
    } finally {
      this.emit(...end);
      for (const guard of guards.reverse()) {
        this.emit('DeferRan', by, -1, guard.site);
        for (const statement of guard.body) this.simple(by, statement);
      }
    }
  }

  *block(by, statements, guards) {
    for (const s of statements) {
      switch (s.do) {
        case 'return':
          return new Returned(s.site, this.value(s.value));
        case 'throw':
          throw Object.assign(new Thrown(s.message), { by, site: s.site });
        case 'defer':
          guards.push(s);
          break;
        case 'try': {
          const returned = yield* this.attempt(by, s, guards);
          if (returned) return returned;
          break;
        }
        default:
          if (s.id !== undefined) this.around(['Creating', 'Created'], by, s.id, s.site, () => this.define(s));
          else if (s.do in waits) yield* this.wait(by, s);
          else this.simple(by, s);
      }
    }
    return null;
  }

  *attempt(by, s, guards) {
    try {
      return yield* this.block(by, s.body, guards);
    } catch (error) {
      this.values.set(s.binding, wordOf(error));
    }
    return yield* this.block(by, s.handler, guards);
  }

  *wait(by, s) {
    const subject = s.target === undefined ? -1 : this.made.get(s.target).id;
    this.emit('Awaiting', by, subject, s.site);
    this.waiting.set(by, subject);
    let value;
    try {
      value = (yield* waits[s.do](this, s)) ?? null;
    } catch (error) {
      this.emit('Resumed', by, subject, s.site, 'Error', wordOf(error));
      throw error;
    } finally {
      this.waiting.delete(by);
    }
    this.emit('Resumed', by, subject, s.site, 'Value', value);
    if (s.binding !== undefined) this.values.set(s.binding, value);
  }

  define(s) {
    const { scheduler } = this;
    const made = { id: s.id };
    this.names[s.id] = s.name;
    if (s.do === 'async') made.future = this.body(s.id, s.body);
    if (s.do === 'sleep') made.future = scheduler.sleep(s.duration);
    if (s.do === 'probe') made.future = this.probe(s);
    if (s.do === 'spawn') {
      made.task = scheduler.spawn(this.made.get(s.target).future);
      made.future = scheduler.joined(made.task);
    }
    this.made.set(s.name, made);
  }

  *probe({ id, pending, wakes }) {
    for (let poll = 1; ; poll++) {
      this.emit('PollBegin', id, id, -1, 'None', poll);
      this.wakers.set(id, this.scheduler.waker());
      if (poll > pending) {
        this.emit('PollEnd', id, id, -1, 'Value', poll);
        return poll;
      }
      for (let wake = 0; wake < wakes; wake++) this.around(['Waking', 'Woken'], id, id, -1, this.wakers.get(id));
      this.emit('PollEnd', id, id, -1, 'Pending', poll);
      yield;
    }
  }

  // What never waits.
  simple(by, s) {
    const target = this.made.get(s.target);
    switch (s.do) {
      case 'log':
        return this.emit('Log', by, -1, s.site, 'None', [s.text, ...s.values.map((v) => display(this.value(v)))].join(' '));
      case 'let':
        return this.values.set(s.name, s.number);
      case 'add':
        return this.values.set(s.name, this.values.get(s.name) + s.number);
      case 'compute':
        this.emit('ComputeBegin', by, -1, s.site);
        this.scheduler.compute(s.duration);
        return this.emit('ComputeEnd', by, -1, s.site);
      case 'abort':
        return this.around(['Aborting', 'Aborted'], by, target.id, s.site, () => this.scheduler.abort(target.task));
      case 'wake':
        return this.around(['Waking', 'Woken'], by, target.id, s.site, () => this.wakers.get(target.id)?.());
      case 'drop':
        return this.around(['Dropping', 'Dropped'], by, target.id, s.site, () => target.future.return());
    }
  }

  around([before, after], by, subject, site, action) {
    this.emit(before, by, subject, site);
    action();
    this.emit(after, by, subject, site);
  }

  whoWaits() {
    const name = (id) => (id < 0 ? 'more' : `"${this.names[id]}"`);
    return [...this.waiting].map(([by, on]) => `${name(by)} waits for ${name(on)}`).join(', ');
  }

  future(name) {
    return this.made.get(name).future;
  }

  value(operand) {
    if (operand === undefined) return null;
    if (typeof operand !== 'object') return operand;
    return operand.now ? this.scheduler.now : this.values.get(operand.name);
  }
}

const futures = (x, s) => s.targets.map((name) => x.future(name));

const waits = {
  sleep: (x, s) => x.scheduler.sleep(s.duration),
  yield: (x) => x.scheduler.yieldNow(),
  await: (x, s) => x.future(s.target),
  timeout: (x, s) => x.scheduler.timeout(s.duration, x.future(s.target)),
  join: (x, s) => outcomes(x.scheduler.join(futures(x, s))),
  'try-join': (x, s) => x.scheduler.tryJoin(futures(x, s)),
  'select-biased': (x, s) => x.scheduler.select(futures(x, s)),
};

// The words of the language for what the runtime throws.
function wordOf(error) {
  if (error instanceof Thrown) return error.message;
  if (error instanceof Cancelled) return 'cancelled';
  if (error instanceof Elapsed) return 'elapsed';
  throw error;
}

// A list whose failed places are { error: word }, as the protocol writes it.
function* outcomes(joining) {
  return (yield* joining).map(({ error, value }) => (error ? { error: wordOf(error) } : (value ?? null)));
}

function display(value) {
  if (value === null) return '()';
  if (Array.isArray(value)) return `[${value.map(display).join(', ')}]`;
  return value.error === undefined ? `${value}` : `error ${value.error}`;
}

function run(program) {
  if (JSON.stringify(program).includes('"borrow":true'))
    return { unsupported: 'a generator that is delegated to is closed with whoever delegates: it cannot be lent.' };
  if (JSON.stringify(program).includes('"cycles":')) return { unsupported: 'nothing here has a budget of operations.' };
  const execution = new Execution();
  const main = execution.scheduler.run(execution.body(0, program.body));
  const { events } = execution;
  if (!main) return { ending: 'Deadlock', reason: execution.whoWaits(), events };
  return { ending: main.error ? 'Failed' : 'Completed', reason: main.error ? wordOf(main.error) : '', events };
}

const hello = {
  protocol: 1,
  name: 'generators',
  version: '1',
  language: 'JavaScript',
  family: 'lazy',
  clock: { kind: 'virtual', unit: 'a step of its own clock' },
  workers: 1,
  pool: 1,
  pipeline: 32,
  capabilities: [
    ...['log', 'let', 'add', 'async', 'return', 'throw', 'try', 'defer'],
    ...['compute', 'spawn', 'abort', 'drop', 'probe', 'wake'],
    ...Object.keys(waits),
  ],
  lacks: {
    panic: 'an exception is the only way to fail.',
    select: 'its select begins with the first branch each time.',
    share: 'a generator has one reader.',
  },
  identity: `generators on Node.js ${process.version}`,
};

createInterface({ input: process.stdin }).on('line', (line) => {
  const request = JSON.parse(line);
  if (request.do === 'bye') process.exit(0);
  const answer = request.do === 'hello' ? hello : { seq: request.seq, ...run(request.program) };
  process.stdout.write(`${JSON.stringify(answer)}\n`);
});
