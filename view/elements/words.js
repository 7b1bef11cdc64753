// The few words that the view itself says, in the language of the document. Everything else on a page is the program's.

/** @type {Record<string, Record<string, string>>} */
const WORDS = {
  en: { cancel: 'Cancel', done: 'Done', year: '', month: '', day: '', notYet: '{name} is not supported yet', webView: 'Web pages cannot be opened inside a mini-program here', region: 'Choosing a region is not supported yet' },
  zh: { cancel: '取消', done: '确定', year: '年', month: '月', day: '日', notYet: '暂不支持 {name} 组件', webView: '此处不支持在小程序中打开网页', region: '暂不支持选择地区' },
  ko: { cancel: '취소', done: '완료', year: '년', month: '월', day: '일', notYet: '{name} 구성 요소는 아직 지원되지 않습니다', webView: '여기서는 미니 프로그램 안에서 웹 페이지를 열 수 없습니다', region: '지역 선택은 아직 지원되지 않습니다' },
  de: { cancel: 'Abbrechen', done: 'Fertig', year: '', month: '', day: '', notYet: '{name} wird noch nicht unterstützt', webView: 'Webseiten können hier nicht in einem Mini-Programm geöffnet werden', region: 'Die Auswahl einer Region wird noch nicht unterstützt' },
};

/**
 * @param {string} name
 * @param {string} [about] for `{name}`
 */
function say(name, about = '') {
  const language = document.documentElement.lang.split('-')[0] ?? 'en';
  return (WORDS[language]?.[name] ?? WORDS['en']?.[name] ?? '').replace('{name}', about);
}
