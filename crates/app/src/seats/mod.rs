//! Holding seats.

mod change_hold;
mod my_holds;
mod reserve_seats;

pub use my_holds::HeldEvents;
pub use reserve_seats::Reserve;
