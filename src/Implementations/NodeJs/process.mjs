// The process of one program: reads it from standard input, runs it, and writes its result when the process ends.
import { readFileSync, writeSync } from 'node:fs';
import { compile } from './compile.mjs';
import { Execution, prepare } from './execution.mjs';

const code = compile(JSON.parse(readFileSync(0, 'utf8')));
const execution = new Execution(code);

execution.watch(() => {
  const bytes = Buffer.from(`${JSON.stringify(execution.result())}\n`);
  for (let at = 0; at < bytes.length; ) at += writeSync(1, bytes, at);
});
process.on('unhandledRejection', (reason, promise) => execution.unhandled(promise, reason));

await prepare(code);
// As the main script of a CommonJS module, see adapter.mjs.
setImmediate(() => execution.start());
