//! Events: who hears what, in which order, and where `catch` stops them.

use super::*;

/// The handlers that an event reaches when none of them changes anything.
fn all(world: &mut World, walk: Option<u32>) -> Vec<HandlerCall> {
    std::iter::from_fn(|| world.tree.next_call(walk?)).collect()
}

fn handlers(world: &mut World, page: CompId, view: u32, event: &EventInit) -> Vec<String> {
    let walk = world.tree.dispatch(page, view, event);
    let calls = all(world, walk);
    calls.iter().map(|call| format!("{}.{}", world.tree.path_of(call.comp).unwrap(), call.handler)).collect()
}

fn sent(world: &mut World, comp: CompId, event: &EventInit) -> Vec<HandlerCall> {
    let walk = world.tree.trigger(comp, event);
    all(world, walk)
}

fn tap() -> EventInit {
    EventInit::view("tap")
}

#[test]
fn events_go_down_and_up_and_stop_where_they_are_caught() {
    let mut world = World::new(
        "<view bindtap='a' capture-bind:tap='A'><view bindtap='b' catch:tap='c' capture-bind:tap='B'><text bindtap='d' data-x='{{1}}'/></view></view>",
    );
    let page = world.open(&[]);
    assert_eq!(world.html(page), "<wx-view b=\"tap ^tap\"><wx-view b=\"tap tap! ^tap\"><wx-text b=\"tap\"></wx-text></wx-view></wx-view>");
    assert_eq!(handlers(&mut world, page, 3, &tap()), ["page.A", "page.B", "page.d", "page.b", "page.c"]);
    assert_eq!(handlers(&mut world, page, 1, &tap()), ["page.A", "page.a"]);
    assert_eq!(handlers(&mut world, page, 3, &EventInit::view("input")), [""; 0]);
    assert_eq!(handlers(&mut world, page, 0, &tap()), [""; 0]);
    assert_eq!(handlers(&mut world, page, 99, &tap()), [""; 0]);
}

#[test]
fn of_exclusive_handlers_one_is_called() {
    let mut world = World::new("<view mut-bind:tap='a'><view bindtap='b'><view mut-bind:tap='c'/></view></view>");
    let page = world.open(&[]);
    world.html(page);
    assert_eq!(handlers(&mut world, page, 3, &tap()), ["page.c", "page.b"]);
}

#[test]
fn a_handler_can_be_switched_by_data() {
    let mut world = World::new("<view catch:touchmove='{{on ? \"stop\" : \"\"}}'><view catchtap/></view>");
    let page = world.open(&[]);
    assert_eq!(world.html(page), "<wx-view><wx-view b=\"tap!\"></wx-view></wx-view>");
    world.set(page, &[("on", Value::Bool(true))]);
    assert_eq!(world.patch(page), "[[\"a\",1,\"b\",\"touchmove!\"]]");
    world.set(page, &[("on", Value::Bool(false))]);
    assert_eq!(world.patch(page), "[[\"a\",1,\"b\",null]]");
}

#[test]
fn targets_have_dataset_and_marks_and_hide_what_is_inside_others() {
    let mut world =
        World::new("<view mark:m='{{1}}' mark:n='outer' bindtap='p'><card id='c' data-a-b='{{item}}' mark:n='inner' bindtap='q'/></view>");
    world.component("card", "<text id='t' bindtap='r' data-z='1'/>", |_| {});
    let page = world.open(&[("item", Value::obj([("k", num(1.0))]))]);
    world.html(page);
    let walk = world.tree.dispatch(page, 3, &tap());
    let calls = all(&mut world, walk);
    let told: Vec<_> = calls.iter().map(|call| (&*call.handler, &*call.target.id, &*call.current.id)).collect();
    assert_eq!(told, [("r", "t", "t"), ("q", "c", "c"), ("p", "c", "")]);
    assert_eq!(attrs::json(&calls[1].target.dataset), "{\"aB\":{\"k\":1}}");
    assert_eq!(attrs::json(&calls[0].mark), "{}");
    assert_eq!(attrs::json(&calls[2].mark), "{\"n\":\"inner\",\"m\":1}");
}

#[test]
fn composed_events_pass_the_content_around_a_slot() {
    let mut world = World::new("<box bindtap='host'><text bindtap='mine'/></box>");
    world.component("box", "<view bindtap='around'><slot/></view><view bindtap='beside'/>", |_| {});
    let page = world.open(&[]);
    world.html(page);
    assert_eq!(handlers(&mut world, page, 3, &tap()), ["page.mine", "box.around", "page.host"]);
    let own = EventInit { composed: false, ..tap() };
    assert_eq!(handlers(&mut world, page, 3, &own), ["page.mine", "page.host"]);
    assert_eq!(handlers(&mut world, page, 4, &own), ["box.beside"]);
}

