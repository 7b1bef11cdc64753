// Numbers of a map: Web Mercator, metres, and GCJ-02, in which programs give places (as WeChat's maps do) while most tiles
// are WGS-84. Also used by the desktop's phone page. It must not touch the document.

/** @typedef {{ latitude: number, longitude: number }} LatLng */
/** @typedef {{ x: number, y: number }} MapPoint */

/** Side of a tile, px. */
const TILE = 256;
/** Beyond this latitude Web Mercator has no map. */
const MAX_LATITUDE = 85.0511;
/** Metres around the equator. */
const EQUATOR = 40_075_016.686;

/** @param {number} value @param {number} low @param {number} high */
const clampTo = (value, low, high) => Math.min(high, Math.max(low, value));

/**
 * A place from what a program gave; null when it is none.
 * @param {any} given
 * @returns {LatLng | null}
 */
function placeFrom(given) {
  const latitude = Number.parseFloat(given?.latitude);
  const longitude = Number.parseFloat(given?.longitude);
  if (!(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180)) return null;
  return { latitude: clampTo(latitude, -MAX_LATITUDE, MAX_LATITUDE), longitude };
}

/**
 * Pixels from the map's north-west corner at a zoom.
 * @param {LatLng} at
 * @param {number} zoom
 * @returns {MapPoint}
 */
function toWorld({ latitude, longitude }, zoom) {
  const size = TILE * 2 ** zoom;
  const sine = Math.sin((latitude * Math.PI) / 180);
  return { x: ((longitude + 180) / 360) * size, y: (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * size };
}

/**
 * @param {MapPoint} at
 * @param {number} zoom
 * @returns {LatLng}
 */
function fromWorld({ x, y }, zoom) {
  const size = TILE * 2 ** zoom;
  const latitude = (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / size))) * 180) / Math.PI;
  const longitude = ((((x / size) * 360) % 360) + 360) % 360 - 180;
  return { latitude, longitude };
}

/** Metres that a pixel is wide. @param {number} latitude @param {number} zoom */
const metresPerPixel = (latitude, zoom) => (EQUATOR * Math.cos((latitude * Math.PI) / 180)) / (TILE * 2 ** zoom);

/**
 * GCJ-02 of a place in WGS-84; outside China both are the same. The core has the same for `getLocation`.
 * @param {LatLng} at
 * @returns {LatLng}
 */
function gcj02({ latitude, longitude }) {
  const outside = latitude < 0.8293 || latitude > 55.8271 || longitude < 72.004 || longitude > 137.8347 || (longitude > 124.2 && latitude < 38.7);
  if (outside) return { latitude, longitude };
  const { sin, cos, sqrt, abs, PI } = Math;
  const [x, y] = [longitude - 105, latitude - 35];
  const waves = ((20 * sin(6 * x * PI) + 20 * sin(2 * x * PI)) * 2) / 3;
  const north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + waves
    + ((20 * sin(y * PI) + 40 * sin((y / 3) * PI)) * 2) / 3 + ((160 * sin((y / 12) * PI) + 320 * sin((y * PI) / 30)) * 2) / 3;
  const east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + waves
    + ((20 * sin(x * PI) + 40 * sin((x / 3) * PI)) * 2) / 3 + ((150 * sin((x / 12) * PI) + 300 * sin((x / 30) * PI)) * 2) / 3;
  const radians = (latitude * PI) / 180;
  const magic = 1 - 0.006693421622965943 * sin(radians) ** 2;
  return {
    latitude: latitude + (north * 180) / (((6378245 * (1 - 0.006693421622965943)) / (magic * sqrt(magic))) * PI),
    longitude: longitude + (east * 180) / ((6378245 / sqrt(magic)) * cos(radians) * PI),
  };
}

/**
 * The smallest box around places.
 * @param {LatLng[]} places
 */
function boundsOf(places) {
  const lats = places.map((at) => at.latitude);
  const lngs = places.map((at) => at.longitude);
  return {
    southwest: { latitude: Math.min(...lats), longitude: Math.min(...lngs) },
    northeast: { latitude: Math.max(...lats), longitude: Math.max(...lngs) },
  };
}
