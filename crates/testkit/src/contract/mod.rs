//! What every store must do, as functions that run on any. [`store_contract!`](crate::store_contract) makes tests of
//! all.

pub mod accounts;
pub mod catalogue;
pub mod fanout;
pub mod gateway_ledger;
pub mod inventory;
pub mod journals;
pub mod links;
mod list;
pub mod mails;
pub mod node;
pub mod orders;
pub mod organizing;
pub mod outlet;
pub mod relay;
pub mod requests;
pub mod sale;
pub mod secrets;
pub mod story;
pub mod waiting_rooms;
