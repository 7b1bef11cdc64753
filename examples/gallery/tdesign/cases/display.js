// TDesign: what only shows something.
const { texts: t } = require('../../lib/i18n');

module.exports = {
  avatar: {
    states: {
      image: `<view class="row"><t-avatar image="/images/leaf.svg" alt="{{t.leaf}}" bordered size="large" /><t-avatar image="/images/sun.svg" shape="round" size="medium" /><t-avatar icon="user" size="small" /><t-avatar size="40px">A</t-avatar></view>`,
      badge: `<view class="row"><t-avatar image="/images/leaf.svg" badgeProps="{{ {count: 6, offset: [4, 4]} }}" /><t-avatar icon="user" badgeProps="{{ {dot: true} }}" /></view>`,
      error: `<t-avatar image="/images/missing.png" hideOnLoadFailed icon="user" bind:error="tap" />`,
    },
  },
  'avatar-group': {
    states: {
      max: `<t-avatar-group max="{{3}}" cascading="left-up"><t-avatar wx:for="{{images}}" wx:key="*this" image="{{item}}" bordered /></t-avatar-group>`,
      collapse: `<t-avatar-group max="{{2}}" size="small" cascading="right-up" collapseAvatar="+9" bind:collapsed-item-click="tap"><t-avatar wx:for="{{images}}" wx:key="*this" image="{{item}}" /></t-avatar-group>`,
    },
    data: { images: ['/images/leaf.svg', '/images/sun.svg', '/images/tea.svg', '/images/gift.svg'] },
  },
  badge: {
    states: {
      count: `<view class="row wide"><t-badge count="8"><t-icon name="mail" size="28px" /></t-badge><t-badge dot><t-icon name="notification" size="28px" /></t-badge><t-badge count="120" maxCount="{{99}}" offset="{{ [4, -2] }}"><t-icon name="chat" size="28px" /></t-badge></view>`,
      shape: `<view class="row wide"><t-badge count="{{t.fresh}}" shape="bubble" content="{{t.tea}}" /><t-badge count="4" shape="square" size="large" content="{{t.mail}}" color="#7a4bd6" /></view><t-cell title="{{t.sale}}"><t-badge slot="note" shape="ribbon-right" count="{{t.fresh}}" /></t-cell>`,
    },
  },
  tag: {
    states: {
      theme: `<view class="row"><t-tag wx:for="{{themes}}" wx:key="*this" theme="{{item}}" variant="light">{{item}}</t-tag></view>`,
      variant: `<view class="row"><t-tag theme="primary">dark</t-tag><t-tag theme="primary" variant="outline">outline</t-tag><t-tag theme="primary" variant="light-outline" shape="round">round</t-tag><t-tag theme="success" shape="mark" size="large">mark</t-tag></view>`,
      closable: `<view class="row"><t-tag closable size="large" icon="discount" bind:close="tap" bind:click="tap">{{t.sale}}</t-tag><t-tag maxWidth="{{120}}">{{t.story}}</t-tag><t-tag disabled closable>{{t.disabled}}</t-tag></view>`,
    },
    data: { themes: ['default', 'primary', 'success', 'warning', 'danger'] },
  },
  'check-tag': {
    states: {
      checked: `<view class="row"><t-check-tag defaultChecked content="{{t.popular}}" bind:change="tap" /><t-check-tag content="{{ [t.done, t.sale] }}" variant="outline" size="large" /><t-check-tag icon="heart" content="{{t.heart}}" shape="round" closable bind:close="tap" /><t-check-tag disabled content="{{t.disabled}}" /></view>`,
    },
  },
  empty: {
    states: {
      icon: `<t-empty icon="info-circle-filled" description="{{t.nothing}}" />`,
      image: `<t-empty image="/images/empty.svg" description="{{t.nothing}}"><t-button slot="action" theme="primary" size="small">{{t.upload}}</t-button></t-empty>`,
    },
  },
  result: {
    states: {
      success: `<t-result theme="success" title="{{t.paid}}" description="{{t.paidText}}" />`,
      other: `<t-result theme="warning" title="{{t.sold}}" /><t-result theme="error" title="{{t.wrong}}" icon="close-octagon" /><t-result image="/images/empty.svg" title="{{t.nothing}}" />`,
    },
  },
  image: {
    states: {
      mode: `<view class="row"><t-image wx:for="{{modes}}" wx:key="*this" src="/images/photos.svg" mode="{{item}}" width="72" height="72" bind:load="tap" /></view>`,
      shape: `<view class="row"><t-image src="/images/gift.svg" shape="circle" width="64px" height="64px" /><t-image src="/images/gift.svg" shape="round" width="64px" height="64px" lazy /></view>`,
      'loading · error': `<view class="row"><t-image loading="slot" width="72" height="72"><t-loading slot="loading" size="24px" /></t-image><t-image src="/images/missing.png" error="{{t.nothing}}" width="72" height="72" bind:error="tap" /></view>`,
    },
    data: { modes: ['aspectFit', 'aspectFill', 'scaleToFill'] },
  },
  'image-viewer': {
    bare: true,
    states: { images: `<t-image-viewer visible="{{seen}}" images="{{images}}" initialIndex="{{1}}" showIndex closeBtn deleteBtn data-key="seen" bind:close="close" bind:change="tap" bind:delete="tap" />` },
    data: { seen: false, images: ['/images/tea.svg', '/images/bread.svg', '/images/leaf.svg'] },
    acts: { open: { seen: true } },
  },
  progress: {
    states: {
      theme: `<view class="col"><t-progress percentage="{{30}}" /><t-progress theme="plump" percentage="{{62}}" /><t-progress percentage="{{80}}" status="warning" label="{{false}}" /><t-progress percentage="{{100}}" status="success" /></view>`,
      circle: `<view class="row wide"><t-progress theme="circle" percentage="{{45}}" /><t-progress theme="circle" percentage="{{75}}" size="micro" color="#2ba471" strokeWidth="4" label="{{false}}" /><t-progress theme="circle" percentage="{{60}}" status="error" size="small" /></view>`,
      color: `<t-progress percentage="{{70}}" color="{{ {from: '#0052d9', to: '#2ba471'} }}" trackColor="#e4e4ea" label="{{t.onTheWay}}" />`,
    },
  },
  skeleton: {
    states: {
      theme: `<view class="col"><t-skeleton theme="text" /><t-skeleton theme="avatar" animation="gradient" /><t-skeleton theme="paragraph" animation="flashed" /></view>`,
      rowCol: `<t-skeleton rowCol="{{rows}}" loading="{{waiting}}"><t-cell title="{{t.tea}}" /></t-skeleton>`,
    },
    data: { waiting: true, rows: [{ size: '120rpx', type: 'circle' }, [{ width: '40%' }, { width: '50%', marginLeft: '16rpx' }], 1] },
    acts: { loaded: { waiting: false } },
  },
  'count-down': {
    states: {
      format: `<view class="col"><t-count-down time="{{96 * 60 * 1000}}" autoStart="{{false}}" /><t-count-down time="{{96 * 60 * 1000}}" autoStart="{{false}}" content="default" millisecond format="HH:mm:ss:SSS" size="large" /></view>`,
      theme: `<view class="col"><t-count-down time="{{96 * 60 * 1000}}" autoStart="{{false}}" theme="round" /><t-count-down time="{{96 * 60 * 1000}}" autoStart="{{false}}" theme="square" splitWithUnit bind:finish="tap" bind:change="tap" /></view>`,
    },
  },
  collapse: {
    flush: true,
    states: {
      value: `<t-collapse value="{{panels}}" data-key="panels" bind:change="take"><t-collapse-panel wx:for="{{list}}" wx:key="value" value="{{item.value}}" header="{{item.header}}" headerRightContent="{{item.note}}">{{item.content}}</t-collapse-panel></t-collapse>`,
      theme: `<t-collapse theme="card" expandMutex defaultValue="{{ [0] }}"><t-collapse-panel value="{{0}}" header="{{t.tea}}" content="{{t.teaNote}}" placement="top" /><t-collapse-panel value="{{1}}" header="{{t.bread}}" content="{{t.breadNote}}" disabled expandIcon="{{false}}" /></t-collapse>`,
    },
    data: { panels: ['a'], list: [{ value: 'a', header: t.tab1, note: '3', content: t.story }, { value: 'b', header: t.tab2, note: '8', content: t.notice }] },
    acts: { both: { panels: ['a', 'b'] } },
  },
  steps: {
    states: {
      horizontal: `<t-steps current="{{step}}" data-key="step" bind:change="takeCurrent"><t-step-item title="{{t.ordered}}" content="9:05" /><t-step-item title="{{t.packed}}" content="9:40" /><t-step-item title="{{t.onTheWay}}" /><t-step-item title="{{t.arrived}}" /></t-steps>`,
      icon: `<t-steps defaultCurrent="{{1}}" readonly><t-step-item title="{{t.ordered}}" icon="cart" /><t-step-item title="{{t.packed}}" icon="gift" /><t-step-item title="{{t.arrived}}" icon="home" /></t-steps>`,
      vertical: `<t-steps layout="vertical" theme="dot" current="{{1}}" currentStatus="error"><t-step-item title="{{t.ordered}}" content="{{t.paidText}}" /><t-step-item title="{{t.packed}}" content="{{t.wrong}}" extra="{{t.more}}" /><t-step-item title="{{t.arrived}}" /></t-steps>`,
    },
    data: { step: 1 },
    acts: { next: { step: 2 } },
  },
  table: {
    states: { data: `<t-table data="{{rows}}" columns="{{columns}}" rowKey="id" bordered stripe />` },
    data: { columns: [{ colKey: 'name', title: t.name }, { colKey: 'price', title: '¥', align: 'right' }], rows: [{ id: 1, name: t.tea, price: 32 }, { id: 2, name: t.bread, price: 14 }, { id: 3, name: t.apples, price: 12 }] },
  },
  watermark: {
    states: { text: `<t-watermark content="Banchan" watermarkContent="{{ {text: 'Banchan'} }}" width="{{120}}" height="{{60}}" y="{{40}}" alpha="{{0.4}}"><view class="box tall">{{t.story}}</view></t-watermark>` },
  },
  qrcode: {
    states: {
      value: `<view class="row wide"><t-qrcode value="banchan://open/gallery.banchan.example" size="{{120}}" /><t-qrcode value="banchan" size="{{120}}" level="H" color="#0052d9" bgColor="#f2f3ff" icon="/images/tdesign.svg" iconSize="{{24}}" borderless /></view>`,
      status: `<view class="row wide"><t-qrcode value="banchan" size="{{120}}" status="expired" bind:refresh="tap" /><t-qrcode value="banchan" size="{{120}}" status="loading" /><t-qrcode value="banchan" size="{{120}}" status="scanned" /></view>`,
    },
  },
};
