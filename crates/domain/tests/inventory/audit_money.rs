//! The audit sees every ticket, payment and refund that contradicts its order.

use admit_domain::id::{OrderId, PaymentId, RefundId, TicketId};
use admit_domain::inventory::audit::{PaymentRow, PaymentState, Records, RefundRow, TicketRow, TicketState, Violation};
use admit_domain::money::Money;
use admit_domain::order::{OrderStatus, RefundReason};
use admit_domain::unit::Unit;

use crate::audit_memory_and_rows::{finds, scene};
use crate::support::buyer;

fn ticket_of(records: &mut Records, id: TicketId) -> &mut TicketRow {
    records.tickets.iter_mut().find(|ticket| ticket.id == id).expect("a ticket")
}

fn payment_of(records: &mut Records, order: OrderId) -> &mut PaymentRow {
    records.payments.iter_mut().find(|payment| payment.order == order).expect("a payment")
}

fn refund_of(records: &mut Records, order: OrderId) -> &mut RefundRow {
    records.refunds.iter_mut().find(|refund| refund.order == order).expect("a refund")
}

fn euro(amount: i64) -> Money {
    Money::new(amount, "EUR".parse().expect("a currency"))
}

#[test]
fn tickets_that_contradict_their_order_are_found() {
    let scene = scene();
    let order = scene.paid;
    let ticket = TicketId::of(order, 1);
    let unit = Unit(3);
    finds(
        &scene,
        |records| records.tickets.retain(|row| row.id != ticket),
        &[Violation::MissingTicket { ticket, order, unit }],
    );
    finds(
        &scene,
        |records| ticket_of(records, ticket).unit = Unit(2),
        &[Violation::TicketUnit { ticket, unit: Unit(2), ordered: unit }],
    );
    finds(
        &scene,
        |records| ticket_of(records, ticket).account = buyer(9).account,
        &[Violation::TicketAccount { ticket, account: buyer(9).account, buyer: buyer(3).account }],
    );
    finds(
        &scene,
        |records| ticket_of(records, ticket).state = TicketState::Void,
        &[Violation::TicketState { ticket, state: TicketState::Void, order }],
    );
    finds(
        &scene,
        |records| ticket_of(records, ticket).order = scene.pending,
        &[Violation::TicketOfAnotherOrder { ticket, order: scene.pending }],
    );
    let void = TicketId::of(scene.cancelled, 0);
    finds(
        &scene,
        |records| ticket_of(records, void).state = TicketState::Valid,
        &[Violation::TicketState { ticket: void, state: TicketState::Valid, order: scene.cancelled }],
    );
    let doubled = |records: &mut Records| {
        let row = *ticket_of(records, ticket);
        records.tickets.push(row);
    };
    finds(&scene, doubled, &[Violation::DoubledTicket { ticket }]);
    for (of, number) in [(scene.paid, 2), (scene.pending, 0), (scene.declined, 0), (OrderId::minted_from(1 << 90), 0)] {
        let surplus = TicketId::of(of, number);
        let (account, state) = (buyer(3).account, TicketState::Valid);
        let row = TicketRow { id: surplus, order: of, account, unit: Unit(9), state };
        let expected = Violation::SurplusTicket { ticket: surplus, order: of };
        finds(&scene, |records| records.tickets.push(row), &[expected]);
    }
}

#[test]
fn payments_that_contradict_their_order_are_found() {
    let scene = scene();
    let order = scene.paid;
    let payment = scene.sale.the_order(order).payment;
    finds(
        &scene,
        |records| records.payments.retain(|row| row.order != order),
        &[Violation::MissingPayment { payment, order }],
    );
    for paid in [euro(2001), Money::new(2002, "USD".parse().expect("a currency"))] {
        let expected = Violation::PaymentAmount { payment, paid, order, money: euro(2002) };
        finds(&scene, |records| payment_of(records, order).money = paid, &[expected]);
    }
    finds(
        &scene,
        |records| payment_of(records, order).order = scene.pending,
        &[Violation::PaymentOfAnotherOrder { payment, order: scene.pending }],
    );
    let states = [
        (scene.paid, PaymentState::Pending),
        (scene.paid, PaymentState::Failed),
        (scene.cancelled, PaymentState::Failed),
        (scene.pending, PaymentState::Charged),
        (scene.declined, PaymentState::Charged),
        (scene.declined, PaymentState::Pending),
    ];
    for (order, state) in states {
        let payment = scene.sale.the_order(order).payment;
        let expected = Violation::PaymentState { payment, state, order };
        finds(&scene, |records| payment_of(records, order).state = state, &[expected]);
    }
    let surplus = PaymentId::from_u128(5);
    let row = PaymentRow { id: surplus, order, money: euro(1), state: PaymentState::Charged };
    finds(&scene, |records| records.payments.push(row), &[Violation::SurplusPayment { payment: surplus, order }]);
    let doubled = |records: &mut Records| {
        let row = *payment_of(records, order);
        records.payments.push(row);
    };
    finds(&scene, doubled, &[Violation::DoubledPayment { payment }]);
}

#[test]
fn refunds_that_contradict_their_order_are_found() {
    let scene = scene();
    let order = scene.cancelled;
    let payment = scene.sale.the_order(order).payment;
    let refund = RefundId::from_u128(payment.as_u128());
    finds(&scene, |records| records.refunds.clear(), &[Violation::MissingRefund { refund, order }]);
    finds(
        &scene,
        |records| refund_of(records, order).money = euro(1002),
        &[Violation::RefundAmount { refund, paid_back: euro(1002), order, money: euro(1001) }],
    );
    finds(
        &scene,
        |records| refund_of(records, order).reason = RefundReason::PaidTooLate,
        &[Violation::RefundReason { refund, order }],
    );
    finds(
        &scene,
        |records| refund_of(records, order).order = scene.paid,
        &[Violation::RefundOfAnother { refund, order: scene.paid, payment }],
    );
    let doubled = |records: &mut Records| {
        let row = *refund_of(records, order);
        records.refunds.push(row);
    };
    finds(&scene, doubled, &[Violation::DoubledRefund { refund }]);
    let row = *refund_of(&mut scene.sale.records(), order);
    let surplus = RefundRow { id: RefundId::from_u128(5), order: scene.paid, ..row };
    let expected = Violation::SurplusRefund { refund: surplus.id, order: scene.paid };
    finds(&scene, |records| records.refunds.push(surplus), &[expected]);
}

#[test]
fn whoever_paid_has_tickets_or_a_refund() {
    let scene = scene();
    let order = scene.cancelled;
    let harm = |records: &mut Records| {
        records.orders.iter_mut().filter(|row| row.id == order).for_each(|row| row.refund = None);
        records.refunds.clear();
    };
    finds(&scene, harm, &[Violation::ChargedForNothing { order }]);
    let refund = scene.sale.the_order(order).refund;
    let live = |records: &mut Records| {
        let paid = records.orders.iter_mut().find(|row| row.status == OrderStatus::Paid).expect("a paid order");
        paid.refund = refund;
        let row = RefundRow {
            id: RefundId::from_u128(paid.payment.as_u128()),
            order: paid.id,
            payment: paid.payment,
            money: euro(1001),
            reason: RefundReason::EventCancelled,
        };
        records.refunds.push(row);
    };
    finds(&scene, live, &[Violation::RefundedButLive { order: scene.paid }]);
}
