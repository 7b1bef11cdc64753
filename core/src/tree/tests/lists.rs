//! Lists: keys, moves, and that what did not change costs nothing.

use super::*;

const KEYED: &str = "<view wx:for='{{l}}' wx:key='id'>{{index}}{{item.name}}</view>";

fn rows(names: &[(usize, u32)]) -> String {
    names.iter().map(|(at, id)| format!("<wx-view>{at}n{id}</wx-view>")).collect()
}

#[test]
fn keyed_items_move_and_are_not_made_again() {
    let mut world = World::new("<card wx:for='{{l}}' wx:key='id' n='{{item.name}}'/>");
    world.component("card", "{{n}}", |def| def.properties = vec!["n".into()]);
    let page = world.open(&[("l", items([1, 2, 3, 4]))]);
    world.html(page);
    world.take_log();
    world.set(page, &[("l", items([4, 1, 2, 3]))]);
    assert_eq!(world.take_log(), ["moved card"]);
    assert_eq!(world.patch(page), "[[\"m\",7,0,1]]");
    world.set(page, &[("l", items([4, 5, 2, 3]))]);
    assert_eq!(world.take_log(), ["detached 2", "drop 1", "create card", "attached card", "ready card"]);
    assert_eq!(world.patch(page), "[[\"i\",0,3,9,2,\"<wx-card is=\\\"card\\\">n5</wx-card>\"],[\"r\",1]]");
}

#[test]
fn every_reordering_gives_what_a_fresh_page_gives() {
    let mut seed = 7u32;
    let mut random = |below: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 8) % below
    };
    let mut world = World::new(KEYED);
    let page = world.open(&[("l", items([]))]);
    world.html(page);
    let mut view = view::Dom::parse(&world.html(page));
    for _ in 0..300 {
        let len = random(12);
        let ids: Vec<u32> = (0..len).map(|_| random(15)).collect();
        world.set(page, &[("l", items(ids.clone()))]);
        let expected: Vec<(usize, u32)> = ids.iter().copied().enumerate().collect();
        if let Some(patch) = world.tree.take_patch(page) {
            view.apply(&patch);
        }
        assert_eq!(view.html(), rows(&expected), "{ids:?}");
        assert_eq!(view.count(), world.tree.view_nodes(page));
        assert_eq!(view.html(), view::Dom::parse(&world.tree.html(page).into_string()).html());
        view = view::Dom::parse(&world.tree.html(page).into_string());
    }
}

#[test]
fn items_that_are_equal_are_passed_over() {
    let mut world = World::new("<wxs module='m'>x</wxs><view wx:for='{{l}}' wx:key='id'>{{m.upper(item.name)}}</view>");
    let page = world.open(&[("l", items(0..100))]);
    world.html(page);
    assert_eq!(world.wxs, 100);
    world.set(page, &[("l", items(0..100))]);
    assert_eq!((world.wxs, world.patch(page).as_str()), (100, ""));
    world.set(page, &[("l[7].name", text("z"))]);
    assert_eq!((world.wxs, world.patch(page).as_str()), (101, "[[\"t\",16,\"Z\"]]"));
    world.set(page, &[("l", items(1..100))]);
    assert_eq!(world.wxs, 102, "item 7 is what it was at first");
    world.set(page, &[("l", items(0..120))]);
    assert_eq!(world.wxs, 102 + 21);
}

#[test]
fn without_keys_the_place_decides() {
    let mut world = World::new("<view wx:for='{{l}}'>{{item}}</view>");
    let page = world.open(&[("l", list([text("a"), text("b")]))]);
    world.html(page);
    world.set(page, &[("l", list([text("b")]))]);
    assert_eq!(world.patch(page), "[[\"r\",3],[\"t\",2,\"b\"]]");
    world.set(page, &[("l", Value::Undefined)]);
    assert_eq!(world.patch(page), "[[\"r\",1]]");
}

#[test]
fn the_same_key_twice_is_no_trouble() {
    let mut world = World::new(KEYED);
    let page = world.open(&[("l", items([1, 1, 2]))]);
    world.html(page);
    for ids in [vec![1, 2, 1], vec![2, 1, 1, 1], vec![1]] {
        world.set(page, &[("l", items(ids.clone()))]);
        let expected: Vec<(usize, u32)> = ids.into_iter().enumerate().collect();
        assert_eq!(world.html(page), rows(&expected));
    }
}

#[test]
fn what_stands_around_a_list_reaches_every_item() {
    let mut world = World::new("<view wx:for='{{l}}' wx:key='id' class='{{item.id==on?\"on\":\"\"}}'/>");
    let page = world.open(&[("l", items(0..3)), ("on", num(0.0))]);
    world.html(page);
    world.set(page, &[("on", num(2.0))]);
    assert_eq!(world.patch(page), "[[\"a\",1,\"class\",\"\"],[\"a\",3,\"class\",\"on\"]]");
}

#[test]
fn a_hundred_thousand_items() {
    let mut world = World::new("<view wx:for='{{l}}' wx:key='id'>{{item.name}}</view>");
    let page = world.open(&[("l", items(0..100_000))]);
    world.html(page);
    assert_eq!(world.tree.view_nodes(page), 200_000);
    world.set(page, &[("l", items(50_000..150_000))]);
    world.patch(page);
    assert_eq!(world.tree.view_nodes(page), 200_000);
    world.set(page, &[("l", items([]))]);
    world.patch(page);
    assert_eq!((world.tree.view_nodes(page), world.tree.counts().nodes), (0, 3));
}
