//! From hold to ticket and back: what a decline gives back, how often may be tried, and what a cancellation pays back.

use std::time::Duration;

use admit_domain::hold::{ATTEMPTS_MAX, HoldStatus};
use admit_domain::inventory::Decision;
use admit_domain::inventory::audit::check_records;
use admit_domain::inventory::command::{CancelledBy, Choice, Command};
use admit_domain::inventory::journal::Change;
use admit_domain::inventory::refusal::Refusal;
use admit_domain::inventory::state::Owner;
use admit_domain::order::{DeclineReason, NextAction, OrderStatus, RefundReason};
use admit_domain::terms::{FeeRefund, HOLD_TTL, PAYMENT_TTL, SalePhase};
use admit_domain::unit::Unit;

use crate::support::{Part, Sale, buyer, drawn, seats};

const SECOND: Duration = Duration::from_secs(1);

fn sale() -> Sale {
    Sale::new(&drawn(&[Part::Rows(&["AAAABBBB"])]))
}

#[test]
fn a_checkout_stops_the_clock_of_the_hold_and_starts_its_own() {
    let mut sale = sale();
    let hold = sale.hold(1, seats(&[0, 4]));
    sale.wait(HOLD_TTL - SECOND);
    let order = sale.begin(1, hold);
    assert_eq!(sale.the_order(order).pay_by, sale.now + PAYMENT_TTL);
    assert_eq!(sale.the_order(order).total, 1001 + 2002);
    assert_eq!(sale.state.next_due(), None);
    sale.wait(HOLD_TTL * 10);
    sale.run(&Command::Expire).expect("nothing ends");
    assert_eq!(sale.the_hold(hold).status, HoldStatus::InCheckout(order));
    sale.confirm(order);
    assert_eq!(sale.the_hold(hold).status, HoldStatus::Completed(order));
    assert_eq!(sale.state.owner(Unit(4)), Owner::Sold(hold));
    assert_eq!(check_records(sale.state.hall(), &sale.records()), []);
}

#[test]
fn prices_stay_what_they_were_when_the_hold_was_made() {
    let mut sale = sale();
    let hold = sale.hold(1, seats(&[0]));
    sale.configure(|terms| terms.tiers[0].price = 9999);
    let order = sale.begin(1, hold);
    assert_eq!(sale.the_order(order).total, 1001);
}

#[test]
fn a_decline_gives_the_rest_of_the_time_back() {
    let mut sale = sale();
    let hold = sale.hold(1, seats(&[0]));
    sale.wait(HOLD_TTL - SECOND * 90);
    let order = sale.begin(1, hold);
    sale.wait(SECOND * 300);
    sale.decline(order);
    assert_eq!(sale.the_order(order).status, OrderStatus::Declined);
    assert_eq!(sale.the_hold(hold).status, HoldStatus::Open);
    assert_eq!(sale.the_hold(hold).expires_at, sale.now + SECOND * 90);
    assert!(!sale.the_hold(hold).raised);
    assert_eq!(check_records(sale.state.hall(), &sale.records()), []);
}

#[test]
fn a_decline_raises_what_is_left_to_a_minute_but_only_once() {
    let mut sale = sale();
    let hold = sale.hold(1, seats(&[0]));
    sale.wait(HOLD_TTL - SECOND * 5);
    let order = sale.begin(1, hold);
    sale.decline(order);
    assert_eq!(sale.the_hold(hold).expires_at, sale.now + SECOND * 60);
    sale.wait(SECOND * 20);
    let order = sale.begin(1, hold);
    sale.wait(SECOND * 100);
    sale.decline(order);
    assert_eq!(sale.the_hold(hold).expires_at, sale.now + SECOND * 40);
    sale.wait(SECOND * 40);
    sale.run(&Command::Expire).expect("ended");
    assert_eq!(sale.the_hold(hold).status, HoldStatus::Expired);
}

