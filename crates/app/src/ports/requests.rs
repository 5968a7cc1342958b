//! Repeated writes that no inventory remembers: which request came with which key, and what its answer was.

use admit_domain::hold::RequestKey;
use admit_domain::id::AccountId;
use admit_domain::time::Timestamp;
use async_trait::async_trait;

use super::error::StoreResult;

/// What a request with a key finds when it comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Begun {
    /// It is the first, or the first came to no end. What it makes takes `id`: the same each time, so that what the first has
    /// made after all isn't made twice.
    Go {
        id: u128,
    },
    /// The first is under way.
    Running,
    /// The key came before, with another request.
    Reused,
    Answered(KeptAnswer),
}

/// An answer that is given again, field for field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptAnswer {
    pub status: u16,
    pub body: Vec<u8>,
}

/// When what counts, by the store's clock.
#[derive(Debug, Clone, Copy)]
pub struct Lease {
    pub now: Timestamp,
    /// A request that began before and has no answer came to no end.
    pub given_up_before: Timestamp,
}

#[async_trait]
pub trait Requests: Send + Sync + 'static {
    /// `id` is kept if the request is the first with its key.
    async fn begin_request(&self, account: AccountId, key: RequestKey, id: u128, lease: Lease) -> StoreResult<Begun>;
    async fn answer_request(&self, account: AccountId, key: RequestKey, answer: &KeptAnswer) -> StoreResult<()>;
    /// Forgets a request that was refused, so that it is simply tried again.
    async fn forget_request(&self, account: AccountId, key: RequestKey) -> StoreResult<()>;
    /// Counts a request that has no answer as begun at `begun_at`, so that it is taken for given up sooner.
    async fn give_up_request(&self, account: AccountId, key: RequestKey, begun_at: Timestamp) -> StoreResult<()>;
    /// Forgets at most `limit` requests that began before `before`; how many they were.
    async fn forget_requests_before(&self, before: Timestamp, limit: u32) -> StoreResult<u64>;
}
