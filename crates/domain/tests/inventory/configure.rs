//! What an organizer may change during a sale, and places taken off sale and put back.

use admit_domain::amendment::{Amendment, TierAmendment};
use admit_domain::inventory::Decision;
use admit_domain::inventory::command::{Choice, Command};
use admit_domain::inventory::journal::Change;
use admit_domain::inventory::refusal::Refusal;
use admit_domain::inventory::state::Owner;
use admit_domain::terms::{PRICE_MAX, SalePhase, Terms};
use admit_domain::unit::{Unit, UnitRange};

use crate::support::{Part, Sale, drawn, seats, tier_id};

fn sale() -> Sale {
    Sale::new(&drawn(&[Part::Rows(&["AAAA.BBB"]), Part::General('B', 10)]))
}

fn edited(sale: &Sale, edit: impl FnOnce(&mut Terms)) -> Command {
    let mut terms = Terms::clone(sale.state.terms());
    edit(&mut terms);
    Command::Configure(terms)
}

#[test]
fn tiers_and_currency_stay_what_they_were() {
    let sale = sale();
    let edits: [fn(&mut Terms); 4] = [
        |terms| drop(terms.tiers.pop()),
        |terms| terms.tiers.swap(0, 1),
        |terms| terms.tiers[1].id = tier_id(9),
        |terms| terms.currency = "USD".parse().expect("a currency"),
    ];
    for edit in edits {
        assert_eq!(sale.decide(&edited(&sale, edit)), Err(Refusal::FixedTerms));
    }
}

#[test]
fn terms_that_make_no_sense_are_refused() {
    let sale = sale();
    let edits: [fn(&mut Terms); 9] = [
        |terms| terms.tiers.clear(),
        |terms| terms.tiers[1].id = terms.tiers[0].id,
        |terms| terms.tiers[0].price = -1,
        |terms| terms.tiers[0].fee = PRICE_MAX + 1,
        |terms| terms.limits.tickets_per_order_max = 101,
        |terms| terms.limits.tickets_per_buyer_max = 0,
        |terms| terms.closes_at = terms.opens_at,
        |terms| terms.hold_ttl = std::time::Duration::ZERO,
        |terms| terms.extension = std::time::Duration::MAX,
    ];
    for edit in edits {
        assert!(matches!(sale.decide(&edited(&sale, edit)), Err(Refusal::BadTerms(_))));
    }
}

#[test]
fn a_cancelled_event_stays_cancelled_and_the_same_terms_change_nothing() {
    let mut sale = sale();
    assert_eq!(sale.decide(&edited(&sale, |_| {})), Ok(Decision::Already));
    sale.configure(|terms| terms.phase = SalePhase::Cancelled);
    assert_eq!(sale.decide(&edited(&sale, |terms| terms.phase = SalePhase::Open)), Err(Refusal::FixedTerms));
    assert!(sale.decide(&edited(&sale, |terms| terms.tiers[0].price += 1)).is_ok());
}

#[test]
fn blocked_places_are_off_sale_until_they_are_unblocked() {
    let mut sale = sale();
    let block = Command::Block(vec![UnitRange::new(2, 2), UnitRange::new(1, 2)]);
    let change = Change::Blocked(vec![UnitRange::new(1, 3)]);
    assert_eq!(sale.run(&block), Ok(Decision::Change(change)), "each unit once, as ranges");
    assert_eq!(sale.try_hold(1, seats(&[1]), None), Err(Refusal::SeatsTaken(vec![Unit(1)])));
    assert_eq!(sale.run(&block), Ok(Decision::Already));
    let more = Command::Block(vec![UnitRange::new(0, 4)]);
    assert_eq!(sale.run(&more), Ok(Decision::Change(Change::Blocked(vec![UnitRange::new(0, 1)]))));
    let unblock = Command::Unblock(vec![UnitRange::new(0, 1), UnitRange::new(2, 1), UnitRange::new(5, 1)]);
    let change = Change::Unblocked(vec![UnitRange::new(0, 1), UnitRange::new(2, 1)]);
    assert_eq!(sale.run(&unblock), Ok(Decision::Change(change)));
    assert_eq!(sale.state.owner(Unit(1)), Owner::Blocked);
    sale.hold(1, seats(&[0, 2]));
}