#[test]
fn an_attempt_that_nobody_was_told_of_gives_the_rest_of_the_time_back() {
    for (waited, left) in [(HOLD_TTL - SECOND * 90, 90), (HOLD_TTL - SECOND * 5, 60)] {
        let mut sale = sale();
        let hold = sale.hold(1, seats(&[0]));
        sale.wait(waited);
        let order = sale.begin(1, hold);
        sale.wait(PAYMENT_TTL);
        sale.run(&Command::Decline { order, reason: DeclineReason::TimedOut }).expect("declined");
        let failed = sale.the_order(order);
        assert_eq!((failed.status, failed.decline), (OrderStatus::Declined, Some(DeclineReason::TimedOut)));
        let kept = sale.the_hold(hold);
        assert_eq!((kept.status, kept.expires_at), (HoldStatus::Open, sale.now + SECOND * left));
        assert_eq!(check_records(sale.state.hall(), &sale.records()), []);
        let order = sale.begin(1, hold);
        sale.configure(|terms| terms.phase = SalePhase::Cancelled);
        sale.run(&Command::Decline { order, reason: DeclineReason::TimedOut }).expect("declined");
        assert_eq!(sale.the_order(order).status, OrderStatus::Expired);
        assert_eq!(sale.the_hold(hold).status, HoldStatus::Expired);
    }
}

#[test]
fn a_payment_that_timed_out_or_a_cancelled_event_ends_the_hold() {
    let mut sale = sale();
    let hold = sale.hold(1, seats(&[0]));
    let order = sale.begin(1, hold);
    sale.run(&Command::Await { order, next_action: NextAction::Wait }).expect("told");
    let mut cancelled = sale.clone();
    sale.run(&Command::Decline { order, reason: DeclineReason::TimedOut }).expect("declined");
    assert_eq!(sale.the_order(order).status, OrderStatus::Expired);
    assert_eq!(sale.the_hold(hold).status, HoldStatus::Expired);
    assert!(sale.state.is_free(Unit(0)));
    cancelled.configure(|terms| terms.phase = SalePhase::Cancelled);
    cancelled.decline(order);
    assert_eq!(cancelled.the_order(order).status, OrderStatus::Declined);
    assert_eq!(cancelled.the_hold(hold).status, HoldStatus::Expired);
    assert_eq!(check_records(cancelled.state.hall(), &cancelled.records()), []);
}

#[test]
fn a_hold_may_be_tried_to_be_paid_five_times() {
    let mut sale = sale();
    let hold = sale.hold(1, seats(&[0]));
    for _ in 0..ATTEMPTS_MAX {
        let order = sale.begin(1, hold);
        sale.decline(order);
    }
    assert_eq!(sale.try_begin(1, hold, None), Err(Refusal::TooManyAttempts));
    assert_eq!(check_records(sale.state.hall(), &sale.records()), []);
}

#[test]
fn a_paused_or_closed_sale_still_takes_payment_for_what_is_held() {
    let mut sale = sale();
    sale.configure(|terms| terms.hold_ttl = Duration::from_secs(86_400));
    let holds = [sale.hold(1, seats(&[0])), sale.hold(1, seats(&[1]))];
    sale.configure(|terms| terms.phase = SalePhase::Paused);
    let order = sale.begin(1, holds[0]);
    assert!(matches!(sale.confirm(order), Decision::Change(Change::Paid { .. })));
    let order = sale.begin(1, holds[1]);
    sale.configure(|terms| terms.closes_at = terms.opens_at + Duration::from_millis(1));
    assert!(matches!(sale.confirm(order), Decision::Change(Change::Paid { .. })));
}

#[test]
fn what_a_buyer_is_told_is_told_once() {
    let mut sale = sale();
    let hold = sale.hold(1, seats(&[0]));
    let order = sale.begin(1, hold);
    let tell = |next_action| Command::Await { order, next_action };
    sale.run(&tell(NextAction::Wait)).expect("told");
    let page = NextAction::Redirect { url: "https://pay.example".into(), expires_at: sale.now };
    assert_eq!(sale.run(&tell(page)), Ok(Decision::Already));
    assert_eq!(sale.the_order(order).next_action, Some(NextAction::Wait));
}

fn cancel(sale: &mut Sale, order: admit_domain::id::OrderId, by: CancelledBy) -> Result<Decision, Refusal> {
    sale.run(&Command::Cancel { order, by, key: None })
}

