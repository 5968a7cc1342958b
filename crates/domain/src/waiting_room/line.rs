//! The line: one bit a place, set once the place is gone. Copies share what neither changes.

use std::sync::Arc;

/// How many places lie in one chunk, which is also one row of the store.
pub const CHUNK_PLACES: u32 = 8_192;
const WORDS: usize = CHUNK_PLACES as usize / 64;

type Words = [u64; WORDS];

/// Positions count from 1. A chunk of which all or nothing is gone needs no bits.
#[derive(Debug, Clone, Default)]
pub struct Line {
    chunks: Vec<Option<Arc<Words>>>,
    /// How many places are gone in each chunk.
    counts: Vec<u16>,
}

impl Line {
    pub fn is_gone(&self, position: u32) -> bool {
        let Some((chunk, word, bit)) = place(position) else { return false };
        match (self.counts.get(chunk).copied().unwrap_or(0), self.chunks.get(chunk)) {
            (0, _) => false,
            (count, _) if u32::from(count) == CHUNK_PLACES => true,
            (_, Some(Some(words))) => words[word] & bit != 0,
            _ => false,
        }
    }

    /// Takes a place out of line. `false`: it was gone already.
    pub fn take_out(&mut self, position: u32) -> bool {
        let Some((chunk, word, bit)) = place(position) else { return false };
        if self.is_gone(position) {
            return false;
        }
        if self.counts.len() <= chunk {
            self.counts.resize(chunk + 1, 0);
            self.chunks.resize(chunk + 1, None);
        }
        let words = self.chunks[chunk].get_or_insert_with(|| Arc::new([0; WORDS]));
        Arc::make_mut(words)[word] |= bit;
        self.counts[chunk] += 1;
        if u32::from(self.counts[chunk]) == CHUNK_PLACES {
            self.chunks[chunk] = None;
        }
        true
    }

    /// How many of the positions up to and with `position` are gone.
    pub fn gone_up_to(&self, position: u32) -> u32 {
        let whole = (position / CHUNK_PLACES) as usize;
        let before: u32 = self.counts.iter().take(whole).map(|count| u32::from(*count)).sum();
        before + self.gone_within(whole, position % CHUNK_PLACES)
    }

    /// How many places from `first` to `last` are still in line.
    pub fn present(&self, first: u32, last: u32) -> u32 {
        if first > last {
            return 0;
        }
        (last - first + 1) - (self.gone_up_to(last) - self.gone_up_to(first - 1))
    }

