// TDesign: finding one's way, and what moves.
const { texts: t } = require('../../lib/i18n');

const tabs = [{ value: 'a', label: t.tab1 }, { value: 'b', label: t.tab2, badge: { count: 3 } }, { value: 'c', label: t.tab3, icon: 'calendar' }];

module.exports = {
  tabs: {
    flush: true,
    states: {
      line: `<t-tabs value="{{tab}}" data-key="tab" bind:change="take" bind:click="tap" bind:scroll="tap"><t-tab-panel wx:for="{{tabs}}" wx:key="value" value="{{item.value}}" label="{{item.label}}" badgeProps="{{item.badge}}" icon="{{item.icon}}"><view class="pad">{{item.label}}</view></t-tab-panel></t-tabs>`,
      'tag · card': `<t-tabs theme="tag" defaultValue="b" spaceEvenly="{{false}}"><t-tab-panel wx:for="{{tabs}}" wx:key="value" value="{{item.value}}" label="{{item.label}}" /></t-tabs><t-tabs theme="card" defaultValue="a" animation="{{ {duration: 0.3} }}"><t-tab-panel value="a" label="{{t.tab1}}" panel="{{t.tea}}" /><t-tab-panel value="b" label="{{t.tab2}}" disabled lazy /></t-tabs>`,
    },
    data: { tab: 'a', tabs },
    acts: { second: { tab: 'b' } },
  },
  'tab-bar': {
    states: {
      normal: `<t-tab-bar fixed="{{false}}" value="{{at}}" data-key="at" bind:change="take"><t-tab-bar-item value="home" icon="home" ariaLabel="{{t.home}}">{{t.home}}</t-tab-bar-item><t-tab-bar-item value="cart" icon="cart" badgeProps="{{ {count: 16} }}">{{t.cart}}</t-tab-bar-item><t-tab-bar-item value="me" icon="user" badgeProps="{{ {dot: true} }}">{{t.me}}</t-tab-bar-item></t-tab-bar>`,
      'round · tag': `<t-tab-bar fixed="{{false}}" shape="round" theme="tag" split="{{false}}" defaultValue="b"><t-tab-bar-item value="a" icon="home" /><t-tab-bar-item value="b" subTabBar="{{sub}}">{{t.more}}</t-tab-bar-item></t-tab-bar>`,
    },
    data: { at: 'home', sub: [{ value: 'x', label: t.share }, { value: 'y', label: t.help }] },
    acts: { cart: { at: 'cart' } },
  },
  navbar: {
    flush: true,
    states: {
      title: `<t-navbar title="{{t.orchard}}" leftArrow fixed="{{false}}" safeAreaInsetTop="{{false}}" bind:go-back="tap" bind:fail="tap" bind:complete="tap" delta="{{0}}" />`,
      slots: `<t-navbar fixed="{{false}}" safeAreaInsetTop="{{false}}" titleMaxLength="{{6}}" placeholder><view slot="left"><t-icon name="home" size="24px" /></view><view slot="title">{{t.tea}}</view></t-navbar>`,
    },
  },
  'side-bar': {
    flush: true,
    states: { value: `<t-side-bar value="{{at}}" data-key="at" bind:change="take" bind:click="tap"><t-side-bar-item value="a" label="{{t.tea}}" badgeProps="{{ {count: 8} }}" /><t-side-bar-item value="b" label="{{t.bread}}" icon="gift" badgeProps="{{ {dot: true} }}" /><t-side-bar-item value="c" label="{{t.sold}}" disabled /></t-side-bar>` },
    data: { at: 'a' },
    acts: { second: { at: 'b' } },
  },
  indexes: {
    flush: true,
    states: { indexList: `<view class="tall scroll"><t-indexes indexList="{{letters}}" bind:select="tap" bind:change="tap"><block wx:for="{{letters}}" wx:key="*this"><t-indexes-anchor index="{{item}}" /><t-cell wx:for="{{names}}" wx:for-item="name" wx:key="*this" title="{{item}} {{name}}" /></block></t-indexes></view>` },
    data: { letters: ['A', 'B', 'C'], names: [t.apples, t.pears] },
  },
  'back-top': {
    states: { theme: `<view class="row wide"><t-back-top theme="round" fixed="{{false}}" text="{{t.top}}" scrollTop="{{300}}" visibilityHeight="{{0}}" bind:to-top="tap" /><t-back-top theme="half-round-dark" fixed="{{false}}" text="{{t.top}}" scrollTop="{{300}}" visibilityHeight="{{0}}" /></view>` },
  },
  fab: {
    states: { icon: `<t-fab icon="add" text="{{t.add}}" ariaLabel="{{t.add}}" style="right: 32rpx; bottom: 64rpx" bind:click="tap" />`, draggable: `<t-fab icon="/images/heart.svg" draggable="vertical" yBounds="{{ [80, 80] }}" style="right: 32rpx; bottom: 200rpx" bind:dragstart="tap" bind:dragend="tap" />` },
  },
  sticky: { flush: true, states: { offsetTop: `<t-sticky offsetTop="{{0}}" bind:scroll="tap"><t-button theme="primary">{{t.orchard}}</t-button></t-sticky>`, disabled: `<t-sticky disabled><t-button>{{t.disabled}}</t-button></t-sticky>` } },
  'swipe-cell': {
    flush: true,
    states: { right: `<t-swipe-cell right="{{right}}" left="{{left}}" opened="{{opened}}" bind:click="tap" bind:dragstart="tap" bind:dragend="tap"><t-cell title="{{t.tea}}" note="¥32" /></t-swipe-cell>`, slot: `<t-swipe-cell disabled><t-cell title="{{t.bread}}" note="¥14" /><view slot="right" class="box">{{t.delete}}</view></t-swipe-cell>` },
    data: { opened: false, right: [{ text: t.save, style: 'background: #0052d9; color: #fff; padding: 0 24rpx' }, { text: t.delete, icon: 'delete', style: 'background: #e34d59; color: #fff; padding: 0 24rpx' }], left: [{ text: t.heart, className: 'box' }] },
    acts: { open: { opened: [false, true] } },
  },
  swiper: {
    states: {
      list: `<t-swiper list="{{images}}" height="{{140}}" autoplay="{{false}}" navigation="{{ {type: 'dots-bar'} }}" imageProps="{{ {mode: 'aspectFit'} }}" bind:change="tap" bind:click="tap" bind:animationfinish="tap" bind:image-load="tap" />`,
      navigation: `<t-swiper list="{{images}}" height="{{120}}" current="{{1}}" autoplay="{{false}}" navigation="{{ {type: 'fraction', showControls: true} }}" previousMargin="{{24}}" nextMargin="{{24}}" bind:nav-btn-change="tap" />`,
    },
    data: { images: ['/images/tea.svg', '/images/bread.svg', '/images/leaf.svg'] },
  },
  'swiper-nav': { states: { type: `<view class="box tall nav"><t-swiper-nav type="dots" current="{{1}}" total="{{4}}" /></view><view class="box tall nav"><t-swiper-nav type="fraction" current="{{1}}" total="{{4}}" showControls bind:nav-btn-change="tap" /></view>` } },
  'notice-bar': {
    states: {
      theme: `<view class="col"><t-notice-bar wx:for="{{themes}}" wx:key="*this" visible theme="{{item}}" content="{{t.notice}}" bind:click="tap" /></view>`,
      operation: `<view class="col"><t-notice-bar visible content="{{t.notice}}" operation="{{t.more}}" suffixIcon="close" prefixIcon="sound" /><t-notice-bar visible marquee="{{ {speed: 60, loop: -1, delay: 0} }}" content="{{t.story}}" /><t-notice-bar visible direction="vertical" content="{{ [t.notice, t.toast] }}" bind:change="tap" /></view>`,
    },
    data: { themes: ['info', 'success', 'warning', 'error'] },
  },
  loading: {
    states: {
      theme: `<view class="row wide"><t-loading /><t-loading theme="spinner" size="28px" /><t-loading theme="dots" size="28px" /><t-loading text="{{t.loading}}" /></view>`,
      layout: `<view class="row wide"><t-loading layout="vertical" text="{{t.loading}}" inheritColor /><t-loading indicator="{{false}}" text="{{t.loading}}" /><t-loading loading="{{false}}"><text>{{t.done}}</text></t-loading><t-loading theme="spinner" reverse pause duration="{{1200}}" /></view>`,
    },
  },
  'pull-down-refresh': {
    states: { value: `<view class="tall scroll"><t-pull-down-refresh value="{{busy}}" loadingTexts="{{ [t.loading, t.loading, t.loading, t.done] }}" data-key="busy" bind:refresh="tap" bind:change="tap" bind:timeout="tap" bind:scroll="tap" bind:scrolltolower="tap"><t-cell title="{{t.tea}}" /><t-cell title="{{t.bread}}" /></t-pull-down-refresh></view>` },
    data: { busy: false },
    acts: { refresh: { busy: true } },
  },
  'scroll-view': { states: { content: `<view class="tall scroll"><t-scroll-view><t-cell wx:for="{{6}}" wx:key="*this" title="{{t.apples}} {{item + 1}}" /></t-scroll-view></view>` } },
};
