// Turns a program into JavaScript source, statement by statement: an async body becomes a real async function, `await` stands
// exactly where the program awaits, and everything around it is plain calls of the recorder, `$`.

const text = JSON.stringify;
const variable = (name) => (name === undefined ? undefined : `v_${name.replaceAll('-', '$')}`);

export function compile(program) {
  const generator = new Generator();
  const body = generator.async(0, program.body);
  const hoisted = generator.variables.size > 0 ? `let ${[...generator.variables].join(', ')};` : '';
  return {
    source: `(() => { ${hoisted} return ${body}; })()`,
    computations: generator.names,
    counters: generator.counters.size,
    alone: generator.alone || program.module === true,
    echoes: generator.echoes,
    jobs: generator.jobs,
  };
}

class Generator {
  names = ['main'];
  ids = new Map();
  counters = new Map();
  variables = new Set();
  echoes = 0;
  jobs = 0;
  thread = undefined;
  owner = 0;
  reads = null;
  // Whether the program may end its process, so that it needs one of its own.
  alone = false;
  callbacks = new Set();

  // A body: its start, its end by any way, its deferred blocks.
  within(owner, statements, started = true, told = '') {
    const before = this.owner;
    this.owner = owner;
    const code = `
      ${started ? `$.emit('Started', ${owner}, ${owner}, -1${told});` : ''}
      let at = -1; const guards = [];
      try {
        ${this.block(statements)}
        $.ended(${owner}, -1);
      } catch (error) { throw $.failed(${owner}, at, error); }
      finally { $.unwind(guards); }`;
    this.owner = before;
    return code;
  }

  async(owner, statements) {
    return `async () => {${this.within(owner, statements)}}`;
  }

  sync(owner, statements, parameter, convert = '') {
    const bind = parameter === undefined ? '' : `${this.bind(parameter)} = ${convert}(value);`;
    return `(value) => { ${bind} ${this.within(owner, statements)}}`;
  }

  block(statements) {
    return statements.map((statement) => table[statement.do](statement, this)).join('\n');
  }

  bind(name) {
    this.variables.add(variable(name));
    return variable(name);
  }

  assign(name) {
    return name === undefined ? '' : `${this.bind(name)} = `;
  }

  counter(name) {
    if (!this.counters.has(name)) this.counters.set(name, this.counters.size);
    return this.counters.get(name);
  }

  id(name) {
    return this.ids.get(name);
  }

  promise(name) {
    return `$.promise(${this.id(name)})`;
  }

  promises(names) {
    return `[${names.map((name) => this.promise(name)).join(', ')}]`;
  }

  // The computation that an operand names, if it is to be adopted.
  adopted(value) {
    return value?.name !== undefined && this.ids.has(value.name) ? this.id(value.name) : undefined;
  }

  value(value) {
    if (value === undefined) return 'undefined';
    if (typeof value !== 'object') return text(value);
    if (value.now) return '$.now()';
    if (this.counters.has(value.name)) return `$.count(${this.counter(value.name)})`;
    this.reads?.add(variable(value.name));
    return variable(value.name);
  }

  define({ name, id, site }, make, keeps = true) {
    this.ids.set(name, id);
    this.names[id] = name;
    const made = make();
    return `$.creating(${this.owner}, ${id}, ${site}); ${keeps ? `$.keep(${id}, ${made})` : made}; $.created(${this.owner}, ${id}, ${site});`;
  }

  await({ site, binding }, subject, targets, promise, convert = '') {
    const point = `${this.owner}, ${subject}, ${site}`;
    const names = targets.map((name) => `, ${this.id(name)}`).join('');
    return `{
      $.awaiting(${point}${names});
      let value;
      try { value = await ${promise}; } catch (error) { throw $.thrown(${point}, error); }
      ${this.assign(binding)}$.resumed(${point}, ${convert}(value));
    }`;
  }

  reaction({ do: method, target, parameter, body, ...made }, convert) {
    const promise = this.promise(target);
    return this.define(made, () => `${promise}.${method}(${this.sync(made.id, body, parameter, convert)})`);
  }

  callback(made, schedule) {
    this.callbacks.add(made.id);
    return this.define(made, () => schedule(this.sync(made.id, made.body)), false);
  }

  // A worker's source is a program of its own: what it uses from outside is handed over, which copies it.
  worker(made) {
    const { reads, variables } = this;
    [this.reads, this.variables, this.thread] = [new Set(), new Set(), made.id];
    const body = this.within(made.id, made.body);
    const own = [...this.variables];
    const values = [...this.reads].filter((name) => !this.variables.has(name));
    [this.reads, this.variables, this.thread] = [reads, variables, undefined];
    const source = own.length > 0 ? `let ${own.join(', ')}; ${body}` : body;
    return `$.worker(${made.id}, ${text(source)}, { ${values.join(', ')} })`;
  }

  job(made) {
    this.jobs++;
    const before = this.reads;
    this.reads = new Set();
    const source = this.within(made.id, made.body, false);
    const values = `{ ${[...this.reads].join(', ')} }`;
    this.reads = before;
    return `$.offload(${made.id}, ${text(source)}, ${values})`;
  }
}

// A listener that is told something, which its parameter binds.
const listener = (s, g) => {
  const bind = s.parameter === undefined ? '' : `${g.bind(s.parameter)} = told;`;
  return `(told) => { ${bind} ${g.within(s.id, s.body, true, ", 'None', $.encode(told)")}}`;
};

// Something that only a process of its own can do.
const alone = (g, code) => {
  g.alone = true;
  return code;
};

