//! Events: made with their inventory, listed with what a list shows of them.

use std::collections::HashMap;

use admit_app::ports::catalogue::{EventQuery, ListedEvent, NewEvent, SortKey};
use admit_app::ports::organizing::Owned;
use admit_domain::event::{Category, Event};
use admit_domain::id::{AccountId, EventId, SeatMapId};
use admit_domain::inventory::journal::Version;
use admit_domain::terms::Terms;
use admit_domain::time::Timestamp;

use super::performers::performer_from;
use super::search::key_of;
use super::venues::{VENUE_WIDTH, venue_columns, venue_from};
use super::{found_by, pages};
use crate::codec::{terms_from, terms_text, tiers_bytes};
use crate::db::{Column, DbError, Row, RowsSql, Transaction};
use crate::organizing::newest_first;

/// Reads whole events, an event's performers a row each, in the order of the billing.
macro_rules! select_events {
    ($rest:literal) => {
        concat!(
            "SELECT e.id, e.organizer_id, e.seat_map_id, e.name, e.description, e.category, e.starts_at, e.doors_at, e.created_at, ",
            venue_columns!(),
            ", i.terms, i.guarded, p.id, p.name, p.description, p.organizer_id
             FROM events e
             JOIN venues v ON v.id = e.venue_id
             JOIN inventory i ON i.event_id = e.id
             LEFT JOIN event_performers b ON b.event_id = e.id
             LEFT JOIN performers p ON p.id = b.performer_id ",
            $rest
        )
    };
}

const SELECT_EVENTS: RowsSql = RowsSql {
    sqlite: select_events!("WHERE e.id = $1 ORDER BY b.place"),
    postgres: select_events!("WHERE e.id = ANY($1::BYTEA[]) ORDER BY e.id, b.place"),
};

const EVENT_WIDTH: usize = 9;

pub(super) async fn one(tx: &mut dyn Transaction, id: EventId) -> Result<Option<ListedEvent>, DbError> {
    Ok(whole(tx, &[id]).await?.pop())
}

pub(super) async fn list(tx: &mut dyn Transaction, query: &EventQuery) -> Result<Vec<ListedEvent>, DbError> {
    let places = pages::next(tx, query).await?;
    let ids: Vec<EventId> = places.iter().map(|(id, _)| *id).collect();
    let keys: HashMap<EventId, SortKey> = places.into_iter().collect();
    let mut events = whole(tx, &ids).await?;
    for listed in &mut events {
        if let Some(key) = keys.get(&listed.event.id) {
            listed.sort_key = key.clone();
        }
    }
    Ok(events)
}

pub(crate) async fn owned(
    tx: &mut dyn Transaction,
    owned: Owned,
    after: Option<EventId>,
    limit: u32,
) -> Result<Vec<ListedEvent>, DbError> {
    let statements = (
        "SELECT id FROM events WHERE organizer_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3",
        "SELECT id FROM events WHERE id < $1 ORDER BY id DESC LIMIT $2",
    );
    let (sql, arguments) = newest_first(statements, owned, after.map(EventId::to_bytes), limit);
    let rows = tx.query(sql, &arguments).await?;
    let ids: Vec<EventId> = rows.iter().map(|row| row.id(0).map(EventId::from_bytes)).collect::<Result<_, _>>()?;
    whole(tx, &ids).await
}

/// Those of `ids` that there are, in that order.
async fn whole(tx: &mut dyn Transaction, ids: &[EventId]) -> Result<Vec<ListedEvent>, DbError> {
    let column = Column::Id(ids.iter().map(|id| id.to_bytes()).collect());
    let rows = tx.query_rows(&SELECT_EVENTS, vec![column]).await?;
    let mut events: HashMap<EventId, ListedEvent> =
        events_from(&rows)?.into_iter().map(|listed| (listed.event.id, listed)).collect();
    Ok(ids.iter().filter_map(|id| events.remove(id)).collect())
}

pub(super) async fn is_empty(tx: &mut dyn Transaction) -> Result<bool, DbError> {
    Ok(tx.query("SELECT id FROM events LIMIT 1", &[]).await?.is_empty())
}

pub(crate) async fn insert(tx: &mut dyn Transaction, new: &NewEvent) -> Result<(), DbError> {
    let event = &new.event;
    let found_by = found_by::of_event(tx, event).await?;
    tx.execute(
        "INSERT INTO events (id, organizer_id, venue_id, seat_map_id, name, description, category, starts_at, doors_at, created_at,
             search_text, name_key, price_min)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        &[
            event.id.to_bytes().into(),
            event.organizer.map(AccountId::to_bytes).into(),
            event.venue.to_bytes().into(),
            event.seat_map.to_bytes().into(),
            (&*event.name).into(),
            (&*event.description).into(),
            event.category.name().into(),
            event.starts_at.as_millis().into(),
            event.doors_at.as_millis().into(),
            event.created_at.as_millis().into(),
            found_by.into(),
            key_of(&event.name).into(),
            price_min(&new.terms).into(),
        ],
    )
    .await?;
    insert_billing(tx, event).await?;
    insert_inventory(tx, new).await
}

