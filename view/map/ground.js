// What a map shows by itself: ground with a graticule where there are no tiles, and a bar that tells distances. Drawn on a
// canvas with the shapes of the program above it. It must not load anything.

/** @type {Record<string, {ground: string, fine: string, line: string, text: string, halo: string}>} */
const GROUND = {
  light: { ground: '#eef1ea', fine: 'rgba(60, 84, 70, .07)', line: 'rgba(60, 84, 70, .17)', text: '#5d6b63', halo: 'rgba(238, 241, 234, .9)' },
  dark: { ground: '#1c2320', fine: 'rgba(214, 232, 222, .05)', line: 'rgba(214, 232, 222, .13)', text: '#95a59c', halo: 'rgba(28, 35, 32, .9)' },
};

/** Steps of a graticule in degrees: as clocks divide them. */
const STEPS = [60, 30, 15, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0002, 0.0001];
/** Where the compass in the corner ends, px. */
const COMPASS_END = 50;
/** Round distances in metres. */
const DISTANCES = [1, 2, 5].flatMap((lead) => [0, 1, 2, 3, 4, 5, 6].map((power) => lead * 10 ** power)).sort((a, b) => a - b);

/** @param {number} degrees @param {string} positive @param {string} negative @param {number} step */
function degreesText(degrees, positive, negative, step) {
  const digits = Math.max(0, Math.ceil(-Math.log10(step)));
  const text = Math.abs(degrees).toFixed(digits);
  return `${text}°${Number(text) === 0 ? '' : degrees > 0 ? positive : negative}`;
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {{ center: LatLng, zoom: number, width: number, height: number, middle: MapPoint, rotate: number, dark: boolean, compass: boolean }} map
 */
function drawGround(pen, map) {
  const look = GROUND[map.dark ? 'dark' : 'light'];
  if (!look) return;
  pen.fillStyle = look.ground;
  pen.fillRect(0, 0, map.width, map.height);
  if (map.rotate === 0) return drawGraticule(pen, map, look, true, map.compass ? COMPASS_END : 0);
  // Turned, it is a square around the middle that reaches into every corner; numbers at its edges would not be seen.
  const reach = reachOf(map.middle, map);
  pen.save();
  pen.translate(map.middle.x, map.middle.y);
  pen.rotate((-map.rotate * Math.PI) / 180);
  pen.translate(-reach, -reach);
  drawGraticule(pen, { ...map, width: 2 * reach, height: 2 * reach, middle: { x: reach, y: reach } }, look, false);
  pen.restore();
}

/** How far the farthest corner of a map is from a point of it, px. @param {MapPoint} at @param {{width: number, height: number}} size */
const reachOf = (at, size) => Math.ceil(Math.hypot(Math.max(at.x, size.width - at.x), Math.max(at.y, size.height - at.y)));

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {{ center: LatLng, zoom: number, width: number, height: number, middle: MapPoint }} map
 * @param {{fine: string, line: string, text: string, halo: string}} look
 * @param {boolean} numbered
 * @param {number} [clear]  px at the left where no number of a column goes
 */
function drawGraticule(pen, map, look, numbered, clear = 0) {
  const center = toWorld(map.center, map.zoom);
  const place = (/** @type {number} */ x, /** @type {number} */ y) => fromWorld({ x: center.x + x - map.middle.x, y: center.y + y - map.middle.y }, map.zoom);
  const perDegree = (TILE * 2 ** map.zoom) / 360;
  const step = STEPS.filter((one) => one * perDegree >= 110).pop() ?? 60;
  const [from, to] = [place(0, 0), place(map.width, map.height)];
  const across = map.width / perDegree;
  pen.lineWidth = 1;
  pen.font = '500 10px system-ui, sans-serif';
  const fine = step / 5;
  /** @type {[number, string][]} */
  const columns = [];
  for (let n = Math.floor(from.longitude / fine); n * fine <= from.longitude + across + fine; n += 1) {
    const x = Math.round((n * fine - from.longitude) * perDegree) + 0.5;
    const thick = n % 5 === 0;
    line(pen, x, 0, x, map.height, thick ? look.line : look.fine);
    const degrees = ((((n * fine + 180) % 360) + 360) % 360) - 180;
    if (thick) columns.push([x, degreesText(degrees, 'E', 'W', step)]);
  }
  /** @type {[number, string][]} */
  const rows = [];
  for (let n = Math.floor(to.latitude / fine); n * fine <= from.latitude + fine; n += 1) {
    if (Math.abs(n * fine) > MAX_LATITUDE) continue;
    const y = Math.round(toWorld({ latitude: n * fine, longitude: 0 }, map.zoom).y - center.y + map.middle.y) + 0.5;
    const thick = n % 5 === 0;
    line(pen, 0, y, map.width, y, thick ? look.line : look.fine);
    if (thick) rows.push([y, degreesText(n * fine, 'N', 'S', step)]);
  }
  if (!numbered) return;
  pen.fillStyle = look.text;
  pen.strokeStyle = look.halo;
  pen.lineWidth = 3;
  pen.textBaseline = 'top';
  for (const [x, text] of columns) if (x >= clear && x < map.width - 44) haloText(pen, text, x + 4, 6);
  for (const [y, text] of rows) if (y > 24 && y < map.height - 52) haloText(pen, text, 6, y + 4);
}

/** @param {CanvasRenderingContext2D} pen @param {string} text @param {number} x @param {number} y */
function haloText(pen, text, x, y) {
  pen.strokeText(text, x, y);
  pen.fillText(text, x, y);
}

/** @param {CanvasRenderingContext2D} pen @param {number} x @param {number} y @param {number} toX @param {number} toY @param {string} color */
function line(pen, x, y, toX, toY, color) {
  pen.strokeStyle = color;
  pen.beginPath();
  pen.moveTo(x, y);
  pen.lineTo(toX, toY);
  pen.stroke();
}

/**
 * The largest round distance that a bar of at most `width` px can show.
 * @param {number} latitude
 * @param {number} zoom
 * @param {number} width
 */
function scaleBar(latitude, zoom, width) {
  const metres = metresPerPixel(latitude, zoom);
  const distance = DISTANCES.filter((one) => one / metres <= width).pop() ?? 1;
  return { px: distance / metres, text: distance >= 1000 ? `${distance / 1000} km` : `${distance} m` };
}
