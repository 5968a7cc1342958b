//! What the use cases need from outside, as traits. The store implements most of them; the server picks.

pub mod accounts;
pub mod catalogue;
pub mod error;
pub mod gateway_ledger;
pub mod inventory;
pub mod orders;
pub mod payments;
pub mod secrets;

use accounts::Accounts;
use catalogue::Catalogue;
use gateway_ledger::GatewayLedger;
use inventory::InventoryStore;
use orders::Orders;
use secrets::Secrets;

/// Everything that must outlive the process.
pub trait Store: InventoryStore + Accounts + Catalogue + Orders + Secrets + GatewayLedger {}

impl<T: InventoryStore + Accounts + Catalogue + Orders + Secrets + GatewayLedger> Store for T {}
