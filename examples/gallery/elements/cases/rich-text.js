// rich-text: simple markup, and nothing that runs.
const { texts: t } = require('../../lib/i18n');

module.exports = {
  data: {
    html: `<h3>${t.tea}</h3><p>${t.story}</p><ul><li><b>${t.hot}</b></li><li><i>${t.iced}</i></li></ul><table><tr><td style="padding: 4px 12px; border: 1px solid">1</td><td style="padding: 4px 12px; border: 1px solid">2</td></tr></table><img src="/images/tea.svg" width="48">`,
    list: [{ name: 'p', attrs: { style: 'border-left: 3px solid #c25a34; padding-left: 8px', class: 'own' }, children: [{ type: 'text', text: 'a &lt; b ' }, { name: 'strong', children: [{ type: 'text', text: t.bread }] }] }],
    plain: `<p>${t.notice}</p>`,
    hostile: '<p id="x" onclick="alert(1)">ok</p><script>alert(2)<\/script><iframe src="https://example.org"></iframe><img src="javascript:alert(3)" onerror="alert(4)">',
  },
};
