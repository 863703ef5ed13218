// The adapter of the real Node.js: answers the protocol of spec/adapter-protocol.md on its standard streams.
import { createInterface } from 'node:readline';
import { compile, capabilities } from './compile.mjs';
import { Execution, prepare } from './execution.mjs';
import { runAlone } from './alone.mjs';

const answer = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);

const hello = () =>
  answer({
    protocol: 1,
    name: 'nodejs',
    version: process.versions.node,
    language: 'JavaScript',
    family: 'eager',
    clock: { kind: 'real', unit: 'ms' },
    workers: 1,
    pool: 4,
    capabilities,
    identity: `Node.js ${process.version}, V8 ${process.versions.v8}, libuv ${process.versions.uv}`,
    links: ['https://nodejs.org/'],
  });

let current = null;

async function run({ seq, program }) {
  if (program.dialect !== 'eager')
    return answer({ seq, unsupported: 'Node.js runs eager programs only.' });
  const code = compile(program);
  if (code.alone) return runAlone(program, (result) => answer({ seq, ...result }));
  await prepare(code);
  // In the check phase a program finds the loop as the main script of a CommonJS module does: ticks and microtasks are
  // drained when it returns, then come due timers, polling and immediates, in this order.
  setImmediate(() => {
    current = new Execution(code, (result) => {
      current = null;
      answer({ seq, ...result });
    });
    current.start();
  });
}

process.on('unhandledRejection', (reason, promise) => current.unhandled(promise, reason));

createInterface({ input: process.stdin }).on('line', (line) => {
  const request = JSON.parse(line);
  switch (request.do) {
    case 'hello':
      return hello();
    case 'run':
      return run(request);
    case 'bye':
      return process.exit(0);
    default:
      throw new Error(`Unknown request "${request.do}"; expected hello, run or bye.`);
  }
}).on('close', () => process.exit(0));
