//! Refusals, a test row for each, in order of precedence: every row's state fulfils the conditions of that refusal and, where
//! they don't exclude one another, of all that come later; the next row cures one of them.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use admit_domain::hall::Hall;
use admit_domain::hold::RequestKey;
use admit_domain::id::{HoldId, OrderId, PaymentId};
use admit_domain::inventory::Decision;
use admit_domain::inventory::command::{BestAvailable, CancelledBy, Choice, Command, Together};
use admit_domain::inventory::refusal::{Limit, Refusal};
use admit_domain::order::{DeclineReason, NextAction};
use admit_domain::terms::{BadTerms, Limits, OrphanRule, SalePhase, Terms, TierIndex};
use admit_domain::unit::{Unit, UnitRange};

use crate::support::{Part, Sale, buyer, drawn, key, probe_terms, seats};

const NOBODY: HoldId = HoldId::from_u128(u128::MAX);
const NO_ORDER: OrderId = OrderId::from_u128(u128::MAX << 16);

/// Eight seats, four places, four places that aren't for sale.
fn sale(edit: impl FnOnce(&mut Terms)) -> Sale {
    let hall = drawn(&[Part::Rows(&["AAAAAAAA"]), Part::General('B', 4), Part::General('.', 4)]);
    let mut terms = probe_terms(&hall);
    edit(&mut terms);
    Sale::under(&hall, terms)
}

fn hold_command(choice: Choice, key: Option<RequestKey>) -> Command {
    Command::Hold { hold: NOBODY, buyer: buyer(1), choice, key }
}

fn best(quantity: u32) -> BestAvailable {
    BestAvailable { quantity, section: Some(0), tier: None, price_max: None, together: Together::Required }
}

#[track_caller]
fn refused(sale: &Sale, command: &Command, refusal: Refusal) {
    assert_eq!(sale.decide(command), Err(refusal), "{command:?}");
}

/// Buyer 1 has seats 0 and 1 and is over every limit; the sale is paused.
fn everything_against_a_hold() -> Sale {
    let mut sale = sale(|terms| terms.orphan_rule = OrphanRule::Refused);
    sale.try_hold(1, seats(&[0, 1]), key(1, 1)).expect("a hold");
    sale.configure(|terms| {
        terms.phase = SalePhase::Paused;
        terms.limits = Limits { tickets_per_order_max: 2, tickets_per_buyer_max: 3, open_holds_max: 1 };
    });
    sale
}

#[test]
fn a_hold_of_seats_is_refused_in_order() {
    let mut sale = everything_against_a_hold();
    refused(&sale, &hold_command(seats(&[0, 0, 99]), key(1, 2)), Refusal::KeyReused);
    refused(&sale, &hold_command(seats(&[0, 0, 99]), None), Refusal::NotOnSale { opens_at: None });
    sale.configure(|terms| terms.phase = SalePhase::Open);
    refused(&sale, &hold_command(seats(&[99, 0, 0]), None), Refusal::DoubledUnit(Unit(0)));
    refused(&sale, &hold_command(seats(&[0, 3, 99]), None), Refusal::NoSuchSeat(Unit(99)));
    // A place of general admission isn't a seat.
    refused(&sale, &hold_command(seats(&[0, 3, 8]), None), Refusal::NoSuchSeat(Unit(8)));
    refused(&sale, &hold_command(seats(&[]), None), Refusal::NothingChosen);
    refused(&sale, &hold_command(seats(&[0, 3, 5]), None), Refusal::Limit { limit: Limit::TicketsPerOrder, max: 2 });
    sale.configure(|terms| terms.limits.tickets_per_order_max = 3);
    refused(&sale, &hold_command(seats(&[0, 3]), None), Refusal::Limit { limit: Limit::OpenHolds, max: 1 });
    sale.configure(|terms| terms.limits.open_holds_max = 2);
    refused(&sale, &hold_command(seats(&[0, 3]), None), Refusal::Limit { limit: Limit::TicketsPerBuyer, max: 3 });
    sale.configure(|terms| terms.limits.tickets_per_buyer_max = 4);
    refused(&sale, &hold_command(seats(&[3, 0]), None), Refusal::SeatsTaken(vec![Unit(0)]));
    refused(&sale, &hold_command(seats(&[3, 4]), None), Refusal::SingleSeatLeft(vec![Unit(2)]));
    assert!(sale.decide(&hold_command(seats(&[3, 2]), None)).is_ok());
}

