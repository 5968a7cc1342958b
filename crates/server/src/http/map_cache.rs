//! Rendered seating plans, kept because they never change and are large.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use admit_domain::id::SeatMapId;
use axum::body::Bytes;

/// How many rendered plans are kept.
const PLANS_MAX: usize = 32;

#[derive(Default)]
pub(crate) struct MapCache(Mutex<HashMap<SeatMapId, Bytes>>);

impl MapCache {
    pub(super) fn get(&self, id: SeatMapId) -> Option<Bytes> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
    }

    pub(super) fn put(&self, id: SeatMapId, rendered: Bytes) {
        let mut plans = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if plans.len() >= PLANS_MAX
            && let Some(any) = plans.keys().next().copied()
        {
            plans.remove(&any);
        }
        plans.insert(id, rendered);
    }
}
