//! Drafts of events.

use admit_app::ports::catalogue::NewEvent;
use admit_app::ports::organizing::{Owned, StoredDraft};
use admit_domain::draft::Draft;
use admit_domain::id::{AccountId, EventId};

use super::newest_first;
use crate::catalogue::events;
use crate::codec::{draft_from, draft_text};
use crate::db::{DbError, Row, Transaction};

pub(super) async fn insert(tx: &mut dyn Transaction, draft: &Draft) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO event_drafts (id, organizer_id, revision, body) VALUES ($1, $2, 0, $3)",
        &[draft.id.to_bytes().into(), draft.organizer.to_bytes().into(), draft_text(draft).into()],
    )
    .await?;
    Ok(())
}

pub(super) async fn one(tx: &mut dyn Transaction, id: EventId) -> Result<Option<StoredDraft>, DbError> {
    let sql = "SELECT id, organizer_id, body, revision FROM event_drafts WHERE id = $1";
    let Some(row) = tx.query_optional(sql, &[id.to_bytes().into()]).await? else { return Ok(None) };
    let revision = u64::try_from(row.int(3)?).map_err(|_| DbError::shape(3))?;
    Ok(Some(StoredDraft { draft: draft_of(&row)?, revision }))
}

pub(super) async fn update(tx: &mut dyn Transaction, stored: &StoredDraft) -> Result<bool, DbError> {
    let updated = tx
        .execute(
            "UPDATE event_drafts SET body = $1, revision = revision + 1 WHERE id = $2 AND revision = $3",
            &[draft_text(&stored.draft).into(), stored.draft.id.to_bytes().into(), (stored.revision as i64).into()],
        )
        .await?;
    Ok(updated > 0)
}

pub(super) async fn publish(tx: &mut dyn Transaction, new: &NewEvent, revision: u64) -> Result<bool, DbError> {
    let ended = tx
        .execute(
            "DELETE FROM event_drafts WHERE id = $1 AND revision = $2",
            &[new.event.id.to_bytes().into(), (revision as i64).into()],
        )
        .await?;
    if ended > 0 {
        events::insert(tx, new).await?;
    }
    Ok(ended > 0)
}

pub(super) async fn owned(
    tx: &mut dyn Transaction,
    owned: Owned,
    after: Option<EventId>,
    limit: u32,
) -> Result<Vec<Draft>, DbError> {
    let statements = (
        "SELECT id, organizer_id, body FROM event_drafts WHERE organizer_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3",
        "SELECT id, organizer_id, body FROM event_drafts WHERE id < $1 ORDER BY id DESC LIMIT $2",
    );
    let (sql, arguments) = newest_first(statements, owned, after.map(EventId::to_bytes), limit);
    tx.query(sql, &arguments).await?.iter().map(draft_of).collect()
}

fn draft_of(row: &Row) -> Result<Draft, DbError> {
    draft_from(EventId::from_bytes(row.id(0)?), AccountId::from_bytes(row.id(1)?), row.text(2)?)
}
