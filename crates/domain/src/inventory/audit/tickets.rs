//! Tickets against orders: a paid order has one valid ticket a unit, a cancelled one has them void, and no other has any.

use std::collections::HashMap;

use crate::hold::Hold;
use crate::id::TicketId;
use crate::order::{Order, OrderStatus};

use super::records::{Index, Records, TicketRow, TicketState};
use super::violation::Violation;

pub(super) fn check(records: &Records, index: &Index<'_>, found: &mut Vec<Violation>) {
    let mut tickets: HashMap<TicketId, &TicketRow> = HashMap::with_capacity(records.tickets.len());
    for ticket in &records.tickets {
        if tickets.insert(ticket.id, ticket).is_some() {
            found.push(Violation::DoubledTicket { ticket: ticket.id });
        }
    }
    for order in &records.orders {
        let state = match order.status {
            OrderStatus::Paid => TicketState::Valid,
            OrderStatus::Cancelled => TicketState::Void,
            OrderStatus::Pending | OrderStatus::Declined | OrderStatus::Expired => continue,
        };
        // An order without its hold is reported where orders are checked.
        let Some(hold) = index.holds.get(&order.hold) else { continue };
        check_order(order, hold, state, &mut tickets, found);
    }
    let mut surplus: Vec<&TicketRow> = tickets.into_values().collect();
    surplus.sort_unstable_by_key(|ticket| ticket.id);
    found.extend(surplus.iter().map(|ticket| Violation::SurplusTicket { ticket: ticket.id, order: ticket.order }));
}

/// Takes the order's tickets out of `tickets`.
fn check_order(
    order: &Order,
    hold: &Hold,
    state: TicketState,
    tickets: &mut HashMap<TicketId, &TicketRow>,
    found: &mut Vec<Violation>,
) {
    for (number, held) in (0..=u16::MAX - 1).zip(&hold.units) {
        let id = TicketId::of(order.id, number);
        let Some(ticket) = tickets.remove(&id) else {
            found.push(Violation::MissingTicket { ticket: id, order: order.id, unit: held.unit });
            continue;
        };
        if ticket.order != order.id {
            found.push(Violation::TicketOfAnotherOrder { ticket: id, order: ticket.order });
        }
        if ticket.unit != held.unit {
            found.push(Violation::TicketUnit { ticket: id, unit: ticket.unit, ordered: held.unit });
        }
        if ticket.account != order.buyer.account {
            found.push(Violation::TicketAccount { ticket: id, account: ticket.account, buyer: order.buyer.account });
        }
        if ticket.state != state {
            found.push(Violation::TicketState { ticket: id, state: ticket.state, order: order.id });
        }
    }
}
