// A process of its own for a program that may end its process.
import { spawn } from 'node:child_process';

const processOfOne = new URL('./process.mjs', import.meta.url).pathname;

export function runAlone(program, answer) {
  const child = spawn(process.execPath, [processOfOne], { stdio: ['pipe', 'pipe', 'pipe'] });
  let output = '';
  let log = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (log += text));
  child.on('close', (code, signal) => {
    if (!output.endsWith('\n')) throw new Error(`The process of the program ended without an answer (${signal ?? code}): ${log}`);
    answer(JSON.parse(output));
  });
  child.stdin.end(JSON.stringify(program));
}
