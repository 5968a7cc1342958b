//! What a signed-in socket needs of the use cases: the holds that there are when it opens, and the word that its session is over.

use std::convert::Infallible;

use crate::accounts::caller::Caller;
use crate::app::App;
use crate::desk::DeskError;

use super::owners::{News, What};

impl App {
    /// The caller's open holds, as if each had just been made.
    pub async fn open_holds(&self, caller: &Caller) -> Result<Vec<News>, DeskError> {
        let holds = self.my_holds(caller, None).await?;
        if holds.is_empty() {
            return Ok(Vec::new());
        }
        let now = self.store.now().await.map_err(|_| DeskError::Away)?;
        for (event, _) in &holds {
            // Their events' commits are told of only where there is a desk.
            if let Err(error) = self.desks.get(*event).await {
                tracing::warn!(%event, %error, "a socket isn't told what becomes of a hold");
            }
        }
        let open = holds.into_iter().filter(|(_, hold)| hold.is_open());
        Ok(open.map(|(event, hold)| News { event, hold: hold.id, what: What::open(hold.expires_at, now) }).collect())
    }

    /// Ends the sockets of sessions that are revoked.
    pub async fn end_revoked_sockets(&self) -> Result<(), Infallible> {
        if !self.revoked.is_empty() {
            self.desks.owners().end_revoked(&self.revoked);
        }
        Ok(())
    }
}
