//! The orphan-seat rule: a choice may not leave one free seat between taken ones, unless nothing else could be chosen there.

use crate::hall::Hall;
use crate::seat_map::SectionKind;
use crate::unit::{Unit, UnitRange};

use super::free::FreeMap;

/// The free seats that taking `chosen` (free seats, sorted) would leave single.
///
/// A run of free seats that is one longer than what is taken of it always leaves one, so there it is allowed.
pub(super) fn singles_left(hall: &Hall, free: &FreeMap, chosen: &[Unit]) -> Vec<Unit> {
    let mut singles = Vec::new();
    let mut blocks: Vec<usize> = chosen.iter().filter_map(|unit| hall.block_of(*unit)).collect();
    blocks.sort_unstable();
    blocks.dedup();
    for block in blocks.into_iter().map(|index| hall.blocks()[index]) {
        if block.kind == SectionKind::GeneralAdmission {
            continue;
        }
        for run in free.runs(block.units) {
            let taken = chosen.iter().filter(|unit| run.contains(**unit)).count() as u32;
            if taken > 0 && run.count - taken != 1 {
                singles.extend(singles_of(run, chosen));
            }
        }
    }
    singles
}

/// Units of `run` that aren't chosen and have no unchosen neighbour in it.
fn singles_of(run: UnitRange, chosen: &[Unit]) -> impl Iterator<Item = Unit> {
    let left = move |unit: u32| run.contains(Unit(unit)) && chosen.binary_search(&Unit(unit)).is_err();
    run.units().filter(move |unit| left(unit.0) && !left(unit.0 + 1) && !unit.0.checked_sub(1).is_some_and(left))
}
