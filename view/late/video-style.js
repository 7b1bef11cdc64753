// How a video looks: the picture, the bars over it, what flies over both. Colours are fixed, since they lie on a picture and
// not on the page.

const VIDEO_SHEET = `
:host { display: inline-block; position: relative; overflow: hidden; background: #000; color: #fff; font: 13px/1.3 var(--banchan-font); }
.stage { position: absolute; inset: 0; width: auto; height: auto; margin: 0; padding: 0; border: 0; overflow: hidden; background: #000; color: inherit; touch-action: pan-y; user-select: none; -webkit-user-select: none; }
.stage.full { position: fixed; inset: 0; width: 100vw; height: 100vh; touch-action: none; }
.stage.full.turned { inset: auto; top: 50%; left: 50%; width: 100vh; height: 100vw; transform: translate(-50%, -50%) rotate(90deg); }
.stage.full.turned.left { transform: translate(-50%, -50%) rotate(-90deg); }
video, .poster { position: absolute; inset: 0; width: 100%; height: 100%; object-fit: var(--fit, contain); }
.poster[hidden], .danmu[hidden], .say[hidden], .big[hidden], .bar[hidden], .head[hidden], .wait[hidden], .hint[hidden], .key[hidden] { display: none; }
.dim { position: absolute; inset: 0; background: #000; opacity: 0; pointer-events: none; }
.danmu { position: absolute; inset: 0; overflow: hidden; pointer-events: none; }
.danmu span { position: absolute; left: 0; white-space: nowrap; font-size: 16px; line-height: 24px; text-shadow: 0 0 3px rgba(0, 0, 0, .9), 0 1px 1px rgba(0, 0, 0, .7); }
.key { display: grid; flex: none; place-items: center; width: 40px; height: 40px; margin: 0; padding: 0; border: 0; border-radius: 50%; background: none; color: inherit; cursor: pointer; }
.key svg { width: 24px; height: 24px; }
.key:focus-visible, input:focus-visible { outline: 2px solid #fff; outline-offset: -2px; }
.bar, .head { position: absolute; left: 0; right: 0; display: flex; align-items: center; gap: 2px; padding: 0 6px; opacity: 1; transition: opacity .18s; }
.bar { bottom: 0; padding-top: 20px; background: linear-gradient(transparent, rgba(0, 0, 0, .66)); }
.head { top: 0; min-height: 44px; padding-bottom: 14px; background: linear-gradient(rgba(0, 0, 0, .6), transparent); }
.head b { flex: 1; overflow: hidden; padding: 0 8px; font-size: 15px; font-weight: 500; text-overflow: ellipsis; white-space: nowrap; }
/* Where the shell's capsule lies over a picture that is turned. */
.full:not(.turned) .head { padding-right: 100px; }
.full.turned .head { padding-left: 92px; }
.full.turned.left .bar { padding-right: 100px; }
.away .bar, .away .head { opacity: 0; pointer-events: none; }
time { flex: none; min-width: 36px; padding: 0 4px; font-size: 12px; text-align: center; font-variant-numeric: tabular-nums; }
.way { position: relative; flex: 1; min-width: 24px; height: 40px; }
.way::before, .way i { position: absolute; top: 50%; left: 0; height: 3px; margin-top: -1.5px; border-radius: 2px; }
.way::before { content: ''; right: 0; background: rgba(255, 255, 255, .28); }
.way .held { background: rgba(255, 255, 255, .4); }
.way .done { background: #fff; }
.way input { position: absolute; inset: 0; width: calc(100% + 14px); height: 100%; margin: 0 -7px; background: none; opacity: 1; appearance: none; -webkit-appearance: none; cursor: pointer; }
.way input::-webkit-slider-thumb { -webkit-appearance: none; width: 14px; height: 14px; border: 0; border-radius: 50%; background: #fff; box-shadow: 0 1px 4px rgba(0, 0, 0, .5); }
.way input::-moz-range-thumb { width: 14px; height: 14px; border: 0; border-radius: 50%; background: #fff; }
.gap { flex: 1; }
.big { position: absolute; top: 50%; left: 50%; display: grid; justify-items: center; gap: 8px; transform: translate(-50%, -50%); }
.big .key { width: 60px; height: 60px; background: rgba(0, 0, 0, .46); }
.big .key svg { width: 32px; height: 32px; }
.big span { padding: 1px 8px; border-radius: 10px; background: rgba(0, 0, 0, .46); font-size: 12px; font-variant-numeric: tabular-nums; }
.wait { position: absolute; top: 50%; left: 50%; width: 34px; height: 34px; margin: -17px; box-sizing: border-box; border: 3px solid rgba(255, 255, 255, .3); border-top-color: #fff; border-radius: 50%; animation: turn .9s linear infinite; pointer-events: none; }
@keyframes turn { to { transform: rotate(360deg); } }
.hint { position: absolute; top: 50%; left: 50%; padding: 8px 14px; border-radius: 10px; background: rgba(0, 0, 0, .62); font-size: 15px; font-variant-numeric: tabular-nums; transform: translate(-50%, -50%); pointer-events: none; }
.say { position: absolute; inset: 0; display: grid; align-content: center; justify-items: center; gap: 12px; padding: 12px; background: #17191c; text-align: center; font-size: 14px; }
.say button { padding: 6px 16px; border: 1px solid rgba(255, 255, 255, .5); border-radius: 16px; background: none; color: inherit; font: inherit; cursor: pointer; }
`;
