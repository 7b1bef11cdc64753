//! What is known of mini-programs that do not run, as `banchan_core::superapp` has it, and what a picture held.

use banchan_core::{permission, store, superapp};
use banchan_formats::scan;

use super::{MiniAppId, MiniScope};

record! { MiniApp = superapp::AppCard {
    app_id: MiniAppId, name: String, description: String, category: String, publisher: String, version: u64, icon: bool,
    installed: bool,
} }
record! { MiniUsed = superapp::Used { app_id: MiniAppId, app_name: String, at_ms: i64, what: String, ok: bool } }
record! { MiniRecent = superapp::RecentCard { app: MiniApp, at_ms: i64 } }
record! { MiniGrant = permission::GrantRecord { scope: MiniScope, title: String, allowed: bool, at_ms: i64 } }
copied! { "The picture of a mini-program."
MiniPicture = store::Picture { mime: String, bytes: Vec<u8> } }
record! { MiniCorner = scan::Corner { x: f32, y: f32 } }
copied! { "One code found in a picture or frame, see `scan::Found`."
MiniFound = scan::Found { text: String, corners: Vec<MiniCorner> } }
