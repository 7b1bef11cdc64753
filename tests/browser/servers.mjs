// Servers on this machine for tests of the network: a few answers, a socket that sends back what it hears, pictures that lead on, and one
// that nobody should reach. They must not know what is tested.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSafe } from 'node:https';
import { join } from 'node:path';
import { root } from './phone-desk.mjs';

/** A picture of one point. */
export const picture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

/** Listens on a free port of this machine. @param {import('node:net').Server} server @returns {Promise<number>} */
const listen = (server) => new Promise((done) => { server.listen(0, '127.0.0.1', () => done(/** @type {import('node:net').AddressInfo} */ (server.address()).port)); });

/** One message of a socket as a server writes it: text (1) or close (8). @param {number} kind @param {Buffer} data */
const frame = (kind, data) => Buffer.concat([Buffer.from([0x80 | kind, data.length]), data]);

/** Sends back each short text, and the code of a close. @param {import('node:stream').Duplex} line */
function echo(line) {
  let rest = Buffer.alloc(0);
  line.on('error', () => {});
  line.on('data', (data) => {
    rest = Buffer.concat([rest, data]);
    while (rest.length >= 6 && rest.length >= 6 + (rest[1] & 127)) {
      const [kind, length] = [rest[0] & 15, rest[1] & 127];
      const said = Buffer.from(rest.subarray(6, 6 + length).map((byte, at) => byte ^ rest[2 + (at % 4)]));
      rest = rest.subarray(6 + length);
      if (kind === 1) line.write(frame(1, said));
      if (kind === 8) line.end(frame(8, said.subarray(0, 2)));
    }
  });
}

/** @typedef {Record<string, (answer: import('node:http').ServerResponse, body: Buffer) => void>} Paths */

/** @param {Paths} paths @returns {import('node:http').RequestListener} */
const answers = (paths) => async (request, answer) => {
  /** @type {Buffer[]} */
  const parts = [];
  for await (const part of request) parts.push(part);
  (paths[request.url ?? ''] ?? ((it) => it.writeHead(404).end()))(answer, Buffer.concat(parts));
};
/** @param {string} to @returns {(answer: import('node:http').ServerResponse) => void} */
const leads = (to) => (answer) => { answer.writeHead(302, { location: to }).end(); };
/** @param {import('node:http').ServerResponse} answer */
const shows = (answer) => { answer.writeHead(200, { 'content-type': 'image/png' }).end(picture); };

/** A certificate that nobody vouches for. */
function certificate() {
  const made = (/** @type {string} */ name) => readFileSync(join(root, 'core/src/net/testdata', name)).toString('base64').replace(/.{64}/g, '$&\n');
  return { key: `-----BEGIN PRIVATE KEY-----\n${made('self-signed.key.der')}\n-----END PRIVATE KEY-----\n`, cert: `-----BEGIN CERTIFICATE-----\n${made('self-signed.der')}\n-----END CERTIFICATE-----\n` };
}

/**
 * Starts them. `url`: `/tea` is JSON, `/take` takes any body and says how long it was; `socket` echoes; `port` speaks TLS for any name:
 * `/point.png`, `/moved` leads to that on `elsewhere`, `/down` leads to a server without TLS that nobody should reach.
 * @param {string} elsewhere
 */
export async function servers(elsewhere) {
  // Who is not allowed there, does not even knock.
  let knocks = 0;
  const door = createServer((_, answer) => { knocks += 1; shows(answer); });
  const server = createServer(answers({
    '/tea': (answer) => { answer.writeHead(200, { 'content-type': 'application/json' }).end('{"tea":1}'); },
    '/take': (answer, body) => { answer.writeHead(201, { 'content-type': 'text/plain' }).end(String(body.length)); },
  }));
  server.on('upgrade', (request, line) => {
    const key = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
    if (request.url !== '/echo') return line.end('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n');
    line.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key}\r\n\r\n`);
    return echo(line);
  });
  const [port, shut] = [await listen(server), await listen(door)];
  const safe = createSafe(certificate(), answers({ '/point.png': shows, '/moved': leads(`${elsewhere}/point.png`), '/down': leads(`http://127.0.0.1:${shut}/point.png`) }));
  return {
    url: `http://127.0.0.1:${port}`,
    socket: `ws://127.0.0.1:${port}/echo`,
    port: await listen(safe),
    knocks: () => knocks,
    close() {
      for (const one of [server, safe, door]) {
        one.close();
        one.closeAllConnections();
      }
    },
  };
}
