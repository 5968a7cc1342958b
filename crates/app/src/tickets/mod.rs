//! Tickets: the caller's, and the codes that let them in.

pub mod code;
mod my_tickets;

pub use my_tickets::ShownTicket;
