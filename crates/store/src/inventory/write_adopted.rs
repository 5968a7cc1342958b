//! The rows of holds that a batch gave to another buyer. Nothing else ever changes whose they are, so these have statements of
//! their own, after those that write what else became of the same rows.

use std::collections::HashSet;

use admit_app::ports::inventory::Writes;
use admit_domain::hold::Hold;
use admit_domain::id::{EventId, HoldId, TicketId};
use admit_domain::order::{Order, OrderStatus};

use crate::db::{Column, RowsSql, RowsWrite};

const ADOPT_HOLDS: RowsSql = RowsSql {
    sqlite: "UPDATE holds SET account_id = $1, address_hash = $2, request_key = NULL, request_body = NULL
             WHERE event_id = $3 AND id = $4",
    postgres: "UPDATE holds SET account_id = n.account_id, address_hash = n.address_hash, request_key = NULL, request_body = NULL
               FROM UNNEST($1::BYTEA[], $2::BYTEA[], $3::BYTEA[], $4::BYTEA[]) AS n (account_id, address_hash, event_id, id)
               WHERE holds.event_id = n.event_id AND holds.id = n.id",
};
const ADOPT_ORDERS: RowsSql = RowsSql {
    sqlite: "UPDATE orders SET account_id = $1, address_hash = $2, request_key = NULL, request_body = NULL WHERE id = $3",
    postgres: "UPDATE orders SET account_id = n.account_id, address_hash = n.address_hash, request_key = NULL, request_body = NULL
               FROM UNNEST($1::BYTEA[], $2::BYTEA[], $3::BYTEA[]) AS n (account_id, address_hash, id)
               WHERE orders.id = n.id",
};
const ADOPT_TICKETS: RowsSql = RowsSql {
    sqlite: "UPDATE tickets SET account_id = $1 WHERE id = $2",
    postgres: "UPDATE tickets SET account_id = n.account_id
               FROM UNNEST($1::BYTEA[], $2::BYTEA[]) AS n (account_id, id)
               WHERE tickets.id = n.id",
};

/// In the order in which they are written.
pub(super) fn adopted_writes(event: EventId, writes: &Writes) -> Vec<RowsWrite> {
    let adopted: HashSet<HoldId> = writes.adopted.iter().copied().collect();
    if adopted.is_empty() {
        return Vec::new();
    }
    let holds: Vec<&Hold> = writes.changed_holds.iter().filter(|hold| adopted.contains(&hold.id)).collect();
    let orders = writes.changed_orders.iter().filter(|order| adopted.contains(&order.hold));
    let orders: Vec<&Order> = orders.collect();
    let ticketed = orders.iter().filter(|order| matches!(order.status, OrderStatus::Paid | OrderStatus::Cancelled));
    let tickets = || ticketed.clone().flat_map(|order| (0..order.ticket_count).map(|index| (*order, index)));
    vec![
        RowsWrite::new(
            &ADOPT_HOLDS,
            vec![
                Column::Id(holds.iter().map(|hold| hold.buyer.account.to_bytes()).collect()),
                Column::Id(holds.iter().map(|hold| hold.buyer.address.0).collect()),
                Column::Id(vec![event.to_bytes(); holds.len()]),
                Column::Id(holds.iter().map(|hold| hold.id.to_bytes()).collect()),
            ],
        ),
        RowsWrite::new(
            &ADOPT_ORDERS,
            vec![
                Column::Id(orders.iter().map(|order| order.buyer.account.to_bytes()).collect()),
                Column::Id(orders.iter().map(|order| order.buyer.address.0).collect()),
                Column::Id(orders.iter().map(|order| order.id.to_bytes()).collect()),
            ],
        ),
        RowsWrite::new(
            &ADOPT_TICKETS,
            vec![
                Column::Id(tickets().map(|(order, _)| order.buyer.account.to_bytes()).collect()),
                Column::Id(tickets().map(|(order, index)| TicketId::of(order.id, index).to_bytes()).collect()),
            ],
        ),
    ]
}
