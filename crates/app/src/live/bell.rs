//! Wakes one listener, whatever of all that it waits for has come.

use tokio::sync::Notify;

/// Rung when there may be something new. Rung twice before anybody hears it, it is heard once.
#[derive(Debug, Default)]
pub struct Bell(Notify);

impl Bell {
    pub fn ring(&self) {
        self.0.notify_one();
    }

    /// Comes back once it was rung since the last time. One waits at a time.
    pub async fn rung(&self) {
        self.0.notified().await;
    }
}
