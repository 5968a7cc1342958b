//! The orphan-seat rule: a choice may not leave one free seat between taken ones, unless nothing else could be chosen there.

use crate::hall::Hall;
use crate::unit::{Unit, UnitRange};

use super::free::FreeMap;

/// The free seats that taking `chosen` (free seats, sorted) would leave single.
///
/// A run of free seats that is one longer than what is taken of it always leaves one, so there it is allowed.
pub(super) fn singles_left(hall: &Hall, free: &FreeMap, chosen: &[Unit]) -> Vec<Unit> {
    let mut singles = Vec::new();
    let mut done = 0;
    for unit in chosen {
        let Some(neighbours) = neighbours(hall, *unit).filter(|_| unit.0 >= done) else { continue };
        done = neighbours.end();
        for run in free.runs(neighbours) {
            let taken = chosen.iter().filter(|unit| run.contains(**unit)).count() as u32;
            if taken > 0 && run.count - taken != 1 {
                singles.extend(singles_of(run, chosen));
            }
        }
    }
    singles
}

/// The seats side by side among which `unit` is, whatever their tiers; `None` for general admission.
pub(super) fn neighbours(hall: &Hall, unit: Unit) -> Option<UnitRange> {
    let (_, row) = hall.map().place(unit)?.seat?;
    row.runs.get(row.runs.partition_point(|run| run.end() <= unit.0)).copied()
}

/// Units of `run` that aren't chosen and have no unchosen neighbour in it.
fn singles_of(run: UnitRange, chosen: &[Unit]) -> impl Iterator<Item = Unit> {
    let left = move |unit: u32| run.contains(Unit(unit)) && chosen.binary_search(&Unit(unit)).is_err();
    run.units().filter(move |unit| left(unit.0) && !left(unit.0 + 1) && !unit.0.checked_sub(1).is_some_and(left))
}
