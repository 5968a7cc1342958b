//! Where the state of limits is kept: in a map of bounded size, however many subjects there are.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, PoisonError};

use governor::nanos::Nanos;
use governor::state::StateStore;

const SHARDS: usize = 16;

/// Remembers at least the `subjects_max` keys that were seen last, and at most twice as many. Clones share what they remember.
#[derive(Clone)]
pub(super) struct BoundedStates {
    hasher: RandomState,
    shards: Arc<[Mutex<Shard>; SHARDS]>,
}

/// Two generations: when the young one is full, it becomes the old one and the old one is forgotten, which takes no look at the
/// single entries.
struct Shard {
    young: HashMap<u128, Nanos>,
    old: HashMap<u128, Nanos>,
    /// Of each generation.
    entries_max: usize,
}

impl BoundedStates {
    pub(super) fn new(subjects_max: usize) -> Self {
        let entries_max = subjects_max.div_ceil(SHARDS).max(1);
        let shard = || Mutex::new(Shard { young: HashMap::new(), old: HashMap::new(), entries_max });
        Self { hasher: RandomState::new(), shards: Arc::new(std::array::from_fn(|_| shard())) }
    }
}

impl StateStore for BoundedStates {
    type Key = u128;

    fn measure_and_replace<T, F, E>(&self, key: &u128, measure: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        let shard = self.hasher.hash_one(key) as usize % SHARDS;
        self.shards[shard].lock().unwrap_or_else(PoisonError::into_inner).measure(*key, measure)
    }
}

impl Shard {
    fn measure<T, E>(&mut self, key: u128, measure: impl Fn(Option<Nanos>) -> Result<(T, Nanos), E>) -> Result<T, E> {
        if let Some(state) = self.young.get_mut(&key) {
            let (value, next) = measure(Some(*state))?;
            *state = next;
            return Ok(value);
        }
        let known = self.old.remove(&key);
        let measured = measure(known);
        // Whoever is refused stays as young as whoever isn't, or they would be forgotten and let in.
        let next = measured.as_ref().map_or(known, |(_, next)| Some(*next));
        if let Some(next) = next {
            if self.young.len() >= self.entries_max {
                self.old = std::mem::take(&mut self.young);
            }
            self.young.insert(key, next);
        }
        measured.map(|(value, _)| value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counts how often a key was seen, as far as it is remembered.
    fn see(states: &BoundedStates, key: u128) -> u64 {
        let seen: Result<u64, ()> = states.measure_and_replace(&key, |state| {
            let count = state.map_or(0, |count| count.as_u64()) + 1;
            Ok((count, Nanos::from(count)))
        });
        seen.unwrap()
    }

    #[test]
    fn it_never_holds_more_than_twice_its_bound_and_forgets_the_longest_unseen_first() {
        let states = BoundedStates::new(1_600);
        see(&states, 0);
        for key in 1..100_000 {
            see(&states, key);
            if key % 50 == 0 {
                assert_eq!(see(&states, 0), u64::try_from(key / 50 + 1).unwrap(), "seen often, so not forgotten");
            }
        }
        let held = |shard: &Mutex<Shard>| shard.lock().map(|shard| shard.young.len() + shard.old.len()).unwrap();
        assert!(states.shards.iter().map(held).sum::<usize>() <= 3_200);
        assert_eq!(see(&states, 1), 1, "not seen for long");
    }

    #[test]
    fn whoever_is_refused_is_not_forgotten_for_it() {
        let states = BoundedStates::new(1);
        see(&states, 7);
        let refuse = |key: u128| states.measure_and_replace(&key, |_| Err::<((), Nanos), ()>(()));
        for other in 8..1_000 {
            see(&states, other);
            refuse(7).unwrap_err();
        }
        assert_eq!(see(&states, 7), 2);
    }
}
