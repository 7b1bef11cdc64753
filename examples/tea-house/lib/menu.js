// The menu as it was printed with this version: what is shown before the merchant's own has ever come.
// The merchant serves this same file (server/merchant.mjs). Money is in hundredths. `picture` is a
// file of images/drinks, or an https address of yours.
const of = (en, zh, ko) => ({ en, zh, ko });

const choices = [
  {
    id: 'size',
    name: of('Size', '规格', '크기'),
    choices: [
      { id: 'regular', name: of('Regular', '中杯', '보통 컵'), extra: 0 },
      { id: 'large', name: of('Large', '大杯', '큰 컵'), extra: 300 },
    ],
  },
  {
    id: 'sugar',
    name: of('Sugar', '糖度', '당도'),
    choices: [
      { id: 'full', name: of('Full sugar', '全糖', '당도 보통'), extra: 0 },
      { id: 'less', name: of('Less sugar', '七分糖', '덜 달게'), extra: 0 },
      { id: 'little', name: of('A little sugar', '三分糖', '아주 조금 달게'), extra: 0 },
      { id: 'none', name: of('No sugar', '无糖', '무설탕'), extra: 0 },
    ],
  },
  {
    id: 'ice',
    name: of('Ice', '冰量', '얼음'),
    choices: [
      { id: 'ice', name: of('With ice', '正常冰', '얼음 보통'), extra: 0 },
      { id: 'less', name: of('Less ice', '少冰', '얼음 적게'), extra: 0 },
      { id: 'cool', name: of('No ice', '去冰', '얼음 없이'), extra: 0 },
      { id: 'hot', name: of('Hot', '热饮', '따뜻하게'), extra: 0 },
    ],
  },
  {
    id: 'more',
    many: true, // any number of these, or none
    name: of('Add', '加料', '추가'),
    choices: [
      { id: 'pearls', name: of('Tapioca pearls', '珍珠', '타피오카 펄'), extra: 300 },
      { id: 'jelly', name: of('Grass jelly', '仙草', '선초 젤리'), extra: 300 },
      { id: 'foam', name: of('Milk foam', '奶盖', '우유 거품'), extra: 400 },
    ],
  },
];

const drink = ['size', 'sugar', 'ice'];
const milky = ['size', 'sugar', 'ice', 'more'];

const categories = [
  {
    id: 'tea',
    name: of('Pure tea', '原叶茶', '순수 차'),
    items: [
      { id: 'oolong', picture: 'oolong', price: 1800, options: ['size', 'ice'], name: of('Mountain oolong', '高山乌龙', '고산 우롱차'), about: of('Floral, from 1,600 m', '海拔 1600 米，花香清幽', '해발 1,600m, 은은한 꽃향') },
      { id: 'jasmine', picture: 'jasmine', price: 1600, options: ['size', 'ice'], name: of('Jasmine green', '茉莉绿茶', '재스민 녹차'), about: of('Scented seven times with fresh blossoms', '七窨一提，鲜灵甘爽', '신선한 꽃으로 일곱 번 향을 입힌 차') },
      { id: 'puer', picture: 'puer', price: 2200, options: ['size'], name: of('Aged pu-erh', '陈年普洱', '숙성 보이차'), about: of('Ten years old, dark and soft. Always hot', '十年陈，醇厚顺滑，仅热饮', '십 년 숙성, 진하고 부드러운 맛. 따뜻하게만') },
    ],
  },
  {
    id: 'milk',
    name: of('Milk tea', '奶茶', '밀크티'),
    items: [
      { id: 'classic', picture: 'classic', price: 1900, options: milky, name: of('House milk tea', '招牌奶茶', '하우스 밀크티'), about: of('Black tea brewed strong, fresh milk', '浓萃红茶，鲜牛乳', '진하게 우린 홍차와 신선한 우유') },
      { id: 'pearl', picture: 'pearl', price: 2200, options: milky, name: of('Brown sugar pearls', '黑糖珍珠鲜奶', '흑당 버블 밀크티'), about: of('Pearls cooked every two hours', '珍珠每两小时现煮', '두 시간마다 삶는 펄') },
      { id: 'matcha', picture: 'matcha', price: 2400, options: milky, name: of('Matcha latte', '抹茶拿铁', '말차 라테'), about: of('Stone-ground, whisked to order', '石磨抹茶，现点现打', '맷돌로 갈아 주문 즉시 저은 말차') },
    ],
  },
  {
    id: 'fruit',
    name: of('Fruit tea', '果茶', '과일차'),
    items: [
      { id: 'lemon', picture: 'lemon', price: 1800, options: drink, name: of('Lemon black tea', '手打柠檬红茶', '레몬 홍차'), about: of('Half a lemon, pressed by hand', '半颗柠檬，手打出香', '손으로 짠 레몬 반 개') },
      { id: 'peach', picture: 'peach', price: 2100, options: drink, name: of('Peach oolong', '蜜桃乌龙', '복숭아 우롱'), about: of('White peach from July to September', '七至九月当季白桃', '7월부터 9월까지 나는 백도') },
    ],
  },
  {
    id: 'bites',
    name: of('Small bites', '茶点', '다과'),
    items: [
      { id: 'tart', picture: 'tart', price: 900, options: [], name: of('Egg tart', '酥皮蛋挞', '에그타르트'), about: of('Out of the oven at ten, one and four', '十点、一点、四点出炉', '10시, 1시, 4시에 구워요') },
      { id: 'mochi', picture: 'mochi', price: 1200, options: [], name: of('Sesame mochi', '芝麻麻薯', '흑임자 모찌'), about: of('Three pieces, black sesame inside', '三枚，黑芝麻流心', '세 개, 흑임자 소') },
      { id: 'cake', picture: 'cake', price: 2000, options: [], soldOut: true, name: of('Chestnut cake', '栗子蛋糕', '밤 케이크'), about: of('A slice, whipped cream, candied chestnut', '一块，淡奶油与糖渍栗子', '한 조각, 생크림과 밤 조림') },
    ],
  },
];

module.exports = { version: 1, categories, choices };
