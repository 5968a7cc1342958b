//! `admit raise-epoch`: what `admit restore` does to versions, for a database that something else has put back in time.

use admit_app::ports::clock::Clock;
use anyhow::Result;

use crate::cli::say;
use crate::compose::{SystemClock, open_store};
use crate::config::Profile;

/// Begins a new epoch in every event. No node may run meanwhile.
pub(crate) async fn raise_epoch(profile: &Profile) -> Result<()> {
    let store = open_store(profile).await?;
    let raised = store.raise_epochs(SystemClock.now()).await;
    store.close().await;
    say(format_args!("{} events begin a new epoch", raised?))
}
