// Trouble of the view itself: told to the core as text and counted, so that one element's error never stops another.
// It must not carry page data: only where it happened and what the browser said.

/** How many errors this page reports before it only counts them. */
const MAX_REPORTS = 50;

let reports = 0;

/**
 * Tells the core, for the developer, that something in the view went wrong.
 * @param {string} where what was being done
 * @param {unknown} [cause] what was thrown
 */
function report(where, cause) {
  reports += 1;
  if (reports > MAX_REPORTS) return;
  const why = cause === undefined ? '' : `: ${cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)}`;
  port.send({ t: 'error', text: (where + why).slice(0, 500), count: reports });
}

/**
 * Runs `work`; what it throws is reported and goes no further.
 * @template T
 * @param {string} where what is being done
 * @param {() => T} work
 * @returns {T | undefined}
 */
function guard(where, work) {
  try {
    return work();
  } catch (cause) {
    report(where, cause);
    return undefined;
  }
}

/** Errors that no guard saw, from timers and from the browser's own callbacks. */
function reportUncaught() {
  addEventListener('error', (event) => {
    if (event instanceof ErrorEvent) report('view', event.error ?? event.message);
  });
  addEventListener('unhandledrejection', (event) => report('view', event.reason));
}
