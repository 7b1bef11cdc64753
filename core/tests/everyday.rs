//! Members of `wx` that every program uses, when all goes well, through the whole core: what the program gets, and what the shell
//! is told. What goes wrong with them is in `audit.rs`.

mod common;

use banchan_core::host::fake::set;
use banchan_core::host::{Answer, DeviceFacts, EndReason, NavigationBar, NetworkType, PageId, TabBar};
use banchan_core::superapp::Opened;
use common::{Bench, Told};

/// A program with two tabs whose first page runs `script` on a tap of "go"; `app` stands in app.js.
fn open(bench: &Bench, app: &str, script: &str) -> (Opened, PageId, usize) {
    let page = format!(
        "const say = (...x) => console.log('> ' + x.map((y) => typeof y === 'string' ? y : JSON.stringify(y)).join(' '));
         Page({{ async go() {{ {script}; say('done'); }}, onPullDownRefresh() {{ say('pulled'); }} }})"
    );
    bench.page(&[
        (
            "app.json",
            r#"{"pages":["p/a","p/b"],"tabBar":{"list":[{"pagePath":"p/a","text":"A"},{"pagePath":"p/b","text":"B"}]},
                "window":{"enablePullDownRefresh":true},"permission":{"scope.userLocation":{"desc":"to see"}}}"#,
        ),
        ("app.js", app),
        ("p/a.wxml", "<view bindtap=\"go\">go</view>"),
        ("p/a.js", &page),
        ("p/b.wxml", "<view>b</view>"),
        ("p/b.js", "Page({})"),
        ("a.png", "\u{89}PNG"),
    ])
}

/// Runs it to its end and answers what it said.
fn said(bench: &Bench, app: &str, script: &str) -> Vec<String> {
    let (_, page, at) = open(bench, app, script);
    bench.tap(page, "go");
    bench.console(at, "> done");
    let mut lines = bench.lines(0);
    lines.retain(|line| line != "done");
    lines
}

fn over(bench: &Bench) -> Vec<String> {
    let over = |told| match told {
        Told::Over(line) => Some(line),
        _ => None,
    };
    bench.shell.told().into_iter().filter_map(over).collect()
}

#[test]
fn what_is_told_over_a_page_is_drawn_by_the_shell() {
    let bench = Bench::new();
    let script = "for (const [name, options] of [['showLoading', { title: 'Wait', mask: true }], ['hideLoading', {}], ['showToast', { title: 'Hi' }], ['hideToast', {}],
        ['showActionSheet', { itemList: ['tea', 'rice'] }], ['showActionSheet', { itemList: ['only'] }],
        ['previewMedia', { sources: [{ url: '/a.png' }, { url: 'https://a.example/b.mp4', type: 'video' }], current: 1 }]])
        say(await wx[name](options).catch((e) => e))";
    let ok = |name: &str| format!(r#"{{"errMsg":"{name}:ok"}}"#);
    let wanted = [
        ok("showLoading"),
        ok("hideLoading"),
        ok("showToast"),
        ok("hideToast"),
        r#"{"tapIndex":1,"errMsg":"showActionSheet:ok"}"#.into(),
        r#"{"errMsg":"showActionSheet:fail cancel"}"#.into(),
        ok("previewMedia"),
    ];
    assert_eq!(said(&bench, "", script), wanted);
    let drawn = ["loading Wait true", "no loading", "toast Hi", "no toast", "choices tea rice", "choices only", "preview 2 from 1"];
    assert_eq!(over(&bench), drawn);
}

