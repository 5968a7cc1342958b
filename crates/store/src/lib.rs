//! The store: Admit's truth in SQLite or PostgreSQL. The only SQL in the tree.
//!
//! Architecture invariant: no rule lives here. A statement is written once for both databases; what differs between them is in
//! [`db`].

mod accounts;
mod catalogue;
mod codec;
mod db;
mod gateway_ledger;
mod holds;
mod inspection;
mod inventory;
mod orders;
mod organizing;
mod requests;
mod rows;
mod secrets;
mod store;

pub use db::PostgresSettings;
pub use store::{SqlStore, is_disk_full};
