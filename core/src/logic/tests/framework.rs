//! App, Page, Component and Behavior: what the framework promises to a program.

use super::*;

/// A page at `p` with a template, and components `a`, `b`, `c` where given.
fn run(page: (&str, &str), components: &[(&str, &str, &str)]) -> Run {
    let mut files = vec![("app.js".to_string(), "App({})".to_string())];
    files.push(("p.wxml".into(), page.0.into()));
    files.push(("p.js".into(), page.1.into()));
    for (name, wxml, js) in components {
        files.push((format!("{name}.wxml"), (*wxml).to_string()));
        files.push((format!("{name}.js"), (*js).to_string()));
        files.push((format!("{name}.json"), r#"{"component":true}"#.into()));
    }
    let borrowed: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let mut run = Run::new(&borrowed);
    run.launch();
    run
}

impl Run {
    /// The page's text as a reader sees it.
    pub fn text(&self, page: CompId) -> String {
        self.logic
            .tree()
            .borrow_mut()
            .html(page)
            .as_str()
            .split('<')
            .map(|part| part.split_once('>').map_or(part, |(_, text)| text))
            .collect()
    }

    pub fn html(&self, page: CompId) -> String {
        self.logic.tree().borrow_mut().html(page).into_string()
    }
}

#[test]
fn the_life_of_app_and_page_is_called_in_wechats_order() {
    let mut run = run(
        (
            "<a/>",
            "Page({ data: { x: 1 }, onLoad(q) { console.log('page load', this.route, JSON.stringify(q), this.data.x) }, onShow() { console.log('page show') },
              onReady() { console.log('page ready') }, onHide() { console.log('page hide') }, onUnload() { console.log('page unload') } })",
        ),
        &[(
            "a",
            "x",
            "Component({ lifetimes: { created() { console.log('a created') }, attached() { console.log('a attached') }, ready() { console.log('a ready') },
               detached() { console.log('a detached') } }, pageLifetimes: { show() { console.log('a show') }, hide() { console.log('a hide') } } })",
        )],
    );
    let page = run.logic.open_page("p", r#"{"id":"7"}"#).expect("the page opens");
    run.logic.page_life(page, PageLife::Ready, "");
    run.logic.page_life(page, PageLife::Hide, "");
    run.logic.page_life(page, PageLife::Unload, "");
    run.no_errors();
    assert_eq!(
        run.log(),
        "a created\na attached\npage load p {\"id\":\"7\"} 1\npage show\na show\na ready\npage ready\npage hide\na hide\npage unload\na detached"
    );
}

#[test]
fn set_data_writes_at_once_by_path_and_reaches_the_tree() {
    let mut run = run(
        (
            "<view wx:for='{{list}}' wx:key='id'>{{item.name}},</view>{{deep.a.b}}",
            "Page({ data: { list: [{ id: 1, name: 'x' }], deep: {} }, onLoad() {
               this.setData({ 'list[0].name': 'y', 'list[1]': { id: 2, name: 'z' }, 'deep.a.b': 5 }, () => console.log('callback', this.data.list.length));
               console.log(this.data.list[0].name, this.data.deep.a.b, getCurrentPages().length, getCurrentPages()[0] === this);
             } })",
        ),
        &[],
    );
    let page = run.open("p");
    run.no_errors();
    assert_eq!(run.log(), "y 5 1 true\ncallback 2");
    assert_eq!(run.text(page), "y,z,5");
}

