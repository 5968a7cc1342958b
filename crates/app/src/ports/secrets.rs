//! Keys that are made once and shared by all nodes.

use async_trait::async_trait;

use super::error::StoreResult;

#[async_trait]
pub trait Secrets: Send + Sync + 'static {
    /// Stores `sealed` under `name` unless there is one already, and answers with the one that is stored.
    /// What is stored is encrypted; the store never sees a key.
    async fn secret_or_insert(&self, name: &str, sealed: &[u8]) -> StoreResult<Vec<u8>>;
    async fn secret(&self, name: &str) -> StoreResult<Option<Vec<u8>>>;
}
