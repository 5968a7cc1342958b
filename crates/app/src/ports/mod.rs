//! What the use cases need from outside, as traits. The store implements most of them; the server picks.

pub mod accounts;
pub mod catalogue;
pub mod clock;
pub mod error;
pub mod gateway_ledger;
pub mod holds;
pub mod inspection;
pub mod inventory;
pub mod links;
pub mod mailer;
pub mod mails;
pub mod orders;
pub mod payments;
pub mod secrets;

use accounts::Accounts;
use catalogue::Catalogue;
use gateway_ledger::GatewayLedger;
use holds::Holds;
use inventory::InventoryStore;
use links::Links;
use mails::Mails;
use orders::Orders;
use secrets::Secrets;

/// Everything that must outlive the process.
pub trait Store:
    InventoryStore + Holds + Accounts + Catalogue + Orders + Secrets + GatewayLedger + Links + Mails
{
}

impl<T: InventoryStore + Holds + Accounts + Catalogue + Orders + Secrets + GatewayLedger + Links + Mails> Store for T {}
