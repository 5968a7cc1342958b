//! Mails: how they look, and how they go out.

mod folder;
mod letter;
mod outgoing;
mod page;
mod parts;
mod qr_picture;
mod smtp;

pub(crate) use outgoing::{Outgoing, outgoing};
pub(crate) use page::mail_page;
