//! What programs draw: the orders that cross, the state that answers, and what hostile values do (nothing).

use super::*;

const CANVAS: &str = "const canvas = wx.createOffscreenCanvas({ type: '2d', width: 20, height: 10 }); const c = canvas.getContext('2d');";

fn page(code: &str) -> Run {
    Run::loading(&format!("{CANVAS} {code}"))
}

fn orders(run: &Run) -> Vec<String> {
    run.drawn().iter().map(Json::to_string).collect()
}

#[test]
fn orders_cross_once_a_turn_and_state_that_is_the_same_not_at_all() {
    let run = page(
        "c.fillStyle = 'RED'; c.fillStyle = '#f00'; c.fillRect(0, 0, 1, 1); c.beginPath(); c.arc(1, 2, 3, 0, 7); c.fill(); c.fillText('a', 1, 2);
         const g = c.createLinearGradient(0, 0, 1, 1); c.fillStyle = g; g.addColorStop(0, 'rgb(0 0 0 / 50%)'); c.fillRect(1, 1, 2, 2);
         const p = canvas.createPath2D(); p.rect(1, 2, 3, 4); c.stroke(p);",
    );
    assert_eq!(run.host.drawn.borrow().len(), 1);
    assert_eq!(
        orders(&run),
        [
            r##"["=fillStyle","#ff0000"]"##,
            r#"["fillRect",0,0,1,1]"#,
            r#"["beginPath"]"#,
            r#"["arc",1,2,3,0,7,false]"#,
            r#"["fill",null,"nonzero"]"#,
            r#"["fillText","a",1,2]"#,
            r#"["=fillStyle",["G","l",0,0,1,1,[]]]"#,
            r#"["=fillStyle",["G","l",0,0,1,1,[[0,"rgba(0, 0, 0, 0.5)"]]]]"#,
            r#"["fillRect",1,1,2,2]"#,
            r#"["stroke",["P",["rect",1,2,3,4]]]"#,
        ]
    );
    run.no_errors();
}

#[test]
fn state_that_is_read_answers_as_browsers_do() {
    let run = page(
        "c.save(); c.fillStyle = 'hsl(120, 100%, 50%)'; c.strokeStyle = 'nonsense'; c.globalAlpha = 2; c.globalAlpha = 0.5; c.lineWidth = NaN; c.lineWidth = '3';
         c.font = 'bold'; c.font = 'bold 14px serif'; c.textAlign = 'middle'; c.setLineDash([1, 2, 3]);
         console.log(c.fillStyle, c.strokeStyle, c.globalAlpha, c.lineWidth, c.font, c.textAlign, c.getLineDash().join());
         c.translate(10, 0); c.scale(2, 2); c.rotate(0); const m = c.getTransform(); console.log(m.a, m.d, m.e, m.isIdentity);
         c.restore(); c.restore(); console.log(c.fillStyle, c.globalAlpha, c.font, c.getLineDash().length, c.getTransform().isIdentity, c.canvas === canvas, c === canvas.getContext('2d'));
         console.log(canvas.getContext('webgl'), canvas.getContext('webgpu'), canvas.width, canvas.height); canvas.width = 7; console.log(canvas.width);",
    );
    let log = run.log();
    let shown: Vec<&str> = log.lines().filter(|line| !line.starts_with("warn: ")).collect();
    assert_eq!(
        shown,
        [
            "#00ff00 #000000 0.5 3 bold 14px serif start 1,2,3,1,2,3",
            "2 2 10 false",
            "#000000 1 10px sans-serif 0 true true true",
            "null null 20 10",
            "7"
        ]
    );
    run.no_errors();
}

#[test]
fn values_that_are_none_draw_nothing_and_the_page_goes_on() {
    let run = page(
        "c.fillRect(NaN, 0, 1, 1); c.fillRect(0, 0, Infinity, 1); c.moveTo('x', {}); c.fillText('a', undefined, 0); c.setLineDash([-1]); c.setTransform(1e308 * 10, 0, 0, 1, 0, 0);
         for (const bad of [() => c.arc(0, 0, -1, 0, 1), () => c.drawImage({}, 0, 0), () => c.createLinearGradient(0, 0, 'x', 1), () => c.createRadialGradient(),
           () => c.getImageData(0, 0, 1e6, 1e6), () => c.putImageData({}, 0, 0), () => canvas.requestAnimationFrame(7), () => c.getImageData(0, 0, 1, 1)]) {
           try { bad(); console.log('no error'); } catch (e) { console.log(e.name) }
         }
         canvas.width = 1e9; canvas.height = -5; console.log(canvas.width, canvas.height);
         for (let i = 0; i < 100005; i += 1) c.fillRect(i, 0, 1, 1);
         console.log(c.measureText('WeChat').width > 20);",
    );
    let log = run.log();
    let shown: Vec<&str> = log.lines().filter(|line| !line.starts_with("warn: ")).collect();
    assert_eq!(
        shown,
        ["RangeError", "TypeError", "TypeError", "TypeError", "RangeError", "TypeError", "TypeError", "Error", "8192 0", "true"],
        "{log}"
    );
    assert!(log.contains("more than 100000 orders"), "{log}");
    assert!(orders(&run).len() <= 100_000);
    run.no_errors();
}

