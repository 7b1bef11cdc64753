// The error screen: a plain sentence, what to do, and details for who wants them.
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./i18n.js";

/**
 * @param {{title?: string, say?: string, details?: string, sign?: string, keys: {text: string, main?: boolean, act: () => void}[]}} what
 */
export function fault({ title = t("err.open"), say, details, sign = "alert", keys }) {
  return h("section", { class: "fault", role: "alert" },
    h("span", { class: "badge-icon" }, icon(sign, 32)),
    h("h2", {}, title),
    say && h("p", {}, say),
    details && h("details", {}, h("summary", {}, t("app.details")), h("pre", {}, details)),
    h("div", { class: "row" }, keys.map(({ text, main, act }) => h("button", { class: main ? "btn main" : "btn", onclick: act }, text))));
}
