//! The caller's open holds.

use admit_domain::hold::Hold;
use admit_domain::id::EventId;

use crate::accounts::caller::Caller;
use crate::app::App;
use crate::ports::error::StoreError;

impl App {
    /// What the caller holds, open or in checkout, of `event` or of all events; the oldest first.
    pub async fn my_holds(&self, caller: &Caller, event: Option<EventId>) -> Result<Vec<(EventId, Hold)>, StoreError> {
        self.store.holds_of(caller.account, event).await
    }
}