#[test]
fn the_bar_above_a_page_is_as_the_program_says() {
    let bench = Bench::new();
    let script = "await wx.setNavigationBarTitle({ title: 'Tea' });
        await wx.setNavigationBarColor({ frontColor: '#000000', backgroundColor: '#ffcc00', animation: { duration: 300 } }); await wx.showNavigationBarLoading();
        say('shown'); await wx.hideNavigationBarLoading()";
    said(&bench, "", script);
    let bars = |told| match told {
        Told::Bar(_, bar) => Some(bar),
        _ => None,
    };
    let bars: Vec<NavigationBar> = bench.shell.told().into_iter().filter_map(bars).collect();
    let [.., before, last] = &bars[..] else { panic!("{bars:#?}") };
    assert_eq!((before.title.as_str(), before.background_color.as_str(), before.front_color.as_str()), ("Tea", "#ffcc00", "#000000"));
    assert!(before.loading && !last.loading, "{bars:#?}");
}

#[test]
fn the_bar_of_tabs_is_as_the_program_says() {
    let bench = Bench::new();
    let script = "for (const [name, options] of [['setTabBarItem', { index: 1, text: 'Bills', iconPath: 'a.png' }], ['setTabBarStyle', { color: '#ff0000' }],
        ['setTabBarBadge', { index: 0, text: '3' }], ['showTabBarRedDot', { index: 1 }], ['hideTabBar', { animation: true }]]) await wx[name](options);
        say('half'); for (const [name, options] of [['removeTabBarBadge', { index: 0 }], ['hideTabBarRedDot', { index: 1 }], ['showTabBar', {}]]) await wx[name](options)";
    said(&bench, "", script);
    let tabs = |told| match told {
        Told::Tabs(bar) => Some(bar),
        _ => None,
    };
    let bars: Vec<TabBar> = bench.shell.told().into_iter().filter_map(tabs).collect();
    let hidden = bars.iter().find(|bar| !bar.visible).expect("it was hidden");
    assert_eq!((hidden.items[1].text.as_str(), hidden.items[1].icon_path.as_str(), hidden.color.as_str()), ("Bills", "a.png", "#ff0000"));
    assert!(hidden.animated && hidden.items[1].red_dot && hidden.items[0].badge == "3", "{hidden:#?}");
    let last = bars.last().unwrap();
    assert!(last.visible && !last.items[1].red_dot && last.items[0].badge.is_empty(), "{last:#?}");
}

