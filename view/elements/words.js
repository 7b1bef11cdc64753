// The few words that the view itself says, in the language of the document. Everything else on a page is the program's.

/** @type {Record<string, Record<string, string>>} */
const WORDS = {
  en: { map: 'Map', here: 'You are here', cancel: 'Cancel', done: 'Done', year: '', month: '', day: '', notYet: '{name} is not supported yet' },
  zh: { map: '地图', here: '您的位置', cancel: '取消', done: '确定', year: '年', month: '月', day: '日', notYet: '暂不支持 {name} 组件' },
  ko: { map: '지도', here: '내 위치', cancel: '취소', done: '완료', year: '년', month: '월', day: '일', notYet: '{name} 구성 요소는 아직 지원되지 않습니다' },
  de: { map: 'Karte', here: 'Hier sind Sie', cancel: 'Abbrechen', done: 'Fertig', year: '', month: '', day: '', notYet: '{name} wird noch nicht unterstützt' },
};

/**
 * @param {string} name
 * @param {string} [about] for `{name}`
 */
function say(name, about = '') {
  const language = document.documentElement.lang.split('-')[0] ?? 'en';
  return (WORDS[language]?.[name] ?? WORDS['en']?.[name] ?? '').replace('{name}', about);
}
