//! What every node looks after about once a second, so that nothing depends on a message that was lost.

use std::convert::Infallible;

use crate::app::App;
use crate::ports::error::StoreError;
use admit_domain::inventory::command::Command;

/// How many events one sweep looks after.
const EVENTS_MAX: u32 = 1_000;

impl App {
    /// What nobody looks at any more takes no memory.
    pub async fn unload_idle_desks(&self) -> Result<(), Infallible> {
        self.desks.unload_idle();
        Ok(())
    }

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
