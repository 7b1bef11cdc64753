// Sounds that mini-programs play without showing anything: one audio element each. What is played, and when all is silent, the
// core decides; this tells what became of it.

/** Most milliseconds between two words of where a sound stands. */
const TICK = 250;

/** @type {Map<string, {audio: HTMLAudioElement, start: number, stopped: boolean, told: number}>} */
const players = new Map();

/** WeChat's numbers for what the browser says. */
const CODES = { 2: 10002, 3: 10004, 4: 10003 };

/**
 * Carries out an order of the core.
 * @param {{slot: number, sound: number, order: any}} what
 * @param {(told: {slot: number, sound: number, state: any}) => void} tell
 */
export function sound({ slot, sound: id, order }, tell) {
  const key = `${slot} ${id}`;
  if (order.do === "close") {
    const player = players.get(key);
    players.delete(key);
    player?.audio.pause();
    player?.audio.removeAttribute("src");
    return;
  }
  const player = players.get(key) ?? make(key, (moment, more) => tell({ slot, sound: id, state: state(players.get(key), moment, more) }));
  const { audio } = player;
  const set = ({ start, loop, volume, rate }) => {
    player.start = start;
    audio.loop = loop;
    audio.volume = volume;
    audio.defaultPlaybackRate = audio.playbackRate = rate;
  };
  switch (order.do) {
    case "load":
      player.stopped = false;
      set(order.setting);
      audio.src = order.url;
      if (order.play) play(player);
      break;
    case "set": set(order.setting); break;
    case "play": play(player); break;
    case "pause": audio.pause(); break;
    case "stop":
      player.stopped = true;
      audio.pause();
      audio.currentTime = 0;
      player.say("Stop");
      break;
    case "seek": audio.currentTime = order.position; break;
  }
}

function play(player) {
  player.stopped = false;
  // The browser plays nothing before the first touch; what else is wrong, its own event tells.
  player.audio.play().catch((error) => error.name === "NotAllowedError" && player.say("Error", { errCode: 10001, errMsg: "the browser plays sound only after a touch" }));
}

function state(player, moment, more = {}) {
  const audio = player?.audio;
  const length = audio && Number.isFinite(audio.duration) ? audio.duration : 0;
  const held = audio?.buffered.length ? audio.buffered.end(audio.buffered.length - 1) : 0;
  return { moment, currentTime: audio?.currentTime ?? 0, duration: length, buffered: held, paused: audio?.paused ?? true, errCode: 0, errMsg: "", ...more };
}

function make(key, say) {
  const audio = new Audio();
  const player = { audio, start: 0, stopped: false, told: 0, say };
  players.set(key, player);
  const on = (type, heard) => audio.addEventListener(type, () => players.get(key) === player && heard());
  on("loadedmetadata", () => { if (player.start > 0) audio.currentTime = player.start; });
  on("canplay", () => say("Canplay"));
  on("play", () => say("Play"));
  on("pause", () => { if (!audio.ended && !player.stopped) say("Pause"); });
  on("ended", () => say("Ended"));
  on("waiting", () => say("Waiting"));
  on("seeking", () => { if (!player.stopped) say("Seeking"); });
  on("seeked", () => { if (!player.stopped) say("Seeked"); });
  on("timeupdate", () => {
    const now = performance.now();
    if (audio.paused || now - player.told < TICK) return;
    player.told = now;
    say("TimeUpdate");
  });
  on("error", () => { if (audio.getAttribute("src")) say("Error", { errCode: CODES[audio.error?.code] ?? -1, errMsg: audio.error?.message || "the sound can't be played" }); });
  return player;
}
