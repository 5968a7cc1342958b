//! Accounts: who somebody is, and how they show it.

pub mod address;
mod buyer;
pub mod caller;
pub mod error;
pub mod guest;
mod link;
mod merge;
pub mod password;
mod purge;
pub mod refresh;
pub mod register;
pub mod session;
pub mod sign_in;
pub mod sign_out;
pub mod token;
mod verify;

pub use merge::MergeError;
