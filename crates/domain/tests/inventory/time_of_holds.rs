//! When holds end: by their time, in its order, and once extended only.

use std::time::Duration;

use admit_domain::hold::{Extension, HoldStatus};
use admit_domain::inventory::command::{Choice, Command};
use admit_domain::inventory::journal::Change;
use admit_domain::inventory::refusal::Refusal;
use admit_domain::inventory::{Decision, expire_due};
use admit_domain::terms::{EXTENSION, HOLD_TTL};
use admit_domain::unit::Unit;

use crate::support::{Part, Sale, buyer, drawn, key, seats};

fn sale() -> Sale {
    Sale::new(&drawn(&[Part::Rows(&["AAAAAAAA"]), Part::General('B', 40)]))
}

#[test]
fn a_hold_lasts_its_time_and_ends_on_the_dot() {
    let mut sale = sale();
    let hold = sale.hold(1, seats(&[0]));
    let ends_at = sale.now + HOLD_TTL;
    assert_eq!((sale.the_hold(hold).granted_until, sale.state.next_due()), (ends_at, Some(ends_at)));
    sale.wait(HOLD_TTL - Duration::from_millis(1));
    sale.run(&Command::Expire).expect("nothing ends");
    assert!(sale.the_hold(hold).is_open());
    sale.wait(Duration::from_millis(1));
    // Another's command ends what is due first, so the seat can be had at once.
    sale.hold(2, seats(&[0]));
    assert_eq!(sale.the_hold(hold).status, HoldStatus::Expired);
    assert_eq!(sale.the_hold(hold).ended_at, Some(ends_at));
}

#[test]
fn a_hold_is_extended_once() {
    let mut sale = sale();
    let hold = sale.hold(1, seats(&[0]));
    let granted_until = sale.now + HOLD_TTL;
    sale.wait(Duration::from_secs(60));
    let extend = Command::Extend { hold, account: buyer(1).account, key: key(1, 1) };
    assert!(sale.the_hold(hold).extendable());
    sale.run(&extend).expect("extended");
    let expires_at = granted_until + EXTENSION;
    assert_eq!(sale.the_hold(hold).expires_at, expires_at);
    assert_eq!(sale.the_hold(hold).granted_until, granted_until);
    assert_eq!(sale.the_hold(hold).extension, Some(Extension { expires_at, key: key(1, 1) }));
    assert!(!sale.the_hold(hold).extendable());
    let again = Command::Extend { hold, account: buyer(1).account, key: None };
    assert_eq!(sale.run(&again), Err(Refusal::AlreadyExtended));
    let order = sale.begin(1, hold);
    sale.decline(order);
    assert_eq!(sale.run(&again), Err(Refusal::AlreadyExtended));
}

#[test]
fn the_earliest_end_first_within_the_bound_but_always_one() {
    let mut sale = sale();
    let mut holds = Vec::new();
    for quantity in [5, 3, 2, 1] {
        holds.push(sale.hold(1, Choice::General { section: 1, quantity }));
        sale.wait(Duration::from_secs(1));
    }
    sale.wait(HOLD_TTL);
    let ended = |units_max| -> Vec<_> {
        let changes = expire_due(&sale.state, sale.now, units_max);
        let of = |change| match change {
            Change::Expired { hold } => hold,
            other => panic!("not an end: {other:?}"),
        };
        changes.into_iter().map(of).collect()
    };
    assert_eq!(ended(usize::MAX), holds);
    assert_eq!(ended(0), holds[..1]);
    assert_eq!(ended(5), holds[..1]);
    assert_eq!(ended(8), holds[..2]);
    assert_eq!(ended(9), holds[..2], "what comes later doesn't overtake");
    assert_eq!(ended(11), holds[..4]);
    assert!(expire_due(&sale.state, sale.state.next_due().expect("due") - Duration::from_millis(1), 99).is_empty());
}

#[test]
fn a_released_hold_frees_its_units_at_once_and_for_good() {
    let mut sale = sale();
    let hold = sale.hold(1, seats(&[0, 1]));
    let release = Command::Release { hold, account: buyer(1).account };
    assert!(matches!(sale.run(&release), Ok(Decision::Change(_))));
    assert!(sale.state.is_free(Unit(0)) && sale.state.is_free(Unit(1)));
    let other = sale.hold(2, seats(&[0]));
    assert_eq!(sale.run(&release), Ok(Decision::Already));
    assert!(sale.the_hold(other).is_open());
}
