//! What a mail says, read when it is sent, so that it is never behind what is so.

use admit_domain::hold::HeldUnit;
use admit_domain::id::{LinkId, OrderId, TicketId};
use admit_domain::money::Money;
use admit_domain::order::OrderStatus;

use crate::app::App;
use crate::checkout::error::CheckoutError;
use crate::desk::Desk;
use crate::ports::links::Purpose;
use crate::ports::mailer::{Content, MailedPlace, Message, OrderContent};
use crate::ports::mails::{DueMail, OrderMail, Topic};
use crate::ports::orders::OrderRecord;
use crate::tickets::code;

impl App {
    /// `None`: there is nothing to tell any more.
    pub(super) async fn compose(&self, mail: &DueMail) -> Result<Option<Message>, CheckoutError> {
        let (account, content) = match mail.topic {
            Topic::Link(purpose, link) => match self.link_content(purpose, link).await? {
                Some(content) => content,
                None => return Ok(None),
            },
            Topic::Order(kind, order) => {
                let Some(record) = self.store.order(order).await? else { return Ok(None) };
                // A confirmation of what was cancelled meanwhile would promise tickets that are void.
                if kind == OrderMail::Confirmed && record.order.status != OrderStatus::Paid {
                    return Ok(None);
                }
                let account = record.order.buyer.account;
                (account, Content::Order(Box::new(self.order_content(kind, record).await?)))
            }
        };
        let Some(account) = self.store.account(account).await? else { return Ok(None) };
        Ok(Some(Message {
            id: mail.id,
            address: account.email,
            name: account.name,
            written_at: mail.created_at,
            content,
        }))
    }

    async fn link_content(
        &self,
        purpose: Purpose,
        id: LinkId,
    ) -> Result<Option<(admit_domain::id::AccountId, Content)>, CheckoutError> {
        let now = self.store.now().await?;
        let link = self.store.link(id).await?.filter(|link| link.is_good(now));
        Ok(link.map(|link| {
            let token = self.keys.link_token(id);
            (link.account, Content::Link { purpose, token, expires_at: link.expires_at })
        }))
    }

    async fn order_content(&self, kind: OrderMail, record: OrderRecord) -> Result<OrderContent, CheckoutError> {
        let OrderRecord { event, order, hold, .. } = record;
        let desk = self.desk_of(event).await?;
        let listed = self.store.event(event).await?.ok_or(CheckoutError::NoSuchOrder)?;
        let currency = desk.view().terms().currency;
        let valid = order.status == OrderStatus::Paid;
        let issued_at = order.settled_at.unwrap_or(order.created_at);
        let ticket = |index: u16| {
            let id = TicketId::of(order.id, index);
            (id, code::sign(&self.keys.ticket, id, event, issued_at))
        };
        let places = (0..).zip(&hold.units).map(|(index, held)| MailedPlace {
            place: place_name(&desk, held),
            tier: desk.view().terms().tier(held.tier).name.to_string(),
            price: Money::new(held.price, currency),
            ticket: valid.then(|| ticket(index)),
        });
        Ok(OrderContent {
            kind,
            order: OrderId::minted_from(order.id.as_u128()),
            event,
            event_name: listed.event.name.to_string(),
            venue: format!("{}, {}", listed.venue.name, listed.venue.city),
            time_zone: listed.venue.time_zone.to_string(),
            starts_at: listed.event.starts_at,
            places: places.collect(),
            fees: Money::new(hold.fees_total(), currency),
            total: Money::new(order.total, currency),
            refund: order.refund.map(|refund| Money::new(refund.amount, currency)),
        })
    }
}

/// Such as `Stalls, row F, seat 12`.
fn place_name(desk: &Desk, held: &HeldUnit) -> String {
    let view = desk.view();
    let Some(place) = view.hall().map().place(held.unit) else { return String::new() };
    match place.seat {
        Some((seat, row)) => format!("{}, row {}, seat {}", place.section.name, row.label, seat.number),
        None => place.section.name.to_string(),
    }
}
