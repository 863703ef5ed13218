// A thread of the pool: runs the jobs that it is the first to claim.
import { parentPort, workerData } from 'node:worker_threads';
import { Recorder } from './recorder.mjs';

parentPort.on('message', ({ ticket, id, source, values, shared }) => {
  const recorder = new Recorder(shared, workerData);
  if (!recorder.claim(id)) return;
  const job = new Function('$', ...Object.keys(values), source);
  const result = { ticket, events: recorder.events };
  try {
    result.value = job(recorder, ...Object.values(values));
  } catch (error) {
    result.error = recorder.text(error);
  }
  parentPort.postMessage(result);
});
