//! Turns what a batch changed in memory into the rows to be written, each in its final state.

use std::collections::HashMap;

use admit_domain::hold::Hold;
use admit_domain::id::MailId;
use admit_domain::inventory::journal::Entry;
use admit_domain::inventory::state::{Inventory, Log, Owner, Undo};
use admit_domain::order::{Order, OrderStatus};
use admit_domain::unit::Unit;

use crate::ids::mint;
use crate::ports::inventory::{Claim, Notice, Writes};
use crate::ports::mails::OrderMail;

/// The rows that differ between the state before `log` and `after`.
pub(super) fn writes(after: &Inventory, log: &Log, entry: Entry) -> Writes {
    let mut writes = Writes::of(entry);
    write_claims(&mut writes, after, &log.touched);
    write_records(&mut writes, after, &log.undo);
    if log.undo.iter().any(|step| matches!(step, Undo::Terms(_))) {
        writes.terms = Some((**after.terms()).clone());
    }
    writes
}

fn write_claims(writes: &mut Writes, after: &Inventory, touched: &[(Unit, Owner)]) {
    let mut first: HashMap<Unit, Owner> = HashMap::with_capacity(touched.len());
    let mut units = Vec::with_capacity(touched.len());
    for (unit, before) in touched {
        first.entry(*unit).or_insert_with(|| {
            units.push(*unit);
            *before
        });
    }
    for unit in units {
        let before = first[&unit];
        match (claim(before), claim(after.owner(unit))) {
            (None, Some(claim)) => writes.claimed.push((unit, claim)),
            (Some(_), None) => writes.unclaimed.push(unit),
            (Some(was), Some(is)) if was != is => writes.reclaimed.push((unit, is)),
            _ => {}
        }
    }
}

fn claim(owner: Owner) -> Option<Claim> {
    match owner {
        Owner::Nobody => None,
        Owner::Held(hold) => Some(Claim::Held(hold)),
        Owner::Sold(hold) => Some(Claim::Sold(hold)),
        Owner::Blocked => Some(Claim::Blocked),
    }
}

fn write_records(writes: &mut Writes, after: &Inventory, undo: &[Undo]) {
    let mut holds: HashMap<_, Option<&Hold>> = HashMap::new();
    let mut orders: HashMap<_, Option<&Order>> = HashMap::new();
    let (mut hold_ids, mut order_ids) = (Vec::new(), Vec::new());
    for step in undo {
        match step {
            Undo::Hold(id, before) => {
                holds.entry(*id).or_insert_with(|| {
                    hold_ids.push(*id);
                    before.as_deref()
                });
            }
            Undo::Order(id, before) => {
                orders.entry(*id).or_insert_with(|| {
                    order_ids.push(*id);
                    before.as_deref()
                });
            }
            Undo::Terms(_) | Undo::Owner(..) => {}
        }
    }
    for id in hold_ids {
        let Some(hold) = after.hold(id) else { continue };
        if holds[&id].is_some_and(|before| before.buyer != hold.buyer) {
            writes.adopted.push(id);
        }
        let rows = if holds[&id].is_some() { &mut writes.changed_holds } else { &mut writes.new_holds };
        rows.push(hold.clone());
    }
    for id in order_ids {
        let Some(order) = after.order(id) else { continue };
        write_order(writes, orders[&id], order);
    }
}

fn write_order(writes: &mut Writes, before: Option<&Order>, order: &Order) {
    if let Some(kind) = news(before, order) {
        writes.notices.push(Notice { id: MailId::from_u128(mint()), kind, order: order.id });
    }
    let had_tickets = before.is_some_and(|before| matches!(before.status, OrderStatus::Paid | OrderStatus::Cancelled));
    match order.status {
        OrderStatus::Paid if !had_tickets => writes.ticketed.push(order.id),
        OrderStatus::Cancelled => {
            if !had_tickets {
                writes.ticketed.push(order.id);
            }
            if before.is_none_or(|before| before.status != OrderStatus::Cancelled) {
                writes.voided.push(order.id);
            }
        }
        _ => {}
    }
    if owes_anew(before, order) {
        writes.refunded.push(order.id);
    }
    let rows = if before.is_some() { &mut writes.changed_orders } else { &mut writes.new_orders };
    rows.push(order.clone());
}

/// What of the order's course its buyer is told by mail.
fn news(before: Option<&Order>, order: &Order) -> Option<OrderMail> {
    let was = before.map(|before| before.status);
    match order.status {
        OrderStatus::Paid if was != Some(OrderStatus::Paid) => Some(OrderMail::Confirmed),
        OrderStatus::Cancelled if was != Some(OrderStatus::Cancelled) => Some(OrderMail::Cancelled),
        OrderStatus::Expired | OrderStatus::Declined => owes_anew(before, order).then_some(OrderMail::PaidTooLate),
        OrderStatus::Paid | OrderStatus::Cancelled | OrderStatus::Pending => None,
    }
}

/// Whether there is money to be paid back that wasn't before.
fn owes_anew(before: Option<&Order>, order: &Order) -> bool {
    order.owes_refund() && before.is_none_or(|before| before.refund.is_none())
}

#[cfg(test)]
mod tests {
    use admit_domain::hold::{AddressHash, Buyer};
    use admit_domain::id::{AccountId, OrderId, PaymentId};
    use admit_domain::inventory::journal::{BatchId, Version};
    use admit_domain::order::{Refund, RefundReason};
    use admit_domain::time::Timestamp;

    use super::*;

    fn pending(total: i64) -> Order {
        let at = Timestamp::from_millis(0);
        Order {
            id: OrderId::from_u128(1 << 16),
            hold: admit_domain::id::HoldId::from_u128(2),
            buyer: Buyer { account: AccountId::from_u128(3), address: AddressHash([0; 16]) },
            payment: PaymentId::from_u128(4),
            total,
            ticket_count: 1,
            status: OrderStatus::Pending,
            created_at: at,
            pay_by: at,
            next_action: None,
            settled_at: None,
            decline: None,
            refund: None,
            key: None,
            cancel_key: None,
        }
    }

    #[test]
    fn a_refund_of_nothing_is_neither_owed_nor_told() {
        for (total, told) in [(0, 0), (100, 1)] {
            let (at, before) = (Timestamp::from_millis(9), pending(total));
            let refund = Refund { amount: total, reason: RefundReason::PaidTooLate, at };
            let after = Order { status: OrderStatus::Expired, refund: Some(refund), ..before.clone() };
            let entry = Entry { version: Version::START, at, batch: BatchId(1), changes: Vec::new() };
            let mut writes = Writes::of(entry);
            write_order(&mut writes, Some(&before), &after);
            assert_eq!((writes.refunded.len(), writes.notices.len()), (told, told), "of {total}");
            assert_eq!(writes.changed_orders, [after]);
        }
    }
}
