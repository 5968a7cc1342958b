//! The audit sees every way in which claims, holds and orders can contradict one another. Each row breaks good records in one
//! way and names what must be found.

use admit_domain::hold::HoldStatus;
use admit_domain::id::{HoldId, OrderId};
use admit_domain::inventory::audit::{ClaimState, Records, Violation, check_inventory, check_records};
use admit_domain::inventory::command::Command;
use admit_domain::inventory::journal::Version;
use admit_domain::inventory::state::{BadRecords, Inventory, Owner, PurchaseLimits};
use admit_domain::order::OrderStatus;
use admit_domain::terms::Terms;
use admit_domain::unit::{Unit, UnitRange};

use crate::support::{Part, Sale, buyer, drawn, seats};

/// Seat 0 held, 1 in checkout, 2 and 3 sold, 4 off sale, 5 not for sale; two more orders failed.
pub(crate) struct Scene {
    pub(crate) sale: Sale,
    pub(crate) open: HoldId,
    pub(crate) in_checkout: HoldId,
    pub(crate) pending: OrderId,
    pub(crate) completed: HoldId,
    pub(crate) paid: OrderId,
    pub(crate) cancelled: OrderId,
    pub(crate) declined: OrderId,
}

pub(crate) fn scene() -> Scene {
    let mut sale = Sale::new(&drawn(&[Part::Rows(&["AAAAA.AAAA"])]));
    let open = sale.hold(1, seats(&[0]));
    let declined = sale.begin(1, open);
    sale.decline(declined);
    let in_checkout = sale.hold(2, seats(&[1]));
    let pending = sale.begin(2, in_checkout);
    let paid = sale.buy(3, seats(&[2, 3]));
    let completed = sale.the_order(paid).hold;
    let cancelled = sale.buy(4, seats(&[8]));
    let by = admit_domain::inventory::command::CancelledBy::Organizer;
    sale.run(&Command::Cancel { order: cancelled, by, key: None }).expect("cancelled");
    sale.run(&Command::Block(vec![UnitRange::new(4, 1)])).expect("blocked");
    Scene { sale, open, in_checkout, pending, completed, paid, cancelled, declined }
}

/// Finds exactly `expected` once `harm` was done to good records.
#[track_caller]
pub(crate) fn finds(scene: &Scene, harm: impl FnOnce(&mut Records), expected: &[Violation]) {
    let hall = scene.sale.state.hall();
    let mut records = scene.sale.records();
    records.holds.sort_by_key(|hold| hold.id);
    records.orders.sort_by_key(|order| order.id);
    assert_eq!(check_records(hall, &records), []);
    harm(&mut records);
    let found = check_records(hall, &records);
    for violation in expected {
        assert!(found.contains(violation), "{violation} isn't among {found:#?}");
        assert!(!violation.to_string().is_empty());
    }
    assert_eq!(found.len(), expected.len(), "{found:#?}");
}

fn set_claim(records: &mut Records, unit: u32, state: Option<ClaimState>) {
    records.claims.retain(|(claimed, _)| *claimed != Unit(unit));
    records.claims.extend(state.map(|state| (Unit(unit), state)));
}

fn edit_hold(records: &mut Records, id: HoldId, edit: impl FnOnce(&mut admit_domain::hold::Hold)) {
    edit(records.holds.iter_mut().find(|hold| hold.id == id).expect("a hold"));
}

fn edit_order(records: &mut Records, id: OrderId, edit: impl FnOnce(&mut admit_domain::order::Order)) {
    edit(records.orders.iter_mut().find(|order| order.id == id).expect("an order"));
}

#[test]
fn claims_that_contradict_the_hall_are_found() {
    let scene = scene();
    let unit = Unit(99);
    let outside = Violation::ClaimOutOfRange { unit, units: 10 };
    finds(&scene, |records| set_claim(records, 99, Some(ClaimState::Blocked)), &[outside]);
    let not_for_sale = Violation::ClaimNotForSale { unit: Unit(5) };
    finds(&scene, |records| set_claim(records, 5, Some(ClaimState::Blocked)), &[not_for_sale]);
}

