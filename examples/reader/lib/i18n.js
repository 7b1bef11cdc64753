// The texts in English, Chinese and Korean, chosen once by the phone's language. Articles carry their
// own words in the same languages: name() picks one.
const all = {
  en: {
    words: '',
    message: 'A new piece in a column',
    app: 'Margin',
    all: 'All',
    shelf: 'My shelf',
    minutes: '{n} min',
    goOn: 'Read on',
    goOnAt: '{n}% read',
    read: 'Read',
    follow: 'Follow this column',
    followed: 'You follow this column',
    followHint: 'One message for each new piece',
    unfollow: 'Stop following',
    noMessages: 'You follow it here. Messages stay off.',
    shelfEmpty: 'Your shelf is empty',
    shelfEmptyText: 'Pieces that you keep stand here, and wait for you without a network, too.',
    toAll: 'To all pieces',
    keep: 'Keep',
    kept: 'Kept',
    keptToast: 'On your shelf',
    letGo: 'Taken from your shelf',
    size: 'Text size',
    smaller: 'Smaller',
    larger: 'Larger',
    done: 'Done',
    share: 'Share',
    next: 'Next',
    unknown: 'This piece is not here',
    unknownText: 'The link may be old, or the piece was taken back.',
    top: 'From the beginning',
    restored: 'Where you were',
  },
  zh: {
    words: '',
    message: '专栏有新文章',
    app: '页边',
    all: '全部',
    shelf: '我的书架',
    minutes: '{n} 分钟',
    goOn: '继续阅读',
    goOnAt: '已读 {n}%',
    read: '阅读',
    follow: '订阅这个专栏',
    followed: '已订阅这个专栏',
    followHint: '每有新文章通知一次',
    unfollow: '取消订阅',
    noMessages: '已在这里订阅，不会发送通知。',
    shelfEmpty: '书架还是空的',
    shelfEmptyText: '收藏的文章会放在这里，没有网络也能读。',
    toAll: '查看全部文章',
    keep: '收藏',
    kept: '已收藏',
    keptToast: '已放入书架',
    letGo: '已移出书架',
    size: '字号',
    smaller: '小一号',
    larger: '大一号',
    done: '完成',
    share: '分享',
    next: '下一篇',
    unknown: '找不到这篇文章',
    unknownText: '链接可能已过期，或文章已撤回。',
    top: '从头开始',
    restored: '回到上次的位置',
  },
  ko: {
    words: 'whole-words',
    message: '칼럼에 새 글이 나왔어요',
    app: '여백',
    all: '전체',
    shelf: '내 책장',
    minutes: '{n}분',
    goOn: '이어 읽기',
    goOnAt: '{n}% 읽음',
    read: '읽기',
    follow: '이 칼럼 구독하기',
    followed: '구독 중인 칼럼',
    followHint: '새 글이 나올 때마다 한 번 알려 드려요',
    unfollow: '구독 취소',
    noMessages: '여기에서만 구독해요. 알림은 보내지 않아요.',
    shelfEmpty: '책장이 비어 있어요',
    shelfEmptyText: '담아 둔 글이 여기에 꽂히고, 네트워크가 없어도 읽을 수 있어요.',
    toAll: '전체 글 보기',
    keep: '담기',
    kept: '담음',
    keptToast: '책장에 꽂았어요',
    letGo: '책장에서 뺐어요',
    size: '글자 크기',
    smaller: '작게',
    larger: '크게',
    done: '완료',
    share: '공유',
    next: '다음 글',
    unknown: '이 글이 없어요',
    unknownText: '링크가 오래되었거나 글이 내려갔을 수 있어요.',
    top: '처음부터',
    restored: '읽던 곳이에요',
  },
};

/** The key of `all` for what the phone calls its language (`zh_CN`, `ko-KR`, `en`…). */
function pick(language) {
  const name = String(language || '').toLowerCase();
  if (name.indexOf('zh') === 0) return 'zh';
  if (name.indexOf('ko') === 0) return 'ko';
  return 'en';
}

/** `fill('{n} min', { n: 4 })`; a name without a value stays visible. */
function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

const language = pick(wx.getSystemInfoSync().language);

/** Words of an article in the phone's language. */
function name(words) {
  return (words && (words[language] || words.en)) || '';
}

module.exports = { texts: all[language], fill, name, pick, all };
