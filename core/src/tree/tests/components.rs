//! Components: properties, observers, slots, life cycle, external classes, and how they meet the elements around them.

use super::*;

fn labelled(world: &mut World) {
    world.component("card", "<view>{{title}}{{more}}</view><slot/>", |def| {
        def.properties = vec!["title".into(), "bigSize".into()];
        def.data = vec![("title".into(), text("none")), ("more".into(), text("!"))];
    });
}

#[test]
fn properties_reach_the_component_and_its_observers() {
    let mut world = World::new("<card title='{{t}}' big-size='{{s}}' other='{{o}}'/>");
    labelled(&mut world);
    let page = world.open(&[("t", text("a")), ("s", num(1.0)), ("o", num(1.0))]);
    assert_eq!(world.html(page), "<wx-card is=\"card\"><wx-view>a!</wx-view></wx-card>");
    world.take_log();
    world.set(page, &[("t", text("b")), ("o", num(2.0))]);
    assert_eq!(world.take_log(), ["prop title=b", "props card"]);
    world.set(page, &[("s", num(2.0))]);
    assert_eq!(world.take_log(), ["prop bigSize=2", "props card"]);
    assert_eq!(world.patch(page), "[[\"t\",3,\"b!\"]]");
}

#[test]
fn a_whole_object_set_again_is_told_again_with_what_is_made_of_it() {
    let mut world = World::new("<card title='{{o}}' big-size='{{o.part}}'/>");
    labelled(&mut world);
    let object = || Value::obj([("part", Value::obj([("x", num(1.0))]))]);
    let page = world.open(&[("o", object())]);
    world.take_log();
    world.set(page, &[("o", object())]);
    assert_eq!(world.take_log(), ["prop title=[object Object]", "prop bigSize=[object Object]", "props card"]);
}

#[test]
fn life_goes_from_owners_to_what_they_contain_and_back() {
    let mut world = World::new("<a><b/></a>");
    world.component("a", "<c/><slot/>", |_| {});
    world.component("b", "b", |_| {});
    world.component("c", "c", |_| {});
    let page = world.open(&[]);
    let expected =
        "create page,create a,create c,create b,attached page,attached a,attached c,attached b,ready c,ready a,ready b,ready page";
    assert_eq!(world.take_log().join(","), expected);
    world.tree.destroy_page(page);
    world.run();
    assert_eq!(world.take_log(), ["detached 4", "detached 3", "detached 2", "detached 1", "drop 4"]);
    assert_eq!((world.tree.counts().nodes, world.tree.counts().components), (0, 0));
}

#[test]
fn set_data_while_being_made_is_in_the_first_screen() {
    let mut world = World::new("<card title='t'/>{{x}}");
    labelled(&mut world);
    world.on("create card", |world, comp| {
        world.set(comp, &[("more", text("?"))]);
        assert_eq!(world.tree.data(comp, "title").unwrap().as_str(), Some("t"));
        let page = world.tree.owner(comp).unwrap();
        // The owner is being evaluated: this waits.
        world.set(page, &[("x", num(7.0))]);
    });
    let page = world.open(&[("x", num(1.0))]);
    assert_eq!(world.html(page), "<wx-card is=\"card\"><wx-view>t?</wx-view></wx-card>7");
}

#[test]
fn content_asked_for_while_being_made_is_made_once() {
    let mut world = World::new("<outer title='t'/>");
    labelled(&mut world);
    world.component("outer", "<card title='{{title}}' id='c'/>", |def| def.properties = vec!["title".into()]);
    world.on("create outer", |world, comp| {
        assert_eq!(world.tree.select(comp, "#c"), None);
        assert!(world.tree.make_content(comp));
        world.run();
        assert!(world.tree.select(comp, "#c").is_some_and(|hit| hit.comp.is_some()));
        assert!(!world.tree.make_content(comp));
        world.set(comp, &[("title", text("later"))]);
    });
    let page = world.open(&[]);
    assert!(!world.tree.make_content(page));
    assert!(world.html(page).contains("later"));
    assert_eq!(world.log.iter().filter(|line| *line == "create card" || *line == "attached card").count(), 2);
}

#[test]
fn set_data_in_observers_of_the_component_and_of_its_owner() {
    let mut world = World::new("<text>{{seen}}</text><card title='{{t}}'/><text>{{seen}}</text>");
    labelled(&mut world);
    world.on("props card", |world, comp| {
        world.set(comp, &[("more", text("+"))]);
        let page = world.tree.owner(comp).unwrap();
        world.set(page, &[("seen", text("yes"))]);
    });
    let page = world.open(&[("t", text("a"))]);
    world.html(page);
    world.set(page, &[("t", text("b"))]);
    assert_eq!(world.html(page), "<wx-text>yes</wx-text><wx-card is=\"card\"><wx-view>b+</wx-view></wx-card><wx-text>yes</wx-text>");
}

