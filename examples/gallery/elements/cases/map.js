// map: markers with callouts and labels, clusters of many, shapes, controls, gestures, and what a context may order.
const MARKERS = [
  { id: 1, latitude: 37.5665, longitude: 126.978, width: 28, height: 36, title: 'City hall', callout: { content: 'City hall', display: 'BYCLICK', padding: 8, borderRadius: 6 } },
  { id: 2, latitude: 37.5672, longitude: 126.9762, label: { content: 'B1024', anchorX: -18, anchorY: 4, bgColor: '#ffffff', padding: 3, borderRadius: 4 }, alpha: 0.9, rotate: 20, width: 24, height: 32 },
  { id: 3, latitude: 37.5647, longitude: 126.9792, width: 24, height: 32, callout: { content: 'Open until ten in the evening, on Sundays until six', display: 'ALWAYS', bgColor: '#0b5d48', color: '#ffffff', padding: 8, borderRadius: 8 } },
];

/** Stands around two squares. */
const CROWD = Array.from({ length: 24 }, (_, n) => ({ id: 100 + n, joinCluster: true, latitude: 37.5665 + 0.0004 * (n % 4), longitude: 126.971 + (n < 15 ? 0 : 0.012) + 0.0004 * Math.floor((n % 15) / 4), title: `B${1000 + n}`, width: 20, height: 27 }));

/** Joins the stands, and tells what comes of it. */
function join(page) {
  const map = wx.createMapContext('crowd');
  for (const type of ['markerClusterCreate', 'markerClusterClick']) map.on(type, (detail) => page.tell({ type, currentTarget: { id: 'crowd' }, detail }));
  map.initMarkerCluster({ gridSize: 60, fail: ({ errMsg }) => page.tell({ type: 'fail', currentTarget: { id: 'crowd' }, detail: { errMsg } }) });
}

module.exports = {
  data: {
    crowd: CROWD, turned: 0,
    markers: MARKERS, latitude: 37.5665, scale: 16, all: [], still: false, here: false,
    controls: [{ id: 9, position: { left: 268, top: 12, width: 32, height: 32 }, iconPath: '/images/elements.svg', clickable: true }],
    line: [{ points: [{ latitude: 37.5672, longitude: 126.9762 }, { latitude: 37.5672, longitude: 126.978 }, { latitude: 37.5656, longitude: 126.9795 }], width: 6, color: '#2f74c0', borderColor: '#ffffff', borderWidth: 2, arrowLine: true }],
    circles: [{ latitude: 37.5665, longitude: 126.978, radius: 120, fillColor: '#0b6e5833', color: '#0b6e58', strokeWidth: 2 }],
    polygons: [{ points: [{ latitude: 37.5648, longitude: 126.9755 }, { latitude: 37.5648, longitude: 126.9775 }, { latitude: 37.5640, longitude: 126.9775 }, { latitude: 37.5640, longitude: 126.9755 }], fillColor: '#c25a3444', strokeColor: '#c25a34', strokeWidth: 2 }],
    setting: { showScale: true },
  },
  acts: {
    'scale = 14': { scale: 14 },
    'include-points': { all: [{ latitude: 37.55, longitude: 126.95 }, { latitude: 37.58, longitude: 127 }] },
    'rotate = 40': { turned: 40 },
    clusters: join,
    'no gestures': { still: true },
    'show-location': { here: true },
  },
};
