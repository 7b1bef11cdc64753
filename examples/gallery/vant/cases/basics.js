// Vant: what most screens are made of.
const { texts: t } = require('../../lib/i18n');

module.exports = {
  button: {
    states: {
      type: `<view class="row"><van-button wx:for="{{types}}" wx:key="*this" type="{{item}}" bind:click="tap">{{item}}</van-button></view>`,
      'plain · shape': `<view class="row"><van-button plain type="info">{{t.save}}</van-button><van-button plain hairline type="primary">{{t.save}}</van-button><van-button square type="primary">{{t.ok}}</van-button><van-button round type="info">{{t.ok}}</van-button><van-button color="linear-gradient(to right, #4bb0ff, #6149f6)">{{t.fresh}}</van-button></view>`,
      'size · icon': `<view class="row"><van-button size="small" type="primary" icon="star-o">{{t.heart}}</van-button><van-button size="mini" type="info">{{t.small}}</van-button><van-button icon="/images/tea.svg" type="default">{{t.tea}}</van-button></view><van-button block size="large" type="info">{{t.large}}</van-button>`,
      'loading · disabled': `<view class="row"><van-button loading type="primary" /><van-button loading loading-type="spinner" loading-text="{{t.loading}}" type="info" /><van-button disabled type="info">{{t.disabled}}</van-button></view>`,
    },
    data: { types: ['default', 'primary', 'info', 'warning', 'danger'] },
  },
  icon: {
    states: {
      name: `<view class="row wide"><van-icon wx:for="{{names}}" wx:key="*this" name="{{item}}" size="28px" bind:click="tap" /></view>`,
      'dot · info · color': `<view class="row wide"><van-icon name="chat-o" dot size="28px" /><van-icon name="cart-o" info="9" size="28px" color="#1989fa" /><van-icon name="/images/leaf.svg" size="32px" info="99+" /></view>`,
    },
    data: { names: ['wap-home-o', 'search', 'cart-o', 'user-o', 'setting-o', 'clock-o', 'location-o', 'passed'] },
  },
  'cell-group': { flush: true, states: { title: `<van-cell-group title="{{t.orchard}}"><van-cell title="{{t.apples}}" value="¥12" /><van-cell title="{{t.pears}}" value="¥9" /></van-cell-group>`, inset: `<van-cell-group inset border="{{false}}"><van-cell title="{{t.apples}}" /><van-cell title="{{t.pears}}" /></van-cell-group>` } },
  cell: {
    flush: true,
    states: {
      value: `<van-cell title="{{t.tea}}" value="¥32" label="{{t.teaNote}}" size="large" /><van-cell title="{{t.messages}}" is-link icon="chat-o" value="12" bind:click="tap" /><van-cell title="{{t.city}}" is-link arrow-direction="down" required url="/pages/home/home" link-type="navigateTo" />`,
      slots: `<van-cell use-label-slot center title-width="120px"><view slot="title">{{t.bread}} <van-tag type="danger">{{t.sale}}</van-tag></view><view slot="label">{{t.breadNote}}</view><van-icon slot="right-icon" name="search" /></van-cell><van-cell title="{{t.disabled}}" border="{{false}}" clickable />`,
    },
  },
  row: { states: { span: `<van-row><van-col span="8"><view class="box">8</view></van-col><van-col span="8"><view class="box">8</view></van-col><van-col span="8"><view class="box">8</view></van-col></van-row>`, gutter: `<van-row gutter="20"><van-col span="6"><view class="box">6</view></van-col><van-col span="12" offset="6"><view class="box">6 + 12</view></van-col></van-row>` } },
  image: {
    states: {
      fit: `<view class="row"><van-image wx:for="{{fits}}" wx:key="*this" src="/images/photos.svg" fit="{{item}}" width="72px" height="72px" bind:click="tap" bind:load="tap" /></view>`,
      'round · radius': `<view class="row"><van-image round width="72" height="72" src="/images/gift.svg" /><van-image radius="12px" width="72" height="72" src="/images/gift.svg" lazy-load /></view>`,
      'loading · error': `<view class="row"><van-image width="72" height="72" use-loading-slot><van-loading slot="loading" type="spinner" size="20" /></van-image><van-image width="72" height="72" src="/images/missing.png" use-error-slot bind:error="tap"><text slot="error">{{t.nothing}}</text></van-image></view>`,
    },
    data: { fits: ['contain', 'cover', 'fill', 'none'] },
  },
  'config-provider': { states: { themeVars: `<van-config-provider theme-vars="{{vars}}"><view class="row"><van-button type="primary" round>{{t.save}}</van-button><van-rate value="{{4}}" /></view></van-config-provider>` }, data: { vars: { buttonPrimaryBackgroundColor: '#7a4bd6', buttonPrimaryBorderColor: '#7a4bd6', rateIconFullColor: '#7a4bd6' } } },
  transition: { states: { name: `<van-transition show="{{seen}}" name="fade-up" duration="{{ {enter: 300, leave: 100} }}" bind:before-enter="tap" bind:enter="tap" bind:after-enter="tap" bind:before-leave="tap" bind:leave="tap" bind:after-leave="tap"><view class="box">{{t.tea}}</view></van-transition>` }, data: { seen: true }, acts: { hide: { seen: false } } },
  loading: { states: { type: `<view class="row wide"><van-loading /><van-loading type="spinner" color="#1989fa" /><van-loading size="24px" text-size="13px">{{t.loading}}</van-loading><van-loading vertical size="24px">{{t.loading}}</van-loading></view>` } },
  divider: { states: { position: `<van-divider /><van-divider contentPosition="center">{{t.or}}</van-divider><van-divider dashed contentPosition="left">{{t.tab1}}</van-divider><van-divider hairline contentPosition="right" textColor="#1989fa" borderColor="#1989fa" fontSize="18">{{t.tab2}}</van-divider>` } },
  info: { states: { info: `<view class="row wide"><view class="hold">{{t.mail}}<van-info info="8" /></view><view class="hold">{{t.photos}}<van-info dot /></view></view>` } },
  tag: {
    states: {
      type: `<view class="row"><van-tag wx:for="{{types}}" wx:key="*this" type="{{item}}">{{item}}</van-tag></view>`,
      shape: `<view class="row"><van-tag plain type="primary">plain</van-tag><van-tag round type="success">round</van-tag><van-tag mark type="danger" size="large">mark</van-tag><van-tag color="#f2826a" text-color="#fff" size="medium">{{t.fresh}}</van-tag><van-tag wx:if="{{shown}}" type="primary" closeable size="medium" data-key="shown" bind:close="close">{{t.sale}}</van-tag></view>`,
    },
    data: { shown: true, types: ['default', 'primary', 'success', 'danger', 'warning'] },
  },
  progress: { states: { percentage: `<view class="col wide"><van-progress percentage="{{50}}" /><van-progress inactive percentage="{{70}}" stroke-width="8" /><van-progress color="linear-gradient(to right, #be99ff, #7232dd)" percentage="{{80}}" pivot-text="{{t.onTheWay}}" pivot-color="#7232dd" /><van-progress show-pivot="{{false}}" percentage="{{30}}" track-color="#e4e4ea" /></view>` } },
  circle: { states: { value: `<view class="row wide"><van-circle speed="{{0}}" value="{{n}}" size="{{90}}" text="{{n}}%" /><van-circle speed="{{0}}" value="{{70}}" size="{{90}}" stroke-width="8" color="{{colours}}" layer-color="#e4e4ea" clockwise="{{false}}">{{t.done}}</van-circle><van-circle speed="{{0}}" type="2d" value="{{40}}" size="{{90}}" line-cap="butt" fill="#fff3e8" /></view>` }, data: { n: 30, colours: { '0%': '#3fecff', '100%': '#6149f6' } }, acts: { more: { n: 60 } } },
  'count-down': { states: { format: `<view class="col"><van-count-down time="{{5780000}}" auto-start="{{false}}" /><van-count-down millisecond time="{{5780000}}" auto-start="{{false}}" format="HH:mm:ss:SS" bind:finish="tap" /><van-count-down use-slot time="{{5780000}}" auto-start="{{false}}" data-key="left" bind:change="takeDetail"><text class="box">{{left.hours || 1}} : {{left.minutes || 36}}</text></van-count-down></view>` }, data: { left: {} } },
  empty: { states: { image: `<van-empty description="{{t.nothing}}" /><van-empty image="search" description="{{t.nothing}}"><van-button round type="info" size="small">{{t.back}}</van-button></van-empty>`, own: `<van-empty image="/images/empty.svg" description="{{t.nothing}}" />` } },
  skeleton: { states: { row: `<view class="col"><van-skeleton title row="{{3}}" row-width="{{ ['100%', '80%', '60%'] }}" /><van-skeleton title avatar row="{{2}}" loading="{{waiting}}" animate="{{false}}" avatar-shape="square"><view>{{t.story}}</view></van-skeleton></view>` }, data: { waiting: true }, acts: { loaded: { waiting: false } } },
  steps: {
    flush: true,
    states: {
      horizontal: `<van-steps steps="{{steps}}" active="{{at}}" bind:click-step="tap" />`,
      vertical: `<van-steps steps="{{steps}}" active="{{1}}" direction="vertical" active-color="#ee0a24" active-icon="success" inactive-icon="arrow" />`,
    },
    data: { at: 1, steps: [{ text: t.ordered, desc: '9:05' }, { text: t.packed, desc: '9:40' }, { text: t.onTheWay, desc: t.teaNote }, { text: t.arrived, desc: '', inactiveIcon: 'location-o', activeIcon: 'success' }] },
    acts: { next: { at: 2 } },
  },
  card: {
    flush: true,
    states: {
      goods: `<van-card num="2" price="32.50" origin-price="40" desc="{{t.teaNote}}" title="{{t.tea}}" thumb="/images/tea.svg" tag="{{t.sale}}" thumb-link="/pages/home/home"><view slot="tags"><van-tag plain type="danger">{{t.fresh}}</van-tag></view><view slot="footer"><van-button size="mini" round>{{t.delete}}</van-button></view></van-card>`,
      slots: `<van-card centered title="{{t.bread}}" currency="€"><view slot="price">14</view><view slot="num">×1</view><view slot="bottom">{{t.breadNote}}</view><image slot="thumb" class="thumb" src="/images/bread.svg" mode="aspectFit" /></van-card>`,
    },
  },
  panel: { flush: true, states: { header: `<van-panel title="{{t.orchard}}" desc="{{t.notice}}" status="{{t.arrived}}" use-footer-slot><view class="pad">{{t.story}}</view><view slot="footer"><van-button size="small">{{t.cancel}}</van-button></view></van-panel>` } },
  grid: {
    flush: true,
    states: {
      columns: `<van-grid column-num="4"><van-grid-item icon="wap-home-o" text="{{t.home}}" dot /><van-grid-item icon="search" text="{{t.search}}" badge="99+" /><van-grid-item icon="/images/mail.svg" text="{{t.mail}}" bind:click="tap" /><van-grid-item use-slot><image class="thumb" src="/images/sun.svg" mode="aspectFit" /></van-grid-item></van-grid>`,
      'square · gutter': `<van-grid column-num="3" square gutter="{{10}}" clickable direction="horizontal" icon-size="20px"><van-grid-item icon="photo-o" text="{{t.photos}}" url="/pages/home/home" link-type="navigateTo" /><van-grid-item icon="music-o" text="{{t.music}}" icon-color="#ee0a24" /><van-grid-item icon="gift-o" text="{{t.gift}}" info="3" /></van-grid>`,
    },
  },
  'goods-action': {
    states: { buttons: `<view class="room"><van-goods-action safe-area-inset-bottom="{{false}}"><van-goods-action-icon icon="chat-o" text="{{t.help}}" dot bind:click="tap" /><van-goods-action-icon icon="cart-o" text="{{t.cart}}" info="5" /><van-goods-action-icon icon="star" text="{{t.heart}}" color="#ff5000" loading="{{false}}" /><van-goods-action-button text="{{t.cart}}" type="warning" bind:click="tap" /><van-goods-action-button text="{{t.buy}}" plain color="#7232dd" /></van-goods-action></view>` },
  },
};
