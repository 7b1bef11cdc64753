//! Members of the integrator's own: `wx.acme.pay`.

use async_trait::async_trait;
use banchan_core::host::{HostError, OwnApi, OwnCaller, OwnSpec, Pass};

use super::Of;
use crate::calls::MiniCall;
use crate::errors::MiniHostError;
use crate::records::{MiniAppId, MiniSlot, record};

record! { MiniApiSpec = OwnSpec { name: String, scope: String, prompt: String } }
record! { MiniCaller = OwnCaller { slot: MiniSlot, app_id: MiniAppId, app_name: String, version: u64 } }

/// One member of the integrator's own: `acme.pay` is `wx.acme.pay`. It passes the same gate as every other one.
#[uniffi::export(with_foreign)]
#[async_trait]
pub trait MiniApi: Send + Sync {
    /// What it is called, and what the user is asked for. Asked once.
    fn spec(&self) -> Result<MiniApiSpec, MiniHostError>;
    /// Does it. `args` is the JSON object that the mini-program gave; the answer is a JSON object.
    async fn perform(&self, call: MiniCall, caller: MiniCaller, args: String) -> Result<String, MiniHostError>;
}

/// One whose words were asked for.
pub(crate) struct Own(pub(crate) std::sync::Arc<Of<dyn MiniApi>>, pub(crate) MiniApiSpec);

#[async_trait]
impl OwnApi for Own {
    fn spec(&self) -> OwnSpec {
        self.1.clone()
    }
    async fn call(&self, pass: Pass, caller: OwnCaller, args: String) -> Result<String, HostError> {
        let Of { host, calls, .. } = &*self.0;
        calls.ask(pass.slot(), pass.scope(), None, |call| host.perform(call, caller, args)).await
    }
}
