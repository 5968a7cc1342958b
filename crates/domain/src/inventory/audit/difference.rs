//! The journal's fold against the rows, group of fields by group of fields.

use std::collections::HashMap;

use crate::hold::Hold;
use crate::inventory::state::{Inventory, REMEMBERED};
use crate::order::Order;
use crate::unit::Unit;

use super::records::{ClaimState, Records};
use super::violation::Violation;

/// Where `records` aren't what `state` is, which was folded from the journal.
pub(super) fn compare(state: &Inventory, records: &Records, found: &mut Vec<Violation>) {
    compare_claims(state, records, found);
    compare_holds(state, records, found);
    compare_orders(state, records, found);
}

fn compare_claims(state: &Inventory, records: &Records, found: &mut Vec<Violation>) {
    let rows: HashMap<Unit, ClaimState> = records.claims.iter().copied().collect();
    for unit in (0..state.hall().units()).map(Unit) {
        let (journal, row) = (ClaimState::of(state.owner(unit)), rows.get(&unit).copied());
        if journal != row {
            found.push(Violation::ClaimDiffers { unit, journal, row });
        }
    }
}

fn compare_holds(state: &Inventory, records: &Records, found: &mut Vec<Violation>) {
    let mut missing: HashMap<_, &Hold> = state.holds().map(|hold| (hold.id, hold)).collect();
    for row in &records.holds {
        match missing.remove(&row.id) {
            Some(folded) => compare_hold(folded, row, found),
            None if was_forgotten(state, row) => {}
            None => found.push(Violation::HoldNotInJournal { hold: row.id }),
        }
    }
    let mut missing: Vec<_> =
        missing.into_values().filter(|hold| !hold.may_be_forgotten()).map(|hold| hold.id).collect();
    missing.sort_unstable();
    found.extend(missing.into_iter().map(|hold| Violation::HoldNotInRows { hold }));
}

/// Whether the fold had to drop the hold, whose row may go later.
fn was_forgotten(state: &Inventory, row: &Hold) -> bool {
    row.may_be_forgotten() && row.ended_at.is_some_and(|ended_at| ended_at < state.at() - REMEMBERED)
}

fn compare_hold(folded: &Hold, row: &Hold, found: &mut Vec<Violation>) {
    let groups = [
        ("buyer", folded.buyer == row.buyer),
        ("units", folded.units == row.units),
        ("grant", (folded.created_at, folded.granted_until) == (row.created_at, row.granted_until)),
        ("end", (folded.expires_at, folded.ended_at) == (row.expires_at, row.ended_at)),
        ("status", folded.status == row.status),
        ("extension", folded.extension == row.extension),
        ("attempts", (folded.attempts, folded.raised) == (row.attempts, row.raised)),
        ("request", folded.key == row.key),
    ];
    let differing = groups.into_iter().filter(|(_, same)| !same);
    found.extend(differing.map(|(fields, _)| Violation::HoldDiffers { hold: row.id, fields }));
}

fn compare_orders(state: &Inventory, records: &Records, found: &mut Vec<Violation>) {
    let mut missing: HashMap<_, &Order> = state.orders().map(|order| (order.id, order)).collect();
    for row in &records.orders {
        match missing.remove(&row.id) {
            Some(folded) => compare_order(folded, row, found),
            None => found.push(Violation::OrderNotInJournal { order: row.id }),
        }
    }
    let mut missing: Vec<_> = missing.into_keys().collect();
    missing.sort_unstable();
    found.extend(missing.into_iter().map(|order| Violation::OrderNotInRows { order }));
}

fn compare_order(folded: &Order, row: &Order, found: &mut Vec<Violation>) {
    let groups = [
        ("hold", folded.hold == row.hold),
        ("buyer", folded.buyer == row.buyer),
        ("payment", folded.payment == row.payment),
        ("sums", (folded.total, folded.ticket_count) == (row.total, row.ticket_count)),
        ("times", (folded.created_at, folded.pay_by) == (row.created_at, row.pay_by)),
        ("status", (folded.status, folded.settled_at) == (row.status, row.settled_at)),
        ("next action", folded.next_action == row.next_action),
        ("decline", folded.decline == row.decline),
        ("refund", folded.refund == row.refund),
        ("requests", (folded.key, folded.cancel_key) == (row.key, row.cancel_key)),
    ];
    let differing = groups.into_iter().filter(|(_, same)| !same);
    found.extend(differing.map(|(fields, _)| Violation::OrderDiffers { order: row.id, fields }));
}
