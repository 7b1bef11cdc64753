// The gallery's words in English, Chinese and Korean. Names of components stay as they are.
const all = {
  en: {
    title: 'Component gallery',
    lead: 'Three libraries from npm, running as published. Nothing in them was changed.',
    builtIn: 'Built-in elements', heard: 'What elements tell shows here',
   
    save: 'Save', cancel: 'Cancel', ok: 'OK', delete: 'Delete', loading: 'Loading', disabled: 'Disabled', large: 'Full width', small: 'Small',
    fresh: 'New', sale: 'Sale', popular: 'Popular', sold: 'Sold out',
    tea: 'Jasmine tea', teaNote: 'Loose leaf, 100 g', bread: 'Rye bread', breadNote: 'Baked this morning', orchard: 'From the orchard', apples: 'Apples', pears: 'Pears',
    notify: 'Notifications', notifyNote: 'At most one a day', messages: 'Messages', mail: 'Mail', photos: 'Photos', music: 'Music', sun: 'Weather', gift: 'Gifts', heart: 'Saved', leaf: 'Garden',
    or: 'or', ordered: 'Ordered', packed: 'Packed', onTheWay: 'Shipped', arrived: 'Arrived', quantity: 'Quantity', rating: 'Rating', upload: 'Upload', nothing: 'Nothing here yet', left: 'Ends in',
    tab1: 'Today', tab2: 'Week', tab3: 'Month', tabText: 'What happened: {t}', openDialog: 'Dialog', openPopup: 'Sheet from below', openToast: 'Toast', openTips: 'Tip at the top',
    dialogTitle: 'Delete this photo?', dialogText: 'It goes from all your devices.', dialogDone: 'You chose: {t}', popupTitle: 'Sort by', byName: 'Name', byDate: 'Date', bySize: 'Size', toast: 'Saved to your photos',
    milk: 'With milk', sugar: 'With sugar', notice: 'The shop is closed on Monday for the holiday.', search: 'Search', paid: 'Paid', paidText: 'The receipt is in your mail.', done: 'Done',
    more: 'More', add: 'Add', share: 'Share', back: 'Back', buy: 'Buy', help: 'Help', settings: 'Settings', home: 'Home', cart: 'Cart', me: 'Me', top: 'To top', all: 'All', name: 'Name', phone: 'Phone', city: 'City', address: 'Address', password: 'Password',
    comment: 'Comment', hint: 'Type here', wrong: 'Please check this', agree: 'I agree to the terms', terms: 'Terms', hot: 'Hot', iced: 'Iced', zhejiang: 'Zhejiang', hangzhou: 'Hangzhou', ningbo: 'Ningbo', jiangsu: 'Jiangsu', suzhou: 'Suzhou', west: 'West Lake', east: 'East Gate',
    copyright: '© 2026 Orchard shop', story: 'The first pot is for the guest, the second for the road, and the third for whoever comes back to ask for more.', look: 'Search components', none: 'No component has that name', components: '{n} components',
  },
  zh: {
    title: '组件陈列',
    lead: '三个来自 npm 的组件库，原样运行，未作任何修改。',
    builtIn: '内置组件', heard: '组件事件显示在这里',
   
    save: '保存', cancel: '取消', ok: '确定', delete: '删除', loading: '加载中', disabled: '不可用', large: '通栏按钮', small: '小',
    fresh: '新品', sale: '促销', popular: '热门', sold: '售罄',
    tea: '茉莉花茶', teaNote: '散茶 100 克', bread: '黑麦面包', breadNote: '今早现烤', orchard: '来自果园', apples: '苹果', pears: '梨',
    notify: '通知', notifyNote: '每天最多一条', messages: '消息', mail: '邮件', photos: '照片', music: '音乐', sun: '天气', gift: '礼物', heart: '收藏', leaf: '花园',
    or: '或', ordered: '已下单', packed: '已打包', onTheWay: '配送中', arrived: '已送达', quantity: '数量', rating: '评分', upload: '上传', nothing: '这里还什么都没有', left: '距结束',
    tab1: '今天', tab2: '本周', tab3: '本月', tabText: '{t}的动态', openDialog: '对话框', openPopup: '底部弹层', openToast: '轻提示', openTips: '顶部提示',
    dialogTitle: '删除这张照片？', dialogText: '它将从你的所有设备上消失。', dialogDone: '你的选择：{t}', popupTitle: '排序方式', byName: '名称', byDate: '日期', bySize: '大小', toast: '已保存到相册',
    milk: '加奶', sugar: '加糖', notice: '本店周一因节日休息一天。', search: '搜索', paid: '支付成功', paidText: '收据已发送到你的邮箱。', done: '完成',
    more: '更多', add: '添加', share: '分享', back: '返回', buy: '购买', help: '帮助', settings: '设置', home: '首页', cart: '购物车', me: '我的', top: '回到顶部', all: '全部', name: '姓名', phone: '电话', city: '城市', address: '地址', password: '密码',
    comment: '留言', hint: '请输入', wrong: '请检查此项', agree: '我同意相关条款', terms: '条款', hot: '热饮', iced: '冷饮', zhejiang: '浙江省', hangzhou: '杭州市', ningbo: '宁波市', jiangsu: '江苏省', suzhou: '苏州市', west: '西湖区', east: '东城区',
    copyright: '© 2026 果园小店', story: '第一壶敬客人，第二壶敬路途，第三壶留给回头再来讨一杯的人。茶凉了可以再续，话说完了也可以再坐一会儿。', look: '搜索组件', none: '没有这个名字的组件', components: '{n} 个组件',
  },
  ko: {
    title: '컴포넌트 갤러리',
    lead: 'npm의 라이브러리 세 개가 배포된 그대로 실행됩니다. 아무것도 수정하지 않았어요.',
    builtIn: '기본 요소', heard: '요소가 알리는 이벤트가 여기에 보여요',
   
    save: '저장', cancel: '취소', ok: '확인', delete: '삭제', loading: '불러오는 중', disabled: '사용 안 함', large: '전체 너비', small: '작게',
    fresh: '신상품', sale: '할인', popular: '인기', sold: '품절',
    tea: '재스민차', teaNote: '잎차 100g', bread: '호밀빵', breadNote: '오늘 아침에 구움', orchard: '과수원에서', apples: '사과', pears: '배',
    notify: '알림', notifyNote: '하루에 한 번까지', messages: '메시지', mail: '메일', photos: '사진', music: '음악', sun: '날씨', gift: '선물', heart: '찜', leaf: '정원',
    or: '또는', ordered: '주문', packed: '포장', onTheWay: '배송 중', arrived: '도착', quantity: '수량', rating: '평점', upload: '업로드', nothing: '아직 아무것도 없어요', left: '남은 시간',
    tab1: '오늘', tab2: '이번 주', tab3: '이번 달', tabText: '{t} 소식', openDialog: '대화 상자', openPopup: '아래에서 열기', openToast: '토스트', openTips: '상단 알림',
    dialogTitle: '이 사진을 삭제할까요?', dialogText: '모든 기기에서 사라져요.', dialogDone: '선택: {t}', popupTitle: '정렬 기준', byName: '이름', byDate: '날짜', bySize: '크기', toast: '사진에 저장했어요',
    milk: '우유 추가', sugar: '설탕 추가', notice: '명절이라 월요일은 쉽니다.', search: '검색', paid: '결제 완료', paidText: '영수증을 메일로 보냈어요.', done: '완료',
    more: '더 보기', add: '추가', share: '공유', back: '뒤로', buy: '구매', help: '도움말', settings: '설정', home: '홈', cart: '장바구니', me: '내 정보', top: '맨 위로', all: '전체', name: '이름', phone: '전화', city: '도시', address: '주소', password: '비밀번호',
    comment: '남길 말', hint: '입력하세요', wrong: '다시 확인해 주세요', agree: '약관에 동의합니다', terms: '약관', hot: '따뜻하게', iced: '차갑게', zhejiang: '저장성', hangzhou: '항저우', ningbo: '닝보', jiangsu: '장쑤성', suzhou: '쑤저우', west: '서호구', east: '동문구',
    copyright: '© 2026 과수원 가게', story: '첫 주전자는 손님에게, 둘째는 길 떠나는 이에게, 셋째는 한 잔 더 청하러 돌아온 이에게 따릅니다.', look: '컴포넌트 검색', none: '그런 이름의 컴포넌트가 없어요', components: '컴포넌트 {n}개',
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
