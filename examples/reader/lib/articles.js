// The columns and their pieces. They ship with the program, so that each opens at once; a paper of your
// own asks its server here, and keeps what came. A body is a list: a text, { head }, { quote } or { list }.
const of = (en, zh, ko) => ({ en, zh, ko });

const columns = [
  { id: 'city', name: of('On foot', '步行城市', '걸어서') },
  { id: 'table', name: of('At the table', '餐桌', '식탁에서') },
  { id: 'hand', name: of('By hand', '手艺', '손으로') },
];

const articles = [
  {
    id: 'benches',
    column: 'city',
    minutes: 3,
    title: of('Which way a bench looks', '长椅朝哪边', '벤치는 어디를 보는가'),
    lead: of('A seat tells you what a town thinks is worth watching.', '一张椅子，说出一座城觉得什么值得看。', '의자 하나가 이 도시가 무엇을 볼 만하다고 여기는지 말해 준다.'),
    body: {
      en: [
        'Sit down on ten benches in a row and note what lies in front of you. In most towns it is the road: cars, a bus, the side of a parked van. The trees, the river and the people are behind your back.',
        'Nobody decided that. Benches are set parallel to the kerb because the paving is, and the person who orders them looks at a plan from above, where a bench is a small rectangle without a front.',
        { head: 'Turning one around' },
        'It costs four bolts. A street in our quarter did it with six benches last spring, after the baker had asked for a year. The new view is a playground wall with a mulberry tree.',
        { quote: 'People who used to wait on these benches now sit on them.' },
        'The difference can be counted. Before, a visit lasted three minutes, the time until the bus came. Now it is eleven, and the bus goes on without them.',
        { head: 'What to look for' },
        { list: ['Something that moves slowly: water, leaves, children', 'Shade at four in the afternoon', 'A wall behind you, and a way to leave on both sides'] },
        'The next time you walk home, try the benches. You will know which were placed by somebody who sat down first.',
      ],
      zh: [
        '连着坐十张长椅，记下眼前是什么。在大多数城市里，那是马路：汽车、公交、停着的面包车。树、河和人，都在你背后。',
        '没有谁这样决定过。长椅与路缘平行，只因铺装如此；订购的人看的是平面图，在图上，长椅只是一个没有正面的小方块。',
        { head: '转个身' },
        '只要四颗螺栓。去年春天，面包师提了一年之后，我们街区的一条街把六张长椅转了过来。现在看到的是操场的矮墙和一棵桑树。',
        { quote: '从前人们在这里等，现在人们在这里坐。' },
        '差别是数得出来的。从前每次停留三分钟，正好等到公交；如今是十一分钟，公交自己开走了。',
        { head: '看什么' },
        { list: ['慢慢动的东西：水、树叶、孩子', '下午四点的树荫', '背后有墙，左右都能离开'] },
        '下次走路回家，试试那些长椅。哪一张是由先坐下来的人摆的，你会知道。',
      ],
      ko: [
        '벤치 열 개에 차례로 앉아 앞에 무엇이 있는지 적어 보자. 대부분의 도시에서는 도로다. 자동차, 버스, 세워 둔 승합차의 옆면. 나무와 강과 사람은 등 뒤에 있다.',
        '누가 그렇게 정한 것은 아니다. 보도블록이 그러니 벤치도 연석과 나란히 놓인다. 주문하는 사람은 위에서 내려다본 도면을 보는데, 거기서 벤치는 앞뒤가 없는 작은 네모다.',
        { head: '돌려 놓기' },
        '볼트 네 개면 된다. 빵집 주인이 일 년을 조른 끝에 지난봄 우리 동네 한 거리가 벤치 여섯 개를 돌렸다. 새 풍경은 놀이터 담장과 뽕나무 한 그루다.',
        { quote: '예전에는 이 벤치에서 기다렸고, 지금은 앉는다.' },
        '차이는 셀 수 있다. 전에는 버스가 올 때까지 삼 분이었다. 지금은 십일 분이고, 버스는 혼자 떠난다.',
        { head: '무엇을 볼까' },
        { list: ['천천히 움직이는 것: 물, 나뭇잎, 아이들', '오후 네 시의 그늘', '등 뒤의 벽, 그리고 양쪽으로 나가는 길'] },
        '다음에 걸어서 집에 갈 때 벤치에 앉아 보자. 먼저 앉아 본 사람이 놓은 벤치를 알아볼 것이다.',
      ],
    },
  },
  {
    id: 'stairs',
    column: 'city',
    minutes: 2,
    title: of('The street that is a staircase', '一条是楼梯的街', '계단인 거리'),
    lead: of('No car ever came up here, and that is why everybody knows everybody.', '从没有车开上来过，所以人人相识。', '차가 한 번도 올라온 적 없어서 모두가 서로를 안다.'),
    body: {
      en: [
        'One hundred and forty steps join the harbour to the upper market. On a map it is a street with a name and numbers; on your legs it is a conversation that takes a quarter of an hour.',
        'Every twelve steps there is a landing, and every landing belongs to somebody: a chess table, a row of pots, a cat with a cushion of its own.',
        { quote: 'Deliveries come by hand, so the hand knows the door.' },
        { head: 'Slow by design' },
        'The town once planned a lift. The people voted for railings instead, and for light that falls on the edges of the steps. Both were put in within a month and cost a fiftieth.',
        'Go in the evening. Count the greetings. I stopped at thirty-one.',
      ],
      zh: [
        '一百四十级台阶，把港口和上面的集市连在一起。在地图上，它是一条有名字、有门牌的街；在腿上，它是一场一刻钟的闲谈。',
        '每十二级有一个平台，每个平台都有主人：一张棋桌，一排花盆，一只有自己垫子的猫。',
        { quote: '东西靠手送上来，手就认得门。' },
        { head: '有意的慢' },
        '城里曾打算修一部电梯。居民却投票要了扶手，还有照在台阶边沿的灯。一个月内全部装好，花费只有五十分之一。',
        '傍晚去吧，数一数有多少声招呼。我数到三十一就停了。',
      ],
      ko: [
        '계단 백마흔 개가 항구와 윗시장을 잇는다. 지도에서는 이름과 번지가 있는 거리이고, 다리로는 십오 분짜리 대화다.',
        '열두 계단마다 층계참이 있고 저마다 주인이 있다. 장기판 하나, 화분 한 줄, 제 방석을 가진 고양이 한 마리.',
        { quote: '물건이 손으로 배달되니 손이 문을 안다.' },
        { head: '일부러 느리게' },
        '시에서는 승강기를 놓으려 했다. 주민들은 대신 난간과 계단 끝을 비추는 불빛에 표를 던졌다. 한 달 만에 설치됐고 비용은 오십분의 일이었다.',
        '저녁에 가 보자. 인사를 세어 보자. 나는 서른하나에서 멈췄다.',
      ],
    },
  },
  {
    id: 'rice',
    column: 'table',
    minutes: 2,
    title: of('Ten minutes after the rice is done', '米饭熟了之后的十分钟', '밥이 다 된 뒤의 십 분'),
    lead: of('The step that no recipe prints in bold.', '没有一份菜谱会把这一步加粗。', '어떤 조리법도 굵게 쓰지 않는 단계.'),
    body: {
      en: [
        'The water is gone, the pot is quiet, everybody is hungry. Lift the lid now and you have wet grains above and a crust below.',
        { head: 'Wait' },
        'Put a folded cloth under the lid and leave the pot alone for ten minutes. The steam that would have dripped back goes into the cloth, and what is inside evens out from the bottom to the top.',
        { list: ['Wash until the water is like thin milk, not like water', 'One measure of rice, one and a tenth of water', 'Twelve minutes low, ten minutes nothing'] },
        'Then turn it over once with a wet wooden spoon, cutting, not stirring. Each grain stands alone and still holds its neighbour.',
        { quote: 'Patience is the only spice that costs nothing.' },
      ],
      zh: [
        '水干了，锅静了，大家都饿了。现在揭盖，上面是湿的，下面是锅巴。',
        { head: '等' },
        '在锅盖下垫一块叠好的布，放着别动，十分钟。本会滴回去的水汽进了布里，锅里从下到上慢慢匀了。',
        { list: ['淘到水像稀牛奶，而不是像清水', '一份米，一份零一成的水', '小火十二分钟，关火十分钟'] },
        '然后用湿木勺翻一次，是切，不是搅。粒粒分明，又彼此相依。',
        { quote: '耐心是唯一不要钱的调料。' },
      ],
      ko: [
        '물은 잦아들고 솥은 조용하고 모두 배가 고프다. 지금 뚜껑을 열면 위는 질고 아래는 눌어 있다.',
        { head: '기다리기' },
        '뚜껑 아래 접은 천을 받치고 십 분 동안 건드리지 않는다. 도로 떨어질 김은 천으로 가고, 솥 안은 아래에서 위로 고르게 된다.',
        { list: ['물이 맑아질 때까지가 아니라 묽은 우유 같을 때까지 씻기', '쌀 하나에 물 하나와 십분의 일', '약불 십이 분, 불 끄고 십 분'] },
        '그다음 젖은 나무 주걱으로 한 번 뒤집는다. 젓지 말고 가르듯이. 낱알이 따로 서면서도 서로 붙든다.',
        { quote: '참을성은 값이 들지 않는 유일한 양념이다.' },
      ],
    },
  },
  {
    id: 'broth',
    column: 'table',
    minutes: 3,
    title: of('A pot that never empties', '一口不空的锅', '비지 않는 냄비'),
    lead: of('What goes in, what comes out, and why the skin of an onion matters.', '放什么进去，盛什么出来，洋葱皮为什么要紧。', '무엇을 넣고 무엇을 뜨는가, 그리고 양파 껍질이 왜 중요한가.'),
    body: {
      en: [
        'My neighbour keeps a pot on the lowest flame from November to March. What is left of a leek goes in, a heel of cheese, the stalks of parsley.',
        'She never calls it a recipe. There are three rules, and she tells them only to people who wash up.',
        { list: ['Nothing that was already boiled once', 'No cabbage, whatever it promises', 'The brown skin of one onion, for the colour'] },
        { head: 'In the evening' },
        'A ladle with noodles, a ladle over rice, a ladle in a cup for whoever has a cold. Each is replaced by water, and by morning the pot has forgiven it.',
        { quote: 'It is not the same broth as in November. It is the same pot.' },
        'In April she pours the rest over the roses. They are, I have to say, remarkable roses.',
      ],
      zh: [
        '邻居家从十一月到三月，总有一口锅坐在最小的火上。葱的尾巴、奶酪的硬边、欧芹的梗，都放进去。',
        '她从不管这叫菜谱。规矩只有三条，只告诉肯洗碗的人。',
        { list: ['煮过一次的不放', '不放卷心菜，不管它说什么', '放一张洋葱的棕皮，为了颜色'] },
        { head: '傍晚' },
        '一勺下面，一勺浇饭，一勺盛在杯里给着凉的人。每盛一勺添一勺水，到早上锅已经不计较了。',
        { quote: '这不是十一月的那锅汤，却是那口锅。' },
        '四月，她把剩下的浇在玫瑰上。我得说，那些玫瑰很了不起。',
      ],
      ko: [
        '이웃은 십일월부터 삼월까지 가장 약한 불에 냄비를 올려 둔다. 대파 끝, 치즈 껍질, 파슬리 줄기가 들어간다.',
        '그는 그것을 조리법이라 부르지 않는다. 규칙은 셋, 설거지하는 사람에게만 알려 준다.',
        { list: ['한 번 삶은 것은 넣지 않기', '양배추는 무슨 약속을 하든 넣지 않기', '빛깔을 위해 양파의 갈색 껍질 하나'] },
        { head: '저녁에' },
        '국수에 한 국자, 밥에 한 국자, 감기 든 사람에게 컵으로 한 국자. 뜬 만큼 물을 붓고, 아침이면 냄비는 용서해 준다.',
        { quote: '십일월의 그 국물은 아니다. 그 냄비다.' },
        '사월에는 남은 것을 장미에 붓는다. 정말이지 놀라운 장미다.',
      ],
    },
  },
  {
    id: 'mending',
    column: 'hand',
    minutes: 3,
    title: of('Mending so that it shows', '看得见的缝补', '보이게 꿰매기'),
    lead: of('A red thread on a grey sleeve says: somebody meant to keep this.', '灰袖子上的一道红线说：有人想留着它。', '회색 소매의 붉은 실이 말한다. 누군가 이것을 간직하려 했다고.'),
    body: {
      en: [
        'There are two ways to mend. One hides the hole and hopes. The other takes a thread that nobody can overlook and makes the weakest place the strongest.',
        { head: 'A darn in five lines' },
        { list: ['Stretch the cloth over something round: a spoon, an orange', 'Run rows beside the hole, well into what is whole', 'Cross it with long threads, close together', 'Weave over and under, and back under and over', 'Do not pull. Cloth remembers'] },
        'It takes an evening. The first one looks like a fence after a storm. The fourth looks like something you could sell, though you will not.',
        { quote: 'I know how old my coat is by its colours.' },
        'Wash it cold. Wear it on purpose.',
      ],
      zh: [
        '缝补有两种。一种把洞藏起来，盼着没人看见；另一种用谁都忽略不了的线，让最弱的地方变得最结实。',
        { head: '五句话织补' },
        { list: ['把布绷在圆的东西上：勺子，或者一个橙子', '在洞的旁边走线，深入到完好的地方', '拉上一排排紧挨着的长线', '一上一下织过去，再一下一上织回来', '别拉紧，布是记仇的'] },
        '要一个晚上。第一个像暴风雨后的篱笆；第四个像可以拿去卖，虽然你不会卖。',
        { quote: '我看颜色，就知道这件外套多大年纪。' },
        '冷水洗，有意地穿。',
      ],
      ko: [
        '꿰매는 데는 두 가지 길이 있다. 하나는 구멍을 숨기고 바란다. 다른 하나는 누구도 지나칠 수 없는 실로 가장 약한 곳을 가장 튼튼하게 만든다.',
        { head: '다섯 줄로 깁기' },
        { list: ['둥근 것 위에 천을 편다. 숟가락이나 귤', '구멍 옆, 성한 곳까지 넉넉히 줄을 박는다', '긴 실을 촘촘히 건넌다', '위로 아래로, 다시 아래로 위로 엮는다', '당기지 않는다. 천은 기억한다'] },
        '하룻저녁이 걸린다. 처음 것은 폭풍 뒤의 울타리 같다. 네 번째는 팔아도 될 것 같지만, 팔지 않게 된다.',
        { quote: '색을 보면 내 외투가 몇 살인지 안다.' },
        '찬물에 빨고, 일부러 입자.',
      ],
    },
  },
  {
    id: 'knife',
    column: 'hand',
    minutes: 2,
    title: of('One sharp knife', '一把快刀', '잘 드는 칼 하나'),
    lead: of('Nine dull ones in the block, and the tenth does all the work.', '刀架上九把钝刀，活都是第十把干的。', '칼집에 무딘 칼 아홉, 일은 열 번째가 다 한다.'),
    body: {
      en: [
        'A dull knife slips, and a slip is what cuts you. A sharp one goes where you point it.',
        { head: 'On the stone' },
        'Wet the stone. Lay the blade down as if you wanted to shave a thin slice from it: about the height of two coins under the back. Draw it towards you, ten times, without weight. Turn. Ten times.',
        { quote: 'Listen. A blade that is right whispers.' },
        { list: ['A tomato cuts under the weight of the blade', 'Paper parts without tearing', 'You stop thinking of it'] },
        'Do it on the first Sunday of the month. It takes less time than looking for the right knife.',
      ],
      zh: [
        '钝刀会打滑，割伤你的正是那一滑。快刀指哪儿走哪儿。',
        { head: '磨石上' },
        '把石头打湿。放平刀身，像要从石头上片下薄薄一层：刀背下垫两枚硬币的高度。往自己这边拉十下，别用力。翻面，再十下。',
        { quote: '听。对了的刀会低语。' },
        { list: ['番茄在刀自己的重量下就切开', '纸裂开而不撕破', '你不再想着它'] },
        '每月第一个星期天做一次，比找一把合用的刀还快。',
      ],
      ko: [
        '무딘 칼은 미끄러지고, 베는 것은 그 미끄러짐이다. 잘 드는 칼은 가리키는 데로 간다.',
        { head: '숫돌에서' },
        '숫돌을 적신다. 돌에서 얇은 조각을 떠내듯 칼을 눕힌다. 칼등 아래로 동전 두 개 높이쯤. 힘을 빼고 열 번 당긴다. 뒤집어서 열 번.',
        { quote: '들어 보라. 제대로 된 날은 속삭인다.' },
        { list: ['토마토가 칼의 무게만으로 잘린다', '종이가 찢기지 않고 갈라진다', '칼을 잊게 된다'] },
        '매달 첫 일요일에 하자. 맞는 칼을 찾는 것보다 금방이다.',
      ],
    },
  },
];

function find(id) {
  return articles.find((one) => one.id === id) || null;
}

/** The piece after this one in its column, or null. */
function next(article) {
  const same = articles.filter((one) => one.column === article.column);
  return same[(same.indexOf(article) + 1) % same.length] === article ? null : same[(same.indexOf(article) + 1) % same.length];
}

const escape = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** A body as HTML for <rich-text>, whose classes are those of the article's page. */
function html(body) {
  return body
    .map((part) => {
      if (part.head) return '<h3 class="r-head">' + escape(part.head) + '</h3>';
      if (part.quote) return '<blockquote class="r-quote">' + escape(part.quote) + '</blockquote>';
      if (part.list) return '<ul class="r-list">' + part.list.map((one) => '<li class="r-item">' + escape(one) + '</li>').join('') + '</ul>';
      return '<p class="r-text">' + escape(part) + '</p>';
    })
    .join('');
}

module.exports = { columns, articles, find, next, html };
