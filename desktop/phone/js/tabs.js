// The tab bar of a mini-program, as its configuration says.
import { h } from "./dom.js";

/**
 * @param {{items: {path: string, text: string, icon?: string, selectedIcon?: string, badge?: string, dot?: boolean}[], color?: string, selectedColor?: string, background?: string, border?: string, visible: boolean, position?: string}} spec
 * @param {string} chosen path of the page that is seen
 * @param {(path: string) => void} onTap
 */
export function makeTabs(spec, chosen, onTap) {
  const bar = h("nav", { class: "tabs", role: "tablist", hidden: !spec.visible, style: {
    "--tab-ink": spec.color ?? "#63686d", "--tab-on": spec.selectedColor ?? "#0b6e58", "--tab-bg": spec.background ?? "#ffffff",
    "--tab-line": spec.border === "white" ? "rgba(255,255,255,.4)" : "rgba(0,0,0,.1)" } });
  for (const item of spec.items) {
    const on = item.path === chosen;
    const picture = on ? item.selectedIcon ?? item.icon : item.icon;
    bar.append(h("button", { role: "tab", "aria-selected": String(on), "data-tab": item.path, class: picture ? "" : "noicon", onclick: () => onTap(item.path) },
      picture && h("img", { src: picture, alt: "" }), h("span", { class: "label" }, item.text),
      item.badge ? h("span", { class: "badge" }, item.badge) : item.dot ? h("span", { class: "dot" }) : null));
  }
  return bar;
}
