// Pictures and videos over the whole screen: swipe or arrow keys to the next, a double tap or two fingers to look closer, a tap or
// Escape to leave, a long press to keep. What may be shown, the core decided.
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { over } from "./sheet.js";

/** Milliseconds of a long press, and of a double tap. */
const LONG = 550;
const TWICE = 280;
/** Pixels after which a finger moves something. */
const SLOP = 8;
const DOTS = 10;

/** @param {{items: {kind: string, url: string, poster: string|null}[], current: number, menu: boolean}} what @param {(item: any) => void} more  a long press */
export function preview({ items, current, menu }, more) {
  let now = current;
  /** How the picture that is seen lies. */
  let lie = { scale: 1, x: 0, y: 0 };
  const places = items.map((item) => h("figure", {}, item.kind === "video"
    ? h("video", { src: item.url, poster: item.poster, controls: true, playsinline: true, preload: "metadata" })
    : h("img", { alt: "", draggable: "false" })));
  const row = h("div", { class: "viewer-row" }, places);
  const count = h("div", { class: "viewer-count", role: "status" });
  const close = h("button", { class: "round viewer-close", "aria-label": t("app.close"), onclick: () => leave() }, icon("close"));
  const box = h("section", { class: "viewer", id: "viewer", "aria-label": t("media.viewer"), tabindex: "-1" }, row, count, close);
  const gone = over(box, { dismiss: () => leave() });
  const leave = () => { for (const place of places) place.querySelector("video")?.pause(); gone(); };

  for (const [i, place] of places.entries()) {
    const img = place.querySelector("img");
    const broken = () => place.replaceChildren(h("div", { class: "viewer-broken" }, icon("broken", 40), t("media.broken")));
    (img ?? place.firstElementChild).addEventListener("error", broken);
    if (img) img.addEventListener("load", () => place.setAttribute("data-there", ""));
    if (items.length > 1) place.setAttribute("aria-label", `${i + 1} / ${items.length}`);
  }

  /** Pictures are fetched when they come near. */
  function fetchNear() {
    for (const i of [now, now + 1, now - 1]) {
      const img = places[i]?.querySelector("img");
      if (img && !img.src) img.src = items[i].url;
    }
  }

  function lay() {
    const img = places[now].querySelector("img");
    if (img) img.style.transform = lie.scale === 1 ? "" : `translate(${lie.x}px, ${lie.y}px) scale(${lie.scale})`;
  }

  function go(to, still = false) {
    const before = places[now];
    if (to !== now) before.querySelector("video")?.pause();
    lie = { scale: 1, x: 0, y: 0 };
    lay();
    now = Math.min(items.length - 1, Math.max(0, to));
    row.toggleAttribute("data-still", still);
    row.style.transform = `translateX(${-100 * now}%)`;
    for (const [i, place] of places.entries()) place.inert = i !== now;
    fetchNear();
    count.replaceChildren(...(items.length === 1 ? [] : items.length <= DOTS ? items.map((_, i) => h("i", { "data-on": i === now })) : [`${now + 1} / ${items.length}`]));
    count.setAttribute("aria-label", `${now + 1} / ${items.length}`);
  }

  /** Fingers on the glass. @type {Map<number, {x: number, y: number}>} */
  const fingers = new Map();
  let begun = null;
  let timer = 0;
  let lastTap = 0;
  const gap = () => { const [a, b] = [...fingers.values()]; return Math.hypot(a.x - b.x, a.y - b.y); };

  row.addEventListener("pointerdown", (event) => {
    if (event.target instanceof HTMLVideoElement || event.button > 0) return;
    row.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    clearTimeout(timer);
    begun = { x: event.clientX, y: event.clientY, moved: fingers.size > 1, lie: { ...lie }, gap: fingers.size === 2 ? gap() : 0, at: performance.now(), drag: 0 };
    if (fingers.size === 1 && menu && items[now].kind !== "video") timer = setTimeout(() => { if (begun && !begun.moved) { begun = null; more(items[now]); } }, LONG);
  });
  row.addEventListener("pointermove", (event) => {
    if (!begun || !fingers.has(event.pointerId)) return;
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    const [dx, dy] = [event.clientX - begun.x, event.clientY - begun.y];
    if (!begun.moved && Math.hypot(dx, dy) < SLOP) return;
    begun.moved = true;
    clearTimeout(timer);
    if (fingers.size === 2 && begun.gap > 0) {
      lie.scale = Math.min(5, Math.max(1, begun.lie.scale * (gap() / begun.gap)));
      lay();
    } else if (lie.scale > 1) {
      lie.x = begun.lie.x + dx;
      lie.y = begun.lie.y + dy;
      lay();
    } else {
      begun.drag = dx;
      row.setAttribute("data-still", "");
      row.style.transform = `translateX(calc(${-100 * now}% + ${dx}px))`;
    }
  });
  const up = (event) => {
    if (!fingers.delete(event.pointerId) || !begun || fingers.size > 0) return;
    clearTimeout(timer);
    const { moved, drag, at } = begun;
    begun = null;
    if (moved) {
      if (lie.scale > 1) return;
      const far = Math.abs(drag) > row.clientWidth / 4 || (Math.abs(drag) > 30 && performance.now() - at < 250);
      go(far ? now - Math.sign(drag) : now);
      return;
    }
    if (event.type === "pointercancel") return;
    const twice = performance.now() - lastTap < TWICE;
    lastTap = performance.now();
    if (twice) {
      lastTap = 0;
      lie = lie.scale > 1 ? { scale: 1, x: 0, y: 0 } : { scale: 2.5, x: 0, y: 0 };
      lay();
    } else setTimeout(() => { if (lastTap !== 0 && performance.now() - lastTap >= TWICE - 20 && box.isConnected) leave(); }, TWICE);
  };
  row.addEventListener("pointerup", up);
  row.addEventListener("pointercancel", up);
  row.addEventListener("wheel", (event) => {
    event.preventDefault();
    lie.scale = Math.min(5, Math.max(1, lie.scale * (event.deltaY < 0 ? 1.15 : 0.87)));
    lay();
  }, { passive: false });
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowRight") go(now + 1);
    else if (event.key === "ArrowLeft") go(now - 1);
  });
  box.addEventListener("contextmenu", (event) => { if (items[now].kind !== "video" && menu) { event.preventDefault(); more(items[now]); } });
  go(now, true);
}

/** Saves what is seen; another server may not let us, and then it opens beside the phone. */
export async function download(item) {
  try {
    const blob = await (await fetch(item.url)).blob();
    const url = URL.createObjectURL(blob);
    h("a", { href: url, download: `picture.${blob.type.split("/")[1]?.replace("jpeg", "jpg").replace(/\W.*/, "") || "png"}` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
    return true;
  } catch {
    h("a", { href: item.url, target: "_blank", rel: "noopener noreferrer" }).click();
    return false;
  }
}
