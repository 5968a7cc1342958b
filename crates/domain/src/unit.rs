//! Units: everything that can be sold, numbered from 0 within an event.

use std::fmt;

/// One sellable place of an event: a seat, or one place of a general-admission area.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Unit(pub u32);

impl Unit {
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

impl fmt::Debug for Unit {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "#{}", self.0)
    }
}

/// A run of consecutive units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnitRange {
    pub first: Unit,
    pub count: u32,
}

impl UnitRange {
    pub const fn new(first: u32, count: u32) -> Self {
        Self { first: Unit(first), count }
    }

    /// One past the last unit; ranges that no hall has, with too large numbers, end at the largest.
    pub const fn end(self) -> u32 {
        self.first.0.saturating_add(self.count)
    }

    pub fn contains(self, unit: Unit) -> bool {
        self.first <= unit && unit.0 < self.end()
    }

    pub fn units(self) -> impl Iterator<Item = Unit> + Clone {
        (self.first.0..self.end()).map(Unit)
    }
}
