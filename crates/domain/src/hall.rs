//! An event's hall: the venue's plan with every unit's tier, cut into blocks in order of quality. Never changes.

use std::sync::Arc;

use thiserror::Error;

use crate::seat_map::{Point, SeatMap, SectionKind};
use crate::terms::{TIERS_MAX, TierIndex};
use crate::unit::{Unit, UnitRange};

const NOT_FOR_SALE: u8 = u8::MAX;

/// Neighbouring units of one tier: seats side by side, or a general-admission section.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Block {
    pub units: UnitRange,
    /// Index into the plan's sections.
    pub section: u16,
    pub tier: TierIndex,
    pub kind: SectionKind,
    /// The offset of the block's best unit, the one nearest to what the audience looks at.
    pub sweet: u32,
}

#[derive(Debug, Clone)]
pub struct Hall {
    map: Arc<SeatMap>,
    tiers: Vec<u8>,
    /// Best first.
    blocks: Vec<Block>,
    block_of: Vec<u32>,
    tier_capacity: Vec<u32>,
    section_tiers: Vec<Vec<TierIndex>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BadHall {
    #[error("the hall gives tiers to {given} units, its plan has {wanted}")]
    Size { given: usize, wanted: u32 },
    #[error("unit {unit:?} has a tier that doesn't exist")]
    Tier { unit: Unit },
    #[error("general-admission section {section} has more than one tier")]
    MixedSection { section: usize },
    #[error("nothing in this hall is for sale")]
    Empty,
}

impl Hall {
    /// `tiers` has one entry a unit; `None` is not for sale. `tier_count` is how many tiers the event has.
    pub fn new(map: Arc<SeatMap>, tiers: &[Option<TierIndex>], tier_count: usize) -> Result<Hall, BadHall> {
        if tiers.len() != map.units() as usize {
            return Err(BadHall::Size { given: tiers.len(), wanted: map.units() });
        }
        let mut tier_capacity = vec![0; tier_count.min(TIERS_MAX)];
        for (unit, tier) in tiers.iter().enumerate() {
            let Some(tier) = tier else { continue };
            *tier_capacity.get_mut(tier.index()).ok_or(BadHall::Tier { unit: Unit(unit as u32) })? += 1;
        }
        if tier_capacity.iter().all(|capacity| *capacity == 0) {
            return Err(BadHall::Empty);
        }
        let blocks = blocks_of(&map, tiers)?;
        let mut block_of = vec![u32::MAX; tiers.len()];
        for (index, block) in blocks.iter().enumerate() {
            block_of[block.units.first.index()..block.units.end() as usize].fill(index as u32);
        }
        let mut section_tiers = vec![Vec::new(); map.sections.len()];
        for block in &blocks {
            section_tiers[usize::from(block.section)].push(block.tier);
        }
        for tiers in &mut section_tiers {
            tiers.sort_unstable();
            tiers.dedup();
        }
        let tiers = tiers.iter().map(|tier| tier.map_or(NOT_FOR_SALE, |tier| tier.0)).collect();
        Ok(Hall { map, tiers, blocks, block_of, tier_capacity, section_tiers })
    }

    pub fn map(&self) -> &Arc<SeatMap> {
        &self.map
    }

    pub fn units(&self) -> u32 {
        self.tiers.len() as u32
    }

    /// The unit's tier; `None` where it doesn't exist or isn't for sale.
    pub fn tier(&self, unit: Unit) -> Option<TierIndex> {
        self.tiers.get(unit.index()).filter(|tier| **tier != NOT_FOR_SALE).map(|tier| TierIndex(*tier))
    }

    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The block that `unit` lies in, by index; `None` where the unit isn't for sale.
    pub fn block_of(&self, unit: Unit) -> Option<usize> {
        self.block_of.get(unit.index()).filter(|block| **block != u32::MAX).map(|block| *block as usize)
    }

    /// The tiers that a section has, best first, by the section's index in the plan.
    pub fn section_tiers(&self, section: usize) -> &[TierIndex] {
        &self.section_tiers[section]
    }

    /// How many units each tier has.
    pub fn tier_capacity(&self) -> &[u32] {
        &self.tier_capacity
    }
}

fn blocks_of(map: &SeatMap, tiers: &[Option<TierIndex>]) -> Result<Vec<Block>, BadHall> {
    let mut ranked = Vec::new();
    for (index, section) in map.sections.iter().enumerate() {
        match section.kind {
            SectionKind::GeneralAdmission => {
                let tier = tiers[section.units.first.index()];
                if section.units.units().any(|unit| tiers[unit.index()] != tier) {
                    return Err(BadHall::MixedSection { section: index });
                }
                if let Some(tier) = tier {
                    let block =
                        Block { units: section.units, section: index as u16, tier, kind: section.kind, sweet: 0 };
                    ranked.push((map.focus.distance(section.label_at), block));
                }
            }
            SectionKind::Reserved => {
                for run in section.rows.iter().flat_map(|row| &row.runs) {
                    for (units, tier) in same_tier(*run, tiers) {
                        let distance_of = |unit: Unit| {
                            let seat = &section.seats[(unit.0 - section.units.first.0) as usize];
                            seat.position.distance(map.focus)
                        };
                        let (sweet, distance) = nearest(units, distance_of);
                        ranked
                            .push((distance, Block { units, section: index as u16, tier, kind: section.kind, sweet }));
                    }
                }
            }
        }
    }
    ranked.sort_by(|(near, a), (far, b)| {
        a.tier.cmp(&b.tier).then(near.total_cmp(far)).then(a.units.first.cmp(&b.units.first))
    });
    Ok(ranked.into_iter().map(|(_, block)| block).collect())
}

/// Cuts `run` where the tier changes, leaving out what isn't for sale.
fn same_tier(run: UnitRange, tiers: &[Option<TierIndex>]) -> Vec<(UnitRange, TierIndex)> {
    let mut parts: Vec<(UnitRange, TierIndex)> = Vec::new();
    for unit in run.units() {
        let Some(tier) = tiers[unit.index()] else { continue };
        match parts.last_mut() {
            Some((part, last)) if *last == tier && part.end() == unit.0 => part.count += 1,
            _ => parts.push((UnitRange { first: unit, count: 1 }, tier)),
        }
    }
    parts
}

/// The offset of the unit with the least distance, and that distance.
fn nearest(units: UnitRange, distance_of: impl Fn(Unit) -> f32) -> (u32, f32) {
    let mut best = (0, f32::INFINITY);
    for unit in units.units() {
        let distance = distance_of(unit);
        if distance < best.1 {
            best = (unit.0 - units.first.0, distance);
        }
    }
    best
}

/// The point in the middle of `points`; the origin if there are none.
pub fn middle(points: impl Iterator<Item = Point>) -> Point {
    let (mut x, mut y, mut count) = (0.0f64, 0.0f64, 0u32);
    for point in points {
        x += f64::from(point.x);
        y += f64::from(point.y);
        count += 1;
    }
    let count = f64::from(count.max(1));
    Point { x: (x / count) as f32, y: (y / count) as f32 }
}
