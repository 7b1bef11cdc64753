// What a browser has of a phone's body: the battery, and a screen that does not go off. It decides nothing: what is not there is told as
// not there.

/** @type {{ level: number, isCharging: boolean, isLowPowerModeEnabled: boolean } | null} */
let battery = null;

/** The battery as it is known now; null where the browser tells nothing. */
export const batteryNow = () => battery;

/** Whether the browser can keep the screen on. It can on this machine and over https. */
export const keepsOn = () => "wakeLock" in navigator;

/** Follows the battery from now on. @param {() => void} changed */
export async function watchBattery(changed) {
  const of = await /** @type {any} */ (navigator).getBattery?.().catch(() => null);
  if (!of) return;
  const read = () => {
    // A computer saves power without telling the browser.
    battery = { level: Math.max(1, Math.round(of.level * 100)), isCharging: of.charging, isLowPowerModeEnabled: false };
    changed();
  };
  for (const event of ["levelchange", "chargingchange"]) of.addEventListener(event, read);
  read();
}

/** Mini-programs that wish the screen to stay on. @type {Set<number>} */
const awake = new Set();
/** @type {Promise<any> | null} */
let lock = null;

/** As one of them wishes now. @param {{ slot: number, keepOn: boolean }} order */
export function screenWish(order) {
  if (order.keepOn) awake.add(order.slot);
  else awake.delete(order.slot);
  hold();
}

/** It is gone, and so is what it wished. @param {number} slot */
export function forgetWish(slot) {
  if (awake.delete(slot)) hold();
}

function hold() {
  document.documentElement.toggleAttribute("data-awake", awake.size > 0);
  if (awake.size > 0 && lock === null && !document.hidden && keepsOn()) lock = navigator.wakeLock.request("screen").catch(() => null);
  if (awake.size === 0 && lock !== null) {
    lock.then((held) => held?.release());
    lock = null;
  }
}

// The browser lets the screen go when the page is hidden, and takes it again only when it is asked.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) lock = null;
  else hold();
});