#[test]
fn properties_are_coerced_in_one_place_and_observed() {
    let mut run = run(
        (
            "<a s='{{1}}' n='{{\"12\"}}' b='x' l='{{5}}' o='{{o}}' f='{{f}}' any='{{u}}' id='it'/>",
            "Page({ data: { o: { k: 1 }, f: null }, onLoad() { this.f2 = () => 'called'; this.setData({ f: this.f2 }); } })",
        ),
        &[(
            "a",
            "{{s}}|{{n}}|{{b}}|{{l.length}}|{{o.k}}|{{d}}",
            "Component({ properties: { s: String, n: { type: Number, value: 3, observer(now, old) { console.log('n', now, old) } }, b: Boolean,
               l: { type: Array, optionalTypes: [Object] }, o: Object, f: Function, any: null, d: { type: String, value: 'def' } },
               observers: { 's, n': function (s, n) { console.log('sn', s, n, typeof s) }, f(f) { console.log('f', f()) } },
               attached() { console.log(typeof this.data.s, this.data.n, this.data.b, Array.isArray(this.data.l), this.properties.o.k, this.data.any, this.data.d, this.id) } })",
        )],
    );
    let page = run.open("p");
    run.no_errors();
    assert!(run.log().contains("sn 1 12 string"), "{}", run.log());
    assert!(run.log().contains("n 12 3"), "{}", run.log());
    assert!(run.log().contains("string 12 true true 1 null def it"), "{}", run.log());
    assert!(run.log().ends_with("f called"), "{}", run.log());
    assert_eq!(run.text(page), "1|12|true|0|1|def");
}

#[test]
fn a_child_gets_its_own_copy_of_data_and_functions_by_identity() {
    let mut run = run(
        (
            "<a o='{{o}}' f='{{f}}'/>",
            "const f = () => 1; Page({ data: { o: { list: [1] }, f }, onLoad() { console.log(getApp().f === f, this.data.o.list.length) } })",
        ),
        &[(
            "a",
            "{{o.list.length}}",
            "Component({ properties: { o: Object, f: null }, attached() { getApp().f = this.data.f; this.data.o.list.push(2) } })",
        )],
    );
    run.open("p");
    run.no_errors();
    assert_eq!(run.log(), "true 1");
}

#[test]
fn observers_run_before_the_template_and_may_set_data() {
    let mut run = run(
        (
            "<a id='a' v='{{v}}'/>",
            "Page({ data: { v: 1 }, onLoad() { this.setData({ v: 2 }); const a = this.selectComponent('#a'); a.setData({ 'obj.x': 1, 'list[0]': 2 }); } })",
        ),
        &[(
            "a",
            "{{doubled}}",
            "Component({ properties: { v: { type: Number, observer(v) { console.log('prop', v, this.data.doubled) } } },
               data: { doubled: 0, obj: {}, list: [] },
               observers: { v(v) { this.setData({ doubled: v * 2 }) }, doubled(d) { console.log('doubled', d) }, 'obj.**': (o) => console.log('deep', JSON.stringify(o)),
                 obj: () => console.log('not me'), 'list[0]': (x) => console.log('item', x), '**': (all) => console.log('any', all.doubled) } })",
        )],
    );
    let page = run.open("p");
    run.no_errors();
    let log = run.log();
    assert_eq!(log, "doubled 2\nany 2\nprop 1 2\ndoubled 4\nany 4\nprop 2 4\ndeep {\"x\":1}\nitem 2\nany 4",);
    assert_eq!(run.text(page), "4");
}

#[test]
fn behaviors_are_merged_with_the_component_over_them() {
    let mut run = Run::new(&[
        ("app.js", "App({})"),
        ("p.wxml", "<a id='a' p='q'/>"),
        ("p.js", "Page({ onLoad() { const a = this.selectComponent('#a'); a.both(); a.inner(); console.log(a.hasBehavior(require('./beh').outer)) } })"),
        ("a.wxml", "{{one}}{{o.x}}{{o.y}}{{p}}"),
        ("a.json", r#"{"component":true}"#),
        (
            "a.js",
            "const { outer } = require('./beh'); Component({ behaviors: [outer, 'wx://form-field'], data: { one: 'component', o: { y: 2 } },
               lifetimes: { attached() { console.log('component attached', this.data.name === '') } }, methods: { both() { console.log('both component') } } })",
        ),
        (
            "beh.js",
            "const inner = Behavior({ attached() { console.log('inner attached') }, methods: { inner() { console.log('inner') }, both() { console.log('both inner') } },
               definitionFilter(def) { console.log('filter'); def.data.one = def.data.one || 'filled' } });
             exports.outer = Behavior({ behaviors: [inner], properties: { p: String }, data: { one: 'behavior', o: { x: 1, y: 1 } }, attached() { console.log('outer attached') } })",
        ),
    ]);
    run.launch();
    let page = run.open("p");
    run.no_errors();
    assert_eq!(run.log(), "filter\ninner attached\nouter attached\ncomponent attached true\nboth component\ninner\ntrue");
    assert_eq!(run.text(page), "component12q");
}

