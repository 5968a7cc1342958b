//! Ending holds on time, also those of events that nobody asks for. Every node looks after it about once a second.

use admit_domain::inventory::command::Command;

use crate::app::App;
use crate::ports::error::StoreError;

/// How many events one sweep looks after.
const EVENTS_MAX: u32 = 1_000;

impl App {
    /// Ends the holds that are due, wherever nobody else asks for their event.
    pub async fn end_due_holds(&self) -> Result<(), StoreError> {
        for event in self.store.events_with_due_holds(EVENTS_MAX).await? {
            let outcome = match self.desks.get(event).await {
                Ok(desk) => desk.submit(Command::Expire).await.map(drop),
                Err(error) => Err(error),
            };
            if let Err(error) = outcome {
                tracing::warn!(%event, %error, "due holds could not be ended yet");
            }
        }
        Ok(())
    }
}
