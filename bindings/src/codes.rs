//! What a scanned text means, as `banchan_formats::code` has it: the shell offers to browse, call, write or pay.

use banchan_formats::code;

use crate::records::{MiniAppId, choice, record};

record! { MiniTarget = code::OpenTarget { app_id: MiniAppId, path: Option<String>, query: String } }
choice! { MiniClosedKind = code::ClosedKind { WechatToken, WechatContact, Alipay, OtherApp } }
record! { MiniEmvAccount = code::EmvAccount { field: u8, network: String, text: String } }
record! { MiniEmvPayment = code::EmvPayment {
    accounts: Vec<MiniEmvAccount>, merchant: String, merchant_local: String, city: String, country: String, currency: String,
    amount: String, once: bool,
} }
choice! { MiniPaymentCode = code::Payment {
    WechatPay { text: String }, Alipay { text: String }, UnionPay { text: String }, Emv(MiniEmvPayment),
} }
record! { MiniContact = code::Contact {
    name: String, organization: String, title: String, phones: Vec<String>, mails: Vec<String>, addresses: Vec<String>,
    links: Vec<String>, note: String,
} }
record! { MiniWifi = code::Wifi { ssid: String, password: String, security: String, hidden: bool } }
choice! { MiniCode = code::Code {
    MiniProgram(MiniTarget), Closed { kind: MiniClosedKind, why: String }, Payment(MiniPaymentCode), WebPage(String),
    Contact(MiniContact), Wifi(MiniWifi), Phone(String), Sms { number: String, body: String },
    Mail { address: String, subject: String, body: String }, Place { latitude: String, longitude: String }, Text(String),
} }