#[test]
fn a_buyer_may_cancel_until_the_policy_says_and_gets_back_what_it_says() {
    let by = CancelledBy::Buyer(buyer(1).account);
    for (fees, amount) in [(FeeRefund::Kept, 3000), (FeeRefund::Returned, 3003)] {
        let mut sale = sale();
        let order = sale.buy(1, seats(&[0, 4]));
        let until = sale.now + SECOND * 10;
        sale.configure(|terms| (terms.refunds.until, terms.refunds.fees) = (Some(until), fees));
        let mut late = sale.clone();
        late.now = until;
        assert_eq!(cancel(&mut late, order, by), Err(Refusal::NotCancellable));
        sale.wait(SECOND * 9);
        cancel(&mut sale, order, by).expect("cancelled");
        let refund = sale.the_order(order).refund.expect("a refund");
        assert_eq!((refund.amount, refund.reason, refund.at), (amount, RefundReason::BuyerCancelled, sale.now));
        assert_eq!(sale.the_order(order).status, OrderStatus::Cancelled);
        assert!(sale.state.is_free(Unit(0)) && sale.state.is_free(Unit(4)));
        assert_eq!(check_records(sale.state.hall(), &sale.records()), []);
        assert_eq!(cancel(&mut sale, order, by), Err(Refusal::NotCancellable));
    }
}

#[test]
fn an_organizer_cancels_at_any_time_and_pays_everything_back_once() {
    let mut sale = sale();
    let order = sale.buy(1, seats(&[0, 4]));
    sale.configure(|terms| terms.phase = SalePhase::Cancelled);
    cancel(&mut sale, order, CancelledBy::Organizer).expect("cancelled");
    let refund = sale.the_order(order).refund.expect("a refund");
    assert_eq!((refund.amount, refund.reason), (3003, RefundReason::EventCancelled));
    assert_eq!(cancel(&mut sale, order, CancelledBy::Organizer), Ok(Decision::Already));
    assert_eq!(sale.confirm(order), Decision::Already);
    assert_eq!(check_records(sale.state.hall(), &sale.records()), []);
}

#[test]
fn a_buyer_who_cancels_an_order_of_a_cancelled_event_gets_back_what_everybody_does() {
    for until in [None, Some(1_000)] {
        let mut sale = sale();
        let order = sale.buy(1, seats(&[0, 4]));
        let until = until.map(|seconds| sale.now + SECOND * seconds);
        sale.configure(|terms| (terms.refunds.until, terms.refunds.fees) = (until, FeeRefund::Kept));
        sale.configure(|terms| terms.phase = SalePhase::Cancelled);
        assert_eq!(cancel(&mut sale, order, CancelledBy::Buyer(buyer(2).account)), Err(Refusal::NoSuchOrder));
        cancel(&mut sale, order, CancelledBy::Buyer(buyer(1).account)).expect("cancelled");
        let refund = sale.the_order(order).refund.expect("a refund");
        assert_eq!((refund.amount, refund.reason), (3003, RefundReason::EventCancelled));
        // The job that cancels all orders finds it done.
        assert_eq!(cancel(&mut sale, order, CancelledBy::Organizer), Ok(Decision::Already));
        assert_eq!(check_records(sale.state.hall(), &sale.records()), []);
    }
}

#[test]
fn nothing_is_paid_back_where_nothing_was_paid() {
    let mut sale = sale();
    sale.configure(|terms| (terms.tiers[0].price, terms.tiers[0].fee) = (0, 0));
    let order = sale.buy(1, seats(&[0]));
    cancel(&mut sale, order, CancelledBy::Organizer).expect("cancelled");
    assert_eq!(sale.the_order(order).refund, None);
    assert_eq!(check_records(sale.state.hall(), &sale.records()), []);
}

#[test]
fn seats_of_a_cancelled_order_can_be_sold_again() {
    let mut sale = sale();
    let first = sale.buy(1, seats(&[0]));
    cancel(&mut sale, first, CancelledBy::Organizer).expect("cancelled");
    let second = sale.buy(2, Choice::Seats(vec![Unit(0)]));
    assert_eq!(sale.state.owner(Unit(0)), Owner::Sold(sale.the_order(second).hold));
    assert_eq!(check_records(sale.state.hall(), &sale.records()), []);
}
