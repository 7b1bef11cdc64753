// The one connection to banchan: a WebSocket. Calls with answers (`call`), questions of the core that the user answers
// (`onAsk`), and orders (`onDo`). Messages of mini-programs pass as opaque strings and are never parsed here.

/** The folder this page was served from; its name is the token, so it is part of every address. */
const base = new URL(".", location.href);

/** Address of a file or action of the server, inside the token's folder. */
export const at = (path) => new URL(path, base).href;

/**
 * @typedef {{op: string, [key: string]: any}} Order
 * @typedef {{onDo: (order: Order) => void, onView: (page: number, text: string) => void,
 *   onAsk: (op: string, args: any) => Promise<any>, onState: (state: "open"|"lost"|"taken") => void}} Ears
 */

/** @param {Ears} ears @param {() => any} facts what the page says about itself when it connects */
export function connect(ears, facts) {
  /** @type {WebSocket|null} */
  let socket = null;
  let number = 0;
  let pause = 400;
  let stopped = false;
  /** @type {Map<number, {resolve: (v: any) => void, reject: (e: Error) => void}>} */
  const waiting = new Map();
  /** @type {Map<number, AbortController>} */
  const asking = new Map();

  function open() {
    stopped = false;
    const address = new URL("ws", base);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    socket = new WebSocket(address);
    socket.addEventListener("open", () => {
      pause = 400;
      send({ t: "facts", facts: facts() });
      ears.onState("open");
    });
    socket.addEventListener("message", (event) => read(String(event.data)));
    socket.addEventListener("close", (event) => {
      for (const call of waiting.values()) call.reject(new Error("lost"));
      waiting.clear();
      for (const question of asking.values()) question.abort();
      asking.clear();
      if (event.code === 4001) {
        stopped = true;
        ears.onState("taken");
        return;
      }
      ears.onState("lost");
      if (!stopped) setTimeout(open, pause);
      pause = Math.min(pause * 1.6, 4000);
    });
  }

  function read(text) {
    const message = JSON.parse(text);
    switch (message.t) {
      case "view":
        ears.onView(message.page, message.text);
        break;
      case "do":
        ears.onDo(message);
        break;
      case "reply": {
        const call = waiting.get(message.n);
        waiting.delete(message.n);
        if (message.ok) call?.resolve(message.value);
        else call?.reject(Object.assign(new Error(message.say ?? "failed"), { say: message.say, kind: message.kind }));
        break;
      }
      case "ask":
        answer(message.n, message.op, message.args ?? {});
        break;
      case "unask":
        asking.get(message.n)?.abort();
        break;
    }
  }

  async function answer(n, op, args) {
    const stop = new AbortController();
    asking.set(n, stop);
    try {
      const value = await ears.onAsk(op, { ...args, signal: stop.signal, report: (report) => send({ t: "tell", op: "report", args: { question: n, report } }) });
      if (asking.has(n)) send({ t: "answer", n, ok: true, value });
    } catch (error) {
      if (asking.has(n)) send({ t: "answer", n, ok: false, why: error?.cancelled ? "cancelled" : error?.unsupported ? "unsupported" : "failed", reason: String(error?.message ?? error) });
    }
    asking.delete(n);
  }

  function send(message) {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  }

  open();
  return {
    /** Asks the server; rejects with `kind`, a word for our own sentence, and `say`, the core's. */
    call(op, args = {}) {
      return new Promise((resolve, reject) => {
        if (socket?.readyState !== WebSocket.OPEN) return reject(new Error("lost"));
        number += 1;
        waiting.set(number, { resolve, reject });
        send({ t: "call", n: number, op, args });
      });
    },
    /** Hands a view's message on, unread. */
    view: (page, text) => send({ t: "view", page, text }),
    /** Tells without wanting an answer. */
    tell: (op, args = {}) => send({ t: "tell", op, args }),
    /** Connects again after another tab took the phone. */
    again: open,
  };
}

/** The user closed it without an answer. */
export const cancelled = () => Object.assign(new Error("cancelled"), { cancelled: true });
