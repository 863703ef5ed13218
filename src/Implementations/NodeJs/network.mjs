// Network round trips over the loopback interface. The far end is a server on a thread of its own, so that it answers in time while
// the loop's own thread is busy; each round trip has a connection of its own, so that each answer is a callback of its own.
import { Worker } from 'node:worker_threads';
import { connect } from 'node:net';
import { once } from 'node:events';

export class Network {
  #port = null;
  #free = [];

  // Connects before a program needs it: a round trip is then one message each way.
  async ready(connections) {
    while (this.#free.length < connections) {
      this.#port ??= await this.#listen();
      const socket = connect({ port: this.#port, host: '127.0.0.1', noDelay: true });
      await once(socket, 'connect');
      // Only a round trip that is under way keeps the process alive.
      socket.unref();
      this.#free.push(socket);
    }
  }

  send(delay, answered) {
    const socket = this.#free.pop();
    socket.ref();
    socket.once('data', () => {
      socket.unref();
      this.#free.push(socket);
      answered();
    });
    socket.write(`${delay}\n`);
  }

  async #listen() {
    const server = new Worker(new URL('./server.mjs', import.meta.url));
    server.on('error', (error) => {
      throw error;
    });
    const [port] = await once(server, 'message');
    server.unref();
    return port;
  }
}
