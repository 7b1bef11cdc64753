//! The template language case by case: conditions, loops, expressions, templates, imports.

use super::*;

#[test]
fn expressions_texts_and_attributes() {
    let source =
        "<view id='a' class='x {{c}}' style='width:10px;color:{{k}}' hidden='{{h}}'>{{a+1}} and {{o.b[1]}}{{none}}{{none.x.y}}</view>";
    let data = [
        ("a", num(1.0)),
        ("c", text("y")),
        ("k", text("red")),
        ("h", Value::Bool(true)),
        ("o", Value::obj([("b", list([num(1.0), text("<two>")]))])),
    ];
    assert_eq!(
        shows(source, &data),
        "<wx-view id=\"a\" class=\"x y\" style=\"width:10px;color:red\" hidden=\"\">2 and &lt;two&gt;</wx-view>"
    );
}

#[test]
fn if_elif_else_shows_one_branch() {
    let source = "<view wx:if='{{n>1}}'>many</view><view wx:elif='{{n}}'>one</view><block wx:else><text>none</text></block>";
    for (n, expected) in [(2.0, "<wx-view>many</wx-view>"), (1.0, "<wx-view>one</wx-view>"), (0.0, "<wx-text>none</wx-text>")] {
        assert_eq!(shows(source, &[("n", num(n))]), expected);
    }
    let mut world = World::new(source);
    let page = world.open(&[("n", num(0.0))]);
    for (n, expected) in [(1.0, "<wx-view>one</wx-view>"), (5.0, "<wx-view>many</wx-view>"), (0.0, "<wx-text>none</wx-text>")] {
        world.set(page, &[("n", num(n))]);
        assert_eq!(world.html(page), expected);
    }
}

#[test]
fn lists_of_arrays_objects_texts_and_numbers() {
    let source = "<text wx:for='{{l}}' wx:key='*this' wx:for-item='x' wx:for-index='i'>{{i}}:{{x}}</text>";
    let row = |parts: &[&str]| parts.iter().map(|p| format!("<wx-text>{p}</wx-text>")).collect::<String>();
    assert_eq!(shows(source, &[("l", list([text("a"), text("b")]))]), row(&["0:a", "1:b"]));
    assert_eq!(shows(source, &[("l", Value::obj([("p", text("a")), ("q", text("b"))]))]), row(&["p:a", "q:b"]));
    assert_eq!(shows(source, &[("l", text("hé"))]), row(&["0:h", "1:é"]));
    assert_eq!(shows(source, &[("l", num(2.0))]), row(&["0:0", "1:1"]));
    assert_eq!(shows(source, &[("l", Value::Null)]), "");
}

#[test]
fn nested_lists_see_the_variables_around_them() {
    let source = "<block wx:for='{{rows}}' wx:for-item='row'><text wx:for='{{row}}'>{{index}}{{item}}{{row.length}}{{k}}</text></block>";
    let data = [("rows", list([list([text("a")]), list([text("b"), text("c")])])), ("k", text("!"))];
    assert_eq!(shows(source, &data), "<wx-text>0a1!</wx-text><wx-text>0b2!</wx-text><wx-text>1c2!</wx-text>");
}

#[test]
fn literals_and_operators() {
    let source =
        "<text wx:for='{{[1, ...l, {a: 5, ...o}.b]}}'>{{item}}</text><text>{{c ? 'x' : d || 'y'}}{{e ?? 'z'}}{{!c && typeof l}}</text>";
    let data = [("l", list([num(2.0)])), ("o", Value::obj([("b", num(7.0))])), ("e", num(0.0))];
    assert_eq!(shows(source, &data), "<wx-text>1</wx-text><wx-text>2</wx-text><wx-text>7</wx-text><wx-text>y0object</wx-text>");
}

#[test]
fn templates_get_only_their_data_and_can_be_imported() {
    let mut world = World::new(
        "<import src='t.wxml'/><template name='own'>[{{a}}{{secret}}]</template>\
         <template is='own' data='{{a: x}}'/><template is='{{which}}' data='{{...o, y}}'/>",
    );
    world.file("t", "<wxs module='m' src='u.wxs'/><template name='far'>({{m.add(p, y)}})</template>");
    let page = world.open(&[
        ("x", num(1.0)),
        ("secret", text("no")),
        ("which", text("far")),
        ("o", Value::obj([("p", num(2.0))])),
        ("y", num(3.0)),
    ]);
    assert_eq!(world.html(page), "[1]<!---->(5)");
    world.set(page, &[("y", num(10.0)), ("x", num(9.0))]);
    assert_eq!(world.patch(page), "[[\"t\",1,\"[9]\"],[\"t\",2,\"(12)\"]]");
    world.set(page, &[("which", text("own"))]);
    assert_eq!(world.html(page), "[9]<!---->[]");
    world.set(page, &[("which", text("none"))]);
    assert!(world.tree.take_errors()[0].text.contains("no <template name=\"none\">"));
}

