//! The journals as other systems are told of them: how far each has come, and its entries with what a telling needs besides.

use std::collections::HashMap;

use admit_domain::hold::Hold;
use admit_domain::id::{EventId, HoldId, OrderId};
use admit_domain::inventory::journal::{Entry, Version};
use admit_domain::order::Order;
use admit_domain::terms::Terms;
use admit_domain::time::Timestamp;
use async_trait::async_trait;

use super::error::StoreResult;
use super::organizing::Owned;

/// A part of an event's journal.
#[derive(Debug, Clone)]
pub struct JournalPage {
    /// In order, without a gap.
    pub entries: Vec<Entry>,
    pub facts: Facts,
}

/// What entries name but don't say. Rows as they are now: of a hold and an order only what never changes may be told, so that
/// telling again says the same.
#[derive(Debug, Clone)]
pub struct Facts {
    /// Of them the currency and the tiers' ids never change.
    pub terms: Terms,
    pub holds: HashMap<HoldId, Hold>,
    /// Their holds are among `holds`.
    pub orders: HashMap<OrderId, Order>,
}

#[async_trait]
pub trait Journals: Send + Sync + 'static {
    /// The newest version of each event that has one, of those that are owned so: at most `limit`, in order of their ids.
    ///
    /// An event's commits take turns on one row, so whoever sees a version finds all entries up to it, whatever else is being
    /// committed. There is no such order over several events, so a cursor over them is a version of each.
    async fn journal_heads(&self, owned: Owned, limit: u32) -> StoreResult<Vec<(EventId, Version)>>;

    /// Up to `limit` entries after `after`, in order. `None`: the event has no inventory.
    async fn journal_page(&self, event: EventId, after: Version, limit: u32) -> StoreResult<Option<JournalPage>>;

    /// The last version of the event that was committed before `at`; [`Version::START`] if none was.
    async fn version_before(&self, event: EventId, at: Timestamp) -> StoreResult<Version>;
}
