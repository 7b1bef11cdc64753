// The places of the town. There is no server: they lie around wherever you are, always at the same spots
// of the same quarter. A town of your own writes latitude and longitude instead of east and north.
const of = (en, zh, ko) => ({ en, zh, ko });

const kinds = ['food', 'shops', 'health', 'hands', 'town', 'out'];

// east, north: metres from the corner of the quarter; hours: minutes after midnight
const places = [
  { id: 'quiet-leaf', kind: 'food', east: 120, north: 80, hours: [480, 1260], phone: '021 555 0101', app: 'tea.banchan.example', path: 'pages/menu/menu', name: of('Quiet Leaf tea house', '静叶茶馆', '고요한 잎 찻집'), street: of('4 Mulberry Lane', '桑树弄 4 号', '뽕나무길 4'), about: of('Loose leaf, milk tea and small bites. Order from your table.', '原叶茶、奶茶与茶点，坐下扫码就能点。', '잎차와 밀크티, 다과. 자리에서 바로 주문하세요.') },
  { id: 'ovens', kind: 'food', east: -210, north: 140, hours: [360, 1140], phone: '021 555 0102', name: of('Two Ovens bakery', '双炉面包房', '두 화덕 빵집'), street: of('19 Harbour Street', '港口街 19 号', '항구로 19'), about: of('Sourdough at seven, egg tarts at ten, nothing left by six.', '七点出酸种面包，十点出蛋挞，六点卖光。', '일곱 시 사워도우, 열 시 에그타르트, 여섯 시면 품절.') },
  { id: 'noodles', kind: 'food', east: 340, north: -260, hours: [660, 1320], phone: '021 555 0103', name: of('Grandfather Lim\'s noodles', '林爷爷面馆', '림 할아버지 국수'), street: of('2 Station Steps', '车站台阶 2 号', '역 계단 2'), about: of('One soup, three widths of noodle.', '一种汤，三种宽度的面。', '국물은 하나, 면발은 세 가지.') },
  { id: 'pedal', kind: 'out', east: 40, north: -60, hours: [0, 1440], phone: '021 555 0104', app: 'bike.banchan.example', path: 'pages/home/home', name: of('Pedal bikes', '踏行单车', '페달 자전거'), street: of('Market Square', '集市广场', '장터 광장'), about: of('Shared bikes all over town: scan one and ride it.', '遍布全城的共享单车，扫码即骑。', '동네 곳곳의 공유 자전거. 스캔하고 타세요.') },
  { id: 'margin', kind: 'out', east: -90, north: -180, hours: [600, 1200], phone: '021 555 0105', app: 'reader.banchan.example', path: 'pages/home/home', name: of('Margin reading room', '页边阅览室', '여백 열람실'), street: of('7 Church Walk', '教堂步道 7 号', '교회길 7'), about: of('A quiet room with lamps, and pieces to read at home.', '有台灯的安静房间，也有带回家读的短文。', '스탠드가 있는 조용한 방, 집에서 읽을 글도 있어요.') },
  { id: 'cinema', kind: 'out', east: 520, north: 310, hours: [840, 1410], phone: '021 555 0106', name: of('Lantern cinema', '灯笼影院', '등불 극장'), street: of('30 Long Bridge', '长桥 30 号', '긴다리로 30'), about: of('Eighty seats, one film a week, an interval with plums.', '八十个座位，每周一部，中场有话梅。', '여든 석, 한 주에 한 편, 쉬는 시간엔 자두.') },
  { id: 'pharmacy', kind: 'health', east: -40, north: 30, hours: [510, 1230], phone: '021 555 0107', name: of('Bridge pharmacy', '桥头药房', '다리 약국'), street: of('1 Long Bridge', '长桥 1 号', '긴다리로 1'), about: of('Prescriptions, advice, a scale that is kind.', '配药、咨询，还有一台和气的秤。', '처방약과 상담, 그리고 너그러운 체중계.') },
  { id: 'doctor', kind: 'health', east: 280, north: 190, hours: [540, 1020], phone: '021 555 0108', name: of('Dr. Han, children and families', '韩医生家庭诊所', '한 가정의원'), street: of('11 Linden Court', '椴树院 11 号', '보리수마당 11'), about: of('Without an appointment from nine to eleven.', '九点到十一点无需预约。', '아홉 시부터 열한 시까지 예약 없이 오세요.') },
  { id: 'hardware', kind: 'shops', east: -330, north: -90, hours: [480, 1110], phone: '021 555 0109', name: of('Every Screw hardware', '一颗螺丝五金店', '나사 하나 철물점'), street: of('52 Harbour Street', '港口街 52 号', '항구로 52'), about: of('Sold by the piece. Bring the old one.', '论颗卖，请带旧的来。', '낱개로 팔아요. 쓰던 것을 가져오세요.') },
  { id: 'books', kind: 'shops', east: 170, north: -340, hours: [600, 1170], phone: '021 555 0110', name: of('Paper Boat books', '纸船书店', '종이배 책방'), street: of('8 Mulberry Lane', '桑树弄 8 号', '뽕나무길 8'), about: of('New and second-hand, a cat, a chair for reading.', '新书旧书，一只猫，一把读书的椅子。', '새 책과 헌책, 고양이 한 마리, 읽는 의자 하나.') },
  { id: 'cobbler', kind: 'hands', east: -150, north: 260, hours: [540, 1080], phone: '021 555 0111', name: of('Sole & heel', '老赵修鞋', '구두 수선 굽'), street: of('3 Station Steps', '车站台阶 3 号', '역 계단 3'), about: of('Shoes, bags and keys while you wait.', '修鞋、修包、配钥匙，立等可取。', '구두, 가방, 열쇠를 기다리는 동안.') },
  { id: 'joiner', kind: 'hands', east: -460, north: 220, hours: [450, 990], phone: '021 555 0112', name: of('Oh & daughter, joiners', '吴氏父女木工坊', '오씨 부녀 목공소'), street: of('Yard behind 40 Harbour Street', '港口街 40 号后院', '항구로 40 뒷마당'), about: of('Doors that close, tables that do not wobble.', '关得严的门，不摇晃的桌子。', '꼭 닫히는 문, 흔들리지 않는 탁자.') },
  { id: 'hall', kind: 'town', east: 10, north: 10, hours: [510, 1050], phone: '021 555 0113', name: of('Town hall', '市民中心', '주민센터'), street: of('Market Square 1', '集市广场 1 号', '장터 광장 1'), about: of('Papers, permits, lost property.', '证件、许可、失物招领。', '증명서, 허가, 분실물.') },
  { id: 'library', kind: 'town', east: 230, north: 420, hours: [600, 1140], phone: '021 555 0114', name: of('Library of the quarter', '街区图书馆', '동네 도서관'), street: of('5 Linden Court', '椴树院 5 号', '보리수마당 5'), about: of('Tools can be borrowed, too.', '这里也借工具。', '연장도 빌려줘요.') },
];

