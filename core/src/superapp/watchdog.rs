//! Looks after sessions from outside: forgets those that are over, and gives up those that nothing can stop, and has the
//! thread of the next one made. It must not touch what runs in them.

use std::sync::Arc;
use std::time::Duration;

use super::programs::Programs;

/// How often it looks.
const EVERY: Duration = Duration::from_millis(500);

/// Runs as long as the runtime does.
pub(super) async fn watch(programs: Arc<Programs>) {
    loop {
        tokio::time::sleep(EVERY).await;
        programs.look_after();
        programs.spares().fill();
    }
}
