//! The audit sees every journal that doesn't hang together, or that folds to something other than the rows.

use std::time::Duration;

use admit_domain::hold::HoldStatus;
use admit_domain::id::{HoldId, OrderId};
use admit_domain::inventory::audit::{ClaimState, Fault, Folding, Records, Violation, check_journal};
use admit_domain::inventory::command::Command;
use admit_domain::inventory::journal::{Change, Entry, Version};
use admit_domain::inventory::state::Owner;
use admit_domain::order::{DeclineReason, OrderStatus, Refund, RefundReason};
use admit_domain::unit::{Unit, UnitRange};

use crate::audit_memory_and_rows::{Scene, scene};
use crate::support::{Sale, buyer, seats};

fn judge(sale: &Sale, journal: &[Entry], records: &Records) -> Vec<Violation> {
    let mut entries = journal.iter().cloned();
    check_journal(sale.state.hall(), Some(&sale.first_terms), &mut entries, records)
}

/// Finds `expected`, perhaps with what follows from it, once `harm` was done to a good journal.
#[track_caller]
fn finds(sale: &Sale, harm: impl FnOnce(&mut Vec<Entry>), expected: &Violation) {
    let mut journal = sale.journal.clone();
    assert_eq!(judge(sale, &journal, &sale.records()), []);
    harm(&mut journal);
    let found = judge(sale, &journal, &sale.records());
    assert!(found.contains(expected), "{expected} isn't among {found:#?}");
}

/// Finds exactly `expected` once `harm` was done to good rows.
#[track_caller]
fn finds_in_rows(sale: &Sale, harm: impl FnOnce(&mut Records), expected: &[Violation]) {
    let mut records = sale.records();
    harm(&mut records);
    let found = judge(sale, &sale.journal, &records);
    assert!(expected.iter().all(|violation| found.contains(violation)), "{found:#?}");
    assert_eq!(found.len(), expected.len(), "{found:#?}");
}

#[test]
fn gaps_and_other_orders_are_found() {
    let Scene { sale, .. } = scene();
    let at = |number| Version { epoch: 1, number };
    finds(&sale, |journal| drop(journal.remove(3)), &Violation::JournalGap { after: at(3), next: at(5) });
    finds(&sale, |journal| drop(journal.remove(0)), &Violation::JournalGap { after: at(0), next: at(2) });
    finds(&sale, |journal| journal.swap(2, 3), &Violation::JournalGap { after: at(2), next: at(4) });
    let last = sale.journal.last().expect("an entry").clone();
    let late = Entry { at: last.at - Duration::from_millis(1), ..last.clone() };
    let expected = Violation::TimeRunsBack { version: last.version, at: late.at, before: last.at };
    finds(&sale, |journal| *journal.last_mut().expect("an entry") = late, &expected);
    let batch = sale.journal[0].batch;
    let expected = Violation::DoubledBatch { version: last.version, batch };
    finds(&sale, |journal| journal.last_mut().expect("an entry").batch = batch, &expected);
}

#[test]
fn a_restore_may_raise_the_epoch_and_nothing_may_lower_it() {
    let Scene { sale, .. } = scene();
    let mut journal = sale.journal.clone();
    journal[3..].iter_mut().for_each(|entry| entry.version.epoch = 2);
    let mut records = sale.records();
    records.version.epoch = 2;
    assert_eq!(judge(&sale, &journal, &records), []);
    records.version.epoch = 3;
    assert_eq!(judge(&sale, &journal, &records), []);
    records.version.epoch = 1;
    let journal_at = journal.last().expect("an entry").version;
    let differs = Violation::VersionDiffers { rows: records.version, journal: journal_at };
    assert_eq!(judge(&sale, &journal, &records), [differs]);
    journal[3..].iter_mut().for_each(|entry| entry.version.epoch = 0);
    let gap = |found: &Violation| matches!(found, Violation::JournalGap { .. });
    assert!(judge(&sale, &journal, &records).iter().any(gap));
}