#[test]
fn a_hold_of_general_admission_is_refused_in_order() {
    let general = |section, quantity| hold_command(Choice::General { section, quantity }, None);
    let mut sale = everything_against_a_hold();
    refused(&sale, &general(0, 0), Refusal::NotOnSale { opens_at: None });
    sale.configure(|terms| terms.phase = SalePhase::Open);
    refused(&sale, &general(0, 0), Refusal::NothingChosen);
    refused(&sale, &general(0, u32::MAX), Refusal::Limit { limit: Limit::TicketsPerOrder, max: 2 });
    refused(&sale, &general(0, 2), Refusal::Limit { limit: Limit::OpenHolds, max: 1 });
    sale.configure(|terms| terms.limits.open_holds_max = 2);
    refused(&sale, &general(0, 2), Refusal::Limit { limit: Limit::TicketsPerBuyer, max: 3 });
    sale.configure(|terms| terms.limits = probe_terms(sale_hall()).limits);
    for section in [0, 3, u16::MAX] {
        refused(&sale, &general(section, 5), Refusal::NotGeneral);
    }
    refused(&sale, &general(2, 5), Refusal::NoMatch);
    refused(&sale, &general(1, 5), Refusal::NotEnough { available: 4 });
    let all = sale.hold(2, Choice::General { section: 1, quantity: 4 });
    refused(&sale, &general(1, 5), Refusal::AllHeld);
    let order = sale.begin(2, all);
    refused(&sale, &general(1, 5), Refusal::AllHeld);
    sale.confirm(order);
    refused(&sale, &general(1, 5), Refusal::SoldOut);
}

fn sale_hall() -> &'static Hall {
    static HALL: OnceLock<Arc<Hall>> = OnceLock::new();
    HALL.get_or_init(|| drawn(&[Part::Rows(&["AAAAAAAA"]), Part::General('B', 4)]))
}

#[test]
fn a_hold_of_the_best_is_refused_in_order() {
    let command = |best| hold_command(Choice::Best(best), None);
    let mut sale = everything_against_a_hold();
    let nowhere = BestAvailable { section: Some(7), ..best(0) };
    refused(&sale, &command(nowhere.clone()), Refusal::NotOnSale { opens_at: None });
    sale.configure(|terms| terms.phase = SalePhase::Open);
    refused(&sale, &command(nowhere), Refusal::NothingChosen);
    refused(&sale, &command(best(u32::MAX)), Refusal::Limit { limit: Limit::TicketsPerOrder, max: 2 });
    refused(&sale, &command(best(2)), Refusal::Limit { limit: Limit::OpenHolds, max: 1 });
    sale.configure(|terms| terms.limits.open_holds_max = 2);
    refused(&sale, &command(best(2)), Refusal::Limit { limit: Limit::TicketsPerBuyer, max: 3 });
    sale.configure(|terms| terms.limits = probe_terms(sale_hall()).limits);
    for nowhere in [
        BestAvailable { section: Some(7), ..best(9) },
        BestAvailable { section: Some(2), ..best(9) },
        BestAvailable { tier: Some(TierIndex(u8::MAX)), ..best(9) },
        BestAvailable { section: None, price_max: Some(1000), ..best(9) },
        BestAvailable { section: None, price_max: Some(i64::MIN), ..best(9) },
    ] {
        refused(&sale, &command(nowhere), Refusal::NoMatch);
    }
    refused(&sale, &command(best(7)), Refusal::NotEnough { available: 6 });
    sale.configure(|terms| terms.orphan_rule = OrphanRule::Allowed);
    let middle = sale.hold(2, seats(&[4]));
    refused(&sale, &command(best(4)), Refusal::NoneTogether);
    sale.hold(2, seats(&[2, 3, 5, 6, 7]));
    refused(&sale, &command(best(1)), Refusal::AllHeld);
    let order = sale.begin(2, middle);
    sale.confirm(order);
    refused(&sale, &command(best(1)), Refusal::AllHeld);
}

#[test]
fn what_is_sold_or_off_sale_is_sold_out_and_not_held() {
    let mut sale = sale(|_| {});
    sale.buy(2, seats(&[0, 1, 2, 3, 4, 5]));
    sale.run(&Command::Block(vec![UnitRange::new(6, 2)])).expect("blocked");
    refused(&sale, &hold_command(Choice::Best(best(1)), None), Refusal::SoldOut);
}