#[test]
fn set_data_in_attached_and_ready_makes_new_components_live_too() {
    let mut world = World::new("<card title='{{t}}' wx:if='{{on}}'/>");
    labelled(&mut world);
    world.on("attached page", |world, page| world.set(page, &[("on", Value::Bool(true))]));
    world.on("ready card", |world, comp| world.set(comp, &[("more", text("R"))]));
    let page = world.open(&[("t", text("a"))]);
    assert_eq!(world.html(page), "<wx-card is=\"card\"><wx-view>aR</wx-view></wx-card>");
    let log = world.take_log();
    assert_eq!(log.iter().filter(|line| line.ends_with("card")).collect::<Vec<_>>(), ["create card", "attached card", "ready card"]);
}

#[test]
fn an_owner_changed_from_deep_inside_reaches_the_component_that_is_at_work() {
    let mut world = World::new("<middle title='{{t}}'/>{{t}}");
    labelled(&mut world);
    world.component(
        "middle",
        "<text wx:if='{{title==\"a\"}}'>if</text><card wx:for='{{l}}' title='{{item}}'/><text>{{title}}</text>",
        |def| {
            def.properties = vec!["title".into()];
            def.data = vec![("l".into(), list([text("1"), text("2")]))];
        },
    );
    world.on("props card", |world, comp| {
        let page = world.tree.page_of(comp).unwrap();
        let middle = world.tree.owner(comp).unwrap();
        // The page is idle, the component in between is not.
        world.set(page, &[("t", text("b"))]);
        world.set(middle, &[("l", list([text("9")]))]);
    });
    let page = world.open(&[("t", text("a"))]);
    let middle = world.tree.select(page, "middle").unwrap().comp.unwrap();
    world.html(page);
    world.set(middle, &[("l", list([text("3"), text("4")]))]);
    assert_eq!(
        world.html(page),
        "<wx-middle is=\"middle\"><wx-card is=\"card\"><wx-view>9!</wx-view></wx-card><wx-text>b</wx-text></wx-middle>b"
    );
}

#[test]
fn an_endless_change_is_given_up_and_told() {
    let mut world = World::new("<card title='{{n}}'/>");
    labelled(&mut world);
    world.on("props card", |world, comp| {
        let page = world.tree.owner(comp).unwrap();
        let n = ops::number(&world.tree.data(page, "n").unwrap());
        world.set(page, &[("n", num(n + 1.0))]);
    });
    let page = world.open(&[("n", num(0.0))]);
    world.set(page, &[("n", num(1.0))]);
    assert!(world.tree.take_errors().iter().any(|error| error.text.contains("rounds")));
}

#[test]
fn a_component_that_removes_itself_while_it_is_made() {
    for when in ["create card", "attached card", "ready card", "props card"] {
        let mut world = World::new("<view wx:if='{{on}}'><card title='{{t}}'><card title='inner'/></card></view>{{t}}");
        labelled(&mut world);
        world.on(when, |world, comp| {
            if let Some(page) = world.tree.page_of(comp) {
                world.set(page, &[("on", Value::Bool(false))]);
            }
        });
        let page = world.open(&[("on", Value::Bool(true)), ("t", text("1"))]);
        world.set(page, &[("t", text("2"))]);
        assert_eq!(world.html(page), "2", "{when}");
        assert_eq!(world.tree.counts().components, 1, "{when}");
    }
}

#[test]
fn a_page_destroyed_while_it_is_evaluated() {
    for when in ["create card", "attached card", "props card", "create page"] {
        let mut world = World::new("<card title='{{t}}' wx:for='{{[1,2,3]}}'>{{t}}</card>");
        labelled(&mut world);
        world.on(when, |world, comp| {
            let page = world.tree.page_of(comp).unwrap_or(comp);
            world.tree.destroy_page(page);
            world.run();
        });
        let page = world.open(&[("t", text("1"))]);
        world.set(page, &[("t", text("2"))]);
        assert_eq!(world.html(page), "", "{when}");
        assert_eq!((world.tree.counts().nodes, world.tree.counts().components), (0, 0), "{when}");
    }
}

#[test]
fn slots_show_what_the_owner_puts_in() {
    let mut world =
        World::new("<box>{{a}}<view slot='x'>in x</view><block wx:if='{{a}}'><text>def</text></block><block slot='x'>more</block></box>");
    world.component("box", "<view id='1'><slot name='x'/></view><view id='2'><slot/></view>", |def| def.multiple_slots = true);
    let page = world.open(&[("a", text("A"))]);
    assert_eq!(
        world.html(page),
        "<wx-box is=\"box\"><wx-view id=\"1\"><wx-view>in x</wx-view>more</wx-view><wx-view id=\"2\">A<wx-text>def</wx-text></wx-view></wx-box>"
    );
    world.set(page, &[("a", text(""))]);
    assert_eq!(world.patch(page), "[[\"r\",8],[\"t\",7,\"\"]]");
}

