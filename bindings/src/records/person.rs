//! The person, money and the other mini-programs, as `banchan_core::host` has them.

use banchan_core::host;

use super::{MiniAppId, MiniCount};

record! { MiniPersonAsk = host::PersonAsk { app_id: MiniAppId, app_name: String, reason: String } }
record! { MiniProfile = host::Profile { nick_name: String, avatar_url: String } }
record! { MiniAddress = host::Address {
    user_name: String, tel_number: String, postal_code: String, national_code: String, province_name: String, city_name: String,
    county_name: String, street_name: String, detail_info: String,
} }
record! { MiniAddressAnswer = host::AddressAnswer { book: Vec<MiniAddress>, chosen: Option<MiniCount> } }
record! { MiniPayOrder = host::PayOrder {
    app_id: MiniAppId, app_name: String, prepay_id: String, amount: Option<u64>, currency: String, goods: String, time_stamp: String,
    nonce: String, sign_type: String, sign: String,
} }
record! { MiniSubscribeAsk = host::SubscribeAsk { app_id: MiniAppId, app_name: String, templates: Vec<String> } }
record! { MiniSubscribeAnswer = host::SubscribeAnswer { accepted: Vec<String>, always: bool } }
record! { MiniVisit = host::Visit { id: u64, app_id: MiniAppId, app_name: String, target: MiniAppId, target_name: String, back: bool } }
