//! What one buyer may have, counted by account and by mail address, whichever has more.

use admit_domain::hold::Buyer;
use admit_domain::id::HoldId;
use admit_domain::inventory::command::{CancelledBy, Choice, Command};
use admit_domain::inventory::journal::Version;
use admit_domain::inventory::refusal::{Limit, Refusal};
use admit_domain::inventory::state::{Inventory, PurchaseLimits};
use admit_domain::inventory::{Decision, Usage, decide};
use admit_domain::terms::Limits;

use crate::support::{Part, Sale, buyer, drawn, probe_terms, seats};

fn sale() -> Sale {
    let hall = drawn(&[Part::Rows(&["AAAAAAAAAA"])]);
    let mut terms = probe_terms(&hall);
    terms.limits = Limits { tickets_per_order_max: 4, tickets_per_buyer_max: 4, open_holds_max: 2 };
    Sale::under(&hall, terms)
}

fn hold(buyer: Buyer, units: &[u32]) -> Command {
    Command::Hold { hold: HoldId::from_u128(u128::MAX), buyer, choice: seats(units), key: None }
}

#[test]
fn two_accounts_with_one_address_count_as_one_buyer() {
    let mut sale = sale();
    sale.hold(1, seats(&[0, 1, 2]));
    let same_address = Buyer { account: buyer(2).account, address: buyer(1).address };
    let same_account = Buyer { account: buyer(1).account, address: buyer(2).address };
    for other in [same_address, same_account, buyer(1)] {
        let max = 4;
        let refusal = Refusal::Limit { limit: Limit::TicketsPerBuyer, max };
        assert_eq!(sale.decide(&hold(other, &[3, 4])), Err(refusal));
        assert!(sale.decide(&hold(other, &[3])).is_ok());
    }
    assert!(sale.decide(&hold(buyer(2), &[3, 4])).is_ok());
}

#[test]
fn what_was_bought_counts_and_what_was_let_go_does_not() {
    let mut sale = sale();
    let order = sale.buy(1, seats(&[0, 1]));
    let given_up = sale.hold(1, seats(&[2, 3]));
    assert_eq!(sale.state.usage_of(buyer(1)), Usage { units: 4, holds: 1 });
    sale.run(&Command::Release { hold: given_up, account: buyer(1).account }).expect("released");
    assert_eq!(sale.state.usage_of(buyer(1)), Usage { units: 2, holds: 0 });
    sale.configure(|terms| terms.refunds.until = Some(terms.closes_at));
    let by = CancelledBy::Buyer(buyer(1).account);
    sale.run(&Command::Cancel { order, by, key: None }).expect("cancelled");
    assert_eq!(sale.state.usage_of(buyer(1)), Usage::default());
}

#[test]
fn a_hold_in_checkout_counts_as_open() {
    let mut sale = sale();
    sale.hold(1, seats(&[0]));
    let second = sale.hold(1, seats(&[1]));
    let order = sale.begin(1, second);
    let refusal = Refusal::Limit { limit: Limit::OpenHolds, max: 2 };
    assert_eq!(sale.decide(&hold(buyer(1), &[2])), Err(refusal));
    sale.confirm(order);
    assert!(sale.decide(&hold(buyer(1), &[2])).is_ok());
}

#[test]
fn without_purchase_limits_only_the_order_is_limited() {
    let hall = drawn(&[Part::General('A', 50)]);
    let mut terms = probe_terms(&hall);
    terms.limits = Limits { tickets_per_order_max: 4, tickets_per_buyer_max: 1, open_holds_max: 1 };
    let state = Inventory::new(hall, terms.clone(), Version::START, terms.opens_at, PurchaseLimits::Off);
    let general = |quantity| Command::Hold {
        hold: HoldId::from_u128(1),
        buyer: buyer(1),
        choice: Choice::General { section: 0, quantity },
        key: None,
    };
    assert!(matches!(decide(&state, &general(4), terms.opens_at), Ok(Decision::Change(_))));
    let refusal = Refusal::Limit { limit: Limit::TicketsPerOrder, max: 4 };
    assert_eq!(decide(&state, &general(5), terms.opens_at), Err(refusal));
}
