// The far end of the network: answers each line, a number of milliseconds, after that time.
import { createServer } from 'node:net';
import { parentPort } from 'node:worker_threads';

const server = createServer({ noDelay: true }, (socket) =>
  socket.on('data', (line) => setTimeout(() => socket.write('.'), Number(line))),
);
server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
