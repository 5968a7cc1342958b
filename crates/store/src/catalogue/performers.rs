//! Performers.

use admit_domain::event::Performer;
use admit_domain::id::PerformerId;

use crate::db::{DbError, Row, Transaction};

pub(super) async fn insert(tx: &mut dyn Transaction, performer: &Performer) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO performers (id, name, description) VALUES ($1, $2, $3)",
        &[performer.id.to_bytes().into(), (&*performer.name).into(), (&*performer.description).into()],
    )
    .await?;
    Ok(())
}

pub(super) async fn one(tx: &mut dyn Transaction, id: PerformerId) -> Result<Option<Performer>, DbError> {
    let sql = "SELECT id, name, description FROM performers WHERE id = $1";
    tx.query_optional(sql, &[id.to_bytes().into()]).await?.map(|row| performer_from(&row, 0)).transpose()
}

pub(super) async fn list(
    tx: &mut dyn Transaction,
    after: Option<(String, PerformerId)>,
    limit: u32,
) -> Result<Vec<Performer>, DbError> {
    // No id is empty, so this comes before all of them.
    let (name, id) = after.map_or((String::new(), Vec::new()), |(name, id)| (name, id.to_bytes().to_vec()));
    let sql = "SELECT id, name, description FROM performers WHERE (name, id) > ($1, $2) ORDER BY name, id LIMIT $3";
    tx.query(sql, &[name.into(), id.into(), limit.into()]).await?.iter().map(|row| performer_from(row, 0)).collect()
}

/// Reads id, name and description, the first of which is `first`.
pub(super) fn performer_from(row: &Row, first: usize) -> Result<Performer, DbError> {
    Ok(Performer {
        id: PerformerId::from_bytes(row.id(first)?),
        name: row.text(first + 1)?.into(),
        description: row.text(first + 2)?.into(),
    })
}