#[test]
fn a_component_triggers_at_its_host() {
    let mut world = World::new("<view bind:change='up'><box bind:change='got' data-i='{{5}}'/></view>");
    world.component("box", "<inner/>", |_| {});
    world.component("inner", "x", |_| {});
    let page = world.open(&[]);
    let target = world.tree.select(page, "box").unwrap().comp.unwrap();
    let event = EventInit { name: "change".into(), bubbles: false, composed: false, capture_phase: false, stop: None };
    let calls = sent(&mut world, target, &event);
    assert_eq!(calls.iter().map(|call| (call.comp, &*call.handler)).collect::<Vec<_>>(), [(page, "got")]);
    assert_eq!(attrs::json(&calls[0].current.dataset), "{\"i\":5}");
    let bubbling = EventInit { bubbles: true, ..event };
    assert_eq!(sent(&mut world, target, &bubbling).len(), 2);
    let inner = world.tree.select(target, "inner").unwrap().comp.unwrap();
    assert_eq!(sent(&mut world, inner, &bubbling).len(), 0, "it does not leave the component");
    assert_eq!(sent(&mut world, inner, &EventInit { composed: true, ..bubbling }).len(), 2);
}

#[test]
fn model_bindings_listen_for_the_new_value() {
    assert_eq!(shows("<input model:value='{{v}}'/>", &[("v", text("a"))]), "<wx-input value=\"a\" b=\"input\"></wx-input>");
}

#[test]
fn model_bindings_know_where_they_write() {
    let source = "<input model:value='{{a.b[2]}}'/><block wx:for='{{rows}}' wx:for-item='row'><switch wx:for='{{row.cells}}' model:checked='{{item.on}}'/></block>\
                  <input model:value='{{a + 1}}'/><template name='t'><input model:value='{{x}}'/></template><template is='t' data='{{x: 1}}'/>";
    let cells = || Value::obj([("cells", list([Value::Null, Value::Null]))]);
    let mut world = World::new(source);
    let page = world.open(&[("rows", list([cells(), cells()]))]);
    world.html(page);
    let writes =
        |view: u32, event: &str| world.tree.model_writes(page, view, event).into_iter().map(|write| write.path).collect::<Vec<_>>();
    assert_eq!(writes(1, "input"), [parse_path("a.b[2]")]);
    assert_eq!(writes(1, "blur"), Vec::<Path>::new());
    assert_eq!(writes(4, "change"), [parse_path("rows[1].cells[0].on")]);
    assert_eq!(writes(6, "input"), Vec::<Path>::new(), "no place to write to");
    assert_eq!(writes(7, "input"), [parse_path("x")], "as in WeChat's framework: the component's own field of that name");
}

#[test]
fn handlers_of_wxs_are_told_to_the_view_and_call_nobody_here() {
    let mut world = World::new(
        "<wxs module='m'>x</wxs><c id='c'/><view bindtap='up'><view data-a='{{a}}' mark:k='v' bindtap='{{off || m.onTap}}' catchtouchmove='{{m.onMove}}' \
         seen='{{a}}' change:seen='{{m.onSeen}}'><text bindtap='t'/></view></view>",
    );
    world.component("c", "<view/>", |_| {});
    let page = world.open(&[("a", num(1.0)), ("off", Value::Bool(false))]);
    let marks = |a: &str| {
        format!(
            "{{\"d\":{{\"a\":{a}}},\"m\":{{\"k\":\"v\"}},\"e\":[[\"tap\",\"\",\"page.wxml#m\",[\"onTap\"]],\
             [\"touchmove\",\"!\",\"page.wxml#m\",[\"onMove\"]]],\"p\":[[\"seen\",\"page.wxml#m\",[\"onSeen\"],{a}]]}}"
        )
    };
    let html = world.html(page);
    assert!(html.contains(&format!("w=\"{}\"", marks("1").replace('"', "&quot;"))), "{html}");
    assert!(html.contains("<wx-view b=\"touchmove!\" o=\"1::1\""), "its tap stays in the view: {html}");
    assert!(
        html.contains("<wx-c is=\"c\" id=\"c\" o=\"1::1\"></wx-c>") || html.contains("<wx-view></wx-view></wx-c>"),
        "a template without handlers carries nothing: {html}"
    );
    // Only what a handler in the view says stops it.
    let at = |stop| EventInit { stop, ..tap() };
    let text = (1..20).rev().find(|view| !handlers(&mut world, page, *view, &tap()).is_empty()).unwrap();
    assert_eq!(handlers(&mut world, page, text, &at(None)), ["page.t", "page.up"]);
    assert_eq!(handlers(&mut world, page, text, &at(Some((text - 1, false)))), ["page.t"]);
    assert_eq!(handlers(&mut world, page, text, &at(Some((text - 1, true)))), [""; 0]);
    world.set(page, &[("a", num(2.0))]);
    assert!(world.patch(page).contains(&format!("\"w\",{}]", serde_json::to_string(&marks("2")).unwrap())));
    world.set(page, &[("off", Value::Bool(true))]);
    assert!(!world.patch(page).contains("onTap"), "no handler now");
}
