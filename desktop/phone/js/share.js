// What is shared: the card that others would see, its link, and a code to scan. The person carries it on.
import { h, plain } from "./dom.js";
import { face } from "./face.js";
import { t } from "./i18n.js";
import { sheet, snack } from "./sheet.js";
import { copy } from "./dialogs.js";

/**
 * @param {{id: string, name: string, icon?: string|null}} app
 * @param {{kind: string, title: string, image: string|null, link: string, svg: string}} card
 */
export function showCard(app, card) {
  const picture = card.image && h("img", { class: "card-picture", src: card.image, alt: "" });
  picture?.addEventListener("error", () => picture.remove());
  const code = h("img", { alt: t("menu.share.sub", { app: app.name }), src: `data:image/svg+xml,${encodeURIComponent(card.svg)}` });
  sheet({ left: face(app), title: t(card.kind === "timeline" ? "share.post" : "menu.share"), sub: app.name,
    body: [
      h("figure", { class: "share-card", "data-kind": card.kind }, picture, h("figcaption", {}, h("strong", {}, plain(card.title, 200)), h("span", {}, app.name))),
      h("div", { class: "qr", id: "share" }, card.svg && code, h("p", {}, t("menu.share.sub", { app: app.name })), h("code", {}, card.link))],
    foot: h("div", { class: "buttons" }, h("button", { class: "btn main", onclick: () => copy(card.link).then(() => snack(t("menu.copied")), () => {}) }, t("menu.copy"))) });
}
