//! Templates and data that try to break the tree: each ends in an error that names the component, never in a crash.

use super::*;

#[test]
fn two_hundred_nested_components() {
    let mut world = World::new("<nest n='{{200}}'/>");
    world.component("nest", "<view><nest wx:if='{{n > 1}}' n='{{n - 1}}'/><text wx:else>bottom</text></view>", |def| {
        def.properties = vec!["n".into()]
    });
    let page = world.open(&[]);
    assert_eq!(world.tree.take_errors(), []);
    let html = world.html(page);
    assert_eq!(html.matches("is=\"nest\"").count(), 200);
    assert!(html.contains("bottom"));
    let inner = world.tree.select(page, "nest").unwrap().comp.unwrap();
    world.set(inner, &[("n", num(3.0))]);
    assert_eq!(world.html(page).matches("is=\"nest\"").count(), 3);
}

#[test]
fn a_component_in_itself_stops_with_an_error_that_names_it() {
    let mut world = World::new("<loop/>");
    world.component("loop", "<loop/>", |_| {});
    let page = world.open(&[]);
    let errors = world.tree.take_errors();
    assert!(errors.iter().any(|error| &*error.component == "loop" && error.text.contains("deeper")), "{errors:?}");
    world.html(page);
    world.tree.destroy_page(page);
    world.run();
    assert_eq!(world.tree.counts().nodes, 0);
}

#[test]
fn a_template_or_include_that_shows_itself_stops() {
    for source in [
        "<template name='t'><template is='t' data='{{a}}'/></template><template is='t'/>",
        "<include src='page'/>",
        "<template name='t'>{{1}}<view><template is='t'/></view></template><template is='t'/>",
    ] {
        let mut world = World::new(source);
        let page = world.open(&[]);
        assert!(!world.tree.take_errors().is_empty(), "{source}");
        world.html(page);
    }
}

#[test]
fn content_put_into_itself_through_slots_ends() {
    let mut world = World::new("<a><a><a>x</a></a></a>");
    world.component("a", "<view><slot/></view><slot/>", |_| {});
    let page = world.open(&[]);
    assert!(world.html(page).contains('x'));
}

#[test]
fn too_many_nodes_are_told_not_made() {
    let mut world = World::with_limits(
        "<block wx:for='{{1000}}'><text wx:for='{{1000}}'>{{item}}</text></block>",
        TreeLimits { nodes: 10_000, ..TreeLimits::default() },
    );
    let page = world.open(&[]);
    assert!(world.tree.counts().nodes < 12_000);
    assert!(world.tree.take_errors()[0].text.contains("10000 nodes"));
    world.html(page);
}

#[test]
fn steps_with_nothing_to_do_and_unknown_ids_are_harmless() {
    let mut world = World::new("x");
    world.set(CompId(99), &[("a", num(1.0))]);
    world.tree.destroy_page(CompId(7));
    world.run();
    assert!(matches!(world.tree.step(Answer::Value(Value::Null)), Step::Done));
    assert_eq!(world.tree.html(CompId(3)).as_str(), "");
    assert_eq!(world.tree.take_patch(CompId(3)), None);
    let def = world.tree.define(ComponentDef { path: "gone".into(), page: true, ..ComponentDef::default() });
    let page = world.tree.create_page(def);
    world.run();
    assert_eq!(world.html(page), "");
    let none = world.tree.create_page(DefId(500));
    world.run();
    assert_eq!(world.html(none), "");
}

#[test]
fn data_that_is_too_deep_to_compare_is_taken_as_new() {
    let deep = |n: usize| (0..n).fold(Value::Null, |inner, _| list([inner]));
    let mut world = World::new("<text>{{a}}</text>");
    let page = world.open(&[("a", deep(900))]);
    world.set(page, &[("a", deep(900))]);
    world.html(page);
}

#[test]
fn changes_that_no_view_takes_do_not_fill_the_memory() {
    let mut world = World::new("<text wx:for='{{list}}' id='{{n}}'>{{n}}</text>");
    let page = world.open(&[("list", list((0..20).map(|at| num(f64::from(at))))), ("n", num(0.0))]);
    world.html(page);
    for round in 1..4_000 {
        world.set(page, &[("n", num(f64::from(round)))]);
    }
    let view = &world.tree.views[&page.0];
    let waiting = view.texts.len() + view.attrs.len() + view.containers.len();
    assert!(waiting < 70_000, "{waiting} changes wait for 20 elements");
    assert!(world.patch(page).contains("3999"), "and nothing of them is lost");
}
