//! What a dialect brings besides its file formats: the name of its global object and the script with its component model.
//! One row a dialect. Nothing above `api` asks which dialect it is.

use banchan_formats::manifest::Dialect;

/// A dialect as the logic layer needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DialectRow {
    /// Name of the global object.
    pub global: &'static str,
    /// The script of `core/js` that reads its definitions.
    pub model: &'static str,
}

const WECHAT: DialectRow = DialectRow { global: "wx", model: "./wechat.js" };
const ALIPAY: DialectRow = DialectRow { global: "my", model: "./alipay/model.js" };

/// The row of a dialect.
#[must_use]
pub fn dialect(dialect: Dialect) -> DialectRow {
    match dialect {
        Dialect::Alipay => ALIPAY,
        Dialect::Wechat | Dialect::W3c | Dialect::H5 => WECHAT,
    }
}
