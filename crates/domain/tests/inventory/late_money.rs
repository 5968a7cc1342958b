//! Money that arrives after its order failed: it gets the same units if they can still be had, else it goes back.

use std::time::Duration;

use admit_domain::hold::HoldStatus;
use admit_domain::id::{HoldId, OrderId};
use admit_domain::inventory::Decision;
use admit_domain::inventory::audit::check_records;
use admit_domain::inventory::command::{CancelledBy, Command};
use admit_domain::inventory::journal::Change;
use admit_domain::inventory::state::Owner;
use admit_domain::order::{DeclineReason, NextAction, OrderStatus, RefundReason};
use admit_domain::terms::{Limits, SalePhase};
use admit_domain::unit::{Unit, UnitRange};

use crate::support::{Part, Sale, drawn, seats};

/// Seats 0 and 1 of buyer 1's timed-out order are free again.
fn timed_out() -> (Sale, HoldId, OrderId) {
    let mut sale = Sale::new(&drawn(&[Part::Rows(&["AAAA"])]));
    let hold = sale.hold(1, seats(&[0, 1]));
    let order = sale.begin(1, hold);
    sale.run(&Command::Await { order, next_action: NextAction::Wait }).expect("told");
    sale.wait(Duration::from_secs(1000));
    sale.run(&Command::Decline { order, reason: DeclineReason::TimedOut }).expect("declined");
    (sale, hold, order)
}

#[track_caller]
fn taken(mut sale: Sale, order: OrderId) {
    assert_eq!(sale.confirm(order), Decision::Change(Change::Paid { order }));
    let hold = sale.the_order(order).hold;
    assert_eq!(sale.the_order(order).status, OrderStatus::Paid);
    assert_eq!(sale.the_order(order).decline, None);
    assert_eq!(sale.the_hold(hold).status, HoldStatus::Completed(order));
    assert_eq!(sale.state.owner(Unit(1)), Owner::Sold(hold));
    settled(sale, order);
}

#[track_caller]
fn sent_back(mut sale: Sale, order: OrderId) {
    assert!(matches!(sale.confirm(order), Decision::Change(Change::RefusedMoney { .. })));
    let refund = sale.the_order(order).refund.expect("a refund");
    assert_eq!((refund.amount, refund.reason, refund.at), (2002, RefundReason::PaidTooLate, sale.now));
    settled(sale, order);
}

#[track_caller]
fn settled(mut sale: Sale, order: OrderId) {
    assert_eq!(sale.confirm(order), Decision::Already, "the same money twice");
    assert_eq!(check_records(sale.state.hall(), &sale.records()), []);
}

#[test]
fn late_money_takes_units_that_are_still_free() {
    let (sale, _, order) = timed_out();
    taken(sale, order);
}

#[test]
fn late_money_takes_the_hold_that_a_decline_left_open() {
    let mut sale = Sale::new(&drawn(&[Part::Rows(&["AAAA"])]));
    let hold = sale.hold(1, seats(&[0, 1]));
    let order = sale.begin(1, hold);
    sale.decline(order);
    // Its own two units are counted already.
    sale.configure(|terms| {
        terms.limits = Limits { tickets_per_order_max: 2, tickets_per_buyer_max: 2, open_holds_max: 1 }
    });
    taken(sale, order);
}

#[test]
fn late_money_goes_back_where_one_of_the_units_has_gone() {
    let (mut held, _, order) = timed_out();
    held.hold(2, seats(&[1]));
    sent_back(held, order);
    let (mut sold, _, order) = timed_out();
    sold.buy(2, seats(&[1]));
    sent_back(sold, order);
    let (mut blocked, _, order) = timed_out();
    blocked.run(&Command::Block(vec![UnitRange::new(1, 1)])).expect("blocked");
    sent_back(blocked, order);
}

#[test]
fn late_money_goes_back_where_the_event_sells_nothing_any_more() {
    for phase in [SalePhase::Paused, SalePhase::Cancelled] {
        let (mut sale, _, order) = timed_out();
        sale.configure(|terms| terms.phase = phase);
        sent_back(sale, order);
    }
    let (mut sale, _, order) = timed_out();
    sale.now = sale.state.terms().closes_at;
    sent_back(sale, order);
}

#[test]
fn late_money_goes_back_where_the_buyer_would_have_too_much() {
    let (mut sale, _, order) = timed_out();
    sale.configure(|terms| terms.limits.tickets_per_buyer_max = 3);
    taken(sale.clone(), order);
    sale.hold(1, seats(&[2, 3]));
    sent_back(sale, order);
}

#[test]
fn late_money_goes_back_while_another_attempt_is_under_way_or_was_paid() {
    let mut sale = Sale::new(&drawn(&[Part::Rows(&["AAAA"])]));
    let hold = sale.hold(1, seats(&[0, 1]));
    let first = sale.begin(1, hold);
    sale.decline(first);
    let second = sale.begin(1, hold);
    sent_back(sale.clone(), first);
    sale.confirm(second);
    sent_back(sale.clone(), first);
    sale.run(&Command::Cancel { order: second, by: CancelledBy::Organizer, key: None }).expect("cancelled");
    taken(sale, first);
}

#[test]
fn money_for_a_cancelled_event_goes_back_and_frees_the_units() {
    let mut sale = Sale::new(&drawn(&[Part::Rows(&["AAAA"])]));
    let hold = sale.hold(1, seats(&[0, 1]));
    let order = sale.begin(1, hold);
    sale.configure(|terms| terms.phase = SalePhase::Cancelled);
    sent_back(sale.clone(), order);
    sale.confirm(order);
    assert_eq!(sale.the_order(order).status, OrderStatus::Expired);
    assert_eq!(sale.the_hold(hold).status, HoldStatus::Expired);
    assert!(sale.state.is_free(Unit(0)));
}
