//! What every store must do, as functions that run on any. [`store_contract!`](crate::store_contract) makes tests of
//! all.

pub mod accounts;
pub mod catalogue;
pub mod gateway_ledger;
mod list;
pub mod orders;
pub mod sale;
pub mod secrets;