#[test]
fn a_slot_handed_on_to_another_component() {
    let mut world = World::new("<outer><text>{{t}}</text></outer>");
    world.component("inner", "<view><slot name='deep'/></view>", |def| def.multiple_slots = true);
    world.component("outer", "<inner><slot slot='deep'/></inner>", |_| {});
    let page = world.open(&[("t", text("x"))]);
    assert_eq!(
        world.html(page),
        "<wx-outer is=\"outer\"><wx-inner is=\"inner\"><wx-view><wx-text>x</wx-text></wx-view></wx-inner></wx-outer>"
    );
    world.set(page, &[("t", text("y"))]);
    assert_eq!(world.patch(page), "[[\"t\",5,\"y\"]]");
}

#[test]
fn virtual_hosts_have_no_element() {
    let mut world = World::new("<view><row wx:for='{{l}}'>{{item}}</row></view>");
    world.component("row", "<text><slot/></text>", |def| def.virtual_host = true);
    let page = world.open(&[("l", list([text("a")]))]);
    assert_eq!(world.html(page), "<wx-view><wx-text>a</wx-text></wx-view>");
    world.set(page, &[("l", list([text("a"), text("b")]))]);
    assert_eq!(world.patch(page), "[[\"i\",1,0,4,2,\"<wx-text>b</wx-text>\"]]");
}

#[test]
fn generic_components_are_chosen_by_the_owner() {
    let mut world = World::new("<host generic:thing='one'/><host/>");
    world.component("one", "1", |_| {});
    world.component("two", "2", |_| {});
    world.component("host", "<thing/>", |_| {});
    let generics = HashMap::from([(Rc::from("thing"), Some(Rc::from("two")))]);
    world.files.components.borrow_mut().insert("host".into(), Rc::new(ComponentFile { generics, ..ComponentFile::default() }));
    let page = world.open(&[]);
    assert_eq!(
        world.html(page),
        "<wx-host is=\"host\"><wx-thing is=\"one\">1</wx-thing></wx-host><wx-host is=\"host\"><wx-thing is=\"two\">2</wx-thing></wx-host>"
    );
}

#[test]
fn a_component_that_cannot_be_loaded_leaves_the_page_alive() {
    let mut world = World::new("<bad/><text>{{t}}</text><bad/>");
    world.component("bad", "x", |_| {});
    world.defs.remove("bad");
    let page = world.open(&[("t", text("ok"))]);
    assert_eq!(world.html(page), "<wx-bad></wx-bad><wx-text>ok</wx-text><wx-bad></wx-bad>");
    assert_eq!(world.tree.take_errors().len(), 1);
    assert!(world.tree.outline(page).contains("could not be loaded"));
}

#[test]
fn selectors() {
    let mut world =
        World::new("<view id='top' class='a b'><card class='c1'><text class='a'/></card></view><card id='second' wx:if='{{true}}'/>");
    labelled(&mut world);
    world.component("nest", "<card class='deep'/>", |_| {});
    let page = world.open(&[]);
    world.html(page);
    let tree = &world.tree;
    let count = |selector: &str| tree.select_all(page, selector).len();
    assert_eq!(
        [
            "#top",
            ".a",
            ".a.b",
            "card",
            ".a > card",
            ".b text",
            ".b > text",
            "#second, .c1",
            ".none",
            "view",
            "text.a",
            "view[x]",
            ".a >>> view",
            "#top >>> view"
        ]
        .map(count),
        [1, 2, 1, 2, 1, 1, 0, 2, 0, 1, 1, 0, 1, 1]
    );
    let card = tree.select(page, ".c1").unwrap().comp.unwrap();
    assert_eq!(tree.select_all(card, "view").len(), 1);
    assert_eq!((tree.owner(card), tree.page_of(card)), (Some(page), Some(page)));
    assert_eq!(tree.select(card, ".a"), None, "what the owner put in is not its own");
}

#[test]
fn a_placeholder_stands_in_for_a_component_that_cannot_be_loaded() {
    let mut world = World::new("<gone p='{{1}}'>a</gone><lost>b</lost><missing>c</missing>");
    world.component("other", "<text>instead</text><slot/>", |_| {});
    let names = ["gone", "lost", "missing", "other"];
    let using = names.iter().map(|name| (Rc::from(*name), Rc::from(*name))).collect();
    let placeholder = [("gone", "other"), ("lost", "view")].map(|(tag, with)| (Rc::from(tag), Rc::from(with))).into();
    let file = Rc::new(ComponentFile { using, placeholder, ..ComponentFile::default() });
    world.files.components.borrow_mut().insert("page".to_owned(), file);
    let page = world.open(&[]);
    assert_eq!(
        world.html(page),
        "<wx-gone is=\"other\"><wx-text>instead</wx-text>a</wx-gone><wx-lost>b</wx-lost><wx-missing></wx-missing>"
    );
    assert_eq!(world.tree.take_errors().len(), 3, "each is told once");
}
