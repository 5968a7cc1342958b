//! Claims against holds: every claimed unit has one owner, and both sides say the same.

use std::collections::HashMap;

use crate::hall::Hall;
use crate::hold::{Hold, HoldStatus};
use crate::unit::Unit;

use super::records::{ClaimState, Index, Records};
use super::violation::Violation;

pub(super) fn check(hall: &Hall, records: &Records, index: &Index<'_>, found: &mut Vec<Violation>) {
    let claims = rows(hall, records, index, found);
    let mut claimed_by = HashMap::new();
    for hold in &records.holds {
        for held in &hold.units {
            check_held_unit(hall, hold, held.unit, found);
            if !hold.claims() {
                continue;
            }
            if let Some(other) = claimed_by.insert(held.unit, hold.id) {
                found.push(Violation::UnitOfTwoHolds { unit: held.unit, holds: [other, hold.id] });
            }
            check_claimed_unit(hold, held.unit, claims.get(&held.unit).copied(), found);
        }
    }
}

/// The claim rows by unit, each checked against the hall and the hold that it names.
fn rows(hall: &Hall, records: &Records, index: &Index<'_>, found: &mut Vec<Violation>) -> HashMap<Unit, ClaimState> {
    let mut claims = HashMap::with_capacity(records.claims.len());
    for (unit, state) in &records.claims {
        if claims.insert(*unit, *state).is_some() {
            found.push(Violation::DoubledClaim { unit: *unit });
        }
        if unit.0 >= hall.units() {
            found.push(Violation::ClaimOutOfRange { unit: *unit, units: hall.units() });
        } else if hall.tier(*unit).is_none() {
            found.push(Violation::ClaimNotForSale { unit: *unit });
        }
        let Some(id) = state.hold() else { continue };
        match index.holds.get(&id) {
            None => found.push(Violation::ClaimWithoutHold { unit: *unit, hold: id }),
            Some(hold) if !hold.claims() || hold.units.iter().all(|held| held.unit != *unit) => {
                found.push(Violation::ClaimNotOfItsHold { unit: *unit, hold: id });
            }
            Some(_) => {}
        }
    }
    claims
}

fn check_held_unit(hall: &Hall, hold: &Hold, unit: Unit, found: &mut Vec<Violation>) {
    if hall.tier(unit).is_none() {
        found.push(Violation::HoldsUnknownUnit { unit, hold: hold.id });
    }
    if hold.units.iter().filter(|other| other.unit == unit).count() > 1 {
        found.push(Violation::UnitTwiceInHold { unit, hold: hold.id });
    }
}

fn check_claimed_unit(hold: &Hold, unit: Unit, claim: Option<ClaimState>, found: &mut Vec<Violation>) {
    let sold = matches!(hold.status, HoldStatus::Completed(_));
    match claim {
        None => found.push(Violation::HoldWithoutClaim { unit, hold: hold.id }),
        Some(ClaimState::Blocked) => found.push(Violation::BlockedAndClaimed { unit, hold: hold.id }),
        Some(ClaimState::Held(id) | ClaimState::Sold(id)) if id != hold.id => {
            found.push(Violation::ClaimOfAnother { unit, hold: hold.id, claimed_by: id });
        }
        Some(ClaimState::Held(_)) if sold => found.push(Violation::HeldButCompleted { unit, hold: hold.id }),
        Some(ClaimState::Sold(_)) if !sold => found.push(Violation::SoldButNotCompleted { unit, hold: hold.id }),
        Some(_) => {}
    }
}
