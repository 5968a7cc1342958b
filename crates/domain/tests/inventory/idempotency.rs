//! Repeated requests: the same key and body find what the first made, another body is refused, another account is another caller.

use std::time::Duration;

use admit_domain::hold::RequestKey;
use admit_domain::id::{HoldId, OrderId, PaymentId};
use admit_domain::inventory::command::{CancelledBy, Command};
use admit_domain::inventory::journal::Change;
use admit_domain::inventory::refusal::Refusal;
use admit_domain::inventory::{Decision, Repeated};
use admit_domain::order::NextAction;
use admit_domain::terms::{HOLD_TTL, SalePhase};

use crate::support::{Part, Sale, buyer, drawn, key, seats};

fn sale() -> Sale {
    Sale::new(&drawn(&[Part::Rows(&["AAAAAAAA"])]))
}

fn hold_id(decision: Result<Decision, Refusal>) -> HoldId {
    match decision {
        Ok(Decision::Change(Change::Held(hold))) => hold.id,
        other => panic!("not a hold: {other:?}"),
    }
}

#[test]
fn a_repeated_hold_is_answered_with_the_first_whatever_has_happened_since() {
    let mut sale = sale();
    let hold = hold_id(sale.try_hold(1, seats(&[0]), key(1, 1)));
    let again = Ok(Decision::Repeated(Repeated::Hold(hold)));
    assert_eq!(sale.try_hold(1, seats(&[0]), key(1, 1)), again);
    sale.run(&Command::Release { hold, account: buyer(1).account }).expect("released");
    sale.hold(2, seats(&[0]));
    sale.configure(|terms| terms.phase = SalePhase::Cancelled);
    assert_eq!(sale.try_hold(1, seats(&[0]), key(1, 1)), again);
    assert_eq!(sale.try_hold(1, seats(&[0]), key(1, 2)), Err(Refusal::KeyReused));
}

#[test]
fn a_key_is_its_accounts_own() {
    let mut sale = sale();
    let first = hold_id(sale.try_hold(1, seats(&[0]), key(1, 1)));
    let second = hold_id(sale.try_hold(2, seats(&[1]), key(1, 1)));
    assert_ne!(first, second);
    assert_eq!(sale.try_hold(1, seats(&[0]), key(1, 1)), Ok(Decision::Repeated(Repeated::Hold(first))));
    assert_eq!(sale.try_hold(2, seats(&[1]), key(1, 1)), Ok(Decision::Repeated(Repeated::Hold(second))));
}

#[test]
fn what_was_refused_left_no_key_behind() {
    let mut sale = sale();
    let taken = sale.hold(2, seats(&[0]));
    assert!(matches!(sale.try_hold(1, seats(&[0]), key(1, 1)), Err(Refusal::SeatsTaken(_))));
    sale.run(&Command::Release { hold: taken, account: buyer(2).account }).expect("released");
    hold_id(sale.try_hold(1, seats(&[0]), key(1, 1)));
}

#[test]
fn a_repeated_extension_checkout_and_cancellation_find_what_they_made() {
    let mut sale = sale();
    sale.configure(|terms| terms.refunds.until = Some(terms.closes_at));
    let hold = sale.hold(1, seats(&[0]));
    let account = buyer(1).account;
    let extend = |key: Option<RequestKey>| Command::Extend { hold, account, key };
    sale.run(&extend(key(1, 1))).expect("extended");
    assert_eq!(sale.run(&extend(key(1, 1))), Ok(Decision::Repeated(Repeated::Extension(hold))));
    assert_eq!(sale.run(&extend(key(1, 2))), Err(Refusal::KeyReused));
    assert_eq!(sale.run(&extend(key(9, 1))), Err(Refusal::AlreadyExtended));

    let order = OrderId::minted_from(7 << 16);
    let begin = |key| Command::Begin { hold, account, order, payment: PaymentId::from_u128(7), key };
    sale.run(&begin(key(2, 1))).expect("begun");
    assert_eq!(sale.run(&begin(key(2, 1))), Err(Refusal::InProgress));
    assert_eq!(sale.run(&begin(key(2, 2))), Err(Refusal::KeyReused));
    sale.run(&Command::Await { order, next_action: NextAction::Wait }).expect("told");
    assert_eq!(sale.run(&begin(key(2, 1))), Ok(Decision::Repeated(Repeated::Checkout(order))));
    sale.confirm(order);
    assert_eq!(sale.run(&begin(key(2, 1))), Ok(Decision::Repeated(Repeated::Checkout(order))));

    let cancel = |key| Command::Cancel { order, by: CancelledBy::Buyer(account), key };
    sale.run(&cancel(key(3, 1))).expect("cancelled");
    assert_eq!(sale.run(&cancel(key(3, 1))), Ok(Decision::Repeated(Repeated::Cancellation(order))));
    assert_eq!(sale.run(&cancel(key(3, 2))), Err(Refusal::KeyReused));
    for (key, made) in [(key(1, 1), Repeated::Extension(hold)), (key(2, 1), Repeated::Checkout(order))] {
        assert_eq!(sale.try_hold(1, seats(&[1]), key), Ok(Decision::Repeated(made)), "keys of all kinds are one space");
    }
}

#[test]
fn a_declined_checkout_is_repeated_as_the_decline_it_was() {
    let mut sale = sale();
    let hold = sale.hold(1, seats(&[0]));
    sale.try_begin(1, hold, key(1, 1)).expect("begun");
    let order = sale.state.orders().next().expect("an order").id;
    sale.decline(order);
    assert_eq!(sale.try_begin(1, hold, key(1, 1)), Ok(Decision::Repeated(Repeated::Checkout(order))));
}

#[test]
fn an_organizers_key_does_not_overwrite_the_buyers() {
    let mut sale = sale();
    let hold = hold_id(sale.try_hold(1, seats(&[0]), key(1, 1)));
    let order = sale.begin(1, hold);
    sale.confirm(order);
    sale.run(&Command::Cancel { order, by: CancelledBy::Organizer, key: key(1, 9) }).expect("cancelled");
    assert_eq!(sale.try_hold(1, seats(&[0]), key(1, 1)), Ok(Decision::Repeated(Repeated::Hold(hold))));
}

#[test]
fn a_key_is_remembered_for_a_day_and_as_long_as_its_hold_may_matter() {
    let day = Duration::from_secs(24 * 3600);
    let mut sale = sale();
    let hold = hold_id(sale.try_hold(1, seats(&[0]), key(1, 1)));
    let tried = hold_id(sale.try_hold(1, seats(&[1]), key(2, 1)));
    let order = sale.begin(1, tried);
    sale.decline(order);
    sale.wait(HOLD_TTL);
    sale.run(&Command::Expire).expect("expired");
    sale.wait(day);
    sale.hold(2, seats(&[2]));
    assert_eq!(sale.try_hold(1, seats(&[0]), key(1, 1)), Ok(Decision::Repeated(Repeated::Hold(hold))));
    sale.wait(Duration::from_millis(1));
    sale.hold(2, seats(&[3]));
    assert_eq!(sale.state.hold(hold), None);
    assert_ne!(hold_id(sale.try_hold(1, seats(&[0]), key(1, 1))), hold);
    assert_eq!(sale.try_hold(1, seats(&[1]), key(2, 1)), Ok(Decision::Repeated(Repeated::Hold(tried))));
}
