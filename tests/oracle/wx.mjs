// The stand-in for `wx` in the oracle: our own members over a phone that is the same for both sides (facts.json). One and
// the same rectangle answers every selector query; calls that `answers` names succeed at once with what stands there, all
// others fail; synchronous ones answer with nothing. It must not know a program.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { rect, answers, ...facts } = JSON.parse(readFileSync(new URL('facts.json', import.meta.url), 'utf8'));
const folder = new URL('../../core/js/', import.meta.url).pathname;
const load = createRequire(`${folder}oracle.cjs`);
const copy = (value) => JSON.parse(JSON.stringify(value));

/**
 * @param {any[]} members  the table of members, as the logic layer gets it
 * @param {() => number} now
 * @param {(error: any) => void} fail  told what a callback threw
 * @param {(level: string, text: string) => void} write  what is logged
 */
export function phone(members, now, fail, write) {
  // These scripts keep what belongs to one program.
  for (const name of Object.keys(load.cache)) if (name.startsWith(folder)) delete load.cache[name];
  const [calls, timers, query, observe, developer] = ['calls', 'timers', 'query', 'observe', 'developer'].map((name) => load(`./${name}.js`));
  let due = Infinity;
  const asked = [];
  const host = {
    now, started: now(), setNextTimer: (next) => { due = next; }, report: fail, console: () => {}, stack: (text) => text,
    invoke(name, json, call) {
      if (name === '__selectorQuery') {
        asked.push([call, JSON.parse(json).queue]);
        return undefined;
      }
      if (call === 0) return '{"ok":true,"res":{}}';
      const res = answers[name];
      return JSON.stringify(res ? { ok: true, res } : { ok: false, res: { errMsg: `${name}:fail not supported` } });
    },
  };
  load('./facts.js').update(copy(facts));
  load('./report.js').install(host, () => {});
  load('./missing.js').install(host);
  timers.install(host);
  calls.install(host, (_ok, res) => res);
  query.install(calls.ask, () => undefined);
  observe.install(calls.ask);
  const console = load('./console.js').makeConsole(write, (text) => text);
  developer.install(host, console);
  return {
    wx: load('./wx.js').makeGlobal(host, members, {}),
    console,
    /** What `wx.getPerformance` answers with: told when the same happens as in the logic layer. */
    measure: developer.measure,
    timers: timers.api,
    nextTick: timers.nextTick,
    /** When the next timer is due. */
    due: () => due,
    runTimer: timers.runOne,
    emit: calls.emit,
    /** Answers the selector queries that were asked; whether there were some. */
    answer() {
      const some = asked.splice(0);
      for (const [call, queue] of some) calls.settle(call, JSON.stringify({ ok: true, res: queue.map(({ single }) => (single ? rect : [rect])) }));
      return some.length > 0;
    },
    /** What instances have beside what WeChat's adapter gives them. @type {Record<string, (this: any, ...args: any[]) => any>} */
    methods: {
      createSelectorQuery: () => query.selectorQuery(0),
      createIntersectionObserver: (options) => observe.intersectionObserver(0, options),
      createMediaQueryObserver: () => observe.mediaQueryObserver(0),
      animate(...given) { observe.animate(this, 0, given); },
      clearAnimation(...given) { observe.clearAnimation(this, 0, given); },
      applyAnimatedStyle() {},
      clearAnimatedStyle() {},
      setPassiveEvent() {},
      setUpdatePerformanceListener() {},
      setInitialRenderingCache() {},
      getAppBar: () => null,
      getPageId: () => '1',
    },
  };
}
