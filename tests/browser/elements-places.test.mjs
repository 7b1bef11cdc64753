// The gallery's pages of map and editor, driven with a finger.

import assert from 'node:assert/strict';
import { elements } from './elements-desk.mjs';

const { element } = elements();

element('map', 'moves under a finger, tells its markers, and follows its attributes', async (e) => {
  await e.locator('#plain .bar').waitFor({ state: 'attached' });
  await e.tap('#plain .marker > [aria-label="City hall"]:not(.callout)');
  await e.until('plain.markertap', { markerId: 1 });
  const box = await e.box('#plain');
  await e.drag([[box.x + 60, box.y + 60], [box.x + 80, box.y + 90], [box.x + 100, box.y + 120]], { step: 40 });
  await e.until('plain.end', (told) => (told.text ?? JSON.stringify(told)).includes('"causedBy":"drag"'));
  await e.shot('moved');
  const still = await e.box('#shapes');
  assert.ok(still.height >= 239);
});

/** Where the middle of a marker's foot is seen, px of the map. */
const foot = (e, id) => e.locator('#plain').evaluate((one, id) => {
  const [at] = [...one.shadowRoot.querySelectorAll('.pins > .marker')].filter((marker) => marker.querySelector(`[aria-label="${id}"]`) || marker.getAttribute('aria-label') === id).map((marker) => marker.getBoundingClientRect());
  const box = one.getBoundingClientRect();
  return at ? [Math.round(at.left - box.left), Math.round(at.top - box.top)] : null;
}, id);

element('map', 'shows the place, the scale and the markers that it is given', async (e) => {
  await e.locator('#plain .bar').waitFor({ state: 'attached' });
  const box = await e.box('#plain');
  const [x, y] = await e.sees(() => foot(e, 'City hall'), (at) => at !== null);
  assert.ok(Math.abs(x - box.width / 2) < 20 && Math.abs(y - box.height / 2) < 40, `the city hall is in the middle: ${x}, ${y}`);
  const apart = () => e.locator('#plain').evaluate((one) => { const all = [...one.shadowRoot.querySelectorAll('.pins > .marker')].map((marker) => marker.getBoundingClientRect()); return Math.hypot(all[0].x - all[1].x, all[0].y - all[1].y); });
  const before = await apart();
  await e.act('scale = 14');
  await e.sees(apart, (now) => Math.abs(now - before / 4) < 8, 'two scales less are a quarter of the way');
});

element('map', 'tells its controls and its regions, and draws its lines', async (e) => {
  await e.locator('#plain .bar').waitFor({ state: 'attached' });
  await e.locator('#plain .controls button').tap();
  await e.until('plain.controltap', { controlId: 9 });
  await e.act('scale = 14');
  await e.until('plain.end', (told) => (told.text ?? JSON.stringify(told)).includes('"type":"end"'));
  const blue = () => e.locator('#shapes').evaluate((one) => {
    const canvas = one.shadowRoot.querySelector('canvas');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let at = 0; at < data.length; at += 4) if (data[at] === 47 && data[at + 1] === 116 && data[at + 2] === 192) count += 1;
    return count;
  });
  await e.sees(blue, (count) => count > 300, 'the line of the polyline');
});

element('map', 'joins markers that are near each other, and turns', async (e) => {
  await e.locator('#crowd .bar').waitFor({ state: 'attached' });
  const marks = () => e.locator('#crowd').evaluate((one) => [...one.shadowRoot.querySelectorAll('.cluster')].map((mark) => mark.textContent).sort().join());
  await e.act('clusters');
  await e.until('crowd.markerClusterCreate');
  await e.sees(marks, '15,9');
  await e.shot('clusters');
  await e.act('rotate = 40');
  await e.until('crowd.end', (told) => (told.text ?? JSON.stringify(told)).includes('"rotate":40'));
  await e.shot('turned');
  await e.tap('#crowd .cluster');
  await e.until('crowd.markerClusterClick');
  await e.sees(marks, (now) => !now.includes('15'), 'they come apart');
});

element('editor', 'takes what is written', async (e) => {
  await e.caret('#text');
  await e.page.keyboard.type('Hello');
  await e.until('text.input', { text: 'Hello\n' });
});
