//! Tests of routing: each refusal by the guarantee it keeps.

use super::*;

fn id(text: &str) -> AppId {
    AppId::parse(text).unwrap()
}

fn go(text: &str) -> Result<Code, CodeError> {
    let rules = [
        LinkRule { prefix: "https://bike.example/b".into(), app_id: id("bike"), path: Some("pages/bike/bike".into()) },
        LinkRule { prefix: "https://bike.example/b/vip/".into(), app_id: id("vip"), path: None },
        LinkRule { prefix: "https://shop.example/".into(), app_id: id("shop"), path: None },
        LinkRule { prefix: "javascript:".into(), app_id: id("evil"), path: None },
    ];
    route(text, &rules)
}

fn opens(text: &str) -> (String, Option<String>, String) {
    match go(text) {
        Ok(Code::MiniProgram(target)) => (target.app_id.to_string(), target.path, target.query),
        other => panic!("{text}: {other:?}"),
    }
}

fn app(id: &str, path: &str, query: &str) -> (String, Option<String>, String) {
    (id.into(), (!path.is_empty()).then(|| path.into()), query.into())
}

#[test]
fn own_links_open_page_and_query() {
    assert_eq!(
        opens("banchan://open/bike.share/pages/bike/bike?id=7&q=%E8%BD%A6"),
        app("bike.share", "pages/bike/bike", "id=7&q=%E8%BD%A6")
    );
    assert_eq!(opens("https://banchan.link/m/bike.share/pages/bike/bike.html?id=7"), app("bike.share", "pages/bike/bike", "id=7"));
    assert_eq!(opens("https://banchan.link/m/wx0123456789abcdef"), app("wx0123456789abcdef", "", ""));
    assert_eq!(opens("  banchan://open/bike/\r\n"), app("bike", "", ""));
    assert!(matches!(go("https://banchan.link/about"), Ok(Code::WebPage(_))));
}

#[test]
fn wechat_and_alipay_open_forms_are_understood() {
    assert_eq!(
        opens("weixin://dl/business/?appid=wx0123456789abcdef&path=pages/index/index&query=a%3D1%26b%3D2"),
        app("wx0123456789abcdef", "pages/index/index", "a=1&b=2")
    );
    assert_eq!(
        opens("alipays://platformapi/startapp?appId=2019010162756999&page=pages%2Fa%2Fb%3Fx%3D1&query=k%3Dv"),
        app("2019010162756999", "pages/a/b", "x=1&k=v")
    );
    assert_eq!(
        opens("https://ds.alipay.com/?scheme=alipays%3A%2F%2Fplatformapi%2Fstartapp%3FappId%3D2019010162756999"),
        app("2019010162756999", "", "")
    );
}

#[test]
fn closed_forms_say_so() {
    for text in [
        "weixin://dl/business/?t=AbCdEf",
        "https://wxaurl.cn/AbC",
        "#小程序://某店/AbCdEf",
        "https://weixin.qq.com/r/abc",
        "https://u.wechat.com/EL",
        "alipays://platformapi/startapp?appId=20000056",
        "otherapp://x/y",
    ] {
        assert!(matches!(go(text), Ok(Code::Closed { .. })), "{text}: {:?}", go(text));
    }
}

#[test]
fn ordinary_link_opens_by_its_longest_rule() {
    let q = "q=https%3A%2F%2Fbike.example%2Fb%3Fid%3D7";
    assert_eq!(opens("https://bike.example/b?id=7"), app("bike", "pages/bike/bike", q));
    assert_eq!(opens("https://bike.example/b/vip/9").0, "vip");
    assert_eq!(opens("https://bike.example/b/9").0, "bike");
    assert_eq!(opens("HTTPS://BIKE.example:443/b").0, "bike");
    assert_eq!(opens("https://shop.example").0, "shop");
}

#[test]
fn rule_never_matches_beyond_a_part_or_another_host() {
    for link in [
        "https://bike.example/bear",
        "https://bike.example.evil.com/b",
        "https://shop.example.evil.com/",
        "http://bike.example/b",
        "https://xbike.example/b",
        "https://bike.example:8443/b",
    ] {
        assert!(matches!(go(link), Ok(Code::WebPage(_))), "{link}: {:?}", go(link));
    }
}

#[test]
fn link_that_runs_code_is_never_opened() {
    for text in [
        "javascript:alert(1)",
        "JavaScript://x%0aalert(1)",
        "data:text/html,<script>",
        "file:///etc/passwd",
        "vbscript:x",
        "intent://x#Intent;end",
        "blob:https://a/b",
    ] {
        assert!(matches!(go(text), Err(CodeError::UnsafeScheme { .. })), "{text}: {:?}", go(text));
    }
}

