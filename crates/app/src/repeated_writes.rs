//! Writes that may be repeated with an idempotency key, where no inventory remembers them.

use std::time::Duration;

use admit_domain::hold::RequestKey;
use admit_domain::id::AccountId;

use crate::app::App;
use crate::ids::mint;
use crate::ports::error::StoreError;
use crate::ports::requests::{Begun, KeptAnswer, Lease};

/// How long an answer is given again.
const KEPT_FOR: Duration = Duration::from_secs(25 * 3_600);
/// A request that has no answer after this came to no end, such as by the death of its node.
const GIVEN_UP_AFTER: Duration = Duration::from_secs(60);
/// How many requests one round forgets.
const FORGOTTEN_MAX: u32 = 1_000;

impl App {
    /// What a request with this key is to do.
    pub async fn begin_request(&self, account: AccountId, key: RequestKey) -> Result<Begun, StoreError> {
        let now = self.store.now().await?;
        let lease = Lease { now, given_up_before: now - GIVEN_UP_AFTER };
        self.store.begin_request(account, key, mint(), lease).await
    }

    /// Keeps the answer. If that can't be done, a repetition does the same again.
    pub async fn keep_answer(&self, account: AccountId, key: RequestKey, answer: KeptAnswer) {
        tell(self.store.answer_request(account, key, &answer).await);
    }

    /// Forgets a request that was refused, so that it is simply tried again.
    pub async fn forget_request(&self, account: AccountId, key: RequestKey) {
        tell(self.store.forget_request(account, key).await);
    }

    /// Lets a repetition go on at once with what may or may not have been done.
    pub async fn give_up_request(&self, account: AccountId, key: RequestKey) {
        let Ok(now) = self.store.now().await else { return };
        tell(self.store.give_up_request(account, key, now - GIVEN_UP_AFTER - Duration::from_secs(1)).await);
    }

    pub async fn forget_old_requests(&self) -> Result<(), StoreError> {
        let before = self.store.now().await? - KEPT_FOR;
        while self.store.forget_requests_before(before, FORGOTTEN_MAX).await? == u64::from(FORGOTTEN_MAX) {}
        Ok(())
    }
}

fn tell(noted: Result<(), StoreError>) {
    if let Err(error) = noted {
        tracing::warn!(error = &error as &dyn std::error::Error, "what became of a request can't be noted");
    }
}
