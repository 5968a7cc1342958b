//! Giving an account what guests bought under its proven address.
//!
//! Holds, orders and tickets are the journal's, so each hold changes hands by a command to its event's desk. A row says which
//! merges are under way and how far they are; whoever carries one on again finds done what is done.

use std::time::Duration;

use admit_domain::hold::Buyer;
use admit_domain::id::AccountId;
use admit_domain::inventory::command::Command;
use admit_domain::inventory::refusal::Refusal;
use thiserror::Error;

use crate::app::App;
use crate::desk::DeskError;
use crate::ports::error::StoreError;
use crate::ports::links::{GuestHold, Merge};

const GUESTS_MAX: u32 = 100;
const HOLDS_MAX: u32 = 100;
/// How many merges one round carries on.
const MERGES_MAX: u32 = 10;
/// After this the merge is tried again by whoever comes then.
const RETRY: Duration = Duration::from_secs(30);
/// A guest's request may have been under way when the guest's session ended. By then it has come to an end, whatever end, and
/// all guests are gone through a second time.
const SETTLED_AFTER: Duration = Duration::from_secs(60);
const LAST_PASS: u32 = 1;

#[derive(Debug, Error)]
pub enum MergeError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Desk(#[from] DeskError),
    #[error("holds of guests are there and can't be adopted")]
    Stuck,
}

impl App {
    /// Carries on the merges whose turn has come.
    pub async fn merge_guests(&self) -> Result<(), MergeError> {
        let now = self.store.now().await?;
        let mut outcome = Ok(());
        for merge in self.store.take_due_merges(now, now + RETRY, MERGES_MAX).await? {
            let carried_on = self.carry_on(merge).await;
            outcome = outcome.and(carried_on);
        }
        outcome
    }

    /// Goes through the guests who are left of this pass, then says when the next is due or that it was the last.
    pub(super) async fn carry_on(&self, mut merge: Merge) -> Result<(), MergeError> {
        let Some(account) = self.store.account(merge.account).await? else {
            return Ok(self.store.merge_done(&merge).await?);
        };
        let Ok(to) = self.keys.buyer(&account) else { return Ok(self.store.merge_done(&merge).await?) };
        loop {
            let guests = self.store.guests_to_merge(&merge, GUESTS_MAX).await?;
            let Some(last) = guests.last() else { break };
            self.adopt_from(&guests, to).await?;
            merge.after = Some(*last);
            let now = self.store.now().await?;
            self.store.put_off_merge(&merge, now + RETRY).await?;
        }
        if merge.pass >= LAST_PASS {
            return Ok(self.store.merge_done(&merge).await?);
        }
        let again_at = merge.proven_at + SETTLED_AFTER;
        (merge.pass, merge.after) = (merge.pass + 1, None);
        Ok(self.store.put_off_merge(&merge, again_at).await?)
    }

    /// The guests' sessions end first, so that nothing is added to what is being given away.
    async fn adopt_from(&self, guests: &[AccountId], to: Buyer) -> Result<(), MergeError> {
        let now = self.store.now().await?;
        let revoked = self.store.revoke_sessions_of(guests, now).await?;
        self.revoke_here_and_tell(revoked, now);
        loop {
            let holds = self.store.holds_of_guests(guests, HOLDS_MAX).await?;
            if holds.is_empty() {
                return Ok(());
            }
            let mut adopted = 0;
            for hold in &holds {
                adopted += usize::from(self.adopt(hold, to).await?);
            }
            // What ended meanwhile isn't found again; if all is as it was, going round would never end.
            if adopted == 0 && self.store.holds_of_guests(guests, HOLDS_MAX).await? == holds {
                return Err(MergeError::Stuck);
            }
        }
    }

    async fn adopt(&self, guest: &GuestHold, to: Buyer) -> Result<bool, MergeError> {
        let desk = self.desks.get(guest.event).await?;
        let command = Command::Adopt { hold: guest.hold, from: guest.buyer.account, to };
        match desk.submit(command).await {
            Ok(_) => Ok(true),
            Err(DeskError::Refused(Refusal::NoSuchHold)) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
}
