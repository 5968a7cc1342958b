//! Waiting rooms as they are stored: versions, the line's bits, shoppers, and whose a place is.

use admit_domain::id::{AccountId, EventId};
use admit_domain::inventory::journal::BatchId;
use admit_domain::time::Timestamp;
use admit_domain::waiting_room::Head;
use admit_domain::waiting_room::command::Known;
use admit_domain::waiting_room::room::Room;
use admit_domain::waiting_room::settings::Settings;
use admit_domain::waiting_room::shoppers::Shopper;
use admit_domain::waiting_room::step::{Changes, What};
use async_trait::async_trait;

use super::error::{StoreError, StoreResult};
use super::inventory::InventoryStore;

/// A room at one version, with what was written after an earlier one, in one snapshot.
#[derive(Debug, Clone)]
pub struct StoredRoom {
    pub version: u64,
    /// The time of the last commit.
    pub at: Timestamp,
    pub due_at: Option<Timestamp>,
    pub head: Head,
    /// Chunks of the line, by their index.
    pub chunks: Vec<(u32, Vec<u8>)>,
    pub shoppers: Vec<Shopper>,
}

/// What a batch must know of its callers.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Whose places are to be looked up.
    pub accounts: Vec<AccountId>,
    /// Numbers whose owners are to be looked up.
    pub numbers: Vec<u32>,
}

/// What a batch begins with, once the room's row is locked.
#[derive(Debug)]
pub struct RoomOpening {
    /// The version that this batch will make.
    pub version: u64,
    /// Never earlier than any earlier commit's.
    pub now: Timestamp,
    /// Present if others have committed.
    pub missed: Option<StoredRoom>,
    pub known: Known,
}

/// What a batch writes.
pub struct RoomWrites {
    pub batch: BatchId,
    pub room: Room,
    pub changes: Changes,
}

/// Called once, inside the transaction. `None` writes nothing and rolls back.
pub type RoomDecide = Box<dyn FnOnce(RoomOpening) -> Option<RoomWrites> + Send>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoomCommitted {
    Written,
    Nothing,
}

#[derive(Debug, thiserror::Error)]
pub enum RoomError {
    /// The event has no room. Nothing was written.
    #[error("the event has no waiting room")]
    NoRoom,
    /// `Unknown`: may or may not have been written. All others: nothing was written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A line of the organizer's record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryItem {
    pub version: u64,
    pub part: u32,
    pub at: Timestamp,
    pub what: What,
    pub by: Option<AccountId>,
    pub settings: Settings,
}

/// A room guards an inventory, and lies in the same store.
#[async_trait]
pub trait WaitingRooms: InventoryStore {
    /// Makes the event's room with these settings, unless it has one.
    async fn make_room(&self, event: EventId, settings: &Settings) -> StoreResult<()>;

    /// The room with what was written after version `after`; 0: with all. `None`: there is none.
    async fn stored_room(&self, event: EventId, after: u64) -> StoreResult<Option<StoredRoom>>;

    /// The versions of those of `events` that have a room, in one query.
    async fn room_versions(&self, events: &[EventId]) -> StoreResult<Vec<(EventId, u64)>>;

    /// Rooms that are due by the store's clock, at most `limit`.
    async fn due_rooms(&self, limit: u32) -> StoreResult<Vec<EventId>>;

    /// One transaction: raises the room's version, which locks its row; then, in later statements, reads what others wrote after
    /// `known` and what was asked; then calls `decide` and writes what it gives.
    async fn commit_room(
        &self,
        event: EventId,
        known: u64,
        asked: Asked,
        decide: RoomDecide,
    ) -> Result<RoomCommitted, RoomError>;

    /// Settles an unknown commit: locks the room's row, which waits out the old transaction, and looks for `batch`.
    async fn was_room_committed(&self, event: EventId, batch: BatchId) -> StoreResult<bool>;

    /// The number that the account owned last.
    async fn place_of(&self, event: EventId, account: AccountId) -> StoreResult<Option<u32>>;

    /// Whose the numbers after `after` are, in order, up to `last`, at most `limit`; places of guests are left out.
    async fn owners_of_places(
        &self,
        event: EventId,
        after: u32,
        last: u32,
        limit: u32,
    ) -> StoreResult<Vec<(u32, AccountId)>>;

    /// Newest first, before `before`.
    async fn room_history(
        &self,
        event: EventId,
        before: Option<(u64, u32)>,
        limit: u32,
    ) -> StoreResult<Vec<HistoryItem>>;

    /// Forgets the names of batches and the passes that ended before `before`, at most `limit` of each; how many they were.
    async fn forget_rooms_past(&self, before: Timestamp, limit: u32) -> StoreResult<u64>;
}
