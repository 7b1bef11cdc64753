//! The parts of a made-up program that are written by hand: components for markup to use, WXS modules, the page's script.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use super::Random;

/// Components by tag; each stands in a folder of its name.
const COMPONENTS: &[&str] = &["card", "many", "thin", "field", "frame", "wrap"];

/// `usingComponents` for a file in a folder.
pub(super) fn using(_folder: &str) -> Json {
    let all: Map<String, Json> = COMPONENTS.iter().map(|tag| ((*tag).to_owned(), json!(format!("/{tag}/{tag}")))).collect();
    all.into()
}

/// WXS that a page defines inside itself.
pub(super) const INLINE: &str = r"<wxs module='m'>
function show(v) { return v === undefined ? '-' : typeof v + ':' + v }
module.exports = { constant: 'const', show: show, add: function (a, b) { return a + b }, nest: { deep: function (v) { return [v, 1] } }, changed: function (value, old, owner, own) {} }
</wxs>
<wxs module='u' src='../w/u.wxs'/>
";

/// Handlers of pages and components: they say what they see, and some change data.
fn handlers(owner: &str, changes: &[String]) -> String {
    let mut out = String::new();
    for at in 0..4 {
        // Every other one while the event is still on its way.
        let change = changes.get(at).map(|change| match at % 2 {
            0 => format!("page.setData({change});"),
            _ => format!("setTimeout(() => page.setData({change}), 0);"),
        });
        let change = change.unwrap_or_default();
        out.push_str(&format!("h{at}(e) {{ const page = this; tell('{owner}.h{at}', e); {change} }},\n    "));
    }
    out
}

const TELL: &str = r"
const seen = (at) => `${at.id}${JSON.stringify(at.dataset)}`;
const tell = (who, e) => console.log(`${who} ${e.type} ${seen(e.target)} ${seen(e.currentTarget)} ${JSON.stringify(e.mark)} ${JSON.stringify(e.detail)}`);
";

/// The page's script.
pub(super) fn page_script(data: &str, changes: &[String], random: &mut Random) -> String {
    let changing: Vec<String> = changes.iter().take(random.below(3) as usize).cloned().collect();
    let all: Vec<String> = changes.iter().map(|change| format!("(page) => page.setData({change})")).collect();
    format!(
        "{TELL}const changes = [{}];\nPage({{\n  data: {{ {data} }},\n    {}\n  onLoad() {{ wx.onOracle((step) => changes[step.n](this)); }},\n}});\n",
        all.join(",\n  "),
        handlers("page", &changing)
    )
}

/// Components and WXS files.
pub(super) fn components(random: &mut Random) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut add = |tag: &str, markup: &str, head: &str, body: &str| {
        files.insert(format!("{tag}/{tag}.wxml"), markup.to_owned());
        files.insert(format!("{tag}/{tag}.json"), json!({ "component": true, "usingComponents": using(tag) }).to_string());
        files.insert(
            format!("{tag}/{tag}.js"),
            format!("{TELL}Component({{ {head},\n  methods: {{\n    {}{body} }},\n}});\n", handlers(tag, &[])),
        );
    };
    let composed = *random.pick(&[
        "{ bubbles: true }",
        "{ bubbles: true, composed: true }",
        "{}",
        "{ bubbles: true, composed: true, capturePhase: true }",
    ]);
    let card_slot =
        *random.pick(&["<slot/>", "<view wx:if='{{show}}'><slot/></view>", "<block wx:if='{{!show}}'><slot/></block><text>end</text>"]);
    add(
        "card",
        &format!(
            "<view id='in' class='card ext {{{{count > 3}}}}' bindtap='h0' data-p='{{{{p}}}}' mark:inner='{{{{label}}}}'>{{{{p}}}}|{{{{label}}}}</view>{card_slot}"
        ),
        "externalClasses: ['ext'], properties: { p: null, label: String, show: Boolean, count: { type: Number, value: 3 } },
         observers: { count(count) { this.setData({ twice: count * 2 }); } }",
        &format!("go() {{ this.triggerEvent('custom', {{ a: 1 }}, {composed}); }}"),
    );
    add(
        "many",
        "<view class='head'><slot name='head'/></view><slot/><view wx:if='{{foot}}' catchtap='h1'><slot name='foot'/></view><slot name='{{which}}'/>",
        "options: { multipleSlots: true }, properties: { foot: Boolean, which: { type: String, value: 'other' } }",
        "",
    );
    add("thin", "<text id='thin'>{{p}}</text><slot/>", "options: { virtualHost: true }, properties: { p: null }", "");
    add(
        "field",
        "<input model:value='{{value}}' bindinput='h2'/><view bindtap='set'>{{value}}</view>",
        "properties: { value: null }",
        "set(e) { tell('field.set', e); this.setData({ value: 'set by field' }); }",
    );
    add(
        "frame",
        "<view bind:tap='h0' capture-bind:tap='h1' mark:frame='1'><part wx:for='{{items}}' wx:key='id' item='{{item}}' bind:custom='h2'/><slot/></view>",
        "properties: { items: Array }",
        "",
    );
    add(
        "wrap",
        "<card p='{{p}}' label='w' ext='from-wrap outer' show count='{{n}}' bind:custom='h3'><slot/></card>",
        "externalClasses: ['outer'], properties: { p: null, n: { type: Number, value: 1 } }",
        "",
    );
    let frame =
        json!({ "component": true, "usingComponents": using("frame"), "componentGenerics": { "part": { "default": "/thin/thin" } } });
    files.insert("frame/frame.json".into(), frame.to_string());
    files.insert(
        "w/u.wxs".into(),
        "var base = require('./base.wxs');\nmodule.exports = { twice: function (v) { return base.text(v) + base.text(v) } };\n".into(),
    );
    files.insert("w/base.wxs".into(), "module.exports = { text: function (v) { return '' + v } };\n".into());
    files
}
