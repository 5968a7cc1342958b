//! Sums by section: what is available, held, sold and off sale is all that there is, each counted from a source of its own.

use std::collections::HashSet;

use crate::hall::Hall;
use crate::hold::HoldStatus;
use crate::unit::Unit;

use super::records::{ClaimState, Records};
use super::violation::Violation;

#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    capacity: u64,
    /// Units for sale without a claim row.
    available: u64,
    /// Units of holds that are open or in checkout.
    held: u64,
    /// Units of completed holds.
    sold: u64,
    /// Units whose claim row says that they are off sale.
    blocked: u64,
}

pub(super) fn check(hall: &Hall, records: &Records, found: &mut Vec<Violation>) {
    let mut sums = vec![Sum::default(); hall.map().sections.len()];
    let section_of = |unit: Unit| hall.tier(unit).and_then(|_| hall.map().section_of(unit));
    let claimed: HashSet<Unit> = records.claims.iter().map(|(unit, _)| *unit).collect();
    for unit in (0..hall.units()).map(Unit) {
        let Some(section) = section_of(unit) else { continue };
        sums[section].capacity += 1;
        sums[section].available += u64::from(!claimed.contains(&unit));
    }
    for (unit, _) in records.claims.iter().filter(|(_, state)| *state == ClaimState::Blocked) {
        if let Some(section) = section_of(*unit) {
            sums[section].blocked += 1;
        }
    }
    for hold in records.holds.iter().filter(|hold| hold.claims()) {
        for section in hold.units.iter().filter_map(|held| section_of(held.unit)) {
            match hold.status {
                HoldStatus::Completed(_) => sums[section].sold += 1,
                _ => sums[section].held += 1,
            }
        }
    }
    for (section, sum) in sums.into_iter().enumerate() {
        let Sum { capacity, available, held, sold, blocked } = sum;
        if available + held + sold + blocked != capacity {
            found.push(Violation::SectionSum { section, available, held, sold, blocked, capacity });
        }
    }
}
