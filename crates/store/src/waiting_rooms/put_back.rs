//! Rooms that were put back to what they were earlier.

use admit_domain::time::Timestamp;
use admit_domain::waiting_room::PutBack;

use crate::codec::{head_from, head_text};
use crate::db::{DbError, Transaction};

/// Notes in every room what it had handed out. As a version of its own, so that nodes which run take it over.
pub(crate) async fn note_put_back(tx: &mut dyn Transaction, now: Timestamp) -> Result<(), DbError> {
    for row in tx.query("SELECT event_id, head FROM waiting_rooms", &[]).await? {
        let mut head = head_from(row.text(1)?)?;
        head.put_back.push(PutBack { issued: head.issued, at: now });
        let sql = "UPDATE waiting_rooms SET head = $1, version = version + 1 WHERE event_id = $2";
        tx.execute(sql, &[head_text(&head).into(), row.id(0)?.into()]).await?;
    }
    Ok(())
}
