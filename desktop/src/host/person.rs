//! The made-up person on the phone page: signs in, is asked, pays for tests. Each call arrives with a pass, so it was allowed
//! before it came here; what the person says is the page's answer.

use std::sync::Arc;

use async_trait::async_trait;
use banchan_core::host::{
    Address, AddressAnswer, HostError, Identity, Messages, Neighbours, Pass, PayOrder, Payment, PersonAsk, Profile, SubscribeAnswer,
    SubscribeAsk, Visit,
};
use banchan_formats::code::AppId;
use serde_json::{Value, json};

use super::{Codes, Link, Purpose};

/// Longest picture that the page may hand on, in bytes of its address.
const MAX_PICTURE: usize = 512 << 10;

/// The person.
pub(super) struct Person {
    link: Arc<Link>,
    codes: Arc<Codes>,
}

impl Person {
    pub(super) fn new(link: Arc<Link>, codes: Arc<Codes>) -> Self {
        Self { link, codes }
    }
}

fn question(pass: &Pass, ask: impl serde::Serialize) -> Value {
    // Core's values are plain, so this can't fail.
    let mut fields = serde_json::to_value(ask).unwrap_or_default();
    if let Some(fields) = fields.as_object_mut() {
        fields.insert("slot".into(), pass.slot().0.into());
    }
    fields
}

fn picture(url: String) -> Result<String, HostError> {
    if url.len() > MAX_PICTURE || !url.starts_with("data:image/") {
        return Err(HostError::failed("the phone page gave a picture that is none, or is too large"));
    }
    Ok(url)
}

#[async_trait]
impl Identity for Person {
    async fn login(&self, _pass: Pass, app: AppId) -> Result<String, HostError> {
        self.codes.issue(app, Purpose::Session).map_err(HostError::failed)
    }

    async fn signed_in(&self, _pass: Pass, app: AppId) -> Result<bool, HostError> {
        Ok(self.codes.signed_in(&app))
    }

    async fn profile(&self, pass: Pass, ask: PersonAsk) -> Result<Profile, HostError> {
        let profile: Profile = self.link.ask("profile", question(&pass, ask)).await?;
        Ok(Profile { avatar_url: picture(profile.avatar_url)?, ..profile })
    }

    async fn phone_code(&self, pass: Pass, ask: PersonAsk) -> Result<String, HostError> {
        let app = ask.app_id.clone();
        let number: String = self.link.ask("number", question(&pass, ask)).await?;
        self.codes.issue(app, Purpose::Phone(number)).map_err(HostError::failed)
    }

    async fn avatar(&self, pass: Pass, ask: PersonAsk) -> Result<String, HostError> {
        picture(self.link.ask("avatar", question(&pass, ask)).await?)
    }

    async fn address(&self, pass: Pass, ask: PersonAsk, book: Vec<Address>) -> Result<AddressAnswer, HostError> {
        let mut question = question(&pass, ask);
        question["book"] = json!(book);
        self.link.ask("address", question).await
    }
}

#[async_trait]
impl Payment for Person {
    async fn pay(&self, pass: Pass, order: PayOrder) -> Result<(), HostError> {
        self.link.ask::<bool>("pay", question(&pass, order)).await.map(|_| ())
    }
}

#[async_trait]
impl Messages for Person {
    async fn subscribe(&self, pass: Pass, ask: SubscribeAsk) -> Result<SubscribeAnswer, HostError> {
        self.link.ask("subscribe", question(&pass, ask)).await
    }
}

#[async_trait]
impl Neighbours for Person {
    async fn visit(&self, pass: Pass, visit: Visit) -> Result<(), HostError> {
        // The page opens it once the person agreed.
        self.link.ask::<bool>("visit", question(&pass, visit)).await.map(|_| ())
    }
    fn go(&self, visit: Visit) {
        if visit.back {
            self.link.order("visit", json!({ "visit": visit.id, "target": visit.target }));
        }
    }
}
