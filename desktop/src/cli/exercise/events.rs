//! Events as the view sends them, made up: the detail that WeChat documents for an element and a type. It must not know
//! who hears them.

use serde_json::{Map, Value, json};

use super::screen::{Listener, Node, Screen, is_touch};

/// The message of an event, with its number.
pub(super) fn message(screen: &Screen, one: &Listener, seq: usize) -> String {
    let point = json!([{ "identifier": 0, "pageX": 100, "pageY": 200, "clientX": 100, "clientY": 200 }]);
    let touches = if is_touch(&one.event) { point } else { json!([]) };
    let held = if matches!(one.event.as_str(), "touchstart" | "touchmove") { touches.clone() } else { json!([]) };
    json!({ "t": "event", "n": one.node, "type": one.event, "detail": detail(screen, one), "touches": held,
        "changedTouches": touches, "ts": 1_000 + seq, "seq": seq })
    .to_string()
}

fn detail(screen: &Screen, one: &Listener) -> Value {
    let none = Node::default();
    let node = one.node.checked_sub(1).and_then(|at| screen.nodes.get(at)).unwrap_or(&none);
    let tag = node.tag.as_str();
    let value = || node.attributes.get("value").cloned().unwrap_or_default();
    match one.event.as_str() {
        "tap" | "longpress" | "longtap" => json!({ "x": 100, "y": 200 }),
        "input" => json!({ "value": "1", "cursor": 1, "keyCode": 49 }),
        "focus" => json!({ "value": value(), "height": 300 }),
        "blur" => json!({ "value": value(), "cursor": 0 }),
        "confirm" => json!({ "value": value() }),
        "linechange" => json!({ "height": 24, "heightRpx": 48, "lineCount": 1, "lineHeight": 24 }),
        "keyboardheightchange" => json!({ "height": 300, "duration": 0.25 }),
        "change" | "changing" | "columnchange" | "cancel" => change(screen, one, node),
        "animationfinish" => json!({ "current": 0, "currentItemId": "", "source": "touch" }),
        "transition" => json!({ "dx": 0, "dy": 0 }),
        "scale" => json!({ "x": 0, "y": 0, "scale": 1 }),
        "submit" => json!({ "value": fields(screen, one.node), "formId": "" }),
        "scroll" => {
            json!({ "scrollLeft": 0, "scrollTop": 10, "scrollHeight": 1000, "scrollWidth": 375, "deltaX": 0, "deltaY": -10, "isDrag": true })
        }
        "scrolltoupper" => json!({ "direction": "top" }),
        "scrolltolower" => json!({ "direction": "bottom" }),
        "load" => json!({ "width": 100, "height": 100 }),
        "error" => json!({ "errMsg": format!("{}:fail", tag.trim_start_matches("wx-")) }),
        "activeend" => json!({ "curPercent": 100 }),
        "timeupdate" => json!({ "currentTime": 1, "duration": 10 }),
        "statechange" => json!({ "code": 2004 }),
        "fullscreenchange" => json!({ "fullScreen": false, "direction": "vertical" }),
        // What the user refuses: the open abilities of buttons are their owner's.
        "getuserinfo" => json!({ "errMsg": "getUserInfo:fail auth deny" }),
        "getphonenumber" => json!({ "errMsg": "getPhoneNumber:fail user deny" }),
        "getrealtimephonenumber" => json!({ "errMsg": "getRealtimePhoneNumber:fail user deny" }),
        "chooseavatar" => json!({ "avatarUrl": "" }),
        "opensetting" => json!({ "errMsg": "openSetting:ok", "authSetting": {} }),
        "contact" => json!({ "errMsg": "enterContact:ok", "path": "", "query": {} }),
        "markertap" | "callouttap" => json!({ "markerId": 0 }),
        "regionchange" => json!({ "type": "end", "causedBy": "drag" }),
        event if event.starts_with("refresher") => json!({ "dy": 0 }),
        _ => json!({}),
    }
}

fn change(screen: &Screen, one: &Listener, node: &Node) -> Value {
    let first = |tag: &str| {
        let found = screen.below(one.node).find(|node| node.tag == tag);
        found.and_then(|node| node.attributes.get("value")).cloned().unwrap_or_default()
    };
    if one.event == "cancel" {
        return json!({});
    }
    match node.tag.as_str() {
        "wx-switch" => json!({ "value": true }),
        "wx-slider" => json!({ "value": 50 }),
        "wx-checkbox-group" => json!({ "value": [first("wx-checkbox")] }),
        "wx-radio-group" => json!({ "value": first("wx-radio") }),
        "wx-picker" if one.event == "columnchange" => json!({ "column": 0, "value": 0 }),
        "wx-picker" => match node.attributes.get("mode").map(String::as_str) {
            Some("multiSelector") => json!({ "value": vec![0; columns(node)] }),
            Some("time") => json!({ "value": "12:01" }),
            Some("date") => json!({ "value": "2020-01-01" }),
            Some("region") => {
                json!({ "value": ["广东省", "广州市", "海珠区"], "code": ["440000", "440100", "440105"], "postcode": "510000" })
            }
            _ => json!({ "value": "0" }),
        },
        "wx-picker-view" => json!({ "value": vec![0; screen.below(one.node).filter(|node| node.tag == "wx-picker-view-column").count()] }),
        "wx-swiper" => json!({ "current": 0, "currentItemId": "", "source": "touch" }),
        "wx-movable-view" => json!({ "x": 0, "y": 0, "source": "touch" }),
        _ => json!({ "value": "1" }),
    }
}

/// How many columns a picker's `range` has.
fn columns(node: &Node) -> usize {
    let range = node.attributes.get("range").and_then(|range| serde_json::from_str::<Value>(range).ok());
    range.and_then(|range| range.as_array().map(Vec::len)).unwrap_or(1)
}

/// What a form sends: every named field below it.
fn fields(screen: &Screen, form: usize) -> Value {
    let mut found = Map::new();
    for node in screen.below(form) {
        let Some(name) = node.attributes.get("name").filter(|name| !name.is_empty()) else { continue };
        let text = || Value::from(node.attributes.get("value").cloned().unwrap_or_default());
        let value = match node.tag.as_str() {
            "wx-input" | "wx-textarea" | "wx-radio-group" | "wx-picker" => text(),
            "wx-switch" => json!(false),
            "wx-slider" => json!(0),
            "wx-checkbox-group" => json!([]),
            _ => continue,
        };
        found.insert(name.clone(), value);
    }
    Value::Object(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn details_fit_the_element_that_they_come_from() {
        let screen = Screen::read(
            "<wx-page><wx-checkbox-group b=\"change\"><wx-checkbox value=\"CHN\"></wx-checkbox></wx-checkbox-group>\
             <wx-picker mode=\"multiSelector\" range=\"[[1,2],[3]]\" b=\"change\"></wx-picker>\
             <wx-form b=\"submit\"><wx-input name=\"city\" value=\"Seoul\"></wx-input><wx-switch name=\"on\"></wx-switch></wx-form></wx-page>",
        );
        let sent: Vec<Value> = screen.listeners().iter().map(|one| detail(&screen, one)).collect();
        assert_eq!(
            sent,
            [json!({ "value": ["CHN"] }), json!({ "value": [0, 0] }), json!({ "value": { "city": "Seoul", "on": false }, "formId": "" }),]
        );
    }
}