#[test]
fn pure_data_stays_out_of_the_tree_but_is_observed() {
    let mut run = run(
        ("<a id='a'/>", "Page({ onLoad() { this.selectComponent('#a').setData({ _secret: 5 }) } })"),
        &[(
            "a",
            "{{_secret}}|{{shown}}",
            "Component({ options: { pureDataPattern: /^_/ }, data: { _secret: 1, shown: 1 }, observers: { _secret(s) { this.setData({ shown: s }) } } })",
        )],
    );
    let page = run.open("p");
    run.no_errors();
    assert_eq!(run.text(page), "|5");
}

#[test]
fn trigger_event_hands_the_detail_over_as_it_is() {
    let mut run = run(
        (
            "<a id='x' data-k='v' bind:done='onDone' mark:m='1'/>",
            "Page({ onDone(e) { console.log(e.type, e.detail.f(), e.currentTarget.id, e.currentTarget.dataset.k, e.mark.m) } })",
        ),
        &[("a", "<view/>", "Component({ attached() { this.triggerEvent('done', { f: () => 'function' }) } })")],
    );
    run.open("p");
    run.no_errors();
    assert_eq!(run.log(), "done function x v 1");
}

#[test]
fn a_handler_that_throws_does_not_stop_the_others() {
    let mut run = run(
        (
            "<view bindtap='outer'><view id='in' bindtap='inner' data-n='{{1}}'>t</view></view>",
            "Page({ inner(e) { console.log('inner', e.detail.x, e.target.dataset.n); throw new Error('first') }, outer(e) { console.log('outer', e.target.id, e.currentTarget.id) } })",
        ),
        &[],
    );
    let page = run.open("p");
    run.html(page);
    for node in 1..=3 {
        run.logic.view_event(page, node, r#"{"type":"tap","detail":{"x":9},"ts":5}"#);
    }
    run.logic.view_event(page, 4_000, r#"{"type":"tap"}"#);
    assert!(run.log().contains("inner 9 1\nouter in "), "{}", run.log());
    assert!(run.host.errors.borrow().iter().all(|error| error.text == "Error: first"));
}

#[test]
fn a_model_binding_writes_the_page_before_its_handlers_hear() {
    let mut run = run(
        (
            "<block wx:for='{{rows}}'><input model:value='{{item.name}}' bindinput='typed'/></block><text>{{rows[1].name}}</text>",
            "Page({ data: { rows: [{ name: 'a' }, { name: 'b' }] }, typed(e) { console.log(e.detail.value, this.data.rows[1].name) } })",
        ),
        &[],
    );
    let page = run.open("p");
    run.html(page);
    run.logic.view_event(page, 2, r#"{"type":"input","detail":{"value":"new"},"ts":5}"#);
    assert!(run.log().contains("new new"), "{}", run.log());
    assert!(run.html(page).contains("<wx-text>new</wx-text>"));
}

#[test]
fn set_data_works_from_created_attached_and_observers() {
    let mut run = run(
        ("<a v='1'/>", "Page({})"),
        &[(
            "a",
            "{{c}}{{a}}{{o}}",
            "Component({ properties: { v: Number }, data: { c: '-', a: '-', o: '-' }, created() { this.setData({ c: 'c' }) },
               attached() { this.setData({ a: 'a' }) }, observers: { v() { this.setData({ o: 'o' }) } } })",
        )],
    );
    let page = run.open("p");
    run.no_errors();
    assert_eq!(run.text(page), "cao");
}

#[test]
fn set_data_of_a_parent_from_a_childs_attached_updates_the_page() {
    let mut run = run(
        ("{{n}}<a bind:hi='hi'/><a bind:hi='hi'/>", "Page({ data: { n: 0 }, hi() { this.setData({ n: this.data.n + 1 }) } })"),
        &[("a", "x", "Component({ attached() { this.triggerEvent('hi') } })")],
    );
    let page = run.open("p");
    run.no_errors();
    assert_eq!(run.text(page), "2xx");
}

#[test]
fn data_set_while_wxs_is_needed_is_evaluated_with_it() {
    let mut run = run(
        (
            "<wxs module='m'>module.exports.twice = function (x) { return x * 2 }; module.exports.kind = function (x) { return x.constructor }</wxs>\
             {{m.twice(n)}} {{m.kind(list)}} <a n='{{m.twice(n)}}' bind:hi='hi'/>",
            "Page({ data: { n: 1, list: [1] }, hi() { if (this.data.n < 3) this.setData({ n: this.data.n + 1 }) } })",
        ),
        &[(
            "a",
            "{{n}}",
            "Component({ properties: { n: Number }, observers: { n() { this.triggerEvent('hi') } }, attached() { this.triggerEvent('hi') } })",
        )],
    );
    let page = run.open("p");
    run.no_errors();
    assert_eq!(run.text(page), "6 Array 6");
}

#[test]
fn cyclic_data_is_an_error_of_that_call_and_the_page_lives_on() {
    let mut run = run(
        (
            "{{o.x}}{{n}}",
            "Page({ data: { o: {}, n: 1 }, onLoad() { const o = { x: 1 }; o.o = o; try { this.setData({ o }) } catch (e) { console.log(e.message) } this.setData({ n: 2 }) } })",
        ),
        &[],
    );
    let page = run.open("p");
    assert!(run.log().contains("contains itself"), "{}", run.log());
    assert!(run.text(page).ends_with('2'));
}

#[test]
fn an_object_of_a_hundred_thousand_levels_does_not_cross_and_nothing_breaks() {
    let mut run = run(
        (
            "{{o}}{{n}}",
            "Page({ data: { o: {}, n: 1 }, onLoad() { let o = {}; for (let i = 0; i < 100000; i++) o = { o }; try { this.setData({ o }) } catch (e) { console.log(e.message) } this.setData({ n: 2 }) } })",
        ),
        &[],
    );
    let page = run.open("p");
    assert!(run.log().contains("too deeply"), "{}", run.log());
    assert!(run.text(page).ends_with('2'));
}

#[test]
fn two_hundred_nested_components_work_in_a_debug_build() {
    let mut run = run(
        ("<a n='{{200}}'/>", "Page({})"),
        &[(
            "a",
            "<a wx:if='{{n > 1}}' n='{{n - 1}}'/><view wx:else>bottom {{late}}</view>",
            "Component({ properties: { n: Number }, data: { late: '' }, attached() { if (this.data.n === 1) this.setData({ late: 'done' }) } })",
        )],
    );
    let page = run.open("p");
    run.no_errors();
    assert_eq!(run.text(page), "bottom done");
    assert_eq!(run.logic.tree().borrow().counts().components, 201);
}

#[test]
fn a_component_that_throws_while_loading_leaves_the_page_alive() {
    let mut run = run(("before<a/>after", "Page({ onLoad() { console.log('loaded') } })"), &[("a", "x", "throw new Error('no')")]);
    let page = run.open("p");
    assert_eq!(run.log(), "loaded");
    assert!(run.text(page).starts_with("before"), "{}", run.text(page));
    assert!(run.text(page).ends_with("after"), "{}", run.text(page));
    assert_eq!(run.host.errors.borrow()[0].path, "a.js");
}

#[test]
fn relations_link_parent_and_child_and_list_them_in_page_order() {
    let mut run = run(
        (
            "<a id='l'><b wx:for='{{items}}' wx:key='*this' name='{{item}}'/></a>",
            "Page({ data: { items: ['1', '2'] }, onLoad() { this.setData({ items: ['0', '1', '3'] });
               console.log(this.selectComponent('#l').getRelationNodes('./b').map((b) => b.data.name).join('')) } })",
        ),
        &[
            (
                "a",
                "<slot/>",
                "Component({ relations: { './b': { type: 'child', linked(b) { console.log('a linked', b.data.name) }, unlinked(b) { console.log('a unlinked', b.data.name) } } } })",
            ),
            (
                "b",
                "{{name}}",
                "Component({ properties: { name: String }, relations: { './a': { type: 'parent', linked(a) { console.log('b linked', a.is, this.getRelationNodes('./a').length) } } } })",
            ),
        ],
    );
    run.open("p");
    run.no_errors();
    let log = run.log();
    assert!(log.starts_with("a linked 1\nb linked a 1\na linked 2\nb linked a 1\n"), "{log}");
    assert!(log.contains("a unlinked 2"), "{log}");
    assert!(log.ends_with("\n013"), "{log}");
}

