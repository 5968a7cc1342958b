//! Random choices that can be made again: a test says its seed, and takes it from `ADMIT_TEST_SEED` if that is set.

use std::hash::{BuildHasher, RandomState};

/// SplitMix64, by Sebastiano Vigna.
#[derive(Debug, Clone)]
pub struct Draw(u64);

impl Draw {
    /// Prints the seed under `what`, which a failing test shows.
    pub fn new(what: &str) -> Self {
        let given = std::env::var("ADMIT_TEST_SEED").ok().and_then(|seed| seed.parse().ok());
        let seed = given.unwrap_or_else(|| RandomState::new().hash_one(what));
        eprintln!("{what}: ADMIT_TEST_SEED={seed}");
        Self(seed)
    }

    /// The same choices for the same seed, whatever the environment says.
    pub fn from_seed(seed: u64) -> Self {
        Self(seed)
    }

    /// A sequence of its own for the `index`th of several that draw side by side.
    pub fn fork(&self, index: u64) -> Self {
        let mut fork = Self(self.0 ^ index.wrapping_mul(0xd134_2543_de82_ef95));
        fork.next();
        fork
    }

    /// One of `0..below`, which isn't empty.
    pub fn below(&mut self, below: usize) -> usize {
        (self.next() % below as u64) as usize
    }

    /// `count` different ones of `all`, which has as many.
    pub fn some_of<T: Clone>(&mut self, all: &[T], count: usize) -> Vec<T> {
        let mut indices: Vec<usize> = (0..all.len()).collect();
        for chosen in 0..count {
            let other = chosen + self.below(indices.len() - chosen);
            indices.swap(chosen, other);
        }
        indices[..count].iter().map(|index| all[*index].clone()).collect()
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}