#[test]
fn claims_that_contradict_holds_are_found() {
    let Scene { open, in_checkout, completed, .. } = scene();
    let scene = scene();
    let unit = Unit(0);
    let sum = |available, held, sold, blocked| {
        let (section, capacity) = (0, 9);
        Violation::SectionSum { section, available, held, sold, blocked, capacity }
    };
    let without = Violation::HoldWithoutClaim { unit, hold: open };
    finds(&scene, |records| set_claim(records, 0, None), &[without, sum(5, 2, 2, 1)]);
    let another = Violation::ClaimOfAnother { unit, hold: open, claimed_by: completed };
    let not_its = Violation::ClaimNotOfItsHold { unit, hold: completed };
    finds(&scene, |records| set_claim(records, 0, Some(ClaimState::Held(completed))), &[another, not_its]);
    let sold = Violation::SoldButNotCompleted { unit, hold: open };
    finds(&scene, |records| set_claim(records, 0, Some(ClaimState::Sold(open))), &[sold]);
    let held = Violation::HeldButCompleted { unit: Unit(2), hold: completed };
    finds(&scene, |records| set_claim(records, 2, Some(ClaimState::Held(completed))), &[held]);
    let blocked = Violation::BlockedAndClaimed { unit, hold: open };
    finds(&scene, |records| set_claim(records, 0, Some(ClaimState::Blocked)), &[blocked, sum(4, 2, 2, 2)]);
    let nobody = HoldId::from_u128(1);
    let no_hold = Violation::ClaimWithoutHold { unit: Unit(9), hold: nobody };
    finds(&scene, |records| set_claim(records, 9, Some(ClaimState::Held(nobody))), &[no_hold, sum(3, 2, 2, 1)]);
    let not_claimed = Violation::ClaimNotOfItsHold { unit: Unit(9), hold: in_checkout };
    finds(
        &scene,
        |records| set_claim(records, 9, Some(ClaimState::Held(in_checkout))),
        &[not_claimed, sum(3, 2, 2, 1)],
    );
    let doubled = Violation::DoubledClaim { unit: Unit(4) };
    finds(&scene, |records| records.claims.push((Unit(4), ClaimState::Blocked)), &[doubled, sum(4, 2, 2, 2)]);
}

#[test]
fn a_unit_of_two_holds_is_found() {
    let scene = scene();
    let (open, completed) = (scene.open, scene.completed);
    let harm = |records: &mut Records| {
        let stolen = records.holds.iter().find(|hold| hold.id == completed).expect("a hold").units[0];
        edit_hold(records, open, |hold| hold.units = vec![hold.units[0], stolen].into());
    };
    let unit = Unit(2);
    finds(
        &scene,
        harm,
        &[
            Violation::UnitOfTwoHolds { unit, holds: [open, completed] },
            Violation::ClaimOfAnother { unit, hold: open, claimed_by: completed },
            Violation::SectionSum { section: 0, available: 4, held: 3, sold: 2, blocked: 1, capacity: 9 },
            Violation::OrderTotal { order: scene.declined, total: 1001, hold: open, sum: 2002 },
            Violation::TicketCount { order: scene.declined, count: 1, units: 2 },
        ],
    );
}

#[test]
fn doubled_and_lost_rows_are_found() {
    let scene = scene();
    let (open, declined, unit) = (scene.open, scene.declined, Unit(0));
    let sum = |available, held| Violation::SectionSum { section: 0, available, held, sold: 2, blocked: 1, capacity: 9 };
    finds(
        &scene,
        |records| records.holds.retain(|hold| hold.id != open),
        &[
            Violation::ClaimWithoutHold { unit, hold: open },
            Violation::OrderWithoutHold { order: declined, hold: open },
            sum(4, 1),
        ],
    );
    let doubled = |records: &mut Records| {
        let hold = records.holds.iter().find(|hold| hold.id == open).cloned();
        records.holds.extend(hold);
    };
    finds(
        &scene,
        doubled,
        &[Violation::DoubledHold { hold: open }, Violation::UnitOfTwoHolds { unit, holds: [open, open] }, sum(4, 3)],
    );
}

#[test]
fn holds_that_contradict_their_orders_are_found() {
    let scene = scene();
    let Scene { open, in_checkout, pending, completed, paid, declined, .. } = scene;
    finds(
        &scene,
        |records| edit_hold(records, in_checkout, |hold| hold.status = HoldStatus::Open),
        &[Violation::PendingOutsideCheckout { order: pending, hold: in_checkout }],
    );
    finds(
        &scene,
        |records| edit_hold(records, open, |hold| hold.status = HoldStatus::InCheckout(declined)),
        &[Violation::CheckoutWithoutPendingOrder { hold: open, order: declined }],
    );
    finds(
        &scene,
        |records| edit_hold(records, in_checkout, |hold| hold.status = HoldStatus::InCheckout(paid)),
        &[
            Violation::CheckoutWithoutPendingOrder { hold: in_checkout, order: paid },
            Violation::PendingOutsideCheckout { order: pending, hold: in_checkout },
        ],
    );
    finds(
        &scene,
        |records| edit_hold(records, completed, |hold| hold.status = HoldStatus::Completed(pending)),
        &[
            Violation::CompletedWithoutPaidOrder { hold: completed, order: pending },
            Violation::PaidButNotCompleted { order: paid, hold: completed },
        ],
    );
    finds(
        &scene,
        |records| edit_hold(records, open, |hold| hold.attempts = 2),
        &[Violation::Attempts { hold: open, attempts: 2, orders: 1 }],
    );
    finds(
        &scene,
        |records| edit_hold(records, open, |hold| hold.ended_at = Some(hold.created_at)),
        &[Violation::HoldEnd { hold: open }],
    );
    finds(
        &scene,
        |records| edit_hold(records, completed, |hold| hold.ended_at = None),
        &[Violation::HoldEnd { hold: completed }],
    );
}

