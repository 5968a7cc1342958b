//! Seating plans. A plan never changes, so those in use are kept read.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use admit_domain::id::SeatMapId;
use admit_domain::seat_map::SeatMap;

use crate::codec::{seat_map_body, seat_map_from};
use crate::db::{DbError, Transaction, Value};

/// How many plans are kept at most.
const PLANS_MAX: usize = 64;
/// How many units the kept plans have in all; at some 64 bytes each these are about 130 MB.
const UNITS_MAX: u64 = 2_000_000;

/// Plans that were read lately. Cheap to clone; all clones are one.
#[derive(Clone, Default)]
pub(crate) struct SeatMapCache(Arc<Mutex<Kept>>);

#[derive(Default)]
struct Kept {
    plans: HashMap<SeatMapId, (Arc<SeatMap>, u64)>,
    /// Counts the uses, so that each plan knows its last.
    uses: u64,
}

impl SeatMapCache {
    fn get(&self, id: SeatMapId) -> Option<Arc<SeatMap>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.uses += 1;
        let now = kept.uses;
        let (plan, used) = kept.plans.get_mut(&id)?;
        *used = now;
        Some(plan.clone())
    }

    fn put(&self, plan: Arc<SeatMap>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.uses += 1;
        let now = kept.uses;
        kept.plans.insert(plan.id, (plan, now));
        while kept.plans.len() > 1 && kept.is_too_large() {
            let oldest = kept.plans.iter().min_by_key(|(_, (_, used))| *used).map(|(id, _)| *id);
            oldest.and_then(|id| kept.plans.remove(&id));
        }
    }
}

impl Kept {
    fn is_too_large(&self) -> bool {
        let units: u64 = self.plans.values().map(|(plan, _)| u64::from(plan.units())).sum();
        self.plans.len() > PLANS_MAX || units > UNITS_MAX
    }
}

/// A plan written out before a transaction begins, so that nobody else's waits for that.
pub(super) struct SeatMapRow([Value; 4]);

impl SeatMapRow {
    pub(super) fn of(map: &SeatMap) -> Result<Self, DbError> {
        Ok(Self([map.id.to_bytes().into(), (&*map.name).into(), map.units().into(), seat_map_body(map)?.into()]))
    }
}

pub(super) async fn insert(tx: &mut dyn Transaction, row: SeatMapRow) -> Result<(), DbError> {
    tx.execute("INSERT INTO seat_maps (id, name, units, body) VALUES ($1, $2, $3, $4)", &row.0).await?;
    Ok(())
}

/// The plan, from memory if it was read lately.
pub(crate) async fn seat_map(
    cache: &SeatMapCache,
    tx: &mut dyn Transaction,
    id: SeatMapId,
) -> Result<Option<Arc<SeatMap>>, DbError> {
    if let Some(plan) = cache.get(id) {
        return Ok(Some(plan));
    }
    let row = tx.query_optional("SELECT name, body FROM seat_maps WHERE id = $1", &[id.to_bytes().into()]).await?;
    let Some(row) = row else { return Ok(None) };
    let plan = Arc::new(seat_map_from(id, row.text(0)?, row.bytes(1)?)?);
    cache.put(plan.clone());
    Ok(Some(plan))
}

#[cfg(test)]
mod tests {
    use admit_domain::id::SectionId;
    use admit_domain::seat_map::{Point, Section, SectionKind};
    use admit_domain::unit::UnitRange;

    use super::*;

    fn plan(id: u128, units: u32) -> Arc<SeatMap> {
        let origin = Point { x: 0.0, y: 0.0 };
        let section = Section {
            id: SectionId::from_u128(1),
            name: "Floor".into(),
            kind: SectionKind::GeneralAdmission,
            units: UnitRange::new(0, units),
            rows: Vec::new(),
            category: 0,
            label_at: origin,
            seats: Vec::new(),
        };
        Arc::new(SeatMap {
            id: SeatMapId::from_u128(id),
            name: "Hall".into(),
            width: 1.0,
            height: 1.0,
            categories: Vec::new(),
            sections: vec![section],
            decorations: Vec::new(),
            focus: origin,
        })
    }

    fn kept(cache: &SeatMapCache) -> usize {
        cache.0.lock().unwrap().plans.len()
    }

    #[test]
    fn the_plan_that_was_used_longest_ago_goes_first() {
        let cache = SeatMapCache::default();
        for id in 0..PLANS_MAX as u128 {
            cache.put(plan(id, 1));
        }
        assert!(cache.get(SeatMapId::from_u128(0)).is_some());
        cache.put(plan(1_000, 1));
        assert_eq!(kept(&cache), PLANS_MAX);
        assert!(cache.get(SeatMapId::from_u128(0)).is_some());
        assert!(cache.get(SeatMapId::from_u128(1)).is_none());
    }

    #[test]
    fn large_plans_make_room_too_but_the_newest_always_stays() {
        let cache = SeatMapCache::default();
        for id in 0..20 {
            cache.put(plan(id, 200_000));
        }
        assert_eq!(kept(&cache), 10);
        cache.put(plan(99, u32::MAX));
        assert_eq!(kept(&cache), 1);
        assert!(cache.get(SeatMapId::from_u128(99)).is_some());
    }
}
