//! An event's inventory, read in one snapshot.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use admit_app::ports::inventory::{Claim, Loaded};
use admit_domain::hall::Hall;
use admit_domain::hold::Hold;
use admit_domain::id::{EventId, HoldId, SeatMapId};
use admit_domain::inventory::journal::Version;
use admit_domain::order::Order;
use admit_domain::terms::Terms;
use admit_domain::time::Timestamp;
use admit_domain::unit::Unit;

use super::claim::claim_from;
use super::entries::version_from;
use crate::catalogue::{SeatMapCache, seat_map};
use crate::codec::{terms_from, tiers_from};
use crate::db::{DbError, Transaction};
use crate::rows::{hold_columns, hold_from, order_columns, order_from};

/// How long a request may be repeated, and so how long a hold that ended is remembered. One that was ever in checkout is
/// remembered for good: its money may come late.
const REPEATABLE: Duration = Duration::from_secs(86_400);

/// What an event's sale is, besides who has what.
pub(crate) struct Head {
    pub(crate) hall: Arc<Hall>,
    pub(crate) terms: Terms,
    pub(crate) version: Version,
    pub(crate) at: Timestamp,
}

pub(super) async fn load(
    tx: &mut dyn Transaction,
    event: EventId,
    seat_maps: &SeatMapCache,
) -> Result<Option<Loaded>, DbError> {
    let Some(Head { hall, terms, version, at }) = head(tx, event, seat_maps).await? else { return Ok(None) };
    let claims = claims(tx, event).await?;
    let holds = holds(tx, event).await?;
    let orders = orders(tx, event, &holds).await?;
    Ok(Some(Loaded { hall, terms, version, at, claims, holds, orders }))
}

pub(crate) async fn head(
    tx: &mut dyn Transaction,
    event: EventId,
    seat_maps: &SeatMapCache,
) -> Result<Option<Head>, DbError> {
    let sql = "SELECT i.epoch, i.version, i.at, i.terms, t.tiers, e.seat_map_id
               FROM inventory i JOIN event_tiers t ON t.event_id = i.event_id JOIN events e ON e.id = i.event_id
               WHERE i.event_id = $1";
    let Some(row) = tx.query_optional(sql, &[event.to_bytes().into()]).await? else { return Ok(None) };
    let version = version_from(&row, 0)?;
    let at = Timestamp::from_millis(row.int(2)?);
    let terms = terms_from(row.text(3)?)?;
    let tiers = tiers_from(row.bytes(4)?)?;
    let map = seat_map(seat_maps, tx, SeatMapId::from_bytes(row.id(5)?)).await?;
    let map = map.ok_or_else(|| DbError::corrupt("an event's seating plan is missing"))?;
    let hall = Hall::new(map, &tiers, terms.tiers.len()).map_err(|error| DbError::corrupt(error.to_string()))?;
    Ok(Some(Head { hall: Arc::new(hall), terms, version, at }))
}

pub(crate) async fn claims(tx: &mut dyn Transaction, event: EventId) -> Result<Vec<(Unit, Claim)>, DbError> {
    let sql = "SELECT unit, state, hold_id FROM claims WHERE event_id = $1";
    tx.query(sql, &[event.to_bytes().into()]).await?.iter().map(claim_from).collect()
}

async fn holds(tx: &mut dyn Transaction, event: EventId) -> Result<Vec<Hold>, DbError> {
    let sql = concat!(
        "SELECT ",
        hold_columns!(),
        " FROM holds WHERE event_id = $1 AND \
         (status IN ('open', 'in_checkout', 'completed') OR attempts > 0 OR ended_at > $2) ORDER BY id"
    );
    let ended_after = (tx.now().await? - REPEATABLE).as_millis();
    tx.query(sql, &[event.to_bytes().into(), ended_after.into()]).await?.iter().map(|row| hold_from(row, 0)).collect()
}

async fn orders(tx: &mut dyn Transaction, event: EventId, holds: &[Hold]) -> Result<Vec<Order>, DbError> {
    let sql = concat!("SELECT ", order_columns!(), " FROM orders WHERE event_id = $1 ORDER BY id");
    let rows = tx.query(sql, &[event.to_bytes().into()]).await?;
    let holds: HashSet<HoldId> = holds.iter().map(|hold| hold.id).collect();
    let orders: Vec<Order> = rows.iter().map(|row| order_from(row, 0)).collect::<Result<_, _>>()?;
    Ok(orders.into_iter().filter(|order| holds.contains(&order.hold)).collect())
}
