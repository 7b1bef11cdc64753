// TDesign: buttons, words, and how a screen is divided.
const { texts: t } = require('../../lib/i18n');

module.exports = {
  button: {
    states: {
      theme: `<view class="row"><t-button theme="primary" bind:tap="tap">{{t.save}}</t-button><t-button theme="light">{{t.cancel}}</t-button><t-button theme="danger">{{t.delete}}</t-button><t-button>{{t.more}}</t-button></view>`,
      variant: `<view class="row"><t-button wx:for="{{variants}}" wx:key="*this" variant="{{item}}" theme="primary">{{item}}</t-button></view>`,
      'size · shape': `<view class="row"><t-button size="extra-small" theme="primary">{{t.small}}</t-button><t-button size="small" shape="round" theme="primary">{{t.small}}</t-button><t-button icon="search" shape="circle" theme="light" aria-label="{{t.search}}" /><t-button icon="add" shape="square" theme="primary" aria-label="{{t.add}}" /></view>`,
      'loading · disabled': `<view class="row"><t-button theme="primary" loading loadingProps="{{ {size: '18px'} }}">{{t.loading}}</t-button><t-button theme="primary" disabled>{{t.disabled}}</t-button></view>`,
      block: `<t-button block theme="primary" size="large" icon="cart" content="{{t.large}}" />`,
    },
    data: { variants: ['base', 'outline', 'dashed', 'text'] },
  },
  link: {
    states: {
      theme: `<view class="row"><t-link wx:for="{{themes}}" wx:key="*this" theme="{{item}}" content="{{t.more}}" suffixIcon="chevron-right" /></view>`,
      'underline · size': `<view class="row"><t-link theme="primary" underline size="small" content="{{t.small}}" prefixIcon="link" /><t-link theme="primary" underline size="large" content="{{t.more}}" navigatorProps="{{ {url: '/pages/home/home', openType: 'reLaunch'} }}" /></view>`,
      disabled: `<t-link disabled theme="primary" content="{{t.disabled}}" bind:complete="tap" />`,
    },
    data: { themes: ['default', 'primary', 'success', 'warning', 'danger'] },
  },
  icon: {
    states: {
      name: `<view class="row"><t-icon wx:for="{{names}}" wx:key="*this" name="{{item}}" size="48rpx" bind:click="tap" /></view>`,
      'size · color': `<view class="row"><t-icon name="heart-filled" size="24px" color="#e34d59" /><t-icon name="star-filled" size="36px" color="#ed7b2f" /><t-icon name="/images/tea.svg" size="40px" /></view>`,
    },
    data: { names: ['home', 'search', 'cart', 'user', 'setting', 'time', 'location', 'check-circle'] },
  },
  divider: {
    states: {
      align: `<t-divider /><t-divider content="{{t.or}}" /><t-divider align="left" content="{{t.tab1}}" /><t-divider dashed align="right" content="{{t.tab2}}" />`,
      vertical: `<view class="row"><text>{{t.tab1}}</text><t-divider layout="vertical" /><text>{{t.tab2}}</text><t-divider layout="vertical" dashed /><text>{{t.tab3}}</text></view>`,
    },
  },
  'cell-group': {
    flush: true,
    states: {
      default: `<t-cell-group title="{{t.orchard}}"><t-cell title="{{t.apples}}" note="¥12" /><t-cell title="{{t.pears}}" note="¥9" arrow /></t-cell-group>`,
      card: `<t-cell-group theme="card" bordered><t-cell title="{{t.apples}}" /><t-cell title="{{t.pears}}" /></t-cell-group>`,
    },
  },
  cell: {
    flush: true,
    states: {
      plain: `<t-cell title="{{t.tea}}" note="¥32" bind:click="tap" /><t-cell title="{{t.messages}}" arrow hover><t-badge slot="note" count="12" /></t-cell><t-cell title="{{t.notify}}" required leftIcon="notification"><t-switch slot="note" defaultValue="{{true}}" /></t-cell>`,
      description: `<t-cell title="{{t.tea}}" description="{{t.teaNote}}" image="/images/tea.svg" align="top" arrow /><t-cell title="{{t.bread}}" description="{{t.breadNote}}" leftIcon="gift" rightIcon="ellipsis" url="/pages/home/home" bordered="{{false}}" />`,
    },
  },
  grid: {
    flush: true,
    states: {
      column: `<t-grid column="{{4}}"><t-grid-item wx:for="{{places}}" wx:key="text" text="{{item.text}}" image="{{item.image}}" badgeProps="{{item.badge}}" bind:click="tap" /></t-grid>`,
      border: `<t-grid column="{{3}}" border theme="default"><t-grid-item text="{{t.mail}}" icon="mail" /><t-grid-item text="{{t.photos}}" icon="image" description="24" /><t-grid-item text="{{t.music}}" icon="music" /></t-grid>`,
      card: `<t-grid column="{{2}}" theme="card" gutter="{{16}}" hover><t-grid-item layout="horizontal" text="{{t.gift}}" description="{{t.fresh}}" image="/images/gift.svg" url="/pages/home/home" /><t-grid-item layout="horizontal" text="{{t.leaf}}" description="{{t.sale}}" image="/images/leaf.svg" /></t-grid>`,
    },
    data: { places: [{ text: t.mail, image: '/images/mail.svg', badge: { count: 3 } }, { text: t.photos, image: '/images/photos.svg' }, { text: t.music, image: '/images/music.svg', badge: { dot: true } }, { text: t.sun, image: '/images/sun.svg' }] },
  },
  row: {
    states: {
      span: `<t-row gutter="{{16}}"><t-col span="8"><view class="box">8</view></t-col><t-col span="8"><view class="box">8</view></t-col><t-col span="8"><view class="box">8</view></t-col></t-row>`,
      offset: `<t-row gutter="{{ [16, 8] }}"><t-col span="{{6}}"><view class="box">6</view></t-col><t-col span="{{12}}" offset="{{6}}"><view class="box">6 + 12</view></t-col></t-row>`,
    },
  },
  footer: {
    states: {
      text: `<t-footer text="{{t.copyright}}" />`,
      links: `<t-footer text="{{t.copyright}}" links="{{links}}" />`,
      logo: `<t-footer logo="{{ {icon: '/images/tdesign.svg', title: 'TDesign'} }}" />`,
    },
    data: { links: [{ name: t.terms, url: '/pages/home/home' }, { name: t.help, url: '/pages/home/home', openType: 'redirect' }] },
  },
  text: {
    states: {
      marks: `<view class="col"><t-text content="{{t.tea}}" strong /><t-text content="{{t.bread}}" italic underline /><t-text content="{{t.sold}}" delete theme="secondary" /><t-text content="npm install" code /><t-text content="⌘ K" keyboard /><t-text content="{{t.fresh}}" mark /></view>`,
      theme: `<view class="col"><t-text wx:for="{{themes}}" wx:key="*this" theme="{{item}}" content="{{item}}" /></view>`,
      'ellipsis · copyable': `<t-text content="{{t.story}}" ellipsis="{{ {row: 1, expandable: true} }}" copyable bind:expand="tap" bind:copy="tap" />`,
    },
    data: { themes: ['primary', 'success', 'warning', 'error'] },
  },
  title: { states: { level: `<t-title content="{{t.title}}" /><t-title level="h3" content="{{t.tea}}" /><t-title level="h5" content="{{t.bread}}" />`, ellipsis: `<t-title level="h4" content="{{t.story}}" ellipsis />` } },
  paragraph: { states: { content: `<t-paragraph content="{{t.story}}" />`, ellipsis: `<t-paragraph content="{{t.story}}" ellipsis="{{ {row: 2, expandable: true, collapsible: true} }}" bind:expand="tap" />` } },
  'config-provider': {
    states: {
      themeVars: `<t-config-provider themeVars="{{vars}}"><t-button theme="primary">{{t.save}}</t-button><t-switch defaultValue="{{true}}" /></t-config-provider>`,
      globalConfig: `<t-config-provider globalConfig="{{words}}"><t-picker usePopup="{{false}}" title="{{t.quantity}}"><t-picker-item options="{{options}}" /></t-picker></t-config-provider>`,
    },
    data: { vars: { tdBrandColor: '#7a4bd6', buttonBorderRadius: '20px' }, words: { picker: { cancel: t.cancel, confirm: t.ok } }, options: [{ label: '1', value: 1 }, { label: '2', value: 2 }, { label: '3', value: 3 }] },
  },
};
