//! Sets of units, and what they come to as runs of neighbours in the same state.

use admit_domain::unit::Unit;

use crate::desk::view::UnitState;

/// Neighbouring units that are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    pub first: Unit,
    pub count: u32,
    pub state: UnitState,
}

/// Units of one event, a bit each: marking one again costs nothing, and they come out in order.
#[derive(Debug, Clone)]
pub(crate) struct UnitSet {
    words: Vec<u64>,
    any: bool,
}

impl UnitSet {
    /// Room for units below `units`; others are never in it.
    pub(crate) fn new(units: u32) -> UnitSet {
        UnitSet { words: vec![0; units.div_ceil(64) as usize], any: false }
    }

    pub(crate) fn insert(&mut self, unit: Unit) {
        if let Some(word) = self.words.get_mut(unit.index() / 64) {
            *word |= 1 << (unit.0 % 64);
            self.any = true;
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        !self.any
    }

    /// What is in it, which it then isn't any more.
    pub(crate) fn take(&mut self) -> UnitSet {
        let empty = UnitSet { words: vec![0; self.words.len()], any: false };
        std::mem::replace(self, empty)
    }

    pub(crate) fn clear(&mut self) {
        self.words.fill(0);
        self.any = false;
    }

    /// In ascending order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Unit> + '_ {
        self.words.iter().enumerate().flat_map(|(index, word)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                let bit = (rest != 0).then(|| rest.trailing_zeros())?;
                rest &= rest - 1;
                Some(Unit(index as u32 * 64 + bit))
            })
        })
    }
}

/// `units`, which ascend, as runs of the same state.
pub(super) fn runs(units: impl Iterator<Item = Unit>, state_of: impl Fn(Unit) -> UnitState) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for unit in units {
        let state = state_of(unit);
        match runs.last_mut() {
            Some(run) if run.state == state && run.first.0 + run.count == unit.0 => run.count += 1,
            _ => runs.push(Run { first: unit, count: 1, state }),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(units: &[u32]) -> UnitSet {
        let mut set = UnitSet::new(300);
        units.iter().for_each(|unit| set.insert(Unit(*unit)));
        set
    }

    #[test]
    fn units_come_out_once_and_in_order() {
        let mut touched = set(&[299, 0, 63, 64, 65, 128, 0, 299]);
        let found: Vec<u32> = touched.iter().map(|unit| unit.0).collect();
        assert_eq!(found, [0, 63, 64, 65, 128, 299]);
        assert_eq!(touched.take().iter().count(), 6);
        assert!(touched.is_empty() && touched.iter().next().is_none());
    }

    #[test]
    fn a_unit_that_no_hall_has_is_never_in_it() {
        let touched = set(&[320, u32::MAX]);
        assert!(touched.is_empty());
    }

    #[test]
    fn neighbours_of_one_state_are_one_run() {
        let state_of = |unit: Unit| if unit.0 == 65 { UnitState::Sold } else { UnitState::Held };
        let found = runs(set(&[3, 63, 64, 65, 66, 200]).iter(), state_of);
        let run = |first, count, state| Run { first: Unit(first), count, state };
        let expected = [
            run(3, 1, UnitState::Held),
            run(63, 2, UnitState::Held),
            run(65, 1, UnitState::Sold),
            run(66, 1, UnitState::Held),
            run(200, 1, UnitState::Held),
        ];
        assert_eq!(found, expected);
    }
}
