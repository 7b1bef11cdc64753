//! Members of `wx` that ask the person or the shell for something, through the whole core: success, refusal, cancel, and
//! what is not what a member takes.

mod common;

use banchan_core::host::fake::set;
use banchan_core::host::{Address, AddressAnswer, Profile, ShareKind, SubscribeAnswer};
use common::{Bench, Told};

const APP: (&str, &str) = ("app.json", r#"{"pages":["p/a"]}"#);

/// A page that runs `script` on each tap of "go", where `say` writes to the console.
fn bench_with(script: &str) -> (Bench, banchan_core::host::PageId, usize) {
    let bench = Bench::new();
    let js = format!(
        "const say = (...x) => console.log(x.map((y) => typeof y === 'string' ? y : JSON.stringify(y)).join(' '));\nPage({{ async go() {{ {script} }} }})"
    );
    let (_, page, at) = bench.page(&[APP, ("p/a.wxml", "<view bindtap=\"go\">go</view>"), ("p/a.js", &js)]);
    (bench, page, at)
}

/// What is said in order after one tap.
fn hears(script: &str, lines: &[&str]) -> Bench {
    let (bench, page, at) = bench_with(script);
    heard(&bench, page, at, lines);
    bench
}

fn heard(bench: &Bench, page: banchan_core::host::PageId, at: usize, lines: &[&str]) -> usize {
    bench.tap(page, "go");
    lines.iter().fold(at, |at, line| bench.console(at, line))
}

const ORDER: &str =
    "{ timeStamp: '1', nonceStr: 'n', package: 'prepay_id=wx1&total_fee=1280&body=Milk%20tea', signType: 'RSA', paySign: 's' }";

#[test]
fn a_payment_is_shown_with_its_amount_and_answers_callback_and_promise() {
    let bench = hears(
        &format!(
            "say(await wx.requestPayment({ORDER})); wx.requestPayment({{ ...{ORDER}, success: (r) => say('callback', r), complete: () => say('complete') }})"
        ),
        &[r#"{"errMsg":"requestPayment:ok"}"#, r#"callback {"errMsg":"requestPayment:ok"}"#, "complete"],
    );
    assert_eq!(bench.phone.count("pay Some(1280) CNY for Milk tea"), 2, "{:?}", bench.phone.log());
}

#[test]
fn a_payment_that_the_person_leaves_fails_with_cancel() {
    let (bench, page, at) = bench_with(&format!(
        "wx.requestPayment({{ ...{ORDER}, fail: (e) => say('failed', e), complete: () => wx.requestPayment({ORDER}).catch((e) => say('caught', e.errMsg)) }})"
    ));
    set(&bench.phone.pays, false);
    heard(&bench, page, at, &[r#"failed {"errMsg":"requestPayment:fail cancel"}"#, "caught requestPayment:fail cancel"]);
}

#[test]
fn a_payment_without_its_parts_is_refused_before_anybody_is_asked() {
    let bench = hears(
        &format!(
            "const fail = (o) => wx.requestPayment(o).catch((e) => say(e.errMsg, e.errno ?? ''));
             await fail({{}}); await fail({{ ...{ORDER}, timeStamp: 1 }}); await fail({{ ...{ORDER}, paySign: undefined }});
             await fail({{ ...{ORDER}, package: 'total_fee=1' }}); await fail({{ ...{ORDER}, package: 'prepay_id=1&total_fee=-5' }});
             await fail({{ ...{ORDER}, nonceStr: 'x'.repeat(9999) }})"
        ),
        &[
            "requestPayment:fail parameter error: parameter.timeStamp should be String instead of Undefined; 1001",
            "requestPayment:fail parameter error: parameter.timeStamp should be String instead of Number; 1001",
            "requestPayment:fail parameter error: parameter.paySign should be String instead of Undefined; 1001",
            "requestPayment:fail invalid package: it should start with prepay_id=",
            "requestPayment:fail invalid package: total_fee should be a whole number",
            "requestPayment:fail parameter.nonceStr is too long",
        ],
    );
    assert_eq!(bench.phone.count("pay"), 0);
}

#[test]
fn messages_are_asked_for_by_kind_and_a_standing_answer_is_not_asked_again() {
    let (bench, page, at) = bench_with(
        "say(await wx.requestSubscribeMessage({ tmplIds: ['ready', 'news'] })); say((await wx.getSetting({ withSubscriptions: true })).subscriptionsSetting)",
    );
    let at = heard(&bench, page, at, &[r#""news":"reject","errMsg":"requestSubscribeMessage:ok""#]);
    set(&bench.phone.messages, Some(SubscribeAnswer { accepted: vec!["ready".into()], always: true }));
    let at = heard(&bench, page, at, &[r#""ready":"accept""#, r#""itemSettings":{"news":"reject","ready":"accept"}"#]);
    set(&bench.phone.messages, None);
    heard(&bench, page, at, &[r#""ready":"accept""#]);
    assert_eq!(bench.phone.count("subscribe ready news"), 2);
}

#[test]
fn messages_without_kinds_fail_with_wechats_numbers() {
    hears(
        "const fail = (o) => wx.requestSubscribeMessage(o).catch((e) => say(e));
         await fail({}); await fail({ tmplIds: [] }); await fail({ tmplIds: 'x' }); await fail({ tmplIds: ['a', 'b', 'c', 'd', 'e', 'f'] }); await fail({ tmplIds: [''] })",
        &[
            r#""errMsg":"requestSubscribeMessage:fail TmplIds can't be empty""#,
            r#""errCode":10001"#,
            "parameter.tmplIds should be Array instead of String;",
            r#""errCode":20003"#,
            r#""errCode":10004"#,
        ],
    );
}

#[test]
fn a_login_gives_a_code_and_holds() {
    hears(
        "await wx.checkSession().catch((e) => say(e.errMsg)); wx.login({ success: (r) => { say(r); wx.checkSession().then((r) => say(r.errMsg)) } })",
        &["checkSession:fail session time out, need relogin", r#"{"code":"code-of-source.folder","errMsg":"login:ok"}"#, "checkSession:ok"],
    );
}

#[test]
fn a_profile_is_told_only_by_the_person_and_anybody_else_is_grey() {
    let (bench, page, at) = bench_with(
        "const p = await wx.getUserProfile({ desc: 'for your orders', lang: 'zh_CN' }).catch((e) => say(e.errMsg)); if (p) say(p.userInfo.nickName, p.userInfo.language, JSON.parse(p.rawData).nickName);
         say((await wx.getUserInfo()).userInfo.nickName); await wx.getUserProfile({ }).catch((e) => say(e.errMsg)); wx.getUserProfile({ desc: 'x'.repeat(31) }).catch((e) => say(e.errMsg))",
    );
    let at = heard(
        &bench,
        page,
        at,
        &[
            "Han zh_CN Han",
            "微信用户",
            "getUserProfile:fail parameter error: parameter.desc should be String instead of Undefined;",
            "getUserProfile:fail desc length does not meet the requirements",
        ],
    );
    set(&bench.phone.person, None);
    heard(&bench, page, at, &["getUserProfile:fail auth deny"]);
    assert_eq!(bench.phone.count("profile for source.folder: for your orders"), 2, "{:?}", bench.phone.log());
}

#[test]
fn an_address_comes_from_a_book_that_lasts() {
    let (bench, page, at) = bench_with("wx.chooseAddress({ success: (r) => say(r), fail: (e) => say(e.errMsg) })");
    let at = heard(&bench, page, at, &["chooseAddress:fail cancel"]);
    let home = Address { user_name: "Han".into(), city_name: "Seoul".into(), detail_info: "1 Hangang-daero".into(), ..Address::default() };
    set(&bench.phone.addresses, Some(AddressAnswer { book: vec![home.clone()], chosen: Some(0) }));
    let at = heard(&bench, page, at, &[r#""cityName":"Seoul""#]);
    set(&bench.phone.addresses, Some(AddressAnswer { book: vec![home], chosen: Some(7) }));
    heard(&bench, page, at, &["chooseAddress:fail cancel"]);
    assert_eq!(bench.phone.count("addresses 1"), 1, "{:?}", bench.phone.log());
}

const SHARING: &str = "<view bindtap=\"go\">go</view><button open-type=\"share\" data-cup=\"7\" id=\"b\">give</button>";

#[test]
fn a_page_says_what_it_is_shared_as_also_by_a_promise_and_a_button_names_itself() {
    let bench = Bench::new();
    let js = "Page({ onShareAppMessage(e) { console.log(e.from + ' ' + JSON.stringify(e.target ?? null)); return this.later
        ? { title: 'soon', promise: new Promise((ok) => setTimeout(() => ok({ title: 'later', path: '/p/a?x=2' }), 20)) }
        : { title: 'Two cups', path: '/p/a?x=1&name=茶', imageUrl: '/cup.png' } },
        onShareTimeline() { return { title: 'for all', query: 'y=3' } }, async go() { this.later = true; await wx.hideShareMenu(); console.log('hidden') } })";
    let (opened, page, at) = bench.page(&[APP, ("p/a.wxml", SHARING), ("p/a.js", js)]);
    bench.app.share(opened.slot, ShareKind::Message);
    let at = bench.console(at, "menu null");
    let (card, at) = bench.card(at);
    assert_eq!((card.title.as_str(), card.image.as_deref()), ("Two cups", Some("cup.png")));
    assert_eq!(card.link, "banchan://open/source.folder/p/a?x=1&name=%E8%8C%B6");
    bench.app.share(opened.slot, ShareKind::Timeline);
    let (card, at) = bench.card(at);
    assert_eq!((card.title.as_str(), card.link.as_str()), ("for all", "banchan://open/source.folder/p/a?y=3"));
    bench.tap(page, "go");
    let at = bench.console(at, "hidden");
    bench.shell.wait(0, "the ways to share", |told| matches!(told, Told::Ways(ways) if !ways.message && !ways.timeline).then_some(()));
    let button = common::listened(&bench.document(page)).len() + 2;
    bench.app.on_view_message(page, &format!(r#"{{"t":"openType","n":{button},"kind":"share"}}"#));
    let at = bench.console(at, r#"button {"id":"b","dataset":{"cup":"7"}}"#);
    let (card, _) = bench.card(at);
    assert_eq!((card.title.as_str(), card.link.as_str()), ("later", "banchan://open/source.folder/p/a?x=2"));
}

#[test]
fn a_card_with_a_ticket_is_a_card_and_one_that_changes_later_is_refused() {
    hears(
        "say(await wx.updateShareMenu({ withShareTicket: true })); say(await wx.updateShareMenu({ isUpdatableMessage: false }));
         const fail = (o) => wx.updateShareMenu(o).catch((e) => say(e));
         await fail({ isUpdatableMessage: true, activityId: 'a', templateInfo: { parameterList: [] } }); await fail({ isPrivateMessage: true });
         say(wx.canIUse('updateShareMenu.object.withShareTicket'), wx.canIUse('updateShareMenu.object.isUpdatableMessage'))",
        &[
            r#"{"errMsg":"updateShareMenu:ok"}"#,
            r#"{"errMsg":"updateShareMenu:ok"}"#,
            r#"{"errMsg":"updateShareMenu:fail not supported","errno":6}"#,
            r#"{"errMsg":"updateShareMenu:fail not supported","errno":6}"#,
            "true false",
        ],
    );
}

#[test]
fn a_page_that_says_nothing_or_nonsense_is_shared_as_itself_or_the_first_one() {
    let bench = Bench::new();
    let js = "let n = 0; Page({ onShareAppMessage() { n += 1; if (n === 1) return 7; if (n === 2) return { path: '/no/page', imageUrl: 'https://x.example/a.png', title: {} }; throw new Error('no') } })";
    let (opened, _, mut at) = bench.page(&[APP, ("p/a.wxml", "<view>a</view>"), ("p/a.js", js)]);
    for _ in 0..3 {
        bench.app.share(opened.slot, ShareKind::Message);
        let (card, after) = bench.card(at);
        at = after;
        assert_eq!((card.link.as_str(), card.image), ("banchan://open/source.folder/p/a", None));
    }
}

#[test]
fn buttons_that_ask_for_the_person_hear_the_answer() {
    let bench = Bench::new();
    let (_, page, at) = bench.page(&[
        APP,
        ("p/a.wxml", "<button bindgetuserinfo=\"on\" bindgetphonenumber=\"on\" bindchooseavatar=\"on\" bindopensetting=\"on\" binderror=\"on\">b</button>"),
        ("p/a.js", "Page({ on(e) { console.log(e.type + ' ' + JSON.stringify(e.detail)) } })"),
    ]);
    let tap = |kind: &str| bench.app.on_view_message(page, &format!(r#"{{"t":"openType","n":1,"kind":"{kind}","lang":"ko"}}"#));
    tap("getUserInfo");
    let at = bench.console(at, r#""language":"ko""#);
    tap("getPhoneNumber");
    let at = bench.console(at, r#"getphonenumber {"code":"code-of-number","encryptedData":"","iv":"","errMsg":"getPhoneNumber:ok""#);
    set(&bench.phone.person, None);
    tap("getPhoneNumber");
    let at = bench.console(at, "getPhoneNumber:fail user deny");
    set(&bench.phone.person, Some(Profile { nick_name: "x".into(), avatar_url: "data:image/svg+xml,%3Csvg/%3E".into() }));
    tap("chooseAvatar");
    let at = bench.console(at, r#"chooseavatar {"avatarUrl":"wxfile://tmp_"#);
    tap("launchApp");
    bench.console(at, "error {\"errMsg\":\"launchApplication:fail not supported\"}");
}

#[test]
fn another_program_that_no_registry_offers_is_not_gone_to_and_there_is_no_way_back() {
    let bench = hears(
        "const fail = (p) => p.catch((e) => say(e.errMsg));
         await fail(wx.navigateToMiniProgram({})); await fail(wx.navigateToMiniProgram({ appId: '../x' })); await fail(wx.navigateToMiniProgram({ appId: 'no.body' }));
         await fail(wx.navigateToMiniProgram({ appId: 'no.body', envVersion: 'x' })); await fail(wx.navigateBackMiniProgram())",
        &[
            "navigateToMiniProgram:fail parameter error: parameter.appId should be String instead of Undefined;",
            "navigateToMiniProgram:fail invalid appid",
            "navigateToMiniProgram:fail invalid appid",
            "parameter.envVersion should be develop, trial or release;",
            "navigateBackMiniProgram:fail it was not opened by another mini program",
        ],
    );
    assert_eq!(bench.phone.count("visit"), 0);
    assert!(bench.app.visit(1).is_err());
}

#[test]
fn colours_of_the_window_change_and_nonsense_is_refused() {
    let (bench, page, at) = bench_with(
        "await wx.setBackgroundColor({ backgroundColor: '#123456' }); await wx.setBackgroundTextStyle({ textStyle: 'light' });
         await wx.setBackgroundColor({ backgroundColor: 'red;x' }).catch((e) => say(e.errMsg)); await wx.setBackgroundTextStyle({}).catch((e) => say(e.errMsg));
         say(wx.getAppAuthorizeSetting().locationAuthorized)",
    );
    bench.tap(page, "go");
    let at = bench.patched(at, page, "\"background\":\"#123456\"");
    bench.patched(at, page, "\"op\":\"pullStyle\"");
    let at = bench.console(at, "setBackgroundColor:fail invalid color");
    let at = bench.console(at, "parameter.textStyle should be String instead of Undefined;");
    bench.console(at, "authorized");
}