#[test]
fn orders_that_contradict_their_holds_are_found() {
    let scene = scene();
    let Scene { in_checkout, pending, completed, paid, .. } = scene;
    finds(
        &scene,
        |records| edit_order(records, paid, |order| order.buyer = buyer(9)),
        &[
            Violation::OrderOfAnotherBuyer { order: paid, hold: completed },
            Violation::TicketAccount {
                ticket: admit_domain::id::TicketId::of(paid, 0),
                account: buyer(3).account,
                buyer: buyer(9).account,
            },
            Violation::TicketAccount {
                ticket: admit_domain::id::TicketId::of(paid, 1),
                account: buyer(3).account,
                buyer: buyer(9).account,
            },
        ],
    );
    finds(
        &scene,
        |records| edit_order(records, pending, |order| order.settled_at = Some(order.created_at)),
        &[Violation::OrderSettlement { order: pending }],
    );
    let second = OrderId::minted_from(77 << 16);
    let twice = |records: &mut Records| {
        let mut order = records.orders.iter().find(|order| order.id == pending).expect("an order").clone();
        let mut payment = *records.payments.iter().find(|payment| payment.order == pending).expect("a payment");
        (order.id, order.payment) = (second, admit_domain::id::PaymentId::from_u128(77));
        (payment.id, payment.order) = (order.payment, second);
        records.orders.push(order);
        records.payments.push(payment);
        edit_hold(records, in_checkout, |hold| hold.attempts = 2);
    };
    finds(
        &scene,
        twice,
        &[
            Violation::TwoLiveOrders { hold: in_checkout, orders: [pending, second] },
            Violation::PendingOutsideCheckout { order: second, hold: in_checkout },
        ],
    );
    let expire = |records: &mut Records| {
        edit_order(records, paid, |order| order.status = OrderStatus::Expired);
        records.tickets.retain(|ticket| ticket.order != paid);
    };
    let payment = scene.sale.the_order(paid).payment;
    let state = admit_domain::inventory::audit::PaymentState::Charged;
    finds(
        &scene,
        expire,
        &[
            Violation::CompletedWithoutPaidOrder { hold: completed, order: paid },
            Violation::PaymentState { payment, state, order: paid },
        ],
    );
}

#[test]
fn memory_that_is_the_fold_of_its_journal_is_sound() {
    assert_eq!(check_inventory(&scene().sale.state), []);
}

#[test]
fn records_that_would_give_a_unit_two_owners_are_not_restored() {
    let scene = scene();
    let state = &scene.sale.state;
    let empty = || {
        let terms = Terms::clone(state.terms());
        Inventory::new(state.hall().clone(), terms, Version::START, state.at(), PurchaseLimits::Enforced)
    };
    let hold = scene.sale.the_hold(scene.open).clone();
    let mut other = hold.clone();
    other.id = HoldId::from_u128(1);
    let expected = BadRecords::DoubleClaim { unit: Unit(0), owner: Owner::Held(hold.id), hold: other.id };
    assert_eq!(empty().restore(vec![hold.clone(), other], Vec::new(), [].into_iter()), Err(expected));
    let expected = BadRecords::DoubleClaim { unit: Unit(0), owner: Owner::Blocked, hold: hold.id };
    assert_eq!(empty().restore(vec![hold], Vec::new(), [Unit(0)].into_iter()), Err(expected));
    let outside = empty().restore(Vec::new(), Vec::new(), [Unit(10)].into_iter());
    assert_eq!(outside, Err(BadRecords::NoSuchUnit(Unit(10))));
    let order = scene.sale.the_order(scene.paid).clone();
    let alone = empty().restore(Vec::new(), vec![order], [].into_iter());
    assert_eq!(alone, Err(BadRecords::OrderWithoutHold(scene.paid)));
}