#[test]
fn changes_that_cannot_be_applied_are_found_and_named() {
    let Scene { sale, open, in_checkout, pending, completed, paid, declined, cancelled } = scene();
    let (nobody, no_order) = (HoldId::from_u128(1), OrderId::minted_from(1 << 99));
    let held = |unit: u32, id: HoldId| {
        let mut hold = sale.the_hold(open).clone();
        hold.id = id;
        hold.units[0].unit = Unit(unit);
        Change::Held(hold)
    };
    let begun = |hold, order| {
        let mut begun = sale.the_order(pending).clone();
        (begun.id, begun.hold) = (order, hold);
        Change::Begun(begun)
    };
    let refund = Refund { amount: 1, reason: RefundReason::PaidTooLate, at: sale.now };
    let ranges = |first| vec![UnitRange::new(first, 1)];
    let mut other_tiers = admit_domain::terms::Terms::clone(sale.state.terms());
    other_tiers.tiers[0].id = admit_domain::id::TierId::from_u128(99);
    let failed = |order| Change::Failed { order, reason: DeclineReason::Refused, hold_until: None };
    let rows = [
        (held(9, open), Fault::HoldExists(open)),
        (held(0, nobody), Fault::NotFree { unit: Unit(0), owner: Owner::Held(open) }),
        (held(4, nobody), Fault::NotFree { unit: Unit(4), owner: Owner::Blocked }),
        (held(5, nobody), Fault::NotForSale(Unit(5))),
        (held(u32::MAX, nobody), Fault::NotForSale(Unit(u32::MAX))),
        (Change::Released { hold: nobody }, Fault::NoSuchHold(nobody)),
        (Change::Released { hold: in_checkout }, Fault::HoldNotOpen(in_checkout)),
        (Change::Expired { hold: completed }, Fault::HoldNotOpen(completed)),
        (Change::Expired { hold: open }, Fault::HoldNotDue(open)),
        (Change::Extended { hold: in_checkout, expires_at: sale.now, key: None }, Fault::HoldNotOpen(in_checkout)),
        (begun(in_checkout, no_order), Fault::HoldNotOpen(in_checkout)),
        (begun(open, pending), Fault::OrderExists(pending)),
        (Change::Paid { order: no_order }, Fault::NoSuchOrder(no_order)),
        (Change::Paid { order: paid }, Fault::ChargedAlready(paid)),
        (Change::Paid { order: cancelled }, Fault::ChargedAlready(cancelled)),
        (failed(paid), Fault::OrderNotPending(paid)),
        (failed(declined), Fault::OrderNotPending(declined)),
        (Change::Cancelled { order: pending, refund: None, key: None }, Fault::OrderNotPaid(pending)),
        (Change::RefusedMoney { order: cancelled, refund }, Fault::ChargedAlready(cancelled)),
        (Change::Configured(other_tiers), Fault::FixedTerms),
        (Change::Blocked(ranges(0)), Fault::NotFree { unit: Unit(0), owner: Owner::Held(open) }),
        (Change::Blocked(ranges(10)), Fault::NotForSale(Unit(10))),
        (Change::Blocked(vec![UnitRange::new(u32::MAX, u32::MAX)]), Fault::NotForSale(Unit(u32::MAX))),
        (Change::Unblocked(ranges(9)), Fault::NotBlocked(Unit(9))),
    ];
    for (change, fault) in rows {
        let last = sale.journal.last().expect("an entry");
        let index = last.changes.len();
        let expected = Violation::NotApplicable { version: last.version, change: index, fault };
        finds(&sale, |journal| journal.last_mut().expect("an entry").changes.push(change), &expected);
    }
}