#[test]
fn hidden_characters_in_a_link_are_refused() {
    for text in [
        "java\nscript:alert(1)",
        "java\tscript:x",
        "https://exa\u{200b}mple.com",
        "https://a.com/\u{202e}gpj",
        "ht\u{ad}tps://a.com",
        "https://a.com/\u{1}",
        "jav\u{200d}ascript:x",
    ] {
        assert_eq!(go(text), Err(CodeError::HiddenCharacters), "{text:?}");
    }
}

#[test]
fn words_after_a_link_make_it_a_text_that_is_only_shown() {
    for text in ["https://a.com/ b", "https://a.com\r\nhttps://b.com", "Data: 5 apples", "File: a\nb", "banchan://open/bike x"] {
        assert_eq!(go(text), Ok(Code::Text(text.into())), "{text:?}");
    }
    assert!(matches!(go("javascript: alert(1)"), Err(CodeError::HiddenCharacters | CodeError::UnsafeScheme { .. })));
}

#[test]
fn disguised_address_is_refused() {
    for text in [
        "https://wechat.com@evil.com/",
        "https://a:b@evil.com",
        "https://0x7f.1/",
        "https://2130706433/",
        "https://127.1",
        "https://good.com\\@evil.com",
        "https://ｇoogle.com",
        "https://ex%61mple.com",
        "https://017700000001/",
        "https://①.com",
    ] {
        assert!(matches!(go(text), Err(CodeError::DisguisedAddress { .. })), "{text}: {:?}", go(text));
    }
}

#[test]
fn broken_link_is_refused() {
    for text in ["https://", "https:///path", "http:evil.com", "https://[::1", "http://a:99999/"] {
        assert!(go(text).is_err(), "{text}: {:?}", go(text));
    }
}

#[test]
fn web_pages_are_shown_in_ascii() {
    assert_eq!(go("https://例子.中国/路"), Ok(Code::WebPage("https://xn--fsqu00a.xn--fiqs8s/%E8%B7%AF".into())));
    assert_eq!(go("HTTP://Example.com"), Ok(Code::WebPage("http://example.com/".into())));
    assert_eq!(go("https://127.0.0.1:8000/x"), Ok(Code::WebPage("https://127.0.0.1:8000/x".into())));
}

#[test]
fn page_that_no_program_has_is_refused() {
    for text in [
        "banchan://open/bike/../../etc/passwd",
        "banchan://open/bike/pages/%2e%2e/x",
        "banchan://open/bike/a//b",
        "banchan://open/bike/%2Fetc%00",
        "banchan://open/bike/a%5Cb",
        "weixin://dl/business/?appid=wx1234&path=..%2Fx",
    ] {
        assert!(matches!(go(text), Err(CodeError::BadPage { .. })), "{text}: {:?}", go(text));
    }
}

#[test]
fn id_that_no_program_has_is_refused() {
    for text in [
        "banchan://open/a/b",
        "banchan://open//x",
        "banchan://open/%2e%2e%2e/x",
        "banchan://open/-abc",
        "https://banchan.link/m/a%2Fb/x",
        "banchan://open/..evil",
    ] {
        assert!(matches!(go(text), Err(CodeError::BadAppId { .. })), "{text}: {:?}", go(text));
    }
    assert!(AppId::parse(&"a".repeat(65)).is_err());
    assert!(serde_json::from_str::<AppId>("\"../x\"").is_err());
}

#[test]
fn over_long_and_empty_texts_are_refused() {
    assert_eq!(go(" \n"), Err(CodeError::Empty));
    assert!(matches!(go(&"a".repeat(20_000)), Err(CodeError::TooLong { .. })));
}

#[test]
fn links_wrapped_in_links_end() {
    let mut link = "https://a.com".to_string();
    for _ in 0..6 {
        link = format!("https://ds.alipay.com/?scheme={}", url::form_urlencoded::byte_serialize(link.as_bytes()).collect::<String>());
    }
    assert!(matches!(go(&link), Ok(Code::WebPage(_))));
}

/// An EMVCo code with its right checksum.
fn emv_code(body: &str) -> String {
    format!("{body}6304{:04X}", emv::crc(format!("{body}6304").as_bytes()))
}

#[test]
fn payment_codes_are_told_apart() {
    assert!(matches!(go("wxp://f2f0AbC"), Ok(Code::Payment(Payment::WechatPay { .. }))));
    assert!(matches!(go("weixin://wxpay/bizpayurl?pr=x"), Ok(Code::Payment(Payment::WechatPay { .. }))));
    assert!(matches!(go("https://qr.alipay.com/fkx0"), Ok(Code::Payment(Payment::Alipay { .. }))));
    assert!(matches!(go("HTTPS://QR.ALIPAY.COM/FKX0"), Ok(Code::Payment(Payment::Alipay { .. }))));
    assert!(matches!(go("https://qr.95516.com/0001"), Ok(Code::Payment(Payment::UnionPay { .. }))));
}

