//! The mails that are to be sent: each written in the transaction of what it tells of, and gone once it is sent.

use admit_domain::id::{LinkId, MailId, OrderId};
use admit_domain::time::Timestamp;
use async_trait::async_trait;

use super::error::StoreResult;
use super::links::Purpose;

/// What a buyer is told of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderMail {
    Confirmed,
    Cancelled,
    /// The money came when the places had gone; it goes back.
    PaidTooLate,
}

/// What a mail is about. Everything that it says is read when it is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    Link(Purpose, LinkId),
    Order(OrderMail, OrderId),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueMail {
    pub id: MailId,
    pub topic: Topic,
    pub created_at: Timestamp,
    /// How often it was tried before.
    pub attempts: u32,
}

#[async_trait]
pub trait Mails: Send + Sync + 'static {
    /// Takes mails whose turn has come and puts off their next turn to `retry_at`, so that no other node takes them meanwhile.
    async fn take_due_mails(&self, now: Timestamp, retry_at: Timestamp, limit: u32) -> StoreResult<Vec<DueMail>>;
    /// It is sent, or not to be sent any more.
    async fn mail_done(&self, id: MailId) -> StoreResult<()>;
    async fn put_off_mail(&self, id: MailId, why: &str, retry_at: Timestamp) -> StoreResult<()>;
}
