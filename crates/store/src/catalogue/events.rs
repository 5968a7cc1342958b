//! Events: made with their inventory, listed with what a list shows of them.

use admit_app::ports::catalogue::{EventQuery, ListedEvent, NewEvent};
use admit_domain::event::{Category, Event};
use admit_domain::id::{AccountId, EventId, SeatMapId, VenueId};
use admit_domain::inventory::journal::Version;
use admit_domain::time::Timestamp;

use super::performers::performer_from;
use super::search::{key_of, search_text, word_patterns};
use super::venues::{VENUE_WIDTH, venue_columns, venue_from};
use crate::codec::{terms_from, terms_text, tiers_bytes};
use crate::db::{Column, DbError, Row, RowsSql, Transaction, Value};

/// Reads the events that `$page` chooses, an event's performers a row each, in the order of the billing.
macro_rules! select_events {
    ($($page:expr),+) => {
        concat!(
            "SELECT e.id, e.organizer_id, e.seat_map_id, e.name, e.description, e.category, e.starts_at, e.doors_at, e.created_at, ",
            venue_columns!(),
            ", i.terms, p.id, p.name, p.description
             FROM (SELECT e.id, e.organizer_id, e.venue_id, e.seat_map_id, e.name, e.description, e.category, e.starts_at,
                          e.doors_at, e.created_at
                   FROM events e ",
            $($page),+,
            ") AS e
             JOIN venues v ON v.id = e.venue_id
             JOIN inventory i ON i.event_id = e.id
             LEFT JOIN event_performers b ON b.event_id = e.id
             LEFT JOIN performers p ON p.id = b.performer_id
             ORDER BY e.starts_at, e.id, b.place"
        )
    };
}

/// A filter that isn't wanted compares a column with itself or with what lies beyond all its values, so one text serves
/// all.
macro_rules! select_page {
    ($more:literal, $limit:literal) => {
        select_events!(
            "JOIN venues v ON v.id = e.venue_id
             WHERE e.starts_at >= $1 AND (e.starts_at, e.id) > ($2, $3) AND e.starts_at < $4
               AND e.category = COALESCE($5, e.category) AND v.city_key = COALESCE($6, v.city_key)
               AND e.venue_id = COALESCE($7, e.venue_id)
               AND e.search_text LIKE $8 ESCAPE '\\' AND e.search_text LIKE $9 ESCAPE '\\'
               AND e.search_text LIKE $10 ESCAPE '\\' AND e.search_text LIKE $11 ESCAPE '\\'
               AND e.search_text LIKE $12 ESCAPE '\\' AND e.search_text LIKE $13 ESCAPE '\\'
               AND e.search_text LIKE $14 ESCAPE '\\' AND e.search_text LIKE $15 ESCAPE '\\' ",
            $more,
            "ORDER BY e.starts_at, e.id LIMIT ",
            $limit
        )
    };
}

const EVENT_WIDTH: usize = 9;

pub(super) async fn one(tx: &mut dyn Transaction, id: EventId) -> Result<Option<ListedEvent>, DbError> {
    let rows = tx.query(select_events!("WHERE e.id = $1"), &[id.to_bytes().into()]).await?;
    Ok(events_from(&rows)?.pop())
}

pub(super) async fn list(tx: &mut dyn Transaction, query: &EventQuery) -> Result<Vec<ListedEvent>, DbError> {
    // No id is empty, so this comes before all of them.
    let (after, after_id) = query.after.map_or((Timestamp::MIN, Vec::new()), |(at, id)| (at, id.to_bytes().to_vec()));
    // The later bound is the one that an index begins at, so that a late page costs no more than the first.
    let from = query.starts_from.unwrap_or(Timestamp::MIN).max(after);
    let mut arguments: Vec<Value> = vec![
        from.as_millis().into(),
        after.as_millis().into(),
        after_id.into(),
        query.starts_before.map_or(i64::MAX, Timestamp::as_millis).into(),
        query.category.map(Category::name).into(),
        query.city.as_deref().map(key_of).into(),
        query.venue.map(VenueId::to_bytes).into(),
    ];
    arguments.extend(word_patterns(query.text.as_deref().unwrap_or_default()).map(Value::from));
    let sql = match query.performer {
        None => select_page!("", "$16"),
        Some(performer) => {
            arguments.push(performer.to_bytes().into());
            select_page!("AND e.id IN (SELECT b.event_id FROM event_performers b WHERE b.performer_id = $16) ", "$17")
        }
    };
    arguments.push(query.limit.into());
    events_from(&tx.query(sql, &arguments).await?)
}

pub(super) async fn is_empty(tx: &mut dyn Transaction) -> Result<bool, DbError> {
    Ok(tx.query("SELECT id FROM events LIMIT 1", &[]).await?.is_empty())
}

pub(super) async fn insert(tx: &mut dyn Transaction, new: &NewEvent) -> Result<(), DbError> {
    let event = &new.event;
    let found_by = found_by(tx, event).await?;
    tx.execute(
        "INSERT INTO events (id, organizer_id, venue_id, seat_map_id, name, description, category, starts_at, doors_at, created_at,
             search_text)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
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
        ],
    )
    .await?;
    insert_billing(tx, event).await?;
    insert_inventory(tx, new).await
}

/// Venues and performers never change, so what an event is found by doesn't either.
async fn found_by(tx: &mut dyn Transaction, event: &Event) -> Result<String, DbError> {
    let venue = super::venues::one(tx, event.venue).await?;
    let venue =
        venue.ok_or_else(|| DbError::corrupt(format!("{} is at {}, which doesn't exist", event.id, event.venue)))?;
    let mut names = Vec::with_capacity(event.performers.len());
    for id in &event.performers {
        let performer = super::performers::one(tx, *id).await?;
        names.push(
            performer.ok_or_else(|| DbError::corrupt(format!("{} is by {id}, who doesn't exist", event.id)))?.name,
        );
    }
    let own = [&*event.name, &event.description, &venue.name, &venue.city];
    Ok(search_text(own.into_iter().chain(names.iter().map(|name| &**name))))
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
        let first = EVENT_WIDTH + VENUE_WIDTH + 1;
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
    let organizer = row.optional_bytes(1)?.map(|_| row.id(1)).transpose()?;
    let event = Event {
        id: EventId::from_bytes(row.id(0)?),
        organizer: organizer.map(AccountId::from_bytes),
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
    Ok(ListedEvent { event, venue, performers: Vec::new(), terms })
}