#[test]
fn a_sale_that_has_not_opened_says_when() {
    let opens_at = probe_terms(sale_hall()).opens_at + Duration::from_secs(60);
    let mut sale = sale(|terms| terms.opens_at = opens_at);
    let command = hold_command(seats(&[0]), None);
    refused(&sale, &command, Refusal::NotOnSale { opens_at: Some(opens_at) });
    sale.configure(|terms| terms.phase = SalePhase::Paused);
    refused(&sale, &command, Refusal::NotOnSale { opens_at: None });
    sale.configure(|terms| terms.phase = SalePhase::Open);
    sale.now = opens_at;
    assert!(sale.decide(&command).is_ok());
    sale.now = sale.state.terms().closes_at;
    refused(&sale, &command, Refusal::NotOnSale { opens_at: None });
}

#[test]
fn a_release_is_refused_in_order() {
    let mut sale = sale(|_| {});
    let hold = sale.hold(1, seats(&[0]));
    let release = |hold, number| Command::Release { hold, account: buyer(number).account };
    refused(&sale, &release(NOBODY, 1), Refusal::NoSuchHold);
    refused(&sale, &release(hold, 2), Refusal::NoSuchHold);
    let order = sale.begin(1, hold);
    refused(&sale, &release(hold, 2), Refusal::NoSuchHold);
    refused(&sale, &release(hold, 1), Refusal::HoldInCheckout);
    sale.confirm(order);
    refused(&sale, &release(hold, 1), Refusal::HoldCompleted(order));
    let other = sale.hold(1, seats(&[1]));
    sale.run(&release(other, 1)).expect("released");
    assert_eq!(sale.run(&release(other, 1)), Ok(Decision::Already));
}

#[test]
fn an_extension_is_refused_in_order() {
    let mut sale = sale(|_| {});
    sale.try_hold(1, seats(&[7]), key(1, 1)).expect("a hold");
    let hold = sale.hold(1, seats(&[0]));
    let extend = |hold, number, key| Command::Extend { hold, account: buyer(number).account, key };
    sale.run(&extend(hold, 1, None)).expect("extended");
    let mut paid = sale.clone();
    sale.begin(1, hold);
    sale.configure(|terms| terms.phase = SalePhase::Cancelled);
    refused(&sale, &extend(NOBODY, 1, key(1, 2)), Refusal::KeyReused);
    refused(&sale, &extend(NOBODY, 1, None), Refusal::NoSuchHold);
    refused(&sale, &extend(hold, 2, None), Refusal::NoSuchHold);
    refused(&sale, &extend(hold, 1, None), Refusal::HoldInCheckout);

    let order = paid.begin(1, hold);
    paid.confirm(order);
    paid.configure(|terms| terms.phase = SalePhase::Cancelled);
    refused(&paid, &extend(hold, 1, None), Refusal::HoldCompleted(order));
}

#[test]
fn an_extension_of_a_hold_that_ended_was_extended_or_is_cancelled_is_refused_in_order() {
    let mut sale = sale(|_| {});
    let hold = sale.hold(1, seats(&[0]));
    let extend = Command::Extend { hold, account: buyer(1).account, key: None };
    sale.run(&extend).expect("extended");
    let mut late = sale.clone();
    late.configure(|terms| terms.phase = SalePhase::Cancelled);
    late.now = late.the_hold(hold).expires_at;
    // Due, though nothing has ended it yet.
    refused(&late, &extend, Refusal::HoldExpired);
    late.run(&Command::Expire).expect("expired");
    refused(&late, &extend, Refusal::HoldExpired);
    refused(&sale, &extend, Refusal::AlreadyExtended);
    sale.configure(|terms| terms.phase = SalePhase::Cancelled);
    refused(&sale, &extend, Refusal::EventCancelled);
}