/// Writes what may change of a published event besides its terms.
pub(crate) async fn update(tx: &mut dyn Transaction, event: &Event) -> Result<(), DbError> {
    let found_by = found_by::of_event(tx, event).await?;
    tx.execute(
        "UPDATE events SET name = $1, description = $2, category = $3, starts_at = $4, doors_at = $5, search_text = $6, name_key = $7
         WHERE id = $8",
        &[
            (&*event.name).into(),
            (&*event.description).into(),
            event.category.name().into(),
            event.starts_at.as_millis().into(),
            event.doors_at.as_millis().into(),
            found_by.into(),
            key_of(&event.name).into(),
            event.id.to_bytes().into(),
        ],
    )
    .await?;
    tx.execute("DELETE FROM event_performers WHERE event_id = $1", &[event.id.to_bytes().into()]).await?;
    insert_billing(tx, event).await
}

const INSERT_BILLING: RowsSql = RowsSql {
    sqlite: "INSERT INTO event_performers (event_id, place, performer_id) VALUES ($1, $2, $3)",
    postgres: "INSERT INTO event_performers (event_id, place, performer_id)
               SELECT * FROM UNNEST($1::BYTEA[], $2::BIGINT[], $3::BYTEA[])",
};

async fn insert_billing(tx: &mut dyn Transaction, event: &Event) -> Result<(), DbError> {
    let columns = vec![
        Column::Id(event.performers.iter().map(|_| event.id.to_bytes()).collect()),
        Column::Int((0..).take(event.performers.len()).collect()),
        Column::Id(event.performers.iter().map(|performer| performer.to_bytes()).collect()),
    ];
    tx.execute_rows(&INSERT_BILLING, columns).await?;
    Ok(())
}

/// What an event's cheapest tier costs, without fees.
pub(crate) fn price_min(terms: &Terms) -> i64 {
    terms.tiers.iter().map(|tier| tier.price).min().unwrap_or(0)
}

/// The inventory before its first change: everything free.
async fn insert_inventory(tx: &mut dyn Transaction, new: &NewEvent) -> Result<(), DbError> {
    let now = tx.now().await?;
    let id = new.event.id.to_bytes();
    tx.execute(
        "INSERT INTO inventory (event_id, epoch, version, at, currency, terms) VALUES ($1, $2, $3, $4, $5, $6)",
        &[
            id.into(),
            Version::START.epoch.into(),
            (Version::START.number as i64).into(),
            now.as_millis().into(),
            new.terms.currency.code().into(),
            terms_text(&new.terms).into(),
        ],
    )
    .await?;
    tx.execute(
        "INSERT INTO event_tiers (event_id, tiers) VALUES ($1, $2)",
        &[id.into(), tiers_bytes(&new.tiers).into()],
    )
    .await?;
    Ok(())
}

/// Reads events whose rows, one a performer, stand together.
fn events_from(rows: &[Row]) -> Result<Vec<ListedEvent>, DbError> {
    let mut events: Vec<ListedEvent> = Vec::new();
    for row in rows {
        let id = EventId::from_bytes(row.id(0)?);
        if events.last().is_none_or(|last| last.event.id != id) {
            events.push(event_from(row)?);
        }
        let first = EVENT_WIDTH + VENUE_WIDTH + 2;
        if let (Some(last), Some(_)) = (events.last_mut(), row.optional_bytes(first)?) {
            let performer = performer_from(row, first)?;
            last.event.performers.push(performer.id);
            last.performers.push(performer);
        }
    }
    Ok(events)
}

/// Reads all but the performers.
fn event_from(row: &Row) -> Result<ListedEvent, DbError> {
    let venue = venue_from(row, EVENT_WIDTH)?;
    let event = Event {
        id: EventId::from_bytes(row.id(0)?),
        organizer: row.optional_id(1)?.map(AccountId::from_bytes),
        venue: venue.id,
        seat_map: SeatMapId::from_bytes(row.id(2)?),
        name: row.text(3)?.into(),
        description: row.text(4)?.into(),
        category: Category::from_name(row.text(5)?).ok_or_else(|| DbError::shape(5))?,
        performers: Vec::new(),
        starts_at: Timestamp::from_millis(row.int(6)?),
        doors_at: Timestamp::from_millis(row.int(7)?),
        created_at: Timestamp::from_millis(row.int(8)?),
    };
    let terms = terms_from(row.text(EVENT_WIDTH + VENUE_WIDTH)?)?;
    let has_line = row.int(EVENT_WIDTH + VENUE_WIDTH + 1)? != 0;
    let sort_key = SortKey::Number(event.starts_at.as_millis());
    Ok(ListedEvent { event, venue, performers: Vec::new(), terms, has_line, sort_key })
}
