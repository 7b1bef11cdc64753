// Words of the phone page in the user's language. What a mini-program says comes from the mini-program.
import en from "../lang/en.js";
import zh from "../lang/zh.js";
import ko from "../lang/ko.js";
import de from "../lang/de.js";

const ALL = { en, "zh-CN": zh, ko, de };

/** Languages that can be chosen, with their own names. */
export const LANGUAGES = [["en", "English"], ["zh-CN", "简体中文"], ["ko", "한국어"], ["de", "Deutsch"]];

let current = "en";

/** The tag of the language in use: `en`, `zh-CN`, `ko` or `de`. */
export const language = () => current;

/** Chooses by a tag such as `ko-KR`, or by the browser's own list when nothing was chosen. */
export function setLanguage(chosen) {
  const wanted = chosen ? [chosen] : navigator.languages ?? [navigator.language];
  const match = (tag) => Object.keys(ALL).find((key) => key.slice(0, 2) === tag.slice(0, 2).toLowerCase());
  current = wanted.map(match).find(Boolean) ?? "en";
  document.documentElement.lang = current;
}

/** The sentence of `key`, with `{name}` filled in. A key that is missing falls back to English, then to itself. */
export function t(key, values) {
  const text = ALL[current][key] ?? en[key] ?? key;
  return values ? text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole)) : text;
}

/** As `t`, but `undefined` when no language has the key. */
export const maybe = (key) => (key in en ? t(key) : undefined);