#[test]
fn a_checkout_is_refused_in_order() {
    let mut sale = sale(|_| {});
    let begin = |hold, number, key| Command::Begin {
        hold,
        account: buyer(number).account,
        order: NO_ORDER,
        payment: PaymentId::from_u128(9),
        key,
    };
    let hold = sale.hold(1, seats(&[0]));
    for _ in 0..4 {
        let order = sale.begin(1, hold);
        sale.decline(order);
    }
    sale.try_begin(1, hold, key(1, 1)).expect("a checkout");
    let Some(order) = sale.state.orders().find(|order| order.is_pending()).map(|order| order.id) else {
        panic!("no pending order")
    };
    let cancelled = |sale: &Sale| {
        let mut sale = sale.clone();
        sale.configure(|terms| terms.phase = SalePhase::Cancelled);
        sale
    };
    refused(&cancelled(&sale), &begin(NOBODY, 1, key(1, 2)), Refusal::KeyReused);
    refused(&cancelled(&sale), &begin(NOBODY, 1, key(1, 1)), Refusal::InProgress);
    refused(&cancelled(&sale), &begin(NOBODY, 1, None), Refusal::NoSuchHold);
    refused(&cancelled(&sale), &begin(hold, 2, None), Refusal::NoSuchHold);
    refused(&cancelled(&sale), &begin(hold, 1, None), Refusal::HoldInCheckout);
    let mut paid = sale.clone();
    paid.confirm(order);
    refused(&cancelled(&paid), &begin(hold, 1, None), Refusal::HoldCompleted(order));
    sale.decline(order);
    let mut late = cancelled(&sale);
    late.now = late.the_hold(hold).expires_at;
    refused(&late, &begin(hold, 1, None), Refusal::HoldExpired);
    late.run(&Command::Expire).expect("expired");
    refused(&late, &begin(hold, 1, None), Refusal::HoldExpired);
    refused(&cancelled(&sale), &begin(hold, 1, None), Refusal::EventCancelled);
    refused(&sale, &begin(hold, 1, None), Refusal::TooManyAttempts);
}

#[test]
fn what_comes_of_a_payment_is_refused_for_unknown_orders_and_wrong_amounts_only() {
    let mut sale = sale(|_| {});
    let order = sale.buy(1, seats(&[0]));
    refused(&sale, &Command::Confirm { order: NO_ORDER, amount: -1 }, Refusal::NoSuchOrder);
    for amount in [0, -1, 1000, 1002, i64::MIN, i64::MAX] {
        refused(&sale, &Command::Confirm { order, amount }, Refusal::WrongAmount);
    }
    assert_eq!(sale.decide(&Command::Confirm { order, amount: 1001 }), Ok(Decision::Already));
    let reason = DeclineReason::Refused;
    refused(&sale, &Command::Decline { order: NO_ORDER, reason }, Refusal::NoSuchOrder);
    assert_eq!(sale.decide(&Command::Decline { order, reason }), Ok(Decision::Already));
    refused(&sale, &Command::Await { order: NO_ORDER, next_action: NextAction::Wait }, Refusal::NoSuchOrder);
    assert_eq!(sale.decide(&Command::Await { order, next_action: NextAction::Wait }), Ok(Decision::Already));
}

#[test]
fn a_cancellation_is_refused_in_order() {
    let mut sale = sale(|_| {});
    sale.try_hold(1, seats(&[7]), key(1, 1)).expect("a hold");
    let order = sale.buy(1, seats(&[0]));
    let cancel = |order, by, key| Command::Cancel { order, by, key };
    let by = |number| CancelledBy::Buyer(buyer(number).account);
    refused(&sale, &cancel(NO_ORDER, by(1), key(1, 2)), Refusal::KeyReused);
    refused(&sale, &cancel(NO_ORDER, by(1), None), Refusal::NoSuchOrder);
    refused(&sale, &cancel(NO_ORDER, CancelledBy::Organizer, None), Refusal::NoSuchOrder);
    refused(&sale, &cancel(order, by(2), None), Refusal::NoSuchOrder);
    refused(&sale, &cancel(order, by(1), None), Refusal::NotCancellable);
    let hold = sale.hold(1, seats(&[1]));
    let pending = sale.begin(1, hold);
    refused(&sale, &cancel(pending, CancelledBy::Organizer, None), Refusal::NotCancellable);
    sale.decline(pending);
    refused(&sale, &cancel(pending, CancelledBy::Organizer, None), Refusal::NotCancellable);
}

#[test]
fn new_terms_are_refused_in_order() {
    let sale = sale(|_| {});
    let mut terms = Terms::clone(sale.state.terms());
    terms.tiers.pop();
    terms.limits.open_holds_max = 0;
    refused(&sale, &Command::Configure(terms.clone()), Refusal::BadTerms(BadTerms::Limits));
    terms.limits.open_holds_max = 1;
    refused(&sale, &Command::Configure(terms), Refusal::FixedTerms);
}
