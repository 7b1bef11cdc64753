// Lines, areas and circles of a program on the map's canvas. Colours and numbers come from programs: what is none is left
// out. It must not know markers, which are elements.

/** @typedef {{ spot: (at: LatLng) => MapPoint, zoom: number, latitude: number }} ShapeMap */

/** Most points of all shapes together. */
const MAX_POINTS = 20_000;

/** A colour as CSS knows it, or the other. @param {unknown} given @param {string} otherwise */
const shapeColor = (given, otherwise) => (typeof given === 'string' && CSS.supports('color', given) ? given : otherwise);

/** @param {unknown} given @param {number} otherwise @param {number} most */
const shapeNumber = (given, otherwise, most) => (Number.isFinite(Number(given)) && given !== null && given !== '' ? clampTo(Number(given), 0, most) : otherwise);

/** @param {any} given @returns {any[]} */
const listOf = (given) => (Array.isArray(given) ? given : []);

/** @param {any} points @param {ShapeMap} map */
function spots(points, map) {
  return listOf(points).slice(0, MAX_POINTS).map(placeFrom).flatMap((at) => (at ? [map.spot(at)] : []));
}

/** @param {CanvasRenderingContext2D} pen @param {MapPoint[]} path @param {boolean} closed */
function trace(pen, path, closed) {
  pen.beginPath();
  path.forEach(({ x, y }, at) => (at === 0 ? pen.moveTo(x, y) : pen.lineTo(x, y)));
  if (closed) pen.closePath();
}

/** @param {CanvasRenderingContext2D} pen @param {any} shape @param {ShapeMap} map */
function drawPolyline(pen, shape, map) {
  const path = spots(shape?.points, map);
  if (path.length < 2) return;
  const width = shapeNumber(shape.width, 5, 60);
  const border = shapeNumber(shape.borderWidth, 0, 30);
  const color = shapeColor(shape.color, '#0b7a5c');
  pen.lineJoin = pen.lineCap = 'round';
  pen.setLineDash(shape.dottedLine === true ? [width * 1.2 + 2, width * 1.6 + 3] : []);
  if (border > 0 && shape.borderColor) {
    pen.lineWidth = width + border * 2;
    pen.strokeStyle = shapeColor(shape.borderColor, '#fff');
    trace(pen, path, false);
    pen.stroke();
  }
  pen.lineWidth = width;
  const colors = listOf(shape.colorList);
  if (colors.length > 0) {
    for (let at = 1; at < path.length; at += 1) {
      pen.strokeStyle = shapeColor(colors[Math.min(at - 1, colors.length - 1)], color);
      trace(pen, path.slice(at - 1, at + 1), false);
      pen.stroke();
    }
  } else {
    pen.strokeStyle = color;
    trace(pen, path, false);
    pen.stroke();
  }
  pen.setLineDash([]);
  if (shape.arrowLine === true) drawArrows(pen, path, width);
}

/** Arrow heads along a line, one about every 60 px. @param {CanvasRenderingContext2D} pen @param {MapPoint[]} path @param {number} width */
function drawArrows(pen, path, width) {
  const size = Math.max(3, width * 0.45);
  pen.strokeStyle = '#fff';
  pen.lineWidth = Math.max(1.5, width / 4);
  let left = 30;
  for (let at = 1; at < path.length; at += 1) {
    const [from, to] = [path[at - 1], path[at]];
    if (!from || !to) continue;
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    if (length > 20_000) continue;
    const angle = Math.atan2(to.y - from.y, to.x - from.x);
    for (; left < length; left += 60) {
      pen.save();
      pen.translate(from.x + Math.cos(angle) * left, from.y + Math.sin(angle) * left);
      pen.rotate(angle);
      trace(pen, [{ x: -size / 2, y: -size }, { x: size / 2, y: 0 }, { x: -size / 2, y: size }], false);
      pen.stroke();
      pen.restore();
    }
    left -= length;
  }
}

/** @param {CanvasRenderingContext2D} pen @param {any} shape @param {ShapeMap} map */
function drawPolygon(pen, shape, map) {
  const path = spots(shape?.points, map);
  if (path.length < 3) return;
  trace(pen, path, true);
  pen.fillStyle = shapeColor(shape.fillColor, 'rgba(0, 0, 0, 0)');
  pen.fill();
  const width = shapeNumber(shape.strokeWidth, 2, 60);
  if (width === 0) return;
  pen.setLineDash(listOf(shape.dashArray).slice(0, 8).map((part) => shapeNumber(part, 4, 100)));
  pen.lineWidth = width;
  pen.strokeStyle = shapeColor(shape.strokeColor, '#0b7a5c');
  pen.lineJoin = 'round';
  pen.stroke();
  pen.setLineDash([]);
}

/** @param {CanvasRenderingContext2D} pen @param {any} shape @param {ShapeMap} map */
function drawCircle(pen, shape, map) {
  const at = placeFrom(shape);
  if (!at) return;
  const { x, y } = map.spot(at);
  const radius = shapeNumber(shape.radius, 0, 20_000_000) / metresPerPixel(at.latitude, map.zoom);
  pen.beginPath();
  pen.arc(x, y, Math.min(radius, 100_000), 0, Math.PI * 2);
  pen.fillStyle = shapeColor(shape.fillColor, 'rgba(0, 0, 0, 0)');
  pen.fill();
  const width = shapeNumber(shape.strokeWidth, 1, 60);
  if (width === 0) return;
  pen.lineWidth = width;
  pen.strokeStyle = shapeColor(shape.color, '#0b7a5c');
  pen.stroke();
}
