//! Mails: what is to be told to whom, and sending it until it is sent.

mod compose;
mod send;

pub use send::MAILS_EVERY;
