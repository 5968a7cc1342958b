//! Which units are free, as bitmaps: a bit a unit, and per group size a bit a block that still has so many side by side.
//!
//! Blocks are ranked best first, so the best place for a group is the first bit set in its size's bitmap.

use std::ops::Range;

use crate::hall::{Block, Hall};
use crate::seat_map::SectionKind;
use crate::terms::TierIndex;
use crate::unit::{Unit, UnitRange};

/// Group sizes with a bitmap of their own; larger groups look through the last one.
const SIZES: usize = 16;
const WORD_BITS: usize = u64::BITS as usize;

#[derive(Debug, Clone, PartialEq, Eq)]
struct Bits(Vec<u64>);

impl Bits {
    fn none(count: usize) -> Bits {
        Bits(vec![0; count.div_ceil(WORD_BITS)])
    }

    fn set(&mut self, index: usize, on: bool) {
        let bit = 1 << (index % WORD_BITS);
        if on {
            self.0[index / WORD_BITS] |= bit;
        } else {
            self.0[index / WORD_BITS] &= !bit;
        }
    }

    /// The first index from `from` and before `end` whose bit is `wanted`.
    fn find(&self, from: usize, end: usize, wanted: bool) -> Option<usize> {
        if from >= end {
            return None;
        }
        let flip = if wanted { 0 } else { u64::MAX };
        let mut word = from / WORD_BITS;
        let mut bits = (self.0[word] ^ flip) & (u64::MAX << (from % WORD_BITS));
        loop {
            if bits != 0 {
                let index = word * WORD_BITS + bits.trailing_zeros() as usize;
                return (index < end).then_some(index);
            }
            word += 1;
            if word * WORD_BITS >= end {
                return None;
            }
            bits = self.0[word] ^ flip;
        }
    }
}

/// What became of a block's units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct BlockCount {
    pub(super) free: u32,
    pub(super) held: u32,
    /// The most free units side by side; for general admission, all that are free.
    longest: u32,
}

/// What became of all the units of a tier.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct TierCount {
    pub(super) free: u32,
    pub(super) held: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FreeMap {
    units: Bits,
    counts: Vec<BlockCount>,
    tiers: Vec<TierCount>,
    /// The blocks of each section, best first.
    section_blocks: Vec<Vec<u32>>,
    /// `sizes[n]`: the blocks with at least n + 1 free units side by side.
    sizes: [Bits; SIZES],
}

impl FreeMap {
    /// Everything for sale is free.
    pub(super) fn new(hall: &Hall) -> FreeMap {
        let blocks = hall.blocks();
        let mut map = FreeMap {
            units: Bits::none(hall.units() as usize),
            counts: vec![BlockCount::default(); blocks.len()],
            tiers: vec![TierCount::default(); hall.tier_capacity().len()],
            section_blocks: vec![Vec::new(); hall.map().sections.len()],
            sizes: std::array::from_fn(|_| Bits::none(blocks.len())),
        };
        for (index, block) in blocks.iter().enumerate() {
            for unit in block.units.units() {
                map.units.set(unit.index(), true);
            }
            map.counts[index].free = block.units.count;
            map.tiers[block.tier.index()].free += block.units.count;
            map.section_blocks[usize::from(block.section)].push(index as u32);
            map.measure(index, block);
        }
        map
    }

    pub(super) fn count(&self, block: usize) -> BlockCount {
        self.counts[block]
    }

    pub(super) fn tier_count(&self, tier: TierIndex) -> TierCount {
        self.tiers.get(tier.index()).copied().unwrap_or_default()
    }

    /// The section's blocks, best first.
    pub(super) fn section_blocks(&self, section: u16) -> impl Iterator<Item = usize> {
        self.section_blocks.get(usize::from(section)).into_iter().flatten().map(|block| *block as usize)
    }

    pub(super) fn is_free(&self, unit: Unit) -> bool {
        self.units.find(unit.index(), unit.index() + 1, true).is_some()
    }

    /// Frees or takes a unit.
    pub(super) fn set(&mut self, hall: &Hall, unit: Unit, free: bool) {
        let Some(index) = hall.block_of(unit) else { return };
        if self.is_free(unit) == free {
            return;
        }
        let block = &hall.blocks()[index];
        self.units.set(unit.index(), free);
        for count in [&mut self.counts[index].free, &mut self.tiers[block.tier.index()].free] {
            *count = if free { *count + 1 } else { *count - 1 };
        }
        self.measure(index, block);
    }

    pub(super) fn count_held(&mut self, hall: &Hall, unit: Unit, held: bool) {
        let Some(index) = hall.block_of(unit) else { return };
        let tier = hall.blocks()[index].tier.index();
        for count in [&mut self.counts[index].held, &mut self.tiers[tier].held] {
            *count = if held { *count + 1 } else { *count - 1 };
        }
    }

    /// Whether a block has at least `size` free units side by side.
    pub(super) fn has(&self, block: usize, size: u32) -> bool {
        self.counts[block].longest >= size
    }

    /// Those of `blocks` with at least `size` free units side by side, best first.
    pub(super) fn blocks_with(&self, size: u32, blocks: Range<usize>) -> impl Iterator<Item = usize> {
        let bits = &self.sizes[(size as usize).clamp(1, SIZES) - 1];
        let (mut from, end) = (blocks.start, blocks.end);
        std::iter::from_fn(move || {
            let found = bits.find(from, end, true)?;
            from = found + 1;
            Some(found)
        })
        .filter(move |block| self.has(*block, size))
    }

    /// The runs of free units within `units`, in order.
    pub(super) fn runs(&self, units: UnitRange) -> impl Iterator<Item = UnitRange> {
        let end = units.end() as usize;
        let mut from = units.first.index();
        std::iter::from_fn(move || {
            let first = self.units.find(from, end, true)?;
            let past = self.units.find(first, end, false).unwrap_or(end);
            from = past;
            Some(UnitRange::new(first as u32, (past - first) as u32))
        })
    }

    fn measure(&mut self, index: usize, block: &Block) {
        let longest = match block.kind {
            SectionKind::GeneralAdmission => self.counts[index].free,
            SectionKind::Reserved => self.runs(block.units).map(|run| run.count).max().unwrap_or(0),
        };
        let before = std::mem::replace(&mut self.counts[index].longest, longest);
        let (low, high) = (before.min(longest) as usize, before.max(longest) as usize);
        for size in &mut self.sizes[low.min(SIZES)..high.min(SIZES)] {
            size.set(index, longest > before);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finding_crosses_words_and_stops_at_the_end() {
        let mut bits = Bits::none(200);
        bits.set(63, true);
        bits.set(130, true);
        assert_eq!(bits.find(0, 200, true), Some(63));
        assert_eq!(bits.find(64, 200, true), Some(130));
        assert_eq!(bits.find(131, 200, true), None);
        assert_eq!(bits.find(64, 130, true), None);
        assert_eq!(bits.find(63, 200, false), Some(64));
        assert_eq!(bits.find(5, 5, false), None);
    }
}
