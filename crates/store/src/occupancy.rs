//! How full events are, counted in their claims without reading who has what.

use std::collections::HashMap;

use admit_app::counts::Counts;
use admit_app::ports::error::StoreResult;
use admit_app::ports::occupancy::Occupancy;
use admit_domain::id::EventId;
use admit_domain::inventory::journal::Version;
use async_trait::async_trait;

use crate::codec::tiers_from;
use crate::db::{Column, DbError, RowsSql, Transaction};
use crate::inventory::version_from;
use crate::store::SqlStore;

const HEADS: RowsSql = RowsSql {
    sqlite: "SELECT i.event_id, i.epoch, i.version, t.tiers
             FROM inventory i JOIN event_tiers t ON t.event_id = i.event_id WHERE i.event_id = $1",
    postgres: "SELECT i.event_id, i.epoch, i.version, t.tiers
               FROM inventory i JOIN event_tiers t ON t.event_id = i.event_id WHERE i.event_id = ANY($1::BYTEA[])",
};
const CLAIMED: RowsSql = RowsSql {
    sqlite: "SELECT event_id, count(*) FILTER (WHERE state = 'held'), count(*) FILTER (WHERE state = 'sold')
             FROM claims WHERE event_id = $1 GROUP BY event_id",
    postgres: "SELECT event_id, count(*) FILTER (WHERE state = 'held'), count(*) FILTER (WHERE state = 'sold')
               FROM claims WHERE event_id = ANY($1::BYTEA[]) GROUP BY event_id",
};
const BLOCKED: RowsSql = RowsSql {
    sqlite: "SELECT event_id, unit FROM claims WHERE event_id = $1 AND state = 'blocked'",
    postgres: "SELECT event_id, unit FROM claims WHERE event_id = ANY($1::BYTEA[]) AND state = 'blocked'",
};

#[async_trait]
impl Occupancy for SqlStore {
    async fn occupancies(&self, events: &[EventId]) -> StoreResult<Vec<(EventId, Version, Counts)>> {
        if events.is_empty() {
            return Ok(Vec::new());
        }
        let ids = || Column::Id(events.iter().map(|event| event.to_bytes()).collect());
        let columns = [ids(), ids(), ids()];
        Ok(self.db.read(|tx| Box::pin(occupancies(tx, columns))).await?)
    }
}

async fn occupancies(
    tx: &mut dyn Transaction,
    [heads, claimed, blocked]: [Column; 3],
) -> Result<Vec<(EventId, Version, Counts)>, DbError> {
    let mut found = HashMap::new();
    for row in tx.query_rows(&HEADS, vec![heads]).await? {
        let tiers = tiers_from(row.bytes(3)?)?;
        let available = tiers.iter().filter(|tier| tier.is_some()).count() as u32;
        let counts = Counts { available, ..Counts::default() };
        found.insert(EventId::from_bytes(row.id(0)?), (version_from(&row, 1)?, counts, tiers));
    }
    let more = || DbError::corrupt("an event has more claims than places");
    for row in tx.query_rows(&CLAIMED, vec![claimed]).await? {
        let Some((_, counts, _)) = found.get_mut(&EventId::from_bytes(row.id(0)?)) else { continue };
        let count = |index| u32::try_from(row.int(index)?).map_err(|_| DbError::shape(index));
        (counts.held, counts.sold) = (count(1)?, count(2)?);
        counts.available = counts.available.checked_sub(counts.held + counts.sold).ok_or_else(more)?;
    }
    for row in tx.query_rows(&BLOCKED, vec![blocked]).await? {
        let Some((_, counts, tiers)) = found.get_mut(&EventId::from_bytes(row.id(0)?)) else { continue };
        let unit = usize::try_from(row.int(1)?).map_err(|_| DbError::shape(1))?;
        // What isn't for sale was no place before it was blocked.
        if tiers.get(unit).is_some_and(Option::is_some) {
            counts.available = counts.available.checked_sub(1).ok_or_else(more)?;
        }
    }
    Ok(found.into_iter().map(|(event, (version, counts, _))| (event, version, counts)).collect())
}