#[test]
fn what_is_claimed_or_not_for_sale_or_nowhere_is_not_blocked() {
    let mut sale = sale();
    sale.hold(1, seats(&[0]));
    sale.buy(1, seats(&[3]));
    let block = |first, count| Command::Block(vec![UnitRange::new(first, count)]);
    let unblock = |first, count| Command::Unblock(vec![UnitRange::new(first, count)]);
    assert_eq!(sale.decide(&block(0, 5)), Err(Refusal::NotFree(vec![Unit(0), Unit(3), Unit(4)])));
    assert_eq!(sale.decide(&unblock(4, 2)), Err(Refusal::NotFree(vec![Unit(4)])));
    assert_eq!(sale.decide(&unblock(0, 4)), Ok(Decision::Already));
    for (first, count) in [(18, 1), (17, 2), (0, u32::MAX), (u32::MAX, 1), (u32::MAX, u32::MAX)] {
        let outside = Refusal::NotFree(vec![Unit(first.max(18))]);
        assert_eq!(sale.decide(&block(first, count)), Err(outside.clone()));
        assert_eq!(sale.decide(&unblock(first, count)), Err(outside));
    }
    assert_eq!(sale.decide(&Command::Block(Vec::new())), Ok(Decision::Already));
}

#[test]
fn general_admission_goes_around_blocked_places() {
    let mut sale = sale();
    sale.run(&Command::Block(vec![UnitRange::new(8, 1), UnitRange::new(10, 1)])).expect("blocked");
    assert_eq!(sale.held(1, Choice::General { section: 1, quantity: 3 }), [9, 11, 12]);
    let too_many = sale.try_hold(1, Choice::General { section: 1, quantity: 6 }, None);
    assert_eq!(too_many, Err(Refusal::NotEnough { available: 5 }));
}

#[test]
fn an_amendment_changes_what_it_names_of_the_terms_as_they_are() {
    let mut sale = sale();
    let tier = sale.state.terms().tiers[0].clone();
    let before = Terms::clone(sale.state.terms());
    let dearer = TierAmendment { id: tier.id, name: None, price: Some(tier.price + 100), fee: None };
    let price = Command::Amend(Amendment { tiers: vec![dearer], ..Amendment::default() });
    let pause = Command::Amend(Amendment::to_phase(SalePhase::Paused));
    sale.run(&pause).expect("paused");
    sale.run(&price).expect("amended");
    let mut wanted = before;
    wanted.phase = SalePhase::Paused;
    wanted.tiers[0].price += 100;
    assert_eq!(**sale.state.terms(), wanted, "neither undid the other");
    assert_eq!(sale.decide(&price), Ok(Decision::Already));
    let unknown = TierAmendment { id: tier_id(99), name: None, price: Some(1), fee: None };
    let unknown = Command::Amend(Amendment { tiers: vec![unknown], ..Amendment::default() });
    assert_eq!(sale.decide(&unknown), Err(Refusal::FixedTerms));
    let bad = Command::Amend(Amendment { open_holds_max: Some(0), ..Amendment::default() });
    assert!(matches!(sale.decide(&bad), Err(Refusal::BadTerms(_))));
}

#[test]
fn a_cancelled_event_is_amended_no_more_and_cancelled_again_at_will() {
    let mut sale = sale();
    let cancel = Command::Amend(Amendment::to_phase(SalePhase::Cancelled));
    sale.run(&cancel).expect("cancelled");
    assert_eq!(sale.decide(&cancel), Ok(Decision::Already));
    for phase in [SalePhase::Open, SalePhase::Paused] {
        let back = Command::Amend(Amendment::to_phase(phase));
        assert_eq!(sale.decide(&back), Err(Refusal::EventCancelled));
    }
}

#[test]
fn so_many_places_are_blocked_and_put_back_around_what_is_taken() {
    let mut sale = sale();
    sale.hold(1, Choice::General { section: 1, quantity: 2 });
    let floor = vec![UnitRange::new(8, 10)];
    let block = |quantity| Command::BlockFree { ranges: floor.clone(), quantity };
    let unblock = |quantity| Command::UnblockSome { ranges: floor.clone(), quantity };
    let blocked = |first, count| Ok(Decision::Change(Change::Blocked(vec![UnitRange::new(first, count)])));
    assert_eq!(sale.run(&block(Some(3))), blocked(10, 3));
    assert_eq!(sale.decide(&block(Some(6))), Err(Refusal::NotEnough { available: 5 }));
    assert_eq!(sale.run(&block(None)), blocked(13, 5));
    assert_eq!(sale.decide(&block(None)), Ok(Decision::Already));
    assert_eq!(sale.decide(&unblock(9)), Err(Refusal::NotEnough { available: 8 }));
    let change = Change::Unblocked(vec![UnitRange::new(10, 4)]);
    assert_eq!(sale.run(&unblock(4)), Ok(Decision::Change(change)));
    let outside = Command::BlockFree { ranges: vec![UnitRange::new(0, u32::MAX)], quantity: None };
    assert!(matches!(sale.decide(&outside), Err(Refusal::NotFree(_))));
}
