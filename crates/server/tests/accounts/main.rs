//! Accounts and mails where something is killed, away, late or flooded.

mod flood;
mod links;
mod mail;
mod merging;
