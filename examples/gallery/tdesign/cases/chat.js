// TDesign: talking with an assistant.
const { texts: t } = require('../../lib/i18n');

const file = (name, more) => Object.assign({ fileType: 'pdf', name, url: `https://example.com/${name}`, size: 20480, status: 'success' }, more);
const markdown = `## ${t.tea}\n\n${t.story} **${t.fresh}** *${t.sale}* \`code\`\n\n- ${t.apples}\n- ${t.pears}\n\n1. ${t.tab1}\n2. ${t.tab2}\n\n> ${t.notice}\n\n| ${t.name} | ¥ |\n| --- | --- |\n| ${t.tea} | 32 |\n\n\`\`\`js\nconst n = 1;\n\`\`\`\n\n[${t.more}](https://example.com)\n`;

module.exports = {
  attachments: {
    states: { items: `<t-attachments items="{{files}}" bind:remove="tap" bind:fileclick="tap" />`, removable: `<t-attachments items="{{files}}" removable="{{false}}" imageViewer="{{false}}" />` },
    data: { files: [file('tea.pdf'), file('bread.doc', { fileType: 'doc', status: 'pending', progress: 40 }), file('leaf.svg', { fileType: 'image', url: '/images/leaf.svg', width: 80, height: 80 }), file('sun.txt', { fileType: 'txt', status: 'error', errorMessage: t.wrong })] },
  },
  'chat-loading': { states: { animation: `<view class="col"><t-chat-loading wx:for="{{kinds}}" wx:key="*this" animation="{{item}}" text="{{t.loading}}" /></view>` }, data: { kinds: ['moving', 'skeleton', 'gradient', 'circle', 'dot'] } },
  'chat-thinking': {
    states: { status: `<view class="col"><t-chat-thinking wx:for="{{kinds}}" wx:key="*this" status="{{item}}" content="{{ {title: t.loading, text: t.story} }}" layout="{{index ? 'border' : 'block'}}" maxHeight="{{80}}" bind:collapsedChange="tap" /></view>`, collapsed: `<t-chat-thinking collapsed="{{folded}}" status="complete" content="{{ {title: t.done, text: t.story} }}" />` },
    data: { folded: true, kinds: ['pending', 'complete', 'stop', 'error'] },
    acts: { unfold: { folded: false } },
  },
  'chat-content': { states: { role: `<t-chat-content role="user" content="{{ {type: 'text', data: t.story} }}" /><t-chat-content role="assistant" content="{{ {type: 'markdown', data: words} }}" bind:click="tap" />`, error: `<t-chat-content role="assistant" status="error" content="{{ {type: 'text', data: t.wrong} }}" />` }, data: { words: `**${t.tea}** ${t.teaNote}` } },
  'chat-markdown': {
    states: { content: `<t-chat-markdown content="{{words}}" options="{{ {gfm: true, pedantic: false, breaks: true} }}" bind:click="tap" />`, streaming: `<t-chat-markdown content="{{t.loading}}" streaming="{{ {hasNextChunk: true, tail: true} }}" />` },
    data: { words: markdown },
    acts: { longer: { words: `${markdown}\n# ${t.done}` } },
  },
  'chat-message': {
    states: {
      role: `<view class="col"><t-chat-message role="user" placement="right" content="{{asked}}" datetime="9:05" bind:message-longpress="tap" /><t-chat-message avatar="/images/leaf.svg" name="{{t.leaf}}" datetime="9:06" role="assistant" variant="text" content="{{answered}}" chatContentProps="{{ {thinking: {maxHeight: 100}} }}" status="complete"><t-chat-actionbar slot="actionbar" content="{{t.story}}" /></t-chat-message></view>`,
      status: `<t-chat-message role="assistant" status="pending" animation="circle" avatar="/images/leaf.svg" name="{{t.leaf}}" content="{{ [] }}" />`,
      attachment: `<t-chat-message role="user" variant="outline" placement="right" content="{{ [ {type: 'attachment', data: files} ] }}" />`,
    },
    data: { asked: [{ type: 'text', data: t.search }], answered: [{ type: 'thinking', data: { title: t.done, text: t.notice } }, { type: 'markdown', data: `**${t.tea}**: ${t.teaNote}` }], files: [file('tea.pdf')] },
  },
  'chat-actionbar': {
    states: { actionBar: `<t-chat-actionbar content="{{t.story}}" comment="good" actionBar="{{ ['replay', 'copy', 'good', 'bad', 'share'] }}" chatId="1" bind:actions="tap" />`, placement: `<t-chat-actionbar content="{{t.story}}" placement="end" disabled actionBar="{{ ['copy', 'share'] }}" />` },
  },
  'chat-list': {
    states: { data: `<view class="tall scroll"><t-chat-list data="{{chat}}" reverse="{{false}}" bind:scroll="tap"><view slot="footer">{{t.copyright}}</view></t-chat-list></view>` },
    data: { chat: [{ avatar: '/images/sun.svg', name: t.me, role: 'user', content: [{ type: 'text', data: t.search }] }, { avatar: '/images/leaf.svg', name: t.leaf, role: 'assistant', datetime: '9:06', status: 'complete', content: [{ type: 'markdown', data: t.teaNote }] }] },
    acts: { empty: { chat: [] } },
  },
  'chat-sender': {
    states: {
      value: `<t-chat-sender value="{{t.tea}}" placeholder="{{t.hint}}" renderPresets="{{presets}}" bind:send="tap" bind:stop="tap" bind:change="tap" bind:focus="tap" bind:blur="tap" bind:fileAdd="tap" bind:keyboardheightchange="tap" />`,
      files: `<t-chat-sender fileList="{{files}}" visible attachmentsProps="{{ {items: files, removable: true} }}" loading bind:fileDelete="tap" bind:fileClick="tap" bind:uploadClick="tap" /><view class="room" />`,
    },
    data: { files: [file('tea.pdf')], presets: [{ name: 'upload', presets: ['uploadCamera', 'uploadImage', 'uploadAttachment'], status: '' }, { name: 'send', type: 'icon' }] },
  },
  'chat-record': { states: { record: `<t-chat-record duration="{{60000}}" bind:record="tap" bind:cancel="tap" />` } },
};
