// The person's addresses: choose one, add, remove. The book itself is kept by core.
import { h, fill } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";
import { sheet } from "./sheet.js";

/** Fields of the form: WeChat's name, our word, whether it must be there. */
const FIELDS = [
  ["userName", "addr.name", true], ["telNumber", "addr.tel", true], ["provinceName", "addr.province", false], ["cityName", "addr.city", true],
  ["countyName", "addr.county", false], ["detailInfo", "addr.detail", true], ["postalCode", "addr.post", false],
];
const TYPES = { telNumber: "tel" };

/** An address in one line. */
const line = (a) => [a.provinceName, a.cityName, a.countyName, a.detailInfo, a.postalCode].filter(Boolean).join(" ");

/**
 * @param {{app: {name: string}, book: any[], signal: AbortSignal}} ask
 * @returns {Promise<{book: any[], chosen: number|null}>} the book as it was left
 */
export function addressSheet({ app, book, signal }) {
  return new Promise((resolve) => {
    let chosen = null;
    const list = h("div", {});
    const panel = sheet({ title: t("addr.title"), sub: t("addr.sub", { app: app.name }), body: list, onClose: () => resolve({ book, chosen }) });
    panel.box.id = "addresses";
    signal?.addEventListener("abort", () => panel.close(), { once: true });

    function choose(at) {
      chosen = at;
      panel.close();
    }

    function shelf() {
      fill(list,
        book.length === 0 && h("p", { class: "small", style: { margin: "0 0 16px" } }, t("addr.none")),
        book.length > 0 && h("div", { class: "rows" }, book.map((address, at) => h("div", { class: "row-item pair" },
          h("button", { class: "grow", "data-address": at, onclick: () => choose(at) }, h("strong", {}, `${address.userName}  ${address.telNumber}`), h("span", { class: "sub" }, line(address))),
          h("button", { class: "round", "aria-label": t("addr.remove", { name: address.userName }), onclick: () => { book.splice(at, 1); shelf(); } }, icon("trash", 20))))),
        h("div", { class: "buttons flat" }, h("button", { class: "btn", "data-do": "add", onclick: form }, t("addr.add"))));
    }

    function form() {
      const bad = h("p", { class: "small", role: "alert", hidden: true, style: { color: "var(--danger)" } }, t("addr.bad"));
      const fields = FIELDS.map(([key, word, must]) => {
        const input = h("input", { class: "field", type: TYPES[key] ?? "text", autocomplete: "off", maxlength: 120, required: must, "data-field": key });
        return { key, must, input, el: h("label", { class: "named", style: { "margin-bottom": "12px" } }, must ? t(word) : `${t(word)} ${t("addr.optional")}`, input) };
      });
      const save = () => {
        const missing = fields.find((field) => field.must && !field.input.value.trim());
        bad.hidden = !missing;
        if (missing) return missing.input.focus();
        book.push(Object.fromEntries(fields.map(({ key, input }) => [key, input.value.trim()])));
        shelf();
      };
      fill(list, fields.map((field) => field.el), bad,
        h("div", { class: "buttons flat" }, h("button", { class: "btn", onclick: shelf }, t("modal.cancel")), h("button", { class: "btn main", "data-do": "save", onclick: save }, t("addr.save"))));
      fields[0].input.focus();
    }

    shelf();
  });
}
