//! What events are found by: a text made of the names of several rows, which follows when one of these changes.
//!
//! Whoever makes or changes an event first takes the locks of its venue and performers; whoever changes one of these takes the
//! locks of its events before reading names. So no text is made of a name that is just being changed.

use admit_domain::event::Event;
use admit_domain::id::{EventId, PerformerId, VenueId};

use super::search::{key_of, search_text};
use crate::db::{Column, DbError, Row, RowsSql, Transaction, Value};

const LOCK_PERFORMERS: RowsSql = RowsSql {
    sqlite: "UPDATE performers SET name = name WHERE id = $1",
    postgres: "UPDATE performers SET name = performers.name FROM UNNEST($1::BYTEA[]) AS n (id) WHERE performers.id = n.id",
};
const SET_TEXTS: RowsSql = RowsSql {
    sqlite: "UPDATE events SET search_text = $1, name_key = $2 WHERE id = $3",
    postgres:
        "UPDATE events SET search_text = n.search_text, name_key = n.name_key
               FROM UNNEST($1::TEXT[], $2::TEXT[], $3::BYTEA[]) AS n (search_text, name_key, id) WHERE events.id = n.id",
};

/// The text of an event that is being made or changed.
pub(super) async fn of_event(tx: &mut dyn Transaction, event: &Event) -> Result<String, DbError> {
    tx.execute("UPDATE venues SET name = name WHERE id = $1", &[event.venue.to_bytes().into()]).await?;
    let mut performers: Vec<[u8; 16]> = event.performers.iter().map(|id| id.to_bytes()).collect();
    performers.sort_unstable();
    performers.dedup();
    tx.execute_rows(&LOCK_PERFORMERS, vec![Column::Id(performers)]).await?;
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

/// Makes the texts of all events at a venue anew.
pub(super) async fn refresh_at(tx: &mut dyn Transaction, venue: VenueId) -> Result<(), DbError> {
    let venue: Value = venue.to_bytes().into();
    tx.execute("UPDATE events SET name_key = name_key WHERE venue_id = $1", std::slice::from_ref(&venue)).await?;
    let sql = "SELECT e.id, e.name, e.description, v.name, v.city, p.name
               FROM events e
               JOIN venues v ON v.id = e.venue_id
               LEFT JOIN event_performers b ON b.event_id = e.id
               LEFT JOIN performers p ON p.id = b.performer_id
               WHERE e.venue_id = $1 ORDER BY e.id, b.place";
    let rows = tx.query(sql, &[venue]).await?;
    set_texts(tx, &rows).await
}

/// Makes the texts of all of a performer's events anew.
pub(super) async fn refresh_of(tx: &mut dyn Transaction, performer: PerformerId) -> Result<(), DbError> {
    let performer: Value = performer.to_bytes().into();
    let lock = "UPDATE events SET name_key = name_key
                WHERE id IN (SELECT b.event_id FROM event_performers b WHERE b.performer_id = $1)";
    tx.execute(lock, std::slice::from_ref(&performer)).await?;
    let sql = "SELECT e.id, e.name, e.description, v.name, v.city, p.name
               FROM events e
               JOIN venues v ON v.id = e.venue_id
               LEFT JOIN event_performers b ON b.event_id = e.id
               LEFT JOIN performers p ON p.id = b.performer_id
               WHERE e.id IN (SELECT o.event_id FROM event_performers o WHERE o.performer_id = $1)
               ORDER BY e.id, b.place";
    let rows = tx.query(sql, &[performer]).await?;
    set_texts(tx, &rows).await
}

/// `rows`: an event's names, a row a performer, those of an event together.
async fn set_texts(tx: &mut dyn Transaction, rows: &[Row]) -> Result<(), DbError> {
    let (mut texts, mut keys, mut ids) = (Vec::new(), Vec::new(), Vec::new());
    for of_one in rows.chunk_by(|one, other| one.id(0).ok() == other.id(0).ok()) {
        let Some(first) = of_one.first() else { continue };
        let mut parts = vec![first.text(1)?, first.text(2)?, first.text(3)?, first.text(4)?];
        for row in of_one {
            parts.extend(row.optional_text(5)?);
        }
        texts.push(search_text(parts.into_iter()));
        keys.push(key_of(first.text(1)?));
        ids.push(EventId::from_bytes(first.id(0)?).to_bytes());
    }
    tx.execute_rows(&SET_TEXTS, vec![Column::Text(texts), Column::Text(keys), Column::Id(ids)]).await?;
    Ok(())
}