const signal = (s, g) => (s.signal === undefined ? '' : `, ${g.id(s.signal)}`);
const combinator = (method, convert) => (s, g) => g.await(s, -1, s.targets, `Promise.${method}(${g.promises(s.targets)})`, convert);

const table = {
  log: (s, g) => `$.log(${[g.owner, s.site, text(s.text), ...s.values.map((value) => g.value(value))].join(', ')});`,
  let: (s, g) => `$.set(${g.counter(s.name)}, ${s.number});`,
  add: (s, g) => `$.add(${g.counter(s.name)}, ${s.number});`,
  async: (s, g) => g.define(s, () => `(${g.async(s.id, s.body)})()`),
  blocking: (s, g) => g.define(s, () => g.job(s)),
  promise: (s, g) =>
    g.define(s, () => `new Promise((resolve, reject) => { $.settler(${s.id}, resolve, reject); ${g.within(s.id, s.body)}})`),
  sleep: (s, g) => {
    const sleep = `$.sleep(${s.duration}${signal(s, g)})`;
    return s.name === undefined ? g.await(s, -1, [], sleep) : g.define(s, () => sleep);
  },
  worker: (s, g) => g.define(s, () => g.worker(s)),
  'on-message': (s, g) => {
    if (s.target !== undefined) g.callbacks.add(s.id);
    const port = s.target === undefined ? '' : `${g.id(s.target)}, `;
    return g.define(s, () => `$.onMessage(${port}${listener(s, g)})`, false);
  },
  post: (s, g) => {
    const worker = s.target === undefined ? g.thread : g.id(s.target);
    const posted = g.adopted(s.value);
    const value = posted === undefined ? g.value(s.value) : `undefined, $.promise(${posted})`;
    return `$.post(${g.owner}, ${worker}, ${s.site}, ${value});`;
  },
  terminate: (s, g) => `$.terminate(${g.owner}, ${g.id(s.target)}, ${s.site});`,
  echo: (s, g) => {
    g.echoes++;
    return g.define(s, () => `$.echo(${s.duration})`);
  },
  await: (s, g) => g.await(s, g.id(s.target), [s.target], g.promise(s.target)),
  yield: (s, g) => g.await(s, -1, [], 'undefined'),
  compute: (s, g) => `$.compute(${g.owner}, ${s.site}, ${s.duration});`,
  join: combinator('allSettled', '$.outcomes'),
  'try-join': combinator('all'),
  race: combinator('race'),
  any: combinator('any'),
  timeout: (s, g) =>
    g.await(s, g.id(s.target), [s.target], `Promise.race([${g.promise(s.target)}, $.elapse(${s.duration})])`),
  return: (s, g) => {
    const adopted = g.adopted(s.value);
    if (adopted === undefined) return `return $.ended(${g.owner}, ${s.site}, ${g.value(s.value)});`;
    return `$.ended(${g.owner}, ${s.site}); return $.promise(${adopted});`;
  },
  throw: (s, g) => {
    g.alone ||= g.callbacks.has(g.owner);
    return `at = ${s.site}; throw $.error(${text(s.message)});`;
  },
  exit: (s, g) => alone(g, `$.exit(${g.owner}, ${s.site});`),
  'on-exit': (s, g) => alone(g, g.define(s, () => `$.onExit(${g.sync(s.id, s.body)})`, false)),
  'on-uncaught': (s, g) => alone(g, g.define(s, () => `$.onUncaught(${listener(s, g)})`, false)),
  try: (s, g) => {
    const body = g.block(s.body);
    return `try { ${body} } catch (error) { at = -1; ${g.bind(s.binding)} = $.text(error); ${g.block(s.handler)} }`;
  },
  defer: (s, g) => `guards.push(() => { $.emit('DeferRan', ${g.owner}, -1, ${s.site}); ${g.block(s.body)} });`,
  abort: (s, g) => `$.abort(${g.owner}, ${g.id(s.target)}, ${s.site}, ${text(s.reason)});`,
  clear: (s, g) => `$.clear(${g.owner}, ${g.id(s.target)}, ${s.site});`,
  deferred: (s, g) => g.define(s, () => `$.deferred(${s.id})`),
  controller: (s, g) => g.define(s, () => `$.controller(${s.id})`, false),
  'any-signal': (s, g) => g.define(s, () => `$.anySignal(${[s.id, ...s.targets.map((name) => g.id(name))].join(', ')})`, false),
  listen: (s, g) => g.define(s, () => `$.listen(${g.id(s.target)}, ${listener(s, g)})`, false),
  resolve: (s, g) => {
    const adopted = g.adopted(s.value);
    const point = `${g.owner}, ${g.id(s.target)}, ${s.site}`;
    return adopted === undefined ? `$.resolve(${point}, ${g.value(s.value)});` : `$.adopt(${point}, $.promise(${adopted}));`;
  },
  reject: (s, g) => `$.reject(${g.owner}, ${g.id(s.target)}, ${s.site}, ${text(s.message)});`,
  then: (s, g) => g.reaction(s),
  catch: (s, g) => g.reaction(s, '$.text'),
  finally: (s, g) => g.reaction(s),
  microtask: (s, g) => g.callback(s, (body) => `queueMicrotask(${body})`),
  'next-tick': (s, g) => g.callback(s, (body) => `process.nextTick(${body})`),
  immediate: (s, g) => g.callback(s, (body) => `$.immediate(${body}, ${s.id})`),
  timer: (s, g) => g.callback(s, (body) => `$.timer(${s.delay}, ${body}, ${s.id})`),
};

export const capabilities = Object.keys(table);
