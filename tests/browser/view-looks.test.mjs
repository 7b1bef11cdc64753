// How the built-in elements look, as a person would see them: Chinese, Korean and German, light and dark, on a phone.
// With BANCHAN_SHOTS=1 pictures are left in target/screenshots; checked are what a picture can't hide: nothing overflows, texts have contrast.

import assert from 'node:assert/strict';
import { pages } from './view-page.mjs';

const { each } = pages();

const TEXTS = {
  zh: {
    h: '组件',
    primary: '主要操作',
    def: '默认按钮',
    warn: '删除订单',
    load: '加载中…',
    plain: '朴素按钮',
    mini: '小按钮',
    name: '请输入姓名',
    note: '备注（选填）：例如送到门口',
    sw: '接收通知',
    a: '苹果',
    b: '香蕉',
    c: '芒果',
    dis: '已停用',
    pick: '请选择城市',
    nav: '前往单车页面',
    rich: '<p>这是<b>富文本</b>，含 <span style="color:#d33">红色</span> 与图片<img src="/picture.svg" width="40"></p>',
  },
  ko: {
    h: '구성 요소',
    primary: '결제하기',
    def: '기본 버튼',
    warn: '주문 삭제',
    load: '불러오는 중…',
    plain: '테두리 버튼',
    mini: '작은 버튼',
    name: '이름을 입력하세요',
    note: '배송 메모 (선택)',
    sw: '알림 받기',
    a: '사과',
    b: '바나나',
    c: '망고',
    dis: '사용 안 함',
    pick: '도시를 선택하세요',
    nav: '자전거 페이지로 이동',
    rich: '<p><b>서식 있는</b> 텍스트</p>',
  },
  de: {
    h: 'Bausteine',
    primary: 'Verbindlich reservieren',
    def: 'Standardschaltfläche',
    warn: 'Bestellung unwiderruflich löschen',
    load: 'Wird geladen…',
    plain: 'Umrandete Schaltfläche',
    mini: 'Klein',
    name: 'Vor- und Nachname',
    note: 'Anmerkung (freiwillig), zum Beispiel Hinterhofeingang',
    sw: 'Benachrichtigungen',
    a: 'Apfel',
    b: 'Banane',
    c: 'Mango',
    dis: 'Gesperrt',
    pick: 'Bitte eine Stadt wählen',
    nav: 'Zur Fahrradseite',
    rich: '<p><b>Formatierter</b> Text</p>',
  },
};

const css = `
.page { padding: 16px 16px 40px }
.h { font-size: 26px; font-weight: 600; margin: 8px 0 16px }
.row { display: flex; align-items: center; justify-content: space-between; padding: 12px 0; border-bottom: 1px solid var(--banchan-line) }
.gap wx-button { margin-bottom: 12px }
.card { margin: 14px 0; padding: 12px 14px; border-radius: 12px; border: 1px solid var(--banchan-line) }
.icons { display: flex; gap: 12px; margin: 14px 0 }
.s { height: 130px; margin-top: 14px; border-radius: 12px }
.s wx-view { height: 100%; display: flex; align-items: center; justify-content: center; color: #fff; font-size: 22px }
.imgs { display: flex; gap: 8px; margin-top: 14px }
.imgs wx-image { width: 80px; height: 80px; border-radius: 10px; background: var(--banchan-fill) }
`;

const icons = 'success success_no_circle info warn waiting cancel download search clear'.split(' ').map((type) => `<wx-icon type="${type}" size="30"></wx-icon>`).join('');

const controls = (t) => `<wx-view class="page"><wx-view class="h">${t.h}</wx-view><wx-view class="gap">
<wx-button type="primary">${t.primary}</wx-button><wx-button>${t.def}</wx-button><wx-button type="warn">${t.warn}</wx-button><wx-button type="primary" loading>${t.load}</wx-button>
<wx-button type="primary" plain>${t.plain}</wx-button><wx-button type="primary" disabled>${t.dis}</wx-button></wx-view>
<wx-view><wx-button size="mini" type="primary">${t.mini}</wx-button> <wx-button size="mini">${t.mini}</wx-button> <wx-button size="mini" type="warn" plain>${t.mini}</wx-button></wx-view>
<wx-view class="icons">${icons}</wx-view>
<wx-view class="card"><wx-input placeholder="${t.name}"></wx-input></wx-view>
<wx-view class="card"><wx-textarea placeholder="${t.note}" style="width:100%;height:60px"></wx-textarea></wx-view></wx-view>`;

const column = (texts) => `<wx-picker-view-column>${texts.map((text) => `<wx-view>${text}</wx-view>`).join('')}</wx-picker-view-column>`;

