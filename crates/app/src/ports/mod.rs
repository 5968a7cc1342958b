//! What the use cases need from outside, as traits. The store implements most of them; the server picks.

pub mod accounts;
pub mod catalogue;
pub mod clock;
pub mod error;
pub mod fanout;
pub mod gateway_ledger;
pub mod holds;
pub mod inspection;
pub mod inventory;
pub mod journals;
pub mod links;
pub mod mailer;
pub mod mails;
pub mod occupancy;
pub mod orders;
pub mod organizing;
pub mod outlet;
pub mod payments;
pub mod relay;
pub mod requests;
pub mod secrets;
pub mod waiting_rooms;

use accounts::Accounts;
use catalogue::Catalogue;
use gateway_ledger::GatewayLedger;
use holds::Holds;
use inventory::InventoryStore;
use journals::Journals;
use links::Links;
use mails::Mails;
use occupancy::Occupancy;
use orders::Orders;
use organizing::Organizing;
use relay::RelayBook;
use requests::Requests;
use secrets::Secrets;
use waiting_rooms::WaitingRooms;

/// Everything that must outlive the process.
pub trait Store:
    InventoryStore
    + Journals
    + RelayBook
    + Holds
    + Occupancy
    + Accounts
    + Links
    + Mails
    + Catalogue
    + Orders
    + Organizing
    + Requests
    + Secrets
    + GatewayLedger
    + WaitingRooms
{
}

impl<T> Store for T where
    T: InventoryStore
        + Journals
        + RelayBook
        + Holds
        + Occupancy
        + Accounts
        + Links
        + Mails
        + Catalogue
        + Orders
        + Organizing
        + Requests
        + Secrets
        + GatewayLedger
        + WaitingRooms
{
}
