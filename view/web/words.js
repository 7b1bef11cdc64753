// What a web-view says by itself, in the language of the document. Everything else inside it is the partner's.

/** @type {Record<string, Record<string, string>>} */
const WEB_WORDS = {
  en: { loading: 'Opening {host}', empty: 'This page has no address to show', refused: 'This page may not be shown here', failed: 'This page could not be opened', left: 'The page wanted to go to {host}, which is not among the sites of this mini-program', back: 'Back to the page', again: 'Try again' },
  zh: { loading: '正在打开 {host}', empty: '此页面没有可显示的网址', refused: '此网页不能在这里显示', failed: '网页无法打开', left: '网页想要前往 {host}，它不在此小程序的网站列表中', back: '返回网页', again: '重试' },
  ko: { loading: '{host} 여는 중', empty: '표시할 주소가 없습니다', refused: '이 웹 페이지는 여기에 표시할 수 없습니다', failed: '웹 페이지를 열 수 없습니다', left: '웹 페이지가 이 미니 프로그램의 사이트 목록에 없는 {host}(으)로 이동하려고 했습니다', back: '웹 페이지로 돌아가기', again: '다시 시도' },
  de: { loading: '{host} wird geöffnet', empty: 'Diese Seite hat keine Adresse, die sich zeigen lässt', refused: 'Diese Webseite darf hier nicht gezeigt werden', failed: 'Die Webseite konnte nicht geöffnet werden', left: 'Die Webseite wollte zu {host} wechseln, das nicht zu den Websites dieses Mini-Programms gehört', back: 'Zurück zur Webseite', again: 'Noch einmal versuchen' },
};

/** @param {string} name @param {string} [host] */
function webSays(name, host = '') {
  const language = document.documentElement.lang.split('-')[0] ?? 'en';
  return (WEB_WORDS[language]?.[name] ?? WEB_WORDS['en']?.[name] ?? '').replace('{host}', host);
}