    /// The position that is the `count`th still in line after `after`; `last` if there aren't so many up to it.
    pub fn reach(&self, after: u32, count: u32, last: u32) -> u32 {
        let (mut low, mut high) = (after, last);
        if after >= last || self.present(after + 1, last) <= count {
            return last.max(after);
        }
        while low < high {
            let middle = low + (high - low) / 2;
            if self.present(after + 1, middle) >= count {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        low
    }

    /// A chunk's bits, as they are stored: bit 0 of byte 0 is the chunk's first place.
    pub fn chunk(&self, chunk: u32) -> Vec<u8> {
        let index = chunk as usize;
        match (self.counts.get(index).copied().unwrap_or(0), self.chunks.get(index)) {
            (count, _) if u32::from(count) == CHUNK_PLACES => vec![u8::MAX; WORDS * 8],
            (_, Some(Some(words))) => words.iter().flat_map(|word| word.to_le_bytes()).collect(),
            _ => vec![0; WORDS * 8],
        }
    }

    /// Puts a stored chunk in the place of what is there. `false`: it can't be a chunk.
    pub fn set_chunk(&mut self, chunk: u32, bits: &[u8]) -> bool {
        if bits.len() != WORDS * 8 {
            return false;
        }
        let index = chunk as usize;
        if self.counts.len() <= index {
            self.counts.resize(index + 1, 0);
            self.chunks.resize(index + 1, None);
        }
        let mut words = [0; WORDS];
        for (word, bytes) in words.iter_mut().zip(bits.chunks_exact(8)) {
            *word = u64::from_le_bytes(bytes.try_into().unwrap_or_default());
        }
        let count: u32 = words.iter().map(|word| word.count_ones()).sum();
        self.counts[index] = count as u16;
        self.chunks[index] = (count > 0 && count < CHUNK_PLACES).then(|| Arc::new(words));
        true
    }

    /// All positions that are gone.
    pub fn gone(&self) -> impl Iterator<Item = u32> + '_ {
        let chunks = (0..self.counts.len() as u32).filter(|chunk| self.counts[*chunk as usize] > 0);
        let within = chunks.flat_map(|chunk| chunk * CHUNK_PLACES + 1..=(chunk + 1) * CHUNK_PLACES);
        within.filter(|position| self.is_gone(*position))
    }

    /// How many chunks there are.
    pub fn chunks(&self) -> u32 {
        self.counts.len() as u32
    }

    /// How much memory the bits take.
    pub fn bytes(&self) -> usize {
        let bits = self.chunks.iter().flatten().count() * size_of::<Words>();
        bits + self.chunks.len() * size_of::<Option<Arc<Words>>>() + self.counts.len() * size_of::<u16>()
    }

    /// Of a chunk's first `places`.
    fn gone_within(&self, chunk: usize, places: u32) -> u32 {
        match (self.counts.get(chunk).copied().unwrap_or(0), self.chunks.get(chunk)) {
            (count, _) if u32::from(count) == CHUNK_PLACES => places,
            (_, Some(Some(words))) => {
                let (whole, rest) = ((places / 64) as usize, places % 64);
                let before: u32 = words[..whole].iter().map(|word| word.count_ones()).sum();
                let mask = (1u64 << rest) - 1;
                before + words.get(whole).map_or(0, |word| (word & mask).count_ones())
            }
            _ => 0,
        }
    }
}

/// The chunk in which a position lies.
pub fn chunk_of(position: u32) -> u32 {
    position.saturating_sub(1) / CHUNK_PLACES
}

fn place(position: u32) -> Option<(usize, usize, u64)> {
    let index = position.checked_sub(1)? as usize;
    let within = index % CHUNK_PLACES as usize;
    Some((index / CHUNK_PLACES as usize, within / 64, 1 << (within % 64)))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_counts_as_a_set_of_numbers_does(
            gone in proptest::collection::btree_set(1u32..30_000, 0..600),
            asked in proptest::collection::vec((0u32..30_000, 0u32..400), 20),
        ) {
            let mut line = Line::default();
            for position in &gone {
                prop_assert!(line.take_out(*position));
                prop_assert!(!line.take_out(*position));
            }
            prop_assert_eq!(line.gone().collect::<BTreeSet<_>>(), gone.clone());
            for (position, count) in asked {
                prop_assert_eq!(line.is_gone(position), gone.contains(&position));
                prop_assert_eq!(line.gone_up_to(position) as usize, gone.range(..=position).count());
                let expected = (position + 1..=30_000).filter(|next| !gone.contains(next)).take(count as usize).last();
                let reached = line.reach(position, count, 30_000);
                let enough = (position + 1..=30_000).filter(|next| !gone.contains(next)).count() > count as usize;
                prop_assert_eq!(reached, if enough { expected.unwrap_or(position) } else { 30_000 });
            }
            let mut again = Line::default();
            for chunk in 0..line.chunks() {
                prop_assert!(again.set_chunk(chunk, &line.chunk(chunk)));
            }
            prop_assert_eq!(again.gone().collect::<BTreeSet<_>>(), gone);
        }
    }

    #[test]
    fn whole_chunks_need_no_bits() {
        let mut line = Line::default();
        for position in 1..=3 * CHUNK_PLACES {
            assert!(line.take_out(position));
        }
        assert!(line.bytes() < 100, "{}", line.bytes());
        assert!(line.is_gone(1) && line.is_gone(3 * CHUNK_PLACES) && !line.is_gone(3 * CHUNK_PLACES + 1));
        assert_eq!(line.present(1, 3 * CHUNK_PLACES + 5), 5);
        assert!(!line.take_out(CHUNK_PLACES) && !line.is_gone(0));
        assert!(line.chunk(1).iter().all(|byte| *byte == 255));
    }

    #[test]
    fn a_copy_stays_what_it_was() {
        let mut line = Line::default();
        line.take_out(5);
        let before = line.clone();
        line.take_out(6);
        assert!(!before.is_gone(6) && line.is_gone(6));
    }
}
