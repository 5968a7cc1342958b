//! Venues.

use admit_app::ports::organizing::Owned;
use admit_domain::event::Venue;
use admit_domain::id::{AccountId, SeatMapId, VenueId};

use super::found_by;
use super::search::key_of;
use crate::db::{DbError, Row, Transaction};
use crate::organizing::newest_first;

/// The columns that [`venue_from`] reads, for a `SELECT` list from venues `v`.
macro_rules! venue_columns {
    () => {
        "v.id, v.name, v.city, v.country, v.address, v.time_zone, v.seat_map_id, v.organizer_id"
    };
}
pub(super) use venue_columns;

/// How many columns [`venue_columns`] names.
pub(super) const VENUE_WIDTH: usize = 8;

pub(super) async fn insert(tx: &mut dyn Transaction, venue: &Venue) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO venues (id, name, city, city_key, country, address, time_zone, seat_map_id, organizer_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &[
            venue.id.to_bytes().into(),
            (&*venue.name).into(),
            (&*venue.city).into(),
            key_of(&venue.city).into(),
            (&*venue.country).into(),
            (&*venue.address).into(),
            (&*venue.time_zone).into(),
            venue.seat_map.to_bytes().into(),
            venue.organizer.map(AccountId::to_bytes).into(),
        ],
    )
    .await?;
    Ok(())
}

pub(super) async fn one(tx: &mut dyn Transaction, id: VenueId) -> Result<Option<Venue>, DbError> {
    let sql = concat!("SELECT ", venue_columns!(), " FROM venues v WHERE v.id = $1");
    tx.query_optional(sql, &[id.to_bytes().into()]).await?.map(|row| venue_from(&row, 0)).transpose()
}

pub(super) async fn list(
    tx: &mut dyn Transaction,
    after: Option<(String, VenueId)>,
    limit: u32,
) -> Result<Vec<Venue>, DbError> {
    // No id is empty, so this comes before all of them.
    let (name, id) = after.map_or((String::new(), Vec::new()), |(name, id)| (name, id.to_bytes().to_vec()));
    let sql = concat!(
        "SELECT ",
        venue_columns!(),
        " FROM venues v WHERE (v.name, v.id) > ($1, $2) ORDER BY v.name, v.id LIMIT $3"
    );
    tx.query(sql, &[name.into(), id.into(), limit.into()]).await?.iter().map(|row| venue_from(row, 0)).collect()
}

pub(crate) async fn owned(
    tx: &mut dyn Transaction,
    owned: Owned,
    after: Option<VenueId>,
    limit: u32,
) -> Result<Vec<Venue>, DbError> {
    let statements = (
        concat!(
            "SELECT ",
            venue_columns!(),
            " FROM venues v WHERE v.organizer_id = $1 AND v.id < $2 ORDER BY v.id DESC LIMIT $3"
        ),
        concat!("SELECT ", venue_columns!(), " FROM venues v WHERE v.id < $1 ORDER BY v.id DESC LIMIT $2"),
    );
    let (sql, arguments) = newest_first(statements, owned, after.map(VenueId::to_bytes), limit);
    tx.query(sql, &arguments).await?.iter().map(|row| venue_from(row, 0)).collect()
}

/// Taking the row's lock first keeps out events that are being made with the old name.
pub(crate) async fn update(tx: &mut dyn Transaction, venue: &Venue) -> Result<(), DbError> {
    tx.execute(
        "UPDATE venues SET name = $1, city = $2, city_key = $3, country = $4, address = $5, time_zone = $6, seat_map_id = $7
         WHERE id = $8",
        &[
            (&*venue.name).into(),
            (&*venue.city).into(),
            key_of(&venue.city).into(),
            (&*venue.country).into(),
            (&*venue.address).into(),
            (&*venue.time_zone).into(),
            venue.seat_map.to_bytes().into(),
            venue.id.to_bytes().into(),
        ],
    )
    .await?;
    found_by::refresh_at(tx, venue.id).await
}

/// Reads a venue from the columns of [`venue_columns`], the first of which is `first`.
pub(super) fn venue_from(row: &Row, first: usize) -> Result<Venue, DbError> {
    let text = |column: usize| row.text(first + column).map(Into::into);
    Ok(Venue {
        id: VenueId::from_bytes(row.id(first)?),
        organizer: row.optional_id(first + 7)?.map(AccountId::from_bytes),
        name: text(1)?,
        city: text(2)?,
        country: text(3)?,
        address: text(4)?,
        time_zone: text(5)?,
        seat_map: SeatMapId::from_bytes(row.id(first + 6)?),
    })
}
