// TDesign: what a person fills in.
const { texts: t } = require('../../lib/i18n');

const drinks = [{ value: 'tea', label: t.tea }, { value: 'milk', label: t.milk }, { value: 'sugar', label: t.sugar, disabled: true }];

module.exports = {
  input: {
    flush: true,
    states: {
      label: `<t-input label="{{t.name}}" value="{{name}}" placeholder="{{t.hint}}" data-key="name" bind:change="take" bind:focus="tap" bind:blur="tap" bind:enter="tap" /><t-input label="{{t.phone}}" type="number" placeholder="{{t.hint}}" tips="{{t.wrong}}" status="error" /><t-input label="{{t.city}}" value="{{t.hangzhou}}" disabled />`,
      'clearable · suffix': `<t-input value="128" label="{{t.quantity}}" clearable align="right" bind:clear="tap" /><t-input label="{{t.sale}}" value="20" suffix="%" maxlength="{{4}}" /><t-input prefixIcon="lock-on" type="password" value="secret" suffixIcon="browse-off" borderless />`,
      vertical: `<t-input layout="vertical" label="{{t.address}}" placeholder="{{t.hint}}" maxcharacter="{{20}}" allowInputOverMax bind:validate="tap"><t-button slot="suffix" size="extra-small" theme="primary">{{t.ok}}</t-button></t-input>`,
    },
    data: { name: t.leaf },
    acts: { write: { name: t.tea } },
  },
  textarea: {
    flush: true,
    states: {
      label: `<t-textarea label="{{t.comment}}" value="{{text}}" placeholder="{{t.hint}}" maxlength="{{100}}" indicator data-key="text" bind:change="take" bind:focus="tap" bind:blur="tap" bind:line-change="tap" />`,
      bordered: `<t-textarea bordered autosize placeholder="{{t.hint}}" maxcharacter="{{40}}" />`,
      disabled: `<t-textarea disabled value="{{t.notice}}" />`,
    },
    data: { text: t.story },
  },
  search: {
    states: {
      shape: `<view class="col"><t-search placeholder="{{t.search}}" bind:change="tap" bind:submit="tap" bind:focus="tap" bind:blur="tap" bind:clear="tap" /><t-search shape="round" center placeholder="{{t.search}}" /></view>`,
      action: `<t-search value="{{word}}" action="{{t.cancel}}" resultList="{{results}}" bind:action-click="tap" bind:selectresult="tap" />`,
      disabled: `<t-search disabled placeholder="{{t.search}}" leftIcon="scan" />`,
    },
    data: { word: '', results: [] },
    acts: { find: { word: t.tea, results: [t.tea, t.teaNote] } },
  },
  checkbox: {
    flush: true,
    states: {
      checked: `<t-checkbox label="{{t.milk}}" checked="{{milk}}" data-key="milk" bind:change="takeChecked" /><t-checkbox label="{{t.sugar}}" content="{{t.teaNote}}" defaultChecked icon="rectangle" /><t-checkbox label="{{t.agree}}" indeterminate icon="line" placement="right" />`,
      disabled: `<t-checkbox label="{{t.disabled}}" disabled defaultChecked /><t-checkbox label="{{t.story}}" maxLabelRow="{{1}}" readonly borderless /><view class="row pad"><t-checkbox block="{{false}}" label="{{t.apples}}" /><t-checkbox block="{{false}}" label="{{t.pears}}" contentDisabled /></view>`,
    },
    data: { milk: true },
    acts: { off: { milk: false } },
  },
  'checkbox-group': {
    flush: true,
    states: {
      children: `<t-checkbox-group value="{{picked}}" max="{{2}}" data-key="picked" bind:change="take"><t-checkbox checkAll label="{{t.all}}" /><t-checkbox value="tea" label="{{t.tea}}" /><t-checkbox value="bread" label="{{t.bread}}" /></t-checkbox-group>`,
      options: `<t-checkbox-group options="{{options}}" defaultValue="{{ ['tea'] }}" borderless />`,
    },
    data: { picked: ['tea'], options: drinks },
    acts: { more: { picked: ['tea', 'bread'] } },
  },
  radio: { flush: true, states: { checked: `<t-radio label="{{t.hot}}" defaultChecked allowUncheck bind:change="tap" /><t-radio label="{{t.iced}}" icon="dot" content="{{t.teaNote}}" placement="right" /><t-radio label="{{t.disabled}}" disabled icon="line" defaultChecked />` } },
  'radio-group': {
    flush: true,
    states: {
      children: `<t-radio-group value="{{drink}}" data-key="drink" bind:change="take"><t-radio value="tea" label="{{t.tea}}" /><t-radio value="milk" label="{{t.milk}}" content="{{t.breadNote}}" /></t-radio-group>`,
      options: `<t-radio-group options="{{options}}" defaultValue="milk" icon="line" placement="right" borderless />`,
    },
    data: { drink: 'tea', options: drinks },
    acts: { other: { drink: 'milk' } },
  },
  switch: {
    states: {
      value: `<view class="row wide"><t-switch value="{{on}}" data-key="on" bind:change="take" /><t-switch size="large" label="{{ ['1', '0'] }}" defaultValue /><t-switch size="small" icon="{{ ['check', 'close'] }}" /><t-switch customValue="{{ ['yes', 'no'] }}" value="yes" /></view>`,
      'loading · disabled': `<view class="row wide"><t-switch loading defaultValue /><t-switch disabled /><t-switch disabled defaultValue /></view>`,
    },
    data: { on: true },
    acts: { off: { on: false } },
  },
  stepper: {
    states: {
      theme: `<view class="row wide"><t-stepper value="{{n}}" data-key="n" bind:change="take" bind:overlimit="tap" bind:focus="tap" bind:blur="tap" /><t-stepper theme="filled" defaultValue="{{3}}" /><t-stepper theme="outline" defaultValue="{{1}}" size="large" /></view>`,
      limits: `<view class="row wide"><t-stepper defaultValue="{{5}}" max="{{5}}" min="{{5}}" /><t-stepper disabled defaultValue="{{2}}" size="small" /><t-stepper integer="{{false}}" step="{{0.5}}" defaultValue="{{1.5}}" inputWidth="{{48}}" disableInput /></view>`,
    },
    data: { n: 2 },
    acts: { ten: { n: 10 } },
  },
  slider: {
    states: {
      value: `<view class="col wide"><t-slider value="{{n}}" data-key="n" label="{{true}}" bind:change="take" bind:dragstart="tap" bind:dragend="tap" /><t-slider defaultValue="{{30}}" showExtremeValue label="\${value}%" /></view>`,
      range: `<t-slider range defaultValue="{{ [20, 70] }}" theme="capsule" />`,
      'marks · disabled': `<view class="col wide"><t-slider defaultValue="{{50}}" step="{{25}}" marks="{{ [0, 25, 50, 75, 100] }}" /><t-slider disabled defaultValue="{{40}}" /></view>`,
      vertical: `<view class="box tall"><t-slider vertical defaultValue="{{40}}" /></view>`,
    },
    data: { n: 45 },
    acts: { more: { n: 80 } },
  },
  rate: {
    states: {
      value: `<view class="col"><t-rate value="{{n}}" data-key="n" bind:change="take" /><t-rate allowHalf defaultValue="{{2.5}}" size="20px" gap="12" /><t-rate defaultValue="{{4}}" icon="{{ ['heart-filled', 'heart'] }}" color="{{ ['#e34d59', '#c5c5c5'] }}" /></view>`,
      text: `<view class="col"><t-rate showText defaultValue="{{3}}" texts="{{ ['1', '2', '3', '4', '5'] }}" variant="filled" /><t-rate disabled defaultValue="{{3}}" count="{{4}}" /></view>`,
    },
    data: { n: 3 },
    acts: { five: { n: 5 } },
  },
  segmented: {
    states: { options: `<view class="col"><t-segmented options="{{options}}" value="{{tab}}" data-key="tab" bind:change="take" /><t-segmented block options="{{ [t.apples, t.pears] }}" /><t-segmented disabled options="{{ [t.apples, t.pears] }}" /></view>` },
    data: { tab: 'a', options: [{ value: 'a', label: t.tab1 }, { value: 'b', label: t.tab2, icon: 'calendar' }, { value: 'c', label: t.tab3, disabled: true }] },
    acts: { second: { tab: 'b' } },
  },
  form: {
    flush: true,
    states: {
      fields: `<t-form id="form" data="{{order}}" rules="{{rules}}" labelWidth="136px" requiredMark bind:submit="tap" bind:reset="tap" bind:validate="tap"><t-form-item label="{{t.name}}" name="name" help="{{t.hint}}"><t-input value="{{order.name}}" borderless placeholder="{{t.hint}}" data-key="order.name" bind:change="take" /></t-form-item><t-form-item label="{{t.notify}}" name="news" contentAlign="right"><t-switch value="{{order.news}}" /></t-form-item><t-form-item label="{{t.city}}" name="city" arrow>{{t.hangzhou}}</t-form-item></t-form>`,
      top: `<t-form data="{{order}}" labelAlign="top" labelWidth="200px" colon><t-form-item label="{{t.quantity}}" name="n"><t-stepper value="{{order.n}}" /></t-form-item></t-form>`,
    },
    data: { order: { name: '', news: true, city: t.hangzhou, n: 1 }, rules: { name: [{ required: true, message: t.wrong }] } },
    acts: { validate: (page) => page.selectComponent('#form').validate() },
  },
  upload: {
    states: {
      files: `<t-upload files="{{files}}" max="{{4}}" gridConfig="{{ {column: 4, width: 140, height: 140} }}" gutter="{{8}}" bind:add="tap" bind:remove="tap" bind:click="tap" bind:success="tap" bind:fail="tap" />`,
      'disabled · draggable': `<t-upload files="{{files}}" disabled addBtn="{{false}}" /><t-upload files="{{files}}" draggable="{{ {vibrate: false} }}" removeBtn="{{false}}" bind:drop="tap" />`,
    },
    data: { files: [{ url: '/images/tea.svg', name: 'tea.svg', type: 'image' }, { url: '/images/bread.svg', name: 'bread.svg', type: 'image', status: 'loading', percent: 40 }, { url: '/images/leaf.svg', name: 'leaf.svg', type: 'image', status: 'failed' }] },
  },
};
