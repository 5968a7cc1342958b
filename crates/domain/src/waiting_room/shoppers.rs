//! Those who were called and appeared: they shop, or will as soon as fewer do.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::id::AccountId;
use crate::time::Timestamp;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Was called, is here, and waits for a pass.
    Ready,
    /// Has a pass.
    Live { ends_at: Timestamp },
    /// Had one.
    Ended { at: Timestamp },
}

/// One who was called and appeared, by their position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shopper {
    pub position: u32,
    pub number: u32,
    pub account: AccountId,
    pub stage: Stage,
}

/// All shoppers who aren't at an end.
#[derive(Debug, Clone, Default)]
pub struct Shoppers {
    by_position: BTreeMap<u32, Shopper>,
    by_account: HashMap<AccountId, u32>,
    ready: BTreeSet<u32>,
    ends: BTreeSet<(Timestamp, u32)>,
}

impl Shoppers {
    pub fn at(&self, position: u32) -> Option<&Shopper> {
        self.by_position.get(&position)
    }

    pub fn of(&self, account: AccountId) -> Option<&Shopper> {
        self.by_account.get(&account).and_then(|position| self.by_position.get(position))
    }

    /// Those who have a pass.
    pub fn live(&self) -> u32 {
        self.ends.len() as u32
    }

    /// Those who wait for one though they were called.
    pub fn ready(&self) -> u32 {
        self.ready.len() as u32
    }

    pub fn all(&self) -> impl Iterator<Item = &Shopper> {
        self.by_position.values()
    }

    /// Puts a shopper in the place of whoever was at the position; one at an end goes.
    pub fn put(&mut self, shopper: Shopper) {
        if let Some(before) = self.by_position.remove(&shopper.position) {
            self.by_account.remove(&before.account);
            self.ready.remove(&before.position);
            if let Stage::Live { ends_at } = before.stage {
                self.ends.remove(&(ends_at, before.position));
            }
        }
        match shopper.stage {
            Stage::Ready => drop(self.ready.insert(shopper.position)),
            Stage::Live { ends_at } => drop(self.ends.insert((ends_at, shopper.position))),
            Stage::Ended { .. } => return,
        }
        self.by_account.insert(shopper.account, shopper.position);
        self.by_position.insert(shopper.position, shopper);
    }

    /// The first in line of those who wait for a pass.
    pub(super) fn first_ready(&self) -> Option<Shopper> {
        self.ready.first().and_then(|position| self.at(*position)).copied()
    }

    /// The pass that ends first.
    pub(super) fn first_to_end(&self) -> Option<(Timestamp, Shopper)> {
        let (ends_at, position) = self.ends.first()?;
        self.at(*position).map(|shopper| (*ends_at, *shopper))
    }

    /// How many of the positions from `first` to `last` wait for a pass.
    pub(super) fn ready_within(&self, first: u32, last: u32) -> u32 {
        self.ready.range(first..=last).count() as u32
    }
}
