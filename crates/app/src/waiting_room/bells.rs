//! Who waits on a socket of this node, by position, so that those who are called hear it at once.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::live::Bell;

#[derive(Debug, Default)]
pub struct Bells {
    waiting: Mutex<BTreeMap<u32, Vec<Arc<Bell>>>>,
}

/// A place that is listened for, until this is dropped.
#[derive(Debug)]
pub struct Listening {
    bells: Arc<Bells>,
    bell: Arc<Bell>,
    position: u32,
}

impl Bells {
    /// Rings `bell` when something becomes of `position`.
    pub fn listen(self: &Arc<Self>, position: u32, bell: Arc<Bell>) -> Listening {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.entry(position).or_default().push(bell.clone());
        drop(waiting);
        Listening { bells: self.clone(), bell, position }
    }

    /// Something became of all positions from `first` to `last`.
    pub(super) fn ring(&self, first: u32, last: u32) {
        if first > last {
            return;
        }
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.range(first..=last).flat_map(|(_, bells)| bells).for_each(|bell| bell.ring());
    }
}

impl Listening {
    pub fn position(&self) -> u32 {
        self.position
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let mut waiting = self.bells.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bells) = waiting.get_mut(&self.position) {
            bells.retain(|bell| !Arc::ptr_eq(bell, &self.bell));
            if bells.is_empty() {
                waiting.remove(&self.position);
            }
        }
    }
}
