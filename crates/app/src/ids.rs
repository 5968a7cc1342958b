//! New identifiers: random, and ordered by the time they were made, so that rows made together lie together.

use admit_domain::id::OrderId;
use uuid::Uuid;

/// 128 bits that nobody has had before.
pub fn mint() -> u128 {
    Uuid::now_v7().as_u128()
}

pub fn mint_order() -> OrderId {
    OrderId::minted_from(mint())
}
