//! The caller's tickets.

use std::sync::Arc;

use admit_domain::id::TicketId;

use crate::accounts::caller::Caller;
use crate::app::App;
use crate::checkout::error::CheckoutError;
use crate::desk::Desk;
use crate::ports::orders::Ticket;

use super::code;

/// A ticket and the desk of its event, which knows the place's and tier's names.
pub struct ShownTicket {
    pub ticket: Ticket,
    pub desk: Arc<Desk>,
}

impl App {
    /// `NoSuchOrder`: no such ticket, or another's.
    pub async fn my_ticket(&self, caller: &Caller, id: TicketId) -> Result<ShownTicket, CheckoutError> {
        let ticket = self.store.ticket(id).await?.filter(|ticket| ticket.account == caller.account);
        self.show_ticket(ticket.ok_or(CheckoutError::NoSuchOrder)?).await
    }

    /// Newest order first, after `after`.
    pub async fn my_tickets(
        &self,
        caller: &Caller,
        after: Option<TicketId>,
        limit: u32,
    ) -> Result<Vec<ShownTicket>, CheckoutError> {
        let mut shown = Vec::new();
        for ticket in self.store.tickets_of(caller.account, after, limit).await? {
            shown.push(self.show_ticket(ticket).await?);
        }
        Ok(shown)
    }

    /// What the ticket's QR code shows.
    pub fn ticket_code(&self, ticket: &Ticket) -> String {
        code::sign(&self.keys.ticket, ticket.id, ticket.event, ticket.issued_at)
    }

    async fn show_ticket(&self, ticket: Ticket) -> Result<ShownTicket, CheckoutError> {
        let desk = self.desk_of(ticket.event).await?;
        Ok(ShownTicket { ticket, desk })
    }
}
