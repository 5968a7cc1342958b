//! New identifiers: random, and ordered by the time they were made, so that rows made together lie together.

use admit_domain::id::{EventId, HoldId, OrderId};
use admit_domain::time::Timestamp;
use uuid::Uuid;

/// 128 bits that nobody has had before.
pub fn mint() -> u128 {
    Uuid::now_v7().as_u128()
}

/// The least id that [`mint`] gives at `at`: all that were made before are smaller.
pub fn first_at(at: Timestamp) -> u128 {
    u128::try_from(at.as_millis()).unwrap_or(0) << 80
}

pub fn mint_order() -> OrderId {
    OrderId::minted_from(mint())
}

/// A new hold's id, with its event's tag in the low 32 bits, so that its event is found without a look into the store.
pub fn mint_hold(event: EventId) -> HoldId {
    HoldId::from_u128(mint() & !u128::from(u32::MAX) | u128::from(tag_of(event)))
}

/// What [`mint_hold`] puts into a hold's id. A new event takes an id whose tag no other event has.
pub fn tag_of(event: EventId) -> u32 {
    let id = event.as_u128();
    (id ^ (id >> 32) ^ (id >> 64) ^ (id >> 96)) as u32
}

pub(crate) fn tag_in(hold: HoldId) -> u32 {
    hold.as_u128() as u32
}