#[test]
fn merchant_code_counts_characters_not_bytes() {
    let text = emv_code("0002010102112629001hk.com.hkicl").replace("2629001hk.com.hkicl", "26160012hk.com.hkicl");
    // The replacement changed the body, so its sum is wrong.
    assert!(matches!(go(&text), Err(CodeError::DamagedPayment { .. })));
    let body = "00020101021126160012hk.com.hkicl5303344540512.505802HK5904茶餐厅!6002HK64160002ZH0106大茶餐厅分店";
    let Ok(Code::Payment(Payment::Emv(payment))) = go(&emv_code(body)) else { panic!("{:?}", go(&emv_code(body))) };
    assert_eq!(payment.merchant, "茶餐厅!");
    assert_eq!(payment.merchant_local, "大茶餐厅分店");
    assert_eq!((payment.currency.as_str(), payment.amount.as_str(), payment.country.as_str(), payment.once), ("344", "12.50", "HK", false));
    assert_eq!(payment.accounts, [EmvAccount { field: 26, network: "hk.com.hkicl".into(), text: "0012hk.com.hkicl".into() }]);
}

#[test]
fn checksum_of_the_specification_holds() {
    assert_eq!(emv::crc(b"123456789"), 0x29B1);
}

#[test]
fn altered_payment_code_is_refused() {
    let good = emv_code("000201010211540510.005802HK5904Shop6002HK");
    assert!(go(&good).is_ok());
    let altered = good.replace("10.00", "90.00");
    assert!(matches!(go(&altered), Err(CodeError::DamagedPayment { .. })));
    for text in [emv_code("0002010102115999Shop"), emv_code("000201010211540510,005802HK"), "00020101021100000000".to_string() + "6304ZZZZ"]
    {
        assert!(matches!(go(&text), Err(CodeError::DamagedPayment { .. })), "{text}");
    }
}

#[test]
fn plain_forms_are_read() {
    assert_eq!(go("tel:+86-10-1234"), Ok(Code::Phone("+86-10-1234".into())));
    assert_eq!(go("SMSTO:10086:hi"), Ok(Code::Sms { number: "10086".into(), body: "hi".into() }));
    assert_eq!(
        go("mailto:a@b.cn?subject=Hi%20you"),
        Ok(Code::Mail { address: "a@b.cn".into(), subject: "Hi you".into(), body: String::new() })
    );
    assert_eq!(go("geo:31.2,121.5?z=3"), Ok(Code::Place { latitude: "31.2".into(), longitude: "121.5".into() }));
    let wifi = Wifi { ssid: "my;net".into(), password: "a:b".into(), security: "WPA".into(), hidden: true };
    assert_eq!(go(r"WIFI:T:WPA;S:my\;net;P:a\:b;H:true;;"), Ok(Code::Wifi(wifi)));
    let Ok(Code::Contact(card)) = go("MECARD:N:Owen,Sean;TEL:+1;EMAIL:a@b.c;;") else { panic!() };
    assert_eq!((card.name.as_str(), card.phones.len(), card.mails.len()), ("Sean Owen", 1, 1));
    let Ok(Code::Contact(card)) =
        go("BEGIN:VCARD\r\nVERSION:3.0\r\nN:王;小明\r\nFN:王小明\r\nTEL;TYPE=CELL:138\r\nORG:A\\, B;C\r\nEND:VCARD")
    else {
        panic!()
    };
    assert_eq!((card.name.as_str(), card.organization.as_str()), ("王小明", "A, B, C"));
    assert_eq!(go("MEBKM:TITLE:x;URL:http\\://a.com/;;"), Ok(Code::WebPage("http://a.com/".into())));
    assert_eq!(go("Hello: world"), Ok(Code::Text("Hello: world".into())));
    assert_eq!(go("Version 1 QR"), Ok(Code::Text("Version 1 QR".into())));
}

#[test]
fn phone_codes_that_act_at_once_are_shown_as_text() {
    for text in ["tel:*%2306%23", "tel:*#06#", "tel:1;drop", "geo:95,1", "WIFI:T:WPA;;"] {
        assert!(!matches!(go(text), Ok(Code::Phone(number)) if number.contains(['*', '#'])), "{text}");
    }
    assert!(matches!(go("tel:*#06#"), Ok(Code::Text(_))));
}

#[test]
fn bookmark_can_not_smuggle_a_link() {
    assert!(matches!(go("MEBKM:URL:javascript\\:alert(1);;"), Err(CodeError::UnsafeScheme { .. })));
}
