//! What a tap on a button with an `open-type`, or on a navigator to another mini-program, asks for; the answer goes to the
//! element's own events. Whether it may be done, the broker's gate and the person decide.

use serde_json::{Value as Json, json};

use super::Event;
use super::bridge::PageRef;
use super::running::Running;
use crate::api::Outcome;
use crate::broker::BrokerCall;
use crate::host::{Modal, PageId, ShareKind};

/// Numbers of calls that buttons make; those of the program are far below.
const BUTTON_CALLS: u32 = 0x4000_0000;

/// Most sheets that wait for the person.
const MAX_SHEETS: usize = 8;

impl Running {
    /// A button with an `open-type` was tapped.
    pub(super) fn open_type(&mut self, page: &PageRef, node: u32, kind: &str, lang: &str) {
        let (api, event) = match kind {
            "share" => return self.share(ShareKind::Message, node),
            "getUserInfo" => ("getUserInfo", "getuserinfo"),
            "getPhoneNumber" => ("__getPhoneNumber", "getphonenumber"),
            "chooseAvatar" => ("__chooseAvatar", "chooseavatar"),
            "openSetting" => ("openSetting", "opensetting"),
            "contact" | "feedback" => return self.nobody_there(page.id(), node, kind == "contact"),
            "launchApp" => {
                let detail = json!({ "errMsg": "launchApplication:fail not supported" });
                return self.button_told(page.id(), node, "error", &detail);
            }
            other => {
                let text = format!("a button has the open-type \"{other}\", which is not there yet");
                return self.outside.note_error(&text, "", 0, 0, "view", true);
            }
        };
        self.call_for(page.id(), node, api, json!({ "lang": lang }), &[(event, true), (event, false)]);
    }

    /// A navigator with `target="miniProgram"` was tapped: the person is asked as by the call.
    pub(super) fn visit_from(&mut self, page: PageId, node: u32, target: &str, path: &str, extra: Json) {
        let mut args = json!({ "appId": target });
        if !path.is_empty() {
            args["path"] = path.into();
        }
        if extra.is_object() {
            args["extraData"] = extra;
        }
        let told = [("success", true), ("fail", false), ("complete", true), ("complete", false)];
        self.call_for(page, node, "navigateToMiniProgram", args, &told);
    }

    /// Makes a call for an element; of `told`, it hears the events for how the call ended.
    fn call_for(&mut self, page: PageId, node: u32, api: &str, args: Json, told: &[(&'static str, bool)]) {
        let (events, told) = (self.outside.events.clone(), told.to_vec());
        let reply = Box::new(move |outcome: Outcome| {
            for (event, _) in told.into_iter().filter(|(_, ok)| *ok == outcome.ok) {
                let _ = events.send(Event::Button { page, node, event, detail: outcome.res.clone() });
            }
        });
        self.button_calls = self.button_calls.wrapping_add(1) % BUTTON_CALLS;
        let call = BrokerCall { id: BUTTON_CALLS + self.button_calls, api: api.into(), args: args.to_string() };
        self.start.broker.call(self.start.slot, call, reply);
    }

    /// WeChat opens a conversation with the makers, or a form for complaints. No host has either: that is said, with who to turn
    /// to, and the button hears that nothing came of it.
    fn nobody_there(&mut self, page: PageId, node: u32, contact: bool) {
        while self.dialogs.try_join_next().is_some() {}
        if self.dialogs.len() >= MAX_SHEETS {
            return;
        }
        let language = self.start.hosts.facts.get().language.clone();
        let (title, content) = words(&language, contact, &self.start.name);
        let (ui, slot, events) = (self.start.hosts.ui.clone(), self.start.slot, self.outside.events.clone());
        let asking = async move {
            let _ = ui.show_modal(slot, Modal { title, content, ..Modal::default() }).await;
            if contact {
                let detail = json!({ "errMsg": "enterContact:fail no conversation is offered here", "path": "", "query": {} });
                let _ = events.send(Event::Button { page, node, event: "contact", detail });
            }
        };
        self.dialogs.spawn_on(asking, &self.start.runtime);
    }

    /// Tells a button what became of its tap.
    pub(super) fn button_told(&mut self, page: PageId, node: u32, event: &str, detail: &Json) {
        let Some(comp) = self.pages.get(&page).and_then(|page| page.comp) else { return };
        let mut detail = detail.clone();
        // The calls of buttons are no members of wx; programs read the words of the button.
        if let Some(Json::String(words)) = detail.get_mut("errMsg")
            && let Some(own) = words.strip_prefix("__")
        {
            *words = own.to_owned();
        }
        self.logic.view_event(comp, node, &json!({ "type": event, "detail": detail }).to_string());
    }
}

/// The heading and the text of the sheet, in the user's language.
fn words(language: &str, contact: bool, name: &str) -> (String, String) {
    let (title, text) = match (language.get(..2), contact) {
        (Some("zh"), true) => ("联系客服", "这里不提供与“{}”的在线客服会话。请通过小程序中写明的电话或地址联系对方。"),
        (Some("zh"), false) => ("意见反馈", "这里不会向“{}”转交意见。请通过小程序中写明的电话或地址联系对方。"),
        (Some("ko"), true) => {
            ("문의하기", "여기에서는 “{}”와의 상담 대화를 제공하지 않습니다. 미니 프로그램에 적힌 전화나 주소로 문의해 주세요.")
        }
        (Some("ko"), false) => {
            ("의견 보내기", "여기에서는 “{}”에 의견을 전달하지 않습니다. 미니 프로그램에 적힌 전화나 주소로 문의해 주세요.")
        }
        (Some("de"), true) => (
            "Kontakt",
            "Ein Gespräch mit den Betreibern von „{}“ gibt es hier nicht. Bitte wenden Sie sich an die Telefonnummer oder Adresse, die im Miniprogramm steht.",
        ),
        (Some("de"), false) => (
            "Rückmeldung",
            "Rückmeldungen an „{}“ werden hier nicht weitergegeben. Bitte wenden Sie sich an die Telefonnummer oder Adresse, die im Miniprogramm steht.",
        ),
        (_, true) => (
            "Contact",
            "There is no conversation with the makers of “{}” here. Please use the telephone number or address that the mini-program gives.",
        ),
        (_, false) => (
            "Feedback",
            "Feedback to “{}” is not passed on from here. Please use the telephone number or address that the mini-program gives.",
        ),
    };
    (title.into(), text.replace("{}", name))
}