#[test]
fn included_files_share_the_data() {
    let mut world = World::new("<include src='inc'/><text>{{a}}</text>");
    world.file("inc", "<text>{{b}}-{{a}}</text>");
    assert_eq!(world.tree.fields_read("page").len(), 2);
    let page = world.open(&[("a", num(1.0)), ("b", num(2.0))]);
    assert_eq!(world.html(page), "<wx-text>2-1</wx-text><wx-text>1</wx-text>");
    world.set(page, &[("b", num(3.0))]);
    assert_eq!(world.patch(page), "[[\"t\",2,\"3-1\"]]");
}

#[test]
fn included_files_see_the_variables_around_them() {
    let mut world = World::new("<block wx:for='{{l}}' wx:for-item='row'><include src='inc'/></block>");
    world.file("inc", "<text wx:for='{{row.sub}}'>{{index}}{{item}}<include src='deep'/></text>");
    world.file("deep", "{{row.name}}{{item}}{{a}}");
    let row = |name: &str, sub: &str| Value::obj([("name", text(name)), ("sub", Value::arr(vec![text(sub)]))]);
    let page = world.open(&[("a", num(1.0)), ("l", Value::arr(vec![row("x", "p"), row("y", "q")]))]);
    assert_eq!(world.html(page), "<wx-text>0p<!---->xp1</wx-text><wx-text>0q<!---->yq1</wx-text>");
    world.set(page, &[("l[1].name", text("z")), ("a", num(2.0))]);
    assert_eq!(world.html(page), "<wx-text>0p<!---->xp2</wx-text><wx-text>0q<!---->zq2</wx-text>");
}

#[test]
fn a_file_that_includes_itself_is_told_with_its_place() {
    let mut world = World::new("<text>a</text>\n<include src='other'/>");
    world.file("other", "<text>b</text><include src='page'/>");
    let page = world.open(&[]);
    assert_eq!(world.html(page), "<wx-text>a</wx-text><wx-text>b</wx-text>");
    let errors: Vec<String> = world.tree.take_errors().into_iter().map(|error| error.text).collect();
    assert_eq!(errors, ["other.wxml:1:15: page.wxml includes itself; what it would show here is left out"]);
}

#[test]
fn wxs_is_asked_only_when_its_arguments_changed() {
    let mut world =
        World::new("<wxs module='m'>module.exports={}</wxs><text title='{{m.upper(a)}}'>{{m.add(b, m.add(1, 2))}}{{m.name.x}}</text>{{c}}");
    let page = world.open(&[("a", text("x")), ("b", num(1.0)), ("c", num(0.0))]);
    assert_eq!(world.html(page), "<wx-text title=\"X\">4m.name.x</wx-text>0");
    let before = world.wxs;
    world.set(page, &[("c", num(5.0))]);
    assert_eq!(world.wxs, before);
    world.set(page, &[("a", text("y"))]);
    assert_eq!(world.wxs, before + 1);
    assert_eq!(world.patch(page), "[[\"t\",3,\"5\"],[\"a\",1,\"title\",\"Y\"]]");
}

#[test]
fn a_failing_wxs_call_is_told_with_its_place_and_the_page_lives() {
    let mut world = World::new("<wxs module='m'>x</wxs>\n<text>{{m.fail()}}</text><text>ok</text>");
    let page = world.open(&[]);
    assert_eq!(world.html(page), "<wx-text><!--t--></wx-text><wx-text>ok</wx-text>");
    assert!(world.tree.take_errors()[0].text.contains("page.wxml:2:"));
}

#[test]
fn functions_in_data_can_be_called() {
    let opaques = Opaques::new();
    let mut world = World::new("<text>{{f(1,2)}}{{o.g(1)}}{{none(1)}}</text>");
    let page = world.open(&[("o", Value::obj([("g", Value::Opaque(opaques.handle(8, true)))]))]);
    world.set(page, &[("f", Value::Opaque(opaques.handle(7, true)))]);
    assert_eq!(world.html(page), "<wx-text>called:2called:1</wx-text>");
    world.set(page, &[("f", Value::Null)]);
    assert_eq!(opaques.take_freed(), [7]);
}

#[test]
fn variables_of_let_follow_what_they_are_made_of() {
    let mut world = World::new("<view let:a='{{x+1}}' let:b='{{a+1}}'>{{a}},{{b}},{{y}}</view>");
    let page = world.open(&[("x", num(1.0)), ("y", num(0.0))]);
    assert_eq!(world.html(page), "<wx-view>2,3,0</wx-view>");
    world.set(page, &[("x", num(5.0))]);
    assert_eq!(world.patch(page), "[[\"t\",2,\"6,7,0\"]]");
}

#[test]
fn only_the_refresher_of_a_scroll_view_takes_a_slot_to_the_view() {
    let source = "<scroll-view><view slot='refresher'>r</view><view wx:if='{{a}}' slot='refresher'>s</view><view slot='placeholder'>p</view></scroll-view><view slot='refresher'/>";
    assert_eq!(
        shows(source, &[("a", Value::Bool(true))]),
        "<wx-scroll-view><wx-view slot=\"refresher\">r</wx-view><wx-view slot=\"refresher\">s</wx-view><wx-view>p</wx-view></wx-scroll-view><wx-view></wx-view>"
    );
}
