//! Mails that wait to be sent: written with what they tell of, taken when due, removed when sent.

use admit_app::ports::error::StoreResult;
use admit_app::ports::inventory::Notice;
use admit_app::ports::links::{NewLink, Purpose};
use admit_app::ports::mails::{DueMail, Mails, OrderMail, Topic};
use admit_domain::id::{LinkId, MailId, OrderId};
use admit_domain::time::Timestamp;
use async_trait::async_trait;

use crate::SqlStore;
use crate::db::{Column, DbError, Row, RowsSql, RowsWrite, Transaction};
use crate::rows::take_due;

const INSERT_MAILS: RowsSql = RowsSql {
    sqlite: "INSERT INTO mails (id, kind, subject_id, created_at, attempts, next_try_at, last_error)
             VALUES ($1, $2, $3, $4, 0, $5, NULL)",
    postgres: "INSERT INTO mails (id, kind, subject_id, created_at, attempts, next_try_at)
               SELECT id, kind, subject_id, created_at, 0, next_try_at
               FROM UNNEST($1::BYTEA[], $2::TEXT[], $3::BYTEA[], $4::BIGINT[], $5::BIGINT[])
                  AS n (id, kind, subject_id, created_at, next_try_at)",
};

#[async_trait]
impl Mails for SqlStore {
    async fn take_due_mails(&self, now: Timestamp, retry_at: Timestamp, limit: u32) -> StoreResult<Vec<DueMail>> {
        Ok(self.db.write(move |tx| Box::pin(async move { take_due_mails(tx, now, retry_at, limit).await })).await?)
    }

    async fn mail_done(&self, id: MailId) -> StoreResult<()> {
        Ok(self.db.write(move |tx| Box::pin(async move { mail_done(tx, id).await })).await?)
    }

    async fn put_off_mail(&self, id: MailId, why: &str, retry_at: Timestamp) -> StoreResult<()> {
        let why = why.to_owned();
        Ok(self.db.write(move |tx| Box::pin(async move { put_off_mail(tx, id, &why, retry_at).await })).await?)
    }
}

/// The mails of a batch, in one statement.
pub(crate) fn notice_write(notices: &[Notice], at: Timestamp) -> RowsWrite {
    let all = notices.iter();
    let columns = vec![
        Column::Id(all.clone().map(|notice| notice.id.to_bytes()).collect()),
        Column::Label(all.clone().map(|notice| order_kind(notice.kind)).collect()),
        Column::Id(all.map(|notice| notice.order.to_bytes()).collect()),
        Column::Int(vec![at.as_millis(); notices.len()]),
        Column::Int(vec![at.as_millis(); notices.len()]),
    ];
    RowsWrite::new(&INSERT_MAILS, columns)
}

/// The mail that carries a new link.
pub(crate) async fn insert_link_mail(tx: &mut dyn Transaction, new: &NewLink) -> Result<(), DbError> {
    let at = new.link.created_at.as_millis();
    let columns = vec![
        Column::Id(vec![new.mail.to_bytes()]),
        Column::Label(vec![link_kind(new.link.purpose)]),
        Column::Id(vec![new.link.id.to_bytes()]),
        Column::Int(vec![at]),
        Column::Int(vec![at]),
    ];
    tx.execute_rows(&INSERT_MAILS, columns).await?;
    Ok(())
}

async fn take_due_mails(
    tx: &mut dyn Transaction,
    now: Timestamp,
    retry_at: Timestamp,
    limit: u32,
) -> Result<Vec<DueMail>, DbError> {
    let sql = take_due!(tx.dialect(); "mails", "attempts >= 0", "id, kind, subject_id, created_at, attempts - 1");
    tx.query(sql, &[now.as_millis().into(), limit.into(), retry_at.as_millis().into()])
        .await?
        .iter()
        .map(mail_from)
        .collect()
}

async fn mail_done(tx: &mut dyn Transaction, id: MailId) -> Result<(), DbError> {
    tx.execute("DELETE FROM mails WHERE id = $1", &[id.to_bytes().into()]).await?;
    Ok(())
}

async fn put_off_mail(tx: &mut dyn Transaction, id: MailId, why: &str, retry_at: Timestamp) -> Result<(), DbError> {
    tx.execute(
        "UPDATE mails SET last_error = $1, next_try_at = $2 WHERE id = $3",
        &[why.into(), retry_at.as_millis().into(), id.to_bytes().into()],
    )
    .await?;
    Ok(())
}

fn order_kind(kind: OrderMail) -> &'static str {
    match kind {
        OrderMail::Confirmed => "order_confirmed",
        OrderMail::Cancelled => "order_cancelled",
        OrderMail::PaidTooLate => "paid_too_late",
    }
}

fn link_kind(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Verify => "verify",
        Purpose::Reset => "reset",
    }
}

fn mail_from(row: &Row) -> Result<DueMail, DbError> {
    let subject = row.id(2)?;
    let order = |kind| Topic::Order(kind, OrderId::from_bytes(subject));
    let link = |purpose| Topic::Link(purpose, LinkId::from_bytes(subject));
    Ok(DueMail {
        id: MailId::from_bytes(row.id(0)?),
        topic: match row.text(1)? {
            "verify" => link(Purpose::Verify),
            "reset" => link(Purpose::Reset),
            "order_confirmed" => order(OrderMail::Confirmed),
            "order_cancelled" => order(OrderMail::Cancelled),
            "paid_too_late" => order(OrderMail::PaidTooLate),
            _ => return Err(DbError::shape(1)),
        },
        created_at: Timestamp::from_millis(row.int(3)?),
        attempts: u32::try_from(row.int(4)?).map_err(|_| DbError::shape(4))?,
    })
}
