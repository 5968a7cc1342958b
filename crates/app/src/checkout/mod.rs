//! Paying: claim first, charge second, and every amount of money ends in tickets or goes back.

mod cancel_order;
mod check_out;
pub mod error;
mod offer;
mod orders;
mod pay_refunds;
mod settle;

pub use check_out::{CheckOut, CheckedOut};
pub use orders::ShownOrder;
