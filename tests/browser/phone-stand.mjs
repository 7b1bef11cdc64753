// A stand-in for the server, so that the phone page can be looked at and tested alone: files come from the source folder,
// the WebSocket is answered by a small script. Nothing of Banchan's core runs here.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import path from "node:path";
import { PATIENCE } from "./patience.mjs";

const PHONE = fileURLToPath(new URL("../../desktop/phone/", import.meta.url));
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };
export const ADDRESS = "http://127.0.0.1:4567/token/";

/** The map of the view as the server makes it a module. */
const mapScript = async () => (await Promise.all(["mercator", "tiles", "ground", "slippy"].map((part) => readFile(path.join(PHONE, `../../view/map/${part}.js`), "utf8")))).join("") + "export { SlippyMap, SLIPPY_SHEET, gcj02 };";

/** The policy of the real server, so that a breach shows here too. */
const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob: http://*.localhost:4567; connect-src 'self' ws://127.0.0.1:4567; frame-src http://*.localhost:4567; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export const APPS = {
  en: [
    { id: "han.bike", name: "Han Bike", description: "Shared bikes near you: scan, ride, park", icon: null, publisher: "Banchan examples", version: 3 },
    { id: "gallery.components", name: "Component Gallery", description: "Buttons, forms and lists of TDesign, Vant and WeUI", icon: null, publisher: "Banchan examples", version: 1 },
    { id: "greedy.torch", name: "Torch that wants everything", description: "Asks for everything, gets nothing, and carries on", icon: null, publisher: "", version: 1 },
  ],
  "zh-CN": [
    { id: "han.bike", name: "汉江单车", description: "身边的共享单车：扫码、骑行、还车", icon: null, publisher: "Banchan 示例", version: 3 },
    { id: "gallery.components", name: "组件画廊", description: "TDesign、Vant 与 WeUI 的按钮、表单和列表", icon: null, publisher: "Banchan 示例", version: 1 },
    { id: "greedy.torch", name: "什么都要的手电筒", description: "什么权限都申请，一个也得不到，照样运行", icon: null, publisher: "", version: 1 },
  ],
  ko: [
    { id: "han.bike", name: "한강 자전거", description: "가까운 공유 자전거를 스캔해서 타고 반납하세요", icon: null, publisher: "Banchan 예제", version: 3 },
    { id: "gallery.components", name: "컴포넌트 갤러리", description: "TDesign, Vant, WeUI의 버튼과 양식, 목록", icon: null, publisher: "Banchan 예제", version: 1 },
    { id: "greedy.torch", name: "모두 요구하는 손전등", description: "모든 권한을 요구하고, 하나도 받지 못하지만, 그래도 동작합니다", icon: null, publisher: "", version: 1 },
  ],
};
APPS.de = APPS.en;

const MINI = (title, body) => `<!doctype html><meta charset=utf-8><meta name=viewport content="width=device-width,initial-scale=1"><style>body{margin:0;font:15px/1.5 sans-serif;background:#f5f6f7}
.c{margin:16px;padding:16px;border-radius:12px;background:#fff}b{display:block;font-size:20px}</style><div class=c><b>${title}</b>${body}</div>`;

/**
 * Opens the phone page in `context` against the stand.
 * @param {import("playwright-core").BrowserContext} context
 * @param {{language?: string, theme?: string, recents?: boolean, dev?: boolean, lists?: boolean}} [how]
 */
export async function standPage(context, how = {}) {
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  await context.route("http://127.0.0.1:4567/**", async (route) => {
    const name = new URL(route.request().url()).pathname.replace("/token/", "") || "index.html";
    if (name === "scan" || name === "describe") return route.fulfill({ json: stand.scan });
    try {
      if (name === "js/map.js") return route.fulfill({ body: await mapScript(), contentType: TYPES[".js"] });
      await route.fulfill({ body: await readFile(path.join(PHONE, name)), contentType: TYPES[path.extname(name)], headers: { "content-security-policy": CSP } });
    } catch {
      await route.fulfill({ status: 404, body: "" });
    }
  });
  await context.route("http://*.localhost:4567/**", (route) => route.fulfill({ contentType: "text/html", body: MINI("B1024", "2 min · 180 m")
    + `<script>addEventListener("message",e=>{const p=e.ports[0];p.onmessage=m=>document.body.append(m.data);p.postMessage("alive")});parent.postMessage({banchan:"hello"},"*")</script>` }));
  const apps = APPS[how.language ?? "en"];
  const stand = { page, errors, apps, heard: [], scan: { found: [] }, answers: new Map(), ask: null, send: null, calls: {} };
  let number = 0;
  await page.routeWebSocket(/\/token\/ws/, (socket) => {
    stand.send = (order) => socket.send(JSON.stringify(order));
    stand.do = (op, more) => stand.send({ t: "do", op, ...more });
    stand.asked = () => number;
    stand.ask = (op, args) => { number += 1; stand.send({ t: "ask", n: number, op, args }); const n = number; return new Promise((resolve) => stand.answers.set(n, resolve)); };
    socket.onMessage((text) => {
      const message = JSON.parse(String(text));
      stand.heard.push(message);
      if (message.t === "facts") {
        stand.do("hello", { settings: { language: how.language ?? "en", theme: how.theme ?? "light", ...how.settings }, dev: how.dev ? { folder: "projects/han-bike" } : null });
        if (how.lists !== false) stand.do("home", { catalogue: how.empty ? [] : apps, recents: how.recents ? apps.slice(0, 2) : [] });
      }
      if (message.t === "answer") stand.answers.get(message.n)?.(message);
      if (message.t === "call") {
        const value = stand.calls[message.op]?.(message.args) ?? (message.op === "search" ? { apps: apps.filter((app) => app.name.toLowerCase().includes(message.args.q.toLowerCase())) } : {});
        const reply = (value) => stand.send(value.say ? { t: "reply", n: message.n, ok: false, ...value } : { t: "reply", n: message.n, ok: true, value });
        if (value.later) value.later.then(reply);
        else reply(value);
      }
    });
  });
  /** Ends the page. What it asked for at last is not answered any more, and nobody is to stumble over that. */
  stand.close = async () => {
    await context.unrouteAll({ behavior: "ignoreErrors" });
    await page.close();
  };
  await page.goto(ADDRESS);
  return stand;
}

/** Opens the first mini-program with one page, as the core would. */
export async function openOne(stand, { title = stand.apps[0].name, nav = {}, tabs } = {}) {
  stand.do("front", { slot: 1, app: stand.apps[0] });
  if (tabs) stand.do("tabs", { slot: 1, tabs });
  stand.do("create", { slot: 1, page: 1, path: "pages/home/home", url: "http://han-bike.localhost:4567/p/1/t", appId: stand.apps[0].id, nav: { title, background: "#ffffff", ink: "dark", page: "#f5f6f7", ...nav } });
  stand.do("show", { slot: 1, page: 1, how: "none" });
  await stand.page.waitForSelector(".veil[data-gone]", { state: "attached" });
  await stand.page.waitForSelector(".cover", { state: "detached" });
}