#[test]
fn rows_that_the_journal_does_not_fold_to_are_found() {
    let Scene { sale, open, declined, .. } = scene();
    let hold = |harm: fn(&mut admit_domain::hold::Hold), fields| {
        let change = |records: &mut Records| records.holds.iter_mut().filter(|hold| hold.id == open).for_each(harm);
        finds_in_rows(&sale, change, &[Violation::HoldDiffers { hold: open, fields }]);
    };
    hold(|hold| hold.buyer = buyer(9), "buyer");
    hold(|hold| hold.units[0].price += 1, "units");
    hold(|hold| hold.granted_until = hold.created_at, "grant");
    hold(|hold| hold.expires_at = hold.created_at, "end");
    hold(|hold| hold.status = HoldStatus::Released, "status");
    hold(|hold| hold.raised = true, "attempts");
    hold(|hold| hold.key = crate::support::key(1, 1), "request");
    let order = |harm: fn(&mut admit_domain::order::Order), fields| {
        let change = |records: &mut Records| records.orders.iter_mut().filter(|row| row.id == declined).for_each(harm);
        finds_in_rows(&sale, change, &[Violation::OrderDiffers { order: declined, fields }]);
    };
    order(|order| order.total += 1, "sums");
    order(|order| order.status = OrderStatus::Expired, "status");
    order(|order| order.decline = None, "decline");
    order(|order| order.payment = admit_domain::id::PaymentId::from_u128(1), "payment");
    order(|order| order.cancel_key = crate::support::key(1, 1), "requests");
    finds_in_rows(
        &sale,
        |records| records.holds.retain(|hold| hold.id != open),
        &[Violation::HoldNotInRows { hold: open }],
    );
    finds_in_rows(
        &sale,
        |records| records.orders.retain(|order| order.id != declined),
        &[Violation::OrderNotInRows { order: declined }],
    );
    let journal = Some(ClaimState::Held(open));
    finds_in_rows(
        &sale,
        |records| records.claims.retain(|(unit, _)| *unit != Unit(0)),
        &[Violation::ClaimDiffers { unit: Unit(0), journal, row: None }],
    );
    finds_in_rows(&sale, |records| records.terms.tiers[0].price += 1, &[Violation::TermsDiffer]);
    let (rows, now) = (Version { epoch: 1, number: 1 }, sale.state.version());
    finds_in_rows(&sale, |records| records.version = rows, &[Violation::VersionDiffers { rows, journal: now }]);
    let later = sale.now + Duration::from_secs(1);
    finds_in_rows(&sale, |records| records.at = later, &[Violation::TimeDiffers { rows: later, journal: sale.now }]);
}

#[test]
fn rows_that_are_not_in_the_journal_are_found() {
    let Scene { sale, open, declined, .. } = scene();
    let (hold, order) = (HoldId::from_u128(1), OrderId::minted_from(1 << 99));
    let add_hold = |records: &mut Records| {
        let mut row = sale.the_hold(open).clone();
        row.id = hold;
        records.holds.push(row);
    };
    finds_in_rows(&sale, add_hold, &[Violation::HoldNotInJournal { hold }]);
    let add_order = |records: &mut Records| {
        let mut row = sale.the_order(declined).clone();
        row.id = order;
        records.orders.push(row);
    };
    finds_in_rows(&sale, add_order, &[Violation::OrderNotInJournal { order }]);
}

#[test]
fn holds_that_may_be_forgotten_may_be_in_the_rows_or_not() {
    let Scene { mut sale, .. } = scene();
    let forgettable = sale.hold(1, seats(&[9]));
    sale.run(&Command::Release { hold: forgettable, account: buyer(1).account }).expect("released");
    finds_in_rows(&sale, |records| records.holds.retain(|hold| hold.id != forgettable), &[]);
    let row = sale.the_hold(forgettable).clone();
    sale.wait(Duration::from_secs(2 * 24 * 3600));
    sale.run(&Command::Expire).expect("expired");
    assert_eq!(sale.state.hold(forgettable), None);
    finds_in_rows(&sale, |records| records.holds.push(row), &[]);
}

#[test]
fn without_the_first_terms_only_what_the_journal_set_is_judged() {
    let Scene { mut sale, .. } = scene();
    let judge = |sale: &Sale, records: &Records| {
        check_journal(sale.state.hall(), None, &mut sale.journal.iter().cloned(), records)
    };
    let mut records = sale.records();
    records.terms.tiers[0].price += 1;
    assert_eq!(judge(&sale, &records), []);
    sale.configure(|terms| terms.limits.open_holds_max = 7);
    assert_eq!(judge(&sale, &sale.records()), []);
    let mut records = sale.records();
    records.terms.tiers[0].price += 1;
    assert_eq!(judge(&sale, &records), [Violation::TermsDiffer]);
}

#[test]
fn a_verified_state_can_be_folded_on() {
    let Scene { mut sale, open, .. } = scene();
    let mut folding = Folding::from_verified(sale.state.clone());
    assert_eq!(folding.judge(&sale.records()), []);
    let known = sale.journal.len();
    sale.run(&Command::Release { hold: open, account: buyer(1).account }).expect("released");
    assert_ne!(folding.judge(&sale.records()), []);
    sale.journal[known..].iter().for_each(|entry| folding.add(entry));
    assert_eq!(folding.judge(&sale.records()), []);
}
