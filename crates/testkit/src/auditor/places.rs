//! Which places are free where, counted from nothing.

use admit_app::ports::inventory::Claim;
use admit_domain::hall::Hall;
use admit_domain::inventory::command::{BestAvailable, Choice, Together};
use admit_domain::seat_map::SectionKind;
use admit_domain::terms::{SalePhase, Terms, TierIndex};
use admit_domain::time::Timestamp;
use admit_domain::unit::{Unit, UnitRange};

use super::history::Step;

pub(super) fn sells(terms: &Terms, now: Timestamp) -> bool {
    terms.phase == SalePhase::Open && now >= terms.opens_at && now < terms.closes_at
}

pub(super) struct Places<'state> {
    pub(super) hall: &'state Hall,
    pub(super) step: &'state Step,
}

/// What a choice leaves to choose from.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Scope {
    /// Whether anything of the kind is ever for sale.
    pub(super) any: bool,
    pub(super) free: u32,
    pub(super) held: u32,
    /// The most that are free side by side.
    pub(super) longest: u32,
}

impl Places<'_> {
    pub(super) fn is_free(&self, unit: Unit) -> bool {
        self.hall.tier(unit).is_some() && self.step.owners[unit.index()].is_none()
    }

    /// Whether `units`, sorted, are places that the choice allows.
    pub(super) fn answers(&self, choice: &Choice, units: &[Unit]) -> bool {
        match choice {
            Choice::Seats(wanted) => {
                let mut wanted = wanted.clone();
                wanted.sort_unstable();
                wanted == units
            }
            Choice::General { section, quantity } => {
                let plan = self.hall.map().sections.get(usize::from(*section));
                plan.is_some_and(|plan| {
                    plan.kind == SectionKind::GeneralAdmission
                        && units.len() == *quantity as usize
                        && units.iter().all(|unit| plan.units.contains(*unit))
                })
            }
            Choice::Best(best) => {
                let fits = units.iter().all(|unit| self.fits(best, *unit));
                let side_by_side = || self.runs().any(|run| units.iter().all(|unit| run.contains(*unit)));
                let neighbours = units.windows(2).all(|pair| pair[1].0 == pair[0].0 + 1);
                let general = units.iter().all(|unit| self.is_general(*unit));
                let together = side_by_side() && (neighbours || general);
                units.len() == best.quantity as usize && fits && (best.together == Together::Preferred || together)
            }
        }
    }

    pub(super) fn scope_of(&self, best: &BestAvailable) -> Scope {
        self.scope(|unit| self.fits(best, unit))
    }

    pub(super) fn scope_of_section(&self, section: u16) -> Scope {
        self.scope(|unit| self.hall.map().section_of(unit) == Some(usize::from(section)))
    }

    fn scope(&self, fits: impl Fn(Unit) -> bool) -> Scope {
        let mut scope = Scope::default();
        for run in self.runs() {
            let general = self.is_general(run.first);
            let mut row = 0;
            for unit in run.units() {
                if !fits(unit) {
                    row = 0;
                    continue;
                }
                scope.any = true;
                scope.held += u32::from(matches!(self.step.owners[unit.index()], Some(Claim::Held(_))));
                let free = self.is_free(unit);
                scope.free += u32::from(free);
                row = match (free, general) {
                    (true, _) => row + 1,
                    (false, true) => row,
                    (false, false) => 0,
                };
                scope.longest = scope.longest.max(row);
            }
        }
        scope
    }

    /// The free seats that taking `chosen`, all free, would leave without a free neighbour, where it could have been avoided.
    pub(super) fn singles_left(&self, chosen: &[Unit]) -> Vec<Unit> {
        let free_after = |unit: Unit| self.is_free(unit) && !chosen.contains(&unit);
        let mut singles = Vec::new();
        for run in self.runs().filter(|run| !self.is_general(run.first)) {
            let mut first = run.first.0;
            while first < run.end() {
                // A stretch of seats that are free now.
                let end = (first..run.end()).find(|unit| !self.is_free(Unit(*unit))).unwrap_or(run.end());
                let taken = (first..end).filter(|unit| chosen.contains(&Unit(*unit))).count() as u32;
                let unavoidable = end - first == taken + 1;
                if taken > 0 && !unavoidable {
                    singles.extend((first..end).map(Unit).filter(|unit| {
                        let left = unit.0 > first && free_after(Unit(unit.0 - 1));
                        let right = unit.0 + 1 < end && free_after(Unit(unit.0 + 1));
                        free_after(*unit) && !left && !right
                    }));
                }
                first = end + 1;
            }
        }
        singles
    }

    fn fits(&self, best: &BestAvailable, unit: Unit) -> bool {
        let Some(tier) = self.hall.tier(unit) else { return false };
        let level = self.step.terms.tier(tier);
        let section = self.hall.map().section_of(unit).map(|section| section as u16);
        best.section.is_none_or(|wanted| Some(wanted) == section)
            && best.tier.is_none_or(|wanted| wanted == tier)
            && best.price_max.is_none_or(|max| level.price + level.fee <= max)
    }

    fn is_general(&self, unit: Unit) -> bool {
        let section = self.hall.map().section_of(unit);
        section.is_some_and(|section| self.hall.map().sections[section].kind == SectionKind::GeneralAdmission)
    }

    /// Units side by side, of one tier, that are ever for sale.
    fn runs(&self) -> impl Iterator<Item = UnitRange> {
        let sections = self.hall.map().sections.iter();
        let plan = sections.flat_map(|section| {
            let whole = (section.kind == SectionKind::GeneralAdmission).then_some(section.units);
            whole.into_iter().chain(section.rows.iter().flat_map(|row| row.runs.iter().copied()))
        });
        plan.flat_map(|run| {
            let mut parts: Vec<(UnitRange, TierIndex)> = Vec::new();
            for unit in run.units() {
                let Some(tier) = self.hall.tier(unit) else { continue };
                match parts.last_mut() {
                    Some((part, of)) if *of == tier && part.end() == unit.0 => part.count += 1,
                    _ => parts.push((UnitRange { first: unit, count: 1 }, tier)),
                }
            }
            parts.into_iter().map(|(part, _)| part)
        })
    }
}
