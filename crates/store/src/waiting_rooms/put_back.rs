//! Rooms that were put back to what they were earlier.

use admit_domain::time::Timestamp;
use admit_domain::waiting_room::PutBack;

use crate::codec::{head_from, head_text};
use crate::db::{DbError, Transaction};

/// Notes in every room what it had handed out. As a version of its own, so that whatever remembers an earlier one reads it anew; and
/// the rooms are locked first, should a node be running after all.
pub(crate) async fn note_put_back(tx: &mut dyn Transaction, now: Timestamp) -> Result<(), DbError> {
    let rooms = tx.query("UPDATE waiting_rooms SET version = version + 1 RETURNING event_id, head", &[]).await?;
    for row in rooms {
        let mut head = head_from(row.text(1)?)?;
        head.put_back.push(PutBack { issued: head.issued, at: now });
        let sql = "UPDATE waiting_rooms SET head = $1 WHERE event_id = $2";
        tx.execute(sql, &[head_text(&head).into(), row.id(0)?.into()]).await?;
    }
    Ok(())
}