#[test]
fn a_page_is_refreshed_and_its_keyboard_taken_away() {
    let bench = Bench::new();
    let script = "await wx.startPullDownRefresh(); await wx.stopPullDownRefresh(); await wx.hideKeyboard()";
    let (_, page, at) = open(&bench, "", script);
    bench.tap(page, "go");
    let at_pulled = bench.console(at, "> pulled");
    bench.console(at, "> done");
    assert!(at_pulled > at);
    let told = |op: &str| bench.patched(at, page, op);
    assert!(told(r#""op":"pullDown","on":true"#) < told(r#""op":"pullDown","on":false"#), "it is held open, then closed");
    told(r#""op":"hideKeyboard""#);
}

#[test]
fn facts_are_told_at_once_in_every_form() {
    let bench = Bench::new();
    let script = "const all = wx.getSystemInfoSync(), has = (o, ...names) => names.filter((name) => o[name] === undefined);
        say(has(all, 'brand', 'model', 'pixelRatio', 'screenWidth', 'windowHeight', 'language', 'version', 'system', 'platform', 'SDKVersion', 'safeArea', 'theme'));
        say((await wx.getSystemInfo()).windowWidth === all.windowWidth, wx.getWindowInfo().windowWidth === all.windowWidth, wx.getDeviceInfo().model === all.model);
        say(has(wx.getAppBaseInfo(), 'SDKVersion', 'language', 'version', 'theme', 'host'), has(wx.getSystemSetting(), 'locationEnabled', 'deviceOrientation'));
        say(has(wx.getAppAuthorizeSetting(), 'cameraAuthorized', 'locationAuthorized'), has(wx.getMenuButtonBoundingClientRect(), 'width', 'height', 'top', 'right', 'bottom', 'left'));
        const { path, scene, query } = wx.getLaunchOptionsSync(); say(path, scene, query, wx.getEnterOptionsSync().path === path);
        say((await wx.getNetworkType()).networkType, (await wx.vibrateLong()).errMsg, (await wx.vibrateShort({ type: 'light' })).errMsg);";
    set(&bench.phone.motor, true);
    assert_eq!(
        said(&bench, "", script),
        ["[]", "true true true", "[] []", "[] []", "p/a 1001 {} true", "unknown vibrateLong:ok vibrateShort:ok"]
    );
}

#[test]
fn an_animation_is_exported_step_by_step() {
    let script = "const a = wx.createAnimation({ duration: 100 }); a.opacity(0).rotate(45).step().width(10).step({ duration: 7 });
        const { actions } = a.export(); say(actions.length, actions[0].animates.map((one) => one.type), actions[1].option.transition.duration, a.export().actions.length)";
    assert_eq!(said(&Bench::new(), "", script), [r#"2 ["style","rotate"] 7 0"#]);
}

#[test]
fn settings_are_opened_and_what_is_taken_back_there_holds() {
    let bench = Bench::new();
    let script = "await wx.authorize({ scope: 'scope.userLocation' }); say((await wx.getSetting()).authSetting);
        say((await wx.openSetting()).authSetting); await wx.setStorage({ key: 'a', data: 1 }); say((await wx.removeStorage({ key: 'a' })).errMsg);
        await wx.getStorage({ key: 'a' }).catch((e) => say(e.errMsg)); say((await wx.showShareMenu({ menus: ['shareAppMessage'] })).errMsg)";
    set(&bench.phone.answer, Answer::Allow);
    assert_eq!(
        said(&bench, "", script),
        [
            r#"{"scope.userLocation":true}"#,
            r#"{"scope.userLocation":false}"#,
            "removeStorage:ok",
            "getStorage:fail data not found",
            "showShareMenu:ok"
        ]
    );
}

#[test]
fn listeners_of_the_whole_program_hear_until_they_are_taken_off() {
    let bench = Bench::new();
    let app = "const say = (x) => console.log('> ' + x), hide = () => say('hide'), mute = () => say('never');
        wx.onAppShow((o) => say('show ' + o.path)); wx.onAppHide(hide); wx.onAppShow(mute); wx.offAppShow(mute); wx.onAppHide(mute); wx.offAppHide(mute);
        wx.onError(mute); wx.offError(mute); wx.onPageNotFound(mute); wx.offPageNotFound(mute); wx.onThemeChange(mute); wx.offThemeChange(mute);
        wx.onUnhandledRejection(mute); wx.offUnhandledRejection(mute);
        wx.onError((e) => say('error ' + /broken on purpose/.test(e))); wx.onUnhandledRejection((r) => say('rejected ' + r.reason)); App({})";
    let script = "setTimeout(() => { throw new Error('broken on purpose'); }, 0); Promise.reject('why'); await new Promise((d) => setTimeout(d, 30))";
    let (opened, page, at) = open(&bench, app, script);
    bench.tap(page, "go");
    bench.console(at, "> done");
    bench.app.background(opened.slot);
    bench.console(at, "> hide");
    let lines = bench.lines(0);
    for line in ["show p/a", "error true", "rejected why", "hide"] {
        assert_eq!(lines.iter().filter(|said| *said == line).count(), 1, "{line}: {lines:#?}");
    }
    assert!(!lines.iter().any(|line| line == "never"), "{lines:#?}");
}

#[test]
fn a_program_leaves_when_it_says_so() {
    let bench = Bench::new();
    let (opened, page, _) = open(&bench, "", "wx.exitMiniProgram()");
    bench.tap(page, "go");
    assert_eq!(bench.ended(opened.slot), EndReason::Left);
}

#[test]
fn a_socket_that_finds_nobody_tells_its_error_to_the_program() {
    let script = "const heard = new Promise((done) => wx.onSocketError((e) => done(typeof e.errMsg)));
        wx.connectSocket({ url: 'wss://nobody.invalid/x', fail: (e) => say(e.errMsg) }); say(await Promise.race([heard, new Promise((d) => setTimeout(() => d('string'), 200))]))";
    let said = said(&Bench::new(), "", script);
    assert!(said[0].starts_with("connectSocket:fail url not in domain list"), "{said:?}");
}

#[test]
fn a_program_hears_of_the_network_until_it_stops_listening() {
    let bench = Bench::new();
    let script = "const hears = (e) => { say(e.isConnected, e.networkType); if (!e.isConnected) wx.offNetworkStatusChange(hears); }; wx.onNetworkStatusChange(hears)";
    let (_, page, _) = open(&bench, "", script);
    bench.tap(page, "go");
    let mut at = bench.console(0, "> done");
    let goes = |network_type| bench.facts.set(DeviceFacts { network_type, ..(*bench.facts.get()).clone() });
    for (network, heard) in [(NetworkType::Wifi, "true wifi"), (NetworkType::Offline, "false none")] {
        goes(network);
        bench.app.facts_changed();
        at = bench.console(at, heard);
    }
    goes(NetworkType::Mobile5g);
    bench.app.facts_changed();
    bench.tap(page, "go");
    bench.console(at, "> done");
    assert!(!bench.lines(0).iter().any(|line| line.contains("5g")), "{:?}", bench.lines(0));
}

#[test]
fn a_page_that_asks_before_it_is_left_stays_until_the_person_says_so() {
    let bench = Bench::new();
    let second = "Page({ onLoad({ text }) { wx.enableAlertBeforeUnload({ message: text, success: (r) => console.log(r.errMsg) }); }, onUnload() { console.log('left'); },
        back() { wx.navigateBack({ success: (r) => console.log(r.errMsg) }); }, off() { wx.disableAlertBeforeUnload().then((r) => { console.log(r.errMsg); wx.navigateBack(); }); } })";
    let first = "Page({ no() { wx.navigateTo({ url: 'b?text=Leave(no)' }); }, yes() { wx.navigateTo({ url: 'b?text=Leave' }); },
        wrong() { wx.enableAlertBeforeUnload({}).catch((e) => console.log(e.errMsg)); } })";
    let (opened, page, at) = bench.page(&[
        ("app.json", r#"{"pages":["p/a","p/b"]}"#),
        ("p/a.wxml", "<view bindtap=\"no\">no</view><view bindtap=\"yes\">yes</view><view bindtap=\"wrong\">wrong</view>"),
        ("p/a.js", first),
        ("p/b.wxml", "<view bindtap=\"back\">back</view><view bindtap=\"off\">off</view>"),
        ("p/b.js", second),
    ]);
    let opens = |from: usize| {
        let (second, at) = bench.shell.wait(from, "the second page", |told| match told {
            Told::Create(made) if made.path == "p/b" => Some(made.page),
            _ => None,
        });
        bench.ready(second);
        (second, at)
    };
    let asked =
        |from: usize| bench.shell.wait(from, "a question", |told| matches!(told, Told::Over(text) if text == "modal ").then_some(())).1;
    bench.tap(page, "wrong");
    let at = bench.console(at, "enableAlertBeforeUnload:fail parameter error: parameter.message should be String instead of Undefined;");
    bench.tap(page, "no");
    let (second, at) = opens(at);
    // Answered with no, it stays: it is left only once it asks no more.
    bench.tap(second, "back");
    let at = asked(at);
    bench.tap(second, "off");
    let at = bench.console(at, "disableAlertBeforeUnload:ok");
    let at = bench.console(at, "left");
    bench.tap(page, "yes");
    let (_, at) = opens(at);
    bench.app.back(opened.slot);
    let at = asked(at);
    bench.console(at, "left");
}
