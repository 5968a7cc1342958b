//! The store: Admit's truth in SQLite or PostgreSQL. The only SQL in the tree.
//!
//! Architecture invariant: no rule lives here. A statement is written once for both databases; what differs between them is in
//! [`db`].

mod accounts;
mod backup;
mod catalogue;
mod changes;
mod codec;
mod db;
mod gateway_ledger;
mod holds;
mod inspection;
mod inventory;
mod journals;
mod links;
mod mails;
mod occupancy;
mod orders;
mod organizing;
mod relay;
mod requests;
mod rows;
mod secrets;
mod store;
mod waiting_rooms;

pub use backup::{RestoreError, RestoreFolder};
pub use changes::JournalText;
pub use db::{PoolUsage, PostgresSettings, StoreUsage};
pub use store::{SqlStore, is_disk_full};
