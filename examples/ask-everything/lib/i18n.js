// Nosy's words in English, Chinese and Korean. Names of functions and error texts stay as they are.
const all = {
  en: {
    words: '', // a class: Korean breaks between words, Chinese anywhere
    title: 'Nosy',
    lead: 'This mini-program wants everything. See what it gets.',
    summary: 'Refused {r} of {n}',
    allowedSome: 'Allowed: {n}',
    silentSome: 'No answer: {n}',
    start: 'Ask for everything',
    again: 'Ask again',
    asking: 'Asking…',
    states: { waiting: 'Not asked', asking: 'Asking', refused: 'Refused', allowed: 'Allowed', silent: 'No answer' },
    groups: {
      person: 'You are asked',
      undeclared: 'No reason given, so nobody is asked',
      missing: 'Not there at all',
      network: 'Places it may not reach',
      sandbox: 'Outside of the box',
    },
    hints: {
      person: 'Deny it. The answer is kept until it is taken back in the settings.',
      undeclared: 'app.json has to say why. For these it does not.',
      missing: 'This runtime does not have them, and says so.',
      network: 'Only the domains in its own list, never a private address.',
      sandbox: 'What a script might use to get out.',
    },
    wants: {
      location: 'where you are', background: 'where you are, always', fuzzy: 'roughly where you are', everything: 'everything at once', camera: 'the camera', record: 'the microphone', album: 'to write into your photos', media: 'to take a photo',
      contact: 'to add a contact', pickContact: 'one of your contacts', bluetooth: 'Bluetooth devices nearby', steps: 'how much you walk', address: 'your address',
      profile: 'your profile', pay: 'your money', unlisted: 'a domain that is not listed', loopback: 'this very machine', router: 'your router', metadata: 'the metadata of the cloud', file: 'a file of the phone',
      socket: 'a socket to anywhere', download: 'a download from anywhere', unknown: 'a function that does not exist', evaluate: 'code made from text', maker: 'a function made from text', page: 'the document of the page', node: 'the file system', network: 'the network, past the list',
    },
  },
  zh: {
    words: '',
    title: '什么都问',
    lead: '这个小程序什么都想要。看看它能得到什么。',
    summary: '{n} 个请求中拒绝了 {r} 个',
    allowedSome: '已允许：{n}',
    silentSome: '无答复：{n}',
    start: '全部请求一遍',
    again: '再问一遍',
    asking: '正在请求…',
    states: { waiting: '未请求', asking: '请求中', refused: '已拒绝', allowed: '已允许', silent: '无答复' },
    groups: {
      person: '由你决定',
      undeclared: '没有说明理由，不会询问任何人',
      missing: '根本没有的功能',
      network: '不可访问的地址',
      sandbox: '沙箱之外',
    },
    hints: {
      person: '请拒绝。答复会一直保留，直到在设置中收回。',
      undeclared: 'app.json 必须说明理由，这些没有。',
      missing: '运行时没有这些功能，并如实告知。',
      network: '只能访问自己列出的域名，永远不能访问私有地址。',
      sandbox: '脚本可能用来逃出沙箱的手段。',
    },
    wants: {
      location: '你的位置', background: '你的位置，一直', fuzzy: '你的大致位置', everything: '一次拿走全部', camera: '摄像头', record: '麦克风', album: '写入你的相册', media: '拍照',
      contact: '添加联系人', pickContact: '你的联系人', bluetooth: '附近的蓝牙设备', steps: '你的步数', address: '你的地址',
      profile: '你的个人资料', pay: '你的钱', unlisted: '未列出的域名', loopback: '这台设备本身', router: '你的路由器', metadata: '云服务器的元数据', file: '手机里的文件',
      socket: '连到任何地方的套接字', download: '从任何地方下载', unknown: '不存在的函数', evaluate: '由文本生成的代码', maker: '由文本生成的函数', page: '页面文档', node: '文件系统', network: '绕过列表的网络',
    },
  },
  ko: {
    words: 'whole-words',
    title: '다 물어보기',
    lead: '이 미니 프로그램은 모든 것을 원해요. 무엇을 얻는지 보세요.',
    summary: '{n}개 중 {r}개 거부됨',
    allowedSome: '허용됨: {n}',
    silentSome: '응답 없음: {n}',
    start: '모두 요청하기',
    again: '다시 요청하기',
    asking: '요청하는 중…',
    states: { waiting: '요청 전', asking: '요청 중', refused: '거부됨', allowed: '허용됨', silent: '응답 없음' },
    groups: {
      person: '사용자에게 물어요',
      undeclared: '이유가 없어 묻지도 않아요',
      missing: '아예 없는 기능',
      network: '닿을 수 없는 곳',
      sandbox: '상자 밖',
    },
    hints: {
      person: '거부해 보세요. 설정에서 되돌릴 때까지 답이 유지돼요.',
      undeclared: 'app.json이 이유를 말해야 하는데 없어요.',
      missing: '런타임에 없는 기능이며, 그렇다고 알려 줘요.',
      network: '목록에 있는 도메인만, 사설 주소는 절대 안 돼요.',
      sandbox: '스크립트가 밖으로 나가려고 쓸 만한 것들이에요.',
    },
    wants: {
      location: '현재 위치', background: '항상 현재 위치', fuzzy: '대략적인 위치', everything: '한 번에 전부', camera: '카메라', record: '마이크', album: '사진 앨범에 쓰기', media: '사진 찍기',
      contact: '연락처 추가', pickContact: '연락처 하나', bluetooth: '주변 블루투스 기기', steps: '걸음 수', address: '주소',
      profile: '프로필', pay: '결제', unlisted: '목록에 없는 도메인', loopback: '이 기기 자신', router: '공유기', metadata: '클라우드 메타데이터', file: '휴대전화의 파일',
      socket: '어디로든 여는 소켓', download: '어디서든 다운로드', unknown: '없는 함수', evaluate: '글로 만든 코드', maker: '글로 만든 함수', page: '페이지 문서', node: '파일 시스템', network: '목록을 지나치는 네트워크',
    },
  },
};

/** The key of `all` for what the phone calls its language (`zh_CN`, `ko-KR`, `en`…). */
function pick(language) {
  const name = String(language || '').toLowerCase();
  if (name.indexOf('zh') === 0) return 'zh';
  if (name.indexOf('ko') === 0) return 'ko';
  return 'en';
}

/** `fill('since {t}', { t: '9:05' })`; a name without a value stays visible. */
function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

module.exports = { texts: all[pick(wx.getSystemInfoSync().language)], fill, pick, all };
