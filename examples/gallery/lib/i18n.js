// The gallery's words in English, Chinese and Korean. Names of components stay as they are.
const all = {
  en: {
    title: 'Component gallery',
    lead: 'Three libraries from npm, running as published. Nothing in them was changed.',
    basics: 'Basics', more: 'Tabs, dialogs, forms', components: '{n} components here',
    save: 'Save', cancel: 'Cancel', ok: 'OK', delete: 'Delete', loading: 'Loading', disabled: 'Disabled', large: 'Full width', small: 'Small',
    fresh: 'New', sale: 'Sale', popular: 'Popular', sold: 'Sold out',
    tea: 'Jasmine tea', teaNote: 'Loose leaf, 100 g', bread: 'Rye bread', breadNote: 'Baked this morning', orchard: 'From the orchard', apples: 'Apples', pears: 'Pears',
    notify: 'Notifications', notifyNote: 'At most one a day', messages: 'Messages', mail: 'Mail', photos: 'Photos', music: 'Music', sun: 'Weather', gift: 'Gifts', heart: 'Saved', leaf: 'Garden',
    or: 'or', ordered: 'Ordered', packed: 'Packed', onTheWay: 'Shipped', arrived: 'Arrived', quantity: 'Quantity', rating: 'Rating', upload: 'Upload', nothing: 'Nothing here yet', left: 'Ends in',
    tab1: 'Today', tab2: 'Week', tab3: 'Month', tabText: 'What happened: {t}', openDialog: 'Dialog', openPopup: 'Sheet from below', openToast: 'Toast', openTips: 'Tip at the top',
    dialogTitle: 'Delete this photo?', dialogText: 'It goes from all your devices.', dialogDone: 'You chose: {t}', popupTitle: 'Sort by', byName: 'Name', byDate: 'Date', bySize: 'Size', toast: 'Saved to your photos',
    milk: 'With milk', sugar: 'With sugar', notice: 'The shop is closed on Monday for the holiday.', search: 'Search', paid: 'Paid', paidText: 'The receipt is in your mail.', done: 'Done',
  },
  zh: {
    title: '组件陈列',
    lead: '三个来自 npm 的组件库，原样运行，未作任何修改。',
    basics: '基础', more: '标签页、对话框、表单', components: '此处展示 {n} 个组件',
    save: '保存', cancel: '取消', ok: '确定', delete: '删除', loading: '加载中', disabled: '不可用', large: '通栏按钮', small: '小',
    fresh: '新品', sale: '促销', popular: '热门', sold: '售罄',
    tea: '茉莉花茶', teaNote: '散茶 100 克', bread: '黑麦面包', breadNote: '今早现烤', orchard: '来自果园', apples: '苹果', pears: '梨',
    notify: '通知', notifyNote: '每天最多一条', messages: '消息', mail: '邮件', photos: '照片', music: '音乐', sun: '天气', gift: '礼物', heart: '收藏', leaf: '花园',
    or: '或', ordered: '已下单', packed: '已打包', onTheWay: '配送中', arrived: '已送达', quantity: '数量', rating: '评分', upload: '上传', nothing: '这里还什么都没有', left: '距结束',
    tab1: '今天', tab2: '本周', tab3: '本月', tabText: '{t}的动态', openDialog: '对话框', openPopup: '底部弹层', openToast: '轻提示', openTips: '顶部提示',
    dialogTitle: '删除这张照片？', dialogText: '它将从你的所有设备上消失。', dialogDone: '你的选择：{t}', popupTitle: '排序方式', byName: '名称', byDate: '日期', bySize: '大小', toast: '已保存到相册',
    milk: '加奶', sugar: '加糖', notice: '本店周一因节日休息一天。', search: '搜索', paid: '支付成功', paidText: '收据已发送到你的邮箱。', done: '完成',
  },
  ko: {
    title: '컴포넌트 갤러리',
    lead: 'npm의 라이브러리 세 개가 배포된 그대로 실행됩니다. 아무것도 수정하지 않았어요.',
    basics: '기본', more: '탭, 대화 상자, 양식', components: '컴포넌트 {n}개',
    save: '저장', cancel: '취소', ok: '확인', delete: '삭제', loading: '불러오는 중', disabled: '사용 안 함', large: '전체 너비', small: '작게',
    fresh: '신상품', sale: '할인', popular: '인기', sold: '품절',
    tea: '재스민차', teaNote: '잎차 100g', bread: '호밀빵', breadNote: '오늘 아침에 구움', orchard: '과수원에서', apples: '사과', pears: '배',
    notify: '알림', notifyNote: '하루에 한 번까지', messages: '메시지', mail: '메일', photos: '사진', music: '음악', sun: '날씨', gift: '선물', heart: '찜', leaf: '정원',
    or: '또는', ordered: '주문', packed: '포장', onTheWay: '배송 중', arrived: '도착', quantity: '수량', rating: '평점', upload: '업로드', nothing: '아직 아무것도 없어요', left: '남은 시간',
    tab1: '오늘', tab2: '이번 주', tab3: '이번 달', tabText: '{t} 소식', openDialog: '대화 상자', openPopup: '아래에서 열기', openToast: '토스트', openTips: '상단 알림',
    dialogTitle: '이 사진을 삭제할까요?', dialogText: '모든 기기에서 사라져요.', dialogDone: '선택: {t}', popupTitle: '정렬 기준', byName: '이름', byDate: '날짜', bySize: '크기', toast: '사진에 저장했어요',
    milk: '우유 추가', sugar: '설탕 추가', notice: '명절이라 월요일은 쉽니다.', search: '검색', paid: '결제 완료', paidText: '영수증을 메일로 보냈어요.', done: '완료',
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
