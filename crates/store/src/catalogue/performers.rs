//! Performers.

use admit_app::ports::organizing::Owned;
use admit_domain::event::Performer;
use admit_domain::id::{AccountId, PerformerId};

use super::found_by;
use crate::db::{DbError, Row, Transaction};
use crate::organizing::newest_first;

pub(super) async fn insert(tx: &mut dyn Transaction, performer: &Performer) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO performers (id, name, description, organizer_id) VALUES ($1, $2, $3, $4)",
        &[
            performer.id.to_bytes().into(),
            (&*performer.name).into(),
            (&*performer.description).into(),
            performer.organizer.map(AccountId::to_bytes).into(),
        ],
    )
    .await?;
    Ok(())
}

pub(super) async fn one(tx: &mut dyn Transaction, id: PerformerId) -> Result<Option<Performer>, DbError> {
    let sql = "SELECT id, name, description, organizer_id FROM performers WHERE id = $1";
    tx.query_optional(sql, &[id.to_bytes().into()]).await?.map(|row| performer_from(&row, 0)).transpose()
}

pub(super) async fn list(
    tx: &mut dyn Transaction,
    after: Option<(String, PerformerId)>,
    limit: u32,
) -> Result<Vec<Performer>, DbError> {
    // No id is empty, so this comes before all of them.
    let (name, id) = after.map_or((String::new(), Vec::new()), |(name, id)| (name, id.to_bytes().to_vec()));
    let sql = "SELECT id, name, description, organizer_id FROM performers WHERE (name, id) > ($1, $2) ORDER BY name, id LIMIT $3";
    tx.query(sql, &[name.into(), id.into(), limit.into()]).await?.iter().map(|row| performer_from(row, 0)).collect()
}

pub(crate) async fn owned(
    tx: &mut dyn Transaction,
    owned: Owned,
    after: Option<PerformerId>,
    limit: u32,
) -> Result<Vec<Performer>, DbError> {
    let statements = (
        "SELECT id, name, description, organizer_id FROM performers WHERE organizer_id = $1 AND id < $2
         ORDER BY id DESC LIMIT $3",
        "SELECT id, name, description, organizer_id FROM performers WHERE id < $1 ORDER BY id DESC LIMIT $2",
    );
    let (sql, arguments) = newest_first(statements, owned, after.map(PerformerId::to_bytes), limit);
    tx.query(sql, &arguments).await?.iter().map(|row| performer_from(row, 0)).collect()
}

/// Taking the row's lock first keeps out events that are being made with the old name.
pub(crate) async fn update(tx: &mut dyn Transaction, performer: &Performer) -> Result<(), DbError> {
    tx.execute(
        "UPDATE performers SET name = $1, description = $2 WHERE id = $3",
        &[(&*performer.name).into(), (&*performer.description).into(), performer.id.to_bytes().into()],
    )
    .await?;
    found_by::refresh_of(tx, performer.id).await
}

/// Reads id, name, description and owner, the first of which is `first`.
pub(super) fn performer_from(row: &Row, first: usize) -> Result<Performer, DbError> {
    Ok(Performer {
        id: PerformerId::from_bytes(row.id(first)?),
        name: row.text(first + 1)?.into(),
        description: row.text(first + 2)?.into(),
        organizer: row.optional_id(first + 3)?.map(AccountId::from_bytes),
    })
}
