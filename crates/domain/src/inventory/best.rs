//! Best available: the best places side by side, by tier, then row, then nearness to the row's best seat.

use crate::hall::{Block, Hall};
use crate::seat_map::SectionKind;
use crate::terms::{OrphanRule, Terms};
use crate::unit::{Unit, UnitRange};

use super::command::{BestAvailable, Together};
use super::free::FreeMap;
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

    fn fits(&self, wanted: &BestAvailable, block: &Block) -> bool {
        let tier = self.terms.tier(block.tier);
        wanted.section.is_none_or(|section| section == block.section)
            && wanted.tier.is_none_or(|tier| tier == block.tier)
            && wanted.price_max.is_none_or(|max| tier.price + tier.fee <= max)
    }

    /// `quantity` places side by side, none of them in `taken`.
    fn together(&self, wanted: &BestAvailable, quantity: u32, taken: &[Unit]) -> Option<Vec<Unit>> {
        self.free
            .blocks_with(quantity)
            .map(|index| &self.hall.blocks()[index])
            .filter(|block| self.fits(wanted, block))
            .find_map(|block| self.within(block, quantity, taken))
    }

    fn within(&self, block: &Block, quantity: u32, taken: &[Unit]) -> Option<Vec<Unit>> {
        if block.kind == SectionKind::GeneralAdmission {
            let units = self.first_free(block.units, quantity, taken);
            return (units.len() == quantity as usize).then_some(units);
        }
        let sweet = block.units.first.0 + block.sweet;
        let rule = self.terms.orphan_rule;
        self.free
            .runs(block.units)
            .flat_map(|run| without(run, taken))
            .filter(|run| run.count >= quantity)
            .map(|run| window(run, quantity, sweet, rule))
            .min_by_key(|first| (first + quantity / 2).abs_diff(sweet))
            .map(|first| UnitRange::new(first, quantity).units().collect())
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
        for (index, _) in self.hall.blocks().iter().enumerate().filter(|(_, block)| self.fits(wanted, block)) {
            let count = self.free.count(index);
            scope.any = true;
            scope.free += count.free;
            scope.held += count.held;
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

/// Where in `run` a group of `quantity` begins: as near to `sweet` as can be, leaving no single seat if the rule says so.
fn window(run: UnitRange, quantity: u32, sweet: u32, rule: OrphanRule) -> u32 {
    let (low, high) = (run.first.0, run.end() - quantity);
    let first = sweet.saturating_sub(quantity / 2).clamp(low, high);
    match rule {
        OrphanRule::Allowed => first,
        // One step from an edge leaves one seat there: go to the edge instead.
        OrphanRule::Refused if first - low == 1 => low,
        OrphanRule::Refused if high - first == 1 => high,
        OrphanRule::Refused => first,
    }
}
