//! Where messages are handed over to other systems, such as a message broker.

use std::error::Error;

use async_trait::async_trait;
use thiserror::Error;

use crate::changes::ChangeMessage;

/// The session is over: some of what was handed over may have arrived, of each event the first.
#[derive(Debug, Error)]
#[error("messages can't be handed over")]
pub struct OutletError(#[source] Box<dyn Error + Send + Sync>);

impl OutletError {
    pub fn new(why: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        OutletError(why.into())
    }
}

#[async_trait]
pub trait Outlet: Send + Sync + 'static {
    /// Begins a session, once the other side is there and has all it needs. Waits for it; whoever doesn't want to wait longer
    /// lets go of the future.
    async fn open(&self) -> Result<Box<dyn OpenOutlet>, OutletError>;
}

/// A session.
#[async_trait]
pub trait OpenOutlet: Send + Sync {
    /// Hands all over, those of one event in their order, and comes back once all are kept safely on the other side. Waits for it
    /// as long as it takes. Once somebody lets go of the future, nothing more is sent, but for what is on its way.
    async fn send(&self, messages: &[ChangeMessage]) -> Result<(), OutletError>;
}