const BLOCK = 0.006; // degrees: about 660 m to the north
const METRES = 111320; // in a degree of latitude
const CENTRE = { latitude: 31.2304, longitude: 121.4737 }; // of the town, when nobody says where they are

/** A place with its latitude and longitude, near `here`. */
function located(place, here) {
  const latitude = Math.round(here.latitude / BLOCK) * BLOCK;
  const longitude = Math.round(here.longitude / BLOCK) * BLOCK;
  const shrink = Math.max(0.01, Math.cos((latitude * Math.PI) / 180));
  return { ...place, latitude: latitude + place.north / METRES, longitude: longitude + place.east / METRES / shrink };
}

/** Metres between two places. Flat is near enough within a town. */
function distance(a, b) {
  const north = (b.latitude - a.latitude) * METRES;
  const east = (b.longitude - a.longitude) * METRES * Math.cos((a.latitude * Math.PI) / 180);
  return Math.sqrt(north * north + east * east);
}

/** All places; with a location nearest first and with `metres`. */
function around(here) {
  const list = places.map((place) => located(place, here || CENTRE));
  if (!here) return list;
  return list.map((place) => ({ ...place, metres: distance(here, place) })).sort((a, b) => a.metres - b.metres);
}

function find(id, here) {
  return around(here).find((place) => place.id === id) || null;
}

/** Whether every word of `query` is in one of the texts of a place, in any language. */
function matches(place, query, more) {
  const text = [place.name, place.street, place.about].map((words) => Object.values(words).join(' ')).concat(more).join(' ').toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.indexOf(word) >= 0);
}

const two = (n) => (n < 10 ? '0' + n : '' + n);
const clock = (minutes) => two(Math.floor(minutes / 60) % 24) + ':' + two(minutes % 60);

/** `{ open, at }` at a time: until when it is open, or when it opens. */
function hours(place, now) {
  const minutes = now.getHours() * 60 + now.getMinutes();
  const [from, to] = place.hours;
  const open = minutes >= from && minutes < to;
  return { open, at: clock(open ? to : from), from: clock(from), to: to === 1440 ? '24:00' : clock(to) };
}

module.exports = { kinds, around, find, matches, hours };
