// The process of one program: reads it from standard input, runs it, and writes its result when the process ends.
import { readFileSync, writeSync } from 'node:fs';
import { compile } from './compile.mjs';
import { Execution, prepare } from './execution.mjs';

const program = JSON.parse(readFileSync(0, 'utf8'));
const code = compile(program);
const execution = new Execution(code);

execution.watch(() => {
  const bytes = Buffer.from(`${JSON.stringify(execution.result())}\n`);
  for (let at = 0; at < bytes.length; ) at += writeSync(1, bytes, at);
});
process.on('unhandledRejection', (reason, promise) => execution.unhandled(promise, reason));

if (code.echoes > 0) await prepare(code);
// This is the main script of an ES module; for that of a CommonJS module see adapter.mjs.
if (program.module) execution.start();
else setImmediate(() => execution.start());