#[test]
fn select_component_finds_instances_and_exports() {
    let mut run = run(
        (
            "<a class='k'/><a class='k'/><b id='e'/><view id='v'/>",
            "Page({ onLoad() { console.log(this.selectAllComponents('.k').length, this.selectComponent('#e').only, this.selectComponent('#v'), this.selectComponent('.none'),
               this.selectComponent('.k').selectOwnerComponent() === this) } })",
        ),
        &[
            ("a", "x", "Component({})"),
            ("b", "x", "Component({ behaviors: ['wx://component-export'], export() { return { only: 'exported' } } })"),
        ],
    );
    run.open("p");
    run.no_errors();
    assert_eq!(run.log(), "2 exported null null true");
}

#[test]
fn a_page_may_be_made_by_component_and_gets_its_query_as_properties() {
    let mut run = run(
        (
            "{{id}}",
            "Component({ properties: { id: Number }, methods: { onLoad(q) { console.log('load', this.data.id, q.id) }, onShow() { console.log('show') }, onPullDownRefresh() {} } })",
        ),
        &[],
    );
    let page = run.logic.open_page("p", r#"{"id":"42"}"#).expect("the page opens");
    run.no_errors();
    assert_eq!(run.log(), "load 42 42\nshow");
    assert_eq!(run.text(page), "42");
    assert!(run.logic.page_has(page, "onPullDownRefresh") && !run.logic.page_has(page, "onReachBottom"));
}

#[test]
fn component_may_be_called_by_a_helper_in_another_file() {
    let mut run = Run::new(&[
        ("app.js", "App({})"),
        ("p.wxml", "<a/>"),
        ("p.js", "Page({})"),
        ("a.wxml", "{{x}}"),
        ("a.json", r#"{"component":true}"#),
        ("a.js", "require('./lib/wrap').Wrapped({ data: { x: 'wrapped' } })"),
        ("lib/wrap.js", "exports.Wrapped = (spec) => Component(spec)"),
    ]);
    run.launch();
    let page = run.open("p");
    run.no_errors();
    assert_eq!(run.text(page), "wrapped");
}

#[test]
fn custom_fields_of_a_page_are_copied_to_each_instance() {
    let mut run = run(
        ("x", "Page({ list: [], onLoad() { this.list.push(1); console.log(this.list.length, this.own()) }, own() { return 'method' } })"),
        &[],
    );
    run.open("p");
    run.open("p");
    assert_eq!(run.log(), "1 method\n1 method");
}

#[test]
fn a_page_that_has_no_script_or_fails_is_an_error_with_its_place() {
    let mut run = run(("x", "const a = ;"), &[]);
    match run.logic.open_page("p", "{}") {
        Err(LogicError::Script(error)) => assert_eq!((error.path.as_str(), error.line), ("p.js", 1), "{error}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_late_set_data_of_a_closed_page_does_nothing_bad() {
    let mut run = run(
        ("{{x}}", "Page({ data: { x: 1 }, onLoad() { setTimeout(() => { this.setData({ x: 2 }); console.log(this.data.x) }, 10) } })"),
        &[],
    );
    let page = run.open("p");
    run.logic.page_life(page, PageLife::Unload, "");
    run.host.clock.set(2_000_000.0);
    run.logic.run_timers();
    run.no_errors();
    assert_eq!(run.log(), "2");
}

#[test]
fn an_event_channel_joins_opener_and_opened_page() {
    let mut run = Run::new(&[
        ("app.js", "App({})"),
        ("p.wxml", "x"),
        ("q.wxml", "y"),
        (
            "p.js",
            "Page({ onLoad() { wx.navigateTo({ url: '/q?a=1', events: { back: (x) => console.log('back', x) }, success: (r) => r.eventChannel.emit('data', 1) }) } })",
        ),
        (
            "q.js",
            "Page({ onLoad() { const c = this.getOpenerEventChannel(); c.on('data', (x) => { console.log('data', x); c.emit('back', x + 1) }) } })",
        ),
    ]);
    run.launch();
    run.open("p");
    let call = run.host.calls.borrow()[0].clone();
    assert_eq!(call.1, json!({ "url": "/q?a=1" }));
    run.open("q");
    run.logic.resolve(call.2, r#"{"ok":true,"res":{}}"#);
    run.no_errors();
    assert_eq!(run.log(), "data 1\nback 2");
}

#[test]
fn a_selector_query_asks_the_session_once_and_shares_the_answers() {
    let mut run = run(
        (
            "<view class='k'/>",
            "Page({ onReady() { this.createSelectorQuery().select('.k').boundingClientRect((r) => console.log('rect', r.width)).selectViewport().scrollOffset()
               .exec((all) => console.log(all.length, all[1].scrollTop)) } })",
        ),
        &[],
    );
    let page = run.open("p");
    run.logic.page_life(page, PageLife::Ready, "");
    let call = run.host.calls.borrow()[0].clone();
    assert_eq!(call.0, "__selectorQuery");
    assert_eq!(call.1["queue"][0]["selector"], json!(".k"));
    assert_eq!(call.1["queue"][0]["comp"], json!(page.0));
    run.logic.resolve(call.2, r#"{"ok":true,"res":[{"width":10},{"scrollTop":3}]}"#);
    assert_eq!(run.log(), "rect 10\n2 3");
}

#[test]
fn a_broken_wxs_module_fails_its_own_expressions_only() {
    let mut run = run(
        (
            "<wxs module='bad'>module.exports = null.x;</wxs><wxs module='good'>module.exports = { v: 'ok' };</wxs>[{{bad.x}}]{{good.v}}",
            "Page({})",
        ),
        &[],
    );
    let page = run.open("p");
    assert!(run.text(page).ends_with("ok"), "{}", run.text(page));
    assert!(!run.host.errors.borrow().is_empty());
}

#[test]
fn wxs_modules_require_each_other_and_have_their_own_globals() {
    let mut run = Run::new(&[
        ("app.js", "App({}); Array.prototype.poison = 1;"),
        ("p.wxml", "<wxs src='./lib/a.wxs' module='a'/>{{a.f([3, 1, 2])}}"),
        ("p.js", "Page({})"),
        (
            "lib/a.wxs",
            "var b = require('./b.wxs'); module.exports.f = function (l) { return [b.join(l), l.constructor, (5).constructor, l.map(function (x) { return x + 1 }).join('-'),
               'a,b'.split(getRegExp(',')).length, typeof wx, typeof App, l.poison, getDate(0).getTime(), l.slice(1).concat([9]).length].join(' ') };",
        ),
        ("lib/b.wxs", "module.exports.join = function (l) { return l.join('+') };"),
    ]);
    run.launch();
    let page = run.open("p");
    run.no_errors();
    assert_eq!(run.text(page), "3+1+2 Array Number 4-2-3 2 undefined undefined  0 3");
}

#[test]
fn what_is_compiled_before_a_program_is_known_is_what_every_program_needs() {
    let run = Run::new(&[("app.js", "")]);
    assert_eq!(run.logic.engine.compiled().left(), Vec::<&str>::new(), "compiled for nothing at each start");
    assert_eq!(run.logic.engine.compiled().missed(), Vec::<String>::new(), "compiled while somebody waits");
}

#[test]
fn scripts_that_few_programs_need_are_read_when_one_asks() {
    let run = Run::new(&[("app.js", "")]);
    let before = run.logic.heap_bytes();
    let run = Run::app("wx.createContext()");
    assert!(run.logic.heap_bytes() > before + 50_000, "the canvas was there before anybody drew");
}
