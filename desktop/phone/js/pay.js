// The sheet of a test payment: what, to whom, how much. It moves no money, says so first, and must not look like a
// payment that does.
import { h, plain } from "./dom.js";
import { icon } from "./icons.js";
import { t, language } from "./i18n.js";
import { face } from "./face.js";
import { over } from "./sheet.js";
import { cancelled } from "./link.js";

/** An amount in the smallest unit as people write it. @param {number} amount @param {string} currency */
export function money(amount, currency) {
  try {
    const format = new Intl.NumberFormat(language(), { style: "currency", currency });
    return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
  } catch {
    return `${amount} ${currency}`;
  }
}

/** An amount that breaks, where it must, beside the currency and never between two digits. @param {string} text */
const breaking = (text) => text.split(/(?<=[^\d.,])(?=\d)|(?<=\d)(?=[^\d.,])/).flatMap((part, at) => (at === 0 ? [part] : [document.createElement("wbr"), part]));

/**
 * @param {{app: {id: string, name: string, icon?: string|null}, amount: number|null, currency: string, goods: string, prepayId: string, signal: AbortSignal}} order
 * @returns {Promise<true>} rejects when the person does not pay
 */
export function paySheet({ app, amount, currency, goods, prepayId, signal }) {
  return new Promise((resolve, reject) => {
    const leave = () => { close(); reject(cancelled()); };
    const box = h("section", { class: "sheet", "aria-labelledby": "pay-test pay-title", id: "pay" },
      h("div", { class: "test-strip" }, icon("info", 20), h("span", {}, h("strong", { id: "pay-test" }, t("pay.test")), " ", t("pay.test.sub"))),
      h("div", { class: "consent pay" },
        h("div", { class: "who" }, face(app), h("span", {}, h("strong", {}, app.name), h("span", {}, t("pay.merchant")))),
        h("h2", { id: "pay-title", class: "amount", "data-unknown": amount === null }, amount === null ? t("pay.noamount") : breaking(money(amount, currency))),
        h("div", { class: "rows" },
          goods && h("div", { class: "row-item" }, h("span", { class: "sub" }, t("pay.goods")), h("span", { class: "grow value" }, plain(goods, 120))),
          h("div", { class: "row-item" }, h("span", { class: "sub" }, t("pay.order")), h("span", { class: "grow value" }, plain(prepayId))))),
      h("div", { class: "buttons" },
        h("button", { class: "btn", "data-answer": "cancel", onclick: leave }, t("modal.cancel")),
        h("button", { class: "btn main", "data-answer": "pay", onclick: () => { close(); resolve(true); } }, t("pay.do"))));
    // The first focus is on the sheet: Enter can't pay by accident.
    const close = over(box, { dismiss: leave, first: box, signal });
  });
}
