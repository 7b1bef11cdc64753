// The tea house's server in one file, without packages: menu, sign-in, orders, payment. `node merchant.mjs
// [PORT]` runs it on this machine. It must not believe a phone: prices and payments are its own to say.
// For a real shop, change the parts that are marked with REAL, and keep the orders in a database.
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const menu = createRequire(import.meta.url)('../lib/menu.js');
const MOST_BYTES = 32 * 1024;
const MOST_ORDERS = 1000;

class Refusal extends Error {
  constructor(status, why) {
    super(why);
    this.status = status;
  }
}

/**
 * A merchant that listens on this machine.
 * @param {{port?: number, pace?: number}} [options]  `pace`: milliseconds from one state of an order to the next
 */
export function open({ port = 8787, pace = 8000 } = {}) {
  const orders = new Map();
  const people = new Map(); // token -> who
  const secret = randomBytes(32); // REAL: the payment platform's key, from the environment
  let serial = 0;

  /** REAL: swap the code at the platform's server (code2session) for the person's id to this shop. */
  const exchange = (code) => createHash('sha256').update(String(code)).digest('hex').slice(0, 24);

  /** The price by the menu of this server; what the phone counted is never read. */
  function price(line) {
    const item = menu.categories.flatMap((one) => one.items).find((one) => one.id === line?.id);
    const count = Number(line?.count);
    if (!item || item.soldOut) throw new Refusal(409, 'soldOut');
    if (!Number.isInteger(count) || count < 1 || count > 20) throw new Refusal(400, 'count');
    const groups = menu.choices.filter((group) => item.options.includes(group.id));
    const extra = groups.flatMap((group) => group.choices.filter((choice) => [].concat(line.chosen?.[group.id] ?? []).includes(choice.id)));
    return count * extra.reduce((sum, choice) => sum + choice.extra, item.price);
  }

  /** REAL: the staff's tablet says how far an order is. Here it goes on with the clock. */
  function status(order) {
    if (order.cancelled) return 'cancelled';
    const age = Date.now() - order.at;
    return age > 2 * pace ? 'ready' : age > pace ? 'making' : 'received';
  }

  const told = (order) => ({ id: order.id, at: order.at, table: order.table, pickUp: order.pickUp, note: order.note, cents: order.cents, paid: order.paid, status: status(order) });

  function place(order, who) {
    const same = [...orders.values()].find((one) => one.key === order.key && one.who === who);
    if (same) return same; // the phone did not hear the first answer
    if (typeof order.key !== 'string' || !Array.isArray(order.lines) || order.lines.length < 1 || order.lines.length > 50) throw new Refusal(400, 'order');
    const cents = order.lines.reduce((sum, line) => sum + price(line), 0);
    if (orders.size >= MOST_ORDERS) orders.delete(orders.keys().next().value);
    serial += 1;
    const id = 'A' + String(serial).padStart(2, '0');
    const table = /^T\d{2}$/.test(order.table) ? order.table : '';
    const made = { id, key: order.key, who, at: Date.now(), table, pickUp: Number(order.pickUp) || 0, note: String(order.note ?? '').slice(0, 80), cents, paid: false, cancelled: false, prepared: '' };
    orders.set(id, made);
    return made;
  }

  /** REAL: ask the payment platform for an order of its own; this has the form of its answer. */
  function prepare(order) {
    order.prepared = 'tea' + randomBytes(8).toString('hex');
    const parts = {
      timeStamp: String(Math.floor(Date.now() / 1000)),
      nonceStr: randomBytes(12).toString('hex'),
      package: `prepay_id=${order.prepared}&total_fee=${order.cents}&fee_type=CNY&body=${encodeURIComponent('Quiet Leaf ' + order.id)}`,
      signType: 'HMAC-SHA256',
    };
    const paySign = createHmac('sha256', secret).update(Object.values(parts).join('\n')).digest('hex');
    return { ...parts, paySign };
  }

  function act(order, what, data) {
    if (what === 'pay') return prepare(order);
    // REAL: the platform tells your server that money came. A phone's word is only a reason to ask it.
    if (what === 'paid') {
      if (!order.prepared || order.cancelled) throw new Refusal(409, 'unpaid');
      order.paid = true;
    } else if (what === 'cancel') {
      if (status(order) !== 'received') throw new Refusal(409, 'tooLate');
      order.cancelled = true;
    } else if (what === 'remind') {
      order.remind = String(data.template ?? ''); // REAL: send that message once the order is ready
    } else if (what) throw new Refusal(404, 'unknown');
    return told(order);
  }

  function answer(method, path, data, token) {
    if (method === 'GET' && path === '/menu') return menu;
    if (method === 'POST' && path === '/login') {
      if (typeof data.code !== 'string' || !data.code) throw new Refusal(400, 'code');
      const fresh = randomBytes(24).toString('hex');
      people.set(fresh, exchange(data.code));
      return { token: fresh };
    }
    const who = people.get(token) ?? '';
    if (method === 'POST' && path === '/orders') return told(place(data, who));
    const [, id, what] = /^\/orders\/(\w+)(?:\/(\w+))?$/.exec(path) ?? [];
    const order = orders.get(id);
    // Somebody else's order does not exist. One that nobody signed in for belongs to its number.
    if (!order || (order.who && order.who !== who) || (method === 'GET') !== !what) throw new Refusal(404, 'unknown');
    return act(order, what, data);
  }

  async function read(request) {
    const pieces = [];
    let bytes = 0;
    for await (const piece of request) {
      bytes += piece.length;
      if (bytes > MOST_BYTES) throw new Refusal(413, 'size');
      pieces.push(piece);
    }
    if (!bytes) return {};
    try {
      return Object(JSON.parse(Buffer.concat(pieces).toString('utf8')));
    } catch {
      throw new Refusal(400, 'json');
    }
  }

  const server = createServer(async (request, response) => {
    let status = 200;
    let body;
    try {
      const path = new URL(request.url ?? '/', 'http://shop').pathname;
      const data = request.method === 'POST' ? await read(request) : {};
      body = answer(request.method, path, data, request.headers.authorization ?? '');
    } catch (error) {
      status = error instanceof Refusal ? error.status : 500;
      body = { why: error instanceof Refusal ? error.message : 'internal' };
      if (status === 500) console.error(error);
    }
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
    response.end(JSON.stringify(body));
  });

  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, '127.0.0.1', () => done({ port: server.address().port, orders, close: () => new Promise((ended) => { server.closeAllConnections(); server.close(ended); }) }));
  });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { port } = await open({ port: Number(process.argv[2] ?? 8787) });
  console.log(`The tea house listens on http://127.0.0.1:${port}`);
}
