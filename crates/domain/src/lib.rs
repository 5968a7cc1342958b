//! The rules of a ticket sale: pure functions over plain data.
//!
//! Architecture invariant: nothing here reads a clock, draws a random number, speaks SQL or knows how it is shown. Time and new
//! ids are arguments; what comes out is a value. Whatever is true of a sale is decided here and nowhere else.

pub mod amendment;
pub mod draft;
pub mod event;
pub mod hall;
pub mod hold;
pub mod id;
pub mod inventory;
pub mod money;
pub mod order;
pub mod role;
pub mod seat_map;
pub mod terms;
pub mod time;
pub mod unit;
pub mod waiting_room;
