//! Forgetting sessions and links that nobody can use any more.

use std::time::Duration;

use crate::app::App;
use crate::ports::error::StoreError;

/// How many rows of a kind one step removes, so that none holds up other writers for long.
const ROWS_MAX: u32 = 1_000;
/// Longer than any link is good.
const LINKS_KEPT: Duration = Duration::from_secs(48 * 3_600);
/// Beyond the sessions' own time, for clocks that differ.
const SPARE: Duration = Duration::from_secs(3_600);

impl App {
    pub async fn purge_accounts(&self) -> Result<(), StoreError> {
        let now = self.store.now().await?;
        let sessions = now - self.settings.tokens.refresh_ttl - SPARE;
        while self.store.purge_accounts(sessions, now - LINKS_KEPT, ROWS_MAX).await? > 0 {}
        Ok(())
    }
}
