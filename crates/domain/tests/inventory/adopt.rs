//! A guest's hold that becomes another account's, with every order that it has had.

use admit_domain::inventory::Decision;
use admit_domain::inventory::Usage;
use admit_domain::inventory::audit::check_inventory;
use admit_domain::inventory::command::Command;
use admit_domain::inventory::journal::Change;
use admit_domain::inventory::refusal::Refusal;

use crate::support::{Part, Sale, buyer, drawn, key, seats};

fn sale() -> Sale {
    Sale::new(&drawn(&[Part::Rows(&["AAAAAAAA"])]))
}

#[test]
fn a_hold_passes_with_all_its_orders_and_counts_for_its_new_buyer() {
    let mut sale = sale();
    let hold = sale.hold(1, seats(&[0, 1]));
    let declined = sale.begin(1, hold);
    sale.decline(declined);
    let paid = sale.begin(1, hold);
    sale.confirm(paid);
    let other = sale.buy(1, seats(&[2]));
    let adopt = Command::Adopt { hold, from: buyer(1).account, to: buyer(2) };
    let orders = vec![declined, paid];
    assert_eq!(sale.run(&adopt), Ok(Decision::Change(Change::Adopted { hold, orders, buyer: buyer(2) })));
    assert_eq!(sale.the_hold(hold).buyer, buyer(2));
    for (order, owner) in [(declined, 2), (paid, 2), (other, 1)] {
        assert_eq!(sale.the_order(order).buyer, buyer(owner));
    }
    assert_eq!(sale.state.usage_of(buyer(1)), Usage { units: 1, holds: 0 });
    assert_eq!(sale.state.usage_of(buyer(2)), Usage { units: 2, holds: 0 });
    assert_eq!(check_inventory(&sale.state), []);
    assert_eq!(sale.run(&adopt), Ok(Decision::Already));
}

#[test]
fn only_the_named_buyers_hold_passes() {
    let mut sale = sale();
    let hold = sale.hold(1, seats(&[0]));
    let from_another = Command::Adopt { hold, from: buyer(3).account, to: buyer(2) };
    assert_eq!(sale.run(&from_another), Err(Refusal::NoSuchHold));
    sale.run(&Command::Adopt { hold, from: buyer(1).account, to: buyer(2) }).expect("adopted");
    let release = |number| Command::Release { hold, account: buyer(number).account };
    assert_eq!(sale.run(&release(1)), Err(Refusal::NoSuchHold));
    sale.run(&release(2)).expect("released");
}

#[test]
fn one_key_of_two_guests_meets_in_no_account() {
    let mut sale = sale();
    let Ok(Decision::Change(Change::Held(first))) = sale.try_hold(1, seats(&[0]), key(1, 1)) else { panic!("a hold") };
    let Ok(Decision::Change(Change::Held(second))) = sale.try_hold(2, seats(&[1]), key(1, 1)) else { panic!("a hold") };
    for (hold, from) in [(&first, 1), (&second, 2)] {
        sale.run(&Command::Adopt { hold: hold.id, from: buyer(from).account, to: buyer(3) }).expect("adopted");
    }
    assert_eq!(check_inventory(&sale.state), []);
    assert!(matches!(sale.try_hold(3, seats(&[2]), key(1, 1)), Ok(Decision::Change(Change::Held(_)))));
}