const more = (t) => `<wx-view class="page"><wx-view class="row"><wx-text>${t.sw}</wx-text><wx-switch checked></wx-switch></wx-view><wx-view class="row"><wx-text>${t.dis}</wx-text><wx-switch></wx-switch></wx-view>
<wx-checkbox-group class="row"><wx-checkbox value="a" checked>${t.a}</wx-checkbox><wx-checkbox value="b">${t.b}</wx-checkbox><wx-checkbox value="c" disabled>${t.c}</wx-checkbox></wx-checkbox-group>
<wx-radio-group class="row"><wx-radio value="a" checked>${t.a}</wx-radio><wx-radio value="b">${t.b}</wx-radio><wx-radio value="c" color="#c33">${t.c}</wx-radio></wx-radio-group>
<wx-slider value="40" show-value></wx-slider><wx-progress percent="60" show-info border-radius="3"></wx-progress>
<wx-swiper class="s" indicator-dots circular indicator-active-color="#fff" indicator-color="rgba(255,255,255,.4)"><wx-swiper-item><wx-view style="background:#357">1</wx-view></wx-swiper-item><wx-swiper-item><wx-view style="background:#753">2</wx-view></wx-swiper-item></wx-swiper>
<wx-view class="imgs"><wx-image src="/picture.svg" mode="aspectFill"></wx-image><wx-image src="/picture.svg" mode="aspectFit"></wx-image><wx-image src="/picture.svg"></wx-image><wx-image></wx-image></wx-view>
<wx-picker class="row" range='["Seoul","上海","Berlin"]' value="1" header-text="${t.pick}"><wx-view>${t.pick}</wx-view></wx-picker><wx-navigator class="row" url="x">${t.nav}</wx-navigator>
<wx-rich-text nodes="${t.rich.replaceAll('"', '&quot;')}"></wx-rich-text><wx-picker-view style="height:140px" value="[1,2]">${column([t.a, t.b, t.c])}${column([1, 2, 3, 4, 5])}</wx-picker-view><wx-map style="width:100%;height:60px"></wx-map></wx-view>`;

/** Widths that do not fit, and the contrast of each button's text with what is behind it. */
const findings = (p) =>
  p.frame.evaluate(() => {
    const parse = (text) => (text.match(/[\d.]+/g) ?? []).map(Number);
    const light = ([r, g, b]) => {
      const [x, y, z] = [r, g, b].map((v) => (v / 255 <= 0.03928 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * x + 0.7152 * y + 0.0722 * z;
    };
    const behind = (element) => {
      for (let at = element; at; at = at.parentElement) {
        const color = parse(getComputedStyle(at).backgroundColor);
        if (color.length === 3 || color[3] > 0.9) return color;
      }
      return [255, 255, 255];
    };
    const contrasts = [...document.querySelectorAll('wx-button:not([disabled])')].map((button) => {
      const back = behind(button);
      const ink = parse(getComputedStyle(button).color);
      const alpha = ink[3] ?? 1;
      const [a, b] = [light(ink.slice(0, 3).map((v, i) => v * alpha + back[i] * (1 - alpha))), light(back)].sort((x, y) => y - x);
      return (a + 0.05) / (b + 0.05);
    });
    return { wide: document.documentElement.scrollWidth - innerWidth, cut: [...document.querySelectorAll('wx-button')].filter((b) => b.scrollWidth > b.clientWidth + 1).length, least: Math.min(9, ...contrasts) };
  });

for (const [lang, theme] of [['zh', 'light'], ['zh', 'dark'], ['ko', 'dark'], ['de', 'light']]) {
  for (const [part, make] of [['controls', controls], ['more', more]]) {
    each(`${part}_fit_and_can_be_read_in_${lang}_${theme}`, async (open) => {
      const p = await open(make(TEXTS[lang]), { css, lang, theme });
      await p.settle();
      await p.shot(`${part}-${lang}-${theme}`);
      const { wide, cut, least } = await findings(p);
      assert.equal(wide, 0, 'the page is wider than the phone');
      assert.equal(cut, 0, 'a button cuts its text');
      assert.ok(least >= 3, `contrast ${least}`);
      assert.deepEqual(await p.kind('error'), []);
      await p.close();
    });
  }
  // A page of its own: right after a picture, this Chromium halves the coordinates of a touch (the page's density is 2).
  each(`the_sheet_of_a_picker_opens_in_${lang}_${theme}`, async (open) => {
    const p = await open(more(TEXTS[lang]), { css, lang, theme });
    await p.settle();
    await p.tap('wx-picker');
    await p.sees(() => document.body.lastElementChild.shadowRoot?.textContent.includes('上海'));
    await p.shot(`picker-${lang}-${theme}`);
    await p.close();
  });
}
