//! Whoever takes mails to where they go.

use admit_domain::id::{EventId, MailId, OrderId, TicketId};
use admit_domain::money::Money;
use admit_domain::time::Timestamp;
use async_trait::async_trait;
use thiserror::Error;

use super::links::Purpose;
use super::mails::OrderMail;

/// A mail as data; how it looks is the mailer's.
#[derive(Debug, Clone)]
pub struct Message {
    /// The same whenever it is sent again.
    pub id: MailId,
    pub address: String,
    pub name: String,
    pub written_at: Timestamp,
    pub content: Content,
}

#[derive(Debug, Clone)]
pub enum Content {
    Link { purpose: Purpose, token: String, expires_at: Timestamp },
    Order(Box<OrderContent>),
}

#[derive(Debug, Clone)]
pub struct OrderContent {
    pub kind: OrderMail,
    pub order: OrderId,
    pub event: EventId,
    pub event_name: String,
    pub venue: String,
    /// An IANA name.
    pub time_zone: String,
    pub starts_at: Timestamp,
    pub places: Vec<MailedPlace>,
    pub fees: Money,
    pub total: Money,
    /// What goes back to the buyer.
    pub refund: Option<Money>,
}

#[derive(Debug, Clone)]
pub struct MailedPlace {
    /// Such as `Stalls, row F, seat 12`.
    pub place: String,
    pub tier: String,
    pub price: Money,
    /// The ticket, while it is valid, with what its QR code shows.
    pub ticket: Option<(TicketId, String)>,
}

#[derive(Debug, Error)]
pub enum MailError {
    /// It will never be taken, such as for an address that isn't there.
    #[error("the mail was refused")]
    Refused(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Trying again later may help.
    #[error("the mail could not be sent")]
    Away(#[source] Box<dyn std::error::Error + Send + Sync>),
}

#[async_trait]
pub trait Mailer: Send + Sync + 'static {
    async fn send(&self, message: &Message) -> Result<(), MailError>;
}