#[test]
fn a_text_is_measured_by_the_view_once_and_estimated_without_one() {
    let run = page("console.log(c.measureText('茶').width, Math.round(c.measureText('iW').width));");
    assert_eq!(run.log(), "10 12");
    let mut run = page(
        "this.c = c; setTimeout(() => console.log(c.measureText('茶').width, c.measureText('茶茶茶').width, c.measureText('茶').width), 0);",
    );
    run.host.asked.borrow_mut().clear();
    *run.host.view_says.borrow_mut() = Some(r#"{"width":11.5}"#.into());
    run.logic.run_timers();
    assert_eq!(run.log(), "11.5 34.5 11.5");
    assert_eq!(*run.host.asked.borrow(), [r#"["measure","茶","10px sans-serif","0px"]"#, r#"["measure","国","10px sans-serif","0px"]"#]);
}

#[test]
fn a_view_that_was_lost_gets_again_what_is_still_seen() {
    let mut run = page("c.fillRect(0, 0, 5, 5); c.clearRect(0, 0, 20, 10); c.fillStyle = 'blue'; c.save(); c.fillRect(1, 1, 2, 2);");
    let page = run.open("p/a");
    run.logic.canvas_ready(page);
    run.host.drawn.borrow_mut().clear();
    run.logic.canvas_ready(page);
    let again = orders(&run);
    assert!(!again.iter().any(|op| op.contains("5,5")), "what was cleared is not drawn: {again:?}");
    let last: Vec<&str> = again.iter().rev().take(3).rev().map(String::as_str).collect();
    assert_eq!(last, [r##"["=fillStyle","#0000ff"]"##, r#"["save"]"#, r#"["fillRect",1,1,2,2]"#]);
    run.no_errors();
}

#[test]
fn the_older_way_draws_at_draw_and_begins_anew_each_time() {
    let script = "Page({ onLoad() { const c = wx.createCanvasContext('old', this); c.setFillStyle('red'); c.setFontSize(20); c.fillRect(1, 2, 3, 4);
        console.log(c.fillStyle, c.font); c.draw(true, () => console.log('drawn')); console.log(c.fillStyle, c.font);
        wx.canvasToTempFilePath({ canvasId: 'other' }, this).catch((e) => console.log(e.errMsg));
        wx.canvasToTempFilePath({}, this).catch((e) => console.log(e.errMsg));
        wx.canvasPutImageData({ canvasId: 'old', data: [1], x: 0, y: 0, width: 1, height: 1 }, this).catch((e) => console.log(e.errMsg));
        this.later = () => wx.canvasToTempFilePath({ canvasId: 'old', fileType: 'jpg', success: (r) => console.log(r.tempFilePath, r.errMsg) }, this); },
        onReady() { this.later(); } })";
    let mut run = Run::new(&[("app.js", ""), ("p/a.js", script), ("p/a.wxml", "<view><canvas canvas-id='old'/></view>")]);
    run.launch();
    let page = run.open("p/a");
    let batch = run.host.drawn.borrow().iter().map(|(_, batch)| batch.clone()).collect::<String>();
    assert!(batch.contains(r##"[["=fillStyle","#ff0000"],["=font","20px sans-serif"],["fillRect",1,2,3,4]],true]"##), "{batch}");
    run.logic.canvas_ready(page);
    run.logic.canvas_told(1, "true");
    *run.host.view_says.borrow_mut() = Some(r#""data:image/jpeg;base64,QUJD""#.into());
    run.logic.page_life(page, PageLife::Ready, "");
    run.logic.canvas_told(2, "true");
    let mut shown: Vec<String> = run.log().lines().map(ToString::to_string).collect();
    shown.sort();
    assert_eq!(
        shown,
        [
            "#000000 10px sans-serif",
            "#ff0000 20px sans-serif",
            "canvasPutImageData:fail parameter error: parameter.data should be Uint8ClampedArray;",
            "canvasToTempFilePath:fail canvas is empty",
            "canvasToTempFilePath:fail parameter error: parameter.canvasId should be String instead of Undefined;",
            "drawn",
            "wxfile://tmp_4.jpg canvasToTempFilePath:ok",
        ]
    );
    run.no_errors();
}

#[test]
fn a_picture_is_looked_at_by_the_page_on_top() {
    let mut run = page(
        "wx.getImageInfo({ src: '/a/b.PNG', success: (r) => console.log(JSON.stringify(r)) });
         wx.getImageInfo({ src: 'none.jpg' }).catch((e) => console.log(e.errMsg)); wx.getImageInfo({ src: 7 }).catch((e) => console.log(e.errMsg));",
    );
    run.logic.canvas_told(1, "[20,10]");
    run.logic.canvas_told(2, "null");
    assert_eq!(
        run.log().lines().collect::<Vec<_>>(),
        [
            "getImageInfo:fail parameter error: parameter.src should be String instead of Number;",
            r#"{"width":20,"height":10,"path":"a/b.PNG","orientation":"up","type":"png","errMsg":"getImageInfo:ok"}"#,
            "getImageInfo:fail file not found: none.jpg",
        ]
    );
    run.no_errors();
}
