//! Money against orders: one payment each that says what the order says, and whoever paid has tickets or a refund.

use std::collections::HashMap;

use crate::id::{PaymentId, RefundId};
use crate::money::Money;
use crate::order::{Order, OrderStatus};

use super::records::{Index, PaymentRow, PaymentState, Records, RefundRow};
use super::violation::Violation;

pub(super) fn check(records: &Records, index: &Index<'_>, found: &mut Vec<Violation>) {
    check_payments(records, found);
    check_refunds(records, found);
    for order in &records.orders {
        check_owed(order, index, found);
    }
}

fn check_payments(records: &Records, found: &mut Vec<Violation>) {
    let mut payments: HashMap<PaymentId, &PaymentRow> = HashMap::with_capacity(records.payments.len());
    for payment in &records.payments {
        if payments.insert(payment.id, payment).is_some() {
            found.push(Violation::DoubledPayment { payment: payment.id });
        }
    }
    for order in &records.orders {
        let Some(payment) = payments.remove(&order.payment) else {
            found.push(Violation::MissingPayment { payment: order.payment, order: order.id });
            continue;
        };
        let money = Money::new(order.total, records.terms.currency);
        if payment.order != order.id {
            found.push(Violation::PaymentOfAnotherOrder { payment: payment.id, order: payment.order });
        }
        if payment.money != money {
            found.push(Violation::PaymentAmount { payment: payment.id, paid: payment.money, order: order.id, money });
        }
        if payment.state != expected_state(order) {
            found.push(Violation::PaymentState { payment: payment.id, state: payment.state, order: order.id });
        }
    }
    let mut surplus: Vec<&PaymentRow> = payments.into_values().collect();
    surplus.sort_unstable_by_key(|payment| payment.id);
    found.extend(surplus.iter().map(|row| Violation::SurplusPayment { payment: row.id, order: row.order }));
}

fn expected_state(order: &Order) -> PaymentState {
    match order.status {
        OrderStatus::Pending => PaymentState::Pending,
        _ if order.was_charged() => PaymentState::Charged,
        _ => PaymentState::Failed,
    }
}

fn check_refunds(records: &Records, found: &mut Vec<Violation>) {
    let mut refunds: HashMap<RefundId, &RefundRow> = HashMap::with_capacity(records.refunds.len());
    for refund in &records.refunds {
        if refunds.insert(refund.id, refund).is_some() {
            found.push(Violation::DoubledRefund { refund: refund.id });
        }
    }
    for order in &records.orders {
        let Some(owed) = order.refund else { continue };
        // A refund's id is its payment's, so that there can't be two.
        let id = RefundId::from_u128(order.payment.as_u128());
        let Some(refund) = refunds.remove(&id) else {
            // Nothing needs to be sent back for a free order.
            if owed.amount != 0 {
                found.push(Violation::MissingRefund { refund: id, order: order.id });
            }
            continue;
        };
        let money = Money::new(owed.amount, records.terms.currency);
        if refund.order != order.id || refund.payment != order.payment {
            found.push(Violation::RefundOfAnother { refund: id, order: refund.order, payment: refund.payment });
        }
        if refund.money != money || owed.amount > order.total || owed.amount < 0 {
            found.push(Violation::RefundAmount { refund: id, paid_back: refund.money, order: order.id, money });
        }
        if refund.reason != owed.reason {
            found.push(Violation::RefundReason { refund: id, order: order.id });
        }
    }
    let mut surplus: Vec<&RefundRow> = refunds.into_values().collect();
    surplus.sort_unstable_by_key(|refund| refund.id);
    found.extend(surplus.iter().map(|row| Violation::SurplusRefund { refund: row.id, order: row.order }));
}

/// A cancelled order without a refund was either free, or its fees were all that it cost and are kept.
fn check_owed(order: &Order, index: &Index<'_>, found: &mut Vec<Violation>) {
    let tickets_total = index.holds.get(&order.hold).map_or(order.total, |hold| hold.tickets_total());
    match (order.status, order.refund) {
        (OrderStatus::Cancelled, None) if tickets_total > 0 => {
            found.push(Violation::ChargedForNothing { order: order.id });
        }
        (OrderStatus::Pending | OrderStatus::Paid, Some(_)) => {
            found.push(Violation::RefundedButLive { order: order.id });
        }
        _ => {}
    }
}
