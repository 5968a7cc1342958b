//! The draw: a permutation of arrival numbers that nobody could choose, and that anybody can compute again.
//!
//! docs/draw.md says the same to whoever was drawn; [`position`] and [`seed`] are its whole arithmetic.

use crate::id::AccountId;

const ROUNDS: u8 = 10;
/// Half the bits that the permutation works on, at the least: a network of few bits mixes badly.
const HALF_BITS_MIN: u32 = 4;

/// An event's secret, from which come the draw's key and the salts of accounts.
#[derive(Clone, Copy)]
pub struct RoomKey([u8; 32]);

impl RoomKey {
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// What is committed to when the room opens, and shown once it is drawn. The event's secret can't be told from it.
    pub fn draw_key(&self) -> [u8; 32] {
        *blake3::keyed_hash(&self.0, b"draw key").as_bytes()
    }

    /// Hides whose entry an entry is from everybody but its owner.
    pub fn salt(&self, number: u32) -> [u8; 32] {
        let message = [&b"salt"[..], &number.to_be_bytes()].concat();
        *blake3::keyed_hash(&self.0, &message).as_bytes()
    }
}

/// What is published as soon as the room opens.
pub fn commitment(draw_key: &[u8; 32]) -> [u8; 32] {
    *blake3::hash(draw_key).as_bytes()
}

/// The salted hash of the account that came as `number`.
pub fn entry(salt: &[u8; 32], account: AccountId) -> [u8; 32] {
    *blake3::Hasher::new().update(salt).update(&account.to_bytes()).finalize().as_bytes()
}

/// The leaf of the tree of entries: arrival number and salted account.
pub fn leaf(number: u32, entry: &[u8; 32]) -> [u8; 36] {
    let mut leaf = [0; 36];
    leaf[..4].copy_from_slice(&number.to_be_bytes());
    leaf[4..].copy_from_slice(entry);
    leaf
}

/// What the permutation is keyed with: nobody knows it before the close, since it depends on everybody who came and on whatever
/// public randomness was named beforehand.
pub fn seed(draw_key: &[u8; 32], root: &[u8; 32], count: u32, public_input: &str) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(draw_key).update(root).update(&count.to_be_bytes()).update(public_input.as_bytes());
    *hasher.finalize().as_bytes()
}

/// The place in line of who came as `number` of `count`; both count from 1.
///
/// A Feistel network over the smallest even number of bits that holds `count`, walked on until it comes out within the count.
pub fn position(seed: &[u8; 32], count: u32, number: u32) -> u32 {
    let bits = 32 - count.saturating_sub(1).leading_zeros();
    let half = bits.div_ceil(2).max(HALF_BITS_MIN);
    let mask = (1u64 << half) - 1;
    let mut value = u64::from(number - 1);
    loop {
        let (mut left, mut right) = (value >> half, value & mask);
        for round in 0..ROUNDS {
            let mut message = [round; 5];
            message[1..].copy_from_slice(&(right as u32).to_be_bytes());
            let hash = blake3::keyed_hash(seed, &message);
            let mixed = hash.as_bytes()[..4].iter().fold(0u64, |all, byte| all << 8 | u64::from(*byte));
            (left, right) = (right, left ^ (mixed & mask));
        }
        value = left << half | right;
        if value < u64::from(count) {
            return value as u32 + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn seed_of(number: u32) -> [u8; 32] {
        *blake3::hash(&number.to_be_bytes()).as_bytes()
    }

    #[test]
    fn it_is_a_permutation_at_every_size() {
        for count in (1..=70).chain([255, 256, 257, 1_023, 1_024, 1_025, 5_000]) {
            let positions: BTreeSet<u32> = (1..=count).map(|number| position(&seed_of(count), count, number)).collect();
            assert_eq!(positions, (1..=count).collect(), "of {count}");
        }
    }

    /// Over many seeds each arrival comes to each position equally often, and so does each pair of arrivals to each order.
    #[test]
    fn nobody_is_favoured() {
        const SEEDS: u32 = 2_000;
        for count in [2u32, 3, 5, 10, 37] {
            let mut seen = vec![vec![0u32; count as usize]; count as usize];
            let mut ahead = 0u32;
            for draw in 0..SEEDS {
                let seed = seed_of(draw);
                let drawn: Vec<u32> = (1..=count).map(|number| position(&seed, count, number)).collect();
                for (number, position) in drawn.iter().enumerate() {
                    seen[number][*position as usize - 1] += 1;
                }
                ahead += u32::from(drawn[0] < drawn[1]);
            }
            let expected = f64::from(SEEDS) / f64::from(count);
            let chi_square: f64 =
                seen.iter().flatten().map(|times| (f64::from(*times) - expected).powi(2) / expected).sum();
            // (count - 1)² degrees of freedom, as rows and columns add up; five standard deviations above their mean.
            let freedom = f64::from((count - 1).pow(2));
            assert!(chi_square < freedom + 5.0 * (2.0 * freedom).sqrt() + 10.0, "{count}: {chi_square}");
            let deviation = (f64::from(ahead) - f64::from(SEEDS) / 2.0).abs();
            assert!(deviation < 5.0 * (f64::from(SEEDS) / 4.0).sqrt(), "{count}: {ahead} of {SEEDS}");
        }
    }

    #[test]
    fn whatever_is_changed_changes_the_seed() {
        let (key, root) = ([1; 32], [2; 32]);
        let honest = seed(&key, &root, 100, "input");
        let mut others = BTreeSet::from([
            seed(&key, &root, 101, "input"),
            seed(&key, &root, 100, "inpuu"),
            seed(&key, &root, 100, ""),
        ]);
        for bit in 0..256 {
            let (mut key, mut root) = (key, root);
            key[bit / 8] ^= 1 << (bit % 8);
            others.insert(seed(&key, &[2; 32], 100, "input"));
            root[bit / 8] ^= 1 << (bit % 8);
            others.insert(seed(&[1; 32], &root, 100, "input"));
        }
        assert!(!others.contains(&honest));
        assert_eq!(others.len(), 3 + 512);
    }
}
