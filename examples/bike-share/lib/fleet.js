// The bikes of this example. There is no server: they stand around wherever you are, always at the
// same spots of the same block, so that walking towards one brings it nearer.
const BLOCK = 0.003; // degrees: about 330 m to the north

// east and north: metres from the corner of the block; battery: percent
const fleet = [
  { id: 'B1024', kind: 'city', battery: 86, east: 70, north: 40 },
  { id: 'B1027', kind: 'light', battery: 54, east: -130, north: 95 },
  { id: 'B1031', kind: 'city', battery: 97, east: 180, north: -120 },
  { id: 'B1040', kind: 'cargo', battery: 71, east: -60, north: -190 },
  { id: 'B1052', kind: 'city', battery: 32, east: 240, north: 150 },
  { id: 'B1066', kind: 'light', battery: 5, east: -260, north: -60 },
  { id: 'B1078', kind: 'cargo', battery: 63, east: 20, north: 260 },
  { id: 'B1093', kind: 'city', battery: 18, east: -210, north: 270 },
];

const METRES = 111320; // in a degree of latitude
const RESTING = 10; // percent: below this a bike can't be unlocked

/** Metres from one place to the other. Flat is near enough within a city. */
function distance(a, b) {
  const north = (b.latitude - a.latitude) * METRES;
  const east = (b.longitude - a.longitude) * METRES * Math.cos((a.latitude * Math.PI) / 180);
  return Math.sqrt(north * north + east * east);
}

/** All bikes, nearest first, with place, metres and the offset from `here` that the plan draws. */
function around(here) {
  const latitude = Math.round(here.latitude / BLOCK) * BLOCK;
  const longitude = Math.round(here.longitude / BLOCK) * BLOCK;
  const shrink = Math.max(0.01, Math.cos((latitude * Math.PI) / 180));
  return fleet
    .map((bike) => {
      const place = {
        latitude: latitude + bike.north / METRES,
        longitude: longitude + bike.east / METRES / shrink,
      };
      return {
        id: bike.id,
        kind: bike.kind,
        battery: bike.battery,
        resting: bike.battery < RESTING,
        metres: distance(here, place),
        east: (place.longitude - here.longitude) * METRES * shrink,
        north: (place.latitude - here.latitude) * METRES,
      };
    })
    .sort((a, b) => a.metres - b.metres);
}

/** The bike with this number, or null. */
function find(id) {
  const bike = fleet.filter((one) => one.id === id)[0];
  return bike ? { id: bike.id, kind: bike.kind, battery: bike.battery, resting: bike.battery < RESTING } : null;
}

/** The number in a scanned code or in what somebody typed, or ''. */
function numberIn(text) {
  const found = /(?:^|[^a-z0-9])(b\d{4})(?![a-z0-9])/i.exec(String(text || ''));
  return found ? found[1].toUpperCase() : '';
}

module.exports = { around, distance, find, numberIn };
