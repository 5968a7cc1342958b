//! Holds against orders: what is in checkout is being paid, what is completed is paid, and by one order only.

use crate::hold::{Hold, HoldStatus};
use crate::id::OrderId;
use crate::order::{Order, OrderStatus};

use super::records::{Index, Records};
use super::violation::Violation;

pub(super) fn check(records: &Records, index: &Index<'_>, found: &mut Vec<Violation>) {
    for hold in &records.holds {
        let orders = index.orders_of.get(&hold.id).map_or(&[][..], Vec::as_slice);
        check_hold(hold, orders, index, found);
    }
    for order in &records.orders {
        match index.holds.get(&order.hold) {
            None => found.push(Violation::OrderWithoutHold { order: order.id, hold: order.hold }),
            Some(hold) => check_order(order, hold, found),
        }
    }
}

fn check_hold(hold: &Hold, orders: &[&Order], index: &Index<'_>, found: &mut Vec<Violation>) {
    let is = |id: OrderId, status| index.orders.get(&id).is_some_and(|o| o.hold == hold.id && o.status == status);
    match hold.status {
        HoldStatus::InCheckout(order) if !is(order, OrderStatus::Pending) => {
            found.push(Violation::CheckoutWithoutPendingOrder { hold: hold.id, order });
        }
        HoldStatus::Completed(order) if !is(order, OrderStatus::Paid) => {
            found.push(Violation::CompletedWithoutPaidOrder { hold: hold.id, order });
        }
        _ => {}
    }
    let live = |order: &&&Order| matches!(order.status, OrderStatus::Pending | OrderStatus::Paid);
    let mut live = orders.iter().filter(live).map(|order| order.id);
    if let (Some(first), Some(second)) = (live.next(), live.next()) {
        found.push(Violation::TwoLiveOrders { hold: hold.id, orders: [first, second] });
    }
    if usize::from(hold.attempts) != orders.len() {
        found.push(Violation::Attempts { hold: hold.id, attempts: hold.attempts, orders: orders.len() });
    }
    if hold.is_pending() == hold.ended_at.is_some() {
        found.push(Violation::HoldEnd { hold: hold.id });
    }
}

fn check_order(order: &Order, hold: &Hold, found: &mut Vec<Violation>) {
    let Order { id, total, .. } = *order;
    if order.buyer != hold.buyer {
        found.push(Violation::OrderOfAnotherBuyer { order: id, hold: hold.id });
    }
    if order.status == OrderStatus::Pending && hold.status != HoldStatus::InCheckout(id) {
        found.push(Violation::PendingOutsideCheckout { order: id, hold: hold.id });
    }
    if order.status == OrderStatus::Paid && hold.status != HoldStatus::Completed(id) {
        found.push(Violation::PaidButNotCompleted { order: id, hold: hold.id });
    }
    if total != hold.total() {
        found.push(Violation::OrderTotal { order: id, total, hold: hold.id, sum: hold.total() });
    }
    if usize::from(order.ticket_count) != hold.units.len() {
        found.push(Violation::TicketCount { order: id, count: order.ticket_count, units: hold.units.len() });
    }
    if order.is_pending() == order.settled_at.is_some() {
        found.push(Violation::OrderSettlement { order: id });
    }
}
