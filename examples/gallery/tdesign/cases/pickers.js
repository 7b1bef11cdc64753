// TDesign: choosing one of many. What opens over the page has an act that opens it.
const { texts: t } = require('../../lib/i18n');

const regions = [
  { label: t.zhejiang, value: 'zj', children: [{ label: t.hangzhou, value: 'hz', children: [{ label: t.west, value: 'w' }, { label: t.east, value: 'e' }] }, { label: t.ningbo, value: 'nb', children: [{ label: t.east, value: 'e' }] }] },
  { label: t.jiangsu, value: 'js', children: [{ label: t.suzhou, value: 'sz', children: [{ label: t.west, value: 'w' }] }] },
];

module.exports = {
  picker: {
    flush: true,
    states: {
      inline: `<t-picker usePopup="{{false}}" header="{{false}}" value="{{ ['hz'] }}" bind:pick="tap"><t-picker-item options="{{cities}}" /></t-picker>`,
      popup: `<t-cell title="{{t.city}}" note="{{city[0]}}" arrow /><t-picker visible="{{seen}}" value="{{city}}" title="{{t.city}}" cancelBtn="{{t.cancel}}" confirmBtn="{{t.ok}}" data-key="seen" bind:change="tap" bind:pick="tap" bind:cancel="tap" bind:confirm="tap" bind:close="close"><t-picker-item options="{{cities}}" /><t-picker-item options="{{counts}}" /></t-picker>`,
    },
    data: { seen: false, city: ['sz', 2], cities: [{ label: t.hangzhou, value: 'hz' }, { label: t.ningbo, value: 'nb' }, { label: t.suzhou, value: 'sz' }], counts: [1, 2, 3].map((value) => ({ label: String(value), value })) },
    acts: { open: { seen: true } },
  },
  'date-time-picker': {
    flush: true,
    states: {
      inline: `<t-date-time-picker usePopup="{{false}}" header="{{false}}" mode="date" value="2026-05-01" start="2020-01-01" end="2030-12-31" format="YYYY-MM-DD" bind:pick="tap" />`,
      popup: `<t-cell title="{{t.byDate}}" note="2026-05-01 09:30" arrow /><t-date-time-picker visible="{{seen}}" mode="minute" value="2026-05-01 09:30" start="2020-01-01" end="2030-12-31" format="YYYY-MM-DD HH:mm" title="{{t.byDate}}" cancelBtn="{{t.cancel}}" confirmBtn="{{t.ok}}" showWeek data-key="seen" bind:change="tap" bind:cancel="close" bind:confirm="tap" bind:close="close" bind:columnchange="tap" />`,
    },
    data: { seen: false },
    acts: { open: { seen: true } },
  },
  cascader: {
    flush: true,
    states: {
      step: `<t-cell title="{{t.city}}" note="{{t.hangzhou}}" arrow /><t-cascader visible="{{seen}}" value="{{place}}" options="{{regions}}" title="{{t.city}}" subTitles="{{ [t.city, t.address] }}" data-key="seen" bind:change="tap" bind:pick="tap" bind:close="close" />`,
      tab: `<t-cascader visible="{{tabs}}" theme="tab" checkStrictly options="{{regions}}" title="{{t.address}}" placeholder="{{t.hint}}" data-key="tabs" bind:close="close" />`,
    },
    data: { seen: false, tabs: false, place: 'w', regions },
    acts: { step: { seen: true }, tab: { seen: false, tabs: true } },
  },
  'tree-select': {
    flush: true,
    states: {
      single: `<t-tree-select options="{{regions}}" value="{{place}}" height="{{220}}" data-key="place" bind:change="take" />`,
      multiple: `<t-tree-select options="{{flat}}" defaultValue="{{ ['zj', ['hz']] }}" multiple height="{{200}}" />`,
    },
    data: { place: ['zj', 'hz', 'w'], regions, flat: regions.map((one) => ({ label: one.label, value: one.value, children: one.children.map(({ label, value }) => ({ label, value })) })) },
    acts: { other: { place: ['js', 'sz', 'w'] } },
  },
  calendar: {
    flush: true,
    states: {
      inline: `<t-calendar usePopup="{{false}}" value="{{day}}" minDate="{{from}}" maxDate="{{to}}" bind:select="tap" />`,
      popup: `<t-cell title="{{t.byDate}}" arrow /><t-calendar visible="{{seen}}" type="range" value="{{ [day, day + 4 * 86400000] }}" minDate="{{from}}" maxDate="{{to}}" title="{{t.byDate}}" confirmBtn="{{t.ok}}" data-key="seen" bind:confirm="tap" bind:select="tap" bind:close="close" bind:scroll="tap" />`,
      switchMode: `<t-calendar usePopup="{{false}}" type="multiple" switchMode="month" value="{{ [day, day + 86400000] }}" minDate="{{from}}" maxDate="{{to}}" firstDayOfWeek="{{1}}" bind:panel-change="tap" readonly />`,
    },
    // Noon, so that no time zone makes another day of it.
    data: { seen: false, day: Date.UTC(2026, 4, 12, 4), from: Date.UTC(2026, 4, 1, 4), to: Date.UTC(2026, 5, 30, 4) },
    acts: { open: { seen: true } },
  },
  'color-picker': {
    states: {
      inline: `<t-color-picker usePopup="{{false}}" defaultValue="#7a4bd6" type="multiple" format="HEX" enableAlpha swatchColors="{{swatches}}" bind:change="tap" bind:palette-bar-change="tap" />`,
      popup: `<t-color-picker visible="{{seen}}" value="rgb(0, 82, 217)" data-key="seen" bind:close="close" bind:change="tap" />`,
    },
    data: { seen: false, swatches: ['#0052d9', '#2ba471', '#ed7b2f', '#e34d59', '#7a4bd6'] },
    acts: { open: { seen: true } },
  },
  'dropdown-menu': {
    flush: true,
    states: {
      options: `<t-dropdown-menu><t-dropdown-item id="sort" label="{{t.popupTitle}}" options="{{sorts}}" value="{{sort}}" data-key="sort" bind:change="take" bind:open="tap" bind:close="tap" /><t-dropdown-item label="{{t.sale}}" multiple optionsColumns="2" options="{{tags}}" defaultValue="{{ ['fresh'] }}" bind:confirm="tap" bind:reset="tap" /><t-dropdown-item label="{{t.disabled}}" disabled /></t-dropdown-menu><view class="room" />`,
    },
    data: { sort: 'name', sorts: [{ value: 'name', label: t.byName }, { value: 'date', label: t.byDate }, { value: 'size', label: t.bySize, disabled: true }], tags: [{ value: 'fresh', label: t.fresh }, { value: 'sale', label: t.sale }, { value: 'popular', label: t.popular }, { value: 'sold', label: t.sold }] },
    acts: { open: (page) => page.selectComponent('#sort').setData({ show: true, wrapperVisible: true }) },
  },
};
