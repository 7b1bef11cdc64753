//! What a scanned text or a link means: a mini-program to open, a payment, a page, a contact. It must not fetch
//! anything, and it judges the raw text before any URL parser has tidied it.

mod dev;
mod emv;
mod link;
mod plain;
mod route;

use serde::{Deserialize, Serialize};

pub use dev::DevTarget;
pub use emv::{EmvAccount, EmvPayment};
pub use route::route;

/// The id of a mini-program: 3 to 64 of `A-Z a-z 0-9 . _ -`, first a letter or digit, no two dots in a row. [`AppId::parse`] is the only maker.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AppId(String);

impl AppId {
    /// Takes an id as written in a link or manifest.
    ///
    /// # Errors
    /// [`CodeError::BadAppId`] when it has other characters or another length.
    pub fn parse(id: &str) -> Result<Self, CodeError> {
        let fits = (3..=64).contains(&id.len())
            && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
            && id.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric())
            && !id.contains("..");
        if fits { Ok(Self(id.into())) } else { Err(CodeError::BadAppId { shown: shown(id) }) }
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for AppId {
    type Error = CodeError;
    fn try_from(id: String) -> Result<Self, CodeError> {
        Self::parse(&id)
    }
}

impl From<AppId> for String {
    fn from(id: AppId) -> Self {
        id.0
    }
}

impl std::fmt::Display for AppId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for AppId {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// Which mini-program to open, and where.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct OpenTarget {
    /// The mini-program.
    pub app_id: AppId,
    /// A page like `pages/bike/bike` (no leading slash, no `.html`); `None` is the mini-program's first page.
    pub path: Option<String>,
    /// The page's query as it stood in the link, `a=1&b=2`, values percent-encoded; empty when there is none.
    pub query: String,
}

/// An ordinary link that opens a mini-program, as a publisher registers it: every link that begins with `prefix`
/// opens `app_id`, which gets the whole link as its query `q`, percent-encoded (WeChat's rule).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LinkRule {
    /// `https://host/path`: matches this link, and all that go on after it with `/`, `?` or `#`.
    pub prefix: String,
    /// The mini-program.
    #[serde(alias = "app_id")]
    pub app_id: AppId,
    /// The page to open, or the first one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
}

/// What a text means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum Code {
    /// Opens a mini-program.
    MiniProgram(OpenTarget),
    /// A format that only its owner's servers can resolve.
    Closed {
        /// Whose, and which form.
        kind: ClosedKind,
        /// For the person who scanned it.
        why: String,
    },
    /// Asks for money.
    Payment(Payment),
    /// A page for the browser, `http` or `https`, host in ASCII.
    WebPage(String),
    /// A person or company.
    Contact(Contact),
    /// A wireless network.
    Wifi(Wifi),
    /// A number to call.
    Phone(String),
    /// A text message to write.
    Sms {
        /// To whom.
        number: String,
        /// What it says so far.
        body: String,
    },
    /// A mail to write.
    Mail {
        /// To whom.
        address: String,
        /// Its subject.
        subject: String,
        /// What it says so far.
        body: String,
    },
    /// A place on earth.
    Place {
        /// Degrees north, as written: codes stay comparable and nothing is rounded.
        latitude: String,
        /// Degrees east, as written.
        longitude: String,
    },
    /// Anything else, to be shown as it is.
    Text(String),
}

/// Closed formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ClosedKind {
    /// `weixin://dl/business/?t=`, `wxaurl.cn`, `wxmpurl.cn`, `#小程序://`.
    WechatToken,
    /// `weixin.qq.com/r/`, `u.wechat.com`, `weixin.qq.com/g/`: a contact, a group or an account.
    WechatContact,
    /// A code of Alipay's own functions.
    Alipay,
    /// Another app's own scheme.
    OtherApp,
}

/// A request for money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "system", rename_all = "snake_case")]
pub enum Payment {
    /// WeChat Pay: `wxp://`, `weixin://wxpay/`, its web forms.
    WechatPay {
        /// The text of the code.
        text: String,
    },
    /// Alipay: `https://qr.alipay.com/`.
    Alipay {
        /// The text of the code.
        text: String,
    },
    /// China UnionPay: `https://qr.95516.com/`.
    UnionPay {
        /// The text of the code.
        text: String,
    },
    /// A merchant's code after the EMVCo specification, its checksum right.
    Emv(EmvPayment),
}

/// A person or company of a MECARD, BIZCARD or vCard.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Contact {
    /// Name.
    pub name: String,
    /// Company.
    pub organization: String,
    /// Job.
    pub title: String,
    /// Numbers.
    pub phones: Vec<String>,
    /// Mail addresses.
    pub mails: Vec<String>,
    /// Postal addresses, one line each.
    pub addresses: Vec<String>,
    /// Web pages, as written.
    pub links: Vec<String>,
    /// Anything else said about them.
    pub note: String,
}

/// A wireless network.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Wifi {
    /// Its name.
    pub ssid: String,
    /// Its password; empty for an open one.
    pub password: String,
    /// `WPA`, `WEP`, `nopass`... as written.
    pub security: String,
    /// Whether it hides its name.
    pub hidden: bool,
}

/// Why a text can't be used. What it says is for the person who scanned it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Nothing but blanks.
    #[error("this code is empty")]
    Empty,
    /// No code holds that much.
    #[error("this text is too long for a code ({bytes} bytes; {limit} are the most)")]
    TooLong {
        /// Bytes found.
        bytes: usize,
        /// Bytes allowed.
        limit: usize,
    },
    /// A link with line breaks, blanks, zero-width or direction-changing characters inside.
    #[error("this link has hidden characters inside and is not opened. Ask whoever gave it to you for a clean one")]
    HiddenCharacters,
    /// A link that would run code or read files.
    #[error("links of the kind {scheme}: are never opened from a code")]
    UnsafeScheme {
        /// The scheme.
        scheme: String,
    },
    /// A link that shows another address than it opens.
    #[error("this link shows another address than it opens ({reason}) and is not opened")]
    DisguisedAddress {
        /// How it deceives.
        reason: &'static str,
    },
    /// A link that no browser understands.
    #[error("this link is broken: {reason}")]
    BrokenLink {
        /// What the parser says.
        reason: String,
    },
    /// An id that no mini-program has.
    #[error("{shown:?} is not the id of a mini-program: 3 to 64 letters, digits, dots, dashes or underscores")]
    BadAppId {
        /// The id, cut.
        shown: String,
    },
    /// A page that no mini-program can have.
    #[error("{shown:?} is not a page of a mini-program; it should look like pages/index/index")]
    BadPage {
        /// The page, cut.
        shown: String,
    },
    /// A payment code that was altered or badly printed.
    #[error("this payment code is damaged or was altered: {reason}. Do not pay with it")]
    DamagedPayment {
        /// What is wrong.
        reason: &'static str,
    },
}

/// The first part of a text, for an error.
pub(crate) fn shown(text: &str) -> String {
    text.chars().take(80).collect()
}

#[cfg(test)]
mod tests;
