//! Best available: the best places side by side, by tier, then row, then nearness to the row's best seat.

use std::ops::Range;

use crate::hall::{Block, Hall};
use crate::seat_map::SectionKind;
use crate::terms::{OrphanRule, Terms, TierIndex};
use crate::unit::{Unit, UnitRange};

use super::command::{BestAvailable, Together};
use super::free::FreeMap;
use super::orphan::neighbours;
use super::refusal::Refusal;

pub(super) struct Search<'state> {
    pub(super) hall: &'state Hall,
    pub(super) free: &'state FreeMap,
    pub(super) terms: &'state Terms,
}

impl Search<'_> {
    /// The units to hold, sorted.
    pub(super) fn best(&self, wanted: &BestAvailable) -> Result<Vec<Unit>, Refusal> {
        if let Some(units) = self.together(wanted, wanted.quantity, &[]) {
            return Ok(units);
        }
        let scope = self.scope(wanted);
        if !scope.any {
            return Err(Refusal::NoMatch);
        }
        match () {
            () if scope.free >= wanted.quantity => match wanted.together {
                Together::Required => Err(Refusal::NoneTogether),
                Together::Preferred => Ok(self.apart(wanted)),
            },
            () if scope.free > 0 => Err(Refusal::NotEnough { available: scope.free }),
            () if scope.held > 0 => Err(Refusal::AllHeld),
            () => Err(Refusal::SoldOut),
        }
    }

    /// `quantity` places of one general-admission section.
    pub(super) fn general(&self, section: u16, quantity: u32) -> Result<Vec<Unit>, Refusal> {
        let plan = self.hall.map().sections.get(usize::from(section));
        let units = plan.filter(|plan| plan.kind == SectionKind::GeneralAdmission).ok_or(Refusal::NotGeneral)?.units;
        let block = self.hall.block_of(units.first).ok_or(Refusal::NoMatch)?;
        let count = self.free.count(block);
        match count.free {
            0 if count.held > 0 => Err(Refusal::AllHeld),
            0 => Err(Refusal::SoldOut),
            free if free < quantity => Err(Refusal::NotEnough { available: free }),
            _ => Ok(self.first_free(units, quantity, &[])),
        }
    }

    fn fits(&self, wanted: &BestAvailable, index: TierIndex) -> bool {
        let tier = self.terms.tier(index);
        wanted.tier.is_none_or(|tier| tier == index) && wanted.price_max.is_none_or(|max| tier.price + tier.fee <= max)
    }

    /// The tiers to look in, best first.
    fn tiers(&self, wanted: &BestAvailable) -> impl Iterator<Item = TierIndex> {
        let capacities = self.hall.tier_capacity().iter().enumerate();
        let sold = capacities.filter(|(_, capacity)| **capacity > 0).map(|(index, _)| TierIndex(index as u8));
        sold.filter(|tier| self.fits(wanted, *tier))
    }

    /// The blocks of a section to look in, best first.
    fn section_blocks(&self, wanted: &BestAvailable, section: u16) -> impl Iterator<Item = usize> {
        self.free.section_blocks(section).filter(|index| self.fits(wanted, self.hall.blocks()[*index].tier))
    }

    /// Where a tier's blocks stand among all, which are in order of their tiers.
    fn blocks_of(&self, tier: TierIndex) -> Range<usize> {
        let blocks = self.hall.blocks();
        blocks.partition_point(|block| block.tier < tier)..blocks.partition_point(|block| block.tier <= tier)
    }

    /// `quantity` places side by side, none of them in `taken`.
    fn together(&self, wanted: &BestAvailable, quantity: u32, taken: &[Unit]) -> Option<Vec<Unit>> {
        let within = |index: usize| self.within(&self.hall.blocks()[index], quantity, taken);
        match wanted.section {
            Some(section) => {
                self.section_blocks(wanted, section).filter(|index| self.free.has(*index, quantity)).find_map(within)
            }
            None => self
                .tiers(wanted)
                .flat_map(|tier| self.free.blocks_with(quantity, self.blocks_of(tier)))
                .find_map(within),
        }
    }

    fn within(&self, block: &Block, quantity: u32, taken: &[Unit]) -> Option<Vec<Unit>> {
        if block.kind == SectionKind::GeneralAdmission {
            let units = self.first_free(block.units, quantity, taken);
            return (units.len() == quantity as usize).then_some(units);
        }
        let sweet = block.units.first.0 + block.sweet;
        self.free
            .runs(block.units)
            .flat_map(|run| without(run, taken))
            .filter(|run| run.count >= quantity)
            .flat_map(|run| self.windows(run, quantity, sweet, taken))
            .min_by_key(|(single, first)| (*single, (first + (quantity - 1) / 2).abs_diff(sweet)))
            .map(|(_, first)| UnitRange::new(first, quantity).units().collect())
    }

    /// Where in `run` a group of `quantity` may begin, around the nearest to `sweet`, and whether it would leave a single seat.
    ///
    /// At most one beginning is bad at each end of the run, so one that isn't is no more than two steps away.
    fn windows(
        &self,
        run: UnitRange,
        quantity: u32,
        sweet: u32,
        taken: &[Unit],
    ) -> impl Iterator<Item = (bool, u32)> + use<> {
        let (low, high) = (run.first.0, run.end() - quantity);
        // Of two best seats the left one is the sweet spot, so an even group has its middle to the right of it.
        let nearest = sweet.saturating_sub((quantity - 1) / 2).clamp(low, high);
        let steps = if self.terms.orphan_rule == OrphanRule::Allowed { 0 } else { 2 };
        let (before, after) = self.free_beyond(run, taken);
        (nearest.saturating_sub(steps).max(low)..=nearest.saturating_add(steps).min(high)).map(move |first| {
            let (left, right) = (before + first - low, after + high - first);
            (steps > 0 && left + right != 1 && (left == 1 || right == 1), first)
        })
    }

    /// How many seats beside `run` are free though they are of other tiers, on either side; two stand for any more.
    fn free_beyond(&self, run: UnitRange, taken: &[Unit]) -> (u32, u32) {
        let Some(all) = neighbours(self.hall, run.first) else { return (0, 0) };
        let free = |unit: &u32| {
            let unit = Unit(*unit);
            all.contains(unit) && self.free.is_free(unit) && !taken.contains(&unit)
        };
        let before = (all.first.0..run.first.0).rev().take(2).take_while(free).count();
        let after = (run.end()..all.end()).take(2).take_while(free).count();
        (before as u32, after as u32)
    }

    /// As few groups as possible, each the best of its size. There are enough free units.
    fn apart(&self, wanted: &BestAvailable) -> Vec<Unit> {
        let mut units = Vec::with_capacity(wanted.quantity as usize);
        let mut size = wanted.quantity;
        while units.len() < wanted.quantity as usize {
            size = size.min(wanted.quantity - units.len() as u32);
            match self.together(wanted, size, &units) {
                Some(group) => units.extend(group),
                None => size -= 1,
            }
        }
        units.sort_unstable();
        units
    }

    fn first_free(&self, units: UnitRange, quantity: u32, taken: &[Unit]) -> Vec<Unit> {
        let free = self.free.runs(units).flat_map(UnitRange::units);
        free.filter(|unit| !taken.contains(unit)).take(quantity as usize).collect()
    }

    fn scope(&self, wanted: &BestAvailable) -> Scope {
        let mut scope = Scope::default();
        let mut add = |free: u32, held: u32| {
            scope.any = true;
            scope.free += free;
            scope.held += held;
        };
        match wanted.section {
            Some(section) => self.section_blocks(wanted, section).for_each(|index| {
                let count = self.free.count(index);
                add(count.free, count.held);
            }),
            None => self.tiers(wanted).for_each(|tier| {
                let count = self.free.tier_count(tier);
                add(count.free, count.held);
            }),
        }
        scope
    }
}

/// What the wanted section, tier and price leave to choose from.
#[derive(Default)]
struct Scope {
    any: bool,
    free: u32,
    held: u32,
}

/// The parts of `run` between the units of `taken` that lie in it.
fn without(run: UnitRange, taken: &[Unit]) -> Vec<UnitRange> {
    let mut cuts: Vec<u32> = taken.iter().filter(|unit| run.contains(**unit)).map(|unit| unit.0).collect();
    cuts.sort_unstable();
    let mut parts = Vec::new();
    let mut first = run.first.0;
    for cut in cuts.into_iter().chain([run.end()]) {
        if cut > first {
            parts.push(UnitRange::new(first, cut - first));
        }
        first = cut + 1;
    }
    parts
}
