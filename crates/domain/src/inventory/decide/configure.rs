//! Changes by whoever runs the sale: terms, and places taken off sale.

use crate::amendment::Amendment;
use crate::inventory::journal::Change;
use crate::inventory::refusal::Refusal;
use crate::inventory::state::{Inventory, Owner};
use crate::terms::{SalePhase, Terms};
use crate::unit::{Unit, UnitRange};

use super::dispatch::Decision;

pub(super) fn configure(state: &Inventory, terms: &Terms) -> Result<Decision, Refusal> {
    terms.check().map_err(Refusal::BadTerms)?;
    if !state.terms.may_become(terms) {
        return Err(Refusal::FixedTerms);
    }
    if **state.terms() == *terms {
        return Ok(Decision::Already);
    }
    Ok(Decision::Change(Change::Configured(terms.clone())))
}

/// As [`configure`], of the terms as they are. A cancelled event takes no amendment but the one that it is cancelled by.
pub(super) fn amend(state: &Inventory, amendment: &Amendment) -> Result<Decision, Refusal> {
    if state.terms.phase == SalePhase::Cancelled && *amendment != Amendment::to_phase(SalePhase::Cancelled) {
        return Err(Refusal::EventCancelled);
    }
    let terms = amendment.applied_to(state.terms()).ok_or(Refusal::FixedTerms)?;
    configure(state, &terms)
}

/// Takes free places off sale; those that are off sale already stay so.
pub(super) fn block(state: &Inventory, ranges: &[UnitRange]) -> Result<Decision, Refusal> {
    refuse_outside(state, ranges)?;
    let claimed = |unit: &Unit| !state.is_free(*unit) && !is_blocked(state, *unit);
    let not_free: Vec<Unit> = units_of(ranges).filter(claimed).collect();
    if !not_free.is_empty() {
        return Err(Refusal::NotFree(not_free));
    }
    Ok(changed(ranges, |unit| state.is_free(unit), Change::Blocked))
}

/// Puts places back on sale; those that were never off it stay as they are.
pub(super) fn unblock(state: &Inventory, ranges: &[UnitRange]) -> Result<Decision, Refusal> {
    refuse_outside(state, ranges)?;
    let unknown: Vec<Unit> = units_of(ranges).filter(|unit| state.hall().tier(*unit).is_none()).collect();
    if !unknown.is_empty() {
        return Err(Refusal::NotFree(unknown));
    }
    Ok(changed(ranges, |unit| is_blocked(state, unit), Change::Unblocked))
}

/// Takes the first free places off sale, or all of them.
pub(super) fn block_free(state: &Inventory, ranges: &[UnitRange], quantity: Option<u32>) -> Result<Decision, Refusal> {
    refuse_outside(state, ranges)?;
    match quantity {
        None => Ok(changed(ranges, |unit| state.is_free(unit), Change::Blocked)),
        Some(quantity) => {
            let first = first_of(ranges, quantity, |unit| state.is_free(unit))?;
            Ok(changed(&first, |_| true, Change::Blocked))
        }
    }
}

/// Puts the first blocked places back on sale.
pub(super) fn unblock_some(state: &Inventory, ranges: &[UnitRange], quantity: u32) -> Result<Decision, Refusal> {
    refuse_outside(state, ranges)?;
    let first = first_of(ranges, quantity, |unit| is_blocked(state, unit))?;
    Ok(changed(&first, |_| true, Change::Unblocked))
}

/// The first `quantity` units that `applies` to, each a range; refused if there are fewer.
fn first_of(ranges: &[UnitRange], quantity: u32, applies: impl Fn(Unit) -> bool) -> Result<Vec<UnitRange>, Refusal> {
    let units = units_of(ranges).filter(|unit| applies(*unit)).take(quantity as usize);
    let first: Vec<UnitRange> = units.map(|unit| UnitRange { first: unit, count: 1 }).collect();
    match first.len() as u32 {
        count if count == quantity => Ok(first),
        count => Err(Refusal::NotEnough { available: count }),
    }
}

/// Refuses ranges that leave the hall before anything goes through their units, of which there could be billions.
fn refuse_outside(state: &Inventory, ranges: &[UnitRange]) -> Result<(), Refusal> {
    let units = state.hall().units();
    let leaves = |range: &&UnitRange| range.count > units || range.first.0 > units - range.count;
    match ranges.iter().find(leaves) {
        None => Ok(()),
        Some(range) => Err(Refusal::NotFree(vec![range.first.max(Unit(units))])),
    }
}

fn is_blocked(state: &Inventory, unit: Unit) -> bool {
    state.hall().tier(unit).is_some() && state.owner(unit) == Owner::Blocked
}

fn units_of(ranges: &[UnitRange]) -> impl Iterator<Item = Unit> {
    ranges.iter().flat_map(|range| range.units())
}

/// The units of `ranges` that `applies` to, each once, as ranges.
fn changed(
    ranges: &[UnitRange],
    applies: impl Fn(Unit) -> bool,
    change: impl FnOnce(Vec<UnitRange>) -> Change,
) -> Decision {
    let mut units: Vec<Unit> = units_of(ranges).filter(|unit| applies(*unit)).collect();
    units.sort_unstable();
    units.dedup();
    let mut runs: Vec<UnitRange> = Vec::new();
    for unit in units {
        match runs.last_mut() {
            Some(run) if run.end() == unit.0 => run.count += 1,
            _ => runs.push(UnitRange { first: unit, count: 1 }),
        }
    }
    if runs.is_empty() { Decision::Already } else { Decision::Change(change(runs)) }
}
