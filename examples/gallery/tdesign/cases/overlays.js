// TDesign: what opens over the page. Each act opens one.
const { texts: t } = require('../../lib/i18n');

module.exports = {
  popup: {
    bare: true,
    states: { placement: `<t-popup wx:for="{{sides}}" wx:key="*this" visible="{{open === item}}" placement="{{item}}" closeBtn="{{item === 'bottom'}}" data-key="open" bind:visible-change="close"><view class="sheet {{item}}">{{t.popupTitle}}</view></t-popup>` },
    data: { open: '', sides: ['bottom', 'top', 'center', 'left', 'right'] },
    acts: { bottom: { open: 'bottom' }, top: { open: 'top' }, center: { open: 'center' }, left: { open: 'left' }, right: { open: 'right' } },
  },
  overlay: { bare: true, states: { visible: `<t-overlay visible="{{open}}" zIndex="{{100}}" duration="{{0}}" data-key="open" bind:click="close"><view class="sheet center">{{t.notice}}</view></t-overlay>` }, data: { open: false }, acts: { open: { open: true } } },
  dialog: {
    bare: true,
    states: {
      confirm: `<t-dialog visible="{{open === 'confirm'}}" title="{{t.dialogTitle}}" content="{{t.dialogText}}" confirmBtn="{{t.delete}}" cancelBtn="{{t.cancel}}" closeOnOverlayClick data-key="open" bind:confirm="close" bind:cancel="close" bind:close="tap" bind:overlay-click="tap" />`,
      actions: `<t-dialog visible="{{open === 'actions'}}" title="{{t.dialogTitle}}" closeBtn actions="{{actions}}" buttonLayout="vertical" data-key="open" bind:action="close" bind:close="close" />`,
      slot: `<t-dialog visible="{{open === 'slot'}}" confirmBtn="{{ {content: t.ok, theme: 'primary'} }}" data-key="open" bind:confirm="close"><view slot="title">{{t.comment}}</view><t-input slot="content" borderless="{{false}}" placeholder="{{t.hint}}" /></t-dialog>`,
    },
    data: { open: '', actions: [{ content: t.save, theme: 'primary' }, { content: t.delete, theme: 'danger' }, { content: t.cancel, theme: 'light' }] },
    acts: { confirm: { open: 'confirm' }, actions: { open: 'actions' }, slot: { open: 'slot' } },
  },
  'action-sheet': {
    bare: true,
    states: {
      list: `<t-action-sheet visible="{{open === 'list'}}" items="{{items}}" description="{{t.popupTitle}}" cancelText="{{t.cancel}}" data-key="open" bind:selected="tap" bind:cancel="tap" bind:close="close" />`,
      grid: `<t-action-sheet visible="{{open === 'grid'}}" theme="grid" count="{{8}}" items="{{icons}}" cancelText="{{t.cancel}}" data-key="open" bind:selected="tap" bind:close="close" />`,
    },
    data: { open: '', items: [t.byName, { label: t.byDate, icon: 'calendar' }, { label: t.delete, color: '#e34d59' }, { label: t.disabled, disabled: true, description: t.sold }], icons: [{ label: t.mail, image: '/images/mail.svg' }, { label: t.photos, image: '/images/photos.svg' }, { label: t.music, image: '/images/music.svg' }, { label: t.share, icon: 'share' }] },
    acts: { list: { open: 'list' }, grid: { open: 'grid' } },
  },
  drawer: {
    bare: true,
    states: { items: `<t-drawer visible="{{open}}" items="{{items}}" title="{{t.me}}" placement="left" data-key="open" bind:item-click="tap" bind:overlay-click="tap" bind:close="close" />` },
    data: { open: false, items: [{ title: t.messages, icon: 'chat' }, { title: t.heart, icon: 'heart' }, { title: t.settings, icon: 'setting' }] },
    acts: { open: { open: true } },
  },
  toast: {
    bare: true,
    states: { call: `<t-toast id="t-toast" bind:close="tap" bind:destory="tap" />`, theme: `<t-toast id="second" />` },
    acts: {
      text: (page) => page.selectComponent('#t-toast').show({ message: t.toast, duration: -1 }),
      success: (page) => page.selectComponent('#t-toast').show({ message: t.done, theme: 'success', direction: 'column', duration: -1 }),
      loading: (page) => page.selectComponent('#t-toast').show({ message: t.loading, theme: 'loading', showOverlay: true, duration: -1 }),
      hide: (page) => page.selectComponent('#t-toast').hide(),
    },
  },
  message: {
    bare: true,
    states: { theme: `<t-message wx:for="{{themes}}" wx:key="*this" visible="{{open}}" theme="{{item}}" content="{{t.notice}}" duration="{{0}}" offset="{{ [8 + index * 56, 16] }}" closeBtn link="{{index ? '' : t.more}}" marquee="{{false}}" bind:close-btn-click="tap" bind:link-click="tap" bind:duration-end="tap" />` },
    data: { open: false, themes: ['info', 'success', 'warning', 'error'] },
    acts: { open: { open: true } },
  },
  popover: {
    states: {
      placement: `<view class="row wide tall"><t-popover visible="{{open}}" placement="bottom" content="{{t.teaNote}}" data-key="open" bind:visible-change="close"><t-button size="small" theme="primary">{{t.tea}}</t-button></t-popover><t-popover visible="{{open}}" placement="top" theme="light" showArrow="{{false}}"><t-button size="small">{{t.bread}}</t-button><view slot="content">{{t.breadNote}}</view></t-popover></view>`,
    },
    data: { open: false },
    acts: { open: { open: true } },
  },
  guide: {
    states: { steps: `<view class="row wide"><t-button id="first" theme="primary">{{t.save}}</t-button><t-button id="second">{{t.share}}</t-button></view><t-guide current="{{at}}" steps="{{steps}}" skipButtonProps="{{ {content: t.cancel} }}" nextButtonProps="{{ {content: t.more} }}" finishButtonProps="{{ {content: t.ok} }}" backButtonProps="{{ {content: t.back} }}" bind:change="tap" bind:skip="tap" bind:finish="tap" bind:back="tap" bind:next-step-click="tap" />` },
    data: { at: -1, steps: [] },
    acts: {
      open(page) {
        const element = (id) => () => new Promise((done) => page.createSelectorQuery().select(id).boundingClientRect((box) => done(box)).exec());
        page.setData({ steps: [{ title: t.save, body: t.toast, placement: 'bottom', element: element('#first') }, { title: t.share, body: t.story, mode: 'dialog', element: element('#second') }], at: 0 });
      },
    },
  },
  transition: {
    states: { visible: `<t-transition visible="{{seen}}" name="fade" duration="{{100}}"><view class="box">{{t.tea}}</view></t-transition>` },
    data: { seen: true },
    acts: { hide: { seen: false } },
  },
};
